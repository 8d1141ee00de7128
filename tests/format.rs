//! The scenario format as the program reads it: warnings, tables of members, and results that can be had again.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Everything that the format has, at least once.
pub const RICH: &str = r#"
rule = "two-thirds"
[scenario]
title = "Everything at once"
[space]
dimensions = ["security", "handel"]
[space.security]
label = "Security order"
low = "self-reliance"
high = "alliance"
[space.handel]
label = "Trade"
[members."österreich"]
ideal = { security = 0.3, handel = -0.1 }
tolerance = { trade = 0.2 }
groups = ["neutral", "small"]
[members.b]
ideal = [1, 0.5]
salience = { security = 2 }
tolerance = 0.1
groups = ["small"]
[members.c]
ideal = [-1.0, 0.0]
ideal_sd = 0.25
weights = { gdp = 2 }
[members.d]
ideal = [0.5, 0.5]
[[relations]]
between = ["b", "c"]
affinity = -0.2
[areas.trade]
relevance = { handel = 1 }
urgency = 0.05
group_correlation = { small = 0.5 }
status_quo = { mean = { handel = 1 }, sd = 1 }
[areas.borders]
rule = "both"
group_correlation = 0.2
noise = 0.1
status_quo = { sd = 1 }
[secretariat]
ideal = { mean = [0, 0.1], sd = 0.3, distribution = "uniform" }
[rules.two-thirds]
kind = "majority"
share = "2/3"
[rules.both]
kind = "all"
rules = ["two-thirds", { kind = "majority", more_than = "1/2", abstention = "not-cast" }, "consensus"]
[rules.most]
kind = "majority"
share = 0.9
[negotiation]
rounds = 3
amendment = "mediate"
[agenda]
years = 4
initiative_sd = 0.5
order = "new-first"
capacity = 3
[variants.all]
[variants.without-one]
members = ["-@neutral"]
set = { negotiation = { rounds = 5 }, "members.*.tolerance" = 0.3, "rules.two-thirds.quota" = 2 }
[variants.other]
members = ["b", "c", "d"]
[variants.other.set]
rule = "most"
[variants.other.set.areas.trade.status_quo]
sd = 2
[run]
replications = 30
"#;

fn winset(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_winset")).args(arguments).current_dir(folder).output().expect("it starts")
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("written");
    }
    folder
}

/// Nine members and two thirds of them, as a decimal.
fn near_two_thirds() -> String {
    let members: String = (0..9).map(|n| format!("[members.m{n}]\nideal = [{n}]\n")).collect();
    format!(
        "[space]\ndimensions = ['x']\n{members}[areas.k]\nstatus_quo = {{ sd = 1 }}\n[rule]\nkind = 'majority'\nshare = 0.6667\n\
         [variants.v]\n[variants.w]\nmembers = ['-m0', '-m1', '-m2']\n[run]\nreplications = 5\n"
    )
}

#[test]
fn warnings_are_told_once_and_change_nothing_else() {
    let folder =
        folder(&[("s.toml", &near_two_thirds()), ("exact.toml", &near_two_thirds().replace("0.6667", "'6667/10000'"))]);
    for command in [&["check"][..], &["power"], &["run", "--no-plots", "--quiet"]] {
        let run = |file| winset(folder.path(), &[command, &[file]].concat());
        let (doubtful, exact) = (run("s.toml"), run("exact.toml"));
        let told = String::from_utf8(doubtful.stderr).expect("messages are UTF-8");
        assert_eq!(doubtful.status.code(), Some(0), "{told}");
        assert_eq!(told.matches("warning: ").count(), 1, "{told}");
        assert!(told.contains("`share = 0.6667` asks for 7 of 9 members, two thirds for 6"), "{told}");
        let silent = String::from_utf8(exact.stderr).expect("messages are UTF-8");
        assert!(!silent.contains("warning"), "{silent}");
        let table = |text: Vec<u8>| String::from_utf8(text).expect("tables are UTF-8").replace("exact", "s");
        assert_eq!(table(doubtful.stdout), table(exact.stdout));
    }
}

#[test]
fn the_scenario_of_a_result_gives_the_same_result() {
    let folder = folder(&[("rich.toml", RICH)]);
    let here = folder.path();
    let run = |file: &str, out: &str| {
        let done =
            winset(here, &["run", file, "--no-plots", "--quiet", "--out", out, "--set", "members.b.influence=2"]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    run("rich.toml", "first");
    run("first/scenario.toml", "second");
    for file in ["scenario.toml", "summary.csv", "differences.csv", "time.csv", "blocking.csv"] {
        let read = |out: &str| fs::read_to_string(here.join(out).join(file)).expect("written");
        assert_eq!(read("first"), read("second"), "{file}");
    }
}

#[test]
fn a_blank_position_is_a_fault_at_its_cell() {
    let table = "id,ideal.security,ideal.trade\nnord,1.0,2.0\nsued,1.2,\nost,0.8,1.9\n";
    let scenario = "members = \"blank.csv\"\n[space]\ndimensions = [\"security\", \"trade\"]\n[areas.trade]\n";
    let folder = folder(&[("blank.toml", scenario), ("blank.csv", table)]);
    let done = winset(folder.path(), &["check", "blank.toml"]);
    let told = String::from_utf8(done.stderr).expect("messages are UTF-8");
    assert_eq!(done.status.code(), Some(1));
    assert!(told.contains("blank.csv:3:10") && told.contains("`ideal.trade` of `sued` is blank"), "{told}");
}
