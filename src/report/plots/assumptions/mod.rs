//! Figures of a study of assumptions: how far results move, and what moves them.

mod bands;
mod indices;
mod panels;
mod plane;
mod ranking;
#[cfg(test)]
mod tests;

use super::{Figure, Options};
use crate::report::sensitivity::Findings;
use crate::sensitivity::Study;

/// The figures for which there are data.
pub fn figures(study: &Study, findings: &Findings, options: &Options) -> Vec<Figure> {
    let matters = match findings {
        Findings::Spread(rankings) => ranking::figure(study, findings, rankings, options),
        Findings::Morris(rankings) => plane::figure(study, findings, rankings, options),
        Findings::Sobol(rankings) => indices::figure(study, findings, rankings, options),
    };
    bands::figure(study, options).into_iter().chain(matters).collect()
}

/// Everything that these figures may have to write and that comes from the scenario.
pub fn labels(study: &Study) -> impl Iterator<Item = &str> {
    let variants = study.as_is.variants.iter().map(|variant| variant.label.as_str());
    variants.chain(study.assumptions.iter().map(|assumption| assumption.label.as_str()))
}
