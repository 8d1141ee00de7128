//! Points of assumptions that are shared out among jobs.

use std::ffi::OsString;
use std::path::Path;

use super::super::CommandError;
use super::super::cluster::{self, ClusterOptions, Work};
use super::points::Explored;
use super::{Plan, SensitivityOptions};
use crate::report::counted;
use crate::scenario::Scenario;

/// Has a cluster run the points, which take so many seconds together, and make the result of them.
///
/// # Errors
/// If Slurm refuses, jobs come to no good end, or the user stops following.
pub fn sensitivity(
    options: &SensitivityOptions,
    scenario: &Scenario,
    plan: &Plan,
    explored: &Explored,
    out: &Path,
    cluster: &ClusterOptions,
    seconds: f64,
) -> Result<(), CommandError> {
    let shards = cluster.shards;
    if shards > explored.len() as u64 {
        let points = counted(explored.len(), "point");
        return Err(CommandError::Usage(format!(
            "--shards {shards}: {points}, that of the scenario too, are not so many parts"
        )));
    }
    let (method, size) = (plan.method.name(), plan.size());
    let words = format!("sensitivity scenario.toml --method {method} --points {size}");
    let part = format!("{words} {}", cluster::words(&["--out".into(), cluster::target(out)?.into_os_string()])?);
    let mut given: Vec<OsString> = vec!["--merge".into(), "--threads".into(), "1".into()];
    given.extend(options.format.option());
    given.extend(options.figures.options().into_iter().map(OsString::from));
    given.extend(options.force.then(|| "--force".into()));
    given.extend(options.quiet.then(|| "--quiet".into()));
    let is_done = |_: &Path, part: u64| explored.is_done(super::Shard::new(part, shards));
    cluster::share_out(
        cluster,
        &Work {
            out,
            scenario: &scenario.resolved,
            merge: format!("{part} {}", cluster::words(&given)?),
            part,
            spent: None,
            is_done: &is_done,
            seconds: seconds / shards as f64,
            threads: options.threads,
            force: options.force,
            quiet: options.quiet,
        },
    )
}
