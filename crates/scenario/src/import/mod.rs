//! Scenarios from the tables that people have: decisions of the EU (DEU), actors of KTAB and of Bueno de Mesquita's model, rows of
//! decide. Each format is read by a file of its own into [`Imported`]; `written.rs` makes the scenario of it.

mod bdm;
mod decide;
mod deu;
mod ktab;
mod written;
mod xml;

use std::path::Path;

pub use written::{Answers, Files, StatusQuo};

use super::characters::is_name;
use super::code::Code;
use super::csv::Cell;
use super::fault::{Fault, Faults, Sources};
use super::figures::Numbers;
use super::limits::MAX_ID;
use super::log::Log;
use super::node::Origin;
use super::range::Range;
use super::rows::{self, Request, Rows};
use super::{characters::shown_path, encoding, files, values};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One row an issue, with columns of positions and saliences by actor.
    Deu,
    /// KTAB's spatial model: CSV with two heading lines, or XML.
    Ktab,
    /// Rows that begin with `#A`, `#P`, `#M`, `#D`.
    Decide,
    /// One row an actor, one issue.
    Bdm,
}

/// What a file says, whatever its format.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Imported {
    /// What it calls itself.
    pub title: String,
    /// Who is in it.
    pub actors: Vec<Actor>,
    /// What is decided.
    pub issues: Vec<Item>,
    /// What actors want.
    pub stands: Vec<Stand>,
    /// What was left out or taken as something, in sentences.
    pub remarks: Vec<String>,
}

/// An actor.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Actor {
    /// Its id in the scenario.
    pub id: String,
    /// What the file calls it.
    pub label: String,
    /// Its power, capability or the like, where the file has it.
    pub influence: Option<f64>,
}

/// An issue. Numbers in the units of the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Item {
    /// Its id in the scenario.
    pub id: String,
    /// What the file calls it.
    pub label: String,
    /// The id of what it is negotiated in.
    pub proposal: String,
    /// The ends of its scale, where the file says them.
    pub scale: Option<(f64, f64)>,
    /// Where policy lies, where the file says so.
    pub status_quo: Option<f64>,
    /// What came out, where the file says so.
    pub outcome: Option<f64>,
    /// The rule, in the words of the file.
    pub rule: Option<String>,
}

/// What an actor wants on an issue, both by number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stand {
    /// Index into the issues.
    pub issue: usize,
    /// Index into the actors.
    pub actor: usize,
    /// In the units of the file.
    pub position: f64,
    /// From 0 to 100, where the file says it.
    pub salience: Option<f64>,
}

/// Reads a file; with what is doubtful about it.
///
/// # Errors
/// Everything that is wrong with it, with its place.
pub fn read(path: &Path, format: Format) -> Result<(Imported, Faults), Faults> {
    let mut reader = Reader { path, name: shown_path(path), sources: Sources::default(), log: Log::default() };
    let imported = match format {
        Format::Deu => deu::read(&mut reader),
        Format::Ktab => ktab::read(&mut reader),
        Format::Decide => decide::read(&mut reader),
        Format::Bdm => bdm::read(&mut reader),
    };
    let Reader { name, sources, log, .. } = reader;
    let imported = imported.map(one_rule_a_proposal);
    if let Some(imported) = &imported
        && (imported.actors.len() < 2 || imported.stands.is_empty())
    {
        let message = format!("`{name}` has {} actors and {} positions", imported.actors.len(), imported.stands.len());
        log.add(Fault::new(Code::MissingField, message).help("is it of this format? see --format"));
    }
    let warnings = log.into_findings(sources.clone())?;
    let unreadable = || Faults::one(Fault::new(Code::UnreadableFile, "this file cannot be read"), sources);
    imported.map(|imported| (imported, warnings)).ok_or_else(unreadable)
}

/// What is negotiated together is decided by one rule: issues under another rule are a proposal of their own.
fn one_rule_a_proposal(mut imported: Imported) -> Imported {
    let mut parted: Vec<String> = Vec::new();
    for number in 1..imported.issues.len() {
        let Item { proposal, rule, .. } = imported.issues[number].clone();
        let first = imported.issues[..number].iter().find(|other| other.proposal == proposal);
        if first.is_some_and(|first| first.rule != rule) {
            let own = rule.map_or_else(|| "other".to_owned(), |rule| Ids::default().of(&rule.to_lowercase()));
            imported.issues[number].proposal = format!("{proposal}-{own}");
            if !parted.contains(&proposal) {
                parted.push(proposal);
            }
        }
    }
    if !parted.is_empty() {
        let which = parted.join(", ");
        imported
            .remarks
            .push(format!("issues of {which} have different rules, and are proposals of their own by rule"));
    }
    imported
}

/// A file on its way.
struct Reader<'a> {
    path: &'a Path,
    name: String,
    sources: Sources,
    log: Log,
}

impl Reader<'_> {
    /// The file as a table whose line of headings holds these.
    fn table(&mut self, wanted: &[&str]) -> Option<Rows> {
        let wanted: Vec<String> = wanted.iter().map(|&heading| heading.to_owned()).collect();
        let request = Request { path: self.path, name: &self.name, sheet: None, named_at: None, wanted: &wanted };
        rows::read(&request, &mut self.sources, &self.log)
    }

    /// The file as text, a source by that number.
    fn text(&mut self) -> Option<(usize, String)> {
        let bytes = files::bytes_of(self.path, &self.name, None, &self.sources, &self.log)?;
        let decoded = encoding::decode(bytes).map_err(|message| {
            self.log.add(Fault::new(Code::UnreadableFile, format!("cannot read `{}`: {message}", self.name)));
        });
        let text = decoded.ok()?.text;
        Some((self.sources.add(&self.name, text.clone()), text))
    }

    fn refuse(&self, at: Origin, message: impl Into<String>, help: &str) {
        self.log.add(Fault::at(Code::WrongKind, at, message).help(help.to_owned()));
    }

    /// The name of the file without its extension.
    fn stem(&self) -> String {
        self.path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
    }
}

/// The number in a cell of a table, whose column is among those that `numbers` knows.
fn number(numbers: &Numbers, column: usize, cell: &Cell, called: &str, log: &Log) -> Option<f64> {
    values::number(log, &numbers.read(column, cell), called, Range::POSITION)
}

/// Ids for what a file calls by any name: the name itself where it is one; each once.
#[derive(Default)]
struct Ids(Vec<String>);

impl Ids {
    fn of(&mut self, name: &str) -> String {
        let letter = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
        let mut id: String = name.trim().chars().map(letter).collect();
        while id.contains("--") {
            id = id.replace("--", "-");
        }
        let mut id = id.trim_matches('-').to_owned();
        while id.len() > MAX_ID - 3 {
            id.pop();
        }
        if !is_name(&id) {
            id = format!("x{}", self.0.len() + 1);
        }
        let mut one = id.clone();
        let mut number = 2;
        while self.0.contains(&one) {
            one = format!("{id}-{number}");
            number += 1;
        }
        self.0.push(one.clone());
        one
    }
}

/// Saliences from 0 to 1 as those from 0 to 100, where all of them are; whether they were.
fn full_saliences(stands: &mut [Stand]) -> bool {
    let most = stands.iter().filter_map(|stand| stand.salience).fold(0.0, f64::max);
    let parts = most > 0.0 && most <= 1.0;
    if parts {
        stands.iter_mut().for_each(|stand| stand.salience = stand.salience.map(|salience| salience * 100.0));
    }
    parts
}

/// What is said where saliences were parts of one.
const PARTS_OF_ONE: &str = "saliences from 0 to 1 were taken times 100";
