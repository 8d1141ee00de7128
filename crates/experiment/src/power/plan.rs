use super::effort::Effort;
use super::enumeration::{self, STEPS_OF_A_NODE};
use super::game::{Choices, Game};
use super::generating::Generating;
use super::indices::{Counts, GamePower, RulePower};
use super::sampling;
use super::watch::{Meter, Watch};
use crate::experiment::Interrupted;
use crate::model::Rule;

/// How the power that a rule gives is to be computed.
#[derive(Debug, Clone)]
pub(super) struct RulePlan {
    binary: GamePlan,
    ternary: Option<GamePlan>,
}

/// How one of its games is to be.
#[derive(Debug, Clone)]
struct GamePlan {
    game: Game,
    /// Nodes that an enumeration may take, which is tried first.
    nodes: u64,
    /// What is done if these are not enough; where it is not given, the game is sampled.
    generating: Option<Generating>,
    /// Whether the Shapley–Shubik index is computed in that way too; else it is sampled.
    orders: bool,
    samples: u64,
    seed: u64,
}

impl RulePlan {
    pub(super) fn new(rule: &Rule, seats: usize, effort: &Effort) -> Self {
        let ternary = Game::new(rule, seats, Choices::Three);
        RulePlan {
            binary: GamePlan::new(Game::new(rule, seats, Choices::Two), effort),
            ternary: ternary.may_distinguish_abstention().then(|| GamePlan::new(ternary, effort)),
        }
    }

    /// At most so many steps; what takes fewer counts as all of them.
    pub(super) fn steps(&self) -> u64 {
        self.binary.steps() + self.ternary.as_ref().map_or(0, GamePlan::steps)
    }

    pub(super) fn power(&self, watch: &Watch) -> Result<RulePower, Interrupted> {
        let binary = self.binary.power(watch)?.expect("a game of yes and no is always told");
        let ternary = self.ternary.as_ref().map(|plan| plan.power(watch)).transpose()?;
        Ok(RulePower { binary, ternary: ternary.flatten() })
    }
}

impl GamePlan {
    /// Of two ways to count, the enumeration may take as long as the other one would, because what it will take is not known
    /// beforehand: so the game takes at most twice as long as the faster way.
    fn new(game: Game, effort: &Effort) -> Self {
        let generating = Generating::new(&game, effort.cells).filter(|generating| generating.steps() <= effort.steps);
        let all = generating.as_ref().map(|generating| generating.steps() + generating.steps_of_orders());
        let orders = all.is_some_and(|steps| steps <= effort.steps);
        let nodes = effort.nodes_for(&game);
        let nodes = all.filter(|_| orders).map_or(nodes, |steps| nodes.min(steps / STEPS_OF_A_NODE + 1));
        GamePlan { nodes, generating, orders, samples: effort.samples_for(&game), seed: effort.seed, game }
    }

    fn steps(&self) -> u64 {
        let samples = sampling::steps(&self.game, self.samples);
        let further = match &self.generating {
            Some(generating) if self.orders => generating.steps() + generating.steps_of_orders(),
            Some(generating) => generating.steps() + samples,
            None => samples,
        };
        self.nodes * STEPS_OF_A_NODE + further
    }

    /// `None` for a game of three answers that turns out to be the same as that of two. That takes exact counts; a
    /// game that is sampled is taken to differ.
    fn power(&self, watch: &Watch) -> Result<Option<GamePower>, Interrupted> {
        let meter = Meter::of(watch, self.steps());
        let told = |counts: Counts| {
            let differs = self.game.choices == Choices::Two || counts.distinguish_abstention();
            differs.then(|| GamePower::counted(&counts))
        };
        let power = if let Some(counts) = enumeration::counts(&self.game, self.nodes, &meter)? {
            told(counts)
        } else if let Some(generating) = &self.generating {
            told(self.generate(generating, &meter)?)
        } else {
            Some(sampling::estimate(&self.game, self.samples, self.seed, &meter)?)
        };
        meter.finish();
        Ok(power)
    }

    fn generate(&self, generating: &Generating, meter: &Meter) -> Result<Counts, Interrupted> {
        let mut counts = generating.counts(meter)?;
        if self.game.choices == Choices::Two {
            let indices = if self.orders {
                generating.shapley_shubik(meter)?.into_iter().map(Some).collect()
            } else {
                sampling::shapley_shubik(&self.game, self.samples, self.seed, meter)?
            };
            counts.members.iter_mut().zip(indices).for_each(|(member, index)| member.shapley_shubik = index);
        }
        Ok(counts)
    }
}
