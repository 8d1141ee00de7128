use super::draws::{Purpose, Subject, World, group_key};
use super::policy::Policies;
use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use crate::model::{Area, Law, Model, Relation, SecretariatIdeal, Timeline};

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
/// points of the world as they are now, by member and dimension.
pub(crate) fn draw(prepared: &Prepared, world: World, ideals: &[f64], policies: &Policies, proposal: &mut Proposal) {
    let subject = proposal.subject();
    let mut stream = world.stream(Purpose::Issue, subject, 0);
    proposal.area = choose_area(prepared, proposal.sponsor, stream.uniform());
    proposal.status_quo.clear();
    let area = prepared.area(proposal);
    if area.evolving.is_some() {
        policies.of_sponsor(prepared, proposal);
    } else {
        let q = &area.status_quo;
        proposal.status_quo.extend(q.mean.iter().zip(&q.sd).map(|(mean, sd)| mean + sd * stream.deviate(q.law)));
    }
    take_positions(prepared, world, ideals, proposal);
    proposal.shocks.clear();
    proposal.shocks.resize(prepared.members, 0.0);
    proposal.shocked = proposal.tabled;
    draw_shocks(prepared, world, proposal, proposal.tabled, 0.0);
    proposal.turn = world.stream(Purpose::Order, subject, 0).uniform();
}

/// y_m = x_m + σ_k(√ρ z_group + √(1−ρ) z_m).
fn take_positions(prepared: &Prepared, world: World, ideals: &[f64], proposal: &mut Proposal) {
    let area = prepared.area(proposal);
    proposal.positions.clear();
    proposal.positions.extend_from_slice(ideals);
    proposal.first_positions.clear();
    if area.noise.iter().all(|&sigma| sigma == 0.0) {
        return;
    }
    let (dims, subject) = (prepared.model.dims(), proposal.subject());
    let correlated = prepared.groups.correlated[proposal.area];
    let groups = if correlated { group_deviates(prepared, world, subject) } else { Vec::new() };
    let mut ungrouped = correlated.then(|| world.stream(Purpose::Ungrouped, subject, 0));
    let mut own = world.stream(Purpose::Positions, subject, 0);
    for member in 0..prepared.members {
        let correlation = area.group_correlation[member];
        let (shared, alone) = (correlation.sqrt(), (1.0 - correlation).sqrt());
        for d in 0..dims {
            let mut z = alone * own.deviate(Law::Normal);
            if let Some(ungrouped) = &mut ungrouped {
                // Drawn for everybody, so that a change of one member's group moves nobody else.
                let single = ungrouped.deviate(Law::Normal);
                z += shared * prepared.groups.of[member].map_or(single, |group| groups[group * dims + d]);
            }
            proposal.positions[member * dims + d] += area.noise[d] * z;
        }
    }
}

fn group_deviates(prepared: &Prepared, world: World, subject: Subject) -> Vec<f64> {
    let (keys, dims) = (&prepared.groups.keys, prepared.model.dims());
    let mut deviates = Vec::with_capacity(keys.len() * dims);
    for &key in keys {
        let mut stream = world.stream(Purpose::Group, subject, key);
        deviates.extend((0..dims).map(|_| stream.deviate(Law::Normal)));
    }
    deviates
}

/// The replication's ideal points, by member and dimension.
pub(crate) fn ideals(prepared: &Prepared, world: World) -> Vec<f64> {
    let mut stream = world.stream(Purpose::Ideals, Subject::default(), 0);
    let members = &prepared.model.members[..prepared.members];
    members
        .iter()
        .flat_map(|m| m.ideal.iter().zip(&m.ideal_sd).map(move |(ideal, sd)| (ideal, sd, m.ideal_law)))
        .map(|(ideal, sd, law)| ideal + sd * stream.deviate(law))
        .collect()
}

/// Moves the shocks on to `session`: AR(1) with the stationary standard deviation σ_ν.
pub(crate) fn advance_shocks(prepared: &Prepared, world: World, proposal: &mut Proposal, session: u32) {
    for at in proposal.shocked + 1..=session {
        draw_shocks(prepared, world, proposal, at, prepared.model.negotiation.shock_persistence);
    }
    proposal.shocked = session;
}

/// Draws the shocks up to `session` anew, where what they follow has changed since tabling: the persistence is what was in
/// force in each session, σ_ν what is in force now.
pub(crate) fn retrace_shocks(
    timeline: &Timeline,
    prepared: &Prepared,
    world: World,
    proposal: &mut Proposal,
    session: u32,
) {
    proposal.shocks.fill(0.0);
    for at in proposal.tabled..=session {
        let persistence = timeline.model_at(at).negotiation.shock_persistence;
        draw_shocks(prepared, world, proposal, at, if at == proposal.tabled { 0.0 } else { persistence });
    }
    proposal.shocked = session;
}

fn draw_shocks(prepared: &Prepared, world: World, proposal: &mut Proposal, session: u32, persistence: f64) {
    let sd = prepared.area(proposal).shock_sd;
    if sd == 0.0 || persistence == 1.0 {
        return;
    }
    let innovation = sd * (1.0 - persistence * persistence).sqrt();
    let mut stream = world.stream(Purpose::Shocks, Subject { session, ..proposal.subject() }, 0);
    for (member, shock) in proposal.shocks.iter_mut().enumerate() {
        let fresh = innovation * stream.deviate(Law::Normal);
        if proposal.sponsor != Sponsor::Member(member) {
            *shock = persistence * *shock + fresh;
        }
    }
}

/// An area with probability in proportion to how much it attracts the sponsor.
fn choose_area(prepared: &Prepared, sponsor: Sponsor, u: f64) -> usize {
    let areas = prepared.model.areas.len();
    let attraction = |area: usize| prepared.attraction(sponsor, area);
    let mut rest = u * (0..areas).map(attraction).sum::<f64>();
    let mut chosen = 0;
    for area in (0..areas).filter(|&area| attraction(area) > 0.0) {
        chosen = area;
        rest -= attraction(area);
        if rest < 0.0 {
            break;
        }
    }
    chosen
}

/// Takes what is in force now: by member affinity for the sponsor; 0 for the sponsor, whatever the relations say of it.
pub(crate) fn take_affinity(prepared: &Prepared, proposal: &mut Proposal) {
    proposal.affinity.clear();
    proposal.affinity.resize(prepared.members, 0.0);
    let counts = |r: &&Relation| {
        Sponsor::Member(r.sponsor) == proposal.sponsor && r.member != r.sponsor && r.member < prepared.members
    };
    for relation in prepared.area(proposal).relations.iter().filter(counts) {
        proposal.affinity[relation.member] += relation.affinity;
    }
}

/// Where the secretariat aims, where that is drawn for each proposal.
pub(crate) fn drawn_aim(prepared: &Prepared, world: World, proposal: &Proposal) -> Option<Vec<f64>> {
    match (&prepared.model.secretariat.as_ref()?.ideal, proposal.sponsor) {
        (SecretariatIdeal::Drawn { mean, sd, law }, Sponsor::Secretariat) => {
            let mut stream = world.stream(Purpose::Aim, proposal.subject(), 0);
            Some(mean.iter().zip(sd).map(|(mean, sd)| mean + sd * stream.deviate(*law)).collect())
        }
        _ => None,
    }
}

/// The positions as the sponsor sees them: with an error of standard deviation `sd`, its own without.
pub(crate) fn seen_positions(prepared: &Prepared, world: World, proposal: &Proposal, sd: &[f64]) -> Vec<f64> {
    let mut seen = proposal.positions.clone();
    if sd.iter().all(|&sd| sd == 0.0) {
        return seen;
    }
    let dims = prepared.model.dims();
    let mut stream = world.stream(Purpose::Information, proposal.subject(), 0);
    for member in 0..prepared.members {
        for (d, sd) in sd.iter().enumerate() {
            let error = sd * stream.deviate(Law::Normal);
            if proposal.sponsor != Sponsor::Member(member) {
                seen[member * dims + d] += error;
            }
        }
    }
    seen
}
