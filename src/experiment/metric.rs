/// A quantity that is reported. Its name in files is [`Metric::name`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Adopted, of tabled.
    PassRate,
    /// Adopted in the session in which it was tabled, of tabled.
    FirstSessionPassRate,
    /// Not adopted in the session in which it was tabled, of tabled.
    StallRate,
    /// Ended as adopted, of tabled.
    ShareAdopted,
    /// Ended as withdrawn, of tabled.
    ShareWithdrawn,
    /// Ended as diverted, of tabled.
    ShareDiverted,
    /// Ended as shelved, of tabled.
    ShareShelved,
    /// Still alive when the horizon came, of tabled.
    SharePending,
    /// Some text would have met everybody's threshold and the sponsor's, of tabled.
    FeasibleRate,
    /// Stalled though such a text existed, of tabled.
    MissedRate,
    /// Stalled and no such text existed, of tabled.
    GridlockRate,
    /// Tabled a year.
    TabledPerYear,
    /// Adopted a year.
    AdoptedPerYear,
    /// Polls over all sessions, mean of adopted.
    Rounds,
    /// Months from tabling to adoption, mean of adopted.
    MonthsToAdoption,
    /// Months until half of the tabled are adopted, by the incidence curve.
    MedianMonthsToAdoption,
    /// Mean months spent not adopted within the horizon, by the incidence curve.
    RestrictedMeanMonths,
    /// Share of the opening's change that amendment took away, mean of adopted.
    Dilution,
    /// Gain averaged over members present, mean of adopted.
    Depth,
    /// Sum of depth of adopted a year.
    OutputPerYear,
    /// Failing polls in which the member objects, of failing polls.
    ObjectionRate,
    /// Failing polls in which only the member objects, of failing polls.
    SoleObjectionRate,
    /// Adopted, of the proposals that the member sponsored.
    SponsorSuccess,
    /// The member's gain, mean of adopted.
    MeanGain,
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

impl Metric {
    /// Every metric, in the order of the tables.
    pub const ALL: [Metric; 24] = [
        Metric::PassRate,
        Metric::FirstSessionPassRate,
        Metric::StallRate,
        Metric::ShareAdopted,
        Metric::ShareWithdrawn,
        Metric::ShareDiverted,
        Metric::ShareShelved,
        Metric::SharePending,
        Metric::FeasibleRate,
        Metric::MissedRate,
        Metric::GridlockRate,
        Metric::TabledPerYear,
        Metric::AdoptedPerYear,
        Metric::Rounds,
        Metric::MonthsToAdoption,
        Metric::MedianMonthsToAdoption,
        Metric::RestrictedMeanMonths,
        Metric::Dilution,
        Metric::Depth,
        Metric::OutputPerYear,
        Metric::ObjectionRate,
        Metric::SoleObjectionRate,
        Metric::SponsorSuccess,
        Metric::MeanGain,
    ];

    /// Its name in result files.
    pub fn name(self) -> &'static str {
        match self {
            Metric::PassRate => "pass_rate",
            Metric::FirstSessionPassRate => "first_session_pass_rate",
            Metric::StallRate => "stall_rate",
            Metric::ShareAdopted => "share_adopted",
            Metric::ShareWithdrawn => "share_withdrawn",
            Metric::ShareDiverted => "share_diverted",
            Metric::ShareShelved => "share_shelved",
            Metric::SharePending => "share_pending",
            Metric::FeasibleRate => "feasible_rate",
            Metric::MissedRate => "missed_rate",
            Metric::GridlockRate => "gridlock_rate",
            Metric::TabledPerYear => "tabled_per_year",
            Metric::AdoptedPerYear => "adopted_per_year",
            Metric::Rounds => "rounds",
            Metric::MonthsToAdoption => "months_to_adoption",
            Metric::MedianMonthsToAdoption => "median_months_to_adoption",
            Metric::RestrictedMeanMonths => "restricted_mean_months",
            Metric::Dilution => "dilution",
            Metric::Depth => "depth",
            Metric::OutputPerYear => "output_per_year",
            Metric::ObjectionRate => "objection_rate",
            Metric::SoleObjectionRate => "sole_objection_rate",
            Metric::SponsorSuccess => "sponsor_success",
            Metric::MeanGain => "mean_gain",
        }
    }

    /// What tables and figures call it.
    pub fn label(self) -> &'static str {
        match self {
            Metric::PassRate => "Passed",
            Metric::FirstSessionPassRate => "Passed in first session",
            Metric::StallRate => "Stalled",
            Metric::ShareAdopted => "Adopted",
            Metric::ShareWithdrawn => "Withdrawn",
            Metric::ShareDiverted => "Diverted",
            Metric::ShareShelved => "Shelved",
            Metric::SharePending => "Pending",
            Metric::FeasibleRate => "Feasible",
            Metric::MissedRate => "Missed agreements",
            Metric::GridlockRate => "Gridlock",
            Metric::TabledPerYear => "Tabled a year",
            Metric::AdoptedPerYear => "Adopted a year",
            Metric::Rounds => "Polls to adoption",
            Metric::MonthsToAdoption => "Months to adoption",
            Metric::MedianMonthsToAdoption => "Median months to adoption",
            Metric::RestrictedMeanMonths => "Restricted mean months",
            Metric::Dilution => "Dilution",
            Metric::Depth => "Depth",
            Metric::OutputPerYear => "Output a year",
            Metric::ObjectionRate => "Objects",
            Metric::SoleObjectionRate => "Only objector",
            Metric::SponsorSuccess => "Own proposals adopted",
            Metric::MeanGain => "Mean gain",
        }
    }

    /// What kind of number it is.
    pub fn kind(self) -> Kind {
        match self {
            Metric::TabledPerYear
            | Metric::AdoptedPerYear
            | Metric::Rounds
            | Metric::MonthsToAdoption
            | Metric::MedianMonthsToAdoption
            | Metric::RestrictedMeanMonths => Kind::Positive,
            Metric::Dilution | Metric::Depth | Metric::OutputPerYear | Metric::MeanGain => Kind::Signed,
            _ => Kind::Share,
        }
    }
}
