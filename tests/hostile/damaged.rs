//! Scenarios that were cut off or damaged on the way.

use super::read;

const DOCKING: &str = include_str!("../../scenarios/docking-basic.toml");

/// A small deterministic generator (Knuth's MMIX constants), so that every run tries the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

fn read_bytes(bytes: &[u8]) {
    let _ = read(&String::from_utf8_lossy(bytes), &[]);
}

#[test]
fn a_scenario_may_be_cut_off_anywhere() {
    (0..DOCKING.len()).for_each(|end| read_bytes(&DOCKING.as_bytes()[..end]));
}

#[test]
fn a_scenario_may_begin_anywhere() {
    (0..DOCKING.len()).step_by(7).for_each(|start| read_bytes(&DOCKING.as_bytes()[start..]));
}

#[test]
fn bits_may_flip() {
    let mut dice = Dice(1);
    for _ in 0..1_500 {
        let mut bytes = DOCKING.as_bytes().to_vec();
        for _ in 0..=dice.below(8) {
            let place = dice.below(bytes.len());
            bytes[place] ^= 1 << dice.below(8);
        }
        read_bytes(&bytes);
    }
}

#[test]
fn lines_may_be_lost_doubled_or_swapped() {
    let mut dice = Dice(2);
    for _ in 0..500 {
        let mut lines: Vec<&str> = DOCKING.lines().collect();
        for _ in 0..=dice.below(4) {
            let (a, b) = (dice.below(lines.len()), dice.below(lines.len()));
            match dice.below(3) {
                0 => drop(lines.remove(a)),
                1 => lines.insert(b, lines[a]),
                _ => lines.swap(a, b),
            }
        }
        read_bytes(lines.join("\n").as_bytes());
    }
}
