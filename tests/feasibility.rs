//! Whether any text would have done: what must hold of the answer, and cases that were worked by hand.

use proptest::prelude::*;
use winset::engine::{Ending, Sponsor, World};
use winset::experiment::{Metric, Scope};
use winset::model::*;

use crate::diary::{Diary, possible};
use crate::models::{cases, models, worth};
use crate::studies::{examined, line, reduced};

const WORLD: World = World { seed: 29, replication: 0 };

/// `model` under `rule` everywhere, with room for every item.
fn under(mut model: Model, rule: &Rule) -> Model {
    model.areas.iter_mut().for_each(|area| area.rule = rule.clone());
    model.agenda.capacity = None;
    model
}

fn feasible(model: &Model) -> Option<bool> {
    let ended = Diary::examined(model, WORLD).ended;
    assert_eq!(ended.len(), 1);
    possible(&ended[0].0)
}

/// `line` with the tolerance of the second member.
fn tolerant(ideals: &[f64], tolerance: f64) -> Model {
    let mut model = line(ideals);
    model.members[1].tolerance = vec![tolerance];
    model
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn what_was_adopted_at_once_was_feasible(model in models()) {
        let mut model = model;
        model.negotiation.ambition = 1.0;
        // A secretariat that asks for nothing may end at the status quo, which leaves everybody as it is.
        model.secretariat.iter_mut().for_each(|secretariat| secretariat.worthwhile = secretariat.worthwhile.max(1e-3));
        for (proposal, outcome) in Diary::examined(&model, WORLD).ended {
            let at_once = outcome.ending == Ending::Adopted && proposal.sessions == 1;
            prop_assert!(!at_once || possible(&proposal) != Some(false), "{proposal:?}");
        }
    }

    #[test]
    fn a_further_member_never_makes_feasible_what_was_not(model in models(), joins in 0..6usize) {
        let mut large = under(model, &Rule::Consensus);
        large.negotiation.pressure = 0.0;
        if let Some(secretariat) = &mut large.secretariat {
            secretariat.ideal = SecretariatIdeal::Point(large.areas[0].status_quo.mean.clone());
        }
        let small = reduced(&large, |member| member != joins);
        prop_assume!(!small.seats.is_empty());
        let (small, large) = (Diary::examined(&small, WORLD), Diary::examined(&large, WORLD));
        let small = small.endings();
        for (name, (proposal, _)) in large.endings() {
            if proposal.sponsor != Sponsor::Member(joins) && proposal.sessions > 0 {
                prop_assert!(possible(&small[&name].0) == Some(true) || possible(proposal) != Some(true), "{proposal:?}");
            }
        }
    }

    #[test]
    fn a_raised_tolerance_never_takes_an_agreement_away(model in models(), who in 0..6usize, more in 0.0..2.0) {
        let model = under(model, &Rule::Consensus);
        let mut lax = model.clone();
        let (who, more) = (who % model.members.len(), more * worth(&model));
        lax.members[who].tolerance.iter_mut().for_each(|tolerance| *tolerance += more);
        let (before, after) = (Diary::examined(&model, WORLD), Diary::examined(&lax, WORLD));
        let after = after.endings();
        for (name, (proposal, _)) in before.endings() {
            prop_assert!(possible(proposal) != Some(true) || possible(&after[&name].0) == Some(true), "{proposal:?}");
        }
    }

    #[test]
    fn every_proposal_that_was_taken_up_has_an_answer_where_everybody_is_needed(model in models()) {
        let model = under(model, &Rule::All(vec![Rule::Consensus, Rule::Unanimity]));
        for (proposal, _) in Diary::examined(&model, WORLD).ended {
            prop_assert_eq!(proposal.feasible.is_some(), proposal.sessions > 0, "{:?}", proposal);
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn stalls_are_gridlock_or_missed_agreements(model in models(), seed: u64) {
        let model = under(model, &Rule::Consensus);
        let results = examined(&[&model], seed, 20);
        let value = |metric| results.summary(0, Scope::All, metric).map(|estimate| estimate.value);
        let split = value(Metric::MissedRate).zip(value(Metric::GridlockRate)).map(|(missed, gridlock)| missed + gridlock);
        let stalls = value(Metric::StallRate);
        prop_assert_eq!(split.is_some(), stalls.is_some());
        prop_assert!(split.zip(stalls).is_none_or(|(split, stalls)| (split - stalls).abs() < 1e-12));
    }
}

#[test]
fn a_sponsor_asks_for_its_reservation() {
    // A tenth of its ideal gain takes the sponsor to 1 − √0.9 = 0.0513, where the other one loses 0.0232.
    for (tolerance, expected) in [(0.0231, false), (0.0232, true)] {
        assert_eq!(feasible(&tolerant(&[1.0, -0.2], tolerance)), Some(expected), "{tolerance}");
    }
    // Half of it, to 1 − √0.5 = 0.2929: 0.2029.
    for (tolerance, expected) in [(0.2029, false), (0.2030, true)] {
        let mut model = tolerant(&[1.0, -0.2], tolerance);
        model.members[0].outside_option = vec![0.5];
        assert_eq!(feasible(&model), Some(expected), "{tolerance}");
    }
}

#[test]
fn stakes_multiply_what_is_lost_and_not_what_is_tolerated() {
    // With linear loss a tenth of the ideal gain takes the sponsor to 0.1, where the other one loses 0.1 times the stakes.
    for (loss, lost) in [(Loss::Linear, 0.1), (Loss::Quadratic, 0.023_166_6)] {
        for stakes in [0.2, 1.0, 3.0] {
            for (factor, expected) in [(0.999, false), (1.001, true)] {
                let mut model = tolerant(&[1.0, -0.2], factor * stakes * lost);
                (model.negotiation.loss, model.areas[0].stakes) = (loss, stakes);
                assert_eq!(feasible(&model), Some(expected), "{loss:?} {stakes} {factor}");
            }
        }
    }
}

#[test]
fn whom_the_text_does_not_concern_stands_in_nobodys_way() {
    let mut model = line(&[1.0, 0.9, -5.0]);
    model.members[2].salience = vec![0.0];
    model.areas[0].relations = vec![Relation { member: 2, sponsor: 0, affinity: -1.0 }];
    for rule in [Rule::Consensus, Rule::Unanimity] {
        model.areas[0].rule = rule;
        assert_eq!(feasible(&model), Some(true));
        let mut opposed = model.clone();
        opposed.members[1].ideal = vec![-0.9];
        assert_eq!(feasible(&opposed), Some(false));
    }
}

#[test]
fn a_secretariat_finds_its_change_in_a_dimension_that_concerns_nobody() {
    let mut model = line(&[1.0, -1.0]);
    model.dimensions.push(Dimension::named("y"));
    for member in &mut model.members {
        (member.ideal, member.ideal_sd) = (vec![member.ideal[0], 0.5], vec![0.0; 2]);
        (member.salience, member.tolerance, member.initiative) = (vec![1.0, 0.0], vec![0.1], 0.0);
    }
    let area = &mut model.areas[0];
    (area.noise, area.relevance) = (vec![0.0; 2], vec![1.0; 2]);
    (area.status_quo.mean, area.status_quo.sd) = (vec![0.0; 2], vec![0.0; 2]);
    // Against 0.1 each the text may be anything within 0.0488 of the status quo in x, and is free in y.
    for (aim, expected) in [(vec![0.5, 1e-3], true), (vec![0.5, 0.0], false), (vec![0.09, 0.0], true)] {
        let ideal = SecretariatIdeal::Point(aim);
        model.secretariat = Some(Secretariat { ideal, initiative: 1.0, worthwhile: 0.5 });
        for rule in [Rule::Consensus, Rule::Veto { holders: vec![true, true] }] {
            model.areas[0].rule = rule;
            assert_eq!(feasible(&model), Some(expected), "{:?}", model.secretariat);
        }
    }
}

#[test]
fn only_those_whose_consent_is_needed_are_asked() {
    let mut model = line(&[1.0, -0.2, 0.3]);
    for (rule, expected) in [
        (Rule::Consensus, Some(false)),
        (Rule::ConsensusExcept { excepted: vec![false, true, false] }, Some(true)),
        (Rule::Veto { holders: vec![false, true, false] }, Some(false)),
        (Rule::Veto { holders: vec![false, false, true] }, Some(true)),
        (Rule::ConstructiveAbstention { max_share: 0.1, weights: None }, Some(false)),
        (Rule::ConsensusMinus { k: 1 }, None),
        (Rule::Any(vec![Rule::Consensus]), None),
    ] {
        model.areas[0].rule = rule.clone();
        assert_eq!(feasible(&model), expected, "{rule:?}");
    }
}

#[test]
fn what_failing_costs_and_what_is_felt_for_the_sponsor_count() {
    // The other one loses 0.0232 where the sponsor has its tenth; with 0.05 for failing neither is at its limit.
    let mut model = line(&[1.0, -0.2]);
    model.areas[0].urgency = 0.05;
    assert_eq!(feasible(&model), Some(true));
    model.areas[0].relations = vec![Relation { member: 1, sponsor: 0, affinity: -0.2 }];
    assert_eq!(feasible(&model), Some(false));
    model.areas[0].relations[0].affinity = 0.2;
    model.areas[0].urgency = 0.0;
    assert_eq!(feasible(&model), Some(true));
}
