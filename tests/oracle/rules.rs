//! The rules, read off their definitions by counting seats and weights.

use winset::model::{Abstention, Quota, Response, Rule};

use super::poll::EPSILON;

/// Seats with that response.
pub fn who(responses: &[Response], wanted: Response) -> Vec<usize> {
    (0..responses.len()).filter(|&seat| responses[seat] == wanted).collect()
}

pub fn adopts(rule: &Rule, responses: &[Response]) -> bool {
    let objectors = who(responses, Response::Object);
    match rule {
        Rule::Consensus => objectors.is_empty(),
        Rule::Unanimity => who(responses, Response::Support).len() == responses.len(),
        Rule::ConsensusMinus { k } => objectors.len() <= *k,
        Rule::ConsensusExcept { excepted } => objectors.into_iter().all(|seat| excepted[seat]),
        Rule::Veto { holders } => !objectors.into_iter().any(|seat| holders[seat]),
        Rule::Majority { weights, quota, abstention } => {
            let support = total(weights, &who(responses, Response::Support));
            let whole = match abstention {
                Abstention::CountsAgainst => weights.iter().sum(),
                Abstention::NotCast => support + total(weights, &objectors),
            };
            let within = EPSILON * whole;
            support > 0.0
                && match quota {
                    Quota::Share(share) => support >= share * whole - within,
                    Quota::MoreThan(share) => support > share * whole + within,
                    Quota::Absolute(weight) => support >= weight - within,
                }
        }
        Rule::ConstructiveAbstention { max_share, weights } => {
            let abstainers = who(responses, Response::Acquiesce);
            let seats = vec![1.0; responses.len()];
            let reached = |weights: &Vec<f64>| {
                let abstaining = total(weights, &abstainers);
                // No weight reaches no share, not even of nothing.
                abstaining > 0.0 && abstaining > max_share * weights.iter().sum::<f64>() - EPSILON
            };
            let prevented = reached(&seats) && weights.as_ref().is_none_or(reached);
            objectors.is_empty() && !prevented
        }
        Rule::All(rules) => !rules.iter().any(|rule| !adopts(rule, responses)),
        Rule::Any(rules) => !rules.iter().all(|rule| !adopts(rule, responses)),
    }
}

fn total(weights: &[f64], seats: &[usize]) -> f64 {
    seats.iter().map(|&seat| weights[seat]).sum()
}

/// Unanimity, majority, or a compound with such a part.
pub fn needs_support(rule: &Rule) -> bool {
    match rule {
        Rule::Unanimity | Rule::Majority { .. } => true,
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(needs_support),
        Rule::Consensus
        | Rule::ConsensusMinus { .. }
        | Rule::ConsensusExcept { .. }
        | Rule::Veto { .. }
        | Rule::ConstructiveAbstention { .. } => false,
    }
}

/// Consensus, unanimity, veto, constructive abstention, or an `all` of such.
pub fn needs_every_member(rule: &Rule) -> bool {
    match rule {
        Rule::Consensus | Rule::Unanimity | Rule::Veto { .. } | Rule::ConstructiveAbstention { .. } => true,
        Rule::All(parts) => parts.iter().all(needs_every_member),
        Rule::ConsensusMinus { .. } | Rule::ConsensusExcept { .. } | Rule::Majority { .. } | Rule::Any(_) => false,
    }
}

/// Whether some part of the rule heeds an objection of `seat`.
fn heeds(rule: &Rule, seat: usize) -> bool {
    match rule {
        Rule::ConsensusExcept { excepted } => !excepted[seat],
        Rule::Veto { holders } => holders[seat],
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(|part| heeds(part, seat)),
        _ => true,
    }
}

fn has_constructive_abstention(rule: &Rule) -> bool {
    match rule {
        Rule::ConstructiveAbstention { .. } => true,
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(has_constructive_abstention),
        _ => false,
    }
}

/// Seats in the way after a poll that failed.
pub fn holdouts(rule: &Rule, responses: &[Response]) -> Vec<usize> {
    if needs_support(rule) {
        return (0..responses.len()).filter(|&seat| responses[seat] != Response::Support).collect();
    }
    let objectors: Vec<usize> =
        who(responses, Response::Object).into_iter().filter(|&seat| heeds(rule, seat)).collect();
    if objectors.is_empty() && has_constructive_abstention(rule) {
        return who(responses, Response::Acquiesce);
    }
    objectors
}
