//! What to paste into a paper.

use super::Report;
use super::blocks::Citation;
use crate::report::words::{counted, grouped};

/// Title, author and year of the program, as CITATION.cff has them.
pub const TITLE: &str = "winset: decisions when every member can say no, and the table grows";
/// Its authors.
pub const AUTHOR: &str = "The winset developers";
/// The year of this version.
pub const YEAR: &str = "2026";

/// A paragraph on methods and an entry for BibTeX.
pub fn citation(report: &Report) -> Citation {
    Citation { paragraph: paragraph(report), bibtex: bibtex(report) }
}

fn paragraph(report: &Report) -> String {
    let Report { scenario, results, scenario_sha256, .. } = report;
    let run = &scenario.run;
    let variants = results.variants.len();
    let space = match (results.dimensions.len(), results.issues.len()) {
        (0, issues) => format!(" and positions on {}", counted(issues, "issue")),
        (dimensions, _) => format!(" in {}", counted(dimensions, "dimension")),
    };
    let compared = match variants {
        1 => String::new(),
        n => format!(
            " The {n} variants were run in the same worlds (common random numbers), and differences are paired by world."
        ),
    };
    format!(
        "We simulated the scenario “{}” with winset {} (The winset developers, {YEAR}), a spatial model of proposals that are \
         tabled, polled, amended and decided under the rules of an organisation. The scenario has {}{}; \
         {} of {} year{} were simulated with seed {}.{compared} Intervals are {} intervals over worlds (ratio estimators with the world as the \
         cluster) and cover simulation error only. SHA-256 of the scenario: {scenario_sha256}.",
        scenario.title,
        env!("CARGO_PKG_VERSION"),
        counted(results.members.len(), "member"),
        space,
        counted(run.replications as usize, "world"),
        grouped(results.years),
        if results.years == 1.0 { "" } else { "s" },
        run.seed,
        results.level,
    )
}

/// Braces keep the capitals of what is a name.
fn bibtex(report: &Report) -> String {
    let run = &report.scenario.run;
    format!(
        "@software{{winset,\n  author  = {{{{{AUTHOR}}}}},\n  title   = {{{{{TITLE}}}}},\n  version = {{{}}},\n  \
         year    = {{{YEAR}}},\n  note    = {{Scenario SHA-256 {}, seed {}, {}}}\n}}\n",
        env!("CARGO_PKG_VERSION"),
        report.scenario_sha256,
        run.seed,
        counted(run.replications as usize, "world"),
    )
}
