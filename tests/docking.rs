//! The values of an independent program on the docking scenario, in as many worlds as that scenario asks for.

use std::sync::atomic::AtomicBool;

use winset::experiment::Watch;
use winset::verification::{checks, run};

#[test]
fn two_programs_agree_within_monte_carlo_error() {
    let docking: Vec<_> = checks().into_iter().filter(|check| check.setting.id == "docking-basic").collect();
    assert_eq!(docking.len(), 18);
    let rows = run(&docking, 1, &Watch { stop: &AtomicBool::new(false), done: &|| {} }).expect("a sound scenario");
    for row in rows {
        assert!(row.z.is_some_and(|z| z.abs() < 4.0), "{}: {:?}", row.check.id, row.z);
    }
}
