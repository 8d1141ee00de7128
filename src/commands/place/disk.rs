//! That what was written is on the disk, not only on its way there.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

use super::PlaceError;

/// Waits until a folder and all that is in it are on the disk.
pub fn sync_tree(folder: &Path) -> Result<(), PlaceError> {
    for entry in fs::read_dir(folder).map_err(PlaceError::write(folder))? {
        let entry = entry.map_err(PlaceError::write(folder))?;
        let path = entry.path();
        if entry.file_type().map_err(PlaceError::write(&path))?.is_dir() {
            sync_tree(&path)?;
        } else {
            let file = OpenOptions::new().write(true).open(&path);
            file.and_then(|file| file.sync_all()).map_err(PlaceError::write(&path))?;
        }
    }
    sync_folder(folder).map_err(PlaceError::write(folder))
}

/// Waits until the names in a folder are on the disk, where the system has such a thing.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    match fs::File::open(folder).and_then(|folder| folder.sync_all()) {
        // Some file systems do not sync folders, and a folder that one may write to need not be one that one may read.
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::PermissionDenied) => {
            return Err(error);
        }
        _ => {}
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
