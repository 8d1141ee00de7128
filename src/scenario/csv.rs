//! `members = "members.csv"`: a table of members, one a line, with faults that point at its cells.

use super::fault::{Fault, Log};
use super::limits::MAX_COLUMNS;
use super::node::{Field, Node, Origin, Table, Value};
use super::path::{Segment, segments_as_one};
use super::suggest::shown;

/// Fields whose cells are text even where they look like numbers.
const TEXT: [&str; 3] = ["label", "status", "ideal_distribution"];

/// A cell without its quotes and surrounding spaces.
#[derive(Debug, Clone)]
struct Cell {
    text: String,
    at: Origin,
}

/// The members of a CSV file as a table keyed by id; `named_at` is where the scenario names the file.
pub(super) fn members(source: usize, text: &str, named_at: Origin, log: &Log) -> Node {
    let mut members = Table::new();
    let mut rows = match rows(source, text) {
        Ok(rows) => rows.into_iter(),
        Err(fault) => {
            log.add(fault);
            return Node::empty(named_at);
        }
    };
    let header = rows.next().unwrap_or_default();
    let Some((id_column, columns)) = read_header(source, &header, log) else { return Node::empty(named_at) };
    for row in rows {
        if log.is_full() {
            break;
        }
        if row.len() != header.len() {
            let message = format!("this line has {} cells, the header has {}", row.len(), header.len());
            log.add(Fault::at(row[0].at, message).help("quote cells that hold a comma"));
            continue;
        }
        let id = &row[id_column];
        if members.contains_key(&id.text) {
            log.add(Fault::at(id.at, format!("`{}` has two lines in this table", shown(&id.text))));
            continue;
        }
        let node = member(&row, id_column, &columns, log);
        members.insert(id.text.clone(), Field { key: id.at, node });
    }
    Node::new(Value::Table(members), named_at)
}

/// The column of the ids and the path of every column.
fn read_header(source: usize, header: &[Cell], log: &Log) -> Option<(usize, Vec<Vec<Segment>>)> {
    if header.len() > MAX_COLUMNS {
        let message = format!("a table of members has at most {MAX_COLUMNS} columns, this one has {}", header.len());
        log.add(Fault::at(header[0].at, message));
        return None;
    }
    if let Some(separator) = [';', '\t'].into_iter().find(|&c| header.len() == 1 && header[0].text.contains(c)) {
        let called = if separator == ';' { "semicolons" } else { "tabs" };
        let fault = Fault::at(header[0].at, format!("the cells of this table are separated by {called}"));
        log.add(fault.help("save it with commas between the cells, and points in numbers"));
        return None;
    }
    let mut columns: Vec<Vec<Segment>> = Vec::new();
    for (index, cell) in header.iter().enumerate() {
        if cell.text.is_empty() {
            log.add(Fault::at(cell.at, format!("column {} of this table has no name", index + 1)).help("delete it"));
            return None;
        }
        if header[..index].iter().any(|other| other.text == cell.text) {
            log.add(Fault::at(cell.at, format!("the column `{}` stands twice", shown(&cell.text))));
            return None;
        }
        match segments_as_one(&cell.text, cell.at) {
            Ok(path) => columns.push(path),
            Err(fault) => {
                log.add(fault.help("a column is called as the field is, with dots: `ideal.security`"));
                return None;
            }
        }
    }
    let id = header.iter().position(|cell| cell.text == "id");
    if id.is_none() {
        let at = header.first().map_or(Origin { source, start: 0, end: 0 }, |cell| cell.at);
        log.add(Fault::at(at, "a table of members has a column `id`").help("the first line names the columns"));
    }
    Some((id?, columns))
}

fn member(row: &[Cell], id_column: usize, columns: &[Vec<Segment>], log: &Log) -> Node {
    let mut member = Node::empty(row[id_column].at);
    for (index, (cell, path)) in row.iter().zip(columns).enumerate() {
        if index == id_column || cell.text.is_empty() {
            continue;
        }
        let value = Node::new(cell_value(&path[0].name, cell), cell.at);
        if let Err(fault) = put(&mut member, path, value) {
            log.add(fault);
        }
    }
    member
}

fn put(member: &mut Node, path: &[Segment], value: Node) -> Result<(), Fault> {
    let clash = |at| Fault::at(at, "this column and another one give the same field").help("leave one of them empty");
    let (last, way) = path.split_last().expect("a path has a segment");
    let mut here = member;
    for step in way {
        let table = here.as_table_mut().ok_or_else(|| clash(step.at))?;
        let field = table.entry(step.name.clone());
        here = &mut field.or_insert_with(|| Field { key: step.at, node: Node::empty(step.at) }).node;
    }
    let table = here.as_table_mut().ok_or_else(|| clash(last.at))?;
    match table.insert(last.name.clone(), Field { key: last.at, node: value }) {
        Some(_) => Err(clash(last.at)),
        None => Ok(()),
    }
}

fn cell_value(field: &str, cell: &Cell) -> Value {
    let text = || Value::String(cell.text.clone());
    if field == "groups" {
        let names = cell.text.split(|c: char| c == ';' || c.is_whitespace()).filter(|name| !name.is_empty());
        return Value::Array(names.map(|name| Node::new(Value::String(name.to_owned()), cell.at)).collect());
    }
    if TEXT.contains(&field) {
        return text();
    }
    let whole = cell.text.parse().map(Value::Integer);
    whole.or_else(|_| cell.text.parse().map(Value::Float)).unwrap_or_else(|_| text())
}

/// Splits comma-separated text (RFC 4180) into lines of cells; lines without any text are left out.
fn rows(source: usize, text: &str) -> Result<Vec<Vec<Cell>>, Fault> {
    let mut rows = Vec::new();
    let mut position = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    while position < text.len() {
        let mut row = Vec::new();
        loop {
            let (cell, end) = cell(source, text, position)?;
            row.push(cell);
            position = end;
            if !text[position..].starts_with(',') {
                break;
            }
            position += 1;
        }
        if text[position..].starts_with('\r') {
            position += 1;
        }
        position += usize::from(text[position..].starts_with('\n'));
        if row.iter().any(|cell| !cell.text.is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The cell that begins at `start`, and where its separator stands.
fn cell(source: usize, text: &str, start: usize) -> Result<(Cell, usize), Fault> {
    let end_from = |from: usize| text[from..].find([',', '\n', '\r']).map_or(text.len(), |length| from + length);
    let end = end_from(start);
    let raw = &text[start..end];
    let opening = start + (raw.len() - raw.trim_start().len());
    let plain = Origin { source, start: opening, end: opening + raw.trim().len() };
    if !raw.trim_start().starts_with('"') {
        return Ok((Cell { text: raw.trim().to_owned(), at: plain }, end));
    }
    let mut closing = opening + 1;
    loop {
        let Some(length) = text[closing..].find('"') else {
            return Err(Fault::at(plain, "this quote is not closed").label("opened here"));
        };
        closing += length + 1;
        if !text[closing..].starts_with('"') {
            break;
        }
        closing += 1;
    }
    let at = Origin { source, start: opening, end: closing };
    let end = end_from(closing);
    if !text[closing..end].trim().is_empty() {
        return Err(Fault::at(at, "text follows the closing quote").help("double the quotes inside a cell: \"\""));
    }
    Ok((Cell { text: text[opening + 1..closing - 1].replace("\"\"", "\"").trim().to_owned(), at }, end))
}
