//! Estimates hang together: shares are shares, endings are all there is, intervals contain what they are about.

use proptest::prelude::*;
use winset::engine::Ending;
use winset::experiment::{Estimate, Kind, Metric, Results, Scope};
use winset::model::{Amendment, Arrivals, Model, Rule};
use winset::stats::Level;

use crate::models::{cases, models};
use crate::studies::{at_level, examined, fixed_text, reduced, results};

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
            let (low, high) = row.estimate.interval.unwrap_or_default();
            prop_assert!(row.metric.kind() != Kind::Share || (low >= -1.0 && high <= 1.0), "{row:?}");
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
    prop_assert!(low.is_finite() && high.is_finite(), "{metric:?} {estimate:?}");
    prop_assert!(low <= value && value <= high, "{metric:?} {estimate:?}");
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
            prop_assert!(low <= row.cumulative && row.cumulative <= high && high <= 1.0, "{row:?}");
        }
        reached += curve.last().map_or(0.0, |row| row.cumulative);
    }
    prop_assert!(reached <= 1.0 + 1e-12);
    Ok(())
}

/// Members who are so tolerant that whatever is tabled passes.
fn tolerant(tolerance: f64) -> Model {
    fixed_text(3, tolerance)
}

fn interval(estimate: Option<&Estimate>) -> (f64, f64) {
    estimate.expect("cases").interval.expect("two replications")
}

#[test]
fn one_model_twice_differs_by_exactly_nothing() {
    let model = fixed_text(4, 1.5);
    for row in results(&[&model, &model], 3, 50).differences {
        let Estimate { value, std_error, interval, .. } = row.estimate;
        assert_eq!((value, std_error, interval), (0.0, Some(0.0), Some((0.0, 0.0))), "{row:?}");
    }
}

#[test]
fn models_that_happen_to_agree_might_have_differed() {
    let results = results(&[&tolerant(60.0), &tolerant(61.0)], 3, 50);
    for metric in [Metric::PassRate, Metric::AdoptedPerYear, Metric::RestrictedMeanMonths] {
        let difference = results.difference(1, Scope::All, metric).unwrap();
        assert_eq!((difference.value, difference.std_error), (0.0, Some(0.0)), "{metric:?}");
        let (low, high) = difference.interval.unwrap();
        assert!(low < 0.0 && high > 0.0, "{metric:?}: {low} to {high}");
    }
    // The same proposals are tabled, whoever is how tolerant.
    assert_eq!(interval(results.difference(1, Scope::All, Metric::TabledPerYear)), (0.0, 0.0));
}

#[test]
fn more_initiative_may_table_more_even_if_none_was_seen() {
    let model = fixed_text(3, 1.5);
    let mut more = model.clone();
    more.secretariat.as_mut().unwrap().initiative += 1e-9;
    let (low, high) = interval(results(&[&model, &more], 3, 50).difference(1, Scope::All, Metric::TabledPerYear));
    assert!(low < 0.0 && high > 0.0, "{low} to {high}");
}

#[test]
fn what_is_fixed_is_a_point_and_bounds_what_is_adopted() {
    let mut model = tolerant(60.0);
    model.agenda.arrivals = Arrivals::Fixed;
    let fixed = results(&[&model], 3, 50);
    assert_eq!(interval(fixed.summary(0, Scope::All, Metric::TabledPerYear)), (1.0, 1.0));
    let (low, high) = interval(fixed.summary(0, Scope::All, Metric::AdoptedPerYear));
    assert!(low < 1.0 && high == 1.0, "all were adopted, and more cannot be: {low} to {high}");
    // One poll is all that there is.
    assert_eq!(interval(fixed.summary(0, Scope::All, Metric::Rounds)), (1.0, 1.0));
    model.secretariat.as_mut().unwrap().initiative = 1.0 + 1e-9;
    let (low, high) = interval(results(&[&model], 3, 50).summary(0, Scope::All, Metric::TabledPerYear));
    assert!(low == 1.0 && high > 1.0, "a second one might have come: {low} to {high}");
}

#[test]
fn polls_that_were_never_needed_might_have_been() {
    let mut model = tolerant(60.0);
    (model.negotiation.rounds, model.negotiation.amendment) = (5, Amendment::Concede { rate: 0.5 });
    let (low, high) = interval(results(&[&model], 3, 50).summary(0, Scope::All, Metric::Rounds));
    assert!(low == 1.0 && high > 1.0 && high < 1.2, "{low} to {high}");
}

#[test]
fn levels_nest_and_leave_the_rest_alone() {
    let (all, fewer) = (fixed_text(4, 1.5), reduced(&fixed_text(4, 1.5), |member| member < 3));
    let at = |level: f64| at_level(&[&all, &fewer], 3, 50, Level::new(level).unwrap());
    let (narrow, usual, wide) = (at(0.5), at(0.95), at(0.9999));
    assert_eq!((narrow.level, usual.level), (Level::new(0.5).unwrap(), Level::default()));
    let estimates = |results: &Results| -> Vec<Estimate> {
        let summary = results.summary.iter().map(|row| row.estimate);
        summary.chain(results.differences.iter().map(|row| row.estimate)).collect()
    };
    let of_all = estimates(&narrow).into_iter().zip(estimates(&usual)).zip(estimates(&wide));
    for ((narrow, usual), wide) in of_all {
        assert_eq!((narrow.value, narrow.std_error, narrow.n), (wide.value, wide.std_error, wide.n));
        let length = |estimate: Estimate| estimate.interval.map_or(0.0, |(low, high)| high - low);
        assert!(length(narrow) <= length(usual) && length(usual) <= length(wide), "{narrow:?} {usual:?} {wide:?}");
    }
    for (usual, wide) in usual.time.iter().zip(&wide.time).filter(|(row, _)| row.interval.is_some()) {
        let ((low, high), (lower, higher)) = (usual.interval.unwrap(), wide.interval.unwrap());
        assert!(lower <= low && high <= higher, "{usual:?} {wide:?}");
    }
}

/// A queue in which every 66th of what is left is adopted at a time: the steps add up to 1, and not to more.
#[test]
fn no_incidence_is_above_1_or_above_its_limit() {
    let mut model = fixed_text(1, 60.0);
    model.secretariat.as_mut().unwrap().initiative = 2.0;
    (model.agenda.arrivals, model.agenda.capacity) = (Arrivals::Fixed, Some(1));
    (model.agenda.sessions_per_year, model.agenda.years, model.agenda.sessions) = (2.0, 33.0, 66);
    let results = results(&[&model], 20, 2);
    let adopted: Vec<_> = results.time.iter().filter(|row| row.ending == Ending::Adopted).collect();
    assert!(adopted.len() > 30 && adopted.last().unwrap().cumulative > 0.999);
    for row in adopted {
        let high = row.interval.map_or(1.0, |(_, high)| high);
        assert!(row.cumulative <= high && high <= 1.0, "{row:?}");
    }
}
