//! Positions and ideal points that move towards each other.

use winset::model::Model;

use super::amendment::{equalised, weighted_mean};
use super::calendar::Item;

/// Whether anybody present can be persuaded.
pub fn anybody_susceptible(model: &Model) -> bool {
    model.table.iter().any(|&m| model.members[m].susceptibility > 0.0)
}

/// One step of Friedkin and Johnsen among all present.
pub fn persuade(model: &Model, item: &mut Item) {
    let before = item.positions.clone();
    for &m in &model.table {
        let s = model.members[m].susceptibility;
        for d in 0..model.dims() {
            let mean = weighted_mean(&before, &model.table, d, |other| equalised(model, &model.table, other)).unwrap();
            item.positions[m][d] = (1.0 - s) * item.first_positions[m][d] + s * mean;
        }
    }
}

/// Everybody present comes closer to the mean of the members.
pub fn socialise(model: &Model, ideals: &mut [Vec<f64>]) {
    let before = ideals.to_vec();
    for &m in &model.table {
        for d in 0..model.dims() {
            let mean = weighted_mean(&before, &model.seats, d, |other| equalised(model, &model.seats, other)).unwrap();
            ideals[m][d] += model.members[m].socialisation * (mean - before[m][d]);
        }
    }
}
