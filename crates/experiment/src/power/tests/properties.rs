//! What must hold for every weighted game, whichever way it is counted.

use proptest::prelude::*;

use super::*;

fn majority(weights: &[f64], quota: Quota) -> Rule {
    Rule::Majority { weights: weights.to_vec(), quota, abstention: Abstention::CountsAgainst }
}

fn binary(weights: &[f64], quota: Quota) -> GamePower {
    power(&majority(weights, quota), weights.len(), &GENERATING).binary
}

/// Weights of so many members: some equal, some 0, some much larger than others.
fn weights(most: usize) -> impl Strategy<Value = Vec<f64>> {
    let weight = prop_oneof![Just(0), 1_u32..8, 1_u32..200];
    prop::collection::vec(weight, 1..most)
        .prop_map(|weights| weights.into_iter().map(f64::from).collect::<Vec<f64>>())
        .prop_filter("somebody has a weight", |weights| weights.iter().sum::<f64>() > 0.0)
}

fn shares() -> impl Strategy<Value = Quota> {
    prop_oneof![
        (1_u32..=100).prop_map(|percent| Quota::Share(f64::from(percent) / 100.0)),
        (0_u32..100).prop_map(|percent| Quota::MoreThan(f64::from(percent) / 100.0)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn shares_of_power_add_up_dummies_have_none_and_weight_does_no_harm(weights in weights(40), quota in shares()) {
        let game = binary(&weights, quota);
        let sum = |index: fn(&MemberPower) -> Option<Value>| -> f64 {
            game.members.iter().map(|member| index(member).map_or(0.0, |value| value.value)).sum()
        };
        prop_assert!((sum(|member| member.shapley_shubik) - 1.0).abs() < 1e-12);
        prop_assert!((sum(|member| member.banzhaf) - 1.0).abs() < 1e-12);
        for (one, &weight) in game.members.iter().zip(&weights) {
            if weight == 0.0 {
                prop_assert_eq!(one.shapley_shubik.unwrap().value, 0.0);
                prop_assert_eq!((one.banzhaf_absolute.value, one.prevent.unwrap().value), (0.0, 0.0));
            }
            for (other, _) in game.members.iter().zip(&weights).filter(|&(_, &less)| less <= weight) {
                prop_assert!(other.banzhaf_absolute.value <= one.banzhaf_absolute.value * (1.0 + 1e-12));
                let (less, more) = (other.shapley_shubik.unwrap().value, one.shapley_shubik.unwrap().value);
                prop_assert!(less <= more * (1.0 + 1e-12));
            }
        }
    }

    /// The share of what is adopted that a member could prevent, and of what fails that it could initiate, are its swings
    /// over either; each of its swings is one of each.
    #[test]
    fn prevent_and_initiate_are_two_views_of_the_same_swings(weights in weights(40), quota in shares()) {
        let game = binary(&weights, quota);
        let act = game.act.value;
        prop_assert!(act > 0.0, "the whole always suffices");
        for member in &game.members {
            let (prevent, swings) = (member.prevent.unwrap().value, member.banzhaf_absolute.value / 2.0);
            prop_assert!((prevent * act - swings).abs() <= 1e-12 * swings);
            if let Some(initiate) = member.initiate {
                prop_assert!((initiate.value * (1.0 - act) - swings).abs() <= 1e-12 * swings + 1e-15);
            }
        }
    }

    /// Nothing depends on the unit of weights, be it 1e-10, 1e10, or none in which they are whole numbers.
    #[test]
    fn the_unit_of_weights_does_not_matter(weights in weights(30), quota in shares(), power_of_ten in -10_i32..=10, odd in 0.1_f64..1.0) {
        let game = binary(&weights, quota);
        for unit in [10_f64.powi(power_of_ten), odd * 10_f64.powi(power_of_ten)] {
            let scaled: Vec<f64> = weights.iter().map(|weight| weight * unit).collect();
            assert_same(&game, &binary(&scaled, quota));
        }
    }

    /// Who can bring it about and who can prevent it change places: of W, to reach q and to exceed W − q.
    #[test]
    fn the_dual_game_has_the_same_swings(weights in weights(40), percent in 1_u32..=100) {
        let share = f64::from(percent) / 100.0;
        let (game, dual) = (binary(&weights, Quota::Share(share)), binary(&weights, Quota::MoreThan(1.0 - share)));
        prop_assert!((game.act.value + dual.act.value - 1.0).abs() < 1e-12);
        for (one, other) in game.members.iter().zip(&dual.members) {
            let (one, other) = (one.banzhaf_absolute.value, other.banzhaf_absolute.value);
            prop_assert!((one - other).abs() <= 1e-12 * one);
        }
    }
}
