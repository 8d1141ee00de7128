//! Runs in portions: parts that are merged, runs that were broken off, batches until an interval is narrow enough. Each gives
//! the bytes of a run in one go.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
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

/// Points are kept beside the result, whoever runs them; what is left runs where the result is made.
#[test]
fn parts_of_points_make_the_bytes_of_the_whole() {
    let folder = full();
    let path = folder.path();
    let decomposed = shipped("sco-decomposition.toml").to_string_lossy().into_owned();
    let sweep = ["sweep", "full.toml", "--vary", "negotiation.rounds=1:4:1", "--vary", "rule=consensus,unanimity"];
    let doubt =
        ["sensitivity", &decomposed, "--over", "negotiation.pressure=0:0.4", "--method", "sobol", "--points", "4"];
    for (what, asked) in [("sweep", &sweep[..]), ("doubt", &doubt)] {
        let run = |further: &[&str], status| {
            let mut command = winset(path);
            ends(command.args(asked).args(["--replications", "40"]).args(further), status)
        };
        run(&["--out", what, "--threads", "1"], 0);
        let out = format!("{what}-in-parts");
        for shard in ["3/3", "1/3"] {
            let said = run(&["--out", &out, "--shard", shard, "--threads", "2"], 0);
            assert!(said.contains(&format!("part {shard}: `.{out}.points` keeps its ")), "{said}");
        }
        let points = path.join(format!(".{out}.points"));
        let before = names(&points);
        run(&["--out", &out, "--shard", "1/3", "--quiet"], 0);
        assert_eq!(names(&points), before, "what is there does not run again");
        let lacks = run(&["--out", &out, "--merge"], 75);
        assert!(lacks.contains(&format!("`.{out}.points` lacks ")) && !path.join(&out).exists(), "{lacks}");
        if what == "sweep" {
            run(&["--out", &out, "--shard", "2/3"], 0);
            run(&["--out", &out, "--merge"], 0);
        } else {
            run(&["--out", &out], 0);
        }
        same(path, what, &out);
        assert!(!points.exists());
        run(&["--shard", "1/3", "--pdf"], 2);
    }
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
    let mut child = long(path, "1000000", "r").stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let there = path.join("r.checkpoint/portion.bin");
    until(&mut child, || there.exists());
    sleep(Duration::from_millis(300));
    interrupt(&child);
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    assert!(
        stderr.contains("interrupted; `r.checkpoint` keeps ") && stderr.contains(" of 1,000,000 worlds, and"),
        "{stderr}"
    );
    assert!(stderr.contains("the same command with --resume goes on"), "{stderr}");
    assert_eq!(names(path), ["full.toml", "r.checkpoint"]);

    let short = |further: &[&str], status| {
        let mut command = winset(path);
        command.args(["run", "full.toml", "--replications", "1000", "--no-plots", "--out", "r"]).args(further);
        ends(&mut command, status)
    };
    assert!(short(&[], 0).contains("--resume goes on with it; this run does not"));
    fs::remove_dir_all(path.join("r")).expect("removed");
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

/// The number that a file has on its disk: another one once it is written anew.
fn number(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |metadata| metadata.ino())
}

/// Waits until that holds of a run that is under way.
#[track_caller]
fn until(child: &mut Child, holds: impl Fn() -> bool) {
    while !holds() {
        assert!(child.try_wait().expect("a child").is_none(), "it is still running");
        sleep(Duration::from_millis(5));
    }
}

fn interrupt(child: &Child) {
    rustix::process::kill_process(rustix::process::Pid::from_child(child), rustix::process::Signal::INT)
        .expect("it runs");
}

/// A run of many worlds that was stopped; where its checkpoint is.
fn stopped(path: &Path) -> PathBuf {
    let there = path.join("r.checkpoint/portion.bin");
    let mut child = long(path, "1000000", "r").stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it starts");
    until(&mut child, || there.exists());
    let begun = number(&there);
    until(&mut child, || number(&there) != begun);
    interrupt(&child);
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    there
}

/// A run that is killed before it has written anything down has not lost what it goes on with.
#[test]
fn what_a_run_goes_on_with_stays_until_there_is_more() {
    let folder = full();
    let path = folder.path();
    let there = stopped(path);
    let before = (number(&there), fs::read(&there).expect("there"));
    let torn = path.join("r.checkpoint/.winset-torn");
    fs::write(&torn, "x").expect("written");
    let mut command = winset(path);
    command.args(["run", "full.toml", "--replications", "1000000", "--out", "r", "--resume", "--checkpoint=9999"]);
    command.stderr(Stdio::null()).stdout(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    until(&mut child, || !torn.exists());
    sleep(Duration::from_millis(200));
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    assert_eq!((number(&there), fs::read(&there).expect("there")), before);
}

#[test]
fn a_run_that_cannot_write_down_what_it_does_comes_to_its_end() {
    let folder = full();
    let path = folder.path();
    let mut command = long(path, "20000", "r");
    let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
    let there = path.join("r.checkpoint");
    until(&mut child, || there.join("portion.bin").exists());
    let begun = number(&there.join("portion.bin"));
    until(&mut child, || number(&there.join("portion.bin")) != begun);
    // What is written there meanwhile may fail to be written, or come back as a folder.
    while !there.is_file() {
        let _ = fs::remove_dir_all(&there);
        let _ = fs::write(&there, "no folder");
    }
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    assert_eq!(stderr.matches("what was written down before stays").count(), 2, "once, and at the end: {stderr}");
    assert!(stderr.contains("`r.checkpoint` is of no more use, and stays: "), "{stderr}");
    ends(winset(path).args(["run", "full.toml", "--replications", "20000", "--no-plots", "--out", "straight"]), 0);
    same(path, "straight", "r");
}

#[test]
fn a_run_that_is_stopped_while_it_draws_has_lost_no_world() {
    let folder = full();
    let path = folder.path();
    let run = ["run", "full.toml", "--replications", "300", "--out", "r"];
    let mut command = winset(path);
    command.args(run).arg("--checkpoint=9999").stderr(Stdio::piped()).stdout(Stdio::null());
    let mut child = command.spawn().expect("it starts");
    let there = path.join("r.checkpoint/portion.bin");
    until(&mut child, || there.exists());
    let begun = number(&there);
    // It is written anew once all worlds are done.
    until(&mut child, || number(&there) != begun);
    interrupt(&child);
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(130) && stderr.contains("keeps 300 of 300 worlds"), "{stderr}");
    assert!(ends(winset(path).args(run).arg("--resume"), 0).contains("going on after 300 of 300 worlds"));
    assert_eq!(names(path), ["full.toml", "r"]);
}

#[test]
fn a_part_that_was_broken_off_goes_on_as_that_part() {
    let folder = full();
    let path = folder.path();
    let run = ["run", "full.toml", "--replications", "60000"];
    let mut command = winset(path);
    command.args(run).args(["--shard", "2/3", "--checkpoint=0", "--out", "p"]);
    let mut child = command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it starts");
    let there = path.join("p.checkpoint/portion.bin");
    until(&mut child, || there.exists());
    let begun = number(&there);
    until(&mut child, || number(&there) != begun);
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let part = |further: &[&str], status| ends(winset(path).args(run).args(further), status);
    let other = part(&["--shard", "3/3", "--out", "p", "--resume"], 1);
    assert!(other.contains("`p.checkpoint` is of another run: it runs part 2/3, and this one part 3/3;"), "{other}");
    let whole = part(&["--out", "p", "--no-plots", "--resume"], 1);
    assert!(whole.contains("it runs part 2/3, and this one all worlds;"), "{whole}");
    let resumed = part(&["--shard", "2/3", "--out", "p", "--resume"], 0);
    assert!(resumed.contains("going on after ") && resumed.contains(" of 20,000 worlds"), "{resumed}");
    part(&["--shard", "2/3", "--out", "straight"], 0);
    same(path, "straight", "p");
    assert_eq!(names(path), ["full.toml", "p", "straight"]);
}

/// Sums that can be read, under the right heading, and have been made for something else.
#[test]
fn sums_of_another_form_are_refused() {
    let folder = full();
    let path = folder.path();
    let there = stopped(path);
    let own = fs::read(&there).expect("there");
    let line = own.iter().position(|&byte| byte == b'\n').expect("a heading") + 1;
    for other in [
        FULL.replace("d = {", "e = { ideal = [0, 0] }\nd = {").replace("\"c\"]", "\"c\", \"e\"]"),
        FULL.replace("[areas.one]", "[areas.two]\nstatus_quo = { sd = 1 }\n[areas.one]"),
        FULL.replace("[variants.after]", "[variants.more]\nmembers = [\"a\", \"b\"]\n[variants.after]"),
    ] {
        fs::write(path.join("other.toml"), other).expect("written");
        let shard = ["--shard", "1/300", "--out", "other", "--force"];
        ends(winset(path).args(["run", "other.toml", "--replications", "1000000"]).args(shard), 0);
        let mut stranger = own[..line].to_vec();
        stranger.extend(fs::read(path.join("other/portion.bin")).expect("there"));
        fs::write(&there, stranger).expect("written");
        let refused = ends(long(path, "1000000", "r").arg("--resume"), 1);
        assert!(refused.contains("`r.checkpoint` cannot be read: it does not fit the scenario"), "{refused}");
    }
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
        assert!(run(0).contains("going on after 3,000 of 3,000 worlds"));
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

/// More worlds would not bring any: without a limit of its own the run would never end.
#[test]
fn a_metric_of_which_there_are_no_cases_is_not_waited_for() {
    let folder = full();
    let asked = ["--precision", "0.1", "--precision-metric", "feasible_rate", "--set", "run.feasibility=false"];
    let mut command = winset(folder.path());
    let said = ends(command.args(["run", "full.toml", "--no-plots", "--quiet"]).args(asked), 0);
    let none = "1,024 worlds: there is nothing of which feasible_rate could be told in the variant before, warning: not below 0.1";
    assert!(said.contains(none), "{said}");
}

#[test]
fn doubts_are_told_once_however_many_batches_run() {
    let folder = full();
    let path = folder.path();
    fs::write(path.join("doubtful.toml"), FULL.replace("variants.before", "variants.2017")).expect("written");
    let said = ends(winset(path).args(["run", "doubtful.toml", "--no-plots", "--precision", "0.006"]), 0);
    assert!(
        said.contains("1,024 worlds: half of the widest interval of pass_rate is ") && said.contains(", going on to "),
        "{said}"
    );
    assert_eq!(said.matches("is read as a number").count(), 1, "{said}");
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
