//! What is wrong with a scenario, or doubtful, where, and what would be right.

use std::fmt;
use std::sync::Arc;

use super::code::{Code, Severity};
use super::node::Origin;
use super::spreadsheet::letters;

/// One thing that is wrong, or doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of thing it is, and so whether it is a fault or a doubt.
    pub code: Code,
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
    pub(super) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), at: None, label: String::new(), help: None }
    }

    pub(super) fn at(code: Code, at: Origin, message: impl Into<String>) -> Self {
        Self { at: Some(at), ..Self::new(code, message) }
    }

    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Whether it is a doubt only.
    pub fn is_warning(&self) -> bool {
        self.code.severity() == Severity::Warning
    }
}

/// A text that faults point into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file as it was named, or the option of the command line (`--set`).
    pub name: String,
    /// All of it.
    pub text: String,
    /// Whether it is a sheet of a spreadsheet: a line a row, tabs between cells.
    pub is_sheet: bool,
}

/// The texts that a scenario was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sources(pub Vec<Arc<Source>>);

impl Sources {
    /// Adds a text; the answer is its index.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.0.push(Arc::new(Source { name: name.into(), text: text.into(), is_sheet: false }));
        self.0.len() - 1
    }

    /// Adds a sheet of a spreadsheet.
    pub fn add_sheet(&mut self, name: impl Into<String>, text: impl Into<String>) -> usize {
        self.0.push(Arc::new(Source { name: name.into(), text: text.into(), is_sheet: true }));
        self.0.len() - 1
    }

    /// Names the cell of a fault in a spreadsheet: `C3`.
    fn with_cell(&self, fault: Fault) -> Fault {
        let Some(at) = fault.at else { return fault };
        let Some(source) = self.0.get(at.source).filter(|source| source.is_sheet) else { return fault };
        let (row, line) = line_of(&source.text, at.start);
        let column = letters(source.text[line..at.start].matches('\t').count());
        Fault { message: format!("{} (cell {column}{})", fault.message, row + 1), ..fault }
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

/// Everything that is wrong with a scenario, or everything that is doubtful about it, in the order of the text.
///
/// As an error it is never empty and holds faults only; as [`Scenario::warnings`](super::Scenario::warnings) it may be
/// empty and holds doubts only.
#[derive(Debug, Clone, Default, PartialEq, Eq, thiserror::Error)]
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
    /// What was found, in the order of the sources.
    pub(super) fn sorted(mut faults: Vec<Fault>, truncated: bool, sources: Sources) -> Self {
        faults.sort_by(|a, b| (a.at, &a.message).cmp(&(b.at, &b.message)));
        let faults = faults.into_iter().map(|fault| sources.with_cell(fault)).collect();
        Self { faults, sources, truncated }
    }

    /// A single fault.
    pub(super) fn one(fault: Fault, sources: Sources) -> Self {
        Self { faults: vec![fault], sources, truncated: false }
    }

    /// The same, each changed.
    pub(super) fn each(mut self, change: impl Fn(Fault) -> Fault) -> Self {
        self.faults = self.faults.into_iter().map(change).collect();
        self
    }

    /// The texts that they point into.
    pub(super) fn to_sources(&self) -> Sources {
        self.sources.clone()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether options of the command line are at fault, and no file is.
    pub fn of_the_command_line(&self) -> bool {
        self.faults.iter().all(|fault| self.location(fault).is_some_and(|at| at.file.starts_with("--")))
    }

    /// The faults, by source and position.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.faults.iter()
    }

    /// Their kinds, in the same order.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.faults.iter().map(|fault| fault.code)
    }

    /// The texts that the faults point into.
    pub fn sources(&self) -> &[Arc<Source>] {
        &self.sources.0
    }

    /// Whether there are more than the [`MAX_FAULTS`](super::limits::MAX_FAULTS) that are kept.
    pub fn truncated(&self) -> bool {
        self.truncated
    }

    /// Where `fault` begins.
    pub fn location(&self, fault: &Fault) -> Option<Location<'_>> {
        let at = fault.at?;
        let source = self.sources.0.get(at.source)?;
        let start = source.text.floor_char_boundary(at.start);
        let (lines, line_start) = line_of(&source.text, start);
        Some(Location {
            file: &source.name,
            line: lines + 1,
            column: source.text[line_start..start].trim_start_matches('\u{feff}').chars().count() + 1,
        })
    }
}

/// How many lines of `text` end before byte `at`, and where the line that holds it begins. A line ends with `\n`, with
/// `\r\n`, or with `\r` alone.
pub fn line_of(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let ends = |&index: &usize| match bytes[index] {
        b'\n' => true,
        b'\r' => bytes.get(index + 1) != Some(&b'\n'),
        _ => false,
    };
    (0..at.min(bytes.len())).filter(ends).fold((0, 0), |(lines, _), index| (lines + 1, index + 1))
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    /// One line a fault: `file:line:column: message (help)`; a doubt's message begins with "warning: ".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            if let Some(Location { file, line, column }) = self.location(fault) {
                write!(f, "{file}:{line}:{column}: ")?;
            }
            if fault.is_warning() {
                f.write_str("warning: ")?;
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
