//! The naive counterparts that the counts are held against, and the rules that tests share.

mod abstention;
mod analysis;
mod brute_force;
mod known;
mod large;
mod properties;
mod sampled;

use super::enumeration::{binary, ternary};
use super::game::{Choices, Game};
use super::watch::Meter;
use super::{Effort, GamePower, MemberPower, RulePower, Value, Watch};
use crate::model::{Abstention, Quota, Rule};

/// More nodes, cells or steps than any test needs.
const PLENTY: u64 = 1 << 40;

/// By enumeration alone.
const ENUMERATION: Effort = Effort { nodes: PLENTY, cells: 0, steps: 0, samples: 0, seed: 1 };

/// By generating functions alone.
const GENERATING: Effort = Effort { nodes: 0, cells: 1 << 23, steps: PLENTY, samples: 0, seed: 1 };

/// By sampling alone.
fn sampling(samples: u64, seed: u64) -> Effort {
    Effort { nodes: 0, cells: 0, steps: 0, samples, seed }
}

fn power(rule: &Rule, seats: usize, effort: &Effort) -> RulePower {
    super::power(rule, seats, effort, &Watch::nobody()).expect("nobody stops it")
}

/// Every number of a game: the collectivity's, then each member's.
fn values(game: &GamePower) -> Vec<Option<Value>> {
    let of_member = |m: &MemberPower| [m.prevent, m.initiate, Some(m.banzhaf_absolute), m.banzhaf, m.shapley_shubik];
    let collective = [Some(game.winning), Some(game.act)];
    collective.into_iter().chain(game.members.iter().flat_map(of_member)).collect()
}

/// Whether two ways to count agree, to within rounding.
fn assert_same(one: &GamePower, other: &GamePower) {
    assert_eq!(one.members.len(), other.members.len());
    for (one, other) in values(one).into_iter().zip(values(other)) {
        assert_eq!(one.is_some(), other.is_some());
        let (Some(one), Some(other)) = (one, other) else { continue };
        assert_eq!((one.std_error, other.std_error), (None, None));
        assert!((one.value - other.value).abs() <= 1e-12 * one.value.abs(), "{one:?} against {other:?}");
    }
}

fn votes(weights: &[u32], quota: f64) -> Rule {
    let weights = weights.iter().map(|&w| f64::from(w)).collect();
    Rule::Majority { weights, quota: Quota::Absolute(quota), abstention: Abstention::CountsAgainst }
}

fn share(weights: &[u32], share: f64) -> Rule {
    let weights = weights.iter().map(|&w| f64::from(w)).collect();
    Rule::Majority { weights, quota: Quota::Share(share), abstention: Abstention::CountsAgainst }
}

fn counts(rule: &Rule, seats: usize) -> binary::Counts {
    let game = Game::new(rule, seats, Choices::Two);
    let counts = binary::count(&game, PLENTY, &Meter::of(&Watch::nobody(), 0));
    counts.expect("nobody stops it").expect("within any number of nodes")
}

fn ternary_counts(rule: &Rule, seats: usize) -> ternary::Counts {
    let game = Game::new(rule, seats, Choices::Three);
    let counts = ternary::count(&game, PLENTY, &Meter::of(&Watch::nobody(), 0));
    counts.expect("nobody stops it").expect("within any number of nodes")
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
