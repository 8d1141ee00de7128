//! A scenario from the file that the command line names, and what to say where there is none.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use super::shell::quoted;
use super::templates::TEMPLATES;
use super::{CommandError, output};
use crate::report;
use crate::scenario::suggest::all_alike;
use crate::scenario::{Document, Faults, Options, Scenario};

/// As many files are proposed.
const PROPOSED: usize = 5;

/// Reads the scenario at `path`. What is doubtful about it is told on standard error.
pub(super) fn scenario(path: &Path, options: &Options<'_>) -> Result<Scenario, CommandError> {
    let scenario = document(path, options.allow)?.settled(options).compile()?;
    warn(&scenario.warnings);
    Ok(scenario)
}

/// Tells what is doubtful.
pub(super) fn warn(warnings: &Faults) {
    output::tell(&report::faults::render(warnings, output::colours(), output::width()));
}

/// Reads the document at `path`; what is wrong with it is told when it is compiled.
pub(super) fn document(path: &Path, allow: &[PathBuf]) -> Result<Document, CommandError> {
    let none = |is_folder| CommandError::NoScenario(NoScenario { path: path.to_owned(), is_folder });
    match path.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(none(false)),
        Ok(metadata) if metadata.is_dir() => Err(none(true)),
        // Everything else that may be wrong with a file is a fault of the scenario.
        _ => Ok(Document::load(path, allow)),
    }
}

/// There is no file where the command line says that a scenario is; shown with what may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoScenario {
    path: PathBuf,
    is_folder: bool,
}

impl fmt::Display for NoScenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = quoted(&self.path);
        let hints = if self.is_folder {
            write!(f, "a scenario is a file, and {path} is a folder")?;
            listed("scenarios in it", &self.path, scenarios(&self.path))
        } else {
            write!(f, "there is no such file: {path}")?;
            let folder = self.path.parent().unwrap_or(Path::new(""));
            listed("did you mean", folder, similar(&self.path)).into_iter().chain(shipped(&self.path)).collect()
        };
        hints.iter().try_for_each(|hint| write!(f, "\n  {hint}"))
    }
}

/// `what: a.toml, b.toml`, as paths that can be pasted; nothing where there are none.
fn listed(what: &str, folder: &Path, mut names: Vec<OsString>) -> Vec<String> {
    let more = names.len().saturating_sub(PROPOSED);
    names.truncate(PROPOSED);
    let paths: Vec<String> = names.iter().map(|name| quoted(&folder.join(name))).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    if paths.is_empty() { Vec::new() } else { vec![format!("{what}: {}{more}", paths.join(", "))] }
}

/// The names of the TOML files in `folder`, in order.
fn scenarios(folder: &Path) -> Vec<OsString> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names: Vec<OsString> = names.filter(|name| Path::new(name).extension() == Some("toml".as_ref())).collect();
    names.sort();
    names
}

/// The scenarios beside `path` whose names are like its own.
fn similar(path: &Path) -> Vec<OsString> {
    // Without the ending, which would make all short names alike.
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let there = scenarios(path.parent().unwrap_or(Path::new("")));
    let stems: Vec<String> = there.iter().map(|name| stem(Path::new(name))).collect();
    let alike = all_alike(&stem(path), stems.iter().map(String::as_str));
    alike.into_iter().map(|stem| OsString::from(format!("{stem}.toml"))).collect()
}

/// How to write the template that is called like the scenario at `path`, unless that is there already.
fn shipped(path: &Path) -> Option<String> {
    let stem = path.file_stem()?.to_string_lossy();
    let names = TEMPLATES.iter().flat_map(|template| template.aliases.iter().copied().chain([template.name]));
    let name = *all_alike(&stem, names).first()?;
    let file = path.with_file_name(name.rsplit('/').next()?).with_extension("toml");
    (!file.exists()).then(|| format!("a shipped scenario: winset new {} --template {name}", quoted(&file)))
}
