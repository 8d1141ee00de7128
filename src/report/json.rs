//! Results as one JSON document, for other people's scripts: every row of every table, under the table's name.

use serde::Serialize;

use super::rows::{self, AccuracyRow, BlockingRow, DecompositionRow, DifferenceRow, OutcomeRow, SummaryRow, TimeRow};
use crate::experiment::Results;

#[derive(Serialize)]
struct Document<'r> {
    title: &'r str,
    replications: u64,
    years: f64,
    level: f64,
    variants: Vec<&'r str>,
    summary: Vec<SummaryRow<'r>>,
    differences: Vec<DifferenceRow<'r>>,
    time: Vec<TimeRow<'r>>,
    blocking: Vec<BlockingRow<'r>>,
    decomposition: Vec<DecompositionRow<'r>>,
    outcomes: Vec<OutcomeRow<'r>>,
    accuracy: Vec<AccuracyRow<'r>>,
}

/// Title, size of the run, ids of the variants, and the rows of the CSV files.
pub fn document(results: &Results) -> String {
    let document = Document {
        title: &results.title,
        replications: results.replications,
        years: results.years,
        level: results.level.share(),
        variants: results.variants.iter().map(|variant| variant.id.as_str()).collect(),
        summary: rows::summary(results).collect(),
        differences: rows::differences(results).collect(),
        time: rows::time(results).collect(),
        blocking: rows::blocking(results).collect(),
        decomposition: rows::decomposition(results).collect(),
        outcomes: rows::outcomes(results).collect(),
        accuracy: rows::accuracy(results).collect(),
    };
    let text = serde_json::to_string_pretty(&document).expect("rows hold texts and numbers only");
    format!("{text}\n")
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::super::csv;
    use super::super::plots::fixture;
    use super::*;
    use crate::experiment::{Block, Endpoint};

    /// Results with everything that a field may hold.
    fn odd_results() -> Results {
        let mut results = fixture::results();
        results.members[1].0 = "NA".to_owned();
        results.variants[1].id = "1e5, \"quoted\"".to_owned();
        let values = [0.0, -0.0, 1.0, 1e-300, -1e300, 0.1 + 0.2, 12.0];
        for (row, value) in results.summary.iter_mut().zip(values) {
            row.estimate.value = value;
            row.estimate.std_error = None;
            row.estimate.interval = None;
        }
        fixture::decompose(&mut results, 3);
        results.shares[0].estimate.interval = None;
        results.time[0].interval = None;
        results.blocking.push(Block { variant: 0, member: 1, endpoint: Endpoint::With { other: 0, jointly: 0.0 } });
        results
    }

    /// The fields of a table as text, from CSV.
    fn from_csv(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
        let mut reader = ::csv::Reader::from_reader(bytes);
        let columns = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let fields = |record: ::csv::StringRecord| record.iter().map(str::to_owned).collect();
        (columns, reader.records().map(|record| fields(record.unwrap())).collect())
    }

    /// Whether both say the same. JSON is read here to the last bit but one.
    fn same(json: &Value, csv: &str) -> bool {
        let near = |a: f64, b: f64| a.is_sign_negative() == b.is_sign_negative() && (a - b).abs() <= 3e-16 * b.abs();
        match json {
            Value::Null => csv.is_empty(),
            Value::String(text) => text == csv,
            Value::Number(number) => number.as_f64().zip(csv.parse().ok()).is_some_and(|(a, b)| near(a, b)),
            _ => false,
        }
    }

    #[test]
    fn json_and_csv_hold_the_same_rows() {
        let results = odd_results();
        let document: Value = serde_json::from_str(&super::document(&results)).unwrap();
        let tables = csv::tables(&results);
        let names: Vec<&str> = tables.iter().map(|(name, _)| name.as_str()).collect();
        let plain = ["summary.csv", "differences.csv", "time.csv", "blocking.csv", "decomposition.csv"];
        assert_eq!(names, [&plain[..], &["outcomes.csv", "accuracy.csv"]].concat());
        for (name, bytes) in tables {
            let rows = document[name.trim_end_matches(".csv")].as_array().unwrap();
            let (columns, records) = from_csv(&bytes);
            assert!(!rows.is_empty() && rows.len() == records.len(), "{name}");
            for (row, record) in rows.iter().zip(&records) {
                assert_eq!(row.as_object().unwrap().len(), columns.len());
                for (column, field) in columns.iter().zip(record) {
                    assert!(same(&row[column], field), "{name}, {column}: {} and {field:?}", row[column]);
                }
            }
        }
    }

    #[test]
    fn a_table_without_rows_has_its_header() {
        let mut results = fixture::results();
        results.blocking.clear();
        let (_, bytes) = &csv::tables(&results)[3];
        assert_eq!(bytes, b"variant,member,other,objects,only_objector,jointly\n");
    }
}
