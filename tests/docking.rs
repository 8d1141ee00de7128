//! The values of an independent program, written from the same description of the model, on the docking scenario.

use std::sync::atomic::AtomicBool;

use winset::experiment::{self, Case, Metric, Plan, Scope, Watch};
use winset::scenario::{self, Options};

use crate::shipped;

/// Variant, metric, and the other program's estimate and standard error from 1,600,000 proposals a variant.
const EXPECTED: [(usize, Metric, f64, f64); 18] = [
    (0, Metric::PassRate, 0.604554, 0.000387),
    (0, Metric::ShareWithdrawn, 0.198054, 0.000315),
    (0, Metric::ShareDiverted, 0.116809, 0.000254),
    (0, Metric::ShareShelved, 0.080583, 0.000215),
    (0, Metric::Rounds, 2.438047, 0.001466),
    (0, Metric::Dilution, 0.309299, 0.000298),
    (1, Metric::PassRate, 0.517144, 0.000395),
    (1, Metric::ShareWithdrawn, 0.241085, 0.000338),
    (1, Metric::ShareDiverted, 0.104866, 0.000242),
    (1, Metric::ShareShelved, 0.136905, 0.000272),
    (1, Metric::Rounds, 2.630138, 0.001654),
    (1, Metric::Dilution, 0.334393, 0.000321),
    (2, Metric::PassRate, 0.595951, 0.000388),
    (2, Metric::ShareWithdrawn, 0.210369, 0.000322),
    (2, Metric::ShareDiverted, 0.092476, 0.000229),
    (2, Metric::ShareShelved, 0.101204, 0.000238),
    (2, Metric::Rounds, 1.903074, 0.000729),
    (2, Metric::Dilution, 0.329155, 0.000311),
];

#[test]
fn two_programs_agree_within_monte_carlo_error() {
    let scenario = scenario::load(&shipped("docking-basic.toml"), &Options::default()).expect("a sound scenario");
    let cases: Vec<Case> =
        scenario.variants.iter().map(|v| Case { id: &v.id, label: &v.label, model: &v.model }).collect();
    let plan = Plan { seed: scenario.run.seed, replications: scenario.run.replications, examine: false };
    let watch = Watch { stop: &AtomicBool::new(false), done: &|| {} };
    let results = experiment::run(&scenario.title, &cases, plan, &watch).expect("nobody interrupts");
    for (variant, metric, expected, error) in EXPECTED {
        let own = results.summary(variant, Scope::All, metric).expect("an estimate");
        let z = (own.value - expected) / error.hypot(own.std_error.expect("an error"));
        assert!(
            z.abs() < 4.0,
            "{} {}: {} against {expected}, z = {z:.2}",
            results.variants[variant].id,
            metric.name(),
            own.value
        );
    }
}
