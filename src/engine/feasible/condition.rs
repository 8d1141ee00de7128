/// Variables at most: the text in eight dimensions, and the level t that all conditions reach.
pub(super) const VARIABLES: usize = 9;

/// One concave condition h(x) ≥ 0 on a text in `D` dimensions.
#[derive(Debug, Clone, Copy)]
pub(super) enum Condition<const D: usize> {
    /// level − Σ curvature (x − centre)².
    Quadratic(Bowl<D>),
    /// level − √(Σ curvature (x − centre)²).
    Cone(Bowl<D>),
    /// slope·x − level.
    Linear { level: f64, slope: [f64; D] },
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
            Condition::Quadratic(bowl) => bowl.level - bowl.square(x),
            Condition::Cone(bowl) => bowl.level - bowl.square(x).sqrt(),
            Condition::Linear { level, slope } => x.iter().zip(slope).map(|(x, s)| s * x).sum::<f64>() - level,
        }
    }

    /// How fast it falls in dimension `d`, far away.
    pub fn bend_in(&self, d: usize) -> f64 {
        match self {
            Condition::Quadratic(bowl) | Condition::Cone(bowl) => bowl.curvature[d],
            Condition::Linear { .. } => 0.0,
        }
    }

    /// The barrier's parameter.
    pub fn parameter(&self) -> f64 {
        match self {
            Condition::Cone(_) => 2.0,
            Condition::Quadratic(_) | Condition::Linear { .. } => 1.0,
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
            Condition::Linear { slope, .. } => {
                let mut gradient = [0.0; VARIABLES];
                gradient[..k].copy_from_slice(&slope[..k]);
                gradient[k] = -1.0;
                Slack { value: self.at(x) - t, gradient, bend: [0.0; VARIABLES] }
            }
        }
    }
}
