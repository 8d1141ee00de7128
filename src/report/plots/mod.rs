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
#[cfg(test)]
mod fixture;
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
mod stalls;
mod strip;
#[cfg(test)]
mod tests;
mod text;

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

/// The figures for which there are data.
pub fn figures(results: &Results, options: &Options) -> Vec<Figure> {
    let figures = [
        endings::figure(results),
        differences::figure(results),
        incidence::figure(results),
        areas::figure(results),
        objections::figure(results),
        joint::figure(results),
        map::figure(results, options),
        stalls::figure(results),
    ];
    figures.into_iter().flatten().collect()
}

/// The variants of which something holds.
fn variants_with(results: &Results, holds: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..results.variants.len()).filter(|variant| holds(*variant)).collect()
}
