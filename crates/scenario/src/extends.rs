//! `extends` and tables such as `members = "….csv"`: from the files of a scenario to one document.

use std::path::{Path, PathBuf};

use super::characters::shown_path;
use super::code::Code;
use super::fault::{Fault, Sources};
use super::limits::MAX_EXTENDS;
use super::log::Log;
use super::node::{Node, Origin, Table};
use super::reference::{self, Reference};
use super::rows::{self, Request, Taken};
use super::set::{Changes, Setter};
use super::{files, parse, table};

/// Reads the scenario at `path` and everything that it takes from other files; `None` where that is not possible.
pub(super) fn load(
    path: &Path,
    allow: &[PathBuf],
    sources: &mut Sources,
    tables: &mut Vec<Taken>,
    log: &Log,
) -> Option<Node> {
    Chain { files: Vec::new(), allow, sources, tables, log }.load(path, &shown_path(path), None)
}

/// Whether a scenario without a file names none, as it must.
pub(super) fn names_no_file(document: &Node, log: &Log) -> bool {
    let refused = |at, what: &str| {
        let message = format!("{what} names a file, and this scenario is not one itself");
        log.add(Fault::at(Code::NotHere, at, message).label("a file"));
    };
    let field = |name| document.as_table().and_then(|table: &Table| table.get(name));
    let extends = field("extends");
    extends.inspect(|field| refused(field.key, "`extends`"));
    let mut tables = false;
    for (path, _) in TABLES {
        if let Some(node) = at(document, path).filter(|node| reference::is_one(node)) {
            refused(node.at, &format!("`{}`", path.join(".")));
            tables = true;
        }
    }
    extends.is_none() && !tables
}

/// What may be a table in a file of its own, by path.
const TABLES: [(&[&str], &table::Kind); 3] = [
    (&["members"], &table::MEMBERS),
    (&["issues", "file"], &table::ISSUES),
    (&["issues", "positions"], &table::POSITIONS),
];

/// What stands at a path.
fn at<'a>(document: &'a Node, path: &[&str]) -> Option<&'a Node> {
    path.iter().try_fold(document, |node, step| Some(&node.as_table()?.get(*step)?.node))
}

/// The files from the scenario to the base that is being read, to recognise a circle.
struct Chain<'a> {
    files: Vec<(PathBuf, String)>,
    allow: &'a [PathBuf],
    tables: &'a mut Vec<Taken>,
    sources: &'a mut Sources,
    log: &'a Log,
}

impl Chain<'_> {
    fn load(&mut self, path: &Path, name: &str, named_at: Option<Origin>) -> Option<Node> {
        let source = files::read(path, name, named_at, self.sources, self.log)?;
        let text = self.sources.0[source].clone();
        let mut document = parse::document(source, &text.text, self.log)?;
        self.files.push((path.canonicalize().ok()?, name.to_owned()));
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let tables: Vec<Option<()>> =
            TABLES.map(|(path, kind)| self.take_table(folder, name, &mut document, path, kind)).into();
        let extends = document.as_table_mut().and_then(|table| table.shift_remove("extends"));
        let base = match extends {
            Some(field) => Some(self.base(folder, name, &field.node)?),
            None => None,
        };
        tables.into_iter().collect::<Option<()>>()?;
        Some(match base {
            Some(mut base) => {
                Changes::new(&mut base, Setter::File, self.log).merge(document);
                base
            }
            None => document,
        })
    }

    fn base(&mut self, folder: &Path, name: &str, node: &Node) -> Option<Node> {
        let Some(wanted) = node.as_str() else {
            let message = format!("`extends` must be a file name, not {}", node.kind());
            self.log.add(Fault::at(Code::WrongKind, node.at, message));
            return None;
        };
        let path = files::beside(folder, wanted, node.at, self.allow).map_err(|fault| self.log.add(fault)).ok()?;
        if let Some(start) = self.files.iter().position(|(file, _)| *file == path) {
            let circle: Vec<&str> = self.files[start..].iter().map(|(_, name)| name.as_str()).collect();
            let message = format!("scenarios extend each other in a circle: {} → {}", circle.join(" → "), circle[0]);
            self.log.add(Fault::at(Code::Circle, node.at, message).label("closes the circle"));
            return None;
        }
        if self.files.len() >= MAX_EXTENDS {
            let message = format!("a chain of `extends` has at most {MAX_EXTENDS} files");
            self.log.add(Fault::at(Code::TooMany, node.at, message));
            return None;
        }
        self.load(&path, &name_beside(name, wanted), Some(node.at))
    }

    /// Puts a table in the place of its file's name; `None` where it cannot be read.
    fn take_table(
        &mut self,
        folder: &Path,
        name: &str,
        document: &mut Node,
        path: &[&str],
        kind: &'static table::Kind,
    ) -> Option<()> {
        let has = |section: &str| document.as_table().is_some_and(|table| table.contains_key(section));
        let without_space = path == ["members"] && has("issues") && !has("space");
        let kind = if without_space { &table::MEMBERS_WITHOUT_SPACE } else { kind };
        let place = path.iter().try_fold(document, |node, step| Some(&mut node.as_table_mut()?.get_mut(*step)?.node));
        let Some(place) = place else { return Some(()) };
        let at = place.at;
        let Some(wanted) = Reference::of(place, self.log)? else { return Some(()) };
        let path =
            files::beside(folder, &wanted.file, wanted.at, self.allow).map_err(|fault| self.log.add(fault)).ok()?;
        let request = Request {
            path: &path,
            name: &name_beside(name, &wanted.file),
            sheet: wanted.sheet.as_deref(),
            named_at: Some(wanted.at),
            wanted: &kind.wanted(&wanted),
        };
        let rows = rows::read(&request, self.sources, self.log)?;
        let read = table::keyed(rows, kind, &wanted, at, self.log);
        let (entries, taken) = read.map_err(|fault| self.log.add(fault)).ok()?;
        self.tables.push(taken);
        *place = entries;
        Some(())
    }
}

/// How the file `wanted` is called when the file `name` asks for it.
fn name_beside(name: &str, wanted: &str) -> String {
    shown_path(&Path::new(name).with_file_name(wanted))
}
