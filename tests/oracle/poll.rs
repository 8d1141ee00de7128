//! Losses, inclinations, the straw poll and the poll that counts.

use winset::engine::Sponsor;
use winset::model::{Loss, Model, Response, Rule};

use super::calendar::Item;
use super::rules::adopts;
use super::scene::Scene;

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

/// G_m(p), against the policy that the member has.
pub fn gain(model: &Model, item: &Item, member: usize, text: &[f64]) -> f64 {
    let loss_at = |at: &[f64]| loss(model, item.area, member, &item.positions[member], at);
    model.areas[item.area].stakes * (loss_at(&item.policies[member]) - loss_at(text))
}

/// What `member` adds because of who sponsors.
pub fn affinity(model: &Model, area: usize, sponsor: Sponsor, member: usize) -> f64 {
    let Sponsor::Member(sponsor) = sponsor else { return 0.0 };
    if sponsor == member {
        return 0.0;
    }
    let relations = &model.areas[area].relations;
    relations.iter().filter(|r| (r.member, r.sponsor) == (member, sponsor)).map(|r| r.affinity).sum()
}

/// V_m(p), of a member without a stake without what failing costs.
pub fn inclination(scene: &Scene, item: &Item, member: usize, text: &[f64]) -> f64 {
    let failing = if has_stake(scene.model, item.area, member) { scene.failing(item.area) } else { 0.0 };
    let affinity = affinity(scene.model, item.area, item.sponsor, member);
    gain(scene.model, item, member, text) + failing + affinity + item.shocks[member]
}

/// −τ − η δ_m f_m.
pub fn objection_threshold(scene: &Scene, member: usize, tolerance: f64, agreeing: f64) -> f64 {
    -tolerance - scene.model.negotiation.pressure * scene.model.members[member].deference * agreeing
}

/// What is asked of one seat in a poll.
pub struct Question {
    pub inclination: f64,
    pub staked: bool,
    pub tolerance: f64,
    /// It is the sponsor's.
    pub own: bool,
}

/// The straw poll and the poll that counts, on `rules` all of which are to be met, one question a seat.
pub fn hold(scene: &Scene, rules: &[&Rule], questions: &[Question], epsilon: f64) -> Vote {
    let seats = &scene.model.seats;
    let respond = |seat: usize, threshold: f64| {
        let question = &questions[seat];
        if question.own {
            Response::Support
        } else if !question.staked {
            Response::Acquiesce
        } else if question.inclination < threshold - epsilon && !scene.muted[seats[seat]] {
            Response::Object
        } else if question.inclination < -epsilon {
            Response::Acquiesce
        } else {
            Response::Support
        }
    };
    let straw: Vec<Response> = (0..seats.len()).map(|seat| respond(seat, -questions[seat].tolerance)).collect();
    let mut vote = Vote::default();
    for seat in 0..seats.len() {
        let others: Vec<usize> = (0..seats.len()).filter(|&other| other != seat).collect();
        let agreeing = others.iter().filter(|&&other| straw[other] != Response::Object).count();
        let share = if others.is_empty() { 0.0 } else { agreeing as f64 / others.len() as f64 };
        let threshold = objection_threshold(scene, seats[seat], questions[seat].tolerance, share);
        vote.agreeing.push(share);
        vote.objection_thresholds.push(threshold);
        vote.responses.push(respond(seat, threshold));
    }
    vote.inclinations = questions.iter().map(|question| question.inclination).collect();
    vote.staked = questions.iter().map(|question| question.staked).collect();
    vote.adopted = rules.iter().all(|rule| adopts(rule, &vote.responses, &vote.staked));
    vote
}

pub fn poll(scene: &Scene, item: &Item) -> Vote {
    let question = |&member: &usize| Question {
        inclination: inclination(scene, item, member, &item.text),
        staked: has_stake(scene.model, item.area, member),
        tolerance: scene.model.members[member].tolerance[item.area],
        own: item.sponsor == Sponsor::Member(member),
    };
    let questions: Vec<Question> = scene.model.seats.iter().map(question).collect();
    hold(scene, &[scene.rule(item)], &questions, item.epsilon)
}
