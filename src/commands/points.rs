//! What was found at single points, in a hidden folder beside a result until that is there, so that no point runs twice.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::CommandError;
use super::folder::sha256;
use super::place::{self, PlaceError};
use crate::report::counted;
use crate::scenario::{Scenario, shown_path};

/// The points of a result in the making.
#[derive(Debug)]
pub(super) struct Points {
    folder: PathBuf,
    /// What the names of their files end with.
    ending: &'static str,
}

/// What tells a point from every other one: what runs there, in which worlds, and by which version.
pub(super) fn key(scenario: &Scenario) -> String {
    sha256(format!("winset {}\n{}", env!("CARGO_PKG_VERSION"), scenario.resolved).as_bytes())
}

/// That so many of all points are not kept where they are shown to be.
pub(super) fn lacking(there: &str, missing: usize, all: usize) -> CommandError {
    let points = counted(all, "point");
    CommandError::NotYet(format!(
        "`{there}` lacks {missing} of {points} (yet): run the parts that are missing, then this again"
    ))
}

impl Points {
    /// Those beside a result in `target`, in files that end so.
    pub(super) fn beside(target: &Path, ending: &'static str) -> Self {
        Self { folder: folder(target), ending }
    }

    /// What is kept of a point.
    pub(super) fn read(&self, key: &str) -> Option<Vec<u8>> {
        fs::read(self.file(key)).ok()
    }

    /// Keeps a point.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn keep(&self, key: &str, bytes: &[u8]) -> Result<(), CommandError> {
        fs::create_dir_all(&self.folder).map_err(PlaceError::write(&self.folder))?;
        Ok(place::file(&self.file(key), bytes, true)?)
    }

    /// Where points are kept, as a message shows it.
    pub(super) fn shown(&self) -> String {
        shown_path(&self.folder)
    }

    /// Removes the points. Files of others stay.
    pub(super) fn clear(self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_point = name
                .to_str()
                .and_then(|name| name.strip_suffix(self.ending))
                .is_some_and(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
            if is_point {
                // What stays is taken by the next one, or not at all.
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&self.folder);
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}{}", self.ending))
    }
}

/// `.NAME.points` beside a result; a long name is replaced by its hash.
fn folder(target: &Path) -> PathBuf {
    const LONG: usize = 100;
    let name = target.file_name().unwrap_or_default();
    let mut hidden = OsString::from(".");
    match name.len() {
        ..=LONG => hidden.push(name),
        _ => hidden.push(&sha256(name.as_encoded_bytes())[..16]),
    }
    hidden.push(".points");
    target.with_file_name(hidden)
}
