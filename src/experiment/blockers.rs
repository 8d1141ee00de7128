use serde::{Deserialize, Serialize};

/// Who stands in the way: counts over all replications. Members are numbered as they come in [`Timeline::ever_seated`](crate::model::Timeline::ever_seated).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Blockers {
    /// By member: failing polls in which only it objects.
    pub(super) alone: Vec<u64>,
    /// By pair, row-major: failing polls in which both object; the diagonal: in which it does.
    pub(super) joint: Vec<u64>,
    /// By pair, row-major: failing polls in which both have a response.
    pub(super) failing: Vec<u64>,
}

impl Blockers {
    pub(super) fn new(members: usize) -> Self {
        let pairs = || vec![0; members * members];
        Blockers { alone: vec![0; members], joint: pairs(), failing: pairs() }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let add = |mine: &mut Vec<u64>, theirs: &[u64]| mine.iter_mut().zip(theirs).for_each(|(sum, x)| *sum += x);
        add(&mut self.alone, &other.alone);
        add(&mut self.joint, &other.joint);
        add(&mut self.failing, &other.failing);
    }
}

/// Who objected in the last failing polls, a bit a poll, so that pairs are counted for many polls at once. Members are numbered
/// as in [`Blockers`].
#[derive(Debug, Clone)]
pub(super) struct Objectors {
    /// By member: the polls in which it objected.
    polls: Vec<u64>,
    /// How many polls there are.
    count: u32,
}

impl Objectors {
    pub(super) fn new(members: usize) -> Self {
        Objectors { polls: vec![0; members], count: 0 }
    }

    /// Notes that a member objects in the poll at hand.
    pub(super) fn note(&mut self, member: usize) {
        self.polls[member] |= 1 << self.count;
    }

    /// Goes on to the next poll.
    pub(super) fn end_poll(&mut self, blockers: &mut Blockers) {
        self.count += 1;
        if self.count == u64::BITS {
            self.count_into(blockers);
        }
    }

    /// Counts the pairs of what was noted, and forgets it.
    pub(super) fn count_into(&mut self, blockers: &mut Blockers) {
        let members = self.polls.len();
        for (one, &own) in self.polls.iter().enumerate().filter(|(_, polls)| **polls != 0) {
            for (sum, polls) in blockers.joint[one * members..(one + 1) * members].iter_mut().zip(&self.polls) {
                *sum += u64::from((own & polls).count_ones());
            }
        }
        self.polls.fill(0);
        self.count = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_those_of_every_poll_however_many_there_are() {
        for polls in [0, 1, 63, 64, 65, 200usize] {
            let objecting =
                |poll: usize| (0..7).filter(move |member| (poll * 31 + member * member).is_multiple_of(member + 2));
            let (mut blockers, mut objectors) = (Blockers::new(7), Objectors::new(7));
            let mut expected = vec![0; 49];
            for poll in 0..polls {
                objecting(poll).for_each(|member| objectors.note(member));
                objectors.end_poll(&mut blockers);
                for one in objecting(poll) {
                    objecting(poll).for_each(|other| expected[one * 7 + other] += 1);
                }
            }
            objectors.count_into(&mut blockers);
            objectors.count_into(&mut blockers);
            assert_eq!(blockers.joint, expected, "{polls} polls");
        }
    }
}
