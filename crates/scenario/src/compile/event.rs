//! `[events.…]`: what happens when, as written.

use super::date::date_or_never;
use super::label;
use super::member::Person;
use super::present::meant;
use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_EVENTS;
use crate::log::Log;
use crate::names::Names;
use crate::node::{Field, Node, Origin, Table};
use crate::range::Range;

/// An event that has a date.
pub(super) struct Event<'a> {
    pub id: &'a str,
    pub label: String,
    /// Date in years; infinite where it never happens.
    pub at: f64,
    pub moves: Vec<Move>,
    /// Years in which the initiative of those who join rises.
    pub transition: f64,
    /// Whether those who join can object meanwhile.
    pub may_object: bool,
    /// What it sets.
    pub set: Option<&'a Node>,
    /// Where it stands.
    pub key: Origin,
}

/// Somebody comes, goes, or has no say for a while.
#[derive(Debug, Clone, Copy)]
pub(super) struct Move {
    pub step: Step,
    /// Index into the members of the file.
    pub member: usize,
    pub at: Origin,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Join,
    Leave,
    Suspend,
    Resume,
}

impl Step {
    const ALL: [(&'static str, Step); 4] =
        [("join", Step::Join), ("leave", Step::Leave), ("suspend", Step::Suspend), ("resume", Step::Resume)];

    /// Why it does nothing to somebody, for a message.
    pub fn in_vain(self) -> &'static str {
        match self {
            Step::Join => "is at the table already",
            Step::Leave => "is not at the table",
            Step::Suspend => "is not at the table, or is suspended already",
            Step::Resume => "is not suspended",
        }
    }
}

/// The events, by date; those of one date in the order of the file.
pub(super) fn events<'a>(document: &'a Table, names: &Names, people: &[Person], log: &'a Log) -> Vec<Event<'a>> {
    let Some(written) = document.get("events").and_then(|field| field.node.as_table()) else { return Vec::new() };
    if written.len() > MAX_EVENTS {
        return Vec::new();
    }
    let mut events: Vec<Event> =
        written.iter().filter_map(|(id, field)| event(id, field, names, people, log)).collect();
    events.sort_by(|a, b| a.at.total_cmp(&b.at));
    events
}

fn event<'a>(id: &'a str, field: &'a Field, names: &Names, people: &[Person], log: &'a Log) -> Option<Event<'a>> {
    let fields = Fields::open(log, &field.node, format!("event `{id}`"));
    let label = label(&fields, id);
    let at = fields.need("at", || Form::DateOrNever).and_then(|node| date_or_never(node, "at", log));
    let mut moves = Vec::new();
    for (word, step) in Step::ALL {
        for (name, at) in fields.strings(word).unwrap_or_default() {
            let members = meant(name, at, &fields, names, people).unwrap_or_default();
            moves.extend(members.into_iter().map(|member| Move { step, member, at }));
        }
    }
    let joins = fields.get("join").is_some();
    let transition = fields.number("transition", 0.0, Range::AT_LEAST_0);
    let may_object =
        fields.choice("transition_rights", &[("full", Rights::Full), ("no-objection", Rights::NoObjection)]);
    for name in ["transition", "transition_rights"] {
        if let Some(node) = fields.get(name).filter(|_| !joins) {
            let fault = Fault::at(Code::NoEffect, node.at, format!("`{name}` is of those who join, and nobody does"));
            log.add(fault.label("no effect").help("say who joins in `join`"));
        }
    }
    if let Some(node) = fields.get("transition_rights").filter(|_| joins && transition == 0.0) {
        let fault = Fault::at(Code::NoEffect, node.at, "`transition_rights` are those of a transition of no years");
        log.add(fault.label("no effect").help("say how many years it takes: `transition = 3`"));
    }
    let set = fields.ask("set", || Form::Set { of_event: true });
    fields.note_choice(&["join", "leave", "suspend", "resume", "set"], false);
    if moves.is_empty() && set.is_none() && Step::ALL.iter().all(|(word, _)| fields.get(word).is_none()) {
        let fault = Fault::at(Code::NothingHappens, field.key, format!("nothing happens at event `{id}`"));
        log.add(fault.help("give it `join`, `leave`, `suspend`, `resume` or `set`"));
    }
    fields.called("an event").close();
    let may_object = may_object == Rights::Full;
    Some(Event { id, label, at: at?, moves, transition, may_object, set, key: field.key })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Rights {
    #[default]
    Full,
    NoObjection,
}
