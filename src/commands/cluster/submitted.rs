//! What has been submitted for a result: a folder beside it on the shared disk, with the scenario as it will run, the scripts,
//! the parts, what the jobs say, and which jobs they are.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::super::CommandError;
use super::super::folder::SCENARIO;
use super::super::place::{self, PlaceError};
use super::request::LOGS;
use super::script::{MERGE, PART, PRINTED, SAID, STATUS};
use super::slurm::JobId;
use crate::scenario::{self, shown_path};

/// Which jobs there are.
const JOBS: &str = "jobs.json";
/// Held by who follows the jobs.
const LOCK: &str = "lock";
/// How the names of parts begin, and of what is beside them while they are made.
const PARTS: [&str; 2] = ["part-", ".part-"];

/// The jobs of a result.
#[derive(Debug)]
pub struct Submitted {
    /// The folder.
    pub folder: PathBuf,
    /// The jobs.
    pub jobs: Jobs,
    _lock: File,
}

/// What is written down of the jobs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Jobs {
    /// By part, the array that it was last submitted in; none where it was not yet.
    pub arrays: Vec<JobId>,
    /// The job that makes the result of them.
    pub merge: Option<JobId>,
}

/// The files that make the jobs what they are, by name.
pub type Texts = [(&'static str, String); 3];

/// What is found where jobs would be submitted.
#[derive(Debug)]
pub enum Found {
    /// Nothing, or what is left of jobs that nobody has submitted.
    Nothing,
    /// These very jobs; and whether their merge has another script now.
    Same(Submitted, bool),
    /// Jobs of something else, and in what they differ.
    Other(Submitted, String),
}

impl Jobs {
    /// All of them.
    pub fn all(&self) -> BTreeSet<JobId> {
        self.arrays.iter().chain(&self.merge).filter(|job| !job.is_empty()).cloned().collect()
    }
}

/// The folder of the jobs for a result in `target`: `NAME.parts` beside it.
pub fn folder(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".parts");
    target.with_file_name(name)
}

/// What has been submitted there.
///
/// # Errors
/// If somebody follows it, or the folder cannot be read.
pub fn find(folder: &Path, texts: &Texts) -> Result<Found, CommandError> {
    let bytes = match fs::read(folder.join(JOBS)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        bytes => bytes.map_err(|error| unreadable(folder, &error))?,
    };
    let jobs: Jobs = serde_json::from_slice(&bytes).map_err(|error| unreadable(folder, &error))?;
    let submitted = Submitted { folder: folder.to_owned(), jobs, _lock: lock(folder)? };
    let mut other_merge = false;
    for (name, text) in texts {
        let there = fs::read_to_string(folder.join(name)).map_err(|error| unreadable(folder, &error))?;
        if there == *text {
            continue;
        }
        match *name {
            MERGE => other_merge = true,
            SCENARIO => return Ok(Found::Other(submitted, scenario::first_difference(&there, text))),
            _ => return Ok(Found::Other(submitted, format!("its {name} is {}", difference(&there, text)))),
        }
    }
    Ok(Found::Same(submitted, other_merge))
}

/// The first line in which scripts differ.
fn difference(there: &str, here: &str) -> String {
    let lines = there.lines().zip(here.lines()).find(|(there, here)| there != here);
    lines.map_or_else(|| "another".to_owned(), |(there, here)| format!("`{there}`, not `{here}`"))
}

impl Submitted {
    /// A new folder with these files, of which nothing is submitted yet.
    ///
    /// # Errors
    /// If it cannot be made, or something else is there.
    pub fn begin(folder: &Path, texts: &Texts) -> Result<Self, CommandError> {
        if folder.join(JOBS).exists() {
            return Err(followed(folder));
        }
        clear(folder);
        if let Some(parent) = folder.parent() {
            fs::create_dir_all(parent).map_err(PlaceError::write(folder))?;
        }
        fs::create_dir(folder).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => CommandError::Files(format!(
                "`{}` is where the parts would lie, and holds something else: move that, or name another result with --out",
                shown_path(folder)
            )),
            _ => PlaceError::write(folder)(error).into(),
        })?;
        fs::create_dir(folder.join(LOGS)).map_err(PlaceError::write(folder))?;
        for (name, text) in texts {
            place::file(&folder.join(name), text.as_bytes(), false)?;
        }
        let submitted = Self { folder: folder.to_owned(), jobs: Jobs::default(), _lock: lock(folder)? };
        submitted.write_down()?;
        Ok(submitted)
    }

    /// Writes down which jobs there are.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn write_down(&self) -> Result<(), CommandError> {
        let mut bytes = serde_json::to_vec_pretty(&self.jobs).expect("plain data");
        bytes.push(b'\n');
        Ok(place::file(&self.folder.join(JOBS), &bytes, true)?)
    }

    /// Gives the merge another script, and forgets how the last one ended.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn renew_merge(&self, script: &str) -> Result<(), CommandError> {
        place::file(&self.folder.join(MERGE), script.as_bytes(), true)?;
        match fs::remove_file(self.folder.join(STATUS)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(unreadable(&self.folder, &error)),
            _ => Ok(()),
        }
    }

    /// An error if somebody has removed the folder.
    ///
    /// # Errors
    /// So, and only so: a disk that cannot be reached may be again.
    pub fn is_there(&self) -> Result<(), CommandError> {
        match self.folder.join(JOBS).try_exists() {
            Ok(false) => Err(CommandError::Files(format!("`{}` is not there any more", shown_path(&self.folder)))),
            _ => Ok(()),
        }
    }

    /// The status with which the merge has ended, if it has.
    pub fn status(&self) -> Option<i32> {
        let text = fs::read_to_string(self.folder.join(STATUS)).ok()?;
        text.strip_suffix('\n')?.parse().ok()
    }

    /// What the merge has printed, and what it has said.
    pub fn said(&self) -> [String; 2] {
        [PRINTED, SAID].map(|name| {
            let bytes = fs::read(self.folder.join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }

    /// Removes the folder, but for files of others.
    pub fn clear(self) {
        clear(&self.folder);
    }
}

/// Removes what jobs have left. What cannot be removed stays.
fn clear(folder: &Path) {
    let own = [SCENARIO, PART, MERGE, PRINTED, SAID, STATUS, LOGS, LOCK, JOBS];
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let begins = |with: &[&str]| with.iter().any(|with| name.starts_with(with));
        if !own.contains(&&*name) && !begins(&PARTS) && !begins(&[place::IN_THE_MAKING]) {
            continue;
        }
        let _ = match entry.file_type() {
            Ok(kind) if kind.is_dir() => fs::remove_dir_all(entry.path()),
            _ => fs::remove_file(entry.path()),
        };
    }
    let _ = fs::remove_dir(folder);
}

/// Takes the lock of who follows. Where the disk knows no locks there is none to take.
fn lock(folder: &Path) -> Result<File, CommandError> {
    let path = folder.join(LOCK);
    let file =
        File::options().create(true).truncate(false).write(true).open(&path).map_err(PlaceError::write(&path))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(followed(folder)),
        _ => Ok(file),
    }
}

fn followed(folder: &Path) -> CommandError {
    CommandError::NotYet(format!("another winset follows the jobs of `{}` already", shown_path(folder)))
}

fn unreadable(folder: &Path, error: &dyn std::fmt::Display) -> CommandError {
    let there = shown_path(folder);
    CommandError::Files(format!(
        "`{there}` cannot be read: {error}; once none of its jobs is in the queue it may be removed"
    ))
}
