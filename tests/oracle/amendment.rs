//! What happens to a text after a poll that failed, and when its sponsor has had enough.

use winset::engine::{Ending, Poll, Sponsor};
use winset::model::{Amendment, Model, Response};

use super::calendar::Item;
use super::poll::{EPSILON, gain, loss};
use super::rules::{holdouts, needs_every_member, needs_support};

/// The influence-weighted mean of these members' positions; equal weights where all influence is 0.
pub fn weighted_mean(model: &Model, positions: &[Vec<f64>], members: &[usize]) -> Vec<f64> {
    let total: f64 = members.iter().map(|&m| model.members[m].influence).sum();
    let weight = |m: usize| if total > 0.0 { model.members[m].influence / total } else { 1.0 / members.len() as f64 };
    (0..model.dims()).map(|d| members.iter().map(|&m| weight(m) * positions[m][d]).sum()).collect()
}

/// The amended text; `None` where nobody amends or nobody holds out.
pub fn amend(model: &Model, item: &Item, vote: &Poll) -> Option<Vec<f64>> {
    let rule = &model.areas[item.area].rule;
    let seats = holdouts(rule, &vote.responses);
    if seats.is_empty() {
        return None;
    }
    match model.negotiation.amendment {
        Amendment::None => None,
        Amendment::Concede { rate } => {
            let members: Vec<usize> = seats.iter().map(|&seat| model.seats[seat]).collect();
            Some(towards(&item.text, &weighted_mean(model, &item.positions, &members), rate))
        }
        Amendment::Mediate { relaxation } => {
            let shortfall = |seat: usize| {
                let enough = needs_support(rule) || vote.responses[seat] != Response::Object;
                let threshold = if enough { 0.0 } else { vote.objection_thresholds[seat] };
                threshold - vote.inclinations[seat]
            };
            let mut by_shortfall = seats.clone();
            by_shortfall.sort_by(|&a, &b| shortfall(a).total_cmp(&shortfall(b)));
            let every = needs_every_member(rule);
            let served = if every { by_shortfall.last() } else { by_shortfall.first() };
            let served = *served.unwrap();
            Some(mediate(model, item, model.seats[served], shortfall(served), relaxation))
        }
    }
}

fn towards(from: &[f64], to: &[f64], step: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(a, b)| (1.0 - step) * a + step * b).collect()
}

/// Finds by bisection how far towards `member` the text must move to lift its gain by `shortfall`.
fn mediate(model: &Model, item: &Item, member: usize, shortfall: f64, relaxation: f64) -> Vec<f64> {
    let target = &item.positions[member];
    let lift = |t: f64| {
        let text = towards(&item.text, target, t);
        model.areas[item.area].stakes * (loss(model, item, member, &item.text) - loss(model, item, member, &text))
    };
    let (mut low, mut high) = (0.0, 1.0);
    while lift(1.0) > shortfall && high - low > 1e-15 {
        let middle = (low + high) / 2.0;
        *(if lift(middle) < shortfall { &mut low } else { &mut high }) = middle;
    }
    towards(&item.text, target, relaxation * high)
}

/// 1 − (p−q)·(p₀−q)/|p₀−q|² in the metric of the area's relevance.
pub fn dilution(model: &Model, item: &Item) -> Option<f64> {
    let relevance = &model.areas[item.area].relevance;
    let dot = |a: &[f64], b: &[f64]| -> f64 {
        (0..model.dims()).map(|d| relevance[d] * (a[d] - item.status_quo[d]) * (b[d] - item.status_quo[d])).sum()
    };
    let opened = dot(&item.opening, &item.opening);
    (opened > 0.0).then(|| 1.0 - dot(&item.text, &item.opening) / opened)
}

/// Whether the sponsor can no longer stand behind the amended text, and where it goes.
pub fn gives_up(model: &Model, item: &Item) -> Option<Ending> {
    match item.sponsor {
        Sponsor::Secretariat => {
            let kept = 1.0 - dilution(model, item)?;
            (kept < model.secretariat.as_ref()?.worthwhile - EPSILON).then_some(Ending::Withdrawn)
        }
        Sponsor::Member(sponsor) => {
            let member = &model.members[sponsor];
            let outside = member.outside_option[item.area];
            let ideal_gain = gain(model, item, sponsor, &item.positions[sponsor]);
            let content = [member.worthwhile, outside]
                .iter()
                .all(|share| gain(model, item, sponsor, &item.text) >= share * ideal_gain - EPSILON);
            let ending = if outside > member.worthwhile { Ending::Diverted } else { Ending::Withdrawn };
            (!content).then_some(ending)
        }
    }
}
