//! Money for those in the way.

use winset::model::{Compensation, Response};

use super::amendment::shortfall;
use super::calendar::Item;
use super::poll::Vote;
use super::rules::{adopts, holdouts, needs_support};
use super::scene::Scene;

/// The responses with which the rule is met once those who are needed are paid, and what that costs; `None` where the
/// purse does not hold it. A fund has `left` to spend in this session.
pub fn settle(scene: &Scene, item: &Item, vote: &Vote, left: &mut f64) -> Option<(Vec<Response>, f64)> {
    let rule = scene.rule(item);
    let mut waiting = holdouts(rule, &vote.responses, &vote.staked);
    let lacks = |seat: usize| shortfall(rule, vote, seat);
    let mut in_order = Vec::new();
    while !waiting.is_empty() {
        let least = waiting.iter().map(|&seat| lacks(seat)).fold(f64::INFINITY, f64::min);
        let first = waiting.iter().position(|&seat| lacks(seat) <= least + item.epsilon).unwrap();
        in_order.push(waiting.remove(first));
    }
    // A paid one supports where it would have had to support, else it no longer objects.
    let bought = |seat: usize| {
        let supports = needs_support(rule) || vote.responses[seat] == Response::Acquiesce;
        if supports { Response::Support } else { Response::Acquiesce }
    };
    let with = |paid: &[usize]| {
        let mut responses = vote.responses.clone();
        paid.iter().for_each(|&seat| responses[seat] = bought(seat));
        responses
    };
    let is_met = |paid: &[usize]| adopts(rule, &with(paid), &vote.staked);
    let enough = (1..=in_order.len()).find(|&n| is_met(&in_order[..n]))?;
    let mut paid = in_order[..enough].to_vec();
    for &seat in &in_order[..enough] {
        let without: Vec<usize> = paid.iter().copied().filter(|&other| other != seat).collect();
        if is_met(&without) {
            paid = without;
        }
    }
    let cost: f64 = paid.iter().map(|&seat| lacks(seat)).sum();
    let purse = match scene.model.negotiation.compensation {
        Compensation::None => return None,
        Compensation::Fund { .. } => *left,
        Compensation::Gainers { willingness } => {
            let gainers = (0..vote.responses.len()).filter(|&seat| vote.staked[seat] && vote.inclinations[seat] > 0.0);
            willingness * gainers.map(|seat| vote.inclinations[seat]).sum::<f64>()
        }
    };
    if cost > purse + item.epsilon {
        return None;
    }
    if let Compensation::Fund { .. } = scene.model.negotiation.compensation {
        *left -= cost;
    }
    Some((with(&paid), cost))
}
