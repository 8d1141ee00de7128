//! Points that are done and need not run again: those of a sweep that was broken off, in a hidden folder beside its
//! result until that is there, and those of the result that is to be overwritten.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::CommandError;
use super::super::folder::sha256;
use super::super::place::{self, PlaceError};
use super::super::points::Points;
use crate::report::sweep::{DIFFERENCES, ESTIMATES, Finished, POINTS, PointRows};

/// Where points are kept until a sweep is done.
#[derive(Debug)]
pub struct Kept {
    points: Points,
    finished: Finished,
}

impl Kept {
    /// What is kept for a result in `out`.
    ///
    /// # Errors
    /// If that leads nowhere.
    pub fn beside(out: &Path) -> Result<Self, PlaceError> {
        let target = place::resolved(out)?;
        Ok(Self { points: Points::beside(&target, ".csv"), finished: finished(&target).unwrap_or_default() })
    }

    /// What was found at each of these points, as far as that is known.
    pub fn take(&mut self, keys: &[String]) -> BTreeMap<String, PointRows> {
        let known = |key: &String| Some((key.clone(), self.finished.take(key).or_else(|| rows(&self.points, key))?));
        keys.iter().filter_map(known).collect()
    }

    /// Whether it is known what was found at that point.
    pub fn has(&self, key: &str) -> bool {
        self.finished.has(key) || rows(&self.points, key).is_some()
    }

    /// Keeps a point, so that it need not run again.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn keep(&self, key: &str, rows: &PointRows) -> Result<(), CommandError> {
        self.points.keep(key, &rows.kept())
    }

    /// Where points are kept, as a message shows it.
    pub fn shown(&self) -> String {
        self.points.shown()
    }

    /// Removes what was kept while the sweep was not done.
    pub fn clear(self) {
        self.points.clear();
    }
}

fn rows(points: &Points, key: &str) -> Option<PointRows> {
    PointRows::parse(&points.read(key)?)
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
        let path = dir.path().join(".r.points").join(format!("{key}.csv"));
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
