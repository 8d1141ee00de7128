use super::quantity::Quantity;
use super::results::Scope;

/// A quantity that is reported. Its name in files is [`Metric::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Metric {
    /// Adopted, of tabled.
    PassRate,
    /// Adopted in the first session that took it up, of those taken up.
    FirstSessionPassRate,
    /// Not adopted in the first session that took it up, of those taken up.
    StallRate,
    /// Ended as adopted, of tabled.
    ShareAdopted,
    /// Ended as adopted while somebody stayed out, of tabled.
    ShareOptOut,
    /// Ended as withdrawn, of tabled.
    ShareWithdrawn,
    /// Ended as diverted, of tabled.
    ShareDiverted,
    /// Ended as shelved, of tabled.
    ShareShelved,
    /// Still alive when the horizon came, of tabled.
    SharePending,
    /// Not tabled because nothing would have come of it, of tabled and withheld.
    ShareWithheld,
    /// Adopted together with another one, of tabled.
    ShareLinked,
    /// Adopted with money, of tabled.
    ShareCompensated,
    /// First polls with both support and objection, of first polls.
    Clash,
    /// Some text would have met everybody's threshold and the sponsor's, of those taken up.
    FeasibleRate,
    /// Stalled though such a text existed, of those taken up.
    MissedRate,
    /// Stalled and no such text existed, of those taken up.
    GridlockRate,
    /// Tabled a year.
    TabledPerYear,
    /// Adopted a year.
    AdoptedPerYear,
    /// Utility paid a year.
    PaymentsPerYear,
    /// Polls over all sessions, mean of adopted.
    Rounds,
    /// Months from tabling to adoption, mean of adopted.
    MonthsToAdoption,
    /// Months until half of the tabled are adopted, by the incidence curve.
    MedianMonthsToAdoption,
    /// Mean months spent not adopted within the horizon, by the incidence curve.
    RestrictedMeanMonths,
    /// Share of the way to the sponsor's aim with which a proposal opens, mean of tabled.
    OpeningShare,
    /// Share of the change opened that amendments took away, over all adopted.
    Dilution,
    /// Share of the members with a response that take part, mean of adopted.
    Participation,
    /// Gain averaged over those who take part, mean of adopted.
    Depth,
    /// Gains of adopted over all with a response, a year.
    OutputPerYear,
    /// Failing polls in which the member objects, of those in which it has a response.
    ObjectionRate,
    /// Failing polls in which only the member objects, of those in which it has a response.
    SoleObjectionRate,
    /// Failing polls in which the member does not support, of those under a rule that needs support.
    NoSupportRate,
    /// Failing polls in which only the member does not support, of those under a rule that needs support.
    SoleNoSupportRate,
    /// Adopted, of the proposals that the member sponsored.
    SponsorSuccess,
    /// The member's gain, mean of adopted.
    MeanGain,
    /// What holds on an issue in the end is not its status quo, of those that came up.
    ChangeRate,
    /// What holds on an issue in the end, in its own units, mean of those that came up.
    Text,
}

/// What kind of number a metric is; decides units and what an interval may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A proportion of cases, in \[0, 1\].
    Share,
    /// A mean that cannot be negative.
    Positive,
    /// A mean that may have either sign.
    Signed,
}

/// What a metric can be told about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// All proposals, and those of one area.
    Proposals,
    /// One member.
    Members,
    /// Any of these.
    Both,
    /// One issue of a list.
    Issues,
}

/// All that there is to say about a metric.
struct Row {
    metric: Metric,
    name: &'static str,
    label: &'static str,
    kind: Kind,
    told: Told,
    /// The totals of a replication of which it is the ratio; `None` where it comes from the incidence curve.
    ratio: Option<(Quantity, Quantity)>,
}

#[rustfmt::skip]
const TABLE: [Row; 36] = {
    use Kind::{Positive, Share, Signed};
    use Quantity as Q;
    use Told::{Both, Issues, Members, Proposals};
    const fn row(metric: Metric, name: &'static str, label: &'static str, kind: Kind, told: Told, ratio: Option<(Q, Q)>) -> Row {
        Row { metric, name, label, kind, told, ratio }
    }
    [
        row(Metric::PassRate, "pass_rate", "Passed", Share, Proposals, Some((Q::Adopted, Q::Tabled))),
        row(Metric::FirstSessionPassRate, "first_session_pass_rate", "Passed in first session", Share, Proposals, Some((Q::AdoptedAtOnce, Q::TakenUp))),
        row(Metric::StallRate, "stall_rate", "Stalled", Share, Proposals, Some((Q::Stalled, Q::TakenUp))),
        row(Metric::ShareAdopted, "share_adopted", "Adopted", Share, Proposals, Some((Q::ByAll, Q::Tabled))),
        row(Metric::ShareOptOut, "share_opt_out", "Adopted by some", Share, Proposals, Some((Q::OptOut, Q::Tabled))),
        row(Metric::ShareWithdrawn, "share_withdrawn", "Withdrawn", Share, Both, Some((Q::Withdrawn, Q::Tabled))),
        row(Metric::ShareDiverted, "share_diverted", "Diverted", Share, Both, Some((Q::Diverted, Q::Tabled))),
        row(Metric::ShareShelved, "share_shelved", "Shelved", Share, Both, Some((Q::Shelved, Q::Tabled))),
        row(Metric::SharePending, "share_pending", "Pending", Share, Both, Some((Q::Pending, Q::Tabled))),
        row(Metric::ShareWithheld, "share_withheld", "Withheld", Share, Both, Some((Q::Withheld, Q::Intended))),
        row(Metric::ShareLinked, "share_linked", "Adopted in a pair", Share, Proposals, Some((Q::Linked, Q::Tabled))),
        row(Metric::ShareCompensated, "share_compensated", "Adopted with money", Share, Proposals, Some((Q::Compensated, Q::Tabled))),
        row(Metric::Clash, "clash", "Clash in first poll", Share, Proposals, Some((Q::Clashes, Q::FirstPolls))),
        row(Metric::FeasibleRate, "feasible_rate", "Feasible", Share, Proposals, Some((Q::Feasible, Q::Examined))),
        row(Metric::MissedRate, "missed_rate", "Missed agreements", Share, Proposals, Some((Q::MissedAgreements, Q::Examined))),
        row(Metric::GridlockRate, "gridlock_rate", "Gridlock", Share, Proposals, Some((Q::Gridlocked, Q::Examined))),
        row(Metric::TabledPerYear, "tabled_per_year", "Tabled a year", Positive, Both, Some((Q::Tabled, Q::Years))),
        row(Metric::AdoptedPerYear, "adopted_per_year", "Adopted a year", Positive, Proposals, Some((Q::Decided, Q::Years))),
        row(Metric::PaymentsPerYear, "payments_per_year", "Paid a year", Positive, Proposals, Some((Q::Paid, Q::Years))),
        row(Metric::Rounds, "rounds", "Polls to adoption", Positive, Proposals, Some((Q::Rounds, Q::Adopted))),
        row(Metric::MonthsToAdoption, "months_to_adoption", "Months to adoption", Positive, Proposals, Some((Q::Months, Q::Adopted))),
        row(Metric::MedianMonthsToAdoption, "median_months_to_adoption", "Median months to adoption", Positive, Proposals, None),
        row(Metric::RestrictedMeanMonths, "restricted_mean_months", "Restricted mean months", Positive, Proposals, None),
        row(Metric::OpeningShare, "opening_share", "Share of the way opened", Positive, Proposals, Some((Q::OpeningShare, Q::Tabled))),
        row(Metric::Dilution, "dilution", "Dilution", Signed, Proposals, Some((Q::TakenAway, Q::Opened))),
        row(Metric::Participation, "participation", "Taking part", Positive, Proposals, Some((Q::Participation, Q::Adopted))),
        row(Metric::Depth, "depth", "Depth", Signed, Proposals, Some((Q::Depth, Q::Adopted))),
        row(Metric::OutputPerYear, "output_per_year", "Output a year", Signed, Proposals, Some((Q::Output, Q::Years))),
        row(Metric::ObjectionRate, "objection_rate", "Objects", Share, Members, Some((Q::Objections, Q::FailingPolls))),
        row(Metric::SoleObjectionRate, "sole_objection_rate", "Only objector", Share, Members, Some((Q::SoleObjections, Q::FailingPolls))),
        row(Metric::NoSupportRate, "no_support_rate", "Does not support", Share, Members, Some((Q::NoSupport, Q::FailingForSupport))),
        row(Metric::SoleNoSupportRate, "sole_no_support_rate", "Only one not to support", Share, Members, Some((Q::SoleNoSupport, Q::FailingForSupport))),
        row(Metric::SponsorSuccess, "sponsor_success", "Own proposals adopted", Share, Members, Some((Q::Adopted, Q::Tabled))),
        row(Metric::MeanGain, "mean_gain", "Mean gain", Signed, Members, Some((Q::Gain, Q::Shared))),
        row(Metric::ChangeRate, "change_rate", "Changed", Share, Issues, Some((Q::Changed, Q::Intended))),
        row(Metric::Text, "text", "Text", Signed, Issues, Some((Q::Text, Q::Intended))),
    ]
};

impl Metric {
    /// Every metric, in the order of the tables.
    pub const ALL: [Metric; TABLE.len()] = {
        let mut all = [Metric::PassRate; TABLE.len()];
        let mut index = 0;
        while index < all.len() {
            all[index] = TABLE[index].metric;
            index += 1;
        }
        all
    };

    /// The metric with that name in result files.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.name() == name)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// Its name in result files.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What tables and figures call it.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// What kind of number it is.
    pub fn kind(self) -> Kind {
        self.row().kind
    }

    /// Whether it counts by the year.
    pub(super) fn is_per_year(self) -> bool {
        self.row().ratio.is_some_and(|(_, denominator)| denominator == Quantity::Years)
    }

    /// Whether it is measured in utility, whose unit depends on the space and the loss.
    pub(super) fn is_of_utility(self) -> bool {
        matches!(self, Metric::Depth | Metric::OutputPerYear | Metric::PaymentsPerYear | Metric::MeanGain)
    }

    /// Whether it is told of single issues: what comes of their proposals, and what holds in the end.
    fn is_told_of_issues(self) -> bool {
        let endings = Metric::PassRate as usize..=Metric::ShareWithheld as usize;
        let feasible = [Metric::FeasibleRate, Metric::MissedRate, Metric::GridlockRate];
        endings.contains(&(self as usize)) || feasible.contains(&self) || self.row().told == Told::Issues
    }

    /// Whether it is estimated over all proposals as a ratio of totals.
    pub fn is_ratio_of_all(self) -> bool {
        self.ratio(Scope::All).is_some()
    }

    /// The totals of a replication whose ratio it is in `scope`; `None` where it is not told there, or is no ratio.
    pub(super) fn ratio(self, scope: Scope) -> Option<(Quantity, Quantity)> {
        let of_member = matches!(scope, Scope::Member(_));
        let told = match (self.row().told, scope) {
            (_, Scope::Issue(_)) => self.is_told_of_issues(),
            (Told::Proposals, _) => !of_member,
            (Told::Members, _) => of_member,
            (Told::Both, _) => true,
            (Told::Issues, _) => false,
        };
        self.row().ratio.filter(|_| told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_has_its_own_row() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.metric as usize, index, "{}", row.name);
            assert!(TABLE[..index].iter().all(|other| other.name != row.name && other.label != row.label));
        }
    }
}
