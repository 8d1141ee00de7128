//! What is written and has no effect in any variant.

use crate::Variant;
use crate::code::Code;
use crate::fault::Fault;
use crate::log::Log;
use crate::model::{Model, Opening};
use crate::node::{Field, Origin, Table};

/// Warns of mechanisms that are set up and can never act.
pub(super) fn doubts(variants: &[Variant], document: &Table, start: Origin, log: &Log) {
    let anywhere = |is: fn(&Model) -> bool| {
        variants.iter().flat_map(|variant| &variant.timeline.spans).any(|span| is(&span.model))
    };
    let in_vain = |at: Origin, message: &str, help: &str| {
        log.add(Fault::at(Code::NoEffect, at, message).label("no effect").help(help));
    };
    let of = |section: &str, name: &str| Some(&table(document.get(section)?)?.get(name)?.node);
    if anywhere(has_fallback) && !anywhere(falls_back) {
        let at = of("negotiation", "sessions").map_or(start, |node| node.at);
        let message =
            "no `fallback` is ever in force: proposals are shelved before they have failed in so many sessions";
        in_vain(at, message, "raise `negotiation.sessions` above the `after` of the fallback");
    }
    for name in ["information_sd", "withhold"] {
        if let Some(node) = of("negotiation", name).filter(|_| !anywhere(anticipates)) {
            let message = format!("`{name}` is of sponsors who anticipate, and none does");
            in_vain(node.at, &message, "write opening = \"anticipate\"");
        }
    }
    let pulses = variants.iter().any(|variant| !variant.timeline.pulses.is_empty());
    if anywhere(responds) && document.get("pulses").is_none() {
        let at = document.get("areas").map_or(start, |field| field.key);
        in_vain(at, "`threat_response` answers threats, and there are none", "write one: [pulses.NAME]");
    }
    if let Some(field) = document.get("pulses").filter(|_| pulses && !anywhere(responds)) {
        in_vain(field.key, "no area answers threats", "give an area a `threat_response`");
    }
}

fn table(field: &Field) -> Option<&Table> {
    field.node.as_table()
}

fn has_fallback(model: &Model) -> bool {
    model.areas.iter().any(|area| area.fallback.is_some())
}

fn falls_back(model: &Model) -> bool {
    let sessions = model.negotiation.sessions;
    model.areas.iter().any(|area| area.fallback.as_ref().is_some_and(|fallback| fallback.after < sessions))
}

fn anticipates(model: &Model) -> bool {
    matches!(model.negotiation.opening, Opening::Anticipate { .. })
}

fn responds(model: &Model) -> bool {
    model.areas.iter().any(|area| area.threat_response != 0.0)
}
