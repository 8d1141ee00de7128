//! What holds in the end: the distribution over worlds of the text on each issue of a list, or of its status quo where
//! nothing was adopted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Parts of a scale that are told apart. Within one of them the values are kept as their mean, so that those that are all
/// the same keep it exactly.
const PARTS: f64 = 1_000.0;
/// Beyond so many lengths of the scale nothing is told apart.
const FARTHEST: f64 = 1e6;

/// The text on one issue at the end of each time that it came up. Points of the scale from 0 to 1; merges, and does not grow
/// with the number of worlds.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Texts {
    /// How often something was adopted on it.
    pub(super) adopted: u64,
    /// How often it was something other than the status quo.
    pub(super) changed: u64,
    /// By part of the scale: how often, and the sum of the points.
    parts: BTreeMap<i64, (u64, f64)>,
}

impl Texts {
    /// Takes in what holds after it came up once.
    pub(super) fn add(&mut self, point: f64, adopted: bool, changed: bool) {
        let part = (point.clamp(-FARTHEST, FARTHEST) * PARTS).floor() as i64;
        let (count, sum) = self.parts.entry(part).or_default();
        *count += 1;
        *sum += point;
        self.adopted += u64::from(adopted);
        self.changed += u64::from(changed);
    }

    /// Takes in what another one has seen.
    pub(super) fn merge(&mut self, later: &Self) {
        for (part, (count, sum)) in &later.parts {
            let mine = self.parts.entry(*part).or_default();
            mine.0 += count;
            mine.1 += sum;
        }
        self.adopted += later.adopted;
        self.changed += later.changed;
    }

    /// How often it came up.
    pub(super) fn count(&self) -> u64 {
        self.parts.values().map(|(count, _)| count).sum()
    }

    /// Points and how often each, ascending.
    fn points(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.parts.values().map(|&(count, sum)| (sum / count as f64, count as f64))
    }

    /// Mean; `None` where it never came up.
    pub(super) fn mean(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.parts.values().map(|(_, sum)| sum).sum::<f64>() / count as f64)
    }

    /// Standard deviation; `None` where it came up less than twice.
    pub(super) fn sd(&self) -> Option<f64> {
        let (mean, count) = (self.mean()?, self.count() as f64);
        let squares: f64 = self.points().map(|(point, times)| times * (point - mean) * (point - mean)).sum();
        (count > 1.0).then(|| (squares / (count - 1.0)).sqrt())
    }

    /// The least point that is not exceeded with at least this probability.
    pub(super) fn quantile(&self, probability: f64) -> Option<f64> {
        let mut missing = probability * self.count() as f64 * (1.0 - 1e-12);
        let mut last = None;
        for (point, times) in self.points() {
            last = Some(point);
            missing -= times;
            if missing <= 0.0 {
                break;
            }
        }
        last
    }

    /// The continuous ranked probability score against what came out: E|X − y| − E|X − X′|/2 (Gneiting & Raftery 2007,
    /// J. American Statistical Association 102, equation 21).
    pub(super) fn crps(&self, outcome: f64) -> Option<f64> {
        let count = self.count() as f64;
        let (mut off, mut between, mut below, mut below_sum) = (0.0, 0.0, 0.0, 0.0);
        for (point, times) in self.points() {
            off += times * (point - outcome).abs();
            // Each pair once: with everything that is below.
            between += times * (below * point - below_sum);
            below += times;
            below_sum += times * point;
        }
        (count > 0.0).then(|| off / count - between / (count * count))
    }

    /// The probability that it changes.
    pub(super) fn chance_of_change(&self) -> Option<f64> {
        let count = self.count();
        (count > 0).then(|| self.changed as f64 / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(points: &[f64]) -> Texts {
        let mut texts = Texts::default();
        points.iter().for_each(|&point| texts.add(point, point > 0.5, point != 0.0));
        texts
    }

    #[test]
    fn what_is_always_the_same_is_told_exactly() {
        let texts = texts(&[0.432_857_1; 7]);
        assert!((texts.mean().unwrap() - 0.432_857_1).abs() < 1e-15);
        assert_eq!(texts.quantile(0.05), texts.quantile(0.95));
        assert!(texts.sd().unwrap() < 1e-12);
        assert!((texts.crps(0.5).unwrap() - 0.067_142_9).abs() < 1e-12, "of a point it is the absolute error");
    }

    #[test]
    fn nothing_is_said_of_what_never_came_up() {
        let texts = Texts::default();
        assert_eq!((texts.mean(), texts.sd(), texts.quantile(0.5), texts.crps(0.0)), (None, None, None, None));
        assert_eq!(texts.chance_of_change(), None);
    }

    #[test]
    fn quantiles_are_those_of_the_distribution() {
        let texts = texts(&[0.0, 0.0, 0.25, 0.5, 1.5]);
        let quantiles = [0.05, 0.4, 0.41, 0.6, 0.8, 0.95].map(|p| texts.quantile(p).unwrap());
        assert_eq!(quantiles, [0.0, 0.0, 0.25, 0.25, 0.5, 1.5]);
        assert_eq!((texts.adopted, texts.chance_of_change()), (1, Some(0.6)));
    }

    proptest! {
        #[test]
        fn scores_and_moments_are_those_of_the_sample(
            points in proptest::collection::vec(-0.5..1.5f64, 1..40),
            outcome in 0.0..1.0f64,
        ) {
            let texts = texts(&points);
            let n = points.len() as f64;
            let mean = points.iter().sum::<f64>() / n;
            let off: f64 = points.iter().map(|x| (x - outcome).abs()).sum::<f64>() / n;
            let pairs: f64 = points.iter().flat_map(|x| points.iter().map(move |y| (x - y).abs())).sum();
            prop_assert!((texts.mean().unwrap() - mean).abs() < 1e-12);
            prop_assert!((texts.crps(outcome).unwrap() - (off - pairs / (2.0 * n * n))).abs() < 1.0 / PARTS);
        }

        #[test]
        fn parts_merge(points in proptest::collection::vec(0.0..1.0f64, 2..30), cut in 0..30usize) {
            let cut = cut.min(points.len());
            let mut merged = texts(&points[..cut]);
            merged.merge(&texts(&points[cut..]));
            let whole = texts(&points);
            prop_assert_eq!((merged.count(), merged.adopted, merged.changed), (whole.count(), whole.adopted, whole.changed));
            prop_assert!((merged.mean().unwrap() - whole.mean().unwrap()).abs() < 1e-12);
        }
    }
}
