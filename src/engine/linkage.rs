use super::poll::{Poll, Terms};
use super::proposal::{Proposal, Reservation, Sponsor};
use super::session::Session;
use crate::model::Response;

/// Two proposals that are adopted together, and who leaves either.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Package {
    /// Responses to the pair, by seat.
    pub(crate) responses: Vec<Response>,
}

/// Whether two proposals that failed in this session are adopted together, on the texts of their last polls: a member's
/// inclination to the pair is the sum of its two, the responses meet both rules, and no sponsor gets less than its own
/// reservation from both.
pub(crate) fn package(session: &Session, first: &Proposal, second: &Proposal, poll: &mut Poll) -> Option<Package> {
    let prepared = session.prepared;
    let evolves = |proposal: &Proposal| prepared.area(proposal).evolving.is_some();
    if first.area == second.area && evolves(first) {
        return None;
    }
    let stake = |proposal: &Proposal, member: usize| prepared.has_stake(proposal.topic, member);
    poll.members.clone_from(&prepared.model.seats);
    poll.concerned.clear();
    poll.inclinations.clear();
    for &member in &prepared.model.seats {
        poll.concerned.push(stake(first, member) || stake(second, member));
        poll.inclinations.push(first.polled.inclinations[member] + second.polled.inclinations[member]);
    }
    let (one, other) = (prepared.table(first), prepared.table(second));
    let tolerances: Vec<f64> = one.tolerances.iter().zip(&other.tolerances).map(|(a, b)| a.max(*b)).collect();
    let straw = |(seat, &member): (usize, &usize)| match poll.concerned[seat] && session.may_object(member) {
        true => -tolerances[seat],
        false => f64::NEG_INFINITY,
    };
    let both = |seat: &usize| [first, second].iter().all(|p| p.sponsor == Sponsor::Member(prepared.model.seats[*seat]));
    let sponsor = (0..prepared.model.seats.len()).find(both);
    let mut straw: Vec<f64> = prepared.model.seats.iter().enumerate().map(straw).collect();
    if let Some(seat) = sponsor {
        straw[seat] = f64::NEG_INFINITY;
    }
    poll.answer(&Terms {
        tolerances: &tolerances,
        pressures: &one.pressures,
        straw: &straw,
        sponsor,
        within: first.within + second.within,
    });
    let met = |proposal: &Proposal| prepared.rule(proposal).adopts_among(&poll.responses, |seat| poll.concerned[seat]);
    let content = |own: &Proposal, other: &Proposal| sponsor_is_content(session, own, other);
    (met(first) && met(second) && content(first, second) && content(second, first))
        .then(|| Package { responses: poll.responses.clone() })
}

/// Whether the sponsor of `own` gains at least its reservation from both; at least both where it sponsors both.
fn sponsor_is_content(session: &Session, own: &Proposal, other: &Proposal) -> bool {
    let Reservation::Gain { member, least, .. } = own.reservation else { return true };
    let worth = |proposal: &Proposal| {
        let concerned = session.prepared.has_stake(proposal.topic, member);
        if concerned { proposal.polled.gains[member] + proposal.urgency } else { 0.0 }
    };
    let least_of_other = match other.reservation {
        Reservation::Gain { member: sponsor, least, .. } if sponsor == member => least,
        Reservation::Gain { .. } | Reservation::Kept { .. } => 0.0,
    };
    worth(own) + worth(other) >= least + least_of_other - (own.within + other.within)
}
