//! What has to be said about a scenario and its run: sources, doubts, assumptions.

use super::super::feasibility;
use super::table::{Cell, Table};
use crate::experiment::Results;
use crate::scenario::{self, Scenario};

/// What the scenario says it rests on.
pub fn sources(scenario: &Scenario) -> Vec<String> {
    let table = scenario.resolved.parse::<toml::Table>().unwrap_or_default();
    match table.get("scenario").and_then(|header| header.get("sources")) {
        Some(toml::Value::String(text)) => vec![text.clone()],
        Some(toml::Value::Array(texts)) => texts.iter().filter_map(|text| Some(text.as_str()?.to_owned())).collect(),
        _ => Vec::new(),
    }
}

/// What is doubtful about the scenario, at the lines of the text that stands in the page, and about the run.
pub fn remarks(scenario: &Scenario, results: &Results) -> Vec<String> {
    // The text is that of the folder, whatever file it came from: so the page is the same as that of the folder's own.
    let again = scenario::parse("scenario.toml", &scenario.resolved, &scenario::Options::default());
    let doubts = again.as_ref().map_or(&scenario.warnings, |again| &again.warnings);
    let doubt = |fault: &scenario::Fault| {
        let line = doubts.location(fault).map_or(String::new(), |at| format!(" ({}, line {})", at.file, at.line));
        let help = fault.help.as_ref().map_or(String::new(), |help| format!(": {help}"));
        format!("{}{line}{help}.", fault.message)
    };
    let few = (results.replications == 1)
        .then(|| "One world only: nothing is known about the error of its numbers.".to_owned());
    doubts.iter().map(doubt).chain(feasibility::remark(results)).chain(few).collect()
}

/// What nobody has measured, and what it may be.
pub fn assumptions(scenario: &Scenario) -> Option<Table> {
    let caption = "What nobody has measured, and how far it may be off according to the scenario.";
    let all = || scenario.assumptions.iter();
    let (why, source) = (all().any(|of| !of.reason.is_empty()), all().any(|of| !of.source.is_empty()));
    let columns = [("Assumption", true), ("Field", true), ("May be", true), ("Why", why), ("Source", source)];
    let mut table = Table::new(caption, columns.iter().filter(|(_, told)| *told).map(|(name, _)| *name));
    table.rows.extend(all().map(|assumption| {
        let texts = [&assumption.label, &assumption.path, &assumption.extent(), &assumption.reason, &assumption.source];
        texts.iter().zip(columns).filter(|(_, (_, told))| *told).map(|(text, _)| Cell::text(*text)).collect()
    }));
    (!table.rows.is_empty()).then_some(table)
}
