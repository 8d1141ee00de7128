use std::borrow::Cow;

use super::super::prepared::Prepared;
use super::super::proposal::{Proposal, Reservation};
use super::super::seats::Seats;
use super::super::session::Session;
use super::super::utility::Change;
use super::condition::Bowl;
use super::programme::{Linear, Programme, unit_of_utility};
use crate::model::Loss;

/// The programme that tells whether some text satisfies everybody who is needed; `None` where the rule does not need every
/// one of a set of members.
pub(super) fn programme<const D: usize>(session: &Session, proposal: &Proposal) -> Option<Programme<D>> {
    let prepared = session.prepared;
    let needed = needed(session, proposal)?;
    let (rule, seats) = (prepared.rule(proposal), &prepared.model.seats);
    let (needs_support, is_alone, table) = (rule.needs_support(), seats.len() == 1, prepared.table(proposal));
    let losses = Losses::new(prepared, proposal);
    let conditions = needed.iter().map(|seat| {
        let member = seats[seat];
        // f_m is 1, everybody else agreeing, where there is somebody else.
        let threshold = match needs_support {
            true => 0.0,
            false if is_alone => -table.tolerances[seat],
            false => -table.tolerances[seat] - table.pressures[seat],
        };
        losses.leave(member, proposal.affinity[member] + proposal.shocks[member] - threshold)
    });
    let sponsor = match proposal.reservation {
        Reservation::Gain { member, least, .. } => Some(losses.leave(member, -least)),
        Reservation::Kept { .. } => None,
    };
    let count = needed.len() + usize::from(sponsor.is_some());
    Some(Programme::new(count, conditions.chain(sponsor), linear(prepared, proposal, &needed), prepared, proposal))
}

/// What members lose, at the positions with which the proposal began.
struct Losses<'p, const D: usize> {
    stakes: f64,
    urgency: f64,
    /// What weights are multiplied by: below the root, where the loss is one.
    scale: f64,
    /// r_kd s_md and y_md, a row by member for each dimension.
    weights: [&'p [f64]; D],
    positions: [&'p [f64]; D],
    status_quo: [f64; D],
    /// L_m(q), by member.
    at_status_quo: Cow<'p, [f64]>,
}

impl<'p, const D: usize> Losses<'p, D> {
    fn new(prepared: &'p Prepared, proposal: &'p Proposal) -> Self {
        let (stakes, positions) = (prepared.area(proposal).stakes, proposal.began_with());
        let loss = |member| prepared.loss_from(proposal.topic, member, positions, proposal.status_quo_of(member));
        Losses {
            stakes,
            urgency: proposal.urgency,
            scale: match prepared.model.negotiation.loss {
                Loss::Quadratic => stakes,
                Loss::Linear => stakes * stakes,
            },
            weights: std::array::from_fn(|d| prepared.weights(proposal.topic, d)),
            positions: std::array::from_fn(|d| positions.row(d)),
            status_quo: std::array::from_fn(|d| proposal.status_quo[d]),
            at_status_quo: match proposal.first_positions.is_empty() {
                true => Cow::Borrowed(&proposal.loss_at_status_quo),
                false => Cow::Owned((0..prepared.members).map(loss).collect()),
            },
        }
    }

    /// The condition that what `member` gains and bears, and `more`, is not below 0, in utility units.
    #[inline]
    fn leave(&self, member: usize, more: f64) -> Bowl<D> {
        Bowl {
            level: self.stakes * self.at_status_quo[member] + self.urgency + more,
            curvature: std::array::from_fn(|d| self.scale * self.weights[d][member]),
            centre: std::array::from_fn(|d| self.positions[d][member] - self.status_quo[d]),
        }
    }
}

/// The secretariat's kept share − w as a linear function of the text. There is no such condition where w is 0, where
/// nothing was opened (all of it is kept), and where the change has a part that concerns nobody who is needed: there the text
/// can go as far as one likes.
fn linear<const D: usize>(prepared: &Prepared, proposal: &Proposal, needed: &Seats) -> Option<Linear<D>> {
    let Reservation::Kept { least } = proposal.reservation else { return None };
    let relevance = prepared.relevance(proposal);
    let change = |d: usize| proposal.opening[d] - proposal.status_quo[d];
    let opened = Change::of(relevance, &proposal.status_quo, &proposal.opening, &proposal.opening).opened;
    let seats = &prepared.model.seats;
    let concerns = |d: usize| needed.iter().any(|seat| prepared.weights(proposal.topic, d)[seats[seat]] > 0.0);
    let is_free = (0..D).any(|d| relevance[d] * change(d) != 0.0 && !concerns(d));
    if least == 0.0 || opened == 0.0 || is_free {
        return None;
    }
    // In units of utility, as the other conditions.
    let unit = unit_of_utility(proposal.within);
    Some(Linear { level: unit * least, slope: std::array::from_fn(|d| unit * relevance[d] * change(d) / opened) })
}

/// The seats of members with a stake whose consent the rule needs: not the sponsor's, who supports what it stands behind,
/// and not of those who are too new to object, where that is all they could do.
fn needed(session: &Session, proposal: &Proposal) -> Option<Seats> {
    let prepared = session.prepared;
    let (rule, seats) = (prepared.rule(proposal), &prepared.model.seats);
    let mut needed = prepared.table(proposal).concerned.clone();
    if !rule.needs_everybody() {
        let is_idle: Vec<bool> =
            (0..seats.len()).map(|seat| rule.needs(seat).map(|needs| !needs)).collect::<Option<_>>()?;
        needed.remove(&Seats::of(seats.len(), |seat| is_idle[seat]));
    }
    if let Some(seat) = prepared.seat_of(proposal.sponsor) {
        needed.remove(&Seats::of(seats.len(), |other| other == seat));
    }
    if !session.muted.is_empty() && !rule.needs_support() {
        needed.remove(&Seats::of(seats.len(), |seat| !session.may_object(seats[seat])));
    }
    Some(needed)
}
