use super::{Fallback, Law, Rule, StatusQuo};

/// Real proposals: what comes to the table is a list, and what members want of each is known. Positions are measured in the
/// scale of their issue, from 0 (its low end) to 1 (its high end).
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// How proposals come from the list.
    pub draw: Draw,
    /// What is decided, in the order of the file.
    pub issues: Vec<Issue>,
    /// What is tabled, in the order in which their first issues stand in the file.
    pub proposals: Vec<Listed>,
    /// Whether dimensions are those of a policy space, in which members have ideal points; else they are places for the
    /// issues of one proposal.
    pub within_space: bool,
}

/// How proposals come from a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Draw {
    /// Every one once a world.
    #[default]
    Each,
    /// As often as sponsors table something, any of those that they may table.
    Sample,
}

/// One thing to be decided: a dimension of its proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// The position that is 0, in the units of the file.
    pub low: f64,
    /// The position that is 1, in the units of the file.
    pub high: f64,
    /// Index into the proposals.
    pub proposal: usize,
    /// Which dimension of the proposal it is.
    pub dimension: usize,
    /// Where policy lies; drawn uniformly on the scale where that is not known.
    pub status_quo: Option<f64>,
    /// What came out, where that is known.
    pub outcome: Option<f64>,
}

/// A proposal of the list. Vectors by dimension have length D; in those that no issue has everything is 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Key in the scenario.
    pub id: String,
    /// Index into the model's areas.
    pub area: usize,
    /// Who tables it.
    pub proposer: Proposer,
    /// The text that is tabled as it is, by dimension.
    pub text: Option<Vec<f64>>,
    /// A rule of its own, and what takes its place.
    pub rule: Option<(Rule, Option<Box<Fallback>>)>,
    /// The session in which it comes up where each does once; `None` where that is after the horizon.
    pub session: Option<u32>,
    /// Relevance, by dimension.
    pub relevance: Vec<f64>,
    /// Where policy lies when it is tabled.
    pub status_quo: StatusQuo,
    /// What members want, by member and dimension.
    pub stances: Vec<Stance>,
    /// How much they care, by member and dimension; 0 without a stance.
    pub salience: Vec<f64>,
}

/// Who tables a proposal of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proposer {
    /// One of those present with a stake, drawn by initiative.
    Anybody,
    /// This member, by index.
    Member(usize),
    /// The secretariat.
    Secretariat,
}

/// What a member wants in one dimension of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Stance {
    /// Nothing: it has no stake there and counts in no mean.
    #[default]
    Absent,
    /// A position, as it was measured.
    At {
        /// The position.
        position: f64,
        /// Standard deviation of the error of measurement, one draw a world.
        sd: f64,
    },
    /// Its ideal point.
    Ideal,
}

impl Issue {
    /// A point of the scale from 0 to 1 in the units of the file.
    pub fn in_units(&self, point: f64) -> f64 {
        self.low + point * (self.high - self.low)
    }
}

impl Listing {
    /// The issues of a proposal, in the order of its dimensions.
    pub fn issues_of(&self, proposal: usize) -> impl Iterator<Item = (usize, &Issue)> {
        self.issues.iter().enumerate().filter(move |(_, issue)| issue.proposal == proposal)
    }
}

impl Listed {
    /// What `member` wants, by dimension.
    pub fn stances_of(&self, member: usize) -> &[Stance] {
        let dims = self.relevance.len();
        &self.stances[member * dims..(member + 1) * dims]
    }

    /// Whether `member` has a stake in any dimension.
    pub fn concerns(&self, member: usize) -> bool {
        let dims = self.relevance.len();
        let salience = &self.salience[member * dims..(member + 1) * dims];
        self.relevance.iter().zip(salience).any(|(relevance, salience)| relevance * salience > 0.0)
    }

    /// Its own rule, and those that take its place; none where it has the area's.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let own = self.rule.iter();
        own.flat_map(|(rule, next)| std::iter::once(rule).chain(Fallback::chain(next).map(|next| &next.rule)))
    }

    /// Whether `member` may table it.
    pub fn may_be_tabled_by(&self, member: usize) -> bool {
        match self.proposer {
            Proposer::Anybody => self.concerns(member),
            Proposer::Member(named) => named == member,
            Proposer::Secretariat => false,
        }
    }
}

impl StatusQuo {
    /// Anywhere on the scale where nothing is known, by dimension; 0 in dimensions beyond.
    pub fn on_scale(known: &[Option<f64>], dims: usize) -> Self {
        let (mut mean, mut sd) = (vec![0.0; dims], vec![0.0; dims]);
        for (d, known) in known.iter().enumerate() {
            // Half the width of the scale is √3 standard deviations.
            (mean[d], sd[d]) = known.map_or((0.5, 0.5 / 3f64.sqrt()), |known| (known, 0.0));
        }
        StatusQuo { mean, sd, law: Law::Uniform }
    }
}
