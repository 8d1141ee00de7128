//! Values that stand for a table: a kind alone, one number for every dimension or area, an array by dimension. They are
//! spelt out where something within them is set, so that the rest stays as it was.

use super::compile::is_kind;
use super::names::{By, by};
use super::node::{Field, Node, Origin, Table, Value};
use super::path::Segment;

/// The names of a document by which numbers may be given.
pub(super) struct Known {
    dimensions: Vec<String>,
    areas: Vec<String>,
    groups: Vec<String>,
}

impl Known {
    pub fn of(document: &Node) -> Self {
        let section = |name: &str| document.as_table().and_then(|table| table.get(name)).map(|field| &field.node);
        let table = |name: &str| section(name).and_then(Node::as_table);
        let dimensions = table("space").and_then(|space| space.get("dimensions"));
        let mut groups: Vec<String> = Vec::new();
        for member in table("members").into_iter().flatten().filter_map(|(_, field)| field.node.as_table()) {
            groups.extend(member.get("groups").map(|field| strings(&field.node)).unwrap_or_default());
        }
        groups.sort();
        groups.dedup();
        Known {
            dimensions: dimensions.map(|field| strings(&field.node)).unwrap_or_default(),
            areas: table("areas").map(|areas| areas.keys().cloned().collect()).unwrap_or_default(),
            groups,
        }
    }

    /// Takes in the names of a document that is merged into this one.
    pub fn add(&mut self, other: Known) {
        if !other.dimensions.is_empty() {
            self.dimensions = other.dimensions;
        }
        add(&mut self.areas, other.areas);
        add(&mut self.groups, other.groups);
    }

    /// The names by which the numbers of a field may be given; `None` where they are not given by name.
    fn names(&self, field: &str) -> Option<&[String]> {
        Some(match by(field)? {
            By::Dimension => &self.dimensions,
            By::Area => &self.areas,
            By::Group => &self.groups,
            By::Weight => return None,
        })
    }

    /// Spells out what stands at `way`, if `step` leads into it.
    pub fn spell_out(&self, here: &mut Node, way: &[Segment], step: &Segment) {
        if let Some(last) = way.last() {
            self.spell_out_for_all(here, &last.name, [&step.name]);
        }
    }

    /// Spells out the value of `field`, if it stands for a table that may hold all of `keys`.
    pub fn spell_out_for_all<'k>(&self, node: &mut Node, field: &str, keys: impl IntoIterator<Item = &'k String>) {
        let table = match &node.value {
            Value::String(kind) if is_kind(kind) => Some(kind_alone(kind, node.at)),
            _ => self
                .names(field)
                .filter(|names| keys.into_iter().all(|key| names.contains(key)))
                .and_then(|names| by_name(node, names)),
        };
        if let Some(table) = table {
            node.value = Value::Table(table);
        }
    }
}

fn kind_alone(kind: &str, at: Origin) -> Table {
    Table::from([("kind".to_owned(), Field::at(at, Value::String(kind.to_owned())))])
}

/// The numbers of `node` by name; none yet where they could not be read.
fn by_name(node: &Node, names: &[String]) -> Option<Table> {
    let field = |node: &Node| Field { key: node.at, node: node.clone() };
    match &node.value {
        Value::Integer(_) | Value::Float(_) => Some(names.iter().map(|name| (name.clone(), field(node))).collect()),
        Value::Array(items) if items.len() == names.len() => {
            Some(names.iter().cloned().zip(items.iter().map(field)).collect())
        }
        Value::Unread(_) => Some(Table::new()),
        _ => None,
    }
}

fn strings(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Array(items) => items.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

fn add(names: &mut Vec<String>, others: Vec<String>) {
    for other in others {
        if !names.contains(&other) {
            names.push(other);
        }
    }
}
