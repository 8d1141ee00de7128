//! From a model to rows.

use super::*;
use crate::model::{
    Agenda, Amendment, Area, Arrivals, Compensation, Dimension, Law, Loss, Member, Model, Negotiation, Opening, Order,
    Status, StatusQuo,
};
use crate::power::{Power, analyse};

fn member(id: &str, status: Status) -> Member {
    Member {
        id: id.to_owned(),
        label: id.to_uppercase(),
        ideal: vec![0.0],
        ideal_sd: vec![0.0],
        ideal_law: Law::Normal,
        salience: vec![1.0],
        tolerance: vec![0.0; 2],
        influence: 1.0,
        deference: 1.0,
        susceptibility: 0.0,
        socialisation: 0.0,
        initiative: 1.0,
        interests: vec![1.0; 2],
        worthwhile: 0.1,
        outside_option: vec![0.0; 2],
        groups: Vec::new(),
        status,
    }
}

fn area(id: &str, rule: Rule) -> Area {
    Area {
        id: id.to_owned(),
        label: id.to_uppercase(),
        share: 1.0,
        relevance: vec![1.0],
        noise: vec![0.0],
        group_correlation: vec![0.0; 3],
        urgency: 0.0,
        threat_response: 0.0,
        fallback: None,
        evolving: None,
        stakes: 1.0,
        shock_sd: 0.0,
        rule,
        status_quo: StatusQuo { mean: vec![0.0], sd: vec![1.0], law: Law::Normal },
        relations: Vec::new(),
    }
}

/// Two members and, between them in the file, an observer; the rules of two areas.
fn model(rules: [Rule; 2]) -> Model {
    let [first, second] = rules;
    Model {
        dimensions: vec![Dimension::named("placeholder")],
        members: vec![member("ann", Status::Member), member("guest", Status::Observer), member("bob", Status::Member)],
        table: vec![0, 1, 2],
        seats: vec![0, 2],
        secretariat: None,
        listing: None,
        areas: vec![area("trade", first), area("arms", second)],
        negotiation: Negotiation {
            loss: Loss::Quadratic,
            opening: Opening::Sincere,
            ambition: 1.0,
            compensation: Compensation::None,
            linkage: false,
            rounds: 1,
            sessions: 1,
            pressure: 0.0,
            amendment: Amendment::None,
            shock_persistence: 1.0,
        },
        agenda: Agenda {
            start: 0.0,
            sessions: 1,
            sessions_per_year: 1.0,
            years: 1.0,
            arrivals: Arrivals::Poisson,
            initiative_sd: 0.0,
            order: Order::OldFirst,
            capacity: None,
            months_per_round: 1.0,
        },
    }
}

fn power_of(model: &Model) -> Power {
    analyse(model, &Effort::default(), &Watch::nobody()).expect("nobody stops it")
}

/// Rows as `scope index value`.
fn rows(power: &Power) -> Vec<String> {
    power.rows().iter().map(|row| format!("{} {} {}", row.scope, row.index, row.value.value)).collect()
}

#[test]
fn one_rule_of_all_areas_is_reported_once() {
    let rows = rows(&power_of(&model([Rule::Consensus, Rule::Consensus])));
    assert_eq!(rows[..4], ["all winning 1", "all total 4", "all act 0.25", "member:ann prevent 1"]);
    assert_eq!(rows.len(), 3 + 2 * 5);
    assert_eq!(rows.last().unwrap(), "member:bob shapley_shubik 0.5");
}

#[test]
fn areas_with_different_rules_are_reported_each() {
    let rows = rows(&power_of(&model([Rule::Consensus, votes(&[1, 1], 1.0)])));
    assert!(rows.contains(&"area:trade act 0.25".to_owned()));
    assert!(rows.contains(&"area:arms act 0.75".to_owned()));
    assert!(rows.contains(&"area:arms/member:bob banzhaf_absolute 0.5".to_owned()));
    assert_eq!(rows.len(), 2 * (3 + 2 * 5));
}

#[test]
fn the_game_with_abstention_has_names_of_its_own() {
    let rule = Rule::All(vec![Rule::Consensus, votes(&[1, 1], 1.0)]);
    let rows = rows(&power_of(&model([rule.clone(), rule])));
    assert!(rows.contains(&"all winning_abstention 3".to_owned()));
    assert!(rows.contains(&"all total_abstention 9".to_owned()));
    assert!(rows.contains(&"member:bob initiate_abstention 0.5".to_owned()));
    assert!(!rows.iter().any(|row| row.contains("shapley_shubik_abstention")));
}
