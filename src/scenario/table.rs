//! `members = "members.csv"`: a table of members, one a line. What is wrong with a cell is told when its field is read,
//! together with everything else that is wrong with the scenario.

use super::code::Code;
use super::csv::{Cell, rows};
use super::fault::Fault;
use super::figures;
use super::limits::MAX_COLUMNS;
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, segments_as_one};
use super::suggest::shown;

/// Fields whose cells are text even where they look like numbers.
const TEXT: [&str; 3] = ["label", "status", "ideal_distribution"];
/// The field that has no default.
const REQUIRED: &str = "ideal";
/// Fields that take no single number, and how their parts are called.
const IN_PARTS: [(&str, &str); 3] =
    [(REQUIRED, "ideal.security"), ("weights", "weights.population"), ("interests", "interests.trade")];

/// A column: what its heading says, and the field that its cells give.
struct Column {
    heading: Cell,
    /// Where the field is; what is wrong with the heading, where there is none.
    path: Result<Vec<Segment>, Fault>,
    /// The mark that can be read in two ways, and the question.
    doubt: Option<(char, Fault)>,
}

/// The members of a CSV file as a table keyed by id; `named_at` is where the scenario names the file.
///
/// # Errors
/// If the text is no table of members at all.
pub(super) fn members(source: usize, text: &str, named_at: Origin, log: &Log) -> Result<Node, Fault> {
    let mut rows = rows(source, text)?.into_iter();
    let header = rows.next().unwrap_or_default();
    let rows: Vec<Vec<Cell>> = rows.collect();
    let id_column = id_column(source, &header)?;
    let mut columns: Vec<Column> = (0..header.len()).map(|index| column(&header, index)).collect();
    for (index, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.is_of_numbers()) {
        let cells = rows.iter().filter_map(|row| row.get(index));
        column.doubt = figures::doubtful(cells).map(|(mark, cell)| (mark, figures::ask(cell)));
    }
    let mut members = Table::new();
    for row in &rows {
        if log.is_full() {
            break;
        }
        let Some(id) = row.get(id_column) else {
            log.add(wrong_length(row, header.len()));
            continue;
        };
        if members.contains_key(&id.text) {
            let message = format!("`{}` has two lines in this table", shown(&id.text));
            log.add(Fault::at(Code::Twice, id.at, message));
            continue;
        }
        let node = if row.len() == header.len() {
            member(row, id, &columns)
        } else {
            Node::unread(wrong_length(row, header.len()), id.at)
        };
        members.insert(id.text.clone(), Field { key: id.at, node });
    }
    Ok(Node::new(Value::Table(members), named_at))
}

fn wrong_length(row: &[Cell], length: usize) -> Fault {
    let message = format!("this line has {} cells, the header has {length}", row.len());
    Fault::at(Code::WrongCount, row[0].at, message).help("quote cells that hold a comma")
}

/// Where the ids stand.
fn id_column(source: usize, header: &[Cell]) -> Result<usize, Fault> {
    let at = header.first().map_or(Origin { source, start: 0, end: 0 }, |cell| cell.at);
    if header.len() > MAX_COLUMNS {
        let message = format!("a table of members has at most {MAX_COLUMNS} columns, this one has {}", header.len());
        return Err(Fault::at(Code::TooMany, at, message));
    }
    if let Some(separator) = [';', '\t'].into_iter().find(|&c| header.len() == 1 && header[0].text.contains(c)) {
        let called = if separator == ';' { "semicolons" } else { "tabs" };
        let fault = Fault::at(Code::Syntax, at, format!("the cells of this table are separated by {called}"));
        return Err(fault.help("save it with commas between the cells, and points in numbers"));
    }
    header.iter().position(|cell| cell.text == "id").ok_or_else(|| {
        let fault = Fault::at(Code::MissingField, at, "a table of members has a column `id`");
        fault.help("the first line names the columns")
    })
}

fn column(header: &[Cell], index: usize) -> Column {
    let heading = header[index].clone();
    let parts = IN_PARTS.iter().find(|(field, _)| *field == heading.text);
    let path = if let Some((field, example)) = parts {
        let message = format!("a column holds one number, and `{field}` has one for each of its parts");
        Err(Fault::at(Code::WrongKind, heading.at, message).help(format!("a column for each: `{example}`")))
    } else if heading.text.is_empty() {
        let message = format!("column {} of this table has no name", index + 1);
        Err(Fault::at(Code::MissingField, heading.at, message).help("delete it"))
    } else if header[..index].iter().any(|other| other.text == heading.text) {
        Err(Fault::at(Code::Twice, heading.at, format!("the column `{}` stands twice", shown(&heading.text))))
    } else {
        let help = "a column is called as the field is, with dots: `ideal.security`";
        segments_as_one(&heading.text, heading.at).map_err(|fault| fault.help(help))
    };
    Column { heading, path, doubt: None }
}

impl Column {
    fn field(&self) -> &str {
        self.path.as_ref().map_or("", |path| path[0].name.as_str())
    }

    fn is_of_numbers(&self) -> bool {
        !TEXT.contains(&self.field()) && !matches!(self.field(), "id" | "groups")
    }

    /// The value of a cell; `None` where the field has its default.
    fn value(&self, id: &Cell, cell: &Cell) -> Option<Node> {
        if cell.text.is_empty() {
            return (self.field() == REQUIRED).then(|| {
                let message = format!("`{}` of `{}` is blank", shown(&self.heading.text), shown(&id.text));
                let fault = Fault::at(Code::BlankCell, cell.at, message).label("nothing here");
                Node::unread(fault.help("it has no default: 0 would be a position like any other"), cell.at)
            });
        }
        Some(match (self.field(), &self.doubt) {
            ("groups", _) => Node::new(groups(cell), cell.at),
            _ if !self.is_of_numbers() => Node::new(Value::String(cell.text.clone()), cell.at),
            (_, Some((mark, fault))) if figures::is_doubtful(&cell.text, *mark) => Node::unread(fault.clone(), cell.at),
            _ => figures::read(cell),
        })
    }
}

fn groups(cell: &Cell) -> Value {
    let names = cell.text.split(|c: char| c == ';' || c.is_whitespace()).filter(|name| !name.is_empty());
    Value::Array(names.map(|name| Node::new(Value::String(name.to_owned()), cell.at)).collect())
}

fn member(row: &[Cell], id: &Cell, columns: &[Column]) -> Node {
    let mut member = Node::empty(id.at);
    for (index, (cell, column)) in row.iter().zip(columns).enumerate() {
        match &column.path {
            Ok(path) if path[0].name == "id" && path.len() == 1 => {}
            Ok(path) => {
                if let Some(value) = column.value(id, cell) {
                    put(&mut member, path, value);
                }
            }
            Err(fault) => {
                let field = Field { key: column.heading.at, node: Node::unread(fault.clone(), column.heading.at) };
                let name = if fault.code == Code::Twice { "" } else { column.heading.text.as_str() };
                let name = if name.is_empty() { format!("column {}", index + 1) } else { name.to_owned() };
                member.as_table_mut().expect("just made").insert(name, field);
            }
        }
    }
    if !columns.iter().any(|column| column.field() == REQUIRED) {
        let at = columns[0].heading.at;
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
