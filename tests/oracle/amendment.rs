//! What happens to a text after a poll that failed.

use winset::model::{Amendment, Model, Response};

use super::calendar::Item;
use super::poll::{Vote, loss};
use super::rules::{holdouts, needs_every_member, needs_support};

/// By dimension the mean of these members' positions, weighted by influence times salience. Where these products are all
/// 0 by influence, and where that is all 0 equally.
pub fn mean_position(model: &Model, positions: &[Vec<f64>], members: &[usize]) -> Vec<f64> {
    let mean = |d: usize| {
        let weights: [&dyn Fn(usize) -> f64; 3] =
            [&|m| model.members[m].influence * model.members[m].salience[d], &|m| model.members[m].influence, &|_| 1.0];
        let total = |weight: &dyn Fn(usize) -> f64| members.iter().map(|&m| weight(m)).sum::<f64>();
        let weight = weights.into_iter().find(|&weight| total(weight) > 0.0).unwrap();
        members.iter().map(|&m| weight(m) * positions[m][d]).sum::<f64>() / total(weight)
    };
    (0..model.dims()).map(mean).collect()
}

/// The amended text; `None` where nobody amends or nobody holds out.
pub fn amend(model: &Model, item: &Item, vote: &Vote) -> Option<Vec<f64>> {
    let seats = holdouts(&model.areas[item.area].rule, &vote.responses, &vote.staked);
    if seats.is_empty() {
        return None;
    }
    match model.negotiation.amendment {
        Amendment::None => None,
        Amendment::Concede { rate } => Some(concede(model, item, &seats, rate)),
        Amendment::Mediate { relaxation } => Some(mediate(model, item, vote, &seats, relaxation)),
    }
}

/// Part of the way to the holdouts, in the dimensions in which they care.
fn concede(model: &Model, item: &Item, seats: &[usize], rate: f64) -> Vec<f64> {
    let members: Vec<usize> = seats.iter().map(|&seat| model.seats[seat]).collect();
    let mut centre = mean_position(model, &item.positions, &members);
    for d in 0..model.dims() {
        if members.iter().all(|&m| model.members[m].salience[d] == 0.0) {
            centre[d] = item.text[d];
        }
    }
    towards(&item.text, &centre, rate)
}

fn mediate(model: &Model, item: &Item, vote: &Vote, seats: &[usize], relaxation: f64) -> Vec<f64> {
    let rule = &model.areas[item.area].rule;
    let shortfall = |seat: usize| {
        let enough = needs_support(rule) || vote.responses[seat] != Response::Object;
        let threshold = if enough { 0.0 } else { vote.objection_thresholds[seat] };
        threshold - vote.inclinations[seat]
    };
    let sign = if needs_every_member(rule) { 1.0 } else { -1.0 };
    let most = seats.iter().map(|&seat| sign * shortfall(seat)).fold(f64::NEG_INFINITY, f64::max);
    let served = seats.iter().copied().find(|&seat| sign * shortfall(seat) >= most - item.epsilon).unwrap();
    let step = satisfying_step(model, item, model.seats[served], shortfall(served));
    towards(&item.text, &item.positions[model.seats[served]], relaxation * step)
}

fn towards(from: &[f64], to: &[f64], step: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(a, b)| (1.0 - step) * a + step * b).collect()
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
