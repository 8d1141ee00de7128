//! Ranges of numbers and how they are called in messages.

use super::limits::{MAX_INITIATIVE, MAX_NUMBER, MAX_WEIGHT};
use crate::stats::Level;

/// An interval of numbers, open or closed at either end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    low: End,
    high: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Including(f64),
    Excluding(f64),
}

use End::{Excluding, Including};

impl Range {
    pub const ANY: Self = Self { low: Including(-MAX_NUMBER), high: Including(MAX_NUMBER) };
    pub const AT_LEAST_0: Self = Self { low: Including(0.0), high: Including(MAX_NUMBER) };
    pub const ABOVE_0: Self = Self { low: Excluding(0.0), high: Including(MAX_NUMBER) };
    /// [0, 1)
    pub const PART: Self = Self { low: Including(0.0), high: Excluding(1.0) };
    /// (0, 1]
    pub const SHARE: Self = Self { low: Excluding(0.0), high: Including(1.0) };
    /// [0, 1]
    pub const UNIT: Self = Self { low: Including(0.0), high: Including(1.0) };
    /// (0, 2)
    pub const RELAXATION: Self = Self { low: Excluding(0.0), high: Excluding(2.0) };
    pub const LEVEL: Self = Self { low: Including(Level::LEAST), high: Including(Level::MOST) };
    pub const INITIATIVE: Self = Self { low: Including(0.0), high: Including(MAX_INITIATIVE) };
    pub const WEIGHT: Self = Self { low: Including(0.0), high: Including(MAX_WEIGHT) };
    pub const QUOTA: Self = Self { low: Excluding(0.0), high: Including(MAX_WEIGHT) };

    pub fn contains(&self, number: f64) -> bool {
        let above = match self.low {
            Including(low) => number >= low,
            Excluding(low) => number > low,
        };
        above
            && match self.high {
                Including(high) => number <= high,
                Excluding(high) => number < high,
            }
    }

    /// "above 0 and at most 1"
    pub fn describe(&self) -> String {
        let low = match self.low {
            Including(low) => format!("at least {low}"),
            Excluding(low) => format!("above {low}"),
        };
        match self.high {
            Including(high) => format!("{low} and at most {high}"),
            Excluding(high) => format!("{low} and below {high}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn ends_are_open_or_closed_as_they_say() {
        assert!(Range::SHARE.contains(1.0) && !Range::SHARE.contains(0.0));
        assert!(Range::PART.contains(0.0) && !Range::PART.contains(1.0));
        assert!(!Range::ANY.contains(f64::NAN));
        assert_eq!(Range::RELAXATION.describe(), "above 0 and below 2");
    }
}
