use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use super::{PlaceError, RANDOM, disk, hidden_prefix, leftovers, lock, parent, rename};

/// What was in the place, while the new takes it in two steps; in the hidden folder.
pub const ASIDE: &str = "old";

/// Bytes that must have room before anything is computed.
const ROOM: usize = 1 << 20;

/// A folder in the making, in a hidden one beside its place. What is not [placed](Staging::place) disappears with it.
#[derive(Debug)]
pub struct Staging {
    /// Where it will be.
    target: PathBuf,
    /// The hidden folder. It goes before the folders around it do, and before the lock is let go.
    hidden: TempDir,
    around: Around,
    _lock: File,
}

impl Staging {
    /// Claims the place `target`: as long as this is there no other run does.
    ///
    /// # Errors
    /// If another run has claimed it, or nothing can be made beside it.
    pub fn claim(target: &Path) -> Result<Self, PlaceError> {
        let around = Around::make(target)?;
        let (hidden, lock) = claim(target)?;
        Ok(Self { target: target.to_owned(), hidden, around, _lock: lock })
    }

    /// Makes the folder, which tries its name, after some room was written to.
    ///
    /// # Errors
    /// If that fails, so that the folder could not be placed either.
    pub fn begin(&self) -> Result<(), PlaceError> {
        let room = self.hidden.path().join("room");
        let rehearse = || -> io::Result<()> {
            let mut file = File::create(&room)?;
            file.write_all(&vec![0; ROOM])?;
            file.sync_all()?;
            fs::remove_file(&room)?;
            fs::create_dir_all(self.folder())
        };
        rehearse().map_err(PlaceError::write(&self.target))
    }

    /// The folder in the making.
    pub fn folder(&self) -> PathBuf {
        self.hidden.path().join("new").join(self.target.file_name().unwrap_or_default())
    }

    /// Puts the folder in its place once it is on the disk. With `replace` a folder that is there goes, in one step where
    /// the system can; without, only an empty one does.
    ///
    /// # Errors
    /// If something is there that may not be replaced, or the system refuses.
    pub fn place(&mut self, replace: bool) -> Result<(), PlaceError> {
        disk::sync_tree(&self.folder())?;
        let failed = PlaceError::write(&self.target);
        match fs::rename(self.folder(), &self.target) {
            Ok(()) => {}
            Err(_) if replace && self.target.exists() => {
                rename::replace(&self.folder(), &self.target, &self.hidden.path().join(ASIDE)).map_err(failed)?;
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => {
                return Err(PlaceError::Exists(self.target.clone()));
            }
            Err(error) => return Err(failed(error)),
        }
        let synced = self.around.keep().and_then(|()| disk::sync_folder(parent(&self.target)));
        synced.map_err(PlaceError::write(&self.target))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed the next run tries to remove.
        let _ = leftovers::clear(self.hidden.path());
    }
}

/// A hidden folder and its lock, where no other run to the same place has any. Of several that begin at the same moment
/// each may see another; those give way and try again, each in its own time.
fn claim(target: &Path) -> Result<(TempDir, File), PlaceError> {
    const TRIES: usize = 20;
    let prefix = hidden_prefix(target);
    let mut tries = 0;
    loop {
        let mut named = tempfile::Builder::new();
        let named = named.prefix(&prefix).rand_bytes(RANDOM);
        let hidden = named.tempdir_in(parent(target)).map_err(PlaceError::write(target))?;
        tries += 1;
        let lock = match lock::take(hidden.path()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && tries < TRIES => continue,
            lock => lock.map_err(PlaceError::write(target))?,
        };
        let Some(rival) = leftovers::alive(target, Some(hidden.path())) else { return Ok((hidden, lock)) };
        drop((hidden, lock));
        thread::sleep(Duration::from_millis(RandomState::new().hash_one(tries) % 100));
        let settled = leftovers::alive(target, None).or_else(|| (tries == TRIES).then_some(rival));
        if let Some(staging) = settled {
            return Err(PlaceError::Busy { target: target.to_owned(), staging });
        }
    }
}

/// The folders that were made around a place; they go again, unless something was put into them.
#[derive(Debug)]
struct Around(Vec<PathBuf>);

impl Around {
    fn make(target: &Path) -> Result<Self, PlaceError> {
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = Around(target.ancestors().skip(1).take_while(missing).map(Path::to_owned).collect());
        fs::create_dir_all(parent(target)).map_err(PlaceError::write(target))?;
        Ok(made)
    }

    /// They stay, also when the machine stops.
    fn keep(&mut self) -> io::Result<()> {
        self.0.drain(..).try_for_each(|folder| disk::sync_folder(parent(&folder)))
    }
}

impl Drop for Around {
    fn drop(&mut self) {
        for folder in &self.0 {
            // One in which another run works stays.
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::place::leftovers::Leftover;
    use crate::commands::place::tidy;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
        let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn staged(target: &Path, file: &str) -> Staging {
        let staging = Staging::claim(target).expect("nobody has claimed it");
        staging.begin().expect("it can be written");
        fs::write(staging.folder().join(file), "").expect("written");
        staging
    }

    /// What is left of a run that is killed: its hidden folder.
    fn killed(staging: Staging) -> PathBuf {
        let hidden = staging.hidden.path().to_owned();
        let copy = hidden.with_extension("copy");
        fs::rename(&hidden, &copy).expect("out of reach");
        drop(staging);
        fs::rename(copy, &hidden).expect("back");
        hidden
    }

    #[test]
    fn what_is_not_placed_disappears_with_the_folders_made_for_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("a/b/c");
        drop(staged(&target, "1"));
        assert!(names(dir.path()).is_empty());
        staged(&target, "1").place(false).expect("placed");
        assert_eq!(names(&dir.path().join("a/b")), ["c"]);
    }

    #[test]
    fn another_folder_is_replaced_only_when_asked() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("r");
        fs::create_dir(&target).expect("made");
        staged(&target, "1").place(false).expect("an empty folder holds nothing");
        assert!(matches!(staged(&target, "2").place(false), Err(PlaceError::Exists(_))));
        assert_eq!(names(&target), ["1"]);
        staged(&target, "3").place(true).expect("replaced");
        assert_eq!(names(&target), ["3"]);
        assert_eq!(names(dir.path()), ["r"]);
    }

    #[test]
    fn a_second_run_is_told_of_the_first_and_the_dead_are_cleared() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["r".to_owned(), "x".repeat(255)] {
            let target = dir.path().join(name);
            let first = staged(&target, "1");
            assert!(matches!(tidy(&target), Err(PlaceError::Busy { .. })));
            assert_eq!(tidy(&dir.path().join("other")).expect("another place"), []);
            let hidden = killed(first);
            assert_eq!(tidy(&target).expect("nobody is alive"), [Leftover::Cleared(hidden)]);
            assert!(names(dir.path()).is_empty());
        }
    }

    #[test]
    fn of_many_that_begin_at_once_one_wins() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("r");
        let start = std::sync::Barrier::new(8);
        let begin = || {
            start.wait();
            Staging::claim(&target)
        };
        let begun: Vec<_> = thread::scope(|scope| {
            let runs: Vec<_> = (0..8).map(|_| scope.spawn(begin)).collect();
            runs.into_iter().map(|run| run.join().expect("no panic")).collect()
        });
        let lost = begun.iter().filter(|begun| matches!(begun, Err(PlaceError::Busy { .. })));
        assert_eq!((lost.count(), names(dir.path()).len()), (7, 1), "{begun:?}");
    }

    #[test]
    fn what_was_moved_aside_is_put_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let target = dir.path().join("r");
        let hidden = killed(staged(&target, "new"));
        fs::create_dir(hidden.join(ASIDE)).expect("made");
        fs::write(hidden.join(ASIDE).join("old"), "").expect("written");
        let found = tidy(&target).expect("nobody is alive");
        assert_eq!(found, [Leftover::PutBack(target.clone()), Leftover::Cleared(hidden)]);
        assert_eq!(names(&target), ["old"]);
    }
}
