//! The tables as one workbook, a sheet a table, for those who read with a spreadsheet.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::csv;
use super::rows::{self, Row};
use crate::experiment::Results;

/// Widths of columns in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=40;

/// `results.xlsx`: the rows of the CSV files. A text is a text, whatever it begins with; what is not known is an empty cell. The
/// same results give the same bytes.
///
/// # Errors
/// If a table has more rows than a sheet takes.
pub fn workbook(results: &Results) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(&results.title).set_creation_datetime(&made));
    sheet(&mut book, rows::summary(results))?;
    sheet(&mut book, rows::differences(results))?;
    sheet(&mut book, rows::time(results))?;
    sheet(&mut book, rows::blocking(results))?;
    if !results.decompositions.is_empty() {
        sheet(&mut book, rows::decomposition(results))?;
    }
    if !results.issues.is_empty() {
        sheet(&mut book, rows::outcomes(results))?;
    }
    if !results.accuracy.is_empty() {
        sheet(&mut book, rows::accuracy(results))?;
    }
    book.save_to_buffer()
}

fn sheet<R: Row>(book: &mut Workbook, rows: impl Iterator<Item = R>) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(R::TABLE)?;
    let heading = Format::new().set_bold();
    let mut widths: Vec<usize> = R::COLUMNS.iter().map(|column| column.len()).collect();
    for (column, name) in (0..).zip(R::COLUMNS) {
        sheet.write_string_with_format(0, column, *name, &heading)?;
    }
    for (line, row) in (1..).zip(rows) {
        for (column, value) in (0..).zip(csv::values(row)) {
            let width = cell(sheet, line, column, &value)?;
            widths[usize::from(column)] = widths[usize::from(column)].max(width);
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, width.clamp(*WIDTHS.start(), *WIDTHS.end()) as f64 + 1.0)?;
    }
    Ok(())
}

/// Writes a value; the answer is how many characters it has.
fn cell(sheet: &mut Worksheet, line: u32, column: u16, value: &Value) -> Result<usize, XlsxError> {
    match value {
        Value::Null => Ok(0),
        Value::Number(number) => {
            sheet.write_number(line, column, number.as_f64().unwrap_or_default())?;
            Ok(12)
        }
        Value::String(text) => {
            sheet.write_string(line, column, text)?;
            Ok(text.chars().count())
        }
        other => {
            sheet.write_string(line, column, other.to_string())?;
            Ok(12)
        }
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::super::plots::fixture;
    use super::*;

    #[test]
    fn a_workbook_holds_the_rows_of_the_csv_files_and_texts_are_texts() {
        let mut results = fixture::results();
        results.variants[0].id = "=1+1".to_owned();
        results.variants[1].id = "@SUM".to_owned();
        let bytes = workbook(&results).unwrap();
        assert_eq!(bytes, workbook(&results).unwrap(), "the same bytes");
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        for (name, bytes) in csv::tables(&results) {
            let range = book.worksheet_range(name.strip_suffix(".csv").unwrap()).unwrap();
            let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..]);
            let lines: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(range.height(), lines.len(), "{name}");
            for (row, line) in range.rows().zip(&lines) {
                for (cell, field) in row.iter().zip(line) {
                    match cell {
                        Data::Empty => assert_eq!(field, ""),
                        Data::Float(number) => assert_eq!(field.parse::<f64>().unwrap(), *number),
                        Data::String(text) => assert_eq!(text, field),
                        other => panic!("{other:?} for {field}"),
                    }
                }
            }
        }
        assert!(book.worksheet_formula("summary").unwrap().is_empty());
    }
}
