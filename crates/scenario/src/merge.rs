//! How a value and what is there become one: tables field by field, everything else by replacing.

use std::collections::BTreeSet;

use super::code::Code;
use super::fault::Fault;
use super::node::{Field, Node, Origin, Table, Value};
use super::shorthand::Known;
use super::suggest::shown;

/// Fields that say the same in different ways: setting one drops the others.
const EITHER: [&str; 3] = ["share", "more_than", "quota"];

/// Merges tables into each other.
pub(super) struct Merge<'a> {
    pub known: &'a Known,
    /// Keys of what has been set.
    pub placed: &'a mut BTreeSet<Origin>,
    /// Whether nothing may be set twice.
    pub strict: bool,
    /// Whether what is set now counts.
    pub note: bool,
}

impl Merge<'_> {
    /// Puts `new` into `table` under `name`.
    pub fn enter(&mut self, table: &mut Table, name: String, new: Field) -> Result<(), Fault> {
        self.drop_others(table, new.key, |given| given == name)?;
        self.put(table, name, new)
    }

    fn put(&mut self, table: &mut Table, name: String, new: Field) -> Result<(), Fault> {
        match table.get_mut(&name) {
            Some(old) => self.merge(&name, old, new),
            None => {
                self.note(&new);
                table.insert(name, new);
                Ok(())
            }
        }
    }

    fn merge(&mut self, name: &str, old: &mut Field, new: Field) -> Result<(), Fault> {
        if let Some(table) = new.node.as_table().filter(|table| !gives_kind(table)) {
            self.known.spell_out_for_all(&mut old.node, name, table.keys());
        }
        match (&mut old.node.value, new.node.value) {
            (Value::Table(old), Value::Table(table)) if !gives_kind(&table) => {
                self.drop_others(old, new.key, |given| table.contains_key(given))?;
                table.into_iter().try_for_each(|(name, field)| self.put(old, name, field))
            }
            (_, value) => {
                self.not_twice(name, old, new.key)?;
                *old = Field { key: new.key, node: Node { value, at: new.node.at } };
                self.note(old);
                Ok(())
            }
        }
    }

    /// Drops what says the same as something that is given in another way.
    fn drop_others(&self, table: &mut Table, at: Origin, given: impl Fn(&str) -> bool) -> Result<(), Fault> {
        let Some(name) = EITHER.into_iter().find(|name| given(name)) else { return Ok(()) };
        for other in EITHER.into_iter().filter(|other| !given(other)) {
            if let Some(dropped) = table.shift_remove(other) {
                self.not_twice(name, &dropped, at)?;
            }
        }
        Ok(())
    }

    /// Whether nothing is lost that has been set before.
    fn not_twice(&self, name: &str, old: &Field, new: Origin) -> Result<(), Fault> {
        if !self.strict || !self.holds_placed(old) {
            return Ok(());
        }
        let fault = Fault::at(Code::Twice, new, format!("this sets `{}` a second time", shown(name)));
        Err(fault.label("set already").help("keep one of the two"))
    }

    fn holds_placed(&self, field: &Field) -> bool {
        let mut within = field.node.as_table().into_iter().flatten();
        self.placed.contains(&field.key) || within.any(|(_, field)| self.holds_placed(field))
    }

    fn note(&mut self, field: &Field) {
        if !self.strict || !self.note {
            return;
        }
        self.placed.insert(field.key);
        let within = field.node.as_table().into_iter().flatten();
        within.for_each(|(_, field)| self.note(field));
    }
}

/// Whether a table begins anew rather than changing the one that is there: it says of which kind it is, or from which
/// source.
fn gives_kind(table: &Table) -> bool {
    ["kind", "source"].iter().any(|name| table.get(*name).is_some_and(|field| field.node.as_str().is_some()))
}
