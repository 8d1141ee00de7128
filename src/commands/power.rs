use std::path::PathBuf;
use std::time::Instant;

use super::folder::{self, Manifest};
use super::output::print;
use super::{CommandError, Format};
use crate::power::{Effort, analyse};
use crate::report::power::{VariantPower, csv, json, tables};
use crate::scenario::Options;

/// What `winset power` is asked for.
#[derive(Debug, Clone)]
pub struct PowerOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Folder for `power.csv`; nothing is written where it is not given.
    pub out: Option<PathBuf>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// What is printed.
    pub format: Format,
    /// Whether a result folder is overwritten.
    pub force: bool,
}

/// Says what the rules of a scenario give the collectivity and each member, before any preference is known.
///
/// # Errors
/// If the scenario or the command line is at fault, or the folder may not be written.
pub fn power(options: &PowerOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let overrides = super::overrides(&options.sets)?;
    let read = Options { overrides: &overrides, variants: &options.variants, ..Options::default() };
    let scenario = super::load::scenario(&options.scenario, &read)?;
    if let Some(out) = &options.out {
        folder::may_write(out, options.force)?;
    }
    let effort = Effort { seed: scenario.run.seed, ..Effort::default() };
    let variants: Vec<VariantPower> = scenario
        .variants
        .iter()
        .map(|variant| VariantPower {
            id: variant.id.clone(),
            label: variant.label.clone(),
            power: analyse(variant.model(), &effort),
        })
        .collect();
    if let Some(out) = &options.out {
        let mut files = vec![
            ("scenario.toml".to_owned(), scenario.resolved.clone().into_bytes()),
            ("power.csv".to_owned(), csv(&variants)),
        ];
        files.push(Manifest::file(&scenario, &files, started));
        folder::write(out, options.force, &files)?;
    }
    print(&match options.format {
        Format::Table(style) => tables(&variants, style),
        Format::Json => json(&variants),
        Format::Csv => String::from_utf8_lossy(&csv(&variants)).into_owned(),
    })
}
