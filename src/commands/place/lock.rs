//! The lock by which a hidden folder tells whether the run that made it is alive.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;

/// The file that is locked.
pub const NAME: &str = "lock";

/// What the lock of a hidden folder says about the run that made it.
#[derive(Debug)]
pub enum Holder {
    /// It is under way.
    Alive,
    /// It has ended without clearing up. While the file is open no run takes the folder for its own.
    Dead(Option<File>),
    /// It ran elsewhere, or the file system knows no locks.
    Unclear,
}

/// Makes the lock of a new hidden folder; it is held until the file is closed, which the end of a process does.
///
/// # Errors
/// Of the kind `NotFound` if another run has meanwhile taken the folder for a dead run's, and removed it.
pub fn take(folder: &Path) -> io::Result<File> {
    let path = folder.join(NAME);
    let mut file = File::options().read(true).write(true).create_new(true).open(&path)?;
    // Where nothing can be locked the name of no machine is written, and so nobody believes that the run has ended.
    let locked = file.lock().is_ok();
    file.write_all(if locked { machine() } else { "-".to_owned() }.as_bytes())?;
    fs::metadata(&path)?;
    Ok(file)
}

/// Whether the run that made the hidden folder is alive.
pub fn holder(folder: &Path) -> Holder {
    let mut file = match File::open(folder.join(NAME)) {
        Ok(file) => file,
        // Killed before there was a lock, and so before there was anything.
        Err(error) if error.kind() == ErrorKind::NotFound && is_empty(folder) => return Holder::Dead(None),
        Err(_) => return Holder::Unclear,
    };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => return Holder::Alive,
        Err(TryLockError::Error(_)) => return Holder::Unclear,
        Ok(()) => {}
    }
    // A lock that another machine holds need not be seen here. Nothing is written by a run that was killed before.
    let mut made_on = String::new();
    let read = file.read_to_string(&mut made_on);
    if read.is_ok() && [machine().as_str(), ""].contains(&made_on.as_str()) {
        Holder::Dead(Some(file))
    } else {
        Holder::Unclear
    }
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

/// The machine since it was started: containers on it have the same answer.
fn machine() -> String {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    if !boot.trim().is_empty() {
        return boot.trim().to_owned();
    }
    #[cfg(unix)]
    return rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    return std::env::var("COMPUTERNAME").unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_tells_the_living_from_the_dead_and_from_strangers() {
        let dir = tempfile::tempdir().expect("a folder");
        assert!(matches!(holder(dir.path()), Holder::Dead(None)), "killed before it had a lock");
        let held = take(dir.path()).expect("locked");
        assert!(matches!(holder(dir.path()), Holder::Alive));
        drop(held);
        assert!(matches!(holder(dir.path()), Holder::Dead(Some(_))));
        for (machine, dead) in [("another machine", false), ("", true)] {
            fs::write(dir.path().join(NAME), machine).expect("written");
            assert_eq!(matches!(holder(dir.path()), Holder::Dead(Some(_))), dead);
        }
        fs::write(dir.path().join("something"), "").expect("written");
        fs::remove_file(dir.path().join(NAME)).expect("removed");
        assert!(matches!(holder(dir.path()), Holder::Unclear));
    }
}
