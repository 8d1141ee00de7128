//! Nothing depends on the units of positions, utilities and weights, nor on members whom nothing concerns.

use proptest::prelude::*;
use winset::engine::World;
use winset::model::{Member, Model, Rule};

use crate::diary::Diary;
use crate::models::{cases, extent, measured, models, weighed, worth};
use crate::properties::close;
use crate::studies::examined;

const WORLD: World = World { seed: 11, replication: 3 };

/// Asserts that both tell the same, lengths and utilities of the second being so many times those of the first, and seats of
/// the second beyond those of the first looked away from.
fn assert_same(model: &Model, a: &Diary, b: &Diary, length: f64, utility: f64) -> Result<(), TestCaseError> {
    let (far, much) = (10.0 * length * extent(model), 100.0 * utility * worth(model));
    let longer = |text: &[f64]| text.iter().map(|x| x * length).collect::<Vec<f64>>();
    let seats = model.seats.len();
    prop_assert_eq!(a.polls.len(), b.polls.len());
    for ((p, x), (q, y)) in a.polls.iter().zip(&b.polls) {
        prop_assert_eq!((&x.responses()[..], x.adopted), (&y.responses()[..seats], y.adopted));
        prop_assert!(close(&longer(&p.text), &q.text, far), "{:?} is not {:?}", longer(&p.text), q.text);
    }
    prop_assert_eq!(a.ended.len(), b.ended.len());
    for ((p, x), (q, y)) in a.ended.iter().zip(&b.ended) {
        prop_assert_eq!((x.ending, x.session, x.last_polls), (y.ending, y.session, y.last_polls));
        prop_assert_eq!((p.sponsor, p.rounds, p.feasible), (q.sponsor, q.rounds, q.feasible));
        prop_assert!(close(&longer(&p.text), &q.text, far));
        let gains: Vec<f64> = x.gains.iter().map(|gain| gain * utility).collect();
        prop_assert!(close(&gains, &y.gains[..gains.len()], much));
    }
    Ok(())
}

/// `model` without what bears on everybody who is there: shares of the whole, and of the others.
fn by_members(mut model: Model) -> Model {
    model.negotiation.pressure = 0.0;
    model.areas.iter_mut().for_each(|area| area.rule = without_majorities(&area.rule));
    // Somebody has influence.
    let first = model.seats[0];
    model.members[first].influence = 1.0;
    model
}

fn without_majorities(rule: &Rule) -> Rule {
    let parts = |rules: &[Rule]| rules.iter().map(without_majorities).collect();
    match rule {
        Rule::Majority { .. } => Rule::Unanimity,
        Rule::All(rules) => Rule::All(parts(rules)),
        Rule::Any(rules) => Rule::Any(parts(rules)),
        Rule::Consensus
        | Rule::Unanimity
        | Rule::ConsensusMinus { .. }
        | Rule::OptOut { .. }
        | Rule::ConsensusExcept { .. }
        | Rule::Veto { .. }
        | Rule::ConstructiveAbstention { .. } => rule.clone(),
    }
}

/// `model` with one more member, that cares about nothing but would have everything to say.
fn with_an_indifferent_one(model: &Model) -> Model {
    let mut larger = model.clone();
    let new = model.members.len();
    let like = &model.members[model.seats[0]];
    let salience = vec![0.0; model.dims()];
    larger.members.push(Member { salience, influence: 0.0, initiative: 3.0, ..like.clone() });
    larger.table.push(new);
    larger.seats.push(new);
    for area in &mut larger.areas {
        area.group_correlation.push(0.0);
        area.rule = with_a_seat(&area.rule);
    }
    larger
}

fn with_a_seat(rule: &Rule) -> Rule {
    let parts = |rules: &[Rule]| rules.iter().map(with_a_seat).collect();
    let flag = |flags: &[bool], of_new| [flags, &[of_new]].concat();
    match rule {
        Rule::ConsensusExcept { excepted } => Rule::ConsensusExcept { excepted: flag(excepted, false) },
        Rule::Veto { holders } => Rule::Veto { holders: flag(holders, true) },
        Rule::ConstructiveAbstention { max_share, weights } => Rule::ConstructiveAbstention {
            max_share: *max_share,
            weights: weights.as_ref().map(|weights| [&weights[..], &[50.0]].concat()),
        },
        Rule::All(rules) => Rule::All(parts(rules)),
        Rule::Any(rules) => Rule::Any(parts(rules)),
        Rule::Consensus
        | Rule::Unanimity
        | Rule::ConsensusMinus { .. }
        | Rule::OptOut { .. }
        | Rule::Majority { .. } => rule.clone(),
    }
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn other_units_of_length_and_utility_change_nothing(model in models(), exponent in -6.0..6.0f64) {
        let length = f64::powf(10.0, exponent);
        let other = measured(&model, length);
        let utility = worth(&measured(&model, length)) / worth(&model);
        let (here, there) = (Diary::examined(&model, WORLD), Diary::examined(&other, WORLD));
        assert_same(&model, &here, &there, length, utility)?;
    }

    #[test]
    fn other_units_of_weight_change_nothing(model in models(), exponent in prop_oneof![Just(-10), Just(10)]) {
        let other = weighed(&model, f64::powi(10.0, exponent));
        prop_assert_eq!(Diary::examined(&model, WORLD), Diary::examined(&other, WORLD));
    }

    #[test]
    fn a_member_whom_nothing_concerns_changes_nothing(model in models()) {
        let model = by_members(model);
        let larger = with_an_indifferent_one(&model);
        assert_same(&model, &Diary::examined(&model, WORLD), &Diary::examined(&larger, WORLD), 1.0, 1.0)?;
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn shares_are_the_same_in_other_units(model in models(), seed: u64, length in prop_oneof![Just(1e-6), Just(1e6)]) {
        let results = examined(&[&model, &measured(&model, length)], seed, 20);
        for row in &results.differences {
            if row.metric.kind() == winset::experiment::Kind::Share {
                prop_assert_eq!(row.estimate.value, 0.0, "{:?} of {:?}", row.metric, row.scope);
            }
        }
    }
}
