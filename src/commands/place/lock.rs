//! The lock by which a hidden folder tells whether the run that made it is alive.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;

const NAME: &str = "lock";

/// What the lock of a hidden folder says about the run that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// It is under way.
    Alive,
    /// It has ended without clearing up.
    Dead,
    /// It ran elsewhere, or the file system knows no locks.
    Unclear,
}

/// Makes the lock of a hidden folder; it is held until the file is closed, which the end of a process does.
///
/// Its name appears only when it is locked, so that nobody takes a run that begins for one that has ended.
pub fn take(folder: &Path) -> io::Result<File> {
    let unnamed = folder.join("lock.new");
    let mut file = File::options().read(true).write(true).create_new(true).open(&unnamed)?;
    // Where nothing can be locked nothing is said about the machine, and so nobody believes that the run has ended.
    if file.try_lock().is_ok() {
        file.write_all(machine().as_bytes())?;
    }
    fs::rename(unnamed, folder.join(NAME))?;
    Ok(file)
}

/// Whether the run that made the hidden folder is alive.
pub fn holder(folder: &Path) -> Holder {
    let Ok(mut file) = File::open(folder.join(NAME)) else { return Holder::Unclear };
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => return Holder::Alive,
        Err(TryLockError::Error(_)) => return Holder::Unclear,
        Ok(()) => {}
    }
    // A lock that another machine holds need not be seen here.
    let mut made_on = String::new();
    let read = file.read_to_string(&mut made_on);
    if read.is_ok() && !made_on.is_empty() && made_on == machine() { Holder::Dead } else { Holder::Unclear }
}

/// The machine since it was started: containers on it have the same answer. Empty where it cannot be told.
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
        assert_eq!(holder(dir.path()), Holder::Unclear, "no lock yet");
        let held = take(dir.path()).expect("locked");
        assert_eq!(holder(dir.path()), Holder::Alive);
        drop(held);
        assert_eq!(holder(dir.path()), Holder::Dead);
        fs::write(dir.path().join(NAME), "another machine").expect("written");
        assert_eq!(holder(dir.path()), Holder::Unclear);
    }
}
