//! Figures of a run, as a paper prints them: SVG at its physical size, and PNG from the same SVG.
//!
//! One file a figure; what they share is the page (`canvas`), its frame (`sheet`), axes, colours
//! and markers. A figure is made only of what the results contain, and of the same results the same
//! bytes. Shares are drawn in per cent.

mod areas;
mod axis;
mod bars;
mod canvas;
mod differences;
mod endings;
mod extent;
#[cfg(test)]
pub(in crate::report) mod fixture;
mod hull;
mod incidence;
mod joint;
mod map;
mod objections;
mod palette;
mod place;
mod png;
mod reading;
mod rows;
mod sheet;
mod spread;
mod stalls;
mod strip;
#[cfg(test)]
mod tests;
mod text;

pub use extent::left_out;
pub use png::{Error, png};

use crate::experiment::Results;

/// A figure that is ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Stem of its file's name.
    pub name: &'static str,
    /// The figure as SVG, with its physical size.
    pub svg: String,
}

/// A figure that is not drawn because it would be too large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Stem of its file's name.
    pub name: &'static str,
    /// What there is too much of.
    pub reason: String,
}

/// What may be chosen about the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Which dimensions the map shows, across and up.
    pub dimensions: (usize, usize),
}

impl Default for Options {
    fn default() -> Options {
        Options { dimensions: (0, 1) }
    }
}

/// The figures for which there are data, but for those that are [`left_out`].
pub fn figures(results: &Results, options: &Options) -> Vec<Figure> {
    let too_large = left_out(results);
    let unless_large = |name: &str, figure: fn(&Results) -> Option<Figure>| {
        if too_large.iter().any(|left_out| left_out.name == name) { None } else { figure(results) }
    };
    let figures = [
        endings::figure(results),
        differences::figure(results),
        incidence::figure(results),
        unless_large("areas", areas::figure),
        unless_large("objections", objections::figure),
        unless_large("joint-objections", joint::figure),
        map::figure(results, options),
        stalls::figure(results),
    ];
    figures.into_iter().flatten().collect()
}

/// The variants of which something holds.
fn variants_with(results: &Results, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..results.variants.len()).filter(|variant| holds(*variant)).collect()
}
