use wide::f64x4;

use super::super::lanes::{WIDTH, lane, padded};
use super::super::prepared::Prepared;
use super::super::proposal::Proposal;
use super::condition::{Bowl, Condition};
use crate::model::{Loss, WITHIN};

/// max over x of min over the conditions, and whether it exceeds ε. Texts x are measured from the status quo, so that digits are
/// not lost where all of them are far from the origin of the space.
pub(super) struct Programme<const D: usize> {
    /// Losses that must leave a level: a row of levels, a row a dimension of curvatures, then of centres, in lanes. In the
    /// padding stands the last one again.
    rows: Vec<f64>,
    /// How many there are.
    bowls: usize,
    /// The loss of a weighted squared distance.
    shape: Loss,
    /// A linear condition, which is the last one.
    linear: Option<Linear<D>>,
    /// The opening.
    pub(super) start: [f64; D],
    /// The text as it is now.
    pub(super) text: [f64; D],
    /// ε.
    pub(super) within: f64,
}

/// The largest loss of anybody at the table, where there is any: the unit in which `within` is [`WITHIN`].
pub(super) fn unit_of_utility(within: f64) -> f64 {
    positive(within / WITHIN)
}

fn positive(x: f64) -> f64 {
    if x > 0.0 { x } else { 1.0 }
}

/// Levels, curvatures and centres in lanes.
pub(super) struct Lanes<'a, const D: usize> {
    pub(super) levels: &'a [[f64; WIDTH]],
    pub(super) curvatures: [&'a [[f64; WIDTH]]; D],
    pub(super) centres: [&'a [[f64; WIDTH]]; D],
}

/// slope·x ≥ level.
#[derive(Debug, Clone, Copy)]
pub(super) struct Linear<const D: usize> {
    pub(super) level: f64,
    pub(super) slope: [f64; D],
}

/// The least of several numbers and which it is, lane by lane.
pub(super) struct Least {
    value: f64x4,
    lane: f64x4,
}

impl Least {
    pub(super) fn new() -> Self {
        Least { value: f64x4::splat(f64::INFINITY), lane: f64x4::splat(0.0) }
    }

    /// Takes in the numbers of a lane; which of them are less than what was before.
    #[inline]
    pub(super) fn take(&mut self, index: usize, values: f64x4) -> f64x4 {
        let less = values.simd_lt(self.value);
        self.value = less.bitselect(values, self.value);
        self.lane = less.bitselect(f64x4::splat(index as f64), self.lane);
        less
    }

    /// The number and its place in the row.
    pub(super) fn of_all(&self) -> (usize, f64) {
        let (values, lanes) = (self.value.to_array(), self.lane.to_array());
        let mut least = (lanes[0] as usize * WIDTH, values[0]);
        for seat in 1..WIDTH {
            let place = lanes[seat] as usize * WIDTH + seat;
            if values[seat] < least.1 || (values[seat] == least.1 && place < least.0) {
                least = (place, values[seat]);
            }
        }
        least
    }
}

impl<const D: usize> Programme<D> {
    /// Of so many conditions that losses leave levels, and a linear one, on a proposal.
    pub(super) fn new(
        count: usize,
        bowls: impl Iterator<Item = Bowl<D>>,
        linear: Option<Linear<D>>,
        prepared: &Prepared,
        proposal: &Proposal,
    ) -> Self {
        let [start, text] =
            [&proposal.opening, &proposal.text].map(|point| std::array::from_fn(|d| point[d] - proposal.status_quo[d]));
        let (shape, within) = (prepared.model.negotiation.loss, proposal.within);
        let mut programme = Programme { rows: Vec::new(), bowls: count, shape, linear, start, text, within };
        programme.fill(bowls);
        programme
    }

    /// Conditions that losses of that shape leave levels, and a linear one.
    #[cfg(test)]
    pub(super) fn of(bowls: &[Bowl<D>], shape: Loss, linear: Option<Linear<D>>, start: [f64; D]) -> Self {
        let (rows, count) = (Vec::new(), bowls.len());
        let mut programme = Programme { rows, bowls: count, shape, linear, start, text: start, within: WITHIN };
        programme.fill(bowls.iter().copied());
        programme
    }

    fn fill(&mut self, bowls: impl Iterator<Item = Bowl<D>>) {
        let row = padded(self.bowls);
        self.rows.resize((1 + 2 * D) * row, 0.0);
        if self.bowls == 0 {
            return;
        }
        for (place, bowl) in bowls.enumerate() {
            self.rows[place] = bowl.level;
            for d in 0..D {
                self.rows[(1 + d) * row + place] = bowl.curvature[d];
                self.rows[(1 + D + d) * row + place] = bowl.centre[d];
            }
        }
        for row in self.rows.chunks_exact_mut(row) {
            let last = row[self.bowls - 1];
            row[self.bowls..].fill(last);
        }
    }

    /// The same in units in which numbers are of order 1: utilities are divided by the largest loss of anybody at the table, so
    /// that ε is [`WITHIN`], and texts, by dimension, in multiples of the farthest that anybody
    /// concerned stands from it.
    pub(super) fn scaled(&self) -> Self {
        let bowls = || (0..self.bowls).map(|index| self.bowl(index));
        let utility = unit_of_utility(self.within);
        let lengths: [f64; D] = std::array::from_fn(|d| {
            let concerned = bowls().filter(|bowl| bowl.curvature[d] > 0.0);
            positive(concerned.map(|bowl| bowl.centre[d].abs()).fold(0.0, f64::max))
        });
        let point = |p: &[f64; D]| std::array::from_fn(|d| p[d] / lengths[d]);
        let by = if self.shape == Loss::Quadratic { utility } else { utility * utility };
        let bowl = |bowl: Bowl<D>| Bowl {
            level: bowl.level / utility,
            curvature: std::array::from_fn(|d| bowl.curvature[d] / by * lengths[d] * lengths[d]),
            centre: point(&bowl.centre),
        };
        let linear = self.linear.map(|Linear { level, slope }| Linear {
            level: level / utility,
            slope: std::array::from_fn(|d| slope[d] * lengths[d] / utility),
        });
        let (start, text) = (point(&self.start), point(&self.text));
        let mut scaled = Programme { rows: Vec::new(), linear, start, text, within: WITHIN, ..*self };
        scaled.fill(bowls().map(bowl));
        scaled
    }

    /// Whether a text makes every condition exceed ε.
    pub(super) fn is_met_by(&self, x: &[f64; D]) -> bool {
        self.worst(x).is_none_or(|(_, least)| least > self.within)
    }

    /// How many conditions there are.
    pub(super) fn count(&self) -> usize {
        self.bowls + usize::from(self.linear.is_some())
    }

    /// Whether one of them is a cone.
    pub(super) fn has_cones(&self) -> bool {
        self.shape == Loss::Linear
    }

    /// How many are conditions that a loss leaves a level: the first ones.
    pub(super) fn bowls(&self) -> usize {
        self.bowls
    }

    /// One of the conditions that a loss leaves a level.
    pub(super) fn bowl(&self, index: usize) -> Bowl<D> {
        let row = padded(self.bowls);
        let at = |number: usize| self.rows[number * row + index];
        Bowl {
            level: at(0),
            curvature: std::array::from_fn(|d| at(1 + d)),
            centre: std::array::from_fn(|d| at(1 + D + d)),
        }
    }

    /// One of the conditions.
    #[inline]
    pub(super) fn condition(&self, index: usize) -> Condition<D> {
        match (&self.linear, self.shape) {
            (Some(linear), _) if index == self.bowls => Condition::Linear(*linear),
            (_, Loss::Quadratic) => Condition::Quadratic(self.bowl(index)),
            (_, Loss::Linear) => Condition::Cone(self.bowl(index)),
        }
    }

    /// Its rows in lanes.
    #[inline]
    pub(super) fn lanes(&self) -> Lanes<'_, D> {
        let (rows, count) = (self.rows.as_chunks().0, padded(self.bowls) / WIDTH);
        let row = |number: usize| &rows[number * count..][..count];
        Lanes {
            levels: row(0),
            curvatures: std::array::from_fn(|d| row(1 + d)),
            centres: std::array::from_fn(|d| row(1 + D + d)),
        }
    }

    /// The condition that is met least at `x`, and its value there; `None` where there is none.
    pub(super) fn worst(&self, x: &[f64; D]) -> Option<(usize, f64)> {
        let mut least = Least::new();
        let lanes = self.lanes();
        for index in 0..lanes.levels.len() {
            let mut square = f64x4::splat(0.0);
            for d in 0..D {
                let off = f64x4::splat(x[d]) - lane(&lanes.centres[d][index]);
                square += lane(&lanes.curvatures[d][index]) * off * off;
            }
            let loss = if self.shape == Loss::Quadratic { square } else { square.sqrt() };
            least.take(index, lane(&lanes.levels[index]) - loss);
        }
        let worst = (self.bowls > 0).then(|| least.of_all());
        let linear = self.linear.as_ref().map(|linear| (self.bowls, linear.at(x)));
        match (worst, linear) {
            (Some(bowl), Some(linear)) => Some(if linear.1 < bowl.1 { linear } else { bowl }),
            (worst, linear) => worst.or(linear),
        }
    }
}

impl<const D: usize> Linear<D> {
    /// slope·x − level.
    pub(super) fn at(&self, x: &[f64; D]) -> f64 {
        (0..D).map(|d| self.slope[d] * x[d]).sum::<f64>() - self.level
    }
}
