use super::issue::Groups;
use super::lanes::{self, WIDTH, of_size, padded, row};
use super::panel::Table;
use super::points::Points;
use super::poll::share_of_others;
use super::proposal::{Proposal, Sponsor};
use super::utility::vector;
use crate::model::{Area, Listed, Loss, Member, Model, Proposer, Relation, Rule, Stance};

/// A model with what follows from it in every world: who cares how much about what, and who may sponsor.
#[derive(Debug, Clone)]
pub(crate) struct Prepared<'m> {
    pub(crate) model: &'m Model,
    /// Members of the file up to the last one that is ever present; the draws of those after it are never asked for.
    pub(crate) members: usize,
    /// Whoever may table, in the order of the file, the secretariat last; with its initiative.
    pub(crate) sponsors: Vec<(Sponsor, f64)>,
    /// Who shares which noise.
    pub(crate) groups: Groups,
    /// Whether anybody at the table can be persuaded during negotiation, and over the years.
    pub(crate) is_susceptible: bool,
    pub(crate) is_socialised: bool,
    /// By member, in lanes: 1 if it is at the table, else 0.
    pub(crate) presence: Vec<f64>,
    /// Whether every member has a seat, so that rows by member are rows by seat.
    pub(crate) all_sit: bool,
    /// f_m by how many other members object in the straw poll.
    pub(crate) agreeing: Vec<f64>,
    /// By sponsor: members of the file, then the secretariat.
    attractions: Vec<Attractions>,
    /// By member: its seat, if it has one.
    seats: Vec<Option<usize>>,
    /// By topic: what a poll asks.
    pub(crate) tables: Vec<Table>,
    /// By area and sponsor: who has an affinity for what it sponsors, and which, utility units.
    affinities: Vec<Vec<(usize, f64)>>,
    /// r_kd s_md by topic and dimension, in lanes by member.
    weights: Vec<f64>,
    /// By topic and member: whether any of these is above 0.
    stakes: Vec<bool>,
}

/// How much areas attract the proposals of a sponsor.
#[derive(Debug, Clone)]
pub(crate) struct Attractions {
    /// All together.
    pub(crate) total: f64,
    /// Those that do, and how much.
    pub(crate) areas: Vec<(usize, f64)>,
}

/// Whoever may table, in the order of the file, the secretariat last: with its initiative, proposals a session, and how much
/// each area attracts its proposals, to be read as ratios.
pub fn sponsors(model: &Model) -> Vec<(Sponsor, f64, Vec<f64>)> {
    let prepared = Prepared::new(model, model.members.len());
    let attractions = |sponsor| (0..model.areas.len()).map(|area| prepared.attraction(sponsor, area)).collect();
    prepared.sponsors.iter().map(|&(sponsor, initiative)| (sponsor, initiative, attractions(sponsor))).collect()
}

impl<'m> Prepared<'m> {
    /// Prepares `model` for the first `members` of the file.
    pub(crate) fn new(model: &'m Model, members: usize) -> Self {
        let pairs = || (0..model.topics()).flat_map(|topic| (0..members).map(move |member| (topic, member)));
        let rows = (0..model.topics()).flat_map(|topic| (0..model.dims()).map(move |d| (topic, d)));
        let weight = |topic, d: usize| move |member| model.relevance(topic)[d] * model.salience(topic, member)[d];
        let weights = rows.flat_map(|(topic, d)| row((0..members).map(weight(topic, d)), 0.0)).collect();
        let stakes = pairs().map(|(topic, member)| model.concerns(topic, member)).collect();
        let anybody = |of: fn(&Member) -> f64| model.table.iter().any(|&m| of(&model.members[m]) > 0.0);
        let mut prepared = Prepared {
            model,
            members,
            sponsors: Vec::new(),
            groups: Groups::new(model, members),
            is_susceptible: anybody(|member| member.susceptibility),
            is_socialised: anybody(|member| member.socialisation),
            presence: row((0..members).map(|member| f64::from(model.table.contains(&member))), 0.0),
            all_sit: model.seats.len() == members,
            agreeing: (0..=model.seats.len()).map(|objecting| share_of_others(objecting, model.seats.len())).collect(),
            attractions: Vec::new(),
            seats: (0..members).map(|member| model.seats.binary_search(&member).ok()).collect(),
            tables: Vec::new(),
            affinities: affinities(model, members),
            weights,
            stakes,
        };
        let sponsors = (0..members).map(Sponsor::Member).chain([Sponsor::Secretariat]);
        prepared.attractions = sponsors.map(|sponsor| prepared.attractions_of(sponsor)).collect();
        prepared.tables = (0..model.topics()).map(|topic| Table::new(&prepared, topic)).collect();
        prepared.sponsors = prepared.who_sponsors();
        prepared
    }

    /// Whoever has initiative, and an area that it would table in.
    fn who_sponsors(&self) -> Vec<(Sponsor, f64)> {
        let members = self.model.table.iter().map(|&m| (Sponsor::Member(m), self.model.members[m].initiative));
        let secretariat = self.model.secretariat.iter().map(|s| (Sponsor::Secretariat, s.initiative));
        let tables = |sponsor| (0..self.model.areas.len()).any(|area| self.attraction(sponsor, area) > 0.0);
        members.chain(secretariat).filter(|&(sponsor, initiative)| initiative > 0.0 && tables(sponsor)).collect()
    }

    /// How much `area` attracts the proposals of `sponsor`: its share times the sponsor's interest, where there is
    /// something for it to table.
    pub(crate) fn attraction(&self, sponsor: Sponsor, area: usize) -> f64 {
        let share = self.model.areas[area].share;
        match sponsor {
            _ if self.topics_for(sponsor, area).next().is_none() => 0.0,
            Sponsor::Member(member) => share * self.model.members[member].interests[area],
            Sponsor::Secretariat => share,
        }
    }

    /// The topics of an area on which `sponsor` may table something.
    pub(crate) fn topics_for(&self, sponsor: Sponsor, area: usize) -> impl Iterator<Item = usize> + '_ {
        let topics = (0..self.model.topics()).filter(move |&topic| self.model.area_of(topic) == area);
        topics.filter(move |&topic| self.may_table(sponsor, topic))
    }

    /// Whether `sponsor`, if it is there, may table something on that topic.
    pub(crate) fn may_table(&self, sponsor: Sponsor, topic: usize) -> bool {
        match (sponsor, self.model.listed(topic)) {
            (Sponsor::Member(member), Some(listed)) => listed.may_be_tabled_by(member),
            (Sponsor::Secretariat, Some(listed)) => listed.proposer == Proposer::Secretariat,
            (Sponsor::Member(member), None) => self.has_stake(topic, member),
            (Sponsor::Secretariat, None) => true,
        }
    }

    fn attractions_of(&self, sponsor: Sponsor) -> Attractions {
        let by_area: Vec<f64> = (0..self.model.areas.len()).map(|area| self.attraction(sponsor, area)).collect();
        let total = by_area.iter().sum();
        Attractions {
            total,
            areas: by_area.into_iter().enumerate().filter(|&(_, attraction)| attraction > 0.0).collect(),
        }
    }

    /// Where the sponsor would table.
    pub(crate) fn attractions(&self, sponsor: Sponsor) -> &Attractions {
        match sponsor {
            Sponsor::Member(member) => &self.attractions[member],
            Sponsor::Secretariat => &self.attractions[self.members],
        }
    }

    /// Who has an affinity for what the proposal's sponsor sponsors, and which, utility units.
    pub(crate) fn affinities(&self, proposal: &Proposal) -> &[(usize, f64)] {
        match proposal.sponsor {
            Sponsor::Member(member) => &self.affinities[proposal.area * self.members + member],
            Sponsor::Secretariat => &[],
        }
    }

    /// Where a sponsor sits, if it has a seat.
    pub(crate) fn seat_of(&self, sponsor: Sponsor) -> Option<usize> {
        match sponsor {
            Sponsor::Member(member) => self.seats[member],
            Sponsor::Secretariat => None,
        }
    }

    /// What a poll on the proposal asks.
    pub(crate) fn table(&self, proposal: &Proposal) -> &Table {
        &self.tables[proposal.topic]
    }

    /// r_kd s_md in dimension `d`, in lanes by member.
    pub(crate) fn weights(&self, topic: usize, d: usize) -> &[f64] {
        let row = padded(self.members);
        let first = (topic * self.model.dims() + d) * row;
        &self.weights[first..first + row]
    }

    /// Whether any text on the topic can matter to the member.
    pub(crate) fn has_stake(&self, topic: usize, member: usize) -> bool {
        self.stakes[topic * self.members + member]
    }

    /// Whether the member stands anywhere in dimension `d` of the topic.
    pub(crate) fn stands(&self, topic: usize, member: usize, d: usize) -> bool {
        self.model.listed(topic).is_none_or(|listed| listed.stances_of(member)[d] != Stance::Absent)
    }

    /// Relevance r_kd of what the proposal is about, by dimension.
    pub(crate) fn relevance(&self, proposal: &Proposal) -> &'m [f64] {
        self.model.relevance(proposal.topic)
    }

    pub(crate) fn area(&self, proposal: &Proposal) -> &'m Area {
        &self.model.areas[proposal.area]
    }

    /// What the list says of the proposal; only where there is a list.
    pub(crate) fn listed(&self, proposal: &Proposal) -> &'m Listed {
        self.model.listed(proposal.topic).expect("there is a list")
    }

    /// The rule that is in force for the proposal in the session that takes it up.
    pub(crate) fn rule(&self, proposal: &Proposal) -> &'m Rule {
        self.model.rule(proposal.topic, proposal.sessions.saturating_sub(1))
    }

    pub(crate) fn member(&self, member: usize) -> &'m Member {
        &self.model.members[member]
    }

    /// What `member` loses by `at` on a topic if everybody stands at `positions`.
    pub(crate) fn loss_from(&self, topic: usize, member: usize, positions: &Points, at: &[f64]) -> f64 {
        let square = match at.len() {
            1 => self.square::<1>(topic, member, positions, at),
            2 => self.square::<2>(topic, member, positions, at),
            3 => self.square::<3>(topic, member, positions, at),
            _ => self.square::<0>(topic, member, positions, at),
        };
        match self.model.negotiation.loss {
            Loss::Quadratic => square,
            Loss::Linear => square.sqrt(),
        }
    }

    /// Σ_d w_d (x_d − y_d)² in `D` dimensions, see [`vector`].
    #[inline]
    fn square<const D: usize>(&self, topic: usize, member: usize, positions: &Points, at: &[f64]) -> f64 {
        let at = vector::<D>(at);
        (0..at.len()).fold(0.0, |sum, d| {
            let off = at[d] - positions.at(member, d);
            sum + self.weights(topic, d)[member] * off * off
        })
    }

    /// What everybody loses by `at` on a topic into `losses`, members standing at `positions`; a row in lanes.
    pub(crate) fn losses(&self, topic: usize, positions: &Points, at: &[f64], losses: &mut Vec<f64>) {
        let (row, dims) = (padded(self.members), at.len());
        if losses.len() != row {
            losses.resize(row, 0.0);
        }
        let weights = &self.weights[topic * dims * row..(topic + 1) * dims * row];
        let shape = self.model.negotiation.loss;
        of_size!(row / WIDTH, dims, lanes::losses(shape, (weights, positions.rows()), at, losses));
    }

    /// L_m(x) of `member` on this issue.
    pub(crate) fn loss(&self, proposal: &Proposal, member: usize, at: &[f64]) -> f64 {
        self.loss_from(proposal.topic, member, &proposal.positions, at)
    }

    /// G_m(p) = g_k (L_m(q) − L_m(p)), in utility units.
    pub(crate) fn gain(&self, proposal: &Proposal, member: usize, text: &[f64]) -> f64 {
        let area = self.area(proposal);
        area.stakes * (proposal.loss_at_status_quo[member] - self.loss(proposal, member, text))
    }

    /// V_m of `text`. A member without a stake gains nothing and bears neither urgency nor threat: what is left says how it
    /// takes a pair of which the text is a part.
    pub(crate) fn inclination(&self, proposal: &Proposal, member: usize, text: &[f64]) -> f64 {
        let besides = proposal.affinity[member] + proposal.shocks[member];
        if !self.has_stake(proposal.topic, member) {
            return besides;
        }
        self.gain(proposal, member, text) + proposal.urgency + besides
    }

    /// The mean of what `coordinate` says of `members`, weighted by influence; equal weights where all influence is 0. `None`
    /// over nobody.
    pub(crate) fn influential_mean(
        &self,
        members: impl Iterator<Item = usize> + Clone,
        coordinate: impl Fn(usize) -> f64,
    ) -> Option<f64> {
        let total: f64 = members.clone().map(|m| self.member(m).influence).sum();
        let number = members.clone().count();
        let weight = |m: usize| if total > 0.0 { self.member(m).influence / total } else { 1.0 / number as f64 };
        (number > 0).then(|| members.map(|m| weight(m) * coordinate(m)).sum())
    }
}

/// By area and sponsor; nobody has one for itself, whatever the relations say.
fn affinities(model: &Model, members: usize) -> Vec<Vec<(usize, f64)>> {
    let mut affinities = vec![Vec::new(); model.areas.len() * members];
    for (area, relations) in model.areas.iter().map(|area| &area.relations).enumerate() {
        let counts = |r: &&Relation| r.member != r.sponsor && r.member < members && r.sponsor < members;
        for relation in relations.iter().filter(counts) {
            affinities[area * members + relation.sponsor].push((relation.member, relation.affinity));
        }
    }
    affinities
}
