//! A row a proposal and a row a world: the same on any number of threads, the sums of what the tables say, and readable by
//! others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use tempfile::TempDir;

use crate::shipped;

/// Runs a scenario with everything that has a row a proposal or world.
fn run(folder: &Path, scenario: &str, out: &str, options: &[&str]) {
    let scenario = shipped(scenario);
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.arg("run").arg(scenario).args(["--no-plots", "--quiet", "--records", "--worlds", "--out", out]);
    let output = command.args(options).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn rows(folder: &Path) -> Vec<BTreeMap<String, Field>> {
    let file = fs::File::open(folder.join("proposals.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let row = |row: Row| row.get_column_iter().map(|(name, field)| (name.clone(), field.clone())).collect();
    reader.get_row_iter(None).unwrap().map(|read| row(read.unwrap())).collect()
}

fn text(field: &Field) -> &str {
    match field {
        Field::Str(text) => text,
        other => panic!("{other}"),
    }
}

fn number(field: &Field) -> f64 {
    match field {
        Field::Double(number) => *number,
        Field::Int(number) => f64::from(*number),
        other => panic!("{other}"),
    }
}

/// By variant and metric of all proposals: estimate and number of cases.
fn summary(folder: &Path) -> BTreeMap<(String, String), (f64, f64)> {
    let mut reader = csv::Reader::from_path(folder.join("summary.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| &row[1] == "all");
    rows.map(|row| ((row[0].to_owned(), row[2].to_owned()), (row[3].parse().unwrap(), row[7].parse().unwrap())))
        .collect()
}

#[test]
fn records_are_what_the_tables_are_made_of() {
    let dir = TempDir::new().unwrap();
    // Adopted by some, time, dilution, a secretariat and members that come and go.
    run(dir.path(), "sco-timeline.toml", "r", &["--replications", "6"]);
    let folder = dir.path().join("r");
    let (rows, summary) = (rows(&folder), summary(&folder));
    let mut by_variant: BTreeMap<&str, Vec<&BTreeMap<String, Field>>> = BTreeMap::new();
    rows.iter().for_each(|row| by_variant.entry(text(&row["variant"])).or_default().push(row));
    assert!(by_variant.len() > 1);
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + b.abs());
    for (variant, rows) in by_variant {
        let told = |metric: &str| summary[&(variant.to_owned(), metric.to_owned())];
        let tabled = rows.len() as f64;
        let adopted: Vec<_> =
            rows.iter().filter(|row| ["adopted", "opt-out"].contains(&text(&row["ending"]))).collect();
        let mean = |column: &str| adopted.iter().map(|row| number(&row[column])).sum::<f64>() / adopted.len() as f64;
        assert_eq!(told("pass_rate").1, tabled, "{variant}");
        assert!(near(told("pass_rate").0, adopted.len() as f64 / tabled), "{variant}");
        assert!(near(told("rounds").0, mean("rounds")) && near(told("depth").0, mean("depth")), "{variant}");
        assert!(near(told("months_to_adoption").0, mean("months")), "{variant}");
        let opened = rows.iter().map(|row| number(&row["opening_share"])).sum::<f64>() / tabled;
        assert!(near(told("opening_share").0, opened), "{variant}");
        for row in &rows {
            let adopted = ["adopted", "opt-out"].contains(&text(&row["ending"]));
            assert_eq!(matches!(row["depth"], Field::Null), !adopted);
            let objectors = match &row["objectors"] {
                Field::ListInternal(list) => list.elements().len(),
                other => panic!("{other}"),
            };
            assert!(text(&row["ending"]) != "adopted" || objectors == 0, "nobody stays out");
            assert!(number(&row["date"]) >= 2001.0 && number(&row["date"]) < 2031.0);
        }
    }
    let dimensions = rows[0].keys().filter(|name| name.starts_with("text_")).count();
    assert!(dimensions >= 2);
}

#[test]
fn worlds_are_what_the_estimates_are_made_of() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "docking-basic.toml", "r", &["--replications", "40"]);
    let folder = dir.path().join("r");
    let mut sums: BTreeMap<(String, String), (f64, f64, u64)> = BTreeMap::new();
    for row in csv::Reader::from_path(folder.join("worlds.csv")).unwrap().records().map(Result::unwrap) {
        let sum = sums.entry((row[1].to_owned(), row[2].to_owned())).or_default();
        let part = |i: usize| row[i].parse::<f64>().unwrap();
        *sum = (sum.0 + part(3), sum.1 + part(4), sum.2 + 1);
    }
    let mut told = 0;
    for (key, (estimate, _)) in summary(&folder) {
        // Medians and restricted means are no ratios.
        let Some((x, y, worlds)) = sums.get(&key) else { continue };
        assert_eq!(*worlds, 40, "{key:?}");
        assert!((x / y - estimate).abs() <= 1e-12 * (1.0 + estimate.abs()), "{key:?}: {} {estimate}", x / y);
        told += 1;
    }
    assert!(told > 60);
}

#[test]
fn threads_change_no_byte_of_what_is_streamed() {
    let dir = TempDir::new().unwrap();
    for (out, threads) in [("one", "1"), ("three", "3")] {
        run(dir.path(), "docking-basic.toml", out, &["--replications", "300", "--threads", threads]);
    }
    for name in ["proposals.parquet", "worlds.csv"] {
        let bytes = |out: &str| fs::read(dir.path().join(out).join(name)).unwrap();
        assert!(bytes("one") == bytes("three"), "{name}");
    }
    let manifest = fs::read_to_string(dir.path().join("one/manifest.json")).unwrap();
    assert!(manifest.contains("\"proposals.parquet\"") && manifest.contains("\"worlds.csv\""));
}

/// What the documentation shows: polars reads it. Skipped, and said so, where there is none.
#[test]
fn another_reader_finds_the_same() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "sco-enlargement.toml", "r", &["--replications", "5"]);
    let script = "
import polars
rows = polars.read_parquet('r/proposals.parquet')
share = rows.group_by('variant').agg((polars.col('ending') == 'adopted').mean())
for variant, adopted in share.iter_rows(): print(variant, repr(adopted))
print('objections', rows['objectors'].list.len().sum(), rows['depth'].null_count(), rows.height)
";
    let output = Command::new("python3").args(["-c", script]).current_dir(dir.path()).output();
    let Some(output) = output.ok().filter(|output| output.status.success()) else {
        eprintln!("skipped: there is no python3 with polars");
        return;
    };
    let told = String::from_utf8(output.stdout).unwrap();
    let (folder, rows) = (dir.path().join("r"), rows(&dir.path().join("r")));
    for ((variant, metric), (estimate, _)) in summary(&folder) {
        if metric == "share_adopted" {
            let line = told.lines().find_map(|line| line.strip_prefix(&format!("{variant} "))).unwrap();
            assert!((line.parse::<f64>().unwrap() - estimate).abs() < 1e-12, "{variant}: {told}");
        }
    }
    let objections: usize = rows
        .iter()
        .map(|row| match &row["objectors"] {
            Field::ListInternal(list) => list.elements().len(),
            other => panic!("{other}"),
        })
        .sum();
    let missing = rows.iter().filter(|row| matches!(row["depth"], Field::Null)).count();
    assert!(told.contains(&format!("objections {objections} {missing} {}", rows.len())), "{told}");
}
