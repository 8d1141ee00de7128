//! One file a command; wiring only. Results go to standard output, everything else to standard error.

mod check;
mod error;
pub mod folder;
mod interrupt;
mod new;
mod output;
mod place;
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

use crate::scenario::{Faults, Override};

/// Reads the `PATH=VALUE` of the command line.
fn overrides(sets: &[String]) -> Result<Vec<Override>, Faults> {
    sets.iter().map(|set| Override::parse(set)).collect()
}
