//! How the numbers of a printed row look: their unit, their sign, and as many decimals as they are worth.

use crate::experiment::{Estimate, Kind, Metric};

/// Digits that a row's largest number has at least, where it is no share.
const SIGNIFICANT: f64 = 3.0;
const MOST_DECIMALS: f64 = 4.0;

/// Whether tables and figures write a metric in per cent, and its differences in percentage points.
pub fn in_percent(metric: Metric) -> bool {
    metric.kind() == Kind::Share || metric == Metric::Dilution
}

/// The look that the numbers of one row have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digits {
    percent: bool,
    signed: bool,
    decimals: usize,
}

impl Digits {
    /// For estimates of a metric, or (`signed`) for its differences. Intervals have a digit that tells their ends
    /// apart, the row's narrowest one included.
    pub fn of<'e>(metric: Metric, signed: bool, estimates: impl Iterator<Item = &'e Estimate>) -> Digits {
        let percent = in_percent(metric);
        let unit = if percent { 100.0 } else { 1.0 };
        let (mut largest, mut narrowest) = (0.0_f64, f64::INFINITY);
        for estimate in estimates {
            largest = largest.max(unit * estimate.value.abs());
            let half = estimate.interval.map_or(0.0, |(lower, upper)| unit * (upper - lower) / 2.0);
            narrowest = if half > 0.0 { narrowest.min(half) } else { narrowest };
        }
        let by_size = SIGNIFICANT - 1.0 - libm::floor(libm::log10(largest));
        let by_interval = if narrowest.is_finite() { libm::ceil(-libm::log10(narrowest)) } else { 0.0 };
        let least = if percent || !by_size.is_finite() { 1.0 } else { by_size.max(0.0) };
        Digits { percent, signed, decimals: by_interval.max(least).min(MOST_DECIMALS) as usize }
    }

    /// The estimate with its unit.
    pub fn value(&self, estimate: &Estimate) -> String {
        let unit = match (self.percent, self.signed) {
            (false, _) => "",
            (true, false) => " %",
            (true, true) => " pp",
        };
        self.number(estimate.value) + unit
    }

    /// Its interval in brackets, without the unit.
    pub fn interval(&self, estimate: &Estimate) -> Option<String> {
        estimate.interval.map(|(lower, upper)| format!("[{}, {}]", self.number(lower), self.number(upper)))
    }

    /// The unit, for a heading.
    pub fn unit(&self) -> &'static str {
        match (self.percent, self.signed) {
            (false, _) => "",
            (true, false) => ", %",
            (true, true) => ", pp",
        }
    }

    /// A number without its unit.
    pub fn number(&self, x: f64) -> String {
        let digits = format!("{:.*}", self.decimals, if self.percent { 100.0 * x } else { x }.abs());
        let negative = x < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        let sign = if negative {
            "−"
        } else if self.signed {
            "+"
        } else {
            ""
        };
        format!("{sign}{digits}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, half: f64) -> Estimate {
        let interval = (half >= 0.0).then_some((value - half, value + half));
        Estimate { value, std_error: interval.map(|_| half / 2.0), interval, n: 9 }
    }

    fn written(metric: Metric, signed: bool, estimates: &[Estimate]) -> Vec<String> {
        let digits = Digits::of(metric, signed, estimates.iter());
        let cell = |e: &Estimate| [Some(digits.value(e)), digits.interval(e)].into_iter().flatten().collect::<Vec<_>>();
        estimates.iter().map(|e| cell(e).join(" ")).collect()
    }

    #[test]
    fn shares_and_dilution_are_in_per_cent() {
        assert_eq!(written(Metric::PassRate, false, &[estimate(0.8004, 0.006)]), ["80.0 % [79.4, 80.6]"]);
        assert_eq!(written(Metric::Dilution, false, &[estimate(-0.229, 0.005)]), ["−22.9 % [−23.4, −22.4]"]);
        assert_eq!(written(Metric::Dilution, true, &[estimate(-0.0491, 0.005)]), ["−4.9 pp [−5.4, −4.4]"]);
    }

    #[test]
    fn a_row_has_the_decimals_that_its_narrowest_interval_asks_for() {
        let rare = [estimate(0.00098, 0.0005), estimate(0.0, 0.0)];
        assert_eq!(written(Metric::PassRate, false, &rare), ["0.10 % [0.05, 0.15]", "0.00 % [0.00, 0.00]"]);
        assert_eq!(written(Metric::TabledPerYear, false, &[estimate(15.95, 0.02)]), ["15.95 [15.93, 15.97]"]);
        assert_eq!(written(Metric::OutputPerYear, false, &[estimate(48.545, 3.5)]), ["48.5 [45.0, 52.0]"]);
        assert_eq!(written(Metric::OutputPerYear, false, &[estimate(1234.5, 300.0)]), ["1234 [934, 1534]"]);
        assert_eq!(written(Metric::Depth, false, &[estimate(0.07, -1.0)]), ["0.0700"]);
        assert_eq!(written(Metric::Depth, false, &[estimate(1e-30, 1e-31)]), ["0.0000 [0.0000, 0.0000]"]);
    }

    #[test]
    fn differences_have_signs_but_zero_has_no_minus() {
        let differences = [estimate(1.846, 0.2), estimate(-0.001, 0.2)];
        assert_eq!(written(Metric::Rounds, true, &differences), ["+1.85 [+1.65, +2.05]", "+0.00 [−0.20, +0.20]"]);
    }
}
