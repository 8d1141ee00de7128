use super::draws::{Purpose, Subject, World};
use super::proposal::{Proposal, Reservation, Sponsor};
use super::utility::{gain, loss, weighted_mean};
use crate::model::{Area, Law, Model, Relation, SecretariatIdeal};

/// What the draws of all proposals of one variant have in common: who shares which noise.
#[derive(Debug, Clone)]
pub(crate) struct Issues<'m> {
    model: &'m Model,
    /// Members of the file up to the last one present; the draws of those after it are never asked for.
    members: usize,
    /// By member: index into `group_keys` of its first group.
    group_of: Vec<Option<usize>>,
    group_keys: Vec<u64>,
}

impl<'m> Issues<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let members = model.table.last().map_or(0, |last| last + 1);
        let mut group_keys = Vec::new();
        let group_of = model.members[..members]
            .iter()
            .map(|member| {
                let key = super::draws::group_key(member.groups.first()?);
                Some(group_keys.iter().position(|&k| k == key).unwrap_or_else(|| {
                    group_keys.push(key);
                    group_keys.len() - 1
                }))
            })
            .collect();
        Issues { model, members, group_of, group_keys }
    }

    /// The replication's ideal points, member-major.
    pub(crate) fn ideals(&self, world: World) -> Vec<f64> {
        let mut stream = world.stream(Purpose::Ideals, Subject::default(), 0);
        let members = &self.model.members[..self.members];
        members
            .iter()
            .flat_map(|m| m.ideal.iter().zip(&m.ideal_sd).map(move |(ideal, sd)| (ideal, sd, m.ideal_law)))
            .map(|(ideal, sd, law)| ideal + sd * stream.deviate(law))
            .collect()
    }

    /// A new proposal: area, status quo, positions, opening and reservation. Its first shocks too.
    pub(crate) fn propose(&self, world: World, ideals: &[f64], sponsor: Sponsor, tabled: u32, number: u32) -> Proposal {
        let model = self.model;
        let subject = Subject { tabled, sponsor: sponsor.number(), number, session: 0 };
        let mut stream = world.stream(Purpose::Issue, subject, 0);
        let area_index = self.choose_area(sponsor, stream.uniform());
        let area = &model.areas[area_index];
        let q = &area.status_quo;
        let status_quo: Vec<f64> =
            q.mean.iter().zip(&q.sd).map(|(mean, sd)| mean + sd * stream.deviate(q.law)).collect();
        let positions = self.positions(world, subject, area, ideals);
        let mut proposal = Proposal {
            sponsor,
            tabled,
            number,
            area: area_index,
            status_quo,
            positions,
            opening: Vec::new(),
            text: Vec::new(),
            reservation: Reservation::Kept { least: 0.0 },
            loss_at_status_quo: Vec::new(),
            affinity: self.affinity(area, sponsor),
            shocks: vec![0.0; model.seats.len()],
            shocked: tabled,
            feasible: None,
            sessions: 0,
            rounds: 0,
        };
        self.open(&mut proposal);
        self.draw_shocks(world, &mut proposal, tabled, 0.0);
        proposal
    }

    /// Moves the shocks on to `session`: AR(1) with the stationary standard deviation σ_ν.
    pub(crate) fn advance_shocks(&self, world: World, proposal: &mut Proposal, session: u32) {
        for at in proposal.shocked + 1..=session {
            self.draw_shocks(world, proposal, at, self.model.negotiation.shock_persistence);
        }
        proposal.shocked = session;
    }

    fn draw_shocks(&self, world: World, proposal: &mut Proposal, session: u32, persistence: f64) {
        let sd = self.model.areas[proposal.area].shock_sd;
        if sd == 0.0 || persistence == 1.0 {
            return;
        }
        let innovation = sd * (1.0 - persistence * persistence).sqrt();
        let mut stream = world.stream(Purpose::Shocks, Subject { session, ..proposal.subject() }, 0);
        let mut drawn = 0;
        for (seat, &member) in self.model.seats.iter().enumerate() {
            stream.skip(member - drawn);
            drawn = member + 1;
            let shock = innovation * stream.deviate(Law::Normal);
            if proposal.sponsor != Sponsor::Member(member) {
                proposal.shocks[seat] = persistence * proposal.shocks[seat] + shock;
            }
        }
    }

    /// An area with probability in proportion to its share and the sponsor's interest in it.
    fn choose_area(&self, sponsor: Sponsor, u: f64) -> usize {
        let weight = |k: usize| match sponsor {
            Sponsor::Member(member) => self.model.areas[k].share * self.model.members[member].interests[k],
            Sponsor::Secretariat => self.model.areas[k].share,
        };
        let areas = self.model.areas.len();
        let mut rest = u * (0..areas).map(weight).sum::<f64>();
        let mut chosen = 0;
        for k in (0..areas).filter(|&k| weight(k) > 0.0) {
            chosen = k;
            rest -= weight(k);
            if rest < 0.0 {
                break;
            }
        }
        chosen
    }

    /// y_m = x_m + σ_k(√ρ z_group + √(1−ρ) z_m), member-major.
    fn positions(&self, world: World, subject: Subject, area: &Area, ideals: &[f64]) -> Vec<f64> {
        let dims = self.model.dims();
        if area.noise.iter().all(|&sigma| sigma == 0.0) {
            return ideals.to_vec();
        }
        let groups = self.group_deviates(world, subject, area);
        let mut ungrouped = world.stream(Purpose::Ungrouped, subject, 0);
        let mut stream = world.stream(Purpose::Positions, subject, 0);
        let mut positions = Vec::with_capacity(ideals.len());
        for member in 0..self.members {
            let correlation = area.group_correlation[member];
            let (shared, own) = (correlation.sqrt(), (1.0 - correlation).sqrt());
            for d in 0..dims {
                let mut z = own * stream.deviate(Law::Normal);
                // Drawn for everybody, so that a change of one member's group moves nobody else.
                let alone = ungrouped.deviate(Law::Normal);
                if shared > 0.0 {
                    z += shared * self.group_of[member].map_or(alone, |group| groups[group * dims + d]);
                }
                positions.push(ideals[member * dims + d] + area.noise[d] * z);
            }
        }
        positions
    }

    fn group_deviates(&self, world: World, subject: Subject, area: &Area) -> Vec<f64> {
        if area.group_correlation.iter().all(|&correlation| correlation == 0.0) {
            return Vec::new();
        }
        let mut deviates = Vec::new();
        for &key in &self.group_keys {
            let mut stream = world.stream(Purpose::Group, subject, key);
            deviates.extend((0..self.model.dims()).map(|_| stream.deviate(Law::Normal)));
        }
        deviates
    }

    /// By seat; 0 for the sponsor, whatever the relations say of it.
    fn affinity(&self, area: &Area, sponsor: Sponsor) -> Vec<f64> {
        let mut affinity = vec![0.0; self.model.seats.len()];
        let counts = |r: &&Relation| Sponsor::Member(r.sponsor) == sponsor && r.member != r.sponsor;
        for relation in area.relations.iter().filter(counts) {
            if let Ok(seat) = self.model.seats.binary_search(&relation.member) {
                affinity[seat] += relation.affinity;
            }
        }
        affinity
    }

    /// Sincere opening q + λ(y_s − q), the reservation, and what everybody has to lose.
    fn open(&self, proposal: &mut Proposal) {
        let model = self.model;
        let area = &model.areas[proposal.area];
        let (aim, reservation) = match proposal.sponsor {
            Sponsor::Member(member) => self.members_aim(proposal, member),
            Sponsor::Secretariat => self.secretariats_aim(proposal),
        };
        let ambition = model.negotiation.ambition;
        proposal.opening = proposal.status_quo.iter().zip(&aim).map(|(q, y)| q + ambition * (y - q)).collect();
        proposal.text.clone_from(&proposal.opening);
        proposal.reservation = reservation;
        proposal.loss_at_status_quo =
            model.seats.iter().map(|&m| loss(model, area, m, proposal.position(m), &proposal.status_quo)).collect();
    }

    fn members_aim(&self, proposal: &Proposal, member: usize) -> (Vec<f64>, Reservation) {
        let sponsor = &self.model.members[member];
        let area = &self.model.areas[proposal.area];
        let ideal = proposal.position(member).to_vec();
        let (worthwhile, outside) = (sponsor.worthwhile, sponsor.outside_option[proposal.area]);
        let best = gain(self.model, area, member, &ideal, &proposal.status_quo, &ideal);
        let reservation =
            Reservation::Gain { member, least: worthwhile.max(outside) * best, elsewhere: outside > worthwhile };
        (ideal, reservation)
    }

    fn secretariats_aim(&self, proposal: &Proposal) -> (Vec<f64>, Reservation) {
        let secretariat = self.model.secretariat.as_ref().expect("a secretariat sponsors only where there is one");
        let ideal = match &secretariat.ideal {
            SecretariatIdeal::Point(point) | SecretariatIdeal::Drawn { mean: point, .. } => point.clone(),
            SecretariatIdeal::Centroid => {
                let seats = self.model.seats.iter().map(|&m| (self.model.members[m].influence, proposal.position(m)));
                weighted_mean(seats, self.model.dims()).expect("a table has a seat")
            }
        };
        (ideal, Reservation::Kept { least: secretariat.worthwhile })
    }
}
