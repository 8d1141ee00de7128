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
        fund(),
    ]
    .concat()
}

const FUND: Setting = Setting { id: "fund-189", toml: include_str!("../../../scenarios/power/fund-189.toml") };

/// What is adopted once in 685 million times. Its members' swings over its winning coalitions.
fn fund() -> Vec<Check> {
    let prevent = |checks: Checks, scope, member: &str, expected| {
        let what = format!("189 members under 85 %: power to prevent of {member}");
        checks.expect(what, "special", Quantity::Power(scope, "prevent"), Expected::Exactly(expected))
    };
    let winning = "189 members under 85 % of the votes: winning coalitions of 2^189";
    let winning_coalitions = Expected::Exactly(1.145_233_691_642_208_2e48);
    let checks = Checks::of(FUND, "another program, in whole numbers of any length").expect(
        winning,
        "special",
        Quantity::Power("all", "winning"),
        winning_coalitions,
    );
    let checks = prevent(checks, "member:m002", "the second member", 0.999_999_305_922_828_2);
    let checks = prevent(checks, "member:m011", "the 11th", 0.884_650_176_653_979);
    let checks = prevent(checks, "member:m101", "the 101st", 0.172_663_461_929_031_93);
    prevent(checks, "member:m189", "the last one", 0.127_641_920_696_323_77).done()
}

fn game(setting: Setting, source: &'static str, name: &str, winning: f64, members: u32) -> Vec<Check> {
    let act = winning / f64::from(1 << members);
    Checks::of(setting, source)
        .expect(
            format!("{name}: winning coalitions of 2^{members}"),
            "baseline",
            Quantity::Power("all", "winning"),
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
