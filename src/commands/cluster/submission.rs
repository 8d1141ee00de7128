//! How parts and their merge come into the queue.

use super::super::CommandError;
use super::request::Request;
use super::slurm::{self, JobId, Queue};
use super::submitted::Submitted;
use super::verdict::{Verdict, verdict};

/// What is submitted, and how.
pub struct Submission<'a> {
    /// With what options.
    pub request: Request<'a>,
    /// Which jobs there are by now.
    pub submitted: Submitted,
    /// The script of the merge.
    pub merge_script: &'a str,
}

impl Submission<'_> {
    /// Submits all parts and the merge; the answer is the jobs of both.
    ///
    /// # Errors
    /// If Slurm refuses.
    pub fn all(&mut self) -> Result<[JobId; 2], CommandError> {
        let numbers: Vec<u64> = (1..=self.request.options.shards).collect();
        let array = self.parts(&numbers)?;
        let merge = self.merge(std::slice::from_ref(&array))?;
        Ok([array, merge])
    }

    /// Submits parts again, and a merge that waits for them, too.
    ///
    /// # Errors
    /// If Slurm refuses.
    pub fn again(&mut self, numbers: &[u64], queue: &Queue) -> Result<JobId, CommandError> {
        let job = self.parts(numbers)?;
        self.renew_merge(queue, Some(&job))?;
        Ok(job)
    }

    /// Replaces the merge by one that waits for all arrays of which something is in the queue, and for `new`.
    ///
    /// # Errors
    /// If Slurm refuses.
    pub fn renew_merge(&mut self, queue: &Queue, new: Option<&JobId>) -> Result<JobId, CommandError> {
        slurm::cancel(&self.submitted.jobs.merge);
        let stays = |(job, number): &(&JobId, u64)| {
            let verdict = verdict(queue.state(job, *number), 0);
            Some(*job) == new || matches!(verdict, Verdict::Waits(_) | Verdict::Runs)
        };
        let numbered = self.submitted.jobs.arrays.iter().zip(1..);
        let mut arrays: Vec<JobId> = numbered.filter(stays).map(|(job, _)| job.clone()).collect();
        arrays.sort();
        arrays.dedup();
        self.merge(&arrays)
    }

    /// Submits the merge; it begins when those arrays have left the queue.
    ///
    /// # Errors
    /// If Slurm refuses.
    pub fn merge(&mut self, arrays: &[JobId]) -> Result<JobId, CommandError> {
        self.submitted.renew_merge(self.merge_script)?;
        // The name of the cluster is no part of a dependency.
        let numbers: Vec<&str> = arrays.iter().map(|job| slurm::parts(job).0).collect();
        let job = slurm::submit(&self.request.merge(&numbers))?;
        self.submitted.jobs.merge = Some(job.clone());
        self.submitted.write_down()?;
        Ok(job)
    }

    fn parts(&mut self, numbers: &[u64]) -> Result<JobId, CommandError> {
        let job = slurm::submit(&self.request.array(numbers)).map_err(|error| match error {
            CommandError::Files(why) if why.contains("job array") => CommandError::Files(format!(
                "{why}; how many parts there may be says `scontrol show config`, at MaxArraySize"
            )),
            other => other,
        })?;
        for number in numbers {
            self.submitted.jobs.arrays[*number as usize - 1] = job.clone();
        }
        self.submitted.write_down()?;
        Ok(job)
    }
}
