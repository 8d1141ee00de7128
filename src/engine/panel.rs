//! What the seats make of a text, evaluated on arrays by seat. Arrays by dimension and seat hold all seats of the first
//! dimension, then those of the next.

use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::session::Session;
use crate::model::Loss;

/// What follows from the model for the polls in one area. Vectors by seat.
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
    /// Whether the member has a stake.
    pub(crate) concerned: Vec<bool>,
}

impl Table {
    pub(crate) fn new(prepared: &Prepared, area: usize) -> Self {
        let (model, seats) = (prepared.model, || prepared.model.seats.iter());
        let by_dimension = |of: &dyn Fn(usize, usize) -> f64| {
            (0..model.dims()).flat_map(|d| seats().map(move |&member| of(member, d))).collect()
        };
        let pressure = model.negotiation.pressure;
        Table {
            weights: by_dimension(&|member, d| prepared.weights(area, member)[d]),
            pull: by_dimension(&|member, d| prepared.member(member).influence * prepared.member(member).salience[d]),
            tolerances: seats().map(|&member| prepared.member(member).tolerance[area]).collect(),
            pressures: seats().map(|&member| pressure * prepared.member(member).deference).collect(),
            concerned: seats().map(|&member| prepared.has_stake(area, member)).collect(),
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
    affinity: Vec<f64>,
    shocks: Vec<f64>,
    /// Whether what would be an objection is one.
    pub(crate) may_object: Vec<bool>,
    /// Where the sponsor sits.
    pub(crate) sponsor: Option<usize>,
}

impl Panel {
    /// Looks at another proposal, on the terms of the session that takes it up.
    pub(crate) fn look_at(&mut self, session: &Session, proposal: &Proposal) {
        let seats = &session.prepared.model.seats;
        let gather = |into: &mut Vec<f64>, from: &[f64]| {
            into.clear();
            into.extend(seats.iter().map(|&member| from[member]));
        };
        gather(&mut self.affinity, &proposal.affinity);
        gather(&mut self.shocks, &proposal.shocks);
        self.may_object.clear();
        self.may_object.extend(seats.iter().map(|&member| session.may_object(member)));
        self.sponsor = match proposal.sponsor {
            Sponsor::Member(member) => seats.iter().position(|&seated| seated == member),
            Sponsor::Secretariat => None,
        };
        self.take_positions(session.prepared, proposal);
    }

    /// Takes positions, and the losses that follow from them, anew.
    pub(crate) fn take_positions(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let (seats, dims) = (&prepared.model.seats, prepared.model.dims());
        self.positions.clear();
        for d in 0..dims {
            self.positions.extend(seats.iter().map(|&member| proposal.positions[member * dims + d]));
        }
        self.loss_at_status_quo.clear();
        self.loss_at_status_quo.extend(seats.iter().map(|&member| proposal.loss_at_status_quo[member]));
    }

    /// V_m of the proposal's text into `inclinations`; 0 of a member without a stake.
    pub(crate) fn inclinations(&self, prepared: &Prepared, proposal: &Proposal, inclinations: &mut Vec<f64>) {
        let (table, seats) = (prepared.table(proposal), self.affinity.len());
        inclinations.clear();
        inclinations.resize(seats, 0.0);
        let by_dimension = table.weights.chunks_exact(seats.max(1)).zip(self.positions.chunks_exact(seats.max(1)));
        for (x, (weights, positions)) in proposal.text.iter().zip(by_dimension) {
            for (square, (weight, y)) in inclinations.iter_mut().zip(weights.iter().zip(positions)) {
                *square += weight * (x - y) * (x - y);
            }
        }
        if prepared.model.negotiation.loss == Loss::Linear {
            inclinations.iter_mut().for_each(|loss| *loss = loss.sqrt());
        }
        let (stakes, urgency) = (prepared.area(proposal).stakes, proposal.urgency);
        let besides = self.affinity.iter().zip(&self.shocks).zip(&table.concerned);
        let rows = inclinations.iter_mut().zip(&self.loss_at_status_quo).zip(besides);
        for ((inclination, at_status_quo), ((affinity, shock), &concerned)) in rows {
            let v = stakes * (at_status_quo - *inclination) + urgency + affinity + shock;
            *inclination = if concerned { v } else { 0.0 };
        }
    }

    /// The position of a seat in dimension `d`.
    pub(crate) fn position(&self, seat: usize, d: usize) -> f64 {
        self.positions[d * self.affinity.len() + seat]
    }
}
