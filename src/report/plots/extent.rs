//! What is too much for one figure: nobody could read it, and drawing it would take minutes and gigabytes.

use super::LeftOut;
use crate::experiment::{Endpoint, Results};

/// Rows times lanes of a figure with rows; at the narrowest that is more than a metre.
const MOST_LANES: usize = 1_200;
/// Cells of a heat map, all panels together.
const MOST_CELLS: usize = 40_000;

/// The figures that would be too large, each with the reason.
pub fn left_out(results: &Results) -> Vec<LeftOut> {
    let variants = results.variants.len();
    let seated =
        (0..results.members.len()).filter(|member| results.variants.iter().any(|info| info.seats.contains(member)));
    let members = seated.count();
    let cells =
        if results.blocking.iter().any(|row| matches!(row.endpoint, Endpoint::With { .. })) { members } else { 0 };
    let sizes = [
        ("areas", results.areas.len() * variants, MOST_LANES, "areas times variants"),
        ("objections", members * variants, MOST_LANES, "members times variants"),
        ("joint-objections", cells * members * variants, MOST_CELLS, "pairs of members times variants"),
    ];
    let too_large = sizes.into_iter().filter(|(_, size, most, _)| size > most);
    too_large
        .map(|(name, size, most, what)| LeftOut {
            name,
            reason: format!("{what} are {size}, at most {most} are drawn"),
        })
        .collect()
}
