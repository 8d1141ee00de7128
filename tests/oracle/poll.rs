//! Losses, inclinations, the straw poll and the poll that counts.

use winset::engine::Sponsor;
use winset::model::{Loss, Model, Response};

use super::calendar::Item;
use super::rules::adopts;

/// What a poll found, by seat.
#[derive(Debug, Clone, Default)]
pub struct Vote {
    pub inclinations: Vec<f64>,
    pub agreeing: Vec<f64>,
    pub objection_thresholds: Vec<f64>,
    pub responses: Vec<Response>,
    pub staked: Vec<bool>,
    pub adopted: bool,
}

pub fn loss(model: &Model, area: usize, member: usize, position: &[f64], at: &[f64]) -> f64 {
    let relevance = &model.areas[area].relevance;
    let salience = &model.members[member].salience;
    let mut sum = 0.0;
    for d in 0..model.dims() {
        sum += relevance[d] * salience[d] * (at[d] - position[d]).powi(2);
    }
    match model.negotiation.loss {
        Loss::Quadratic => sum,
        Loss::Linear => sum.sqrt(),
    }
}

/// Whether any text in `area` makes a difference to `member`.
pub fn has_stake(model: &Model, area: usize, member: usize) -> bool {
    (0..model.dims()).any(|d| model.areas[area].relevance[d] * model.members[member].salience[d] != 0.0)
}

/// G_m(p).
pub fn gain(model: &Model, item: &Item, member: usize, text: &[f64]) -> f64 {
    let loss_at = |at: &[f64]| loss(model, item.area, member, &item.positions[member], at);
    model.areas[item.area].stakes * (loss_at(&item.status_quo) - loss_at(text))
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

/// V_m(p), of a member without a stake without what failing costs.
pub fn inclination(model: &Model, item: &Item, member: usize, text: &[f64], shocks: &[f64]) -> f64 {
    let urgency = if has_stake(model, item.area, member) { model.areas[item.area].urgency } else { 0.0 };
    gain(model, item, member, text) + urgency + affinity(model, item, member) + shocks[member]
}

/// −τ_m − η δ_m f_m.
pub fn objection_threshold(model: &Model, item: &Item, member: usize, agreeing: f64) -> f64 {
    let m = &model.members[member];
    -m.tolerance[item.area] - model.negotiation.pressure * m.deference * agreeing
}

pub fn poll(model: &Model, item: &Item, shocks: &[f64]) -> Vote {
    let seats = &model.seats;
    let staked: Vec<bool> = seats.iter().map(|&m| has_stake(model, item.area, m)).collect();
    let inclinations: Vec<f64> = seats.iter().map(|&m| inclination(model, item, m, &item.text, shocks)).collect();
    let respond = |seat: usize, threshold: f64| {
        if item.sponsor == Sponsor::Member(seats[seat]) {
            Response::Support
        } else if !staked[seat] {
            Response::Acquiesce
        } else if inclinations[seat] < threshold - item.epsilon {
            Response::Object
        } else if inclinations[seat] < -item.epsilon {
            Response::Acquiesce
        } else {
            Response::Support
        }
    };
    let straw: Vec<Response> =
        (0..seats.len()).map(|seat| respond(seat, -model.members[seats[seat]].tolerance[item.area])).collect();
    let mut vote = Vote::default();
    for seat in 0..seats.len() {
        let others: Vec<usize> = (0..seats.len()).filter(|&other| other != seat).collect();
        let agreeing = others.iter().filter(|&&other| straw[other] != Response::Object).count();
        let share = if others.is_empty() { 0.0 } else { agreeing as f64 / others.len() as f64 };
        let threshold = objection_threshold(model, item, seats[seat], share);
        vote.agreeing.push(share);
        vote.objection_thresholds.push(threshold);
        vote.responses.push(respond(seat, threshold));
    }
    vote.adopted = adopts(&model.areas[item.area].rule, &vote.responses, &staked);
    Vote { inclinations, staked, ..vote }
}
