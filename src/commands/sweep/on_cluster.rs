//! A sweep whose points are shared out among jobs.

use std::ffi::OsString;
use std::path::Path;

use super::super::cluster::{self, ClusterOptions, Work};
use super::super::place::PlaceError;
use super::super::shard::Shard;
use super::super::{CommandError, Format};
use super::SweepOptions;
use super::kept::Kept;
use super::plan::SweepPlan;
use crate::report::counted;

/// Has a cluster run the points, and make the result of them.
///
/// # Errors
/// If Slurm refuses, jobs come to no good end, or the user stops following.
pub fn sweep(
    options: &SweepOptions,
    plan: &SweepPlan,
    out: &Path,
    cluster: &ClusterOptions,
) -> Result<(), CommandError> {
    let shards = cluster.shards;
    let shares: Vec<Vec<usize>> = (1..=shards).map(|number| plan.share(Shard::new(number, shards))).collect();
    if shares.iter().any(Vec::is_empty) {
        let points = counted(plan.points.len(), "point");
        return Err(CommandError::Usage(format!("--shards {shards}: a sweep of {points} has not so many parts")));
    }
    // The scenario as it will run has the sweep, whoever has described it.
    let sweep =
        ["sweep".into(), "scenario.toml".into(), "--name".into(), OsString::from(&plan.sweep.id), "--out".into()];
    let part = [&sweep[..], &[cluster::target(out)?.into_os_string()]].concat();
    let merge = [&part[..], &presented(options).map_err(PlaceError::write(out))?].concat();
    let kept = Kept::beside(out)?;
    let seconds: f64 = shares.iter().flatten().map(|&point| plan.seconds[point]).sum();
    let is_done = |_: &Path, part: u64| shares[part as usize - 1].iter().all(|&point| kept.has(&plan.keys[point]));
    cluster::share_out(
        cluster,
        &Work {
            out,
            scenario: &plan.scenario.resolved,
            part: cluster::words(&part)?,
            merge: cluster::words(&merge)?,
            spent: None,
            is_done: &is_done,
            seconds: seconds / options.threads.unwrap_or(1) as f64 / shards as f64,
            threads: options.threads,
            force: options.force,
            quiet: options.quiet,
        },
    )
}

/// How the result is presented, as options of the command line.
fn presented(options: &SweepOptions) -> std::io::Result<Vec<OsString>> {
    let mut given: Vec<OsString> = vec!["--merge".into(), "--threads".into(), "1".into()];
    if let Some(path) = &options.against {
        given.extend(["--against".into(), std::path::absolute(path)?.into_os_string()]);
    }
    for (option, number) in [("--discrepancy", options.discrepancy), ("--cutoff", options.cutoff)] {
        given.extend(number.map(|number| format!("{option}={number}").into()));
    }
    given.extend(options.format.unwrap_or(Format::TEXT).option());
    given.extend(options.figures.options().into_iter().map(OsString::from));
    given.extend(options.force.then(|| "--force".into()));
    given.extend(options.quiet.then(|| "--quiet".into()));
    Ok(given)
}
