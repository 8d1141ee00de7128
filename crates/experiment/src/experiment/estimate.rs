//! From a study to the numbers that are reported.

use super::certainty::Row;
use super::facts::changes as told_of_periods;
use super::metric::Metric;
use super::results::{Block, Change, Difference, Endpoint, Incidence, Scope, Share, Summary};
use super::study::Study;
use super::tally::CAUSES;
use super::times::Times;
use crate::engine::Ending;
use crate::model::Period;
use crate::stats::Level;

/// One row a variant, scope and metric that has cases.
pub(super) fn summary(study: &Study, level: Level) -> Vec<Summary> {
    let mut rows = Vec::new();
    for variant in 0..study.variants.len() {
        let row = |scope, metric, estimate| Summary { variant, scope, metric, estimate };
        let ratios = Row::all(study.part(variant), level);
        rows.extend(ratios.filter_map(|ratio| Some(row(ratio.facts.scope, ratio.facts.metric, ratio.estimate()?))));
        let times = Times::new(study, variant, level);
        let of_curves =
            [(Metric::MedianMonthsToAdoption, times.median()), (Metric::RestrictedMeanMonths, times.restricted_mean())];
        rows.extend(of_curves.into_iter().filter_map(|(metric, estimate)| Some(row(Scope::All, metric, estimate?))));
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// One row a variant but the first, scope and metric that has cases in both.
pub(super) fn differences(study: &Study, level: Level) -> Vec<Difference> {
    let first = Times::new(study, 0, level);
    let mut rows = Vec::new();
    for variant in 1..study.variants.len() {
        for (number, row) in Row::all(study.part(variant), level).enumerate() {
            let (scope, metric) = (row.facts.scope, row.facts.metric);
            // A member that is absent from the first variant has nothing there to compare with.
            let of_first = Row::near(study.part(0), number, scope, metric, level);
            if let Some(estimate) = of_first.and_then(|of_first| row.minus(&of_first)) {
                rows.push(Difference { variant, scope, metric, estimate });
            }
        }
        if let Some(estimate) = Times::new(study, variant, level).restricted_mean_difference(&first) {
            rows.push(Difference { variant, scope: Scope::All, metric: Metric::RestrictedMeanMonths, estimate });
        }
    }
    rows.sort_by_key(|row| (row.variant, row.scope, row.metric));
    rows
}

/// One row a variant, named period but the first, and metric that has cases in both.
pub(super) fn changes(study: &Study, level: Level) -> Vec<Change> {
    let Some(first) = Period::named(&study.periods).next() else { return Vec::new() };
    let mut rows = Vec::new();
    for variant in 0..study.variants.len() {
        let row = |period, metric| Row::of(study.part(variant), Scope::Period(period), metric, level);
        for (period, metric) in told_of_periods(&study.periods) {
            let estimate = row(period, metric).zip(row(first, metric)).and_then(|(then, before)| then.minus(&before));
            rows.extend(estimate.map(|estimate| Change { variant, period, metric, estimate }));
        }
    }
    rows
}

/// Cumulative incidence of every ending that occurs, by variant.
pub(super) fn time(study: &Study, level: Level) -> Vec<Incidence> {
    let mut rows = Vec::new();
    for variant in 0..study.variants.len() {
        let times = Times::new(study, variant, level);
        for (cause, &ending) in Ending::ALL[..CAUSES].iter().enumerate() {
            rows.extend(times.rows(cause).into_iter().map(|row| Incidence { variant, ending, ..row }));
        }
    }
    rows
}

/// The same of all that pass.
pub(super) fn passing(study: &Study, level: Level) -> Vec<Incidence> {
    let of =
        |variant| Times::new(study, variant, level).passing().into_iter().map(move |row| Incidence { variant, ..row });
    (0..study.variants.len()).flat_map(of).collect()
}

/// How changes are shared out among their factors.
pub(super) fn shares(study: &Study, level: Level) -> Vec<Share> {
    let decompositions = study.decompositions.iter().zip(&study.sums.shares).enumerate();
    decompositions.flat_map(|(number, (facts, sums))| facts.estimates(sums, number, level)).collect()
}

/// Who objects, who alone and who together, by variant, of the failing polls in which they had a response.
pub(super) fn blocking(study: &Study) -> Vec<Block> {
    let mut rows = Vec::new();
    for (variant, (facts, sums)) in study.variants.iter().zip(&study.sums.variants).enumerate() {
        let (members, blockers) = (&facts.info.seats, &sums.blockers);
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
