//! The table that a rule is compiled for.

use std::cell::{Cell, RefCell};

use super::member::Person;
use crate::code::Code;
use crate::fault::Fault;
use crate::limits::MAX_RULES;
use crate::log::Log;
use crate::names::{Names, nobody};
use crate::node::{Node, Origin, Table};
use crate::suggest::listed;
use crate::values;

/// Who sits where, and the rules that have names.
pub(super) struct Seating<'a> {
    pub names: &'a Names,
    pub people: &'a [Person],
    /// Indices into `people`.
    pub seats: &'a [usize],
    pub rules: Option<&'a Table>,
    /// The names of the rules that are being compiled, from the outermost one.
    pub open: RefCell<Vec<String>>,
    /// How many parts the rule at hand may still have.
    pub room: Cell<usize>,
}

impl<'a> Seating<'a> {
    pub fn new(document: &'a Table, names: &'a Names, people: &'a [Person], seats: &'a [usize]) -> Self {
        let rules = document.get("rules").and_then(|field| field.node.as_table());
        Self { names, people, seats, rules, open: RefCell::default(), room: Cell::new(MAX_RULES) }
    }
}

impl Seating<'_> {
    /// Marks the seat of `member`; one that is in the file but not at this table has none.
    pub fn mark(&self, member: &str, at: Origin, log: &Log, marks: &mut [bool]) {
        let index = self.names.member(member, at, log);
        if let Some(seat) = index.and_then(|index| self.seats.iter().position(|&seated| seated == index)) {
            marks[seat] = true;
        }
    }

    /// The weights that `of` names, by seat; `Some(None)` where it is heads that count.
    pub fn weights(&self, node: &Node, log: &Log) -> Option<Option<Vec<f64>>> {
        let of = values::text(log, node, "of")?;
        let weight = |seat: &usize| {
            let person = &self.people[*seat];
            if of == "votes" { Some(person.votes) } else { person.weights.get(of).copied() }
        };
        match of {
            "members" => return Some(None),
            "votes" => {}
            _ if self.names.weights.contains(of) => {}
            _ => {
                let known = ["members", "votes"].into_iter().chain(self.names.weights.iter().map(String::as_str));
                log.add(nobody(of, node.at, "weight", known));
                return None;
            }
        }
        let without = self.seats.iter().filter(|seat| weight(seat).is_none());
        let without: Vec<&str> = without.map(|&seat| self.people[seat].member.id.as_str()).collect();
        if !without.is_empty() {
            let message = format!("not every member at the table has the weight `{of}`");
            let fault = Fault::at(Code::MissingField, node.at, message);
            log.add(fault.label(format!("missing: {}", listed(&without))).help("give it in their `weights`"));
            return None;
        }
        let weights: Vec<f64> = self.seats.iter().filter_map(weight).collect();
        if weights.iter().sum::<f64>() <= 0.0 && !self.seats.is_empty() {
            let fault = Fault::at(Code::NothingHappens, node.at, format!("nobody at the table has any `{of}`"));
            log.add(fault.label("all 0"));
            return None;
        }
        Some(Some(weights))
    }
}
