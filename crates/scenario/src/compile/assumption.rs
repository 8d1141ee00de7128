//! `[assumptions.…]`: what nobody has measured, as written. Whether a field takes what is assumed is tried where it matters
//! ([`Assumed`](crate::Assumed)).

use super::label;
use crate::asked::{Form, Otherwise};
use crate::assumption::{Assumption, Interval, MayBe};
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::log::Log;
use crate::node::{Field, Node, Origin, Table, Value};
use crate::path::{Segment, segments, segments_as_one, written};
use crate::range::Range;
use crate::sections::{self, Variants};
use crate::values;

/// In what steps a range is gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Scale {
    #[default]
    Linear,
    Log,
}

/// The assumptions, in the order of the file.
pub(super) fn assumptions(document: &Table, log: &Log) -> Vec<Assumption> {
    let tables = document.get("assumptions").and_then(|field| field.node.as_table());
    let all: Vec<Assumption> =
        tables.into_iter().flatten().filter_map(|(id, field)| assumption(id, field, log)).collect();
    let fields = || all.iter().flat_map(|assumption| assumption.ways.iter().map(move |way| (&assumption.id, way)));
    for (index, (id, way)) in fields().enumerate() {
        let path = written(way);
        if let Some((first, _)) = fields().take(index).find(|(_, other)| written(other) == path) {
            let message = format!("`{path}` is assumed twice, by `{first}` and by `{id}`");
            let at = Origin { end: way[way.len() - 1].at.end, ..way[0].at };
            log.add(Fault::at(Code::Twice, at, message).label("assumed already"));
        }
    }
    all
}

fn assumption(id: &str, field: &Field, log: &Log) -> Option<Assumption> {
    let fields = Fields::open(log, &field.node, format!("assumption `{id}`"));
    let label = label(&fields, id);
    let paths = fields
        .need("path", || Form::Either(vec![Form::Text(None), Form::Names(1, None)]))
        .and_then(|node| paths(node, log));
    let way = |&(text, at): &(&str, Origin)| way(text, at).map_err(|fault| log.add(fault)).ok();
    let ways = paths.as_ref().map(|paths| paths.iter().filter_map(way).collect());
    let may_be = may_be(&fields, field.key, log);
    let text = |name| fields.text(name).unwrap_or_default().to_owned();
    let (reason, source) = (text("reason"), text("source"));
    fields.called("an assumption").close();
    let path = paths?.iter().map(|(text, _)| *text).collect::<Vec<_>>().join(", ");
    Some(Assumption { id: id.to_owned(), label, path, reason, source, ways: ways?, may_be: may_be? })
}

/// One path, or several whose fields go together.
fn paths<'a>(node: &'a Node, log: &Log) -> Option<Vec<(&'a str, Origin)>> {
    let paths = match node.value {
        Value::Array(_) => values::strings(log, node, "path")?,
        _ => vec![(values::text(log, node, "path")?, node.at)],
    };
    if paths.is_empty() {
        log.add(Fault::at(Code::WrongCount, node.at, "`path` names no field").label("empty"));
    }
    Some(paths)
}

/// The path, each of its segments where it stands in the file.
fn way(text: &str, at: Origin) -> Result<Vec<Segment>, Fault> {
    let quoted = at.end - at.start == text.len() + 2;
    let way = match quoted {
        true => segments(text, Origin { start: at.start + 1, end: at.end - 1, ..at }),
        false if at.end - at.start == text.len() => segments(text, at),
        false => segments_as_one(text, at),
    }?;
    open(&way, at)?;
    Ok(way)
}

/// Whether the field is one that worlds depend on, and of which every point may have its own.
fn open(way: &[Segment], at: Origin) -> Result<(), Fault> {
    let refused = |reason: &str, instead: &str| {
        let message = format!("`{}` cannot be assumed: {reason}", written(way));
        Err(Fault::at(Code::NotHere, at, message).label("not an assumption").help(instead))
    };
    let first = way[0].name.as_str();
    match sections::named(first).map(|section| section.variants) {
        _ if first == "extends" => refused("it names a file", "name a field of the scenario"),
        _ if first == "variants" && way.get(2).is_some_and(|step| step.name == "set") && way.len() > 3 => Ok(()),
        _ if first == "variants" => {
            refused("every point has the same variants", "name a field that one sets: variants.ID.set.FIELD")
        }
        Some(Variants::Share { .. }) => refused(
            "all points have it in common",
            "name a field on which the worlds depend, as negotiation.amendment.rate",
        ),
        _ => Ok(()),
    }
}

/// What the field may be: exactly one way of saying so.
fn may_be(fields: &Fields<'_>, key: Origin, log: &Log) -> Option<MayBe> {
    let scale = fields.choice("scale", &[("linear", Scale::Linear), ("log", Scale::Log)]);
    fields.note("range", Otherwise::Nothing, || Form::Ends(Range::AFFINITY));
    fields.note("factor", Otherwise::Nothing, || Form::Ends(Range::FACTOR));
    fields.note("values", Otherwise::Nothing, || Form::List { of: Box::new(Form::Anything), least: 2, most: None });
    fields.note_choice(&["range", "factor", "values"], true);
    let ways = ["range", "factor", "values"].map(|name| fields.get(name).map(|node| (name, node)));
    let mut said = ways.into_iter().flatten();
    let Some((name, node)) = said.next() else {
        let fault = Fault::at(Code::MissingField, key, "an assumption says what the field may be");
        log.add(fault.label("`range` is missing").help(
            "range = [low, high], or factor = [low, high] (times what the scenario says), or values = [one, another]",
        ));
        return None;
    };
    if let Some((second, node)) = said.next() {
        let message = format!("an assumption has either `{name}` or `{second}`");
        log.add(Fault::at(Code::Contradiction, node.at, message).label("one of them"));
    }
    match name {
        "values" => several(node, log).map(MayBe::Values),
        "factor" => interval(node, name, Range::FACTOR, scale, log).map(MayBe::Factor),
        _ => interval(node, name, Range::AFFINITY, scale, log).map(MayBe::Range),
    }
}

fn several(node: &Node, log: &Log) -> Option<Vec<Node>> {
    let items = values::array(log, node, "values", "two values or more")?;
    if items.len() < 2 {
        let message = format!("`values` has {} and needs two or more", items.len());
        log.add(Fault::at(Code::WrongCount, node.at, message).label("nothing to choose from"));
        return None;
    }
    let unread: Vec<Fault> = items.iter().filter_map(Node::fault).collect();
    let sound = unread.is_empty();
    unread.into_iter().for_each(|fault| log.add(fault));
    sound.then(|| items.to_vec())
}

fn interval(node: &Node, name: &str, range: Range, scale: Scale, log: &Log) -> Option<Interval> {
    let ends = values::array(log, node, name, "two numbers")?;
    let [low, high] = ends else {
        let message = format!("`{name}` is two numbers, the lowest and the highest, not {}", ends.len());
        log.add(Fault::at(Code::WrongCount, node.at, message).label("not two"));
        return None;
    };
    let number = |node| values::number(log, node, name, range);
    let (from, to) = (number(low), number(high));
    let (from, to) = (from?, to?);
    if from >= to {
        let fault = Fault::at(Code::OutOfRange, node.at, format!("`{name}` goes from the lower end to the higher one"));
        log.add(fault.label(format!("{from} is not below {to}")));
        return None;
    }
    let log_scale = scale == Scale::Log;
    if log_scale && from <= 0.0 {
        let fault = Fault::at(Code::OutOfRange, low.at, format!("with scale = \"log\", `{name}` begins above 0"));
        log.add(fault.label("no logarithm").help("leave `scale` out, or begin with a small number"));
        return None;
    }
    Some(Interval { low: from, high: to, ends: (low.at, high.at), log: log_scale })
}
