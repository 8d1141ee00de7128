//! Estimators that outcomes stream into: they add, merge, and answer. Memory does not grow with the
//! number of cases.

mod comoments;
mod incidence;
mod interval;
mod ratio;

pub use comoments::CoMoments;
pub use incidence::{Curve, EventTable, Step};
pub use interval::{student_quantile, symmetric, wilson};
pub use ratio::{Linearised, difference, ratio};

/// The level of every interval.
pub const CONFIDENCE: f64 = 0.95;
