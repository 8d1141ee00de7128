//! What must make no difference: units of measurement, and members whom nothing concerns.

use super::setting;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};

pub(super) fn checks() -> Vec<Check> {
    [other_units(setting!("other-units")), other_units(setting!("other-units-linear")), no_stake()].concat()
}

const ENDINGS: [(Metric, &str); 4] = [
    (Metric::PassRate, "adopted"),
    (Metric::StallRate, "stalls"),
    (Metric::ShareWithdrawn, "withdrawn"),
    (Metric::FeasibleRate, "feasible"),
];

fn other_units(setting: Setting) -> Vec<Check> {
    let mut checks = Checks::of(setting, "definition: a scenario has no unit of length");
    for (variant, unit) in [("millionths", "a millionth"), ("millions", "a million")] {
        for (metric, name) in ENDINGS {
            let what = format!("{name} with {unit} for the unit of length, minus before: nothing");
            checks = checks.expect(what, variant, Quantity::Difference(metric), Expected::Exactly(0.0));
        }
    }
    checks.done()
}

fn no_stake() -> Vec<Check> {
    let mut checks = Checks::of(setting!("no-stake"), "definition: whom nothing concerns acquiesces");
    for (metric, name) in ENDINGS {
        let what = format!("{name} by unanimity with an indifferent seventh, minus before: nothing");
        checks = checks.expect(what, "seven", Quantity::Difference(metric), Expected::Exactly(0.0));
    }
    checks.done()
}
