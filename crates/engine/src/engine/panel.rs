//! What the seats make of a text, evaluated on rows by seat.

use wide::f64x4;

use super::lanes::{lane, lanes, lanes_mut, losses, padded, row};
use super::prepared::Prepared;
use super::proposal::Proposal;
use super::seats::Seats;
use super::session::Session;

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
    /// The seats of the others.
    bystanders: Vec<usize>,
    /// They, and what is no seat.
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
            weights: by_dimension(&|member, d| prepared.weights(topic, d)[member]),
            pull: by_dimension(&|member, d| prepared.member(member).influence * model.salience(topic, member)[d]),
            tolerances: row(seats().map(|&member| tolerance(member)), 0.0),
            pressures: row(seats().map(|&member| pressure * prepared.member(member).deference), 0.0),
            straw: row(seats().map(straw), f64::NEG_INFINITY),
            concerned: Seats::of(model.seats.len(), |seat| has_stake(&seat)),
            bystanders: (0..model.seats.len()).filter(|seat| !has_stake(seat)).collect(),
            unconcerned: Seats::of(padded(model.seats.len()), |seat| seat >= model.seats.len() || !has_stake(&seat)),
        }
    }

    /// Influence times salience of a seat in dimension `d`.
    pub(crate) fn pull(&self, d: usize, seat: usize) -> f64 {
        self.pull[d * self.straw.len() + seat]
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
        if prepared.all_sit {
            let besides = lanes_mut::<0>(&mut self.besides).iter_mut().zip(lanes::<0>(&proposal.affinity));
            for ((besides, affinity), shock) in besides.zip(lanes::<0>(&proposal.shocks)) {
                *besides = (lane(affinity) + lane(shock)).to_array();
            }
        } else {
            for (besides, &member) in self.besides.iter_mut().zip(seats) {
                *besides = proposal.affinity[member] + proposal.shocks[member];
            }
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
        if prepared.all_sit {
            self.positions.clear();
            self.positions.extend_from_slice(proposal.positions.rows());
            self.loss_at_status_quo.clone_from(&proposal.loss_at_status_quo);
            return;
        }
        let (seats, dims) = (&prepared.model.seats, prepared.model.dims());
        let row = padded(seats.len());
        self.positions.resize(dims * row, 0.0);
        for (d, by_seat) in self.positions.chunks_exact_mut(row.max(1)).enumerate() {
            let by_member = proposal.positions.row(d);
            by_seat.iter_mut().zip(seats).for_each(|(y, &member)| *y = by_member[member]);
        }
        self.loss_at_status_quo.resize(row, 0.0);
        for (loss, &member) in self.loss_at_status_quo.iter_mut().zip(seats) {
            *loss = proposal.loss_at_status_quo[member];
        }
    }

    /// V_m of the proposal's text into `inclinations`, as [`Prepared::inclination`] has it. In so many lanes and dimensions where
    /// they are known.
    pub(crate) fn weigh<const LANES: usize, const D: usize>(
        &self,
        prepared: &Prepared,
        table: &Table,
        proposal: &Proposal,
        inclinations: &mut [f64],
    ) {
        let (shape, rows) = (prepared.model.negotiation.loss, (&table.weights[..], &self.positions[..]));
        losses::<LANES, D>(shape, rows, &proposal.text, inclinations);
        let (stakes, urgency) = (f64x4::splat(prepared.area(proposal).stakes), f64x4::splat(proposal.urgency));
        let (at_status_quo, besides) = (lanes::<LANES>(&self.loss_at_status_quo), lanes::<LANES>(&self.besides));
        for (index, v) in lanes_mut::<LANES>(inclinations).iter_mut().enumerate() {
            let gain = stakes * (lane(&at_status_quo[index]) - lane(v));
            *v = (gain + urgency + lane(&besides[index])).to_array();
        }
        // Whoever has no stake gains nothing and bears nothing.
        table.bystanders.iter().for_each(|&seat| inclinations[seat] = self.besides[seat]);
    }

    /// The position of a seat in dimension `d`.
    pub(crate) fn position(&self, d: usize, seat: usize) -> f64 {
        self.positions[d * self.besides.len() + seat]
    }
}
