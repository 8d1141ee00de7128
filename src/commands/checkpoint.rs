//! What a run has done so far, written down beside its result, so that what breaks it off costs little.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::place::{self, PlaceError};
use super::run::{RunOptions, go_on};
use super::{CommandError, output};
use crate::experiment::{self, Portion, Study};
use crate::report::counted;
use crate::scenario::{self, Scenario, shown_path};

/// Where a run writes down what it has done.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// A folder of its own: what is written is put in its place there.
    folder: PathBuf,
    every: Duration,
    about: About,
    /// What was done before.
    portion: Portion,
}

/// What the sums are of; the first line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct About {
    winset: String,
    /// The scenario as it runs.
    scenario: String,
}

const FILE: &str = "portion.bin";

impl Checkpoint {
    /// Where the run to `out` writes, with what a run before it wrote there if `options` ask to go on with that.
    ///
    /// # Errors
    /// If there is something that nobody asked to go on with, or that belongs to another run.
    pub(super) fn begin(
        out: &Path,
        scenario: &Scenario,
        seconds: u64,
        options: &RunOptions,
    ) -> Result<Self, CommandError> {
        let about = About { winset: env!("CARGO_PKG_VERSION").to_owned(), scenario: scenario.resolved.clone() };
        let folder = folder(&place::resolved(out)?);
        let mut begun = Checkpoint { folder, every: Duration::from_secs(seconds), about, portion: Portion::new(0) };
        match fs::read(begun.folder.join(FILE)) {
            Ok(bytes) if options.resume => {
                begun.portion = begun.known(&bytes)?;
                if !options.quiet {
                    output::tell(&format!("going on after {}\n", begun.done(&begun.portion, scenario)));
                }
            }
            Ok(_) if options.force => {}
            Ok(_) => {
                let there = shown_path(&begun.folder);
                return Err(CommandError::Files(format!(
                    "`{there}` holds what a run that was broken off has done; --resume goes on with it, --force begins anew"
                )));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if options.resume && !options.quiet {
                    output::tell("there is nothing to go on with: this run begins anew\n");
                }
            }
            Err(error) => return Err(unreadable(&begun.folder, &error)),
        }
        // What a run that was killed was just writing goes with the rest.
        begun.clear()?;
        fs::create_dir_all(&begun.folder).map_err(PlaceError::write(&begun.folder))?;
        begun.write(&begun.portion)?;
        Ok(begun)
    }

    /// Runs what is left, writing down what is done.
    ///
    /// # Errors
    /// If it is stopped: the error says how to go on.
    pub(super) fn simulate(&self, scenario: &Scenario, options: &RunOptions) -> Result<Study, CommandError> {
        let mut portion = self.portion.clone();
        let (mut last, mut failed) = (Instant::now(), false);
        let mut grown = |portion: &Portion| {
            if last.elapsed() < self.every {
                return;
            }
            last = Instant::now();
            match self.write(portion) {
                Ok(()) => failed = false,
                // The one before stays; the run may still come to its end.
                Err(error) if !failed => {
                    failed = true;
                    output::tell(&format!("{error}; what was written down before stays\n"));
                }
                Err(_) => {}
            }
        };
        let until = experiment::chunks(scenario.run.replications);
        let ended = go_on(scenario, options, &mut portion, until, &mut grown)?;
        if ended.is_err() {
            self.write(&portion)?;
            let (done, there) = (self.done(&portion, scenario), shown_path(&self.folder));
            return Err(CommandError::Paused(format!(
                "interrupted after {done}, which `{there}` keeps; the same command with --resume goes on"
            )));
        }
        self.write(&portion)?;
        Ok(experiment::study_of(scenario, portion))
    }

    /// Forgets it: the result is there.
    ///
    /// # Errors
    /// If the system refuses.
    pub(super) fn end(self) -> Result<(), CommandError> {
        self.clear()
    }

    fn clear(&self) -> Result<(), CommandError> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(PlaceError::write(&self.folder)(error).into()),
            _ => Ok(()),
        }
    }

    fn write(&self, portion: &Portion) -> Result<(), CommandError> {
        let mut bytes = serde_json::to_vec(&self.about).expect("plain data");
        bytes.push(b'\n');
        bytes.extend(portion.to_bytes());
        Ok(place::file(&self.folder.join(FILE), &bytes, true)?)
    }

    /// The portion of a file, which is of this run.
    fn known(&self, bytes: &[u8]) -> Result<Portion, CommandError> {
        let line = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
        let (about, rest) = (&bytes[..line], bytes.get(line + 1..).unwrap_or_default());
        let about: About = serde_json::from_slice(about).map_err(|error| unreadable(&self.folder, &error))?;
        if about != self.about {
            let there = shown_path(&self.folder);
            return Err(CommandError::Files(format!(
                "`{there}` is of another run: {}; go on with that one, or begin anew with --force and without --resume",
                self.differs(&about)
            )));
        }
        Portion::from_bytes(rest).map_err(|error| unreadable(&self.folder, &error))
    }

    /// In what another run differs from this one.
    fn differs(&self, other: &About) -> String {
        if other.winset != self.about.winset {
            return format!("winset {} wrote it, and this is {}", other.winset, self.about.winset);
        }
        scenario::first_difference(&other.scenario, &self.about.scenario)
    }

    fn done(&self, portion: &Portion, scenario: &Scenario) -> String {
        let worlds = experiment::worlds(&portion.chunks(), scenario.run.replications);
        format!("{} of {}", worlds.end, counted(scenario.run.replications as usize, "world"))
    }
}

/// The folder beside a result.
fn folder(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".checkpoint");
    target.with_file_name(name)
}

fn unreadable(folder: &Path, error: &dyn std::fmt::Display) -> CommandError {
    let there = shown_path(folder);
    CommandError::Files(format!(
        "`{there}` cannot be read: {error}; without --resume, and with --force, the run begins anew"
    ))
}
