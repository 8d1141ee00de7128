use rayon::prelude::*;

use super::lattice::Lattice;
use super::quadrature::{Node, gauss_legendre};
use super::schedule::{Operation, Schedule};
use super::table::{Factors, Table};
use crate::experiment::Interrupted;
use crate::power::game::{Choices, Game};
use crate::power::indices::{Counts, MemberCounts, Value};
use crate::power::watch::Meter;

/// A game that can be counted in tables of sums.
#[derive(Debug, Clone)]
pub(in crate::power) struct Generating {
    lattice: Lattice,
    schedule: Schedule,
    choices: Choices,
}

/// Memory of all tables at a time, in bytes, where more than one set of tables has room.
const MEMORY: usize = 1 << 30;

impl Generating {
    /// Reads a game, unless that takes tables of more than so many cells.
    pub(in crate::power) fn new(game: &Game, cells: usize) -> Option<Self> {
        // Counts have to be numbers.
        libm::pow(game.choices.count(), game.seats() as f64).is_finite().then_some(())?;
        let lattice = Lattice::new(game, cells)?;
        Some(Generating { schedule: Schedule::new(&lattice), lattice, choices: game.choices })
    }

    /// Cells to be looked at for all but the Shapley–Shubik index.
    pub(in crate::power) fn steps(&self) -> u64 {
        (self.lattice.region.cells() * self.lattice.seats()) as u64 + self.schedule.steps
    }

    /// Cells to be looked at for the Shapley–Shubik index; none where there is no such index.
    pub(in crate::power) fn steps_of_orders(&self) -> u64 {
        match self.choices {
            Choices::Two => self.schedule.steps * self.nodes().len() as u64,
            Choices::Three => 0,
        }
    }

    /// Counts, but not the Shapley–Shubik index.
    pub(in crate::power) fn counts(&self, meter: &Meter) -> Result<Counts, Interrupted> {
        let seats = self.lattice.seats();
        let answers = self.choices.count();
        let (as_begun, turned) = self.outcomes(meter)?;
        let (winning, losing) = if self.lattice.from_support { (as_begun, turned) } else { (turned, as_begun) };
        let member = |&[near, far]: &[f64; 2]| match (self.choices, self.lattice.from_support) {
            (Choices::Two, _) => MemberCounts::of_swings(near),
            (Choices::Three, true) => MemberCounts::of_steps(near, far),
            (Choices::Three, false) => MemberCounts::of_steps(far, near),
        };
        let members = self.decisive(Factors::COUNT, meter)?.iter().map(member).collect();
        let total = libm::pow(answers, seats as f64);
        Ok(Counts { winning, losing, total, others: total / answers, members })
    }

    /// The Shapley–Shubik index by seat: the probability that a member swings if all others support with a probability p,
    /// on average over all p from 0 to 1 (Owen 1972). It is a polynomial of degree n − 1 in p.
    pub(in crate::power) fn shapley_shubik(&self, meter: &Meter) -> Result<Vec<Value>, Interrupted> {
        let bytes = size_of::<f64>() * self.lattice.region.cells() * self.schedule.tables;
        let at_once = (MEMORY / bytes.max(1)).clamp(1, rayon::current_num_threads());
        let mut indices = vec![0.0; self.lattice.seats()];
        for nodes in self.nodes().chunks(at_once) {
            let swings = |node: &Node| self.decisive(Factors::probability(node.at, node.complement), meter);
            let swings: Result<Vec<_>, Interrupted> = nodes.par_iter().map(swings).collect();
            // In their order, for the same bits on any number of threads.
            for (node, swings) in nodes.iter().zip(swings?) {
                indices.iter_mut().zip(swings).for_each(|(index, [swings, _])| *index += node.weight * swings);
            }
        }
        Ok(indices.into_iter().map(Value::exact).collect())
    }

    fn nodes(&self) -> Vec<Node> {
        gauss_legendre(self.lattice.seats().div_ceil(2))
    }

    /// How many configurations have the outcome of the beginning, and how many the other one. Each of the latter leaves the
    /// region with exactly one member, if they turn away one by one.
    fn outcomes(&self, meter: &Meter) -> Result<(f64, f64), Interrupted> {
        let Lattice { region, moves, .. } = &self.lattice;
        let seats = self.lattice.seats();
        let answers = self.choices.count();
        if region.cells() == 0 {
            return Ok((0.0, libm::pow(answers, seats as f64)));
        }
        let here = self.lattice.no_move();
        let mut table = Table::begun(region);
        let mut turned = 0.0;
        for (place, moves) in moves.iter().enumerate() {
            let completions = libm::pow(answers, (seats - place - 1) as f64);
            let leaving: f64 = moves.iter().map(|shift| table.between(region, &here, shift)).sum();
            turned += completions * leaving;
            table.add(region, moves, Factors::COUNT, None);
            meter.advance(region.cells() as u64)?;
        }
        Ok((table.sum(), turned))
    }

    /// By seat, what the others' configurations come to in which the outcome changes when it turns from the answer of the
    /// beginning to the next one, and (where there is one) from there to the farthest one.
    fn decisive(&self, factors: Factors, meter: &Meter) -> Result<Vec<[f64; 2]>, Interrupted> {
        let Lattice { region, moves, .. } = &self.lattice;
        let Schedule { operations, order, .. } = &self.schedule;
        let mut decisive = vec![[0.0; 2]; moves.len()];
        let mut tables = vec![Table::begun(region)];
        tables.resize_with(self.schedule.tables, || Table::empty(region));
        for operation in operations {
            match operation {
                Operation::Copy { from, missing } => {
                    let (before, after) = tables.split_at_mut(from + 1);
                    after[0].copy(&before[*from], region, missing);
                }
                Operation::Add { table, seat, missing } => {
                    tables[*table].add(region, &moves[*seat], factors, Some(missing));
                }
                Operation::Read { table, places } => {
                    let read = self.read(&tables[*table], order[places.start]);
                    order[places.clone()].iter().for_each(|&seat| decisive[seat] = read);
                }
            }
            meter.advance(self.schedule.steps / operations.len() as u64)?;
        }
        Ok(decisive)
    }

    fn read(&self, others: &Table, seat: usize) -> [f64; 2] {
        let region = &self.lattice.region;
        let moves = &self.lattice.moves[seat];
        let near = others.between(region, &self.lattice.no_move(), &moves[0]);
        [near, moves.get(1).map_or(0.0, |far| others.between(region, &moves[0], far))]
    }
}
