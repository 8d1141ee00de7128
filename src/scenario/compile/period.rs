//! `[periods.…]`, and the calendar years.

use super::date::date;
use super::label;
use crate::model::{Agenda, Period};
use crate::scenario::code::Code;
use crate::scenario::fault::Fault;
use crate::scenario::fields::Fields;
use crate::scenario::limits::MAX_YEARS;
use crate::scenario::log::Log;
use crate::scenario::node::{Field, Table};

/// The named periods in the order of the file, then every calendar year that has a session.
pub(super) fn periods(document: &Table, agenda: &Agenda, log: &Log) -> Vec<Period> {
    let years = years(document, agenda);
    let written = document.get("periods").and_then(|field| field.node.as_table());
    let mut periods = Vec::new();
    for (id, field) in written.into_iter().flatten() {
        if years.iter().any(|year| year.id == *id) {
            let fault = Fault::at(Code::BadName, field.key, format!("`{id}` is a calendar year already"));
            log.add(fault.label("a year").help("every calendar year is a period without being written"));
        }
        periods.extend(period(id, field, agenda, log));
    }
    periods.into_iter().chain(years).collect()
}

fn period(id: &str, field: &Field, agenda: &Agenda, log: &Log) -> Option<Period> {
    let fields = Fields::open(log, &field.node, format!("period `{id}`"));
    let label = label(&fields, id);
    let (from, to) = (fields.required("from"), fields.required("to"));
    fields.called("a period").close();
    let (start, end) = (date(from?, "from", log)?, date(to?, "to", log)?);
    if start >= end {
        let fault = Fault::at(Code::OutOfRange, to?.at, format!("period `{id}` ends before it begins"));
        log.add(fault.label("not after `from`").help("a period is from ≤ date < to"));
        return None;
    }
    let period = Period { id: id.to_owned(), label, from: start, to: end };
    if period.sessions(agenda).next().is_none() {
        let message = format!("no session is in period `{id}`, so that nothing can be told of it");
        let (first, last) = (agenda.date(0), agenda.date(agenda.sessions - 1));
        let help = format!("sessions are from {first} to {last}, each in the middle of its part of the year");
        log.add(Fault::at(Code::NoEffect, field.key, message).label("empty").help(help));
    }
    Some(period)
}

/// The calendar years, where dates matter: the scenario says in which year it begins, or when something happens. None where
/// there are too many to be read.
fn years(document: &Table, agenda: &Agenda) -> Vec<Period> {
    let written = document.get("agenda").and_then(|field| field.node.as_table());
    let starts = written.is_some_and(|agenda| agenda.contains_key("start"));
    if !starts && !["events", "pulses", "periods"].iter().any(|section| document.contains_key(*section)) {
        return Vec::new();
    }
    let (first, last) = (agenda.date(0).floor(), agenda.date(agenda.sessions - 1).floor());
    if last - first >= MAX_YEARS as f64 {
        return Vec::new();
    }
    let year = |from: f64| Period { id: from.to_string(), label: from.to_string(), from, to: from + 1.0 };
    let years = (0..=(last - first) as u32).map(|index| year(first + f64::from(index)));
    years.filter(|year| year.sessions(agenda).next().is_some()).collect()
}
