//! Paths into a scenario (`members.china.initiative`) and overrides (`PATH=VALUE`).

use std::ops::Range;

use super::characters::{composed, is_name};
use super::code::Code;
use super::fault::{Fault, Faults, Sources};
use super::limits::MAX_PATH;
use super::log::Log;
use super::node::{Node, Origin, Value};
use super::parse;
use super::set::EVERY;
use super::suggest::shown;

/// Name of the source in which faults of overrides are shown.
const OPTION: &str = "--set";

/// One step of a path: a key of a table or an index into an array.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub name: String,
    pub at: Origin,
}

/// A field of a scenario and what it is set to, from a text such as `agenda.years=5`.
///
/// The path is the one of the file (`relations.0.affinity` for an element of an array, `members.*.tolerance` for every
/// member, quotes around a segment where it holds a dot). The value is TOML; a bare word that isn't is taken as a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    text: String,
    equals: usize,
}

impl Override {
    /// Reads `PATH=VALUE`.
    ///
    /// # Errors
    /// Where the text is not of that form. Whether the path leads anywhere is known only with a scenario.
    pub fn parse(text: &str) -> Result<Self, Faults> {
        let mut sources = Sources::default();
        let whole = sources.add_whole(OPTION, text);
        let read = || {
            let equals = equals_sign(text).ok_or_else(|| {
                Fault::at(Code::BadPath, whole, "an override is PATH=VALUE").help("for example `negotiation.rounds=3`")
            })?;
            segments(&text[..equals], Origin { end: equals, ..whole })?;
            let set = Self { text: text.to_owned(), equals };
            set.value(whole, &Log::default())?;
            Ok(set)
        };
        read().map_err(|fault| Faults::one(fault, sources))
    }

    /// The text it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Path and value, with the text added to `sources` so that faults can point into it.
    pub(super) fn placed(&self, sources: &mut Sources, log: &Log) -> Option<(Vec<Segment>, Node)> {
        let whole = sources.add_whole(OPTION, &self.text);
        let path = segments(&self.text[..self.equals], Origin { end: self.equals, ..whole });
        let placed = path.and_then(|path| Ok((path, self.value(whole, log)?)));
        placed.map_err(|fault| log.add(fault)).ok()
    }

    fn value(&self, whole: Origin, log: &Log) -> Result<Node, Fault> {
        let range = trimmed(&self.text, self.equals + 1..self.text.len());
        let at = Origin { start: range.start, end: range.end, ..whole };
        let text = &self.text[range.clone()];
        if text.is_empty() {
            let fault = Fault::at(Code::BadPath, whole, "an override is PATH=VALUE");
            return Err(fault.help("the value is missing; \"\" is empty text"));
        }
        match parse::value(whole.source, &self.text, range, log) {
            Err(fault) if text.starts_with(['[', '{', '"', '\'']) => Err(fault),
            Err(_) => Ok(Node::new(Value::String(composed(text)), at)),
            Ok(node) => Ok(node),
        }
    }
}

/// The first `=` outside quotes.
pub(super) fn equals_sign(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '=' => return Some(index),
            None => {}
        }
    }
    None
}

pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

/// The segments of a path that stands at `at` in its source, letter by letter.
pub(super) fn segments(text: &str, at: Origin) -> Result<Vec<Segment>, Fault> {
    let mut path = Vec::new();
    let mut start = 0;
    loop {
        let length = segment_length(&text[start..]);
        let range = trimmed(text, start..start + length);
        let here = Origin { start: at.start + range.start, end: at.start + range.end, ..at };
        let name = unquoted(&text[range]).ok_or_else(|| {
            Fault::at(Code::BadPath, at, format!("`{}` is not a path", shown(text)))
                .help("a path is names with dots between them, as `members.china.initiative`")
        })?;
        path.push(Segment { name, at: here });
        if path.len() > MAX_PATH {
            return Err(Fault::at(Code::TooMany, at, format!("a path has at most {MAX_PATH} segments")));
        }
        start += length + 1;
        if start > text.len() {
            return Ok(path);
        }
    }
}

/// The segments of a path whose text cannot be matched letter by letter (a quoted key); all stand at `at`.
pub(super) fn segments_as_one(text: &str, at: Origin) -> Result<Vec<Segment>, Fault> {
    let path = segments(text, at).map_err(|fault| Fault { at: Some(at), ..fault })?;
    Ok(path.into_iter().map(|segment| Segment { at, ..segment }).collect())
}

/// Bytes up to the next dot outside quotes.
fn segment_length(text: &str) -> usize {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '.' => return index,
            None => {}
        }
    }
    text.len()
}

fn unquoted(segment: &str) -> Option<String> {
    let quoted = |mark: char| segment.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
    let inside = quoted('"').or_else(|| quoted('\''));
    let name = inside.unwrap_or(segment);
    let marks = ['"', '\''];
    let legal =
        if inside.is_some() { !name.is_empty() && !name.contains(marks) } else { is_name(name) || name == EVERY };
    legal.then(|| composed(name))
}

/// A path as it is written, quotes where a segment needs them.
pub(super) fn written(path: &[Segment]) -> String {
    let names = path.iter().map(|s| if s.name.contains('.') { format!("\"{}\"", s.name) } else { s.name.clone() });
    shown(&names.collect::<Vec<_>>().join("."))
}
