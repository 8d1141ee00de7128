use super::Metric;
use crate::engine::Ending;
use crate::model::{Decomposition, Dimension, Event, Issue, Period};
use crate::stats::Level;

/// An estimate and how sure of it we are. What is undefined is not an `Estimate` at all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Its standard error, with cases in two replications or more.
    pub std_error: Option<f64>,
    /// Its interval at [`Results::level`], with cases in two replications or more.
    pub interval: Option<(f64, f64)>,
    /// How many cases it rests on: proposals, adopted proposals, failing polls or, for what is
    /// counted by year and for paired differences, replications.
    pub n: u64,
}

impl Estimate {
    /// The difference of estimates that have no world in common (Zou & Donner 2008, Statistics in Medicine 27).
    pub(super) fn minus_independent(&self, other: &Estimate) -> Estimate {
        let value = self.value - other.value;
        let interval = self.interval.zip(other.interval).map(|(here, there)| {
            let distance = |here: f64, there: f64| libm::hypot(here - self.value, there - other.value);
            (value - distance(here.0, there.1), value + distance(here.1, there.0))
        });
        let std_error = self.std_error.zip(other.std_error).map(|(here, there)| libm::hypot(here, there));
        Estimate { value, std_error, interval, n: self.n.min(other.n) }
    }
}

/// What an estimate is about. Indices into [`Results::areas`], [`Results::members`], [`Results::periods`] and
/// [`Results::issues`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All proposals.
    All,
    /// The proposals of one area.
    Area(usize),
    /// One member: the proposals it sponsors, its objections, its gains.
    Member(usize),
    /// The proposals tabled in one period, and what was decided in it.
    Period(usize),
    /// One issue of a list, with its proposal.
    Issue(usize),
}

/// Everything that a run found out; what the tables and figures are made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// Title of the scenario.
    pub title: String,
    /// How many worlds were simulated.
    pub replications: u64,
    /// How often intervals are to contain the truth.
    pub level: Level,
    /// Whether it was asked of every proposal if some text would have done.
    pub examined: bool,
    /// Proposals of all variants of which it could not be told; they are left out of feasible, missed and gridlock.
    pub undecided: u64,
    /// Length of a world in years.
    pub years: f64,
    /// The policy dimensions.
    pub dimensions: Vec<Dimension>,
    /// Areas as (id, label), in the order of the file.
    pub areas: Vec<(String, String)>,
    /// Members as (id, label), in the order of the file, present anywhere or not.
    pub members: Vec<(String, String)>,
    /// Periods in the order of the tables.
    pub periods: Vec<Period>,
    /// The issues of the list, where there is one.
    pub issues: Vec<Issue>,
    /// Variants in the order of the file. The first one is the baseline of every difference.
    pub variants: Vec<VariantInfo>,
    /// One row a variant, scope and metric; metrics without cases have none.
    pub summary: Vec<Summary>,
    /// One row a variant (but the baseline), scope and metric.
    pub differences: Vec<Difference>,
    /// One row a variant, named period (but the first) and metric.
    pub changes: Vec<Change>,
    /// Cumulative incidence of each ending by months since tabling.
    pub time: Vec<Incidence>,
    /// The same of all that pass, by all or by some; each row is of [`Ending::Adopted`].
    pub passing: Vec<Incidence>,
    /// Who objects, who alone, and who together, in polls that fail.
    pub blocking: Vec<Block>,
    /// Changes that are shared out among what they are made of.
    pub decompositions: Vec<Decomposition>,
    /// One row a decomposition, metric and factor, and one of the whole change.
    pub shares: Vec<Share>,
    /// One row a variant and issue.
    pub outcomes: Vec<IssueOutcome>,
    /// One row a variant, measure and predictor, where any outcome is known.
    pub accuracy: Vec<Accuracy>,
}

/// Which worlds were simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worlds {
    /// What makes them.
    pub seed: u64,
    /// How many they are.
    pub replications: u64,
}

/// One variant of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct VariantInfo {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it.
    pub label: String,
    /// The worlds in which it ran.
    pub worlds: Worlds,
    /// Indices into [`Results::members`] of those present whose response counts.
    pub seats: Vec<usize>,
    /// The ideal points of those members, in the order of `seats`.
    pub ideals: Vec<IdealPoint>,
    /// Whether in every area each of those members can stop a proposal alone.
    pub needs_everybody: bool,
    /// Areas of which it cannot be asked whether some text would have done: their rule needs neither every member nor
    /// every one of a set.
    pub unexamined: Vec<usize>,
    /// The policies that proposals would replace.
    pub status_quo: StatusQuo,
    /// What happens within the horizon, by date; members by index into [`Results::members`].
    pub events: Vec<Event>,
}

/// Where the policies stand that proposals would replace, over the areas by their share. Vectors by dimension; areas in
/// which a dimension does not matter say nothing about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatusQuo {
    /// Mean.
    pub mean: Vec<f64>,
    /// Standard deviation, within and between areas.
    pub sd: Vec<f64>,
}

/// Where a member stands, with the uncertainty about it. Vectors by dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct IdealPoint {
    /// The ideal point.
    pub ideal: Vec<f64>,
    /// Its standard deviation.
    pub sd: Vec<f64>,
}

/// A row of `summary.csv`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// What it is about.
    pub scope: Scope,
    /// What is estimated.
    pub metric: Metric,
    /// The estimate.
    pub estimate: Estimate,
}

/// A row of `differences.csv`: `variant` minus the first variant, paired by world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Index into [`Results::variants`], never 0.
    pub variant: usize,
    /// What it is about.
    pub scope: Scope,
    /// What is compared.
    pub metric: Metric,
    /// The difference.
    pub estimate: Estimate,
}

/// A row of `differences.csv`: a named period minus the first one within a variant, paired by world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// Index into [`Results::periods`].
    pub period: usize,
    /// What is compared.
    pub metric: Metric,
    /// The difference.
    pub estimate: Estimate,
}

/// A row of `time.csv`: the share of tabled proposals that has come to `ending` by `months`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Incidence {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// Which ending.
    pub ending: Ending,
    /// Months since the proposal was tabled, ascending within a variant and ending; the first row is 0.
    pub months: f64,
    /// Aalen–Johansen estimate with pending proposals censored.
    pub cumulative: f64,
    /// Its interval at [`Results::level`], with two replications or more.
    pub interval: Option<(f64, f64)>,
    /// Proposals that had not ended, and were still observed, just before `months`.
    pub at_risk: u64,
}

/// A row of `blocking.csv`: shares of the failing polls that `member` took part in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// Index into [`Results::members`].
    pub member: usize,
    /// What is told about it.
    pub endpoint: Endpoint,
}

/// About one member alone, or about it and another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Endpoint {
    /// Shares of failing polls in which it objects, and in which nobody else does.
    Alone {
        /// It objects.
        objects: f64,
        /// It objects and nobody else does.
        only_objector: f64,
    },
    /// Share of failing polls in which both object.
    With {
        /// Index into [`Results::members`].
        other: usize,
        /// Both object.
        jointly: f64,
    },
}

/// A row of `decomposition.csv`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Index into [`Results::decompositions`].
    pub decomposition: usize,
    /// What has changed.
    pub metric: Metric,
    /// Index into the factors of the decomposition; `None` is the whole change, to which the shares add up.
    pub factor: Option<usize>,
    /// How much of the change is due to the factor.
    pub estimate: Estimate,
}

/// A row of `outcomes.csv`: what holds on one issue in the end, the status quo where nothing was adopted. Numbers are in the
/// units of the issue; errors are in per cent of its scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IssueOutcome {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// Index into [`Results::issues`].
    pub issue: usize,
    /// How often it came up, over all worlds.
    pub n: u64,
    /// The share of these in which its proposal was adopted.
    pub adopted: f64,
    /// Mean of what holds.
    pub text: Estimate,
    /// Standard deviation of what holds, where it came up twice or more.
    pub sd: Option<f64>,
    /// Its 5, 25, 50, 75 and 95 per cent quantiles.
    pub quantiles: [f64; 5],
    /// Where policy lies; absent where that is drawn.
    pub status_quo: Option<f64>,
    /// Mean of the positions, weighted by influence times salience.
    pub compromise: Option<f64>,
    /// Median of the positions.
    pub median: Option<f64>,
    /// What came out, where that is known.
    pub outcome: Option<f64>,
    /// How far the mean is from it.
    pub abs_error: Option<f64>,
    /// Continuous ranked probability score.
    pub crps: Option<f64>,
    /// Squared error of the probability that it changes.
    pub brier: Option<f64>,
}

/// How far what comes out is from what did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Of the mean, in per cent of the scale.
    AbsError,
    /// Of the whole distribution, in per cent of the scale: the absolute error of a point.
    Crps,
    /// Of the probability that it changes.
    Brier,
    /// Share of pairs, of an issue that changed and one that did not, in which the latter is given the larger chance; half
    /// where both have the same.
    Ordering,
}

impl Measure {
    /// All of them, in the order of the tables.
    pub const ALL: [Measure; 4] = [Measure::AbsError, Measure::Crps, Measure::Brier, Measure::Ordering];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Measure::AbsError => "abs_error",
            Measure::Crps => "crps",
            Measure::Brier => "brier",
            Measure::Ordering => "ordering",
        }
    }

    /// What tables and figures call it.
    pub fn label(self) -> &'static str {
        match self {
            Measure::AbsError => "Absolute error",
            Measure::Crps => "CRPS",
            Measure::Brier => "Brier score",
            Measure::Ordering => "Misordered pairs",
        }
    }

    /// Whether it is about the probability that an issue changes, and lies between 0 and 1.
    pub fn is_of_chances(self) -> bool {
        matches!(self, Measure::Brier | Measure::Ordering)
    }
}

/// Who predicts what comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Predictor {
    /// The simulation.
    Winset,
    /// The mean of positions, weighted by influence times salience.
    Compromise,
    /// The median of positions.
    Median,
    /// Nothing changes.
    StatusQuo,
}

impl Predictor {
    /// All of them, in the order of the tables.
    pub const ALL: [Predictor; 4] = [Predictor::Winset, Predictor::Compromise, Predictor::Median, Predictor::StatusQuo];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Predictor::Winset => "winset",
            Predictor::Compromise => "compromise",
            Predictor::Median => "median",
            Predictor::StatusQuo => "status_quo",
        }
    }

    /// What tables and figures call it.
    pub fn label(self) -> &'static str {
        match self {
            Predictor::Winset => "winset",
            Predictor::Compromise => "Compromise",
            Predictor::Median => "Median",
            Predictor::StatusQuo => "Status quo",
        }
    }
}

/// A row of `accuracy.csv`: a mean over the issues whose outcome is known; issues of one proposal are one cluster. All are of the
/// same issues, but the status quo, which predicts only where it is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Index into [`Results::variants`].
    pub variant: usize,
    /// What is measured.
    pub measure: Measure,
    /// Who predicts.
    pub predictor: Predictor,
    /// The mean; its cases are proposals.
    pub estimate: Estimate,
    /// The simulation's minus this one's, paired by proposal; absent for the simulation.
    pub difference: Option<Estimate>,
    /// How many issues it is of.
    pub issues: usize,
}

impl Results {
    /// The estimate of a metric over all proposals in a variant, both by the names that they have in the files: `"ten"`,
    /// `"pass_rate"`. `None` where there is no such variant or metric, or it has no cases.
    pub fn estimate(&self, variant: &str, metric: &str) -> Option<&Estimate> {
        self.summary(self.variant(variant)?, Scope::All, Metric::named(metric)?)
    }

    /// The same of that variant minus the first one, paired by world.
    pub fn difference_of(&self, variant: &str, metric: &str) -> Option<&Estimate> {
        self.difference(self.variant(variant)?, Scope::All, Metric::named(metric)?)
    }

    /// The number of the variant with that id.
    pub fn variant(&self, id: &str) -> Option<usize> {
        self.variants.iter().position(|variant| variant.id == id)
    }

    /// The periods that the scenario names, without its calendar years; the first one is the one that changes over time
    /// are told from.
    pub fn named_periods(&self) -> impl Iterator<Item = usize> + '_ {
        Period::named(&self.periods)
    }

    /// The calendar years, ascending.
    pub fn years(&self) -> impl Iterator<Item = usize> + '_ {
        self.periods.iter().enumerate().filter(|(_, period)| period.is_year()).map(|(number, _)| number)
    }

    /// The paired difference of `metric` between that period and the first named one within a variant.
    pub fn change(&self, variant: usize, period: usize, metric: Metric) -> Option<&Estimate> {
        let of = |row: &&Change| (row.variant, row.period, row.metric) == (variant, period, metric);
        self.changes.iter().find(of).map(|row| &row.estimate)
    }

    /// A factor's share of the change of `metric` in a decomposition; without a factor, the whole change.
    pub fn share(&self, decomposition: usize, metric: Metric, factor: Option<usize>) -> Option<&Estimate> {
        let of = |row: &&Share| (row.decomposition, row.metric, row.factor) == (decomposition, metric, factor);
        self.shares.iter().find(of).map(|row| &row.estimate)
    }

    /// The estimate of `metric` for `scope` in the variant at index `variant`, if it has cases.
    pub fn summary(&self, variant: usize, scope: Scope, metric: Metric) -> Option<&Estimate> {
        self.summary
            .iter()
            .find(|row| row.variant == variant && row.scope == scope && row.metric == metric)
            .map(|row| &row.estimate)
    }

    /// The paired difference of `metric` for `scope` between that variant and the first one.
    pub fn difference(&self, variant: usize, scope: Scope, metric: Metric) -> Option<&Estimate> {
        self.differences
            .iter()
            .find(|row| row.variant == variant && row.scope == scope && row.metric == metric)
            .map(|row| &row.estimate)
    }

    /// `all`, `area:<id>`, `member:<id>`, `period:<id>` or `issue:<id>`.
    pub fn scope_name(&self, scope: Scope) -> String {
        scope.name(&self.areas, &self.members, &self.periods, &self.issues)
    }
}

impl Scope {
    /// What it is called in files, with areas and members as (id, label).
    pub(super) fn name(
        self,
        areas: &[(String, String)],
        members: &[(String, String)],
        periods: &[Period],
        issues: &[Issue],
    ) -> String {
        match self {
            Scope::All => "all".to_owned(),
            Scope::Area(area) => format!("area:{}", areas[area].0),
            Scope::Member(member) => format!("member:{}", members[member].0),
            Scope::Period(period) => format!("period:{}", periods[period].id),
            Scope::Issue(issue) => format!("issue:{}", issues[issue].id),
        }
    }
}
