//! How a change is shared out among its factors: totals of every set of them, and estimates of their Shapley shares.
//!
//! A metric of a set is a ratio of totals; a share is a weighted sum of differences of such ratios, all in the same worlds.
//! How it varies is told by their residuals, summed with these weights; how far what was never seen may move it, by the
//! totals of all sets with the factor, weighted as in its share, beside those without it.

use serde::{Deserialize, Serialize};

use super::certainty::{Pools, Row};
use super::facts::Told;
use super::metric::Metric;
use super::results::{Estimate, Scope, Share, Worlds};
use super::study::Part;
use super::sums::Counted;
use super::tally::Totals;
use crate::model::{Decomposition, Step, Timeline, share};
use crate::stats::{Contrast, Level, Linearised, Residuals, student_quantile};

/// What is shared out.
pub(super) const METRICS: [Metric; 3] = [Metric::PassRate, Metric::StallRate, Metric::OutputPerYear];

/// What is known of a decomposition without any world.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ShareFacts {
    pub(super) decomposition: Decomposition,
    /// By coalition: of all proposals, [`METRICS`].
    pub(super) told: Vec<Told>,
}

/// What is kept of the replications of a decomposition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct ShareSums {
    /// By coalition.
    pub(super) counted: Vec<Counted>,
}

impl ShareFacts {
    /// Of timelines that are numbered as in the decomposition.
    pub(super) fn of(decomposition: &Decomposition, timelines: &[&Timeline], worlds: Worlds) -> Self {
        let rows = || METRICS.into_iter().map(|metric| (Scope::All, metric));
        let told = decomposition.coalitions.iter().map(|set| Told::of(timelines[set.timeline], rows(), worlds));
        ShareFacts { decomposition: decomposition.clone(), told: told.collect() }
    }

    /// Nothing yet, of the worlds from `replication` on, by blocks of so many.
    pub(super) fn nothing(&self, replication: u64, size: u64) -> ShareSums {
        ShareSums { counted: self.told.iter().map(|told| told.nothing(replication, size)).collect() }
    }

    /// Takes in a replication, from the totals of every timeline.
    pub(super) fn add<'t>(&self, sums: &mut ShareSums, replication: u64, totals: impl Fn(usize) -> &'t Totals) {
        for ((told, counted), set) in self.told.iter().zip(&mut sums.counted).zip(&self.decomposition.coalitions) {
            let totals = totals(set.timeline);
            let totals: Vec<f64> = told.slots.iter().map(|&(_, quantity)| totals.of(quantity)).collect();
            counted.add(told, replication, &totals);
        }
    }

    /// One row a metric and factor, then one of the whole change. Metrics that some set has no cases of have none.
    pub(super) fn estimates(&self, sums: &ShareSums, number: usize, level: Level) -> Vec<Share> {
        METRICS.into_iter().flat_map(|metric| self.rows_of(sums, number, metric, level).unwrap_or_default()).collect()
    }

    fn rows_of(&self, sums: &ShareSums, number: usize, metric: Metric, level: Level) -> Option<Vec<Share>> {
        let pools = vec![Pools::default(); self.told.len()];
        let parts = self.told.iter().zip(&sums.counted).zip(&pools);
        let parts = parts.map(|((told, counted), pools)| Part { told, counted, pools });
        let sets: Option<Vec<Set>> = parts.map(|part| Set::of(Row::of(part, Scope::All, metric, level)?)).collect();
        let sets = sets?;
        let (none, all) = self.decomposition.ends();
        let whole = sets[all].row.minus(&sets[none].row)?;
        let row = |factor, estimate| Share { decomposition: number, metric, factor, estimate };
        let mut rows = Vec::new();
        for factor in 0..self.decomposition.factors.len() {
            let steps = self.decomposition.steps(factor);
            let fixed = self.decomposition.changes_nothing(factor);
            let estimate =
                sets[all].row.share(&sets[none].row, &contrast(&sets, &steps)?, &linearised(&sets, &steps), fixed);
            rows.push(row(Some(factor), widened(estimate, self.off_by_orders(&steps, &sets, level))));
        }
        rows.push(row(None, whole));
        Some(rows)
    }

    /// How far sampled orders may have led from all of them: standard error of the mean over pairs of orders, and the
    /// distance to the limits of its interval.
    fn off_by_orders(&self, steps: &[Step], sets: &[Set], level: Level) -> (f64, f64) {
        if self.decomposition.orders.is_none() {
            return (0.0, 0.0);
        }
        let adds = |step: &Step| sets[step.after].value - sets[step.before].value;
        let pairs: Vec<f64> =
            steps.chunks(2).map(|pair| pair.iter().map(adds).sum::<f64>() / pair.len() as f64).collect();
        let count = pairs.len() as f64;
        let mean = pairs.iter().sum::<f64>() / count;
        let variance = pairs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0) / count;
        let error = variance.sqrt();
        (error, error * student_quantile(pairs.len() as u64 - 1, level))
    }
}

impl ShareSums {
    /// Takes in what was seen in the worlds that follow.
    pub(super) fn merge(&mut self, later: &Self) {
        self.counted.iter_mut().zip(&later.counted).for_each(|(mine, theirs)| mine.merge(theirs));
    }
}

/// One metric of one coalition.
struct Set<'s> {
    row: Row<'s>,
    value: f64,
    blocks: Vec<[f64; 2]>,
    residuals: Residuals,
}

impl<'s> Set<'s> {
    /// `None` without cases.
    fn of(row: Row<'s>) -> Option<Self> {
        let value = row.ratio.value()?;
        let blocks = row.part.counted.blocks.pairs(row.facts.slots);
        Some(Set { row, value, residuals: Residuals::new(value, &blocks)?, blocks })
    }
}

/// A factor's share.
fn linearised(sets: &[Set], steps: &[Step]) -> Linearised {
    let signed =
        |step: &Step| [(step.weight, &sets[step.after].residuals), (-step.weight, &sets[step.before].residuals)];
    Linearised { value: share(steps, |set| sets[set].value), spread: Residuals::spread(steps.iter().flat_map(signed)) }
}

/// The totals of all sets with a factor, weighted as in its share, beside those without it.
fn contrast(sets: &[Set], steps: &[Step]) -> Option<Contrast> {
    let sum = |end: fn(&Step) -> usize| {
        let mut sums = vec![[0.0; 2]; sets[0].blocks.len()];
        for step in steps {
            for (sum, block) in sums.iter_mut().zip(&sets[end(step)].blocks) {
                *sum = [sum[0] + step.weight * block[0], sum[1] + step.weight * block[1]];
            }
        }
        let whole = sums.iter().fold([0.0; 2], |whole, sum| [whole[0] + sum[0], whole[1] + sum[1]]);
        (whole[0] / whole[1], sums)
    };
    let ((with, blocks_with), (without, blocks_without)) = (sum(|step| step.after), sum(|step| step.before));
    Contrast::new([with, without], &blocks_with, &blocks_without)
}

/// An estimate that has a further reason to be off, independent of the others (Zou & Donner 2008, Statistics in Medicine 27).
fn widened(estimate: Estimate, (error, distance): (f64, f64)) -> Estimate {
    let Estimate { value, .. } = estimate;
    if error == 0.0 {
        return estimate;
    }
    let limits = |(low, high): (f64, f64)| {
        (value - libm::hypot(value - low, distance), value + libm::hypot(high - value, distance))
    };
    Estimate {
        std_error: estimate.std_error.map(|own| libm::hypot(own, error)),
        interval: estimate.interval.map(limits),
        ..estimate
    }
}

#[cfg(test)]
mod tests;
