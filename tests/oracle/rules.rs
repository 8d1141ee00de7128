//! The rules, read off their definitions by counting seats and weights.

use winset::model::{Abstention, Quota, Response, Rule};

/// Quotas are met to within this share of the whole.
const WITHIN: f64 = 1e-9;

/// Seats with that response.
pub fn who(responses: &[Response], wanted: Response) -> Vec<usize> {
    (0..responses.len()).filter(|&seat| responses[seat] == wanted).collect()
}

/// Whether the responses meet the rule; `staked` says whom it concerns.
pub fn adopts(rule: &Rule, responses: &[Response], staked: &[bool]) -> bool {
    let objectors = who(responses, Response::Object);
    match rule {
        Rule::Consensus => objectors.is_empty(),
        Rule::Unanimity => (0..responses.len()).all(|seat| !staked[seat] || responses[seat] == Response::Support),
        Rule::ConsensusMinus { k } => objectors.len() <= *k,
        Rule::ConsensusExcept { excepted } => objectors.into_iter().all(|seat| excepted[seat]),
        Rule::Veto { holders } => !objectors.into_iter().any(|seat| holders[seat]),
        Rule::Majority { weights, quota, abstention } => {
            let support = total(weights, &who(responses, Response::Support));
            let whole = match abstention {
                Abstention::CountsAgainst => weights.iter().sum(),
                Abstention::NotCast => support + total(weights, &objectors),
            };
            let within = WITHIN * whole;
            // Nobody's support is never enough.
            support > 0.0
                && match quota {
                    Quota::Share(share) => support >= share * whole - within,
                    Quota::MoreThan(share) => support > share * whole + within,
                    Quota::Absolute(weight) => support >= weight - within,
                }
        }
        Rule::ConstructiveAbstention { max_share, weights } => {
            let concerned: Vec<usize> = (0..responses.len()).filter(|&seat| staked[seat]).collect();
            let abstainers: Vec<usize> =
                concerned.iter().copied().filter(|&seat| responses[seat] == Response::Acquiesce).collect();
            let reached = |weights: &Vec<f64>| {
                let (abstaining, whole) = (total(weights, &abstainers), total(weights, &concerned));
                // No weight reaches no share, not even of nothing.
                abstaining > 0.0 && abstaining >= max_share * whole - WITHIN * whole
            };
            let prevented = reached(&vec![1.0; responses.len()]) && weights.as_ref().is_none_or(reached);
            objectors.is_empty() && !prevented
        }
        Rule::OptOut { participants } => {
            let members = responses.len() as f64;
            members - objectors.len() as f64 >= members * (participants - WITHIN)
        }
        Rule::All(rules) => !rules.iter().any(|rule| !adopts(rule, responses, staked)),
        Rule::Any(rules) => !rules.iter().all(|rule| !adopts(rule, responses, staked)),
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
        | Rule::OptOut { .. }
        | Rule::ConstructiveAbstention { .. } => false,
    }
}

/// Consensus, unanimity, veto, consensus but for those excepted, constructive abstention, or an `all` of such.
pub fn needs_every_member(rule: &Rule) -> bool {
    match rule {
        Rule::Consensus
        | Rule::Unanimity
        | Rule::Veto { .. }
        | Rule::ConsensusExcept { .. }
        | Rule::ConstructiveAbstention { .. } => true,
        Rule::All(parts) => parts.iter().all(needs_every_member),
        Rule::ConsensusMinus { .. } | Rule::Majority { .. } | Rule::OptOut { .. } | Rule::Any(_) => false,
    }
}

/// Whether the rule needs the consent of `seat`; `None` where it does not need every one of some members.
pub fn needs(rule: &Rule, seat: usize) -> Option<bool> {
    match rule {
        Rule::Consensus | Rule::Unanimity | Rule::ConstructiveAbstention { .. } => Some(true),
        Rule::ConsensusExcept { excepted } => Some(!excepted[seat]),
        Rule::Veto { holders } => Some(holders[seat]),
        Rule::All(parts) => {
            let parts: Option<Vec<bool>> = parts.iter().map(|part| needs(part, seat)).collect();
            parts.map(|parts| parts.contains(&true))
        }
        // To overlook nobody is to need everybody.
        Rule::ConsensusMinus { k } => (*k == 0).then_some(true),
        Rule::Majority { .. } | Rule::OptOut { .. } | Rule::Any(_) => None,
    }
}

/// Whether some part of the rule heeds an objection of `seat`.
fn heeds(rule: &Rule, seat: usize) -> bool {
    match rule {
        Rule::ConsensusExcept { excepted } => !excepted[seat],
        Rule::Veto { holders } => holders[seat],
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(|part| heeds(part, seat)),
        Rule::Consensus
        | Rule::Unanimity
        | Rule::ConsensusMinus { .. }
        | Rule::Majority { .. }
        | Rule::OptOut { .. }
        | Rule::ConstructiveAbstention { .. } => true,
    }
}

fn has_constructive_abstention(rule: &Rule) -> bool {
    match rule {
        Rule::ConstructiveAbstention { .. } => true,
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(has_constructive_abstention),
        Rule::Consensus
        | Rule::Unanimity
        | Rule::ConsensusMinus { .. }
        | Rule::ConsensusExcept { .. }
        | Rule::Veto { .. }
        | Rule::OptOut { .. }
        | Rule::Majority { .. } => false,
    }
}

/// Seats in the way after a poll that failed: only those that the text concerns.
pub fn holdouts(rule: &Rule, responses: &[Response], staked: &[bool]) -> Vec<usize> {
    let concerned = |seats: Vec<usize>| seats.into_iter().filter(|&seat| staked[seat]).collect::<Vec<_>>();
    if needs_support(rule) {
        return concerned((0..responses.len()).filter(|&seat| responses[seat] != Response::Support).collect());
    }
    let objectors: Vec<usize> =
        concerned(who(responses, Response::Object)).into_iter().filter(|&seat| heeds(rule, seat)).collect();
    if objectors.is_empty() && has_constructive_abstention(rule) {
        return concerned(who(responses, Response::Acquiesce));
    }
    objectors
}
