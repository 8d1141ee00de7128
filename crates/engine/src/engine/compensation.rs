use super::holdouts::Holdouts;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::Proposal;
use crate::model::{Compensation, Response, Rule};

/// Pays holdouts their shortfall, the smallest first, until the rule is met; whoever turns out not to be needed gets
/// nothing. Where the purse covers it, the responses of `poll` become those after payment, and the answer is what was
/// paid, in utility units. `fund` is what is left of it in this session.
pub(crate) fn settle(
    prepared: &Prepared,
    rule: &Rule,
    proposal: &Proposal,
    (poll, holdouts): (&mut Poll, &Holdouts),
    fund: &mut f64,
) -> Option<f64> {
    let compensation = prepared.model.negotiation.compensation;
    if compensation == Compensation::None {
        return None;
    }
    let (responses, price) = bargain(rule, proposal.within, poll, holdouts)?;
    let purse = match compensation {
        Compensation::None => 0.0,
        Compensation::Fund { .. } => *fund,
        Compensation::Gainers { willingness } => {
            let inclinations = poll.concerned.iter().map(|seat| poll.inclinations()[seat]);
            willingness * inclinations.filter(|&v| v > 0.0).sum::<f64>()
        }
    };
    if price > purse + proposal.within {
        return None;
    }
    if matches!(compensation, Compensation::Fund { .. }) {
        *fund = (*fund - price).max(0.0);
    }
    poll.change(&responses);
    poll.adopted = true;
    Some(price)
}

/// The responses of the cheapest order in which payments meet the rule, and what they cost; `None` where paying all
/// does not.
fn bargain(rule: &Rule, within: f64, poll: &Poll, holdouts: &Holdouts) -> Option<(Vec<Response>, f64)> {
    let shortfalls = holdouts.seats.iter().map(|seat| (seat, holdouts.shortfall(poll, seat)));
    let ascending = ascending(shortfalls.collect(), within);
    let bought = if holdouts.to_support { Response::Support } else { Response::Acquiesce };
    let met = |responses: &[Response]| rule.adopts_among(responses, |seat| poll.concerned.contains(seat));
    let polled = poll.responses();
    let mut responses = polled.clone();
    let mut paid = 0;
    while !met(&responses) {
        responses[ascending.get(paid)?.0] = bought;
        paid += 1;
    }
    let mut price = 0.0;
    for &(seat, shortfall) in &ascending[..paid] {
        responses[seat] = polled[seat];
        if !met(&responses) {
            responses[seat] = bought;
            price += shortfall.max(0.0);
        }
    }
    Some((responses, price))
}

/// Seats with their shortfalls, the smallest first; of those that are the same to within ε, in the order of the file.
fn ascending(mut seats: Vec<(usize, f64)>, within: f64) -> Vec<(usize, f64)> {
    seats.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut from = 0;
    while from < seats.len() {
        let tied = seats[from..].partition_point(|seat| seat.1 <= seats[from].1 + within);
        seats[from..from + tied].sort_by_key(|seat| seat.0);
        from += tied;
    }
    seats
}
