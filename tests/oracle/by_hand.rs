//! The oracle on cases that were worked by hand.

use winset::engine::{Ending, World};
use winset::model::*;

use super::calendar::{End, Event, Item, run};
use super::feasible::Judgement;
use super::poll::Vote;
use crate::studies::{line, space};

const WORLD: World = World { seed: 1, replication: 0 };

fn ends(model: &Model) -> Vec<(Item, End)> {
    let ended = |event| match event {
        Event::Ended(item, end) => Some((item, end)),
        Event::Polled { .. } | Event::Withheld { .. } => None,
    };
    run(&Timeline::from(model.clone()), WORLD, true).into_iter().filter_map(ended).collect()
}

fn only(model: &Model) -> (Item, End) {
    let mut ends = ends(model);
    assert_eq!(ends.len(), 1);
    ends.remove(0)
}

fn ending(model: &Model) -> Ending {
    only(model).1.ending
}

fn feasible(model: &Model) -> Option<Judgement> {
    only(model).0.feasible
}

fn first_poll(model: &Model) -> Vote {
    let polled = |event| match event {
        Event::Polled { vote, .. } => Some(vote),
        Event::Ended(..) | Event::Withheld { .. } => None,
    };
    run(&Timeline::from(model.clone()), WORLD, false).into_iter().find_map(polled).unwrap()
}

/// `ideals` on a line, amended by mediation in so many polls.
fn mediated(ideals: &[f64], rounds: u32) -> Model {
    let mut model = line(ideals);
    model.negotiation.amendment = Amendment::Mediate { relaxation: 1.0 };
    model.negotiation.rounds = rounds;
    model
}

fn majority(weights: &[f64], quota: Quota, abstention: Abstention) -> Rule {
    Rule::Majority { weights: weights.to_vec(), quota, abstention }
}

fn near(x: f64, expected: f64) {
    assert!((x - expected).abs() < 1e-9, "{x} and not {expected}");
}

#[test]
fn a_text_passes_within_twice_the_lowest_ideal_or_what_failing_costs() {
    // p = 1, q = 0: a member at 0.4 loses 0.6² − 0.4² = 0.2.
    assert_eq!(ending(&line(&[1.0, 0.5])), Ending::Adopted);
    assert_eq!(ending(&line(&[1.0, 0.4])), Ending::Shelved);
    for (least, enough) in [(0.199, false), (0.2, true)] {
        let (mut tolerant, mut urgent) = (line(&[1.0, 0.4]), line(&[1.0, 0.4]));
        tolerant.members[1].tolerance = vec![least];
        urgent.areas[0].urgency = least;
        let expected = if enough { Ending::Adopted } else { Ending::Shelved };
        assert_eq!((ending(&tolerant), ending(&urgent)), (expected, expected));
        // Whoever swallows it does not support it, whoever must not fail does.
        (tolerant.areas[0].rule, urgent.areas[0].rule) = (Rule::Unanimity, Rule::Unanimity);
        assert_eq!((ending(&tolerant), ending(&urgent)), (Ending::Shelved, expected));
    }
}

#[test]
fn thresholds_are_met_to_within_a_billionth_of_what_is_at_stake() {
    // The most at stake is 1, what the sponsor loses by the status quo; the other one at 0.4 loses 0.2 by the text.
    for length in [1e-6, 1.0, 1e6] {
        for (short, passes) in [(0.9e-9, true), (1.1e-9, false)] {
            let mut model = line(&[1.0, 0.4]);
            model.members[1].tolerance = vec![0.2 - short];
            let model = crate::models::measured(&model, length);
            assert_eq!(ending(&model) == Ending::Adopted, passes, "{length} {short}");
        }
    }
}

#[test]
fn whom_the_text_does_not_concern_lets_it_pass_and_counts_nowhere() {
    let mut model = line(&[1.0, 0.6, -3.0]);
    model.members[2].salience = vec![0.0];
    model.areas[0].relations = vec![Relation { member: 2, sponsor: 0, affinity: -5.0 }];
    model.areas[0].urgency = 0.1;
    let vote = first_poll(&model);
    assert_eq!(vote.responses, [Response::Support, Response::Support, Response::Acquiesce]);
    near(vote.inclinations[2], -5.0);
    let constructive = |max_share| Rule::ConstructiveAbstention { max_share, weights: None };
    for rule in [Rule::Consensus, Rule::Unanimity, constructive(0.01)] {
        model.areas[0].rule = rule;
        assert_eq!((ending(&model), feasible(&model)), (Ending::Adopted, Some(Judgement::Exists)));
    }
    // The whole of a majority is everybody: two of three do not reach 0.7.
    model.areas[0].rule = majority(&[1.0; 3], Quota::Share(0.7), Abstention::CountsAgainst);
    assert_eq!(ending(&model), Ending::Shelved);
    // One of those whom it concerns abstains: half of them, a third of all.
    model.members[1] = Member { ideal: vec![0.4], tolerance: vec![1.0], ..model.members[1].clone() };
    model.areas[0].urgency = 0.0;
    for (max_share, passes) in [(0.4, false), (0.5, false), (0.6, true)] {
        model.areas[0].rule = constructive(max_share);
        assert_eq!(ending(&model) == Ending::Adopted, passes, "{max_share}");
    }
}

#[test]
fn a_sponsor_tables_where_it_has_a_stake_or_not_at_all() {
    let mut model = space(&[&[1.0, 0.5], &[0.9, 0.5]]);
    for member in &mut model.members {
        (member.salience, member.interests) = (vec![1.0, 0.0], vec![1.0; 2]);
        (member.tolerance, member.outside_option) = (vec![0.0; 2], vec![0.0; 2]);
    }
    model.areas[0].relevance = vec![0.0, 1.0];
    assert_eq!(ends(&model).len(), 0, "nothing but y, about which nobody cares");
    model.areas.push(Area { relevance: vec![1.0, 0.0], share: 1e-9, ..model.areas[0].clone() });
    assert_eq!(only(&model).0.area, 1);
    model.members[0].interests = vec![1.0, 0.0];
    assert_eq!(ends(&model).len(), 0);
}

#[test]
fn a_sponsor_supports_its_text_and_gives_it_up_below_its_reservation() {
    // Mediated to 0.4 the sponsor keeps 1 − 0.36 = 0.64 of its ideal gain.
    let mut model = mediated(&[1.0, 0.2], 2);
    for (worthwhile, outside, expected) in
        [(0.63, 0.0, Ending::Adopted), (0.65, 0.0, Ending::Withdrawn), (0.0, 0.65, Ending::Diverted)]
    {
        model.members[0].worthwhile = worthwhile;
        model.members[0].outside_option = vec![outside];
        assert_eq!(ending(&model), expected);
    }
    // Of an opening half way, 0.5, it asks no more than this gives, 0.75, though it wants 0.9.
    model.negotiation.ambition = 0.5;
    (model.members[0].worthwhile, model.members[0].outside_option) = (0.9, vec![0.0]);
    near(only(&model).0.reservation.least, 0.75);
    assert_eq!(ending(&model), Ending::Withdrawn);
    model.areas[0].urgency = 0.1;
    near(only(&model).0.reservation.least, 0.85);
    // With what failing costs the other one takes up to 0.2 + √(0.04 + 0.1) = 0.574.
    assert_eq!((ending(&model), only(&model).0.rounds), (Ending::Adopted, 1));
}

#[test]
fn nothing_left_of_a_text_is_given_up_and_a_secretariat_that_asks_nothing_passes_it() {
    let mut model = mediated(&[1.0, -0.2], 3);
    model.members[0].worthwhile = 0.0;
    assert_eq!((ending(&model), only(&model).0.rounds), (Ending::Withdrawn, 1));
    model.members[0].initiative = 0.0;
    let secretariat =
        |worthwhile| Some(Secretariat { ideal: SecretariatIdeal::Point(vec![1.0]), initiative: 1.0, worthwhile });
    model.secretariat = secretariat(0.0);
    let (item, end) = only(&model);
    assert_eq!((end.ending, item.feasible), (Ending::Adopted, Some(Judgement::None)));
    let (opened, kept) = end.change.unwrap();
    near(1.0 - kept / opened, 1.0);
    model.secretariat = secretariat(1e-6);
    assert_eq!(ending(&model), Ending::Withdrawn);
}

#[test]
fn means_weigh_by_influence_and_salience_and_a_concession_leaves_alone_what_holdouts_do_not_care_for() {
    let mut model = line(&[1.0, -1.0, -3.0]);
    model.members[1].influence = 3.0;
    model.members[2].salience = vec![1.5];
    model.negotiation.amendment = Amendment::Concede { rate: 0.5 };
    (model.negotiation.rounds, model.negotiation.sessions) = (1, 2);
    // Both others object: (3·(−1) + 1.5·(−3))/4.5 = −5/3, half way from 1: −1/3, at which the sponsor gives up.
    near(only(&model).0.text[0], -1.0 / 3.0);
    model.members[1].influence = 0.0;
    near(only(&model).0.text[0], -1.0);
    // Without any influence they are equals: (−1 + 1.5·(−3))/2.5 = −2.2.
    model.members[2].influence = 0.0;
    near(only(&model).0.text[0], -0.6);
    // At the centroid everybody present counts: (1 + 3·(−1) + 1.5·(−3))/5.5.
    (model.members[1].influence, model.members[2].influence) = (3.0, 1.0);
    model.members[0].initiative = 0.0;
    model.secretariat = Some(Secretariat { ideal: SecretariatIdeal::Centroid, initiative: 1.0, worthwhile: 0.0 });
    near(only(&model).0.opening[0], -6.5 / 5.5);

    let mut plane = space(&[&[1.0, 2.0], &[-1.0, -2.0]]);
    plane.members[1].salience = vec![1.0, 0.0];
    plane.negotiation.amendment = Amendment::Concede { rate: 0.5 };
    plane.negotiation.sessions = 2;
    assert_eq!(only(&plane).0.text, [0.0, 2.0]);
}

#[test]
fn a_mediator_serves_the_furthest_where_everybody_is_needed_and_the_nearest_elsewhere() {
    // Against 1, 0.3 is short by 0.4, 0.2 by 0.6; satisfied at twice their ideal points.
    let text = |rule: Rule| {
        let mut model = mediated(&[1.0, 0.3, 0.2, -1.0], 1);
        model.negotiation.sessions = 2;
        model.members[3].tolerance = vec![9.0];
        model.areas[0].rule = rule;
        only(&model).0.text[0]
    };
    let excepted = |who: usize| Rule::ConsensusExcept { excepted: (0..4).map(|seat| seat == who).collect() };
    near(text(Rule::Consensus), 0.4);
    near(text(excepted(3)), 0.4);
    near(text(excepted(2)), 0.6);
    near(text(Rule::Veto { holders: vec![true, true, false, false] }), 0.6);
    near(text(Rule::ConsensusMinus { k: 1 }), 0.6);
    near(text(majority(&[1.0; 4], Quota::MoreThan(0.5), Abstention::CountsAgainst)), 0.6);
    // Needing support it serves who swallows the text too: −1 can have nothing but 0, three of four do without it.
    near(text(Rule::Unanimity), 0.0);
    near(text(majority(&[1.0; 4], Quota::Share(0.75), Abstention::CountsAgainst)), 0.6);
}

#[test]
fn quotas_are_exceeded_or_reached_and_votes_not_cast_do_not_count() {
    let responses = [Response::Support, Response::Support, Response::Object, Response::Acquiesce];
    let adopts = |responses: &[Response], weights: &[f64], quota, abstention| {
        super::rules::adopts(&majority(weights, quota, abstention), responses, &vec![true; responses.len()])
    };
    let (against, not_cast) = (Abstention::CountsAgainst, Abstention::NotCast);
    for unit in [1e-10, 1.0, 1e10] {
        let weights = [0.1 * unit, 0.2 * unit, 0.15 * unit, 0.15 * unit];
        assert!(adopts(&responses, &weights, Quota::Share(0.5), against));
        assert!(!adopts(&responses, &weights, Quota::MoreThan(0.5), against));
        assert!(adopts(&responses, &weights, Quota::MoreThan(0.5), not_cast));
        assert!(adopts(&responses, &weights, Quota::Absolute(0.3 * unit), not_cast));
        assert!(!adopts(&responses, &weights, Quota::Absolute(0.30001 * unit), not_cast));
        assert!(!adopts(&[Response::Acquiesce; 4], &weights, Quota::Share(0.5), not_cast));
    }
}

#[test]
fn old_items_come_first_or_last_and_new_ones_in_the_order_they_drew() {
    let mut model = line(&[1.0, -0.2, 0.9, 0.8]);
    model.members.iter_mut().for_each(|m| m.initiative = 1.0);
    model.negotiation.sessions = 9;
    model.agenda = Agenda { sessions: 3, years: 3.0, ..model.agenda };
    let polled = |model: &Model| -> Vec<(u32, f64)> {
        let item = |event| match event {
            Event::Polled { item, .. } => Some((item.tabled, item.order)),
            Event::Ended(..) | Event::Withheld { .. } => None,
        };
        run(&Timeline::from(model.clone()), WORLD, false).into_iter().filter_map(item).collect()
    };
    // Three items of member 1's making or against it never pass: everything is carried over.
    let rises = |items: &[(u32, f64)]| items.windows(2).all(|pair| pair[0] < pair[1]);
    let old_first = polled(&model);
    assert!(
        old_first.len() == 4 + 8 + 12 && [&old_first[..4], &old_first[4..12], &old_first[12..]].into_iter().all(rises)
    );
    model.agenda.order = Order::NewFirst;
    let new_first = polled(&model);
    assert!([&new_first[4..8], &new_first[8..12], &new_first[12..16], &new_first[16..]].into_iter().all(rises));
    assert!(new_first[4..8].iter().all(|item| item.0 == 1) && new_first[12..16].iter().all(|item| item.0 == 2));
    model.agenda.capacity = Some(1);
    assert_eq!(polled(&model).iter().map(|item| item.0).collect::<Vec<_>>(), [0, 1, 2]);
    model.agenda.order = Order::OldFirst;
    assert_eq!(polled(&model).iter().map(|item| item.0).collect::<Vec<_>>(), [0, 0, 0]);
}

#[test]
fn what_suits_whom() {
    assert_eq!(feasible(&line(&[1.0, -0.2, 0.3])), Some(Judgement::None));
    assert_eq!(
        feasible(&line(&[1.0, 0.1, 0.3])),
        Some(Judgement::Exists),
        "0.2 gives the sponsor 0.36 of what it wants"
    );
    let mut model = line(&[1.0, -0.2, 0.3]);
    for (rule, expected) in [
        (Rule::ConsensusExcept { excepted: vec![false, true, false] }, Some(Judgement::Exists)),
        (Rule::Veto { holders: vec![false, true, false] }, Some(Judgement::None)),
        (Rule::All(vec![Rule::Veto { holders: vec![false, false, true] }, Rule::Consensus]), Some(Judgement::None)),
        (Rule::ConsensusMinus { k: 1 }, None),
        (Rule::Any(vec![Rule::Consensus]), None),
    ] {
        model.areas[0].rule = rule;
        assert_eq!(feasible(&model), expected);
    }
    // A tenth of its ideal gain takes the sponsor to 1 − √0.9 = 0.0513, where the other one loses 0.0232.
    let mut model = line(&[1.0, -0.2]);
    for (tolerance, expected) in [(0.0231, Judgement::None), (0.0232, Judgement::Exists)] {
        model.members[1].tolerance = vec![tolerance];
        assert_eq!(feasible(&model), Some(expected), "{tolerance}");
        model.negotiation.loss = Loss::Quadratic;
    }
    // With linear loss to 0.1, where it loses 0.1.
    model.negotiation.loss = Loss::Linear;
    for (tolerance, expected) in [(0.0999, Judgement::None), (0.1001, Judgement::Exists)] {
        model.members[1].tolerance = vec![tolerance];
        assert_eq!(feasible(&model), Some(expected), "{tolerance}");
    }
    // Stakes of 3 multiply what is lost and what is wanted, not the tolerance.
    model.areas[0].stakes = 3.0;
    for (tolerance, expected) in [(0.2999, Judgement::None), (0.3001, Judgement::Exists)] {
        model.members[1].tolerance = vec![tolerance];
        assert_eq!(feasible(&model), Some(expected), "{tolerance}");
    }
}

#[test]
fn what_suits_a_secretariat() {
    // Aims at 0.6; the nearest member takes up to 0.4, two thirds.
    let mut model = line(&[1.0, 0.2]);
    model.members[0].initiative = 0.0;
    for (worthwhile, expected) in [(0.0, Judgement::Exists), (0.666, Judgement::Exists), (0.667, Judgement::None)] {
        model.secretariat = Some(Secretariat { ideal: SecretariatIdeal::Centroid, initiative: 1.0, worthwhile });
        for loss in [Loss::Quadratic, Loss::Linear] {
            model.negotiation.loss = loss;
            assert_eq!(feasible(&model), Some(expected), "{worthwhile} {loss:?}");
        }
    }
}
