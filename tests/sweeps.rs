//! `winset sweep` as a person types it: the same numbers as separate runs, going on after an interruption, faults.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::shipped;

fn winset(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_winset")).args(arguments).current_dir(dir).output().expect("it starts")
}

#[track_caller]
fn done(dir: &Path, arguments: &[&str]) -> (String, String) {
    let output = winset(dir, arguments);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let (out, told) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
    (out, told)
}

/// A folder with the docking scenario.
fn folder() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    fs::copy(shipped("docking-basic.toml"), dir.path().join("d.toml")).expect("a copy");
    dir
}

fn read(dir: &Path, name: &str) -> String {
    fs::read_to_string(dir.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

const TABLES: [&str; 4] = ["points.csv", "sweep.csv", "sweep-differences.csv", "scenario.toml"];

#[track_caller]
fn same(dir: &Path, one: &str, other: &str) {
    for table in TABLES {
        assert!(read(dir, &format!("{one}/{table}")) == read(dir, &format!("{other}/{table}")), "{table}");
    }
}

#[test]
fn a_sweep_has_the_rows_of_separate_runs() {
    let dir = folder();
    let here = dir.path();
    let vary = ["--vary", "negotiation.pressure=0.1:0.3:0.1", "--vary", "rule=consensus,unanimity"];
    let common = ["--replications", "25", "--no-plots", "--quiet", "--seed", "5", "--level", "0.9"];
    let set = ["--set", "negotiation.rounds=3"];
    done(here, &[&["sweep", "d.toml", "--out", "s"][..], &vary, &common, &set].concat());
    let (sweep, differences) = (read(here, "s/sweep.csv"), read(here, "s/sweep-differences.csv"));
    let mut rows = 0;
    for pressure in ["0.1", "0.2", "0.3"] {
        for rule in ["consensus", "unanimity"] {
            let point = [format!("negotiation.pressure={pressure}"), format!("rule={rule}")];
            let point = ["--set", &point[0], "--set", &point[1], "--out", "r", "--force"];
            done(here, &[&["run", "d.toml"][..], &point, &common, &set].concat());
            for (whole, table) in [(&sweep, "r/summary.csv"), (&differences, "r/differences.csv")] {
                let prefix = format!("{pressure},{rule},");
                let of_point: Vec<&str> = whole.lines().filter_map(|line| line.strip_prefix(&prefix)).collect();
                let run = read(here, table);
                assert_eq!(of_point, run.lines().skip(1).collect::<Vec<_>>(), "{prefix} {table}");
                rows += of_point.len();
            }
        }
    }
    assert_eq!(rows + 2, sweep.lines().count() + differences.lines().count(), "every row belongs to a point");
}

#[test]
fn threads_change_nothing_and_the_scenario_of_a_result_gives_it_again() {
    let dir = folder();
    let here = dir.path();
    let sweep = |scenario: &str, out: &str, more: &[&str]| {
        let common = ["sweep", scenario, "--replications", "40", "--quiet", "--out", out];
        done(here, &[&common[..], more].concat()).0
    };
    let vary = ["--vary", "members.*.tolerance=0:0.4:0.1", "--vary", "negotiation.pressure=0,0.5"];
    let one = sweep("d.toml", "one", &[&vary[..], &["--threads", "1"]].concat());
    assert_eq!(one, sweep("d.toml", "three", &[&vary[..], &["--threads", "3"]].concat()));
    same(here, "one", "three");
    let figures = |out: &str| {
        ["svg", "png"].map(|kind| fs::read(here.join(format!("{out}/plots/pass_rate.{kind}"))).expect(kind))
    };
    assert_eq!(figures("one"), figures("three"));
    sweep("one/scenario.toml", "again", &["--name", "here"]);
    same(here, "one", "again");
    let sampled = ["--vary", "negotiation.pressure=0:1", "--sample", "lhs:6"];
    sweep("d.toml", "sample", &sampled);
    sweep("sample/scenario.toml", "sample-again", &[]);
    same(here, "sample", "sample-again");
}

#[test]
fn points_that_are_done_do_not_run_again() {
    let dir = folder();
    let here = dir.path();
    let sweep = |range: &str, out: &str, more: &[&str]| {
        let vary = format!("negotiation.rounds={range}");
        let common = ["sweep", "d.toml", "--replications", "20", "--no-plots", "--vary", &vary, "--out", out];
        done(here, &[&common[..], more].concat()).1
    };
    sweep("1:5:2", "grown", &[]);
    let told = sweep("1:7:1", "grown", &["--force"]);
    assert!(told.contains("7 points of 3 variants, 20 worlds each; 3 are done already, 240 worlds to run"), "{told}");
    sweep("1:7:1", "fresh", &[]);
    same(here, "grown", "fresh");
    assert!(sweep("1:7:1", "grown", &["--force"]).contains("all are done already, 0 worlds to run"));
    let other = sweep("1:7:1", "grown", &["--force", "--seed", "3"]);
    assert!(!other.contains("done already"), "other worlds: {other}");
    // What was changed by hand is not trusted.
    let table = here.join("fresh/sweep.csv");
    fs::write(&table, read(here, "fresh/sweep.csv").replacen("0.", "0.9", 1)).expect("written");
    assert!(!sweep("1:7:1", "fresh", &["--force"]).contains("done already"));
    sweep("1:7:1", "fresher", &[]);
    same(here, "fresh", "fresher");
}

#[test]
#[cfg(unix)]
fn a_sweep_that_is_interrupted_goes_on_and_gives_the_same_bytes() {
    let dir = folder();
    let here = dir.path();
    let arguments =
        ["sweep", "d.toml", "--vary", "negotiation.rounds=1:40:1", "--replications", "300", "--no-plots", "--out", "s"];
    let mut child = Command::new(env!("CARGO_BIN_EXE_winset"))
        .args(arguments)
        .current_dir(here)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let kept = here.join(".s.points");
    let count = || fs::read_dir(&kept).map_or(0, |entries| entries.flatten().count());
    let begun = Instant::now();
    while count() < 3 && begun.elapsed() < Duration::from_secs(120) {
        sleep(Duration::from_millis(5));
    }
    let stop = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(stop.success() && child.wait().expect("it ends").code() == Some(130));
    let output = child.wait_with_output().expect("its messages");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(told.contains("of 40 points are done and kept (in `") && told.contains("goes on from there"), "{told}");
    assert!(!here.join("s").exists(), "no result that is not whole");
    let before = count();
    assert!((3..40).contains(&before), "{before} are kept");
    let (_, told) = done(here, &arguments);
    assert!(told.contains(&format!("{before} are done already")), "{told}");
    assert!(!kept.exists(), "what was kept is in the result");
    let mut whole = arguments;
    whole[whole.len() - 1] = "w";
    done(here, &whole);
    same(here, "s", "w");
}

#[test]
fn a_sweep_of_the_scenario_runs_by_its_name() {
    let dir = folder();
    let here = dir.path();
    let sweeps = "[sweeps.pace]\nlabel = \"Pace\"\nvary = { \"negotiation.rounds\" = \"1:5:2\" }\nreplications = 15\n\
                  metric = [\"rounds\", \"pass_rate\"]\n\
                  [sweeps.rules]\nvary = { rule = [\"consensus\", { kind = \"majority\", share = \"2/3\" }] }\nreplications = 10\n";
    fs::write(here.join("d.toml"), read(here, "d.toml") + sweeps).expect("written");
    let (out, _) = done(here, &["sweep", "d.toml", "--name", "pace"]);
    assert!(out.contains(", Pace: Polls to adoption\n") && out.contains(", Pace: Passed\n"), "{out}");
    for figure in ["rounds.svg", "rounds.png", "pass_rate.svg"] {
        assert!(here.join("results/d-pace/plots").join(figure).exists(), "{figure}");
    }
    let manifest: serde_json::Value = serde_json::from_str(&read(here, "results/d-pace/manifest.json")).expect("JSON");
    assert_eq!(
        (manifest["replications"].as_u64(), manifest["files"].as_object().map(|f| f.len())),
        (Some(15), Some(8))
    );
    done(here, &["sweep", "d.toml", "--name", "rules", "--no-plots", "--quiet"]);
    let table = read(here, "results/d-rules/sweep.csv");
    assert!(table.contains("\n\"{ kind = \"\"majority\"\", share = \"\"2/3\"\" }\",before,all,pass_rate,"), "{table}");
    let several = winset(here, &["sweep", "d.toml"]);
    assert_eq!(several.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&several.stderr).contains("choose one with --name: pace, rules"));
    assert_eq!(winset(here, &["check", "d.toml"]).status.code(), Some(0));
    fs::write(here.join("d.toml"), read(here, "d.toml").replace("\"rounds\", \"pass", "\"round\", \"pass"))
        .expect("written");
    let wrong = winset(here, &["sweep", "d.toml", "--name", "pace", "--force"]);
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(wrong.status.code() == Some(1) && told.contains("there is no metric `round`"), "{told}");
    assert!(told.contains("d.toml:") && told.contains("did you mean `rounds`?"), "{told}");
}

#[test]
fn observations_rule_points_out() {
    let dir = folder();
    let here = dir.path();
    let header = "variant,scope,metric,value,se,source\n";
    fs::write(here.join("o.csv"), format!("{header}before,all,pass_rate,0.5,0.05,somebody\n")).expect("written");
    let sweep = ["sweep", "d.toml", "--vary", "negotiation.rounds=1:9:2", "--replications", "30", "--against", "o.csv"];
    let (out, told) = done(here, &[&sweep[..], &["--out", "s"]].concat());
    assert!(out.contains("of 5 points remain") && told.contains("(--discrepancy 0)"), "{out}{told}");
    let table = read(here, "s/sweep.csv");
    let mut compared = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let about_target = cells[1..4] == ["before", "all", "pass_rate"];
        assert_eq!(!cells[9].is_empty(), about_target, "{line}");
        if about_target {
            let number = |column: usize| cells[column].parse::<f64>().expect("a number");
            let wanted = (number(4) - 0.5).abs() / (number(5).powi(2) + 0.05_f64.powi(2)).sqrt();
            assert!((number(9) - wanted).abs() < 1e-12, "{line}");
            compared += 1;
        }
    }
    assert_eq!(compared, 5);
    assert_eq!(read(here, "s/observed.csv"), read(here, "o.csv"));
    assert!(here.join("s/plots/implausibility.png").exists());
    fs::write(here.join("o.csv"), format!("{header}befor,all,pass_rate,0.5,0.05,x\n")).expect("written");
    let wrong = winset(here, &[&sweep[..], &["--out", "t"]].concat());
    assert_eq!(wrong.status.code(), Some(1));
    let told = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(told.contains("there is no variant `befor`") && told.contains("o.csv:2:1"), "{told}");
    assert!(!here.join("t").exists());
}

#[test]
fn every_fault_is_told_before_anything_runs() {
    let dir = folder();
    let here = dir.path();
    for (arguments, code, wanted) in [
        (&["--vary", "members.chna.tolerance=0:1:1"][..], 2, "there is no member `chna`"),
        (&["--vary", "negotiation.rounds=1:3"], 2, "says of no step"),
        (&["--vary", "negotiation.rounds=0:3:1"], 2, "(at the point negotiation.rounds = 0)"),
        (&["--vary", "negotiation.rounds=1:9:2", "--metric", "passrate"], 2, "did you mean `pass_rate`?"),
        (&["--vary", "negotiation.rounds=1:9:2", "--cutoff", "2"], 2, "--against"),
        (&["--vary", "negotiation.rounds=1:9:2", "--sample", "mc:9"], 2, "`mc:9` is no sample"),
        (&["--name", "none"], 2, "there is no sweep `none`"),
        (&[], 2, "say what is varied with --vary"),
    ] {
        let output = winset(here, &[&["sweep", "d.toml"][..], arguments].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {told}");
        assert!(told.contains(wanted), "{arguments:?}: {told}");
        assert!(!told.contains("worlds to run") && !here.join("results").exists(), "{told}");
    }
    done(here, &["sweep", "d.toml", "--vary", "rule=consensus", "--replications", "5", "--no-plots", "--quiet"]);
    let again = winset(here, &["sweep", "d.toml", "--vary", "rule=consensus"]);
    assert!(again.status.code() == Some(1) && String::from_utf8_lossy(&again.stderr).contains("exists already"));
}

#[test]
fn designs_cross_variants_in_a_run() {
    let dir = folder();
    let here = dir.path();
    let design = "[variants.strict]\nset = { rule = \"unanimity\" }\n[variants.lenient]\nset = { rule = \"consensus\" }\n\
                  [[design]]\ntable = [\"before\", \"after\"]\nrule = [\"strict\", \"lenient\"]\n";
    let text = read(here, "d.toml").replace("[variants.after-mediated", "[variants.x-after-mediated");
    fs::write(here.join("d.toml"), text + design).expect("written");
    let common = ["--replications", "10", "--no-plots", "--quiet"];
    done(here, &[&["run", "d.toml", "--out", "r"][..], &common].concat());
    let summary = read(here, "r/summary.csv");
    for id in ["x-after-mediated", "before-strict", "before-lenient", "after-strict", "after-lenient"] {
        assert!(summary.contains(&format!("\n{id},all,pass_rate,")), "{id}");
    }
    assert!(!summary.contains("\nbefore,"));
    done(here, &[&["run", "r/scenario.toml", "--out", "again"][..], &common].concat());
    for table in ["scenario.toml", "summary.csv", "differences.csv"] {
        assert_eq!(read(here, &format!("r/{table}")), read(here, &format!("again/{table}")), "{table}");
    }
    let one = ["run", "d.toml", "--out", "one", "--variant", "after-strict"];
    done(here, &[&one[..], &common].concat());
    let rows = |table: &str| read(here, table).lines().filter(|line| line.starts_with("after-strict,")).count();
    assert_eq!(rows("one/summary.csv"), rows("r/summary.csv"));
}
