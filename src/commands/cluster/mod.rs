//! Work that is shared out among the jobs of a cluster: scripts, their submission, and who follows them to the result.

mod endings;
mod follow;
mod request;
mod run;
mod script;
mod slurm;
mod standing;
mod submission;
mod submitted;
mod verdict;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::folder::{ResultFolder, SCENARIO};
use super::place;
use super::{CommandError, output, shell};
use crate::report::{counted, duration};
use crate::scenario::{shown_path, unprintable};
use follow::Follower;
use request::Request;
pub(super) use run::run;
use script::{MERGE, PART, Scripts};
use submission::Submission;
use submitted::{Found, Submitted};

/// What jobs are asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheduler {
    /// sbatch, squeue, scancel.
    Slurm,
}

/// How work is shared out.
#[derive(Debug, Clone)]
pub struct ClusterOptions {
    /// Who is asked for jobs.
    pub on: Scheduler,
    /// How many parts there are.
    pub shards: u64,
    /// Where the jobs run.
    pub partition: Option<String>,
    /// How long a job may take, as the scheduler has it.
    pub time: Option<String>,
    /// To whose account they go.
    pub account: Option<String>,
    /// What else the scheduler is told, option by option.
    pub sbatch: Vec<String>,
    /// Whether what would be submitted is only printed.
    pub dry_run: bool,
}

/// Work that consists of parts.
pub(super) struct Work<'a> {
    /// The result, as the user calls it.
    pub(super) out: &'a Path,
    /// The text of what runs; later changes of the user's file do not touch it.
    pub(super) scenario: &'a str,
    /// What winset does for part `$part`, in the folder of the parts, as a shell reads it.
    pub(super) part: String,
    /// What winset does when all parts are done.
    pub(super) merge: String,
    /// The parts in that folder that are of no more use then.
    pub(super) spent: Option<String>,
    /// Whether a part is done.
    pub(super) is_done: &'a dyn Fn(&Path, u64) -> bool,
    /// Seconds that a part takes, roughly.
    pub(super) seconds: f64,
    /// Threads of a part; one where it is not given.
    pub(super) threads: Option<usize>,
    pub(super) force: bool,
    pub(super) quiet: bool,
}

/// Has a cluster do the work: submits it, or finds that it is submitted, and follows it to the result.
pub(super) fn share_out(options: &ClusterOptions, work: &Work) -> Result<(), CommandError> {
    let Scheduler::Slurm = options.on;
    request::passable(&options.sbatch)?;
    let target = target(work.out)?;
    let folder = submitted::folder(&target);
    let [winset, there] = [word(winset()?.as_os_str())?, word(folder.as_os_str())?];
    let scripts = Scripts {
        winset: &winset,
        folder: &there,
        shards: options.shards,
        part: &work.part,
        merge: &work.merge,
        spent: work.spent.as_deref(),
    };
    let texts = [(SCENARIO, work.scenario.to_owned()), (PART, scripts.part()), (MERGE, scripts.merge())];
    let parts = format!("{}, each {}", counted(options.shards as usize, "part"), duration(work.seconds));
    let request = Request { options, name: name(&target), folder: &folder, threads: work.threads };
    if options.dry_run {
        return output::print(&rehearsal(&request, &texts, &parts));
    }
    let is_done = |part| (work.is_done)(&folder, part);
    let by_hand = format!("cd {there} && {winset} {}", work.merge);
    let follower = |submitted| {
        let submission = Submission { request, submitted, merge_script: &texts[2].1 };
        Follower::new(submission, &is_done, &by_hand, work.quiet)
    };
    match submitted::find(&folder, &texts)? {
        Found::Same(submitted, other_merge) if target.exists() || submitted.status() != Some(0) => {
            return follower(submitted).attached(other_merge)?.follow();
        }
        Found::Other(submitted, why) if submitted.status() != Some(0) && !work.force => {
            return Err(of_something_else(&submitted.folder, &why));
        }
        Found::Same(submitted, _) | Found::Other(submitted, _) => {
            slurm::cancel(&submitted.jobs.all());
            submitted.clear();
        }
        Found::Nothing => {}
    }
    // What would be refused after the work is refused before it; and of two that submit the same one gives way.
    let claimed = ResultFolder::prepare(work.out, work.force, work.quiet)?;
    let submitted = Submitted::begin(&folder, &texts)?;
    // The place is the merge's from now on.
    drop(claimed);
    follower(submitted).begun(&parts)?.follow()
}

/// Where the result will be, from whatever folder one looks.
pub(super) fn target(out: &Path) -> Result<PathBuf, CommandError> {
    let target = place::resolved(out)?;
    std::path::absolute(&target).map_err(|error| place::PlaceError::write(out)(error).into())
}

/// winset itself, which the jobs run, too.
fn winset() -> Result<PathBuf, CommandError> {
    env::current_exe().map_err(|error| CommandError::Files(format!("cannot tell where winset itself is: {error}")))
}

/// A word of a script.
fn word(text: &OsStr) -> Result<String, CommandError> {
    match text.to_str() {
        Some(known) if !known.contains(unprintable) => Ok(shell::word(known.to_owned())),
        _ => Err(CommandError::Usage(format!(
            "`{}` cannot be written into a script; it needs another name",
            shown_path(Path::new(text))
        ))),
    }
}

/// Words of a script.
pub(super) fn words(texts: &[OsString]) -> Result<String, CommandError> {
    Ok(texts.iter().map(|text| word(text)).collect::<Result<Vec<_>, _>>()?.join(" "))
}

/// What the queue calls the jobs.
fn name(target: &Path) -> String {
    target.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What would be submitted, for a person to read.
fn rehearsal(request: &Request, texts: &submitted::Texts, parts: &str) -> String {
    let files = texts[1..].iter().map(|(name, text)| format!("# {}\n{text}\n", shown_path(&request.folder.join(name))));
    let all: Vec<u64> = (1..=request.options.shards).collect();
    let array = request::line(&request.array(&all));
    let merge = request::line(&request.merge(&["JOB"]));
    files.chain([format!("# {parts}; JOB is the number that the first line prints\n{array}\n{merge}\n")]).collect()
}

fn of_something_else(folder: &Path, why: &str) -> CommandError {
    CommandError::Files(format!(
        "`{}` holds jobs of something else: {why}; --out names another result, --force ends them and begins anew",
        shown_path(folder)
    ))
}

#[cfg(test)]
impl ClusterOptions {
    /// So many parts, and nothing else said.
    fn slurm(shards: u64) -> Self {
        let (partition, time, account) = (None, None, None);
        ClusterOptions { on: Scheduler::Slurm, shards, partition, time, account, sbatch: Vec::new(), dry_run: false }
    }
}
