//! Backtests that ship: what their page says is what the commands find.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::tempdir;

use crate::shipped;

const PAGE: &str = include_str!("../docs/backtests.md");

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A number with its proper minus, and a sign if it is a difference.
fn told(row: &BTreeMap<String, String>, columns: [&str; 3], decimals: usize, signed: bool) -> String {
    let number = |column: &str| {
        let value: f64 = row[column].parse().expect("a number");
        let text = format!("{value:.decimals$}");
        let zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
        let text = if zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") };
        if signed && !text.starts_with('−') { format!("+{text}") } else { text }
    };
    format!("{} [{}, {}]", number(columns[0]), number(columns[1]), number(columns[2]))
}

#[test]
fn the_page_says_what_the_backtests_of_the_eu_find() {
    let folder = tempdir().expect("a folder");
    for half in ["training", "test"] {
        let scenario = shipped(&format!("backtests/deu3-{half}.toml"));
        winset(folder.path())
            .args(["run", scenario.to_str().expect("UTF-8"), "--no-plots", "--quiet", "--out", half])
            .assert()
            .success();
        let rows = rows(&folder.path().join(half).join("accuracy.csv"));
        for variant in ["compromise", "spread", "changes", "free"] {
            let cells = ["abs_error", "crps", "brier"].map(|measure| {
                let find = |predictor: &str| {
                    let is = |row: &&BTreeMap<String, String>| {
                        row["variant"] == variant && row["measure"] == measure && row["predictor"] == predictor
                    };
                    rows.iter().find(is).expect("a row")
                };
                let decimals = if measure == "brier" { 3 } else { 1 };
                let error = told(find("winset"), ["estimate", "lower", "upper"], decimals, false);
                let columns = ["difference", "difference_lower", "difference_upper"];
                let less = told(find("compromise"), columns, decimals.max(2), true);
                format!("{error} | {less}")
            });
            let line = format!("| {half} | `{variant}` | {} |", cells.join(" | "));
            assert!(PAGE.contains(&line), "docs/backtests.md has no line\n{line}");
        }
    }
}

#[test]
fn the_page_says_what_the_timeline_and_the_counts_of_documents_say() {
    let folder = tempdir().expect("a folder");
    let (scenario, observed) = (shipped("sco-timeline.toml"), shipped("backtests/sco-documents.csv"));
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    winset(folder.path())
        .args(["run", &path(&scenario), "--variant", "as-it-went", "--replications", "300", "--no-plots", "--quiet"])
        .args(["--out", "sco"])
        .assert()
        .success();
    winset(folder.path())
        .args(["score", "sco", "--against", &path(&observed), "--out", "scores", "--no-plots", "--quiet"])
        .assert()
        .success();
    for row in rows(&folder.path().join("scores/score.csv")) {
        let predicted = told(&row, ["predicted", "lower", "upper"], 1, false);
        let line = format!("| `{}` | {predicted} | {} |", row["scope"], row["observed"]);
        assert!(PAGE.contains(&line), "docs/backtests.md has no line\n{line}");
    }
    assert!(fs::read_to_string(observed).expect("a table").lines().count() > 4);
}
