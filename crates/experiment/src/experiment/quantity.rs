use serde::Serialize;

/// What is added up over the proposals of one replication and scope. Every metric is a ratio of two. What happens to a
/// proposal counts in the period in which it was tabled, unless it is said to count when it happens.
///
/// Their names in `totals.bin` are those of the variants in snake case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[repr(usize)]
pub(super) enum Quantity {
    /// Length of the sessions held, once a replication.
    Years,
    Tabled,
    /// Not tabled, because nothing would have come of it.
    Withheld,
    /// Tabled or withheld.
    Intended,
    /// Of the way to the sponsor's aim, of what is tabled.
    OpeningShare,
    /// Adopted, by all or by some.
    Adopted,
    ByAll,
    OptOut,
    /// Taken up in some session.
    TakenUp,
    /// Adopted in the first session that took it up.
    AdoptedAtOnce,
    /// Taken up, and not adopted in the first session that did.
    Stalled,
    Withdrawn,
    Diverted,
    Shelved,
    Pending,
    /// Adopted together with another one.
    Linked,
    /// Adopted with money.
    Compensated,
    FirstPolls,
    /// First polls with both support and objection.
    Clashes,
    /// Proposals of which it is known whether an agreement existed.
    Examined,
    Feasible,
    MissedAgreements,
    Gridlocked,
    /// Polls over all sessions of adopted proposals.
    Rounds,
    /// Months to adoption of adopted proposals.
    Months,
    /// Of adopted proposals: the change with which they opened, squared.
    Opened,
    /// The part of it that amendments took away.
    TakenAway,
    /// Of adopted proposals: the share of the members with a response that take part.
    Participation,
    /// Of adopted proposals: the mean gain of those who take part.
    Depth,
    /// Adopted; counts when it happens.
    Decided,
    /// Gains over all with a response; counts when it happens.
    Output,
    /// Utility paid; counts when it happens.
    Paid,
    /// Failing polls in which the member had a response.
    FailingPolls,
    Objections,
    SoleObjections,
    /// The same under rules that need support.
    FailingForSupport,
    NoSupport,
    SoleNoSupport,
    /// Adopted proposals in which the member had a response.
    Shared,
    Gain,
    /// Of an issue: what holds in the end, in its own units, of what was tabled or withheld.
    Text,
    /// It is not the status quo.
    Changed,
}

/// How many there are.
pub(super) const QUANTITIES: usize = Quantity::Changed as usize + 1;
