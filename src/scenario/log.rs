//! What has been found while a scenario is read.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::code::Code;
use super::fault::{Fault, Faults, Sources};
use super::limits::MAX_FAULTS;
use super::node::Origin;

/// Collects faults and doubts while a scenario is read. A fault is told once a place and message, a doubt once a
/// place and kind: what is doubtful at one table is told of the first one.
#[derive(Debug, Clone, Default)]
pub(super) struct Log(RefCell<Collected>);

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
    pub fn add(&self, fault: Fault) {
        let mut collected = self.0.borrow_mut();
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
        !self.0.borrow().faults.list.is_empty()
    }

    /// Whether further faults would only be counted, so that looking for more is in vain.
    pub fn is_full(&self) -> bool {
        self.0.borrow().faults.truncated
    }

    /// The faults, if there are any; else the doubts, which may be none.
    pub fn into_findings(self, sources: Sources) -> Result<Faults, Faults> {
        let Collected { faults, warnings, .. } = self.0.into_inner();
        if faults.list.is_empty() {
            Ok(Faults::sorted(warnings.list, warnings.truncated, sources))
        } else {
            Err(Faults::sorted(faults.list, faults.truncated, sources))
        }
    }
}
