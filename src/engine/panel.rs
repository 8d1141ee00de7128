//! What the seats make of a text, evaluated on rows by seat.

use wide::f64x4;

use super::lanes::{WIDTH, lane, padded, row};
use super::prepared::Prepared;
use super::proposal::Proposal;
use super::seats::Seats;
use super::session::Session;
use crate::model::Loss;

/// What follows from the model for the polls on one topic. Rows by seat, in lanes.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// r_kd s_md, a row a dimension.
    weights: Vec<f64>,
    /// Influence times salience, a row a dimension.
    pull: Vec<f64>,
    /// τ_m.
    pub(crate) tolerances: Vec<f64>,
    /// η δ_m.
    pub(crate) pressures: Vec<f64>,
    /// Below which it objects in the straw poll: −τ_m, or −∞ of a member without a stake.
    straw: Vec<f64>,
    /// The seats of members with a stake.
    pub(crate) concerned: Seats,
    /// The seats of the others, and what is no seat.
    unconcerned: Seats,
}

impl Table {
    pub(crate) fn new(prepared: &Prepared, topic: usize) -> Self {
        let (model, seats) = (prepared.model, || prepared.model.seats.iter());
        let area = model.area_of(topic);
        let by_dimension = |of: &dyn Fn(usize, usize) -> f64| {
            (0..model.dims()).flat_map(|d| row(seats().map(move |&member| of(member, d)), 0.0)).collect()
        };
        let pressure = model.negotiation.pressure;
        let tolerance = |member: usize| prepared.member(member).tolerance[area];
        let straw = |&member: &usize| match prepared.has_stake(topic, member) {
            true => -tolerance(member),
            false => f64::NEG_INFINITY,
        };
        let has_stake = |&seat: &usize| prepared.has_stake(topic, model.seats[seat]);
        Table {
            weights: by_dimension(&|member, d| prepared.weights(topic, member)[d]),
            pull: by_dimension(&|member, d| prepared.member(member).influence * model.salience(topic, member)[d]),
            tolerances: row(seats().map(|&member| tolerance(member)), 0.0),
            pressures: row(seats().map(|&member| pressure * prepared.member(member).deference), 0.0),
            straw: row(seats().map(straw), f64::NEG_INFINITY),
            concerned: Seats::of(model.seats.len(), |seat| has_stake(&seat)),
            unconcerned: Seats::of(padded(model.seats.len()), |seat| seat >= model.seats.len() || !has_stake(&seat)),
        }
    }

    /// Influence times salience in dimension `d`, by seat.
    pub(crate) fn pull(&self, d: usize) -> &[f64] {
        let row = self.straw.len();
        &self.pull[d * row..(d + 1) * row]
    }
}

/// A proposal as the seats see it. Rows by seat, in lanes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panel {
    /// y_m, a row a dimension.
    positions: Vec<f64>,
    loss_at_status_quo: Vec<f64>,
    /// Affinity and shock.
    besides: Vec<f64>,
    /// Below which it objects in the straw poll; −∞ of those who are silent.
    pub(crate) straw: Vec<f64>,
    /// Those of whom no objection is one: the sponsor, who has no stake, and who is too new.
    pub(crate) silent: Seats,
    /// Where the sponsor sits.
    pub(crate) sponsor: Option<usize>,
}

impl Panel {
    /// Looks at another proposal, on the terms of the session that takes it up.
    pub(crate) fn look_at(&mut self, session: &Session, table: &Table, proposal: &Proposal) {
        let prepared = session.prepared;
        let seats = &prepared.model.seats;
        self.besides.resize(padded(seats.len()), 0.0);
        for (besides, &member) in self.besides.iter_mut().zip(seats) {
            *besides = proposal.affinity[member] + proposal.shocks[member];
        }
        self.straw.clone_from(&table.straw);
        self.silent.clone_from(&table.unconcerned);
        self.sponsor = prepared.seat_of(proposal.sponsor);
        self.sponsor.into_iter().for_each(|seat| self.silence(seat));
        if !session.muted.is_empty() {
            let muted = seats.iter().enumerate().filter(|(_, member)| !session.may_object(**member));
            muted.for_each(|(seat, _)| self.silence(seat));
        }
        self.take_positions(prepared, proposal);
    }

    fn silence(&mut self, seat: usize) {
        self.straw[seat] = f64::NEG_INFINITY;
        self.silent.insert(seat);
    }

    /// Takes positions, and the losses that follow from them, anew.
    pub(crate) fn take_positions(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let (seats, dims) = (&prepared.model.seats, prepared.model.dims());
        self.positions.resize(dims * padded(seats.len()), 0.0);
        match dims {
            1 => self.turn_positions::<1>(seats, &proposal.positions),
            2 => self.turn_positions::<2>(seats, &proposal.positions),
            3 => self.turn_positions::<3>(seats, &proposal.positions),
            _ => {
                for (d, by_seat) in self.positions.chunks_exact_mut(padded(seats.len()).max(1)).enumerate() {
                    by_seat.iter_mut().zip(seats).for_each(|(y, member)| *y = proposal.positions[member * dims + d]);
                }
            }
        }
        self.loss_at_status_quo.resize(padded(seats.len()), 0.0);
        for (loss, &member) in self.loss_at_status_quo.iter_mut().zip(seats) {
            *loss = proposal.loss_at_status_quo[member];
        }
    }

    /// Turns positions by member into rows by seat, the number of dimensions being known.
    fn turn_positions<const D: usize>(&mut self, seats: &[usize], positions: &[f64]) {
        let (positions, row) = (positions.as_chunks::<D>().0, padded(seats.len()));
        let mut rest = &mut self.positions[..];
        let mut rows: [&mut [f64]; D] = std::array::from_fn(|_| {
            let (row, others) = std::mem::take(&mut rest).split_at_mut(row);
            rest = others;
            &mut row[..seats.len()]
        });
        for (seat, &member) in seats.iter().enumerate() {
            let position = positions[member];
            (0..D).for_each(|d| rows[d][seat] = position[d]);
        }
    }

    /// V_m of the proposal's text into `inclinations`, as [`Prepared::inclination`] has it.
    pub(crate) fn inclinations(&self, prepared: &Prepared, table: &Table, proposal: &Proposal, v: &mut Vec<f64>) {
        v.resize(self.besides.len(), 0.0);
        match v.len() / WIDTH {
            1 => self.weigh::<1>(prepared, table, proposal, 0, v),
            2 => self.weigh::<2>(prepared, table, proposal, 0, v),
            3 => self.weigh::<3>(prepared, table, proposal, 0, v),
            lanes => (0..lanes).for_each(|first| self.weigh::<1>(prepared, table, proposal, first, v)),
        }
        table.unconcerned.iter().for_each(|seat| v[seat] = self.besides[seat]);
    }

    /// The same in so many lanes from `first` on, as if everybody had a stake.
    fn weigh<const LANES: usize>(
        &self,
        prepared: &Prepared,
        table: &Table,
        proposal: &Proposal,
        first: usize,
        v: &mut [f64],
    ) {
        let all = v.len() / WIDTH;
        let of = |rows: &[f64], row: usize| -> [f64x4; LANES] {
            let lanes: &[[f64; WIDTH]] = &rows.as_chunks().0[row * all + first..][..LANES];
            std::array::from_fn(|index| lane(&lanes[index]))
        };
        let mut losses = [f64x4::splat(0.0); LANES];
        for (d, &x) in proposal.text.iter().enumerate() {
            let (weights, positions, x) = (of(&table.weights, d), of(&self.positions, d), f64x4::splat(x));
            for index in 0..LANES {
                let off = x - positions[index];
                losses[index] += weights[index] * off * off;
            }
        }
        if prepared.model.negotiation.loss == Loss::Linear {
            losses = losses.map(f64x4::sqrt);
        }
        let (stakes, urgency) = (f64x4::splat(prepared.area(proposal).stakes), f64x4::splat(proposal.urgency));
        let (at_status_quo, besides) = (of(&self.loss_at_status_quo, 0), of(&self.besides, 0));
        let v = &mut v.as_chunks_mut().0[first..][..LANES];
        for index in 0..LANES {
            let gain = stakes * (at_status_quo[index] - losses[index]);
            v[index] = (gain + urgency + besides[index]).to_array();
        }
    }

    /// Positions in dimension `d`, by seat.
    pub(crate) fn positions(&self, d: usize) -> &[f64] {
        let row = self.besides.len();
        &self.positions[d * row..(d + 1) * row]
    }
}
