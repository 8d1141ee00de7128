//! Statistics that cover: 95 % intervals contain the truth, known in closed form, in 93–97 % of many small studies, and in
//! no fewer where events are rare. The engine's own worlds; the estimators by themselves are tried more widely in the
//! crate (`experiment/tests.rs`).

use rayon::prelude::*;
use winset::engine::normal::cdf;
use winset::experiment::{Estimate, Metric, Results, Scope};
use winset::model::{Arrivals, Model};

use crate::studies::{fixed_text, reduced, results};

const STUDIES: u64 = 2000;

/// A member of `fixed_text` has x ~ N(0, .3² + .4²) and objects to the text 1 where 2x − 1 < −tolerance: with this
/// tolerance where x < −.5 z, so that it lets the text pass with probability Φ(z).
fn tolerance(z: f64) -> f64 {
    1.0 + z
}

/// Φ(0.841621) = 0.8, Φ(1.281552) = 0.9.
const Z80: f64 = 0.841_621_2;
const Z90: f64 = 1.281_551_6;

/// What is asked of a study, and what would be right.
type Question = (fn(&Results) -> Option<&Estimate>, f64);

/// How often the interval of each estimate contains its truth, of the studies that have the estimate.
fn covered(models: &[&Model], replications: u64, questions: &[Question]) -> Vec<f64> {
    let answers: Vec<Vec<Option<bool>>> = (0..STUDIES)
        .into_par_iter()
        .map(|seed| {
            let results = results(models, seed, replications);
            let contains = |&(estimate, truth): &Question| {
                let (low, high) = estimate(&results)?.interval.unwrap_or((f64::NAN, f64::NAN));
                assert!(low < high, "an interval of width 0");
                Some(low <= truth && truth <= high)
            };
            questions.iter().map(contains).collect()
        })
        .collect();
    let share = |question: usize| {
        let told: Vec<bool> = answers.iter().filter_map(|answers| answers[question]).collect();
        told.iter().filter(|&&contains| contains).count() as f64 / told.len() as f64
    };
    (0..questions.len()).map(share).collect()
}

/// Two standard errors of a coverage of 93 % in so many studies.
const CHANCE: f64 = 0.0114;

fn pass_rate(results: &Results) -> Option<&Estimate> {
    results.summary(0, Scope::All, Metric::PassRate)
}

fn adopted(results: &Results) -> Option<&Estimate> {
    results.summary(0, Scope::All, Metric::AdoptedPerYear)
}

fn pass_difference(results: &Results) -> Option<&Estimate> {
    results.difference(1, Scope::All, Metric::PassRate)
}

fn adopted_difference(results: &Results) -> Option<&Estimate> {
    results.difference(1, Scope::All, Metric::AdoptedPerYear)
}

#[test]
fn intervals_of_moderate_rates_cover_the_truth() {
    // Independent members, but proposals of one world share ideal points.
    for (members, z, truth) in [(3, Z80, 0.8f64.powi(3)), (5, Z80, 0.8f64.powi(5)), (2, Z90, 0.81)] {
        let model = fixed_text(members, tolerance(z));
        let shares = covered(&[&model], 40, &[(pass_rate, truth), (adopted, truth)]);
        assert!(shares.iter().all(|share| (0.93..=0.97).contains(share)), "{truth} is covered in {shares:?}");
    }
}

#[test]
fn intervals_of_moderate_paired_differences_cover_the_truth() {
    let enlarged = fixed_text(5, tolerance(Z80));
    let founders = reduced(&enlarged, |member| member < 3);
    let truth = 0.8f64.powi(5) - 0.8f64.powi(3);
    let shares = covered(&[&founders, &enlarged], 40, &[(pass_difference, truth), (adopted_difference, truth)]);
    assert!(shares.iter().all(|share| (0.93..=0.98).contains(share)), "{truth} is covered in {shares:?}");
}

/// A body of ten without tolerance, and of nine, asked once a world for a text just beside its status quo.
#[test]
fn what_is_adopted_once_in_a_thousand_times_is_covered() {
    let mut ten = fixed_text(10, 0.0);
    ten.agenda.arrivals = Arrivals::Fixed;
    (ten.agenda.sessions, ten.agenda.years) = (1, 1.0);
    ten.secretariat.as_mut().unwrap().ideal = winset::model::SecretariatIdeal::Point(vec![1e-4]);
    let nine = reduced(&ten, |member| member < 9);
    let (p, first) = (2f64.powi(-10), 2f64.powi(-9));
    let questions: [Question; 4] =
        [(pass_rate, p), (adopted, p), (pass_difference, first - p), (adopted_difference, first - p)];
    for worlds in [20, 100] {
        let shares = covered(&[&ten, &nine], worlds, &questions);
        assert!(shares.iter().all(|&share| share >= 0.93 - CHANCE), "{shares:?} in {worlds} worlds");
    }
}

/// Ten proposals a world, all of which share the ideal points of their world: rare events come together.
#[test]
fn rare_events_that_come_together_are_covered() {
    let clustered = |z: f64, ideal_sd: f64| {
        let mut model = fixed_text(8, tolerance(z));
        model.members.iter_mut().for_each(|member| member.ideal_sd = vec![ideal_sd]);
        model.areas[0].noise = vec![(0.25 - ideal_sd * ideal_sd).sqrt()];
        (model.agenda.sessions, model.agenda.years) = (10, 10.0);
        model
    };
    for (z, ideal_sd) in [(-0.1, 0.5), (-0.1, 0.4), (0.3, 0.4), (2.5, 0.45)] {
        let model = clustered(z, ideal_sd);
        let founders = reduced(&model, |member| member < 7);
        let (p, first) = (cdf(z).powi(8), cdf(z).powi(7));
        let questions: [Question; 4] =
            [(pass_rate, p), (adopted, p), (pass_difference, first - p), (adopted_difference, first - p)];
        let shares = covered(&[&model, &founders], 60, &questions);
        assert!(shares.iter().all(|&share| share >= 0.93 - CHANCE), "{shares:?} at {z} and {ideal_sd}");
    }
}

/// Of three members one objects often, one seldom and one hardly ever.
#[test]
fn rates_of_objection_are_covered_down_to_the_rare() {
    let mut model = fixed_text(3, 0.0);
    let z = [0.3, 2.0, 3.0];
    model.members.iter_mut().zip(z).for_each(|(member, z)| member.tolerance = vec![tolerance(z)]);
    let fails = 1.0 - z.iter().map(|&z| cdf(z)).product::<f64>();
    let objects = z.map(|z| (1.0 - cdf(z)) / fails);
    let questions: [Question; 3] = [
        (|results| results.summary(0, Scope::Member(0), Metric::ObjectionRate), objects[0]),
        (|results| results.summary(0, Scope::Member(1), Metric::ObjectionRate), objects[1]),
        (|results| results.summary(0, Scope::Member(2), Metric::ObjectionRate), objects[2]),
    ];
    let shares = covered(&[&model], 100, &questions);
    assert!(shares.iter().all(|&share| share >= 0.93 - CHANCE), "{objects:?} are covered in {shares:?}");
}
