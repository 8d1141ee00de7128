//! `[areas.…]`.

use super::label;
use super::member::LAWS;
use super::rule::{self, Seating};
use crate::model::{Area, Relation, Rule, StatusQuo};
use crate::scenario::fault::{Fault, Log};
use crate::scenario::fields::Fields;
use crate::scenario::limits::MAX_RULES;
use crate::scenario::names::Names;
use crate::scenario::node::{Field, Table};
use crate::scenario::range::Range;

/// The areas, with the scenario's rule where they have none of their own.
pub(super) fn areas(
    table: &Table,
    names: &Names,
    seating: &Seating<'_>,
    relations: Vec<Vec<Relation>>,
    log: &Log,
) -> Vec<Area> {
    let general = match table.get("rule") {
        Some(field) => rule::rule(&field.node, seating, log),
        None => Rule::Consensus,
    };
    let Some(areas) = table.get("areas").and_then(|field| field.node.as_table()) else { return Vec::new() };
    let mut room = MAX_RULES;
    let mut compiled = Vec::with_capacity(areas.len());
    for ((id, field), relations) in areas.iter().zip(relations) {
        let fields = Fields::open(log, &field.node, format!("area `{id}`"));
        let rule = fields.get("rule").map_or_else(|| general.clone(), |node| rule::rule(node, seating, log));
        match room.checked_sub(rule.parts()) {
            Some(left) => room = left,
            None => {
                log.add(Fault::at(field.key, format!("the rules of all areas have more than {MAX_RULES} parts")));
                return compiled;
            }
        }
        compiled.push(area(id, field, fields, names, rule, relations));
    }
    compiled
}

fn area(id: &str, field: &Field, fields: Fields<'_>, names: &Names, rule: Rule, relations: Vec<Relation>) -> Area {
    let area = Area {
        id: id.to_owned(),
        label: label(&fields, id),
        share: fields.number("share", 1.0, Range::ABOVE_0),
        relevance: names.vector_or(&fields, "relevance", 1.0, Range::AT_LEAST_0),
        noise: names.vector_or(&fields, "noise", 0.0, Range::AT_LEAST_0),
        group_correlation: vec![fields.number("group_correlation", 0.0, Range::PART); names.members.len()],
        urgency: 0.0,
        threat_response: 0.0,
        fallback: None,
        evolving: None,
        stakes: fields.number("stakes", 1.0, Range::ABOVE_0),
        shock_sd: fields.number("shock_sd", 0.0, Range::AT_LEAST_0),
        rule,
        status_quo: status_quo(&fields, names),
        relations,
    };
    if names.dims() > 0 && area.relevance.iter().all(|&relevance| relevance == 0.0) {
        let at = fields.get("relevance").map_or(field.key, |node| node.at);
        let fault = Fault::at(at, format!("no dimension is relevant to `{id}`")).label("all 0");
        fields.log.add(fault.help("a dimension that is not named has relevance 0"));
    }
    fields.later(&["threat_response"]);
    fields.called("an area").close();
    area
}

fn status_quo(area: &Fields<'_>, names: &Names) -> StatusQuo {
    let log = area.log;
    let fields = match area.get("status_quo") {
        Some(node) => Fields::open(log, node, "`status_quo`"),
        None => Fields::absent(log, area.at, "`status_quo`"),
    };
    fields.choice("kind", &[("drawn", ())], &["evolving"]);
    let status_quo = StatusQuo {
        mean: names.vector_or(&fields, "mean", 0.0, Range::ANY),
        sd: names.vector_or(&fields, "sd", 0.0, Range::AT_LEAST_0),
        law: fields.choice("distribution", &LAWS, &[]),
    };
    fields.later(&["start", "drift_sd"]);
    fields.close();
    status_quo
}
