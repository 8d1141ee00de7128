//! Estimates against the exact numbers.

use super::*;
use crate::power::{Effort, GamePower, MemberPower, Value, power};

/// Nothing may be enumerated.
fn sampling(seed: u64) -> Effort {
    Effort { nodes: 0, samples: 40_000, seed }
}

fn values(game: &GamePower) -> Vec<Option<Value>> {
    let of_member = |m: &MemberPower| [m.prevent, m.initiate, Some(m.banzhaf_absolute), m.banzhaf, m.shapley_shubik];
    let collective = [Some(game.winning), Some(game.act)];
    collective.into_iter().chain(game.members.iter().flat_map(of_member)).collect()
}

/// The distances from the truth in standard errors.
fn check(exact: &GamePower, sampled: &GamePower) {
    assert_eq!(exact.total, sampled.total);
    for (exact, sampled) in values(exact).into_iter().zip(values(sampled)) {
        assert_eq!(exact.is_some(), sampled.is_some());
        let (Some(exact), Some(sampled)) = (exact, sampled) else { continue };
        let std_error = sampled.std_error.expect("an estimate");
        assert!((sampled.value - exact.value).abs() < 4.5 * std_error, "{sampled:?} against {exact:?}");
    }
}

#[test]
fn estimates_agree_with_exact_numbers() {
    for (rule, seats) in [(votes(&[4, 4, 4, 2, 2, 1], 12.0), 6), (security_council(), 15), (lisbon(), 27)] {
        let exact = power(&rule, seats, &Effort::default());
        let sampled = power(&rule, seats, &sampling(1));
        check(&exact.binary, &sampled.binary);
        if let (Some(exact), Some(sampled)) = (&exact.ternary, &sampled.ternary) {
            check(exact, sampled);
        }
    }
}

/// The standard errors are of the right size: over many seeds the mean squared distance is about 1.
#[test]
fn standard_errors_are_calibrated() {
    let rule = votes(&[3, 2, 1, 1], 4.0);
    let exact = power(&rule, 4, &Effort::default()).binary;
    let seeds = 200;
    let mut squares = vec![0.0; values(&exact).len()];
    for seed in 0..seeds {
        let sampled = power(&rule, 4, &Effort { nodes: 0, samples: 500, seed }).binary;
        for (sum, (exact, sampled)) in squares.iter_mut().zip(values(&exact).into_iter().zip(values(&sampled))) {
            let (exact, sampled) = (exact.unwrap(), sampled.unwrap());
            *sum += ((sampled.value - exact.value) / sampled.std_error.unwrap()).powi(2) / seeds as f64;
        }
    }
    assert!(squares.iter().all(|square| (0.6..1.5).contains(square)), "{squares:?}");
}

#[test]
fn a_seed_gives_the_same_estimates_and_another_one_does_not() {
    let of = |seed| power(&security_council(), 15, &Effort { samples: 1000, ..sampling(seed) });
    assert_eq!(of(7), of(7));
    assert_ne!(of(7), of(8));
}

/// Too many distinct members to count: estimates, and a power too small to be seen is not called 0.
#[test]
fn large_games_are_sampled() {
    let weights: Vec<u32> = (0..150).map(|seat| 100 + seat).collect();
    let game = power(&share(&weights, 0.6), 150, &Effort { nodes: 1000, samples: 2000, seed: 1 }).binary;
    assert!(game.total.value.is_finite());
    assert!(game.members.iter().all(|member| member.banzhaf_absolute.std_error.unwrap() > 0.0));
}

#[test]
fn a_game_of_many_parts_is_sampled_less() {
    let samples = |seats: usize, parts: usize| {
        let rule = Rule::All(vec![Rule::ConsensusMinus { k: 1 }; parts]);
        Effort::default().samples_for(&crate::power::game::Game::new(&rule, seats))
    };
    assert_eq!(samples(100, 10), 250_000);
    assert_eq!(samples(250, 400), 10_000);
    assert_eq!(samples(256, 10_000), 1_000);
}
