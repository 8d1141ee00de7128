//! Comma-separated text (RFC 4180) in cells that know where they stand.

use super::characters::composed;
use super::code::Code;
use super::fault::Fault;
use super::node::Origin;

/// A cell without its quotes and surrounding spaces.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub text: String,
    pub at: Origin,
}

/// Splits a text into lines of cells; lines without any text are left out.
pub(super) fn rows(source: usize, text: &str) -> Result<Vec<Vec<Cell>>, Fault> {
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
        return Ok((Cell { text: composed(raw.trim()), at: plain }, end));
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
        return Err(
            Fault::at(Code::Syntax, at, "text follows the closing quote").help("double the quotes inside a cell: \"\"")
        );
    }
    Ok((Cell { text: composed(text[opening + 1..closing - 1].replace("\"\"", "\"").trim()), at }, end))
}
