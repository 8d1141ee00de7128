//! `[periods.…]`, and the calendar years.

use super::date::date;
use super::label;
use crate::Variant;
use crate::asked::Form;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_YEARS;
use crate::log::Log;
use crate::model::{Agenda, Period};
use crate::node::{Field, Table};

/// The named periods in the order of the file, then every calendar year in which some variant has a session: the same for
/// all variants, whatever calendar each has.
pub(super) fn periods(document: &Table, variants: &[Variant], log: &Log) -> Vec<Period> {
    let agendas: Vec<&Agenda> = variants.iter().map(|variant| &variant.model().agenda).collect();
    let years = if dates_matter(document, variants) { years(&agendas) } else { Vec::new() };
    let written = document.get("periods").and_then(|field| field.node.as_table());
    let mut periods = Vec::new();
    for (id, field) in written.into_iter().flatten() {
        if years.iter().any(|year| year.id == *id) {
            let fault = Fault::at(Code::BadName, field.key, format!("`{id}` is a calendar year already"));
            log.add(fault.label("a year").help("every calendar year is a period without being written"));
        }
        periods.extend(period(id, field, &agendas, log));
    }
    periods.into_iter().chain(years).collect()
}

/// Whether the scenario says in which year it begins, or when something happens.
fn dates_matter(document: &Table, variants: &[Variant]) -> bool {
    let written = document.get("agenda").and_then(|field| field.node.as_table());
    written.is_some_and(|agenda| agenda.contains_key("start"))
        || document.contains_key("periods")
        || variants.iter().any(|Variant { timeline, .. }| {
            let starts = timeline.first().agenda.start != 0.0;
            starts || !timeline.events.is_empty() || !timeline.pulses.is_empty()
        })
}

fn period(id: &str, field: &Field, agendas: &[&Agenda], log: &Log) -> Option<Period> {
    let fields = Fields::open(log, &field.node, format!("period `{id}`"));
    let label = label(&fields, id);
    let (from, to) = (fields.need("from", || Form::Date), fields.need("to", || Form::Date));
    fields.called("a period").close();
    let (start, end) = (date(from?, "from", log)?, date(to?, "to", log)?);
    if start >= end {
        let fault = Fault::at(Code::OutOfRange, to?.at, format!("period `{id}` ends before it begins"));
        log.add(fault.label("not after `from`").help("a period is from ≤ date < to"));
        return None;
    }
    let period = Period { id: id.to_owned(), label, from: start, to: end };
    if let Some(agenda) = agendas.first().filter(|_| !has_session(&period, agendas)) {
        let message = format!("no session is in period `{id}`, so that nothing can be told of it");
        let (first, last) = (agenda.date(0), agenda.date(agenda.sessions - 1));
        let help = format!("sessions are from {first} to {last}, each in the middle of its part of the year");
        log.add(Fault::at(Code::NoEffect, field.key, message).label("empty").help(help));
    }
    Some(period)
}

fn has_session(period: &Period, agendas: &[&Agenda]) -> bool {
    agendas.iter().any(|agenda| period.sessions(agenda).next().is_some())
}

/// The calendar years; none where there are too many to be read.
fn years(agendas: &[&Agenda]) -> Vec<Period> {
    let first = agendas.iter().map(|agenda| agenda.date(0).floor()).fold(f64::INFINITY, f64::min);
    let last = agendas.iter().map(|agenda| agenda.date(agenda.sessions - 1).floor()).fold(first, f64::max);
    if agendas.is_empty() || last - first >= MAX_YEARS as f64 {
        return Vec::new();
    }
    let year = |from: f64| Period { id: from.to_string(), label: from.to_string(), from, to: from + 1.0 };
    let years = (0..=(last - first) as u32).map(|index| year(first + f64::from(index)));
    years.filter(|year| has_session(year, agendas)).collect()
}
