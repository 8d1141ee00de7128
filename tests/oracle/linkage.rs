//! Two proposals that failed, tried together.

use winset::engine::Sponsor;
use winset::model::Response;

use super::calendar::Item;
use super::poll::{Question, gain, has_stake, hold, inclination};
use super::scene::Scene;

/// Seats that object to the pair, if it is adopted; both items as they were in their last polls.
pub fn pair(scene: &Scene, a: &Item, b: &Item) -> Option<Vec<usize>> {
    let model = scene.model;
    if a.area == b.area && model.areas[a.area].evolving.is_some() {
        return None;
    }
    let epsilon = a.epsilon + b.epsilon;
    let sum = |of: &dyn Fn(&Item) -> f64| of(a) + of(b);
    let question = |&m: &usize| Question {
        inclination: sum(&|item| inclination(scene, item, m, &item.text)),
        staked: has_stake(model, a.area, m) || has_stake(model, b.area, m),
        tolerance: model.members[m].tolerance[a.area].max(model.members[m].tolerance[b.area]),
        own: a.sponsor == Sponsor::Member(m) && b.sponsor == a.sponsor,
    };
    let questions: Vec<Question> = model.seats.iter().map(question).collect();
    let vote = hold(scene, &[scene.rule(a), scene.rule(b)], &questions, epsilon);
    let content = |item: &Item| {
        let Sponsor::Member(s) = item.sponsor else { return true };
        let failing = |of: &Item| if has_stake(model, of.area, s) { scene.failing(of.area) } else { 0.0 };
        let gains = sum(&|of| gain(model, of, s, &of.text) + failing(of));
        let wants = sum(&|of| if of.sponsor == item.sponsor { of.reservation.least } else { 0.0 });
        gains >= wants - epsilon
    };
    let objectors = (0..questions.len()).filter(|&seat| vote.responses[seat] == Response::Object).collect();
    (vote.adopted && content(a) && content(b)).then_some(objectors)
}
