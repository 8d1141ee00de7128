//! How far results move over assumptions that nobody has measured, and which of these matter.
//!
//! A study is a design in the unit cube ([`design`](crate::design)), the results at its points, and what they say: how wide
//! they spread and which assumption goes with them (`spread`, `ranks`), what each assumption does by itself and with
//! others (`morris`), and how much of the variance is due to it (`sobol`). The last four know numbers only. The doubt that
//! they tell of is another one than that of a simulation of finite length: both stand side by side everywhere.

mod bootstrap;
mod explore;
mod morris;
mod ranks;
mod sobol;
mod spread;
mod study;
#[cfg(test)]
mod tests;

pub use explore::{Method, Plan, Sample, Stopped, explore};
pub use morris::{Effects, effects};
pub use ranks::{Correlation, Ranks};
pub use sobol::{Indices, indices};
pub use spread::{Band, Holds, band, holds};
pub use study::{Output, Ranking, Study};

/// An estimate with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounded {
    /// The estimate.
    pub value: f64,
    /// Its interval, where it could be had.
    pub interval: Option<(f64, f64)>,
}
