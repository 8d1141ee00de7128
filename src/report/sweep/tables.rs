//! The long tables of a sweep, the same for a terminal, and reading them back.

use std::collections::BTreeMap;

use comfy_table::CellAlignment;
use serde_json::json;

use super::rows::parse_table;
use super::{PointRows, SweepResults, SweepRow};
use crate::experiment::{Estimate, Metric};
use crate::report::csv::{number, write};
use crate::report::digits::Digits;
use crate::report::table::{Style, escaped, plain_table};
use crate::report::words::counted;

/// The table of points.
pub const POINTS: &str = "points.csv";
/// The table of estimates.
pub const ESTIMATES: &str = "sweep.csv";
/// The table of differences.
pub const DIFFERENCES: &str = "sweep-differences.csv";

const NUMBERS: [&str; 4] = ["std_error", "lower", "upper", "n"];

/// Every table: the name of its file, and what stands in it.
pub fn csv(results: &SweepResults) -> Vec<(String, Vec<u8>)> {
    let history = results.history.as_ref();
    let mut header = [&paths(results)[..], &["variant", "scope", "metric", "estimate"], &NUMBERS].concat();
    header.extend(history.map(|_| "implausibility"));
    let estimates = rows(results, |rows| &rows.estimates).map(|(mut fields, row)| {
        fields.extend(history.map(|history| history.implausibility(row).map_or_else(String::new, number)));
        fields
    });
    let estimates = write(&header, estimates);
    let header = [&paths(results)[..], &["baseline", "variant", "scope", "metric", "difference"], &NUMBERS].concat();
    let differences = write(&header, rows(results, |rows| &rows.differences).map(|(fields, _)| fields));
    let files = [(POINTS, points(results)), (ESTIMATES, estimates), (DIFFERENCES, differences)];
    files.map(|(name, bytes)| (name.to_owned(), bytes)).to_vec()
}

fn paths(results: &SweepResults) -> Vec<&str> {
    results.sweep.axes.iter().map(|axis| axis.path.as_str()).collect()
}

/// The fields of all rows of a table, after those of the point, with the row.
fn rows(
    results: &SweepResults,
    of: fn(&PointRows) -> &Vec<SweepRow>,
) -> impl Iterator<Item = (Vec<String>, &SweepRow)> {
    results.points.iter().zip(&results.rows).flat_map(move |(point, rows)| {
        let levels: Vec<String> = point.levels.iter().map(|level| level.text.clone()).collect();
        of(rows).iter().map(move |row| ([&levels[..], &row.fields()].concat(), row))
    })
}

/// `points.csv`: a row a point, by which the rows of the other tables can be told apart again.
fn points(results: &SweepResults) -> Vec<u8> {
    let mut header = [&["point"], &paths(results)[..], &["key", "estimates", "differences"]].concat();
    if results.history.is_some() {
        header.extend(["targets", "max_implausibility", "remains"]);
    }
    let row = |(index, ((point, key), rows)): (usize, ((&crate::scenario::sweep::Point, &String), &PointRows))| {
        let mut fields = vec![(index + 1).to_string()];
        fields.extend(point.levels.iter().map(|level| level.text.clone()));
        fields.extend([key.clone(), rows.estimates.len().to_string(), rows.differences.len().to_string()]);
        if let Some(history) = &results.history {
            let (worst, targets) = history.worst(rows);
            let remains = worst.map_or_else(String::new, |worst| (worst < history.cutoff).to_string());
            fields.extend([targets.to_string(), worst.map_or_else(String::new, number), remains]);
        }
        fields
    };
    write(&header, results.points.iter().zip(&results.keys).zip(&results.rows).enumerate().map(row))
}

/// The points of a sweep that is done, by key, read back from its tables.
#[derive(Debug, Clone, Default)]
pub struct Finished(BTreeMap<String, PointRows>);

impl Finished {
    /// Those of the three tables as they are written; `None` where they are something else.
    pub fn read(points: &[u8], estimates: &[u8], differences: &[u8]) -> Option<Self> {
        let mut reader = csv::Reader::from_reader(points);
        let header = reader.headers().ok()?.clone();
        let key = header.iter().enumerate().filter(|(_, name)| *name == "key").last()?.0;
        let mut estimates = parse_table(estimates, key - 1, false)?.into_iter();
        let mut differences = parse_table(differences, key - 1, true)?.into_iter();
        let mut finished = BTreeMap::new();
        for record in reader.records() {
            let record = record.ok()?;
            let many = |column: usize| record.get(column).and_then(|text| text.parse::<usize>().ok());
            let (of_estimates, of_differences) = (many(key + 1)?, many(key + 2)?);
            let rows = PointRows {
                estimates: estimates.by_ref().take(of_estimates).collect(),
                differences: differences.by_ref().take(of_differences).collect(),
            };
            let whole = (rows.estimates.len(), rows.differences.len()) == (of_estimates, of_differences);
            finished.insert(record.get(key)?.to_owned(), Some(rows).filter(|_| whole)?);
        }
        (estimates.next().is_none() && differences.next().is_none()).then_some(Self(finished))
    }

    /// Whether that point is among them.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// What was found at the point with this key.
    pub fn take(&mut self, key: &str) -> Option<PointRows> {
        self.0.remove(key)
    }
}

/// All rows as one JSON document.
pub fn json(results: &SweepResults) -> String {
    let row = |point: usize, row: &SweepRow, value: &str| {
        let mut object = json!({
            "point": point + 1,
            "variant": row.variant,
            "scope": row.scope,
            "metric": row.metric,
            value: row.value,
            "std_error": row.std_error,
            "lower": row.lower,
            "upper": row.upper,
            "n": row.n,
        });
        if let Some(baseline) = &row.baseline {
            object["baseline"] = json!(baseline);
        } else if let Some(history) = &results.history {
            object["implausibility"] = json!(history.implausibility(row));
        }
        object
    };
    let all = |of: fn(&PointRows) -> &Vec<SweepRow>, value: &'static str| -> Vec<serde_json::Value> {
        let rows = results.rows.iter().enumerate();
        rows.flat_map(|(point, rows)| of(rows).iter().map(move |r| row(point, r, value))).collect()
    };
    let point = |(index, point): (usize, &crate::scenario::sweep::Point)| {
        let levels = results.sweep.axes.iter().zip(&point.levels);
        let levels: serde_json::Map<String, serde_json::Value> = levels
            .map(|(axis, level)| (axis.path.clone(), level.number.map_or(json!(level.text), |n| json!(n))))
            .collect();
        let mut object = json!({ "point": index + 1, "key": results.keys[index], "values": levels });
        if let Some(history) = &results.history {
            let (worst, targets) = history.worst(&results.rows[index]);
            object["targets"] = json!(targets);
            object["max_implausibility"] = json!(worst);
        }
        object
    };
    let document = json!({
        "title": results.title,
        "sweep": results.sweep.id,
        "replications": results.replications,
        "level": results.level.share(),
        "variants": results.variants.iter().map(|variant| &variant.id).collect::<Vec<_>>(),
        "points": results.points.iter().enumerate().map(point).collect::<Vec<_>>(),
        "estimates": all(|rows| &rows.estimates, "estimate"),
        "differences": all(|rows| &rows.differences, "difference"),
    });
    format!("{document:#}\n")
}

/// As many points are printed.
const PRINTED: usize = 60;

/// A table a metric: a row a point, a column a variant.
pub fn overview(results: &SweepResults, style: Style) -> String {
    let mut sections = Vec::new();
    for metric in &results.metrics {
        let sweep = if results.sweep.is_unnamed() { String::new() } else { format!(", {}", results.sweep.label) };
        let title = format!("{}{sweep}: {}", results.title, metric.label());
        let heading = match style {
            Style::Text => title,
            Style::Markdown => format!("### {}", escaped(&title, style)),
        };
        sections.push(format!("{heading}\n\n{}\n", table(results, *metric, style)));
    }
    let shown = results.points.len().min(PRINTED);
    if shown < results.points.len() {
        sections.push(format!("{shown} of {}; {ESTIMATES} has all of them.\n", counted(results.points.len(), "point")));
    }
    if let Some(history) = &results.history {
        let worst = results.worst();
        let remaining = worst.iter().flatten().filter(|worst| **worst < history.cutoff).count();
        let uncompared = worst.iter().filter(|worst| worst.is_none()).count();
        let more = if uncompared == 0 { String::new() } else { format!(", {uncompared} could not be compared") };
        sections.push(format!(
            "{remaining} of {} remain, with an implausibility below {} for every target (discrepancy {}){more}.\n",
            counted(results.points.len(), "point"),
            history.cutoff,
            history.discrepancy
        ));
    }
    sections.join("\n")
}

fn table(results: &SweepResults, metric: Metric, style: Style) -> String {
    let readings = results.readings(metric);
    let digits: Vec<Digits> = (0..results.variants.len())
        .map(|variant| Digits::of(metric, false, readings.iter().filter_map(|of| of[variant].as_ref())))
        .collect();
    let worst = results.history.as_ref().map(|_| results.worst());
    let mut table = plain_table(style);
    let labels = results.variants.iter().map(|variant| escaped(&variant.label, style));
    let paths = paths(results).into_iter().map(|path| escaped(path, style));
    table.set_header(paths.chain(labels).chain(worst.iter().map(|_| "implausibility".to_owned())));
    for (index, (point, of)) in results.points.iter().zip(&readings).take(PRINTED).enumerate() {
        let levels = point.levels.iter().map(|level| escaped(&level.text, style));
        let cells = of.iter().zip(&digits).map(|(estimate, digits)| cell(estimate.as_ref(), *digits));
        let worst = worst.iter().map(|worst| worst[index].map_or_else(String::new, |worst| format!("{worst:.2}")));
        table.add_row(levels.chain(cells).chain(worst));
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        if index >= results.sweep.axes.len() || results.sweep.axes[index].is_numeric() {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.trim_fmt()
}

fn cell(estimate: Option<&Estimate>, digits: Digits) -> String {
    let Some(estimate) = estimate else { return String::new() };
    [Some(digits.value(estimate)), digits.interval(estimate)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}
