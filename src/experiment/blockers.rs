/// Who stands in the way: counts over all replications. Members are numbered as they come in [`Timeline::ever_seated`](crate::model::Timeline::ever_seated).
#[derive(Debug, Clone, PartialEq, Default)]
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
