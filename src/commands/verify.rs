use super::output::{self, print};
use super::progress::Progress;
use super::{CommandError, Format, interrupt};
use crate::experiment::Watch;
use crate::report::verification as report;
use crate::verification::{self, Check, VerificationError};

/// Seven columns want so many characters, whatever the terminal has.
const NARROWEST: usize = 120;

/// What `winset verify` is asked for.
#[derive(Debug, Clone)]
pub struct VerifyOptions {
    /// Ids of checks or of built-in scenarios to run; all where it is empty.
    pub only: Vec<String>,
    /// Names the checks instead of running them.
    pub list: bool,
    /// Prints the scenario of this id, or of the check of this id, instead of running anything.
    pub show: Option<String>,
    /// What is printed.
    pub format: Format,
    /// No progress.
    pub quiet: bool,
}

/// Runs the engine against results that are known in closed form or published and prints a row each.
///
/// # Errors
/// If one of them does not hold, nothing has the id that was asked for, or the user stops it.
pub fn verify(options: &VerifyOptions) -> Result<(), CommandError> {
    let checks = verification::checks();
    if let Some(id) = &options.show {
        return print(chosen(&checks, id)?[0].setting.toml);
    }
    let only: Result<Vec<_>, _> = options.only.iter().map(|id| chosen(&checks, id)).collect();
    let only = only?.concat();
    let checks = if only.is_empty() { checks } else { only };
    if options.list {
        return print(&report::list(&checks));
    }
    judge(&checks, options)
}

/// The check of that id, or those of the setting of that id.
fn chosen(checks: &[Check], id: &str) -> Result<Vec<Check>, CommandError> {
    let chosen: Vec<Check> = checks.iter().filter(|check| check.id == id || check.setting.id == id).cloned().collect();
    if chosen.is_empty() {
        return Err(CommandError::Usage(format!("there is no check `{id}`; `winset verify --list` names them")));
    }
    Ok(chosen)
}

fn judge(checks: &[Check], options: &VerifyOptions) -> Result<(), CommandError> {
    let progress = Progress::start(verification::worlds(checks, 1)?, "world", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| progress.advance(1) };
    let rows = verification::run(checks, 1, &watch);
    drop(progress);
    let rows = rows?;
    print(&match options.format {
        Format::Table(style) => {
            report::table(&rows, style, output::table_width(style).map(|width| width.max(NARROWEST)))
        }
        Format::Json => report::json(&rows),
        Format::Csv => String::from_utf8_lossy(&report::csv(&rows)).into_owned(),
    })?;
    if rows.iter().all(|row| row.holds) { Ok(()) } else { Err(CommandError::Failed(report::verdict(&rows))) }
}

impl From<VerificationError> for CommandError {
    fn from(error: VerificationError) -> Self {
        match error {
            VerificationError::Scenario(_, faults) => CommandError::Scenario(faults),
            VerificationError::Interrupted(interrupted) => CommandError::Interrupted(interrupted),
        }
    }
}
