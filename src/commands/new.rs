use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::CommandError;
use super::output::{print, tell};
use super::shell::quoted;
use super::templates::{TEMPLATES, Template};

/// Names the templates with what each is about.
///
/// # Errors
/// If standard output cannot be written to.
pub fn list_templates() -> Result<(), CommandError> {
    let width = TEMPLATES.iter().map(|template| template.name.len()).max().unwrap_or_default();
    let lines = TEMPLATES.iter().map(|template| format!("{:<width$}  {}\n", template.name, template.about()));
    print(&lines.collect::<String>())
}

/// Writes a commented scenario to `name` (`.toml` is added where it is missing), and the files that it reads beside it.
///
/// # Errors
/// If one of the files exists (unless `force`) or cannot be written.
pub fn new(name: &Path, template: &Template, force: bool) -> Result<(), CommandError> {
    let scenario = scenario_file(name);
    let folder = scenario.parent().unwrap_or(Path::new(""));
    let beside = template.files.iter().map(|(name, text)| (folder.join(name), *text));
    let files: Vec<(PathBuf, &str)> = beside.chain([(scenario.clone(), template.text)]).collect();
    if !force && let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        return Err(exists(path));
    }
    for (path, text) in &files {
        write(path, text, force).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => exists(path),
            _ => CommandError::Files(format!("cannot write `{}`: {error}", path.display())),
        })?;
    }
    tell(&told(&scenario, &files, template));
    Ok(())
}

/// `name` with the ending of a scenario.
fn scenario_file(name: &Path) -> PathBuf {
    if name.extension().is_some_and(|extension| extension == "toml") {
        return name.to_owned();
    }
    let mut file = name.as_os_str().to_owned();
    file.push(".toml");
    PathBuf::from(file)
}

fn exists(path: &Path) -> CommandError {
    CommandError::Files(format!("`{}` exists already; --force overwrites it", path.display()))
}

fn write(path: &Path, text: &str, force: bool) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).create_new(!force).open(path)?;
    file.write_all(text.as_bytes())
}

/// What was written, and what to type next.
fn told(scenario: &Path, files: &[(PathBuf, &str)], template: &Template) -> String {
    let written: Vec<String> = files.iter().rev().map(|(path, _)| quoted(path)).collect();
    let file = quoted(scenario);
    let next = if template.is_game() { "power" } else { "run" };
    format!(
        "wrote {}\nchange it with any editor, then\n  winset check {file}\n  winset {next} {file}\n",
        written.join(" and ")
    )
}
