use crate::model::{Area, Loss, Model};

/// L_m(x): what `member` (index into the model's members) with position `position` loses at `at`.
pub fn loss(model: &Model, area: &Area, member: usize, position: &[f64], at: &[f64]) -> f64 {
    let salience = &model.members[member].salience;
    let square: f64 =
        (0..at.len()).map(|d| area.relevance[d] * salience[d] * (at[d] - position[d]) * (at[d] - position[d])).sum();
    match model.negotiation.loss {
        Loss::Quadratic => square,
        Loss::Linear => square.sqrt(),
    }
}

/// G_m(p) = g_k (L_m(q) − L_m(p)), in utility units.
pub fn gain(model: &Model, area: &Area, member: usize, position: &[f64], status_quo: &[f64], text: &[f64]) -> f64 {
    area.stakes * (loss(model, area, member, position, status_quo) - loss(model, area, member, position, text))
}

/// 1 − (p−q)·(p₀−q)/|p₀−q|² in the area's relevance metric: the share of the opening's change that
/// is gone from the text. Absent where the opening changes nothing.
pub fn dilution(area: &Area, status_quo: &[f64], opening: &[f64], text: &[f64]) -> Option<f64> {
    let (mut kept, mut whole) = (0.0, 0.0);
    for d in 0..status_quo.len() {
        let change = opening[d] - status_quo[d];
        kept += area.relevance[d] * (text[d] - status_quo[d]) * change;
        whole += area.relevance[d] * change * change;
    }
    (whole > 0.0).then(|| 1.0 - kept / whole)
}

/// The weighted mean of `points`; equal weights where all weights are 0. `None` of no points.
pub(crate) fn weighted_mean<'a>(
    points: impl Iterator<Item = (f64, &'a [f64])> + Clone,
    dims: usize,
) -> Option<Vec<f64>> {
    let total: f64 = points.clone().map(|(weight, _)| weight).sum();
    let count = points.clone().count();
    if count == 0 {
        return None;
    }
    let mut mean = vec![0.0; dims];
    for (weight, point) in points {
        let share = if total > 0.0 { weight / total } else { 1.0 / count as f64 };
        for (sum, x) in mean.iter_mut().zip(point) {
            *sum += share * x;
        }
    }
    Some(mean)
}
