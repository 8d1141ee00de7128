use std::io::{self, Write};
use std::path::Path;

use super::{IN_THE_MAKING, PlaceError, disk, parent, resolved};

/// Writes a file as a whole or not at all. With `replace` a file that is there goes in the same step.
///
/// # Errors
/// If something is there that may not be replaced, or the system refuses.
pub fn file(path: &Path, bytes: &[u8], replace: bool) -> Result<(), PlaceError> {
    let target = resolved(path)?;
    if target.exists() && !target.is_file() {
        return Err(PlaceError::write(path)(io::Error::other("it is not a regular file")));
    }
    let write = || -> io::Result<()> {
        let mut new = tempfile::Builder::new();
        #[cfg(unix)]
        new.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut new = new.prefix(IN_THE_MAKING).tempfile_in(parent(&target))?;
        new.write_all(bytes)?;
        new.as_file().sync_all()?;
        let placed = if replace { new.persist(&target) } else { new.persist_noclobber(&target) };
        placed.map_err(|error| error.error)?;
        disk::sync_folder(parent(&target))
    };
    write().map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => PlaceError::Exists(path.to_owned()),
        _ => PlaceError::write(path)(error),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_asked_and_a_link_is_followed() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("f");
        file(&path, b"1", false).expect("written");
        assert!(matches!(file(&path, b"2", false), Err(PlaceError::Exists(_))));
        assert_eq!(fs::read(&path).expect("there"), b"1");
        file(&path, b"3", true).expect("replaced");
        assert_eq!(fs::read(&path).expect("there"), b"3");
        #[cfg(unix)]
        {
            let link = dir.path().join("link");
            std::os::unix::fs::symlink("f", &link).expect("linked");
            file(&link, b"4", true).expect("replaced");
            assert_eq!(fs::read_link(&link).expect("still a link"), Path::new("f"));
            assert_eq!(fs::read(&path).expect("there"), b"4");
        }
        fs::remove_file(&path).expect("removed");
        assert!(fs::read_dir(dir.path()).expect("a folder").count() <= 1, "nothing temporary is left");
    }
}
