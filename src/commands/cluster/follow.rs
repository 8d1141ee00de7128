//! Who follows the jobs to the result: looks what is done, submits again what has failed, and tells.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use super::super::{CommandError, interrupt, output};
use super::endings;
use super::request::ranges;
use super::slurm::{self, JobId, Queue};
use super::standing::{Board, Standing};
use super::submission::Submission;
use super::verdict::{Verdict, verdict};
use crate::scenario::printable;

/// So often what has failed is submitted again.
const TRIES: u32 = 3;
/// How long the follower waits between two looks, at first and at most.
const WAIT: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Who follows.
pub struct Follower<'a> {
    submission: Submission<'a>,
    /// Whether that part is done.
    is_done: &'a dyn Fn(u64) -> bool,
    /// How a person would make the result of the parts.
    by_hand: &'a str,
    parts: Vec<Tracked>,
    merge: Tracked,
    board: Board,
    /// Whether what has ended has ended before this follower came.
    first_look: bool,
    unreachable: bool,
}

/// What is known of a part, or of the merge.
#[derive(Debug, Clone, Default)]
struct Tracked {
    done: bool,
    /// How often it was submitted again.
    tries: u32,
    /// How often it was not there since it left the queue.
    looks: u32,
    /// Why it will not come.
    given_up: Option<Verdict>,
}

impl Tracked {
    /// What becomes of it, as the queue has it. What has ended before anybody followed is wanted all the same.
    fn verdict(&self, state: Option<&slurm::State>, first_look: bool) -> Verdict {
        match verdict(state, if first_look { u32::MAX } else { self.looks }) {
            Verdict::Cancelled if first_look => Verdict::Failed("CANCELLED".to_owned()),
            verdict => verdict,
        }
    }

    fn again(&mut self) {
        (self.tries, self.looks) = (self.tries + 1, 0);
    }
}

impl<'a> Follower<'a> {
    /// Follows what is to be submitted, or has been.
    pub fn new(
        mut submission: Submission<'a>,
        is_done: &'a dyn Fn(u64) -> bool,
        by_hand: &'a str,
        quiet: bool,
    ) -> Self {
        let parts = submission.request.options.shards as usize;
        submission.submitted.jobs.arrays.resize(parts, JobId::new());
        Self {
            parts: vec![Tracked::default(); parts],
            merge: Tracked::default(),
            board: Board::new(quiet),
            first_look: true,
            unreachable: false,
            submission,
            is_done,
            by_hand,
        }
    }

    /// Submits all parts, which are told as `parts`, and the merge.
    ///
    /// # Errors
    /// If Slurm refuses; then nothing stays.
    pub fn begun(mut self, parts: &str) -> Result<Self, CommandError> {
        let [array, merge] = match self.submission.all() {
            Ok(jobs) => jobs,
            Err(error) => {
                slurm::cancel(&self.submission.submitted.jobs.all());
                self.submission.submitted.clear();
                return Err(error);
            }
        };
        self.first_look = false;
        self.board.note(&format!(
            "submitted: job {array}, {parts}, and job {merge}, which joins them; Ctrl-C leaves them in the queue\n"
        ));
        Ok(self)
    }

    /// Takes up what was submitted before; a merge that is to be `another` now waits in the queue anew.
    ///
    /// # Errors
    /// If Slurm refuses.
    pub fn attached(mut self, another: bool) -> Result<Self, CommandError> {
        let submitted = &self.submission.submitted;
        let jobs: Vec<_> = submitted.jobs.all().into_iter().collect();
        self.board.note(&format!("following what was submitted before: jobs {}\n", jobs.join(", ")));
        if another {
            let queue = slurm::queue(&submitted.jobs.all())?;
            self.submission.renew_merge(&queue, None)?;
        } else if submitted.status().is_some_and(|status| status != 0) {
            // It is wanted all the same.
            submitted.renew_merge(self.submission.merge_script)?;
        }
        Ok(self)
    }

    /// Follows the jobs until the result is there, and prints what a run prints.
    ///
    /// # Errors
    /// If parts or the merge come to no good end, or the user stops following.
    pub fn follow(mut self) -> Result<(), CommandError> {
        let mut wait = WAIT.0;
        while self.submission.submitted.status() != Some(0) {
            self.submission.submitted.is_there()?;
            let queue = self.queue();
            let submitted = self.look(queue.as_ref())? | self.look_at_the_merge(queue.as_ref())?;
            self.first_look &= queue.is_none();
            self.rest(wait)?;
            wait = if submitted { WAIT.0 } else { wait.mul_f64(1.5).min(WAIT.1) };
        }
        self.finish()
    }

    /// The queue, if it can be asked; the parts tell what is done without it, too.
    fn queue(&mut self) -> Option<Queue> {
        let asked = slurm::queue(&self.submission.submitted.jobs.all());
        if let Err(error) = &asked
            && !self.unreachable
        {
            self.board.note(&format!("the queue cannot be asked, and is again: {error}\n"));
        }
        self.unreachable = asked.is_err();
        asked.ok()
    }

    /// Looks at every part, and submits again what has failed; the answer is whether something has.
    fn look(&mut self, queue: Option<&Queue>) -> Result<bool, CommandError> {
        let submitted = &self.submission.submitted;
        // Where the disk is that of another machine, listing the folder lets what is new in it be seen.
        let _ = fs::read_dir(&submitted.folder).map(Iterator::count);
        let mut standing = Standing { parts: self.parts.len(), ..Standing::default() };
        let mut failed: Vec<(u64, String)> = Vec::new();
        for (index, part) in self.parts.iter_mut().enumerate() {
            let number = index as u64 + 1;
            part.done = part.done || (self.is_done)(number);
            standing.done += usize::from(part.done);
            let Some(queue) = queue.filter(|_| !part.done && part.given_up.is_none()) else { continue };
            match part.verdict(queue.state(&submitted.jobs.arrays[index], number), self.first_look) {
                Verdict::Waits(reason) => {
                    standing.wait += 1;
                    standing.reason.get_or_insert(reason);
                }
                Verdict::Runs => standing.run += 1,
                Verdict::Unseen => part.looks += 1,
                Verdict::Failed(why) if part.tries < TRIES => failed.push((number, why)),
                end => part.given_up = Some(end),
            }
        }
        standing.wait += failed.len();
        standing.failed = self.parts.iter().filter(|part| part.given_up.is_some() && !part.done).count();
        let is_over = standing.failed > 0 && standing.done + standing.failed == standing.parts;
        self.board.show(standing);
        if let Some(queue) = queue.filter(|_| !failed.is_empty()) {
            self.again(&failed, queue)?;
        }
        if is_over { Err(self.given_up()) } else { Ok(!failed.is_empty()) }
    }

    fn again(&mut self, failed: &[(u64, String)], queue: &Queue) -> Result<(), CommandError> {
        let numbers: Vec<u64> = failed.iter().map(|(number, _)| *number).collect();
        let job = self.submission.again(&numbers, queue).map_err(endings::refused)?;
        numbers.iter().for_each(|number| self.parts[*number as usize - 1].again());
        self.merge.looks = 0;
        let (parts, why) = (ranges(&numbers), &failed[0].1);
        let what = if numbers.len() == 1 { "part" } else { "parts" };
        self.board.note(&format!("{what} {parts} failed ({why}) and went into the queue again as job {job}\n"));
        Ok(())
    }

    /// Looks at the merge, once all parts are done, and submits it again if it has failed; the answer is whether it has.
    fn look_at_the_merge(&mut self, queue: Option<&Queue>) -> Result<bool, CommandError> {
        let Some(queue) = queue.filter(|_| self.parts.iter().all(|part| part.done)) else { return Ok(false) };
        let submitted = &self.submission.submitted;
        let state = submitted.jobs.merge.as_ref().and_then(|job| queue.state(job, 0));
        let why = match (submitted.status(), self.merge.verdict(state, self.first_look)) {
            (Some(0), _) | (None, Verdict::Waits(_) | Verdict::Runs) => return Ok(false),
            (None, Verdict::Unseen) => {
                self.merge.looks += 1;
                return Ok(false);
            }
            (Some(75), _) if self.merge.tries < TRIES => "status 75".to_owned(),
            (None, Verdict::Failed(why)) if self.merge.tries < TRIES => why,
            (Some(status), _) => {
                self.board.insist(&printable(&submitted.said()[1]));
                return Err(endings::merge_failed(status, self.by_hand));
            }
            (None, Verdict::Cancelled) => return Err(endings::merge_lost(submitted, "was cancelled", self.by_hand)),
            (None, Verdict::Failed(why)) => {
                return Err(endings::merge_lost(submitted, &format!("failed ({why})"), self.by_hand));
            }
        };
        let job = self.submission.merge(&[]).map_err(endings::refused)?;
        self.merge.again();
        self.board
            .note(&format!("the job that joins the parts failed ({why}) and went into the queue again as job {job}\n"));
        Ok(true)
    }

    /// Waits, unless the user stops it.
    fn rest(&self, time: Duration) -> Result<(), CommandError> {
        let begun = Instant::now();
        while begun.elapsed() < time {
            interrupt::go_on().map_err(|_| endings::left_alone(&self.submission.submitted, self.by_hand))?;
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Prints what the merge has printed, and clears up.
    fn finish(self) -> Result<(), CommandError> {
        let Self { submission, board, .. } = self;
        let [printed, said] = submission.submitted.said();
        submission.submitted.clear();
        drop(board);
        output::print(&printed)?;
        output::tell(&printable(&said));
        Ok(())
    }

    /// No result comes of it: parts will not come.
    fn given_up(&self) -> CommandError {
        // The merge could only say what is missing.
        slurm::cancel(&self.submission.submitted.jobs.merge);
        let given_up =
            |(part, number): (&'_ Tracked, u64)| Some((number, part.given_up.clone().filter(|_| !part.done)?));
        let without: Vec<(u64, Verdict)> = self.parts.iter().zip(1..).filter_map(given_up).collect();
        endings::given_up(&self.submission.submitted, &without, self.parts.len())
    }
}
