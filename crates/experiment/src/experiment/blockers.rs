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

/// Who objected in the last failing polls, a bit a poll, so that many polls are counted at once. Members are numbered as in
/// [`Blockers`].
#[derive(Debug, Clone)]
pub(super) struct Objectors {
    /// By member: the polls in which it objected.
    polls: Vec<u64>,
    /// Those in which one member did.
    alone: u64,
    /// How many polls there are.
    count: u32,
}

impl Objectors {
    pub(super) fn new(members: usize) -> Self {
        Objectors { polls: vec![0; members], alone: 0, count: 0 }
    }

    /// Takes in a poll in which these object; whether there is no room for another one.
    pub(super) fn note(&mut self, members: impl Iterator<Item = usize>, alone: bool) -> bool {
        let poll = 1 << self.count;
        members.for_each(|member| self.polls[member] |= poll);
        self.alone |= if alone { poll } else { 0 };
        self.count += 1;
        self.count == u64::BITS
    }

    /// Counts what was noted, tells by member in how many polls it objected, and in how many alone, and forgets all.
    pub(super) fn count_into(&mut self, blockers: &mut Blockers, mut tell: impl FnMut(usize, [u64; 2])) {
        let members = self.polls.len();
        for (one, &own) in self.polls.iter().enumerate().filter(|(_, polls)| **polls != 0) {
            let [objected, alone] = [own, own & self.alone].map(|polls| u64::from(polls.count_ones()));
            blockers.alone[one] += alone;
            blockers.joint[one * members + one] += objected;
            for (other, polls) in self.polls[..one].iter().enumerate().filter(|(_, polls)| **polls & own != 0) {
                let both = u64::from((own & polls).count_ones());
                blockers.joint[one * members + other] += both;
                blockers.joint[other * members + one] += both;
            }
            tell(one, [objected, alone]);
        }
        self.polls.fill(0);
        (self.alone, self.count) = (0, 0);
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
            let (mut expected, mut told) = (vec![0; 49], [[0; 2]; 7]);
            let mut tell = |member: usize, [objected, alone]: [u64; 2]| {
                told[member][0] += objected;
                told[member][1] += alone;
            };
            let mut alone = [0; 7];
            for poll in 0..polls {
                let is_alone = objecting(poll).count() == 1;
                if objectors.note(objecting(poll), is_alone) {
                    objectors.count_into(&mut blockers, &mut tell);
                }
                for one in objecting(poll) {
                    objecting(poll).for_each(|other| expected[one * 7 + other] += 1);
                    alone[one] += u64::from(is_alone);
                }
            }
            objectors.count_into(&mut blockers, &mut tell);
            objectors.count_into(&mut blockers, &mut tell);
            assert_eq!(told, std::array::from_fn(|member| [expected[member * 8], alone[member]]), "{polls} polls");
            assert_eq!(blockers.alone, alone, "{polls} polls");
            assert_eq!(blockers.joint, expected, "{polls} polls");
        }
    }
}
