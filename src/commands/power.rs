use std::path::PathBuf;
use std::time::Instant;

use super::folder::{OfScenario, ResultFolder, SCENARIO};
use super::output;
use super::progress::Progress;
use super::{CommandError, Format, interrupt};
use crate::power::{self, Effort, Watch, analyse};
use crate::report::power::{VariantPower, csv, json, tables};
use crate::scenario::{Options, Scenario, Variant};

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
    let prepare = |out: &PathBuf| ResultFolder::prepare(out, options.force, false);
    let folder = options.out.as_ref().map(prepare).transpose()?;
    let variants = analyses(&scenario)?;
    let written = folder.map_or(Ok(()), |folder| {
        let mut files = vec![
            (SCENARIO.to_owned(), scenario.resolved.clone().into_bytes()),
            ("power.csv".to_owned(), csv(&variants)),
        ];
        files.push(folder.manifest(OfScenario::new(&scenario), &files, started)?);
        folder.write(&files)
    });
    let text = match options.format {
        Format::Table(style) => tables(&variants, style),
        Format::Json => json(&variants),
        Format::Csv => String::from_utf8_lossy(&csv(&variants)).into_owned(),
    };
    output::print_anyway(&text, written.map_err(CommandError::from))
}

/// Every variant's power. Rules of many members take a while.
fn analyses(scenario: &Scenario) -> Result<Vec<VariantPower>, CommandError> {
    let effort = Effort { seed: scenario.run.seed, ..Effort::default() };
    let steps: u64 = scenario.variants.iter().map(|variant| power::steps(variant.model(), &effort)).sum();
    let progress = Progress::start(steps, "step", false);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|steps| progress.advance(steps) };
    let analysis = |variant: &Variant| -> Result<VariantPower, CommandError> {
        let power = analyse(variant.model(), &effort, &watch)?;
        Ok(VariantPower { id: variant.id.clone(), label: variant.label.clone(), power })
    };
    scenario.variants.iter().map(analysis).collect()
}
