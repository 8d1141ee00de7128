//! How following comes to an end other than the result: what is said then, and how to go on.

use std::fs;
use std::path::Path;

use super::super::CommandError;
use super::request::{LOGS, ranges};
use super::slurm;
use super::submitted::Submitted;
use super::verdict::Verdict;
use crate::report::counted;
use crate::scenario::{printable, shown_path};

/// The user has stopped following.
pub fn left_alone(submitted: &Submitted, by_hand: &str) -> CommandError {
    let jobs = submitted.jobs.all();
    let numbers = jobs.iter().map(|job| slurm::parts(job).0).collect::<Vec<_>>().join(" ");
    CommandError::Paused(format!(
        "interrupted; the jobs go on. The same command follows them again, `scancel {numbers}` ends them, and when all parts are done \
         `{by_hand}` joins them by hand"
    ))
}

/// Parts that will not come, by number, of so many. Where somebody has cancelled all of them that was asked for.
pub fn given_up(submitted: &Submitted, without: &[(u64, Verdict)], of: usize) -> CommandError {
    let (first, verdict) = &without[0];
    let logs = submitted.folder.join(LOGS);
    let why = match verdict {
        Verdict::Failed(why) => format!("failed ({why})"),
        _ => "was cancelled".to_owned(),
    };
    let numbers: Vec<u64> = without.iter().map(|(number, _)| *number).collect();
    let message = format!(
        "{} of {} {} not done ({}): part {first} {why}{}; what the jobs say is in `{}`; the same command submits again what is missing",
        numbers.len(),
        counted(of, "part"),
        if numbers.len() == 1 { "is" } else { "are" },
        ranges(&numbers),
        last_words(&logs.join(format!("{first}.log"))),
        shown_path(&logs),
    );
    match without.iter().all(|(_, verdict)| *verdict == Verdict::Cancelled) {
        true => CommandError::Paused(message),
        false => CommandError::Failed(message),
    }
}

/// Slurm takes no more of it.
pub fn refused(error: CommandError) -> CommandError {
    let message = format!("{error}; what is in the queue goes on, and the same command submits again what is missing");
    match error {
        CommandError::NotYet(_) => CommandError::NotYet(message),
        _ => CommandError::Failed(message),
    }
}

/// The merge has ended with that status, with which this command then ends, too.
pub fn merge_failed(status: i32, by_hand: &str) -> CommandError {
    let message = of_the_merge(&format!("ended with status {status}"), by_hand);
    match status {
        2 => CommandError::Usage(message),
        75 => CommandError::NotYet(message),
        _ => CommandError::Failed(message),
    }
}

/// The merge has left no status.
pub fn merge_lost(submitted: &Submitted, how: &str, by_hand: &str) -> CommandError {
    let words = last_words(&submitted.folder.join(LOGS).join("merge.log"));
    CommandError::Failed(of_the_merge(&format!("{how}{words}"), by_hand))
}

fn of_the_merge(how: &str, by_hand: &str) -> String {
    format!(
        "all parts are done, and the job that joins them {how}; the same command submits it again, `{by_hand}` joins them here"
    )
}

/// What a log ends with, as the end of a sentence.
fn last_words(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let last = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    last.map_or_else(String::new, |line| format!(", and said last `{}`", printable(line)))
}
