use serde::{Deserialize, Serialize};

use super::{Clustering, CoMoments, Moments, Next, Spread};

/// A ratio of totals ΣX/ΣY over replications. The replication is the cluster: what happens within it may be as dependent as
/// it likes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Ratio {
    totals: CoMoments<2>,
    /// Replications with Y ≠ 0.
    worlds: u64,
    /// Replications with X ≠ 0; with X ≠ Y.
    some: u64,
    short: u64,
}

/// An estimate from linearised contributions of replications (the delta method).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linearised {
    /// ΣX/ΣY, or the difference of two such.
    pub value: f64,
    /// How it varies; known with two replications that have cases.
    pub spread: Option<Spread>,
}

/// All that a [`Ratio`] keeps.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Of X and Y.
    pub moments: Moments,
    /// Replications with Y ≠ 0, with X ≠ 0, and with X ≠ Y.
    pub worlds: [u64; 3],
}

impl From<&Ratio> for Kept {
    fn from(ratio: &Ratio) -> Self {
        Kept { moments: Moments::from(&ratio.totals), worlds: [ratio.worlds, ratio.some, ratio.short] }
    }
}

impl From<Ratio> for Kept {
    fn from(ratio: Ratio) -> Self {
        Kept::from(&ratio)
    }
}

impl From<Kept> for Ratio {
    fn from(Kept { moments, worlds: [worlds, some, short] }: Kept) -> Self {
        Ratio { totals: moments.into(), worlds, some, short }
    }
}

impl Ratio {
    /// Takes in one replication: X and Y.
    pub fn add(&mut self, pair: [f64; 2]) {
        self.add_all([(pair, Next::after(self.replications()))].into_iter());
    }

    /// Takes in several, one after the other, each with how much it weighs.
    #[inline]
    pub fn add_all(&mut self, pairs: impl Iterator<Item = ([f64; 2], Next)> + Clone) {
        self.totals.add_all(pairs.clone());
        for ([x, y], _) in pairs {
            self.worlds += u64::from(y != 0.0);
            self.some += u64::from(x != 0.0);
            self.short += u64::from(x != y);
        }
    }

    /// Takes in what another one has seen.
    pub fn merge(&mut self, other: &Self) {
        self.totals.merge(&other.totals);
        self.worlds += other.worlds;
        self.some += other.some;
        self.short += other.short;
    }

    /// Number of replications.
    pub fn replications(&self) -> u64 {
        self.totals.count()
    }

    /// ΣX.
    pub fn numerator(&self) -> f64 {
        self.totals.sum(0)
    }

    /// ΣY.
    pub fn denominator(&self) -> f64 {
        self.totals.sum(1)
    }

    /// The number of replications of equal Y that would weigh as much: (ΣY)²/ΣY² (Kish 1965, Survey Sampling, 8.2).
    /// 0 without cases.
    pub fn effective_worlds(&self) -> f64 {
        let size = self.cases_to_a_world();
        if size == 0.0 { 0.0 } else { self.denominator() / size }
    }

    /// ΣX/ΣY. `None` where ΣY = 0.
    pub fn value(&self) -> Option<f64> {
        (self.denominator() != 0.0).then(|| self.numerator() / self.denominator())
    }

    /// The same with residuals (X − R·Y)/ΣY (Cochran 1977, Sampling Techniques, chapter 6).
    pub fn linearised(&self) -> Option<Linearised> {
        let value = self.value()?;
        let (squares, cubes) = self.totals.powers([1.0 / self.denominator(), -value / self.denominator()]);
        let spread =
            Spread::of_sum(squares, cubes, self.worlds).map(|spread| spread.of_unequal(self.effective_worlds()));
        Some(Linearised { value, spread })
    }

    /// How cases hang together, where X counts those of Y in which something is so.
    pub fn clustering(&self, share: &Linearised) -> Clustering {
        let p = share.value;
        let telling = if p <= 0.5 { self.some } else { self.short };
        let variance = share.spread.map_or(0.0, |spread| spread.variance);
        let effect = Clustering::effect(variance, self.denominator(), p * (1.0 - p));
        Clustering { size: self.cases_to_a_world(), effect, telling, worlds: self.worlds }
    }

    /// Cases of the world in which a case finds itself, on average: ΣY²/ΣY; 0 without cases.
    pub fn cases_to_a_world(&self) -> f64 {
        let mean = self.totals.mean(1);
        if mean == 0.0 { 0.0 } else { self.totals.powers([0.0, 1.0]).0 / self.denominator() + mean }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(rows: &[[f64; 2]]) -> Ratio {
        let mut ratio = Ratio::default();
        rows.iter().for_each(|&row| ratio.add(row));
        ratio
    }

    fn std_error(estimate: &Linearised) -> f64 {
        estimate.spread.unwrap().std_error()
    }

    #[test]
    fn a_ratio_by_hand() {
        // R = 6/12 = 1/2, residuals X − Y/2: 1, −1, 0; their variance 1; over ΣY/n = 4 and √3.
        let estimate = ratio(&[[3.0, 4.0], [1.0, 4.0], [2.0, 4.0]]).linearised().unwrap();
        assert!((estimate.value - 0.5).abs() < 1e-15);
        assert!((std_error(&estimate) - 1.0 / (4.0 * 3f64.sqrt())).abs() < 1e-15);
    }

    #[test]
    fn worlds_without_cases_say_nothing_about_the_spread() {
        let with = ratio(&[[3.0, 4.0], [0.0, 0.0], [1.0, 4.0], [0.0, 0.0]]).linearised().unwrap();
        let without = ratio(&[[3.0, 4.0], [1.0, 4.0]]).linearised().unwrap();
        assert!((std_error(&with) - std_error(&without)).abs() < 1e-15);
        assert_eq!(with.spread.unwrap().freedom, Some(1));
        assert_eq!(ratio(&[[3.0, 4.0], [0.0, 0.0]]).linearised().unwrap().spread, None);
    }

    #[test]
    fn without_cases_there_is_no_ratio_and_with_one_replication_no_spread() {
        assert_eq!(ratio(&[[0.0, 0.0], [0.0, 0.0]]).linearised(), None);
        assert_eq!(ratio(&[[1.0, 2.0]]).linearised().unwrap().spread, None);
    }

    #[test]
    fn worlds_that_share_one_fate_count_once() {
        // Four cases a world that all agree: ρ = 1, bundles of four.
        let fates: Vec<[f64; 2]> = (0..40).map(|i| [if i % 4 == 0 { 4.0 } else { 0.0 }, 4.0]).collect();
        let fates = ratio(&fates);
        let clustering = fates.clustering(&fates.linearised().unwrap());
        assert_eq!((clustering.size, clustering.telling, clustering.worlds), (4.0, 10, 40));
        // 40/39 of it, as for cases that are alone.
        assert!((clustering.effect - 4.0 * 40.0 / 39.0).abs() < 1e-12);
        assert_eq!((clustering.bundles(1.0).size, fates.effective_worlds()), (4.0, 40.0));
    }

    #[test]
    fn worlds_that_tell_have_some_of_the_rarer_outcome() {
        // In ten of forty worlds one case of four is so, in five all are; then the same of what is not so.
        let so: Vec<[f64; 2]> =
            (0..40).map(|i| [if i % 4 == 0 { 1.0 } else { f64::from(i % 8 == 7) * 4.0 }, 4.0]).collect();
        let not_so: Vec<[f64; 2]> = so.iter().map(|[x, y]| [y - x, *y]).collect();
        for rows in [so, not_so] {
            let ratio = ratio(&rows);
            assert_eq!(ratio.clustering(&ratio.linearised().unwrap()).telling, 15);
        }
    }

    #[test]
    fn merging_equals_the_whole() {
        let rows: Vec<[f64; 2]> = (0..30).map(|i| [f64::from(i % 3), 3.0]).collect();
        let (whole, mut merged) = (ratio(&rows), ratio(&rows[..11]));
        merged.merge(&ratio(&rows[11..]));
        assert_eq!((whole.worlds, whole.some, whole.short), (merged.worlds, merged.some, merged.short));
        let (a, b) = (whole.linearised().unwrap(), merged.linearised().unwrap());
        assert!((a.value - b.value).abs() < 1e-15 && (std_error(&a) / std_error(&b) - 1.0).abs() < 1e-12);
    }
}
