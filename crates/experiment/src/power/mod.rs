//! What a rule alone says before any preference is known: the power of the collectivity to act, and of each
//! member to prevent, to initiate, and to swing.
//!
//! A rule is read as a combination of weighted games (`game`). What it adopts is counted exactly, in one of two ways: over
//! sets of configurations (`enumeration`), for few or similar members of any weights; or over sums of weights
//! (`generating`), for many members whose weights are multiples of a unit. What takes too long either way is
//! sampled (`sampling`), with standard errors, where rare adoptions are made frequent. `effort` says what is too long.

mod analysis;
mod effort;
mod enumeration;
mod game;
mod generating;
mod indices;
mod plan;
mod sampling;
mod watch;

#[cfg(test)]
mod tests;

pub use analysis::{AreaPower, Power, PowerIndex, PowerRow, PowerScope, analyse, steps};
pub use effort::Effort;
pub use indices::{GamePower, MemberPower, RulePower, Value};
pub use watch::Watch;

use crate::experiment::Interrupted;
use crate::model::Rule;
use plan::RulePlan;

/// Computes the power that a rule gives to so many seats.
///
/// # Errors
/// If the watch asks to stop.
pub fn power(rule: &Rule, seats: usize, effort: &Effort, watch: &Watch) -> Result<RulePower, Interrupted> {
    RulePlan::new(rule, seats, effort).power(watch)
}
