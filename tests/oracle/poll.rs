//! Losses, inclinations, the straw poll and the poll that counts.

use winset::engine::{Poll, Sponsor};
use winset::model::{Loss, Model, Response};

use super::calendar::Item;
use super::rules::adopts;

/// "To within" of every threshold.
pub const EPSILON: f64 = 1e-9;

pub fn loss(model: &Model, item: &Item, member: usize, at: &[f64]) -> f64 {
    let relevance = &model.areas[item.area].relevance;
    let salience = &model.members[member].salience;
    let position = &item.positions[member];
    let mut sum = 0.0;
    for d in 0..model.dims() {
        sum += relevance[d] * salience[d] * (at[d] - position[d]).powi(2);
    }
    match model.negotiation.loss {
        Loss::Quadratic => sum,
        Loss::Linear => sum.sqrt(),
    }
}

/// G_m(p).
pub fn gain(model: &Model, item: &Item, member: usize, text: &[f64]) -> f64 {
    let stakes = model.areas[item.area].stakes;
    stakes * loss(model, item, member, &item.status_quo) - stakes * loss(model, item, member, text)
}

/// What `member` adds because of who sponsors.
fn affinity(model: &Model, item: &Item, member: usize) -> f64 {
    let Sponsor::Member(sponsor) = item.sponsor else { return 0.0 };
    if sponsor == member {
        return 0.0;
    }
    let relations = &model.areas[item.area].relations;
    relations.iter().filter(|r| (r.member, r.sponsor) == (member, sponsor)).map(|r| r.affinity).sum()
}

pub fn poll(model: &Model, item: &Item, shocks: &[f64]) -> Poll {
    let n = model.seats.len();
    let member = |seat: usize| &model.members[model.seats[seat]];
    let mut vote = Poll::default();
    for &m in &model.seats {
        vote.inclinations.push(gain(model, item, m, &item.text) + affinity(model, item, m) + shocks[m]);
    }
    let straw: Vec<bool> =
        (0..n).map(|seat| vote.inclinations[seat] < -member(seat).tolerance[item.area] - EPSILON).collect();
    for seat in 0..n {
        let others: Vec<usize> = (0..n).filter(|&other| other != seat).collect();
        let agreeing = others.iter().filter(|&&other| !straw[other]).count();
        let share = if others.is_empty() { 0.0 } else { agreeing as f64 / others.len() as f64 };
        let threshold =
            -member(seat).tolerance[item.area] - model.negotiation.pressure * member(seat).deference * share;
        vote.agreeing.push(share);
        vote.objection_thresholds.push(threshold);
        vote.responses.push(if vote.inclinations[seat] < threshold - EPSILON {
            Response::Object
        } else if vote.inclinations[seat] < -EPSILON {
            Response::Acquiesce
        } else {
            Response::Support
        });
    }
    vote.adopted = adopts(&model.areas[item.area].rule, &vote.responses);
    vote
}
