/// Means and co-moments of N quantities that are observed together, one observation a replication.
///
/// Updates and merges by Chan, Golub & LeVeque (1983), The American Statistician 37(3), which do
/// not lose digits as sums of squares do.
#[derive(Debug, Clone, PartialEq)]
pub struct CoMoments<const N: usize> {
    count: u64,
    mean: [f64; N],
    /// Σ (x_i − x̄_i)(x_j − x̄_j); only j ≤ i is kept up.
    scatter: [[f64; N]; N],
}

impl<const N: usize> Default for CoMoments<N> {
    fn default() -> Self {
        CoMoments { count: 0, mean: [0.0; N], scatter: [[0.0; N]; N] }
    }
}

impl<const N: usize> CoMoments<N> {
    /// Takes in one observation.
    pub fn add(&mut self, x: [f64; N]) {
        self.count += 1;
        let n = self.count as f64;
        let before: [f64; N] = std::array::from_fn(|i| x[i] - self.mean[i]);
        for (mean, delta) in self.mean.iter_mut().zip(before) {
            *mean += delta / n;
        }
        for i in 0..N {
            for j in 0..=i {
                self.scatter[i][j] += before[i] * (x[j] - self.mean[j]);
            }
        }
    }

    /// Takes in what another one has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        let (a, b) = (self.count as f64, other.count as f64);
        let between: [f64; N] = std::array::from_fn(|i| other.mean[i] - self.mean[i]);
        for i in 0..N {
            for j in 0..=i {
                self.scatter[i][j] += other.scatter[i][j] + between[i] * between[j] * a * b / (a + b);
            }
        }
        for (mean, delta) in self.mean.iter_mut().zip(between) {
            *mean += delta * b / (a + b);
        }
        self.count += other.count;
    }

    /// Number of observations.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Mean of quantity `i`.
    pub fn mean(&self, i: usize) -> f64 {
        self.mean[i]
    }

    /// Sum of quantity `i`.
    pub fn sum(&self, i: usize) -> f64 {
        self.mean[i] * self.count as f64
    }

    /// Variance of Σ_i `weights`_i x_i over observations (divisor n − 1); `None` below two observations.
    pub fn variance(&self, weights: [f64; N]) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let mut sum = 0.0;
        for i in 0..N {
            sum += weights[i] * weights[i] * self.scatter[i][i];
            for j in 0..i {
                sum += 2.0 * weights[i] * weights[j] * self.scatter[i][j];
            }
        }
        Some(sum.max(0.0) / (self.count - 1) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        let mut m = CoMoments::<2>::default();
        for x in [[1.0, 2.0], [2.0, 4.0], [6.0, 3.0]] {
            m.add(x);
        }
        // Means 3 and 3; scatter 14, 2 and Σ(x−3)(y−3) = 2 − 1 + 0 = 1.
        assert_eq!((m.mean(0), m.mean(1), m.count()), (3.0, 3.0, 3));
        assert!((m.variance([1.0, 0.0]).unwrap() - 7.0).abs() < 1e-12);
        assert!((m.variance([1.0, -1.0]).unwrap() - (14.0 + 2.0 - 2.0) / 2.0).abs() < 1e-12);
        assert_eq!(CoMoments::<1>::default().variance([1.0]), None);
    }

    fn of(xs: &[[f64; 2]]) -> CoMoments<2> {
        let mut m = CoMoments::default();
        xs.iter().for_each(|&x| m.add(x));
        m
    }

    fn close(a: &CoMoments<2>, b: &CoMoments<2>) -> bool {
        let same = |x: f64, y: f64| (x - y).abs() <= 1e-9 * (1.0 + x.abs());
        a.count == b.count
            && (0..2).all(|i| same(a.mean[i], b.mean[i]) && (0..=i).all(|j| same(a.scatter[i][j], b.scatter[i][j])))
    }

    proptest! {
        #[test]
        fn merging_is_associative_and_equals_the_whole(
            xs in proptest::collection::vec([-1e3..1e3, -1e3..1e3], 0..60), cuts in [0usize..60, 0usize..60]
        ) {
            let (a, b) = (cuts[0].min(cuts[1]).min(xs.len()), cuts[0].max(cuts[1]).min(xs.len()));
            let parts = [of(&xs[..a]), of(&xs[a..b]), of(&xs[b..])];
            let mut left = parts[0].clone();
            left.merge(&parts[1]);
            left.merge(&parts[2]);
            let mut tail = parts[1].clone();
            tail.merge(&parts[2]);
            let mut right = parts[0].clone();
            right.merge(&tail);
            prop_assert!(close(&left, &right));
            prop_assert!(close(&left, &of(&xs)));
        }
    }
}
