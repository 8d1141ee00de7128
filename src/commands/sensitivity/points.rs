//! Points that jobs have run, beside the result until that is there.

use std::path::Path;

use super::super::CommandError;
use super::super::place;
use super::super::points::{Points, key, lacking};
use super::super::shard::Shard;
use crate::experiment::{self, Interrupted, Results, Study, Watch};
use crate::scenario::Scenario;

/// The points of a study, as far as they are known.
#[derive(Debug)]
pub struct Explored {
    points: Points,
    /// What tells each from every other one, in the order in which they run.
    keys: Vec<String>,
}

impl Explored {
    /// Those for a result in `out`.
    ///
    /// # Errors
    /// If that leads nowhere.
    pub fn beside(out: &Path, keys: Vec<String>) -> Result<Self, CommandError> {
        Ok(Self { points: Points::beside(&place::resolved(out)?, ".totals"), keys })
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether all points of a part are known.
    pub fn is_done(&self, shard: Shard) -> bool {
        let mut own = (0..).zip(&self.keys).filter(|(place, _)| shard.takes(*place));
        own.all(|(_, key)| self.points.read(key).is_some())
    }

    /// An error if points are missing.
    ///
    /// # Errors
    /// That they may be there later.
    pub fn complete(&self) -> Result<(), CommandError> {
        let missing = self.keys.iter().filter(|key| self.points.read(key).is_none()).count();
        match missing {
            0 => Ok(()),
            _ => Err(lacking(&self.shown(), missing, self.len())),
        }
    }

    /// What is known of a point, if anything is.
    pub fn known(&self, scenario: &Scenario) -> Option<Results> {
        let totals = self.points.read(&key(scenario))?;
        let study = Study::of_scenario(&bare(scenario)).with_totals(&totals).ok()?;
        Some(study.results(scenario.run.level))
    }

    /// Runs a point and keeps what is counted.
    ///
    /// # Errors
    /// If it is stopped, or the system refuses.
    pub fn run(&self, scenario: &Scenario, watch: &Watch) -> Result<(), CommandError> {
        let totals = count(scenario, watch)?.totals();
        self.points.keep(&key(scenario), &totals)
    }

    /// Where points are kept, as a message shows it.
    pub fn shown(&self) -> String {
        self.points.shown()
    }

    /// Removes the points, which are part of the result now.
    pub fn clear(self) {
        self.points.clear();
    }
}

/// What a point gives.
///
/// # Errors
/// If it is stopped.
pub fn results(scenario: &Scenario, watch: &Watch) -> Result<Results, Interrupted> {
    Ok(count(scenario, watch)?.results(scenario.run.level))
}

fn count(scenario: &Scenario, watch: &Watch) -> Result<Study, Interrupted> {
    experiment::count(&bare(scenario), watch, None)
}

/// Nothing is shared out at the points.
fn bare(scenario: &Scenario) -> Scenario {
    Scenario { decompositions: Vec::new(), between: Vec::new(), ..scenario.clone() }
}
