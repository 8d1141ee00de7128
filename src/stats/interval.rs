use super::CONFIDENCE;
use crate::engine::normal;

/// `value` ± t · `std_error` with `df` degrees of freedom.
pub fn symmetric(value: f64, std_error: f64, df: u64) -> (f64, f64) {
    let half = student_quantile(df) * std_error;
    (value - half, value + half)
}

/// Wilson's score interval of a proportion `p` of `n` cases, with the quantile `z`.
///
/// `n` need not be whole: for a ratio estimator over clusters it is the effective number of cases,
/// p(1−p)/se², as Korn & Graubard (1998, Survey Methodology 24) do for the Clopper–Pearson interval
/// and Dean & Pagano (2015, J. Survey Statistics and Methodology 3) for Wilson's.
pub fn wilson(p: f64, n: f64, z: f64) -> (f64, f64) {
    let z2 = z * z / n;
    let centre = (p + z2 / 2.0) / (1.0 + z2);
    let half = (z2 * (p * (1.0 - p) + z2 / 4.0)).sqrt() / (1.0 + z2);
    // At 0 and 1 the end is p itself, but for rounding.
    ((centre - half).clamp(0.0, p), (centre + half).clamp(p, 1.0))
}

/// The two-sided quantile of Student's t at [`CONFIDENCE`]: Hill (1970), algorithm 396, Communications of the
/// ACM 13(10); exact for 1 and 2 degrees of freedom, else to about 1e-5.
pub fn student_quantile(df: u64) -> f64 {
    use std::f64::consts::FRAC_PI_2;
    let p = 1.0 - CONFIDENCE;
    match df {
        0 => return f64::INFINITY,
        1 => return libm::cos(p * FRAC_PI_2) / libm::sin(p * FRAC_PI_2),
        2 => return (2.0 / (p * (2.0 - p)) - 2.0).sqrt(),
        _ => {}
    }
    let n = df as f64;
    let a = 1.0 / (n - 0.5);
    let b = 48.0 / (a * a);
    let c = ((20700.0 * a / b - 98.0) * a - 16.0) * a + 96.36;
    let d = ((94.5 / (b + c) - 3.0) / b + 1.0) * (a * FRAC_PI_2).sqrt() * n;
    let mut y = libm::pow(d * p, 2.0 / n);
    if y > 0.05 + a {
        let x = normal::quantile(p / 2.0);
        y = x * x;
        let c = if df < 5 { c + 0.3 * (n - 4.5) * (x + 0.6) } else { c };
        let c = (((0.05 * d * x - 5.0) * x - 7.0) * x - 2.0) * x + b + c;
        y = (((((0.4 * y + 6.3) * y + 36.0) * y + 94.5) / c - y - 3.0) / b + 1.0) * x;
        y = libm::expm1(a * y * y);
    } else {
        y = ((1.0 / (((n + 6.0) / (n * y) - 0.089 * d - 0.822) * (n + 2.0) * 3.0) + 0.5 / (n + 4.0)) * y - 1.0)
            * (n + 1.0)
            / (n + 2.0)
            + 1.0 / y;
    }
    (n * y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_table() {
        let table = [
            (1, 12.7062),
            (2, 4.3027),
            (3, 3.1824),
            (4, 2.7764),
            (5, 2.5706),
            (10, 2.2281),
            (30, 2.0423),
            (120, 1.9799),
        ];
        for (df, t) in table {
            assert!((student_quantile(df) - t).abs() < 2e-4, "{df}: {}", student_quantile(df));
        }
        assert!((student_quantile(100_000_000) - 1.959964).abs() < 1e-5);
    }

    #[test]
    fn wilson_contains_the_estimate_at_the_ends_too() {
        for n in 1..200 {
            let n = f64::from(n);
            assert!(wilson(1.0, n, 2.0452296).1 == 1.0 && wilson(0.0, n, 2.0452296).0 == 0.0, "{n}");
        }
    }

    #[test]
    fn wilson_as_tabulated() {
        // 81 of 263, 0 of 20 and 1 of 29 (Newcombe 1998, Statistics in Medicine 17, table I).
        let z = normal::quantile(0.975);
        let rounded = |p: f64, n: f64| {
            let (a, b) = wilson(p, n, z);
            ((a * 1e4).round() / 1e4, (b * 1e4).round() / 1e4)
        };
        assert_eq!(rounded(81.0 / 263.0, 263.0), (0.2553, 0.3662));
        assert_eq!(rounded(0.0, 20.0), (0.0, 0.1611));
        assert_eq!(rounded(1.0 / 29.0, 29.0), (0.0061, 0.1718));
    }
}
