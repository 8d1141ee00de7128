//! What a run has done so far, written down beside its result, so that what breaks it off costs little.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::place::{self, PlaceError};
use super::run::{RunOptions, go_on};
use super::{CommandError, output};
use crate::experiment::{self, Portion};
use crate::report::{counted, grouped};
use crate::scenario::{self, Scenario, shown_path};

/// Where a run writes down what it has done.
#[derive(Debug)]
pub(super) struct Checkpoint {
    /// A folder of its own: what is written is put in its place there.
    folder: PathBuf,
    every: Duration,
    about: About,
    /// The chunks that are to run.
    chunks: Range<u64>,
    /// What is done.
    portion: Portion,
    /// How many worlds of it are written down.
    written: u64,
}

/// What the sums are of; the first line of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct About {
    winset: String,
    /// The scenario as it runs.
    scenario: String,
    /// Which part of how many, where it is one.
    #[serde(default)]
    shard: Option<String>,
}

const FILE: &str = "portion.bin";

impl Checkpoint {
    /// Where the run of `chunks` to `out` writes, with what a run before it wrote there if `options` ask to go on with that.
    ///
    /// # Errors
    /// If there is something that nobody asked to go on with, or that belongs to another run.
    pub(super) fn begin(
        out: &Path,
        scenario: &Scenario,
        chunks: Range<u64>,
        seconds: u64,
        options: &RunOptions,
    ) -> Result<Self, CommandError> {
        let mut begun = Checkpoint {
            folder: folder(&place::resolved(out)?),
            every: Duration::from_secs(seconds),
            about: About {
                winset: env!("CARGO_PKG_VERSION").to_owned(),
                scenario: scenario.resolved.clone(),
                shard: options.shard.map(|shard| shard.to_string()),
            },
            portion: Portion::new(chunks.start),
            chunks,
            written: 0,
        };
        match fs::read(begun.folder.join(FILE)) {
            Ok(bytes) if options.resume => {
                begun.portion = begun.known(&bytes, scenario)?;
                begun.written = begun.worlds_of(&begun.portion, scenario);
                if !options.quiet {
                    output::tell(&format!("going on after {}\n", begun.progress(scenario)));
                }
            }
            Ok(_) if options.force => begun.start()?,
            Ok(_) => {
                return Err(CommandError::Files(format!("{}, --force begins anew", left(&begun.folder))));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if options.resume && !options.quiet {
                    output::tell("there is nothing to go on with: this run begins anew\n");
                }
                begun.start()?;
            }
            Err(error) => return Err(unreadable(&begun.folder, &error)),
        }
        begun.tidy().map_err(PlaceError::write(&begun.folder))?;
        Ok(begun)
    }

    /// Says that a run to `out` was broken off, if one was.
    ///
    /// # Errors
    /// If the system does not let one look.
    pub(super) fn remind(out: &Path) -> Result<(), CommandError> {
        let folder = folder(&place::resolved(out)?);
        if folder.join(FILE).is_file() {
            output::tell(&format!("{}; this run does not\n", left(&folder)));
        }
        Ok(())
    }

    /// Runs what is left, writing down what is done.
    ///
    /// # Errors
    /// If it is stopped: the error says how to go on.
    pub(super) fn simulate(&mut self, scenario: &Scenario, options: &RunOptions) -> Result<Portion, CommandError> {
        let mut portion = self.portion.clone();
        let (mut last, mut failed) = (Instant::now(), false);
        let until = self.chunks.end;
        let mut grown = |portion: &Portion| {
            if last.elapsed() < self.every {
                return;
            }
            last = Instant::now();
            let written = self.write_down(portion, scenario);
            // Told once; the run may still come to its end.
            written.as_ref().err().filter(|_| !failed).inspect(|error| self.tell_unwritten(error));
            failed = written.is_err();
        };
        let ended = go_on(scenario, options, &mut portion, until, &mut grown)?;
        if let Err(error) = self.write_down(&portion, scenario) {
            self.tell_unwritten(&error);
        }
        ended.map_err(|_| self.paused(scenario))?;
        Ok(portion)
    }

    /// Forgets what is written down once the result is there; what became of that is told on.
    ///
    /// # Errors
    /// Those of the result. Where somebody stopped it the error says how to go on.
    pub(super) fn end(self, result: Result<(), CommandError>, scenario: &Scenario) -> Result<(), CommandError> {
        match result {
            Ok(()) => {
                if let Err(error) = self.clear() {
                    output::tell(&format!("`{}` is of no more use, and stays: {error}\n", shown_path(&self.folder)));
                }
                Ok(())
            }
            Err(CommandError::Interrupted(_)) => Err(self.paused(scenario)),
            Err(error) => Err(error),
        }
    }

    /// A file of a run of which nothing is done.
    fn start(&self) -> Result<(), CommandError> {
        fs::create_dir_all(&self.folder).map_err(PlaceError::write(&self.folder))?;
        Ok(self.write(&self.portion)?)
    }

    /// Removes what a run that was killed was just writing.
    fn tidy(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(place::IN_THE_MAKING) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn clear(&self) -> io::Result<()> {
        self.tidy()?;
        fs::remove_file(self.folder.join(FILE))?;
        fs::remove_dir(&self.folder)
    }

    fn write_down(&mut self, portion: &Portion, scenario: &Scenario) -> Result<(), PlaceError> {
        self.write(portion)?;
        self.written = self.worlds_of(portion, scenario);
        Ok(())
    }

    fn write(&self, portion: &Portion) -> Result<(), PlaceError> {
        let mut bytes = serde_json::to_vec(&self.about).expect("plain data");
        bytes.push(b'\n');
        bytes.extend(portion.to_bytes());
        place::file(&self.folder.join(FILE), &bytes, true)
    }

    /// The portion of a file, which is of this run.
    fn known(&self, bytes: &[u8], scenario: &Scenario) -> Result<Portion, CommandError> {
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
        let portion = Portion::from_bytes(rest).map_err(|error| unreadable(&self.folder, &error))?;
        let chunks = portion.chunks();
        if chunks.start != self.chunks.start || chunks.end > self.chunks.end || !portion.is_of(scenario) {
            return Err(unreadable(&self.folder, &"it does not fit the scenario"));
        }
        Ok(portion)
    }

    /// In what another run differs from this one.
    fn differs(&self, other: &About) -> String {
        if other.winset != self.about.winset {
            return format!("winset {} wrote it, and this is {}", other.winset, self.about.winset);
        }
        if other.shard != self.about.shard {
            let part = |about: &About| {
                about.shard.as_ref().map_or_else(|| "all worlds".to_owned(), |shard| format!("part {shard}"))
            };
            return format!("it runs {}, and this one {}", part(other), part(&self.about));
        }
        scenario::first_difference(&other.scenario, &self.about.scenario)
    }

    fn tell_unwritten(&self, error: &PlaceError) {
        output::tell(&format!("{error}; what was written down before stays\n"));
    }

    /// Why there is no result.
    fn paused(&self, scenario: &Scenario) -> CommandError {
        let there = shown_path(&self.folder);
        CommandError::Paused(format!(
            "interrupted; `{there}` keeps {}, and the same command with --resume goes on",
            self.progress(scenario)
        ))
    }

    /// What is written down of what is to run.
    fn progress(&self, scenario: &Scenario) -> String {
        let all = experiment::worlds(&self.chunks, scenario.run.replications);
        format!("{} of {}", grouped(self.written as f64), counted((all.end - all.start) as usize, "world"))
    }

    fn worlds_of(&self, portion: &Portion, scenario: &Scenario) -> u64 {
        let worlds = experiment::worlds(&portion.chunks(), scenario.run.replications);
        worlds.end - worlds.start
    }
}

/// The folder beside a result.
fn folder(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(".checkpoint");
    target.with_file_name(name)
}

fn left(folder: &Path) -> String {
    format!("`{}` holds what a run that was broken off has done; --resume goes on with it", shown_path(folder))
}

fn unreadable(folder: &Path, error: &dyn std::fmt::Display) -> CommandError {
    let there = shown_path(folder);
    CommandError::Files(format!(
        "`{there}` cannot be read: {error}; without --resume, and with --force, the run begins anew"
    ))
}
