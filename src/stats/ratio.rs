use super::{Clustering, CoMoments, Spread};

/// A ratio of totals ΣX/ΣY over replications in one variant, and the same ratio in the same worlds of the variant with
/// which it is compared. The replication is the cluster: what happens within it may be as dependent as it likes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PairedRatio {
    /// X and Y here, then there.
    totals: CoMoments<4>,
    /// Replications with Y ≠ 0, here and there.
    worlds: [u64; 2],
    /// Replications with X ≠ 0; with X ≠ Y.
    some: u64,
    short: u64,
    /// Replications that differ between here and there, and Σ|X − X'|.
    differing: u64,
    apart: f64,
}

/// An estimate from linearised contributions of replications (the delta method).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linearised {
    /// ΣX/ΣY, or the difference of two such.
    pub value: f64,
    /// How it varies; known with two replications that have cases.
    pub spread: Option<Spread>,
}

impl PairedRatio {
    /// Takes in one replication: X and Y here, X and Y there.
    pub fn add(&mut self, [x, y]: [f64; 2], [x0, y0]: [f64; 2]) {
        self.totals.add([x, y, x0, y0]);
        self.worlds[0] += u64::from(y != 0.0);
        self.worlds[1] += u64::from(y0 != 0.0);
        self.some += u64::from(x != 0.0);
        self.short += u64::from(x != y);
        self.differing += u64::from(x != x0 || y != y0);
        self.apart += (x - x0).abs();
    }

    /// Takes in what another one has seen.
    pub fn merge(&mut self, other: &Self) {
        self.totals.merge(&other.totals);
        for (mine, theirs) in self.worlds.iter_mut().zip(other.worlds) {
            *mine += theirs;
        }
        self.some += other.some;
        self.short += other.short;
        self.differing += other.differing;
        self.apart += other.apart;
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

    /// The number of replications of equal Y that would weigh as much, here or there, where they are fewer: (ΣY)²/ΣY²
    /// (Kish 1965, Survey Sampling, 8.2). 0 without cases.
    pub fn effective_worlds(&self) -> f64 {
        let worlds = |x: usize| if self.size(x) == 0.0 { 0.0 } else { self.totals.sum(x + 1) / self.size(x) };
        if self.worlds[1] == 0 { worlds(0) } else { worlds(0).min(worlds(2)) }
    }

    /// Whether all replications agree with those of the variant with which it is compared.
    pub fn agrees(&self) -> bool {
        self.differing == 0
    }

    /// ΣX/ΣY with residuals (X − R·Y)/ΣY (Cochran 1977, Sampling Techniques, chapter 6). `None` where ΣY = 0.
    pub fn ratio(&self) -> Option<Linearised> {
        let (value, weights) = self.linearise(0)?;
        Some(Linearised { value, spread: self.spread(weights, self.worlds[0]) })
    }

    /// This ratio minus the one with which it is compared. Residuals are subtracted replication by replication before
    /// their spread is taken, so that what the two have in common cancels. `None` where either is undefined.
    pub fn difference(&self) -> Option<Linearised> {
        let (here, mut weights) = self.linearise(0)?;
        let (there, subtracted) = self.linearise(2)?;
        let worlds = self.worlds[0].min(self.worlds[1]);
        if self.agrees() {
            return Some(Linearised { value: 0.0, spread: Spread::of_sum(0.0, 0.0, worlds) });
        }
        weights.iter_mut().zip(subtracted).for_each(|(weight, other)| *weight -= other);
        Some(Linearised { value: here - there, spread: self.spread(weights, worlds) })
    }

    /// How cases hang together, where X counts those of Y in which something is so.
    pub fn clustering(&self, share: &Linearised) -> Clustering {
        let p = share.value;
        let telling = if p <= 0.5 { self.some } else { self.short };
        self.clustered(share, p * (1.0 - p), telling, self.size(0))
    }

    /// How the cases that differ hang together, where X counts those of Y in which something is so.
    pub fn clustering_of_difference(&self, difference: &Linearised) -> Clustering {
        self.clustered(difference, self.apart / self.denominator(), self.differing, self.size(0).max(self.size(2)))
    }

    /// `of_one` is the variance that one independent case would have.
    fn clustered(&self, estimate: &Linearised, of_one: f64, telling: u64, size: f64) -> Clustering {
        let cases = self.denominator();
        let variance = estimate.spread.map_or(0.0, |spread| spread.variance);
        let effect = if of_one > 0.0 { variance * cases / of_one } else { 1.0 };
        Clustering { cases, size, effect, telling, worlds: self.worlds[0] }
    }

    /// ΣY²/ΣY of the ratio that begins with quantity `x`; 0 without cases.
    fn size(&self, x: usize) -> f64 {
        let (mut weights, mean) = ([0.0; 4], self.totals.mean(x + 1));
        weights[x + 1] = 1.0;
        if mean == 0.0 { 0.0 } else { self.totals.powers(weights).0 / self.totals.sum(x + 1) + mean }
    }

    /// The ratio of quantity `x` to the one after it, and by quantity its derivative with respect to the quantity's sum.
    fn linearise(&self, x: usize) -> Option<(f64, [f64; 4])> {
        let (numerator, denominator) = (self.totals.sum(x), self.totals.sum(x + 1));
        if denominator == 0.0 {
            return None;
        }
        let value = numerator / denominator;
        let mut weights = [0.0; 4];
        (weights[x], weights[x + 1]) = (1.0 / denominator, -value / denominator);
        Some((value, weights))
    }

    fn spread(&self, weights: [f64; 4], worlds: u64) -> Option<Spread> {
        let (squares, cubes) = self.totals.powers(weights);
        Spread::of_sum(squares, cubes, worlds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paired(rows: &[[f64; 4]]) -> PairedRatio {
        let mut ratio = PairedRatio::default();
        rows.iter().for_each(|&[x, y, x0, y0]| ratio.add([x, y], [x0, y0]));
        ratio
    }

    fn ratio(rows: &[[f64; 2]]) -> PairedRatio {
        paired(&rows.iter().map(|&[x, y]| [x, y, 0.0, 0.0]).collect::<Vec<_>>())
    }

    fn std_error(estimate: &Linearised) -> f64 {
        estimate.spread.unwrap().std_error()
    }

    #[test]
    fn a_ratio_by_hand() {
        // R = 6/12 = 1/2, residuals X − Y/2: 1, −1, 0; their variance 1; over ΣY/n = 4 and √3.
        let estimate = ratio(&[[3.0, 4.0], [1.0, 4.0], [2.0, 4.0]]).ratio().unwrap();
        assert!((estimate.value - 0.5).abs() < 1e-15);
        assert!((std_error(&estimate) - 1.0 / (4.0 * 3f64.sqrt())).abs() < 1e-15);
    }

    #[test]
    fn worlds_without_cases_say_nothing_about_the_spread() {
        let with = ratio(&[[3.0, 4.0], [0.0, 0.0], [1.0, 4.0], [0.0, 0.0]]).ratio().unwrap();
        let without = ratio(&[[3.0, 4.0], [1.0, 4.0]]).ratio().unwrap();
        assert!((std_error(&with) - std_error(&without)).abs() < 1e-15);
        assert_eq!(with.spread.unwrap().freedom, Some(1));
        assert_eq!(ratio(&[[3.0, 4.0], [0.0, 0.0]]).ratio().unwrap().spread, None);
    }

    #[test]
    fn without_cases_there_is_no_ratio_and_with_one_replication_no_spread() {
        assert_eq!(ratio(&[[0.0, 0.0], [0.0, 0.0]]).ratio(), None);
        assert_eq!(ratio(&[[1.0, 2.0]]).ratio().unwrap().spread, None);
    }

    #[test]
    fn a_paired_difference_by_hand() {
        // Ratios 1/2 and 3/4 on the same replications; residuals over ΣY/n = 4: (1 − 0, −1 − 1, 0 + 1)/4.
        let rows = [[3.0, 4.0, 3.0, 4.0], [1.0, 4.0, 4.0, 4.0], [2.0, 4.0, 2.0, 4.0]];
        let estimate = paired(&rows).difference().unwrap();
        assert!((estimate.value + 0.25).abs() < 1e-15);
        assert!((std_error(&estimate) - (3.0 / 16.0f64).sqrt() / 3f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_differs_from_itself_by_nothing() {
        let rows: Vec<[f64; 4]> = (1..200).map(|i| f64::from(i) * 0.37).map(|x| [x, x * x, x, x * x]).collect();
        let estimate = paired(&rows).difference().unwrap();
        assert_eq!((estimate.value, std_error(&estimate)), (0.0, 0.0));
    }

    #[test]
    fn worlds_that_share_one_fate_count_once() {
        // Four cases a world that all agree: ρ = 1, bundles of four.
        let fates: Vec<[f64; 2]> = (0..40).map(|i| [if i % 4 == 0 { 4.0 } else { 0.0 }, 4.0]).collect();
        let fates = ratio(&fates);
        let clustering = fates.clustering(&fates.ratio().unwrap());
        assert_eq!((clustering.cases, clustering.size, clustering.telling), (160.0, 4.0, 10));
        // 40/39 of it, as for single cases.
        assert!((clustering.effect - 4.0 * 40.0 / 39.0).abs() < 1e-12);
        assert_eq!((clustering.bundle(1.0), fates.effective_worlds()), (4.0, 40.0));
    }

    #[test]
    fn merging_equals_the_whole() {
        let rows: Vec<[f64; 4]> = (0..30).map(|i| [f64::from(i % 3), 3.0, f64::from(i % 2), 2.0]).collect();
        let (whole, mut merged) = (paired(&rows), paired(&rows[..11]));
        merged.merge(&paired(&rows[11..]));
        assert_eq!((whole.worlds, whole.some, whole.short), (merged.worlds, merged.some, merged.short));
        assert_eq!((whole.differing, whole.apart), (merged.differing, merged.apart));
        let (a, b) = (whole.difference().unwrap(), merged.difference().unwrap());
        assert!((a.value - b.value).abs() < 1e-15 && (std_error(&a) / std_error(&b) - 1.0).abs() < 1e-12);
    }
}
