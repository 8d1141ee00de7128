//! A fixed text, take it or leave it: normal positions, tolerance, shocks and a common factor.

use super::setting;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Setting};
use crate::verification::closed_form::{agreement, mean_gain_if_agreed, one_factor, power};

pub(super) fn checks() -> Vec<Check> {
    [fixed_text(), tolerance(), common_factor()].concat()
}

const HALF_SPACES: &str = "derived: half-spaces of a normal law";
const TRUNCATED: &str = "derived: mean of a truncated normal law";
const DISTANCE: f64 = 0.3;

fn fixed_text() -> Vec<Check> {
    let mut checks = Checks::of(setting!("fixed-text"), HALF_SPACES);
    for (variant, d, n) in [("d1-six", 1, 6), ("d1-eight", 1, 8), ("d2-six", 2, 6), ("d2-eight", 2, 8)] {
        let what = format!("a fixed text is adopted, D = {d}, n = {n}: Φ(−r/2)^n");
        checks = checks.mean(what, variant, Metric::PassRate, power(agreement(DISTANCE, 0.0, 0.0), n));
    }
    let depth = mean_gain_if_agreed(DISTANCE, 0.0, 0.0);
    checks.source(TRUNCATED).mean("depth of that text if adopted, D = 2, n = 6", "d2-six", Metric::Depth, depth).done()
}

fn tolerance() -> Vec<Check> {
    let (tolerance, shock) = (0.5, 0.7);
    let mut checks = Checks::of(setting!("fixed-text-tolerance"), HALF_SPACES);
    for (variant, n) in [("six", 6), ("eight", 8), ("ten", 10)] {
        let what = format!("with a tolerance of 0.5, n = {n}: Φ((c−r²)/2r)^n");
        checks = checks.mean(what, variant, Metric::PassRate, power(agreement(DISTANCE, tolerance, 0.0), n));
    }
    for (variant, d, n) in
        [("six-shocks", 2, 6), ("eight-shocks", 2, 8), ("ten-shocks", 2, 10), ("six-shocks-d1", 1, 6)]
    {
        let what = format!("with tolerance and shocks of 0.7, D = {d}, n = {n}: Φ((c−r²)/√(s²+4r²))^n");
        checks = checks.mean(what, variant, Metric::PassRate, power(agreement(DISTANCE, tolerance, shock), n));
    }
    let depth = |shock| mean_gain_if_agreed(DISTANCE, tolerance, shock);
    checks
        .source(TRUNCATED)
        .mean("depth of the text if adopted, with tolerance, n = 6", "six", Metric::Depth, depth(0.0))
        .mean(
            "depth of the text if adopted, with tolerance and shocks, n = 6",
            "six-shocks",
            Metric::Depth,
            depth(shock),
        )
        .done()
}

fn common_factor() -> Vec<Check> {
    let tolerance = 0.09;
    let mut checks = Checks::of(setting!("common-factor"), "derived: orthant probability, ρ = p = 1/2");
    for (variant, n) in [("six", 6), ("eight", 8), ("ten", 10)] {
        let expected = one_factor(n, 0.5, 0.5);
        checks =
            checks.mean(format!("one factor, p = 1/2, ρ = 1/2, n = {n}: 1/(n+1)"), variant, Metric::PassRate, expected);
    }
    checks = checks.source("Dunnett & Sobel 1955, Biometrika 42; Vasicek 1987");
    for (variant, n) in [("six-likelier", 6), ("ten-likelier", 10)] {
        let expected = one_factor(n, agreement(0.1, tolerance, 0.0), 0.3);
        let what = format!("one factor, p = Φ(0.4), ρ = 0.3, n = {n}: ∫Φ((Φ⁻¹(p)−√ρ z)/√(1−ρ))^n φ(z)dz");
        checks = checks.mean(what, variant, Metric::PassRate, expected);
    }
    checks.done()
}
