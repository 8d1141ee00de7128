//! What was found at one point of a sweep, as rows that outlive the run.

use crate::experiment::Results;
use crate::report::csv::{number, write};
use crate::report::rows;

/// An estimate, or a difference from a baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct SweepRow {
    /// Of a difference, what it is from: the id of a variant, or `period:<id>`.
    pub baseline: Option<String>,
    /// Id of the variant.
    pub variant: String,
    /// `all`, `area:<id>`, `member:<id>` or `period:<id>`.
    pub scope: String,
    /// Name of the metric.
    pub metric: String,
    /// The estimate, or the difference.
    pub value: f64,
    /// Its standard error.
    pub std_error: Option<f64>,
    /// Lower end of its interval.
    pub lower: Option<f64>,
    /// Upper end of its interval.
    pub upper: Option<f64>,
    /// Cases, or replications, on which it rests.
    pub n: u64,
}

impl SweepRow {
    /// Its fields as a table has them.
    pub(super) fn fields(&self) -> Vec<String> {
        let optional = |x: Option<f64>| x.map_or_else(String::new, number);
        let names = self.baseline.iter().chain([&self.variant, &self.scope, &self.metric]).cloned();
        let numbers = [number(self.value), optional(self.std_error), optional(self.lower), optional(self.upper)];
        names.chain(numbers).chain([self.n.to_string()]).collect()
    }

    /// The same from such fields; `None` where they are something else.
    fn parse<'f>(mut fields: impl Iterator<Item = &'f str>, is_difference: bool) -> Option<Self> {
        let mut next = || fields.next();
        let baseline = if is_difference { Some(next()?.to_owned()) } else { None };
        let (variant, scope, metric) = (next()?.to_owned(), next()?.to_owned(), next()?.to_owned());
        let value = next()?.parse().ok()?;
        let mut optional = || match next()? {
            "" => Some(None),
            text => Some(Some(text.parse().ok()?)),
        };
        let (std_error, lower, upper) = (optional()?, optional()?, optional()?);
        let n = next()?.parse().ok()?;
        Some(Self { baseline, variant, scope, metric, value, std_error, lower, upper, n })
    }
}

/// Everything that is kept of a point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PointRows {
    /// The rows of `summary.csv`.
    pub estimates: Vec<SweepRow>,
    /// The rows of `differences.csv`.
    pub differences: Vec<SweepRow>,
}

/// First cells of the lines of a point that is kept.
const KINDS: [&str; 2] = ["estimate", "difference"];
/// The last line of it.
const END: &str = "end";

impl PointRows {
    /// What a run at the point has found.
    pub fn of(results: &Results) -> Self {
        let estimates = rows::summary(results).map(|row| SweepRow {
            baseline: None,
            variant: row.variant.to_owned(),
            scope: row.scope,
            metric: row.metric.to_owned(),
            value: row.estimate,
            std_error: row.std_error,
            lower: row.lower,
            upper: row.upper,
            n: row.n,
        });
        let differences = rows::differences(results).map(|row| SweepRow {
            baseline: Some(row.baseline.into_owned()),
            variant: row.variant.to_owned(),
            scope: row.scope,
            metric: row.metric.to_owned(),
            value: row.difference,
            std_error: row.std_error,
            lower: row.lower,
            upper: row.upper,
            n: row.n,
        });
        Self { estimates: estimates.collect(), differences: differences.collect() }
    }

    /// The point as a file of its own. Numbers read back as they are.
    pub fn kept(&self) -> Vec<u8> {
        let of = |kind: usize, rows: &[SweepRow]| -> Vec<Vec<String>> {
            rows.iter().map(|row| std::iter::once(KINDS[kind].to_owned()).chain(row.fields()).collect()).collect()
        };
        let mut out = Vec::new();
        for (kind, rows) in [(0, &self.estimates), (1, &self.differences)] {
            let width = if kind == 0 { "" } else { "baseline" };
            let mut header = vec!["row"];
            header.extend(Some(width).filter(|name| !name.is_empty()));
            header.extend(["variant", "scope", "metric", "value", "std_error", "lower", "upper", "n"]);
            out.extend(write(&header, of(kind, rows).into_iter()));
        }
        out.extend_from_slice(END.as_bytes());
        out.push(b'\n');
        out
    }

    /// The point from its file; `None` where that is not one, or not whole.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let (mut rows, mut whole) = (Self::default(), false);
        for record in reader.records() {
            let record = record.ok().filter(|_| !whole)?;
            let mut fields = record.iter();
            match fields.next()? {
                "row" => {}
                END => whole = true,
                kind if kind == KINDS[0] => rows.estimates.push(SweepRow::parse(fields, false)?),
                kind if kind == KINDS[1] => rows.differences.push(SweepRow::parse(fields, true)?),
                _ => return None,
            }
        }
        whole.then_some(rows)
    }
}

/// Rows of a long table whose first cells, so many, are not the row's own; `None` where it is no such table.
pub(super) fn parse_table(bytes: &[u8], skip: usize, is_difference: bool) -> Option<Vec<SweepRow>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.records().map(|record| SweepRow::parse(record.ok()?.iter().skip(skip), is_difference)).collect()
}
