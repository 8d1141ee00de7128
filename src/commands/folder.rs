//! The result folder: complete or not there, and never over another one without being asked.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::scenario::Scenario;

/// What can go wrong with a result folder.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is there already.
    #[error("`{0}` exists already; --force overwrites it, --out names another folder")]
    Exists(PathBuf),
    /// It is there and holds something else than results.
    #[error(
        "`{0}` is not a result folder (it has no manifest.json), so --force does not overwrite it; --out names another folder"
    )]
    NotAResult(PathBuf),
    /// It holds results and something else.
    #[error(
        "`{}` holds more than results ({}), so --force does not overwrite it; move that, or name another folder with --out",
        .0.display(), listed(.1)
    )]
    Strangers(PathBuf, Vec<String>),
    /// The operating system refused.
    #[error("cannot write `{path}`: {error}")]
    Write {
        /// What was being written.
        path: PathBuf,
        /// Why it could not be.
        error: io::Error,
    },
}

/// The first few names, and how many more there are.
fn listed(names: &[String]) -> String {
    let first: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let more = names.len() - first.len();
    let rest = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{rest}", first.join(", "))
}

/// Where a file came from: `manifest.json`.
#[derive(Debug, Serialize)]
pub struct Manifest {
    /// Version of winset.
    pub winset: &'static str,
    /// SHA-256 of `scenario.toml`.
    pub scenario_sha256: String,
    /// Seed of the worlds.
    pub seed: u64,
    /// Number of worlds.
    pub replications: u64,
    /// The command as it was typed.
    pub command: String,
    /// Seconds that the run took.
    pub seconds: f64,
    /// Every other file of the folder with its SHA-256, by name.
    pub files: std::collections::BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of the other `files`, as a file.
    pub fn file(scenario: &Scenario, files: &[(String, Vec<u8>)], started: Instant) -> (String, Vec<u8>) {
        let manifest = Manifest {
            winset: env!("CARGO_PKG_VERSION"),
            scenario_sha256: sha256(scenario.resolved.as_bytes()),
            seed: scenario.run.seed,
            replications: scenario.run.replications,
            command: std::env::args().collect::<Vec<_>>().join(" "),
            seconds: started.elapsed().as_secs_f64(),
            files: files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes))).collect(),
        };
        let mut text = serde_json::to_vec_pretty(&manifest).expect("a manifest is plain data");
        text.push(b'\n');
        ("manifest.json".to_owned(), text)
    }
}

/// SHA-256 as lower-case hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Refuses a place that may not be written to. To be asked before a long run, and again when writing.
pub fn may_write(out: &Path, force: bool) -> Result<(), FolderError> {
    if out.file_name().is_none() {
        // The folder that one stands in, or a root: it cannot be renamed.
        return Err(if force { FolderError::NotAResult } else { FolderError::Exists }(out.to_owned()));
    }
    if out.symlink_metadata().is_ok() && !is_empty_folder(out) {
        if !force {
            return Err(FolderError::Exists(out.to_owned()));
        }
        match strangers(out) {
            None => return Err(FolderError::NotAResult(out.to_owned())),
            Some(strangers) if !strangers.is_empty() => return Err(FolderError::Strangers(out.to_owned(), strangers)),
            Some(_) => {}
        }
    }
    can_create_beside(out)
}

fn is_empty_folder(path: &Path) -> bool {
    path.is_dir() && fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// What is in a result folder that its manifest does not name; `None` where it is no result folder.
fn strangers(out: &Path) -> Option<Vec<String>> {
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).ok()?).ok()?;
    manifest.get("winset")?;
    let files = manifest.get("files")?.as_object()?;
    let mut found = Vec::new();
    names_below(out, "", &mut found).ok()?;
    found.retain(|name| name != "manifest.json" && !files.contains_key(name));
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

/// Tries to make a folder where the result will be made, in the nearest folder that is there already.
fn can_create_beside(out: &Path) -> Result<(), FolderError> {
    let parents = out.ancestors().skip(1).map(|path| if path.as_os_str().is_empty() { Path::new(".") } else { path });
    let there = parents.into_iter().find(|path| path.exists()).unwrap_or(Path::new("."));
    let trial = sibling(&there.join("trial"), "part");
    fs::create_dir(&trial)
        .and_then(|()| fs::remove_dir(&trial))
        .map_err(|error| FolderError::Write { path: out.to_owned(), error })
}

/// Writes the files to a sibling of `out` and renames it when it is complete. What was there before is
/// removed only after that, and put back if the renaming fails.
pub fn write(out: &Path, force: bool, files: &[(String, Vec<u8>)]) -> Result<(), FolderError> {
    may_write(out, force)?;
    let temporary = sibling(out, "part");
    let written = write_all(&temporary, files).and_then(|()| place(out, &temporary, force));
    if written.is_err() {
        // The error that is reported is the first one.
        let _ = fs::remove_dir_all(&temporary);
    }
    written
}

fn write_all(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<(), FolderError> {
    for (name, bytes) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| FolderError::Write { path: parent.to_owned(), error })?;
        fs::write(&path, bytes).map_err(|error| FolderError::Write { path, error })?;
    }
    Ok(())
}

/// Renames the complete folder. Without `force` that fails where another run has put its result there meanwhile.
fn place(out: &Path, temporary: &Path, force: bool) -> Result<(), FolderError> {
    let failed = |error| FolderError::Write { path: out.to_owned(), error };
    if !force || !out.exists() {
        return fs::rename(temporary, out).map_err(|error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists => FolderError::Exists(out.to_owned()),
            _ => failed(error),
        });
    }
    let old = sibling(out, "old");
    fs::rename(out, &old).map_err(failed)?;
    if let Err(error) = fs::rename(temporary, out) {
        fs::rename(&old, out).map_err(failed)?;
        return Err(failed(error));
    }
    fs::remove_dir_all(&old).map_err(|error| FolderError::Write { path: old.clone(), error })
}

/// A hidden name beside `out` that no other run uses.
fn sibling(out: &Path, purpose: &str) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.{purpose}-{}", std::process::id()))
}
