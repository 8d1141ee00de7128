//! The result folder: complete or not there, never over another one without being asked, and never lost.

mod contents;
mod kept;
mod manifest;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io};

use serde::Serialize;

use super::interrupt;
use super::output::tell;
use super::place::{self, PlaceError, Staging};
use crate::scenario::{printable, shown_path};

/// The scenario as it ran.
pub(super) const SCENARIO: &str = "scenario.toml";
/// The page that can be sent.
pub(super) const REPORT: &str = "report.html";
/// The sums of which differences are made.
pub(super) const TOTALS: &str = "totals.bin";

/// The sums of a part of a run's worlds.
pub(super) const PORTION: &str = "portion.bin";

pub use kept::{Kept, KeptError};
pub(super) use manifest::{OfScenario, read as manifest_of, sha256};

/// What can go wrong with a result folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is there already.
    #[error("`{}` exists already; --force overwrites it, --out names another folder", shown_path(.0))]
    Exists(PathBuf),
    /// It is there and holds something else than results.
    #[error(
        "`{}` is not a result folder (it has no manifest.json), so --force does not overwrite it; --out names another folder",
        shown_path(.0)
    )]
    NotAResult(PathBuf),
    /// It holds results and something else.
    #[error(
        "`{}` holds more than results ({}), so --force does not overwrite it; move that, or name another folder with --out",
        shown_path(.0), listed(.1)
    )]
    Strangers(PathBuf, Vec<String>),
    /// It cannot be put in its place.
    #[error("{0}; --out names another folder")]
    Place(#[from] PlaceError),
    /// It could not be put in its place after the run, and is in another one.
    #[error("{cause}\nthe result of this run is kept in `{}`; move it from there", shown_path(.kept))]
    Elsewhere {
        /// Why it is not where it should be.
        cause: Box<FolderError>,
        /// Where it is.
        kept: PathBuf,
    },
    /// It could not be put anywhere after the run.
    #[error("{cause}\nthe result of this run could not be kept elsewhere either: {error}")]
    Lost {
        /// Why it is not where it should be.
        cause: Box<FolderError>,
        /// Why it is not in the last other place that was tried.
        error: io::Error,
    },
}

impl FolderError {
    /// Whether the same command may succeed later.
    pub fn passes(&self) -> bool {
        match self {
            FolderError::Place(error) => error.passes(),
            FolderError::Elsewhere { cause, .. } | FolderError::Lost { cause, .. } => cause.passes(),
            FolderError::Exists(_) | FolderError::NotAResult(_) | FolderError::Strangers(..) => false,
        }
    }
}

/// The first few names, and how many more there are.
fn listed(names: &[String]) -> String {
    let first: Vec<String> = names.iter().take(3).map(|name| format!("`{}`", printable(name))).collect();
    let more = names.len() - first.len();
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{rest}", first.join(", "))
}

/// The folder of a result that is being computed. While it is there no other run can write to the same place.
#[derive(Debug)]
pub struct ResultFolder {
    /// As the user calls it.
    out: PathBuf,
    /// Where that leads.
    target: PathBuf,
    force: bool,
    staging: Staging,
    /// Files that are written in the folder in the making already.
    streamed: RefCell<Vec<String>>,
}

impl ResultFolder {
    /// Makes ready for a result in `out`, and refuses before the run what can be known to fail after it. What killed
    /// runs have left there is cleared away and, unless `quiet`, told on standard error.
    ///
    /// # Errors
    /// If there is something that may not be overwritten (without `force`: anything), another run is at it, or the
    /// place cannot be written to.
    pub fn prepare(out: &Path, force: bool, quiet: bool) -> Result<Self, FolderError> {
        // From here on a signal to stop is heard, so that nothing hidden is left behind.
        interrupt::stop_flag();
        let target = place::resolved(out)?;
        if target.file_name().is_none() {
            // The folder that one stands in, or a root: it cannot be renamed.
            return Err(if force { FolderError::NotAResult } else { FolderError::Exists }(out.to_owned()));
        }
        for found in place::tidy(&target)?.iter().filter(|_| !quiet) {
            tell(&format!("{found}\n"));
        }
        may_write(out, &target, force)?;
        let staging = Staging::claim(&target)?;
        // Another run may have ended since; from now on none does.
        may_write(out, &target, force)?;
        staging.begin()?;
        Ok(Self { out: out.to_owned(), target, force, staging, streamed: RefCell::default() })
    }

    /// A file of that name, to be written while the result is computed.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn stream(&self, name: &str) -> Result<File, FolderError> {
        let file = File::create(self.staging.folder().join(name)).map_err(PlaceError::write(&self.out))?;
        self.streamed.borrow_mut().push(name.to_owned());
        Ok(file)
    }

    /// The manifest of `files` and of what was streamed, as a file; `about` says what was done with what.
    ///
    /// # Errors
    /// If what was streamed cannot be read.
    pub fn manifest(
        &self,
        about: impl Serialize,
        files: &[(String, Vec<u8>)],
        started: Instant,
    ) -> Result<(String, Vec<u8>), FolderError> {
        let mut hashes: BTreeMap<String, String> =
            files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect();
        for name in self.streamed.borrow().iter() {
            let hash = manifest::sha256_of_file(&self.staging.folder().join(name));
            hashes.insert(name.clone(), hash.map_err(PlaceError::write(&self.out))?);
        }
        Ok(manifest::file(about, hashes, started))
    }

    /// Writes the files and puts the folder in its place. Where that fails they are kept elsewhere.
    ///
    /// # Errors
    /// If that fails; the error says where the files are.
    pub fn write(self, files: &[(String, Vec<u8>)]) -> Result<(), FolderError> {
        let Self { out, target, force, mut staging, streamed } = self;
        place(&out, &target, force, &mut staging, files).map_err(|cause| {
            let cause = Box::new(cause);
            let streamed: Vec<PathBuf> = streamed.borrow().iter().map(|name| staging.folder().join(name)).collect();
            match keep(&target, files, &streamed) {
                Ok(kept) => FolderError::Elsewhere { cause, kept },
                Err(error) => FolderError::Lost { cause, error },
            }
        })
    }
}

/// Writes the files and puts the folder in its place.
fn place(
    out: &Path,
    target: &Path,
    force: bool,
    staging: &mut Staging,
    files: &[(String, Vec<u8>)],
) -> Result<(), FolderError> {
    write_all(&staging.folder(), files).map_err(PlaceError::write(out))?;
    // Something may have been put there while the run went on.
    may_write(out, target, force)?;
    staging.place(force).map_err(|error| match error {
        PlaceError::Exists(_) => FolderError::Exists(out.to_owned()),
        other => other.into(),
    })
}

/// Refuses what is there and may not be overwritten, or cannot be.
fn may_write(out: &Path, target: &Path, force: bool) -> Result<(), FolderError> {
    match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PlaceError::write(out)(error).into()),
        Ok(_) if contents::is_empty_folder(target) => {}
        Ok(_) if !force => return Err(FolderError::Exists(out.to_owned())),
        Ok(_) => match contents::strangers(target) {
            None => return Err(FolderError::NotAResult(out.to_owned())),
            Some(strangers) if !strangers.is_empty() => return Err(FolderError::Strangers(out.to_owned(), strangers)),
            Some(_) => contents::removable(target).map_err(PlaceError::write(out))?,
        },
    }
    Ok(place::movable(target)?)
}

/// Writes the files into a new folder beside the one where they should be or, where that fails, among the system's
/// temporary files, and what was streamed beside them; the answer is that folder.
fn keep(target: &Path, files: &[(String, Vec<u8>)], streamed: &[PathBuf]) -> io::Result<PathBuf> {
    let beside = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push("-");
    let into = |folder: &Path, name: &std::ffi::OsStr| -> io::Result<PathBuf> {
        let kept = tempfile::Builder::new().prefix(name).tempdir_in(folder)?;
        write_all(kept.path(), files)?;
        for file in streamed {
            fs::copy(file, kept.path().join(file.file_name().unwrap_or_default()))?;
        }
        Ok(kept.keep())
    };
    into(beside, &name).or_else(|_| into(&env::temp_dir(), "winset-result-".as_ref()))
}

fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, bytes)?;
    }
    Ok(())
}
