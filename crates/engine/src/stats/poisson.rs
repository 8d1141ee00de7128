//! Limits of a Poisson mean, from arithmetic and `libm` alone, so that they have the same bits everywhere.

use super::Level;
use crate::engine::gamma;

/// From so many events on the limits come from their expansion, which is then exact to a thousandth.
const MANY: f64 = 400.0;

/// How far the limits of a Poisson mean lie below and above the number of events seen, `seen` ≥ 1, whole or not.
///
/// Of the probability of what was seen itself, the lower limit counts one half (mid-P: Lancaster 1961, J. American
/// Statistical Association 56; for weighted counts Fay & Kim 2017, Biometrical Journal 59), the upper one
/// x/(2x + 1): one half where much was seen, nothing where nothing was, as in the exact limit of Garwood (1936,
/// Biometrika 28). With one half throughout, 95 % limits would cover a mean of 3 in 91.7 % only; so they
/// cover every mean in 93.4 % or more. For large numbers the distances are √x·z ± (2z² + 1)/6, those of Hall (1988,
/// Annals of Statistics 16) for a mean of skewed data.
pub fn distances(seen: f64, level: Level) -> (f64, f64) {
    let z = level.normal_quantile();
    let (spread, skew) = (z * seen.sqrt(), (2.0 * z * z + 1.0) / 6.0);
    if seen >= MANY {
        return (spread - skew, spread + skew);
    }
    let tail = level.misses() / 2.0;
    let below = mean_at(seen, 0.5, tail, 0.0, seen);
    let above = mean_at(seen, seen / (2.0 * seen + 1.0), 1.0 - tail, seen, seen + 3.0 * (spread + z * z));
    (seen - below, above - seen)
}

/// The upper limit of a Poisson mean of which no event was seen: −ln(α/2), exact (Garwood 1936).
pub fn unseen(level: Level) -> f64 {
    -libm::log(level.misses() / 2.0)
}

/// The upper limit of a share of which no event was seen in so many cases, whole or not: 1 − (α/2)^(1/n), exact (Clopper &
/// Pearson 1934, Biometrika 26).
pub fn unseen_share(cases: f64, level: Level) -> f64 {
    -libm::expm1(-unseen(level) / cases)
}

/// The mean between `low` and `high` at which P(N > `seen`) + `weight` · P(N = `seen`) is `share`, by Newton's
/// method within a bracket.
fn mean_at(seen: f64, weight: f64, share: f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    let mut mean = (low + high) / 2.0;
    for _ in 0..200 {
        let equal = density(seen, mean);
        let excess = gamma::lower(seen + 1.0, mean) + weight * equal - share;
        if excess > 0.0 {
            high = mean
        } else {
            low = mean
        }
        let step = excess / (equal * (1.0 + weight * (seen / mean - 1.0)));
        let newton = mean - step;
        let next = if newton > low && newton < high { newton } else { (low + high) / 2.0 };
        let done = (next - mean).abs() <= 1e-12 * mean;
        mean = next;
        if done {
            break;
        }
    }
    mean
}

/// mean^seen · e^−mean / Γ(seen + 1).
fn density(seen: f64, mean: f64) -> f64 {
    libm::exp(seen * libm::log(mean) - mean - libm::lgamma(seen + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_solve_their_equations() {
        // By scipy 1.17: brentq on gammainc(x + 1, m) + w · poisson.pmf(x, m), w = 1/2 below, x/(2x + 1) above.
        let cases = [
            (
                0.95,
                [(1.0, 0.050020345, 5.182978050), (2.5, 0.536638190, 7.517238994), (10.0, 5.079521847, 17.855165323)],
            ),
            (
                0.5,
                [
                    (1.0, 0.517999714, 2.321462440),
                    (10.0, 8.143754084, 12.517719209),
                    (150.0, 142.046848812, 158.591380619),
                ],
            ),
            (
                0.9999,
                [
                    (1.0, 0.000100000, 12.108734256),
                    (10.0, 2.150262230, 28.237970519),
                    (150.0, 107.369334698, 203.052124019),
                ],
            ),
        ];
        for (level, cases) in cases {
            let level = Level::new(level).unwrap();
            for (seen, low, high) in cases {
                let (down, up) = distances(seen, level);
                assert!((seen - down - low).abs() < 1e-8 && (seen + up - high).abs() < 1e-8, "{seen}: {down} {up}");
            }
        }
        assert!((unseen(Level::default()) - 3.688879454).abs() < 1e-9);
        // 0 of 10 (Newcombe 1998, Statistics in Medicine 17: .3085).
        assert!((unseen_share(10.0, Level::default()) - 0.30850).abs() < 1e-5);
    }

    #[test]
    fn the_expansion_goes_on_where_the_equations_end() {
        for level in [0.5, 0.9, 0.95, 0.9999].map(|level| Level::new(level).unwrap()) {
            let (just_below, just_above) = (distances(MANY - 1e-6, level), distances(MANY, level));
            assert!((just_below.0 / just_above.0 - 1.0).abs() < 3e-3, "{level}: {just_below:?} {just_above:?}");
            assert!((just_below.1 / just_above.1 - 1.0).abs() < 3e-3, "{level}: {just_below:?} {just_above:?}");
        }
    }

    /// Exact coverage: the probabilities of all counts whose limits contain the mean, added up.
    #[test]
    fn every_mean_is_covered() {
        let level = Level::default();
        let limits: Vec<(f64, f64)> = (0..200)
            .map(|x| match f64::from(x) {
                0.0 => (0.0, unseen(level)),
                x => (x - distances(x, level).0, x + distances(x, level).1),
            })
            .collect();
        for step in 0..2000 {
            let mean = 0.002 * libm::exp(f64::from(step) / 190.0);
            let covered = limits.iter().zip(0u32..).filter(|((low, high), _)| *low <= mean && mean <= *high);
            let share: f64 = covered.map(|(_, x)| density(f64::from(x), mean)).sum();
            assert!(share >= 0.934, "{mean}: {share}");
            assert!(share <= 0.97 || mean < 7.0, "{mean}: {share}");
        }
    }
}
