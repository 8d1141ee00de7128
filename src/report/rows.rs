//! The rows of a result's tables, each defined once. CSV and JSON are both written from these, so that they cannot
//! say different things. What is undefined has no row; a field that is not known is `None`.

use std::borrow::Cow;

use serde::Serialize;

use crate::experiment::{Endpoint, Estimate, Metric, Results, Scope};

/// A row of a table. The names of its fields are the table's columns.
pub trait Row: Serialize {
    /// Stem of the table's file name, and its key in JSON.
    const TABLE: &'static str;
    /// The columns, in order.
    const COLUMNS: &'static [&'static str];
}

/// Defines a row and, from the same fields, its columns.
macro_rules! row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name<'r> {
            $($(#[$field_doc])* pub $field: $kind,)+
        }

        impl Row for $name<'_> {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];
        }
    };
}

pub(super) use row;

row! {
    /// An estimate.
    SummaryRow of "summary" {
        /// Id of the variant.
        variant: &'r str,
        /// `all`, `area:<id>`, `member:<id>`, `period:<id>` or `issue:<id>`.
        scope: String,
        /// Name of the metric.
        metric: &'static str,
        /// The point estimate.
        estimate: f64,
        /// Its standard error.
        std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// Cases on which it rests.
        n: u64,
    }
}

row! {
    /// A paired difference from the first variant or, within one variant, from the first named period.
    DifferenceRow of "differences" {
        /// Id of the first variant; `period:<id>` where it is that period of the same variant.
        baseline: Cow<'r, str>,
        /// Id of the variant that is compared.
        variant: &'r str,
        /// `all`, `area:<id>`, `member:<id>`, `period:<id>` or `issue:<id>`.
        scope: String,
        /// Name of the metric.
        metric: &'static str,
        /// Variant minus baseline.
        difference: f64,
        /// Its standard error.
        std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// Replications on which it rests.
        n: u64,
    }
}

row! {
    /// A step of an incidence curve.
    TimeRow of "time" {
        /// Id of the variant.
        variant: &'r str,
        /// Name of the ending.
        ending: &'static str,
        /// Months since tabling.
        months: f64,
        /// Share of tabled proposals that have come to this ending by then.
        cumulative_incidence: f64,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// Proposals neither ended nor censored just before.
        at_risk: u64,
    }
}

row! {
    /// A member (`objects` and `only_objector` are known), or an ordered pair of members (`other` and `jointly` are),
    /// in polls that fail.
    BlockingRow of "blocking" {
        /// Id of the variant.
        variant: &'r str,
        /// Id of the member.
        member: &'r str,
        /// Id of the other one of a pair.
        other: Option<&'r str>,
        /// Share of failing polls in which the member objects.
        objects: Option<f64>,
        /// Share in which it objects and nobody else does.
        only_objector: Option<f64>,
        /// Share in which both object.
        jointly: Option<f64>,
    }
}

row! {
    /// A factor's share of a change, or the whole change.
    DecompositionRow of "decomposition" {
        /// Id of the decomposition.
        decomposition: &'r str,
        /// Name of the metric.
        metric: &'static str,
        /// Id of the factor; `total` for the whole change.
        factor: &'r str,
        /// How much of the change is due to it.
        share: f64,
        /// Its standard error.
        std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
    }
}

row! {
    /// What holds on an issue in the end, in its own units; errors in per cent of its scale.
    OutcomeRow of "outcomes" {
        /// Id of the variant.
        variant: &'r str,
        /// Id of the issue.
        issue: &'r str,
        /// Share of the times that it came up in which something was adopted.
        p_adopted: f64,
        /// Mean of what holds: the text, or the status quo where nothing was adopted.
        text_mean: f64,
        /// Its standard deviation.
        text_sd: Option<f64>,
        /// Its quantiles.
        q05: f64,
        /// A quarter of the worlds are at or below.
        q25: f64,
        /// Half of them are.
        q50: f64,
        /// Three quarters are.
        q75: f64,
        /// Nineteen in twenty are.
        q95: f64,
        /// Where policy lies; empty where that is drawn.
        status_quo: Option<f64>,
        /// Mean of positions, weighted by influence times salience.
        compromise: Option<f64>,
        /// Median of positions.
        median: Option<f64>,
        /// What came out, where that is known.
        outcome: Option<f64>,
        /// How far the mean is from it.
        abs_error: Option<f64>,
        /// Continuous ranked probability score.
        crps: Option<f64>,
        /// Squared error of the probability that it changes.
        brier: Option<f64>,
        /// Lower end of the interval of the mean.
        text_lower: Option<f64>,
        /// Upper end of the interval of the mean.
        text_upper: Option<f64>,
        /// How often it came up, over all worlds.
        n: u64,
    }
}

row! {
    /// How far predictions are from what came out, mean over issues.
    AccuracyRow of "accuracy" {
        /// Id of the variant.
        variant: &'r str,
        /// `abs_error` and `crps` in per cent of the scale, or `brier`.
        measure: &'static str,
        /// `winset`, `compromise`, `median` or `status_quo`.
        predictor: &'static str,
        /// The mean over issues.
        estimate: f64,
        /// Its standard error, proposals being clusters.
        std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// winset minus this predictor, paired by proposal.
        difference: Option<f64>,
        /// Its standard error.
        difference_std_error: Option<f64>,
        /// Lower end of its interval.
        difference_lower: Option<f64>,
        /// Upper end of its interval.
        difference_upper: Option<f64>,
        /// Issues whose outcome is known.
        issues: usize,
        /// Their proposals.
        n: u64,
    }
}

/// The rows of `summary.csv`.
pub fn summary(results: &Results) -> impl Iterator<Item = SummaryRow<'_>> {
    results.summary.iter().map(|row| {
        let Estimate { value, std_error, interval, n } = row.estimate;
        let (lower, upper) = ends(interval);
        SummaryRow {
            variant: &results.variants[row.variant].id,
            scope: results.scope_name(row.scope),
            metric: row.metric.name(),
            estimate: plain(value),
            std_error: std_error.map(plain),
            lower,
            upper,
            n,
        }
    })
}

/// The rows of `differences.csv`: between variants, then between periods.
pub fn differences(results: &Results) -> impl Iterator<Item = DifferenceRow<'_>> {
    let row = |baseline, variant: usize, scope, metric: Metric, estimate| {
        let Estimate { value, std_error, interval, n } = estimate;
        let (lower, upper) = ends(interval);
        DifferenceRow {
            baseline,
            variant: &results.variants[variant].id,
            scope: results.scope_name(scope),
            metric: metric.name(),
            difference: plain(value),
            std_error: std_error.map(plain),
            lower,
            upper,
            n,
        }
    };
    let between_variants = results.differences.iter().map(move |of| {
        row(Cow::Borrowed(results.variants[0].id.as_str()), of.variant, of.scope, of.metric, of.estimate)
    });
    let first = results.named_periods().next().map(|first| results.scope_name(Scope::Period(first)));
    let between_periods = results.changes.iter().map(move |of| {
        let baseline = Cow::Owned(first.clone().unwrap_or_default());
        row(baseline, of.variant, Scope::Period(of.period), of.metric, of.estimate)
    });
    between_variants.chain(between_periods)
}

/// The rows of `time.csv`.
pub fn time(results: &Results) -> impl Iterator<Item = TimeRow<'_>> {
    results.time.iter().map(|row| {
        let (lower, upper) = ends(row.interval);
        TimeRow {
            variant: &results.variants[row.variant].id,
            ending: row.ending.name(),
            months: plain(row.months),
            cumulative_incidence: plain(row.cumulative),
            lower,
            upper,
            at_risk: row.at_risk,
        }
    })
}

/// The rows of `blocking.csv`.
pub fn blocking(results: &Results) -> impl Iterator<Item = BlockingRow<'_>> {
    let id = |member: usize| results.members[member].0.as_str();
    results.blocking.iter().map(move |row| {
        let nothing = BlockingRow {
            variant: &results.variants[row.variant].id,
            member: id(row.member),
            other: None,
            objects: None,
            only_objector: None,
            jointly: None,
        };
        match row.endpoint {
            Endpoint::Alone { objects, only_objector } => {
                BlockingRow { objects: Some(plain(objects)), only_objector: Some(plain(only_objector)), ..nothing }
            }
            Endpoint::With { other, jointly } => {
                BlockingRow { other: Some(id(other)), jointly: Some(plain(jointly)), ..nothing }
            }
        }
    })
}

/// The rows of `decomposition.csv`.
pub fn decomposition(results: &Results) -> impl Iterator<Item = DecompositionRow<'_>> {
    results.shares.iter().map(|row| {
        let decomposition = &results.decompositions[row.decomposition];
        let Estimate { value, std_error, interval, .. } = row.estimate;
        let (lower, upper) = ends(interval);
        DecompositionRow {
            decomposition: &decomposition.id,
            metric: row.metric.name(),
            factor: row.factor.map_or("total", |factor| decomposition.factors[factor].id.as_str()),
            share: plain(value),
            std_error: std_error.map(plain),
            lower,
            upper,
        }
    })
}

/// The rows of `outcomes.csv`.
pub fn outcomes(results: &Results) -> impl Iterator<Item = OutcomeRow<'_>> {
    results.outcomes.iter().map(|row| {
        let (text_lower, text_upper) = ends(row.text.interval);
        let [q05, q25, q50, q75, q95] = row.quantiles.map(plain);
        OutcomeRow {
            variant: &results.variants[row.variant].id,
            issue: &results.issues[row.issue].id,
            p_adopted: plain(row.adopted),
            text_mean: plain(row.text.value),
            text_sd: row.sd.map(plain),
            q05,
            q25,
            q50,
            q75,
            q95,
            status_quo: row.status_quo.map(plain),
            compromise: row.compromise.map(plain),
            median: row.median.map(plain),
            outcome: row.outcome.map(plain),
            abs_error: row.abs_error.map(plain),
            crps: row.crps.map(plain),
            brier: row.brier.map(plain),
            text_lower,
            text_upper,
            n: row.n,
        }
    })
}

/// The rows of `accuracy.csv`.
pub fn accuracy(results: &Results) -> impl Iterator<Item = AccuracyRow<'_>> {
    results.accuracy.iter().map(|row| {
        let (lower, upper) = ends(row.estimate.interval);
        let (difference_lower, difference_upper) = ends(row.difference.and_then(|difference| difference.interval));
        AccuracyRow {
            variant: &results.variants[row.variant].id,
            measure: row.measure.name(),
            predictor: row.predictor.name(),
            estimate: plain(row.estimate.value),
            std_error: row.estimate.std_error.map(plain),
            lower,
            upper,
            difference: row.difference.map(|difference| plain(difference.value)),
            difference_std_error: row.difference.and_then(|difference| difference.std_error).map(plain),
            difference_lower,
            difference_upper,
            issues: row.issues,
            n: row.estimate.n,
        }
    })
}

fn ends(interval: Option<(f64, f64)>) -> (Option<f64>, Option<f64>) {
    (interval.map(|ends| plain(ends.0)), interval.map(|ends| plain(ends.1)))
}

/// No minus on a zero.
fn plain(x: f64) -> f64 {
    x + 0.0
}
