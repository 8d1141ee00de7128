//! What happens to a text after a poll that failed.

use winset::model::{Amendment, Model, Response, Rule};

use super::calendar::Item;
use super::issue::towards;
use super::poll::{Vote, loss};
use super::rules::{holdouts, needs_every_member, needs_support};
use super::scene::Scene;

/// The mean of these members' positions in dimension `d`, weighted by influence times salience; everybody has the same
/// influence where all of it is 0. `None` where these weights are.
fn mean_by_salience(model: &Model, positions: &[Vec<f64>], members: &[usize], d: usize) -> Option<f64> {
    let all = |m: usize| equalised(model, members, m) * model.members[m].salience[d];
    weighted_mean(positions, members, d, all)
}

/// Influence among `members`; everybody has the same where nobody has any.
pub fn equalised(model: &Model, members: &[usize], member: usize) -> f64 {
    let nobody = members.iter().all(|&m| model.members[m].influence == 0.0);
    if nobody { 1.0 } else { model.members[member].influence }
}

pub fn weighted_mean(
    positions: &[Vec<f64>],
    members: &[usize],
    d: usize,
    weight: impl Fn(usize) -> f64,
) -> Option<f64> {
    let total: f64 = members.iter().map(|&m| weight(m)).sum();
    (total > 0.0).then(|| members.iter().map(|&m| weight(m) * positions[m][d]).sum::<f64>() / total)
}

/// The mean position of everybody with a response, by influence alone where nobody with influence cares.
pub fn centroid(model: &Model, positions: &[Vec<f64>]) -> Vec<f64> {
    let by_influence =
        |d| weighted_mean(positions, &model.seats, d, |m| equalised(model, &model.seats, m)).expect("somebody");
    (0..model.dims())
        .map(|d| mean_by_salience(model, positions, &model.seats, d).unwrap_or_else(|| by_influence(d)))
        .collect()
}

/// The amended text; `None` where nobody amends or nobody holds out.
pub fn amend(scene: &Scene, item: &Item, vote: &Vote) -> Option<Vec<f64>> {
    let model = scene.model;
    let seats = holdouts(scene.rule(item), &vote.responses, &vote.staked);
    if seats.is_empty() {
        return None;
    }
    match model.negotiation.amendment {
        Amendment::None => None,
        Amendment::Concede { rate } => Some(concede(model, item, &seats, rate)),
        Amendment::Mediate { relaxation } => Some(mediate(scene, item, vote, &seats, relaxation)),
    }
}

/// Part of the way to the holdouts, in the dimensions in which they care. Where only those without influence do, they are
/// equals.
fn concede(model: &Model, item: &Item, seats: &[usize], rate: f64) -> Vec<f64> {
    let members: Vec<usize> = seats.iter().map(|&seat| model.seats[seat]).collect();
    let centre = |d: usize| {
        let among_equals = || weighted_mean(&item.positions, &members, d, |m| model.members[m].salience[d]);
        mean_by_salience(model, &item.positions, &members, d).or_else(among_equals).unwrap_or(item.text[d])
    };
    towards(&item.text, &(0..model.dims()).map(centre).collect::<Vec<f64>>(), rate)
}

fn mediate(scene: &Scene, item: &Item, vote: &Vote, seats: &[usize], relaxation: f64) -> Vec<f64> {
    let rule = scene.rule(item);
    let sign = if needs_every_member(rule) { 1.0 } else { -1.0 };
    let most = seats.iter().map(|&seat| sign * shortfall(rule, vote, seat)).fold(f64::NEG_INFINITY, f64::max);
    let is_that_far = |&seat: &usize| sign * shortfall(rule, vote, seat) >= most - item.epsilon;
    let served = seats.iter().copied().find(is_that_far).unwrap();
    let member = scene.model.seats[served];
    let step = satisfying_step(scene.model, item, member, shortfall(rule, vote, served));
    towards(&item.text, &item.positions[member], relaxation * step)
}

/// What a holdout lacks: T_m − V_m.
pub fn shortfall(rule: &Rule, vote: &Vote, seat: usize) -> f64 {
    let to_support = needs_support(rule) || vote.responses[seat] == Response::Acquiesce;
    let threshold = if to_support { 0.0 } else { vote.objection_thresholds[seat] };
    threshold - vote.inclinations[seat]
}

/// Finds by bisection how far towards `member` the text must move to lift its gain by `shortfall`: all the way, if
/// nothing on the way does.
fn satisfying_step(model: &Model, item: &Item, member: usize, shortfall: f64) -> f64 {
    let position = &item.positions[member];
    let lift = |step: f64| {
        let text = towards(&item.text, position, step);
        let loss_at = |at: &[f64]| loss(model, item.area, member, position, at);
        model.areas[item.area].stakes * (loss_at(&item.text) - loss_at(&text))
    };
    let (mut low, mut high) = (0.0, 1.0);
    while lift(1.0) > shortfall && high - low > 1e-15 {
        let middle = (low + high) / 2.0;
        *(if lift(middle) < shortfall { &mut low } else { &mut high }) = middle;
    }
    high
}
