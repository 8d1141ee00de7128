//! The document as text again: one file without reference to others, in one way of writing.

use std::fmt::Write;

use super::node::{Field, Node, Table, Value};
use super::sections::{self, Section, Shape};

/// Longer arrays are broken into lines.
const WIDTH: usize = 100;

/// Writes the document. Reading the answer and writing it again gives the same text.
pub(super) fn text(document: &Table) -> String {
    let mut out = String::new();
    let written = |section: &'static Section| Some((section, &document.get(section.name)?.node));
    // A word in the place of a table has no header, so that it comes before all that have one.
    for (section, node) in sections::all().filter_map(written).filter(|(_, node)| node.as_str().is_some()) {
        entry(&mut out, section.name, node);
    }
    for (Section { name, shape, .. }, node) in sections::all().filter_map(written) {
        match (shape, &node.value) {
            (_, Value::String(_)) => {}
            (Shape::Keyed, Value::Table(table)) => by_id(&mut out, name, table),
            (Shape::List, Value::Array(items)) => {
                items.iter().for_each(|item| section(&mut out, &format!("[[{name}]]"), item))
            }
            _ if *name == "issues" => issues(&mut out, name, node),
            _ => section(&mut out, &format!("[{name}]"), node),
        }
    }
    out
}

/// Tables by id; words in their place stand together, before them.
fn by_id(out: &mut String, name: &str, table: &Table) {
    let words = || table.iter().filter(|(_, field)| field.node.as_table().is_none());
    if words().next().is_some() {
        header(out, &format!("[{name}]"));
        words().for_each(|(id, field)| entry(out, id, &field.node));
    }
    for (id, field) in table.iter().filter(|(_, field)| field.node.as_table().is_some()) {
        let path = format!("{name}.{}", key(id));
        match name {
            "variants" | "events" => with_set(out, &path, &field.node),
            "decompositions" => decomposition(out, &path, &field.node),
            _ => section(out, &format!("[{path}]"), &field.node),
        }
    }
}

fn header(out: &mut String, header: &str) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(header);
    out.push('\n');
}

fn section(out: &mut String, name: &str, node: &Node) {
    header(out, name);
    for (name, field) in node.as_table().into_iter().flatten() {
        entry(out, name, &field.node);
    }
}

/// The list, with its issues and the positions on each in tables of their own.
fn issues(out: &mut String, name: &str, node: &Node) {
    header(out, &format!("[{name}]"));
    let fields = || node.as_table().into_iter().flatten();
    let is_many = |field: &Field| field.node.as_table().is_some();
    for (name, field) in fields().filter(|(_, field)| !is_many(field)) {
        entry(out, name, &field.node);
    }
    for (field, tables) in fields().filter(|(_, field)| is_many(field)) {
        for (id, of) in tables.node.as_table().into_iter().flatten() {
            section(out, &format!("[{name}.{}.{}]", key(field), key(id)), &of.node);
        }
    }
}

/// A variant or an event, with what it sets in a table of its own.
fn with_set(out: &mut String, path: &str, node: &Node) {
    header(out, &format!("[{path}]"));
    let fields = node.as_table().into_iter().flatten();
    for (name, field) in fields.filter(|(name, _)| *name != "set") {
        entry(out, name, &field.node);
    }
    let set = node.as_table().and_then(|table| table.get("set")).map(|field| &field.node.value);
    match set {
        Some(Value::Table(set)) if !set.is_empty() => changes(out, &format!("[{path}.set]"), set),
        Some(Value::Array(sets)) => {
            sets.iter().filter_map(Node::as_table).for_each(|set| changes(out, &format!("[[{path}.set]]"), set));
        }
        _ => {}
    }
}

/// What a `set` sets, under that heading.
fn changes(out: &mut String, heading: &str, set: &Table) {
    let _ = writeln!(out, "{heading}");
    for (path, field) in set {
        entry(out, path, &field.node);
    }
}

/// A decomposition, with its factors in tables of their own.
fn decomposition(out: &mut String, path: &str, node: &Node) {
    header(out, &format!("[{path}]"));
    let fields = node.as_table().into_iter().flatten();
    for (name, field) in fields.filter(|(name, _)| *name != "factors") {
        entry(out, name, &field.node);
    }
    let factors = node.as_table().and_then(|table| table.get("factors")).and_then(|field| field.node.as_table());
    for (id, field) in factors.into_iter().flatten() {
        let path = format!("{path}.factors.{}", key(id));
        match &field.node.value {
            Value::Array(_) => {
                header(out, &format!("[{path}]"));
                entry(out, "members", &field.node);
            }
            _ => with_set(out, &path, &field.node),
        }
    }
}

fn entry(out: &mut String, name: &str, node: &Node) {
    if node.fault().is_some() {
        // A column that is left alone; whatever else could not be read is a fault, and then nothing is written.
        return;
    }
    let key = key(name);
    let text = match &node.value {
        Value::String(text) if text.contains('\n') => multiline(text),
        _ => inline(node),
    };
    match &node.value {
        Value::Array(items) if key.len() + text.len() + 3 > WIDTH => {
            let lines: String = items.iter().map(|item| format!("    {},\n", inline(item))).collect();
            let _ = writeln!(out, "{key} = [\n{lines}]");
        }
        _ => {
            let _ = writeln!(out, "{key} = {text}");
        }
    }
}

/// A value in one line.
pub(super) fn inline(node: &Node) -> String {
    match &node.value {
        Value::String(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        // What could not be read is a fault, and then nothing is written.
        Value::Unread(_) => quoted(""),
        Value::Table(table) if table.is_empty() => "{}".into(),
        Value::Table(table) => {
            let entry = |(name, field): (&String, &Field)| format!("{} = {}", key(name), inline(&field.node));
            let read = table.iter().filter(|(_, field)| field.node.fault().is_none());
            format!("{{ {} }}", read.map(entry).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The shortest decimal that reads back as the same number.
fn float(number: f64) -> String {
    if number.is_nan() { "nan".into() } else { format!("{number:?}") }
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        escaped(&mut out, c, matches!(c, '"'));
    }
    out.push('"');
    out
}

fn multiline(text: &str) -> String {
    let mut out = String::from("\"\"\"\n");
    for c in text.chars() {
        match c {
            '\n' => out.push('\n'),
            _ => escaped(&mut out, c, c == '"'),
        }
    }
    out.push_str("\"\"\"");
    out
}

fn escaped(out: &mut String, c: char, backslash: bool) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\r' => out.push_str("\\r"),
        _ if backslash => {
            out.push('\\');
            out.push(c);
        }
        _ if c.is_control() => {
            let _ = write!(out, "\\u{:04X}", u32::from(c));
        }
        _ => out.push(c),
    }
}
