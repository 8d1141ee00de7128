use super::poll::{Poll, Terms};
use super::proposal::{Proposal, Reservation, Sponsor};
use super::seats::Seats;
use super::session::Session;

/// Whether two proposals that failed in this session are adopted together, on the texts of their last polls: a member's
/// inclination to the pair is the sum of its two, the responses meet both rules, and no sponsor gets less than its own
/// reservation from both.
pub(crate) fn package(session: &Session, first: &Proposal, second: &Proposal, poll: &mut Poll) -> bool {
    let prepared = session.prepared;
    let evolves = |proposal: &Proposal| prepared.area(proposal).evolving.is_some();
    if first.area == second.area && evolves(first) {
        return false;
    }
    let stake = |proposal: &Proposal, member: usize| prepared.has_stake(proposal.topic, member);
    let seats = &prepared.model.seats;
    let concerned = Seats::of(seats.len(), |seat| [first, second].iter().any(|proposal| stake(proposal, seats[seat])));
    let (one, other) = (prepared.table(first), prepared.table(second));
    let tolerances: Vec<f64> = one.tolerances.iter().zip(&other.tolerances).map(|(a, b)| a.max(*b)).collect();
    let both = |seat: &usize| [first, second].iter().all(|p| p.sponsor == Sponsor::Member(seats[*seat]));
    let sponsor = (0..seats.len()).find(both);
    let is_silent = |seat: usize| {
        seat >= seats.len() || !concerned.contains(seat) || !session.may_object(seats[seat]) || sponsor == Some(seat)
    };
    let silent = Seats::of(tolerances.len(), is_silent);
    let straw = |seat: usize| if is_silent(seat) { f64::NEG_INFINITY } else { -tolerances[seat] };
    let straw: Vec<f64> = (0..tolerances.len()).map(straw).collect();
    let of_pair = |&member: &usize| first.polled.inclinations[member] + second.polled.inclinations[member];
    let terms = Terms {
        tolerances: &tolerances,
        pressures: &one.pressures,
        straw: &straw,
        silent: &silent,
        agreeing: &prepared.agreeing,
        sponsor,
        within: first.within + second.within,
    };
    poll.open(prepared, &concerned);
    poll.answer_on(seats.iter().map(of_pair), &terms);
    let met = |proposal: &Proposal| prepared.rule(proposal).accepts(poll);
    let content = |own: &Proposal, other: &Proposal| sponsor_is_content(session, own, other);
    met(first) && met(second) && content(first, second) && content(second, first)
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
