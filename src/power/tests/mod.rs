//! The naive counterparts that the counts are held against, and the rules that tests share.

mod abstention;
mod analysis;
mod brute_force;
mod known;
mod sampled;

use super::{binary, game::Game, ternary};
use crate::model::{Abstention, Quota, Rule};

const PLENTY: u64 = u64::MAX;

fn votes(weights: &[u32], quota: f64) -> Rule {
    let weights = weights.iter().map(|&w| f64::from(w)).collect();
    Rule::Majority { weights, quota: Quota::Absolute(quota), abstention: Abstention::CountsAgainst }
}

fn share(weights: &[u32], share: f64) -> Rule {
    let weights = weights.iter().map(|&w| f64::from(w)).collect();
    Rule::Majority { weights, quota: Quota::Share(share), abstention: Abstention::CountsAgainst }
}

fn counts(rule: &Rule, seats: usize) -> binary::Counts {
    binary::count(&Game::new(rule, seats), PLENTY).expect("within any number of nodes")
}

fn ternary_counts(rule: &Rule, seats: usize) -> ternary::Counts {
    ternary::count(&Game::new(rule, seats), PLENTY).expect("within any number of nodes")
}

/// Populations of 1999 in thousands, of the 27 members of 2007, largest first: the data of the passage
/// probabilities of Baldwin & Widgrén (CEPS Policy Briefs 37/2003, 62/2005).
const POPULATION: [u32; 27] = [
    82038, 59247, 58966, 57612, 39394, 38667, 22489, 15760, 10533, 10290, 10213, 10092, 9980, 8854, 8230, 8082, 5393,
    5313, 5160, 3744, 3701, 2439, 1978, 1446, 752, 429, 379,
];

/// Article 16(4) TEU: 55 % of the members with 65 % of the population, or no blocking minority of four.
fn lisbon() -> Rule {
    Rule::Any(vec![Rule::All(vec![share(&[1; 27], 0.55), share(&POPULATION, 0.65)]), Rule::ConsensusMinus { k: 3 }])
}

/// Article 27(3) of the UN Charter since 1966: nine of fifteen affirmative votes, no veto of the first five.
fn security_council() -> Rule {
    let holders = (0..15).map(|seat| seat < 5).collect();
    Rule::All(vec![votes(&[1; 15], 9.0), Rule::Veto { holders }])
}
