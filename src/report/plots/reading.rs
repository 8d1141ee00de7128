//! What a figure shows of an estimate.

use std::collections::BTreeMap;

use super::axis;
use crate::experiment::{Estimate, Metric, Results, Scope, Summary};

/// A value with its interval, in the units of the axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub value: f64,
    pub interval: Option<(f64, f64)>,
}

/// Beyond this a number is a fault somewhere else, and no axis can show it.
const LARGEST: f64 = 1e12;

fn drawable(value: f64) -> bool {
    value.abs() <= LARGEST
}

impl Reading {
    /// A reading multiplied by `factor` (100 for shares in per cent), if it can be drawn.
    pub fn new(value: f64, interval: Option<(f64, f64)>, factor: f64) -> Option<Reading> {
        let interval = interval.map(|(low, high)| (low * factor, high * factor));
        let interval = interval.filter(|(low, high)| drawable(*low) && drawable(*high));
        Some(Reading { value: value * factor, interval }).filter(|reading| drawable(reading.value))
    }

    /// What an estimate says.
    pub fn of(estimate: Option<&Estimate>, factor: f64) -> Option<Reading> {
        estimate.and_then(|estimate| Reading::new(estimate.value, estimate.interval, factor))
    }

    /// A share in per cent.
    pub fn percent(results: &Results, variant: usize, scope: Scope, metric: Metric) -> Option<Reading> {
        Reading::of(results.summary(variant, scope, metric), 100.0)
    }

    /// In words for whoever points at it: `Six: 71.2 % [70.1, 72.3]`, with the digits that its interval is worth.
    pub fn told(&self, what: &str, unit: &str) -> String {
        let half = self.interval.map_or(0.0, |(low, high)| (high - low) / 2.0);
        let scale = if half > 0.0 { half } else { self.value.abs() / 10.0 };
        let decimals = if scale > 0.0 { (1.0 - libm::floor(libm::log10(scale))).clamp(1.0, 4.0) as usize } else { 1 };
        let number = |x: f64| axis::number(x, decimals);
        let interval = self.interval.map(|(low, high)| format!(" [{}, {}]", number(low), number(high)));
        let space = if unit.is_empty() { "" } else { " " };
        format!("{what}: {}{space}{unit}{}", number(self.value), interval.unwrap_or_default())
    }

    /// The numbers that an axis has to reach.
    pub fn reach(&self) -> impl Iterator<Item = f64> + use<> {
        let (low, high) = self.interval.unwrap_or((self.value, self.value));
        [low, self.value, high].into_iter()
    }
}

/// The shares that a figure with many rows shows, in per cent, at hand.
pub struct Shares(BTreeMap<(usize, Scope, Metric), Reading>);

impl Shares {
    /// Those of some metrics.
    pub fn of(results: &Results, metrics: &[Metric]) -> Shares {
        let rows = results.summary.iter().filter(|row| metrics.contains(&row.metric));
        let reading =
            |row: &Summary| Some(((row.variant, row.scope, row.metric), Reading::of(Some(&row.estimate), 100.0)?));
        Shares(rows.filter_map(reading).collect())
    }

    /// That of a variant and scope, if there is any.
    pub fn read(&self, variant: usize, scope: Scope, metric: Metric) -> Option<Reading> {
        self.0.get(&(variant, scope, metric)).copied()
    }

    /// Those of a metric in a variant.
    pub fn in_variant(&self, variant: usize, metric: Metric) -> impl Iterator<Item = (Scope, Reading)> + '_ {
        let of_variant = self.0.range((variant, Scope::All, Metric::ALL[0])..);
        let rows = of_variant.take_while(move |((v, ..), _)| *v == variant);
        rows.filter(move |((.., m), _)| *m == metric).map(|((_, scope, _), reading)| (*scope, *reading))
    }
}
