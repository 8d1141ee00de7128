use super::{Law, Member, Rule};

/// An area of the agenda. Vectors have length D.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// Relative frequency of proposals, > 0.
    pub share: f64,
    /// Relevance r_kd ≥ 0, by dimension.
    pub relevance: Vec<f64>,
    /// σ_k ≥ 0, by dimension: spread of positions on a concrete issue around the ideal point.
    pub noise: Vec<f64>,
    /// ρ in [0,1), by member: correlation of that spread among members with the same first group.
    pub group_correlation: Vec<f64>,
    /// g_k > 0: utility units per unit of loss.
    pub stakes: f64,
    /// u_k ≥ 0: what failing costs each member with a stake, in utility units.
    pub urgency: f64,
    /// Utility units that each member with a stake loses by failing, per unit of the threat θ.
    pub threat_response: f64,
    /// σ_ν ≥ 0: standard deviation of the shock to a member's inclination, in utility units.
    pub shock_sd: f64,
    /// The decision rule of this area for the variant's table.
    pub rule: Rule,
    /// The rule that takes its place for proposals that have failed often enough.
    pub fallback: Option<Box<Fallback>>,
    /// Where policy lies when a proposal is tabled, drawn for each; unless it evolves.
    pub status_quo: StatusQuo,
    /// The area's own policy, where it has one.
    pub evolving: Option<Evolving>,
    /// Who adds what to its evaluation of whose proposals in this area.
    pub relations: Vec<Relation>,
}

impl Area {
    /// Whether `member` has a stake: any text of the area can matter to it.
    pub fn concerns(&self, member: &Member) -> bool {
        self.relevance.iter().zip(&member.salience).any(|(relevance, salience)| relevance * salience > 0.0)
    }

    /// Its rule, and those that take its place.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(&self.rule).chain(Fallback::chain(&self.fallback).map(|fallback| &fallback.rule))
    }

    /// The rule for a proposal that has failed in so many sessions.
    pub fn rule_after(&self, failed: u32) -> &Rule {
        Fallback::after(&self.rule, &self.fallback, failed)
    }
}

/// The law of the status quo of one proposal, drawn by dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusQuo {
    /// Mean, by dimension.
    pub mean: Vec<f64>,
    /// Standard deviation, by dimension.
    pub sd: Vec<f64>,
    /// Its law.
    pub law: Law,
}

/// A policy that drifts, and that becomes the text when one is adopted. Vectors by dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Evolving {
    /// Where it begins.
    pub start: Vec<f64>,
    /// Standard deviation of its drift per square root of a year.
    pub drift_sd: Vec<f64>,
}

/// A rule that is in force in each session after a proposal has failed in so many, counted from tabling.
#[derive(Debug, Clone, PartialEq)]
pub struct Fallback {
    /// Sessions, ≥ 1.
    pub after: u32,
    /// What is in force then.
    pub rule: Rule,
    /// What takes its place in turn.
    pub fallback: Option<Box<Fallback>>,
}

impl Fallback {
    /// The rule in force after so many failed sessions: `rule`, or what takes its place.
    pub fn after<'a>(rule: &'a Rule, fallback: &'a Option<Box<Fallback>>, failed: u32) -> &'a Rule {
        let due = Fallback::chain(fallback).take_while(|fallback| fallback.after <= failed);
        due.last().map_or(rule, |fallback| &fallback.rule)
    }

    /// A fallback, what takes its place, and so on.
    pub fn chain(first: &Option<Box<Fallback>>) -> impl Iterator<Item = &Fallback> {
        std::iter::successors(first.as_deref(), |fallback| fallback.fallback.as_deref())
    }
}

/// What `member` adds to its evaluation of anything that `sponsor` sponsors (indices into the model's members).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relation {
    /// Who evaluates.
    pub member: usize,
    /// Whose proposal it is.
    pub sponsor: usize,
    /// Utility units, may be negative.
    pub affinity: f64,
}
