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
    /// Exact for 30 members of any weights in the game of yes and no (a second or two for the EU's, half a
    /// minute where all weights differ a little); otherwise standard errors of at most 0.001, or somewhat more
    /// for rules of hundreds of parts.
    fn default() -> Self {
        Effort { nodes: 1_000_000_000, samples: 250_000, seed: 1 }
    }
}

/// Steps (a seat in a part of a rule) of all samples of a game; a hundred seats in ten parts are sampled in full.
const MOST_STEPS: u64 = 1_000_000_000;
/// Standard errors of at most 0.016.
const LEAST_SAMPLES: u64 = 1_000;

impl Effort {
    /// Nodes for a game that is either small, because members are alike or the rule is close to
    /// unanimity, or out of reach: one with a third answer, or with more than 30 members.
    fn nodes_for(&self, seats: usize, choices: Choices) -> u64 {
        if seats <= 30 && choices == Choices::Two { self.nodes } else { self.nodes / 50 }
    }

    /// Samples of a game: fewer where each takes long, so that no rule that a scenario may have takes hours.
    fn samples_for(&self, game: &Game) -> u64 {
        let steps = (game.seats() * game.parts.len()).max(1) as u64;
        self.samples.min((MOST_STEPS / steps).max(LEAST_SAMPLES))
    }
}

/// Computes the power that a rule gives to so many seats.
pub fn power(rule: &Rule, seats: usize, effort: &Effort) -> RulePower {
    let game = Game::new(rule, seats);
    let binary = binary::count(&game, effort.nodes_for(seats, Choices::Two));
    RulePower {
        ternary: game.may_distinguish_abstention().then(|| ternary(&game, binary.as_ref(), effort)).flatten(),
        binary: binary.map_or_else(
            || sampling::estimate(&game, Choices::Two, effort.samples_for(&game), effort.seed),
            |counts| counts.power(),
        ),
    }
}

/// The game with abstention, unless it turns out to be the same as without. That takes exact counts; a
/// game that is sampled is taken to differ.
fn ternary(game: &Game, binary: Option<&binary::Counts>, effort: &Effort) -> Option<GamePower> {
    let counts = ternary::count(game, effort.nodes_for(game.seats(), Choices::Three));
    match (binary, counts) {
        (Some(binary), Some(counts)) => counts.distinguishes_abstention(binary).then(|| counts.power()),
        (None, Some(counts)) => Some(counts.power()),
        (_, None) => Some(sampling::estimate(game, Choices::Three, effort.samples_for(game), effort.seed)),
    }
}
