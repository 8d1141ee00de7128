//! `winset sweep`: the same worlds at every point, and what they give.

mod kept;
mod on_cluster;
mod plan;
mod workers;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{OfScenario, ResultFolder};
use super::output;
use super::points::lacking;
use super::progress::Progress;
use super::shard::Shard;
use super::{ClusterOptions, CommandError, Format, interrupt};
use crate::experiment::{self, Case, Interrupted, Plan, Watch};
use crate::report::plots::sweep as plots;
use crate::report::sweep::{PointRows, SweepResults, csv, json, overview};
use crate::report::{counted, duration};
use crate::scenario::{Scenario, shown_path};
use kept::Kept;
use plan::SweepPlan;

/// What `winset sweep` is asked for.
#[derive(Debug, Clone, Default)]
pub struct SweepOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Key of a sweep of the scenario.
    pub name: Option<String>,
    /// PATH=VALUES.
    pub vary: Vec<String>,
    /// `lhs:N` or `sobol:N`.
    pub sample: Option<String>,
    /// Names of the metrics that are drawn and printed.
    pub metrics: Vec<String>,
    /// Where heat maps have a contour.
    pub threshold: Option<f64>,
    /// A table of observations.
    pub against: Option<PathBuf>,
    /// How far the model may be off, as a standard deviation.
    pub discrepancy: Option<f64>,
    /// Implausibility from which on a point is ruled out.
    pub cutoff: Option<f64>,
    /// Result folder.
    pub out: Option<PathBuf>,
    /// Replaces `run.replications`, and those of the sweep.
    pub replications: Option<u64>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.level`.
    pub level: Option<f64>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// PATH=VALUE, for all points.
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
    pub format: Option<Format>,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No progress, no messages.
    pub quiet: bool,
}

/// Runs a scenario at every point of a sweep and writes the result folder.
///
/// # Errors
/// If the scenario or the command line is at fault, the folder may not be written, or the user stops it. Points that are
/// done are kept.
pub fn sweep(options: &SweepOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let plan = SweepPlan::of(options)?;
    let figures = options.figures.plan(&plan.scenario)?;
    let out = options.out.clone().unwrap_or_else(|| plan.default_folder(&options.scenario));
    if let Some(cluster) = &options.cluster {
        return on_cluster::sweep(options, &plan, &out, cluster);
    }
    if let Some(shard) = options.shard {
        return part(&plan, options, shard, &mut Kept::beside(&out)?);
    }
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let mut kept = Kept::beside(&out)?;
    let results = simulate(&plan, options, &mut kept)?;
    let mut files = vec![("scenario.toml".to_owned(), plan.scenario.resolved.clone().into_bytes())];
    files.extend(plan.observations.iter().cloned());
    files.extend(csv(&results));
    let drawn = match figures.only {
        Some(ref only) if only.is_empty() => super::figures::Drawn::default(),
        _ => options.figures.files(plots::figures(&results, &figures), plots::labels(&results))?,
    };
    files.extend(drawn.files);
    files.push(folder.manifest(OfScenario::new(&plan.scenario), &files, started)?);
    interrupt::go_on()?;
    let written = folder.write(&files).map_err(CommandError::from);
    if written.is_ok() {
        kept.clear();
    }
    let text = match options.format.unwrap_or(Format::Table(crate::report::table::Style::Text)) {
        Format::Table(style) => overview(&results, style),
        Format::Json => json(&results),
        Format::Csv => String::from_utf8_lossy(&csv(&results)[1].1).into_owned(),
    };
    output::print_anyway(&text, written)?;
    if !options.quiet {
        drawn.remarks.iter().for_each(|remark| output::tell(remark));
        output::tell(&format!("wrote {}\n", shown_path(&out)));
    }
    drawn.failed.map_or(Ok(()), Err)
}

/// Runs the points that are not known yet.
fn simulate(plan: &SweepPlan, options: &SweepOptions, kept: &mut Kept) -> Result<SweepResults, CommandError> {
    let mut known = kept.take(&plan.keys);
    let missing = plan.missing(&known);
    if options.merge && !missing.is_empty() {
        return Err(lacking(&kept.shown(), missing.len(), plan.points.len()));
    }
    let before = plan.keys.iter().filter(|key| known.contains_key(*key)).count();
    known.extend(run_points(plan, options, kept, &missing, before)?);
    Ok(plan.results(known))
}

/// Runs the points of a part that are not known yet, and keeps them.
fn part(plan: &SweepPlan, options: &SweepOptions, shard: Shard, kept: &mut Kept) -> Result<(), CommandError> {
    let share = plan.share(shard);
    let missing: Vec<usize> = share.iter().copied().filter(|&point| !kept.has(&plan.keys[point])).collect();
    run_points(plan, options, kept, &missing, share.len() - missing.len())?;
    if !options.quiet {
        let (points, there) = (counted(share.len(), "point"), kept.shown());
        output::tell(&format!(
            "part {shard}: `{there}` keeps its {points}; with --merge the same command makes the result of all\n"
        ));
    }
    Ok(())
}

/// What is found at points, by key; so many others are known already.
fn run_points(
    plan: &SweepPlan,
    options: &SweepOptions,
    kept: &Kept,
    missing: &[usize],
    before: usize,
) -> Result<Vec<(String, PointRows)>, CommandError> {
    let threads = options.threads.unwrap_or_else(output::threads);
    if !options.quiet {
        output::tell(&announcement(plan, missing, before, threads));
    }
    let progress = Progress::start(missing.len() as u64, "point", options.quiet);
    let done = AtomicUsize::new(0);
    let run = |point: usize| -> Result<(String, PointRows), CommandError> {
        let rows = run_point(&plan.scenario_at(point)?)?;
        kept.keep(&plan.keys[point], &rows)?;
        progress.advance(1);
        done.fetch_add(1, Ordering::Relaxed);
        Ok((plan.keys[point].clone(), rows))
    };
    let found = match missing.len() >= 2 * threads && plan.fit_side_by_side(threads) {
        true => workers::side_by_side(missing, threads, run),
        false => workers::one_by_one(missing, threads, run),
    };
    drop(progress);
    found.map_err(|error| match error {
        CommandError::Interrupted(_) => paused(done.into_inner() + before, plan, kept),
        other => other,
    })
}

/// One run as `winset run` would have it.
fn run_point(scenario: &Scenario) -> Result<PointRows, Interrupted> {
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| {} };
    let results = experiment::run_cases(&scenario.title, &Case::of(scenario), Plan::of(scenario), &watch)?;
    Ok(PointRows::of(&results))
}

/// What is said before the runs: how many they are, and what they take.
fn announcement(plan: &SweepPlan, missing: &[usize], done: usize, threads: usize) -> String {
    let run = &plan.scenario.run;
    let (points, variants) = (plan.points.len(), plan.scenario.variants.len());
    let worlds = missing.len() * variants * run.replications as usize;
    let done = match done {
        0 => String::new(),
        done => format!("{} done already, ", if done == points { "all are".to_owned() } else { format!("{done} are") }),
    };
    let seconds: f64 = missing.iter().map(|&point| plan.seconds[point]).sum::<f64>() / threads as f64;
    format!(
        "{}: {} of {}, {} each; {done}{} to run, {} on {}\n",
        if plan.sweep.is_unnamed() { "sweep" } else { plan.sweep.label.as_str() },
        counted(points, "point"),
        counted(variants, "variant"),
        counted(run.replications as usize, "world"),
        counted(worlds, "world"),
        duration(seconds),
        counted(threads, "thread"),
    )
}

/// What is said where the user stops it and so many points are done.
fn paused(done: usize, plan: &SweepPlan, kept: &Kept) -> CommandError {
    if done == 0 {
        return Interrupted.into();
    }
    CommandError::Paused(format!(
        "interrupted; {done} of {} are done and kept (in `{}`): the same command goes on from there",
        counted(plan.points.len(), "point"),
        kept.shown()
    ))
}
