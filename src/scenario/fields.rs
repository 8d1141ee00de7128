//! Reading the fields of a table: every fault is logged and reading goes on with the default.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::fault::{Fault, Log};
use super::node::{Node, Origin, Table, Value};
use super::range::Range;
use super::suggest::{self, listed, shown};

static NOTHING: LazyLock<Table> = LazyLock::new(Table::new);

/// A table that is being read. Remembers which keys were asked for, so that [`Fields::close`] can
/// tell which ones nobody knows.
pub(super) struct Fields<'a> {
    pub log: &'a Log,
    /// Where a missing field would have to stand.
    pub at: Origin,
    what: String,
    table: &'a Table,
    known: RefCell<Vec<&'static str>>,
    later: RefCell<Vec<&'static str>>,
}

impl<'a> Fields<'a> {
    /// Opens `node`, called `what` in messages; anything but a table is a fault and reads as an empty one.
    pub fn open(log: &'a Log, node: &'a Node, what: impl Into<String>) -> Self {
        let what = what.into();
        let table = node.as_table().unwrap_or_else(|| {
            log.add(Fault::at(node.at, format!("{what} must be a table, not {}", node.kind())).label("not a table"));
            &NOTHING
        });
        Self { log, at: node.at, what, table, known: RefCell::default(), later: RefCell::default() }
    }

    /// Fields of a table that is not there; all have their defaults.
    pub fn absent(log: &'a Log, at: Origin, what: impl Into<String>) -> Self {
        Self { log, at, what: what.into(), table: &NOTHING, known: RefCell::default(), later: RefCell::default() }
    }

    /// Changes what the table is called, once that is known better.
    pub fn called(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    pub fn get(&self, name: &'static str) -> Option<&'a Node> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&name) {
            known.push(name);
        }
        self.table.get(name).map(|field| &field.node)
    }

    pub fn required(&self, name: &'static str) -> Option<&'a Node> {
        let node = self.get(name);
        if node.is_none() {
            self.missing(name);
        }
        node
    }

    fn missing(&self, name: &str) {
        let fault = Fault::at(self.at, format!("{} needs `{name}`", self.what));
        self.log.add(fault.label(format!("`{name}` is missing")));
    }

    pub fn number(&self, name: &'static str, default: f64, range: Range) -> f64 {
        self.get(name).and_then(|node| number(self.log, node, name, range)).unwrap_or(default)
    }

    pub fn required_number(&self, name: &'static str, range: Range) -> Option<f64> {
        number(self.log, self.required(name)?, name, range)
    }

    pub fn whole(&self, name: &'static str, default: u64, low: u64, high: u64) -> u64 {
        self.get(name).and_then(|node| whole(self.log, node, name, low, high)).unwrap_or(default)
    }

    pub fn flag(&self, name: &'static str) -> bool {
        match self.get(name).map(|node| (&node.value, node)) {
            None => false,
            Some((Value::Boolean(flag), _)) => *flag,
            Some((_, node)) => {
                self.log.add(wrong_kind(node, name, "true or false"));
                false
            }
        }
    }

    pub fn text(&self, name: &'static str) -> Option<&'a str> {
        text(self.log, self.get(name)?, name)
    }

    /// One of the words of `choices`; those in `later` are known but not run by this version.
    pub fn choice<T: Copy + Default>(&self, name: &'static str, choices: &[(&str, T)], later: &[&str]) -> T {
        let Some(node) = self.get(name) else { return T::default() };
        choice(self.log, node, name, choices, later).unwrap_or_default()
    }

    /// An array of strings.
    pub fn strings(&self, name: &'static str) -> Option<Vec<(&'a str, Origin)>> {
        strings(self.log, self.get(name)?, name)
    }

    /// Fields that belong to the model but that this version does not run. Switched off (0 or false) they may stand.
    pub fn later(&self, names: &[&'static str]) {
        for name in names {
            self.later.borrow_mut().push(name);
            if let Some(field) = self.table.get(*name).filter(|field| !switched_off(&field.node.value)) {
                self.log.add(not_yet(field.key, name));
            }
        }
    }

    /// Logs the keys that nobody asked for.
    pub fn close(self) {
        let (known, later) = (self.known.into_inner(), self.later.into_inner());
        for (name, field) in self.table {
            if self.log.is_full() {
                break;
            }
            if known.contains(&name.as_str()) || later.contains(&name.as_str()) {
                continue;
            }
            let fault = Fault::at(field.key, format!("{} has no field `{}`", self.what, shown(name)));
            let help = suggest::help(name, known.iter().copied(), "its fields");
            self.log.add(Fault { help, ..fault.label("unknown") });
        }
    }
}

/// Whether a field with this value does nothing.
fn switched_off(value: &Value) -> bool {
    matches!(value, Value::Boolean(false) | Value::Integer(0)) || matches!(value, Value::Float(x) if *x == 0.0)
}

/// A fault for something that the model describes and this version cannot run.
pub(super) fn not_yet(at: Origin, what: &str) -> Fault {
    let message = format!("`{what}` is part of the model but this version does not run it yet");
    Fault::at(at, message).label("not yet").help("leave it out")
}

pub(super) fn wrong_kind(node: &Node, name: &str, wanted: &str) -> Fault {
    let message = format!("`{}` must be {wanted}, not {}", shown(name), node.kind());
    Fault::at(node.at, message).label(format!("{} here", node.kind()))
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
    let name = shown(name);
    if !number.is_finite() {
        log.add(Fault::at(node.at, format!("`{name}` must be finite")).label(format!("{number} here")));
        return None;
    }
    if !range.contains(number) {
        log.add(Fault::at(node.at, format!("`{name}` must be {}", range.describe())).label("out of range"));
        return None;
    }
    Some(number + 0.0)
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
        log.add(Fault::at(node.at, format!("`{name}` must be {range}")).label("out of range"));
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

pub(super) fn choice<T: Copy>(log: &Log, node: &Node, name: &str, choices: &[(&str, T)], later: &[&str]) -> Option<T> {
    let word = text(log, node, name)?;
    if later.contains(&word) {
        log.add(not_yet(node.at, &format!("{name} = \"{word}\"")));
        return None;
    }
    let found = choices.iter().find(|(choice, _)| *choice == word);
    if found.is_none() {
        let words: Vec<String> = choices.iter().map(|(choice, _)| format!("\"{choice}\"")).collect();
        let fault = Fault::at(node.at, format!("`{name}` cannot be \"{}\"", shown(word))).label("unknown");
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
            let message = format!("`{name}` must hold strings, not {}", item.kind());
            log.add(Fault::at(item.at, message).label(format!("{} here", item.kind())));
        }
        Some((word?, item.at))
    };
    Some(array(log, node, name, "strings")?.iter().filter_map(item).collect())
}
