use super::{Level, poisson, student_quantile};

/// How an estimate varies from one study to the next: its second and third cumulant, as far as the study tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// The variance of the estimate.
    pub variance: f64,
    /// Its third central moment.
    pub third: f64,
    /// Degrees of freedom of the variance; `None` where it follows from the estimate itself.
    pub freedom: Option<u64>,
}

impl Spread {
    /// Of a sum over `clusters` independent contributions, from the sums of the squares and cubes of their deviations:
    /// unbiased (Fisher's k-statistics; Kendall & Stuart, The Advanced Theory of Statistics I, 12.10). `None` below two.
    pub fn of_sum(squares: f64, cubes: f64, clusters: u64) -> Option<Self> {
        if clusters < 2 {
            return None;
        }
        let n = clusters as f64;
        let variance = squares * n / (n - 1.0);
        let third = if clusters == 2 { 0.0 } else { cubes * n * n / ((n - 1.0) * (n - 2.0)) };
        // Nothing is skewed more than a single event.
        let most = variance * variance.sqrt();
        Some(Spread { variance, third: third.clamp(-most, most), freedom: Some(clusters - 1) })
    }

    /// The same where the clusters are of unequal size and weigh as much as so many equal ones: they know less about the
    /// variance.
    #[must_use]
    pub fn of_unequal(self, effective: f64) -> Self {
        Spread { freedom: Some((effective.round() - 1.0).max(1.0) as u64), ..self }
    }

    /// The standard error.
    pub fn std_error(&self) -> f64 {
        self.variance.sqrt()
    }

    /// How many events of one size would make an estimate vary like this: none where nothing varies, no end of them where
    /// nothing is skewed.
    pub fn events(&self) -> f64 {
        if self.variance == 0.0 { 0.0 } else { self.variance / self.bundle().powi(2) }
    }

    /// The size of these events.
    fn bundle(&self) -> f64 {
        self.third.abs() / self.variance
    }

    /// How far the limits lie below and above the estimate: those of a Poisson count with the same variance and
    /// skewness, made of bundles of size w = third/variance (downwards where it is negative), as Fay & Feuer (1997,
    /// Statistics in Medicine 16) do for sums of weighted counts; as Student's quantile is wider than the normal one,
    /// so are they.
    ///
    /// A count of rare events so has its mid-P limits; far from 0 these are the limits of Hall (1988, Annals of
    /// Statistics 16) for the mean of skewed data, and without skewness those of Student.
    pub fn distances(&self, level: Level) -> (f64, f64) {
        let normal = level.normal_quantile();
        let wider = self.freedom.map_or(1.0, |freedom| student_quantile(freedom, level) / normal);
        let deviation = self.std_error() * wider;
        let seen = self.variance / self.bundle().powi(2);
        if !seen.is_finite() {
            return (normal * deviation, normal * deviation);
        }
        let (towards, away) = poisson::distances(seen, level);
        let (towards, away) = (towards * deviation / seen.sqrt(), away * deviation / seen.sqrt());
        if self.third > 0.0 { (towards, away) } else { (away, towards) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sums of independent events of one size are a Poisson count in another unit.
    #[test]
    fn a_count_has_its_limits_in_any_unit() {
        for level in [0.5, 0.95].map(|level| Level::new(level).unwrap()) {
            for (seen, size) in [1.0, 2.5, 10.0, 150.0].into_iter().flat_map(|seen| [0.01, 1.0, 7.0].map(|w| (seen, w)))
            {
                let variance = size * size * seen;
                let counted = Spread { variance, third: size * variance, freedom: None };
                let (below, above) = poisson::distances(seen, level);
                let near = |(a, b): (f64, f64), c: f64, d: f64| (a / c - 1.0).abs() + (b / d - 1.0).abs() < 1e-9;
                assert!(near(counted.distances(level), size * below, size * above), "{seen} of {size}");
                let lost = Spread { third: -counted.third, ..counted };
                assert!(near(lost.distances(level), size * above, size * below), "{seen} of -{size}");
                assert!((counted.events() / seen - 1.0).abs() < 1e-12);
                assert!((counted.std_error() / (size * seen.sqrt()) - 1.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn without_skewness_the_limits_are_students() {
        let spread = Spread { variance: 9.0, third: 0.0, freedom: Some(9) };
        // t of 9 degrees of freedom: 2.262157.
        let (below, above) = spread.distances(Level::default());
        assert!((below - 3.0 * 2.262157).abs() < 1e-4 && below == above, "{below} {above}");
        assert_eq!(spread.events(), f64::INFINITY);
        let constant = Spread { variance: 0.0, third: 0.0, freedom: None };
        assert_eq!((constant.distances(Level::default()), constant.events()), ((0.0, 0.0), 0.0));
    }

    #[test]
    fn few_clusters_make_limits_wider_and_leave_their_skewness() {
        let level = Level::default();
        let known = Spread { variance: 40.0, third: 80.0, freedom: None };
        let (below, above) = known.distances(level);
        let few = Spread { freedom: Some(3), ..known }.distances(level);
        // t of 3 degrees of freedom over the normal quantile: 3.182446 / 1.959964.
        let wider = 3.182446 / 1.959964;
        assert!((few.0 / below - wider).abs() < 1e-4 && (few.1 / above - wider).abs() < 1e-4, "{few:?}");
        assert_eq!(known.of_unequal(4.4).distances(level), few, "as much as four equal ones");
        assert_eq!(known.of_unequal(1.0).freedom, Some(1));
    }

    /// By hand, of the deviations −2, −1, 0 and 3: n²/(n−1)(n−2) times the cubes, n/(n−1) times the squares.
    #[test]
    fn cumulants_of_a_sum() {
        let spread = Spread::of_sum(14.0, 18.0, 4).unwrap();
        assert!((spread.variance - 56.0 / 3.0).abs() < 1e-12 && (spread.third - 48.0).abs() < 1e-12);
        assert_eq!(spread.freedom, Some(3));
        assert_eq!(Spread::of_sum(14.0, 18.0, 1), None);
        assert_eq!(Spread::of_sum(2.0, 1.0, 2), Some(Spread { variance: 4.0, third: 0.0, freedom: Some(1) }));
        // Of 0, 0, 0, … and 1 the cubes say no more than a single event does.
        let most = Spread::of_sum(1.0, 5.0, 100).unwrap();
        assert_eq!(most.third, most.variance * most.variance.sqrt());
    }
}
