//! `[variants.…]`: who is at the table, what is set, and the model that results.

use std::borrow::Cow;

use super::rule::Seating;
use super::{agenda, area, label, member, negotiation, relation, section};
use crate::model::{Dimension, Model, Status, Timeline};
use crate::scenario::fault::{Fault, Log};
use crate::scenario::fields::{self, Fields};
use crate::scenario::limits::MAX_COMPILED_RELATIONS;
use crate::scenario::names::Names;
use crate::scenario::node::{Field, Node, Origin};
use crate::scenario::path::segments_as_one;
use crate::scenario::set::{self, Setter};
use crate::scenario::{Variant, Weight};

/// Id of the only variant of a scenario without `[variants]`.
pub(in crate::scenario) const BASELINE: &str = "baseline";

/// Every variant in the order of the file.
pub(super) fn variants(document: &Node, log: &Log) -> Vec<Variant> {
    let written = document.as_table().and_then(|table| table.get("variants")).and_then(|field| field.node.as_table());
    let written = written.filter(|table| !table.is_empty());
    let Some(written) = written else {
        let fields = Fields::absent(log, document.at, "the scenario");
        let model = model(document, &fields, "this scenario", log);
        let variant = |(model, weights)| Variant {
            id: BASELINE.to_owned(),
            label: BASELINE.to_owned(),
            timeline: Timeline::from(model),
            weights,
        };
        return model.map(variant).into_iter().collect();
    };
    let mut relations = 0;
    let mut variants = Vec::with_capacity(written.len());
    for (id, field) in written {
        if log.is_full() {
            break;
        }
        let Some(variant) = variant(id, field, document, log) else { continue };
        relations += variant.model().areas.iter().map(|area| area.relations.len()).sum::<usize>();
        if relations > MAX_COMPILED_RELATIONS {
            let message = format!("relations times areas times variants are more than {MAX_COMPILED_RELATIONS}");
            log.add(Fault::at(field.key, message).help("limit relations to the `areas` that they matter in"));
            break;
        }
        variants.push(variant);
    }
    variants
}

fn variant(id: &str, field: &Field, document: &Node, log: &Log) -> Option<Variant> {
    let fields = Fields::open(log, &field.node, format!("variant `{id}`"));
    let label = label(&fields, id);
    let document = with_set(&fields, document);
    let model = model(&document, &fields, &format!("variant `{id}`"), log);
    fields.called("a variant").close();
    let (model, weights) = model?;
    Some(Variant { id: id.to_owned(), label, timeline: Timeline::from(model), weights })
}

/// The document with the paths of the variant's `set`; a copy only where there are any.
fn with_set<'a>(fields: &Fields<'_>, document: &'a Node) -> Cow<'a, Node> {
    let log = fields.log;
    let Some(node) = fields.get("set") else { return Cow::Borrowed(document) };
    let Some(table) = node.as_table() else {
        log.add(fields::wrong_kind(node, "set", "a table of paths"));
        return Cow::Borrowed(document);
    };
    let mut own = document.clone();
    for (path, field) in table {
        if log.is_full() {
            break;
        }
        if field.is_implied_table() {
            let fault = Fault::at(field.key, "a path in `set` stands in quotes").label("read as a table");
            log.add(fault.help("write \"negotiation.rounds\" = 3; without quotes it would replace the whole table"));
            continue;
        }
        match segments_as_one(path, field.key) {
            Ok(path) => set::set(&mut own, &path, field.node.clone(), Setter::Variant, log),
            Err(fault) => log.add(fault),
        }
    }
    Cow::Owned(own)
}

fn model(document: &Node, variant: &Fields<'_>, called: &str, log: &Log) -> Option<(Model, Vec<Weight>)> {
    let table = document.as_table()?;
    let names = Names::read(table, document.at, log)?;
    let people = member::members(table.get("members")?.node.as_table()?, &names, log);
    let (at_table, all_known) = present(variant, &names, &people);
    let sits = |index: &usize| people[*index].member.status == Status::Member;
    let seats: Vec<usize> = at_table.iter().copied().filter(sits).collect();
    let whom = variant.get("members").map_or(variant.at, |node| node.at);
    if seats.is_empty() && all_known {
        let fault = Fault::at(whom, format!("nobody at the table of {called} has a response"));
        log.add(fault.label("no seat").help("at least one member that is present must not be an observer"));
    }
    let seating = Seating { names: &names, people: &people, seats: &seats };
    let weights = weights(&names, &people);
    let areas = area::areas(table, &names, &seating, relation::relations(table, &names, log), log);
    let model = Model {
        secretariat: member::secretariat(table, &names, log),
        areas,
        negotiation: negotiation::negotiation(section(table, "negotiation", document, log)),
        agenda: agenda::agenda(section(table, "agenda", document, log)),
        members: people.into_iter().map(|person| person.member).collect(),
        table: at_table,
        seats,
        dimensions: names.dimensions.unwrap_or_default().into_iter().map(Dimension::named).collect(),
    };
    if all_known && !model.seats.is_empty() {
        somebody_proposes(&model, whom, called, log);
    }
    Some((model, weights))
}

fn weights(names: &Names, people: &[member::Person]) -> Vec<Weight> {
    let votes =
        Weight { name: "votes".to_owned(), by_member: people.iter().map(|person| Some(person.votes)).collect() };
    let weight = |name: &String| Weight {
        name: name.clone(),
        by_member: people.iter().map(|person| person.weights.get(name).copied()).collect(),
    };
    std::iter::once(votes).chain(names.weights.iter().map(weight)).collect()
}

/// Those at the table: everybody, or the ids and `@groups` of `members`; and whether all of these are known.
fn present(variant: &Fields<'_>, names: &Names, people: &[member::Person]) -> (Vec<usize>, bool) {
    let everybody = || (0..people.len()).collect();
    let Some(node) = variant.get("members") else { return (everybody(), true) };
    let Some(written) = fields::strings(variant.log, node, "members") else { return (everybody(), false) };
    let mut present = vec![false; people.len()];
    let mut all_known = true;
    for (name, at) in written {
        match name.strip_prefix('@') {
            Some(group) if names.has_group(group, at, variant.log) => {
                for (present, person) in present.iter_mut().zip(people) {
                    *present |= person.member.groups.iter().any(|other| other == group);
                }
            }
            Some(_) => all_known = false,
            None => match names.participant(name, at, variant.log) {
                Some(index) => present[index] = true,
                None => all_known = false,
            },
        }
    }
    ((0..people.len()).filter(|&index| present[index]).collect(), all_known)
}

fn somebody_proposes(model: &Model, at: Origin, called: &str, log: &Log) {
    let secretariat = model.secretariat.as_ref().is_some_and(|secretariat| secretariat.initiative > 0.0);
    if !secretariat && model.table.iter().all(|&index| model.members[index].initiative == 0.0) {
        let fault = Fault::at(at, format!("nobody at the table of {called} has initiative, so the agenda is empty"));
        log.add(fault.help("give a member, or a secretariat, an `initiative` above 0"));
    }
}
