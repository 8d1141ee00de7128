//! Counts, and the file that keeps them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::process::Command;

use serde::{Deserialize, Serialize};

/// How far a count may be from the one that is kept.
pub const TOLERANCE: f64 = 0.1;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/counts.toml");

/// Instructions by case, and the compiler that made the program.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    compiler: String,
    instructions: BTreeMap<String, u64>,
}

impl Counts {
    /// What was counted just now.
    pub fn of<'a>(cases: impl Iterator<Item = Result<(&'a str, u64), Box<dyn Error>>>) -> Result<Self, Box<dyn Error>> {
        let instructions =
            cases.map(|case| case.map(|(name, count)| (name.to_owned(), count))).collect::<Result<_, _>>()?;
        let rustc = Command::new("rustc").arg("--version").output()?;
        Ok(Self { compiler: String::from_utf8(rustc.stdout)?.trim().to_owned(), instructions })
    }

    /// What is kept.
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let text = fs::read_to_string(FILE).map_err(|error| format!("{FILE}: {error}"))?;
        toml::from_str(&text).map_err(|error| format!("{FILE}: {error}").into())
    }

    /// Keeps these.
    pub fn write(&self) -> Result<(), Box<dyn Error>> {
        let text = format!("# Made by `cargo run --release -p instructions -- --renew`.\n{self}");
        fs::write(FILE, text).map_err(|error| format!("{FILE}: {error}").into())
    }

    /// Prints each count beside the one that is `known`, and returns those that are too far from it, or not known.
    pub fn beside(&self, known: &Self) -> Vec<String> {
        if self.compiler != known.compiler {
            println!("counts.toml is of {}, this is {}", known.compiler, self.compiler);
        }
        let mut moved = Vec::new();
        for (name, &count) in &self.instructions {
            let known = known.instructions.get(name);
            let told = known
                .map_or("new".to_owned(), |&known| format!("{:+.1} %", (count as f64 / known as f64 - 1.0) * 100.0));
            println!("{name:12} {count:>13}  {told}");
            if known.is_none_or(|&known| count.abs_diff(known) as f64 > TOLERANCE * known as f64) {
                moved.push(format!("{name} ({told})"));
            }
        }
        moved
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&toml::to_string(self).map_err(|_| fmt::Error)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(instructions: &[(&str, u64)]) -> Counts {
        Counts::of(instructions.iter().map(|&case| Ok(case))).expect("a compiler")
    }

    #[test]
    fn a_tenth_is_let_pass_and_more_is_told_in_either_direction() {
        let known = counts(&[("more", 1000), ("much", 1000), ("less", 1000), ("same", 1000)]);
        let found = counts(&[("more", 1100), ("much", 1101), ("less", 899), ("same", 1000), ("other", 7)]);
        assert_eq!(found.beside(&known), ["less (-10.1 %)", "much (+10.1 %)", "other (new)"]);
    }

    #[test]
    fn what_is_kept_is_read_back() {
        let counts = counts(&[("a", 1), ("b", u64::from(u32::MAX) * 2)]);
        let back: Counts = toml::from_str(&counts.to_string()).expect("its own text");
        assert_eq!((back.compiler, back.instructions), (counts.compiler, counts.instructions));
    }
}
