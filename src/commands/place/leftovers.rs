//! What other runs have beside a place: those under way, and what is left of those that were killed.

use std::path::{Path, PathBuf};
use std::{fmt, fs};

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
            Holder::Dead => {
                let old = folder.join(ASIDE);
                if target.symlink_metadata().is_err() && old.exists() && fs::rename(&old, target).is_ok() {
                    found.push(Leftover::PutBack(target.to_owned()));
                }
                // What is still needed where putting back failed stays.
                let needed = target.symlink_metadata().is_err() && old.exists();
                if !needed && fs::remove_dir_all(&folder).is_ok() {
                    found.push(Leftover::Cleared(folder));
                } else if folder.exists() {
                    found.push(Leftover::Unclear(folder));
                }
            }
        }
    }
    Ok(found)
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
