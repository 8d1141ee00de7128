//! Acquiescence as a third answer.

use super::*;
use crate::power::enumeration::binomials::Binomials;

/// Σ_a C(5, a) Σ_{b ≥ 9 − a} C(10, b) 2^(10 − b): of the permanent members a support and the others
/// abstain, of the elected ones b support and the others do either.
#[test]
fn security_council_with_abstentions() {
    let binomials = Binomials::up_to(10);
    let elected = |least: usize| -> u128 { (least..=10).map(|b| binomials.of(10, b) << (10 - b)).sum() };
    let winning: u128 = (0..=5).map(|a| binomials.of(5, a) * elected(9 - a)).sum();
    assert_eq!(ternary_counts(&security_council(), 15).winning, winning);

    let game = power(&security_council(), 15, &Effort::default()).ternary.expect("an abstention is no veto");
    assert_eq!((game.winning.value, game.total.value), (winning as f64, 14_348_907.0));
    let permanent = game.members[0];
    // Everything adopted has no objection of a permanent member, so each could have prevented it.
    assert_eq!(permanent.prevent.unwrap().value, 1.0);
    assert_eq!(game.members[4], permanent);
    assert!(permanent.banzhaf_absolute.value > game.members[5].banzhaf_absolute.value);
    let all: f64 = game.members.iter().map(|member| member.banzhaf.unwrap().value).sum();
    assert!((all - 1.0).abs() < 1e-14);
    // By hand: an elected member swings if eight others support and no permanent member objects.
    let swings: u128 = (0..=5).map(|a| binomials.of(5, a) * (Binomials::up_to(9).of(9, 8 - a) << (9 - (8 - a)))).sum();
    assert_eq!(game.members[5].banzhaf_absolute.value, swings as f64 / 3_f64.powi(14));
}

#[test]
fn rules_for_which_abstention_is_support_or_objection_have_no_third_answer() {
    let redundant = Rule::All(vec![Rule::Unanimity, Rule::Consensus]);
    for rule in [Rule::Consensus, Rule::Unanimity, votes(&[3, 2, 1], 4.0), redundant] {
        assert_eq!(power(&rule, 3, &Effort::default()).ternary, None);
    }
    let not_cast = Rule::Majority { weights: vec![1.0; 3], quota: Quota::Share(0.5), abstention: Abstention::NotCast };
    assert!(power(&not_cast, 3, &Effort::default()).ternary.is_some());
}

/// One member, adopted unless it objects and with its support: support and acquiescence adopt.
#[test]
fn prevent_and_initiate_count_both_steps() {
    // Two members; adopted if nobody objects and somebody supports: SS, SA, AS of 9.
    let rule = Rule::All(vec![Rule::Consensus, votes(&[1, 1], 1.0)]);
    let game = power(&rule, 2, &Effort::default()).ternary.unwrap();
    let member = game.members[0];
    assert_eq!(game.winning.value, 3.0);
    assert_eq!(member.prevent.unwrap().value, 1.0);
    // OS, OA and AA of the six failing ones.
    assert_eq!(member.initiate.unwrap().value, 0.5);
    assert_eq!(member.banzhaf_absolute.value, 2.0 / 3.0);
}
