//! What a sweep found: long tables, and what is kept of each point so that it need not run again.

mod rows;
mod tables;
#[cfg(test)]
pub(in crate::report) mod tests;

pub use rows::{PointRows, SweepRow};
pub use tables::{DIFFERENCES, ESTIMATES, Finished, POINTS, csv, json, overview};

use crate::experiment::{Estimate, Metric, VariantInfo};
use crate::scenario::observed::{Observed, Target};
use crate::scenario::sweep::{Point, Sweep};
use crate::stats::Level;

/// Everything that a sweep found.
#[derive(Debug, Clone)]
pub struct SweepResults {
    /// Title of the scenario.
    pub title: String,
    /// What was varied.
    pub sweep: Sweep,
    /// The points.
    pub points: Vec<Point>,
    /// By point, what tells it from every other one: a hash of the scenario there, of the version and the worlds.
    pub keys: Vec<String>,
    /// By point, what was found.
    pub rows: Vec<PointRows>,
    /// The variants, as they are before anything is varied.
    pub variants: Vec<VariantInfo>,
    /// Worlds at every point.
    pub replications: u64,
    /// How often intervals contain the truth.
    pub level: Level,
    /// The metrics that are drawn and printed, at least one.
    pub metrics: Vec<Metric>,
    /// What is compared with observations.
    pub history: Option<History>,
}

/// What was observed, and how far from it a point may be.
#[derive(Debug, Clone)]
pub struct History {
    /// The observations.
    pub observed: Observed,
    /// How far the model may be off even where it is right, as a standard deviation.
    pub discrepancy: f64,
    /// The implausibility from which on a point is ruled out.
    pub cutoff: f64,
}

impl History {
    /// How many joint standard errors lie between a target and what was simulated; `None` where that has no error, or is
    /// about something else.
    pub fn implausibility(&self, row: &SweepRow) -> Option<f64> {
        let same = |target: &&Target| {
            (&target.variant, &target.scope, &target.metric) == (&row.variant, &row.scope, &row.metric)
        };
        let target = self.observed.targets.iter().find(same)?;
        let squares = [target.se, row.std_error?, self.discrepancy].map(|error| error * error);
        Some((target.value - row.value).abs() / libm::sqrt(squares.iter().sum()))
    }

    /// The greatest implausibility over all targets of a point, and how many of them there are in it.
    pub fn worst(&self, rows: &PointRows) -> (Option<f64>, usize) {
        let all: Vec<f64> = rows.estimates.iter().filter_map(|row| self.implausibility(row)).collect();
        (all.iter().copied().reduce(f64::max), all.len())
    }
}

impl SweepResults {
    /// The estimates of a metric over all proposals, by point and variant.
    pub fn readings(&self, metric: Metric) -> Vec<Vec<Option<Estimate>>> {
        let of = |rows: &PointRows| {
            let mut found = vec![None; self.variants.len()];
            for row in rows.estimates.iter().filter(|row| row.scope == "all" && row.metric == metric.name()) {
                let Some(variant) = self.variants.iter().position(|variant| variant.id == row.variant) else {
                    continue;
                };
                let interval = row.lower.zip(row.upper);
                let estimate = Estimate { value: row.value, std_error: row.std_error, interval, n: row.n };
                found[variant] = Some(estimate);
            }
            found
        };
        self.rows.iter().map(of).collect()
    }

    /// By point, the greatest implausibility.
    pub fn worst(&self) -> Vec<Option<f64>> {
        let history = self.history.as_ref();
        self.rows.iter().map(|rows| history.and_then(|history| history.worst(rows).0)).collect()
    }
}
