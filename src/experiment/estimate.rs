//! From a study to the numbers that are reported.

use super::certainty::Row;
use super::metric::Metric;
use super::results::{Block, Difference, Endpoint, Incidence, Scope, Summary};
use super::study::Study;
use super::tally::CAUSES;
use super::times::Times;
use crate::engine::Ending;
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
            if matches!(scope, Scope::Member(member) if !baseline.model.table.contains(&member)) {
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
