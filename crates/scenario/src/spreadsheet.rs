//! `.xlsx` and `.ods`: a sheet as rows of cells, unpacked with a limit.

use std::io::{Cursor, Read, copy, sink};
use std::path::Path;

use calamine::{Data, Ods, Reader, Xlsx};
use zip::ZipArchive;

use super::csv::Kind;
use super::limits::{MAX_COLUMNS, MAX_TABLE_CELLS, MAX_TABLE_ROWS, MAX_UNPACKED_BYTES};
use super::suggest;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Xlsx,
    Ods,
}

impl Format {
    /// What a file's name says that it is; an error where it is another spreadsheet.
    pub fn of(path: &Path) -> Result<Option<Self>, String> {
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "xlsx" => Ok(Some(Format::Xlsx)),
            "ods" => Ok(Some(Format::Ods)),
            "xls" | "xlsm" | "xlsb" | "numbers" => {
                Err(format!("`.{extension}` is not read here; save it as .xlsx, .ods or CSV"))
            }
            _ => Ok(None),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Ods => "ods",
        }
    }
}

/// A sheet of a spreadsheet.
#[derive(Debug)]
pub(super) struct Sheet {
    pub name: String,
    /// How many sheets the file has.
    pub sheets: usize,
    /// From the first row on, each as long as its last cell is far.
    pub rows: Vec<Vec<(String, Kind)>>,
}

/// Reads the sheet called `wanted`, or the first one; else what is wrong, in words.
pub(super) fn read(bytes: Vec<u8>, format: Format, wanted: Option<&str>) -> Result<Sheet, String> {
    let content = unpacked(&bytes)?;
    let bytes = Cursor::new(bytes);
    match format {
        Format::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(bytes).map_err(|error| broken(format, &error))?;
            let (name, sheets) = chosen(book.sheet_names(), wanted)?;
            let mut rows = Rows::default();
            let mut cells = book.worksheet_cells_reader(&name).map_err(|error| broken(format, &error))?;
            while let Some(cell) = cells.next_cell().map_err(|error| broken(format, &error))? {
                let (row, column) = cell.get_position();
                rows.put(row as usize, column as usize, &Data::from(cell.get_value().clone()))?;
            }
            Ok(Sheet { name, sheets, rows: rows.rows })
        }
        Format::Ods => {
            small(&content)?;
            let mut book: Ods<_> = Ods::new(bytes).map_err(|error| broken(format, &error))?;
            let (name, sheets) = chosen(book.sheet_names(), wanted)?;
            let range = book.worksheet_range(&name).map_err(|error| broken(format, &error))?;
            let (first_row, first_column) = range.start().unwrap_or_default();
            let mut rows = Rows::default();
            for (row, column, value) in range.used_cells() {
                rows.put(first_row as usize + row, first_column as usize + column, value)?;
            }
            Ok(Sheet { name, sheets, rows: rows.rows })
        }
    }
}

fn broken(format: Format, error: &dyn std::fmt::Display) -> String {
    format!("it is not sound {}: {error}", format.name())
}

fn chosen(names: Vec<String>, wanted: Option<&str>) -> Result<(String, usize), String> {
    let sheets = names.len();
    let Some(wanted) = wanted else {
        return names.into_iter().next().map(|name| (name, sheets)).ok_or_else(|| "it has no sheet".to_owned());
    };
    if names.iter().any(|name| name == wanted) {
        return Ok((wanted.to_owned(), sheets));
    }
    let help = suggest::help(wanted, names.iter().map(String::as_str), "sheets").unwrap_or_default();
    Err(format!("it has no sheet `{}` ({help})", suggest::shown(wanted)))
}

/// Unpacks everything once, so that a file which grows without end is refused before it is read. The answer is the content
/// of an `.ods`; empty in other files.
fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let no_archive = |error| format!("it is no spreadsheet, or has a password: {error}");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(no_archive)?;
    let (mut left, mut content) = (MAX_UNPACKED_BYTES, Vec::new());
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(no_archive)?;
        let is_content = file.name().is_ok_and(|name| name == "content.xml");
        let mut file = file.take(left + 1);
        let read = match is_content {
            true => file.read_to_end(&mut content).map(|bytes| bytes as u64),
            false => copy(&mut file, &mut sink()),
        };
        let read = read.map_err(|error| format!("it is damaged: {error}"))?;
        left = left
            .checked_sub(read)
            .ok_or_else(|| format!("unpacked it is larger than {} MiB", MAX_UNPACKED_BYTES >> 20))?;
    }
    Ok(content)
}

/// Refuses an `.ods` whose few tags stand for very many cells.
fn small(content: &[u8]) -> Result<(), String> {
    let content = String::from_utf8_lossy(content);
    let (mut cells, mut row, mut pending) = (0_usize, 0_usize, 0_usize);
    let (mut rows, mut widest, mut last) = (0_usize, 0_usize, 0_usize);
    for tag in content.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let is = |name: &str| {
            tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '/', '\n', '\t', '\r']) || rest.is_empty())
        };
        if is("table:table-row") {
            (row, pending) = (0, 0);
            rows = rows.saturating_add(repeated(tag, "table:number-rows-repeated"));
        } else if is("table:table-cell") || is("table:covered-table-cell") {
            let columns = repeated(tag, "table:number-columns-repeated");
            if tag.ends_with('/') && !tag.contains("value") {
                pending = pending.saturating_add(columns);
            } else {
                row = row.saturating_add(pending).saturating_add(columns);
                cells = cells.saturating_add(pending).saturating_add(columns);
                (pending, widest, last) = (0, widest.max(row), rows);
            }
        }
        // A sheet is laid out as a rectangle of its rows and its widest one.
        if cells.max(widest.saturating_mul(last)) > 4 * MAX_TABLE_CELLS {
            return Err(format!("a table has at most {MAX_TABLE_CELLS} cells"));
        }
        if is("/table:table") {
            (rows, widest, last) = (0, 0, 0);
        }
    }
    Ok(())
}

fn repeated(tag: &str, attribute: &str) -> usize {
    let value = tag.split(attribute).nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1));
    value.map_or(1, |value| value.trim().parse().unwrap_or(usize::MAX))
}

#[derive(Default)]
struct Rows {
    rows: Vec<Vec<(String, Kind)>>,
    cells: usize,
}

impl Rows {
    fn put(&mut self, row: usize, column: usize, value: &Data) -> Result<(), String> {
        let (text, kind) = written(value);
        if text.is_empty() {
            return Ok(());
        }
        if row >= MAX_TABLE_ROWS || column >= MAX_COLUMNS {
            return Err(format!("a sheet has at most {MAX_TABLE_ROWS} rows and {MAX_COLUMNS} columns"));
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            cells.resize(column + 1, (String::new(), Kind::Text));
        }
        if self.cells > MAX_TABLE_CELLS {
            return Err(format!("a table has at most {MAX_TABLE_CELLS} cells"));
        }
        cells[column] = (text, kind);
        Ok(())
    }
}

fn written(value: &Data) -> (String, Kind) {
    let text = |text: String| (text, Kind::Text);
    match value {
        Data::Empty => text(String::new()),
        Data::Int(number) => (number.to_string(), Kind::Number(*number as f64)),
        Data::Float(number) => (number.to_string(), Kind::Number(*number)),
        Data::Bool(truth) => text(truth.to_string()),
        Data::Error(error) => (error.to_string(), Kind::Error),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            text(format!("{year:04}-{month:02}-{day:02}"))
        }
        Data::String(string) | Data::DateTimeIso(string) | Data::DurationIso(string) => text(string.clone()),
    }
}

/// The letters of a column: `A`, `Z`, `AA`.
pub(super) fn letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return letters.into_iter().rev().collect();
        }
        column = column / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        let all: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(all, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn few_tags_may_not_stand_for_many_cells() {
        let content = |row: &str, cell: &str| {
            format!(
                "<table:table><table:table-row{row}><table:table-cell{cell} office:value-type=\"float\"><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
            )
        };
        assert!(small(content("", "").as_bytes()).is_ok());
        let (rows, columns) = (" table:number-rows-repeated=\"1048576\"", " table:number-columns-repeated=\"16384\"");
        assert!(small(content(rows, columns).as_bytes()).is_err());
        let wide = format!(
            "<table:table-row><table:table-cell{columns}/><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
        );
        assert!(small(wide.as_bytes()).is_ok() && small(wide.repeat(300).as_bytes()).is_err());
        let empty = format!("<table:table-row{rows}><table:table-cell{columns}/></table:table-row>");
        assert!(small(empty.as_bytes()).is_ok(), "what LibreOffice writes below a table");
    }
}
