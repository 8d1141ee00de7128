//! Who runs the points: all of them for the result, or those of a part to be kept.

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::super::progress::Progress;
use super::super::shard::Shard;
use super::super::{CommandError, interrupt, output};
use super::SensitivityOptions;
use super::points::{self, Explored};
use crate::experiment::Watch;
use crate::report::counted;
use crate::scenario::{Assumed, Scenario};
use crate::sensitivity::{Sample, Stopped, Study, explore};

/// The study; points that are kept do not run again.
///
/// # Errors
/// If the user stops it, or a point is no scenario.
pub fn all(
    scenario: &Scenario,
    assumed: &Assumed,
    sample: Sample,
    options: &SensitivityOptions,
    explored: &Explored,
) -> Result<Study, CommandError> {
    let pool = pool(options)?;
    let progress = Progress::start(explored.len() as u64, "point", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| {} };
    let at_a_point = |scenario: &Scenario| {
        let run = || pool.install(|| points::results(scenario, &watch));
        let results = explored.known(scenario).map_or_else(run, Ok)?;
        progress.advance(1);
        Ok(results)
    };
    explore(scenario, assumed, sample, at_a_point).map_err(|stopped| match stopped {
        Stopped::Interrupted(interrupted) => interrupted.into(),
        Stopped::Scenario(faults) => faults.into(),
    })
}

/// Runs the points of a part, of which the first of all is the scenario as it is, and keeps them.
///
/// # Errors
/// If the user stops it, a point is no scenario, or cannot be kept.
pub fn part(
    scenario: &Scenario,
    assumed: &Assumed,
    sample: &Sample,
    options: &SensitivityOptions,
    shard: Shard,
    explored: &Explored,
) -> Result<(), CommandError> {
    let pool = pool(options)?;
    let own: Vec<usize> = (0..explored.len()).filter(|&place| shard.takes(place as u64)).collect();
    let progress = Progress::start(own.len() as u64, "point", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| {} };
    let all = sample.points();
    for &place in &own {
        interrupt::go_on()?;
        let at = place.checked_sub(1).map(|point| assumed.at(all[point])).transpose()?;
        let scenario = at.as_ref().unwrap_or(scenario);
        if explored.known(scenario).is_none() {
            pool.install(|| explored.run(scenario, &watch))?;
        }
        progress.advance(1);
    }
    drop(progress);
    if !options.quiet {
        let (points, there) = (counted(own.len(), "point"), explored.shown());
        output::tell(&format!(
            "part {shard}: `{there}` keeps its {points}; with --merge the same command makes the result of all\n"
        ));
    }
    Ok(())
}

fn pool(options: &SensitivityOptions) -> Result<ThreadPool, CommandError> {
    let pool = ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0)).build();
    pool.map_err(|error| CommandError::Usage(format!("cannot start that many threads: {error}")))
}
