//! One proposal's draws: area, status quo, positions, opening and shocks, each a function of its name.

use winset::engine::draws::{Purpose, Stream, Subject, group_key};
use winset::engine::{Sponsor, World};
use winset::model::{Area, Law, Model, Opening, SecretariatIdeal, Timeline};

use super::amendment::{centroid, equalised, weighted_mean};
use super::anticipate::{as_seen, farthest};
use super::calendar::Item;
use super::poll::has_stake;
use super::scene::{Policies, Scene, span_at};
use super::sponsor::{Reservation, epsilon, reservation};

/// The name that a proposal's draws share.
pub fn subject(sponsor: Sponsor, tabled: u32, number: u32) -> Subject {
    let sponsor = match sponsor {
        Sponsor::Member(member) => member as u32,
        Sponsor::Secretariat => Subject::SECRETARIAT,
    };
    Subject { tabled, sponsor, number, session: 0 }
}

/// The replication's ideal points.
pub fn ideals(model: &Model, world: World) -> Vec<Vec<f64>> {
    let mut stream = world.stream(Purpose::Ideals, Subject::default(), 0);
    let mut ideals = Vec::new();
    for member in &model.members {
        let draw = |d: usize| member.ideal[d] + member.ideal_sd[d] * stream.deviate(member.ideal_law);
        ideals.push((0..model.dims()).map(draw).collect());
    }
    ideals
}

/// What the sponsor has in mind: an item to table, or the area in which it tables nothing.
pub fn propose(
    scene: &Scene,
    world: World,
    ideals: &[Vec<f64>],
    policies: &Policies,
    (sponsor, number): (Sponsor, u32),
) -> Result<Item, usize> {
    let model = scene.model;
    let name = subject(sponsor, scene.session, number);
    let mut stream = world.stream(Purpose::Proposal, name, 0);
    let area_index = choose(&area_weights(model, sponsor), stream.uniform());
    let order = stream.uniform();
    stream.skip(1);
    let area = &model.areas[area_index];
    let law = &area.status_quo;
    let drawn: Vec<f64> = (0..model.dims()).map(|d| law.mean[d] + law.sd[d] * stream.deviate(law.law)).collect();
    let by_member = policies.0[area_index].clone().unwrap_or_else(|| vec![drawn; model.members.len()]);
    let status_quo = status_quo_of(model, sponsor, &by_member);
    let positions = positions(model, world, ideals, area, name);
    let aim = aim(model, world, name, sponsor, &positions);
    let mut item = Item {
        text: Vec::new(),
        order,
        sponsor,
        tabled: scene.session,
        number,
        area: area_index,
        status_quo,
        policies: by_member,
        first_positions: positions.clone(),
        positions,
        shocks: vec![0.0; model.members.len()],
        opening_share: model.negotiation.ambition,
        opening: Vec::new(),
        epsilon: 0.0,
        reservation: Reservation { least: 0.0, elsewhere: false },
        sessions: 0,
        rounds: 0,
        feasible: None,
    };
    if let Opening::Anticipate { information_sd, withhold } = &model.negotiation.opening {
        let seen = as_seen(model, world, &item, name, information_sd);
        match farthest(scene, &seen, &aim) {
            Some(share) => item.opening_share = share,
            None if *withhold => return Err(area_index),
            None => {}
        }
    }
    item.opening = towards(&item.status_quo, &aim, item.opening_share);
    item.text = item.opening.clone();
    item.epsilon = epsilon(model, &item);
    item.reservation = reservation(scene, &item);
    Ok(item)
}

pub fn towards(from: &[f64], to: &[f64], step: f64) -> Vec<f64> {
    from.iter().zip(to).map(|(a, b)| (1.0 - step) * a + step * b).collect()
}

/// The policy that a sponsor wants to change: its own; the secretariat that of the members in the mean.
fn status_quo_of(model: &Model, sponsor: Sponsor, policies: &[Vec<f64>]) -> Vec<f64> {
    match sponsor {
        Sponsor::Member(member) => policies[member].clone(),
        Sponsor::Secretariat => {
            let mean = |d| weighted_mean(policies, &model.seats, d, |m| equalised(model, &model.seats, m)).unwrap();
            (0..model.dims()).map(mean).collect()
        }
    }
}

/// How likely `sponsor` tables in each area: not at all in those in which it has no stake.
pub fn area_weights(model: &Model, sponsor: Sponsor) -> Vec<f64> {
    let interest = |k: usize| match sponsor {
        Sponsor::Member(member) if has_stake(model, k, member) => model.members[member].interests[k],
        Sponsor::Member(_) => 0.0,
        Sponsor::Secretariat => 1.0,
    };
    model.areas.iter().enumerate().map(|(k, area)| area.share * interest(k)).collect()
}

/// The index whose part of the unit interval holds `u`.
fn choose(weights: &[f64], u: f64) -> usize {
    let total: f64 = weights.iter().sum();
    (0..weights.len()).find(|&k| u < weights[..=k].iter().sum::<f64>() / total).unwrap()
}

fn aim(model: &Model, world: World, name: Subject, sponsor: Sponsor, positions: &[Vec<f64>]) -> Vec<f64> {
    let Sponsor::Secretariat = sponsor else { return positions[name.sponsor as usize].clone() };
    match &model.secretariat.as_ref().unwrap().ideal {
        SecretariatIdeal::Point(point) => point.clone(),
        SecretariatIdeal::Centroid => centroid(model, positions),
        SecretariatIdeal::Drawn { mean, sd, law } => {
            let mut stream = world.stream(Purpose::Aim, name, 0);
            (0..model.dims()).map(|d| mean[d] + sd[d] * stream.deviate(*law)).collect()
        }
    }
}

fn positions(model: &Model, world: World, ideals: &[Vec<f64>], area: &Area, name: Subject) -> Vec<Vec<f64>> {
    let mut alone = world.stream(Purpose::Ungrouped, name, 0);
    let mut positions = Vec::new();
    for (m, member) in model.members.iter().enumerate() {
        let mut shared = member.groups.first().map(|group| world.stream(Purpose::Group, name, group_key(group)));
        let rho = area.group_correlation[m];
        let mut own = of_member(model, world, name, m);
        let mut position = Vec::new();
        for (d, ideal) in ideals[m].iter().enumerate() {
            let own = own.deviate(Law::Normal);
            let alone = alone.deviate(Law::Normal);
            let common = shared.as_mut().map_or(alone, |group| group.deviate(Law::Normal));
            position.push(ideal + area.noise[d] * (rho.sqrt() * common + (1.0 - rho).sqrt() * own));
        }
        positions.push(position);
    }
    positions
}

/// Everybody's shock in `session`, by what is in force in it: 0 for the sponsor, AR(1) over the calendar's sessions for
/// the others.
pub fn shocks(timeline: &Timeline, world: World, item: &Item, session: u32) -> Vec<f64> {
    let sd = span_at(timeline, session).1.areas[item.area].shock_sd;
    let mut shocks: Vec<f64> = standardised(timeline, world, item, session).iter().map(|z| sd * z).collect();
    if let Sponsor::Member(sponsor) = item.sponsor {
        shocks[sponsor] = 0.0;
    }
    shocks
}

/// The draws of a proposal from those of a member on: its position's, then its first shock's.
fn of_member(model: &Model, world: World, name: Subject, member: usize) -> Stream {
    let mut stream = world.stream(Purpose::Proposal, name, 0);
    stream.skip(3 + model.dims() + member * (model.dims() + 1));
    stream
}

fn standardised(timeline: &Timeline, world: World, item: &Item, session: u32) -> Vec<f64> {
    let model = span_at(timeline, session).1;
    let name = subject(item.sponsor, item.tabled, item.number);
    if session == item.tabled {
        let first = |member| {
            let mut stream = of_member(model, world, name, member);
            stream.skip(model.dims());
            stream.deviate(Law::Normal)
        };
        return (0..model.members.len()).map(first).collect();
    }
    let mut stream = world.stream(Purpose::Shocks, Subject { session, ..name }, 0);
    let innovations: Vec<f64> = model.members.iter().map(|_| stream.deviate(Law::Normal)).collect();
    let phi = model.negotiation.shock_persistence;
    let before = standardised(timeline, world, item, session - 1);
    before.iter().zip(innovations).map(|(before, new)| phi * before + (1.0 - phi * phi).sqrt() * new).collect()
}
