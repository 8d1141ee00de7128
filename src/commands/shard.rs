//! A part of a run's worlds, so that several machines can share a run.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::CommandError;
use super::checkpoint::Checkpoint;
use super::folder::{OfScenario, PORTION, ResultFolder, SCENARIO, manifest_of, sha256};
use super::output;
use super::run::{RunOptions, go_on};
use crate::experiment::{self, Portion};
use crate::scenario::{Scenario, shown_path};

/// One of so many parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: u64,
    of: u64,
}

impl FromStr for Shard {
    type Err = String;

    /// `3/8`.
    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((number, of)) if (1..=of).contains(&number) && of <= Shard::MOST => Ok(Shard { number, of }),
            _ => Err(format!("such as 3/8, the third of eight; from 1/N to N/N, N at most {}", Shard::MOST)),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl Shard {
    /// Parts at most.
    pub const MOST: u64 = 100_000;

    /// The part with that number.
    pub(super) fn new(number: u64, of: u64) -> Self {
        Shard { number, of }
    }

    /// Whether the folder holds this part of the scenario's run, whole.
    pub(super) fn is_done(self, folder: &Path, scenario: &Scenario) -> bool {
        folder.exists() && holds(folder, &self.about(scenario))
    }

    fn about(self, scenario: &Scenario) -> OfShard {
        OfShard { scenario: OfScenario::new(scenario), shard: self.to_string() }
    }

    /// Whether what stands at that place, counted from 0, is its: places are dealt out in turn.
    pub(super) fn takes(self, place: u64) -> bool {
        place % self.of == self.number - 1
    }

    /// Its chunks of so many worlds.
    pub(super) fn chunks(self, replications: u64) -> Range<u64> {
        experiment::shard(self.number, self.of, replications)
    }

    /// What the name of its folder ends with.
    pub(super) fn suffix(self) -> String {
        format!("-{}-of-{}", self.number, self.of)
    }
}

/// What the manifest of a part says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct OfShard {
    #[serde(flatten)]
    pub(super) scenario: OfScenario,
    /// Which part of how many.
    pub(super) shard: String,
}

/// A part that was run.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) folder: PathBuf,
    pub(super) winset: String,
    pub(super) about: OfShard,
    pub(super) shard: Shard,
    /// The scenario's text as it ran.
    pub(super) text: String,
    /// SHA-256 of the other files, by name.
    files: BTreeMap<String, String>,
}

/// Runs a part of the worlds into its folder. One that is there already is left as it is.
///
/// # Errors
/// As [`run`](super::run()).
pub(super) fn run(options: &RunOptions, shard: Shard) -> Result<(), CommandError> {
    let started = Instant::now();
    let (_, scenario) = options.read()?;
    let about = shard.about(&scenario);
    let out = options.folder();
    if holds(&out, &about) {
        if !options.quiet {
            output::tell(&format!("`{}` holds part {shard} of this run already\n", shown_path(&out)));
        }
        return Ok(());
    }
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    let chunks = shard.chunks(scenario.run.replications);
    let (portion, checkpoint) = match options.checkpoint {
        Some(seconds) => {
            let mut begun = Checkpoint::begin(&out, &scenario, chunks, seconds, options)?;
            (begun.simulate(&scenario, options)?, Some(begun))
        }
        None => {
            let mut portion = Portion::new(chunks.start);
            go_on(&scenario, options, &mut portion, chunks.end, &mut |_| {})??;
            (portion, None)
        }
    };
    let mut files =
        vec![(SCENARIO.to_owned(), scenario.resolved.clone().into_bytes()), (PORTION.to_owned(), portion.to_bytes())];
    files.push(folder.manifest(&about, &files, started)?);
    let written = folder.write(&files).map_err(CommandError::from);
    match checkpoint {
        Some(checkpoint) => checkpoint.end(written, &scenario)?,
        None => written?,
    }
    if !options.quiet {
        let worlds = worlds(&portion, scenario.run.replications);
        output::tell(&format!("wrote {}: {worlds}; winset merge joins all parts\n", shown_path(&out)));
    }
    Ok(())
}

/// Whether the folder holds that part, whole.
fn holds(out: &Path, about: &OfShard) -> bool {
    let is_it = |part: &Part| part.about == *about && part.winset == env!("CARGO_PKG_VERSION");
    Part::read(out).is_ok_and(|part| is_it(&part) && part.portion().is_ok())
}

/// Which worlds a portion holds, counted from 1.
fn worlds(portion: &Portion, replications: u64) -> String {
    let worlds = experiment::worlds(&portion.chunks(), replications);
    match worlds.end - worlds.start {
        0 => "no worlds".to_owned(),
        _ => format!("worlds {} to {} of {replications}", worlds.start + 1, worlds.end),
    }
}

impl Part {
    /// Reads the folder of a part, but for what was counted in it.
    ///
    /// # Errors
    /// If it is not there, which may be otherwise later; or is none, or damaged.
    pub(super) fn read(folder: &Path) -> Result<Self, CommandError> {
        if !folder.exists() {
            return Err(CommandError::NotYet(format!("`{}` is not there (yet)", shown_path(folder))));
        }
        let manifest = manifest_of::<OfShard>(folder).map_err(|why| no_part(folder, why))?;
        let shard = manifest.about.shard.parse();
        let part = Part {
            folder: folder.to_owned(),
            shard: shard.map_err(|_| no_part(folder, "its manifest.json does not say which part it is".to_owned()))?,
            winset: manifest.winset,
            about: manifest.about,
            text: String::new(),
            files: manifest.files,
        };
        let text = String::from_utf8_lossy(&part.file(SCENARIO)?).into_owned();
        Ok(Part { text, ..part })
    }

    /// What was counted in it.
    ///
    /// # Errors
    /// If it is damaged.
    pub(super) fn portion(&self) -> Result<Portion, CommandError> {
        Portion::from_bytes(&self.file(PORTION)?).map_err(|error| no_part(&self.folder, format!("{PORTION}: {error}")))
    }

    /// One of its files, as the manifest names it.
    fn file(&self, name: &str) -> Result<Vec<u8>, CommandError> {
        let bytes = fs::read(self.folder.join(name));
        let bytes = bytes.map_err(|error| no_part(&self.folder, format!("{name}: {error}")))?;
        if self.files.get(name).is_some_and(|hash| *hash == sha256(&bytes)) {
            return Ok(bytes);
        }
        Err(no_part(&self.folder, format!("{name} is not the file that manifest.json names; run that part again")))
    }
}

/// That a folder cannot be used as a part.
pub(super) fn no_part(folder: &Path, why: String) -> CommandError {
    CommandError::Files(format!("`{}` is no part of a run: {why}", shown_path(folder)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_several() {
        assert_eq!("3/8".parse(), Ok(Shard { number: 3, of: 8 }));
        assert_eq!("3/8".parse::<Shard>().unwrap().to_string(), "3/8");
        for wrong in ["0/8", "9/8", "1/0", "1", "a/b", "1/100001", "-1/3", "1/2/3", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
