//! The names that a scenario declares: dimensions, members, areas, groups, weights, rules.

use std::collections::BTreeSet;

use super::asked::{Form, Otherwise};
use super::characters::is_name;
use super::code::Code;
use super::fault::Fault;
use super::fields::Fields;
use super::limits::MAX_ID;
use super::log::Log;
use super::node::{Node, Origin, Table, Value};
use super::range::Range;
use super::sections;
use super::space;
use super::suggest::{self, listed, shown};
use super::values;
use crate::model::Dimension;

/// By what the numbers of a field may be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Dimension,
    Area,
    Group,
    Weight,
}

/// The fields whose numbers may be given by name, or as one number for all.
const BY_NAME: [(&str, By); 13] = [
    ("ideal", By::Dimension),
    ("ideal_sd", By::Dimension),
    ("salience", By::Dimension),
    ("relevance", By::Dimension),
    ("noise", By::Dimension),
    ("mean", By::Dimension),
    ("sd", By::Dimension),
    ("start", By::Dimension),
    ("drift_sd", By::Dimension),
    ("information_sd", By::Dimension),
    ("tolerance", By::Area),
    ("outside_option", By::Area),
    ("group_correlation", By::Group),
];

/// By what the numbers of `field` may be named.
pub(super) fn by(field: &str) -> Option<By> {
    BY_NAME.iter().find(|(name, _)| *name == field).map(|&(_, by)| by)
}

/// Names in the order in which the model numbers them.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// `None` where the space itself is at fault, so that vectors cannot be judged.
    pub dimensions: Option<Vec<Dimension>>,
    /// Whether they are those of a space; else they are places for the issues of a proposal, and nobody has an ideal point.
    pub has_space: bool,
    pub members: Vec<String>,
    pub areas: Vec<String>,
    pub groups: BTreeSet<String>,
    pub weights: BTreeSet<String>,
    pub rules: Vec<String>,
}

impl Names {
    /// Reads the names of a document; its shape is at fault where the answer is `None`.
    pub fn read(document: &Table, start: Origin, log: &Log) -> Option<Self> {
        let ids = |section| ids(document, section, start, log);
        let (members, areas, rules) = (ids("members"), ids("areas"), ids("rules"));
        ids("variants")?;
        for section in ["events", "pulses", "periods", "assumptions"] {
            ids(section);
        }
        let dimensions = space::dimensions(document, start, log);
        let (mut groups, mut weights) = (BTreeSet::new(), BTreeSet::new());
        for member in document.get("members")?.node.as_table()?.values() {
            let fields = member.node.as_table();
            let field = |name| fields.and_then(|fields| fields.get(name)).map(|field| &field.node.value);
            if let Some(Value::Array(names)) = field("groups") {
                groups.extend(names.iter().filter_map(Node::as_str).map(str::to_owned));
            }
            if let Some(Value::Table(table)) = field("weights") {
                weights.extend(table.keys().cloned());
            }
        }
        let has_space = document.contains_key("space");
        Some(Self { dimensions, has_space, members: members?, areas: areas?, groups, weights, rules: rules? })
    }

    /// D, or 0 where it is not known.
    pub fn dims(&self) -> usize {
        self.dimensions.as_ref().map_or(0, Vec::len)
    }

    pub fn member(&self, name: &str, at: Origin, log: &Log) -> Option<usize> {
        find(&self.members, name, at, "member", log)
    }

    /// The member at the table that a variant names; the name of a group wants its `@`.
    pub fn participant(&self, name: &str, at: Origin, log: &Log) -> Option<usize> {
        if self.groups.contains(name) && !self.members.iter().any(|member| member == name) {
            let message = format!("`{}` is a group, not a member", shown(name));
            let fault = Fault::at(Code::UnknownName, at, message).label("a group");
            log.add(fault.help(format!("for everybody in it write \"@{name}\"")));
            return None;
        }
        self.member(name, at, log)
    }

    pub fn area(&self, name: &str, at: Origin, log: &Log) -> Option<usize> {
        find(&self.areas, name, at, "area", log)
    }

    pub fn has_group(&self, name: &str, at: Origin, log: &Log) -> bool {
        let known = self.groups.contains(name);
        if !known {
            log.add(nobody(name, at, "group", self.groups.iter().map(String::as_str)));
        }
        known
    }

    /// D numbers: an array, or a table by dimension, or (where `one` may hold for all) a number.
    ///
    /// A dimension that a table does not name has the number `unnamed`; without one, all have to be named.
    pub fn vector(
        &self,
        log: &Log,
        node: &Node,
        name: &str,
        range: Range,
        unnamed: Option<f64>,
        one: bool,
    ) -> Option<Vec<f64>> {
        debug_assert_eq!(by(name), Some(By::Dimension));
        let dimensions: Vec<&str> = self.dimensions.as_ref()?.iter().map(|dimension| dimension.id.as_str()).collect();
        match &node.value {
            Value::Array(items) if items.len() != dimensions.len() => {
                let (numbers, dims) = (counted(items.len(), "number"), counted(dimensions.len(), "dimension"));
                let message = format!("`{name}` has {numbers}, the space has {dims}: {}", listed(&dimensions));
                log.add(Fault::at(Code::WrongCount, node.at, message).label(numbers));
                None
            }
            Value::Array(items) => items.iter().map(|item| values::number(log, item, name, range)).collect(),
            Value::Table(_) => by_name(log, node, name, &dimensions, "dimension", unnamed, range),
            Value::Integer(_) | Value::Float(_) if one => {
                Some(vec![values::number(log, node, name, range)?; dimensions.len()])
            }
            _ => {
                let or_number = if one { "a number, " } else { "" };
                let wanted = format!("{or_number}an array of numbers or a table by dimension");
                log.add(values::wrong_kind(node, name, &wanted));
                None
            }
        }
    }

    /// The vector in field `name`, or `default` in every dimension; that is what a table leaves the others at, too.
    pub fn vector_or(&self, fields: &Fields<'_>, name: &'static str, default: f64, range: Range) -> Vec<f64> {
        let read = |node| self.vector(fields.log, node, name, range, Some(default), true);
        fields.note(name, Otherwise::Number(default), || Form::Vector { range, one: true });
        fields.get(name).and_then(read).unwrap_or_else(|| vec![default; self.dims()])
    }

    /// One number an area: a table by area whose unnamed ones are `unnamed`.
    pub fn by_area(&self, log: &Log, node: &Node, name: &str, unnamed: f64, range: Range) -> Option<Vec<f64>> {
        let areas: Vec<&str> = self.areas.iter().map(String::as_str).collect();
        by_name(log, node, name, &areas, "area", Some(unnamed), range)
    }

    /// One number an area: the same for all, or a table by area; 0 where nothing is given.
    pub fn number_by_area(&self, fields: &Fields<'_>, name: &'static str, range: Range) -> Vec<f64> {
        debug_assert_eq!(by(name), Some(By::Area));
        let areas = self.areas.len();
        let read = |node: &Node| match node.as_table() {
            Some(_) => self.by_area(fields.log, node, name, 0.0, range),
            None => values::number(fields.log, node, name, range).map(|number| vec![number; areas]),
        };
        fields.note(name, Otherwise::Number(0.0), || Form::Numbers { by: By::Area, range, one: true });
        fields.get(name).and_then(read).unwrap_or_else(|| vec![0.0; areas])
    }
}

pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The numbers of a table by `names`, in their order.
fn by_name(
    log: &Log,
    node: &Node,
    name: &str,
    names: &[&str],
    noun: &str,
    unnamed: Option<f64>,
    range: Range,
) -> Option<Vec<f64>> {
    let Some(table) = node.as_table() else {
        log.add(values::wrong_kind(node, name, &format!("a table by {noun}")));
        return None;
    };
    let mut values = vec![unnamed; names.len()];
    let mut complete = true;
    for (key, field) in table {
        let index = find(names, key, field.key, noun, log);
        complete &= index.is_some();
        let number = values::number(log, &field.node, &format!("{name}.{key}"), range);
        if let Some(index) = index {
            values[index] = number.or(Some(0.0));
        }
    }
    let missing: Vec<&str> =
        names.iter().zip(&values).filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    // A name that nothing has may be a slip for the one that is missing, and is told already.
    if complete && !missing.is_empty() {
        let message = format!("`{name}` does not say what it is in {noun} {}", listed(&quoted(&missing)));
        let fault = Fault::at(Code::MissingField, node.at, message).label("not complete");
        log.add(fault.help(format!("it has no default: name every {noun}")));
    }
    values.into_iter().collect()
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

pub(super) fn find<S: AsRef<str>>(names: &[S], name: &str, at: Origin, noun: &str, log: &Log) -> Option<usize> {
    let index = names.iter().position(|other| other.as_ref() == name);
    if index.is_none() {
        log.add(nobody(name, at, noun, names.iter().map(AsRef::as_ref)));
    }
    index
}

/// The fault of a name that nothing has.
pub(super) fn nobody<'a>(name: &str, at: Origin, noun: &str, known: impl Iterator<Item = &'a str> + Clone) -> Fault {
    let fault = Fault::at(Code::UnknownName, at, format!("there is no {noun} `{}`", shown(name))).label("unknown");
    Fault { help: suggest::help(name, known, &format!("{noun}s")), ..fault }
}

/// Whether `id` is one, or a fault at `at`.
pub(super) fn check_id(id: &str, at: Origin, noun: &str, log: &Log) -> bool {
    let good = is_name(id) && id.len() <= MAX_ID;
    if !good {
        let article = if noun.starts_with('a') { "an" } else { "a" };
        let message = format!("`{}` cannot be the name of {article} {noun}", shown(id));
        let fault = Fault::at(Code::BadName, at, message).label("not a name");
        log.add(fault.help(match id.strip_prefix('-').filter(|rest| is_name(rest)) {
            Some(_) => "a name does not begin with -, which leaves out".to_owned(),
            None => format!("letters, digits, - and _, at most {MAX_ID} bytes; a `label` may be longer"),
        }));
    }
    good
}

/// The keys of a section whose tables are keyed by id.
fn ids(document: &Table, section: &str, start: Origin, log: &Log) -> Option<Vec<String>> {
    let (least, most) = sections::named(section)?.count;
    let noun = section.trim_end_matches('s');
    let too_few = |at| {
        let help = format!("write [{section}.NAME]");
        let message = format!("a scenario has at least {}", counted(least, noun));
        log.add(Fault::at(Code::MissingField, at, message).help(help));
    };
    let Some(field) = document.get(section) else {
        if least > 0 {
            too_few(start);
        }
        return (least == 0).then(Vec::new);
    };
    let Some(table) = field.node.as_table() else {
        let wanted = format!("tables such as [{section}.NAME]");
        log.add(values::wrong_kind(&field.node, section, &wanted));
        return None;
    };
    if table.len() < least {
        too_few(field.key);
        return None;
    }
    if table.len() > most {
        let message = format!("a scenario has at most {most} {section}, this one has {}", table.len());
        log.add(Fault::at(Code::TooMany, field.key, message));
        return None;
    }
    let good = table.iter().filter(|(id, field)| !check_id(id, field.key, noun, log)).count() == 0;
    good.then(|| table.keys().cloned().collect())
}
