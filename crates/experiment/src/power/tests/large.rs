//! Many members: tiny probabilities, and what takes tables.

use super::*;

/// Without the Shapley–Shubik index, which takes a while for 189 members.
fn without_orders() -> Effort {
    Effort { steps: 2_000_000_000, samples: 2000, ..GENERATING }
}

/// By seat, from the table of (size, weight) of the others, made anew for each member (Mann & Shapley 1962).
fn shapley_shubik(weights: &[usize], quota: usize) -> Vec<f64> {
    let seats = weights.len();
    let whole: usize = weights.iter().sum();
    let index = |seat: usize| -> f64 {
        let mut ways = vec![vec![0.0; whole + 1]; seats];
        ways[0][0] = 1.0;
        for (_, &weight) in weights.iter().enumerate().filter(|&(other, _)| other != seat) {
            for size in (1..seats).rev() {
                let (smaller, larger) = ways.split_at_mut(size);
                for sum in weight..=whole {
                    larger[0][sum] += smaller[size - 1][sum - weight];
                }
            }
        }
        let mut orders = 1.0 / seats as f64;
        let mut index = 0.0;
        for (size, ways) in ways.iter().enumerate() {
            index += orders * ways[quota.saturating_sub(weights[seat])..quota].iter().sum::<f64>();
            orders *= (size + 1) as f64 / (seats - size - 1).max(1) as f64;
        }
        index
    };
    (0..seats).map(index).collect()
}

#[test]
fn shapley_shubik_as_from_tables_by_size_and_weight() {
    let weights: Vec<usize> = (0..60).map(|seat| 1 + 40 / (seat + 1) + seat % 3).collect();
    let whole: usize = weights.iter().sum();
    for quota in [whole / 2 + 1, whole * 85 / 100, whole - 3] {
        let rule = votes(&weights.iter().map(|&weight| weight as u32).collect::<Vec<_>>(), quota as f64);
        let game = power(&rule, 60, &GENERATING).binary;
        for (member, expected) in game.members.iter().zip(shapley_shubik(&weights, quota)) {
            let index = member.shapley_shubik.unwrap().value;
            assert!((index - expected).abs() <= 1e-11 * expected, "{index} against {expected}");
        }
    }
}

/// Everybody is needed: one coalition of 2^n, in which each could prevent it; nobody else could bring it about.
#[test]
fn what_happens_once_in_2_to_the_200_is_exact() {
    let weights: Vec<u32> = (0..200).map(|seat| 1 + seat * seat).collect();
    let whole: u32 = weights.iter().sum();
    let game = power(&votes(&weights, f64::from(whole)), 200, &GENERATING).binary;
    assert_eq!((game.winning.value, game.act.value), (1.0, 0.5_f64.powi(200)));
    for member in &game.members {
        assert_eq!(member.prevent.unwrap().value, 1.0);
        assert_eq!(member.banzhaf_absolute.value, 0.5_f64.powi(199));
        assert!((member.shapley_shubik.unwrap().value * 200.0 - 1.0).abs() < 1e-11);
    }
}

/// Anybody can: it fails once in 2^n.
#[test]
fn what_fails_once_in_2_to_the_200_is_exact() {
    let weights: Vec<u32> = (0..200).map(|seat| 1 + seat).collect();
    let game = power(&votes(&weights, 1.0), 200, &GENERATING).binary;
    for member in &game.members {
        assert_eq!(member.initiate.unwrap().value, 1.0);
        assert!((member.prevent.unwrap().value * 2_f64.powi(200) - 1.0).abs() < 1e-13);
    }
}

/// Σ_{k ≥ 129} C(193, k) coalitions of the General Assembly adopt an important question.
#[test]
fn two_thirds_of_193() {
    let rule = share(&[1; 193], 2.0 / 3.0);
    let mut coalitions = vec![1.0];
    for n in 1..=193 {
        let with = |k: usize| if k == 0 { 0.0 } else { coalitions[k - 1] };
        coalitions = (0..=n).map(|k| coalitions.get(k).copied().unwrap_or(0.0) + with(k)).collect::<Vec<f64>>();
    }
    let winning: f64 = coalitions[129..].iter().sum();
    let game = power(&rule, 193, &Effort::default()).binary;
    assert!((game.winning.value / winning - 1.0).abs() < 1e-13);
    assert!(game.members.iter().all(|member| (member.shapley_shubik.unwrap().value * 193.0 - 1.0).abs() < 1e-12));
    let prevent = game.members[0].prevent.unwrap();
    // C(192, 128) = C(193, 129) · 129/193.
    assert!((prevent.value * winning / (coalitions[129] * 129.0 / 193.0) - 1.0).abs() < 1e-12);
}

/// 55 % of 100 members with 65 % of the weight, against a table by (members, weight).
#[test]
fn a_double_majority_of_many_members_is_exact() {
    let weights: Vec<u32> = (0..100).map(|seat| 1 + seat % 10).collect();
    let both = Rule::All(vec![share(&[1; 100], 0.55), share(&weights, 0.65)]);
    let game = power(&both, 100, &Effort { nodes: 0, ..Effort::default() }).binary;
    let mut ways = vec![vec![0.0; 551]; 101];
    ways[0][0] = 1.0;
    for &weight in &weights {
        for members in (1..=100).rev() {
            for sum in (weight as usize..=550).rev() {
                ways[members][sum] += ways[members - 1][sum - weight as usize];
            }
        }
    }
    // 65 % of 550 are 357.5.
    let winning: f64 = ways[55..].iter().flat_map(|row| &row[358..]).sum();
    assert!((game.winning.value / winning - 1.0).abs() < 1e-12);
    assert!(game.members[9].prevent.unwrap().value > game.members[0].prevent.unwrap().value);
    let sum: f64 = game.members.iter().map(|member| member.shapley_shubik.unwrap().value).sum();
    assert!((sum - 1.0).abs() < 1e-12);
}

/// Nobody objects, and supporters have at least half of the weight.
#[test]
fn abstention_in_a_large_body() {
    let weights: Vec<u32> = (0..60).map(|seat| 1 + seat % 7).collect();
    let rule = Rule::All(vec![Rule::Consensus, share(&weights, 0.5)]);
    let game = power(&rule, 60, &GENERATING).ternary.expect("an abstention is neither");
    // Each supports or acquiesces: half of 2^60, but for ties.
    let sums: usize = weights.iter().map(|&weight| weight as usize).sum();
    let mut ways = vec![0.0; sums + 1];
    ways[0] = 1.0;
    for &weight in &weights {
        for sum in (weight as usize..=sums).rev() {
            ways[sum] += ways[sum - weight as usize];
        }
    }
    let winning: f64 = ways[sums.div_ceil(2)..].iter().sum();
    assert!((game.winning.value / winning - 1.0).abs() < 1e-12);
    assert!(game.members.iter().all(|member| (member.prevent.unwrap().value - 1.0).abs() < 1e-13));
}

#[test]
fn without_the_steps_for_orders_they_are_sampled() {
    let weights: Vec<u32> = (0..150).map(|seat| 100 + seat * seat).collect();
    let game = power(&share(&weights, 0.85), 150, &without_orders()).binary;
    assert_eq!((game.act.std_error, game.members[0].prevent.unwrap().std_error), (None, None));
    let index = game.members[149].shapley_shubik.unwrap();
    assert!(index.std_error.is_some() && index.value > 0.0);
}
