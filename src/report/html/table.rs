//! Tables that sort: each cell has its text and, where that is a number, the number.

use super::super::digits::Digits;
use super::super::words::grouped;
use crate::experiment::{Estimate, Metric};

/// More rows make the page slow and nobody reads them.
pub const MOST_ROWS: usize = 600;

/// A table with a header.
#[derive(Debug, Default, PartialEq)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// The head of a column.
#[derive(Debug, PartialEq)]
pub struct Column {
    pub label: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    /// The interval, smaller, behind the number.
    pub interval: String,
    /// What it sorts by, where that is a number.
    pub number: String,
}

impl Table {
    /// A table with that caption and those columns, without rows; the labels of columns of numbers begin with `#`.
    pub fn new<S: AsRef<str>>(caption: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        let column = |label: S| {
            let label = label.as_ref();
            let text = label.strip_prefix('#').unwrap_or(label);
            Column { label: text.to_owned(), numeric: text != label }
        };
        Table { caption: caption.into(), columns: columns.into_iter().map(column).collect(), rows: Vec::new() }
    }

    /// Leaves out what is too much, and says where it is.
    pub fn cut(mut self, file: &str) -> Self {
        let all = self.rows.len();
        if all > MOST_ROWS {
            self.rows.truncate(MOST_ROWS);
            let (shown, all) = (grouped(MOST_ROWS as f64), grouped(all as f64));
            self.caption += &format!(" The first {shown} of {all} rows; all of them are in {file}.");
        }
        self
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Cell { text: text.into(), ..Cell::default() }
    }

    /// A number as it is written here.
    pub fn number(text: impl Into<String>, number: f64) -> Self {
        Cell { text: text.into(), number: (number + 0.0).to_string(), ..Cell::default() }
    }

    /// A whole number.
    pub fn count(number: u64) -> Self {
        Cell::number(grouped(number as f64), number as f64)
    }

    /// An estimate with its interval; empty where there is none.
    pub fn estimate(estimate: Option<&Estimate>, digits: &Digits) -> Self {
        let Some(estimate) = estimate else { return Cell::default() };
        let interval = digits.interval(estimate).unwrap_or_default();
        Cell { interval, ..Cell::number(digits.value(estimate), estimate.value) }
    }

    /// The standard error of an estimate.
    pub fn error(estimate: &Estimate, metric: Metric) -> Self {
        let Some(error) = estimate.std_error else { return Cell::default() };
        let shown = Estimate { value: error, std_error: None, interval: Some((0.0, error)), n: 0 };
        Cell::number(Digits::of(metric, false, std::iter::once(&shown)).number(error), error)
    }
}
