//! What has been found while a scenario is read.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::asked::{Notes, Register};
use super::code::Code;
use super::fault::{Fault, Faults, Sources};
use super::limits::MAX_FAULTS;
use super::node::Origin;

/// Collects faults and doubts while a scenario is read. A fault is told once a place and message, a doubt once a
/// place and kind: what is doubtful at one table is told of the first one.
#[derive(Debug, Clone, Default)]
pub(super) struct Log {
    found: RefCell<Collected>,
    /// What tables are asked for, where somebody wants to know.
    asked: Option<RefCell<Register>>,
}

#[derive(Debug, Clone, Default)]
struct Collected {
    faults: Found,
    warnings: Found,
    seen: BTreeSet<(Option<Origin>, Code, String)>,
}

#[derive(Debug, Clone, Default)]
struct Found {
    list: Vec<Fault>,
    truncated: bool,
}

impl Log {
    /// One that also notes what tables are asked for.
    pub fn noting() -> Self {
        Self { asked: Some(RefCell::default()), ..Self::default() }
    }

    pub fn is_noting(&self) -> bool {
        self.asked.is_some()
    }

    /// Notes what the table called `table` was asked for.
    pub fn note(&self, table: &str, notes: Notes) {
        if let Some(asked) = &self.asked {
            asked.borrow_mut().add(table, notes);
        }
    }

    /// What tables were asked for.
    pub fn into_asked(self) -> Register {
        self.asked.map(RefCell::into_inner).unwrap_or_default()
    }

    pub fn add(&self, fault: Fault) {
        let mut collected = self.found.borrow_mut();
        let warning = fault.is_warning();
        let place = (fault.at, fault.code, if warning { String::new() } else { fault.message.clone() });
        if collected.seen.contains(&place) {
            return;
        }
        let found = if warning { &mut collected.warnings } else { &mut collected.faults };
        if found.list.len() >= MAX_FAULTS {
            found.truncated = true;
            return;
        }
        found.list.push(fault);
        collected.seen.insert(place);
    }

    pub fn has_faults(&self) -> bool {
        !self.found.borrow().faults.list.is_empty()
    }

    /// Whether further faults would only be counted, so that looking for more is in vain.
    pub fn is_full(&self) -> bool {
        self.found.borrow().faults.truncated
    }

    /// The faults, if there are any; else the doubts, which may be none.
    pub fn into_findings(self, sources: Sources) -> Result<Faults, Faults> {
        let Collected { faults, warnings, .. } = self.found.into_inner();
        if faults.list.is_empty() {
            Ok(Faults::sorted(warnings.list, warnings.truncated, sources))
        } else {
            Err(Faults::sorted(faults.list, faults.truncated, sources))
        }
    }
}
