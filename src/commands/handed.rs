//! What `winset run` writes as it goes along: proposals and worlds, straight to the disk.

use std::fs::File;
use std::io::{self, BufWriter};

use super::CommandError;
use super::folder::ResultFolder;
use crate::experiment::{Handed, Sink};
use crate::report::parquet::{Names, RecordWriter};
use crate::scenario::Scenario;

/// Files that grow while a run goes on.
pub struct Files {
    records: Option<RecordWriter>,
    worlds: Option<csv::Writer<BufWriter<File>>>,
    variants: Vec<String>,
    /// Why no more can be written.
    failed: Option<CommandError>,
}

impl Files {
    /// Begins those that are wanted, in the folder in the making.
    pub fn begin(
        folder: &ResultFolder,
        scenario: &Scenario,
        (records, worlds): (bool, bool),
    ) -> Result<Self, CommandError> {
        let first = scenario.variants[0].model();
        let names = Names {
            variants: scenario.variants.iter().map(|variant| variant.id.clone()).collect(),
            areas: first.areas.iter().map(|area| area.id.clone()).collect(),
            listed: first
                .listing
                .iter()
                .flat_map(|listing| &listing.proposals)
                .map(|listed| listed.id.clone())
                .collect(),
            members: first.members.iter().map(|member| member.id.clone()).collect(),
            dimensions: first.dimensions.iter().map(|dimension| dimension.id.clone()).collect(),
        };
        let file = |name: &str| folder.stream(name).map_err(CommandError::from);
        let record_writer = |file| RecordWriter::new(file, &names).map_err(|error| failed(PROPOSALS, error));
        let records = if records { Some(record_writer(file(PROPOSALS)?)?) } else { None };
        let worlds =
            if worlds { Some(world_writer(file(WORLDS)?).map_err(|error| failed(WORLDS, error))?) } else { None };
        Ok(Files { records, worlds, variants: names.variants, failed: None })
    }

    /// Completes them.
    pub fn end(self) -> Result<(), CommandError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if let Some(records) = self.records {
            records.close().map_err(|error| failed(PROPOSALS, error))?;
        }
        if let Some(mut worlds) = self.worlds {
            worlds.flush().map_err(|error| failed(WORLDS, error))?;
        }
        Ok(())
    }

    /// Why the run was broken off, if that was because no more could be written.
    pub fn failure(&mut self) -> Option<CommandError> {
        self.failed.take()
    }

    fn write(&mut self, next: Handed) -> Result<(), CommandError> {
        if let Some(records) = &mut self.records {
            records.write(next.records).map_err(|error| failed(PROPOSALS, error))?;
        }
        if let Some(worlds) = &mut self.worlds {
            for row in next.worlds {
                let numbers = [row.numerator, row.denominator].map(|x| (x + 0.0).to_string());
                let fields = [
                    &row.replication.to_string(),
                    &self.variants[row.variant],
                    row.metric.name(),
                    &numbers[0],
                    &numbers[1],
                ];
                worlds.write_record(fields).map_err(|error| failed(WORLDS, error))?;
            }
        }
        Ok(())
    }
}

const PROPOSALS: &str = "proposals.parquet";
const WORLDS: &str = "worlds.csv";

fn failed(name: &str, error: impl std::fmt::Display) -> CommandError {
    CommandError::Files(format!("cannot write {name}: {error}; the run is broken off"))
}

fn world_writer(file: File) -> io::Result<csv::Writer<BufWriter<File>>> {
    let mut writer = csv::Writer::from_writer(BufWriter::new(file));
    writer.write_record(["replication", "variant", "metric", "numerator", "denominator"])?;
    Ok(writer)
}

impl Sink for Files {
    fn wants_records(&self) -> bool {
        self.records.is_some()
    }

    fn wants_worlds(&self) -> bool {
        self.worlds.is_some()
    }

    fn take(&mut self, next: Handed) -> bool {
        match self.write(next) {
            Ok(()) => true,
            Err(error) => {
                self.failed = Some(error);
                false
            }
        }
    }
}
