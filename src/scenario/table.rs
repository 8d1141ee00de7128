//! `members = "members.csv"`: a table of members, one a line, from whatever file [`rows`](super::rows) reads. What is wrong with a cell is told when its field is read,
//! together with everything else that is wrong with the scenario.

use super::code::Code;
use super::compile::MEMBER_FIELDS;
use super::csv::Cell;
use super::fault::Fault;
use super::figures::Numbers;
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, segments_as_one};
use super::reference::Reference;
use super::rows::{Rows, Taken};
use super::suggest::{self, shown};

/// Fields whose cells are text even where they look like numbers.
const TEXT: [&str; 3] = ["label", "status", "ideal_distribution"];
/// The field that has no default.
const REQUIRED: &str = "ideal";
/// Fields that take no single number, and how their parts are called.
const IN_PARTS: [(&str, &str); 3] =
    [(REQUIRED, "ideal.security"), ("weights", "weights.population"), ("interests", "interests.trade")];
/// Headings of remarks, some of which look like a slip for a field: `notes`, `votes`.
const REMARKS: [&str; 8] = ["note", "notes", "remark", "remarks", "comment", "comments", "source", "sources"];

/// A column: what its heading says, and the field that its cells give.
struct Column {
    index: usize,
    heading: Cell,
    /// Where the field is; what is wrong with the heading, where there is none.
    path: Result<Vec<Segment>, Fault>,
}

/// The members of a table as a table keyed by id, and what the file was taken for; `named_at` is where the scenario names it.
///
/// # Errors
/// If it is no table of members at all.
pub(super) fn members(
    mut table: Rows,
    reference: &Reference,
    named_at: Origin,
    log: &Log,
) -> Result<(Node, Taken), Fault> {
    let id_column = id_column(&table, reference.heading("id"))?;
    absent(&table, reference, log);
    let notes = |index: &usize| !table.header[*index].begins_a_note();
    let columns = (0..table.header.len()).filter(notes).map(|index| column(&table.header, index, reference));
    let columns: Vec<Column> = columns.collect();
    let of_numbers: Vec<usize> = columns.iter().filter(|c| c.is_of_numbers()).map(|c| c.index).collect();
    let numbers = table.numbers(&of_numbers);
    let mut members = Table::new();
    for row in &table.rows {
        if log.is_full() {
            break;
        }
        let Some(id) = row.get(id_column) else {
            table.wrong_length(row).into_iter().for_each(|fault| log.add(fault));
            continue;
        };
        if members.contains_key(&id.text) {
            let message = format!("`{}` has two lines in this table", shown(&id.text));
            log.add(Fault::at(Code::Twice, id.at, message));
            continue;
        }
        let node = match table.wrong_length(row) {
            None => member(row, id, &columns, &numbers),
            Some(fault) => Node::unread(fault, id.at),
        };
        members.insert(id.text.clone(), Field { key: id.at, node });
    }
    let read = |column: &&Column| column.path.is_ok();
    let is_read = |heading: &Cell| columns.iter().filter(read).any(|column| column.heading.at == heading.at);
    let named = |wanted: bool| {
        let headings = table.header.iter().filter(|heading| is_read(heading) == wanted && !heading.is_blank());
        headings.map(|heading| heading.text.clone()).collect()
    };
    let taken = Taken { read: named(true), left: named(false), ..table.taken.clone() };
    Ok((Node::new(Value::Table(members), named_at), taken))
}

/// Tells headings that the scenario names and that are not there.
fn absent(table: &Rows, reference: &Reference, log: &Log) {
    for (_, heading, at) in reference.columns.iter().filter(|(_, heading, _)| table.column(heading).is_none()) {
        let headings = table.header.iter().map(|cell| cell.text.as_str());
        let fault = Fault::at(Code::UnknownName, *at, format!("the table has no column `{}`", shown(heading)));
        log.add(Fault { help: suggest::help(heading, headings, "its columns"), ..fault });
    }
}

/// Where the ids stand.
fn id_column(table: &Rows, heading: &str) -> Result<usize, Fault> {
    table.column(heading).ok_or_else(|| {
        let message = format!("a table of members has a column `{}`", shown(heading));
        let fault = Fault::at(Code::MissingField, table.at(), message);
        let separators = "the first line names the columns";
        fault.help(match table.taken.separator {
            Some(parted) if table.header.len() == 1 => format!("{separators}; cells are parted by {parted} here"),
            _ => format!("{separators}, or `columns = {{ id = \"…\" }}` does"),
        })
    })
}

fn column(header: &[Cell], index: usize, reference: &Reference) -> Column {
    let heading = header[index].clone();
    let named = reference.columns.iter().find(|(_, other, _)| *other == heading.text).map(|(path, ..)| path.as_str());
    let called = named.unwrap_or(&heading.text);
    let parts = IN_PARTS.iter().find(|(field, _)| *field == called);
    let path = if let Some((field, example)) = parts {
        let message = format!("a column holds one number, and `{field}` has one for each of its parts");
        Err(Fault::at(Code::WrongKind, heading.at, message).help(format!("a column for each: `{example}`")))
    } else if heading.is_blank() {
        let message = format!("column {} of this table has no name", index + 1);
        Err(Fault::at(Code::MissingField, heading.at, message).help("delete it"))
    } else if header[..index].iter().any(|other| other.text == heading.text) {
        Err(Fault::at(Code::Twice, heading.at, format!("the column `{}` stands twice", shown(&heading.text))))
    } else if named.is_none() && is_remark(called) {
        let message = format!("the column `{}` is left alone: a member has no such field", shown(&heading.text));
        let help = "a heading that begins with `#` says that its column is a note";
        Err(Fault::at(Code::LeftAlone, heading.at, message).label("not read").help(help))
    } else {
        let help = "a column is called as the field is, with dots: `ideal.security`";
        segments_as_one(called, heading.at).map_err(|fault| fault.help(help))
    };
    Column { index, heading, path }
}

/// Whether a heading is neither that of a field nor a slip for one.
fn is_remark(heading: &str) -> bool {
    let first = heading.split('.').next().unwrap_or_default();
    let field = first == "id" || MEMBER_FIELDS.contains(&first);
    let slip = || suggest::alike(first, MEMBER_FIELDS).is_some();
    !field && (REMARKS.contains(&heading.to_lowercase().as_str()) || !slip())
}

impl Column {
    fn field(&self) -> &str {
        self.path.as_ref().map_or("", |path| path[0].name.as_str())
    }

    fn is_of_numbers(&self) -> bool {
        self.path.is_ok() && !TEXT.contains(&self.field()) && !matches!(self.field(), "id" | "groups")
    }

    /// The value of a cell; `None` where the field has its default.
    fn value(&self, id: &Cell, cell: &Cell, numbers: &Numbers) -> Option<Node> {
        if cell.is_blank() {
            return (self.field() == REQUIRED).then(|| {
                let message = format!("`{}` of `{}` is blank", shown(&self.heading.text), shown(&id.text));
                let fault = Fault::at(Code::BlankCell, cell.at, message).label("nothing here");
                Node::unread(fault.help("it has no default: 0 would be a position like any other"), cell.at)
            });
        }
        Some(match self.field() {
            "groups" => Node::new(groups(cell), cell.at),
            _ if !self.is_of_numbers() => Node::new(Value::String(cell.text.clone()), cell.at),
            _ => numbers.read(self.index, cell),
        })
    }
}

fn groups(cell: &Cell) -> Value {
    let names = cell.text.split(|c: char| c == ';' || c.is_whitespace()).filter(|name| !name.is_empty());
    Value::Array(names.map(|name| Node::new(Value::String(name.to_owned()), cell.at)).collect())
}

fn member(row: &[Cell], id: &Cell, columns: &[Column], numbers: &Numbers) -> Node {
    let mut member = Node::empty(id.at);
    for column in columns {
        let cell = &row[column.index];
        match &column.path {
            Ok(path) if path[0].name == "id" && path.len() == 1 => {}
            Ok(path) => {
                if let Some(value) = column.value(id, cell, numbers) {
                    put(&mut member, path, value);
                }
            }
            Err(fault) => {
                let field = Field { key: column.heading.at, node: Node::unread(fault.clone(), column.heading.at) };
                let name = if fault.code == Code::Twice { "" } else { column.heading.text.as_str() };
                let name = if name.is_empty() { format!("column {}", column.index + 1) } else { name.to_owned() };
                member.as_table_mut().expect("just made").insert(name, field);
            }
        }
    }
    if !columns.iter().any(|column| column.field() == REQUIRED) {
        let at = columns.first().map_or(id.at, |column| column.heading.at);
        let fault = Fault::at(Code::MissingField, at, "this table has no column for `ideal`");
        let fault = fault.label("no such column").help("a column a dimension, called `ideal.NAME`: `ideal.security`");
        let field = Field { key: at, node: Node::unread(fault, at) };
        member.as_table_mut().expect("just made").insert(REQUIRED.to_owned(), field);
    }
    member
}

/// Puts a value at a path; where another column gives the same field, that is what is wrong with it.
fn put(member: &mut Node, path: &[Segment], value: Node) {
    let (last, way) = path.split_last().expect("a path has a segment");
    let mut here = member;
    for step in way {
        if here.as_table().is_none() {
            break;
        }
        let field = here.as_table_mut().expect("just seen").entry(step.name.clone());
        here = &mut field.or_insert_with(|| Field { key: step.at, node: Node::empty(step.at) }).node;
    }
    let clash = || {
        let fault = Fault::at(Code::Twice, last.at, "this column and another one give the same field");
        Node::unread(fault.help("leave one of them empty"), last.at)
    };
    match here.as_table_mut() {
        Some(table) => {
            let node = if table.contains_key(&last.name) { clash() } else { value };
            table.insert(last.name.clone(), Field { key: last.at, node });
        }
        None => *here = clash(),
    }
}
