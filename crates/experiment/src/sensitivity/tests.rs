//! The estimators against functions whose indices are known.

use std::f64::consts::PI;

use super::ranks::Ranks;
use super::*;
use crate::design::{LEVELS, Point, Saltelli, latin_hypercube, saltelli, trajectories};
use crate::stats::Level;

/// sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on (−π, π)³, a = 7, b = 0.1 (Ishigami & Homma 1990).
fn ishigami(point: &Point) -> f64 {
    let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    let sine = libm::sin(x[1]);
    libm::sin(x[0]) * (1.0 + 0.1 * libm::pow(x[2], 4.0)) + 7.0 * sine * sine
}

/// Its first and total indices, in closed form.
fn of_ishigami() -> [(f64, f64); 3] {
    let (a, b) = (7.0_f64, 0.1_f64);
    let one = (1.0 + b * PI.powi(4) / 5.0).powi(2) / 2.0;
    let two = a * a / 8.0;
    let together = b * b * PI.powi(8) * 8.0 / 225.0;
    let all = one + two + together;
    [(one / all, (one + together) / all), (two / all, two / all), (0.0, together / all)]
}

const G: [f64; 6] = [0.0, 0.5, 3.0, 9.0, 99.0, 99.0];

/// Π (|4x − 2| + a) / (1 + a) (Saltelli & Sobol 1995).
fn g(point: &Point) -> f64 {
    point.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

fn of_g() -> Vec<(f64, f64)> {
    let parts = G.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let all = parts.iter().map(|part| 1.0 + part).product::<f64>() - 1.0;
    let others = |i: usize| (0..G.len()).filter(|j| *j != i).map(|j| 1.0 + parts[j]).product::<f64>();
    (0..G.len()).map(|i| (parts[i] / all, parts[i] * others(i) / all)).collect()
}

fn sobol_of(function: fn(&Point) -> f64, dimensions: usize, base: usize, seed: u64) -> Vec<Indices> {
    let Saltelli { points, .. } = saltelli(base, dimensions, seed).unwrap();
    let results: Vec<Option<f64>> = points.iter().map(|point| Some(function(point))).collect();
    indices(&results, dimensions, Level::default(), seed).unwrap()
}

#[test]
fn the_indices_of_ishigami_and_of_sobols_g_are_met() {
    // Published: S = .3139, .4424, 0; ST = .5576, .4424, .2437 (Saltelli et al. 2008, Global Sensitivity Analysis).
    let known = of_ishigami();
    let published = [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)];
    for (a, b) in known.iter().zip(published) {
        assert!((a.0 - b.0).abs() < 5e-5 && (a.1 - b.1).abs() < 5e-5);
    }
    for (function, known) in [(ishigami as fn(&Point) -> f64, known.to_vec()), (g, of_g())] {
        let found = sobol_of(function, known.len(), 4096, 3);
        for (found, (first, total)) in found.iter().zip(known) {
            assert!((found.first.value - first).abs() < 0.01, "{} for {first}", found.first.value);
            assert!((found.total.value - total).abs() < 0.01, "{} for {total}", found.total.value);
        }
    }
}

#[test]
fn intervals_of_indices_hold_what_is_known() {
    for (function, known) in [(ishigami as fn(&Point) -> f64, of_ishigami().to_vec()), (g, of_g())] {
        let (mut held, mut all) = (0, 0);
        for seed in 0..20 {
            for (found, (first, total)) in sobol_of(function, known.len(), 256, seed).iter().zip(&known) {
                for (found, truth) in [(found.first, *first), (found.total, *total)] {
                    let (low, high) = found.interval.unwrap();
                    held += usize::from(low <= truth && truth <= high);
                    all += 1;
                }
                assert!(found.first.interval.unwrap().1 - found.first.interval.unwrap().0 < 0.8);
            }
        }
        assert!(held * 100 >= 90 * all, "{held} of {all}");
    }
}

#[test]
fn what_does_not_vary_or_is_undefined_has_no_indices() {
    let level = Level::default();
    assert_eq!(indices(&[Some(0.7); 40], 2, level, 1), None);
    assert_eq!(indices(&[], 2, level, 1), None);
    let Saltelli { points, .. } = saltelli(512, 3, 1).unwrap();
    let mut results: Vec<Option<f64>> = points.iter().map(|point| Some(ishigami(point))).collect();
    results[7] = None;
    let found = indices(&results, 3, level, 1).unwrap();
    assert!(found.iter().all(|indices| indices.base == 511));
}

fn effects_of(function: impl Fn(&Point) -> f64, dimensions: usize, number: usize) -> Vec<Effects> {
    let ways = trajectories(number, dimensions, LEVELS, 5);
    let results: Vec<Vec<Option<f64>>> =
        ways.iter().map(|way| way.points.iter().map(|point| Some(function(point))).collect()).collect();
    effects(&ways, &results, Level::default(), 5).into_iter().map(Option::unwrap).collect()
}

#[test]
fn elementary_effects_of_a_plane_are_its_slopes() {
    let found = effects_of(|x| 3.0 * x[0] - 2.0 * x[1] + 0.5, 3, 10);
    for (effects, slope) in found.iter().zip([3.0_f64, -2.0, 0.0]) {
        assert!((effects.mean.value - slope).abs() < 1e-12 && (effects.magnitude.value - slope.abs()).abs() < 1e-12);
        assert!(effects.deviation.unwrap() < 1e-12 && effects.trajectories == 10);
    }
}

#[test]
fn elementary_effects_of_a_product_depend_on_the_other_coordinate() {
    // (x − ½)(y − ½) on the levels 0, ⅓, ⅔, 1: the effect of x is y − ½, which is −½, −⅙, ⅙ or ½.
    let found = effects_of(|x| (x[0] - 0.5) * (x[1] - 0.5), 2, 4000);
    for effects in found {
        assert!(effects.mean.value.abs() < 0.03, "{}", effects.mean.value);
        assert!((effects.magnitude.value - 1.0 / 3.0).abs() < 0.015, "{}", effects.magnitude.value);
        assert!((effects.deviation.unwrap() - (5.0 / 36.0_f64).sqrt()).abs() < 0.015);
        let (low, high) = effects.magnitude.interval.unwrap();
        assert!(low < 1.0 / 3.0 && 1.0 / 3.0 < high && high - low < 0.03);
    }
}

#[test]
fn a_move_with_an_undefined_end_is_left_out() {
    let ways = trajectories(2, 1, LEVELS, 1);
    let results = vec![vec![Some(1.0), None], vec![Some(1.0), Some(2.0)]];
    let found = effects(&ways, &results, Level::default(), 1);
    assert_eq!(found[0].unwrap().trajectories, 1);
    assert_eq!(found[0].unwrap().deviation, None);
    assert_eq!(effects(&ways, &vec![vec![None, None]; 2], Level::default(), 1), [None]);
}

fn ranked(columns: &[&[f64]], result: &[f64]) -> Vec<Correlation> {
    let points: Vec<Vec<f64>> =
        (0..result.len()).map(|point| columns.iter().map(|column| column[point]).collect()).collect();
    let points: Vec<&[f64]> = points.iter().map(Vec::as_slice).collect();
    Ranks::new(&points, Level::default(), 1).unwrap().correlations(result).unwrap()
}

#[test]
fn rank_correlations_are_those_of_the_textbook() {
    // 1 − 6 Σd² / (n (n² − 1)), and with ties Pearson's of the ranks 0, 1½, 1½, 3.
    let x = [1.0, 20.0, 21.0, 22.0, 500.0];
    let found = ranked(&[&x], &[2.0, 1.0, 4.0, 3.0, 5.0]);
    assert!((found[0].spearman.value - 0.8).abs() < 1e-12);
    let found = ranked(&[&[1.0, 2.0, 3.0, 4.0]], &[1.0, 2.0, 2.0, 3.0]);
    assert!((found[0].spearman.value - 4.5 / 22.5_f64.sqrt()).abs() < 1e-12);
}

#[test]
fn partial_correlations_are_those_of_the_formula_for_three() {
    let design = latin_hypercube(60, 2, 9);
    let first: Vec<f64> = design.iter().map(|point| point[0]).collect();
    let second: Vec<f64> = design.iter().map(|point| 0.6 * point[0] + point[1]).collect();
    let result: Vec<f64> =
        design.iter().map(|point| point[0] - 0.4 * point[1] + 0.3 * libm::sin(40.0 * point[1])).collect();
    let found = ranked(&[&first, &second], &result);
    let between = ranked(&[&first], &second)[0].spearman.value;
    let [one, two] = [found[0].spearman.value, found[1].spearman.value];
    let expected = (one - two * between) / ((1.0 - two * two) * (1.0 - between * between)).sqrt();
    assert!((found[0].partial.unwrap().value - expected).abs() < 1e-9);
    let (low, high) = found[0].spearman.interval.unwrap();
    assert!(low < one && one < high && high - low < 0.6);
}

#[test]
fn coordinates_that_say_the_same_have_no_partial_correlation() {
    let x: Vec<f64> = (0..20).map(f64::from).collect();
    let y: Vec<f64> = x.iter().map(|x| x * x).collect();
    let result: Vec<f64> = (0..20).map(|i| f64::from(i * 7 % 20)).collect();
    assert!(ranked(&[&x, &y], &result).iter().all(|of| of.partial.is_none() && of.spearman.value.is_finite()));
}

#[test]
fn intervals_of_correlations_hold_what_is_known() {
    // The rank correlation of x with x + y, both uniform: that of a triangle, 0.6 + 0.1 = 0.7.
    let truth = {
        let design = latin_hypercube(20_000, 2, 4);
        let (x, sum): (Vec<f64>, Vec<f64>) = design.iter().map(|point| (point[0], point[0] + point[1])).unzip();
        let rank = |values: &[f64]| {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
            let mut ranks = vec![0.0; values.len()];
            (0..values.len()).for_each(|place| ranks[order[place]] = place as f64);
            ranks
        };
        let (a, b, n) = (rank(&x), rank(&sum), 20_000.0_f64);
        1.0 - 6.0 * a.iter().zip(&b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>() / (n * (n * n - 1.0))
    };
    let mut held = 0;
    for seed in 0..40 {
        let design = latin_hypercube(100, 2, 100 + seed);
        let (x, sum): (Vec<f64>, Vec<f64>) = design.iter().map(|point| (point[0], point[0] + point[1])).unzip();
        let (low, high) = ranked(&[&x], &sum)[0].spearman.interval.unwrap();
        held += usize::from(low <= truth && truth <= high);
    }
    assert!(held >= 35, "{held} of 40 for {truth}");
}

#[test]
fn bands_and_shares_are_those_worked_by_hand() {
    let band = band((0..=100).rev().map(f64::from)).unwrap();
    assert_eq!((band.least, band.q05, band.median, band.q95, band.greatest), (0.0, 5.0, 50.0, 95.0, 100.0));
    assert_eq!(super::band(std::iter::empty()), None);
    // Wilson: n / (n + z²) where it held everywhere.
    let all = holds(800, 800, Level::default()).unwrap();
    let z = 1.959_963_984_540_054_f64;
    assert!((all.interval.0 - 800.0 / (800.0 + z * z)).abs() < 1e-12 && all.interval.1 == 1.0);
    let half = holds(50, 100, Level::default()).unwrap();
    assert!((half.interval.0 - 0.403_83).abs() < 1e-4 && (half.interval.1 - 0.596_17).abs() < 1e-4);
    assert!(holds(0, 0, Level::default()).is_none());
}
