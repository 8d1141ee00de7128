use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

use super::CommandError;
use super::output::{print, tell};

/// A scenario to start from.
struct Template {
    name: &'static str,
    about: &'static str,
    text: &'static str,
}

const TEMPLATES: [Template; 3] = [
    Template {
        name: "minimal",
        about: "a small body with two areas, every field explained",
        text: include_str!("templates/minimal.toml"),
    },
    Template {
        name: "sco",
        about: "the Shanghai Cooperation Organisation before and after enlargement",
        text: include_str!("../../scenarios/sco-enlargement.toml"),
    },
    Template {
        name: "textbook",
        about: "one dimension, where the pass rate is known: 2/(n+1)",
        text: include_str!("../../scenarios/textbook-1d.toml"),
    },
];

/// Writes a commented scenario to `name` (`.toml` is added where it is missing), or names the templates.
///
/// # Errors
/// If there is no such template, or the file exists (unless `force`) or cannot be written.
pub fn new(name: Option<&Path>, template: &str, list: bool, force: bool) -> Result<(), CommandError> {
    let Some(name) = name.filter(|_| !list) else {
        let lines = TEMPLATES.iter().map(|template| format!("{:<10} {}\n", template.name, template.about));
        return print(&lines.collect::<String>());
    };
    let template = TEMPLATES.iter().find(|known| known.name == template).ok_or_else(|| {
        let names: Vec<&str> = TEMPLATES.iter().map(|template| template.name).collect();
        CommandError::Usage(format!("there is no template `{template}`; there are {}", names.join(", ")))
    })?;
    let path = match name.extension() {
        Some(extension) if extension == "toml" => name.to_owned(),
        _ => Path::new(&format!("{}.toml", name.display())).to_owned(),
    };
    write(&path, template.text, force)?;
    let path = path.display();
    tell(&format!("wrote {path}; change it with any editor, then: winset check {path}, winset run {path}\n"));
    Ok(())
}

fn write(path: &Path, text: &str, force: bool) -> Result<(), CommandError> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).create_new(!force);
    options.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        CommandError::Files(match error.kind() {
            ErrorKind::AlreadyExists => format!("`{}` exists already; --force overwrites it", path.display()),
            _ => format!("cannot write `{}`: {error}", path.display()),
        })
    })
}
