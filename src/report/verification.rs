//! What `winset verify` prints: a row a check.

use comfy_table::{CellAlignment, ContentArrangement};
use serde_json::{Value, json};

use super::csv;
use super::table::{Style, plain_table};
use crate::verification::{Check, Row};

/// The table, no wider than so many characters where that is given, and how many of its rows hold.
pub fn table(rows: &[Row], style: Style, width: Option<usize>) -> String {
    let mut table = plain_table(style);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
    table.set_header(["id", "what", "expected", "estimate", "std. error", "z", "source"]);
    for row in rows {
        let absent = || "–".to_owned();
        table.add_row([
            row.check.id.clone(),
            row.check.what.clone(),
            shown(row.check.expected.value()),
            row.estimate.map_or_else(absent, shown),
            row.std_error.map_or_else(|| "exact".to_owned(), |error| format!("{error:.5}")),
            row.z.map_or_else(|| exactness(row).to_owned(), |z| format!("{z:+.2}").replace('-', "−")),
            row.check.source.to_owned(),
        ]);
    }
    for column in table.column_iter_mut().skip(2).take(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{}\n\n{}\n", table.trim_fmt(), verdict(rows))
}

/// The same rows for other people's scripts.
pub fn csv(rows: &[Row]) -> Vec<u8> {
    let header = ["id", "what", "expected", "estimate", "std_error", "z", "holds", "source"];
    let number = |x: Option<f64>| x.map_or(String::new(), csv::number);
    csv::write(
        &header,
        rows.iter().map(|row| {
            vec![
                row.check.id.clone(),
                row.check.what.clone(),
                csv::number(row.check.expected.value()),
                number(row.estimate),
                number(row.std_error),
                number(row.z),
                row.holds.to_string(),
                row.check.source.to_owned(),
            ]
        }),
    )
}

/// The same rows as a JSON document.
pub fn json(rows: &[Row]) -> String {
    let row = |row: &Row| {
        json!({
            "id": row.check.id,
            "what": row.check.what,
            "expected": row.check.expected.value(),
            "estimate": row.estimate,
            "std_error": row.std_error,
            "z": row.z,
            "holds": row.holds,
            "source": row.check.source,
        })
    };
    format!("{:#}\n", Value::Array(rows.iter().map(row).collect()))
}

/// What can be checked: names of checks and what they are about, by scenario.
pub fn list(checks: &[Check]) -> String {
    let mut text = String::new();
    let mut setting = None;
    for check in checks {
        if setting != Some(check.setting) {
            setting = Some(check.setting);
            text += &format!("{}\n", check.setting.id);
        }
        text += &format!("  {:<58} {}\n", check.id, check.what);
    }
    text
}

/// Whether all hold; else which ones do not.
pub fn verdict(rows: &[Row]) -> String {
    let failed: Vec<&str> = rows.iter().filter(|row| !row.holds).map(|row| row.check.id.as_str()).collect();
    let exact = rows.iter().filter(|row| row.estimate.is_some() && row.z.is_none()).count();
    let largest = rows.iter().filter_map(|row| row.z).fold(0.0, |largest: f64, z| largest.max(z.abs()));
    let all = rows.len();
    if failed.is_empty() {
        let estimated = all - exact;
        return format!("All {all} hold: {exact} exact, {estimated} estimated with |z| up to {largest:.2}.");
    }
    format!("{} of {all} do not hold: {}", failed.len(), failed.join(", "))
}

fn exactness(row: &Row) -> &'static str {
    match (row.estimate, row.holds) {
        (None, _) => "no cases",
        (Some(_), true) => "=",
        (Some(_), false) => "≠",
    }
}

/// Whole numbers in full, as far as every digit is known; others to five decimals.
fn shown(x: f64) -> String {
    match x.abs() {
        1e15.. => format!("{x:.5e}"),
        10.0.. if x.fract() == 0.0 => format!("{x}"),
        _ => format!("{x:.5}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::{Expected, checks};

    fn row(expected: Expected, estimate: Option<f64>, z: Option<f64>, holds: bool) -> Row {
        let check = Check { expected, ..checks().remove(0) };
        Row { check, estimate, std_error: z.map(|_| 0.01), z, holds }
    }

    #[test]
    fn numbers_have_the_digits_that_are_known() {
        assert_eq!([17_278_571.0, 1.145_233_69e48, 0.128_736].map(shown), ["17278571", "1.14523e48", "0.12874"]);
    }

    #[test]
    fn the_verdict_names_what_fails() {
        let good = row(Expected::Mean(0.5), Some(0.47), Some(-3.0), true);
        let same = row(Expected::Exactly(14.0), Some(14.0), None, true);
        let rows = [good.clone(), same];
        assert_eq!(verdict(&rows), "All 2 hold: 1 exact, 1 estimated with |z| up to 3.00.");
        let bad = row(Expected::Mean(0.5), None, None, false);
        let rows = [good, bad];
        assert_eq!(verdict(&rows), format!("1 of 2 do not hold: {}", rows[1].check.id));
        let table = table(&rows, Style::Markdown, None);
        assert!(table.contains("−3.00") && table.contains("no cases"));
        assert_eq!(String::from_utf8(csv(&rows)).unwrap().lines().count(), 3);
    }
}
