use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::{self, print, tell};
use super::{CommandError, load};
use crate::report::inventory::Inventory;
use crate::report::table::Style;
use crate::report::{self, counted};
use crate::scenario::{Assumed, Options, Scenario, shown_path};

/// Characters of a line where there is no terminal.
const WIDTH: usize = 100;

/// What `winset check` is asked for.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The scenarios' files.
    pub scenarios: Vec<PathBuf>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// Folders that tables and bases of scenarios may lie in, besides the scenario's own.
    pub allow: Vec<PathBuf>,
    /// Whether a document for programs is printed, faults among it.
    pub json: bool,
    /// Only faults and doubts.
    pub quiet: bool,
}

/// Reads the scenarios, reports every fault of each, and says what was read; simulates nothing.
///
/// # Errors
/// If any of them is at fault.
pub fn check(options: &CheckOptions) -> Result<(), CommandError> {
    let overrides = super::overrides(&options.sets)?;
    let read = Options { overrides: &overrides, allow: &options.allow, ..Options::default() };
    let mut documents = Vec::new();
    let mut errors = Vec::new();
    for (index, path) in options.scenarios.iter().enumerate() {
        let scenario = checked(path, &read);
        if options.json {
            documents.push(document(path, &scenario));
        }
        match scenario {
            Ok(scenario) if !options.json && !options.quiet => {
                let apart = if index == 0 { "" } else { "\n" };
                print(&format!("{apart}{}", told(path, &scenario)))?;
            }
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
    }
    if options.json {
        print(&format!("{:#}\n", serde_json::Value::from(documents)))?;
    }
    verdict(errors, options.scenarios.len())
}

/// Reads a scenario, and tries what is assumed in it.
fn checked(path: &Path, options: &Options<'_>) -> Result<Scenario, CommandError> {
    let scenario = load::scenario(path, options)?;
    if !scenario.assumptions.is_empty() {
        let assumed = Assumed::of(&load::document(path, options.allow)?.settled(options), &scenario)?;
        tell(&report::faults::render(&assumed.doubts, output::colours(), output::width()));
    }
    Ok(scenario)
}

/// Tells every error but one that stands for all, which is left to the caller.
fn verdict(mut errors: Vec<CommandError>, scenarios: usize) -> Result<(), CommandError> {
    if scenarios == 1 {
        return errors.pop().map_or(Ok(()), Err);
    }
    errors.iter().for_each(|error| tell(&error.render()));
    let summary = format!("{} of {scenarios} scenarios at fault", errors.len());
    match errors.iter().all(CommandError::is_of_the_command_line) {
        _ if errors.is_empty() => Ok(()),
        true => Err(CommandError::Usage(summary)),
        false => Err(CommandError::Failed(summary)),
    }
}

fn told(path: &Path, scenario: &Scenario) -> String {
    let variants = counted(scenario.variants.len(), "variant");
    let width = output::table_width(Style::Text).unwrap_or(WIDTH);
    format!("{}: sound, {variants}\n{}", shown_path(path), Inventory::of(scenario, output::threads()).text(width))
}

/// What is known of a scenario, sound or not, for programs.
fn document(path: &Path, scenario: &Result<Scenario, CommandError>) -> serde_json::Value {
    let file = shown_path(path);
    match scenario {
        Ok(scenario) => json!({
            "scenario": file,
            "sound": true,
            "faults": [],
            "warnings": report::faults::rows(&scenario.warnings),
            "read": Inventory::of(scenario, output::threads()),
        }),
        Err(CommandError::Scenario(faults)) => {
            json!({ "scenario": file, "sound": false, "faults": report::faults::rows(faults) })
        }
        Err(other) => json!({ "scenario": file, "sound": false, "faults": [{ "message": other.to_string() }] }),
    }
}
