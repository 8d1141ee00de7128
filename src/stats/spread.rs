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
