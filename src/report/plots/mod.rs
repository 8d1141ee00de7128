//! Figures of a run, as a paper prints them: SVG at its physical size, and PNG and PDF from the same SVG.
//!
//! One file a figure; what they share is the page (`canvas`), its frame (`sheet`), axes, colours
//! and markers. A figure is made only of what the results contain, and of the same results the same
//! bytes. Shares are drawn in per cent.

mod accuracy;
mod areas;
pub mod assumptions;
mod axis;
mod bars;
mod calendar;
mod canvas;
mod differences;
mod endings;
mod endings_by_year;
#[cfg(test)]
pub(in crate::report) mod fixture;
mod fonts;
mod frame;
mod hull;
mod incidence;
mod issues;
mod joint;
mod looks;
mod map;
mod objections;
mod observed;
mod palette;
mod pdf;
mod periods;
mod place;
mod plane;
mod png;
mod poles;
mod predictions;
mod provenance;
mod reading;
mod rows;
mod runs;
mod score;
mod sheet;
mod spots;
mod spread;
mod stalls;
mod strip;
pub mod sweep;
#[cfg(test)]
mod tests;
mod text;
pub mod trace;
mod waterfall;
mod years;

pub(super) use axis::number;
pub use fonts::Fonts;
pub use pdf::pdf;
pub use png::{Error, png};
pub use provenance::Provenance;
pub use sheet::MAX_HEIGHT_MM;

use crate::experiment::{Results, Scores};

/// A figure that is ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Stem of its file's name.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// What has to be known to read it.
    pub caption: String,
    /// The figure as SVG, with its physical size.
    pub svg: String,
    /// Where it comes from, if that was said.
    pub provenance: Option<Provenance>,
}

/// What may be chosen about the figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which dimensions the map shows, across and up.
    pub dimensions: (usize, usize),
    /// Width of every figure in millimetres; where it is not given each has one or two columns of a journal.
    pub width: Option<f64>,
    /// Whether title and caption are drawn. Their texts are in [`Figure`] and in the metadata either way.
    pub titles: bool,
    /// The figures to draw, by name; all where it is not given.
    pub only: Option<Vec<String>>,
    /// What the files say about where they come from.
    pub provenance: Option<Provenance>,
    /// Whether marks tell their values to who points at them.
    pub values: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { dimensions: (0, 1), width: None, titles: true, only: None, provenance: None, values: false }
    }
}

impl Options {
    /// Width of a figure in points, where it has `usual` millimetres unless a width is asked for.
    fn width_or(&self, usual: f64) -> f64 {
        canvas::mm(self.width.unwrap_or(usual))
    }

    fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.iter().any(|wanted| wanted == name))
    }
}

/// What draws a figure, if there are data for it.
type Draw = fn(&Results, &Options) -> Option<Figure>;

/// Every figure there is.
const FIGURES: [(&str, Draw); 16] = [
    ("predictions", predictions::figure),
    ("accuracy", accuracy::figure),
    ("issues", issues::figure),
    ("endings", endings::figure),
    ("differences", differences::figure),
    ("incidence", incidence::figure),
    ("areas", areas::figure),
    ("objections", objections::figure),
    ("joint-objections", joint::figure),
    ("map", map::figure),
    ("stalls", stalls::figure),
    ("years", years::figure),
    ("endings-by-year", endings_by_year::figure),
    ("periods", periods::figure),
    ("plane", plane::figure),
    ("decomposition", waterfall::figure),
];

/// Names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    FIGURES.iter().map(|(name, _)| *name)
}

/// What was observed beside what was simulated; nothing where figures are asked for by name, for these have none there.
pub fn scores(results: &Results, scores: &Scores, options: &Options) -> Vec<Figure> {
    if options.only.is_some() {
        return Vec::new();
    }
    observed::figures(results, scores, options).into_iter().chain(score::figure(results, scores, options)).collect()
}

/// The figures that are wanted and for which there are data.
pub fn figures(results: &Results, options: &Options) -> Vec<Figure> {
    let wanted = FIGURES.iter().filter(|(name, _)| options.wants(name));
    wanted.filter_map(|(_, draw)| draw(results, options)).collect()
}

/// Everything that figures may have to write and that comes from the scenario.
pub fn labels(results: &Results) -> impl Iterator<Item = &str> {
    let variants = results.variants.iter().map(|variant| &variant.label);
    let named = results.members.iter().chain(&results.areas).map(|(_, label)| label);
    let periods = results.periods.iter().map(|period| &period.label);
    let issues = results.issues.iter().map(|issue| &issue.label);
    let events = results.variants.iter().flat_map(|variant| &variant.events).map(|event| &event.label);
    let factors = results.decompositions.iter().flat_map(|of| &of.factors).map(|factor| &factor.label);
    let decompositions = results.decompositions.iter().map(|of| &of.label);
    let named = named.chain(periods).chain(issues).chain(events).chain(factors).chain(decompositions);
    let dimensions = results.dimensions.iter().flat_map(|d| [Some(&d.label), d.low.as_ref(), d.high.as_ref()]);
    variants.chain(named).chain(dimensions.flatten()).map(String::as_str)
}
