//! Exact whole numbers, by looking at configurations in sets: for few members, members that are alike, and rules that are
//! close to unanimity. Weights may be any numbers.

pub(super) mod binary;
pub(super) mod binomials;
mod classes;
pub(super) mod ternary;
mod visit;

pub(super) use visit::STEPS_OF_A_NODE;

use super::game::{Choices, Game};
use super::indices::Counts;
use super::watch::Meter;
use crate::experiment::Interrupted;

/// Counts exactly, or not at all if that takes more than so many nodes, or numbers of more than 128 bits.
pub(super) fn counts(game: &Game, nodes: u64, meter: &Meter) -> Result<Option<Counts>, Interrupted> {
    Ok(match game.choices {
        Choices::Two => binary::count(game, nodes, meter)?.map(|counts| counts.summed()),
        Choices::Three => ternary::count(game, nodes, meter)?.map(|counts| counts.by_step()),
    })
}
