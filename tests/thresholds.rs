//! Thresholds are met to within a billionth of what is at stake, quotas to within a billionth of the whole: whoever is just
//! satisfied is satisfied whatever rounding does, in every unit, and a little less is too little.

use winset::engine::{Ending, World};
use winset::model::*;

use crate::diary::Diary;
use crate::models::{measured, weighed};
use crate::studies::line;

/// Units in which the same numbers round differently.
fn units() -> impl Iterator<Item = f64> {
    (0..200).map(|step| f64::powf(10.0, f64::from(step) * 0.06 - 6.0))
}

fn ending(model: &Model) -> Ending {
    let ended = Diary::of(model, World { seed: 1, replication: 0 }).ended;
    assert_eq!(ended.len(), 1);
    ended[0].1.ending
}

/// Two members at 1 and 0.2, mediated: the text ends at 0.4, which just satisfies the second one and leaves the first one
/// 0.64 of its ideal gain.
fn mediated(worthwhile: f64, outside: f64) -> Model {
    let mut model = line(&[1.0, 0.2]);
    model.negotiation.amendment = Amendment::Mediate { relaxation: 1.0 };
    model.negotiation.rounds = 2;
    (model.members[0].worthwhile, model.members[0].outside_option) = (worthwhile, vec![outside]);
    model
}

#[test]
fn a_sponsor_that_is_just_left_what_it_wants_does_not_give_up() {
    for (share, withdrawn, diverted) in
        [(0.64, Ending::Adopted, Ending::Adopted), (0.64 + 3e-9, Ending::Withdrawn, Ending::Diverted)]
    {
        for unit in units() {
            assert_eq!(ending(&measured(&mediated(share, 0.0), unit)), withdrawn, "{share} {unit}");
            assert_eq!(ending(&measured(&mediated(0.0, share), unit)), diverted, "{share} {unit}");
        }
    }
}

#[test]
fn a_secretariat_that_is_just_left_what_it_wants_does_not_give_up() {
    // It opens at 0.6, the mean, and has two thirds left.
    for (share, expected) in [(2.0 / 3.0, Ending::Adopted), (2.0 / 3.0 + 3e-9, Ending::Withdrawn)] {
        let mut model = mediated(0.1, 0.0);
        model.members[0].initiative = 0.0;
        let ideal = SecretariatIdeal::Centroid;
        model.secretariat = Some(Secretariat { ideal, initiative: 1.0, worthwhile: share });
        for unit in units() {
            assert_eq!(ending(&measured(&model, unit)), expected, "{share} {unit}");
        }
    }
}

#[test]
fn a_member_that_just_swallows_or_just_likes_a_text_does() {
    // The second member at 0.4 loses 0.2 by the text. The most at stake is 1, what the first one loses by the status quo.
    for (short, objects) in [(0.0, false), (0.9e-9, false), (1.1e-9, true)] {
        let mut model = line(&[1.0, 0.4]);
        model.members[1].tolerance = vec![0.2 - short];
        let mut supported = line(&[1.0, 0.4]);
        supported.areas[0].urgency = 0.2 - short;
        supported.areas[0].rule = Rule::Unanimity;
        let expected = if objects { Ending::Shelved } else { Ending::Adopted };
        for unit in units() {
            assert_eq!(ending(&measured(&model, unit)), expected, "{short} {unit}");
            assert_eq!(ending(&measured(&supported, unit)), expected, "{short} {unit}");
        }
    }
}

#[test]
fn a_quota_that_is_just_reached_is_reached_and_not_exceeded() {
    // Supporters of 1 at 1, 0.9 and 0.8 hold 0.1 + 0.2 + 0.3 of 1.2: half of it.
    let mut model = line(&[1.0, 0.9, 0.8, -1.0]);
    let rule = |quota, abstention| Rule::Majority { weights: vec![0.1, 0.2, 0.3, 0.6], quota, abstention };
    for (quota, expected) in [
        (Quota::Share(0.5), Ending::Adopted),
        (Quota::Share(0.5 + 2e-9), Ending::Shelved),
        (Quota::MoreThan(0.5), Ending::Shelved),
        (Quota::MoreThan(0.5 - 2e-9), Ending::Adopted),
        (Quota::Absolute(0.6), Ending::Adopted),
        (Quota::Absolute(0.6 + 3e-9), Ending::Shelved),
    ] {
        for abstention in [Abstention::CountsAgainst, Abstention::NotCast] {
            model.areas[0].rule = rule(quota, abstention);
            for unit in units() {
                assert_eq!(ending(&weighed(&model, unit)), expected, "{quota:?} {abstention:?} {unit}");
            }
        }
    }
}

#[test]
fn those_who_abstain_and_just_reach_the_limit_prevent_the_decision() {
    // Of the weights 0.3, 0.1, 0.2 those who swallow the text hold 0.1 + 0.2: half. Of three members they are two.
    let mut model = line(&[1.0, 0.4, 0.3]);
    model.members.iter_mut().for_each(|member| member.tolerance = vec![9.0]);
    for (max_share, expected) in [(0.5, Ending::Shelved), (0.5 + 2e-9, Ending::Adopted)] {
        model.areas[0].rule = Rule::ConstructiveAbstention { max_share, weights: Some(vec![0.3, 0.1, 0.2]) };
        for unit in units() {
            assert_eq!(ending(&weighed(&model, unit)), expected, "{max_share} {unit}");
        }
    }
}
