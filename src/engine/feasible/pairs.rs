//! What two conditions at a time tell. For λ in \[0,1\], max_x λ h_i(x) + (1−λ) h_j(x) of two quadratic conditions has a closed
//! form f(λ), convex in λ, and is never below max_x min_i h_i(x): one λ at which it is not above ε proves that there is
//! no agreement. Where it is least, the text that attains it is the best for these two, and often good enough for all.

use super::super::proposal::Feasibility;
use super::condition::{Bowl, Condition};
use super::programme::Programme;
use crate::model::WITHIN;

/// The bound of a pair at λ.
struct Bound {
    value: f64,
    /// f′.
    slope: f64,
    /// f″.
    bend: f64,
}

impl<const D: usize> Programme<D> {
    /// Compares the condition `pivot` with each other one; then the one that the best text of the tightest pair violates
    /// most. Where neither tells, the last such text, from which to search on.
    pub(super) fn decide_by_pairs(&self, mut pivot: usize) -> Result<Feasibility, [f64; D]> {
        let mut best = self.start;
        for _ in 0..2 {
            let (tightest, share) = match self.tightest_pair(pivot) {
                Some(Pair::Excluded) => return Ok(Feasibility::Impossible),
                Some(Pair::Open { other, share }) => (other, share),
                None => break,
            };
            let Some(x) = self.best_of_pair(pivot, tightest, share) else { break };
            best = x;
            match self.worst(&x) {
                Some((worst, least)) if least <= WITHIN => pivot = worst,
                _ => return Ok(Feasibility::Possible),
            }
        }
        Err(best)
    }

    /// The pair with `pivot` whose bound is least; `None` where there is none.
    fn tightest_pair(&self, pivot: usize) -> Option<Pair> {
        let own = self.bowl(pivot)?;
        let mut tightest = None;
        let mut least = f64::INFINITY;
        for other in (0..self.conditions.len()).filter(|&other| other != pivot) {
            let Some(bowl) = self.bowl(other) else { continue };
            let at = |share: f64| bound(own, bowl, share);
            // One step of Newton's from the middle; it is exact where both curve alike.
            let middle = at(0.5);
            let share = if middle.bend > 0.0 { (0.5 - middle.slope / middle.bend).clamp(0.0, 1.0) } else { 0.5 };
            let value = at(share).value.min(middle.value);
            if value <= WITHIN {
                return Some(Pair::Excluded);
            }
            if value < least {
                least = value;
                tightest = Some(Pair::Open { other, share });
            }
        }
        tightest
    }

    fn bowl(&self, index: usize) -> Option<&Bowl<D>> {
        match &self.conditions[index] {
            Condition::Quadratic(bowl) => Some(bowl),
            Condition::Cone(_) | Condition::Linear { .. } => None,
        }
    }

    /// The text at which λ times the one and 1 − λ times the other is greatest.
    fn best_of_pair(&self, pivot: usize, other: usize, share: f64) -> Option<[f64; D]> {
        let (own, other) = (self.bowl(pivot)?, self.bowl(other)?);
        let mut x = [0.0; D];
        for d in 0..D {
            let (a, b) = (share * own.curvature[d], (1.0 - share) * other.curvature[d]);
            if a + b > 0.0 {
                x[d] = (a * own.centre[d] + b * other.centre[d]) / (a + b);
            }
        }
        Some(x)
    }
}

/// What is known of the tightest pair.
enum Pair {
    /// No text satisfies both.
    Excluded,
    /// Some may: the other one, and λ of the first.
    Open { other: usize, share: f64 },
}

fn bound<const D: usize>(one: &Bowl<D>, other: &Bowl<D>, share: f64) -> Bound {
    let rest = 1.0 - share;
    let mut bound = Bound { value: share * one.level + rest * other.level, slope: one.level - other.level, bend: 0.0 };
    for d in 0..D {
        let (a, b, apart) = (one.curvature[d], other.curvature[d], one.centre[d] - other.centre[d]);
        let whole = share * a + rest * b;
        if whole > 0.0 {
            let both = a * b / whole * apart * apart;
            bound.value -= share * rest * both;
            bound.slope -= both * (rest * rest * b - share * share * a) / whole;
            bound.bend += 2.0 * both * (a / whole) * (b / whole);
        }
    }
    bound
}
