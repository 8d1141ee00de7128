//! Enough worlds and no more: a run that goes on until its intervals are narrow enough.

use super::run::{RunOptions, go_on};
use super::{CommandError, output};
use crate::experiment::{self, Metric, Portion, Results, Scope, Study};
use crate::report::counted;
use crate::scenario::{Document, Faults, Options, Scenario, suggest};

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
const FIRST: u64 = 1_024;
/// Worlds at most, unless the command line says how many.
const MOST: u64 = 10_000_000;
/// By how much a batch may grow the run, at least and at most.
const GROWTH: (f64, f64) = (1.25, 4.0);
/// What is aimed at lies a little below what was asked for, so that the next batch is mostly the last.
const AIM: f64 = 0.95;

/// What is seen of the metric after a batch.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    /// Half the width of the widest interval that a variant has.
    HalfWidth(f64),
    /// A variant has cases in too few worlds for an interval.
    TooFew,
    /// That variant has none, so that it cannot be told how many worlds would bring some.
    Nothing(String),
}

/// How many worlds run before the first look, where at most so many may run.
pub(super) fn first(most: Option<u64>) -> u64 {
    most.map_or(FIRST, |most| most.min(FIRST))
}

/// Runs batches until every variant is known well enough, or as many worlds have run as are allowed; `scenario` is the document
/// in the worlds of the first batch. What comes back is what a run of that many worlds gives.
///
/// # Errors
/// If the user stops it.
pub(super) fn simulate(
    options: &RunOptions,
    document: &Document,
    mut scenario: Scenario,
    precision: &Precision,
) -> Result<(Scenario, Study), CommandError> {
    let most = options.replications.unwrap_or(MOST);
    let mut portion = Portion::new(0);
    loop {
        go_on(&scenario, options, &mut portion, experiment::chunks(scenario.run.replications), &mut |_| {})??;
        let study = experiment::study_of(&scenario, portion.clone());
        let seen = Seen::of(&study.results(scenario.run.level), precision.metric);
        let done = scenario.run.replications;
        let next = match &seen {
            Seen::HalfWidth(half_width) if *half_width < precision.half_width => None,
            Seen::HalfWidth(half_width) => Some(next(done, Some(half_width / precision.half_width))),
            Seen::TooFew => Some(next(done, None)),
            Seen::Nothing(_) => None,
        };
        let next = next.filter(|_| done < most).map(|next| next.min(most));
        // Where so many do not fit, what is done is worth having.
        let larger = next.map(|next| in_worlds(document, next)).transpose().unwrap_or_else(|faults| {
            output::tell(&CommandError::from(faults).render());
            None
        });
        tell(options, precision, done, &seen, larger.as_ref().map(|larger| larger.run.replications));
        match larger {
            Some(larger) => scenario = larger,
            None => return Ok((scenario, study)),
        }
    }
}

fn in_worlds(document: &Document, replications: u64) -> Result<Scenario, Faults> {
    document.clone().settled(&Options { replications: Some(replications), ..Options::default() }).compile()
}

impl Seen {
    fn of(results: &Results, metric: Metric) -> Self {
        let mut widest: Option<f64> = Some(0.0);
        for (number, variant) in results.variants.iter().enumerate() {
            let of_it =
                |row: &&experiment::Summary| (row.variant, row.scope, row.metric) == (number, Scope::All, metric);
            let Some(row) = results.summary.iter().find(of_it) else { return Seen::Nothing(variant.id.clone()) };
            let half_width = row.estimate.interval.map(|(lower, upper)| (upper - lower) / 2.0);
            widest = widest.zip(half_width).map(|(widest, half_width)| widest.max(half_width));
        }
        widest.map_or(Seen::TooFew, Seen::HalfWidth)
    }
}

/// How many worlds run after `done`, where intervals are so many times too wide: whole batches, widths falling as the root of
/// the worlds.
fn next(done: u64, too_wide: Option<f64>) -> u64 {
    let factor = too_wide.map_or(GROWTH.1, |ratio| (ratio / AIM) * (ratio / AIM)).clamp(GROWTH.0, GROWTH.1);
    let batches = experiment::chunks((done as f64 * factor) as u64);
    experiment::worlds(&(0..batches), u64::MAX).end
}

/// Says what was seen after so many worlds; that it is not what was asked for is said to whoever wants no messages, too.
fn tell(options: &RunOptions, precision: &Precision, done: u64, seen: &Seen, next: Option<u64>) {
    let (metric, wanted, worlds) = (precision.metric.name(), precision.half_width, counted(done as usize, "world"));
    let reached = matches!(seen, Seen::HalfWidth(half_width) if *half_width < wanted);
    if options.quiet && (reached || next.is_some()) {
        return;
    }
    let found = match seen {
        Seen::HalfWidth(half_width) => format!("half of the widest interval of {metric} is {half_width:.2e}"),
        Seen::TooFew => format!("{metric} has no interval in some variant"),
        Seen::Nothing(variant) => {
            format!("there is nothing of which {metric} could be told in the variant {}", suggest::shown(variant))
        }
    };
    let verdict = match next {
        Some(next) => format!("going on to {}", counted(next as usize, "world")),
        None if reached => format!("below {wanted}"),
        None => format!("warning: not below {wanted}"),
    };
    output::tell(&format!("{worlds}: {found}, {verdict}\n"));
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
