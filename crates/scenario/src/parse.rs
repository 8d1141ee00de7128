//! TOML text to the document tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::brackets::{Unclosed, unclosed, unclosed_in_value};
use super::characters::composed;
use super::code::Code;
use super::fault::Fault;
use super::limits::MAX_RECOVERED_BYTES;
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::remedy::remedy;
use super::suggest::shown;

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
        let fault = syntax_fault(source, text, 0, &error, unclosed(text));
        let until = format!("a file of more than {} MiB is read up to its first fault", MAX_RECOVERED_BYTES >> 20);
        let help = fault.help.clone().map_or(until.clone(), |help| format!("{help}; {until}"));
        log.add(fault.help(help));
    };
    DeTable::parse(text).map_err(log_fault).ok()
}

/// Parses a text and logs the faults of each line, as far as the parser can tell them apart.
fn every_fault<'t>(source: usize, text: &'t str, log: &Log) -> Option<Spanned<DeTable<'t>>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    let mut places: Vec<_> = errors.iter().map(|error| (error.span().map_or(0, |span| span.start), error)).collect();
    places.sort_by_key(|&(start, _)| start);
    let open = if errors.is_empty() { None } else { unclosed(text) };
    let mut read_until = 0;
    for (start, error) in before_consequences(&places, open) {
        // What follows in the same line is most often only a consequence.
        if *start >= read_until && !log.is_full() {
            log.add(syntax_fault(source, text, 0, error, open));
            let rest = text.as_bytes().get(*start..).unwrap_or_default();
            read_until = start + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len()) + 1;
        }
    }
    errors.is_empty().then_some(document)
}

/// A fault that the parser sees, and where.
type Place<'e> = (usize, &'e toml::de::Error);

/// The errors up to the first one after which nothing can be judged: nesting that is too deep, a bracket without its end.
fn before_consequences<'e>(places: &'e [Place<'e>], open: Option<Unclosed>) -> &'e [Place<'e>] {
    let last = match open {
        Some(bracket) => places.iter().position(|(start, _)| *start >= bracket.at),
        None => places.iter().position(|(_, error)| is_depth(error.message())),
    };
    &places[..last.map_or(places.len(), |last| last + 1)]
}

/// Whether the parser says that it can go no deeper.
fn is_depth(message: &str) -> bool {
    message.contains("recurs")
}

/// Parses the value that stands in `text[range]`; `Err` is a syntax fault that has not been logged.
pub(super) fn value(source: usize, text: &str, range: Range<usize>, log: &Log) -> Result<Node, Fault> {
    let offset = range.start;
    match DeValue::parse(&text[range.clone()]) {
        Ok(value) => Ok(TreeReader { source, offset, log }.node(value)),
        Err(error) => Err(syntax_fault(source, text, offset, &error, unclosed_in_value(&text[range]))),
    }
}

/// The fault that the parser sees in `text` from byte `offset` on, where a bracket is `open`.
fn syntax_fault(source: usize, text: &str, offset: usize, error: &toml::de::Error, open: Option<Unclosed>) -> Fault {
    let span = error.span().unwrap_or(0..0);
    let start = on_boundary(text, offset + span.start);
    let end = on_boundary(text, offset + span.end).max(start);
    if let Some(Unclosed { at, closing }) = open.filter(|bracket| offset + bracket.at <= start) {
        let at = Origin { source, start: offset + at, end: offset + at + 1 };
        let what = if closing == ']' { "array" } else { "table" };
        let fault = Fault::at(Code::Syntax, at, format!("this is not TOML: this {what} is not closed"));
        return fault.label("opened here").help(format!("close it with `{closing}`"));
    }
    let message = error.message().trim_end_matches(", expected nothing");
    let at = Origin { source, start, end };
    if is_depth(message) {
        return Fault::at(Code::Syntax, at, "this is not TOML: it is nested too deeply").label("too deep");
    }
    let fault = Fault::at(Code::Syntax, at, format!("this is not TOML: {message}")).label("here");
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

    fn table(&self, read: DeTable<'_>) -> Table {
        let mut table = Table::with_capacity(read.len());
        for (key, value) in read {
            let at = self.origin(key.span());
            let name = composed(key.into_inner().as_ref());
            let field = Field { key: at, node: self.node(value) };
            if table.contains_key(&name) {
                let message =
                    format!("`{}` stands here twice, once with its accents as letters of their own", shown(&name));
                self.log.add(Fault::at(Code::Twice, at, message));
            } else {
                table.insert(name, field);
            }
        }
        table
    }

    fn node(&self, read: Spanned<DeValue<'_>>) -> Node {
        let at = self.origin(read.span());
        let value = match read.into_inner() {
            DeValue::String(text) => Value::String(composed(&text)),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => Value::Integer(number),
                Err(_) => {
                    let fault = Fault::at(Code::OutOfRange, at, "this whole number is too large");
                    return Node::unread(fault.label("beyond 64 bits"), at);
                }
            },
            DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
            DeValue::Boolean(flag) => Value::Boolean(flag),
            DeValue::Datetime(date) => Value::Datetime(date),
            DeValue::Array(items) => Value::Array(items.into_iter().map(|item| self.node(item)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node::new(value, at)
    }
}
