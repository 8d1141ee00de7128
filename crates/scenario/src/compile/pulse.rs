//! `[pulses.…]`.

use super::date::date_or_never;
use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::log::Log;
use crate::model::{Occurrence, Pulse};
use crate::node::{Field, Table};
use crate::range::Range;
use crate::values;

/// The pulses, in the order of the file.
pub(super) fn pulses(document: &Table, log: &Log) -> Vec<Pulse> {
    let written = document.get("pulses").and_then(|field| field.node.as_table());
    written.into_iter().flatten().filter_map(|(id, field)| pulse(id, field, log)).collect()
}

/// A pulse; `None` where it is at fault or never comes.
fn pulse(id: &str, field: &Field, log: &Log) -> Option<Pulse> {
    let fields = Fields::open(log, &field.node, format!("pulse `{id}`"));
    fields.label("label", "a label");
    let when = occurrence(&fields);
    let size = fields.required_number("size", Range::POSITION);
    let half_life = fields.required_number("half_life", Range::ABOVE_0);
    fields.called("a pulse").close();
    let never = Occurrence::At(f64::INFINITY);
    let when = when.filter(|when| *when != never)?;
    Some(Pulse { id: id.to_owned(), when, size: size?, half_life: half_life? })
}

fn occurrence(fields: &Fields<'_>) -> Option<Occurrence> {
    let (at, rate) = (fields.ask("at", || Form::DateOrNever), fields.ask("rate", || Form::Number(Range::INITIATIVE)));
    fields.note_choice(&["at", "rate"], true);
    match (at, rate) {
        (Some(_), Some(node)) => {
            let message = "a pulse has a date, `at`, or comes so often a year, `rate`; not both";
            fields.log.add(Fault::at(Code::Contradiction, node.at, message));
            None
        }
        (Some(node), None) => date_or_never(node, "at", fields.log).map(Occurrence::At),
        (None, Some(node)) => values::number(fields.log, node, "rate", Range::INITIATIVE).map(Occurrence::Rate),
        (None, None) => {
            let fault = Fault::at(Code::MissingField, fields.at, "a pulse needs a date, `at`, or a `rate` a year");
            fields.log.add(fault.label("`at` or `rate` is missing"));
            None
        }
    }
}
