use std::path::Path;

use super::output::{print, tell};
use super::place::PlaceError;
use super::{CommandError, place};
use crate::scenario::shown_path;

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
        _ => {
            let mut name = name.as_os_str().to_owned();
            name.push(".toml");
            name.into()
        }
    };
    place::file(&path, template.text.as_bytes(), force).map_err(|error| match error {
        PlaceError::Exists(_) => CommandError::Files(format!("{error}; --force overwrites it")),
        other => other.into(),
    })?;
    let path = shown_path(&path);
    tell(&format!("wrote {path}; change it with any editor, then: winset check {path}, winset run {path}\n"));
    Ok(())
}
