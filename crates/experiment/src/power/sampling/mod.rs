//! Estimates with standard errors, for what takes too long to count.
//!
//! Configurations are drawn so that the rarer outcome is frequent, and weighted by how much rarer it is (`tilt`); orders are
//! drawn uniformly, and every one is asked where in it each member would be the pivot (`orders`). The same
//! seed gives the same estimates.

mod configuration;
mod configurations;
mod moments;
mod orders;
mod tilt;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::game::{Choices, Game};
use super::indices::{Counts, GamePower, MemberCounts, Value};
use super::watch::Meter;
use crate::experiment::Interrupted;

/// What random numbers are for: a stream each.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Configurations,
    Orders,
    Tilt,
}

fn stream(seed: u64, purpose: Purpose, choices: Choices) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(2 * purpose as u64 + u64::from(choices == Choices::Three));
    rng
}

/// Samples between two looks at whether to stop.
const SAMPLES_AT_ONCE: u64 = 64;

/// A look at one seat in one part takes about as long as so many steps of other ways to count.
const STEPS_OF_A_LOOK: u64 = 8;

fn steps_of(game: &Game, samples: u64) -> u64 {
    samples * STEPS_OF_A_LOOK * (game.seats() * game.parts.len()) as u64
}

/// Steps of all estimates of a game.
pub(super) fn steps(game: &Game, samples: u64) -> u64 {
    2 * steps_of(game, samples)
}

/// Estimates from `samples` random configurations (and, in the game of yes and no, as many random orders).
pub(super) fn estimate(game: &Game, samples: u64, seed: u64, meter: &Meter) -> Result<GamePower, Interrupted> {
    let total = libm::pow(game.choices.count(), game.seats() as f64);
    if let Some(always) = orders::constant(game) {
        let (winning, losing) = if always { (total, 0.0) } else { (0.0, total) };
        let members = vec![MemberCounts::of_swings(0.0); game.seats()];
        return Ok(GamePower::counted(&Counts { winning, losing, total, others: total, members }));
    }
    let mut power = configurations::estimate(game, total, samples, seed, meter)?;
    if game.choices == Choices::Two {
        let indices = shapley_shubik(game, samples, seed, meter)?;
        power.members.iter_mut().zip(indices).for_each(|(member, index)| member.shapley_shubik = index);
    }
    Ok(power)
}

/// The Shapley–Shubik index by seat, from so many random orders.
pub(super) fn shapley_shubik(
    game: &Game,
    samples: u64,
    seed: u64,
    meter: &Meter,
) -> Result<Vec<Option<Value>>, Interrupted> {
    orders::estimate(game, samples, &mut stream(seed, Purpose::Orders, game.choices), meter)
}
