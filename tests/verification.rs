//! The checks of `winset verify`, in fewer worlds; and that they would notice.

use std::sync::atomic::AtomicBool;

use assert_cmd::Command;
use winset::experiment::Watch;
use winset::verification::{Check, Expected, Quantity, Row, checks, run};

/// One in so many of the worlds that `winset verify` simulates.
const ONE_IN: u64 = 20;

fn rows(checks: &[Check]) -> Vec<Row> {
    let stop = AtomicBool::new(false);
    run(checks, ONE_IN, &Watch { stop: &stop, done: &|| {} }).expect("built-in scenarios are sound")
}

/// The Lisbon count takes seconds and is a test of `power` already.
fn quick() -> Vec<Check> {
    let slow = |check: &Check| check.quantity == Quantity::Power("all", "winning") && check.setting.id == "eu27-lisbon";
    checks().into_iter().filter(|check| !slow(check)).collect()
}

#[test]
fn the_engine_agrees_with_what_is_known() {
    let rows = rows(&quick());
    let failed: Vec<_> = rows.iter().filter(|row| !row.holds).map(|row| (&row.check.id, row.estimate, row.z)).collect();
    assert!(failed.is_empty(), "{failed:?}");
    // As many are off by more than two standard errors as chance makes it, though not independently.
    let z: Vec<f64> = rows.iter().filter_map(|row| row.z).collect();
    let far = z.iter().filter(|z| z.abs() > 2.0).count();
    assert!(far < z.len() / 8, "{far} of {}", z.len());
}

#[test]
fn an_expectation_that_is_wrong_does_not_hold() {
    for setting in ["two-members", "shocks", "docking-basic", "eec-1958"] {
        let wrong = quick().into_iter().filter(|check| check.setting.id == setting).map(|check| {
            let off = check.expected.value() + 0.15;
            Check {
                expected: match check.expected {
                    Expected::Mean(_) => Expected::Mean(off),
                    Expected::Estimate(_, error) => Expected::Estimate(off, error),
                    Expected::Exactly(_) => Expected::Exactly(off),
                },
                ..check
            }
        });
        for row in rows(&wrong.collect::<Vec<_>>()) {
            // 11 a year are adopted, give or take: 0.15 are too few to notice in so few worlds.
            assert!(!row.holds || row.check.expected.value() > 10.0, "{}", row.check.id);
        }
    }
}

#[test]
fn the_command_says_what_it_checks_shows_how_and_exits_by_the_result() {
    let winset = || Command::cargo_bin("winset").expect("the binary");
    let listed = winset().args(["verify", "--list"]).assert().success();
    let listed = String::from_utf8_lossy(&listed.get_output().stdout).into_owned();
    assert!(checks().iter().all(|check| listed.contains(&check.id)));
    let shown = winset().args(["verify", "--show", "two-members/concede/rounds"]).assert().success();
    assert_eq!(String::from_utf8_lossy(&shown.get_output().stdout), shown_text("two-members"));
    winset().args(["verify", "two-members", "queue", "--format", "csv"]).assert().success();
    winset().args(["verify", "nothing-of-that-name"]).assert().code(2);
}

fn shown_text(setting: &str) -> &'static str {
    checks().iter().find(|check| check.setting.id == setting).map_or("", |check| check.setting.toml)
}

#[test]
fn the_page_on_validation_has_a_row_for_every_check() {
    let page = include_str!("../docs/validation.md");
    let missing: Vec<_> = checks().into_iter().map(|check| check.id).filter(|id| !page.contains(id)).collect();
    assert!(missing.is_empty(), "run the command that the page names: {missing:?}");
}
