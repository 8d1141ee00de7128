//! From the document to what runs: one [`Model`](crate::model::Model) a variant.

mod agenda;
mod area;
mod member;
mod negotiation;
mod relation;
mod rule;
mod run;
mod variant;
mod work;

pub(super) use variant::BASELINE;

use super::Variant;
use super::characters::unprintable;
use super::fault::{Fault, Log};
use super::fields::Fields;
use super::limits::{MAX_LABEL, MAX_TITLE};
use super::names::Names;
use super::node::{Node, Origin, Table};
use crate::scenario::Run;

/// What a document compiles to.
pub(super) struct Compiled {
    pub title: String,
    pub description: String,
    pub variants: Vec<Variant>,
    pub run: Run,
}

/// Compiles every variant. All faults are logged; the answer counts only where there are none.
pub(super) fn compile(document: &Node, log: &Log) -> Option<Compiled> {
    let table = document.as_table()?;
    sections(document, log);
    let (title, description) = header(table, log);
    let run = run::run(section(table, "run", document, log));
    Names::read(table, document.at, log)?;
    let variants = variant::variants(document, log);
    work::check(&variants, &run, table, document.at, log);
    Some(Compiled { title, description, variants, run })
}

/// Knows every section, so that a slip in a heading is a fault.
fn sections(document: &Node, log: &Log) {
    let fields = Fields::open(log, document, "a scenario");
    for name in [
        "scenario",
        "space",
        "members",
        "relations",
        "areas",
        "secretariat",
        "rule",
        "negotiation",
        "agenda",
        "variants",
        "run",
        "extends",
    ] {
        fields.get(name);
    }
    fields.later(&["events", "pulses"]);
    fields.close();
}

/// The fields of a section, which may be missing.
fn section<'a>(table: &'a Table, name: &str, document: &Node, log: &'a Log) -> Fields<'a> {
    match table.get(name) {
        Some(field) => Fields::open(log, &field.node, format!("[{name}]")),
        None => Fields::absent(log, document.at, format!("[{name}]")),
    }
}

fn header(table: &Table, log: &Log) -> (String, String) {
    let Some(field) = table.get("scenario") else { return Default::default() };
    let fields = Fields::open(log, &field.node, "[scenario]");
    let title = fields.text("title").unwrap_or_default().to_owned();
    let at = fields.get("title").map_or(field.key, |node| node.at);
    printable(&title, "a title", at, log);
    if title.chars().count() > MAX_TITLE {
        log.add(Fault::at(at, format!("a title has at most {MAX_TITLE} characters")).help("`description` holds more"));
    }
    let description = fields.text("description").unwrap_or_default().to_owned();
    if let Some(node) = fields.get("sources").filter(|node| node.as_str().is_none()) {
        super::fields::strings(log, node, "sources");
    }
    fields.close();
    (title, description)
}

/// The `label` of something called `id`.
fn label(fields: &Fields<'_>, id: &str) -> String {
    let Some(label) = fields.text("label") else { return id.to_owned() };
    let at = fields.get("label").map_or(fields.at, |node| node.at);
    printable(label, "a label", at, fields.log);
    if label.chars().count() > MAX_LABEL {
        fields.log.add(Fault::at(at, format!("a label has at most {MAX_LABEL} characters")));
    }
    label.to_owned()
}

/// A fault where `text` would not be shown as it is written.
fn printable(text: &str, what: &str, at: Origin, log: &Log) {
    if let Some(c) = text.chars().find(|&c| unprintable(c)) {
        let message = format!("{what} cannot hold the character U+{:04X}", u32::from(c));
        log.add(Fault::at(at, message).label("here").help("write it in one line, without control characters"));
    }
}
