//! Enough worlds and no more: a run that goes on until its intervals are narrow enough.

use super::run::{RunOptions, go_on};
use super::{CommandError, output};
use crate::experiment::{self, Metric, Portion, Results, Scope, Study};
use crate::report::counted;
use crate::scenario::Scenario;

/// Until when more worlds run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half the width that an interval may have, in the metric's unit.
    pub half_width: f64,
    /// Of what, in every variant.
    pub metric: Metric,
}

/// Worlds of the first batch: so many that the width of an interval is known well when it is first looked at. Stopping on a
/// width that is itself an estimate would otherwise stop too soon too often.
pub(super) const FIRST: u64 = 1_024;
/// Worlds at most, unless the command line says how many.
const MOST: u64 = 10_000_000;
/// By how much a batch may grow the run, at least and at most.
const GROWTH: (f64, f64) = (1.25, 4.0);
/// What is aimed at lies a little below what was asked for, so that the next batch is mostly the last.
const AIM: f64 = 0.95;

/// Runs batches until every variant is known well enough, or as many worlds have run as are allowed; `scenario` is the one of
/// the first batch. What comes back is what a run of that many worlds gives.
///
/// # Errors
/// If the scenario cannot be run in so many worlds, or the user stops it.
pub(super) fn simulate(
    options: &RunOptions,
    mut scenario: Scenario,
    precision: &Precision,
) -> Result<(Scenario, Study), CommandError> {
    let most = options.replications.unwrap_or(MOST);
    let mut portion = Portion::new(0);
    if most < FIRST {
        scenario = options.read(Some(most))?;
    }
    loop {
        go_on(&scenario, options, &mut portion, experiment::chunks(scenario.run.replications), &mut |_| {})??;
        let study = experiment::study_of(&scenario, portion.clone());
        let widest = widest(&study.results(scenario.run.level), precision.metric);
        let reached = widest.is_some_and(|widest| widest < precision.half_width);
        let done = scenario.run.replications;
        if reached || done >= most {
            tell(options, precision, done, widest, reached);
            return Ok((scenario, study));
        }
        let next = next(done, widest.map(|widest| widest / precision.half_width)).min(most);
        match options.read(Some(next)) {
            Ok(larger) => scenario = larger,
            // It does not fit; what is done is worth having.
            Err(error) => {
                output::tell(&error.render());
                tell(options, precision, done, widest, false);
                return Ok((scenario, study));
            }
        }
    }
}

/// Half the width of the widest interval that a variant has; `None` where one of them has none.
fn widest(results: &Results, metric: Metric) -> Option<f64> {
    let half = |variant: usize| {
        let row =
            results.summary.iter().find(|row| (row.variant, row.scope, row.metric) == (variant, Scope::All, metric));
        row.and_then(|row| row.estimate.interval).map(|(lower, upper)| (upper - lower) / 2.0)
    };
    (0..results.variants.len()).map(half).try_fold(0.0, |widest: f64, half| Some(widest.max(half?)))
}

/// How many worlds run after `done`, where intervals are so many times too wide: whole batches, widths falling as the root of
/// the worlds.
fn next(done: u64, too_wide: Option<f64>) -> u64 {
    let factor = too_wide.map_or(GROWTH.1, |ratio| (ratio / AIM) * (ratio / AIM)).clamp(GROWTH.0, GROWTH.1);
    let batches = experiment::chunks((done as f64 * factor) as u64);
    experiment::worlds(&(0..batches), u64::MAX).end
}

fn tell(options: &RunOptions, precision: &Precision, done: u64, widest: Option<f64>, reached: bool) {
    if options.quiet && reached {
        return;
    }
    let (metric, wanted, worlds) = (precision.metric.name(), precision.half_width, counted(done as usize, "world"));
    let found = match widest {
        Some(widest) => format!("half of the widest interval of {metric} is {widest:.2e}"),
        None => format!("{metric} has no interval in some variant"),
    };
    let verdict = if reached { "below" } else { "warning: not below" };
    output::tell(&format!("{worlds}: {found}, {verdict} {wanted}\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_aim_at_what_is_asked_for_and_grow_neither_too_little_nor_too_much() {
        assert_eq!(next(1_024, Some(2.0)), 4_096, "twice too wide: four times as many, and no more");
        assert_eq!(next(1_024, Some(1.001)), 1_280, "a quarter more at least");
        assert_eq!(next(1_024, None), 4_096);
        // (1.5 / 0.95)² = 2.49
        assert_eq!(next(1_024, Some(1.5)), 2_560);
        assert!((1..50).all(|done| next(done * 32, Some(1.0)).is_multiple_of(32)));
    }
}
