//! The program itself, given paths and options that no one means: a clear error and the right exit status.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::SOUND;

/// Runs the program in `folder`; it may not panic.
fn winset(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let Output { status, stderr, .. } =
        Command::new(env!("CARGO_BIN_EXE_winset")).args(arguments).current_dir(folder).output().expect("it starts");
    let stderr = String::from_utf8(stderr).expect("messages are UTF-8");
    assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
    (status.code().expect("it ends by itself"), stderr)
}

#[track_caller]
fn fails(folder: &Path, arguments: &[&str], status: i32, message: &str) {
    let (code, stderr) = winset(folder, arguments);
    assert!(code == status && stderr.contains(message), "{arguments:?}: status {code}, not {status}\n{stderr}");
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("s.toml"), SOUND).expect("written");
    folder
}

#[test]
fn what_is_no_file_is_no_scenario() {
    let folder = folder();
    let here = folder.path();
    fails(here, &["check", "."], 1, "it is not a regular file");
    fails(here, &["check", "no-such-file"], 1, "there is no such file");
    fails(here, &["check", ""], 2, "a value is required");
    fails(here, &["check", "s.toml/x"], 1, "cannot read");
    fails(here, &["check", "s.toml", "."], 1, "1 of 2 scenarios at fault");
    fs::write(here.join("binary.toml"), [0xff, 0xfe, 0, 1]).expect("written");
    fails(here, &["check", "binary.toml"], 1, "is not UTF-8");
}

#[cfg(unix)]
#[test]
fn devices_pipes_and_circles_of_links_are_no_scenarios() {
    let folder = folder();
    let here = folder.path();
    for path in ["/dev/zero", "/dev/stdin", "/dev/null"] {
        fails(here, &["check", path], 1, "it is not a regular file");
    }
    std::os::unix::fs::symlink("loop.toml", here.join("loop.toml")).expect("linked");
    fails(here, &["check", "loop.toml"], 1, "cannot read `loop.toml`");
    if Command::new("mkfifo").arg(here.join("pipe")).status().is_ok_and(|status| status.success()) {
        fails(here, &["check", "pipe"], 1, "it is not a regular file");
    }
}

#[test]
fn a_folder_with_something_else_is_left_alone() {
    let folder = folder();
    let here = folder.path();
    let run = |out: &'static str, further: &[&'static str]| {
        [&["run", "s.toml", "--no-plots", "--quiet", "--out", out], further].concat()
    };
    fails(here, &run("s.toml", &[]), 1, "`s.toml` exists already");
    fails(here, &run("s.toml", &["--force"]), 1, "is not a result folder");
    fails(here, &run(".", &[]), 1, "exists already");
    fails(here, &run(".", &["--force"]), 1, "is not a result folder");
    fails(here, &run("s.toml/results", &[]), 1, "cannot write");
    assert_eq!(fs::read_to_string(here.join("s.toml")).expect("still there"), SOUND);
    let names: Vec<_> =
        fs::read_dir(here).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    assert_eq!(names, ["s.toml"], "nothing is left behind");
}

#[test]
fn force_removes_only_what_a_run_wrote() {
    let folder = folder();
    let here = folder.path();
    let run = ["run", "s.toml", "--no-plots", "--quiet", "--out", "r"];
    let forced = [&run[..], &["--force"]].concat();
    assert_eq!(winset(here, &run).0, 0);
    assert_eq!(winset(here, &forced).0, 0);
    fs::create_dir(here.join("r/notes")).expect("made");
    fs::write(here.join("r/notes/thesis.md"), "mine").expect("written");
    fails(here, &forced, 1, "holds more than results (`notes/thesis.md`)");
    assert_eq!(fs::read_to_string(here.join("r/notes/thesis.md")).expect("still there"), "mine");
    fs::create_dir(here.join("other")).expect("made");
    fs::write(here.join("other/manifest.json"), "{}").expect("written");
    fails(here, &["run", "s.toml", "--no-plots", "--out", "other", "--force"], 1, "is not a result folder");
}

#[test]
fn of_two_runs_into_one_folder_one_is_told() {
    for _ in 0..5 {
        let folder = folder();
        let start = |seed| {
            Command::new(env!("CARGO_BIN_EXE_winset"))
                .args(["run", "s.toml", "--no-plots", "--quiet", "--out", "r", "--seed", seed])
                .current_dir(folder.path())
                .output()
        };
        let (first, second) = std::thread::scope(|scope| {
            let other = scope.spawn(|| start("7"));
            (start("1").expect("it starts"), other.join().expect("it ends").expect("it starts"))
        });
        let codes = [first.status.code(), second.status.code()];
        assert!(codes.contains(&Some(0)) && (codes.contains(&Some(75)) || codes.contains(&Some(1))), "{codes:?}");
        let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(names.len(), 2, "the scenario and one result: {names:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn messages_that_nobody_can_read_are_no_reason_to_fail() {
    let folder = folder();
    let full = || fs::File::create("/dev/full").expect("a device");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
        command.args(arguments).current_dir(folder.path()).stderr(full()).status().expect("it starts").code()
    };
    fs::write(folder.path().join("bad.toml"), "x = 1").expect("written");
    assert_eq!(run(&["check", "bad.toml"]), Some(1));
    assert_eq!(run(&["run", "s.toml", "--no-plots"]), Some(0));
    assert_eq!(run(&["new", "mine"]), Some(0));
}

#[test]
fn options_out_of_range_are_faults_of_the_command_line() {
    let folder = folder();
    let options = [
        ["--replications", "0", "from 1 to 1000000000"],
        ["--replications", "1000000001", "from 1 to 1000000000"],
        ["--replications", "18446744073709551615", "at most"],
        ["--replications", "1e9", "invalid"],
        ["--seed", "-1", "unexpected argument"],
        ["--seed", "18446744073709551615", "at most"],
        ["--threads", "0", "1..=1024"],
        ["--threads", "1025", "1..=1024"],
        ["--threads", "x", "invalid"],
        ["--variant", "nobody", "nobody"],
        ["--set", "negotiation.rounds", "PATH=VALUE"],
        ["--set", "negotiation.rounds=nan", "a whole number"],
        ["--map", "x", "two dimensions"],
        ["--map", "x,q", "there is no dimension `q`"],
        ["--format", "xml", "invalid"],
    ];
    for [option, value, message] in options {
        fails(folder.path(), &["run", "s.toml", "--no-plots", option, value], 2, message);
    }
    assert!(!folder.path().join("results").exists());
}

#[test]
fn threads_beyond_the_processors_change_nothing() {
    let folder = folder();
    let here = folder.path();
    for (threads, out) in [("1", "one"), ("64", "many")] {
        let (code, stderr) = winset(here, &["run", "s.toml", "--no-plots", "--threads", threads, "--out", out]);
        assert_eq!(code, 0, "{stderr}");
    }
    let summary = |out: &str| fs::read(here.join(out).join("summary.csv")).expect("written");
    assert_eq!(summary("one"), summary("many"));
}
