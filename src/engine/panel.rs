//! What the seats make of a text, evaluated on arrays by seat. Arrays by dimension and seat hold all seats of the first
//! dimension, then those of the next.

use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::session::Session;
use crate::model::Loss;

/// What follows from the model for the polls on one topic. Vectors by seat.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// r_kd s_md, by dimension and seat.
    weights: Vec<f64>,
    /// Influence times salience, by dimension and seat.
    pull: Vec<f64>,
    /// τ_m.
    pub(crate) tolerances: Vec<f64>,
    /// η δ_m.
    pub(crate) pressures: Vec<f64>,
    /// Below which it objects in the straw poll: −τ_m, or −∞ of a member without a stake.
    straw: Vec<f64>,
    /// Whether the member has a stake.
    pub(crate) concerned: Vec<bool>,
    /// Whether everybody has.
    concerns_all: bool,
}

impl Table {
    pub(crate) fn new(prepared: &Prepared, topic: usize) -> Self {
        let (model, seats) = (prepared.model, || prepared.model.seats.iter());
        let area = model.area_of(topic);
        let by_dimension = |of: &dyn Fn(usize, usize) -> f64| {
            (0..model.dims()).flat_map(|d| seats().map(move |&member| of(member, d))).collect()
        };
        let pressure = model.negotiation.pressure;
        let tolerance = |member: usize| prepared.member(member).tolerance[area];
        let straw = |&member: &usize| match prepared.has_stake(topic, member) {
            true => -tolerance(member),
            false => f64::NEG_INFINITY,
        };
        Table {
            weights: by_dimension(&|member, d| prepared.weights(topic, member)[d]),
            pull: by_dimension(&|member, d| prepared.member(member).influence * model.salience(topic, member)[d]),
            tolerances: seats().map(|&member| tolerance(member)).collect(),
            pressures: seats().map(|&member| pressure * prepared.member(member).deference).collect(),
            straw: seats().map(straw).collect(),
            concerned: seats().map(|&member| prepared.has_stake(topic, member)).collect(),
            concerns_all: seats().all(|&member| prepared.has_stake(topic, member)),
        }
    }

    /// Influence times salience in dimension `d`, by seat.
    pub(crate) fn pull(&self, d: usize) -> &[f64] {
        let seats = self.concerned.len();
        &self.pull[d * seats..(d + 1) * seats]
    }
}

/// A proposal as the seats see it. Vectors by seat.
#[derive(Debug, Clone, Default)]
pub(crate) struct Panel {
    /// y_m, by dimension and seat.
    positions: Vec<f64>,
    loss_at_status_quo: Vec<f64>,
    /// Affinity and shock.
    besides: Vec<f64>,
    /// Below which it objects in the straw poll; −∞ where no objection of it is one.
    pub(crate) straw: Vec<f64>,
    /// Where the sponsor sits.
    pub(crate) sponsor: Option<usize>,
}

impl Panel {
    /// Looks at another proposal, on the terms of the session that takes it up.
    pub(crate) fn look_at(&mut self, session: &Session, proposal: &Proposal) {
        let prepared = session.prepared;
        let seats = &prepared.model.seats;
        self.besides.clear();
        self.besides.extend(seats.iter().map(|&member| proposal.affinity[member] + proposal.shocks[member]));
        self.straw.clone_from(&prepared.table(proposal).straw);
        if !session.muted.is_empty() {
            let muted = seats.iter().zip(&mut self.straw).filter(|(member, _)| !session.may_object(**member));
            muted.for_each(|(_, straw)| *straw = f64::NEG_INFINITY);
        }
        self.sponsor = match proposal.sponsor {
            Sponsor::Member(member) => seats.binary_search(&member).ok(),
            Sponsor::Secretariat => None,
        };
        if let Some(sponsor) = self.sponsor {
            self.straw[sponsor] = f64::NEG_INFINITY;
        }
        self.take_positions(prepared, proposal);
    }

    /// Takes positions, and the losses that follow from them, anew.
    pub(crate) fn take_positions(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let (seats, dims) = (&prepared.model.seats, prepared.model.dims());
        self.positions.resize(dims * seats.len(), 0.0);
        for (d, by_seat) in self.positions.chunks_exact_mut(seats.len().max(1)).enumerate() {
            for (y, member) in by_seat.iter_mut().zip(seats) {
                *y = proposal.positions[member * dims + d];
            }
        }
        prepared.gather(&proposal.loss_at_status_quo, &mut self.loss_at_status_quo);
    }

    /// V_m of the proposal's text into `inclinations`, as [`Prepared::inclination`] has it.
    pub(crate) fn inclinations(&self, prepared: &Prepared, proposal: &Proposal, inclinations: &mut Vec<f64>) {
        inclinations.resize(self.besides.len(), 0.0);
        let weigh = match self.besides.len() {
            6 => Panel::weigh::<6>,
            8 => Panel::weigh::<8>,
            9 => Panel::weigh::<9>,
            10 => Panel::weigh::<10>,
            _ => Panel::weigh::<0>,
        };
        weigh(self, prepared, proposal, inclinations);
    }

    /// The same, `SEATS` being their number where that is known, so that loops over it have no ends to ask for; 0 elsewhere.
    fn weigh<const SEATS: usize>(&self, prepared: &Prepared, proposal: &Proposal, v: &mut [f64]) {
        let seats = if SEATS > 0 { SEATS } else { v.len() };
        let (table, v) = (prepared.table(proposal), &mut v[..seats]);
        v.fill(0.0);
        for (d, x) in proposal.text.iter().enumerate() {
            let row = d * seats..(d + 1) * seats;
            let (weights, positions) = (&table.weights[row.clone()][..seats], &self.positions[row][..seats]);
            for seat in 0..seats {
                let off = x - positions[seat];
                v[seat] += weights[seat] * off * off;
            }
        }
        if prepared.model.negotiation.loss == Loss::Linear {
            v.iter_mut().for_each(|loss| *loss = loss.sqrt());
        }
        let (stakes, urgency) = (prepared.area(proposal).stakes, proposal.urgency);
        let at_status_quo = &self.loss_at_status_quo[..seats];
        let besides = &self.besides[..seats];
        for seat in 0..seats {
            v[seat] = stakes * (at_status_quo[seat] - v[seat]) + urgency + besides[seat];
        }
        if !table.concerns_all {
            let rows = v.iter_mut().zip(besides).zip(&table.concerned).filter(|(_, concerned)| !**concerned);
            rows.for_each(|((v, besides), _)| *v = *besides);
        }
    }

    /// The position of a seat in dimension `d`.
    pub(crate) fn position(&self, seat: usize, d: usize) -> f64 {
        self.positions[d * self.besides.len() + seat]
    }
}
