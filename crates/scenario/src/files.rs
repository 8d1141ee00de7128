//! Reading files safely: regular, not too large, UTF-8, and beside the file that names them or in a folder that is open.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::characters::composed;
use super::code::Code;
use super::fault::{Fault, Sources};
use super::limits::{MAX_ALL_BYTES, MAX_FILE_BYTES};
use super::log::Log;
use super::node::Origin;
use super::suggest;

/// Names of a folder that are looked at for one that was meant.
const MOST_NAMES: usize = 10_000;

/// Reads the file at `path` as a source called `name`. Faults of the file itself point at `named_at`,
/// the place that names it.
pub(super) fn read(
    path: &Path,
    name: &str,
    named_at: Option<Origin>,
    sources: &mut Sources,
    log: &Log,
) -> Option<usize> {
    let bytes = bytes_of(path, name, named_at, sources, log)?;
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = sources.add(name, String::from_utf8_lossy(error.as_bytes()));
            let at = Origin { source, start: valid, end: valid + '\u{fffd}'.len_utf8() };
            let message = format!("byte {valid} of this file is not UTF-8");
            let fault = Fault::at(Code::NotUtf8, at, message).label("not UTF-8");
            log.add(fault.help("save it with the encoding UTF-8"));
            None
        }
    }
}

/// The bytes of the file at `path`, if the scenario has room for them.
pub(super) fn bytes_of(
    path: &Path,
    name: &str,
    named_at: Option<Origin>,
    sources: &Sources,
    log: &Log,
) -> Option<Vec<u8>> {
    let bytes = match bytes(path) {
        Ok(bytes) => bytes,
        Err(message) => {
            let fault = Fault::new(Code::UnreadableFile, format!("cannot read `{name}`: {message}"));
            let help = if path.exists() { None } else { did_you_mean(path, path.parent()) };
            log.add(Fault { at: named_at, help, ..fault });
            return None;
        }
    };
    if sources.bytes() + bytes.len() as u64 > MAX_ALL_BYTES {
        let message = format!("with `{name}` the files of this scenario are larger than {} MiB", MAX_ALL_BYTES >> 20);
        log.add(Fault { at: named_at, ..Fault::new(Code::TooMany, message) });
        return None;
    }
    Some(bytes)
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let too_large = || format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20);
    // Asked before opening, because opening a named pipe would wait for its writer.
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("it is not a regular file".into());
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| reason(&error))?;
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES { Err(too_large()) } else { Ok(bytes) }
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// The file that another one in `folder` calls `name`: in that folder or below it, whatever the links, or in or below one of
/// the folders that are `open`.
pub(super) fn beside(folder: &Path, name: &str, at: Origin, open: &[PathBuf]) -> Result<PathBuf, Fault> {
    let outside = || {
        Fault::at(Code::OutsideFolder, at, "this file is outside the folder of the scenario")
            .label("outside")
            .help("name a file in the same folder or below it, or open its folder with --allow DIR")
    };
    let relative = Path::new(name);
    let inside = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    if name.is_empty() || (open.is_empty() && !relative.components().all(inside)) {
        return Err(outside());
    }
    let unreadable = |error| {
        let message = format!("cannot read this file: {}", reason(&error));
        Fault::at(Code::UnreadableFile, at, message).label("named here")
    };
    let folder = folder.canonicalize().map_err(unreadable)?;
    let open: Vec<PathBuf> = open.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let is_open = |path: &Path| path.starts_with(&folder) || open.iter().any(|open| path.starts_with(open));
    let wanted = folder.join(relative);
    // Whether there is a file where nothing may be read is nobody's business.
    if wanted.parent().and_then(|parent| parent.canonicalize().ok()).is_some_and(|parent| !is_open(&parent)) {
        return Err(outside());
    }
    let file = wanted.canonicalize().or_else(|error| same_name(&wanted).ok_or(error)).map_err(|error| {
        let parent = wanted.parent().and_then(|parent| parent.canonicalize().ok());
        let help = did_you_mean(relative, parent.as_deref().filter(|parent| is_open(parent)));
        Fault { help, ..unreadable(error) }
    })?;
    if is_open(&file) { Ok(file) } else { Err(outside()) }
}

/// The file whose name has the same letters, written with other accents: some systems keep them as characters of their own.
fn same_name(wanted: &Path) -> Option<PathBuf> {
    let name = composed(wanted.file_name()?.to_str()?);
    let same = |other: &String| composed(other) == name;
    wanted.parent()?.join(names(wanted.parent()?).into_iter().find(same)?).canonicalize().ok()
}

/// Which file in `folder` was probably meant by `wanted`.
fn did_you_mean(wanted: &Path, folder: Option<&Path>) -> Option<String> {
    let name = wanted.file_name()?.to_str()?;
    let folder = folder.map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
    let (same, other): (Vec<String>, Vec<String>) =
        names(folder).into_iter().partition(|other| Path::new(other).extension() == wanted.extension());
    let meant =
        [same, other].iter().find_map(|names| suggest::alike(name, names.iter().map(String::as_str)))?.to_owned();
    Some(format!("did you mean `{}`?", suggest::shown(&wanted.with_file_name(meant).display().to_string())))
}

/// What is in a folder, as far as it has names that can be written, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.take(MOST_NAMES).collect();
    names.sort();
    names
}
