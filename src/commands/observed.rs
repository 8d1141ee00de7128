//! Observations that a command is given, held against what its scenario has.

use std::path::Path;

use super::CommandError;
use crate::experiment::{Measured, Metric};
use crate::scenario::Scenario;
use crate::scenario::observed::{self, Known, Observed};

/// Reads observations that one run is held against. They may be without an error, for the simulation has one of its own, and be
/// shares that passed within some months.
pub(super) fn of_run(path: &Path, scenario: &Scenario) -> Result<Observed, CommandError> {
    read(path, scenario, true, |name| matches!(Measured::named(name), Some(Measured::PassedWithin(_))))
}

/// Reads observations that the points of a sweep are held against, of each of which metrics are kept. With `exact`, an observation
/// may be without an error: something else makes up for it.
pub(super) fn of_sweep(path: &Path, scenario: &Scenario, exact: bool) -> Result<Observed, CommandError> {
    read(path, scenario, exact, |_| false)
}

fn read(path: &Path, scenario: &Scenario, exact: bool, others: fn(&str) -> bool) -> Result<Observed, CommandError> {
    let ids: Vec<String> = scenario.variants.iter().map(|variant| variant.id.clone()).collect();
    let metrics = Metric::ALL.map(Metric::name);
    let known = Known { variants: &ids, scopes: &scopes(scenario), metrics: &metrics, others };
    Ok(observed::load(path, &known, exact)?)
}

/// The table as it stands in a result: as it was given, so that it reads as what it was read as.
pub(super) fn kept(path: &Path) -> Result<(String, Vec<u8>), CommandError> {
    let file =
        std::fs::read(path).map_err(|error| CommandError::Files(format!("cannot read observations: {error}")))?;
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let name = match extension.as_deref() {
        Some(book @ ("xlsx" | "ods")) => format!("observed.{book}"),
        _ => "observed.csv".to_owned(),
    };
    Ok((name, file))
}

/// Everything that a row can be about.
pub(super) fn scopes(scenario: &Scenario) -> Vec<String> {
    let timeline = &scenario.variants[0].timeline;
    let model = timeline.first();
    let areas = model.areas.iter().map(|area| format!("area:{}", area.id));
    let members = model.members.iter().map(|member| format!("member:{}", member.id));
    let periods = timeline.periods.iter().map(|period| format!("period:{}", period.id));
    let issues = model.listing.iter().flat_map(|listing| &listing.issues).map(|issue| format!("issue:{}", issue.id));
    std::iter::once("all".to_owned()).chain(areas).chain(members).chain(periods).chain(issues).collect()
}
