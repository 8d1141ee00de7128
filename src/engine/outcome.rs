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
