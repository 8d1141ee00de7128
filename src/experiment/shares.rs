//! How a change is shared out among its factors: totals of every set of them, and estimates of their Shapley shares.
//!
//! A metric of a set is a ratio of totals; a share is a weighted sum of differences of such ratios, all in the same worlds.
//! How it varies is told by the grouped jackknife, as for curves; how far what was never seen may move it, by the totals of
//! all sets with the factor, weighted as in its share, beside those without it.

use super::certainty::Row;
use super::metric::Metric;
use super::results::{Estimate, Scope, Share};
use super::study::{BATCHES, VariantStudy};
use super::tally::Totals;
use super::times::jackknife;
use crate::model::{Decomposition, Step, Timeline, share};
use crate::stats::{Level, PairedRatio, Spread, student_quantile};

/// What is shared out.
pub(super) const METRICS: [Metric; 3] = [Metric::PassRate, Metric::StallRate, Metric::OutputPerYear];

/// Numerator and denominator of each of [`METRICS`].
type Ratios = [[f64; 2]; METRICS.len()];

/// What is kept of the replications of a decomposition.
#[derive(Debug, Clone)]
pub(super) struct SharesStudy<'m> {
    decomposition: &'m Decomposition,
    /// By factor.
    steps: Vec<Vec<Step>>,
    /// By batch of replications, then by coalition: sums.
    batches: Vec<Vec<Ratios>>,
    /// By factor, then of the whole change: totals with it beside those without it.
    pairs: Vec<[PairedRatio; METRICS.len()]>,
}

/// The totals of all proposals from which metrics are made.
fn ratios(totals: &Totals) -> Ratios {
    METRICS.map(|metric| metric.ratio(Scope::All).map_or([0.0; 2], |(x, y)| [totals.of(x), totals.of(y)]))
}

fn add(sum: &mut Ratios, other: &Ratios, weight: f64) {
    for (sum, other) in sum.iter_mut().flatten().zip(other.iter().flatten()) {
        *sum += weight * other;
    }
}

impl<'m> SharesStudy<'m> {
    pub(super) fn new(decomposition: &'m Decomposition) -> Self {
        let factors = decomposition.factors.len();
        SharesStudy {
            decomposition,
            steps: (0..factors).map(|factor| decomposition.steps(factor)).collect(),
            batches: vec![vec![Ratios::default(); decomposition.coalitions.len()]; BATCHES],
            pairs: vec![Default::default(); factors + 1],
        }
    }

    /// Takes in a replication, from the totals of every timeline.
    pub(super) fn add<'t>(&mut self, replication: u64, totals: impl Fn(usize) -> &'t Totals) {
        let coalitions = &self.decomposition.coalitions;
        self.add_ratios(replication, &coalitions.iter().map(|set| ratios(totals(set.timeline))).collect::<Vec<_>>());
    }

    /// The same, by coalition.
    fn add_ratios(&mut self, replication: u64, of: &[Ratios]) {
        let batch = &mut self.batches[(replication % BATCHES as u64) as usize];
        batch.iter_mut().zip(of).for_each(|(sum, one)| add(sum, one, 1.0));
        let (none, all) = self.decomposition.ends();
        let whole = [Step { before: none, after: all, weight: 1.0 }];
        for (pairs, steps) in self.pairs.iter_mut().zip(self.steps.iter().map(Vec::as_slice).chain([&whole[..]])) {
            let (mut with, mut without) = (Ratios::default(), Ratios::default());
            for step in steps {
                add(&mut with, &of[step.after], step.weight);
                add(&mut without, &of[step.before], step.weight);
            }
            pairs.iter_mut().zip(with.iter().zip(without)).for_each(|(pair, (with, without))| pair.add(*with, without));
        }
    }

    /// Takes in what another one has seen.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.batches.iter_mut().flatten().zip(other.batches.iter().flatten()) {
            add(mine, theirs, 1.0);
        }
        for (mine, theirs) in self.pairs.iter_mut().flatten().zip(other.pairs.iter().flatten()) {
            mine.merge(theirs);
        }
    }

    /// One row a metric and factor, then one of the whole change. Metrics that some set has no cases of have none.
    pub(super) fn estimates(
        &self,
        number: usize,
        timelines: &[&Timeline],
        replications: u64,
        level: Level,
    ) -> Vec<Share> {
        let (_, all) = self.decomposition.ends();
        let [from, to] = [self.decomposition.from, self.decomposition.coalitions[all].timeline]
            .map(|timeline| VariantStudy::new(timelines[timeline]));
        let mut rows = Vec::new();
        for (index, &metric) in METRICS.iter().enumerate() {
            let values = Values::new(self, index, replications);
            let (Some(values), Some(whole)) = (values, self.row(&to, self.steps.len(), index, level).difference(&from))
            else {
                continue;
            };
            let row = |factor, estimate| Share { decomposition: number, metric, factor, estimate };
            for factor in 0..self.steps.len() {
                let value = share(&self.steps[factor], |set| values.whole[set]);
                let spread = values.spread(&self.steps[factor]);
                let fixed = self.decomposition.changes_nothing(factor);
                let estimate = self.row(&to, factor, index, level).part(value, spread, fixed);
                let off = self.off_by_orders(factor, &values.whole, level);
                rows.push(row(Some(factor), widened(estimate, off)));
            }
            rows.push(row(None, whole));
        }
        rows
    }

    fn row<'s>(&'s self, part: &'s VariantStudy<'s>, factor: usize, metric: usize, level: Level) -> Row<'s> {
        Row { part, scope: Scope::All, metric: METRICS[metric], ratio: &self.pairs[factor][metric], level }
    }

    /// How far sampled orders may have led from all of them: standard error of the mean over pairs of orders, and the
    /// distance to the limits of its interval.
    fn off_by_orders(&self, factor: usize, values: &[f64], level: Level) -> (f64, f64) {
        if self.decomposition.orders.is_none() {
            return (0.0, 0.0);
        }
        let adds = |step: &Step| values[step.after] - values[step.before];
        let pairs: Vec<f64> =
            self.steps[factor].chunks(2).map(|pair| pair.iter().map(adds).sum::<f64>() / pair.len() as f64).collect();
        let count = pairs.len() as f64;
        let mean = pairs.iter().sum::<f64>() / count;
        let variance = pairs.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (count - 1.0) / count;
        let error = variance.sqrt();
        (error, error * student_quantile(pairs.len() as u64 - 1, level))
    }
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

/// A metric of every coalition.
struct Values {
    whole: Vec<f64>,
    /// The same without one of the batches; empty where that cannot be told.
    without_batch: Vec<Vec<f64>>,
}

impl Values {
    /// `None` where some coalition has no cases.
    fn new(study: &SharesStudy, metric: usize, replications: u64) -> Option<Self> {
        let mut sums = vec![[0.0; 2]; study.decomposition.coalitions.len()];
        for batch in &study.batches {
            for (sum, one) in sums.iter_mut().zip(batch) {
                *sum = [sum[0] + one[metric][0], sum[1] + one[metric][1]];
            }
        }
        let quotient = |[x, y]: [f64; 2]| (y != 0.0).then_some(x / y);
        let whole: Option<Vec<f64>> = sums.iter().map(|&sum| quotient(sum)).collect();
        let filled = replications.min(BATCHES as u64) as usize;
        let without = study.batches[..filled].iter().map(|batch| {
            let left = |(sum, one): (&[f64; 2], &Ratios)| quotient([sum[0] - one[metric][0], sum[1] - one[metric][1]]);
            sums.iter().zip(batch).map(left).collect()
        });
        let without: Option<Vec<Vec<f64>>> = if filled < 2 { None } else { without.collect() };
        Some(Values { whole: whole?, without_batch: without.unwrap_or_default() })
    }

    fn spread(&self, steps: &[Step]) -> Option<Spread> {
        let replicates = self.without_batch.iter().map(|values| share(steps, |set| values[set]));
        jackknife(&replicates.collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests;
