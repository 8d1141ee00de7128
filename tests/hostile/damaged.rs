//! Scenarios that were cut off or damaged on the way.

use winset::scenario::Code;

use super::read;
use crate::format::RICH;

const DOCKING: &str = include_str!("../../scenarios/docking-basic.toml");

/// A small deterministic generator (Knuth's MMIX constants), so that every run tries the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Reads a damaged text, and tells whether it is a scenario still. One that is reads back as itself; one that is not has
/// faults that all have a place in it.
fn is_read(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match read(&text, &[]) {
        Ok(scenario) => {
            assert_eq!(read(&scenario.resolved, &[]).as_ref(), Ok(&scenario), "{text}");
            true
        }
        Err(faults) => {
            let inside = |at: winset::scenario::Origin| at.start <= at.end && at.end <= text.len().max(at.start);
            assert!(faults.iter().all(|fault| fault.at.is_some_and(inside)), "{faults}");
            false
        }
    }
}

#[test]
fn a_scenario_may_be_cut_off_anywhere() {
    let areas = DOCKING.find("[areas.counter-terrorism]").expect("a heading");
    let rule = DOCKING.find("[negotiation]").expect("a heading");
    for end in 0..DOCKING.len() {
        let read = is_read(&DOCKING.as_bytes()[..end]);
        assert!(!read || end > areas, "cut off at {end} it has no area");
        let between_lines = end >= rule && DOCKING[..end].ends_with('\n');
        assert!(read || !between_lines, "cut off at {end}, after a line, it is whole");
    }
}

#[test]
fn a_scenario_that_begins_in_the_middle_is_none() {
    let space = DOCKING.find("[space]").expect("a heading");
    for start in (0..DOCKING.len()).step_by(7) {
        let line_begins = start == 0 || DOCKING[..start].ends_with('\n');
        let read = is_read(&DOCKING.as_bytes()[start..]);
        assert!(!read || start <= space, "beginning at {start} it has no space");
        assert!(read || !line_begins || start > 0, "whole, it is read");
    }
}

#[test]
fn bits_may_flip() {
    let mut dice = Dice(1);
    for text in [DOCKING, RICH] {
        let sound = with_flipped_bits(text, &mut dice);
        assert!((10..1_000).contains(&sound), "{sound} of 1500 are read: where they hit comments, texts, digits");
    }
}

/// How many of 1,500 damaged copies are read.
fn with_flipped_bits(text: &str, dice: &mut Dice) -> usize {
    let mut sound = 0;
    for _ in 0..1_500 {
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=dice.below(8) {
            let place = dice.below(bytes.len());
            bytes[place] ^= 1 << dice.below(8);
        }
        sound += usize::from(is_read(&bytes));
    }
    sound
}

#[test]
fn lines_may_be_lost_doubled_or_swapped() {
    let mut dice = Dice(2);
    let mut sound = 0;
    for round in 0..500 {
        let text = if round % 2 == 0 { DOCKING } else { RICH };
        let mut lines: Vec<&str> = text.lines().collect();
        for _ in 0..=dice.below(4) {
            let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
            match dice.below(3) {
                0 => drop(lines.remove(a)),
                1 => lines.insert(b, lines[a]),
                _ => lines.swap(a, b),
            }
        }
        sound += usize::from(is_read(lines.join("\n").as_bytes()));
    }
    assert!((20..400).contains(&sound), "{sound} of 500 are read: where they only hit defaults and comments");
}

#[test]
fn a_line_that_is_lost_is_asked_for() {
    for (lost, code) in [
        ("dimensions = [\"alignment\", \"security\"]\n", Code::MissingField),
        ("ideal = [-0.6, -0.1]\n", Code::MissingField),
        ("between = [\"india\", \"pakistan\"]\n", Code::MissingField),
        ("kind = \"consensus\"\n", Code::MissingField),
        ("[areas.economy]\n", Code::Syntax),
    ] {
        assert!(DOCKING.contains(lost), "{lost}");
        let faults = read(&DOCKING.replace(lost, ""), &[]).expect_err(lost);
        assert!(faults.codes().all(|found| found == code), "{lost}: {faults}");
    }
}
