//! A small model, for tests in which it matters little what happens.

use crate::model::Model;
use crate::scenario::{self, Options};

/// Members on a line at `ideals`, of whom the first tables one proposal in the one session: polled once, under consensus.
pub(super) fn line(ideals: &[f64]) -> Model {
    let members: String = (0..)
        .zip(ideals)
        .map(|(i, ideal)| format!("m{i} = {{ ideal = [{ideal:?}], initiative = {} }}\n", u8::from(i == 0)))
        .collect();
    let text = format!(
        "[space]\ndimensions = ['x']\n[members]\n{members}[areas.area]\nstatus_quo = {{ sd = 0.0 }}\n\
         [agenda]\nyears = 1\nsessions_per_year = 1\narrivals = 'fixed'\n[negotiation]\nrounds = 1\namendment = {{ kind = 'none' }}\n"
    );
    let scenario = scenario::parse("line.toml", &text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    scenario.variants[0].model().clone()
}
