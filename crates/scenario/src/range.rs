//! Ranges of numbers and how they are called in messages.

use super::limits::{LEAST_FACTOR, MAX_FACTOR, MAX_INITIATIVE, MAX_INITIATIVE_SD, MAX_NUMBER, MAX_UTILITY, MAX_WEIGHT};
use crate::stats::Level;

/// An interval of numbers, open or closed at either end, and perhaps 0 beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    low: End,
    high: End,
    or_0: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Including(f64),
    Excluding(f64),
}

use End::{Excluding, Including};

impl End {
    fn told(self) -> (f64, bool) {
        match self {
            Including(end) => (end, true),
            Excluding(end) => (end, false),
        }
    }
}

impl Range {
    /// Positions and dates.
    pub const POSITION: Self = Self::new(Including(-MAX_NUMBER), Including(MAX_NUMBER));
    /// Spreads of positions, and durations.
    pub const AT_LEAST_0: Self = Self::new(Including(0.0), Including(MAX_NUMBER));
    pub const ABOVE_0: Self = Self::new(Excluding(0.0), Including(MAX_NUMBER));
    /// What is measured in utility units.
    pub const UTILITY: Self = Self::new(Including(0.0), Including(MAX_UTILITY));
    /// The same with either sign.
    pub const AFFINITY: Self = Self::new(Including(-MAX_UTILITY), Including(MAX_UTILITY));
    /// Factors that may be 0.
    pub const FACTOR: Self = Self { or_0: true, ..Self::SOME_FACTOR };
    /// Factors that may not.
    pub const SOME_FACTOR: Self = Self::new(Including(LEAST_FACTOR), Including(MAX_FACTOR));
    /// [0, 1)
    pub const PART: Self = Self::new(Including(0.0), Excluding(1.0));
    /// (0, 1]
    pub const SHARE: Self = Self::new(Excluding(0.0), Including(1.0));
    /// [0, 1]
    pub const UNIT: Self = Self::new(Including(0.0), Including(1.0));
    /// (0, 2)
    pub const RELAXATION: Self = Self::new(Excluding(0.0), Excluding(2.0));
    pub const LEVEL: Self = Self::new(Including(Level::LEAST), Including(Level::MOST));
    pub const INITIATIVE: Self = Self::new(Including(0.0), Including(MAX_INITIATIVE));
    pub const INITIATIVE_SD: Self = Self::new(Including(0.0), Including(MAX_INITIATIVE_SD));
    pub const WEIGHT: Self = Self { or_0: true, ..Self::QUOTA };
    pub const QUOTA: Self = Self::new(Including(LEAST_FACTOR), Including(MAX_WEIGHT));

    const fn new(low: End, high: End) -> Self {
        Self { low, high, or_0: false }
    }

    /// Its lower end, and whether that belongs to it.
    pub fn low(&self) -> (f64, bool) {
        self.low.told()
    }

    /// Its upper end, and whether that belongs to it.
    pub fn high(&self) -> (f64, bool) {
        self.high.told()
    }

    /// Whether 0 belongs to it, though what is next to 0 does not.
    pub fn has_0_apart(&self) -> bool {
        self.or_0
    }

    pub fn contains(&self, number: f64) -> bool {
        let above = match self.low {
            Including(low) => number >= low,
            Excluding(low) => number > low,
        };
        let below = match self.high {
            Including(high) => number <= high,
            Excluding(high) => number < high,
        };
        (above && below) || (self.or_0 && number == 0.0)
    }

    /// "above 0 and at most 1"
    pub fn describe(&self) -> String {
        let low = match self.low {
            Including(low) => format!("at least {}", written(low)),
            Excluding(low) => format!("above {}", written(low)),
        };
        let either = if self.or_0 { "0, or " } else { "" };
        match self.high {
            Including(high) => format!("{either}{low} and at most {}", written(high)),
            Excluding(high) => format!("{either}{low} and below {}", written(high)),
        }
    }
}

/// A number as people write it: 1e24 rather than with 24 zeros.
fn written(number: f64) -> String {
    let magnitude = number.abs();
    let plain = magnitude == 0.0 || (1e-4..1e7).contains(&magnitude);
    if plain { number.to_string() } else { format!("{number:e}") }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ends_are_open_or_closed_as_they_say() {
        assert!(Range::SHARE.contains(1.0) && !Range::SHARE.contains(0.0));
        assert!(Range::PART.contains(0.0) && !Range::PART.contains(1.0));
        assert!(!Range::POSITION.contains(f64::NAN));
        assert_eq!(Range::RELAXATION.describe(), "above 0 and below 2");
    }

    #[test]
    fn factors_are_0_or_far_enough_from_it() {
        assert!(Range::WEIGHT.contains(0.0) && Range::WEIGHT.contains(1e-12) && Range::WEIGHT.contains(1e15));
        assert!(!Range::WEIGHT.contains(1e-13) && !Range::WEIGHT.contains(-1.0) && !Range::SOME_FACTOR.contains(0.0));
        assert_eq!(Range::WEIGHT.describe(), "0, or at least 1e-12 and at most 1e15");
    }
}
