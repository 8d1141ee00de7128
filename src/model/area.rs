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
    /// σ_ν ≥ 0: standard deviation of the shock to a member's inclination, in utility units.
    pub shock_sd: f64,
    /// The decision rule of this area for the variant's table.
    pub rule: Rule,
    /// Where the current policy lies.
    pub status_quo: StatusQuo,
    /// Who adds what to its evaluation of whose proposals in this area.
    pub relations: Vec<Relation>,
}

impl Area {
    /// Whether `member` has a stake: any text of the area can matter to it.
    pub fn concerns(&self, member: &Member) -> bool {
        self.relevance.iter().zip(&member.salience).any(|(relevance, salience)| relevance * salience > 0.0)
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
