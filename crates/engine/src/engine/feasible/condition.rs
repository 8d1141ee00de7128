use super::programme::Linear;
use crate::model::MOST_DIMENSIONS;

/// Variables at most: the text, and the level t that all conditions reach.
pub(super) const VARIABLES: usize = MOST_DIMENSIONS + 1;

/// One concave condition h(x) ≥ 0 on a text in `D` dimensions.
#[derive(Debug, Clone, Copy)]
pub(super) enum Condition<const D: usize> {
    /// level − Σ curvature (x − centre)².
    Quadratic(Bowl<D>),
    /// level − √(Σ curvature (x − centre)²).
    Cone(Bowl<D>),
    /// slope·x − level.
    Linear(Linear<D>),
}

/// A level, and how fast it is lost with the distance from a centre.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bowl<const D: usize> {
    pub level: f64,
    pub curvature: [f64; D],
    pub centre: [f64; D],
}

/// Barrier argument b(x, t) of one condition with its derivatives; the second ones are diagonal.
pub(super) struct Slack {
    pub value: f64,
    pub gradient: [f64; VARIABLES],
    pub bend: [f64; VARIABLES],
}

impl<const D: usize> Bowl<D> {
    fn square(&self, x: &[f64; D]) -> f64 {
        let terms = x.iter().zip(self.curvature.iter().zip(&self.centre));
        terms.map(|(x, (curvature, centre))| curvature * (x - centre) * (x - centre)).sum()
    }

    /// level − Σ curvature (x − centre)².
    pub(super) fn at(&self, x: &[f64; D]) -> f64 {
        self.level - self.square(x)
    }

    /// Its derivatives.
    pub(super) fn gradient(&self, x: &[f64; D]) -> [f64; D] {
        std::array::from_fn(|d| -2.0 * self.curvature[d] * (x[d] - self.centre[d]))
    }

    fn derivatives(&self, x: &[f64; D]) -> ([f64; VARIABLES], [f64; VARIABLES]) {
        let (mut gradient, mut bend) = ([0.0; VARIABLES], [0.0; VARIABLES]);
        for (d, x) in x.iter().enumerate() {
            gradient[d] = -2.0 * self.curvature[d] * (x - self.centre[d]);
            bend[d] = -2.0 * self.curvature[d];
        }
        (gradient, bend)
    }
}

impl<const D: usize> Condition<D> {
    /// h(x).
    pub fn at(&self, x: &[f64; D]) -> f64 {
        match self {
            Condition::Quadratic(bowl) => bowl.at(x),
            Condition::Cone(bowl) => bowl.level - bowl.square(x).sqrt(),
            Condition::Linear(linear) => linear.at(x),
        }
    }

    /// How fast it falls in dimension `d`, far away.
    pub fn bend_in(&self, d: usize) -> f64 {
        match self {
            Condition::Quadratic(bowl) | Condition::Cone(bowl) => bowl.curvature[d],
            Condition::Linear(_) => 0.0,
        }
    }

    /// Half its slope at x = 0 in dimension `d`; not of cones.
    pub fn pull_in(&self, d: usize) -> f64 {
        match self {
            Condition::Quadratic(bowl) | Condition::Cone(bowl) => bowl.curvature[d] * bowl.centre[d],
            Condition::Linear(linear) => 0.5 * linear.slope[d],
        }
    }

    /// Its derivatives at x; not of cones.
    pub fn gradient(&self, x: &[f64; D]) -> [f64; D] {
        match self {
            Condition::Quadratic(bowl) | Condition::Cone(bowl) => bowl.gradient(x),
            Condition::Linear(linear) => linear.slope,
        }
    }

    /// The barrier's parameter.
    pub fn parameter(&self) -> f64 {
        match self {
            Condition::Cone(_) => 2.0,
            Condition::Quadratic(_) | Condition::Linear(_) => 1.0,
        }
    }

    /// h(x) − t, or (level − t)² − |x − centre|² of a cone.
    pub fn slack(&self, x: &[f64; D], t: f64) -> Slack {
        let k = D;
        match self {
            Condition::Quadratic(bowl) => {
                let (mut gradient, bend) = bowl.derivatives(x);
                gradient[k] = -1.0;
                Slack { value: self.at(x) - t, gradient, bend }
            }
            Condition::Cone(bowl) => {
                let (mut gradient, mut bend) = bowl.derivatives(x);
                let height = bowl.level - t;
                (gradient[k], bend[k]) = (-2.0 * height, 2.0);
                let radius = bowl.square(x).sqrt();
                Slack { value: (height - radius) * (height + radius), gradient, bend }
            }
            Condition::Linear(Linear { slope, .. }) => {
                let mut gradient = [0.0; VARIABLES];
                gradient[..k].copy_from_slice(&slope[..k]);
                gradient[k] = -1.0;
                Slack { value: self.at(x) - t, gradient, bend: [0.0; VARIABLES] }
            }
        }
    }
}

/// Solves the symmetric positive definite system by Cholesky; the lower triangle is given and overwritten.
pub(super) fn solve(a: &mut [[f64; VARIABLES]; VARIABLES], mut b: [f64; VARIABLES], n: usize) -> [f64; VARIABLES] {
    for i in 0..n {
        for j in 0..=i {
            let sum = (0..j).fold(a[i][j], |sum, k| sum - a[i][k] * a[j][k]);
            // A pivot that rounding made vanish is one along which nothing is to be gained.
            a[i][j] = if i != j {
                sum / a[j][j]
            } else if sum > 1e-14 * a[i][i].abs() {
                sum.sqrt()
            } else {
                f64::INFINITY
            };
        }
    }
    for i in 0..n {
        b[i] = (0..i).fold(b[i], |sum, k| sum - a[i][k] * b[k]) / a[i][i];
    }
    for i in (0..n).rev() {
        b[i] = (i + 1..n).fold(b[i], |sum, k| sum - a[k][i] * b[k]) / a[i][i];
    }
    b
}
