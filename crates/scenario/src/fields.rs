//! Reading the fields of a table: every fault is logged and reading goes on with the default.

use std::cell::RefCell;
use std::sync::LazyLock;

use super::asked::{Asked, Choice, Form, Notes, Otherwise};
use super::code::Code;
use super::fault::Fault;
use super::limits::MAX_LABEL;
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::range::Range;
use super::suggest::{self, shown};
use super::values;

static NOTHING: LazyLock<Table> = LazyLock::new(Table::new);

/// A table that is being read. Remembers which keys were asked for, so that [`Fields::close`] can
/// tell which ones nobody knows.
pub(super) struct Fields<'a> {
    pub log: &'a Log,
    /// Where a missing field would have to stand.
    pub at: Origin,
    what: String,
    table: &'a Table,
    /// Whether it is no table at all, so that nothing more can be missing.
    broken: bool,
    known: RefCell<Vec<&'static str>>,
    /// Keys that are names of the scenario, so that they are fields here and nowhere else.
    found: RefCell<Vec<String>>,
    notes: RefCell<Notes>,
}

impl<'a> Fields<'a> {
    /// Opens `node`, called `what` in messages; anything but a table is a fault and reads as an empty one.
    pub fn open(log: &'a Log, node: &'a Node, what: impl Into<String>) -> Self {
        let what = what.into();
        let table = node.as_table().unwrap_or_else(|| {
            log.add(node.fault().unwrap_or_else(|| {
                let message = format!("{what} must be a table, not {}", node.kind());
                Fault::at(Code::WrongKind, node.at, message).label("not a table")
            }));
            &NOTHING
        });
        Self { broken: node.as_table().is_none(), ..Self::of(log, node.at, what, table) }
    }

    fn of(log: &'a Log, at: Origin, what: String, table: &'a Table) -> Self {
        let (known, found, notes) = Default::default();
        Self { log, at, what, table, broken: false, known, found, notes }
    }

    /// Fields of a table that is not there; all have their defaults.
    pub fn absent(log: &'a Log, at: Origin, what: impl Into<String>) -> Self {
        Self::of(log, at, what.into(), &NOTHING)
    }

    /// Changes what the table is called, once that is known better.
    pub fn called(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// Notes what may stand in a field, and what holds where nothing does.
    pub fn note(&self, name: &'static str, otherwise: Otherwise, form: impl FnOnce() -> Form) {
        if self.log.is_noting() {
            self.notes.borrow_mut().fields.push(Asked { name, form: form(), otherwise });
        }
    }

    /// Notes that one of some fields has to be there, and perhaps only one of them may.
    pub fn note_choice(&self, of: &'static [&'static str], one_only: bool) {
        if self.log.is_noting() {
            self.notes.borrow_mut().choices.push(Choice { of, needed: true, one_only });
        }
    }

    /// Notes that only one of some fields may be there.
    pub fn note_never_both(&self, of: &'static [&'static str]) {
        if self.log.is_noting() {
            self.notes.borrow_mut().choices.push(Choice { of, needed: false, one_only: true });
        }
    }

    /// A field that may be missing.
    pub fn ask(&self, name: &'static str, form: impl FnOnce() -> Form) -> Option<&'a Node> {
        self.note(name, Otherwise::Nothing, form);
        self.get(name)
    }

    /// A field that may not.
    pub fn need(&self, name: &'static str, form: impl FnOnce() -> Form) -> Option<&'a Node> {
        self.note(name, Otherwise::Required, form);
        self.required(name)
    }

    /// A field of which has been said what may stand in it, or of which that is said elsewhere.
    pub fn get(&self, name: &'static str) -> Option<&'a Node> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&name) {
            known.push(name);
        }
        self.table.get(name).map(|field| &field.node)
    }

    /// The field under a name of the scenario's own.
    pub fn find(&self, name: &str) -> Option<&'a Node> {
        let field = self.table.get(name)?;
        self.found.borrow_mut().push(name.to_owned());
        Some(&field.node)
    }

    pub fn required(&self, name: &'static str) -> Option<&'a Node> {
        let node = self.get(name);
        if node.is_none() {
            self.missing(name);
        }
        node
    }

    fn missing(&self, name: &str) {
        if self.broken {
            return;
        }
        let fault = Fault::at(Code::MissingField, self.at, format!("{} needs `{name}`", self.what));
        self.log.add(fault.label(format!("`{name}` is missing")));
    }

    pub fn number(&self, name: &'static str, default: f64, range: Range) -> f64 {
        self.note(name, Otherwise::Number(default), || Form::Number(range));
        self.get(name).and_then(|node| values::number(self.log, node, name, range)).unwrap_or(default)
    }

    pub fn required_number(&self, name: &'static str, range: Range) -> Option<f64> {
        values::number(self.log, self.need(name, || Form::Number(range))?, name, range)
    }

    pub fn whole(&self, name: &'static str, default: u64, low: u64, high: u64) -> u64 {
        self.note(name, Otherwise::Whole(default), || Form::Whole(low, high));
        self.get(name).and_then(|node| values::whole(self.log, node, name, low, high)).unwrap_or(default)
    }

    pub fn flag(&self, name: &'static str) -> bool {
        self.note(name, Otherwise::No, || Form::Flag);
        match self.get(name).map(|node| (&node.value, node)) {
            None => false,
            Some((Value::Boolean(flag), _)) => *flag,
            Some((_, node)) => {
                self.log.add(values::wrong_kind(node, name, "true or false"));
                false
            }
        }
    }

    pub fn text(&self, name: &'static str) -> Option<&'a str> {
        values::text(self.log, self.ask(name, || Form::Text(None))?, name)
    }

    /// A text that tables and figures show in one line, called `what` in messages.
    pub fn label(&self, name: &'static str, what: &str) -> Option<&'a str> {
        let label = values::text(self.log, self.ask(name, || Form::Text(Some(MAX_LABEL)))?, name)?;
        let at = self.get(name).map_or(self.at, |node| node.at);
        values::printable(label, what, at, self.log);
        if label.chars().count() > MAX_LABEL {
            let message = format!("{what} has at most {MAX_LABEL} characters");
            self.log.add(Fault::at(Code::TooMany, at, message));
        }
        Some(label)
    }

    /// One of the words of `choices`.
    pub fn choice<T: Copy + Default + PartialEq>(&self, name: &'static str, choices: &[(&str, T)]) -> T {
        if self.log.is_noting() {
            let usual = choices.iter().find(|(_, value)| *value == T::default()).map(|(word, _)| (*word).to_owned());
            self.note(name, usual.map_or(Otherwise::Nothing, Otherwise::Word), || Form::words(choices));
        }
        let Some(node) = self.get(name) else { return T::default() };
        values::choice(self.log, node, name, choices).unwrap_or_default()
    }

    /// An array of strings.
    pub fn strings(&self, name: &'static str) -> Option<Vec<(&'a str, Origin)>> {
        values::strings(self.log, self.ask(name, || Form::Names(0, None))?, name)
    }

    /// The keys that nobody asked for.
    pub fn unknown(&self) -> impl Iterator<Item = (&'a String, &'a Field)> {
        let known =
            |name: &str| self.known.borrow().contains(&name) || self.found.borrow().iter().any(|found| found == name);
        self.table.iter().filter(move |(name, _)| !known(name))
    }

    /// The fields that were asked for so far.
    pub fn asked(&self) -> Vec<&'static str> {
        self.known.borrow().clone()
    }

    /// Logs the keys that nobody asked for.
    pub fn close(self) {
        self.close_with(|_| None);
    }

    /// The same, where `remedy` may know better what was meant than the likeness of names.
    pub fn close_with(self, remedy: impl Fn(&str) -> Option<String>) {
        for (name, field) in self.unknown() {
            if self.log.is_full() {
                break;
            }
            let left = |fault: &Fault| fault.code == Code::LeftAlone && remedy(name).is_some();
            if let Some(fault) = field.node.fault().filter(|fault| !left(fault)) {
                self.log.add(fault);
                continue;
            }
            let message = format!("{} has no field `{}`", self.what, shown(name));
            let fault = Fault::at(Code::UnknownField, field.key, message);
            let known = self.known.borrow();
            let help = remedy(name).or_else(|| suggest::help(name, known.iter().copied(), "its fields"));
            self.log.add(Fault { help, ..fault.label("unknown") });
        }
        if self.log.is_noting() {
            let Self { log, what, known, notes, .. } = self;
            let silent = known.into_inner();
            log.note(&what, Notes { silent, ..notes.into_inner() });
        }
    }
}
