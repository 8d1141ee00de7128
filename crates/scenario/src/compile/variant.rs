//! `[variants.…]`: who is at the table, and what is set.

use std::borrow::Cow;

use super::label;
use super::timeline::{self, Acts};
use crate::Variant;
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::{MAX_COMPILED_MEMBERS, MAX_COMPILED_RELATIONS};
use crate::log::Log;
use crate::model::Timeline;
use crate::node::{Field, Node, Origin, Table, Value};
use crate::path::segments_as_one;
use crate::set::{Changes, Setter};
use crate::values;

/// Id of the only variant of a scenario without `[variants]`.
pub(crate) const BASELINE: &str = "baseline";

/// Every variant in the order of the file.
pub(super) fn variants(document: &Node, log: &Log) -> Vec<Variant> {
    let written = document.as_table().and_then(|table| table.get("variants")).and_then(|field| field.node.as_table());
    let acts = Acts::default();
    let mut variants = Vec::new();
    match written.filter(|table| !table.is_empty()) {
        None => {
            let fields = Fields::absent(log, document.at, "the scenario");
            variants.extend(compile(BASELINE, BASELINE, document, &fields, "this scenario", &acts));
        }
        Some(written) => {
            let mut size = Size::default();
            for (id, field) in written {
                if log.is_full() {
                    break;
                }
                let Some(variant) = variant(id, field, document, &acts, log) else { continue };
                if !size.takes(&variant.timeline, field.key, log) {
                    break;
                }
                variants.push(variant);
            }
        }
    }
    acts.doubts(log);
    one_list(&variants, written, log);
    variants
}

/// A variant may say something else of an issue, but not which there are, how they are measured and what came out.
fn one_list(variants: &[Variant], written: Option<&Table>, log: &Log) {
    let fixed = |variant: &Variant| -> Vec<(String, f64, f64, usize, usize, Option<f64>)> {
        let issues = variant.model().listing.iter().flat_map(|listing| listing.issues.clone());
        issues.map(|one| (one.id, one.low, one.high, one.proposal, one.dimension, one.outcome)).collect()
    };
    let Some((first, rest)) = variants.split_first() else { return };
    for variant in rest.iter().filter(|variant| fixed(variant) != fixed(first)) {
        let message = format!("variant `{}` has other issues than `{}`", variant.id, first.id);
        let at = written.and_then(|written| written.get(&variant.id)).map(|field| field.key);
        let help = "it may set `status_quo`, `sponsor`, `text`, `rule`, `date` and positions";
        log.add(Fault { at, ..Fault::new(Code::NotHere, message) }.help(help));
    }
}

/// What all variants hold together.
#[derive(Default)]
struct Size {
    relations: usize,
    members: usize,
}

impl Size {
    /// Whether there is room for one more.
    fn takes(&mut self, timeline: &Timeline, at: Origin, log: &Log) -> bool {
        for span in &timeline.spans {
            let areas = &span.model.areas;
            self.relations += areas.iter().map(|area| area.relations.len()).sum::<usize>();
            self.members += areas.len() * span.model.members.len();
        }
        let too_many = |what: &str, most: usize, help: &str| {
            log.add(Fault::at(Code::TooMany, at, format!("{what} are more than {most}")).help(help));
        };
        if self.relations > MAX_COMPILED_RELATIONS {
            let help = "limit relations to the `areas` that they matter in";
            too_many("relations times areas times events times variants", MAX_COMPILED_RELATIONS, help);
        }
        if self.members > MAX_COMPILED_MEMBERS {
            let help = "have fewer variants, or fewer events";
            too_many("members times areas times events times variants", MAX_COMPILED_MEMBERS, help);
        }
        self.relations <= MAX_COMPILED_RELATIONS && self.members <= MAX_COMPILED_MEMBERS
    }
}

pub(super) fn variant(id: &str, field: &Field, document: &Node, acts: &Acts, log: &Log) -> Option<Variant> {
    let fields = Fields::open(log, &field.node, format!("variant `{id}`"));
    let label = label(&fields, id);
    // What it extends is spelt out before it is read.
    fields.note("extends", Otherwise::Nothing, || Form::Text(None));
    let document = with_set(&fields, document);
    let variant = compile(id, &label, &document, &fields, &format!("variant `{id}`"), acts);
    fields.called("a variant").close();
    variant
}

fn compile(id: &str, label: &str, document: &Node, fields: &Fields<'_>, called: &str, acts: &Acts) -> Option<Variant> {
    let (timeline, weights) = timeline::timeline(document, fields, called, acts)?;
    Some(Variant { id: id.to_owned(), label: label.to_owned(), timeline, weights })
}

/// The document with what the variant's `set` changes; a copy only where there is such a table.
fn with_set<'a>(fields: &Fields<'_>, document: &'a Node) -> Cow<'a, Node> {
    let Some(node) = fields.ask("set", || Form::Set { of_event: false }) else { return Cow::Borrowed(document) };
    let mut own = document.clone();
    set(node, Setter::Variant, &mut own, fields.log);
    Cow::Owned(own)
}

/// Changes the document as a `set` says; of several in a list each may change what those before it set.
pub(super) fn set(node: &Node, setter: Setter, document: &mut Node, log: &Log) {
    match &node.value {
        Value::Array(sets) if setter == Setter::Variant => {
            sets.iter().for_each(|set| set_all(&[set], setter, document, log));
        }
        _ => set_all(&[node], setter, document, log),
    }
}

/// Changes the document as some `set`s say that must not set the same twice.
pub(super) fn set_all(nodes: &[&Node], setter: Setter, document: &mut Node, log: &Log) {
    let mut changes = Changes::new(document, setter, log);
    for node in nodes {
        let Some(table) = node.as_table() else {
            log.add(values::wrong_kind(node, "set", "a table of fields"));
            continue;
        };
        for (path, field) in table {
            if log.is_full() {
                return;
            }
            match segments_as_one(path, field.key) {
                Ok(path) => changes.set(&path, field.node.clone()),
                Err(fault) => log.add(fault),
            }
        }
    }
}
