use super::power;
use crate::engine::normal;

/// C(n,k).
pub fn binomial(n: u32, k: u32) -> f64 {
    (0..k).fold(1.0, |product, i| product * f64::from(n - i) / f64::from(i + 1))
}

/// The probability that at least `least` of n independent events of probability p happen.
pub fn at_least(n: u32, least: u32, p: f64) -> f64 {
    (least..=n).map(|k| binomial(n, k) * power(p, k) * power(1.0 - p, n - k)).sum()
}

/// The probability that of n independent draws at most k fall below one more draw from the same continuous law: all
/// n + 1 ranks are equally likely, so (k + 1)/(n + 1).
pub fn at_most_left(n: u32, k: u32) -> f64 {
    f64::from(k + 1) / f64::from(n + 1)
}

/// The probability that the numbers of n independent answers (object, acquiesce, support) are as `adopted` wants them, each
/// answer having the probabilities `p`.
pub fn all_answers(n: u32, p: [f64; 3], adopted: impl Fn([u32; 3]) -> bool) -> f64 {
    let numbers = (0..=n).flat_map(|object| (0..=n - object).map(move |acquiesce| (object, acquiesce)));
    numbers
        .map(|(object, acquiesce)| [object, acquiesce, n - object - acquiesce])
        .filter(|&numbers| adopted(numbers))
        .map(|[a, b, c]| binomial(n, a) * binomial(n - a, b) * power(p[0], a) * power(p[1], b) * power(p[2], c))
        .sum()
}

/// The probability that nobody objects in the end, where n members gain `gain` from the text, have standard normal shocks, and
/// are under `pressure` from the share of the others that does not object in the straw poll: with j objecting
/// there, each of these has to be within `pressure` (n − j)/(n − 1) of giving way.
pub fn under_pressure(n: u32, gain: f64, pressure: f64) -> f64 {
    let content = normal::cdf(gain);
    let gives_way = |j: u32| normal::cdf(gain + pressure * f64::from(n - j) / f64::from(n - 1)) - content;
    (0..=n).map(|j| binomial(n, j) * power(content, n - j) * power(gives_way(j), j)).sum()
}

/// The probability that a text y suits n members x better than 0, all of them uniform in \[−1,1\]: they have to lie beyond y/2,
/// so ∫₀¹ ((1 − y/2)/2)^n dy = 2^(1−n) (1 − 2^−(n+1))/(n+1).
pub fn random_proposal(n: u32) -> f64 {
    2.0 * power(0.5, n) * (1.0 - power(0.5, n + 1)) / f64::from(n + 1)
}

#[cfg(test)]
mod tests {
    use super::super::integrate;
    use super::*;

    #[test]
    fn coefficients_and_tails() {
        assert_eq!([binomial(5, 0), binomial(5, 2), binomial(9, 1), binomial(27, 13)], [1.0, 10.0, 9.0, 20058300.0]);
        assert!((at_least(6, 6, 0.8) - 0.262144).abs() < 1e-12);
        assert!((at_least(6, 5, 0.8) - 0.65536).abs() < 1e-12);
        assert!((at_least(10, 9, 0.8) - 0.3758096384).abs() < 1e-10);
        assert!((at_least(10, 0, 0.3) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn answers_that_differ_in_nothing_are_binomial() {
        let p = [0.2, 0.3, 0.5];
        assert!((all_answers(6, p, |_| true) - 1.0).abs() < 1e-14);
        assert!((all_answers(6, p, |n| n[0] == 0) - power(0.8, 6)).abs() < 1e-14);
        assert!((all_answers(6, p, |n| n[2] >= 4) - at_least(6, 4, 0.5)).abs() < 1e-14);
    }

    #[test]
    fn pressure_by_hand_for_two_members() {
        // Both content, one of two giving way to the other, and two who object have nobody to give way to.
        let (content, one) = (normal::cdf(0.3), normal::cdf(0.8) - normal::cdf(0.3));
        assert!((under_pressure(2, 0.3, 0.5) - (content * content + 2.0 * content * one)).abs() < 1e-15);
        assert!((under_pressure(6, 0.3, 0.0) - power(normal::cdf(0.3), 6)).abs() < 1e-15);
    }

    #[test]
    fn a_random_proposal_as_tabulated_and_as_an_integral() {
        assert!((random_proposal(6) - 0.0044294085).abs() < 1e-10);
        assert!((random_proposal(10) - 0.0001774701).abs() < 1e-10);
        assert!((random_proposal(3) - integrate(|y| power((1.0 - y / 2.0) / 2.0, 3), 0.0, 1.0)).abs() < 1e-14);
    }
}
