//! Putting a folder or a file in its place: complete or not at all, and nothing that was there lost.
//!
//! A folder is made inside a hidden one beside its place, a [`Staging`], and put there by one renaming. Over another
//! folder it is exchanged in one step where the system can; elsewhere in two, and the next run mends what was broken off
//! between them. A lock in the hidden folder tells who is alive, so that leftovers of runs that were killed can be
//! [tidied up](tidy) and a second run into the same place is told before it computes anything.

mod disk;
mod file;
mod leftovers;
mod lock;
mod movable;
mod rename;
mod staging;

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};

use crate::scenario::shown_path;

pub use file::file;
pub use leftovers::tidy;
pub use movable::movable;
pub use staging::Staging;

/// Why something cannot be put in its place.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Something is there already, and it was not asked to be replaced.
    #[error("`{}` exists already", shown_path(.0))]
    Exists(PathBuf),
    /// Another run is at it.
    #[error("another run is writing `{}` (it works in `{}`)", shown_path(.target), shown_path(.staging))]
    Busy {
        /// The place.
        target: PathBuf,
        /// The folder that the other run holds locked.
        staging: PathBuf,
    },
    /// What is there cannot be moved out of the way.
    #[error("`{}` cannot be replaced: {why}", shown_path(.path))]
    Unmovable {
        /// What is there.
        path: PathBuf,
        /// What it is that keeps it there.
        why: &'static str,
    },
    /// The operating system refused.
    #[error("cannot write `{}`: {error}", shown_path(.path))]
    Write {
        /// What was being written.
        path: PathBuf,
        /// Why it could not be.
        error: io::Error,
    },
}

impl PlaceError {
    /// For `map_err`: the system refused to write `path`.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| PlaceError::Write { path, error }
    }

    /// Whether the same may succeed later: another run is at it, or there is no room.
    pub fn passes(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, ResourceBusy, StorageFull};
        match self {
            PlaceError::Busy { .. } => true,
            PlaceError::Write { error, .. } => matches!(error.kind(), StorageFull | QuotaExceeded | ResourceBusy),
            PlaceError::Exists(_) | PlaceError::Unmovable { .. } => false,
        }
    }
}

/// Where `path` leads: links are followed, to a place where nothing is yet as well, so that the link stays.
///
/// # Errors
/// If the links go in a circle, or the system does not let one look.
pub fn resolved(path: &Path) -> Result<PathBuf, PlaceError> {
    const LINKS: usize = 40;
    // Without the slash at the end, which would follow a link.
    let mut place: PathBuf = path.components().collect();
    for _ in 0..LINKS {
        match fs::read_link(&place) {
            Ok(target) => place = parent(&place).join(target).components().collect(),
            // Not a link, or nothing.
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::NotFound) => {
                return Ok(place);
            }
            Err(error) => return Err(PlaceError::write(path)(error)),
        }
    }
    Err(PlaceError::write(path)(io::Error::other("its symbolic links go in a circle")))
}

/// The folder that `path` is in.
fn parent(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// How the name of a file begins that is being written.
pub const IN_THE_MAKING: &str = ".winset-";

/// Random characters at the end of a hidden folder's name.
const RANDOM: usize = 6;

/// How the hidden folders beside `target` begin. A long name is replaced by its hash, so that what is added to it fits.
fn hidden_prefix(target: &Path) -> OsString {
    const LONG: usize = 100;
    let name = target.file_name().unwrap_or_default();
    let mut prefix = OsString::from(".");
    if name.len() <= LONG {
        prefix.push(name)
    } else {
        prefix.push(digest(name.as_encoded_bytes()))
    }
    prefix.push(".winset-");
    prefix
}

/// The beginning of the SHA-256, as hexadecimal digits.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)[..8].iter().fold(String::new(), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
