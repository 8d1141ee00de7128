use super::CoMoments;

/// A ratio of totals ΣX/ΣY over replications, linearised: what the delta method needs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Linearised {
    /// ΣX/ΣY.
    pub value: f64,
    /// Its standard error; with two replications or more.
    pub std_error: Option<f64>,
}

/// The ratio of quantity `x` to quantity `y`, both totals of a replication, with the delta-method
/// standard error: residuals (X − R·Y)/Ȳ over √n (Cochran 1977, Sampling Techniques, chapter 6). `None`
/// where ΣY = 0. The replication is the cluster: what happens within it may be as dependent as it likes.
pub fn ratio<const N: usize>(totals: &CoMoments<N>, x: usize, y: usize) -> Option<Linearised> {
    let (value, weights) = linearise(totals, x, y)?;
    Some(Linearised { value, std_error: std_error(totals, weights) })
}

/// The difference of two ratios that were observed in the same replications, the first minus the
/// second: their linearised residuals are subtracted before the variance is taken, so that what the
/// two have in common cancels. `None` where either is undefined.
pub fn difference<const N: usize>(
    totals: &CoMoments<N>,
    first: (usize, usize),
    second: (usize, usize),
) -> Option<Linearised> {
    let (a, mut weights) = linearise(totals, first.0, first.1)?;
    let (b, subtracted) = linearise(totals, second.0, second.1)?;
    for (weight, other) in weights.iter_mut().zip(subtracted) {
        *weight -= other;
    }
    Some(Linearised { value: a - b, std_error: std_error(totals, weights) })
}

/// The ratio, and by quantity its partial derivative with respect to the quantity's mean.
fn linearise<const N: usize>(totals: &CoMoments<N>, x: usize, y: usize) -> Option<(f64, [f64; N])> {
    let denominator = totals.mean(y);
    if totals.count() == 0 || denominator == 0.0 {
        return None;
    }
    let value = totals.mean(x) / denominator;
    let mut weights = [0.0; N];
    weights[x] += 1.0 / denominator;
    weights[y] -= value / denominator;
    Some((value, weights))
}

fn std_error<const N: usize>(totals: &CoMoments<N>, weights: [f64; N]) -> Option<f64> {
    totals.variance(weights).map(|variance| (variance / totals.count() as f64).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals<const N: usize>(rows: &[[f64; N]]) -> CoMoments<N> {
        let mut totals = CoMoments::default();
        rows.iter().for_each(|&row| totals.add(row));
        totals
    }

    #[test]
    fn a_ratio_by_hand() {
        // R = 6/12 = 1/2, residuals X − Y/2: 1, −1, 0; their variance 1; over Ȳ = 4 and √3.
        let estimate = ratio(&totals(&[[3.0, 4.0], [1.0, 4.0], [2.0, 4.0]]), 0, 1).unwrap();
        assert!((estimate.value - 0.5).abs() < 1e-15);
        assert!((estimate.std_error.unwrap() - 1.0 / (4.0 * 3f64.sqrt())).abs() < 1e-15);
    }

    #[test]
    fn without_cases_there_is_no_ratio_and_with_one_replication_no_error() {
        assert_eq!(ratio(&totals(&[[0.0, 0.0], [0.0, 0.0]]), 0, 1), None);
        assert_eq!(ratio(&totals(&[[1.0, 2.0]]), 0, 1).unwrap().std_error, None);
    }

    #[test]
    fn a_paired_difference_by_hand() {
        // Ratios 1/2 and 3/4 on the same replications; residuals over Ȳ = 4: (1 − 0, −1 − 1, 0 + 1)/4.
        let rows = [[3.0, 4.0, 3.0, 4.0], [1.0, 4.0, 4.0, 4.0], [2.0, 4.0, 2.0, 4.0]];
        let estimate = difference(&totals(&rows), (0, 1), (2, 3)).unwrap();
        assert!((estimate.value + 0.25).abs() < 1e-15);
        assert!((estimate.std_error.unwrap() - (3.0 / 16.0f64).sqrt() / 3f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_ratio_differs_from_itself_by_nothing() {
        let estimate = difference(&totals(&[[3.0, 4.0, 3.0, 4.0], [1.0, 5.0, 1.0, 5.0]]), (0, 1), (2, 3)).unwrap();
        assert_eq!((estimate.value, estimate.std_error), (0.0, Some(0.0)));
    }
}
