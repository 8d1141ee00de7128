//! `winset sensitivity`: the same worlds at many points of what is assumed, and what they say.

mod on_cluster;
mod points;
mod work;

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{OfScenario, REPORT, ResultFolder, sha256};
use super::points::key;
use super::shard::Shard;
use super::{ClusterOptions, CommandError, Format, interrupt, load, output};
use crate::model::MEMORY;
use crate::report::inventory::Cost;
use crate::report::sensitivity::{self as told, Findings};
use crate::report::{self, plots};
use crate::scenario::{Assumed, Options, Scenario, shown_path};
use crate::sensitivity::{Method, Plan, Sample, Study};
use points::Explored;

/// Worlds at each point where the command line says nothing and the scenario wants more: what the assumptions leave open
/// is wider than what so many leave open, and points are many.
const WORLDS: u64 = 200;

/// What `winset sensitivity` is asked for.
#[derive(Debug, Clone)]
pub struct SensitivityOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// PATH=LOW:HIGH.
    pub over: Vec<String>,
    /// Assumptions to keep; all where it is empty.
    pub assumptions: Vec<String>,
    /// What is asked of them.
    pub method: Method,
    /// Points, trajectories or base points; the method's own number where it is not given.
    pub points: Option<usize>,
    /// Result folder; `results/<file stem>-sensitivity` where it is not given.
    pub out: Option<PathBuf>,
    /// Worlds at each point.
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
    /// The part of the points that runs, to be kept beside the result; all where it is not given.
    pub shard: Option<Shard>,
    /// Whether no point runs: the result is that of points which are kept.
    pub merge: bool,
    /// What cluster runs it; this machine where it is not given.
    pub cluster: Option<ClusterOptions>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No progress, no messages.
    pub quiet: bool,
}

/// Runs a scenario at many points of what is assumed in it, and says what that does to its results.
///
/// # Errors
/// If the scenario or the command line is at fault, the folder may not be written, or the user stops it.
pub fn sensitivity(options: &SensitivityOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let (scenario, assumed) = read(options)?;
    let figures = options.figures.plan(&scenario)?;
    let plan = Plan { method: options.method, size: options.points };
    within_memory(&plan, &scenario)?;
    let sample = plan
        .sample(assumed.assumptions().len(), scenario.run.seed)
        .map_err(|error| CommandError::Usage(format!("--points: {error}")))?;
    let threads = options.threads.unwrap_or_else(|| options.cluster.as_ref().map_or_else(output::threads, |_| 1));
    let (seconds, keys) = compiled(&scenario, &assumed, &sample, threads)?;
    let out = options.out.clone().unwrap_or_else(|| default_folder(&options.scenario));
    let explored = Explored::beside(&out, keys)?;
    if let Some(cluster) = &options.cluster {
        return on_cluster::sensitivity(options, &scenario, &plan, &explored, &out, cluster, seconds);
    }
    if let Some(shard) = options.shard {
        return work::part(&scenario, &assumed, &sample, options, shard, &explored);
    }
    if options.merge {
        explored.complete()?;
    }
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    if !options.quiet {
        let (worlds, variants) = (scenario.run.replications, scenario.variants.len());
        output::tell(&told::plan(&plan, assumed.assumptions(), worlds, variants, seconds));
    }
    let study = work::all(&scenario, &assumed, sample, options, &explored)?;
    let findings = Findings::of(&study);
    let mut files = vec![("scenario.toml".to_owned(), scenario.resolved.clone().into_bytes())];
    let tables = told::tables(&study, &findings);
    let main = tables.last().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    files.extend(tables);
    let pictures = match &figures.only {
        Some(none) if none.is_empty() => Vec::new(),
        _ => plots::assumptions::figures(&study, &findings, &figures),
    };
    let labels: Vec<&str> = plots::assumptions::labels(&study).collect();
    let drawn = options.figures.files(pictures, labels.iter().copied())?;
    files.extend(drawn.files);
    files.push((REPORT.to_owned(), page(&scenario, &study, &findings, &figures)));
    files.push(folder.manifest(OfScenario::new(&scenario), &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    if written.is_ok() {
        explored.clear();
    }
    let text = match options.format {
        Format::Table(style) => told::overview(&study, &findings, style),
        Format::Json => told::document(&study, &findings),
        Format::Csv => main,
    };
    output::print_anyway(&text, written)?;
    if !options.quiet {
        drawn.remarks.iter().for_each(|remark| output::tell(remark));
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    drawn.failed.map_or(Ok(()), Err)
}

/// The page of the scenario as it is, with what the assumptions do to it before all other figures.
fn page(scenario: &Scenario, study: &Study, findings: &Findings, figures: &plots::Options) -> Vec<u8> {
    let untitled = plots::Options { titles: false, values: true, ..figures.clone() };
    let of_the_run = plots::figures(&study.as_is, &untitled);
    let none = figures.only.as_ref().is_some_and(Vec::is_empty);
    let of_assumptions = if none { Vec::new() } else { plots::assumptions::figures(study, findings, &untitled) };
    report::html::page(&report::html::Report {
        scores: None,
        scenario,
        scenario_sha256: &sha256(scenario.resolved.as_bytes()),
        results: &study.as_is,
        figures: &[of_assumptions, of_the_run].concat(),
    })
}

/// The scenario with so many worlds as run at each point, and its assumptions, which have been tried.
fn read(options: &SensitivityOptions) -> Result<(Scenario, Assumed), CommandError> {
    let overrides = super::overrides(&options.sets)?;
    let mut document = load::document(&options.scenario, &options.allow)?;
    document.keep_assumptions(&options.assumptions);
    options.over.iter().for_each(|text| document.over(text));
    let settled = |replications| {
        document.clone().settled(&Options {
            overrides: &overrides,
            variants: &options.variants,
            replications,
            seed: options.seed,
            level: options.level,
            allow: &options.allow,
        })
    };
    let asked = settled(options.replications).compile()?.run.replications;
    let worlds = options.replications.unwrap_or(asked.min(WORLDS));
    let document = settled(Some(worlds));
    let scenario = document.compile()?;
    let tell = |doubts| output::tell(&report::faults::render(doubts, output::colours(), output::width()));
    tell(&scenario.warnings);
    if scenario.assumptions.is_empty() {
        return Err(CommandError::Usage(format!(
            "nothing is assumed in {}: name a field with --over PATH=LOW:HIGH, or write [assumptions.NAME] in it, with `path` and \
             `range`",
            shown_path(&options.scenario)
        )));
    }
    let assumed = Assumed::of(&document, &scenario)?;
    tell(&assumed.doubts);
    Ok((scenario, assumed))
}

fn default_folder(scenario: &Path) -> PathBuf {
    let mut name = scenario.file_stem().unwrap_or_default().to_owned();
    name.push("-sensitivity");
    Path::new("results").join(name)
}

/// Refuses more points than there is room for.
fn within_memory(plan: &Plan, scenario: &Scenario) -> Result<(), CommandError> {
    let points = plan.points(scenario.assumptions.len());
    match Study::bytes(points, scenario.variants.len()) <= MEMORY / 2.0 {
        true => Ok(()),
        false => Err(CommandError::Usage(format!(
            "--points: {points} points of {} take more memory than there may be; take fewer, or fewer variants with --variant",
            report::counted(scenario.variants.len(), "variant")
        ))),
    }
}

/// What all runs take, and what tells each from every other one. Every point is compiled on the way, so that one which is no
/// scenario is told before the first runs.
fn compiled(
    scenario: &Scenario,
    assumed: &Assumed,
    sample: &Sample,
    threads: usize,
) -> Result<(f64, Vec<String>), CommandError> {
    let (mut seconds, mut keys) = (Cost::of(scenario, threads).seconds, vec![key(scenario)]);
    for point in sample.points() {
        interrupt::go_on()?;
        let scenario = assumed.at(point)?;
        seconds += Cost::of(&scenario, threads).seconds;
        keys.push(key(&scenario));
    }
    Ok((seconds, keys))
}
