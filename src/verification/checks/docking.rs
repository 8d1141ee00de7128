//! Docking (Axtell, Axelrod, Epstein & Cohen 1996): another program, written independently from the same description of the
//! model, on the same scenario.

use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};

const SOURCE: &str = "a second program, written independently; 1.6 million proposals a variant";

/// The scenario that ships with the program.
const SETTING: Setting = Setting { id: "docking-basic", toml: include_str!("../../../scenarios/docking-basic.toml") };

/// A metric of all proposals, what the other program found, and its standard error.
type Found = (Metric, f64, f64);

/// By variant.
#[rustfmt::skip]
const FOUND: [(&str, [Found; 6]); 3] = [
    ("before", [
        (Metric::PassRate, 0.604554, 0.000387),
        (Metric::ShareWithdrawn, 0.198054, 0.000315),
        (Metric::ShareDiverted, 0.116809, 0.000254),
        (Metric::ShareShelved, 0.080583, 0.000215),
        (Metric::Rounds, 2.438047, 0.001466),
        (Metric::Dilution, 0.309299, 0.000298),
    ]),
    ("after", [
        (Metric::PassRate, 0.517144, 0.000395),
        (Metric::ShareWithdrawn, 0.241085, 0.000338),
        (Metric::ShareDiverted, 0.104866, 0.000242),
        (Metric::ShareShelved, 0.136905, 0.000272),
        (Metric::Rounds, 2.630138, 0.001654),
        (Metric::Dilution, 0.334393, 0.000321),
    ]),
    ("after-mediated", [
        (Metric::PassRate, 0.595951, 0.000388),
        (Metric::ShareWithdrawn, 0.210369, 0.000322),
        (Metric::ShareDiverted, 0.092476, 0.000229),
        (Metric::ShareShelved, 0.101204, 0.000238),
        (Metric::Rounds, 1.903074, 0.000729),
        (Metric::Dilution, 0.329155, 0.000311),
    ]),
];

pub(super) fn checks() -> Vec<Check> {
    let mut checks = Checks::of(SETTING, SOURCE);
    for (variant, found) in FOUND {
        for (metric, value, std_error) in found {
            let what = format!("docking, {variant}: {}", metric.label().to_lowercase());
            checks =
                checks.expect(what, variant, Quantity::Summary("all", metric), Expected::Estimate(value, std_error));
        }
    }
    checks.done()
}
