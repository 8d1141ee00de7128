//! Text in cells that know where they stand (RFC 4180, and what other programs make of it).

use super::characters::composed;
use super::code::Code;
use super::fault::Fault;
use super::limits::{MAX_TABLE_CELLS, MAX_TITLE_LINES};
use super::node::Origin;

/// A cell without its quotes and surrounding spaces.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub at: Origin,
    pub kind: Kind,
}

/// What a cell says that it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Text,
    /// A spreadsheet's number, which can be read in one way only.
    Number(f64),
    /// A spreadsheet's formula that came to nothing.
    Error,
}

impl Cell {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether its line or column is a note.
    pub fn begins_a_note(&self) -> bool {
        self.kind == Kind::Text && self.text.starts_with('#')
    }
}

/// The lines of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    /// Lines before the headings.
    pub titles: usize,
    /// Lines that begin with `#`.
    pub notes: usize,
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

/// The separator that gives a text the headings `wanted`; where none does, the one that parts the first line most.
pub(super) fn separator(source: usize, text: &str, wanted: &[String]) -> char {
    if let Some(declared) = declared(text) {
        return declared.0;
    }
    let read = |separator| Reader { source, text, separator, most: Some(MAX_TITLE_LINES + 1) }.lines(wanted).ok();
    let read: Vec<(char, Lines)> = [',', ';', '\t'].into_iter().filter_map(|c| Some((c, read(c)?))).collect();
    // Where no heading is known, none tells.
    let fits = read.iter().find(|(_, lines)| !wanted.is_empty() && has(&lines.header, wanted));
    let most = || read.iter().rev().max_by_key(|(_, lines)| lines.header.len());
    fits.or_else(most).map_or(',', |(separator, _)| *separator)
}

/// The lines of a text in UTF-8; lines without any text are left out.
pub(super) fn lines(source: usize, text: &str, separator: char, wanted: &[String]) -> Result<Lines, Fault> {
    Reader { source, text, separator, most: None }.lines(wanted)
}

/// The lines of rows of cells: notes and titles apart from headings and rows.
pub(super) fn sorted(rows: impl Iterator<Item = Vec<Cell>>, wanted: &[String]) -> Lines {
    let mut lines = Lines::default();
    let mut marked = false;
    for row in rows.filter(|row| row.iter().any(|cell| !cell.is_blank())) {
        let note = row[0].begins_a_note();
        let heads = lines.header.is_empty() && has(&row, wanted);
        if note && !heads && !marked {
            lines.notes += 1;
        } else if heads {
            // A first column that is a note itself begins every line as one.
            marked = note;
            lines.titles = lines.rows.len();
            lines.rows.clear();
            lines.header = row;
        } else {
            lines.rows.push(row);
        }
        if lines.header.is_empty() && lines.rows.len() > MAX_TITLE_LINES {
            lines.header = lines.rows.remove(0);
        }
    }
    if lines.header.is_empty() && !lines.rows.is_empty() {
        lines.header = lines.rows.remove(0);
    }
    lines
}

/// Whether these are the headings that are wanted.
fn has(row: &[Cell], wanted: &[String]) -> bool {
    wanted.iter().all(|heading| row.iter().any(|cell| cell.text == *heading))
}

/// The separator of a first line `sep=;`, as Excel takes it, and where the line ends.
fn declared(text: &str) -> Option<(char, usize)> {
    let bare = text.trim_start_matches('\u{feff}');
    let line = bare.split(['\r', '\n']).next()?;
    let separator = line.trim_matches('"').strip_prefix("sep=")?.chars().next()?;
    [',', ';', '\t'].contains(&separator).then_some((separator, text.len() - bare.len() + line.len()))
}

struct Reader<'a> {
    source: usize,
    text: &'a str,
    separator: char,
    /// As many lines are read.
    most: Option<usize>,
}

impl Reader<'_> {
    fn lines(&self, wanted: &[String]) -> Result<Lines, Fault> {
        let text = self.text;
        let mut rows = Vec::new();
        let (mut cells, mut read, mut notes, mut marked) = (0, 0, 0, false);
        let mut position = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        if let Some((_, end)) = declared(text) {
            position = end;
        }
        while position < text.len() && self.most.is_none_or(|most| read < most) {
            if text[position..].starts_with('#') && !marked {
                let row = self.row(position).ok().filter(|(row, _)| has(row, wanted));
                if row.is_none() || read > MAX_TITLE_LINES {
                    notes += 1;
                    let end = text[position..].find(['\n', '\r']).map_or(text.len(), |length| position + length);
                    position = self.after_line(end);
                    continue;
                }
                marked = true;
            }
            let (row, end) = match self.row(position) {
                // Looking for the separator; the fault is told when all of it is read.
                Err(_) if self.most.is_some() => break,
                read => read?,
            };
            cells += row.len();
            if cells > MAX_TABLE_CELLS && self.most.is_some() {
                rows.push(row);
                break;
            }
            if cells > MAX_TABLE_CELLS {
                let message = format!("a table has at most {MAX_TABLE_CELLS} cells");
                return Err(Fault::at(Code::TooMany, row[0].at, message));
            }
            position = self.after_line(end);
            if row.iter().any(|cell| !cell.is_blank()) {
                read += 1;
                rows.push(row);
            }
        }
        let lines = sorted(rows.into_iter(), wanted);
        Ok(Lines { notes: notes + lines.notes, ..lines })
    }

    fn after_line(&self, end: usize) -> usize {
        let position = end + usize::from(self.text[end..].starts_with('\r'));
        position + usize::from(self.text[position..].starts_with('\n'))
    }

    fn row(&self, start: usize) -> Result<(Vec<Cell>, usize), Fault> {
        let (mut row, mut position) = (Vec::new(), start);
        loop {
            let (cell, end) = self.cell(position)?;
            row.push(cell);
            if !self.text[end..].starts_with(self.separator) {
                return Ok((row, end));
            }
            position = end + 1;
            if row.len() > MAX_TABLE_CELLS {
                return Ok((row, position));
            }
        }
    }

    /// The cell that begins at `start`, and where its separator stands.
    fn cell(&self, start: usize) -> Result<(Cell, usize), Fault> {
        let (source, text) = (self.source, self.text);
        let ends = [self.separator, '\n', '\r'];
        let end_from = |from: usize| text[from..].find(ends).map_or(text.len(), |length| from + length);
        let cell = |text: &str, at| Cell { text: composed(text.trim()), at, kind: Kind::Text };
        let end = end_from(start);
        let raw = &text[start..end];
        let opening = start + (raw.len() - raw.trim_start().len());
        let plain = Origin { source, start: opening, end: opening + raw.trim().len() };
        if !raw.trim_start().starts_with('"') {
            return Ok((cell(raw, plain), end));
        }
        let mut closing = opening + 1;
        loop {
            let Some(length) = text[closing..].find('"') else {
                return Err(Fault::at(Code::Syntax, plain, "this quote is not closed").label("opened here"));
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
            let fault = Fault::at(Code::Syntax, at, "text follows the closing quote");
            return Err(fault.help("double the quotes inside a cell: \"\""));
        }
        Ok((cell(&text[opening + 1..closing - 1].replace("\"\"", "\""), at), end))
    }
}
