//! Whether any text suits everybody: order statistics, half-spaces and hulls of random points.

use super::setting;
use crate::engine::normal;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};
use crate::verification::closed_form::{
    at_most_left, hull_area_in_square, normal_hull_vertices, one_half_space, one_side, random_proposal,
};

pub(super) fn checks() -> Vec<Check> {
    [
        textbook(setting!("textbook-normal")),
        textbook(setting!("textbook-uniform")),
        vetoes(),
        small_step(),
        half_space(),
        hull_square(),
        hull_plane(),
        shifted(),
        random_proposals(),
    ]
    .concat()
}

const TABLES: [(&str, u32); 3] = [("six", 6), ("eight", 8), ("ten", 10)];

fn textbook(setting: Setting) -> Vec<Check> {
    let mut checks = Checks::of(setting, "derived: the status quo is lowest or highest of n + 1 exchangeable draws");
    for (variant, n) in TABLES {
        let expected = 2.0 * at_most_left(n, 0);
        let what = |what: &str| format!("{what} on a line, n = {n}: 2/(n+1)");
        checks = checks
            .mean(what("adopted by consensus"), variant, Metric::PassRate, expected)
            .mean(what("a common improvement exists"), variant, Metric::FeasibleRate, expected)
            .mean(format!("agreements that mediation misses, n = {n}: none"), variant, Metric::MissedRate, 0.0);
    }
    let difference = 2.0 * (at_most_left(10, 0) - at_most_left(6, 0));
    let what = "adopted with ten minus with six, paired: 2/11 − 2/7";
    checks.expect(what, "ten", Quantity::Difference(Metric::PassRate), Expected::Mean(difference)).done()
}

fn vetoes() -> Vec<Check> {
    let checks =
        Checks::of(setting!("vetoes"), "derived: the status quo is lowest or highest of v + 1 exchangeable draws");
    [("three", 3), ("six", 6)]
        .into_iter()
        .fold(checks, |checks, (variant, v)| {
            let expected = 2.0 * at_most_left(v, 0);
            checks
                .mean(
                    format!("adopted by ten of whom v = {v} hold a veto: 2/(v+1)"),
                    variant,
                    Metric::PassRate,
                    expected,
                )
                .mean(format!("a text suits the v = {v}: 2/(v+1)"), variant, Metric::FeasibleRate, expected)
        })
        .done()
}

/// Variants by what the rule tolerates: it adopts if at most k members are on the other side.
const SMALL_STEPS: [(&str, &str, u32, u32); 9] = [
    ("six-right", "consensus, to the right", 6, 0),
    ("six-left", "consensus, to the left", 6, 0),
    ("six-minus-1-right", "consensus minus 1, to the right", 6, 1),
    ("six-minus-1-left", "consensus minus 1, to the left", 6, 1),
    ("ten-right", "consensus, to the right", 10, 0),
    ("ten-minus-2-right", "consensus minus 2, to the right", 10, 2),
    ("ten-minus-2-left", "consensus minus 2, to the left", 10, 2),
    ("ten-two-thirds-right", "two thirds (7 of 10), to the right", 10, 3),
    ("ten-half-left", "half (5 of 10), to the left", 10, 5),
];

fn small_step() -> Vec<Check> {
    let checks =
        Checks::of(setting!("small-step"), "derived: the rank of the status quo among n + 1 exchangeable draws");
    SMALL_STEPS
        .into_iter()
        .fold(checks, |checks, (variant, what, n, k)| {
            let what = format!("a small step under {what}, n = {n}: (k+1)/(n+1) with k = {k}");
            checks.mean(what, variant, Metric::PassRate, at_most_left(n, k))
        })
        .done()
}

fn half_space() -> Vec<Check> {
    let mut checks = Checks::of(setting!("half-space"), "Wendel 1962, Math. Scand. 11");
    let variants =
        [["d1-six", "d1-eight", "d1-ten"], ["d2-six", "d2-eight", "d2-ten"], ["d3-six", "d3-eight", "d3-ten"]];
    for (d, variants) in (1..).zip(variants) {
        for (variant, (_, n)) in variants.into_iter().zip(TABLES) {
            let expected = one_half_space(n, d);
            let what = format!("a common improvement exists, D = {d}, n = {n}: 2^−(n−1) Σ_(k<D) C(n−1,k)");
            checks = checks.mean(what, variant, Metric::FeasibleRate, expected);
        }
    }
    checks.mean("gridlock, D = 3, n = 8: the rest", "d3-eight", Metric::GridlockRate, 1.0 - one_half_space(8, 3)).done()
}

fn hull_square() -> Vec<Check> {
    let checks = Checks::of(setting!("hull-square"), "Buchta 1984, J. reine angew. Math. 347");
    let tables =
        [("three", 3, "1 − 11/144"), ("four", 4, "1 − 11/72"), ("five", 5, "1 − 79/360"), ("six", 6, "1 − 199/720")];
    tables
        .into_iter()
        .fold(checks, |checks, (variant, n, value)| {
            let what = format!("the status quo is outside the hull of {n} points in a square: {value}");
            checks.mean(what, variant, Metric::FeasibleRate, 1.0 - hull_area_in_square(n))
        })
        .done()
}

fn hull_plane() -> Vec<Check> {
    let source = "Rényi & Sulanke 1963, Z. Wahrscheinlichkeitstheorie 2; Efron 1965, Biometrika 52";
    [("three", 3), ("six", 6), ("ten", 10)]
        .into_iter()
        .fold(Checks::of(setting!("hull-plane"), source), |checks, (variant, n)| {
            let what = format!("the status quo is outside the hull of {n} normal points in the plane: E V_(n+1)/(n+1)");
            let expected = normal_hull_vertices(n + 1) / f64::from(n + 1);
            checks.mean(what, variant, Metric::FeasibleRate, expected)
        })
        .done()
}

fn shifted() -> Vec<Check> {
    TABLES
        .into_iter()
        .fold(Checks::of(setting!("shifted"), "derived: everybody on one side"), |checks, (variant, n)| {
            let what = format!("a common improvement exists, ideal points N(0.5, 1), n = {n}: F^n + (1−F)^n");
            checks.mean(what, variant, Metric::FeasibleRate, one_side(n, normal::cdf(-0.5)))
        })
        .done()
}

fn random_proposals() -> Vec<Check> {
    let source = "derived: everybody beyond the bisector of text and status quo, ∫ over texts";
    [("three", 3), ("six", 6)]
        .into_iter()
        .fold(Checks::of(setting!("random-proposal"), source), |checks, (variant, n)| {
            let what = format!("a random text is adopted, all uniform, n = {n}: 2^(1−n) (1−2^−(n+1))/(n+1)");
            checks.mean(what, variant, Metric::PassRate, random_proposal(n))
        })
        .done()
}
