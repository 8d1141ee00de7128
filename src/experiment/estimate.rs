//! From a study to the numbers that are reported.

use super::certainty::Row;
use super::metric::Metric;
use super::results::{Block, Change, Difference, Endpoint, Incidence, Scope, Share, Summary};
use super::shares::SharesStudy;
use super::study::Study;
use super::tally::CAUSES;
use super::times::Times;
use crate::engine::Ending;
use crate::model::Timeline;
use crate::stats::Level;

/// One row a variant, scope and metric that has cases.
pub(super) fn summary(study: &Study, level: Level) -> Vec<Summary> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        let row = |scope, metric, estimate| Summary { variant, scope, metric, estimate };
        let ratios = part.ratios.iter().map(|(scope, metric, ratio)| (*scope, *metric, ratio));
        rows.extend(ratios.filter_map(|(scope, metric, ratio)| {
            Some(row(scope, metric, Row { part, scope, metric, ratio, level }.estimate()?))
        }));
        let times = Times::new(study, part, level);
        let of_curves =
            [(Metric::MedianMonthsToAdoption, times.median()), (Metric::RestrictedMeanMonths, times.restricted_mean())];
        rows.extend(of_curves.into_iter().filter_map(|(metric, estimate)| Some(row(Scope::All, metric, estimate?))));
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// One row a variant but the first, scope and metric that has cases in both.
pub(super) fn differences(study: &Study, level: Level) -> Vec<Difference> {
    let Some((baseline, others)) = study.variants.split_first() else { return Vec::new() };
    let first = Times::new(study, baseline, level);
    let mut rows = Vec::new();
    for (variant, part) in (1..).zip(others) {
        for &(scope, metric, ref ratio) in &part.ratios {
            // A member that is absent from the first variant has nothing there to compare with.
            if matches!(scope, Scope::Member(member) if !baseline.timeline.is_ever_present(member)) {
                continue;
            }
            if let Some(estimate) = (Row { part, scope, metric, ratio, level }).difference(baseline) {
                rows.push(Difference { variant, scope, metric, estimate });
            }
        }
        if let Some(estimate) = Times::new(study, part, level).restricted_mean_difference(&first) {
            rows.push(Difference { variant, scope: Scope::All, metric: Metric::RestrictedMeanMonths, estimate });
        }
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// One row a variant, named period but the first, and metric that has cases in both.
pub(super) fn changes(study: &Study, level: Level) -> Vec<Change> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        for &(period, metric, ref ratio) in &part.changes {
            let row = Row { part, scope: Scope::Period(period), metric, ratio, level };
            rows.extend(row.change().map(|estimate| Change { variant, period, metric, estimate }));
        }
    }
    rows
}

/// Cumulative incidence of every ending that occurs, by variant.
pub(super) fn time(study: &Study, level: Level) -> Vec<Incidence> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        let times = Times::new(study, part, level);
        for (cause, &ending) in Ending::ALL[..CAUSES].iter().enumerate() {
            rows.extend(times.rows(cause).into_iter().map(|row| Incidence { variant, ending, ..row }));
        }
    }
    rows
}

/// How changes are shared out among their factors.
pub(super) fn shares(study: &Study, timelines: &[&Timeline], level: Level) -> Vec<Share> {
    let rows = |(number, shares): (usize, &SharesStudy)| shares.estimates(number, timelines, study.replications, level);
    study.shares.iter().enumerate().flat_map(rows).collect()
}

/// Who objects, who alone and who together, by variant, of the failing polls in which they had a response.
pub(super) fn blocking(study: &Study) -> Vec<Block> {
    let mut rows = Vec::new();
    for (variant, part) in study.variants.iter().enumerate() {
        let (members, blockers) = (part.timeline.ever_seated(), &part.blockers);
        let pair = |a: usize, b: usize| a * members.len() + b;
        for (number, &member) in members.iter().enumerate() {
            let own = blockers.failing[pair(number, number)];
            if own == 0 {
                continue;
            }
            let of_own = |count: u64| count as f64 / own as f64;
            let objects = of_own(blockers.joint[pair(number, number)]);
            let alone = Endpoint::Alone { objects, only_objector: of_own(blockers.alone[number]) };
            rows.push(Block { variant, member, endpoint: alone });
            for (other, &neighbour) in members.iter().enumerate().filter(|&(other, _)| other != number) {
                let both = blockers.failing[pair(number, other)];
                if both > 0 {
                    let jointly = blockers.joint[pair(number, other)] as f64 / both as f64;
                    rows.push(Block { variant, member, endpoint: Endpoint::With { other: neighbour, jointly } });
                }
            }
        }
    }
    rows
}
