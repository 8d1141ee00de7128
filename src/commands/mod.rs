//! One file a command; wiring only. Results go to standard output, everything else to standard error.

mod check;
mod error;
pub mod folder;
mod interrupt;
mod new;
mod output;
mod power;
mod progress;
mod run;
mod verify;

pub use check::check;
pub use error::CommandError;
pub use new::new;
pub use output::tell;
pub use power::{PowerOptions, power};
pub use run::{Format, RunOptions, run};
pub use verify::{VerifyOptions, verify};

use std::path::Path;

use crate::report;
use crate::scenario::{self, Faults, Options, Override, Scenario};

/// Reads the `PATH=VALUE` of the command line.
fn overrides(sets: &[String]) -> Result<Vec<Override>, Faults> {
    sets.iter().map(|set| Override::parse(set)).collect()
}

/// The scenario at `path`. What is doubtful about it is told on standard error.
fn load(path: &Path, options: &Options<'_>) -> Result<Scenario, Faults> {
    let scenario = scenario::load(path, options)?;
    output::tell(&report::faults::render(&scenario.warnings, output::colours(), output::width()));
    Ok(scenario)
}
