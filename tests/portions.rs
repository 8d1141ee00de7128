//! Runs in portions: parts that are merged, runs that were broken off, batches until an interval is narrow enough. Each gives
//! the bytes of a run in one go.
#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use tempfile::{TempDir, tempdir};

use crate::shipped;

/// Events, periods, a list of issues with known outcomes, a decomposition: all that is counted apart.
const FULL: &str = r#"
[space]
dimensions = ["x", "y"]
[members]
a = { ideal = [0, 1], initiative = 2, tolerance = 0.2 }
b = { ideal = [1, 0], tolerance = 0.1 }
c = { ideal = [0.5, 0.4], initiative = 1 }
d = { ideal = [-0.4, 0.2], groups = ["new"] }
[areas.one]
noise = 0.4
shock_sd = 0.2
group_correlation = 0.3
status_quo = { sd = 1 }
[negotiation]
rounds = 3
sessions = 2
amendment = { kind = "concede", rate = 0.4 }
[agenda]
start = 2001
years = 4
[events.join]
at = 2003
join = ["d"]
[periods.early]
from = 2001
to = 2003
[periods.late]
from = 2003
to = 2005
[variants.before]
members = ["a", "b", "c"]
[variants.after]
members = ["a", "b", "c"]
set = { "negotiation.pressure" = 0.2 }
[run]
feasibility = true
"#;

fn winset(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

fn full() -> TempDir {
    let folder = tempdir().expect("a folder");
    fs::write(folder.path().join("full.toml"), FULL).expect("written");
    folder
}

/// What a command says on standard error, if it ends with that status.
#[track_caller]
fn ends(command: &mut Command, status: i32) -> String {
    let Output { status: found, stderr, .. } = command.output().expect("it starts");
    let stderr = String::from_utf8_lossy(&stderr).into_owned();
    assert!(
        found.code() == Some(status) && !stderr.contains("panicked"),
        "{command:?}: {found}, not {status}\n{stderr}"
    );
    stderr
}

/// Every file below a folder with its bytes, but for the manifest, which says when and how.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            files.extend(self::files(&entry.path()).into_iter().map(|(file, bytes)| (format!("{name}/{file}"), bytes)));
        } else if name != "manifest.json" {
            files.push((name, fs::read(entry.path()).expect("a file")));
        }
    }
    files.sort();
    files
}

#[track_caller]
fn same(folder: &Path, one: &str, other: &str) {
    let [one, other] = [one, other].map(|name| files(&folder.join(name)));
    let names = |files: &[(String, Vec<u8>)]| files.iter().map(|file| file.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for ((name, one), (_, other)) in one.iter().zip(&other) {
        assert!(one == other, "{name} differs");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn parts_make_the_bytes_of_the_whole(worlds in 1u32..700, parts in 1u32..7, seed: u32, which in 0..3usize) {
        let folder = full();
        let own = folder.path().join("full.toml");
        // The shipped ones have a list of issues, and decompositions.
        let scenario = [own, shipped("backtests/deu3-test.toml"), shipped("sco-decomposition.toml")][which].clone();
        let worlds = if which == 0 { worlds } else { worlds / 8 + 1 };
        let run = |further: &[&str]| {
            let mut command = winset(folder.path());
            let (worlds, seed) = (worlds.to_string(), seed.to_string());
            command.arg("run").arg(&scenario).args(["--replications", &worlds, "--seed", &seed, "--quiet"]).args(further);
            ends(&mut command, 0);
        };
        run(&["--out", "whole", "--threads", "2", "--no-plots"]);
        let of: Vec<String> = (1..=parts).map(|part| format!("{part}/{parts}")).collect();
        for (number, shard) in of.iter().enumerate() {
            run(&["--shard", shard, "--threads", if number % 2 == 0 { "1" } else { "2" }, "--out", &format!("p-{}-of-{parts}", number + 1)]);
        }
        let given = (1..=parts).rev().map(|part| format!("p-{part}-of-{parts}"));
        ends(winset(folder.path()).arg("merge").args(given).args(["--quiet", "--no-plots"]), 0);
        same(folder.path(), "whole", "p");
    }
}

#[test]
fn figures_and_page_of_merged_parts_are_those_of_the_whole() {
    let folder = full();
    let run = ["run", "full.toml", "--replications", "100", "--quiet"];
    ends(winset(folder.path()).args(run).args(["--out", "whole", "--xlsx"]), 0);
    for shard in ["1/2", "2/2"] {
        ends(winset(folder.path()).args(run).args(["--shard", shard]), 0);
    }
    ends(winset(folder.path()).args(["merge", "results/full-1-of-2", "results/full-2-of-2", "--xlsx", "--quiet"]), 0);
    let without_time = |name: &str| {
        let mut files = files(&folder.path().join(name));
        // A workbook says when it was made.
        files.retain(|file| file.0 != "results.xlsx");
        files
    };
    let [whole, merged] = [without_time("whole"), without_time("results/full")];
    assert!(whole.iter().any(|file| file.0 == "report.html") && whole == merged);
    assert!(folder.path().join("results/full/results.xlsx").is_file());
}

#[test]
fn parts_that_do_not_make_a_whole_are_refused_by_name() {
    let folder = full();
    let run = |further: &[&str], status| {
        ends(winset(folder.path()).args(["run", "full.toml", "--replications", "200"]).args(further), status)
    };
    let merge = |parts: &[&str], status| {
        ends(winset(folder.path()).arg("merge").args(parts).args(["--out", "all", "--no-plots"]), status)
    };
    for shard in ["1/3", "2/3", "3/3"] {
        run(&["--shard", shard], 0);
    }
    let [one, two, three] = [1, 2, 3].map(|part| format!("results/full-{part}-of-3"));
    assert!(run(&["--shard", "2/3"], 0).contains("holds part 2/3 of this run already"));
    assert!(run(&["--shard", "2/3", "--seed", "9"], 1).contains("exists already; --force overwrites it"));
    assert!(merge(&[&one, &three], 75).contains("no part holds the worlds 65 to 128 of 200"));
    assert!(merge(&[&two], 75).contains("the worlds 1 to 64, 129 to 200 of 200"));
    assert!(merge(&[&one, &two, "results/full-9-of-9"], 75).contains("full-9-of-9` is not there (yet)"));
    assert!(merge(&[&one, &two, &three, &two], 1).contains("overlap: both hold world 65"));
    run(&["--shard", "3/3", "--set", "members.a.initiative=3", "--out", "other"], 0);
    let stranger = merge(&[&one, &two, "other"], 1);
    assert!(
        stranger.contains("`other` is of another run than") && stranger.contains("members.a.initiative is 3"),
        "{stranger}"
    );
    fs::create_dir(folder.path().join("empty")).expect("made");
    assert!(merge(&[&one, "empty"], 1).contains("`empty` is no part of a run: it has no manifest.json"));
    let portion = folder.path().join(&three).join("portion.bin");
    let mut bytes = fs::read(&portion).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&portion, bytes).expect("written");
    assert!(merge(&[&one, &two, &three], 1).contains("portion.bin is not the file that manifest.json names"));
    // A damaged part is no part that is there already, and is not overwritten unasked either.
    run(&["--shard", "3/3"], 1);
    run(&["--shard", "3/3", "--force"], 0);
    assert!(ends(winset(folder.path()).args(["compare", &one]), 1).contains("holds a part of a run only"));
    merge(&[&three, &one, &two], 0);
    for wrong in ["0/3", "4/3", "x"] {
        run(&["--shard", wrong], 2);
    }
    run(&["--shard", "1/3", "--records"], 2);
}

/// `winset run` that writes down what it does all the time, over what is there.
fn long(folder: &Path, worlds: &str, out: &str) -> Command {
    let mut command = winset(folder);
    command.args([
        "run",
        "full.toml",
        "--replications",
        worlds,
        "--checkpoint=0",
        "--no-plots",
        "--out",
        out,
        "--force",
    ]);
    command
}

/// How often a run is killed; a hundred times takes some minutes: `WINSET_KILLS=100 cargo test --test main portions`.
fn kills() -> u64 {
    std::env::var("WINSET_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8)
}

#[test]
fn a_run_that_is_killed_again_and_again_comes_to_the_same_end() {
    let folder = full();
    let path = folder.path();
    ends(winset(path).args(["run", "full.toml", "--replications", "40", "--no-plots", "--out", "r"]), 0);
    let old = files(&path.join("r"));
    let started = Instant::now();
    ends(&mut long(path, "20000", "straight"), 0);
    let whole = started.elapsed();
    for kill in 0..kills() {
        let mut running = long(path, "20000", "r")
            .arg("--resume")
            .stderr(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        // At any moment, each a little later in the run than a part of it takes.
        sleep(whole.mul_f64((kill as f64 * 0.618).fract() / 4.0));
        let _ = running.kill();
        running.wait().expect("it ends");
        let there = files(&path.join("r"));
        assert!(there == old || there == files(&path.join("straight")), "an old result or the new one, whole");
    }
    ends(long(path, "20000", "r").arg("--resume"), 0);
    same(path, "straight", "r");
    assert_eq!(names(path), ["full.toml", "r", "straight"], "nothing is left behind");
}

#[test]
fn a_run_that_is_stopped_says_how_to_go_on() {
    let folder = full();
    let path = folder.path();
    let mut running = long(path, "1000000", "r");
    let mut child = running.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let there = path.join("r.checkpoint/portion.bin");
    while !there.exists() {
        assert!(child.try_wait().expect("a child").is_none(), "it is still running");
        sleep(Duration::from_millis(10));
    }
    sleep(Duration::from_millis(300));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it runs");
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("which `r.checkpoint` keeps; the same command with --resume goes on"), "{stderr}");
    assert_eq!(names(path), ["full.toml", "r.checkpoint"]);

    let short = |further: &[&str], status| {
        let mut command = winset(path);
        command.args(["run", "full.toml", "--replications", "1000", "--no-plots", "--out", "r"]).args(further);
        ends(&mut command, status)
    };
    assert!(short(&["--checkpoint"], 1).contains("--resume goes on with it, --force begins anew"));
    let stranger = short(&["--resume"], 1);
    assert!(stranger.contains("`r.checkpoint` is of another run: its run."), "{stranger}");
    fs::write(&there, "x").expect("written");
    assert!(short(&["--resume"], 1).contains("`r.checkpoint` cannot be read"));
    short(&["--checkpoint", "--force"], 0);
    assert_eq!(names(path), ["full.toml", "r"]);
    fs::remove_dir_all(path.join("r")).expect("removed");
    assert!(short(&["--resume"], 0).contains("there is nothing to go on with: this run begins anew"));
}

#[test]
fn a_disk_that_fills_up_costs_nothing_that_was_written_down() {
    let folder = full();
    let path = folder.path();
    let disk = path.join("disk");
    fs::create_dir(&disk).expect("made");
    let mount = |options: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    };
    if !mount("size=1200k") {
        eprintln!("no disk of its own can be mounted here: not tested");
        return;
    }
    let run = |status| {
        let mut command = winset(path);
        command.args(["run", "full.toml", "--replications", "3000", "--resume", "--out", "disk/r"]);
        // There is no other place where the result would be kept.
        ends(command.env("TMPDIR", &disk), status)
    };
    let outcome = std::panic::catch_unwind(|| {
        run(75);
        assert!(disk.join("r.checkpoint/portion.bin").is_file());
        assert!(!disk.join("r").exists());
        assert!(mount("remount,size=64m"));
        assert!(run(0).contains("going on after 3000 of 3,000 worlds"));
        ends(winset(path).args(["run", "full.toml", "--replications", "3000", "--out", "straight"]), 0);
        same(path, "straight", "disk/r");
        assert_eq!(names(&disk), ["r"]);
    });
    let _ = Command::new("umount").arg(&disk).status();
    outcome.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}

#[test]
fn a_run_to_a_precision_is_a_run_of_so_many_worlds() {
    let folder = full();
    let path = folder.path();
    let run =
        |further: &[&str], status| ends(winset(path).args(["run", "full.toml", "--seed", "5"]).args(further), status);
    let said = run(&["--precision", "0.006", "--out", "enough", "--threads", "1"], 0);
    assert!(said.contains("half of the widest interval of pass_rate is") && said.contains("below 0.006"), "{said}");
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(path.join("enough/manifest.json")).expect("there")).expect("JSON");
    let worlds = manifest["replications"].as_u64().expect("a number");
    assert!(worlds > 1_024, "{worlds}: more than the first batch");
    run(&["--replications", &worlds.to_string(), "--out", "direct", "--threads", "2"], 0);
    same(path, "direct", "enough");
    let most = run(&["--precision", "0.0001", "--replications", "1500", "--out", "most"], 0);
    assert!(most.contains("1,500 worlds: ") && most.contains("warning: not below 0.0001"), "{most}");
    run(&["--replications", "1500", "--out", "all"], 0);
    same(path, "all", "most");
    for wrong in [["--precision", "0"], ["--precision", "-1"], ["--precision", "x"]] {
        run(&wrong, 2);
    }
    assert!(run(&["--precision", "0.1", "--precision-metric", "luck"], 2).contains("there are pass_rate, "));
}

/// Intervals at the moment of stopping still contain the truth as often as they say: two of four orders of a status quo and
/// three wishes leave room for agreement.
#[test]
fn stopping_at_a_precision_keeps_the_coverage() {
    let folder = tempdir().expect("a folder");
    let lesson = shipped("../docs/guide/lesson/1-line.toml");
    let (mut covered, runs) = (0, 150);
    for seed in 0..runs {
        let mut command = winset(folder.path());
        command.arg("run").arg(&lesson).args(["--variant", "three", "--seed", &seed.to_string(), "--level", "0.9"]);
        // Reached in the first batches, by some earlier than by others.
        command.args(["--precision", "0.0215", "--format", "csv", "--no-plots", "--quiet", "--force"]);
        let output = command.output().expect("it starts");
        let table = String::from_utf8(output.stdout).expect("text");
        let row = table.lines().find(|line| line.starts_with("three,all,pass_rate,")).expect("a row");
        let cells: Vec<f64> = row.split(',').skip(3).map(|cell| cell.parse().expect("a number")).collect();
        covered += u32::from(cells[2] <= 0.5 && 0.5 <= cells[3]);
    }
    // 135 of 150, with a standard deviation of 3.7.
    assert!((120..=148).contains(&covered), "{covered} of {runs} contain the truth");
}
