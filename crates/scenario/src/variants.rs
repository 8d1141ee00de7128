//! Variants that are made of others: `extends`, and the products of `[[design]]`, spelt out as plain variants.
//!
//! A variant is a list of who is at the table and a `set`. What is made of several has their lists one after the other,
//! read as one, and their `set`s in this order, where a later one may change what an earlier one sets.

use std::collections::BTreeSet;

use super::code::Code;
use super::fault::Fault;
use super::limits::MAX_VARIANTS;
use super::log::Log;
use super::names::{check_id, nobody};
use super::node::{Field, Node, Origin, Table, Value};
use super::suggest::shown;
use super::values;

/// Whether any variant is made of others.
pub(super) fn are_made_of_others(document: &Table) -> bool {
    let extends = |field: &Field| field.node.as_table().is_some_and(|table| table.contains_key("extends"));
    let variants = document.get("variants").and_then(|field| field.node.as_table());
    document.contains_key("design") || variants.into_iter().flat_map(Table::values).any(extends)
}

/// Spells out what variants are made of; whether there are any. What cannot be is logged, and left out.
pub(super) fn spell_out(document: &mut Table, log: &Log) -> bool {
    if !are_made_of_others(document) {
        return false;
    }
    let design = document.shift_remove("design");
    let Some(variants) = document.get("variants").and_then(|field| field.node.as_table()) else {
        if let Some(field) = design {
            let fault = Fault::at(Code::UnknownName, field.key, "[[design]] crosses variants, and there are none");
            log.add(fault.help("write [variants.NAME]"));
        }
        return true;
    };
    let members = document.get("members").and_then(|field| field.node.as_table());
    let family = Family { variants, members, log };
    let mut plain: Table = variants.iter().map(|(id, field)| (id.clone(), family.plain(id, field))).collect();
    if let Some(design) = &design {
        cross(&mut plain, design, log);
    }
    if let Some(field) = document.get_mut("variants") {
        field.node.value = Value::Table(plain);
    }
    true
}

/// The variants as written.
struct Family<'a> {
    variants: &'a Table,
    members: Option<&'a Table>,
    log: &'a Log,
}

impl Family<'_> {
    /// The variant with what it extends.
    fn plain(&self, id: &str, field: &Field) -> Field {
        let line = self.line(id, field);
        let (own, bases) = line.split_last().expect("a variant is of its own line");
        if !bases.is_empty() {
            self.doubt_members(bases, own);
        }
        let label = own.node.as_table().and_then(|table| table.get("label")).cloned();
        combined(&line, label)
    }

    /// A variant after those that it extends, the furthest one first.
    fn line<'f>(&'f self, id: &str, field: &'f Field) -> Vec<&'f Field> {
        let (mut line, mut ids) = (vec![field], vec![id.to_owned()]);
        while let Some(named) = line.last().and_then(|field| field.node.as_table()?.get("extends")) {
            let Some(base) = values::text(self.log, &named.node, "extends") else { break };
            if let Some(start) = ids.iter().position(|id| id == base) {
                let circle: Vec<String> = ids[start..].iter().map(|id| format!("`{}`", shown(id))).collect();
                let message = format!("variants extend each other in a circle: {} → {}", circle.join(" → "), circle[0]);
                self.log.add(Fault::at(Code::Circle, named.node.at, message).label("closes the circle"));
                break;
            }
            let Some(next) = self.variants.get(base) else {
                self.log.add(nobody(base, named.node.at, "variant", self.variants.keys().map(String::as_str)));
                break;
            };
            ids.push(base.to_owned());
            line.push(next);
        }
        line.reverse();
        line
    }

    /// Warns of names by which a variant wants to bring in who is there already: it goes on from the other one's table.
    fn doubt_members(&self, bases: &[&Field], own: &Field) {
        let before: Vec<&Node> = bases.iter().flat_map(|field| names(field)).collect();
        if names(own).next().is_none() || self.members.is_none() {
            return;
        }
        let mut there = BTreeSet::new();
        let leaves_out_first = |node: &&Node| node.as_str().is_some_and(|name| name.starts_with('-'));
        if before.first().copied().or_else(|| names(own).next()).as_ref().is_some_and(leaves_out_first) {
            there.extend(self.members.into_iter().flatten().map(|(id, _)| id.as_str()));
        }
        before.iter().for_each(|node| {
            self.come_and_go(node, &mut there);
        });
        for node in names(own) {
            if self.come_and_go(node, &mut there) == Some(false) && !before.is_empty() {
                let name = shown(node.as_str().unwrap_or_default());
                let message = format!("`{name}` brings in nobody who is not there already");
                let fault = Fault::at(Code::NoEffect, node.at, message).label("no effect");
                self.log.add(fault.help("`members` goes on from the table of the variant that is extended"));
            }
        }
    }

    /// Takes an entry of a list of members; whether somebody new comes, or `None` where it is about leaving.
    fn come_and_go<'a>(&'a self, entry: &Node, there: &mut BTreeSet<&'a str>) -> Option<bool> {
        let entry = entry.as_str()?;
        let name = entry.strip_prefix('-').unwrap_or(entry);
        let meant: Vec<&str> = self.meant(name);
        if name != entry {
            meant.into_iter().for_each(|id| {
                there.remove(id);
            });
            return None;
        }
        // Not short of the end: each of them comes.
        Some(meant.is_empty() | meant.into_iter().fold(false, |new, id| there.insert(id) | new))
    }

    fn meant(&self, name: &str) -> Vec<&str> {
        let members = self.members.into_iter().flatten();
        let belongs = |field: &Field, group: &str| {
            let groups = field.node.as_table().and_then(|table| table.get("groups"));
            matches!(groups.map(|groups| &groups.node.value), Some(Value::Array(items)) if items.iter().any(|item| item.as_str() == Some(group)))
        };
        let is_meant = |id: &str, field: &Field| match name.strip_prefix('@') {
            Some(group) => belongs(field, group),
            None => id == name,
        };
        members.filter(|(id, field)| is_meant(id, field)).map(|(id, _)| id.as_str()).collect()
    }
}

/// The entries of a variant's list of members.
fn names(variant: &Field) -> impl Iterator<Item = &Node> {
    let members = variant.node.as_table().and_then(|table| table.get("members"));
    let items = members.and_then(|members| match &members.node.value {
        Value::Array(items) => Some(items),
        _ => None,
    });
    items.into_iter().flatten()
}

/// One variant of several, with that label.
fn combined(parts: &[&Field], label: Option<Field>) -> Field {
    let own = parts.last().expect("a variant is made of something");
    if own.node.as_table().is_none() {
        return Field::clone(own);
    }
    let field = |part: &Field, name: &str| part.node.as_table().and_then(|table| table.get(name)).cloned();
    let mut table = Table::new();
    table.extend(label.map(|label| ("label".to_owned(), label)));
    if let Some(first) = parts.iter().rev().find_map(|part| field(part, "members")) {
        // A list that is none is told when it is read.
        let is_list =
            |part: &&&Field| field(part, "members").is_none_or(|list| matches!(list.node.value, Value::Array(_)));
        let whole = parts.iter().flat_map(|part| names(part)).cloned().collect();
        let bad = parts.iter().find(|part| !is_list(part)).and_then(|part| field(part, "members"));
        let node = bad.map_or_else(|| Node::new(Value::Array(whole), first.node.at), |bad| bad.node);
        table.insert("members".to_owned(), Field { key: first.key, node });
    }
    let sets: Vec<Field> = parts.iter().filter_map(|part| field(part, "set")).collect();
    if let Some(last) = sets.last() {
        let (key, at) = (last.key, last.node.at);
        let each = sets.into_iter().flat_map(|set| match set.node.value {
            Value::Array(items) => items,
            _ => vec![set.node],
        });
        let mut each: Vec<Node> = each.collect();
        let node = if each.len() == 1 { each.remove(0) } else { Node::new(Value::Array(each), at) };
        table.insert("set".to_owned(), Field { key, node });
    }
    for (name, field) in parts.iter().flat_map(|part| part.node.as_table().into_iter().flatten()) {
        if !["label", "members", "set", "extends"].contains(&name.as_str()) {
            table.insert(name.clone(), field.clone());
        }
    }
    Field { key: own.key, node: Node::new(Value::Table(table), own.node.at) }
}

/// A variant as a list of a design names it.
type Named = (String, Origin);

/// Puts the products of the lists of a design in the place of the variants that they are made of.
fn cross(variants: &mut Table, design: &Field, log: &Log) {
    let Some(lists) = lists(variants, design, log) else { return };
    let many = lists.iter().map(Vec::len).fold(1_usize, usize::saturating_mul);
    if many > MAX_VARIANTS {
        let message = format!("[[design]] makes {many} variants, a scenario has at most {MAX_VARIANTS}");
        log.add(Fault::at(Code::TooMany, design.key, message));
        return;
    }
    let mut products: Vec<Vec<&Named>> = vec![Vec::new()];
    for list in &lists {
        let with = |product: &[_], named| [product, &[named]].concat();
        products = products.iter().flat_map(|product| list.iter().map(move |named| with(product, named))).collect();
    }
    let made: Vec<(String, Field)> = products.iter().map(|parts| product(variants, parts)).collect();
    lists.iter().flatten().for_each(|(id, _)| drop(variants.shift_remove(id)));
    for (id, field) in made {
        if variants.contains_key(&id) {
            let message = format!("[[design]] makes a variant `{}`, and there is one already", shown(&id));
            log.add(Fault::at(Code::Twice, field.key, message));
        } else {
            variants.insert(id, field);
        }
    }
}

fn product(variants: &Table, parts: &[&Named]) -> (String, Field) {
    let ids: Vec<&str> = parts.iter().map(|(id, _)| id.as_str()).collect();
    let fields: Vec<&Field> = ids.iter().map(|id| &variants[*id]).collect();
    let label = |(id, field): (&&str, &&Field)| {
        let label = field.node.as_table().and_then(|table| table.get("label"));
        label.and_then(|label| label.node.as_str()).unwrap_or(id).to_owned()
    };
    let label: Vec<String> = ids.iter().zip(&fields).map(label).collect();
    let at = parts[0].1;
    let made = combined(&fields, Some(Field::at(at, Value::String(label.join(", ")))));
    (ids.join("-"), Field { key: at, ..made })
}

/// The lists of a design; `None` where one is at fault.
fn lists(variants: &Table, design: &Field, log: &Log) -> Option<Vec<Vec<Named>>> {
    let entries = match &design.node.value {
        Value::Array(entries) => &entries[..],
        _ => std::slice::from_ref(&design.node),
    };
    let mut lists = Vec::new();
    let mut taken = BTreeSet::new();
    let mut good = true;
    for entry in entries {
        let Some(table) = entry.as_table() else {
            log.add(values::wrong_kind(entry, "design", "a table of lists of variants, each under a name"));
            return None;
        };
        for (name, field) in table {
            good &= check_id(name, field.key, "list", log);
            let written = values::strings(log, &field.node, name);
            good &= written.is_some();
            let mut list = Vec::new();
            for (id, at) in written.into_iter().flatten() {
                if !variants.contains_key(id) {
                    log.add(nobody(id, at, "variant", variants.keys().map(String::as_str)));
                    good = false;
                } else if !taken.insert(id.to_owned()) {
                    let message = format!("`{}` stands in [[design]] twice", shown(id));
                    log.add(Fault::at(Code::Twice, at, message));
                    good = false;
                }
                list.push((id.to_owned(), at));
            }
            if list.is_empty() {
                let fault = Fault::at(Code::MissingField, field.node.at, format!("`{name}` crosses no variants"));
                log.add(fault.label("empty").help("for example `table = [\"eu27\", \"eu35\"]`"));
                good = false;
            }
            lists.push(list);
        }
    }
    (good && !lists.is_empty()).then_some(lists)
}
