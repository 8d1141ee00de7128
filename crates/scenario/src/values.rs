//! Reading single values: every fault is logged, and nothing is read where there is one.

use super::characters::unprintable;
use super::code::Code;
use super::fault::Fault;
use super::log::Log;
use super::node::{Node, Origin, Value};
use super::range::Range;
use super::suggest::{self, listed, shown};

/// A fault for a value of another kind than `wanted`; of one that could not be read, what is wrong with it.
pub(super) fn wrong_kind(node: &Node, name: &str, wanted: &str) -> Fault {
    node.fault().unwrap_or_else(|| {
        let message = format!("`{}` must be {wanted}, not {}", shown(name), node.kind());
        Fault::at(Code::WrongKind, node.at, message).label(format!("{} here", node.kind()))
    })
}

/// A finite number in `range`; -0 is read as 0.
pub(super) fn number(log: &Log, node: &Node, name: &str, range: Range) -> Option<f64> {
    let number = match node.value {
        Value::Integer(number) => number as f64,
        Value::Float(number) => number,
        _ => {
            log.add(wrong_kind(node, name, "a number"));
            return None;
        }
    };
    if !number.is_finite() {
        let message = format!("`{}` must be finite", shown(name));
        log.add(Fault::at(Code::OutOfRange, node.at, message).label(format!("{number} here")));
        return None;
    }
    in_range(log, node, name, range, number)
}

/// A number in `range`, which may also be written as a fraction of whole numbers: "2/3".
pub(super) fn fraction(log: &Log, node: &Node, name: &str, range: Range) -> Option<f64> {
    let Some(text) = node.as_str() else { return number(log, node, name, range) };
    let whole = |text: &str| text.trim().parse::<u32>().ok();
    let parts = text.split_once('/').and_then(|(above, below)| Some((whole(above)?, whole(below)?)));
    let Some((above, below)) = parts.filter(|&(_, below)| below > 0) else {
        let message = format!("`{}` must be a number or a fraction, not \"{}\"", shown(name), shown(text));
        let fault = Fault::at(Code::WrongKind, node.at, message).label("no fraction");
        log.add(fault.help("a share is written 0.55 or \"2/3\""));
        return None;
    };
    in_range(log, node, name, range, f64::from(above) / f64::from(below))
}

fn in_range(log: &Log, node: &Node, name: &str, range: Range, number: f64) -> Option<f64> {
    let inside = range.contains(number);
    if !inside {
        let message = format!("`{}` must be {}", shown(name), range.describe());
        log.add(Fault::at(Code::OutOfRange, node.at, message).label("out of range"));
    }
    inside.then_some(number + 0.0)
}

/// A whole number from `low` to `high`.
pub(super) fn whole(log: &Log, node: &Node, name: &str, low: u64, high: u64) -> Option<u64> {
    let Value::Integer(number) = node.value else {
        log.add(wrong_kind(node, name, "a whole number"));
        return None;
    };
    let number = u64::try_from(number).ok().filter(|number| (low..=high).contains(number));
    if number.is_none() {
        let range = if high >= i64::MAX as u64 { format!("at least {low}") } else { format!("from {low} to {high}") };
        log.add(Fault::at(Code::OutOfRange, node.at, format!("`{name}` must be {range}")).label("out of range"));
    }
    number
}

pub(super) fn text<'a>(log: &Log, node: &'a Node, name: &str) -> Option<&'a str> {
    let text = node.as_str();
    if text.is_none() {
        log.add(wrong_kind(node, name, "a string"));
    }
    text
}

pub(super) fn choice<T: Copy>(log: &Log, node: &Node, name: &str, choices: &[(&str, T)]) -> Option<T> {
    let word = text(log, node, name)?;
    let found = choices.iter().find(|(choice, _)| *choice == word);
    if found.is_none() {
        let words: Vec<String> = choices.iter().map(|(choice, _)| format!("\"{choice}\"")).collect();
        let message = format!("`{name}` cannot be \"{}\"", shown(word));
        let fault = Fault::at(Code::UnknownWord, node.at, message).label("unknown");
        log.add(match suggest::alike(word, choices.iter().map(|(choice, _)| *choice)) {
            Some(choice) => fault.help(format!("did you mean \"{choice}\"?")),
            None => fault.help(format!("one of {}", listed(&words))),
        });
    }
    found.map(|&(_, value)| value)
}

pub(super) fn array<'a>(log: &Log, node: &'a Node, name: &str, of: &str) -> Option<&'a [Node]> {
    match &node.value {
        Value::Array(items) => Some(items),
        _ => {
            log.add(wrong_kind(node, name, &format!("an array of {of}")));
            None
        }
    }
}

pub(super) fn strings<'a>(log: &Log, node: &'a Node, name: &str) -> Option<Vec<(&'a str, Origin)>> {
    let item = |item: &'a Node| {
        let word = item.as_str();
        if word.is_none() {
            log.add(item.fault().unwrap_or_else(|| {
                let message = format!("`{name}` must hold strings, not {}", item.kind());
                Fault::at(Code::WrongKind, item.at, message).label(format!("{} here", item.kind()))
            }));
        }
        Some((word?, item.at))
    };
    Some(array(log, node, name, "strings")?.iter().filter_map(item).collect())
}

/// A fault where `text` would not be shown as it is written.
pub(super) fn printable(text: &str, what: &str, at: Origin, log: &Log) {
    if let Some(c) = text.chars().find(|&c| unprintable(c)) {
        let message = format!("{what} cannot hold the character U+{:04X}", u32::from(c));
        let fault = Fault::at(Code::BadName, at, message).label("here");
        log.add(fault.help("write it in one line, without control characters"));
    }
}
