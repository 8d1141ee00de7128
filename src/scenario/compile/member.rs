//! `[members.…]` and `[secretariat]`.

use std::collections::BTreeMap;

use super::label;
use crate::model::{Law, Member, Secretariat, SecretariatIdeal, Status};
use crate::scenario::fault::{Fault, Log};
use crate::scenario::fields::{self, Fields};
use crate::scenario::limits::MAX_GROUPS;
use crate::scenario::names::{Names, check_id};
use crate::scenario::node::{Field, Node, Table};
use crate::scenario::range::Range;

/// A member and the weights that only rules ask for.
pub(super) struct Person {
    pub member: Member,
    pub votes: f64,
    pub weights: BTreeMap<String, f64>,
}

/// Words for the laws of draws.
pub(super) const LAWS: [(&str, Law); 2] = [("normal", Law::Normal), ("uniform", Law::Uniform)];

pub(super) fn members(table: &Table, names: &Names, log: &Log) -> Vec<Person> {
    table.iter().map(|(id, field)| member(id, field, names, log)).collect()
}

fn member(id: &str, field: &Field, names: &Names, log: &Log) -> Person {
    let fields = Fields::open(log, &field.node, format!("member `{id}`"));
    let ideal = fields.required("ideal").and_then(|node| names.vector(log, node, "ideal", Range::ANY, false));
    let member = Member {
        id: id.to_owned(),
        label: label(&fields, id),
        ideal: ideal.unwrap_or_else(|| vec![0.0; names.dims()]),
        ideal_sd: names.vector_or(&fields, "ideal_sd", 0.0, Range::AT_LEAST_0),
        ideal_law: fields.choice("ideal_distribution", &LAWS, &[]),
        salience: names.vector_or(&fields, "salience", 1.0, Range::AT_LEAST_0),
        tolerance: vec![fields.number("tolerance", 0.0, Range::AT_LEAST_0); names.areas.len()],
        influence: fields.number("influence", 1.0, Range::AT_LEAST_0),
        susceptibility: 0.0,
        socialisation: 0.0,
        deference: fields.number("deference", 1.0, Range::AT_LEAST_0),
        initiative: fields.number("initiative", 1.0, Range::INITIATIVE),
        interests: interests(&fields, names),
        worthwhile: fields.number("worthwhile", 0.1, Range::PART),
        outside_option: outside_option(&fields, names),
        groups: groups(&fields),
        status: fields.choice("status", &[("member", Status::Member), ("observer", Status::Observer)], &[]),
    };
    if member.initiative > 0.0 && member.interests.iter().all(|&interest| interest == 0.0) {
        let at = fields.get("interests").map_or(field.key, |node| node.at);
        let fault = Fault::at(at, format!("`{id}` has initiative and no area that interests it"));
        log.add(fault.label("all 0").help("give it `initiative = 0`, or an interest"));
    }
    let votes = fields.number("votes", 1.0, Range::WEIGHT);
    let weights = weights(&fields);
    fields.later(&["susceptibility", "socialisation"]);
    fields.called("a member").close();
    Person { member, votes, weights }
}

fn interests(fields: &Fields<'_>, names: &Names) -> Vec<f64> {
    let given = fields.get("interests");
    given
        .and_then(|node| names.by_area(fields.log, node, "interests", 1.0, Range::AT_LEAST_0))
        .unwrap_or_else(|| vec![1.0; names.areas.len()])
}

fn outside_option(fields: &Fields<'_>, names: &Names) -> Vec<f64> {
    let name = "outside_option";
    let areas = names.areas.len();
    let read = |node: &Node| match node.as_table() {
        Some(_) => names.by_area(fields.log, node, name, 0.0, Range::PART),
        None => fields::number(fields.log, node, name, Range::PART).map(|option| vec![option; areas]),
    };
    fields.get(name).and_then(read).unwrap_or_else(|| vec![0.0; areas])
}

fn groups(fields: &Fields<'_>) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    for (index, (name, at)) in fields.strings("groups").unwrap_or_default().into_iter().enumerate() {
        if index >= MAX_GROUPS {
            fields.log.add(Fault::at(at, format!("a member belongs to at most {MAX_GROUPS} groups")));
            break;
        }
        if groups.iter().any(|other| other == name) {
            fields.log.add(Fault::at(at, format!("the group `{name}` stands twice")));
        } else if check_id(name, at, "group", fields.log) {
            groups.push(name.to_owned());
        }
    }
    groups
}

fn weights(fields: &Fields<'_>) -> BTreeMap<String, f64> {
    let mut weights = BTreeMap::new();
    let Some(node) = fields.get("weights") else { return weights };
    let Some(table) = node.as_table() else {
        fields.log.add(fields::wrong_kind(node, "weights", "a table by name"));
        return weights;
    };
    for (name, field) in table {
        if name == "members" || name == "votes" {
            let fault = Fault::at(field.key, format!("`{name}` is a weight that every member has already"));
            fields.log.add(fault.help("call this weight something else, or set `votes`"));
        } else if check_id(name, field.key, "weight", fields.log) {
            let weight = fields::number(fields.log, &field.node, &format!("weights.{name}"), Range::WEIGHT);
            weights.insert(name.clone(), weight.unwrap_or(0.0));
        }
    }
    weights
}

pub(super) fn secretariat(table: &Table, names: &Names, log: &Log) -> Option<Secretariat> {
    let fields = Fields::open(log, &table.get("secretariat")?.node, "[secretariat]");
    let secretariat = Secretariat {
        ideal: fields.get("ideal").map_or(SecretariatIdeal::Centroid, |node| aim(node, names, log)),
        initiative: fields.number("initiative", 1.0, Range::INITIATIVE),
        worthwhile: fields.number("worthwhile", 0.1, Range::PART),
    };
    fields.close();
    Some(secretariat)
}

fn aim(node: &Node, names: &Names, log: &Log) -> SecretariatIdeal {
    if node.as_str().is_some() {
        fields::choice(log, node, "ideal", &[("centroid", ())], &[]);
        return SecretariatIdeal::Centroid;
    }
    let point = names.vector(log, node, "ideal", Range::ANY, false);
    point.map_or(SecretariatIdeal::Centroid, SecretariatIdeal::Point)
}
