//! Tables as CSV: UTF-8, a comma between fields, a point in numbers; a field that is not known is empty.

use serde_json::Value;

use super::rows::{self, Row};
use crate::experiment::Results;

/// `summary.csv`.
pub fn summary(results: &Results) -> Vec<u8> {
    table(rows::summary(results))
}

/// `differences.csv`.
pub fn differences(results: &Results) -> Vec<u8> {
    table(rows::differences(results))
}

/// Every table of the results: the name of its file, and what stands in it. Changes are shared out only where a scenario
/// asks for it.
pub fn tables(results: &Results) -> Vec<(String, Vec<u8>)> {
    let mut tables = vec![
        file(rows::summary(results)),
        file(rows::differences(results)),
        file(rows::time(results)),
        file(rows::blocking(results)),
    ];
    if !results.decompositions.is_empty() {
        tables.push(file(rows::decomposition(results)));
    }
    if !results.issues.is_empty() {
        tables.push(file(rows::outcomes(results)));
    }
    if !results.accuracy.is_empty() {
        tables.push(file(rows::accuracy(results)));
    }
    tables
}

/// A table as a file.
pub(super) fn file<R: Row>(rows: impl Iterator<Item = R>) -> (String, Vec<u8>) {
    (format!("{}.csv", R::TABLE), table(rows))
}

/// A header and a line a row. The fields are those of the row as JSON has it.
fn table<R: Row>(rows: impl Iterator<Item = R>) -> Vec<u8> {
    write(R::COLUMNS, rows.map(|row| values(row).iter().map(field).collect()))
}

/// The fields of a row, by column, as JSON has them.
pub(super) fn values<R: Row>(row: R) -> Vec<Value> {
    let mut fields = serde_json::to_value(row).expect("rows hold texts and numbers only");
    R::COLUMNS.iter().map(|column| fields[column].take()).collect()
}

fn field(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(x) if x.is_f64() => x.as_f64().map_or(String::new(), number),
        other => other.to_string(),
    }
}

/// The shortest text that reads back as the same number; no minus on a zero.
pub(super) fn number(x: f64) -> String {
    (x + 0.0).to_string()
}

pub(super) fn write(header: &[&str], mut rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(header).and_then(|()| rows.try_for_each(|row| writer.write_record(row)));
    written.and_then(|()| Ok(writer.into_inner().map_err(|error| error.into_error())?)).expect("memory takes every row")
}
