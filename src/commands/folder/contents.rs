//! What a folder holds, and whether that may go.

use std::path::Path;
use std::{fs, io};

use super::manifest;

pub fn is_empty_folder(path: &Path) -> bool {
    path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// What is in a result folder that its manifest does not name; `None` where it is no result folder.
pub fn strangers(folder: &Path) -> Option<Vec<String>> {
    let manifest = folder.join(manifest::NAME);
    if !manifest.is_file() {
        return None;
    }
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(manifest).ok()?).ok()?;
    manifest.get("winset")?;
    let files = manifest.get("files")?.as_object()?;
    let mut found = Vec::new();
    names_below(folder, "", &mut found).ok()?;
    found.retain(|name| name != manifest::NAME && !files.contains_key(name));
    Some(found)
}

/// The files below `folder`, and its folders that hold none, named from `prefix` on.
fn names_below(folder: &Path, prefix: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() && !is_empty_folder(&entry.path()) {
            names_below(&entry.path(), &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(())
}

/// An error if the folder or one below it may not be written to, so that what it holds could not be removed.
pub fn removable(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removable(&entry.path())?;
        }
    }
    Ok(())
}
