//! A run whose worlds are shared out.

use std::path::Path;

use super::super::CommandError;
use super::super::place::PlaceError;
use super::super::run::RunOptions;
use super::super::shard::Shard;
use super::{ClusterOptions, Work, share_out, target, words};
use crate::experiment;
use crate::report::counted;
use crate::report::inventory::Cost;
use crate::scenario::Scenario;

/// Has a cluster run the parts, and join them.
///
/// # Errors
/// If the scenario or the command line is at fault, Slurm refuses, jobs come to no good end, or the user stops following.
pub fn run(options: &RunOptions, cluster: &ClusterOptions) -> Result<(), CommandError> {
    let (_, scenario) = options.read()?;
    options.presentation().plan(&scenario)?;
    enough_worlds(cluster.shards, &scenario)?;
    let shards = cluster.shards;
    let out = options.folder();
    let mut given = vec!["--out".into(), target(&out)?.into_os_string()];
    given.extend(options.presentation().options().map_err(PlaceError::write(&out))?);
    given.extend(options.force.then(|| "--force".into()));
    let merge = format!("merge part-*-of-{shards} {}", words(&given)?);
    let is_done = |folder: &Path, part| {
        Shard::new(part, shards).is_done(&folder.join(format!("part-{part}-of-{shards}")), &scenario)
    };
    share_out(
        cluster,
        &Work {
            out: &out,
            scenario: &scenario.resolved,
            // A part is never overwritten that is done.
            part: format!("run scenario.toml --out \"part-$part-of-{shards}\" --checkpoint --resume --force"),
            merge,
            spent: Some(format!("part-*-of-{shards}")),
            is_done: &is_done,
            seconds: Cost::of(&scenario, options.threads.unwrap_or(1)).seconds / shards as f64,
            threads: options.threads,
            force: options.force,
            quiet: options.quiet,
        },
    )
}

/// An error if some parts would have no worlds.
fn enough_worlds(shards: u64, scenario: &Scenario) -> Result<(), CommandError> {
    let most = experiment::chunks(scenario.run.replications);
    if shards <= most {
        return Ok(());
    }
    let worlds = counted(scenario.run.replications as usize, "world");
    Err(CommandError::Usage(format!("--shards {shards}: {worlds}, 32 at a time, share out to {most} at most")))
}
