use super::bootstrap::quantile;
use crate::stats::Level;

/// How a number is spread over the points of a design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// The least.
    pub least: f64,
    /// Below it lies one point in twenty.
    pub q05: f64,
    /// Half lie below it.
    pub median: f64,
    /// Above it lies one point in twenty.
    pub q95: f64,
    /// The greatest.
    pub greatest: f64,
    /// Points at which the number is defined.
    pub points: usize,
}

/// The band of some numbers; `None` where there are none.
pub fn band(values: impl Iterator<Item = f64>) -> Option<Band> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let (least, greatest) = (*values.first()?, *values.last()?);
    let at = |share| quantile(&values, share);
    Some(Band { least, q05: at(0.05), median: at(0.5), q95: at(0.95), greatest, points: values.len() })
}

/// At how many points something holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Holds {
    /// At so many it does.
    pub at: usize,
    /// Of so many.
    pub of: usize,
    /// The interval of the share, as of independent points.
    pub interval: (f64, f64),
}

impl Holds {
    /// The share.
    pub fn share(&self) -> f64 {
        self.at as f64 / self.of as f64
    }
}

/// So many of so many, with the interval of Wilson (1927, J. American Statistical Association 22), which is of some width
/// even where it held everywhere.
pub fn holds(at: usize, of: usize, level: Level) -> Option<Holds> {
    if of == 0 {
        return None;
    }
    let (n, share, z) = (of as f64, at as f64 / of as f64, level.normal_quantile());
    let middle = (share + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z / (1.0 + z * z / n) * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let lower = if at == 0 { 0.0 } else { middle - half };
    let upper = if at == of { 1.0 } else { middle + half };
    Some(Holds { at, of, interval: (lower.max(0.0), upper.min(1.0)) })
}
