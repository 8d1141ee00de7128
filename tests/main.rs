//! The one integration binary: a module per concern, which says what it is about in its first line.

use std::path::{Path, PathBuf};

mod backtests;
mod browser;
mod cli;
mod clusters;
mod compare;
mod corners;
mod counting;
mod coverage;
mod diary;
mod docking;
mod docs;
mod draws;
mod feasibility;
mod figures;
mod format;
mod guide;
mod hostile;
mod imports;
mod issues;
mod models;
mod oracle;
mod placing;
mod portions;
mod power;
mod properties;
mod records;
mod reproducible;
mod results;
mod scenarios;
mod schema;
mod scores;
mod sensitivity;
mod studies;
mod sweeps;
mod tables;
mod thresholds;
mod time_and_parts;
mod timelines;
mod trace;
mod units;
mod verification;

/// A file among the shipped scenarios.
fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name)
}
