use wide::f64x4;

use super::draws::{Purpose, Subject, World, group_key};
use super::lanes::{lane, lanes, lanes_mut, padded};
use super::normal;
use super::points::Points;
use super::policy::Policies;
use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::shared::{Deck, SharedDraws};
use crate::model::{Area, Model, Proposer, SecretariatIdeal, Stance, StatusQuo, Timeline};

/// Who shares which noise.
#[derive(Debug, Clone)]
pub(crate) struct Groups {
    /// By member: index into `keys` of its first group.
    of: Vec<Option<usize>>,
    keys: Vec<u64>,
    /// By area: whether members share any of their noise.
    correlated: Vec<bool>,
}

impl Groups {
    pub(crate) fn new(model: &Model, members: usize) -> Self {
        let mut keys = Vec::new();
        let of = model.members[..members]
            .iter()
            .map(|member| {
                let key = group_key(member.groups.first()?);
                Some(keys.iter().position(|&k| k == key).unwrap_or_else(|| {
                    keys.push(key);
                    keys.len() - 1
                }))
            })
            .collect();
        let correlated = |area: &Area| area.group_correlation[..members].iter().any(|&correlation| correlation > 0.0);
        Groups { of, keys, correlated: model.areas.iter().map(correlated).collect() }
    }
}

/// Draws the issue that a new proposal is about: area, status quo, positions, shocks and turn. `ideals` are the ideal
/// points of the world as they are now.
pub(crate) fn draw(
    prepared: &Prepared,
    draws: &mut SharedDraws,
    ideals: &Points,
    policies: &Policies,
    proposal: &mut Proposal,
) {
    let deck = draws.proposal(proposal.subject());
    if !proposal.is_once {
        proposal.area = choose_area(prepared, proposal.sponsor, deck.area());
        proposal.topic = proposal.area;
    }
    proposal.turn = deck.turn();
    draw_first_shocks(prepared, deck, proposal);
    proposal.positions.take(prepared.members, prepared.model.dims(), |d| deck.positions(d));
    proposal.status_quo.clear();
    let area = prepared.area(proposal);
    if prepared.model.listing.is_some() {
        if !proposal.is_once {
            proposal.topic = choose_topic(prepared, proposal, deck.choice());
        }
        draw_status_quo(&prepared.listed(proposal).status_quo, deck, proposal);
        take_stances(prepared, draws, ideals, proposal);
    } else {
        if area.evolving.is_some() {
            policies.of_sponsor(prepared, proposal);
        } else {
            draw_status_quo(&area.status_quo, deck, proposal);
        }
        take_positions(prepared, draws, ideals, proposal);
    }
}

fn draw_status_quo(q: &StatusQuo, deck: Deck, proposal: &mut Proposal) {
    let deviates = deck.status_quo(q.law);
    proposal.status_quo.extend(q.mean.iter().zip(&q.sd).zip(deviates).map(|((mean, sd), z)| mean + sd * z));
}

/// The positions on a proposal of a list: as measured, or the ideal point, with the noise of the area. Where a member stands
/// nowhere its position is the status quo, from which nothing follows.
fn take_stances(prepared: &Prepared, draws: &mut SharedDraws, ideals: &Points, proposal: &mut Proposal) {
    let dims = prepared.model.dims();
    let stances = &prepared.listed(proposal).stances[..prepared.members * dims];
    let is_uncertain = |stance: &Stance| matches!(stance, Stance::At { sd, .. } if *sd > 0.0);
    let mut measured = vec![0.0; stances.len()];
    if stances.iter().any(is_uncertain) {
        let errors = draws.by_member(Purpose::Measurement, Subject::of_list(proposal.topic), dims);
        measured.copy_from_slice(&errors[..stances.len()]);
    }
    let mut at = ideals.clone();
    for (index, (stance, z)) in stances.iter().zip(measured).enumerate() {
        let at = at.at_mut(index / dims, index % dims);
        *at = match *stance {
            Stance::At { position, sd } => position + sd * z,
            Stance::Ideal => *at,
            Stance::Absent => 0.0,
        };
    }
    take_positions(prepared, draws, &at, proposal);
    for (index, _) in stances.iter().enumerate().filter(|(_, stance)| **stance == Stance::Absent) {
        *proposal.positions.at_mut(index / dims, index % dims) = proposal.status_quo[index % dims];
    }
}

/// Makes positions of the members' own deviates, which stand in their place: y_m = x_m + σ_k(√ρ z_group + √(1−ρ) z_m).
fn take_positions(prepared: &Prepared, draws: &mut SharedDraws, ideals: &Points, proposal: &mut Proposal) {
    let area = prepared.area(proposal);
    proposal.first_positions.clear();
    if area.noise.iter().all(|&sigma| sigma == 0.0) {
        proposal.positions.clone_from(ideals);
        return;
    }
    if prepared.groups.correlated[proposal.area] {
        let subject = proposal.subject();
        correlate(prepared, draws, subject, &area.group_correlation, &mut proposal.positions);
    }
    for (d, &sigma) in area.noise.iter().enumerate() {
        let (noise, ideals) = (f64x4::splat(sigma), lanes::<0>(ideals.row(d)));
        for (position, ideal) in lanes_mut::<0>(proposal.positions.row_mut(d)).iter_mut().zip(ideals) {
            *position = (lane(ideal) + noise * lane(position)).to_array();
        }
    }
}

/// Turns the members' own deviates into those that correlate within groups.
fn correlate(
    prepared: &Prepared,
    draws: &mut SharedDraws,
    subject: Subject,
    correlation: &[f64],
    deviates: &mut Points,
) {
    let (groups, dims) = (&prepared.groups, prepared.model.dims());
    let members = || correlation.iter().zip(&groups.of).enumerate();
    let mut add = |member: usize, correlation: f64, shared: &[f64]| {
        for (d, shared) in shared.iter().enumerate() {
            let z = deviates.at_mut(member, d);
            *z = (1.0 - correlation).sqrt() * *z + correlation.sqrt() * shared;
        }
    };
    if members().any(|(_, (&correlation, group))| group.is_none() && correlation > 0.0) {
        // Drawn for everybody, so that a change of one member's group moves nobody else.
        let single = draws.by_member(Purpose::Ungrouped, subject, dims);
        for (member, (&correlation, _)) in members().filter(|(_, (_, group))| group.is_none()) {
            add(member, correlation, &single[member * dims..(member + 1) * dims]);
        }
    }
    for (index, &key) in groups.keys.iter().enumerate() {
        let shared = draws.normals(Purpose::Group, subject, key, dims);
        for (member, (&correlation, _)) in members().filter(|(_, (_, group))| **group == Some(index)) {
            add(member, correlation, shared);
        }
    }
}

/// The replication's ideal points.
pub(crate) fn ideals(prepared: &Prepared, world: World) -> Points {
    let mut stream = world.stream(Purpose::Ideals, Subject::default(), 0);
    let mut ideals = Points::new(prepared.members, prepared.model.dims());
    for (number, member) in prepared.model.members[..prepared.members].iter().enumerate() {
        for (d, (ideal, sd)) in member.ideal.iter().zip(&member.ideal_sd).enumerate() {
            *ideals.at_mut(number, d) = ideal + sd * stream.deviate(member.ideal_law);
        }
    }
    ideals
}

/// Draws the shocks of the session of tabling.
fn draw_first_shocks(prepared: &Prepared, deck: Deck, proposal: &mut Proposal) {
    let sd = prepared.area(proposal).shock_sd;
    proposal.shocked = proposal.tabled;
    proposal.shocks.resize(padded(prepared.members), 0.0);
    if sd > 0.0 {
        for (shocks, z) in lanes_mut::<0>(&mut proposal.shocks).iter_mut().zip(lanes::<0>(deck.shocks())) {
            *shocks = (f64x4::splat(sd) * lane(z)).to_array();
        }
        proposal.shocks[prepared.members..].fill(0.0);
        spare_sponsor(proposal);
    } else {
        proposal.shocks.fill(0.0);
    }
}

/// Moves the shocks on to `session`: AR(1) with the stationary standard deviation σ_ν.
#[inline]
pub(crate) fn advance_shocks(prepared: &Prepared, draws: &mut SharedDraws, proposal: &mut Proposal, session: u32) {
    for at in proposal.shocked + 1..=session {
        draw_shocks(prepared, draws, proposal, at, prepared.model.negotiation.shock_persistence);
    }
}

/// Draws the shocks up to `session` anew, where what they follow has changed since tabling: the persistence is what was in
/// force in each session, σ_ν what is in force now.
pub(crate) fn retrace_shocks(
    timeline: &Timeline,
    prepared: &Prepared,
    draws: &mut SharedDraws,
    proposal: &mut Proposal,
    session: u32,
) {
    draw_first_shocks(prepared, draws.proposal(proposal.subject()), proposal);
    for at in proposal.tabled + 1..=session {
        draw_shocks(prepared, draws, proposal, at, timeline.model_at(at).negotiation.shock_persistence);
    }
}

fn draw_shocks(prepared: &Prepared, draws: &mut SharedDraws, proposal: &mut Proposal, session: u32, persistence: f64) {
    proposal.shocked = session;
    let sd = prepared.area(proposal).shock_sd;
    if sd == 0.0 || persistence == 1.0 {
        return;
    }
    let innovation = sd * (1.0 - persistence * persistence).sqrt();
    let fresh = draws.by_member(Purpose::Shocks, Subject { session, ..proposal.subject() }, 1);
    for (shock, z) in proposal.shocks[..prepared.members].iter_mut().zip(fresh) {
        *shock = persistence * *shock + innovation * z;
    }
    spare_sponsor(proposal);
}

/// A sponsor has no shock of its own proposal.
fn spare_sponsor(proposal: &mut Proposal) {
    if let Sponsor::Member(sponsor) = proposal.sponsor {
        proposal.shocks[sponsor] = 0.0;
    }
}

/// An area with probability in proportion to how much it attracts the sponsor.
fn choose_area(prepared: &Prepared, sponsor: Sponsor, u: f64) -> usize {
    let attractions = prepared.attractions(sponsor);
    let (mut rest, mut chosen) = (u * attractions.total, 0);
    for &(area, attraction) in &attractions.areas {
        chosen = area;
        rest -= attraction;
        if rest < 0.0 {
            break;
        }
    }
    chosen
}

/// One of those of the area that the sponsor may table, each with the same probability.
fn choose_topic(prepared: &Prepared, proposal: &Proposal, u: f64) -> usize {
    let topics: Vec<usize> = prepared.topics_for(proposal.sponsor, proposal.area).collect();
    let number = (u * topics.len() as f64) as usize;
    topics[number.min(topics.len() - 1)]
}

/// Who tables a proposal of the list that comes up once: drawn by `initiative` where nobody is named, so that somebody more
/// at the table takes proposals over and moves none from one of the others to another. `None` where nobody would.
pub(crate) fn proposer(
    prepared: &Prepared,
    draws: &mut SharedDraws,
    topic: usize,
    initiative: impl Fn(Sponsor, f64) -> f64,
) -> Option<Sponsor> {
    let willing = prepared.sponsors.iter().filter(|(sponsor, _)| prepared.may_table(*sponsor, topic));
    let mut willing = willing.map(|&(sponsor, mean)| (sponsor, initiative(sponsor, mean))).filter(|(_, i)| *i > 0.0);
    let first = willing.next()?;
    if prepared.model.listed(topic).is_some_and(|listed| listed.proposer != Proposer::Anybody) {
        return Some(first.0);
    }
    // The first of exponential waiting times is that of a member with probability in proportion to its rate.
    let deviates = draws.by_member(Purpose::Proposer, Subject::of_list(topic), 1);
    let wait = |(sponsor, initiative): (Sponsor, f64)| match sponsor {
        Sponsor::Member(member) => -libm::log(normal::cdf(deviates[member])) / initiative,
        Sponsor::Secretariat => f64::INFINITY,
    };
    let waits = std::iter::once(first).chain(willing).map(|one| (wait(one), one.0));
    waits.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, sponsor)| sponsor)
}

/// Takes what is in force now: by member affinity for the sponsor; 0 for the sponsor, whatever the relations say of it.
#[inline]
pub(crate) fn take_affinity(prepared: &Prepared, proposal: &mut Proposal) {
    proposal.affinity.clear();
    proposal.affinity.resize(padded(prepared.members), 0.0);
    for &(member, affinity) in prepared.affinities(proposal) {
        proposal.affinity[member] += affinity;
    }
}

/// Puts the secretariat's aim into `aim`, where it is drawn for each proposal; whether it is.
pub(crate) fn draw_aim(prepared: &Prepared, draws: &mut SharedDraws, proposal: &Proposal, aim: &mut Vec<f64>) -> bool {
    let ideal = prepared.model.secretariat.as_ref().map(|secretariat| &secretariat.ideal);
    let (Some(SecretariatIdeal::Drawn { mean, sd, law }), Sponsor::Secretariat) = (ideal, proposal.sponsor) else {
        return false;
    };
    let deviates = draws.aim(proposal.subject(), *law);
    aim.extend(mean.iter().zip(sd).zip(deviates).map(|((mean, sd), z)| mean + sd * z));
    true
}

/// The positions as the sponsor sees them: with an error of standard deviation `sd`, its own without.
pub(crate) fn seen_positions(prepared: &Prepared, draws: &mut SharedDraws, proposal: &Proposal, sd: &[f64]) -> Points {
    let mut seen = proposal.positions.clone();
    if sd.iter().all(|&sd| sd == 0.0) {
        return seen;
    }
    let dims = prepared.model.dims();
    let errors = draws.by_member(Purpose::Information, proposal.subject(), dims);
    for member in (0..seen.members()).filter(|&member| proposal.sponsor != Sponsor::Member(member)) {
        for (d, sd) in sd.iter().enumerate() {
            *seen.at_mut(member, d) += sd * errors[member * dims + d];
        }
    }
    seen
}
