use super::game::{Choices, Game};

/// How much work may go into exactness, and into estimates where exactness takes more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Most nodes of one enumeration of sets of configurations.
    pub nodes: u64,
    /// Most cells of one table over sums of weights; there are up to nine tables (of 8 bytes a cell) at a time.
    pub cells: usize,
    /// Most cells looked at in all tables of one game together.
    pub steps: u64,
    /// Random configurations, and orders, of one estimate.
    pub samples: u64,
    /// Seed of the estimates.
    pub seed: u64,
}

impl Default for Effort {
    /// Exact for 30 members of any weights in the game of yes and no (a second for the EU's), and for as many members as a scenario may have if their weights are multiples of a unit of
    /// which, under a majority of weights, the smaller of those for and against that decide comes to eight million. The
    /// Shapley–Shubik index of 189 members with a million votes takes some seconds. What
    /// is sampled has standard errors of at most 0.001, or somewhat more for rules of hundreds of parts; of what
    /// happens less often than once in twenty times, of about a hundredth of its value.
    fn default() -> Self {
        Effort { nodes: 1_000_000_000, cells: 1 << 23, steps: 100_000_000_000, samples: 250_000, seed: 1 }
    }
}

/// Steps (a seat in a part of a rule) of all samples of a game; a hundred seats in ten parts are sampled in full.
const MOST_STEPS: u64 = 1_000_000_000;
/// Standard errors of at most 0.016.
const LEAST_SAMPLES: u64 = 1_000;

impl Effort {
    /// Nodes for a game that is either small, because members are alike or the rule is close to
    /// unanimity, or out of reach: one with a third answer, or with more than 30 members.
    pub(super) fn nodes_for(&self, game: &Game) -> u64 {
        if game.seats() <= 30 && game.choices == Choices::Two { self.nodes } else { self.nodes / 50 }
    }

    /// Samples of a game: fewer where each takes long, so that no rule that a scenario may have takes hours.
    pub(super) fn samples_for(&self, game: &Game) -> u64 {
        let steps = (game.seats() * game.parts.len()).max(1) as u64;
        self.samples.min((MOST_STEPS / steps).max(LEAST_SAMPLES))
    }
}
