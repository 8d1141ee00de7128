//! `[agenda]`.

use super::date::date;
use crate::asked::{Form, Otherwise};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::limits::MAX_AGENDA_SESSIONS;
use crate::model::{Agenda, Arrivals, Order, WITHIN};
use crate::range::Range;
use crate::values;

pub(super) fn agenda(fields: Fields<'_>) -> Agenda {
    fields.note("start", Otherwise::Number(0.0), || Form::Date);
    let start = fields.get("start").and_then(|node| date(node, "start", fields.log)).unwrap_or(0.0);
    let years = fields.number("years", 1.0, Range::ABOVE_0);
    let sessions_per_year = fields.number("sessions_per_year", 1.0, Range::ABOVE_0);
    let capacity = fields.ask("capacity", || Form::Whole(1, u64::from(u32::MAX)));
    let agenda = Agenda {
        start,
        sessions: sessions(&fields, years * sessions_per_year),
        sessions_per_year,
        years,
        arrivals: fields.choice("arrivals", &[("poisson", Arrivals::Poisson), ("fixed", Arrivals::Fixed)]),
        initiative_sd: fields.number("initiative_sd", 0.0, Range::INITIATIVE_SD),
        order: fields.choice("order", &[("old-first", Order::OldFirst), ("new-first", Order::NewFirst)]),
        capacity: capacity
            .and_then(|node| values::whole(fields.log, node, "capacity", 1, u64::from(u32::MAX)))
            .and_then(|capacity| u32::try_from(capacity).ok()),
        months_per_round: fields.number("months_per_round", 1.0, Range::AT_LEAST_0),
    };
    fields.close();
    agenda
}

/// The whole sessions in the horizon, at least one.
fn sessions(fields: &Fields<'_>, expected: f64) -> u32 {
    let sessions = (expected + WITHIN).floor();
    let at = fields.get("years").or(fields.get("sessions_per_year")).map_or(fields.at, |node| node.at);
    if sessions < 1.0 {
        let message = "the horizon is shorter than the time between two sessions; one session is held all the same";
        fields.log.add(Fault::at(Code::NoEffect, at, message).help("`years` times `sessions_per_year` is below 1"));
        return 1;
    }
    if sessions > MAX_AGENDA_SESSIONS as f64 {
        let message = format!("the horizon has {sessions} sessions, at most {MAX_AGENDA_SESSIONS} are run");
        fields.log.add(Fault::at(Code::TooMany, at, message).help("lower `years` or `sessions_per_year`"));
        return 1;
    }
    sessions as u32
}
