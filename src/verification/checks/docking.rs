//! Docking (Axtell, Axelrod, Epstein & Cohen 1996): another program, written independently from the same description of the
//! model, on the same scenario.

use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};

const SOURCE: &str = "a second program, written independently; 2 million proposals a variant";

/// The scenario that ships with the program.
const SETTING: Setting = Setting { id: "docking-basic", toml: include_str!("../../../scenarios/docking-basic.toml") };

/// A metric of all proposals, what the other program found, and its standard error.
type Found = (Metric, f64, f64);

/// By variant.
#[rustfmt::skip]
const FOUND: [(&str, [Found; 6]); 3] = [
    ("before", [
        (Metric::PassRate, 0.604425, 0.000343),
        (Metric::ShareWithdrawn, 0.198129, 0.000279),
        (Metric::ShareDiverted, 0.116777, 0.000224),
        (Metric::ShareShelved, 0.080669, 0.000191),
        (Metric::Rounds, 2.440963, 0.001302),
        (Metric::Dilution, 0.340351, 0.000358),
    ]),
    ("after", [
        (Metric::PassRate, 0.517453, 0.000350),
        (Metric::ShareWithdrawn, 0.241178, 0.000298),
        (Metric::ShareDiverted, 0.105114, 0.000214),
        (Metric::ShareShelved, 0.136255, 0.000240),
        (Metric::Rounds, 2.629104, 0.001450),
        (Metric::Dilution, 0.364141, 0.000378),
    ]),
    ("after-mediated", [
        (Metric::PassRate, 0.596229, 0.000344),
        (Metric::ShareWithdrawn, 0.210329, 0.000285),
        (Metric::ShareDiverted, 0.092406, 0.000203),
        (Metric::ShareShelved, 0.101035, 0.000212),
        (Metric::Rounds, 1.903963, 0.000642),
        (Metric::Dilution, 0.361111, 0.000389),
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
