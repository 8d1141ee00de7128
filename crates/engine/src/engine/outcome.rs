use super::utility::Change;

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Ending {
    /// The rule was met, and nobody stayed out.
    Adopted,
    /// The rule was met, and somebody stayed out.
    OptOut,
    /// Its sponsor gave it up.
    Withdrawn,
    /// Its sponsor took it elsewhere: to a bilateral deal or another forum.
    Diverted,
    /// It failed in all the sessions that it could have.
    Shelved,
    /// The horizon came first.
    #[default]
    Pending,
}

impl Ending {
    /// Every ending, in the order of the tables.
    pub const ALL: [Ending; 6] =
        [Ending::Adopted, Ending::OptOut, Ending::Withdrawn, Ending::Diverted, Ending::Shelved, Ending::Pending];

    /// Whether the text was adopted, by all or by some.
    pub fn is_adoption(self) -> bool {
        matches!(self, Ending::Adopted | Ending::OptOut)
    }

    /// Its name in result files.
    pub fn name(self) -> &'static str {
        match self {
            Ending::Adopted => "adopted",
            Ending::OptOut => "opt-out",
            Ending::Withdrawn => "withdrawn",
            Ending::Diverted => "diverted",
            Ending::Shelved => "shelved",
            Ending::Pending => "pending",
        }
    }
}

/// The record of a proposal, beside what the proposal itself holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// How it ended.
    pub ending: Ending,
    /// Session in which it ended; for pending ones the number of sessions in the horizon.
    pub session: u32,
    /// Polls in the session in which it ended.
    pub last_polls: u32,
    /// Of adopted proposals: what was opened and what was kept of it.
    pub change: Option<Change>,
    /// Of adopted proposals: who took part in the decision, by index in the file; empty for others.
    pub participants: Vec<usize>,
    /// Of adopted proposals: everybody with a response, by index in the file; empty for others.
    pub members: Vec<usize>,
    /// Of adopted proposals: G_m of `members` at the positions with which it began; 0 for those who stayed out.
    pub gains: Vec<f64>,
    /// Whether it was adopted together with another one.
    pub linked: bool,
    /// What was paid for it, utility units, if anybody was.
    pub paid: Option<f64>,
}

impl Outcome {
    /// Of a proposal that was not adopted.
    pub(crate) fn bare(ending: Ending, session: u32, last_polls: u32) -> Self {
        let mut outcome = Outcome::default();
        outcome.begin(ending, session, last_polls);
        outcome
    }

    /// Becomes that of another proposal, which was not adopted.
    pub(crate) fn begin(&mut self, ending: Ending, session: u32, last_polls: u32) {
        (self.ending, self.session, self.last_polls) = (ending, session, last_polls);
        (self.change, self.linked, self.paid) = (None, false, None);
        self.participants.clear();
        self.members.clear();
        self.gains.clear();
    }
}
