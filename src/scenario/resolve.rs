//! The document as text again: one file without reference to others, in one way of writing.

use std::fmt::Write;

use super::node::{Field, Node, Table, Value};

/// The sections in the order in which they are written.
const ORDER: [&str; 11] = [
    "scenario",
    "space",
    "members",
    "relations",
    "areas",
    "secretariat",
    "rule",
    "negotiation",
    "agenda",
    "variants",
    "run",
];
/// Longer arrays are broken into lines.
const WIDTH: usize = 100;

/// Writes the document. Reading the answer and writing it again gives the same text.
pub(super) fn text(document: &Table) -> String {
    let mut out = String::new();
    for name in ORDER {
        let Some(field) = document.get(name) else { continue };
        match (name, &field.node.value) {
            ("members" | "areas", Value::Table(table)) => {
                for (id, field) in table {
                    section(&mut out, &format!("[{name}.{}]", key(id)), &field.node);
                }
            }
            ("variants", Value::Table(table)) => {
                table.iter().for_each(|(id, field)| variant(&mut out, id, &field.node))
            }
            ("relations", Value::Array(items)) => {
                items.iter().for_each(|item| section(&mut out, "[[relations]]", item))
            }
            ("rule", Value::String(_)) => {
                header(&mut out, "[rule]");
                entry(&mut out, "kind", &field.node);
            }
            _ => section(&mut out, &format!("[{name}]"), &field.node),
        }
    }
    out
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

/// A variant, with the paths that it sets in a table of their own.
fn variant(out: &mut String, id: &str, node: &Node) {
    header(out, &format!("[variants.{}]", key(id)));
    let fields = node.as_table().into_iter().flatten();
    for (name, field) in fields.filter(|(name, _)| *name != "set") {
        entry(out, name, &field.node);
    }
    let set = node.as_table().and_then(|table| table.get("set")).and_then(|field| field.node.as_table());
    if let Some(set) = set.filter(|set| !set.is_empty()) {
        out.push_str(&format!("[variants.{}.set]\n", key(id)));
        for (path, field) in set {
            entry(out, path, &field.node);
        }
    }
}

fn entry(out: &mut String, name: &str, node: &Node) {
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

fn inline(node: &Node) -> String {
    match &node.value {
        Value::String(text) => quoted(text),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => float(*number),
        Value::Boolean(flag) => flag.to_string(),
        Value::Datetime(date) => date.to_string(),
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Table(table) if table.is_empty() => "{}".into(),
        Value::Table(table) => {
            let entry = |(name, field): (&String, &Field)| format!("{} = {}", key(name), inline(&field.node));
            format!("{{ {} }}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
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
