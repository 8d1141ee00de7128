//! A result folder that is read again.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::manifest::{self, OfScenario, sha256};
use super::{PORTION, SCENARIO, TOTALS};
use crate::experiment::{Study, TotalsError};
use crate::scenario::{self, Document, Options, Scenario, shown_path};

/// What a run has left behind.
#[derive(Debug)]
pub struct Kept {
    /// What the folder is called.
    pub name: String,
    /// What it ran.
    pub scenario: Scenario,
    /// The same as a list of fields.
    pub fields: Vec<(String, String)>,
    /// What it was run with.
    pub about: OfScenario,
    /// What it counted.
    pub study: Study,
}

/// Why a folder cannot be read as a result.
#[derive(Debug, thiserror::Error)]
#[error("`{}` {problem}", shown_path(.folder))]
pub struct KeptError {
    folder: PathBuf,
    problem: Problem,
}

#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("is no folder")]
    NoFolder,
    #[error("is not a result folder of `winset run`: {0}")]
    NoResult(String),
    #[error("cannot be read: {name}: {error}")]
    Unreadable { name: &'static str, error: io::Error },
    #[error("has changed since it was written: {0} is not the file that manifest.json names; run the scenario again")]
    Changed(&'static str),
    #[error("holds a part of a run only; winset merge joins all parts")]
    Part,
    #[error("has no {TOTALS}: an earlier version wrote it; run it again, over its own scenario.toml")]
    Earlier,
    #[error("has a {TOTALS} that cannot be used: {0}; run it again, over its own scenario.toml")]
    Totals(TotalsError),
    #[error("holds a scenario that this version of winset does not read:\n{0}")]
    Scenario(scenario::Faults),
}

impl Kept {
    /// Reads a result folder and holds its files against its manifest.
    ///
    /// # Errors
    /// If it is none, has changed, or was written by a version that kept less.
    pub fn read(folder: &Path) -> Result<Self, KeptError> {
        read(folder).map_err(|problem| KeptError { folder: folder.to_owned(), problem })
    }
}

fn read(folder: &Path) -> Result<Kept, Problem> {
    if !folder.is_dir() {
        return Err(Problem::NoFolder);
    }
    let bytes = |name: &'static str| fs::read(folder.join(name)).map_err(|error| Problem::Unreadable { name, error });
    let manifest = manifest::read::<OfScenario>(folder).map_err(Problem::NoResult)?;
    let named = |name: &'static str| -> Result<Vec<u8>, Problem> {
        let bytes = bytes(name)?;
        let is_it = manifest.files.get(name).is_some_and(|hash| *hash == sha256(&bytes));
        if is_it { Ok(bytes) } else { Err(Problem::Changed(name)) }
    };
    let text = named(SCENARIO)?;
    if manifest.files.contains_key(PORTION) {
        return Err(Problem::Part);
    }
    if !manifest.files.contains_key(TOTALS) {
        return Err(Problem::Earlier);
    }
    let totals = named(TOTALS)?;
    let scenario = Document::load(&folder.join(SCENARIO), &[]).settled(&Options::default()).compile();
    let scenario = scenario.map_err(Problem::Scenario)?;
    let study = Study::of_scenario(&scenario).with_totals(&totals).map_err(Problem::Totals)?;
    let fields = scenario::fields(&String::from_utf8_lossy(&text));
    Ok(Kept { name: name(folder), scenario, fields, about: manifest.about, study })
}

/// The last part of a folder's path.
fn name(folder: &Path) -> String {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    whole.file_name().map_or_else(|| shown_path(folder), |name| scenario::printable(&name.to_string_lossy()))
}
