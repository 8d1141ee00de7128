use std::fmt::{self, Display, Formatter};

use super::CONFIDENCE;
use crate::engine::normal;

/// How often an interval is to contain the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(f64);

impl Level {
    /// The least level that there is.
    pub const LEAST: f64 = 0.5;
    /// The greatest: beyond it, the far tails of a normal law would be taken at their word.
    pub const MOST: f64 = 0.9999;

    /// That level; `None` outside of \[[`LEAST`](Self::LEAST), [`MOST`](Self::MOST)\].
    pub fn new(level: f64) -> Option<Self> {
        (Self::LEAST..=Self::MOST).contains(&level).then_some(Level(level))
    }

    /// As a share, 0.95 for instance.
    pub fn share(self) -> f64 {
        self.0
    }

    /// How often both limits together may miss, 1 − level.
    pub fn misses(self) -> f64 {
        1.0 - self.0
    }

    /// The two-sided quantile of the normal law.
    pub fn normal_quantile(self) -> f64 {
        normal::quantile(0.5 + self.0 / 2.0)
    }
}

impl Default for Level {
    fn default() -> Self {
        Level(CONFIDENCE)
    }
}

/// As captions say it: `95 %`, `99.9 %`.
impl Display for Level {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", (self.0 * 1e8).round() / 1e6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_said_in_per_cent() {
        let said = |level| Level::new(level).unwrap().to_string();
        assert_eq!([0.9, 0.95, 0.683, 0.999, 0.9999].map(said), ["90 %", "95 %", "68.3 %", "99.9 %", "99.99 %"]);
        assert_eq!(Level::default().to_string(), "95 %");
    }

    #[test]
    fn what_is_no_level_is_refused() {
        assert!([0.5, 0.9999].iter().all(|&level| Level::new(level).is_some()));
        assert!([0.0, 0.49, 0.99991, 1.0, 95.0, f64::NAN].iter().all(|&level| Level::new(level).is_none()));
    }
}
