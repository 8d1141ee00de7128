//! What is wrong with a scenario, where, and what would be right.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

use super::limits::MAX_FAULTS;
use super::node::Origin;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where; `None` only where there is no text to point at (a file that cannot be read).
    pub at: Option<Origin>,
    /// What stands under the underlined text; may be empty.
    pub label: String,
    /// What would be right.
    pub help: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), at: None, label: String::new(), help: None }
    }

    pub(super) fn at(at: Origin, message: impl Into<String>) -> Self {
        Self { at: Some(at), ..Self::new(message) }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A text that faults point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file as it was named, or the option of the command line (`--set`).
    pub name: String,
    /// All of it.
    pub text: String,
}

/// The texts that a scenario was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sources(pub Vec<Source>);

impl Sources {
    /// Adds a text; the answer is its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.0.push(Source { name: name.into(), text: text.into() });
        self.0.len() - 1
    }

    /// Size of all texts.
    pub fn bytes(&self) -> u64 {
        self.0.iter().map(|source| source.text.len() as u64).sum()
    }

    /// Adds a text that is pointed at as a whole.
    pub fn add_whole(&mut self, name: &str, text: &str) -> Origin {
        Origin { source: self.add(name, text), start: 0, end: text.len() }
    }
}

/// Collects faults while a scenario is read, each place and message once.
#[derive(Debug, Default)]
pub(super) struct Log(RefCell<Collected>);

#[derive(Debug, Default)]
struct Collected {
    faults: Vec<Fault>,
    seen: BTreeSet<(Option<Origin>, String)>,
    truncated: bool,
}

impl Log {
    pub fn add(&self, fault: Fault) {
        let mut collected = self.0.borrow_mut();
        let place = (fault.at, fault.message.clone());
        if collected.seen.contains(&place) {
            return;
        }
        if collected.faults.len() >= MAX_FAULTS {
            collected.truncated = true;
            return;
        }
        collected.seen.insert(place);
        collected.faults.push(fault);
    }

    pub fn is_empty(&self) -> bool {
        self.0.borrow().faults.is_empty()
    }

    /// Whether further faults would only be counted, so that looking for more is in vain.
    pub fn is_full(&self) -> bool {
        self.0.borrow().truncated
    }

    /// The faults in the order of the sources; `None` where there are none.
    pub fn into_faults(self, sources: Sources) -> Option<Faults> {
        let Collected { mut faults, truncated, .. } = self.0.into_inner();
        faults.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        (!faults.is_empty()).then_some(Faults { faults, sources, truncated })
    }
}

/// Everything that is wrong with a scenario, in the order of the text. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Faults {
    faults: Vec<Fault>,
    sources: Sources,
    truncated: bool,
}

/// Where a fault begins, as an editor counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location<'a> {
    /// Name of the source.
    pub file: &'a str,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Faults {
    /// A single fault.
    pub(super) fn one(fault: Fault, sources: Sources) -> Self {
        Self { faults: vec![fault], sources, truncated: false }
    }

    /// Whether options of the command line are at fault, and no file is.
    pub fn of_the_command_line(&self) -> bool {
        self.faults.iter().all(|fault| self.location(fault).is_some_and(|at| at.file.starts_with("--")))
    }

    /// The faults, by source and position.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.faults.iter()
    }

    /// The texts that the faults point into.
    pub fn sources(&self) -> &[Source] {
        &self.sources.0
    }

    /// Whether there are more than the [`MAX_FAULTS`] that are kept.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// Where `fault` begins.
    pub fn location(&self, fault: &Fault) -> Option<Location<'_>> {
        let at = fault.at?;
        let source = self.sources.0.get(at.source)?;
        let before = source.text.get(..at.start).unwrap_or(&source.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Some(Location {
            file: &source.name,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
        })
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    /// One line a fault: `file:line:column: message (help)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            if let Some(Location { file, line, column }) = self.location(fault) {
                write!(f, "{file}:{line}:{column}: ")?;
            }
            f.write_str(&fault.message)?;
            if let Some(help) = &fault.help {
                write!(f, " ({help})")?;
            }
        }
        if self.truncated {
            f.write_str("\nand more")?;
        }
        Ok(())
    }
}
