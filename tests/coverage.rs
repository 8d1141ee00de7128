//! Statistics that cover: 95 % intervals contain the truth, known in closed form, in 93–97 % of many small studies.

use rayon::prelude::*;
use winset::experiment::{Estimate, Metric, Results, Scope};
use winset::model::Model;

use crate::studies::{fixed_text, reduced, results};

const STUDIES: u64 = 2000;
const REPLICATIONS: u64 = 40;

/// A member of `fixed_text` has x ~ N(0, .3² + .4²) and objects to the text 1 where 2x − 1 < −tolerance: with this
/// tolerance where x < −.5 z, so that it lets the text pass with probability Φ(z).
fn tolerance(z: f64) -> f64 {
    1.0 + z
}

fn share_of_studies(covers: impl Fn(u64) -> bool + Sync) -> f64 {
    let covered = (0..STUDIES).into_par_iter().filter(|&seed| covers(seed)).count();
    covered as f64 / STUDIES as f64
}

fn covers(estimate: &Estimate, truth: f64) -> bool {
    estimate.interval.is_some_and(|(low, high)| low <= truth && truth <= high)
}

fn assert_covered(models: &[&Model], truth: f64, estimate: fn(&Results) -> &Estimate) {
    let share = share_of_studies(|seed| covers(estimate(&results(models, seed, REPLICATIONS)), truth));
    assert!((0.93..=0.97).contains(&share), "{truth} is covered in {share} of the studies");
}

#[test]
fn intervals_of_the_pass_rate_cover_the_truth() {
    // Φ(0.841621) = 0.8, Φ(1.281552) = 0.9; independent members, but proposals of one world share ideal points.
    for (members, z, truth) in
        [(3, 0.841_621_2, 0.8f64.powi(3)), (5, 0.841_621_2, 0.8f64.powi(5)), (2, 1.281_551_6, 0.81)]
    {
        let model = fixed_text(members, tolerance(z));
        assert_covered(&[&model], truth, |r| r.summary(0, Scope::All, Metric::PassRate).unwrap());
    }
}

#[test]
fn intervals_of_the_paired_difference_cover_the_truth() {
    let enlarged = fixed_text(5, tolerance(0.841_621_2));
    let founders = reduced(&enlarged, |member| member < 3);
    let truth = 0.8f64.powi(5) - 0.8f64.powi(3);
    assert_covered(&[&founders, &enlarged], truth, |r| r.difference(1, Scope::All, Metric::PassRate).unwrap());
}
