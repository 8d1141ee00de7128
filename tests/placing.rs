//! Nothing lost: whatever happens to a run or to the place of its result, a result that was there stays, and one that was
//! computed is told and kept.
#![cfg(unix)]

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::hostile::SOUND;

/// More worlds than anybody waits for.
const ENDLESS: &str = "1000000000";

/// A folder with the small scenario.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("s.toml"), SOUND).expect("written");
    folder
}

/// `winset run s.toml --no-plots` in `folder`.
fn run(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.args(["run", "s.toml", "--no-plots"]).current_dir(folder).stdin(Stdio::null());
    command
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("what is printed is UTF-8")
}

/// Checks that a command ends with that status, and says that on standard error; the answer is all of its output.
#[track_caller]
fn ends(command: &mut Command, status: i32, message: &str) -> Output {
    let output = command.output().expect("it starts");
    let stderr = text(&output.stderr);
    let expected = output.status.code() == Some(status) && stderr.contains(message) && !stderr.contains("panicked");
    assert!(expected, "{command:?}: {:?}, not {status} with {message}\n{stderr}", output.status);
    output
}

fn names(folder: &Path) -> Vec<OsString> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<OsString> = entries.collect();
    names.sort();
    names
}

/// Checks that a result folder has every file of its manifest, as it was written.
#[track_caller]
fn complete(result: &Path) {
    let manifest = fs::read(result.join("manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    for (name, hash) in manifest["files"].as_object().expect("a table of files") {
        let bytes = fs::read(result.join(name)).expect("a file of the manifest");
        let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash.as_str(), Some(digest.as_str()), "{name}");
    }
}

/// Waits for the hidden folder of a run to `r` in `folder`.
#[track_caller]
fn hidden(folder: &Path) -> PathBuf {
    hidden_besides(folder, Path::new(""))
}

/// The same, but not for that of a run that has ended.
#[track_caller]
fn hidden_besides(folder: &Path, ended: &Path) -> PathBuf {
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(60) {
        let names = names(folder).into_iter().filter(|name| name.as_bytes().starts_with(b".r.winset-"));
        let mut hidden = names.map(|name| folder.join(name)).filter(|hidden| hidden != ended);
        if let Some(hidden) = hidden.find(|hidden| hidden.join("new/r").exists()) {
            return hidden;
        }
        sleep(Duration::from_millis(1));
    }
    panic!("no run has begun");
}

fn signal(child: &Child, signal: Signal) {
    kill_process(Pid::from_child(child), signal).expect("sent");
}

/// A child that does not outlive a test that fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A run that does not end by itself, begun.
fn endless(folder: &Path) -> Running {
    endless_besides(folder, Path::new(""))
}

fn endless_besides(folder: &Path, ended: &Path) -> Running {
    let mut command = run(folder);
    let command = command.args(["--out", "r", "--replications", ENDLESS, "--threads", "1"]);
    let running = Running(command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts"));
    hidden_besides(folder, ended);
    running
}

/// How many runs are killed: `WINSET_KILLS`, or few.
fn kills() -> u32 {
    std::env::var("WINSET_KILLS").map_or(20, |kills| kills.parse().expect("a number"))
}

#[test]
fn a_killed_run_leaves_the_old_result_or_the_new_one() {
    let folder = folder();
    let here = folder.path();
    let forced = |seed: u32| {
        let mut command = run(here);
        command.args(["--quiet", "--force", "--out", "r", "--seed", &seed.to_string()]);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    };
    let begun = Instant::now();
    ends(&mut forced(0), 0, "");
    let whole = begun.elapsed();
    for kill in 1..=kills() {
        let mut child = forced(kill).spawn().expect("it starts");
        sleep(whole.mul_f64(1.2 * f64::from(kill) / f64::from(kills())));
        child.kill().expect("killed, or ended before");
        child.wait().expect("ended");
        complete(&here.join("r"));
    }
    ends(&mut forced(0), 0, "");
    complete(&here.join("r"));
    assert_eq!(names(here), ["r", "s.toml"], "what the killed runs have left is cleared");
}

#[test]
fn a_run_that_was_killed_is_cleared_away_and_one_that_is_alive_is_not_disturbed() {
    let folder = folder();
    let here = folder.path();
    let mut killed = endless(here);
    killed.0.kill().expect("killed");
    killed.0.wait().expect("ended");
    let left = hidden(here);

    let mut alive = endless_besides(here, &left);
    assert_eq!(names(here).len(), 2, "the first one's folder is gone");
    for option in ["--quiet", "--force"] {
        let output = ends(run(here).args(["--out", "r", option]), 75, "another run is writing `r`");
        assert!(output.stdout.is_empty());
    }
    ends(run(here).args(["--out", "other"]), 0, "wrote other");

    let lines = BufReader::new(alive.0.stderr.take().expect("piped")).lines().map(|line| line.expect("text"));
    // That it will take long is told with what would take less, in lines that are set in.
    let mut lines = lines.filter(|line| !line.starts_with("this run will take") && !line.starts_with("  "));
    let cleared = lines.next().expect("a line");
    assert!(cleared.starts_with("removed `") && cleared.ends_with("left by a run that was killed"), "{cleared}");
    let progress = lines.next().expect("a line every ten seconds");
    assert!(progress.contains(" of 1,000,000,000 worlds, about ") && progress.ends_with(" left"), "{progress}");
    signal(&alive.0, Signal::INT);
    assert_eq!(alive.0.wait().expect("ended").code(), Some(130));
    assert_eq!(names(here), ["other", "s.toml"]);
}

#[test]
fn a_run_of_another_machine_is_left_alone_and_told() {
    let folder = folder();
    let here = folder.path();
    let mut killed = endless(here);
    killed.0.kill().expect("killed");
    killed.0.wait().expect("ended");
    let left = hidden(here);
    fs::write(left.join("lock"), "another machine").expect("written");
    ends(run(here).args(["--out", "r"]), 0, "belongs to a run on another machine, or to one that was killed");
    assert!(left.join("new/r").exists());
}

#[test]
fn what_was_moved_aside_is_put_back_at_the_next_run() {
    let folder = folder();
    let here = folder.path();
    ends(run(here).args(["--out", "r"]), 0, "");
    let mut killed = Running(
        run(here).args(["--out", "r", "--force", "--replications", ENDLESS, "--quiet"]).spawn().expect("it starts"),
    );
    let left = hidden(here);
    killed.0.kill().expect("killed");
    killed.0.wait().expect("ended");
    // As where two folders cannot be exchanged in one step, and the run was killed after the first of two.
    fs::rename(here.join("r"), left.join("old")).expect("renamed");
    let output = ends(run(here).args(["--out", "r"]), 1, "put `r` back, moved aside by a run that was killed");
    assert!(text(&output.stderr).contains("`r` exists already"));
    complete(&here.join("r"));
    assert_eq!(names(here), ["r", "s.toml"]);
}

#[test]
fn signals_that_the_caller_ignores_stay_ignored() {
    for (ignored, number) in [("INT", Signal::INT), ("HUP", Signal::HUP)] {
        let folder = folder();
        let here = folder.path();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("trap '' {ignored}; exec \"$@\""), "sh", env!("CARGO_BIN_EXE_winset"), "run"]);
        shell.args(["s.toml", "--no-plots", "--quiet", "--out", "r", "--replications", ENDLESS, "--threads", "1"]);
        let mut child = Running(shell.current_dir(here).spawn().expect("it starts"));
        hidden(here);
        for _ in 0..2 {
            signal(&child.0, number);
            sleep(Duration::from_millis(200));
        }
        assert!(child.0.try_wait().expect("asked").is_none(), "{ignored} has ended it");
        signal(&child.0, Signal::TERM);
        if cfg!(target_os = "linux") {
            assert_eq!(child.0.wait().expect("ended").code(), Some(130));
            assert_eq!(names(here), ["s.toml"]);
        }
    }
}

#[test]
fn a_second_signal_ends_a_run_at_once() {
    let folder = folder();
    let mut child = endless(folder.path());
    // Stopped, it gets both of them before it can do anything.
    signal(&child.0, Signal::STOP);
    signal(&child.0, Signal::INT);
    signal(&child.0, Signal::TERM);
    signal(&child.0, Signal::CONT);
    assert_eq!(child.0.wait().expect("ended").code(), Some(130));
}

#[cfg(target_os = "linux")]
#[test]
fn paths_need_not_be_text() {
    let folder = folder();
    let here = folder.path();
    let name = |text: &[u8]| OsStr::from_bytes(text).to_owned();
    ends(run(here).arg("--out").arg(name(b"r\xff")), 0, "wrote r\u{fffd}");
    complete(&here.join(name(b"r\xff")));
    let manifest = fs::read_to_string(here.join(name(b"r\xff/manifest.json"))).expect("a manifest");
    assert!(manifest.contains("--out 'r\u{fffd}'"), "{manifest}");
    fs::rename(here.join("s.toml"), here.join(name(b"s\xfe.toml"))).expect("renamed");
    for command in ["run", "power"] {
        let mut winset = Command::new(env!("CARGO_BIN_EXE_winset"));
        winset.arg(command).arg(name(b"s\xfe.toml")).arg("--out").arg(command).current_dir(here);
        ends(&mut winset, 0, "");
        complete(&here.join(command));
    }
    let mut winset = Command::new(env!("CARGO_BIN_EXE_winset"));
    ends(winset.current_dir(here).arg("new").arg(name(b"n\xfe")), 0, "wrote");
    assert!(here.join(name(b"n\xfe.toml")).exists());
}

#[test]
fn names_may_be_as_long_as_the_system_lets_them() {
    let folder = folder();
    let here = folder.path();
    for length in [245, 255] {
        let name = "x".repeat(length);
        ends(run(here).args(["--out", &name]), 0, "wrote");
        ends(run(here).args(["--out", &name]), 1, "exists already");
        ends(run(here).args(["--out", &name, "--force"]), 0, "wrote");
        complete(&here.join(name));
    }
    let output = ends(run(here).args(["--out", &"x".repeat(256)]), 1, "cannot write");
    assert!(output.stdout.is_empty(), "it is refused before the run");
    assert_eq!(names(here).len(), 3);
}

#[test]
fn links_are_followed_and_stay() {
    let folder = folder();
    let here = folder.path();
    fs::create_dir(here.join("empty")).expect("made");
    fs::create_dir(here.join("far")).expect("made");
    for (link, target) in [("a", "empty"), ("b", "far/none"), ("c", "b"), ("circle", "circle")] {
        symlink(target, here.join(link)).expect("linked");
    }
    ends(run(here).args(["--out", "a"]), 0, "wrote a");
    complete(&here.join("empty"));
    ends(run(here).args(["--out", "b/"]), 0, "wrote b/");
    complete(&here.join("far/none"));
    ends(run(here).args(["--out", "c"]), 1, "`c` exists already");
    ends(run(here).args(["--out", "c", "--force"]), 0, "wrote c");
    ends(run(here).args(["--out", "circle"]), 1, "its symbolic links go in a circle");
    for (link, target) in [("a", "empty"), ("b", "far/none"), ("c", "b"), ("circle", "circle")] {
        assert_eq!(fs::read_link(here.join(link)).expect("still a link"), Path::new(target));
    }
    assert_eq!(names(&here.join("far")), ["none"]);
}

/// A run of a second or more into `r`, stopped as soon as it has begun; it goes on when `meanwhile` is done.
fn disturbed(folder: &Path, place: &Path, further: &[&str], meanwhile: impl FnOnce()) -> (i32, String, String) {
    // Nice, so that it does not run away from who disturbs it.
    let mut command = Command::new("nice");
    command.args(["-n", "19", env!("CARGO_BIN_EXE_winset"), "run", "s.toml", "--no-plots", "--quiet"]);
    command.args(["--threads", "1", "--replications", "200000", "--out"]).arg(place.join("r")).args(further);
    command.current_dir(folder);
    command.env("TMPDIR", folder.join("tmp")).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("it starts");
    hidden(&folder.join(place));
    signal(&child, Signal::STOP);
    meanwhile();
    signal(&child, Signal::CONT);
    let output = child.wait_with_output().expect("it ends");
    (output.status.code().expect("a status"), text(&output.stdout).to_owned(), text(&output.stderr).to_owned())
}

/// The folder that a message says the result is kept in.
fn kept(message: &str) -> PathBuf {
    let (_, rest) = message.split_once("the result of this run is kept in `").unwrap_or_else(|| panic!("{message}"));
    rest.split_once('`').expect("a name in quotes").0.into()
}

#[test]
fn where_the_place_is_taken_meanwhile_the_result_is_kept_beside_it() {
    for option in ["--format=text", "--force"] {
        let folder = folder();
        let here = folder.path();
        let (status, table, message) = disturbed(here, Path::new(""), &[option], || {
            fs::create_dir(here.join("r")).expect("made");
            fs::write(here.join("r/thesis"), "mine").expect("written");
        });
        assert_eq!(status, 1, "{message}");
        assert!(table.contains("200000 worlds"), "{table}");
        let kept = here.join(kept(&message));
        assert!(kept.file_name().is_some_and(|name| name.as_bytes().starts_with(b"r-")), "{message}");
        complete(&kept);
        assert_eq!(names(&here.join("r")), ["thesis"]);
        assert_eq!(names(here).len(), 3);
    }
}

#[test]
fn where_nothing_can_be_written_any_more_the_result_is_kept_among_temporary_files() {
    let folder = folder();
    let here = folder.path();
    for name in ["tmp", "p"] {
        fs::create_dir(here.join(name)).expect("made");
    }
    let (status, table, message) = disturbed(here, Path::new("p"), &[], || {
        fs::rename(here.join("p"), here.join("moved")).expect("renamed");
        fs::write(here.join("p"), "").expect("written");
    });
    assert_eq!(status, 1, "{message}");
    assert!(table.contains("200000 worlds"), "{table}");
    assert!(kept(&message).starts_with(here.join("tmp")), "{message}");
    complete(&kept(&message));

    fs::remove_file(here.join("p")).expect("removed");
    fs::create_dir(here.join("p")).expect("made");
    fs::remove_dir_all(here.join("tmp")).expect("removed");
    let (status, table, message) = disturbed(here, Path::new("p"), &[], || {
        fs::rename(here.join("p"), here.join("moved too")).expect("renamed");
        fs::write(here.join("p"), "").expect("written");
    });
    assert!(status == 1 && message.contains("could not be kept elsewhere either"), "{message}");
    assert!(table.contains("200000 worlds"), "{table}");
}

#[test]
fn a_limit_on_the_size_of_files_is_told_before_the_run() {
    let folder = folder();
    let mut shell = Command::new("sh");
    shell.args(["-c", "ulimit -f 100 && exec \"$@\"", "sh", env!("CARGO_BIN_EXE_winset"), "run", "s.toml"]);
    let output = ends(shell.args(["--out", "r"]).current_dir(folder.path()), 1, "cannot write `r`");
    assert!(output.stdout.is_empty());
    assert_eq!(names(folder.path()), ["s.toml"]);
}

/// `winset run s.toml` after a mount that nobody else sees, with shell commands `around` the program (`"$@"`); none where
/// the system does not let one mount.
fn mounted(folder: &Path, mount: &str, around: &str) -> Option<Command> {
    let unshare = |commands: &str| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", commands, "sh"]).current_dir(folder);
        command
    };
    if !unshare(mount).output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: nothing can be mounted here");
        return None;
    }
    let mut command = unshare(&format!("{mount}; {around}"));
    command.args([env!("CARGO_BIN_EXE_winset"), "run", "s.toml"]);
    Some(command)
}

const JUST: &str = "exec \"$@\"";

#[test]
fn a_full_disk_is_told_before_the_run() {
    let folder = folder();
    fs::create_dir(folder.path().join("disk")).expect("made");
    let Some(mut full) = mounted(folder.path(), "mount -t tmpfs -o size=100k none disk", JUST) else { return };
    let output = ends(full.args(["--out", "disk/r"]), 75, "cannot write `disk/r`");
    assert!(output.stdout.is_empty());
}

#[test]
fn where_the_disk_fills_up_meanwhile_the_result_is_kept_elsewhere() {
    let folder = folder();
    let here = folder.path();
    for name in ["disk", "tmp"] {
        fs::create_dir(here.join(name)).expect("made");
    }
    let fills =
        "nice -n 19 \"$@\" & until test -d disk/.r.winset-*/new/r; do :; done; cat /dev/zero >disk/zeros; wait $!";
    let Some(mut command) = mounted(here, "mount -t tmpfs -o size=2m none disk", fills) else { return };
    command.args(["--out", "disk/r", "--replications", "200000", "--threads", "1"]).env("TMPDIR", here.join("tmp"));
    let output = ends(&mut command, 75, "the result of this run is kept in");
    assert!(text(&output.stdout).contains("200000 worlds"));
    complete(&kept(text(&output.stderr)));
}

#[test]
fn a_mount_point_is_refused_before_the_run() {
    let folder = folder();
    let here = folder.path();
    fs::create_dir(here.join("r")).expect("made");
    for mount in ["mount -t tmpfs none r", "mount --bind r r"] {
        let Some(mut command) = mounted(here, mount, JUST) else { return };
        let output = ends(command.args(["--out", "r"]), 1, "`r` cannot be replaced: it is a mount point");
        assert!(output.stdout.is_empty());
        let Some(mut command) = mounted(here, mount, JUST) else { return };
        ends(command.args(["--out", "r/inside"]), 0, "wrote r/inside");
    }
}

#[test]
fn another_users_folder_is_refused_before_the_run() {
    let folder = folder();
    let here = folder.path();
    let program = here.join("winset");
    fs::copy(env!("CARGO_BIN_EXE_winset"), &program).expect("copied");
    for (name, mode) in [("", 0o1777), ("sticky", 0o755), ("closed", 0o755)] {
        fs::create_dir_all(here.join(name)).expect("made");
        fs::set_permissions(here.join(name), fs::Permissions::from_mode(mode)).expect("set");
    }
    let nobody = |out: &str| {
        let mut command = Command::new(&program);
        command.args(["run", "s.toml", "--no-plots", "--out", out]).current_dir(here).uid(65534).gid(65534);
        command
    };
    if nobody("mine").output().is_err() {
        return eprintln!("skipped: only root can be somebody else");
    }
    complete(&here.join("mine"));
    let output = ends(&mut nobody("sticky"), 1, "`sticky` cannot be replaced: it belongs to another user");
    assert!(output.stdout.is_empty());
    let output = ends(&mut nobody("closed/r"), 1, "cannot write `closed/r`");
    assert!(output.stdout.is_empty());
}

#[test]
fn no_message_commands_the_terminal() {
    let folder = folder();
    let here = folder.path();
    let name = "e\u{1b}]0;owned\u{7}\u{9b}2J\r\n\u{202e}";
    let toml = format!("{name}.toml");
    fs::copy(here.join("s.toml"), here.join(&toml)).expect("copied");
    fs::write(here.join("bad.toml"), SOUND.replace("'x'", "'x', 7")).expect("written");
    fs::rename(here.join("bad.toml"), here.join(format!("bad{toml}"))).expect("renamed");
    fs::write(here.join("asks.toml"), "extends = \"\\u001b[2J.toml\"\nmembers = \"\\u001b[2J.csv\"").expect("written");
    fs::create_dir_all(here.join("r").join(name)).expect("made");
    fs::write(here.join("r/manifest.json"), r#"{"winset": "0", "files": {}}"#).expect("written");
    let (gone, bad, set) = (format!("gone{name}"), format!("bad{toml}"), format!("{name}=1"));
    let commands: &[&[&str]] = &[
        &["check", &toml, &gone, &bad, "asks.toml"],
        &["check", &gone],
        &["run", &toml, "--out", name],
        &["run", &toml, "--out", name],
        &["run", &toml, "--out", "r", "--force"],
        &["run", &toml, "--out", "s.toml", "--force"],
        &["run", &toml, "--out", &format!("s.toml/{name}")],
        &["run", &toml],
        &["run", &toml],
        &["run", "s.toml", "--set", &set],
        &["run", "s.toml", "--variant", name],
        &["run", "s.toml", "--map", &format!("x,{name}")],
        &["power", &toml, "--out", name],
        &["power", &gone],
        &["new", &format!("new{name}")],
        &["new", &format!("new{name}")],
        &["new", "x", "--template", name],
        &["verify", name],
    ];
    for command in commands {
        let mut winset = Command::new(env!("CARGO_BIN_EXE_winset"));
        let output = winset.args(*command).current_dir(here).output().expect("it starts");
        for stream in [&output.stdout, &output.stderr] {
            let raw = text(stream).find(['\u{1b}', '\u{7}', '\u{9b}', '\r', '\u{202e}']);
            assert_eq!(raw, None, "{command:?}: {:?}", text(stream));
        }
    }
}
