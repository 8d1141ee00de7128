use std::path::{Path, PathBuf};
use std::time::Instant;

use super::folder::{Manifest, ResultFolder};
use super::output;
use super::progress::Progress;
use super::{CommandError, interrupt};
use crate::experiment::{self, Case, Interrupted, Plan, Results, Watch};
use crate::report::{csv, json, plots, table};
use crate::scenario::{self, Options, Scenario, shown_path};

/// What is printed on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tables in that style.
    Table(table::Style),
    /// Every estimate and difference.
    Json,
    /// `summary.csv`.
    Csv,
}

/// What `winset run` is asked for.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Result folder; `results/<file stem>` where it is not given.
    pub out: Option<PathBuf>,
    /// Replaces `run.replications`.
    pub replications: Option<u64>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// Threads; one a processor where it is not given.
    pub threads: Option<usize>,
    /// Names of the dimensions of the map, across and up; the first two where it is empty.
    pub map: Vec<String>,
    /// What is printed.
    pub format: Format,
    /// Whether figures are drawn.
    pub plots: bool,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No progress, no messages.
    pub quiet: bool,
}

/// Simulates every variant, prints the table and writes the result folder.
///
/// # Errors
/// If the scenario or the command line is at fault, the folder may not be written, or the user stops it.
pub fn run(options: &RunOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let scenario = read(options)?;
    let map = map_dimensions(&scenario, &options.map)?;
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.scenario));
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let results = simulate(&scenario, options)?;
    let mut files = tables(&scenario, &results);
    let mut undrawn = None;
    if options.plots {
        files.extend(figures(&results, map, &mut undrawn)?);
        if !options.quiet {
            plots::left_out(&results)
                .iter()
                .for_each(|figure| output::tell(&format!("no figure {}: {}\n", figure.name, figure.reason)));
        }
    }
    files.push(Manifest::file(&scenario, &files, started));
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    let text = match options.format {
        Format::Table(style) => table::overview(&results, style, output::table_width(style)),
        Format::Json => json::document(&results),
        Format::Csv => String::from_utf8_lossy(&csv::summary(&results)).into_owned(),
    };
    output::print_anyway(&text, written)?;
    if !options.quiet {
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    undrawn.map_or(Ok(()), Err)
}

fn read(options: &RunOptions) -> Result<Scenario, CommandError> {
    let overrides = super::overrides(&options.sets)?;
    let read = Options {
        overrides: &overrides,
        variants: &options.variants,
        replications: options.replications,
        seed: options.seed,
    };
    Ok(scenario::load(&options.scenario, &read)?)
}

fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("results").join(scenario.file_stem().unwrap_or_default())
}

fn map_dimensions(scenario: &Scenario, names: &[String]) -> Result<(usize, usize), CommandError> {
    let dimensions = &scenario.variants[0].model.dimensions;
    let ids: Vec<&str> = dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let find = |name: &String| {
        dimensions.iter().position(|known| known.id == *name).ok_or_else(|| {
            CommandError::Usage(format!("--map: there is no dimension `{name}`; there are {}", ids.join(", ")))
        })
    };
    match names {
        [] => Ok((0, 1)),
        [across, up] => Ok((find(across)?, find(up)?)),
        _ => Err(CommandError::Usage("--map takes two dimensions, such as --map security,economy".to_owned())),
    }
}

fn simulate(scenario: &Scenario, options: &RunOptions) -> Result<Results, CommandError> {
    let plan =
        Plan { seed: scenario.run.seed, replications: scenario.run.replications, examine: scenario.run.feasibility };
    let cases: Vec<Case> = scenario
        .variants
        .iter()
        .map(|variant| Case { id: &variant.id, label: &variant.label, model: &variant.model })
        .collect();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| CommandError::Usage(format!("cannot start that many threads: {error}")))?;
    let progress = Progress::start(plan.replications, "worlds", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| progress.advance(1) };
    Ok(pool.install(|| experiment::run(&scenario.title, &cases, plan, &watch))?)
}

fn tables(scenario: &Scenario, results: &Results) -> Vec<(String, Vec<u8>)> {
    [
        ("scenario.toml", scenario.resolved.clone().into_bytes()),
        ("summary.csv", csv::summary(results)),
        ("differences.csv", csv::differences(results)),
        ("time.csv", csv::time(results)),
        ("blocking.csv", csv::blocking(results)),
    ]
    .map(|(name, bytes)| (name.to_owned(), bytes))
    .into()
}

/// The figures as files. One that cannot be made into pixels is no reason to lose the others: why is in `undrawn`.
fn figures(
    results: &Results,
    dimensions: (usize, usize),
    undrawn: &mut Option<CommandError>,
) -> Result<Vec<(String, Vec<u8>)>, Interrupted> {
    let mut files = Vec::new();
    for figure in plots::figures(results, &plots::Options { dimensions }) {
        interrupt::go_on()?;
        match plots::png(&figure.svg) {
            Ok(png) => files.push((format!("plots/{}.png", figure.name), png)),
            Err(error) => *undrawn = Some(CommandError::Figure { name: figure.name.to_owned(), error }),
        }
        files.push((format!("plots/{}.svg", figure.name), figure.svg.into_bytes()));
    }
    Ok(files)
}
