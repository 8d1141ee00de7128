//! The document as written: an ordered tree in which every key and value knows where it stands.

use indexmap::IndexMap;
use toml::value::Datetime;

use super::fault::Fault;

/// A place in a source: a range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Index into [`Faults::sources`](super::Faults::sources).
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub value: Value,
    pub at: Origin,
}

/// A table keyed by name, in the order written.
pub(super) type Table = IndexMap<String, Field>;

/// A value in a table, and where its key was written.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub key: Origin,
    pub node: Node,
}

#[derive(Debug, Clone)]
pub(super) enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Datetime(Datetime),
    Array(Vec<Node>),
    Table(Table),
    /// What could not be read: told when it is asked for, so that reading goes on, and an override may replace it.
    Unread(Box<Fault>),
}

impl Node {
    pub fn new(value: Value, at: Origin) -> Self {
        Self { value, at }
    }

    /// What could not be read, at the place of the fault.
    pub fn unread(fault: Fault, at: Origin) -> Self {
        Self::new(Value::Unread(Box::new(fault)), at)
    }

    /// An empty table that stands at `at`.
    pub fn empty(at: Origin) -> Self {
        Self::new(Value::Table(Table::new()), at)
    }

    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn as_table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What is wrong with it, if it could not be read.
    pub fn fault(&self) -> Option<Fault> {
        match &self.value {
            Value::Unread(fault) => Some(Fault::clone(fault)),
            _ => None,
        }
    }

    /// What kind of value this is, with its article, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::String(_) => "a string",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "true or false",
            Value::Datetime(_) => "a date",
            Value::Array(_) => "an array",
            Value::Table(_) => "a table",
            Value::Unread(_) => "unreadable",
        }
    }
}

impl Field {
    /// A value that stands at `at` under a key that stands there too.
    pub fn at(at: Origin, value: Value) -> Self {
        Self { key: at, node: Node::new(value, at) }
    }
}
