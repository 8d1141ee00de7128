use super::metric::Metric;
use super::results::Scope;
use super::tally::{CAUSES, Tally};
use crate::engine::{Simulation, World};
use crate::model::Model;
use crate::stats::{EventTable, PairedRatio};

/// Replications are dealt to so many batches, for the grouped jackknife of what is no ratio.
pub const BATCHES: usize = 40;

/// Everything that is kept of the replications seen so far; merges, and does not grow with their number.
#[derive(Debug, Clone)]
pub(super) struct Study<'m> {
    pub(super) replications: u64,
    pub(super) variants: Vec<VariantStudy<'m>>,
}

/// One variant's part of a study.
#[derive(Debug, Clone)]
pub(super) struct VariantStudy<'m> {
    pub(super) model: &'m Model,
    /// What is estimated as a ratio, in the order of the tables.
    pub(super) ratios: Vec<(Scope, Metric, PairedRatio)>,
    /// Endings by time, by batch of replications.
    pub(super) events: Vec<EventTable<CAUSES>>,
    /// Proposals of which it could not be told whether an agreement existed.
    pub(super) undecided: u64,
    pub(super) failing_polls: u64,
    pub(super) joint: Vec<u64>,
    pub(super) alone: Vec<u64>,
}

impl<'m> Study<'m> {
    pub(super) fn new(models: &[&'m Model]) -> Self {
        Study { replications: 0, variants: models.iter().map(|model| VariantStudy::new(model)).collect() }
    }

    /// Runs the world in every variant and takes in what happens.
    pub(super) fn replicate(&mut self, simulations: &[Simulation], tallies: &mut [Tally], world: World) {
        for (simulation, tally) in simulations.iter().zip(tallies.iter_mut()) {
            tally.begin();
            simulation.run(world, tally);
        }
        let baseline = &tallies[0];
        for (variant, tally) in self.variants.iter_mut().zip(tallies.iter()) {
            variant.add(tally, baseline);
            variant.events[(world.replication % BATCHES as u64) as usize].merge(&tally.events);
        }
        self.replications += 1;
    }

    /// Takes the counts that tallies keep over replications.
    pub(super) fn take_counts(&mut self, tallies: &[Tally]) {
        for (variant, tally) in self.variants.iter_mut().zip(tallies) {
            variant.undecided += tally.undecided;
            variant.failing_polls += tally.failing_polls;
            variant.joint.iter_mut().zip(&tally.joint).for_each(|(sum, x)| *sum += x);
            variant.alone.iter_mut().zip(&tally.alone).for_each(|(sum, x)| *sum += x);
        }
    }

    /// Takes in what another study of the same models has seen.
    pub(super) fn merge(&mut self, other: &Self) {
        self.replications += other.replications;
        for (mine, theirs) in self.variants.iter_mut().zip(&other.variants) {
            mine.ratios.iter_mut().zip(&theirs.ratios).for_each(|(a, b)| a.2.merge(&b.2));
            mine.events.iter_mut().zip(&theirs.events).for_each(|(a, b)| a.merge(b));
            mine.undecided += theirs.undecided;
            mine.failing_polls += theirs.failing_polls;
            mine.joint.iter_mut().zip(&theirs.joint).for_each(|(a, b)| *a += b);
            mine.alone.iter_mut().zip(&theirs.alone).for_each(|(a, b)| *a += b);
        }
    }
}

impl<'m> VariantStudy<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        let seats = model.seats.len();
        let areas = (0..model.areas.len()).map(Scope::Area);
        let members = model.table.iter().map(|&member| Scope::Member(member));
        let scopes = std::iter::once(Scope::All).chain(areas).chain(members);
        let ratios = scopes
            .flat_map(|scope| {
                Metric::ALL
                    .iter()
                    .filter(move |metric| metric.ratio(scope).is_some())
                    .map(move |metric| (scope, *metric))
            })
            .map(|(scope, metric)| (scope, metric, PairedRatio::default()))
            .collect();
        VariantStudy {
            model,
            ratios,
            events: vec![EventTable::default(); BATCHES],
            undecided: 0,
            failing_polls: 0,
            joint: vec![0; seats * seats],
            alone: vec![0; seats],
        }
    }

    fn add(&mut self, tally: &Tally, baseline: &Tally) {
        for (scope, metric, pair) in &mut self.ratios {
            let Some((x, y)) = metric.ratio(*scope) else { continue };
            let (own, first) = (tally.totals(*scope), baseline.totals(*scope));
            pair.add([own.of(x), own.of(y)], [first.of(x), first.of(y)]);
        }
    }
}
