//! `[areas.…]`.

use super::label;
use super::member::{LAWS, Person};
use super::rule::{self, Ruling};
use super::seating::Seating;
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_RULES;
use crate::log::Log;
use crate::model::{Area, Evolving, Law, Relation, Rule, StatusQuo};
use crate::names::{By, Names};
use crate::node::{Field, Table};
use crate::range::Range;
use crate::suggest::shown;
use crate::values;

/// The areas, with the scenario's rule where they have none of their own.
pub(super) fn areas(table: &Table, seating: &Seating<'_>, relations: Vec<Vec<Relation>>, log: &Log) -> Vec<Area> {
    let general = match table.get("rule") {
        Some(field) => rule::rule(&field.node, seating, log),
        None => Ruling::from(Rule::Consensus),
    };
    let Some(areas) = table.get("areas").and_then(|field| field.node.as_table()) else { return Vec::new() };
    let mut room = MAX_RULES;
    let mut compiled = Vec::with_capacity(areas.len());
    for ((id, field), relations) in areas.iter().zip(relations) {
        let fields = Fields::open(log, &field.node, format!("area `{id}`"));
        let ruling =
            fields.ask("rule", rule::form).map_or_else(|| general.clone(), |node| rule::rule(node, seating, log));
        match room.checked_sub(ruling.parts()) {
            Some(left) => room = left,
            None => {
                let message = format!("the rules of all areas have more than {MAX_RULES} parts");
                log.add(Fault::at(Code::TooMany, field.key, message));
                return compiled;
            }
        }
        compiled.push(area(id, field, fields, seating, ruling, relations));
    }
    compiled
}

fn area(
    id: &str,
    field: &Field,
    fields: Fields<'_>,
    seating: &Seating<'_>,
    ruling: Ruling,
    relations: Vec<Relation>,
) -> Area {
    let (names, log) = (seating.names, fields.log);
    fields.note("share", Otherwise::Number(1.0), || Form::Fraction(Range::SOME_FACTOR));
    let share = fields.get("share");
    let (status_quo, evolving) = status_quo(&fields, names);
    let area = Area {
        id: id.to_owned(),
        label: label(&fields, id),
        share: share.and_then(|node| values::fraction(log, node, "share", Range::SOME_FACTOR)).unwrap_or(1.0),
        relevance: relevance(&fields, names),
        noise: names.vector_or(&fields, "noise", 0.0, Range::AT_LEAST_0),
        group_correlation: group_correlation(&fields, seating),
        urgency: fields.number("urgency", 0.0, Range::UTILITY),
        stakes: fields.number("stakes", 1.0, Range::SOME_FACTOR),
        shock_sd: fields.number("shock_sd", 0.0, Range::UTILITY),
        threat_response: fields.number("threat_response", 0.0, Range::AFFINITY),
        rule: ruling.rule,
        fallback: ruling.fallback,
        status_quo,
        evolving,
        relations,
    };
    if names.dims() > 0 && area.relevance.iter().all(|&relevance| relevance == 0.0) {
        let at = fields.get("relevance").map_or(field.key, |node| node.at);
        let fault = Fault::at(Code::NothingHappens, at, format!("no dimension is relevant to `{id}`")).label("all 0");
        log.add(fault.help("a dimension that is not named has relevance 0"));
    }
    fields.called("an area").close();
    area
}

/// Relevance by dimension: 1 where none is given, 0 in those that a table does not name.
fn relevance(fields: &Fields<'_>, names: &Names) -> Vec<f64> {
    let read = |node| names.vector(fields.log, node, "relevance", Range::FACTOR, Some(0.0), true);
    fields.note("relevance", Otherwise::Number(1.0), || Form::Vector { range: Range::FACTOR, one: true });
    fields.get("relevance").and_then(read).unwrap_or_else(|| vec![1.0; names.dims()])
}

/// The correlation of each member's noise with that of others with the same first group.
fn group_correlation(fields: &Fields<'_>, seating: &Seating<'_>) -> Vec<f64> {
    let (name, log) = ("group_correlation", fields.log);
    let mut by_member = vec![0.0; seating.people.len()];
    let form = || Form::Numbers { by: By::Group, range: Range::PART, one: true };
    fields.note(name, Otherwise::Number(0.0), form);
    let Some(node) = fields.get(name) else { return by_member };
    let Some(table) = node.as_table() else {
        let number = values::number(log, node, name, Range::PART).unwrap_or(0.0);
        by_member.fill(number);
        return by_member;
    };
    for (group, field) in table {
        let number = values::number(log, &field.node, &format!("{name}.{group}"), Range::PART);
        if !seating.names.has_group(group, field.key, log) {
            continue;
        }
        let first = |person: &Person| person.member.groups.first().is_some_and(|first| first == group);
        let members: Vec<usize> = (0..by_member.len()).filter(|&index| first(&seating.people[index])).collect();
        if members.is_empty() {
            let message = format!("`{}` is nobody's first group, so that this correlates nothing", shown(group));
            let fault = Fault::at(Code::NoEffect, field.key, message).label("no effect");
            log.add(fault.help("members share the noise of the first of their `groups`"));
        }
        members.into_iter().for_each(|index| by_member[index] = number.unwrap_or(0.0));
    }
    by_member
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Drawn,
    Evolving,
}

const KINDS: [(&str, Kind); 2] = [("drawn", Kind::Drawn), ("evolving", Kind::Evolving)];

/// What tables of each kind are called.
const STATUS_QUOS: [(&str, &str); 2] =
    [("drawn", "a `status_quo` that is drawn"), ("evolving", "a `status_quo` that evolves")];

/// The law of the status quo, and the policy where the area has one of its own.
fn status_quo(area: &Fields<'_>, names: &Names) -> (StatusQuo, Option<Evolving>) {
    let log = area.log;
    let fields = match area.ask("status_quo", || Form::kinds("kind", STATUS_QUOS, false)) {
        Some(node) => Fields::open(log, node, "`status_quo`"),
        None => Fields::absent(log, area.at, "`status_quo`"),
    };
    let kind = fields.choice("kind", &KINDS);
    let zero = || vec![0.0; names.dims()];
    match kind {
        Kind::Drawn => {
            let status_quo = StatusQuo {
                mean: names.vector_or(&fields, "mean", 0.0, Range::POSITION),
                sd: names.vector_or(&fields, "sd", 0.0, Range::AT_LEAST_0),
                law: fields.choice("distribution", &LAWS),
            };
            fields.called(STATUS_QUOS[0].1).close();
            (status_quo, None)
        }
        Kind::Evolving => {
            let start = fields.need("start", || Form::Vector { range: Range::POSITION, one: true });
            let start = start.and_then(|node| names.vector(log, node, "start", Range::POSITION, None, true));
            let start = start.unwrap_or_else(zero);
            let drift_sd = names.vector_or(&fields, "drift_sd", 0.0, Range::AT_LEAST_0);
            fields.called(STATUS_QUOS[1].1).close();
            let drawn = StatusQuo { mean: start.clone(), sd: zero(), law: Law::Normal };
            (drawn, Some(Evolving { start, drift_sd }))
        }
    }
}
