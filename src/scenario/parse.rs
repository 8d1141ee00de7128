//! TOML text to the document tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::fault::{Fault, Log};
use super::limits::MAX_RECOVERED_BYTES;
use super::node::{Field, Node, Origin, Table, Value};
use super::remedy::remedy;

/// Parses a document. Syntax faults are logged, as many as the parser can tell apart; then there is no tree.
pub(super) fn document(source: usize, text: &str, log: &Log) -> Option<Node> {
    let document = if text.len() > MAX_RECOVERED_BYTES {
        first_fault(source, text, log)?
    } else {
        every_fault(source, text, log)?
    };
    let reader = TreeReader { source, offset: 0, log };
    Some(Node::new(Value::Table(reader.table(document.into_inner())), reader.origin(0..0)))
}

/// Parses a large text, which may hold millions of faults, up to the first one.
fn first_fault<'t>(source: usize, text: &'t str, log: &Log) -> Option<Spanned<DeTable<'t>>> {
    let log_fault = |error: toml::de::Error| {
        let fault = syntax_fault(source, text, 0, &error);
        let until = format!("a file of more than {} MiB is read up to its first fault", MAX_RECOVERED_BYTES >> 20);
        let help = fault.help.clone().map_or(until.clone(), |help| format!("{help}; {until}"));
        log.add(fault.help(help));
    };
    DeTable::parse(text).map_err(log_fault).ok()
}

/// Parses a text and logs the faults of each line, as far as the parser can tell them apart.
fn every_fault<'t>(source: usize, text: &'t str, log: &Log) -> Option<Spanned<DeTable<'t>>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut read_until = 0;
    let mut places: Vec<_> = errors.iter().map(|error| (error.span().map_or(0, |span| span.start), error)).collect();
    places.sort_by_key(|&(start, _)| start);
    for (start, error) in places {
        // What follows in the same line is most often only a consequence.
        if start >= read_until {
            log.add(syntax_fault(source, text, 0, error));
            let rest = text.as_bytes().get(start..).unwrap_or_default();
            read_until = start + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()) + 1;
        }
    }
    errors.is_empty().then_some(document)
}

/// Parses the value that stands in `text[range]`; `Err` is a syntax fault that has not been logged.
pub(super) fn value(source: usize, text: &str, range: Range<usize>, log: &Log) -> Result<Node, Fault> {
    let offset = range.start;
    match DeValue::parse(&text[range]) {
        Ok(value) => Ok(TreeReader { source, offset, log }.node(value)),
        Err(error) => Err(syntax_fault(source, text, offset, &error)),
    }
}

fn syntax_fault(source: usize, text: &str, offset: usize, error: &toml::de::Error) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let start = on_boundary(text, offset + span.start);
    let end = on_boundary(text, offset + span.end).max(start);
    let message = error.message().trim_end_matches(", expected nothing");
    let fault = Fault::at(Origin { source, start, end }, format!("this is not TOML: {message}")).label("here");
    match remedy(message, text, start) {
        Some(remedy) => fault.help(remedy),
        None => fault,
    }
}

/// The nearest position at or before `index` at which a character of `text` begins.
fn on_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

struct TreeReader<'a> {
    source: usize,
    offset: usize,
    log: &'a Log,
}

impl TreeReader<'_> {
    fn origin(&self, span: Range<usize>) -> Origin {
        Origin { source: self.source, start: self.offset + span.start, end: self.offset + span.end }
    }

    fn table(&self, table: DeTable<'_>) -> Table {
        let field = |(key, value): (Spanned<DeString<'_>>, Spanned<DeValue<'_>>)| {
            let at = self.origin(key.span());
            (key.into_inner().into_owned(), Field { key: at, node: self.node(value) })
        };
        table.into_iter().map(field).collect()
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Node {
        let at = self.origin(value.span());
        let value = match value.into_inner() {
            DeValue::String(text) => Value::String(text.into_owned()),
            DeValue::Integer(number) => {
                Value::Integer(i64::from_str_radix(number.as_str(), number.radix()).unwrap_or_else(|_| {
                    self.log.add(Fault::at(at, "this whole number is too large").label("beyond 64 bits"));
                    0
                }))
            }
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(flag) => Value::Boolean(flag),
            DeValue::Datetime(date) => Value::Datetime(date),
            DeValue::Array(items) => Value::Array(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node::new(value, at)
    }
}
