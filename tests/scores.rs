//! `winset score`: the estimates of a run held against a table of observations.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use serde_json::Value;

const SCENARIO: &str = "[space]\ndimensions = ['x']\n[members]\na = { ideal = [1], initiative = 4 }\nb = { ideal = [-1], initiative = 0 }\n\
                        [areas.k]\nstatus_quo = { mean = -1, sd = 0.4 }\n[agenda]\nyears = 3\n[variants.half]\nset = { rule = \
                        { kind = 'majority', share = 0.5 } }\n[variants.all]\n[run]\nreplications = 60\n";

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

#[test]
fn a_folder_is_scored_against_a_table() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let file = |name: &str| fs::read_to_string(folder.path().join(name)).expect("written");
    write("s.toml", SCENARIO);
    write(
        "observed.csv",
        "variant;scope;metric;value;se;source;baseline\nhalf;all;pass_rate;0,9;0,05;a count;0,5\n\
         all;all;pass_rate;0,1;0,05;;0,5\nall;member:b;sponsor_success;0,5;0,1;;\nhalf;area:k;tabled_per_year;4;0;;\n",
    );
    winset(folder.path()).args(["run", "s.toml", "--no-plots", "--quiet"]).assert().success();
    let score = || {
        let mut command = winset(folder.path());
        command.args(["score", "results/s", "--against", "observed.csv"]);
        command
    };
    score()
        .assert()
        .success()
        .stdout(contains("sign right in 1 of 1").and(contains("Mean of the others")))
        .stderr(contains("nothing was simulated of sponsor_success of all, member:b"));
    let levels = file("results/score-s/score.csv");
    let rows: Vec<Vec<&str>> = levels.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 1 + 3, "{levels}");
    // Everything passes in one variant, and nothing in the other.
    let (predicted, z) = (rows[1][3].parse::<f64>().expect("a number"), rows[1][11].parse::<f64>().expect("a number"));
    assert_eq!((predicted, rows[2][3]), (1.0, "0"));
    assert!((z - 2.0).abs() < 1e-9, "{levels}");
    let steps = file("results/score-s/score-steps.csv");
    assert!(
        steps.lines().nth(1).is_some_and(|row| row.starts_with("all,half,all,pass_rate,-1,") && row.ends_with(",true"))
    );
    for name in
        ["score-errors.csv", "plots/score.svg", "plots/observed.png", "plots/observed-steps.svg", "manifest.json"]
    {
        assert!(folder.path().join("results/score-s").join(name).is_file(), "{name}");
    }
    score().assert().code(1).stderr(contains("--force"));
    let document = score().args(["--format", "json", "--force", "--no-plots", "--quiet"]).assert().success();
    let document: Value = serde_json::from_slice(&document.get_output().stdout).expect("JSON");
    assert_eq!(document["score"].as_array().map(Vec::len), Some(3));
}

#[test]
fn a_run_that_is_held_against_a_table_says_so_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("s.toml", SCENARIO);
    write("o.csv", "variant,scope,metric,value,se,source\nhalf,all,pass_rate,0.9,0.05,\"minutes <b>\"\n");
    let run = || {
        let mut command = winset(folder.path());
        command.args(["run", "s.toml", "--against", "o.csv"]);
        command
    };
    run().assert().success().stdout(contains("Predicted and observed"));
    let report = fs::read_to_string(folder.path().join("results/s/report.html")).expect("written");
    let at = |what: &str| report.find(what).unwrap_or_else(|| panic!("{what}"));
    assert!(
        at("Predicted and observed") < at("Variants at a glance")
            && at("Predicted minus observed") < at("Pass rate by area")
    );
    assert!(report.contains("minutes &#60;b&#62;") && !report.contains("minutes <b>"));
    for name in ["score.csv", "score-errors.csv", "observed.csv", "plots/score.svg"] {
        assert!(folder.path().join("results/s").join(name).is_file(), "{name}");
    }
    write("o.csv", "variant,scope,metric,value,se\nhalf,all,pass_rat,0.9,0.05\n");
    run().arg("--force").assert().code(1).stderr(contains("did you mean `pass_rate`"));
    assert!(folder.path().join("results/s/score.csv").is_file(), "what was there stays");
}

#[test]
fn what_cannot_be_scored_is_told_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("s.toml", SCENARIO);
    winset(folder.path()).args(["run", "s.toml", "--no-plots", "--quiet"]).assert().success();
    let header = "variant,scope,metric,value,se,baseline\n";
    for (row, told) in [
        ("haf,all,pass_rate,1,0.1,", "observed.csv:2:1"),
        ("half,issue:one,pass_rate,1,0.1,", "there is no scope `issue:one`"),
        ("half,all,pass_rate,1,0.1,x", "`baseline` must be a number"),
    ] {
        write("observed.csv", &format!("{header}{row}\n"));
        winset(folder.path())
            .args(["score", "results/s", "--against", "observed.csv"])
            .assert()
            .code(1)
            .stderr(contains(told));
        assert!(!folder.path().join("results/score-s").exists(), "nothing is left behind");
    }
    winset(folder.path()).args(["score", "nowhere", "--against", "observed.csv"]).assert().code(1);
}
