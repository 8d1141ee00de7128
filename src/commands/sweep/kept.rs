//! Points that are done and need not run again: those of a sweep that was broken off, in a hidden folder beside its
//! result until that is there, and those of the result that is to be overwritten.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::CommandError;
use super::super::folder::sha256;
use super::super::place::{self, PlaceError};
use crate::report::sweep::{DIFFERENCES, ESTIMATES, Finished, POINTS, PointRows};
use crate::scenario::Scenario;
use crate::scenario::shown_path;

/// Where points are kept until a sweep is done.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    finished: Finished,
}

/// What tells a point from every other one: what runs there, in which worlds, and by which version.
pub fn key(scenario: &Scenario) -> String {
    sha256(format!("winset {}\n{}", env!("CARGO_PKG_VERSION"), scenario.resolved).as_bytes())
}

impl Kept {
    /// What is kept for a result in `out`.
    ///
    /// # Errors
    /// If that leads nowhere.
    pub fn beside(out: &Path) -> Result<Self, PlaceError> {
        let target = place::resolved(out)?;
        Ok(Self { folder: folder(&target), finished: finished(&target).unwrap_or_default() })
    }

    /// What was found at each of these points, as far as that is known.
    pub fn take(&mut self, keys: &[String]) -> BTreeMap<String, PointRows> {
        let known = |key: &String| {
            let from_file = || PointRows::parse(&fs::read(self.folder.join(file(key))).ok()?);
            Some((key.clone(), self.finished.take(key).or_else(from_file)?))
        };
        keys.iter().filter_map(known).collect()
    }

    /// Keeps a point, so that it need not run again.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn keep(&self, key: &str, rows: &PointRows) -> Result<(), CommandError> {
        fs::create_dir_all(&self.folder).map_err(PlaceError::write(&self.folder))?;
        Ok(place::file(&self.folder.join(file(key)), &rows.kept(), true)?)
    }

    /// Where points are kept, as a message shows it.
    pub fn shown(&self) -> String {
        shown_path(&self.folder)
    }

    /// Removes what was kept while the sweep was not done. Files of others stay.
    pub fn clear(self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let is_point = name
                .to_str()
                .and_then(|name| name.strip_suffix(ENDING))
                .is_some_and(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
            if is_point {
                // What stays is taken by the next sweep, or not at all.
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&self.folder);
    }
}

const ENDING: &str = ".csv";

fn file(key: &str) -> String {
    format!("{key}{ENDING}")
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

/// The points of a result that is there, if its files are those that it was written with.
fn finished(target: &Path) -> Option<Finished> {
    let manifest: Value = serde_json::from_slice(&fs::read(target.join("manifest.json")).ok()?).ok()?;
    let read = |name: &str| {
        let bytes = fs::read(target.join(name)).ok()?;
        let same = manifest["files"][name].as_str() == Some(sha256(&bytes).as_str());
        Some(bytes).filter(|_| same)
    };
    Finished::read(&read(POINTS)?, &read(ESTIMATES)?, &read(DIFFERENCES)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_again_and_cleared() {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("r");
        let rows = PointRows::default();
        let key = "ab".repeat(32);
        let kept = || Kept::beside(&out).expect("a place");
        kept().keep(&key, &rows).expect("written");
        assert_eq!(kept().take(&[key.clone(), "cd".repeat(32)]), BTreeMap::from([(key.clone(), rows)]));
        let path = dir.path().join(".r.points").join(file(&key));
        let whole = fs::read(&path).expect("there");
        fs::write(&path, &whole[..whole.len() - 2]).expect("written");
        assert!(kept().take(std::slice::from_ref(&key)).is_empty(), "a file that is not whole is none");
        fs::write(dir.path().join(".r.points/mine.txt"), "").expect("written");
        kept().clear();
        assert!(!path.exists() && dir.path().join(".r.points/mine.txt").exists());
        fs::remove_file(dir.path().join(".r.points/mine.txt")).expect("removed");
        kept().clear();
        assert!(!dir.path().join(".r.points").exists());
    }
}
