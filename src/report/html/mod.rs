//! A result as one page: a file without anything outside it, to be opened from a mail attachment.
//!
//! `report.html` is the page, `report.css` its looks, `report.js` what sorts its tables, tells the values in its figures
//! and saves them. The template escapes whatever is put into it, but for the style, the script and the figures, which
//! have escaped their texts themselves. Of the same input the same bytes.

mod blocks;
mod cite;
mod estimates;
mod headline;
mod members;
mod method;
mod picture;
mod predictions;
mod remarks;
mod table;
#[cfg(test)]
mod tests;

use askama::Template;

use super::plots::Figure;
use crate::experiment::{Results, Scores};
use crate::scenario::Scenario;
use blocks::{Block, Citation, Headline, Picture, Section};
use table::Table;

/// What the page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// SHA-256 of its text as lower-case hexadecimal digits.
    pub scenario_sha256: &'a str,
    /// What came out.
    pub results: &'a Results,
    /// What was observed, where it is held against something.
    pub scores: Option<&'a Scores>,
    /// The figures, drawn without their titles, which the page has as text.
    pub figures: &'a [Figure],
}

/// The page as a file.
pub fn page(report: &Report) -> Vec<u8> {
    Page::of(report).render().expect("a template of plain texts renders").into_bytes()
}

/// All that the template asks for.
#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: &'a str,
    description: Vec<&'a str>,
    style: &'static str,
    script: &'static str,
    headline: Headline,
    estimates: Vec<Block>,
    figures: Vec<Picture<'a>>,
    members: Block,
    sources: Vec<String>,
    toml: &'a str,
    method: Vec<Section>,
    remarks: Vec<String>,
    assumptions: Option<Table>,
    citation: Citation,
    version: &'static str,
    sha256: &'a str,
    seed: u64,
    worlds: u64,
}

impl<'a> Page<'a> {
    fn of(report: &Report<'a>) -> Self {
        let Report { scenario, scenario_sha256, results, scores, figures } = *report;
        Page {
            title: &scenario.title,
            description: scenario.description.split("\n\n").map(str::trim).filter(|text| !text.is_empty()).collect(),
            style: include_str!("report.css"),
            script: include_str!("report.js"),
            headline: headline::headline(results),
            estimates: predictions::blocks(results, scores).into_iter().chain(estimates::blocks(results)).collect(),
            figures: figures.iter().map(Picture::of).collect(),
            members: members::block(scenario, results),
            sources: remarks::sources(scenario),
            toml: &scenario.resolved,
            method: method::sections(scenario),
            remarks: remarks::remarks(scenario, results),
            assumptions: remarks::assumptions(scenario),
            citation: cite::citation(report),
            version: env!("CARGO_PKG_VERSION"),
            sha256: scenario_sha256,
            seed: scenario.run.seed,
            worlds: scenario.run.replications,
        }
    }
}
