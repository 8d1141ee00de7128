//! A document at the points of a sweep: set there as `--set` would, and compiled.

use super::{Axis, Level, Point, Sweep};
use crate::Scenario;
use crate::document::{Document, Options};
use crate::fault::{Fault, Faults, Sources};
use crate::log::Log;
use crate::path::Segment;
use crate::set::{Changes, Setter};

impl Document {
    /// The scenario at a point, without its sweeps and decompositions: what `winset run` would be with each of these fields set.
    ///
    /// # Errors
    /// What is wrong there, each fault with the point in its message.
    pub fn at_point(&self, sweep: &Sweep, point: &Point, options: &Options<'_>) -> Result<Scenario, Faults> {
        let fields = sweep.axes.iter().zip(&point.levels);
        let document = self.with(fields.map(|(axis, level)| (&axis.segments[..], level)));
        document.settled(options).compile().map_err(|faults| faults.each(|fault| at(fault, &point.told(sweep))))
    }

    /// Compiles the document at all of these points and hands each scenario over; nothing is kept.
    ///
    /// # Errors
    /// What is wrong at some of them, each thing once.
    pub fn at_points(
        &self,
        sweep: &Sweep,
        points: &[Point],
        options: &Options<'_>,
        mut take: impl FnMut(Scenario),
    ) -> Result<(), Faults> {
        let (found, mut sources) = (Log::default(), Sources::default());
        for point in points {
            let fields = sweep.axes.iter().zip(&point.levels);
            let document = self.with(fields.map(|(axis, level)| (&axis.segments[..], level)));
            match document.settled(options).compile() {
                Ok(scenario) => take(scenario),
                Err(faults) => {
                    sources = faults.to_sources();
                    // Of the points at which a thing is met the first one stays, as its label.
                    faults.iter().for_each(|fault| found.add(fault.clone().label(point.told(sweep))));
                }
            }
        }
        found.into_findings(sources).map(drop).map_err(|faults| {
            faults.each(|fault| {
                let point = fault.label.clone();
                at(fault, &point)
            })
        })
    }

    /// Logs what is wrong with the values at the ends of an axis.
    pub(super) fn try_values(&self, axis: &Axis, log: &Log) {
        let mut told = Vec::new();
        for level in axis.tried() {
            let document = self.with([(&axis.segments[..], &level)].into_iter());
            let Err(faults) = document.settled(&Options::default()).compile() else { continue };
            for fault in &faults {
                let same = (fault.at, fault.code, fault.message.clone());
                if !told.contains(&same) {
                    log.add(at(fault.clone(), &format!("{} = {}", axis.path, level.text)));
                    told.push(same);
                }
            }
        }
    }

    /// A copy without sweeps and decompositions, in which some fields are set.
    fn with<'a>(&self, fields: impl Iterator<Item = (&'a [Segment], &'a Level)>) -> Document {
        let mut document = Document { log: Log::default(), ..self.clone() };
        let Some(root) = document.root.as_mut() else { return document };
        if let Some(table) = root.as_table_mut() {
            // What compares variants in other ways is no part of a point.
            ["sweeps", "decompositions"].iter().for_each(|section| drop(table.shift_remove(*section)));
        }
        for (path, level) in fields {
            Changes::new(root, Setter::CommandLine, &document.log).set(path, level.node.clone());
        }
        document
    }
}

/// A fault, with where in the sweep it is met.
fn at(fault: Fault, point: &str) -> Fault {
    /// Characters of a point that are told.
    const TOLD: usize = 160;
    let told: String = point.chars().take(TOLD).collect();
    let more = if told.len() < point.len() { "…" } else { "" };
    Fault { message: format!("{} (at the point {told}{more})", fault.message), label: String::new(), ..fault }
}
