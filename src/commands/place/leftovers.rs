//! What other runs have beside a place: those under way, and what is left of those that were killed.

use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use super::lock::{self, Holder};
use super::staging::ASIDE;
use super::{PlaceError, hidden_prefix, parent};
use crate::scenario::shown_path;

/// What was found beside a place. Displayed as a sentence for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leftover {
    /// A killed run's folder, removed now.
    Cleared(PathBuf),
    /// What was in the place before a run that was killed while it replaced it; there again now.
    PutBack(PathBuf),
    /// A folder of which nobody can tell whether its run is alive; left alone.
    Unclear(PathBuf),
}

impl fmt::Display for Leftover {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Leftover::Cleared(path) => write!(f, "removed `{}`, left by a run that was killed", shown_path(path)),
            Leftover::PutBack(path) => {
                write!(f, "put `{}` back, moved aside by a run that was killed", shown_path(path))
            }
            Leftover::Unclear(path) => write!(
                f,
                "`{}` belongs to a run on another machine, or to one that was killed; remove it if none is under way",
                shown_path(path)
            ),
        }
    }
}

/// Clears what killed runs have left beside `target`, and puts back what they had moved aside.
///
/// # Errors
/// If another run is under way to the same place.
pub fn tidy(target: &Path) -> Result<Vec<Leftover>, PlaceError> {
    let mut found = Vec::new();
    for folder in hidden(target) {
        match lock::holder(&folder) {
            Holder::Alive => return Err(PlaceError::Busy { target: target.to_owned(), staging: folder }),
            Holder::Unclear => found.push(Leftover::Unclear(folder)),
            // The lock stays open, so that no run that begins takes the folder before it is gone.
            Holder::Dead(_lock) => found.extend(bury(target, folder)),
        }
    }
    Ok(found)
}

/// Puts back what a dead run has moved aside, and clears its hidden folder.
fn bury(target: &Path, folder: PathBuf) -> Vec<Leftover> {
    let old = folder.join(ASIDE);
    let mut found = Vec::new();
    if target.symlink_metadata().is_err() && old.exists() {
        if fs::rename(&old, target).is_err() {
            return vec![Leftover::Unclear(folder)];
        }
        found.push(Leftover::PutBack(target.to_owned()));
    }
    match clear(&folder) {
        Ok(()) => found.push(Leftover::Cleared(folder)),
        // Unless another run has cleared it meanwhile.
        Err(_) if folder.exists() => found.push(Leftover::Unclear(folder)),
        Err(_) => {}
    }
    found
}

/// Removes a hidden folder, its lock at last: what is broken off can be cleared later.
pub fn clear(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else if entry.file_name() != lock::NAME {
            fs::remove_file(entry.path())?;
        }
    }
    match fs::remove_file(folder.join(lock::NAME)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::remove_dir(folder),
    }
}

/// The hidden folder of a run to `target` that is under way, other than `own`.
pub fn alive(target: &Path, own: Option<&Path>) -> Option<PathBuf> {
    let own = own.map(Path::file_name);
    let others = hidden(target).into_iter().filter(|folder| Some(folder.file_name()) != own);
    others.into_iter().find(|folder| matches!(lock::holder(folder), Holder::Alive))
}

/// The hidden folders of runs to `target`, by name.
fn hidden(target: &Path) -> Vec<PathBuf> {
    let prefix = hidden_prefix(target);
    let Ok(entries) = fs::read_dir(parent(target)) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    folders
}
