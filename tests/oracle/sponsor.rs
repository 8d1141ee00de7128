//! What a sponsor opens with, and when it has had enough.

use winset::engine::{Ending, Sponsor};
use winset::model::Model;

use super::calendar::Item;
use super::poll::{gain, loss};

/// Shares are met to within this much.
const WITHIN: f64 = 1e-9;

/// "To within" of the proposal's thresholds, in utility units: by what anybody at the table has to lose.
pub fn epsilon(model: &Model, item: &Item) -> f64 {
    let mut largest: f64 = 0.0;
    for &m in &model.table {
        for at in [&item.status_quo, &item.opening] {
            largest = largest.max(loss(model, item.area, m, &item.positions[m], at));
        }
    }
    1e-9 * model.areas[item.area].stakes * largest
}

/// max(w_s, o_s) · G_s(y_s), but at most what the opening gives; 0 for the secretariat, who has none.
pub fn reservation(model: &Model, item: &Item) -> f64 {
    let Sponsor::Member(s) = item.sponsor else { return 0.0 };
    let share = model.members[s].worthwhile.max(model.members[s].outside_option[item.area]);
    let wanted = share * gain(model, item, s, &item.positions[s]);
    wanted.min(gain(model, item, s, &item.opening) + model.areas[item.area].urgency)
}

/// 1 − (p−q)·(p₀−q)/|p₀−q|² in the metric of the area's relevance.
pub fn dilution(model: &Model, item: &Item) -> Option<f64> {
    let opened = along(model, item, &item.opening, &item.opening);
    (opened > 0.0).then(|| 1.0 - along(model, item, &item.text, &item.opening) / opened)
}

/// Σ_d r_kd (a_d − q_d)(b_d − q_d).
pub fn along(model: &Model, item: &Item, a: &[f64], b: &[f64]) -> f64 {
    let relevance = &model.areas[item.area].relevance;
    (0..model.dims()).map(|d| relevance[d] * (a[d] - item.status_quo[d]) * (b[d] - item.status_quo[d])).sum()
}

/// Whether nothing is left of the change with which the proposal opened.
pub fn is_status_quo_again(model: &Model, item: &Item) -> bool {
    along(model, item, &item.text, &item.text) <= 1e-12 * along(model, item, &item.opening, &item.opening)
}

/// Whether the sponsor can no longer stand behind the text, and where it goes.
pub fn gives_up(model: &Model, item: &Item) -> Option<Ending> {
    match item.sponsor {
        Sponsor::Secretariat => {
            let wanted = model.secretariat.as_ref()?.worthwhile;
            let kept = 1.0 - dilution(model, item).unwrap_or(0.0);
            (wanted > 0.0 && kept < wanted - WITHIN).then_some(Ending::Withdrawn)
        }
        Sponsor::Member(s) => {
            let left = gain(model, item, s, &item.text) + model.areas[item.area].urgency;
            let elsewhere = model.members[s].outside_option[item.area] > model.members[s].worthwhile;
            let ending = if elsewhere { Ending::Diverted } else { Ending::Withdrawn };
            (is_status_quo_again(model, item) || left < item.reservation - item.epsilon).then_some(ending)
        }
    }
}
