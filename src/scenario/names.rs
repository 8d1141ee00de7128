//! The names that a scenario declares: dimensions, members, areas, groups, weights.

use std::collections::BTreeSet;

use super::fault::{Fault, Log};
use super::fields::{self, Fields};
use super::limits::{MAX_AREAS, MAX_DIMENSIONS, MAX_ID, MAX_MEMBERS, MAX_VARIANTS};
use super::node::{Node, Origin, Table, Value};
use super::range::Range;
use super::suggest::{self, listed, shown};

/// Names in the order in which the model numbers them.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// `None` where the space itself is at fault, so that vectors cannot be judged.
    pub dimensions: Option<Vec<String>>,
    pub members: Vec<String>,
    pub areas: Vec<String>,
    pub groups: BTreeSet<String>,
    pub weights: BTreeSet<String>,
}

impl Names {
    /// Reads the names of a document; its shape is at fault where the answer is `None`.
    pub fn read(document: &Table, start: Origin, log: &Log) -> Option<Self> {
        let members = ids(document, "members", 2, MAX_MEMBERS, start, log);
        let areas = ids(document, "areas", 1, MAX_AREAS, start, log);
        ids(document, "variants", 0, MAX_VARIANTS, start, log)?;
        let dimensions = dimensions(document, start, log);
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
        Some(Self { dimensions, members: members?, areas: areas?, groups, weights })
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
            let fault = Fault::at(at, format!("`{}` is a group, not a member", shown(name))).label("a group");
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

    /// D numbers: an array, or a table by dimension, or (where `all` allows it) one number for all.
    pub fn vector(&self, log: &Log, node: &Node, name: &str, range: Range, all: bool) -> Option<Vec<f64>> {
        let dimensions = self.dimensions.as_ref()?;
        match &node.value {
            Value::Array(items) => {
                if items.len() != dimensions.len() {
                    let message = format!(
                        "`{name}` has {}, the space has {}: {}",
                        counted(items.len(), "number"),
                        counted(dimensions.len(), "dimension"),
                        listed(dimensions)
                    );
                    log.add(Fault::at(node.at, message).label(counted(items.len(), "number")));
                    return None;
                }
                items.iter().map(|item| fields::number(log, item, name, range)).collect()
            }
            Value::Table(_) => by_name(log, node, name, dimensions, "dimension", 0.0, range),
            Value::Integer(_) | Value::Float(_) if all => {
                Some(vec![fields::number(log, node, name, range)?; dimensions.len()])
            }
            _ => {
                let or_number = if all { "a number, " } else { "" };
                log.add(fields::wrong_kind(
                    node,
                    name,
                    &format!("{or_number}an array of numbers or a table by dimension"),
                ));
                None
            }
        }
    }

    /// The vector in field `name`, or `default` in every dimension.
    pub fn vector_or(&self, fields: &Fields<'_>, name: &'static str, default: f64, range: Range) -> Vec<f64> {
        let vector = fields.get(name).and_then(|node| self.vector(fields.log, node, name, range, true));
        vector.unwrap_or_else(|| vec![default; self.dims()])
    }

    /// One number an area: a table by area whose unnamed ones are `unnamed`.
    pub fn by_area(&self, log: &Log, node: &Node, name: &str, unnamed: f64, range: Range) -> Option<Vec<f64>> {
        by_name(log, node, name, &self.areas, "area", unnamed, range)
    }
}

fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn by_name(
    log: &Log,
    node: &Node,
    name: &str,
    names: &[String],
    noun: &str,
    unnamed: f64,
    range: Range,
) -> Option<Vec<f64>> {
    let Some(table) = node.as_table() else {
        log.add(fields::wrong_kind(node, name, &format!("a table by {noun}")));
        return None;
    };
    let mut values = vec![unnamed; names.len()];
    for (key, field) in table {
        let index = find(names, key, field.key, noun, log);
        let number = fields::number(log, &field.node, &format!("{name}.{key}"), range);
        if let (Some(index), Some(number)) = (index, number) {
            values[index] = number;
        }
    }
    Some(values)
}

fn find(names: &[String], name: &str, at: Origin, noun: &str, log: &Log) -> Option<usize> {
    let index = names.iter().position(|other| other == name);
    if index.is_none() {
        log.add(nobody(name, at, noun, names.iter().map(String::as_str)));
    }
    index
}

/// The fault of a name that nothing has.
pub(super) fn nobody<'a>(name: &str, at: Origin, noun: &str, known: impl Iterator<Item = &'a str> + Clone) -> Fault {
    let fault = Fault::at(at, format!("there is no {noun} `{}`", shown(name))).label("unknown");
    Fault { help: suggest::help(name, known, &format!("{noun}s")), ..fault }
}

/// Whether `id` is one, or a fault at `at`.
pub(super) fn check_id(id: &str, at: Origin, noun: &str, log: &Log) -> bool {
    let letters = id.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
    let good = letters && !id.is_empty() && id.len() <= MAX_ID;
    if !good {
        let article = if noun.starts_with('a') { "an" } else { "a" };
        let message = format!("`{}` cannot be the name of {article} {noun}", shown(id));
        let fault = Fault::at(at, message).label("not a name");
        log.add(fault.help(format!("letters, digits, - and _, at most {MAX_ID} bytes; a `label` may be longer")));
    }
    good
}

/// The keys of a section whose tables are keyed by id.
fn ids(document: &Table, section: &str, least: usize, most: usize, start: Origin, log: &Log) -> Option<Vec<String>> {
    let noun = section.trim_end_matches('s');
    let too_few = |at| {
        let help = format!("write [{section}.NAME]");
        log.add(Fault::at(at, format!("a scenario has at least {}", counted(least, noun))).help(help));
    };
    let Some(field) = document.get(section) else {
        if least > 0 {
            too_few(start);
        }
        return (least == 0).then(Vec::new);
    };
    let Some(table) = field.node.as_table() else {
        let wanted = format!("tables such as [{section}.NAME]");
        log.add(fields::wrong_kind(&field.node, section, &wanted));
        return None;
    };
    if table.len() < least {
        too_few(field.key);
        return None;
    }
    if table.len() > most {
        let message = format!("a scenario has at most {most} {section}, this one has {}", table.len());
        log.add(Fault::at(field.key, message));
        return None;
    }
    let good = table.iter().filter(|(id, field)| !check_id(id, field.key, noun, log)).count() == 0;
    good.then(|| table.keys().cloned().collect())
}

fn dimensions(document: &Table, start: Origin, log: &Log) -> Option<Vec<String>> {
    let help = "for example dimensions = [\"security\", \"economy\"]";
    let Some(space) = document.get("space") else {
        log.add(Fault::at(start, "a scenario needs a [space]").help(help));
        return None;
    };
    let fields = Fields::open(log, &space.node, "the space");
    let node = fields.required("dimensions");
    fields.close();
    let (names, at) = (fields::strings(log, node?, "dimensions")?, node?.at);
    if names.is_empty() || names.len() > MAX_DIMENSIONS {
        let message = format!("the space has 1 to {MAX_DIMENSIONS} dimensions, not {}", names.len());
        log.add(Fault::at(at, message).help(help));
        return None;
    }
    for (index, &(name, at)) in names.iter().enumerate() {
        if !check_id(name, at, "dimension", log) {
            return None;
        }
        if names[..index].iter().any(|&(other, _)| other == name) {
            log.add(Fault::at(at, format!("the dimension `{name}` stands twice")));
            return None;
        }
    }
    Some(names.into_iter().map(|(name, _)| name.to_owned()).collect())
}
