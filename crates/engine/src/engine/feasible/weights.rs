//! Weights of conditions: for λ ≥ 0 with sum 1, f(λ) = max_x Σ λ_i h_i(x) of quadratic and linear conditions is never below
//! max_x min_i h_i(x), and its least value is that maximum. At the x that attains it, h_i(x) is the derivative of f by λ_i; so
//! each λ offers a text that may satisfy all, a bound that may exclude all, and a direction of descent. Newton's steps within
//! the simplex, taking in the condition that is violated most (simplicial decomposition: von Hohenbalken 1977, Mathematical
//! Programming 13), decide most questions in a few steps.

use super::super::proposal::Feasibility;
use super::condition::{VARIABLES, solve};
use super::programme::Programme;

/// Conditions at most that have a weight: one more than decide, and the one that is taken in.
const MOST: usize = VARIABLES + 1;
/// Steps after which the central path is asked.
const STEPS: usize = 12;

/// A few conditions with weights λ, whose sum is 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    indices: [usize; MOST],
    weights: [f64; MOST],
    count: usize,
}

impl Weights {
    /// Of two conditions, or of one and itself.
    pub(super) fn of_two(one: (usize, f64), other: (usize, f64)) -> Self {
        let mut weights = Weights { indices: [0; MOST], weights: [0.0; MOST], count: 0 };
        weights.push(one.0, one.1);
        if other.0 == one.0 {
            weights.weights[0] += other.1;
        } else {
            weights.push(other.0, other.1);
        }
        weights
    }

    fn push(&mut self, index: usize, weight: f64) {
        (self.indices[self.count], self.weights[self.count]) = (index, weight);
        self.count += 1;
    }

    /// Takes in a condition that has no weight yet, in place of the one with the least where there are `most`.
    fn take_in(&mut self, index: usize, most: usize) {
        if self.indices[..self.count].contains(&index) {
            return;
        }
        if self.count < most {
            self.push(index, 0.0);
            return;
        }
        let place =
            (0..self.count).min_by(|&a, &b| self.weights[a].total_cmp(&self.weights[b])).expect("there are some");
        if self.weights[place] == 0.0 {
            self.indices[place] = index;
        }
    }

    /// Whether they add up to 1.
    fn are_whole(&self) -> bool {
        (self.weights[..self.count].iter().sum::<f64>() - 1.0).abs() < 1e-12
    }

    /// The place of the greatest weight.
    fn heaviest(&self) -> usize {
        (0..self.count).max_by(|&a, &b| self.weights[a].total_cmp(&self.weights[b])).expect("there are some")
    }

    /// Moves weight to and from the heaviest one, as far as all stay at least 0.
    fn shift(&mut self, heaviest: usize, by: &[f64; MOST]) {
        let total: f64 = by[..self.count].iter().sum();
        let mut length = if total > self.weights[heaviest] { self.weights[heaviest] / total } else { 1.0 };
        for place in 0..self.count {
            if self.weights[place] + length * by[place] < 0.0 {
                length = self.weights[place] / -by[place];
            }
        }
        for place in 0..self.count {
            self.weights[place] = (self.weights[place] + length * by[place]).max(0.0);
        }
        self.weights[heaviest] = (self.weights[heaviest] - length * total).max(0.0);
    }
}

impl<const D: usize> Programme<D> {
    /// Decides by weights, beginning with these, if that tells. No condition is a cone.
    pub(super) fn decide_by_weights(&self, mut weights: Weights) -> Option<Feasibility> {
        let mut x = self.start;
        for _ in 0..STEPS {
            // Weights that rounding has spoilt bound nothing.
            let bend = self.best_of(&weights, &mut x).filter(|_| weights.are_whole())?;
            let (worst, least) = self.worst(&x).expect("there are conditions");
            if least > self.within {
                return Some(Feasibility::Possible);
            }
            let mut values = [0.0; MOST];
            (0..weights.count).for_each(|place| values[place] = self.condition(weights.indices[place]).at(&x));
            let bound: f64 = (0..weights.count).map(|place| weights.weights[place] * values[place]).sum();
            if bound <= self.within {
                return Some(Feasibility::Impossible);
            }
            let before = weights.count;
            weights.take_in(worst, D + 2);
            if weights.count > before {
                values[before] = least;
            } else if let Some(place) = (0..before).find(|&place| weights.indices[place] == worst) {
                values[place] = least;
            }
            self.descend(&mut weights, &values, &x, &bend);
        }
        None
    }

    /// Puts the text at which the weighted sum is greatest into `x`, where that says anything; how fast it falls, by dimension.
    /// `None` where the sum has no bound.
    fn best_of(&self, weights: &Weights, x: &mut [f64; D]) -> Option<[f64; D]> {
        let (mut bend, mut pull) = ([0.0; D], [0.0; D]);
        for place in 0..weights.count {
            let (condition, weight) = (self.condition(weights.indices[place]), weights.weights[place]);
            for d in 0..D {
                bend[d] += weight * condition.bend_in(d);
                pull[d] += weight * condition.pull_in(d);
            }
        }
        for d in 0..D {
            if bend[d] > 0.0 {
                x[d] = pull[d] / bend[d];
            } else if pull[d] != 0.0 {
                return None;
            }
        }
        Some(bend)
    }

    /// A step of Newton's towards the least f: with x moved to where the weighted sum is greatest, f has the Hessian
    /// Σ_d ∂_d h_i ∂_d h_j / (2 bend_d).
    fn descend(&self, weights: &mut Weights, values: &[f64; MOST], x: &[f64; D], bend: &[f64; D]) {
        let heaviest = weights.heaviest();
        let gradient = |place: usize| self.condition(weights.indices[place]).gradient(x);
        let own = gradient(heaviest);
        let rows: [[f64; D]; MOST] = std::array::from_fn(|place| {
            if place >= weights.count {
                return [0.0; D];
            }
            let other = gradient(place);
            std::array::from_fn(|d| if bend[d] > 0.0 { (other[d] - own[d]) / (2.0 * bend[d]).sqrt() } else { 0.0 })
        });
        let mut free: [bool; MOST] = std::array::from_fn(|place| place < weights.count && place != heaviest);
        loop {
            let step = newton(&free, &rows, |place| values[place] - values[heaviest]);
            // Whoever has no weight cannot give any.
            let stuck = (0..weights.count).find(|&p| free[p] && weights.weights[p] == 0.0 && step[p] < 0.0);
            match stuck {
                Some(place) => free[place] = false,
                None => return weights.shift(heaviest, &step),
            }
        }
    }
}

/// The step for those that are free: the Hessian is that of the rows with each other.
fn newton<const D: usize>(free: &[bool; MOST], rows: &[[f64; D]; MOST], slope: impl Fn(usize) -> f64) -> [f64; MOST] {
    let (mut places, mut count) = ([0; VARIABLES], 0);
    for place in (0..MOST).filter(|&place| free[place]) {
        places[count] = place;
        count += 1;
    }
    let mut hessian = [[0.0; VARIABLES]; VARIABLES];
    let mut right = [0.0; VARIABLES];
    for i in 0..count {
        for j in 0..=i {
            let (one, other) = (&rows[places[i]], &rows[places[j]]);
            hessian[i][j] = (0..D).map(|d| one[d] * other[d]).sum();
        }
        // Where rows depend on each other, the shortest step.
        hessian[i][i] *= 1.0 + 1e-10;
        right[i] = -slope(places[i]);
    }
    let solution = solve(&mut hessian, right, count);
    let mut step = [0.0; MOST];
    (0..count).for_each(|i| step[places[i]] = solution[i]);
    step
}
