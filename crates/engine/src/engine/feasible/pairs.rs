//! What two conditions at a time tell. For λ in \[0,1\], max_x λ h_i(x) + (1−λ) h_j(x) of two quadratic conditions has a closed
//! form f(λ), convex in λ, and is never below max_x min_i h_i(x): one λ at which it is not above ε proves that there is
//! no agreement. Where it is least, the text that attains it is the best for these two, and often good enough for all.

use wide::f64x4;

use super::super::lanes::lane;
use super::condition::Bowl;
use super::programme::{Lanes, Least, Programme};
use super::weights::Weights;

/// What is known of the tightest pair.
pub(super) enum Pair {
    /// No text satisfies both.
    Excluded,
    /// Some may: their weights λ and 1 − λ.
    Open(Weights),
}

impl<const D: usize> Programme<D> {
    /// The pair of the last quadratic condition and another one whose bound is least; the last one by itself where no other is
    /// as tight. `None` where there is none.
    pub(super) fn tightest_pair(&self) -> Option<Pair> {
        let pivot = self.bowls().checked_sub(1)?;
        let own = self.bowl(pivot);
        let (mut least, mut shares) = (Least::new(), f64x4::splat(0.0));
        let lanes = self.lanes();
        // Most of those that exclude do so in the middle.
        for index in 0..lanes.levels.len() {
            least.take(index, Others::new(&lanes, &own, index).value(f64x4::splat(0.5)));
        }
        if least.of_all().1 <= self.within {
            return Some(Pair::Excluded);
        }
        let mut least = Least::new();
        for index in 0..lanes.levels.len() {
            let others = Others::new(&lanes, &own, index);
            // One step of Newton's from the middle; it is exact where both curve alike.
            let share = others.better_share();
            let value = smaller(others.value(share), others.value(f64x4::splat(0.5)));
            let less = least.take(index, value);
            shares = less.bitselect(share, shares);
        }
        let (other, value) = least.of_all();
        if value <= self.within {
            return Some(Pair::Excluded);
        }
        let share = shares.to_array()[other % shares.to_array().len()];
        Some(Pair::Open(Weights::of_two((pivot, share), (other.min(pivot), 1.0 - share))))
    }
}

/// Pairs of one condition and those of a lane.
struct Others<const D: usize> {
    own: Bowl<D>,
    levels: f64x4,
    curvatures: [f64x4; D],
    /// Squared distances of the centres.
    apart: [f64x4; D],
}

impl<const D: usize> Others<D> {
    #[inline]
    fn new(lanes: &Lanes<D>, own: &Bowl<D>, index: usize) -> Self {
        let apart = std::array::from_fn(|d| {
            let apart = lane(&lanes.centres[d][index]) - f64x4::splat(own.centre[d]);
            apart * apart
        });
        let curvatures = std::array::from_fn(|d| lane(&lanes.curvatures[d][index]));
        Others { own: *own, levels: lane(&lanes.levels[index]), curvatures, apart }
    }

    /// 1/(λa + (1−λ)b) in a dimension; where neither curves, so much that nothing comes of it.
    #[inline]
    fn softness(&self, d: usize, share: f64x4, rest: f64x4) -> f64x4 {
        let whole = share * f64x4::splat(self.own.curvature[d]) + rest * self.curvatures[d];
        f64x4::splat(1.0) / (whole + f64x4::splat(f64::MIN_POSITIVE))
    }

    /// f(λ).
    #[inline]
    fn value(&self, share: f64x4) -> f64x4 {
        let rest = f64x4::splat(1.0) - share;
        let mut value = share * f64x4::splat(self.own.level) + rest * self.levels;
        for d in 0..D {
            let both = f64x4::splat(self.own.curvature[d]) * self.curvatures[d] * self.apart[d];
            value -= share * rest * both * self.softness(d, share, rest);
        }
        value
    }

    /// ½ − f′(½)/f″(½), within \[0,1\]; ½ where f is straight.
    #[inline]
    fn better_share(&self) -> f64x4 {
        let (half, quarter) = (f64x4::splat(0.5), f64x4::splat(0.25));
        let (mut slope, mut bend) = (f64x4::splat(self.own.level) - self.levels, f64x4::splat(0.0));
        for d in 0..D {
            let (a, b) = (f64x4::splat(self.own.curvature[d]), self.curvatures[d]);
            let softness = self.softness(d, half, half);
            let both = a * b * self.apart[d] * softness;
            slope -= both * quarter * (b - a) * softness;
            bend += both * f64x4::splat(2.0) * (a * softness) * (b * softness);
        }
        let better = half - slope / bend;
        let within = smaller(-smaller(-better, f64x4::splat(0.0)), f64x4::splat(1.0));
        bend.simd_gt(f64x4::splat(0.0)).bitselect(within, half)
    }
}

#[inline]
fn smaller(a: f64x4, b: f64x4) -> f64x4 {
    a.simd_lt(b).bitselect(a, b)
}
