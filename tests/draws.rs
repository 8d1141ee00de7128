//! Draws belong to names: what is added at the end, absent or computed on other threads changes no number, to the bit.

use proptest::prelude::*;
use winset::engine::{World, draws};
use winset::model::{Model, Rule, SecretariatIdeal};

use crate::diary::Diary;
use crate::models::{cases, models};
use crate::oracle::{gamma, poisson};
use crate::studies::{examined, fixed_text, reduced};

/// Whatever depends on who else is there, taken out: rules know no seats, no capacity, no centroid, nothing amended.
fn unrelated(mut model: Model) -> Model {
    model.areas.iter_mut().for_each(|area| area.rule = Rule::Consensus);
    model.agenda.capacity = None;
    if let Some(secretariat) = &mut model.secretariat {
        secretariat.ideal = SecretariatIdeal::Point(vec![0.5; model.dimensions.len()]);
    }
    model
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_absent_member_at_the_end_changes_nothing(model in models(), seed: u64) {
        let world = World { seed, replication: 1 };
        let mut longer = model.clone();
        longer.members.push(model.members[0].clone());
        longer.areas.iter_mut().for_each(|area| area.group_correlation.push(0.5));
        prop_assert_eq!(Diary::examined(&model, world), Diary::examined(&longer, world));
    }

    #[test]
    fn founders_table_the_same_proposals_whoever_else_is_there(model in models(), seed: u64, leaves in 0..6usize) {
        let world = World { seed, replication: 1 };
        let large = unrelated(model);
        let small = reduced(&large, |member| member != leaves);
        prop_assume!(!small.seats.is_empty());
        let (small_diary, large_diary) = (Diary::of(&small, world), Diary::of(&large, world));
        let large_endings = large_diary.endings();
        for (name, (proposal, _)) in small_diary.endings() {
            let (same, _) = large_endings[&name];
            prop_assert_eq!(proposal.area, same.area);
            prop_assert_eq!(&proposal.status_quo, &same.status_quo);
            prop_assert_eq!(&proposal.opening, &same.opening);
            for &member in &small.table {
                prop_assert!(proposal.positions.of(member).eq(same.positions.of(member)));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn the_number_of_threads_changes_no_number(model in models(), seed: u64) {
        let mut other = unrelated(model.clone());
        other.negotiation.pressure += 0.5;
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a few threads");
            pool.install(|| examined(&[&model, &other], seed, 300))
        };
        let one = on(1);
        prop_assert_eq!(&one, &on(2));
        prop_assert_eq!(&one, &on(3));
    }

    #[test]
    fn a_further_variant_changes_no_other_number(model in models(), seed: u64) {
        let second = unrelated(model.clone());
        let third = reduced(&second, |member| member == second.seats[0]);
        let fewer = examined(&[&model, &second], seed, 50);
        let mut more = examined(&[&model, &second, &third], seed, 50);
        more.variants.pop();
        more.summary.retain(|row| row.variant < 2);
        more.differences.retain(|row| row.variant < 2);
        more.time.retain(|row| row.variant < 2);
        more.passing.retain(|row| row.variant < 2);
        more.blocking.retain(|row| row.variant < 2);
        prop_assert_eq!(fewer, more);
    }
}

#[test]
fn how_busy_a_session_is_follows_the_gamma_law() {
    for sd in [0.05, 0.3, 1.0, 2.5, 10.0] {
        for step in 0..40 {
            let u = (f64::from(step) + 0.5) / 40.0;
            let (engine, oracle) = (draws::gamma(sd, u), gamma(sd, u));
            assert!((engine - oracle).abs() <= 1e-9 * oracle + 1e-300, "{sd} {u}: {engine} {oracle}");
        }
    }
}

/// How many proposals a secretariat of so much initiative tables, in so many sessions.
fn tabled(initiative: f64, sd: f64, sessions: u32) -> Vec<f64> {
    let mut model = fixed_text(1, 0.0);
    model.secretariat.as_mut().expect("it is there").initiative = initiative;
    (model.agenda.sessions, model.agenda.years, model.agenda.initiative_sd) = (sessions, f64::from(sessions), sd);
    let mut counts = vec![0.0; sessions as usize];
    for (proposal, _) in Diary::of(&model, World { seed: 41, replication: 0 }).ended {
        counts[proposal.tabled as usize] += 1.0;
    }
    counts
}

#[test]
fn many_drafts_come_by_the_poisson_law_too() {
    // Beyond a mean of 41, e^−mean is less than the resolution of a uniform draw; beyond 745 it is nothing at all.
    for mean in [0.3, 40.0, 42.0, 60.0, 500.0, 900.0, 5000.0] {
        for step in 1..400 {
            let u = (f64::from(step) + 0.37) / 400.5;
            assert_eq!(draws::poisson(mean, u), poisson(mean, u), "{mean} {u}");
        }
    }
    for mean in [60.0, 500.0] {
        let n = 400;
        let counts = tabled(mean, 0.0, n);
        let n = f64::from(n);
        let average = counts.iter().sum::<f64>() / n;
        let variance = counts.iter().map(|count| (count - average).powi(2)).sum::<f64>() / (n - 1.0);
        assert!((average - mean).abs() < 4.5 * (mean / n).sqrt(), "{average}");
        assert!((variance / mean - 1.0).abs() < 4.5 * (2.0 / n).sqrt(), "{variance}");
    }
}

#[test]
fn years_of_many_drafts_and_of_few_have_the_stated_spread() {
    // The variance of a Poisson law whose mean is itself a gamma variate: mean + (sd · mean)².
    let (mean, sd, n) = (40.0, 0.5, 4000);
    let counts = tabled(mean, sd, n);
    let n = f64::from(n);
    let average = counts.iter().sum::<f64>() / n;
    let variance = counts.iter().map(|count| (count - average).powi(2)).sum::<f64>() / (n - 1.0);
    let expected = mean + sd * sd * mean * mean;
    assert!((average - mean).abs() < 4.5 * (expected / n).sqrt(), "{average}");
    // Its kurtosis is 3 + 6 sd² and a little; so is the error of the variance.
    assert!((variance / expected - 1.0).abs() < 4.5 * ((2.0 + 6.5 * sd * sd) / n).sqrt(), "{variance} {expected}");
}
