//! What was observed in the world, to be held against what is simulated: a table with a row a number.

use std::path::Path;

use super::characters::shown_path;
use super::code::Code;
use super::csv::Cell;
use super::fault::{Fault, Faults, Sources};
use super::figures::Numbers;
use super::log::Log;
use super::names::nobody;
use super::range::Range;
use super::rows::{self, Request, Rows};
use super::suggest::{self, shown};
use super::values;

/// Observations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Observed {
    /// In the order of the file.
    pub targets: Vec<Target>,
}

/// One observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Id of the variant that it is about.
    pub variant: String,
    /// Id of the variant from which the step to this one is taken, where the file says so.
    pub from: Option<String>,
    /// `all`, `area:<id>`, `member:<id>` or `period:<id>`.
    pub scope: String,
    /// Name of the metric.
    pub metric: String,
    /// What was observed.
    pub value: f64,
    /// Its standard error.
    pub se: f64,
    /// What a simple rule would have said, where the file has such a column.
    pub baseline: Option<f64>,
    /// Where it comes from; may be empty.
    pub source: String,
}

/// What observations may be about.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Ids of variants.
    pub variants: &'a [String],
    /// Names of scopes.
    pub scopes: &'a [String],
    /// Names of metrics.
    pub metrics: &'a [&'a str],
    /// Whether that is the name of something else that may be observed.
    pub others: fn(&str) -> bool,
}

/// The columns; the last three may be missing.
const COLUMNS: [&str; 8] = ["variant", "scope", "metric", "value", "se", "source", "baseline", "from"];

/// Those that may.
const OPTIONAL: [&str; 3] = ["source", "baseline", "from"];

/// Reads the table at `path`. With `exact`, a standard error of 0 is taken: something else makes up for it.
///
/// # Errors
/// Everything that is wrong with it, each with its line.
pub fn load(path: &Path, known: &Known<'_>, exact: bool) -> Result<Observed, Faults> {
    let (mut sources, log) = (Sources::default(), Log::default());
    let wanted = COLUMNS[..5].iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    let name = shown_path(path);
    let request = Request { path, name: &name, sheet: None, named_at: None, wanted: &wanted };
    let read = rows::read(&request, &mut sources, &log);
    let observed = read.and_then(|rows| table(rows, known, exact, &log));
    let observed = observed.filter(|_| !log.has_faults());
    log.into_findings(sources.clone())?;
    observed.ok_or_else(|| Faults::one(Fault::new(Code::UnreadableFile, "these observations cannot be read"), sources))
}

fn table(mut table: Rows, known: &Known<'_>, exact: bool, log: &Log) -> Option<Observed> {
    if table.rows.is_empty() {
        let fault = Fault::new(Code::MissingField, "there are no observations");
        log.add(fault.help(format!("a header, {}, and a row an observation", COLUMNS.join(","))));
        return None;
    }
    let header = &table.header;
    for cell in header.iter().filter(|cell| !COLUMNS.contains(&cell.text.as_str()) && !cell.begins_a_note()) {
        let message = format!("observations have no column `{}`", shown(&cell.text));
        let help = suggest::help(&cell.text, COLUMNS, "columns");
        log.add(Fault { help, ..Fault::at(Code::UnknownField, cell.at, message).label("unknown") });
    }
    let places = COLUMNS.map(|name| table.column(name));
    for (name, _) in COLUMNS.iter().zip(places).filter(|(name, place)| !OPTIONAL.contains(*name) && place.is_none()) {
        log.add(Fault::at(Code::MissingField, header[0].at, format!("observations need a column `{name}`")));
    }
    if log.has_faults() {
        return None;
    }
    let number_columns: Vec<usize> = [3, 4, 6].into_iter().filter_map(|column| places[column]).collect();
    let numbers = table.numbers(&number_columns);
    let mut observed = Observed::default();
    for row in &table.rows {
        if let Some(fault) = table.wrong_length(row) {
            log.add(fault);
            continue;
        }
        let cell = |column: usize| places[column].map(|place| &row[place]);
        let number = |column: usize, range| number(&numbers, places[column]?, row, COLUMNS[column], range, log);
        let Some(target) = target(cell, number, known, exact, log) else { continue };
        let about = |target: &Target| (target.variant.clone(), target.scope.clone(), target.metric.clone());
        if observed.targets.iter().any(|other| about(other) == about(&target)) {
            log.add(Fault::at(Code::Twice, row[0].at, "this is observed twice"));
        }
        observed.targets.push(target);
    }
    Some(observed)
}

fn target<'c>(
    cell: impl Fn(usize) -> Option<&'c Cell>,
    number: impl Fn(usize, Range) -> Option<f64>,
    known: &Known<'_>,
    exact: bool,
    log: &Log,
) -> Option<Target> {
    let among = |column: usize, noun: &str, names: &mut dyn Iterator<Item = &str>| {
        let cell = cell(column)?;
        let names: Vec<&str> = names.collect();
        if names.contains(&cell.text.as_str()) {
            return Some(cell.text.clone());
        }
        log.add(nobody(&cell.text, cell.at, noun, names.into_iter()));
        None
    };
    let variant = among(0, "variant", &mut known.variants.iter().map(String::as_str));
    let scope = among(1, "scope", &mut known.scopes.iter().map(String::as_str));
    let metric = match cell(2)?.text.as_str() {
        other if (known.others)(other) => Some(other.to_owned()),
        _ => among(2, "metric", &mut known.metrics.iter().copied()),
    };
    let value = number(3, Range::AFFINITY);
    let se = number(4, Range::UTILITY);
    if se == Some(0.0) && !exact {
        let fault =
            Fault::at(Code::OutOfRange, cell(4)?.at, "without an error of its own every point would be ruled out");
        log.add(fault.help("give its standard error, or a --discrepancy"));
    }
    let source = cell(5).map(|cell| cell.text.clone()).unwrap_or_default();
    // Not every observation is a step, or has a simple rule beside it.
    let from = match cell(7).filter(|cell| !cell.text.is_empty()) {
        Some(_) => Some(among(7, "variant", &mut known.variants.iter().map(String::as_str))?),
        None => None,
    };
    let baseline = cell(6).filter(|cell| !cell.text.is_empty()).and_then(|_| number(6, Range::AFFINITY));
    Some(Target { variant: variant?, from, scope: scope?, metric: metric?, value: value?, se: se?, baseline, source })
}

fn number(numbers: &Numbers, column: usize, row: &[Cell], name: &str, range: Range, log: &Log) -> Option<f64> {
    let cell = &row[column];
    if cell.text.is_empty() {
        log.add(Fault::at(Code::BlankCell, cell.at, format!("`{name}` is blank")).label("empty"));
        return None;
    }
    values::number(log, &numbers.read(column, cell), name, range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Observed, String> {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("o.csv");
        std::fs::write(&path, text).expect("written");
        let known = Known {
            variants: &["six".to_owned(), "ten".to_owned()],
            scopes: &["all".to_owned(), "area:drugs".to_owned()],
            metrics: &["pass_rate", "rounds"],
            others: |name| name == "passed_within_6_months",
        };
        load(&path, &known, false).map_err(|faults| faults.to_string().replace(&shown_path(&path), "o.csv"))
    }

    #[test]
    fn observations_are_read() {
        let read = read(
            "variant,scope,metric,value,se,source\nsix,all,pass_rate,0.8,0.05,\"A, 2020\"\nten,area:drugs,rounds,2,1,\n",
        );
        let observed = read.expect("sound");
        assert_eq!((observed.targets.len(), observed.targets[0].value, observed.targets[0].se), (2, 0.8, 0.05));
        assert_eq!(
            (observed.targets[0].source.as_str(), observed.targets[1].scope.as_str()),
            ("A, 2020", "area:drugs")
        );
    }

    #[test]
    fn a_step_may_begin_anywhere_and_other_names_are_asked_for() {
        let header = "variant,from,scope,metric,value,se\n";
        let read = |row: &str| read(&format!("{header}six,,all,pass_rate,0.5,0.1\n{row}\n"));
        let observed = read("ten,six,all,passed_within_6_months,0.8,0.05").expect("sound");
        assert_eq!(
            observed.targets.iter().map(|target| target.from.as_deref()).collect::<Vec<_>>(),
            [None, Some("six")]
        );
        let told = read("ten,sxi,all,rounds,0.8,0.05").expect_err("a fault");
        assert!(told.starts_with("o.csv:3:5: there is no variant `sxi` (did you mean `six`?)"), "{told}");
    }

    #[test]
    fn bad_rows_are_told_with_file_and_line() {
        let header = "variant,scope,metric,value,se\n";
        for (row, wanted) in [
            ("sxi,all,pass_rate,0.8,0.1", "o.csv:2:1: there is no variant `sxi` (did you mean `six`?)"),
            ("six,area:drug,pass_rate,0.8,0.1", "o.csv:2:5: there is no scope `area:drug`"),
            ("six,all,passrate,0.8,0.1", "o.csv:2:9: there is no metric `passrate`"),
            ("six,all,pass_rate,,0.1", "o.csv:2:19: `value` is blank"),
            ("six,all,pass_rate,\"0,8\",0.1", "o.csv:2:19: `0,8` has a decimal comma, and `0.1` a decimal point"),
            ("six,all,pass_rate,0.8,-1", "o.csv:2:23: `se` must be at least 0"),
            ("six,all,pass_rate,0.8,0", "o.csv:2:23: without an error of its own"),
            ("six,all,pass_rate,0.8", "o.csv:2:1: this line has 4 cells, the header has 5"),
            ("six,all,pass_rate,0.8,0.1\nsix,all,pass_rate,0.7,0.1", "o.csv:3:1: this is observed twice"),
        ] {
            let told = read(&format!("{header}{row}\n")).expect_err("a fault");
            assert!(told.starts_with(wanted), "{row}: {told}");
        }
        assert!(
            read("variant,scope,metric,value\nsix,all,pass_rate,1\n")
                .expect_err("a fault")
                .contains("need a column `se`")
        );
        assert!(read(header).expect_err("a fault").contains("there are no observations"));
        assert!(read("").expect_err("a fault").contains("there are no observations"));
    }
}
