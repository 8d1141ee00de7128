//! Setting a path of the document. The command line, variants and tables of members all do it this way.

use super::fault::{Fault, Log};
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, written};
use super::suggest::{self, shown};

/// Sections that may come into being because a field in them is set.
const SECTIONS: [&str; 7] = ["scenario", "space", "secretariat", "rule", "negotiation", "agenda", "run"];
/// Sections whose tables are keyed by ids.
pub(super) const KEYED: [&str; 3] = ["members", "areas", "variants"];

/// Who sets, and therefore what may be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setter {
    /// `--set`: anything but `extends`.
    CommandLine,
    /// The `set` of a variant: nothing that all variants share, and nothing that renumbers members or areas.
    Variant,
}

/// Sets the field at `path` to `value`, or logs why it cannot be.
pub(super) fn set(document: &mut Node, path: &[Segment], value: Node, setter: Setter, log: &Log) {
    let outcome = match setter {
        Setter::CommandLine => no_extends(path),
        Setter::Variant => open_to_variants(path, document),
    };
    if let Err(fault) = outcome.and_then(|()| place(document, path, value)) {
        log.add(fault);
    }
}

fn no_extends(path: &[Segment]) -> Result<(), Fault> {
    match path[0].name.as_str() {
        "extends" => Err(Fault::at(path[0].at, "`extends` cannot be set").help("name the other scenario in the file")),
        _ => Ok(()),
    }
}

fn open_to_variants(path: &[Segment], document: &Node) -> Result<(), Fault> {
    let first = path[0].name.as_str();
    let refused = |message: &str, help: &str| {
        let at = Origin { end: path[path.len() - 1].at.end, ..path[0].at };
        Err(Fault::at(at, format!("a variant cannot set `{}`: {message}", written(path))).help(help))
    };
    match first {
        "run" => refused("all variants see the same worlds", "set it in [run]"),
        "space" => refused("all variants share the space", "set it in [space]"),
        "scenario" => refused("it describes the whole file", "give the variant a `label`"),
        "variants" => refused("variants do not set each other", "write the field in its own variant"),
        "extends" => refused("a variant changes this scenario, not another", "write `extends` at the top of the file"),
        "members" | "areas" if path.len() == 1 => {
            refused(&format!("draws are numbered by the {first} of the file"), "set single fields, by their path")
        }
        "members" | "areas" if path.len() == 2 => match table_of(document, first) {
            Some(table) if !table.contains_key(&path[1].name) => Err(cannot_add(&path[1], first, table)),
            _ => Ok(()),
        },
        _ => Ok(()),
    }
}

fn table_of<'a>(document: &'a Node, section: &str) -> Option<&'a Table> {
    document.as_table()?.get(section)?.node.as_table()
}

/// Walks to the last segment's parent and puts the value there.
fn place(document: &mut Node, path: &[Segment], value: Node) -> Result<(), Fault> {
    let (last, way) = path.split_last().expect("a path has a segment");
    let mut here = document;
    for (depth, segment) in way.iter().enumerate() {
        expand_shorthand(here, &path[..depth]);
        here = descend(here, segment, path, depth)?;
    }
    expand_shorthand(here, way);
    match &mut here.value {
        Value::Table(table) if way.is_empty() && !is_section(&last.name) && !table.contains_key(&last.name) => {
            Err(unknown_section(last, table))
        }
        Value::Table(table) => {
            table.insert(last.name.clone(), Field { key: last.at, node: value });
            Ok(())
        }
        Value::Array(items) => {
            let index = index_of(last, items.len(), way)?;
            items[index] = value;
            Ok(())
        }
        _ => Err(no_fields(here, way, last)),
    }
}

fn descend<'a>(here: &'a mut Node, step: &Segment, path: &[Segment], depth: usize) -> Result<&'a mut Node, Fault> {
    match here.value {
        Value::Table(ref mut table) => {
            if !table.contains_key(&step.name) {
                match depth {
                    0 if step.name == "relations" || !is_section(&step.name) => {
                        return Err(unknown_section(step, table));
                    }
                    1 if KEYED.contains(&path[0].name.as_str()) => return Err(unknown(step, &path[0].name, table)),
                    _ => {}
                }
            }
            let field = table.entry(step.name.clone());
            Ok(&mut field.or_insert_with(|| Field { key: step.at, node: Node::empty(step.at) }).node)
        }
        Value::Array(ref mut items) => {
            let index = index_of(step, items.len(), &path[..depth])?;
            Ok(&mut items[index])
        }
        _ => Err(no_fields(here, &path[..depth], step)),
    }
}

/// `rule = "consensus"` stands for `rule = { kind = "consensus" }`, and so does an amendment.
fn expand_shorthand(here: &mut Node, way: &[Segment]) {
    let named = way.last().is_some_and(|s| s.name == "rule" || s.name == "amendment");
    if let (true, Value::String(_)) = (named, &here.value) {
        let at = here.at;
        let kind = Node { value: std::mem::replace(&mut here.value, Value::Table(Table::new())), at };
        here.as_table_mut().expect("just made").insert("kind".into(), Field { key: at, node: kind });
    }
}

fn is_section(name: &str) -> bool {
    SECTIONS.contains(&name) || KEYED.contains(&name) || name == "relations"
}

fn unknown_section(step: &Segment, table: &Table) -> Fault {
    let known = SECTIONS.iter().chain(&KEYED).copied().filter(|name| is_section(name)).chain(["relations"]);
    let message = if step.name == "relations" && !table.contains_key("relations") {
        "there are no relations in this scenario".to_owned()
    } else {
        format!("there is no section `{}`", shown(&step.name))
    };
    Fault { help: suggest::help(&step.name, known, "sections"), ..Fault::at(step.at, message) }
}

fn unknown(step: &Segment, section: &str, table: &Table) -> Fault {
    let one = section.trim_end_matches('s');
    let help = suggest::help(&step.name, table.keys().map(String::as_str), section);
    Fault { help, ..Fault::at(step.at, format!("there is no {one} `{}`", shown(&step.name))) }
}

fn cannot_add(step: &Segment, section: &str, table: &Table) -> Fault {
    let fault = unknown(step, section, table);
    match suggest::alike(&step.name, table.keys().map(String::as_str)) {
        Some(_) => fault,
        None => fault.help(format!("a variant cannot add {section}: write it in the file")),
    }
}

fn index_of(step: &Segment, length: usize, way: &[Segment]) -> Result<usize, Fault> {
    let index = step.name.parse().ok().filter(|&index: &usize| index < length);
    index.ok_or_else(|| {
        let fault = Fault::at(step.at, format!("`{}` is an array of {length}", written(way)));
        match length.checked_sub(1) {
            Some(last) => fault.help(format!("its elements are numbered 0 to {last}")),
            None => fault,
        }
    })
}

fn no_fields(here: &Node, way: &[Segment], step: &Segment) -> Fault {
    let message = format!("`{}` is {} and has no field `{}`", written(way), here.kind(), shown(&step.name));
    Fault::at(step.at, message).help("set the whole of it")
}
