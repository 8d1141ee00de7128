//! Coleman's power of the collectivity to act: counted from the rule, and met by the engine when all coalitions are equally
//! likely.

use super::setting;
use crate::experiment::Metric;
use crate::verification::check::{Check, Checks, Expected, Quantity, Setting};

pub(super) fn checks() -> Vec<Check> {
    let eec = "Baldwin & Widgrén 2003, CEPS Policy Brief 37 (21.9 %)";
    let council = "Brams 1975; Felsenthal & Machover 1998";
    let lisbon = "Baldwin & Widgrén 2003 (12.9 %); count by full enumeration";
    [
        game(setting!("eec-1958"), eec, "EEC 1958", 14.0, 6),
        game(setting!("security-council"), council, "Security Council", 848.0, 15),
        game(setting!("eu27-lisbon"), lisbon, "EU27 under Lisbon", 17_278_571.0, 27),
    ]
    .concat()
}

fn game(setting: Setting, source: &'static str, name: &str, winning: f64, members: u32) -> Vec<Check> {
    let act = winning / f64::from(1 << members);
    Checks::of(setting, source)
        .expect(
            format!("{name}: winning coalitions of 2^{members}"),
            "baseline",
            Quantity::WinningCoalitions,
            Expected::Exactly(winning),
        )
        .mean(
            format!("{name}: adopted if yes and no are equally likely: {winning}/2^{members}"),
            "baseline",
            Metric::PassRate,
            act,
        )
        .done()
}
