//! What an observation may be of: a metric, or how many have passed by some time.

use super::certainty::Row;
use super::metric::Metric;
use super::results::{Estimate, Results, Scope};
use super::study::Study;
use super::times::Times;
use crate::stats::Level;

/// A number that is simulated and can be observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measured {
    /// A metric.
    Metric(Metric),
    /// The share of the tabled that have passed, by all or by some, within so many months of tabling, by the incidence curve.
    PassedWithin(u32),
}

impl Measured {
    /// The one with that name in tables of observations: that of a metric, or `passed_within_24_months`.
    pub fn named(name: &str) -> Option<Self> {
        let months = || name.strip_prefix("passed_within_")?.strip_suffix("_months")?.parse().ok();
        let within = || months().filter(|&months| months > 0).map(Measured::PassedWithin);
        // A number that is written otherwise, as `024` or `+24`, is not its name.
        Metric::named(name).map(Measured::Metric).or_else(within).filter(|measured| measured.name() == name)
    }

    /// Its name in tables of observations.
    pub fn name(self) -> String {
        match self {
            Measured::Metric(metric) => metric.name().to_owned(),
            Measured::PassedWithin(months) => format!("passed_within_{months}_months"),
        }
    }

    /// What tables and figures call it.
    pub fn label(self) -> String {
        match self {
            Measured::Metric(metric) => metric.label().to_owned(),
            Measured::PassedWithin(months) => format!("Passed within {months} months"),
        }
    }

    /// The same beside the label of its [family](Self::family).
    pub fn member(self) -> String {
        match self {
            Measured::Metric(_) => self.label(),
            Measured::PassedWithin(months) => format!("{months} months"),
        }
    }

    /// The metric whose unit and look it has.
    pub fn looks_like(self) -> Metric {
        match self {
            Measured::Metric(metric) => metric,
            Measured::PassedWithin(_) => Metric::PassRate,
        }
    }

    /// Name and label of those whose errors are averaged with its own.
    pub fn family(self) -> (&'static str, &'static str) {
        match self {
            Measured::Metric(metric) => (metric.name(), metric.label()),
            Measured::PassedWithin(_) => ("passed_within", "Passed within some months"),
        }
    }

    /// What was simulated of it; `None` where it has no cases, is not told in `scope`, or lies beyond the horizon.
    pub(super) fn estimate(self, study: &Study, results: &Results, variant: usize, scope: Scope) -> Option<Estimate> {
        match self {
            Measured::Metric(metric) => results.summary(variant, scope, metric).copied(),
            Measured::PassedWithin(months) => {
                let times = Times::new(study, variant, results.level);
                times.passed_within(f64::from(months)).filter(|_| scope == Scope::All)
            }
        }
    }

    /// The second of these variants minus the first, paired where they ran in the same worlds.
    pub(super) fn difference(self, study: &Study, level: Level, of: [usize; 2], scope: Scope) -> Option<Estimate> {
        let [times, first] = [of[1], of[0]].map(|variant| move || Times::new(study, variant, level));
        match self {
            Measured::Metric(Metric::RestrictedMeanMonths) => {
                times().restricted_mean_difference(&first()).filter(|_| scope == Scope::All)
            }
            Measured::Metric(metric) => {
                let row = |variant| Row::of(study.part(variant), scope, metric, level);
                row(of[1])?.minus(&row(of[0])?)
            }
            Measured::PassedWithin(months) => {
                times().passed_within_difference(&first(), f64::from(months)).filter(|_| scope == Scope::All)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for measured in [Measured::Metric(Metric::Clash), Measured::PassedWithin(24)] {
            assert_eq!(Measured::named(&measured.name()), Some(measured));
        }
        for name in ["passed_within_0_months", "passed_within_024_months", "passed_within_1.5_months", "passed_within"]
        {
            assert_eq!(Measured::named(name), None, "{name}");
        }
    }
}
