//! `[variants.…]`: who is at the table, what is set, and the model that results.

use std::borrow::Cow;

use super::seating::Seating;
use super::{agenda, area, label, member, negotiation, present, relation, secretariat, section};
use crate::model::{Model, Status, Timeline};
use crate::scenario::code::Code;
use crate::scenario::fault::Fault;
use crate::scenario::fields::Fields;
use crate::scenario::limits::MAX_COMPILED_RELATIONS;
use crate::scenario::log::Log;
use crate::scenario::names::Names;
use crate::scenario::node::{Field, Node, Origin};
use crate::scenario::path::segments_as_one;
use crate::scenario::set::{Changes, Setter};
use crate::scenario::values;
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
            log.add(
                Fault::at(Code::TooMany, field.key, message).help("limit relations to the `areas` that they matter in"),
            );
            break;
        }
        variants.push(variant);
    }
    variants
}

pub(super) fn variant(id: &str, field: &Field, document: &Node, log: &Log) -> Option<Variant> {
    let fields = Fields::open(log, &field.node, format!("variant `{id}`"));
    let label = label(&fields, id);
    let document = with_set(&fields, document);
    let model = model(&document, &fields, &format!("variant `{id}`"), log);
    fields.called("a variant").close();
    let (model, weights) = model?;
    Some(Variant { id: id.to_owned(), label, timeline: Timeline::from(model), weights })
}

/// The document with what the variant's `set` changes; a copy only where there is such a table.
fn with_set<'a>(fields: &Fields<'_>, document: &'a Node) -> Cow<'a, Node> {
    let Some(node) = fields.get("set") else { return Cow::Borrowed(document) };
    if node.as_table().is_none() {
        fields.log.add(values::wrong_kind(node, "set", "a table of fields"));
        return Cow::Borrowed(document);
    }
    with_sets(&[vec![node]], document, fields.log)
}

/// The document with what these tables change, group after group. The tables of one group must not set the same twice.
pub(super) fn with_sets<'a>(groups: &[Vec<&Node>], document: &'a Node, log: &Log) -> Cow<'a, Node> {
    if groups.iter().all(Vec::is_empty) {
        return Cow::Borrowed(document);
    }
    let mut own = document.clone();
    for group in groups {
        let mut changes = Changes::new(&mut own, Setter::Variant, log);
        for (path, field) in group.iter().filter_map(|node| node.as_table()).flatten() {
            if log.is_full() {
                break;
            }
            match segments_as_one(path, field.key) {
                Ok(path) => changes.set(&path, field.node.clone()),
                Err(fault) => log.add(fault),
            }
        }
    }
    Cow::Owned(own)
}

fn model(document: &Node, variant: &Fields<'_>, called: &str, log: &Log) -> Option<(Model, Vec<Weight>)> {
    let table = document.as_table()?;
    let names = Names::read(table, document.at, log)?;
    let people = member::members(table.get("members")?.node.as_table()?, &names, log);
    let (at_table, all_known) = present::present(variant, &names, &people);
    let sits = |index: &usize| people[*index].member.status == Status::Member;
    let seats: Vec<usize> = at_table.iter().copied().filter(sits).collect();
    let whom = variant.get("members").map_or(variant.at, |node| node.at);
    if seats.is_empty() && all_known {
        let message = format!("nobody at the table of {called} has a response");
        let fault = Fault::at(Code::NothingHappens, whom, message);
        log.add(fault.label("no seat").help("at least one member that is present must not be an observer"));
    }
    let seating = Seating::new(table, &names, &people, &seats);
    let weights = weights(&names, &people);
    let areas = area::areas(table, &seating, relation::relations(table, &names, log), log);
    let model = Model {
        secretariat: secretariat::secretariat(table, &names, log),
        areas,
        negotiation: negotiation::negotiation(section(table, "negotiation", document, log)),
        agenda: agenda::agenda(section(table, "agenda", document, log)),
        members: people.into_iter().map(|person| person.member).collect(),
        table: at_table,
        seats,
        dimensions: names.dimensions.unwrap_or_default(),
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

fn somebody_proposes(model: &Model, at: Origin, called: &str, log: &Log) {
    let secretariat = model.secretariat.as_ref().is_some_and(|secretariat| secretariat.initiative > 0.0);
    if !secretariat && model.table.iter().all(|&index| model.members[index].initiative == 0.0) {
        let message = format!("nobody at the table of {called} has initiative, so the agenda is empty");
        let fault = Fault::at(Code::NothingHappens, at, message);
        log.add(fault.help("give a member, or a secretariat, an `initiative` above 0"));
    }
}
