//! `extends` and `members = "….csv"`: from the files of a scenario to one document.

use std::path::{Path, PathBuf};

use super::characters::shown_path;
use super::fault::{Fault, Log, Sources};
use super::limits::MAX_EXTENDS;
use super::node::{Field, Node, Origin, Table, Value};
use super::set::KEYED;
use super::{csv, files, parse};

/// Sections that are merged field by field.
const BY_FIELD: [&str; 6] = ["scenario", "space", "secretariat", "negotiation", "agenda", "run"];

/// Reads the scenario at `path` and everything that it takes from other files.
pub(super) fn load(path: &Path, sources: &mut Sources, log: &Log) -> Option<Node> {
    Chain { files: Vec::new(), sources, log }.load(path, &shown_path(path), None)
}

/// Makes sure that a scenario without a file names none.
pub(super) fn refuse_files(document: &mut Table, log: &Log) {
    let refused = |at, what: &str| {
        log.add(Fault::at(at, format!("{what} names a file, and this scenario is not one itself")).label("a file"));
    };
    if let Some(field) = document.shift_remove("extends") {
        refused(field.key, "`extends`");
    }
    if document.get("members").is_some_and(|field| field.node.as_str().is_some()) {
        let field = document.shift_remove("members").expect("just seen");
        refused(field.node.at, "`members`");
    }
}

/// The files from the scenario to the base that is being read, to recognise a circle.
struct Chain<'a> {
    files: Vec<(PathBuf, String)>,
    sources: &'a mut Sources,
    log: &'a Log,
}

impl Chain<'_> {
    fn load(&mut self, path: &Path, name: &str, named_at: Option<Origin>) -> Option<Node> {
        let source = files::read(path, name, named_at, self.sources, self.log)?;
        let text = self.sources.0[source].text.clone();
        let mut document = parse::document(source, &text, self.log)?;
        self.files.push((path.canonicalize().ok()?, name.to_owned()));
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let table = document.as_table_mut().expect("a document is a table");
        self.take_members(folder, name, table);
        let base = match table.shift_remove("extends") {
            Some(field) => Some(self.base(folder, name, &field.node)?),
            None => None,
        };
        Some(match base {
            Some(base) => merge_documents(base, document),
            None => document,
        })
    }

    fn base(&mut self, folder: &Path, name: &str, node: &Node) -> Option<Node> {
        let Some(wanted) = node.as_str() else {
            self.log.add(Fault::at(node.at, format!("`extends` must be a file name, not {}", node.kind())));
            return None;
        };
        let path = files::beside(folder, wanted, node.at).map_err(|fault| self.log.add(fault)).ok()?;
        if let Some(start) = self.files.iter().position(|(file, _)| *file == path) {
            let circle: Vec<&str> = self.files[start..].iter().map(|(_, name)| name.as_str()).collect();
            let message = format!("scenarios extend each other in a circle: {} → {}", circle.join(" → "), circle[0]);
            self.log.add(Fault::at(node.at, message).label("closes the circle"));
            return None;
        }
        if self.files.len() >= MAX_EXTENDS {
            self.log.add(Fault::at(node.at, format!("a chain of `extends` has at most {MAX_EXTENDS} files")));
            return None;
        }
        self.load(&path, &name_beside(name, wanted), Some(node.at))
    }

    fn take_members(&mut self, folder: &Path, name: &str, document: &mut Table) {
        let Some(field) = document.get_mut("members") else { return };
        let (Some(wanted), at) = (field.node.as_str().map(str::to_owned), field.node.at) else { return };
        // What cannot be read counts as no members; the fault that is logged stops the scenario anyway.
        field.node = Node::empty(at);
        let path = match files::beside(folder, &wanted, at) {
            Ok(path) => path,
            Err(fault) => return self.log.add(fault),
        };
        let shown = name_beside(name, &wanted);
        if let Some(source) = files::read(&path, &shown, Some(at), self.sources, self.log) {
            let text = self.sources.0[source].text.clone();
            field.node = csv::members(source, &text, at, self.log);
        }
    }
}

/// How the file `wanted` is called when the file `name` asks for it.
fn name_beside(name: &str, wanted: &str) -> String {
    shown_path(&Path::new(name).with_file_name(wanted))
}

/// The base with what the child changes.
fn merge_documents(mut base: Node, child: Node) -> Node {
    let (Some(below), Value::Table(above)) = (base.as_table_mut(), child.value) else { return base };
    for (name, field) in above {
        let depth = match name.as_str() {
            name if BY_FIELD.contains(&name) => 1,
            name if KEYED.contains(&name) => 2,
            _ => 0,
        };
        merge(below, name, field, depth);
    }
    base
}

/// Puts `field` into `table`; tables down to `depth` are merged, everything else is replaced whole.
fn merge(table: &mut Table, name: String, field: Field, depth: usize) {
    match (table.get_mut(&name), field.node.value) {
        (Some(old), Value::Table(new)) if depth > 0 && old.node.as_table().is_some() => {
            old.key = field.key;
            old.node.at = field.node.at;
            let old = old.node.as_table_mut().expect("just seen");
            for (name, field) in new {
                merge(old, name, field, depth - 1);
            }
        }
        (_, value) => {
            let node = Node { value, at: field.node.at };
            table.insert(name, Field { key: field.key, node });
        }
    }
}
