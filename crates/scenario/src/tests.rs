//! Scenarios as a whole: what they compile to, what they resolve to, and how their faults read.

mod assumptions;
mod decompositions;
mod faults;
mod files;
mod mechanisms;
mod overrides;
mod resolved;
mod rules;
mod time;
mod variants;
mod warnings;

use super::*;
use crate::model::{Agenda, Amendment, Arrivals, Law, Order, Relation, Rule, SecretariatIdeal};

/// The scenario that comes along with the program.
const DOCKING: &str = include_str!("../../../scenarios/docking-basic.toml");

/// The smallest scenario.
const SMALL: &str = r#"[space]
dimensions = ["x", "y"]
[members.a]
ideal = [0, 1]
[members.b]
ideal = { x = 0, y = -0.5 }
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
fn a_vector_by_name_leaves_the_others_at_their_default_and_relevance_at_zero() {
    let text = "[space]\ndimensions = ['x', 'y']\n[members.a]\nideal = [-0.0, 1]\nsalience = { x = 2 }\n\
                interests = { k = 0 }\nideal_distribution = 'uniform'\n[members.b]\nideal = [0, 0]\nstatus = 'observer'\n\
                [areas.k]\nrelevance = { y = 1 }\nnoise = { y = 2 }\n[areas.l]\n";
    let scenario = compiled(text);
    let model = scenario.variants[0].model();
    assert_eq!(model.members[0].salience, [2.0, 1.0]);
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

#[test]
fn fields_by_area_and_by_group_are_spread_over_them() {
    let text = "[space]\ndimensions = ['x']\n[members.a]\nideal = [0]\ngroups = ['g', 'h']\ntolerance = { l = 0.5 }\n\
                [members.b]\nideal = [0]\ngroups = ['h']\ntolerance = 0.2\n[members.c]\nideal = [0]\n\
                [areas.k]\nurgency = 0.7\ngroup_correlation = { g = 0.3, h = 0.1 }\n[areas.l]\ngroup_correlation = 0.4\n";
    let scenario = compiled(text);
    let model = scenario.variants[0].model();
    let tolerance: Vec<_> = model.members.iter().map(|member| &member.tolerance[..]).collect();
    assert_eq!(tolerance, [&[0.0, 0.5][..], &[0.2, 0.2], &[0.0, 0.0]]);
    assert_eq!((model.areas[0].urgency, model.areas[1].urgency), (0.7, 0.0));
    assert_eq!(model.areas[0].group_correlation, [0.3, 0.1, 0.0]);
    assert_eq!(model.areas[1].group_correlation, [0.4, 0.4, 0.4]);
}

#[test]
fn the_secretariat_aims_at_a_point_at_the_centroid_or_where_a_law_draws() {
    let ideal = |ideal: &str| {
        let scenario = compiled(&format!("{SMALL}[secretariat]\nideal = {ideal}\n"));
        scenario.variants[0].model().secretariat.as_ref().expect("one").ideal.clone()
    };
    assert_eq!(ideal("'centroid'"), SecretariatIdeal::Centroid);
    assert_eq!(ideal("{ x = 1, y = 2 }"), SecretariatIdeal::Point(vec![1.0, 2.0]));
    let drawn = |mean: [f64; 2], sd: [f64; 2], law| SecretariatIdeal::Drawn { mean: mean.into(), sd: sd.into(), law };
    assert_eq!(ideal("{ mean = [1, 2], sd = 0.5 }"), drawn([1.0, 2.0], [0.5, 0.5], Law::Normal));
    let uniform = ideal("{ mean = 0, sd = { y = 1 }, distribution = 'uniform' }");
    assert_eq!(uniform, drawn([0.0, 0.0], [0.0, 1.0], Law::Uniform));
    let mean = SMALL.replace("\"x\"", "\"mean\"").replace("x = 0", "mean = 0");
    let point = compiled(&format!("{mean}[secretariat]\nideal = {{ mean = 1, y = 2 }}\n"));
    let point = point.variants[0].model().secretariat.as_ref().expect("one").ideal.clone();
    assert_eq!(point, SecretariatIdeal::Point(vec![1.0, 2.0]), "a dimension may be called mean");
}

#[test]
fn the_agenda_has_its_order_and_its_years_of_many_drafts() {
    let agenda = |fields: &str| compiled(&format!("{SMALL}[agenda]\n{fields}\n")).variants[0].model().agenda.clone();
    assert_eq!(
        (agenda("order = 'old-first'").order, agenda("order = 'new-first'").order),
        (Order::OldFirst, Order::NewFirst)
    );
    assert_eq!(agenda("initiative_sd = 0.4").initiative_sd, 0.4);
}

#[test]
fn dimensions_have_labels_and_ends() {
    let text = SMALL.replace("[members.a]", "[space.y]\nlabel = 'Order'\nlow = 'weak'\nhigh = 'strong'\n[members.a]");
    let scenario = compiled(&text);
    let [x, y] = &scenario.variants[0].model().dimensions[..] else { panic!("two dimensions") };
    assert_eq!((x.label.as_str(), &x.low), ("x", &None));
    assert_eq!((y.label.as_str(), y.low.as_deref(), y.high.as_deref()), ("Order", Some("weak"), Some("strong")));
}

#[test]
fn a_document_compiles_many_times() {
    let read = Document::parse("t", DOCKING).settled(&Options::default());
    let rounds = |value: u32| {
        let mut point = read.clone();
        point.set(&Override::parse(&format!("negotiation.rounds={value}")).expect("PATH=VALUE"));
        point.compile().unwrap_or_else(|faults| panic!("{faults}")).variants[0].model().negotiation.rounds
    };
    assert_eq!([3, 8, 1].map(rounds), [3, 8, 1]);
    let mut wrong = read.clone();
    wrong.set(&Override::parse("negotiation.rounds=0").expect("PATH=VALUE"));
    assert!(wrong.compile().is_err() && wrong.compile().is_err() && read.compile().is_ok());
}
