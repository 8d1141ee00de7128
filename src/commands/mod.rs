//! One file a command; wiring only. Results go to standard output, everything else to standard error.

mod check;
mod checkpoint;
mod cluster;
mod compare;
mod completions;
mod error;
mod figures;
pub mod folder;
mod handed;
mod import;
mod interrupt;
mod load;
mod long;
mod man;
mod merge;
mod new;
mod observed;
mod output;
mod place;
mod points;
mod power;
mod precision;
mod presentation;
mod progress;
mod run;
mod schema;
mod score;
mod sensitivity;
mod shard;
mod shell;
mod sweep;
mod templates;
mod trace;
mod verify;

pub use check::{CheckOptions, check};
pub use cluster::{ClusterOptions, Scheduler};
pub use compare::{CompareOptions, compare};
pub use completions::completions;
pub use error::CommandError;
pub use figures::FigureOptions;
pub use import::{ImportOptions, import};
pub use load::NoScenario;
pub use man::man;
pub use merge::{MergeOptions, merge};
pub use new::{list_templates, new};
pub use output::{colour, tell};
pub use power::{PowerOptions, power};
pub use precision::Precision;
pub use presentation::Format;
pub use run::{RunOptions, run};
pub use schema::schema;
pub use score::{ScoreOptions, score};
pub use sensitivity::{SensitivityOptions, sensitivity};
pub use shard::Shard;
pub use sweep::{SweepOptions, sweep};
pub use templates::{TEMPLATES, Template};
pub use trace::{TraceOptions, trace};
pub use verify::{VerifyOptions, verify};

use crate::scenario::{Faults, Override};

/// Reads the `PATH=VALUE` of the command line.
fn overrides(sets: &[String]) -> Result<Vec<Override>, Faults> {
    sets.iter().map(|set| Override::parse(set)).collect()
}
