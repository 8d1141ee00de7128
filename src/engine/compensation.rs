use super::holdouts::Holdout;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::Proposal;
use crate::model::{Compensation, Response};

/// Pays holdouts their shortfall, the smallest first, until the rule is met; whoever turns out not to be needed gets
/// nothing. Where the purse covers it, the responses of `poll` become those after payment, and the answer is what was
/// paid, in utility units. `fund` is what is left of it in this session.
pub(crate) fn settle(
    prepared: &Prepared,
    proposal: &Proposal,
    poll: &mut Poll,
    holdouts: &[Holdout],
    fund: &mut f64,
) -> Option<f64> {
    let compensation = prepared.model.negotiation.compensation;
    if compensation == Compensation::None {
        return None;
    }
    let (responses, price) = bargain(prepared, proposal, poll, holdouts)?;
    let purse = match compensation {
        Compensation::None => 0.0,
        Compensation::Fund { .. } => *fund,
        Compensation::Gainers { willingness } => {
            let gainers =
                poll.inclinations.iter().zip(&poll.concerned).filter(|&(&v, &concerned)| concerned && v > 0.0);
            willingness * gainers.map(|(v, _)| v).sum::<f64>()
        }
    };
    if price > purse + proposal.within {
        return None;
    }
    if matches!(compensation, Compensation::Fund { .. }) {
        *fund = (*fund - price).max(0.0);
    }
    poll.objectors.retain(|&seat| responses[seat] == Response::Object);
    poll.responses = responses;
    poll.adopted = true;
    Some(price)
}

/// The responses of the cheapest order in which payments meet the rule, and what they cost; `None` where paying all
/// does not.
fn bargain(
    prepared: &Prepared,
    proposal: &Proposal,
    poll: &Poll,
    holdouts: &[Holdout],
) -> Option<(Vec<Response>, f64)> {
    let rule = prepared.rule(proposal);
    let ascending = ascending(holdouts, proposal.within);
    let met = |responses: &[Response]| rule.adopts_among(responses, |seat| poll.concerned[seat]);
    let mut responses = poll.responses.clone();
    let mut paid = 0;
    while !met(&responses) {
        let holdout = ascending.get(paid)?;
        responses[holdout.seat] = if holdout.to_support { Response::Support } else { Response::Acquiesce };
        paid += 1;
    }
    let mut price = 0.0;
    for holdout in &ascending[..paid] {
        let bought = std::mem::replace(&mut responses[holdout.seat], poll.responses[holdout.seat]);
        if !met(&responses) {
            responses[holdout.seat] = bought;
            price += holdout.shortfall.max(0.0);
        }
    }
    Some((responses, price))
}

/// The smallest shortfall first; of those that are the same to within ε, in the order of the file.
fn ascending(holdouts: &[Holdout], within: f64) -> Vec<Holdout> {
    let mut ascending: Vec<Holdout> = holdouts.to_vec();
    ascending.sort_by(|a, b| a.shortfall.total_cmp(&b.shortfall));
    let mut from = 0;
    while from < ascending.len() {
        let tied = ascending[from..].partition_point(|h| h.shortfall <= ascending[from].shortfall + within);
        ascending[from..from + tied].sort_by_key(|holdout| holdout.seat);
        from += tied;
    }
    ascending
}
