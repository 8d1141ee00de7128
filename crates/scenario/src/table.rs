//! Tables in the place of sections: `members = "members.csv"`, the issues, the positions on them; from whatever file
//! [`rows`](super::rows) reads. What is wrong with a cell is told when its field is read, together with everything else that is
//! wrong with the scenario.

use super::code::Code;
use super::compile::{ISSUE_FIELDS, MEMBER_FIELDS, POSITION_FIELDS};
use super::csv::Cell;
use super::fault::Fault;
use super::figures::Numbers;
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, segments_as_one};
use super::reference::Reference;
use super::rows::{Rows, Taken};
use super::suggest::{self, shown};

/// What the rows of a table are.
pub(super) struct Kind {
    /// With its article.
    noun: &'static str,
    /// The columns that together name a row.
    keys: &'static [&'static str],
    fields: &'static [&'static str],
    /// Fields whose cells are text even where they look like numbers.
    text: &'static [&'static str],
    /// Fields whose cells are days, or numbers of years.
    dates: &'static [&'static str],
    /// The field that has no default; why it has none, and how its column is called.
    required: Option<(&'static str, &'static str, &'static str)>,
    /// Fields that take no single number, and how their parts are called.
    in_parts: &'static [(&'static str, &'static str)],
}

pub(super) const MEMBERS: Kind = Kind {
    noun: "a member",
    keys: &["id"],
    fields: &MEMBER_FIELDS,
    text: &["label", "status", "ideal_distribution"],
    dates: &[],
    required: Some(("ideal", A_POSITION, "a column a dimension, called `ideal.NAME`: `ideal.security`")),
    in_parts: &[("ideal", "ideal.security"), ("weights", "weights.population"), ("interests", "interests.trade")],
};

/// Members of a scenario whose positions are on issues: they have no ideal points.
pub(super) const MEMBERS_WITHOUT_SPACE: Kind = Kind { required: None, ..MEMBERS };

pub(super) const ISSUES: Kind = Kind {
    noun: "an issue",
    keys: &["issue"],
    fields: &ISSUE_FIELDS,
    text: &["label", "area", "proposal", "sponsor", "rule"],
    dates: &["date"],
    required: None,
    in_parts: &[],
};

pub(super) const POSITIONS: Kind = Kind {
    noun: "a position",
    keys: &["issue", "member"],
    fields: &POSITION_FIELDS,
    text: &[],
    dates: &[],
    required: Some(("position", A_POSITION, "a column called `position`")),
    in_parts: &[],
};

const A_POSITION: &str = "it has no default: 0 would be a position like any other";
/// Headings of remarks, some of which look like a slip for a field: `notes`, `votes`.
const REMARKS: [&str; 8] = ["note", "notes", "remark", "remarks", "comment", "comments", "source", "sources"];

/// A column: what its heading says, and the field that its cells give.
struct Column {
    index: usize,
    heading: Cell,
    kind: &'static Kind,
    /// Where the field is; what is wrong with the heading, where there is none.
    path: Result<Vec<Segment>, Fault>,
}

/// The rows of a table as tables by what names them, and what the file was taken for; `named_at` is where the scenario names
/// it.
///
/// # Errors
/// If it is no such table at all.
pub(super) fn keyed(
    mut table: Rows,
    kind: &'static Kind,
    reference: &Reference,
    named_at: Origin,
    log: &Log,
) -> Result<(Node, Taken), Fault> {
    let keys = kind.keys.iter().map(|key| key_column(&table, kind, reference.heading(key)));
    let keys: Vec<usize> = keys.collect::<Result<_, _>>()?;
    absent(&table, reference, log);
    let notes = |index: &usize| !table.header[*index].begins_a_note();
    let columns = (0..table.header.len()).filter(notes).map(|index| column(&table.header, index, kind, reference));
    let columns: Vec<Column> = columns.collect();
    let of_numbers: Vec<usize> = columns.iter().filter(|c| c.is_of_numbers()).map(|c| c.index).collect();
    let numbers = table.numbers(&of_numbers);
    let mut entries = Node::new(Value::Table(Table::new()), named_at);
    for row in &table.rows {
        if log.is_full() {
            break;
        }
        let names: Option<Vec<&Cell>> = keys.iter().map(|&key| row.get(key)).collect();
        let Some(names) = names else {
            table.wrong_length(row).into_iter().for_each(|fault| log.add(fault));
            continue;
        };
        let (last, way) = names.split_last().expect("a row has a name");
        let mut here = &mut entries;
        for step in way {
            let by_step = here.as_table_mut().expect("tables by name").entry(step.text.clone());
            here = &mut by_step.or_insert_with(|| Field { key: step.at, node: Node::empty(step.at) }).node;
        }
        let here = here.as_table_mut().expect("tables by name");
        if here.contains_key(&last.text) {
            let called: Vec<String> = names.iter().map(|name| format!("`{}`", shown(&name.text))).collect();
            let message = format!("{} has two lines in this table", called.join(", "));
            log.add(Fault::at(Code::Twice, last.at, message));
            continue;
        }
        let node = match table.wrong_length(row) {
            None => entry(row, last, kind, &columns, &numbers),
            Some(fault) => Node::unread(fault, last.at),
        };
        here.insert(last.text.clone(), Field { key: last.at, node });
    }
    let read = |column: &&Column| column.path.is_ok();
    let is_read = |heading: &Cell| columns.iter().filter(read).any(|column| column.heading.at == heading.at);
    let named = |wanted: bool| {
        let headings = table.header.iter().filter(|heading| is_read(heading) == wanted && !heading.is_blank());
        headings.map(|heading| heading.text.clone()).collect()
    };
    let taken = Taken { read: named(true), left: named(false), ..table.taken.clone() };
    Ok((entries, taken))
}

/// Tells headings that the scenario names and that are not there.
fn absent(table: &Rows, reference: &Reference, log: &Log) {
    for (_, heading, at) in reference.columns.iter().filter(|(_, heading, _)| table.column(heading).is_none()) {
        let headings = table.header.iter().map(|cell| cell.text.as_str());
        let fault = Fault::at(Code::UnknownName, *at, format!("the table has no column `{}`", shown(heading)));
        log.add(Fault { help: suggest::help(heading, headings, "its columns"), ..fault });
    }
}

/// Where a name of the rows stands.
fn key_column(table: &Rows, kind: &Kind, heading: &str) -> Result<usize, Fault> {
    table.column(heading).ok_or_else(|| {
        let nouns = kind.noun.split_once(' ').map_or(kind.noun, |(_, noun)| noun);
        let message = format!("a table of {nouns}s has a column `{}`", shown(heading));
        let fault = Fault::at(Code::MissingField, table.at(), message);
        let separators = "the first line names the columns";
        fault.help(match table.taken.separator {
            Some(parted) if table.header.len() == 1 => format!("{separators}; cells are parted by {parted} here"),
            _ => format!("{separators}, or `columns = {{ {} = \"…\" }}` does", kind.keys[0]),
        })
    })
}

fn column(header: &[Cell], index: usize, kind: &'static Kind, reference: &Reference) -> Column {
    let heading = header[index].clone();
    let named = reference.columns.iter().find(|(_, other, _)| *other == heading.text).map(|(path, ..)| path.as_str());
    let called = named.unwrap_or(&heading.text);
    let parts = kind.in_parts.iter().find(|(field, _)| *field == called);
    let path = if let Some((field, example)) = parts {
        let message = format!("a column holds one number, and `{field}` has one for each of its parts");
        Err(Fault::at(Code::WrongKind, heading.at, message).help(format!("a column for each: `{example}`")))
    } else if heading.is_blank() {
        let message = format!("column {} of this table has no name", index + 1);
        Err(Fault::at(Code::MissingField, heading.at, message).help("delete it"))
    } else if header[..index].iter().any(|other| other.text == heading.text) {
        Err(Fault::at(Code::Twice, heading.at, format!("the column `{}` stands twice", shown(&heading.text))))
    } else if named.is_none() && kind.is_remark(called) {
        let message = format!("the column `{}` is left alone: {} has no such field", shown(&heading.text), kind.noun);
        let help = "a heading that begins with `#` says that its column is a note";
        Err(Fault::at(Code::LeftAlone, heading.at, message).label("not read").help(help))
    } else {
        let help = "a column is called as the field is, with dots: `ideal.security`";
        segments_as_one(called, heading.at).map_err(|fault| fault.help(help))
    };
    Column { index, heading, kind, path }
}

impl Kind {
    /// Whether a heading is neither that of a field nor a slip for one.
    fn is_remark(&self, heading: &str) -> bool {
        let first = heading.split('.').next().unwrap_or_default();
        let field = self.keys.contains(&first) || self.fields.contains(&first);
        let slip = || suggest::alike(first, self.fields.iter().copied()).is_some();
        !field && (REMARKS.contains(&heading.to_lowercase().as_str()) || !slip())
    }

    /// The headings by which a table of this kind is known.
    pub fn wanted(&self, reference: &Reference) -> Vec<String> {
        self.keys.iter().map(|key| reference.heading(key).to_owned()).collect()
    }
}

impl Column {
    fn field(&self) -> &str {
        self.path.as_ref().map_or("", |path| path[0].name.as_str())
    }

    fn is_of_numbers(&self) -> bool {
        let other = [self.kind.text, self.kind.dates, self.kind.keys, &["groups"]];
        self.path.is_ok() && !other.iter().any(|fields| fields.contains(&self.field()))
    }

    /// The value of a cell; `None` where the field has its default.
    fn value(&self, id: &Cell, cell: &Cell, numbers: &Numbers) -> Option<Node> {
        if cell.is_blank() {
            let (_, why, _) = self.kind.required.filter(|(field, ..)| *field == self.field())?;
            let message = format!("`{}` of `{}` is blank", shown(&self.heading.text), shown(&id.text));
            let fault = Fault::at(Code::BlankCell, cell.at, message).label("nothing here");
            return Some(Node::unread(fault.help(why), cell.at));
        }
        Some(match self.field() {
            "groups" => Node::new(groups(cell), cell.at),
            field if self.kind.dates.contains(&field) => date(cell),
            _ if !self.is_of_numbers() => Node::new(Value::String(cell.text.clone()), cell.at),
            _ => numbers.read(self.index, cell),
        })
    }
}

fn groups(cell: &Cell) -> Value {
    let names = cell.text.split(|c: char| c == ';' || c.is_whitespace()).filter(|name| !name.is_empty());
    Value::Array(names.map(|name| Node::new(Value::String(name.to_owned()), cell.at)).collect())
}

/// A day as TOML writes it, or a number of years; else the text, which is told to be neither.
fn date(cell: &Cell) -> Node {
    let value = match (cell.text.parse(), cell.text.parse()) {
        (_, Ok(year)) => Value::Float(year),
        (Ok(day), _) => Value::Datetime(day),
        _ => Value::String(cell.text.clone()),
    };
    Node::new(value, cell.at)
}

fn entry(row: &[Cell], id: &Cell, kind: &Kind, columns: &[Column], numbers: &Numbers) -> Node {
    let mut member = Node::empty(id.at);
    for column in columns {
        let cell = &row[column.index];
        match &column.path {
            Ok(path) if path.len() == 1 && kind.keys.contains(&path[0].name.as_str()) => {}
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
    let missing = kind.required.filter(|(field, ..)| !columns.iter().any(|column| column.field() == *field));
    if let Some((required, _, called)) = missing {
        let at = columns.first().map_or(id.at, |column| column.heading.at);
        let fault = Fault::at(Code::MissingField, at, format!("this table has no column for `{required}`"));
        let fault = fault.label("no such column").help(called);
        let field = Field { key: at, node: Node::unread(fault, at) };
        member.as_table_mut().expect("just made").insert(required.to_owned(), field);
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
