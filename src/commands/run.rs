use std::path::{Path, PathBuf};
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{OfScenario, REPORT, ResultFolder, SCENARIO, TOTALS, sha256};
use super::handed::Files;
use super::output;
use super::progress::Progress;
use super::{CommandError, interrupt, long, observed};
use crate::experiment::{self, Results, Scores, Sink, Study, Watch};
use crate::report::plots;
use crate::report::{csv, feasibility, html, json, score, table, xlsx};
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
    /// Folders that tables and bases of scenarios may lie in, besides the scenario's own.
    pub allow: Vec<PathBuf>,
    /// Threads; one a processor where it is not given.
    pub threads: Option<usize>,
    /// A table of observations that the estimates are held against.
    pub against: Option<PathBuf>,
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
    // The simulation has an error of its own, so that an observation may be without one.
    let observed = options.against.as_ref().map(|path| observed::read(path, &scenario, true)).transpose()?;
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
    let scores = observed.map(|observed| experiment::score(&results, &observed));
    let mut files = tables(&scenario, &results);
    files.push((TOTALS.to_owned(), study.totals()));
    if options.xlsx {
        files.push(("results.xlsx".to_owned(), xlsx::workbook(&results)?));
    }
    let drawn = options.figures.draw(&results, &figures)?;
    files.extend(drawn.files);
    if let (Some(scores), Some(path)) = (&scores, &options.against) {
        files.extend(score::tables(scores));
        let figure = plots::score::figure(&results, scores, &figures).filter(|_| figures.only.is_none());
        let labels = results.variants.iter().map(|variant| variant.label.as_str());
        files.extend(options.figures.files(figure.into_iter().collect(), labels)?.files);
        files.push(observed::kept(path)?);
    }
    files.push((REPORT.to_owned(), report(&scenario, &results, scores.as_ref(), &figures)));
    files.push(folder.manifest(OfScenario::new(&scenario), &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    let text = match options.format {
        Format::Table(style) => {
            let scored = |scores| format!("\n{}", score::overview("Predicted and observed", scores, style));
            let scored = scores.as_ref().map_or_else(String::new, scored);
            table::overview(&results, style, output::table_width(style)) + &scored
        }
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
        allow: &options.allow,
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
fn report(scenario: &Scenario, results: &Results, scores: Option<&Scores>, figures: &plots::Options) -> Vec<u8> {
    let untitled = plots::Options { titles: false, values: true, ..figures.clone() };
    let scored = scores.filter(|_| untitled.only.is_none());
    let scored = scored.and_then(|scores| plots::score::figure(results, scores, &untitled));
    let figures: Vec<plots::Figure> = scored.into_iter().chain(plots::figures(results, &untitled)).collect();
    html::page(&html::Report {
        scenario,
        scenario_sha256: &sha256(scenario.resolved.as_bytes()),
        results,
        scores,
        figures: &figures,
    })
}
