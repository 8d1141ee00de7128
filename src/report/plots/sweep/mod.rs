//! Figures of sweeps: a curve for one field, a heat map for two, small multiples beyond, clouds for samples; and what
//! remains of the points once they are held against observations.

mod along;
mod cloud;
mod contour;
mod curve;
mod heat;
mod marks;
mod panels;
#[cfg(test)]
mod tests;

use super::super::digits::in_percent;
use super::{Figure, Options};
use crate::experiment::{Estimate, Metric};
use crate::report::counted;
use crate::report::sweep::SweepResults;

/// The figures of a sweep: one a metric and, where there are observations, one of what remains.
pub fn figures(results: &SweepResults, options: &Options) -> Vec<Figure> {
    let metrics = results.metrics.iter().filter_map(|metric| figure(results, *metric, options));
    metrics.chain(remaining(results, options)).collect()
}

/// Everything that the figures may have to write and that comes from the scenario.
pub fn labels(results: &SweepResults) -> impl Iterator<Item = &str> {
    let variants = results.variants.iter().map(|variant| variant.label.as_str());
    let axes = results.sweep.axes.iter();
    let levels = axes.clone().flat_map(|axis| axis.levels()).map(|level| level.text.as_str());
    variants.chain(axes.map(|axis| axis.path.as_str())).chain(levels).chain([results.title.as_str()])
}

fn figure(results: &SweepResults, metric: Metric, options: &Options) -> Option<Figure> {
    let told = Told::of(results, metric);
    if told.readings.iter().flatten().all(Option::is_none) {
        return None;
    }
    let numeric = numeric(results);
    match (results.sweep.sample, &numeric[..]) {
        (Some(_), _) => cloud::figure(results, &told, options),
        (None, []) => marks::figure(results, &told, options),
        (None, [across]) => curve::figure(results, &told, *across, options),
        (None, [across, up, ..]) => heat::figure(results, &told, (*across, *up), options),
    }
}

fn remaining(results: &SweepResults, options: &Options) -> Option<Figure> {
    let history = results.history.as_ref()?;
    let worst = results.worst();
    worst.iter().flatten().next()?;
    match (results.sweep.sample, &numeric(results)[..]) {
        (None, [across, up, ..]) => heat::implausibility(results, history, &worst, (*across, *up), options),
        _ => cloud::implausibility(results, history, &worst, options),
    }
}

/// The fields that have an order and more than one value.
fn numeric(results: &SweepResults) -> Vec<usize> {
    let axes = results.sweep.axes.iter().enumerate();
    axes.filter(|(_, axis)| axis.is_numeric() && axis.levels().len() > 1).map(|(index, _)| index).collect()
}

/// A metric at every point, as figures show it.
struct Told {
    metric: Metric,
    /// 100 for what is drawn in per cent.
    unit: f64,
    /// By point, then by variant.
    readings: Vec<Vec<Option<Estimate>>>,
}

impl Told {
    fn of(results: &SweepResults, metric: Metric) -> Self {
        let unit = if in_percent(metric) { 100.0 } else { 1.0 };
        Self { metric, unit, readings: results.readings(metric) }
    }

    /// What an axis of it is called.
    fn title(&self) -> String {
        match self.unit == 100.0 {
            true => format!("{}, %", self.metric.label()),
            false => self.metric.label().to_owned(),
        }
    }

    /// What an axis of it can show.
    fn limits(&self) -> (f64, f64) {
        use crate::experiment::Kind;
        match self.metric.kind() {
            Kind::Share => (0.0, 100.0),
            Kind::Positive => (0.0, f64::MAX),
            Kind::Signed => (f64::MIN, f64::MAX),
        }
    }
}

/// How much the figure rests on, and what else there is to know.
fn caption(results: &SweepResults, intervals: &str, notes: &[&str]) -> String {
    let (points, worlds) = (counted(results.points.len(), "point"), counted(results.replications as usize, "world"));
    let worlds = format!("{points} of {worlds} each, the same at all.");
    let intervals = if results.replications > 1 { intervals } else { "" };
    let parts = [&[worlds.as_str(), intervals], notes].concat();
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The title of a figure about a metric.
fn title(results: &SweepResults, told: &Told, axes: &[usize]) -> String {
    let paths: Vec<&str> = axes.iter().map(|axis| results.sweep.axes[*axis].path.as_str()).collect();
    match paths.is_empty() {
        true => told.metric.label().to_owned(),
        false => format!("{} by {}", told.metric.label(), paths.join(" and ")),
    }
}
