//! From the document to what runs: one [`Model`](crate::model::Model) a variant.

mod agenda;
mod area;
mod assumption;
mod date;
mod decomposition;
mod doubts;
mod event;
mod ids;
mod issues;
mod majority;
mod member;
mod negotiation;
mod period;
mod present;
mod pulse;
mod relation;
mod rule;
mod run;
mod seating;
mod secretariat;
mod share;
mod timeline;
mod variant;
mod work;

pub(super) use decomposition::Decomposed;
pub(super) use issues::{ISSUE_FIELDS, POSITION_FIELDS, dimensions as places_of_issues};
pub(super) use rule::form as a_rule;
pub(super) use variant::BASELINE;

pub(super) use member::MEMBER_FIELDS;

use super::Variant;
use super::asked::{Form, Otherwise};
use super::assumption::Assumption;
use super::code::Code;
use super::fault::Fault;
use super::fields::Fields;
use super::limits::MAX_TITLE;
use super::log::Log;
use super::names::Names;
use super::node::{Node, Table};
use super::sections;
use super::values::{self, printable};
use crate::Run;

/// What a document compiles to.
pub(super) struct Compiled {
    pub title: String,
    pub description: String,
    pub variants: Vec<Variant>,
    pub decomposed: Decomposed,
    pub assumptions: Vec<Assumption>,
    pub run: Run,
}

/// Compiles every variant. All faults are logged; the answer counts only where there are none.
pub(super) fn compile(document: &Node, log: &Log) -> Option<Compiled> {
    let table = document.as_table()?;
    sections(document, log);
    let (title, description) = header(table, log);
    let run = run::run(section(table, "run", document, log));
    let names = Names::read(table, document.at, log)?;
    ids::doubts(table, log);
    rule::named(table, &names, log);
    let mut variants = variant::variants(document, log);
    let periods = period::periods(table, &variants, log);
    variants.iter_mut().for_each(|variant| variant.timeline.periods.clone_from(&periods));
    doubts::doubts(&variants, table, document.at, log);
    let decomposed = decomposition::decompositions(document, &variants, run.seed, log);
    let assumptions = assumption::assumptions(table, log);
    work::check(&variants, &decomposed.between, &run, table, document.at, log);
    Some(Compiled { title, description, variants, decomposed, assumptions, run })
}

/// Whether a word alone stands for a table with this `kind`.
pub(super) fn is_kind(word: &str) -> bool {
    rule::is_kind(word) || negotiation::is_kind(word)
}

/// Knows every section, so that a slip in a heading is a fault.
fn sections(document: &Node, log: &Log) {
    let fields = Fields::open(log, document, "a scenario");
    for section in sections::all() {
        let otherwise = if section.count.0 > 0 { Otherwise::Required } else { Otherwise::Nothing };
        fields.note(section.name, otherwise, || section.form());
        fields.get(section.name);
    }
    fields.ask("extends", || Form::Text(None));
    fields.note_choice(&["space", "issues"], false);
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
    let title = fields.ask("title", || Form::Text(Some(MAX_TITLE)));
    let title = title.and_then(|node| values::text(log, node, "title")).unwrap_or_default().to_owned();
    let at = fields.get("title").map_or(field.key, |node| node.at);
    printable(&title, "a title", at, log);
    if title.chars().count() > MAX_TITLE {
        let message = format!("a title has at most {MAX_TITLE} characters");
        log.add(Fault::at(Code::TooMany, at, message).help("`description` holds more"));
    }
    let description = fields.text("description").unwrap_or_default().to_owned();
    let sources = fields.ask("sources", || Form::Either(vec![Form::Text(None), Form::Names(0, None)]));
    if let Some(node) = sources.filter(|node| node.as_str().is_none()) {
        values::strings(log, node, "sources");
    }
    fields.close();
    (title, description)
}

/// The `label` of something called `id`.
fn label(fields: &Fields<'_>, id: &str) -> String {
    fields.label("label", "a label").unwrap_or(id).to_owned()
}
