//! `[members.…]`.

use std::collections::BTreeMap;

use super::label;
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_GROUPS;
use crate::log::Log;
use crate::model::{Dimension, Law, Member, Status};
use crate::names::{By, Names, check_id};
use crate::node::{Field, Table};
use crate::range::Range;
use crate::suggest;
use crate::values;

/// A member and the weights that only rules ask for.
pub(super) struct Person {
    pub member: Member,
    pub votes: f64,
    pub weights: BTreeMap<String, f64>,
}

/// The fields of a member: what the columns of a table may be.
pub(crate) const MEMBER_FIELDS: [&str; 18] = [
    "label",
    "ideal",
    "ideal_sd",
    "ideal_distribution",
    "salience",
    "tolerance",
    "influence",
    "deference",
    "susceptibility",
    "socialisation",
    "initiative",
    "interests",
    "worthwhile",
    "outside_option",
    "groups",
    "status",
    "votes",
    "weights",
];

/// Words for the laws of draws.
pub(super) const LAWS: [(&str, Law); 2] = [("normal", Law::Normal), ("uniform", Law::Uniform)];

pub(super) fn members(table: &Table, names: &Names, log: &Log) -> Vec<Person> {
    table.iter().map(|(id, field)| member(id, field, names, log)).collect()
}

fn member(id: &str, field: &Field, names: &Names, log: &Log) -> Person {
    let fields = Fields::open(log, &field.node, format!("member `{id}`"));
    let mut member = Member {
        id: id.to_owned(),
        label: label(&fields, id),
        ideal: Vec::new(),
        ideal_sd: names.vector_or(&fields, "ideal_sd", 0.0, Range::AT_LEAST_0),
        ideal_law: fields.choice("ideal_distribution", &LAWS),
        salience: names.vector_or(&fields, "salience", 1.0, Range::FACTOR),
        tolerance: names.number_by_area(&fields, "tolerance", Range::UTILITY),
        influence: fields.number("influence", 1.0, Range::FACTOR),
        deference: fields.number("deference", 1.0, Range::FACTOR),
        susceptibility: fields.number("susceptibility", 0.0, Range::UNIT),
        socialisation: fields.number("socialisation", 0.0, Range::UNIT),
        initiative: fields.number("initiative", 1.0, Range::INITIATIVE),
        interests: interests(&fields, names),
        worthwhile: fields.number("worthwhile", 0.1, Range::PART),
        outside_option: names.number_by_area(&fields, "outside_option", Range::PART),
        groups: groups(&fields),
        status: fields.choice("status", &[("member", Status::Member), ("observer", Status::Observer)]),
    };
    if member.initiative > 0.0 && member.interests.iter().all(|&interest| interest == 0.0) {
        let at = fields.get("interests").map_or(field.key, |node| node.at);
        let fault = Fault::at(Code::NothingHappens, at, format!("`{id}` has initiative and no area that interests it"));
        log.add(fault.label("all 0").help("give it `initiative = 0`, or an interest"));
    }
    let votes = fields.number("votes", 1.0, Range::WEIGHT);
    let weights = weights(&fields);
    member.ideal = ideal(&fields, names);
    let dimensions = names.dimensions.as_deref().unwrap_or_default();
    debug_assert!(fields.asked().iter().all(|name| MEMBER_FIELDS.contains(name)), "a field that no table can give");
    fields.called("a member").close_with(|key| position(key, dimensions));
    Person { member, votes, weights }
}

/// The ideal point, read after all other fields. That it is missing is not told where a field that nobody knows was meant
/// to hold it.
fn ideal(fields: &Fields<'_>, names: &Names) -> Vec<f64> {
    let dimensions = names.dimensions.as_deref().unwrap_or_default();
    let form = || Form::Vector { range: Range::POSITION, one: false };
    fields.note("ideal", Otherwise::RequiredWith("space"), form);
    let given = fields.get("ideal");
    if !names.has_space {
        for name in ["ideal", "ideal_sd", "ideal_distribution", "salience"] {
            if let Some(node) = fields.get(name) {
                let message = format!("`{name}` needs a [space]; what members want is in [issues] here");
                fields.log.add(Fault::at(Code::NotHere, node.at, message).label("no space"));
            }
        }
        return vec![0.0; names.dims()];
    }
    let slip = fields.unknown().any(|(key, _)| position(key, dimensions).is_some());
    let missing = given.is_none_or(|node| node.fault().is_some_and(|fault| fault.code == Code::MissingField));
    let point = match given.filter(|_| !(slip && missing)) {
        Some(node) => names.vector(fields.log, node, "ideal", Range::POSITION, slip.then_some(0.0), false),
        None => {
            if !slip {
                fields.required("ideal");
            }
            None
        }
    };
    point.unwrap_or_else(|| vec![0.0; names.dims()])
}

/// How a position is written, if that is what a field called `key` was meant to hold.
fn position(key: &str, dimensions: &[Dimension]) -> Option<String> {
    let ids = || dimensions.iter().map(|dimension| dimension.id.as_str());
    let lower = key.to_lowercase();
    if lower == "ideal" {
        return Some("did you mean `ideal`?".to_owned());
    }
    let meant = match lower.strip_prefix("ideal").map(|rest| rest.trim_matches(['_', '-', '.', ' '])) {
        Some(rest) => suggest::alike(rest, ids()),
        None => ids().find(|id| id.to_lowercase() == lower),
    };
    meant.map(|id| format!("a position is written `ideal.{id}`"))
}

fn interests(fields: &Fields<'_>, names: &Names) -> Vec<f64> {
    let form = || Form::Numbers { by: By::Area, range: Range::FACTOR, one: false };
    fields.note("interests", Otherwise::Number(1.0), form);
    let given = fields.get("interests");
    given
        .and_then(|node| names.by_area(fields.log, node, "interests", 1.0, Range::FACTOR))
        .unwrap_or_else(|| vec![1.0; names.areas.len()])
}

fn groups(fields: &Fields<'_>) -> Vec<String> {
    let mut groups: Vec<String> = Vec::new();
    let named = fields.ask("groups", || Form::Names(0, Some(MAX_GROUPS)));
    let named = named.and_then(|node| values::strings(fields.log, node, "groups")).unwrap_or_default();
    for (index, (name, at)) in named.into_iter().enumerate() {
        if index >= MAX_GROUPS {
            let message = format!("a member belongs to at most {MAX_GROUPS} groups");
            fields.log.add(Fault::at(Code::TooMany, at, message));
            break;
        }
        if groups.iter().any(|other| other == name) {
            fields.log.add(Fault::at(Code::Twice, at, format!("the group `{name}` stands twice")));
        } else if check_id(name, at, "group", fields.log) {
            groups.push(name.to_owned());
        }
    }
    groups
}

fn weights(fields: &Fields<'_>) -> BTreeMap<String, f64> {
    let mut weights = BTreeMap::new();
    let form = || Form::Numbers { by: By::Weight, range: Range::WEIGHT, one: false };
    let Some(node) = fields.ask("weights", form) else { return weights };
    let Some(table) = node.as_table() else {
        fields.log.add(values::wrong_kind(node, "weights", "a table by name"));
        return weights;
    };
    for (name, field) in table {
        if name == "members" || name == "votes" {
            let fault =
                Fault::at(Code::BadName, field.key, format!("`{name}` is a weight that every member has already"));
            fields.log.add(fault.help("call this weight something else, or set `votes`"));
        } else if check_id(name, field.key, "weight", fields.log) {
            let weight = values::number(fields.log, &field.node, &format!("weights.{name}"), Range::WEIGHT);
            weights.insert(name.clone(), weight.unwrap_or(0.0));
        }
    }
    weights
}
