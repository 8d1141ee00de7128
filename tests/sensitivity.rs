//! `winset sensitivity`: the same numbers as runs one by one, on any number of threads; its files; what it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::str::contains;
use tempfile::TempDir;

use crate::shipped;

const ASSUMED: &str = r#"
[assumptions.rate]
path = "negotiation.amendment.rate"
range = [0.1, 0.9]
[assumptions.tolerance]
path = "members.*.tolerance"
range = [0.0, 0.5]
[assumptions.rounds]
path = "negotiation.rounds"
range = [1, 6]
"#;

fn winset(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.current_dir(dir).args(arguments);
    command
}

/// A folder with the docking scenario and three assumptions, in two variants.
fn folder() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    let text = fs::read_to_string(shipped("docking-basic.toml")).expect("a scenario");
    fs::write(dir.path().join("docking.toml"), text + ASSUMED).expect("a copy");
    dir
}

const FEW: [&str; 8] = ["--points", "6", "--replications", "20", "--variant", "before", "--variant", "after"];

fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let row = |row: Result<csv::StringRecord, csv::Error>| {
        header.iter().cloned().zip(row.expect("a row").iter().map(str::to_owned)).collect()
    };
    reader.records().map(row).collect()
}

#[test]
fn points_are_what_runs_with_their_values_give() {
    let dir = folder();
    winset(dir.path(), &["sensitivity", "docking.toml", "--no-plots"]).args(FEW).assert().success();
    let points = table(&dir.path().join("results/docking-sensitivity/assumptions.csv"));
    assert_eq!(points.len(), 6);
    for point in &points[1..4] {
        let set = |id: &str, path: &str| format!("{path}={}", point[&format!("assumption.{id}")]);
        let sets = [
            set("rate", "negotiation.amendment.rate"),
            set("tolerance", "members.*.tolerance"),
            set("rounds", "negotiation.rounds"),
        ];
        let mut run = winset(dir.path(), &["run", "docking.toml", "--no-plots", "--force", "--out", "one"]);
        for set in &sets {
            run.args(["--set", set]);
        }
        run.args(&FEW[2..]).assert().success();
        for (file, column, suffix) in [("summary", "estimate", ""), ("differences", "difference", ".difference")] {
            let all = table(&dir.path().join(format!("one/{file}.csv")));
            let rows: Vec<_> = all.into_iter().filter(|row| row["scope"] == "all").collect();
            assert!(rows.len() > 20);
            for row in rows {
                let name = format!("{}.{}{suffix}", row["metric"], row["variant"]);
                assert_eq!(point[&name], row[column], "{name} at point {}", point["point"]);
            }
        }
    }
}

#[test]
fn bands_are_those_of_the_points() {
    let dir = folder();
    winset(dir.path(), &["sensitivity", "docking.toml", "--no-plots"]).args(FEW).assert().success();
    let at = |name: &str| table(&dir.path().join("results/docking-sensitivity").join(name));
    let (points, bands) = (at("assumptions.csv"), at("spread.csv"));
    let band = bands.iter().find(|row| row["metric"] == "pass_rate" && !row["baseline"].is_empty()).expect("a row");
    let values: Vec<f64> = points.iter().map(|point| point["pass_rate.after.difference"].parse().unwrap()).collect();
    let number = |column: &str| band[column].parse::<f64>().unwrap();
    assert_eq!(number("min"), values.iter().copied().fold(f64::INFINITY, f64::min));
    assert_eq!(number("max"), values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    let sign = number("as_is").signum();
    let same = values.iter().filter(|value| value.signum() == sign).count();
    assert_eq!(number("same_sign"), same as f64 / 6.0);
    assert!(number("same_sign_lower") < number("same_sign") && number("sure_sign") <= number("same_sign"));
    let ranked = at("correlations.csv");
    assert_eq!(ranked.iter().filter(|row| row["metric"] == "pass_rate" && row["variant"] == "after").count(), 6);
}

#[test]
fn threads_and_the_folders_own_scenario_change_no_byte() {
    let dir = folder();
    for (method, points) in [("spread", "6"), ("morris", "2"), ("sobol", "4")] {
        let run = |scenario: &str, out: &str, threads: &str| {
            let mut command = winset(dir.path(), &["sensitivity", scenario, "--out", out, "--quiet", "--force"]);
            let command = command.args(["--method", method, "--points", points, "--threads", threads]);
            command.args(if scenario == "docking.toml" { &FEW[2..] } else { &[] });
            command.assert().success();
            let mut files: Vec<(String, Vec<u8>)> = Vec::new();
            for folder in ["", "plots"] {
                for entry in fs::read_dir(dir.path().join(out).join(folder)).expect("a folder") {
                    let path = entry.expect("an entry").path();
                    if path.is_file() && !path.ends_with("manifest.json") {
                        files.push((path.file_name().unwrap().to_string_lossy().into(), fs::read(&path).unwrap()));
                    }
                }
            }
            files.sort();
            files
        };
        let first = run("docking.toml", "first", "1");
        assert!(first.len() >= 5, "{method}");
        let page = first.iter().find(|(name, _)| name == "report.html").expect("a report");
        let page = String::from_utf8_lossy(&page.1);
        let title = if method == "spread" { "What the assumptions leave open" } else { "ssumption" };
        assert!(page.contains(title) && page.contains("<svg"), "{method}");
        assert!(first == run("docking.toml", "again", "3"), "{method}: threads");
        assert!(first == run("first/scenario.toml", "own", "2"), "{method}: its own scenario");
    }
}

#[test]
fn it_says_beforehand_what_it_is_going_to_do() {
    let dir = folder();
    winset(dir.path(), &["sensitivity", "docking.toml", "--no-plots", "--method", "morris", "--points", "2"])
        .args(&FEW[2..])
        .assert()
        .success()
        .stderr(contains("morris over 3 assumptions: 2 trajectories of 4 points, and the scenario as it is"))
        .stderr(contains("9 runs of 20 worlds of 2 variants: "));
}

#[test]
fn faults_name_file_line_and_field_and_nothing_is_written() {
    let dir = folder();
    let over = |over: &str| winset(dir.path(), &["sensitivity", "docking.toml", "--over", over]);
    over("negotiation.amendment.rate=0.1:2").assert().code(2).stderr(contains("`rate` must be above 0 and at most 1"));
    over("negotiation.ratee=0:1").assert().code(2).stderr(contains("ratee"));
    over("negotiation.amendment.rate").assert().code(2).stderr(contains("PATH=LOW:HIGH"));
    let wrong = fs::read_to_string(dir.path().join("docking.toml")).unwrap().replace("[0.1, 0.9]", "[0.1, 1.9]");
    fs::write(dir.path().join("wrong.toml"), wrong).unwrap();
    for command in ["sensitivity", "check"] {
        winset(dir.path(), &[command, "wrong.toml"])
            .assert()
            .code(1)
            .stderr(contains("assumption `rate`"))
            .stderr(contains("wrong.toml:"));
    }
    fs::copy(shipped("textbook-1d.toml"), dir.path().join("plain.toml")).unwrap();
    winset(dir.path(), &["sensitivity", "plain.toml"]).assert().code(2).stderr(contains("--over PATH=LOW:HIGH"));
    winset(dir.path(), &["sensitivity", "docking.toml", "--assumption", "rat"])
        .assert()
        .code(2)
        .stderr(contains("did you mean `rate`?"));
    assert!(!dir.path().join("results").exists());
}

#[test]
fn a_result_is_not_overwritten_without_being_asked() {
    let dir = folder();
    let run = |options: &[&str]| {
        let mut command = winset(dir.path(), &["sensitivity", "docking.toml", "--no-plots", "--quiet"]);
        command.args(FEW).args(options).assert()
    };
    run(&[]).success();
    run(&[]).code(1).stderr(contains("exists already"));
    run(&["--force", "--format", "json"]).success().stdout(contains("\"correlations\""));
    run(&["--force", "--format", "markdown"]).success().stdout(contains("### Spread over the assumptions"));
    run(&["--force", "--format", "csv"]).success().stdout(contains("baseline,variant,metric,assumption,spearman"));
}
