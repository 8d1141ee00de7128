//! What a study of assumptions found, as tables for people and as files.

mod findings;
#[cfg(test)]
pub(in crate::report) mod fixture;
mod rows;
mod text;

pub use findings::Findings;
pub use rows::{assumptions, document, tables};
pub use text::{overview, plan};

use crate::experiment::Metric;

/// What tables and figures tell first; files have every metric.
pub(super) const HEADLINES: [Metric; 4] =
    [Metric::PassRate, Metric::AdoptedPerYear, Metric::OutputPerYear, Metric::Dilution];
