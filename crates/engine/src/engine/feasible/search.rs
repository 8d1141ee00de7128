//! Decides whether the conditions can be met at once.
//!
//! With t for the level that all conditions reach this is a convex programme in (x, t), at most nine variables. A
//! path-following interior-point method solves it: −log(h − t) is a self-concordant barrier of parameter 1 for a concave
//! quadratic or linear h, and −log(u² − |x|²) one of parameter 2 for the cone u ≥ |x| of a linear loss (Nesterov &
//! Nemirovskii 1994; Boyd & Vandenberghe 2004, chapter 11).
//!
//! Few conditions bind at once (with D dimensions no more than D + 1 decide, Helly 1923), so the search works with a few
//! and takes in the one that is violated most when a text satisfies these but not all.
//!
//! Both answers are certified. A text proves that there is one by evaluation. That there is none is proved by a bound from
//! above: for quadratic conditions by weights λ ≥ 0 with sum 1, since max_x Σ λ_i h_i(x), which has a closed form, is
//! never below max_x min_i h_i(x); for cones by the distance to the end of the central path: at weight μ and Newton
//! decrement β < 1, t is within μ(ν + (β + √ν) β/(1−β)) of the maximum, ν being the sum of the parameters (Nesterov
//! 2004, Introductory Lectures on Convex Optimization, theorem 4.2.7).

use super::super::proposal::Feasibility;
use super::condition::{Condition, VARIABLES, solve};
use super::pairs::Pair;
use super::programme::{Linear, Programme};
use crate::model::WITHIN;

/// Newton steps for one working set; some dozens are the rule.
const MOST_STEPS: usize = 300;
/// Bounds that are closer than this to each other, in the programme's units, decide nothing any more.
const CLOSE: f64 = 1e-13;

/// What the search knows of a working set.
enum Known {
    /// This text satisfies it.
    Satisfied,
    /// No text does.
    Excluded,
    /// The bounds met without deciding.
    Undecided,
}

impl<const D: usize> Programme<D> {
    /// Whether some text makes every condition exceed ε.
    pub(super) fn decide(&self) -> Feasibility {
        if self.has_cones() {
            let is_met = self.is_met_by(&self.text) || self.is_met_by(&self.start);
            return if is_met { Feasibility::Possible } else { self.search() };
        }
        match self.tightest_pair() {
            Some(Pair::Excluded) => Feasibility::Impossible,
            Some(Pair::Open(weights)) => self.decide_by_weights(weights).unwrap_or_else(|| self.search()),
            // Of a linear condition alone.
            None => Feasibility::Possible,
        }
    }

    /// The same by the central path.
    pub(super) fn search(&self) -> Feasibility {
        let scaled = self.scaled();
        scaled.follow(scaled.start)
    }

    /// The same from `x` on, in units in which numbers are of order 1.
    fn follow(&self, mut x: [f64; D]) -> Feasibility {
        let x = &mut x;
        let mut indices = self.first_working_set(x);
        loop {
            let working: Vec<Condition<D>> = indices.iter().map(|&index| self.condition(index)).collect();
            match satisfy(&working, x) {
                Known::Excluded => return Feasibility::Impossible,
                Known::Undecided => return Feasibility::Unknown,
                Known::Satisfied => {}
            }
            match self.worst(x) {
                Some((worst, least)) if least <= WITHIN && !indices.contains(&worst) => indices.push(worst),
                Some((_, least)) if least <= WITHIN => return Feasibility::Unknown,
                _ => return Feasibility::Possible,
            }
        }
    }

    /// For each dimension the condition that keeps the text nearest, so that the maximum is bounded; the last one (the
    /// sponsor's, if there is one) and the worst.
    fn first_working_set(&self, x: &[f64; D]) -> Vec<usize> {
        let mut working = Vec::with_capacity(VARIABLES + 4);
        let mut take = |index: usize| {
            if !working.contains(&index) {
                working.push(index);
            }
        };
        take(self.count() - 1);
        if let Some((worst, _)) = self.worst(x) {
            take(worst);
        }
        for d in 0..D {
            let bends = (0..self.count()).map(|index| (index, self.condition(index).bend_in(d)));
            if let Some((steepest, _)) = bends.max_by(|a, b| a.1.total_cmp(&b.1)) {
                take(steepest);
            }
        }
        working
    }
}

/// Follows the central path of the working set from `x` until a bound decides.
fn satisfy<const D: usize>(working: &[Condition<D>], x: &mut [f64; D]) -> Known {
    let conditions = || working.iter();
    let values = || conditions().map(|condition| condition.at(x));
    let (lowest, highest) =
        values().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), h| (low.min(h), high.max(h)));
    let scale = (highest - lowest).min(1.0).max(lowest.abs()).max(1e-6);
    let parameter: f64 = conditions().map(Condition::parameter).sum();
    let mut t = lowest - scale;
    let mut mu = scale;
    for _ in 0..MOST_STEPS {
        let Some(decrement) = newton_step(working, x, &mut t, mu) else { return Known::Undecided };
        if conditions().all(|condition| condition.at(x) > WITHIN) {
            return Known::Satisfied;
        }
        if dual_bound(working, x, t).is_some_and(|bound| bound <= WITHIN) {
            return Known::Excluded;
        }
        if decrement < 0.25 {
            // The decrement after a full step is at most (β/(1−β))².
            let after = (decrement / (1.0 - decrement)) * (decrement / (1.0 - decrement));
            let width = mu * (parameter + (after + parameter.sqrt()) * after / (1.0 - after));
            if t + width <= WITHIN {
                return Known::Excluded;
            }
            if width < CLOSE {
                return Known::Undecided;
            }
            mu *= 0.1;
        }
    }
    Known::Undecided
}

/// max_x Σ λ_i h_i(x) with the λ in proportion to 1/(h_i − t); `None` for cones, and where it is not bounded.
fn dual_bound<const D: usize>(working: &[Condition<D>], x: &[f64; D], t: f64) -> Option<f64> {
    let weight = |condition: &Condition<D>| 1.0 / (condition.at(x) - t);
    let total: f64 = working.iter().map(weight).sum();
    let (mut bound, mut bend, mut pull) = (0.0, [0.0; VARIABLES], [0.0; VARIABLES]);
    for condition in working {
        let lambda = weight(condition) / total;
        match condition {
            Condition::Quadratic(bowl) => {
                bound += lambda * bowl.level;
                for d in 0..D {
                    bend[d] += lambda * bowl.curvature[d];
                    pull[d] += lambda * bowl.curvature[d] * bowl.centre[d];
                    bound -= lambda * bowl.curvature[d] * bowl.centre[d] * bowl.centre[d];
                }
            }
            Condition::Linear(Linear { level, slope }) => {
                bound -= lambda * level;
                (0..D).for_each(|d| pull[d] += 0.5 * lambda * slope[d]);
            }
            Condition::Cone(_) => return None,
        }
    }
    for d in 0..D {
        if bend[d] > 0.0 {
            bound += pull[d] * pull[d] / bend[d];
        } else if pull[d] != 0.0 {
            return None;
        }
    }
    Some(bound)
}

/// One Newton step, damped to 1/(1 + β) while the decrement β is a quarter or more; returns β. `None` where rounding
/// has led out of the domain.
fn newton_step<const D: usize>(working: &[Condition<D>], x: &mut [f64; D], t: &mut f64, mu: f64) -> Option<f64> {
    let n = D + 1;
    let mut gradient = [0.0; VARIABLES];
    let mut hessian = [[0.0; VARIABLES]; VARIABLES];
    gradient[n - 1] = -1.0 / mu;
    for condition in working {
        let slack = condition.slack(x, *t);
        if slack.value.is_nan() || slack.value <= 0.0 {
            return None;
        }
        let inverse = 1.0 / slack.value;
        for i in 0..n {
            gradient[i] -= slack.gradient[i] * inverse;
            for j in 0..=i {
                hessian[i][j] += (slack.gradient[i] * inverse) * (slack.gradient[j] * inverse);
            }
            hessian[i][i] -= slack.bend[i] * inverse;
        }
    }
    let step = solve(&mut hessian, gradient, n);
    let decrement = (0..n).map(|i| step[i] * gradient[i]).sum::<f64>().max(0.0).sqrt();
    let length = if decrement < 0.25 { 1.0 } else { 1.0 / (1.0 + decrement) };
    for (x, s) in x.iter_mut().zip(&step) {
        *x -= length * s;
    }
    *t -= length * step[n - 1];
    Some(decrement)
}
