//! How a scenario names a table: `members = "members.csv"`, or `{ file, sheet, columns }`.

use super::code::Code;
use super::fault::Fault;
use super::fields::Fields;
use super::log::Log;
use super::node::{Node, Origin, Table, Value};
use super::values;

/// A table as a scenario names it.
#[derive(Debug)]
pub(super) struct Reference {
    /// Relative to the file that names it.
    pub file: String,
    pub at: Origin,
    pub sheet: Option<String>,
    /// Paths of fields with the headings that give them.
    pub columns: Vec<(String, String, Origin)>,
}

/// Whether this names a table. Members are tables themselves, so that one called `file` is told from a name.
pub(super) fn is_one(node: &Node) -> bool {
    let file = node.as_table().and_then(|table| table.get("file"));
    node.as_str().is_some() || file.is_some_and(|field| field.node.as_table().is_none())
}

impl Reference {
    /// The table that `node` names; nothing where it names none.
    #[allow(clippy::option_option)]
    pub fn of(node: &Node, log: &Log) -> Option<Option<Self>> {
        if !is_one(node) {
            return Some(None);
        }
        if let Some(name) = node.as_str() {
            let (file, sheet) = parted(name);
            return Some(Some(Self { file, at: node.at, sheet, columns: Vec::new() }));
        }
        let fields = Fields::open(log, node, "a table's name");
        let file = fields.get("file")?;
        let name = values::text(log, file, "file");
        let sheet = fields.get("sheet").map(|node| values::text(log, node, "sheet").map(str::to_owned));
        let mut columns = Vec::new();
        if let Some(node) = fields.get("columns") {
            match node.as_table() {
                Some(table) => named(table, "", &mut columns, log),
                None => log.add(values::wrong_kind(node, "columns", "a table of headings")),
            }
        }
        fields.close();
        let (name, inside) = parted(name?);
        let sheet = match sheet {
            Some(sheet) => Some(sheet?),
            None => inside,
        };
        Some(Some(Self { file: name, at: file.at, sheet, columns }))
    }

    /// The heading of the column that gives this field.
    pub fn heading<'a>(&'a self, field: &'a str) -> &'a str {
        self.columns.iter().find(|(path, ..)| path == field).map_or(field, |(_, heading, _)| heading)
    }
}

/// `book.xlsx#Sheet` in file and sheet.
fn parted(name: &str) -> (String, Option<String>) {
    let is_book = |file: &str| [".xlsx", ".ods"].iter().any(|end| file.to_lowercase().ends_with(end));
    match name.rsplit_once('#').filter(|(file, _)| is_book(file)) {
        Some((file, sheet)) => (file.to_owned(), Some(sheet.to_owned())),
        None => (name.to_owned(), None),
    }
}

/// `ideal.security = "…"`, whether it is written in quotes or not.
fn named(table: &Table, before: &str, columns: &mut Vec<(String, String, Origin)>, log: &Log) {
    for (key, field) in table {
        let path = if before.is_empty() { key.clone() } else { format!("{before}.{key}") };
        match &field.node.value {
            Value::Table(table) => named(table, &path, columns, log),
            Value::String(heading) => {
                if columns.iter().any(|(_, other, _)| other == heading) {
                    log.add(Fault::at(Code::Twice, field.node.at, "this column gives another field already"));
                }
                columns.push((path, heading.clone(), field.node.at));
            }
            _ => log.add(values::wrong_kind(&field.node, &path, "the heading of a column")),
        }
    }
}
