//! What exists: space, members, areas, rules. Compiled, immutable, indices and numbers only.
//!
//! Nothing here reads files, draws numbers or knows about threads. A [`Model`] is made by
//! the crate `winset-scenario` and run by [`crate::engine`].

mod area;
mod decomposition;
mod demand;
mod law;
mod listing;
mod member;
mod negotiation;
mod rule;
mod space;
mod timeline;

pub use area::{Area, Evolving, Fallback, Relation, StatusQuo};
pub use decomposition::{Coalition, Decomposition, Factor, Factors, Step, every_set, sampled_orders, sets_of, share};
pub use demand::{BLOCKS, Demand, MEMORY, TASK};
pub use law::Law;
pub use listing::{Draw, Issue, Listed, Listing, Proposer, Stance};
pub use member::{Member, Secretariat, SecretariatIdeal, Status};
pub use negotiation::{Agenda, Amendment, Arrivals, Compensation, Loss, Negotiation, Opening, Order};

pub use rule::{Abstention, Ballot, Quota, Response, Rule, is_below};
pub use space::{Dimension, MOST_DIMENSIONS};
pub use timeline::{Entry, Event, Occurrence, Period, Pulse, Span, Timeline};

/// Thresholds (responses, reservations, quotas) are met to within this much, so that a text amended
/// until somebody is just satisfied satisfies them.
pub const WITHIN: f64 = 1e-9;

/// One variant, ready to run.
///
/// `members` holds every member of the file in the order of the file, present or not, because draws
/// are made for all of them; `table` and `seats` say who is there.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The policy dimensions; their number is D.
    pub dimensions: Vec<Dimension>,
    /// Every member of the scenario, in the order of the file.
    pub members: Vec<Member>,
    /// Indices into `members` of those present, observers included, ascending. They may sponsor.
    pub table: Vec<usize>,
    /// Indices into `members` of those whose response counts (present, not observers), ascending.
    /// A position in this list is a *seat*; rules and responses are indexed by seat.
    pub seats: Vec<usize>,
    /// A sponsor that is nobody's member.
    pub secretariat: Option<Secretariat>,
    /// The areas of the agenda, at least one.
    pub areas: Vec<Area>,
    /// Real proposals, where what comes to the table is a list of them.
    pub listing: Option<Listing>,
    /// How a proposal is deliberated.
    pub negotiation: Negotiation,
    /// When proposals come and how long a session takes.
    pub agenda: Agenda,
}

impl Model {
    /// The number of policy dimensions, D.
    pub fn dims(&self) -> usize {
        self.dimensions.len()
    }

    /// The dimensions of the policy space; none where positions are on the issues of a list only.
    pub fn space(&self) -> &[Dimension] {
        match &self.listing {
            Some(listing) if !listing.within_space => &[],
            _ => &self.dimensions,
        }
    }

    /// Whether any decision may be taken without those who object.
    pub fn has_opt_out(&self) -> bool {
        let listed = self.listing.iter().flat_map(|listing| &listing.proposals).flat_map(Listed::rules);
        self.areas.iter().flat_map(Area::rules).chain(listed).any(Rule::lets_objectors_leave)
    }

    /// How many things may be negotiated: the areas or, where there is a list, its proposals. Each is a *topic*.
    pub fn topics(&self) -> usize {
        self.listing.as_ref().map_or(self.areas.len(), |listing| listing.proposals.len())
    }

    /// The proposal of the list that a topic is, where there is a list.
    pub fn listed(&self, topic: usize) -> Option<&Listed> {
        self.listing.as_ref().map(|listing| &listing.proposals[topic])
    }

    /// The area to which a topic belongs.
    pub fn area_of(&self, topic: usize) -> usize {
        self.listed(topic).map_or(topic, |listed| listed.area)
    }

    /// Relevance of a topic, by dimension.
    pub fn relevance(&self, topic: usize) -> &[f64] {
        self.listed(topic).map_or_else(|| &self.areas[topic].relevance[..], |listed| &listed.relevance)
    }

    /// How much `member` cares about a topic, by dimension.
    pub fn salience(&self, topic: usize, member: usize) -> &[f64] {
        let dims = self.dims();
        let listed = |listed| -> &[f64] {
            let Listed { salience, .. }: &Listed = listed;
            &salience[member * dims..(member + 1) * dims]
        };
        self.listed(topic).map_or_else(|| &self.members[member].salience[..], listed)
    }

    /// Whether any text on a topic can matter to `member`.
    pub fn concerns(&self, topic: usize, member: usize) -> bool {
        let listed = self.listed(topic).map(|listed| listed.concerns(member));
        listed.unwrap_or_else(|| self.areas[topic].concerns(&self.members[member]))
    }

    /// The rule for a proposal on a topic that has failed in so many sessions.
    #[inline]
    pub fn rule(&self, topic: usize, failed: u32) -> &Rule {
        match self.listed(topic).and_then(|listed| listed.rule.as_ref()) {
            Some((rule, fallback)) => Fallback::after(rule, fallback, failed),
            None => self.areas[self.area_of(topic)].rule_after(failed),
        }
    }

    /// The mean position of `members`, weighted by influence times salience, by influence where these are all 0; where all
    /// influence is 0 everybody has the same. `None` of nobody.
    #[inline]
    pub fn centre(
        &self,
        members: impl Iterator<Item = usize> + Clone,
        salience: impl Fn(usize) -> f64,
        position: impl Fn(usize) -> f64,
    ) -> Option<f64> {
        let influential = members.clone().any(|m| self.members[m].influence > 0.0);
        let influence = |m: usize| if influential { self.members[m].influence } else { 1.0 };
        let with_salience = |m: usize| influence(m) * salience(m);
        let cares = members.clone().any(|m| with_salience(m) > 0.0);
        let weight = |m: usize| if cares { with_salience(m) } else { influence(m) };
        let total: f64 = members.clone().map(weight).sum();
        (total > 0.0).then(|| members.map(|m| weight(m) * position(m)).sum::<f64>() / total)
    }

    /// The rules that proposals of an area meet first.
    pub fn rules_of(&self, area: usize) -> impl Iterator<Item = &Rule> {
        (0..self.topics()).filter(move |&topic| self.area_of(topic) == area).map(|topic| self.rule(topic, 0))
    }

    /// The member that sits at `seat`.
    pub fn seated(&self, seat: usize) -> &Member {
        &self.members[self.seats[seat]]
    }
}
