//! Changing a document. `extends`, the command line and variants all do it this way: a value is put at a path, and a
//! table that is put where one is changes it field by field, unless it gives a `kind` and so begins anew.

use std::collections::BTreeSet;

use super::code::Code;
use super::fault::Fault;
use super::log::Log;
use super::merge::Merge;
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, written};
use super::sections::{self, Section, Start, Variants};
use super::shorthand::Known;
use super::suggest::{self, shown};

/// Stands in a path for every member, every area.
pub(super) const EVERY: &str = "*";

/// Sections that a variant may set and an event may not.
pub(super) const NOT_BY_EVENTS: [&str; 3] = ["issues", "events", "pulses"];

/// Who sets, and therefore what may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setter {
    /// A scenario that extends this one: anything; what makes no sense is found when it is compiled.
    File,
    /// `--set`: anything but `extends`.
    CommandLine,
    /// The `set` of a variant: nothing that all variants share, nothing that renumbers members or areas, and nothing
    /// twice.
    Variant,
    /// The `set` of an event: what a variant may set, but other events and what comes from outside.
    Event,
}

impl Setter {
    /// What it is called in messages.
    fn name(self) -> &'static str {
        if self == Setter::Event { "an event" } else { "a variant" }
    }
}

/// Changes to one document, by one setter.
pub(super) struct Changes<'a> {
    document: &'a mut Node,
    known: Known,
    setter: Setter,
    /// Keys of what these changes have set so far.
    placed: BTreeSet<Origin>,
    /// Whether a change concerns every member, so that another one may still say something else of one.
    every: bool,
    log: &'a Log,
}

impl<'a> Changes<'a> {
    pub fn new(document: &'a mut Node, setter: Setter, log: &'a Log) -> Self {
        let known = Known::of(document);
        Self { document, known, setter, placed: BTreeSet::new(), every: false, log }
    }

    /// What has been changed so far.
    pub fn document(&self) -> &Node {
        self.document
    }

    /// Everything that another document says.
    pub fn merge(&mut self, other: Node) {
        self.known.add(Known::of(&other));
        let Value::Table(table) = other.value else { return };
        for (name, field) in table {
            self.set(&[Segment { name, at: field.key }], field.node);
        }
    }

    /// Sets the field at `path` to `value`, or logs why it cannot be.
    pub fn set(&mut self, path: &[Segment], value: Node) {
        let outcome = self.permitted(path, &value).and_then(|()| {
            let many = sections::named(&path[0].name).filter(|section| section.is_of_many());
            match many {
                Some(section) if path.get(1).is_some_and(|id| self.is_every(id)) => {
                    self.set_every(section, path, value)
                }
                Some(_) if path.len() == 1 && self.is_there(&path[0].name) => self.set_by_id(&path[0], value),
                _ => self.place(path, value),
            }
        });
        if let Err(fault) = outcome {
            self.log.add(fault);
        }
    }

    fn permitted(&self, path: &[Segment], value: &Node) -> Result<(), Fault> {
        match self.setter {
            Setter::File => Ok(()),
            Setter::CommandLine => no_extends(path),
            Setter::Variant | Setter::Event => self.open_to(path, value),
        }
    }

    /// Whether a variant or an event may set this.
    fn open_to(&self, path: &[Segment], value: &Node) -> Result<(), Fault> {
        let (first, whoever) = (path[0].name.as_str(), self.setter.name());
        let refused = |message: &str, help: &str| {
            let at = Origin { end: path[path.len() - 1].at.end, ..path[0].at };
            let message = format!("{whoever} cannot set `{}`: {message}", written(path));
            Err(Fault::at(Code::NotHere, at, message).help(help))
        };
        if first == "extends" {
            let reason = format!("{whoever} changes this scenario, not another");
            return refused(&reason, "write `extends` at the top of the file");
        }
        if self.setter == Setter::Event && NOT_BY_EVENTS.contains(&first) {
            return refused("what happens has dates of its own", "write another event, or another pulse, in the file");
        }
        match sections::named(first).map(|section| section.variants) {
            Some(Variants::Share { reason, instead }) => refused(reason, instead),
            Some(Variants::SetFieldsOnly) if path.len() == 1 && value.as_table().is_none() => {
                refused(&format!("draws are numbered by the {first} of the file"), "set single fields, by their path")
            }
            Some(Variants::SetFieldsOnly) if path.len() == 2 && path[1].name != EVERY => {
                match table_of(self.document, first) {
                    Some(table) if !table.contains_key(&path[1].name) => {
                        Err(cannot_add(&path[1], first, whoever, table))
                    }
                    _ => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }

    fn is_every(&self, id: &Segment) -> bool {
        id.name == EVERY && self.setter != Setter::File
    }

    /// Whether the section is there with tables by id.
    fn is_there(&self, section: &str) -> bool {
        table_of(self.document, section).is_some()
    }

    /// A table of things by id changes each of them.
    fn set_by_id(&mut self, section: &Segment, value: Node) -> Result<(), Fault> {
        let Value::Table(table) = value.value else { return self.place(std::slice::from_ref(section), value) };
        for (name, field) in table {
            self.set(&[section.clone(), Segment { name, at: field.key }], field.node);
        }
        Ok(())
    }

    /// `members.*.tolerance`: the same for each of them.
    fn set_every(&mut self, section: &Section, path: &[Segment], value: Node) -> Result<(), Fault> {
        let node = self.document.as_table().and_then(|table| table.get(section.name)).map(|field| &field.node.value);
        let ids: Vec<String> = match node {
            Some(Value::Table(table)) => table.keys().cloned().collect(),
            Some(Value::Array(items)) => (0..items.len()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        };
        if ids.is_empty() {
            let message = format!("there are no {} in this scenario", section.name);
            return Err(Fault::at(Code::UnknownName, path[1].at, message));
        }
        self.every = true;
        for name in ids {
            let mut path = path.to_vec();
            path[1].name = name;
            self.set(&path, value.clone());
        }
        self.every = false;
        Ok(())
    }

    /// Walks to the last segment's parent and puts the value there.
    fn place(&mut self, path: &[Segment], value: Node) -> Result<(), Fault> {
        let (last, way) = path.split_last().expect("a path has a segment");
        let mut here = &mut *self.document;
        for (depth, step) in way.iter().enumerate() {
            here = descend(here, step, path, depth, &self.known)?;
        }
        self.known.spell_out(here, way, last);
        let field = Field { key: last.at, node: value };
        match &mut here.value {
            Value::Table(table) => {
                if way.is_empty() && self.setter != Setter::File {
                    may_begin(last, table, false)?;
                }
                let Self { known, placed, every, setter, .. } = self;
                let mut merge =
                    Merge { known, placed, strict: matches!(setter, Setter::Variant | Setter::Event), note: !*every };
                merge.enter(table, last.name.clone(), field)
            }
            Value::Array(items) => {
                let index = index_of(last, items.len(), way)?;
                items[index] = field.node;
                Ok(())
            }
            _ => Err(no_fields(here, way, last)),
        }
    }
}

fn no_extends(path: &[Segment]) -> Result<(), Fault> {
    match path[0].name.as_str() {
        "extends" => {
            let fault = Fault::at(Code::NotHere, path[0].at, "`extends` cannot be set");
            Err(fault.help("name the other scenario in the file"))
        }
        _ => Ok(()),
    }
}

fn table_of<'a>(document: &'a Node, section: &str) -> Option<&'a Table> {
    document.as_table()?.get(section)?.node.as_table()
}

/// Whether a section that is not there may come into being; where `deeper`, because of a field in it.
fn may_begin(step: &Segment, table: &Table, deeper: bool) -> Result<(), Fault> {
    let section = sections::named(&step.name);
    let begins = section.is_some_and(|section| !deeper || section.start == Start::WhenSet);
    if begins || table.contains_key(&step.name) {
        return Ok(());
    }
    let message = match section {
        Some(section) => format!("there are no {} in this scenario", section.name),
        None => format!("there is no section `{}`", shown(&step.name)),
    };
    let fault = Fault::at(Code::UnknownField, step.at, message);
    Err(Fault { help: section.is_none().then(|| sections::help(&step.name)).flatten(), ..fault })
}

fn descend<'a>(
    here: &'a mut Node,
    step: &Segment,
    path: &[Segment],
    depth: usize,
    known: &Known,
) -> Result<&'a mut Node, Fault> {
    let way = &path[..depth];
    known.spell_out(here, way, step);
    match here.value {
        Value::Table(ref mut table) => {
            if depth == 0 {
                may_begin(step, table, true)?;
            }
            let keyed = depth == 1 && sections::named(&path[0].name).is_some_and(Section::is_of_many);
            if keyed && !table.contains_key(&step.name) {
                return Err(unknown(step, &path[0].name, table));
            }
            let field = table.entry(step.name.clone());
            Ok(&mut field.or_insert_with(|| Field { key: step.at, node: Node::empty(step.at) }).node)
        }
        Value::Array(ref mut items) => {
            let index = index_of(step, items.len(), way)?;
            Ok(&mut items[index])
        }
        _ => Err(no_fields(here, way, step)),
    }
}

fn unknown(step: &Segment, section: &str, table: &Table) -> Fault {
    let one = section.trim_end_matches('s');
    let help = suggest::help(&step.name, table.keys().map(String::as_str), section);
    Fault { help, ..Fault::at(Code::UnknownName, step.at, format!("there is no {one} `{}`", shown(&step.name))) }
}

fn cannot_add(step: &Segment, section: &str, whoever: &str, table: &Table) -> Fault {
    let fault = unknown(step, section, table);
    match suggest::alike(&step.name, table.keys().map(String::as_str)) {
        Some(_) => fault,
        None => fault.help(format!("{whoever} cannot add {section}: write it in the file")),
    }
}

fn index_of(step: &Segment, length: usize, way: &[Segment]) -> Result<usize, Fault> {
    let index = step.name.parse().ok().filter(|&index: &usize| index < length);
    index.ok_or_else(|| {
        let fault = Fault::at(Code::BadPath, step.at, format!("`{}` is an array of {length}", written(way)));
        match length.checked_sub(1) {
            Some(last) => fault.help(format!("its elements are numbered 0 to {last}")),
            None => fault,
        }
    })
}

fn no_fields(here: &Node, way: &[Segment], step: &Segment) -> Fault {
    if let Some(fault) = here.fault() {
        return fault;
    }
    let message = format!("`{}` is {} and has no field `{}`", written(way), here.kind(), shown(&step.name));
    let fault = Fault::at(Code::BadPath, step.at, message);
    match (way.last(), here.as_str()) {
        (Some(last), Some(name)) if last.name == "rule" => {
            let path = format!("rules.{}.{}", shown(name), shown(&step.name));
            fault.help(format!("set `{path}` if it names a rule, or the whole of it"))
        }
        _ => fault.help("set the whole of it"),
    }
}
