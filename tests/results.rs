//! Estimates hang together: shares are shares, endings are all there is, intervals contain what they are about.

use proptest::prelude::*;
use winset::engine::Ending;
use winset::experiment::{Estimate, Kind, Metric, Results, Scope};
use winset::model::{Model, Rule};

use crate::models::{cases, models};
use crate::studies::examined;

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn results_are_coherent(model in models(), seed: u64, replications in 1..60u64) {
        let results = examined(&[&model, &with_consensus(&model)], seed, replications);
        for row in results.summary.iter().map(|row| (row.metric, row.estimate)) {
            assert_sound(row.0.kind(), &row.1, row.0)?;
        }
        for row in &results.differences {
            assert_sound(Kind::Signed, &row.estimate, row.metric)?;
        }
        for variant in 0..2 {
            let areas = (0..results.areas.len()).map(Scope::Area);
            for scope in std::iter::once(Scope::All).chain(areas) {
                assert_partition(&results, variant, scope, Metric::ShareAdopted)?;
                assert_adopted_once_or_stalled(&results, variant, scope)?;
            }
            for member in (0..results.members.len()).map(Scope::Member) {
                assert_partition(&results, variant, member, Metric::SponsorSuccess)?;
            }
            assert_incidence(&results, variant)?;
        }
    }

    #[test]
    fn variants_that_are_the_same_differ_by_nothing_at_all(model in models(), seed: u64, replications in 1..40u64) {
        let results = examined(&[&model, &model.clone()], seed, replications);
        let first: Vec<_> = results.summary.iter().filter(|row| row.variant == 0).map(|row| row.estimate).collect();
        let second: Vec<_> = results.summary.iter().filter(|row| row.variant == 1).map(|row| row.estimate).collect();
        prop_assert_eq!(first, second);
        for row in &results.differences {
            prop_assert_eq!(row.estimate.value, 0.0, "{:?} of {:?}", row.metric, row.scope);
            prop_assert!(row.estimate.std_error.is_none_or(|error| error == 0.0), "{:?}", row);
        }
    }
}

fn with_consensus(model: &Model) -> Model {
    let mut model = model.clone();
    model.areas.iter_mut().for_each(|area| area.rule = Rule::Consensus);
    model
}

fn assert_sound(kind: Kind, estimate: &Estimate, metric: Metric) -> Result<(), TestCaseError> {
    let value = estimate.value;
    prop_assert!(value.is_finite(), "{metric:?}");
    prop_assert!(estimate.std_error.is_none_or(|error| error.is_finite() && error >= 0.0), "{metric:?} {estimate:?}");
    let (low, high) = estimate.interval.unwrap_or((value, value));
    let within = 1e-12 * value.abs().max(1.0);
    prop_assert!(low.is_finite() && high.is_finite(), "{metric:?} {estimate:?}");
    prop_assert!(low <= value + within && value <= high + within, "{metric:?} {estimate:?}");
    match kind {
        Kind::Share => prop_assert!(low >= 0.0 && high <= 1.0, "{metric:?} {estimate:?}"),
        Kind::Positive => prop_assert!(low >= 0.0, "{metric:?} {estimate:?}"),
        Kind::Signed => {}
    }
    Ok(())
}

/// The endings of what was tabled are all of it; `adopted` is the metric that tells the adopted ones.
fn assert_partition(results: &Results, variant: usize, scope: Scope, adopted: Metric) -> Result<(), TestCaseError> {
    let endings = [adopted, Metric::ShareWithdrawn, Metric::ShareDiverted, Metric::ShareShelved, Metric::SharePending];
    let shares: Vec<f64> =
        endings.iter().filter_map(|&metric| results.summary(variant, scope, metric)).map(|e| e.value).collect();
    prop_assert!(shares.is_empty() || shares.len() == endings.len());
    prop_assert!(shares.is_empty() || (shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    Ok(())
}

fn assert_adopted_once_or_stalled(results: &Results, variant: usize, scope: Scope) -> Result<(), TestCaseError> {
    let value = |metric| results.summary(variant, scope, metric).map(|estimate| estimate.value);
    prop_assert_eq!(value(Metric::PassRate), value(Metric::ShareAdopted));
    let at_once = value(Metric::FirstSessionPassRate).zip(value(Metric::StallRate));
    prop_assert!(at_once.is_none_or(|(passed, stalled)| (passed + stalled - 1.0).abs() < 1e-12));
    Ok(())
}

/// Curves start at 0, rise, stay together below 1, and lie in their intervals.
fn assert_incidence(results: &Results, variant: usize) -> Result<(), TestCaseError> {
    let mut reached = 0.0;
    for ending in Ending::ALL {
        let rows = results.time.iter().filter(|row| row.variant == variant && row.ending == ending);
        let curve: Vec<_> = rows.collect();
        for pair in curve.windows(2) {
            prop_assert!(pair[0].months < pair[1].months && pair[0].cumulative <= pair[1].cumulative + 1e-12);
            prop_assert!(pair[0].at_risk >= pair[1].at_risk);
        }
        prop_assert!(curve.first().is_none_or(|row| row.months == 0.0));
        for row in &curve {
            let (low, high) = row.interval.unwrap_or((row.cumulative, row.cumulative));
            prop_assert!(low <= row.cumulative + 1e-12 && row.cumulative <= high + 1e-12, "{row:?}");
        }
        reached += curve.last().map_or(0.0, |row| row.cumulative);
    }
    prop_assert!(reached <= 1.0 + 1e-12);
    Ok(())
}
