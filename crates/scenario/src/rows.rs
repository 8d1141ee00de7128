//! The one reader of tables: a file of any kind as headings and rows of cells that know where they stand.

use std::path::Path;

use serde::Serialize;

use super::code::Code;
use super::csv::{self, Cell, Kind, Lines};
use super::fault::{Fault, Sources};
use super::figures::Numbers;
use super::limits::MAX_COLUMNS;
use super::log::Log;
use super::node::Origin;
use super::spreadsheet::{self, Format, Sheet};
use super::suggest::shown;
use super::{characters::composed, encoding, files};

/// Which table is read.
pub(super) struct Request<'a> {
    pub path: &'a Path,
    /// How messages call the file.
    pub name: &'a str,
    pub sheet: Option<&'a str>,
    /// What names it; nothing where the command line does.
    pub named_at: Option<Origin>,
    /// Headings by which the line of headings is known.
    pub wanted: &'a [String],
}

/// A table: what its headings are, its rows, and what it was taken for.
pub(super) struct Rows {
    pub source: usize,
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
    pub taken: Taken,
}

/// What a table was taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Taken {
    /// The file, with the sheet where it has some.
    pub file: String,
    /// `UTF-8`, `Windows-1252`, `xlsx` and so on.
    pub encoding: &'static str,
    /// Sheets of the file; 0 where it is a text.
    pub sheets: usize,
    /// What parts its cells; nothing in a spreadsheet.
    pub separator: Option<&'static str>,
    /// What stands before decimals, where any number has some.
    pub decimal: Option<&'static str>,
    /// What stands before thousands.
    pub thousands: Vec<&'static str>,
    /// Rows below the headings.
    pub rows: usize,
    /// Lines before the headings.
    pub titles: usize,
    /// Lines that begin with `#`.
    pub notes: usize,
    /// Headings of the columns that are read.
    pub read: Vec<String>,
    /// Headings of the columns that are left alone.
    pub left: Vec<String>,
}

/// Reads a table; `None` where it is none, which is logged.
pub(super) fn read(request: &Request<'_>, sources: &mut Sources, log: &Log) -> Option<Rows> {
    let refused = |message: String| {
        let fault = Fault::new(Code::UnreadableFile, format!("cannot read `{}`: {message}", request.name));
        log.add(Fault { at: request.named_at, ..fault });
    };
    let format = Format::of(request.path).map_err(refused).ok()?;
    let bytes = files::bytes_of(request.path, request.name, request.named_at, sources, log)?;
    let (source, lines, taken) = match format {
        Some(format) => {
            let sheet = spreadsheet::read(bytes, format, request.sheet).map_err(refused).ok()?;
            let (name, sheets) = (format!("{}#{}", request.name, sheet.name), sheet.sheets);
            let (source, rows) = laid_out(sheet, &name, sources);
            let lines = csv::sorted(rows.into_iter(), request.wanted);
            (source, lines, Taken { file: name, encoding: format.name(), sheets, ..Taken::default() })
        }
        None if request.sheet.is_some() => {
            refused("only .xlsx and .ods have sheets".to_owned());
            return None;
        }
        None if bytes.starts_with(b"PK\x03\x04") => {
            refused("it is a spreadsheet; call it .xlsx or .ods".to_owned());
            return None;
        }
        None => {
            let decoded = encoding::decode(bytes).map_err(refused).ok()?;
            let source = sources.add(request.name, decoded.text);
            let text = sources.0[source].text.as_str();
            decoded.guessed_at.inspect(|&at| log.add(guessed(source, text, at)));
            let separator = csv::separator(source, text, request.wanted);
            let lines = csv::lines(source, text, separator, request.wanted).map_err(|fault| log.add(fault)).ok()?;
            let separator = Some(match separator {
                ';' => "semicolons",
                '\t' => "tabs",
                _ => "commas",
            });
            let file = request.name.to_owned();
            (source, lines, Taken { file, encoding: decoded.encoding, separator, ..Taken::default() })
        }
    };
    let Lines { titles, notes, header, rows } = lines;
    let taken = Taken { titles, notes, rows: rows.len(), ..taken };
    let mut table = Rows { source, header, rows, taken };
    if table.header.len() > MAX_COLUMNS {
        let message = format!("a table has at most {MAX_COLUMNS} columns, this one has {}", table.header.len());
        log.add(Fault::at(Code::TooMany, table.header[0].at, message));
        return None;
    }
    table.square(format.is_some());
    Some(table)
}

/// A sheet as a text in which faults can be shown: a line a row, tabs between cells.
fn laid_out(sheet: Sheet, name: &str, sources: &mut Sources) -> (usize, Vec<Vec<Cell>>) {
    let source = sources.0.len();
    let mut text = String::new();
    let mut rows = Vec::new();
    for row in sheet.rows {
        let mut cells = Vec::new();
        for (index, (cell, kind)) in row.into_iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            let cell = composed(cell.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
            let start = text.len();
            text.push_str(&cell);
            cells.push(Cell { at: Origin { source, start, end: text.len() }, text: cell, kind });
        }
        text.push('\n');
        rows.push(cells);
    }
    (sources.add_sheet(name, text), rows.into_iter().filter(|row| !row.is_empty()).collect())
}

fn guessed(source: usize, text: &str, at: usize) -> Fault {
    let part = |c: char| c.is_alphanumeric();
    let start = text[..at].char_indices().rev().find(|&(_, c)| !part(c)).map_or(0, |(at, c)| at + c.len_utf8());
    let end = text[at..].find(|c| !part(c)).map_or(text.len(), |length| at + length);
    let end = if end > at { end } else { at + text[at..].chars().next().map_or(0, char::len_utf8) };
    let message = format!("this file is not UTF-8 and is read as Windows-1252: `{}`", shown(&text[start..end]));
    let fault = Fault::at(Code::GuessedEncoding, Origin { source, start, end }, message).label("is it called so?");
    fault.help("save it as UTF-8")
}

impl Rows {
    /// Where a table that has no cell at all is pointed at.
    pub fn at(&self) -> Origin {
        self.header.first().map_or(Origin { source: self.source, start: 0, end: 0 }, |cell| cell.at)
    }

    /// The column with this heading.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.header.iter().position(|cell| cell.text == heading)
    }

    /// How numbers are written in these columns; what is wrong with single cells is told when they are read.
    pub fn numbers(&mut self, columns: &[usize]) -> Numbers {
        let numbers = Numbers::of(&self.rows, columns, self.taken.separator == Some("semicolons"));
        self.taken.decimal = numbers.decimal_sign();
        self.taken.thousands = numbers.thousands_signs();
        numbers
    }

    /// Why a row cannot be read, where it has more or fewer cells than there are headings.
    pub fn wrong_length(&self, row: &[Cell]) -> Option<Fault> {
        if row.len() == self.header.len() {
            return None;
        }
        let message = format!("this line has {} cells, the header has {}", row.len(), self.header.len());
        let fault = Fault::at(Code::WrongCount, row[0].at, message);
        let called = match self.taken.separator {
            Some("semicolons") => "semicolon",
            Some("tabs") => "tab",
            _ => "comma",
        };
        Some(fault.help(format!("quote cells that hold a {called}")))
    }

    /// Rows of a spreadsheet end with their last cell, and rows of a text may end with empty ones that have no heading.
    fn square(&mut self, fill: bool) {
        let length = self.header.len();
        let blank = |row: &[Cell]| row.iter().all(Cell::is_blank);
        for row in &mut self.rows {
            if row.len() > length && blank(&row[length..]) {
                row.truncate(length);
            }
            while fill && row.len() < length {
                let end = row.last().map_or(0, |cell| cell.at.end);
                let at = Origin { source: self.source, start: end, end };
                row.push(Cell { text: String::new(), at, kind: Kind::Text });
            }
        }
    }
}

impl Taken {
    /// In a line: `UTF-8, semicolons, decimal comma; 6 rows; read id, ideal.x; left alone: remarks`.
    pub fn line(&self) -> String {
        let mut parts: Vec<String> = vec![self.encoding.to_owned()];
        parts.extend(self.separator.map(str::to_owned));
        parts.extend(self.decimal.map(|sign| format!("decimal {sign}")));
        parts.extend(self.thousands.iter().map(|sign| format!("{sign} between thousands")));
        let mut line = format!("{}; {} rows", parts.join(", "), self.rows);
        if self.sheets > 1 {
            line += &format!("; one of {} sheets", self.sheets);
        }
        for (lines, what) in [(self.titles, "before the headings"), (self.notes, "of notes")] {
            if lines > 0 {
                line += &format!("; {lines} {} {what}", if lines == 1 { "line" } else { "lines" });
            }
        }
        line += &format!("; read: {}", super::suggest::listed(&self.read));
        if !self.left.is_empty() {
            line += &format!("; left alone: {}", super::suggest::listed(&self.left));
        }
        line
    }
}
