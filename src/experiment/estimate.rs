//! From a study to the numbers that are reported.

use super::metric::{Kind, Metric};
use super::results::{Block, Difference, Endpoint, Estimate, Incidence, Scope, Summary};
use super::study::{Pair, Study};
use super::tally::CAUSES;
use super::times::Times;
use crate::engine::Ending;
use crate::stats::{self, Linearised};

/// One row a variant, scope and metric that has cases.
pub(super) fn summary(study: &Study) -> Vec<Summary> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        let times = Times::new(study, part);
        for metric in Metric::ALL {
            let of_scope = |scope| Summary {
                variant,
                scope,
                metric,
                estimate: Estimate { value: 0.0, std_error: None, interval: None, n: 0 },
            };
            let ratios = part.ratios.iter().filter(|(_, m, _)| *m == metric);
            rows.extend(ratios.filter_map(|(scope, _, pair)| {
                let estimate = ratio_estimate(metric, pair)?;
                Some(Summary { estimate, ..of_scope(*scope) })
            }));
            let estimate = match metric {
                Metric::MedianMonthsToAdoption => times.median(),
                Metric::RestrictedMeanMonths => times.restricted_mean(),
                _ => None,
            };
            rows.extend(estimate.map(|estimate| Summary { estimate, ..of_scope(Scope::All) }));
        }
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// One row a variant but the first, scope and metric that has cases in both.
pub(super) fn differences(study: &Study) -> Vec<Difference> {
    let Some((baseline, others)) = study.variants.split_first() else { return Vec::new() };
    let first = Times::new(study, baseline);
    let mut rows = Vec::new();
    for (variant, part) in (1..).zip(others) {
        for (scope, metric, pair) in &part.ratios {
            // A member that is absent from the first variant has nothing there to compare with.
            if matches!(scope, Scope::Member(member) if !baseline.model.table.contains(member)) {
                continue;
            }
            if let Some(linearised) = stats::difference(pair, (0, 1), (2, 3)) {
                let estimate = difference_estimate(*metric, linearised, study.replications);
                rows.push(Difference { variant, scope: *scope, metric: *metric, estimate });
            }
        }
        if let Some(estimate) = Times::new(study, part).restricted_mean_difference(&first) {
            rows.push(Difference { variant, scope: Scope::All, metric: Metric::RestrictedMeanMonths, estimate });
        }
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// Cumulative incidence of every ending that occurs, by variant.
pub(super) fn time(study: &Study) -> Vec<Incidence> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        let times = Times::new(study, part);
        for (cause, &ending) in Ending::ALL[..CAUSES].iter().enumerate() {
            rows.extend(times.rows(cause).into_iter().map(|row| Incidence { variant, ending, ..row }));
        }
    }
    rows
}

/// Who objects, who alone and who together, by variant; nothing where no poll failed.
pub(super) fn blocking(study: &Study) -> Vec<Block> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate().filter(|(_, part)| part.failing_polls > 0) {
        let share = |count: u64| count as f64 / part.failing_polls as f64;
        let seats = &part.model.seats;
        for (seat, &member) in seats.iter().enumerate() {
            let joint = |other: usize| share(part.joint[seat * seats.len() + other]);
            let alone = Endpoint::Alone { objects: joint(seat), only_objector: share(part.alone[seat]) };
            rows.push(Block { variant, member, endpoint: alone });
            rows.extend((0..seats.len()).filter(|&other| other != seat).map(|other| {
                let endpoint = Endpoint::With { other: seats[other], jointly: joint(other) };
                Block { variant, member, endpoint }
            }));
        }
    }
    rows
}

fn ratio_estimate(metric: Metric, pair: &Pair) -> Option<Estimate> {
    let Linearised { value, std_error } = stats::ratio(pair, 0, 1)?;
    let cases = if metric.is_per_year() { pair.count() } else { pair.sum(1).round() as u64 };
    let interval = std_error.map(|error| match metric.kind() {
        Kind::Share => share_interval(value, error, cases, pair.count(), pair.count() - 1),
        Kind::Positive => {
            let (lower, upper) = stats::symmetric(value, error, pair.count() - 1);
            (lower.max(0.0), upper)
        }
        Kind::Signed => stats::symmetric(value, error, pair.count() - 1),
    });
    Some(Estimate { value, std_error, interval, n: cases })
}

fn difference_estimate(metric: Metric, linearised: Linearised, replications: u64) -> Estimate {
    let Linearised { value, std_error } = linearised;
    let interval = std_error.map(|error| {
        let (lower, upper) = stats::symmetric(value, error, replications - 1);
        if metric.kind() == Kind::Share { (lower.max(-1.0), upper.min(1.0)) } else { (lower, upper) }
    });
    Estimate { value, std_error, interval, n: replications }
}

/// Wilson's interval at the effective number of cases. With one case a replication that is exactly their number.
/// Where all cases agree their dependence cannot be estimated, and each replication counts once. `df` are the degrees
/// of freedom of the standard error.
pub(super) fn share_interval(p: f64, std_error: f64, cases: u64, replications: u64, df: u64) -> (f64, f64) {
    let (p, t) = (p.clamp(0.0, 1.0), stats::student_quantile(df));
    let spread = p * (1.0 - p);
    if spread <= 0.0 {
        return stats::wilson(p, cases.min(replications) as f64, t);
    }
    if std_error == 0.0 {
        return (p, p);
    }
    let replications = replications as f64;
    stats::wilson(p, spread / (std_error * std_error) * replications / (replications - 1.0), t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_independent_replications_has_wilsons_interval() {
        let (p, n) = (0.3, 50u64);
        let error = (p * (1.0 - p) / (n - 1) as f64).sqrt();
        let (lower, upper) = share_interval(p, error, n, n, n - 1);
        let (a, b) = stats::wilson(p, n as f64, stats::student_quantile(n - 1));
        assert!((lower - a).abs() < 1e-12 && (upper - b).abs() < 1e-12);
    }

    #[test]
    fn agreement_of_all_cases_leaves_doubt() {
        let (lower, upper) = share_interval(1.0, 0.0, 500, 20, 19);
        assert!(lower < 0.85 && upper > 0.999);
    }
}
