//! What a rule alone says before any preference is known: the power of the collectivity to act, and of each
//! member to prevent, to initiate, and to swing.
//!
//! A rule is read as a combination of weighted games (`game`), members that it cannot tell apart are
//! taken together (`classes`), and the configurations that it adopts are counted in sets
//! (`enumeration`): exact whole numbers for the game of yes and no (`binary`) and, where the rule
//! treats acquiescence as a third answer, for that of three answers (`ternary`). What would take too
//! long is sampled instead (`sampling`), with standard errors.

mod analysis;
mod binary;
mod binomials;
mod classes;
mod enumeration;
mod game;
mod indices;
mod sampling;
mod ternary;

#[cfg(test)]
mod tests;

pub use analysis::{AreaPower, Power, PowerIndex, PowerRow, PowerScope, analyse};
pub use indices::{GamePower, MemberPower, RulePower, Value};

use crate::model::Rule;
use enumeration::Choices;
use game::Game;

/// How much work may go into exactness, and into estimates where exactness takes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Most nodes of one exact enumeration.
    pub nodes: u64,
    /// Random configurations, and orders, of one estimate.
    pub samples: u64,
    /// Seed of the estimates.
    pub seed: u64,
}

impl Default for Effort {
    /// Exact for 30 members of any weights in the game of yes and no; otherwise standard errors below 0.0005.
    fn default() -> Self {
        Effort { nodes: 1_000_000_000, samples: 1_000_000, seed: 1 }
    }
}

/// Computes the power that a rule gives to so many seats.
pub fn power(rule: &Rule, seats: usize, effort: &Effort) -> RulePower {
    let game = Game::new(rule, seats);
    let estimate = |choices| sampling::estimate(&game, choices, effort.samples, effort.seed);
    let binary = binary::count(&game, effort.nodes);
    let ternary =
        game.may_distinguish_abstention().then(|| match (&binary, ternary::count(&game, effort.nodes / 10)) {
            (Some(binary), Some(counts)) => counts.distinguishes_abstention(binary).then(|| counts.power()),
            _ => Some(estimate(Choices::Three)),
        });
    RulePower {
        binary: binary.map_or_else(|| estimate(Choices::Two), |counts| counts.power()),
        ternary: ternary.flatten(),
    }
}
