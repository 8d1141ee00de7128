//! What the queue says, and what that means for something that is not there yet.

use super::slurm::State;

/// So often something is looked for that has left the queue well: other machines may see it later.
const LOOKS: u32 = 3;

/// What becomes of a part, or of the merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It waits in the queue, for that reason.
    Waits(String),
    /// It runs.
    Runs,
    /// It has left the queue, and may be seen yet.
    Unseen,
    /// It will not come, for that reason.
    Failed(String),
    /// Somebody does not want it.
    Cancelled,
}

/// What becomes of something in that state that was not there `looks` times since it left the queue.
pub fn verdict(state: Option<&State>, looks: u32) -> Verdict {
    match state {
        Some(State::Waiting(reason)) => Verdict::Waits(reason.clone()),
        Some(State::Running) => Verdict::Runs,
        Some(State::Cancelled) => Verdict::Cancelled,
        Some(State::Ended(how)) if how != "COMPLETED" => Verdict::Failed(how.clone()),
        _ if looks < LOOKS => Verdict::Unseen,
        _ => Verdict::Failed("it left the queue".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_left_the_queue_is_looked_for_a_few_times_before_it_has_failed() {
        let ended = |how: &str| State::Ended(how.to_owned());
        let left = Verdict::Failed("it left the queue".to_owned());
        for state in [None, Some(ended("COMPLETED"))] {
            assert_eq!(verdict(state.as_ref(), 0), Verdict::Unseen);
            assert_eq!(verdict(state.as_ref(), LOOKS), left);
        }
        assert_eq!(verdict(Some(&ended("NODE_FAIL")), 0), Verdict::Failed("NODE_FAIL".to_owned()));
        assert_eq!(verdict(Some(&State::Cancelled), 0), Verdict::Cancelled);
        assert_eq!(verdict(Some(&State::Running), 9), Verdict::Runs);
        assert_eq!(verdict(Some(&State::Waiting("Priority".to_owned())), 9), Verdict::Waits("Priority".to_owned()));
    }
}
