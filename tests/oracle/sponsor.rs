//! What a sponsor opens with, and when it has had enough.

use winset::engine::{Ending, Sponsor};
use winset::model::Model;

use super::calendar::Item;
use super::poll::{gain, loss};
use super::scene::Scene;

/// Shares are met to within this much.
const WITHIN: f64 = 1e-9;

/// "To within" of the proposal's thresholds, in utility units: by what anybody at the table has to lose.
pub fn epsilon(model: &Model, item: &Item) -> f64 {
    let mut largest: f64 = 0.0;
    for &m in &model.table {
        for at in [&item.policies[m], &item.opening] {
            largest = largest.max(loss(model, item.area, m, &item.positions[m], at));
        }
    }
    1e-9 * model.areas[item.area].stakes * largest
}

/// When the sponsor has had enough, fixed when it tables.
#[derive(Debug, Clone, Copy)]
pub struct Reservation {
    /// Utility units; the share to be kept where the sponsor is the secretariat.
    pub least: f64,
    /// o_s > w_s.
    pub elsewhere: bool,
}

/// max(w_s, o_s) · G_s(y_s), as yet without the cap; the secretariat's w.
pub fn wanted(scene: &Scene, item: &Item) -> Reservation {
    let Sponsor::Member(s) = item.sponsor else {
        let least = scene.model.secretariat.as_ref().unwrap().worthwhile;
        return Reservation { least, elsewhere: false };
    };
    let (worthwhile, outside) = (scene.model.members[s].worthwhile, scene.model.members[s].outside_option[item.area]);
    let best = gain(scene.model, item, s, &item.positions[s]);
    Reservation { least: worthwhile.max(outside) * best, elsewhere: outside > worthwhile }
}

/// What is wanted, but at most what the opening gives.
pub fn reservation(scene: &Scene, item: &Item) -> Reservation {
    let mut reservation = wanted(scene, item);
    if let Sponsor::Member(s) = item.sponsor {
        reservation.least = reservation.least.min(left(scene, item, s, &item.opening));
    }
    reservation
}

/// G_s(p) and what failing would cost.
pub fn left(scene: &Scene, item: &Item, sponsor: usize, text: &[f64]) -> f64 {
    gain(scene.model, item, sponsor, text) + scene.failing(item.area)
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
pub fn gives_up(scene: &Scene, item: &Item) -> Option<Ending> {
    let Reservation { least, elsewhere } = item.reservation;
    match item.sponsor {
        Sponsor::Secretariat => {
            let kept = 1.0 - dilution(scene.model, item).unwrap_or(0.0);
            (least > 0.0 && kept < least - WITHIN).then_some(Ending::Withdrawn)
        }
        Sponsor::Member(s) => {
            let ending = if elsewhere { Ending::Diverted } else { Ending::Withdrawn };
            let enough = left(scene, item, s, &item.text) >= least - item.epsilon;
            (is_status_quo_again(scene.model, item) || !enough).then_some(ending)
        }
    }
}
