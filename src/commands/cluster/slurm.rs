//! Slurm: what takes scripts into its queue, tells what has become of them, and takes them out again.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io;
use std::process::{Command, Output, Stdio};

use super::super::CommandError;
use crate::scenario::printable;

/// A job, or an array of jobs, as `sbatch --parsable` names it: a number and, of several clusters, the cluster's name.
pub type JobId = String;

/// What the queue says about a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It has not begun, for that reason.
    Waiting(String),
    /// It runs, or is about to begin or to end.
    Running,
    /// Somebody took it out of the queue.
    Cancelled,
    /// It has come to an end of that name.
    Ended(String),
}

/// The states of jobs by id and number in the array, which is 0 for a job that is in none.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Queue(BTreeMap<(JobId, u64), State>);

impl Queue {
    /// What is known of a job.
    pub fn state(&self, job: &JobId, number: u64) -> Option<&State> {
        self.0.get(&(job.clone(), number))
    }
}

/// Submits a script with these options; the answer is the job's id.
///
/// # Errors
/// What Slurm has to say against it.
pub fn submit(arguments: &[impl AsRef<OsStr>]) -> Result<JobId, CommandError> {
    let said = ask("sbatch", arguments)?;
    // Some sites have sbatch say something before.
    let id = said.lines().map(str::trim).rfind(|line| line.starts_with(|c: char| c.is_ascii_digit()));
    id.map(str::to_owned).ok_or_else(|| CommandError::Files(format!("sbatch gave no job id: `{}`", said.trim())))
}

/// What the queue knows of these jobs; those that it has forgotten are not there.
///
/// # Errors
/// If it cannot be asked.
pub fn queue(jobs: &BTreeSet<JobId>) -> Result<Queue, CommandError> {
    let mut by_cluster: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for job in jobs {
        let (number, cluster) = parts(job);
        by_cluster.entry(cluster).or_default().push(number);
    }
    let mut queue = Queue::default();
    for (cluster, numbers) in by_cluster {
        let mut arguments = vec!["--noheader", "--array", "--states=all", "--format=%F|%K|%T|%r"];
        let (jobs, on) = (format!("--jobs={}", numbers.join(",")), format!("--clusters={cluster}"));
        arguments.push(&jobs);
        arguments.extend((!cluster.is_empty()).then_some(on.as_str()));
        match ask("squeue", &arguments) {
            Ok(said) => queue.0.extend(states(&said, cluster)),
            // So it says of a single job that it has forgotten.
            Err(error) if error.to_string().contains("Invalid job id") => {}
            Err(error) => return Err(error),
        }
    }
    Ok(queue)
}

/// Takes jobs out of the queue. Those that have left it already are no reason to complain.
pub fn cancel<'j>(jobs: impl IntoIterator<Item = &'j JobId>) {
    for job in jobs {
        let (number, cluster) = parts(job);
        let on = format!("--clusters={cluster}");
        let options: &[&str] = if cluster.is_empty() { &["--quiet"] } else { &["--quiet", &on] };
        let _ = ask("scancel", &[options, &[number]].concat());
    }
}

/// Number and cluster of a job; mostly there is one cluster, without a name.
pub fn parts(job: &str) -> (&str, &str) {
    job.split_once(';').unwrap_or((job, ""))
}

/// The lines of squeue: array or job, number in it, state, reason.
fn states(said: &str, cluster: &str) -> Vec<((JobId, u64), State)> {
    let of_line = |line: &str| {
        let mut cells = line.trim().splitn(4, '|');
        let (job, number, state, reason) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
        let job = if cluster.is_empty() { job.to_owned() } else { format!("{job};{cluster}") };
        // A job that is in no array has `N/A`.
        Some(((job, number.parse().unwrap_or(0)), state_of(state, reason)))
    };
    // Before those of another cluster there is a line with its name.
    said.lines().filter_map(of_line).collect()
}

fn state_of(name: &str, reason: &str) -> State {
    match name {
        "PENDING" | "REQUEUED" | "REQUEUE_FED" | "REQUEUE_HOLD" | "SPECIAL_EXIT" => State::Waiting(reason.to_owned()),
        "CANCELLED" => State::Cancelled,
        "BOOT_FAIL" | "COMPLETED" | "DEADLINE" | "FAILED" | "NODE_FAIL" | "OUT_OF_MEMORY" | "PREEMPTED" | "REVOKED"
        | "TIMEOUT" => State::Ended(name.to_owned()),
        _ => State::Running,
    }
}

/// What a program of Slurm says.
fn ask(program: &str, arguments: &[impl AsRef<OsStr>]) -> Result<String, CommandError> {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null());
    // Those of a job in which winset itself may run are not for the jobs that it submits.
    command.env_remove("SLURM_CPUS_PER_TASK").env_remove("SLURM_RESTART_COUNT");
    // Ctrl-C is for the follower: an answer that is under way is still heard.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let Output { status, stdout, stderr } = command.output().map_err(|error| unstartable(program, &error))?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let said = printable(String::from_utf8_lossy(&stderr).trim()).replace('\n', "; ");
    let message = format!("{program} refused: {}", if said.is_empty() { status.to_string() } else { said });
    let passes = ["Unable to contact slurm controller", "timed out", "temporarily", "Connection refused"];
    match passes.iter().any(|sign| message.contains(sign)) {
        true => Err(CommandError::NotYet(message)),
        false => Err(CommandError::Files(message)),
    }
}

fn unstartable(program: &str, error: &io::Error) -> CommandError {
    CommandError::Files(match error.kind() {
        io::ErrorKind::NotFound => format!(
            "there is no {program} here: --on slurm is for a machine that Slurm takes jobs from; --dry-run shows what it would submit"
        ),
        _ => format!("cannot start {program}: {error}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What squeue of Slurm 22.05 prints.
    const SAID: &str = "17|3|PENDING|Resources\n17|4|PENDING|(launch failed, requeued|held)\n17|1|RUNNING|None\n\
        17|2|COMPLETING|None\n17|5|NODE_FAIL|NodeDown\n17|6|CANCELLED|None\n18|N/A|PENDING|Dependency\n";

    #[test]
    fn the_lines_of_squeue_are_states_of_jobs() {
        let queue = Queue(states(SAID, "").into_iter().collect());
        let state = |job: &str, number| queue.state(&job.to_owned(), number).cloned();
        assert_eq!(state("17", 1), Some(State::Running));
        assert_eq!(state("17", 2), Some(State::Running), "it may still write");
        assert_eq!(state("17", 3), Some(State::Waiting("Resources".to_owned())));
        assert_eq!(state("17", 4), Some(State::Waiting("(launch failed, requeued|held)".to_owned())));
        assert_eq!(state("17", 5), Some(State::Ended("NODE_FAIL".to_owned())));
        assert_eq!(state("17", 6), Some(State::Cancelled));
        assert_eq!(state("17", 7), None);
        assert_eq!(state("18", 0), Some(State::Waiting("Dependency".to_owned())));
    }

    #[test]
    fn jobs_of_another_cluster_have_its_name() {
        let said = "CLUSTER: north\n5|1|RUNNING|None\n";
        assert_eq!(states(said, "north"), [(("5;north".to_owned(), 1), State::Running)]);
        assert_eq!((parts("5;north"), parts("5")), (("5", "north"), ("5", "")));
    }
}
