//! Scenarios as a whole: what they compile to, what they resolve to, and how their faults read.

mod faults;
mod files;
mod overrides;
mod resolved;
mod robust;

use super::*;
use crate::model::{Agenda, Amendment, Arrivals, Law, Order, Relation, Rule, StatusQuo};

/// The scenario that comes along with the program.
const DOCKING: &str = include_str!("../../scenarios/docking-basic.toml");

/// The smallest scenario.
const SMALL: &str = r#"[space]
dimensions = ["x", "y"]
[members.a]
ideal = [0, 1]
[members.b]
ideal = { y = -0.5 }
[areas.k]
"#;

fn compiled(text: &str) -> Scenario {
    parse("test.toml", text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

/// The faults of `text`, one a line.
fn faults_of(text: &str) -> String {
    parse("t", text, &Options::default()).expect_err("this scenario has a fault").to_string()
}

#[test]
fn docking_basic_compiles() {
    let scenario = compiled(DOCKING);
    assert_eq!(scenario.run, Run { replications: 2000, seed: 2017, ..Run::default() });
    let ids: Vec<_> = scenario.variants.iter().map(|variant| variant.id.as_str()).collect();
    assert_eq!(ids, ["before", "after", "after-mediated"]);
    let [before, after, mediated] = &scenario.variants[..] else { panic!("three variants") };
    assert_eq!(before.model().table, [0, 1, 2, 3, 4, 5]);
    assert_eq!(after.model().seats, [0, 1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(before.model().members, after.model().members);
    assert_eq!(after.model().negotiation.amendment, Amendment::Concede { rate: 0.3 });
    assert_eq!(mediated.model().negotiation.amendment, Amendment::Mediate { relaxation: 1.0 });
    let model = after.model();
    assert_eq!(model.members[0].outside_option, [0.4, 0.4]);
    assert_eq!(model.members[6].salience, [1.5, 1.0]);
    assert_eq!(model.members[2].ideal, [-0.6, -0.1]);
    assert_eq!(model.areas[0].noise, [0.6, 0.6]);
    let relation = |member, sponsor| Relation { member, sponsor, affinity: -0.8 };
    assert_eq!(model.areas[0].relations, [relation(6, 7), relation(7, 6)]);
    assert!(model.areas[1].relations.is_empty());
    assert_eq!(model.agenda.sessions, 10);
    assert_eq!(model.negotiation.rounds, 6);
}

#[test]
fn the_smallest_scenario_has_the_defaults_of_the_model() {
    let scenario = compiled(SMALL);
    assert_eq!((scenario.title.as_str(), scenario.run), ("test", Run::default()));
    let [Variant { id, timeline, .. }] = &scenario.variants[..] else { panic!("one variant") };
    let model = timeline.first();
    assert_eq!(id, "baseline");
    let member = &model.members[1];
    assert_eq!((&member.ideal[..], &member.salience[..]), (&[0.0, -0.5][..], &[1.0, 1.0][..]));
    assert_eq!((member.worthwhile, member.deference, member.initiative), (0.1, 1.0, 1.0));
    assert_eq!((&model.areas[0].rule, &model.areas[0].relevance[..]), (&Rule::Consensus, &[1.0, 1.0][..]));
    let agenda = Agenda {
        start: 0.0,
        sessions: 1,
        sessions_per_year: 1.0,
        years: 1.0,
        arrivals: Arrivals::Poisson,
        initiative_sd: 0.0,
        order: Order::OldFirst,
        capacity: None,
        months_per_round: 1.0,
    };
    assert_eq!(model.agenda, agenda);
}

#[test]
fn a_vector_by_name_leaves_the_others_at_zero_and_interests_at_one() {
    let text = "[space]\ndimensions = ['x', 'y']\n[members.a]\nideal = [-0.0, 1]\nsalience = { x = 2 }\n\
                interests = { k = 0 }\nideal_distribution = 'uniform'\n[members.b]\nideal = [0, 0]\nstatus = 'observer'\n\
                [areas.k]\nrelevance = { y = 1 }\nnoise = { y = 2 }\n[areas.l]\n";
    let model = &compiled(text).variants[0].timeline.spans[0].model;
    assert_eq!(model.members[0].salience, [2.0, 0.0]);
    assert_eq!(model.members[0].interests, [0.0, 1.0]);
    assert!(model.members[0].ideal[0].is_sign_positive(), "-0 is read as 0");
    assert_eq!(model.members[0].ideal_law, Law::Uniform);
    assert_eq!(model.areas[0].relevance, [0.0, 1.0]);
    assert_eq!(model.areas[0].noise, [0.0, 2.0]);
    assert_eq!((&model.table[..], &model.seats[..]), (&[0, 1][..], &[0][..]));
}

#[test]
fn relations_of_one_pair_add_up_and_may_be_directed() {
    let text = format!(
        "{SMALL}[areas.l]\n[[relations]]\nbetween = ['a', 'b']\naffinity = 1\n\
         [[relations]]\nbetween = ['b', 'a']\naffinity = 0.5\ndirected = true\nareas = ['l', 'l']\n"
    );
    let areas = &compiled(&text).variants[0].timeline.spans[0].model.areas;
    let relation = |member, sponsor, affinity| Relation { member, sponsor, affinity };
    assert_eq!(areas[0].relations, [relation(0, 1, 1.0), relation(1, 0, 1.0)]);
    assert_eq!(areas[1].relations, [relation(0, 1, 1.0), relation(1, 0, 1.5)]);
}

#[test]
fn rules_are_compiled_for_the_seats_of_each_variant() {
    let text = r#"
        [space]
        dimensions = ["x"]
        [members.a]
        ideal = [0]
        weights = { people = 5 }
        [members.b]
        ideal = [0]
        groups = ["p5"]
        votes = 3
        weights = { people = 2 }
        [members.c]
        ideal = [0]
        groups = ["p5"]
        [areas.k]
        rule = { kind = "any", rules = [
            { kind = "all", rules = [{ kind = "majority", share = 0.55 }, { kind = "majority", quota = 6, of = "people" }] },
            { kind = "consensus-minus", k = 3 } ] }
        [areas.l]
        rule = { kind = "veto", groups = ["p5"], members = ["a"] }
        [areas.m]
        rule = { kind = "constructive-abstention", max_share = 0.3, of = "votes" }
        [areas.n]
        rule = { kind = "consensus-minus", except = ["c"] }
        [areas.o]
        [rule]
        kind = "unanimity"
        [variants.two]
        members = ["b", "a"]
    "#;
    let areas = &compiled(text).variants[0].timeline.spans[0].model.areas;
    let majority = |weights: &[f64], quota| Rule::Majority {
        weights: weights.to_vec(),
        quota,
        abstention: crate::model::Abstention::CountsAgainst,
    };
    use crate::model::Quota::{Absolute, Share};
    let both = vec![majority(&[1.0, 1.0], Share(0.55)), majority(&[5.0, 2.0], Absolute(6.0))];
    assert_eq!(areas[0].rule, Rule::Any(vec![Rule::All(both), Rule::ConsensusMinus { k: 3 }]));
    assert_eq!(areas[1].rule, Rule::Veto { holders: vec![true, true] });
    assert_eq!(areas[2].rule, Rule::ConstructiveAbstention { max_share: 0.3, weights: Some(vec![1.0, 3.0]) });
    assert_eq!(areas[3].rule, Rule::ConsensusExcept { excepted: vec![false, false] });
    assert_eq!(areas[4].rule, Rule::Unanimity);
}

#[test]
fn a_date_starts_the_agenda_in_its_year() {
    let text = format!("{SMALL}[agenda]\nstart = 2017-01-01\nyears = 0.3\nsessions_per_year = 10\n");
    let agenda = &compiled(&text).variants[0].timeline.spans[0].model.agenda;
    assert_eq!((agenda.start, agenda.sessions), (2017.0, 3));
}
