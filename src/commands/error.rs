use std::process::ExitCode;

use super::folder::{FolderError, KeptError};
use super::load::NoScenario;
use super::output;
use super::place::PlaceError;
use crate::experiment::Interrupted;
use crate::report;
use crate::scenario::{Faults, printable};

/// Why a command could not do what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// The scenario is at fault, or what the command line sets in it.
    #[error("{0}")]
    Scenario(#[from] Faults),
    /// The command line is at fault.
    #[error("{0}")]
    Usage(String),
    /// There is no scenario where one was asked for.
    #[error("{0}")]
    NoScenario(NoScenario),
    /// A file or folder could not be read or written, or may not be overwritten.
    #[error("{0}")]
    Files(String),
    /// A file could not be put in its place.
    #[error("{0}")]
    Place(#[from] PlaceError),
    /// The result folder could not be written, or may not be.
    #[error("{0}")]
    Folder(#[from] FolderError),
    /// A result folder cannot be read.
    #[error("{0}")]
    Kept(#[from] KeptError),
    /// The workbook could not be made.
    #[error("results.xlsx: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A figure could not be drawn.
    #[error("{0}")]
    Figure(#[from] report::plots::Error),
    /// The user stopped it.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
    /// The user stopped it, and what is done is kept.
    #[error("{0}")]
    Paused(String),
    /// What is asked for is not there, and may be later.
    #[error("{0}")]
    NotYet(String),
    /// A check failed; what failed is told already.
    #[error("{0}")]
    Failed(String),
}

impl CommandError {
    /// What is shown on standard error.
    pub fn render(&self) -> String {
        match self {
            CommandError::Scenario(faults) => report::faults::render(faults, output::colours(), output::width()),
            other => {
                let error = output::keyword("error", console::Color::Red);
                format!("{error} {}\n", printable(&other.to_string()))
            }
        }
    }

    /// Whether the command line is at fault, and no file is.
    pub(super) fn is_of_the_command_line(&self) -> bool {
        match self {
            CommandError::Usage(_) => true,
            CommandError::Scenario(faults) => faults.of_the_command_line(),
            _ => false,
        }
    }

    /// 1 if the scenario or the data is at fault or a check failed; 2 if the command line is at fault; 75 if the same may
    /// succeed later, because another run is writing that result, something is not there yet or there is no room; 130 if the user stopped it.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            _ if self.is_of_the_command_line() => ExitCode::from(2),
            CommandError::NotYet(_) => ExitCode::from(75),
            CommandError::Place(error) if error.passes() => ExitCode::from(75),
            CommandError::Folder(error) if error.passes() => ExitCode::from(75),
            CommandError::Interrupted(_) | CommandError::Paused(_) => ExitCode::from(130),
            _ => ExitCode::FAILURE,
        }
    }
}
