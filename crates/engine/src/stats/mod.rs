//! Estimators that outcomes stream into: they add, merge, and answer. Memory does not grow with the
//! number of cases.

mod clustering;
mod comoments;
mod contrast;
mod incidence;
mod interval;
mod level;
mod poisson;
mod ratio;
mod spread;
mod student;

pub use clustering::{Bundles, Clustering, Pool};
pub use comoments::{CoMoments, Moments, Next};
pub use contrast::{Contrast, Residuals};
pub use incidence::{Curve, EventTable, Step};
pub use interval::{Unseen, interval};
pub use level::Level;
pub use poisson::{unseen, unseen_share};
pub use ratio::{Kept, Linearised, Ratio};
pub use spread::Spread;
pub use student::student_quantile;

/// The level of intervals where no other is asked for.
pub const CONFIDENCE: f64 = 0.95;
