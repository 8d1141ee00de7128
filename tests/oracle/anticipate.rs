//! How far a sponsor goes who thinks of the others. Whatever can change on the way changes where somebody's inclination
//! crosses one of the thresholds that it may ever have; between two such places one look is enough.

use winset::engine::draws::{Purpose, Subject};
use winset::engine::{Sponsor, World};
use winset::model::{Law, Model};

use super::calendar::Item;
use super::issue::towards;
use super::poll::{Question, has_stake, hold, inclination, loss, objection_threshold};
use super::scene::Scene;
use super::sponsor::{epsilon, left, wanted};

/// A share of the way that is none.
const NONE: f64 = 1e-9;

/// `item` as its sponsor sees it: everybody else's position with an error, and no shocks.
pub fn as_seen(model: &Model, world: World, item: &Item, name: Subject, sd: &[f64]) -> Item {
    let mut seen = item.clone();
    let mut stream = world.stream(Purpose::Information, name, 0);
    for member in 0..model.members.len() {
        for d in 0..model.dims() {
            let error = sd[d] * stream.deviate(Law::Normal);
            if item.sponsor != Sponsor::Member(member) {
                seen.positions[member][d] += error;
            }
        }
    }
    seen.shocks.fill(0.0);
    seen
}

/// The largest λ in (0,1] at which the first poll on what is `seen` would meet the rule and the sponsor gets what it wants.
pub fn farthest(scene: &Scene, seen: &Item, aim: &[f64]) -> Option<f64> {
    let mut item = seen.clone();
    item.opening = aim.to_vec();
    item.epsilon = epsilon(scene.model, &item);
    let mut places = vec![0.0, 1.0];
    for &member in &scene.model.seats {
        for level in thresholds(scene, &item, member) {
            places.extend(crossings(scene, &item, aim, member, level));
        }
    }
    if let Sponsor::Member(sponsor) = item.sponsor {
        // In terms of an inclination that knows of no affinity and no shock, the sponsor's own.
        let failing = if has_stake(scene.model, item.area, sponsor) { 0.0 } else { scene.failing(item.area) };
        places.extend(crossings(scene, &item, aim, sponsor, wanted(scene, &item).least - failing));
    }
    places.retain(|place| (0.0..=1.0).contains(place));
    places.sort_by(|a, b| b.total_cmp(a));
    let between =
        places.windows(2).find(|pair| pair[0] - pair[1] > 1e-13 && met(scene, &item, aim, (pair[0] + pair[1]) / 2.0));
    between.map(|pair| pair[0]).filter(|&share| share > NONE)
}

/// Every threshold that `member` may have: for support, in the straw poll, and in the poll with any share that agrees.
fn thresholds(scene: &Scene, item: &Item, member: usize) -> Vec<f64> {
    let others = scene.model.seats.len() - 1;
    let tolerance = scene.model.members[member].tolerance[item.area];
    let agreeing = (0..=others).map(|n| if others == 0 { 0.0 } else { n as f64 / others as f64 });
    let poll = agreeing.map(|f| objection_threshold(scene, member, tolerance, f));
    poll.chain([0.0, -tolerance]).collect()
}

/// Shares of the way to `aim` at which the inclination of `member` is at `level`.
fn crossings(scene: &Scene, item: &Item, aim: &[f64], member: usize, level: f64) -> Vec<f64> {
    let area = &scene.model.areas[item.area];
    // What it may lose by the text: level = stakes (at the status quo − that) + the rest.
    let at_hand = inclination(scene, item, member, &item.policies[member]);
    let kept = loss(scene.model, item.area, member, &item.positions[member], &item.policies[member]);
    let allowed = kept + (at_hand - level) / area.stakes;
    let square = match scene.model.negotiation.loss {
        winset::model::Loss::Quadratic => allowed,
        winset::model::Loss::Linear if allowed < 0.0 => return Vec::new(),
        winset::model::Loss::Linear => allowed * allowed,
    };
    let (mut a, mut b, mut c) = (0.0, 0.0, -square);
    for d in 0..scene.model.dims() {
        let weight = area.relevance[d] * scene.model.members[member].salience[d];
        let (way, off) = (aim[d] - item.status_quo[d], item.status_quo[d] - item.positions[member][d]);
        a += weight * way * way;
        b += weight * way * off;
        c += weight * off * off;
    }
    let root = (b * b - a * c).sqrt();
    // NaN where it never gets there.
    let stable = -(b + b.signum() * root);
    [stable / a, c / stable].into_iter().filter(|share| share.is_finite()).collect()
}

/// Whether the sponsor expects the rule to be met at this share of the way, and gets what it wants.
fn met(scene: &Scene, item: &Item, aim: &[f64], share: f64) -> bool {
    let text = towards(&item.status_quo, aim, share);
    let question = |&member: &usize| Question {
        inclination: inclination(scene, item, member, &text),
        staked: has_stake(scene.model, item.area, member),
        tolerance: scene.model.members[member].tolerance[item.area],
        own: item.sponsor == Sponsor::Member(member),
    };
    let questions: Vec<Question> = scene.model.seats.iter().map(question).collect();
    let enough = match item.sponsor {
        Sponsor::Member(s) => left(scene, item, s, &text) >= wanted(scene, item).least - item.epsilon,
        Sponsor::Secretariat => true,
    };
    enough && hold(scene, &[scene.rule(item)], &questions, item.epsilon).adopted
}
