use serde::{Deserialize, Serialize};

/// Means and second and third co-moments of N quantities that are observed together, one observation a replication.
///
/// Updates and merges by Chan, Golub & LeVeque (1983), The American Statistician 37(3), and Pébay (2008), Sandia report
/// SAND2008-6212, which do not lose digits as sums of powers do.
#[derive(Debug, Clone, PartialEq)]
pub struct CoMoments<const N: usize> {
    count: u64,
    /// Whether a quantity was ever anything but 0; all moments with one that never was are 0, and stay so.
    seen: [bool; N],
    mean: [f64; N],
    /// Σ (x_i − x̄_i)(x_j − x̄_j); only j ≤ i is kept up.
    scatter: [[f64; N]; N],
    /// Σ (x_i − x̄_i)(x_j − x̄_j)(x_k − x̄_k); only k ≤ j ≤ i is kept up.
    skew: [[[f64; N]; N]; N],
}

/// How much the next observation weighs beside those that were taken in: in means, in second and in third moments.
#[derive(Debug, Clone, Copy)]
pub struct Next([f64; 3]);

impl Next {
    /// The one after so many.
    pub fn after(count: u64) -> Self {
        let n = (count + 1) as f64;
        Next([1.0 / n, (n - 1.0) / n, (n - 1.0) * (n - 2.0) / (n * n)])
    }
}

impl<const N: usize> Default for CoMoments<N> {
    fn default() -> Self {
        CoMoments { count: 0, seen: [false; N], mean: [0.0; N], scatter: [[0.0; N]; N], skew: [[[0.0; N]; N]; N] }
    }
}

impl<const N: usize> CoMoments<N> {
    /// Takes in one observation.
    pub fn add(&mut self, x: [f64; N]) {
        self.add_all([(x, Next::after(self.count))].into_iter());
    }

    /// Takes in several, one after the other, each with how much it weighs.
    #[inline]
    pub fn add_all(&mut self, observations: impl Iterator<Item = ([f64; N], Next)> + Clone) {
        for (x, _) in observations.clone() {
            self.seen.iter_mut().zip(x).for_each(|(seen, x)| *seen |= x != 0.0);
            self.count += 1;
        }
        if self.seen == [true; N] {
            // Off the memory, so that it is read and written once for all of them.
            let mut all = self.clone();
            observations.for_each(|(x, Next(weights))| all.combine(all.off(x), weights, |_, _| 0.0));
            *self = all;
        } else if self.seen != [false; N] {
            observations.for_each(|(x, Next(weights))| self.combine_seen(self.off(x), weights));
        }
    }

    /// How far an observation lies from the means.
    fn off(&self, x: [f64; N]) -> [f64; N] {
        std::array::from_fn(|i| x[i] - self.mean[i])
    }

    /// The same as [`CoMoments::combine`] with a single observation, where some quantities were never seen.
    #[inline]
    fn combine_seen(&mut self, delta: [f64; N], [share, of_two, of_three]: [f64; 3]) {
        let mut of = [0; N];
        let mut seen = 0;
        for i in (0..N).filter(|&i| self.seen[i]) {
            of[seen] = i;
            seen += 1;
        }
        let of = &of[..seen];
        for (a, &i) in of.iter().enumerate() {
            for (b, &j) in of[..=a].iter().enumerate() {
                for &k in &of[..=b] {
                    let mixed =
                        delta[i] * self.scatter[j][k] + delta[j] * self.scatter[i][k] + delta[k] * self.scatter[i][j];
                    self.skew[i][j][k] += delta[i] * delta[j] * delta[k] * of_three - share * mixed;
                }
            }
        }
        for (a, &i) in of.iter().enumerate() {
            for &j in &of[..=a] {
                self.scatter[i][j] += delta[i] * delta[j] * of_two;
            }
            self.mean[i] += delta[i] * share;
        }
    }

    /// Takes in what another one has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0 {
            return;
        }
        self.seen.iter_mut().zip(other.seen).for_each(|(mine, theirs)| *mine |= theirs);
        let (a, b) = (self.count as f64, other.count as f64);
        let n = a + b;
        let delta: [f64; N] = std::array::from_fn(|i| other.mean[i] - self.mean[i]);
        // What the other one's scatter adds to the third moments has the weight −a/b beside that of this one's.
        self.combine(delta, [b / n, a * b / n, a * b * (a - b) / (n * n)], |i, j| -a / b * other.scatter[i][j]);
        for i in 0..N {
            for j in 0..=i {
                self.scatter[i][j] += other.scatter[i][j];
                for k in 0..=j {
                    self.skew[i][j][k] += other.skew[i][j][k];
                }
            }
        }
        self.count += other.count;
    }

    /// Moves means and moments to those of both parts, whose means lie `delta` apart, but for the other part's own
    /// moments. `share` is the other part's of all, then the weights of products of two and three deltas; `theirs` the
    /// other part's scatter as it bears on third moments.
    fn combine(&mut self, delta: [f64; N], [share, of_two, of_three]: [f64; 3], theirs: impl Fn(usize, usize) -> f64) {
        let scatter = |of: &Self, i: usize, j: usize| of.scatter[i][j] + theirs(i, j);
        for i in 0..N {
            for j in 0..=i {
                for k in 0..=j {
                    let mixed = delta[i] * scatter(self, j, k)
                        + delta[j] * scatter(self, i, k)
                        + delta[k] * scatter(self, i, j);
                    self.skew[i][j][k] += delta[i] * delta[j] * delta[k] * of_three - share * mixed;
                }
            }
        }
        for i in 0..N {
            for j in 0..=i {
                self.scatter[i][j] += delta[i] * delta[j] * of_two;
            }
            self.mean[i] += delta[i] * share;
        }
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

    /// Sums of squares and of cubes, over observations, of the deviations of Σ_i `weights`_i x_i from its mean. What is
    /// no more than the rounding of its terms is 0.
    pub fn powers(&self, weights: [f64; N]) -> (f64, f64) {
        let (mut squares, mut terms, mut cubes) = (0.0, 0.0, 0.0);
        for i in 0..N {
            for j in 0..=i {
                let term = orders([i, j]) * weights[i] * weights[j] * self.scatter[i][j];
                squares += term;
                terms += term.abs();
                for k in 0..=j {
                    cubes += orders([i, j, k]) * weights[i] * weights[j] * weights[k] * self.skew[i][j][k];
                }
            }
        }
        if squares <= ROUNDING * terms {
            return (0.0, 0.0);
        }
        let most = squares * squares.sqrt();
        (squares, cubes.clamp(-most, most))
    }
}

/// What is kept of two quantities: their means, Σ of products of two deviations (xx, xy, yy) and of three (xxx, xxy, xyy,
/// yyy), and how many observations there were.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Moments {
    /// Number of observations.
    pub count: u64,
    /// Means, then sums of products of deviations.
    pub values: [f64; 9],
}

impl From<&CoMoments<2>> for Moments {
    fn from(of: &CoMoments<2>) -> Self {
        let ([x, y], scatter, skew) = (of.mean, &of.scatter, &of.skew);
        let of_two = [scatter[0][0], scatter[1][0], scatter[1][1]];
        let of_three = [skew[0][0][0], skew[1][0][0], skew[1][1][0], skew[1][1][1]];
        let [a, b, c] = of_two;
        let [d, e, f, g] = of_three;
        Moments { count: of.count, values: [x, y, a, b, c, d, e, f, g] }
    }
}

impl From<Moments> for CoMoments<2> {
    fn from(Moments { count, values: [x, y, a, b, c, d, e, f, g] }: Moments) -> Self {
        // What has neither mean nor scatter was never anything but 0.
        let seen = [x != 0.0 || a != 0.0, y != 0.0 || c != 0.0];
        CoMoments {
            count,
            seen,
            mean: [x, y],
            scatter: [[a, 0.0], [b, c]],
            skew: [[[d, 0.0], [0.0, 0.0]], [[e, 0.0], [f, g]]],
        }
    }
}

/// Of the terms that are summed up, what rounding may leave where they cancel.
const ROUNDING: f64 = 1e-12;

/// In how many orders these indices, which descend, can be written.
fn orders<const K: usize>(indices: [usize; K]) -> f64 {
    let pairs = indices.windows(2).filter(|pair| pair[0] == pair[1]).count();
    match (K, pairs) {
        (3, 0) => 6.0,
        (3, 1) => 3.0,
        (2, 0) => 2.0,
        _ => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn moments_are_all_that_is_kept() {
        let mut of = CoMoments::<2>::default();
        assert_eq!(CoMoments::from(Moments::from(&of)), of);
        for i in 0..20 {
            of.add([f64::from(i).sqrt(), if i < 10 { 0.0 } else { 1.0 / f64::from(i) }]);
            assert_eq!(CoMoments::from(Moments::from(&of)), of);
        }
    }

    #[test]
    fn by_hand() {
        let mut m = CoMoments::<2>::default();
        for x in [[1.0, 2.0], [2.0, 4.0], [6.0, 3.0]] {
            m.add(x);
        }
        assert_eq!((m.mean(0), m.mean(1), m.count()), (3.0, 3.0, 3));
        // Deviations of x: −2, −1, 3; of y: −1, 1, 0; of x − y: −1, −2, 3; of x + 2y: −4, 1, 3.
        let close = |(a, b): (f64, f64), (c, d): (f64, f64)| (a - c).abs() < 1e-12 && (b - d).abs() < 1e-12;
        assert!(close(m.powers([1.0, 0.0]), (14.0, 18.0)));
        assert!(close(m.powers([1.0, -1.0]), (14.0, 18.0)));
        assert!(close(m.powers([1.0, 2.0]), (26.0, -36.0)));
        assert_eq!(CoMoments::<1>::default().powers([1.0]), (0.0, 0.0));
    }

    #[test]
    fn what_cancels_leaves_nothing() {
        let mut m = CoMoments::<2>::default();
        (0..1000).map(|i| f64::from(i) * 0.1).for_each(|x| m.add([x, 3.0 * x]));
        assert_eq!(m.powers([3.0, -1.0]), (0.0, 0.0));
    }

    #[test]
    fn cubes_are_those_of_a_plain_sum() {
        let xs: Vec<[f64; 2]> = (0..50).map(|i| [f64::from(i % 7), f64::from(i * i % 11)]).collect();
        let weights = [0.7, -1.3];
        let combined: Vec<f64> = xs.iter().map(|x| weights[0] * x[0] + weights[1] * x[1]).collect();
        let mean = combined.iter().sum::<f64>() / 50.0;
        let (squares, cubes) = of(&xs).powers(weights);
        assert!((squares - combined.iter().map(|x| (x - mean).powi(2)).sum::<f64>()).abs() < 1e-9);
        assert!((cubes - combined.iter().map(|x| (x - mean).powi(3)).sum::<f64>()).abs() < 1e-9);
    }

    #[test]
    fn a_quantity_that_is_first_seen_late_counts_from_the_beginning() {
        let xs: Vec<[f64; 2]> = (0..40).map(|i| [f64::from(i % 5), if i < 30 { 0.0 } else { f64::from(i) }]).collect();
        let combined: Vec<f64> = xs.iter().map(|x| x[0] - 0.5 * x[1]).collect();
        let mean = combined.iter().sum::<f64>() / 40.0;
        let (squares, cubes) = of(&xs).powers([1.0, -0.5]);
        assert!((squares - combined.iter().map(|x| (x - mean).powi(2)).sum::<f64>()).abs() < 1e-8);
        assert!((cubes - combined.iter().map(|x| (x - mean).powi(3)).sum::<f64>()).abs() < 1e-7);
    }

    /// Where nothing, one quantity and both were seen, early and late.
    #[test]
    fn several_at_once_are_the_same_to_the_bit_as_one_by_one() {
        let late = |from: u64, world: u64| if world < from { 0.0 } else { libm::sqrt(world as f64 + 0.3) - 3.0 };
        for [first, second] in [[0, 0], [0, 5], [40, 0], [7, 40], [99, 99], [0, 99]] {
            let (mut at_once, mut one_by_one) = (CoMoments::<2>::default(), CoMoments::<2>::default());
            for task in 0..4 {
                let worlds = 20 * task..20 * task + 20;
                let x = |world: u64| [late(first, world), 0.7 * late(second, world + 11)];
                at_once.add_all(worlds.clone().map(|world| (x(world), Next::after(world))));
                worlds.for_each(|world| one_by_one.add(x(world)));
                assert_eq!(at_once, one_by_one, "from {first} and {second}, after task {task}");
            }
        }
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
            && (0..2).all(|i| (0..=i).all(|j| (0..=j).all(|k| (a.skew[i][j][k] - b.skew[i][j][k]).abs() <= 1e-3)))
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
