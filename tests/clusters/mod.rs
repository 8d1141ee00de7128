//! Runs on a cluster: the result of a run on one machine, whatever happens to its jobs. `tests/cluster/` has the same with Slurm.
#![cfg(unix)]

mod fake;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use fake::{Fake, winset};

/// What a command prints and says, if it ends with that status.
#[track_caller]
fn ends(mut command: Command, status: i32) -> [String; 2] {
    let output = command.output().expect("it starts");
    let [printed, said] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).expect("text"));
    assert!(
        output.status.code() == Some(status) && !said.contains("panicked"),
        "{}, not {status}: {said}",
        output.status
    );
    [printed, said]
}

/// A cluster, a scenario, and its result as one machine has it.
fn study() -> Fake {
    let fake = Fake::new();
    ends(fake.winset(&["new", "s"]), 0);
    ends(fake.winset(&["run", "s.toml", "--replications", "200", "--no-plots", "--quiet", "--out", "local"]), 0);
    fake
}

/// The same on the cluster, in four parts.
const RUN: [&str; 10] =
    ["run", "s.toml", "--replications", "200", "--no-plots", "--out", "r", "--on", "slurm", "--shards=4"];

fn on_slurm(fake: &Fake, further: &[&str]) -> Command {
    fake.winset(&[&RUN, further].concat())
}

#[track_caller]
fn same(fake: &Fake, one: &str, other: &str) {
    let compared = Command::new("diff")
        .args(["-r", "--exclude=manifest.json", one, other])
        .current_dir(fake.work())
        .output()
        .expect("diff");
    assert!(compared.status.success(), "{}", String::from_utf8_lossy(&compared.stdout));
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_result_is_that_of_one_machine_and_nothing_else_is_left() {
    let fake = study();
    let asked = ["--partition=short", "--time", "10", "--account", "pols", "--sbatch", "--mem=8G", "--threads", "2"];
    let [printed, said] = ends(on_slurm(&fake, &asked), 0);
    same(&fake, "local", "r");
    let one_machine = ["run", "s.toml", "--replications", "200", "--no-plots", "--out", "again"];
    assert_eq!(printed, ends(fake.winset(&one_machine), 0)[0], "it prints the same table");
    assert!(
        said.contains("submitted: job 101, 4 parts, each less than a second, and job 102, which joins them"),
        "{said}"
    );
    assert!(said.contains("\nwrote ") && said.contains("/r\n"), "{said}");
    assert_eq!(names(&fake.work()), ["again", "local", "r", "s.toml"]);
    let submitted = fake.lines("submitted");
    assert!(submitted[0].contains("--array=1-4 --requeue") && submitted[0].contains("--cpus-per-task=2"));
    assert!(submitted[1].contains("--dependency=afterany:101 "), "{submitted:?}");
    let passed = "--partition=short --time=10 --account=pols --mem=8G ";
    assert!(submitted.len() == 2 && submitted.iter().all(|line| line.contains(passed)), "{submitted:?}");
    let refused = ends(on_slurm(&fake, &[]), 1)[1].clone();
    assert!(refused.contains("`r` exists already; --force overwrites it"), "{refused}");
    ends(on_slurm(&fake, &["--force"]), 0);
    same(&fake, "local", "r");
}

#[test]
fn what_the_merge_is_asked_for_is_what_the_run_is_asked_for() {
    let fake = study();
    let observed = "variant,scope,metric,value,se\nfour,all,pass_rate,0.5,0.1\n";
    fs::write(fake.work().join("seen by me.csv"), observed).expect("written");
    let asked = ["--against", "seen by me.csv", "--figures", "endings,map", "--width=80", "--pdf", "--no-titles"];
    let asked = [&asked[..], &["--format", "markdown", "--quiet"]].concat();
    let base: Vec<&str> = RUN[..4].to_vec();
    let [printed, _] = ends(fake.winset(&[&base[..], &asked, &["--out", "one"]].concat()), 0);
    let cluster = [&base[..], &asked, &["--out", "other", "--on", "slurm", "--shards", "3"]].concat();
    assert_eq!(ends(fake.winset(&cluster), 0), [printed, String::new()]);
    same(&fake, "one", "other");
}

#[test]
fn a_part_that_a_dead_machine_had_goes_into_the_queue_again() {
    let fake = study();
    fake.fault("fault-2", "NODE_FAIL\nTIMEOUT\n");
    fake.fault("fault-3", "NODE_FAIL\n");
    let said = ends(on_slurm(&fake, &[]), 0)[1].clone();
    assert!(said.contains("parts 2-3 failed (NODE_FAIL) and went into the queue again as job 103"), "{said}");
    assert!(said.contains("part 2 failed (TIMEOUT) and went into the queue again as job 105"), "{said}");
    same(&fake, "local", "r");
    let arrays: Vec<String> = fake
        .lines("submitted")
        .iter()
        .filter_map(|line| line.split("--array=").nth(1))
        .map(|rest| rest[..3].to_owned())
        .collect();
    assert_eq!(arrays, ["1-4", "2-3", "2 -"], "nothing else runs again");
    assert_eq!(names(&fake.work()), ["local", "r", "s.toml"]);
}

#[test]
fn a_part_that_fails_again_and_again_is_named_and_the_same_command_goes_on() {
    let fake = study();
    fake.fault("fault-3", &"OUT_OF_MEMORY\n".repeat(4));
    let said = ends(on_slurm(&fake, &[]), 1)[1].clone();
    let named =
        "1 of 4 parts is not done (3): part 3 failed (OUT_OF_MEMORY), and said last `slurmstepd: OUT_OF_MEMORY`";
    assert!(said.contains(named) && said.contains("what the jobs say is in `"), "{said}");
    assert!(said.contains("the same command submits again what is missing"), "{said}");
    assert!(!fake.work().join("r").exists() && fake.work().join("r.parts/logs/3.log").is_file());
    assert_eq!(fake.lines("submitted").len(), 8, "four arrays and a merge for each");
    let said = ends(on_slurm(&fake, &["--sbatch=--mem=9G"]), 0)[1].clone();
    assert!(said.contains("following what was submitted before: jobs "), "{said}");
    assert!(fake.lines("submitted")[8].contains("--array=3 ") && fake.lines("submitted")[8].contains("--mem=9G"));
    same(&fake, "local", "r");
    assert_eq!(names(&fake.work()), ["local", "r", "s.toml"]);
}

#[test]
fn what_somebody_has_cancelled_is_not_submitted_again_until_it_is_asked_for() {
    let fake = study();
    fake.fault("fault-1", "CANCELLED\n");
    let said = ends(on_slurm(&fake, &[]), 130)[1].clone();
    assert!(said.contains("part 1 was cancelled") && fake.lines("submitted").len() == 2, "{said}");
    ends(on_slurm(&fake, &[]), 0);
    same(&fake, "local", "r");
}

#[test]
fn a_merge_that_is_lost_goes_into_the_queue_again() {
    let fake = study();
    fake.fault("fault-0", "NODE_FAIL\n");
    let said = ends(on_slurm(&fake, &[]), 0)[1].clone();
    assert!(
        said.contains("the job that joins the parts failed (NODE_FAIL) and went into the queue again as job 103"),
        "{said}"
    );
    same(&fake, "local", "r");
    fake.fault("fault-0", "CANCELLED\n");
    let said = ends(on_slurm(&fake, &["--force"]), 1)[1].clone();
    assert!(said.contains("all parts are done, and the job that joins them was cancelled"), "{said}");
    // What it proposes works.
    let by_hand = said.split("submits it again, `").nth(1).and_then(|rest| rest.split("` joins them").next());
    let by_hand = by_hand.expect("a command");
    let mut shell = Command::new("sh");
    shell.args(["-c", by_hand]).current_dir(fake.work());
    ends(shell, 0);
    same(&fake, "local", "r");
}

/// The merge begins, and another run is just writing the same result; or something is there that may not be overwritten.
#[test]
fn the_end_of_the_merge_is_the_end_of_the_run() {
    let fake = study();
    fake.fault("fault-4", "HELD\n");
    let child = on_slurm(&fake, &[]).stderr(Stdio::piped()).spawn().expect("it starts");
    until(|| fake.lines("submitted").len() == 2 && fake.work().join("r.parts/jobs.json").is_file());
    fs::create_dir(fake.work().join("r")).expect("made");
    fs::write(fake.work().join("r/mine.txt"), "").expect("written");
    end_of(&fake, "101|4|HELD|Why", "101|4|FAILED|Why");
    let output = child.wait_with_output();
    let output = output.expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("exists already") && said.contains("the job that joins them ended with status 1"), "{said}");
    assert!(fake.work().join("r.parts/part-4-of-4").is_dir(), "the parts are there still");
    fs::remove_dir_all(fake.work().join("r")).expect("removed");
    ends(on_slurm(&fake, &[]), 0);
    same(&fake, "local", "r");
}

/// Changes what the queue says, once it says that.
fn end_of(fake: &Fake, was: &str, is: &str) {
    until(|| fake.lines("queue").iter().any(|line| line == was));
    let queue = fs::read_to_string(fake.file("queue")).expect("there");
    fs::write(fake.file("queue"), queue.replace(was, is)).expect("written");
}

fn until(mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("it takes too long");
}

#[test]
fn a_queue_that_does_not_answer_is_asked_again_and_told_once() {
    let fake = study();
    fake.fault("unreachable", "x\nx\nx\n");
    fake.fault("fault-2", "FAILED\n");
    let said = ends(on_slurm(&fake, &[]), 0)[1].clone();
    assert_eq!(
        said.matches("the queue cannot be asked, and is again: squeue refused: slurm_load_jobs error").count(),
        1
    );
    assert!(said.contains("part 2 failed (FAILED)"), "{said}");
    same(&fake, "local", "r");
}

#[test]
fn what_slurm_has_against_it_is_shown_and_nothing_stays() {
    let fake = study();
    let why = "sbatch: error: invalid partition specified: nosuch\nsbatch: error: Batch job submission failed";
    fake.fault("refuse", why);
    let said = ends(on_slurm(&fake, &["--partition=nosuch"]), 1)[1].clone();
    assert!(
        said.contains("sbatch refused: sbatch: error: invalid partition specified: nosuch; sbatch: error:"),
        "{said}"
    );
    fake.fault("refuse", "sbatch: error: Batch job submission failed: Unable to contact slurm controller");
    ends(on_slurm(&fake, &[]), 75);
    fake.fault("refuse", "sbatch: error: Batch job submission failed: Invalid job array specification");
    assert!(ends(on_slurm(&fake, &[]), 1)[1].contains("at MaxArraySize"));
    let without = winset(&fake.work(), &RUN).env("PATH", "/nonexistent").output().expect("it starts");
    let said = String::from_utf8_lossy(&without.stderr).into_owned();
    assert!(without.status.code() == Some(1) && said.contains("there is no sbatch here"), "{said}");
    assert_eq!(names(&fake.work()), ["local", "s.toml"]);
}

#[test]
fn who_stops_following_leaves_the_jobs_alone_and_can_follow_again() {
    let fake = study();
    fake.fault("fault-4", "PENDING\n");
    let child = on_slurm(&fake, &[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    until(|| fake.lines("submitted").len() == 2 && fake.work().join("r.parts/part-3-of-4").is_dir());
    let second = ends(on_slurm(&fake, &[]), 75)[1].clone();
    assert!(second.contains("another winset follows the jobs of `"), "{second}");
    sleep(Duration::from_millis(1500));
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("it runs");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(130), "{said}");
    assert!(said.contains("3 of 4 parts done, 1 waiting (Why)"), "{said}");
    assert!(
        said.contains("interrupted; the jobs go on. The same command follows them again, `scancel 101 102`"),
        "{said}"
    );
    assert!(fake.lines("cancelled").is_empty());
    // The scenario has changed since: these jobs are not of it.
    let other = ends(on_slurm(&fake, &["--seed", "9"]), 1)[1].clone();
    assert!(other.contains("holds jobs of something else: its run.seed is "), "{other}");
    let other = ends(on_slurm(&fake, &["--shards", "3"]), 2);
    assert!(other[1].contains("cannot be used multiple times"), "{}", other[1]);
    end_of(&fake, "101|4|PENDING|Why", "101|4|NODE_FAIL|Why");
    let said = ends(on_slurm(&fake, &[]), 0)[1].clone();
    assert!(
        said.contains("following what was submitted before: jobs 101, 102") && said.contains("part 4 failed"),
        "{said}"
    );
    same(&fake, "local", "r");
}

#[test]
fn jobs_of_something_else_are_ended_where_that_is_asked_for() {
    let fake = study();
    fake.fault("fault-1", "CANCELLED\n");
    ends(on_slurm(&fake, &["--seed", "9"]), 130);
    ends(on_slurm(&fake, &[]), 1);
    ends(on_slurm(&fake, &["--force"]), 0);
    assert!(fake.lines("cancelled").iter().any(|line| line.contains("101")), "{:?}", fake.lines("cancelled"));
    same(&fake, "local", "r");
    assert_eq!(names(&fake.work()), ["local", "r", "s.toml"]);
}

#[test]
fn a_rehearsal_prints_scripts_that_a_shell_reads_and_does_nothing() {
    let fake = study();
    let [printed, _] = ends(on_slurm(&fake, &["--dry-run", "--partition", "a b"]), 0);
    assert!(printed.contains("--shard \"$part/4\"") && printed.contains("'--partition=a b'"), "{printed}");
    assert!(fake.lines("submitted").is_empty());
    assert_eq!(names(&fake.work()), ["local", "s.toml"]);
    let mut shell = Command::new("sh");
    shell.args(["-n", "-c", &printed]);
    ends(shell, 0);
    for (wrong, why) in [
        (&["--records"][..], "cannot be used with"),
        (&["--shard=1/2"], "cannot be used with"),
        (&["--precision=0.1"], "cannot be used with"),
        (&["--resume"], "cannot be used with"),
        (&["--sbatch=--array=3"], "--array is for winset to say"),
    ] {
        assert!(ends(on_slurm(&fake, wrong), 2)[1].contains(why), "{wrong:?}");
    }
    let few = ends(fake.winset(&["run", "s.toml", "--replications=200", "--on=slurm", "--shards=8"]), 2)[1].clone();
    assert!(few.contains("--shards 8: 200 worlds, 32 at a time, share out to 7 at most"), "{few}");
    assert!(ends(fake.winset(&["run", "s.toml", "--shards=8"]), 2)[1].contains("--on"));
}

#[test]
fn the_points_of_a_sweep_and_of_assumptions_are_shared_out_too() {
    let fake = study();
    let sweep =
        ["sweep", "s.toml", "--vary", "negotiation.rounds=1:4:1", "--replications", "40", "--set", "rule=unanimity"];
    let doubt =
        ["sensitivity", "s.toml", "--over", "negotiation.pressure=0:0.5", "--points", "6", "--replications", "40"];
    for (what, asked, parts) in [("sweep", &sweep[..], 4), ("doubt", &doubt, 7)] {
        let [one, other, shards] = [what.to_owned(), format!("{what}-there"), format!("--shards={parts}")];
        let asked = [asked, &["--format=csv", "--pdf", "--width=90", "--no-titles"]].concat();
        let [printed, _] = ends(fake.winset(&[&asked[..], &["--out", &one]].concat()), 0);
        let there = [&asked[..], &["--out", &other, "--on", "slurm", &shards]].concat();
        fake.fault("fault-2", "NODE_FAIL\n");
        let [printed_there, said] = ends(fake.winset(&there), 0);
        assert!(said.contains("part 2 failed (NODE_FAIL) and went into the queue again"), "{said}");
        assert_eq!(printed_there, printed);
        same(&fake, &one, &other);
        let more = format!("--shards={}", parts + 1);
        let many = [&asked[..], &["--out", "none", "--on", "slurm", &more]].concat();
        assert!(ends(fake.winset(&many), 2)[1].contains(&more.replace('=', " ")));
    }
    assert_eq!(names(&fake.work()), ["doubt", "doubt-there", "local", "s.toml", "sweep", "sweep-there"]);
}

#[test]
fn of_those_that_submit_the_same_all_but_one_give_way() {
    let fake = study();
    fake.fault("fault-4", "PENDING\n");
    let start = |_| on_slurm(&fake, &[]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut running: Vec<_> = (0..3).map(start).collect();
    let mut gave_way = Vec::new();
    until(|| {
        let ended = |child: &mut Child| child.try_wait().expect("a child").is_some();
        gave_way.extend(running.extract_if(.., ended));
        running.len() == 1
    });
    for child in gave_way {
        let output = child.wait_with_output().expect("it has ended");
        assert_eq!(output.status.code(), Some(75), "{}", String::from_utf8_lossy(&output.stderr));
    }
    end_of(&fake, "101|4|PENDING|Why", "101|4|NODE_FAIL|Why");
    assert_eq!(running.remove(0).wait().expect("it ends").code(), Some(0));
    same(&fake, "local", "r");
}
