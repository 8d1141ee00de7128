//! One folder in place of another.

use std::path::Path;
use std::{fs, io};

/// Puts the folder `new` where the folder `target` is. Where the system can that is one step; elsewhere `target` goes to
/// `aside` first, and comes back if the second step fails.
pub fn replace(new: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    match exchange(new, target) {
        Err(error) if unsupported(&error) => in_two_steps(new, target, aside),
        done => done,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(new: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether the system or the file system has no such step.
fn unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

fn in_two_steps(new: &Path, target: &Path, aside: &Path) -> io::Result<()> {
    fs::rename(target, aside)?;
    fs::rename(new, target).inspect_err(|_| {
        // The error that is reported is the first one; what is aside is put back by the next run if not by this one.
        let _ = fs::rename(aside, target);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Folders `new` and `target`, each with a file of that name.
    fn folders() -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["new", "target"] {
            fs::create_dir(dir.path().join(name)).expect("made");
            fs::write(dir.path().join(name).join(name), "").expect("written");
        }
        dir
    }

    #[test]
    fn a_folder_takes_the_place_of_another_in_one_step_or_two() {
        for step in [replace, in_two_steps] {
            let dir = folders();
            let [new, target, aside] = ["new", "target", "aside"].map(|name| dir.path().join(name));
            step(&new, &target, &aside).expect("replaced");
            assert!(target.join("new").exists() && !target.join("target").exists());
            assert!(new.join("target").exists() || aside.join("target").exists(), "the old one is still somewhere");
        }
    }

    #[test]
    fn what_cannot_be_replaced_is_where_it_was() {
        for step in [replace, in_two_steps] {
            let dir = folders();
            let [new, target, aside] = ["none", "target", "aside"].map(|name| dir.path().join(name));
            assert_eq!(step(&new, &target, &aside).expect_err("no such folder").kind(), io::ErrorKind::NotFound);
            assert!(target.join("target").exists());
        }
    }
}
