//! From what a run has counted to the result folder and what is printed.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Instant;

use super::figures::FigureOptions;
use super::folder::{OfScenario, REPORT, ResultFolder, SCENARIO, TOTALS, sha256};
use super::{CommandError, interrupt, observed, output};
use crate::experiment::{self, Results, Scores, Study};
use crate::report::plots;
use crate::report::{csv, feasibility, html, json, score, table, xlsx};
use crate::scenario::observed::Observed;
use crate::scenario::{Scenario, shown_path};

/// What is printed on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tables in that style.
    Table(table::Style),
    /// Every estimate and difference.
    Json,
    /// `summary.csv`.
    Csv,
}

/// How results are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Presentation<'a> {
    /// A table of observations that the estimates are held against.
    pub(super) against: Option<&'a Path>,
    /// What is printed.
    pub(super) format: Format,
    /// What is asked about the figures.
    pub(super) figures: &'a FigureOptions,
    /// Whether the tables are written as `results.xlsx`, too.
    pub(super) xlsx: bool,
    /// No messages.
    pub(super) quiet: bool,
}

/// What is known to be presentable before anything runs.
pub(super) struct Planned {
    figures: plots::Options,
    observed: Option<Observed>,
}

impl Format {
    /// A table for the terminal.
    pub(super) const TEXT: Self = Format::Table(table::Style::Text);

    /// The same as an option of the command line; none for what is printed anyway.
    pub(super) fn option(self) -> Option<OsString> {
        let name = match self {
            Format::Table(table::Style::Text) => return None,
            Format::Table(table::Style::Markdown) => "markdown",
            Format::Json => "json",
            Format::Csv => "csv",
        };
        Some(format!("--format={name}").into())
    }
}

impl Presentation<'_> {
    /// The same as options of the command line, wherever that is given.
    ///
    /// # Errors
    /// If the working directory has gone.
    pub(super) fn options(&self) -> io::Result<Vec<OsString>> {
        let mut options: Vec<OsString> = self.format.option().into_iter().collect();
        if let Some(path) = self.against {
            options.extend(["--against".into(), std::path::absolute(path)?.into_os_string()]);
        }
        options.extend(self.figures.options().into_iter().map(OsString::from));
        options.extend(self.xlsx.then(|| "--xlsx".into()));
        options.extend(self.quiet.then(|| "--quiet".into()));
        Ok(options)
    }

    /// Reads what the presentation needs besides results.
    ///
    /// # Errors
    /// If a figure is asked for that there is not, or the observations are at fault.
    pub(super) fn plan(&self, scenario: &Scenario) -> Result<Planned, CommandError> {
        let figures = self.figures.plan(scenario)?;
        let observed = self.against.map(|path| observed::of_run(path, scenario)).transpose()?;
        Ok(Planned { figures, observed })
    }

    /// Prints the table and writes the result folder.
    ///
    /// # Errors
    /// If the folder cannot be written, or the user stops it.
    pub(super) fn present(
        &self,
        scenario: &Scenario,
        study: &Study,
        planned: Planned,
        folder: ResultFolder,
        out: &Path,
        started: Instant,
    ) -> Result<(), CommandError> {
        let Planned { figures, observed } = planned;
        let results = study.results(scenario.run.level);
        let scores = observed.map(|observed| experiment::score(study, &results, &observed));
        let mut files = tables(scenario, &results);
        files.push((TOTALS.to_owned(), study.totals()));
        if self.xlsx {
            files.push(("results.xlsx".to_owned(), xlsx::workbook(&results)?));
        }
        let drawn = self.figures.draw(&results, &figures)?;
        files.extend(drawn.files);
        if let (Some(scores), Some(path)) = (&scores, self.against) {
            files.extend(score::tables(scores));
            let labels = results.variants.iter().map(|variant| variant.label.as_str());
            files.extend(self.figures.files(plots::scores(&results, scores, &figures), labels)?.files);
            files.push(observed::kept(path)?);
        }
        files.push((REPORT.to_owned(), report(scenario, &results, scores.as_ref(), &figures)));
        files.push(folder.manifest(OfScenario::new(scenario), &files, started)?);
        interrupt::go_on()?;
        let written = folder.write(&files).map_err(CommandError::from);
        output::print_anyway(&self.text(&results, scores.as_ref()), written)?;
        if !self.quiet {
            feasibility::remark(&results).iter().for_each(|remark| output::tell(&format!("{remark}\n")));
            drawn.remarks.iter().for_each(|remark| output::tell(remark));
            output::tell(&format!("wrote {}\n", shown_path(out)));
        }
        drawn.failed.map_or(Ok(()), Err)
    }

    fn text(&self, results: &Results, scores: Option<&Scores>) -> String {
        match self.format {
            Format::Table(style) => {
                let scored = |scores| format!("\n{}", score::overview("Predicted and observed", scores, style));
                let scored = scores.map_or_else(String::new, scored);
                table::overview(results, style, output::table_width(style)) + &scored
            }
            Format::Json => json::document(results),
            Format::Csv => String::from_utf8_lossy(&csv::summary(results)).into_owned(),
        }
    }
}

fn tables(scenario: &Scenario, results: &Results) -> Vec<(String, Vec<u8>)> {
    let scenario = (SCENARIO.to_owned(), scenario.resolved.clone().into_bytes());
    std::iter::once(scenario).chain(csv::tables(results)).collect()
}

/// The page that can be sent; its figures have their titles as text.
fn report(scenario: &Scenario, results: &Results, scores: Option<&Scores>, figures: &plots::Options) -> Vec<u8> {
    let untitled = plots::Options { titles: false, values: true, ..figures.clone() };
    let scored = scores.map_or_else(Vec::new, |scores| plots::scores(results, scores, &untitled));
    let figures: Vec<plots::Figure> = scored.into_iter().chain(plots::figures(results, &untitled)).collect();
    html::page(&html::Report {
        scenario,
        scenario_sha256: &sha256(scenario.resolved.as_bytes()),
        results,
        scores,
        figures: &figures,
    })
}
