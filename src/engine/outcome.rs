use super::utility::Change;

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ending {
    /// The rule was met.
    Adopted,
    /// Its sponsor gave it up.
    Withdrawn,
    /// Its sponsor took it elsewhere: to a bilateral deal or another forum.
    Diverted,
    /// It failed in all the sessions that it could have.
    Shelved,
    /// The horizon came first.
    Pending,
}

impl Ending {
    /// Every ending, in the order of the tables.
    pub const ALL: [Ending; 5] =
        [Ending::Adopted, Ending::Withdrawn, Ending::Diverted, Ending::Shelved, Ending::Pending];

    /// Its name in result files.
    pub fn name(self) -> &'static str {
        match self {
            Ending::Adopted => "adopted",
            Ending::Withdrawn => "withdrawn",
            Ending::Diverted => "diverted",
            Ending::Shelved => "shelved",
            Ending::Pending => "pending",
        }
    }
}

/// The record of a proposal, beside what the proposal itself holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// Session in which it ended; for pending ones the number of sessions in the horizon.
    pub session: u32,
    /// Polls in the session in which it ended.
    pub last_polls: u32,
    /// Of adopted proposals: what was opened and what was kept of it.
    pub change: Option<Change>,
    /// Of adopted proposals: G_m by seat at the positions with which it began; empty for others.
    pub gains: Vec<f64>,
}
