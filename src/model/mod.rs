//! What exists: space, members, areas, rules. Compiled, immutable, indices and numbers only.
//!
//! Nothing here reads files, draws numbers or knows about threads. A [`Model`] is made by
//! [`crate::scenario`] and run by [`crate::engine`].

mod area;
mod decomposition;
mod demand;
mod law;
mod member;
mod negotiation;
mod rule;
mod space;
mod timeline;

pub use area::{Area, Evolving, Fallback, Relation, StatusQuo};
pub use decomposition::{Coalition, Decomposition, Factor, Factors, Step, every_set, sampled_orders, sets_of, share};
pub use demand::{BLOCKS, Demand, MEMORY, TASK};
pub use law::Law;
pub use member::{Member, Secretariat, SecretariatIdeal, Status};
pub use negotiation::{Agenda, Amendment, Arrivals, Compensation, Loss, Negotiation, Opening, Order};
pub(crate) use rule::is_below;
pub use rule::{Abstention, Quota, Response, Rule};
pub use space::Dimension;
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

    /// Whether any decision may be taken without those who object.
    pub fn has_opt_out(&self) -> bool {
        self.areas.iter().any(|area| area.rules().any(Rule::lets_objectors_leave))
    }

    /// The member that sits at `seat`.
    pub fn seated(&self, seat: usize) -> &Member {
        &self.members[self.seats[seat]]
    }
}
