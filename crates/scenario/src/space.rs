//! `[space]`: the dimensions, what they are called and what their ends stand for.

use super::asked::{EACH, Form, Otherwise};
use super::code::Code;
use super::compile::places_of_issues;
use super::fault::Fault;
use super::fields::Fields;
use super::limits::MAX_DIMENSIONS;
use super::log::Log;
use super::names::check_id;
use super::node::{Origin, Table};
use super::values;
use crate::model::Dimension;

/// The field that lists the dimensions, which none of them can be called.
const DIMENSIONS: &str = "dimensions";

/// The dimensions in the order of the list; `None` where they are at fault.
pub(super) fn dimensions(document: &Table, start: Origin, log: &Log) -> Option<Vec<Dimension>> {
    let help = "for example dimensions = [\"security\", \"economy\"]";
    let Some(space) = document.get("space") else {
        if document.contains_key("issues") {
            return places_of_issues(document);
        }
        log.add(Fault::at(Code::MissingField, start, "a scenario needs a [space]").help(help));
        return None;
    };
    let fields = Fields::open(log, &space.node, "the space");
    let node = fields.need(DIMENSIONS, || Form::Names(1, Some(MAX_DIMENSIONS)));
    fields.note(EACH, Otherwise::Nothing, || Form::Table("a dimension"));
    let names = node.and_then(|node| values::strings(log, node, DIMENSIONS));
    let (Some(names), Some(node)) = (names, node) else {
        fields.close();
        return None;
    };
    let mut dimensions = Vec::new();
    let mut sound = true;
    if names.is_empty() || names.len() > MAX_DIMENSIONS {
        let message = format!("the space has 1 to {MAX_DIMENSIONS} dimensions, not {}", names.len());
        log.add(Fault::at(Code::WrongCount, node.at, message).help(help));
        sound = false;
    }
    for (index, &(name, at)) in names.iter().enumerate().take(MAX_DIMENSIONS) {
        if names[..index].iter().any(|&(other, _)| other == name) {
            log.add(Fault::at(Code::Twice, at, format!("the dimension `{name}` stands twice")));
            sound = false;
        } else if name == DIMENSIONS {
            let fault = Fault::at(Code::BadName, at, "a dimension cannot be called `dimensions`");
            log.add(fault.help("[space.NAME] holds what is said of a dimension"));
            sound = false;
        } else if check_id(name, at, "dimension", log) {
            dimensions.push(dimension(name, &fields));
        } else {
            sound = false;
        }
    }
    fields.close();
    sound.then_some(dimensions)
}

/// What `[space.NAME]` says of a dimension.
fn dimension(name: &str, space: &Fields<'_>) -> Dimension {
    let Some(node) = space.find(name) else { return Dimension::named(name) };
    let fields = Fields::open(space.log, node, format!("dimension `{name}`"));
    let end = |end| fields.label(end, "the name of an end").map(str::to_owned);
    let dimension = Dimension {
        id: name.to_owned(),
        label: fields.label("label", "a label").unwrap_or(name).to_owned(),
        low: end("low"),
        high: end("high"),
    };
    fields.called("a dimension").close();
    dimension
}
