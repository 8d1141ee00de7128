//! Whether what is in a place can be moved out of it, as far as that can be known beforehand.

use std::path::Path;

use super::PlaceError;

/// Refuses a folder that no renaming can replace.
///
/// # Errors
/// If it is a mount point or immutable, or belongs to somebody else in a folder where only owners may rename.
pub fn movable(folder: &Path) -> Result<(), PlaceError> {
    #[cfg(unix)]
    if let Some(why) = unix::obstacle(folder).map_err(PlaceError::write(folder))? {
        return Err(PlaceError::Unmovable { path: folder.to_owned(), why });
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(unix)]
mod unix {
    use std::fs::{self, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    use crate::commands::place::parent;

    /// What keeps a folder where it is.
    pub fn obstacle(folder: &Path) -> io::Result<Option<&'static str>> {
        let (there, around) = (fs::symlink_metadata(folder)?, fs::metadata(parent(folder))?);
        Ok(if is_mount_point(folder).unwrap_or(there.dev() != around.dev()) {
            Some("it is a mount point; a folder inside it can be written")
        } else if is_kept_by_owner(&there, &around) {
            Some("it belongs to another user, and only owners may rename what is in the folder around it")
        } else if is_immutable(folder) {
            Some("it is marked as immutable")
        } else {
            None
        })
    }

    /// Of what is in a folder with the sticky bit, such as `/tmp`, only the owners of either may move it, and root.
    fn is_kept_by_owner(there: &Metadata, around: &Metadata) -> bool {
        const STICKY: u32 = 0o1000;
        let user = rustix::process::geteuid();
        around.mode() & STICKY != 0 && !user.is_root() && ![there.uid(), around.uid()].contains(&user.as_raw())
    }

    /// `None` where the system does not say.
    #[cfg(target_os = "linux")]
    fn is_mount_point(folder: &Path) -> Option<bool> {
        let (attributes, known) = attributes(folder)?;
        let mount = rustix::fs::StatxAttributes::MOUNT_ROOT;
        known.contains(mount).then(|| attributes.contains(mount))
    }

    #[cfg(not(target_os = "linux"))]
    fn is_mount_point(_: &Path) -> Option<bool> {
        None
    }

    #[cfg(target_os = "linux")]
    fn is_immutable(folder: &Path) -> bool {
        use rustix::fs::StatxAttributes as Attributes;
        attributes(folder).is_some_and(|(has, _)| has.intersects(Attributes::IMMUTABLE | Attributes::APPEND))
    }

    #[cfg(not(target_os = "linux"))]
    fn is_immutable(_: &Path) -> bool {
        false
    }

    /// The attributes of a folder, and which ones the file system knows.
    #[cfg(target_os = "linux")]
    fn attributes(folder: &Path) -> Option<(rustix::fs::StatxAttributes, rustix::fs::StatxAttributes)> {
        use rustix::fs::{AtFlags, CWD, StatxFlags, statx};
        let stat = statx(CWD, folder, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::BASIC_STATS).ok()?;
        Some((stat.stx_attributes, stat.stx_attributes_mask))
    }
}
