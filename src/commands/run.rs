use std::path::{Path, PathBuf};
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{OfScenario, REPORT, ResultFolder, SCENARIO, TOTALS, sha256};
use super::handed::Files;
use super::output;
use super::progress::Progress;
use super::{CommandError, interrupt, long};
use crate::experiment::{self, Results, Sink, Study, Watch};
use crate::report::plots;
use crate::report::{csv, feasibility, html, json, table, xlsx};
use crate::scenario::{Options, Scenario, shown_path};

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
    /// Replaces `run.level`.
    pub level: Option<f64>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// Threads; one a processor where it is not given.
    pub threads: Option<usize>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether `proposals.parquet` is written: a row a proposal.
    pub records: bool,
    /// Whether `worlds.csv` is written: a row a world, variant and metric.
    pub worlds: bool,
    /// Whether the tables are written as `results.xlsx`, too.
    pub xlsx: bool,
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
    let figures = options.figures.plan(&scenario)?;
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.scenario));
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let threads = options.threads.unwrap_or_else(output::threads);
    if !options.quiet {
        long::warning(&scenario, threads).iter().for_each(|warning| output::tell(warning));
    }
    let mut handed = Files::begin(&folder, &scenario, (options.records, options.worlds))?;
    let study = simulate(&scenario, options, &mut handed).map_err(|error| handed.failure().unwrap_or(error))?;
    handed.end()?;
    let results = study.results(scenario.run.level);
    let mut files = tables(&scenario, &results);
    files.push((TOTALS.to_owned(), study.totals()));
    if options.xlsx {
        files.push(("results.xlsx".to_owned(), xlsx::workbook(&results)?));
    }
    let drawn = options.figures.draw(&results, &figures)?;
    files.extend(drawn.files);
    files.push((REPORT.to_owned(), report(&scenario, &results, &figures)));
    files.push(folder.manifest(OfScenario::new(&scenario), &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    let text = match options.format {
        Format::Table(style) => table::overview(&results, style, output::table_width(style)),
        Format::Json => json::document(&results),
        Format::Csv => String::from_utf8_lossy(&csv::summary(&results)).into_owned(),
    };
    output::print_anyway(&text, written)?;
    if !options.quiet {
        feasibility::remark(&results).iter().for_each(|remark| output::tell(&format!("{remark}\n")));
        drawn.remarks.iter().for_each(|remark| output::tell(remark));
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    drawn.failed.map_or(Ok(()), Err)
}

fn read(options: &RunOptions) -> Result<Scenario, CommandError> {
    let overrides = super::overrides(&options.sets)?;
    let read = Options {
        overrides: &overrides,
        variants: &options.variants,
        replications: options.replications,
        seed: options.seed,
        level: options.level,
    };
    super::load::scenario(&options.scenario, &read)
}

fn default_folder(scenario: &Path) -> PathBuf {
    Path::new("results").join(scenario.file_stem().unwrap_or_default())
}

fn simulate(scenario: &Scenario, options: &RunOptions, handed: &mut Files) -> Result<Study, CommandError> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(options.threads.unwrap_or(0))
        .build()
        .map_err(|error| CommandError::Usage(format!("cannot start that many threads: {error}")))?;
    let progress = Progress::start(scenario.run.replications, "world", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| progress.advance(1) };
    let sink = Some(handed as &mut (dyn Sink + Send));
    Ok(pool.install(|| experiment::count(scenario, &watch, sink))?)
}

fn tables(scenario: &Scenario, results: &Results) -> Vec<(String, Vec<u8>)> {
    let scenario = (SCENARIO.to_owned(), scenario.resolved.clone().into_bytes());
    std::iter::once(scenario).chain(csv::tables(results)).collect()
}

/// The page that can be sent; its figures have their titles as text.
fn report(scenario: &Scenario, results: &Results, figures: &plots::Options) -> Vec<u8> {
    let untitled = plots::Options { titles: false, values: true, ..figures.clone() };
    html::page(&html::Report {
        scenario,
        scenario_sha256: &sha256(scenario.resolved.as_bytes()),
        results,
        figures: &plots::figures(results, &untitled),
    })
}
