//! The commands as a person types them: files, exit status, messages, and that nothing is lost.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::{contains, starts_with};
use tempfile::TempDir;

use crate::shipped;

/// winset in the folder `dir`.
fn winset(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.current_dir(dir);
    command
}

/// A folder with the docking scenario.
fn folder() -> TempDir {
    let dir = TempDir::new().expect("a temporary folder");
    fs::copy(shipped("docking-basic.toml"), dir.path().join("docking.toml")).expect("a copy");
    dir
}

/// `winset run docking.toml` with few replications and the options.
fn run(dir: &TempDir, options: &[&str]) -> Command {
    let mut command = winset(dir.path());
    command.args(["run", "docking.toml", "--replications", "20"]).args(options);
    command
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|name| name.into_string().expect("text")).collect();
    names.sort();
    names
}

#[test]
fn a_run_prints_the_table_and_writes_the_folder() {
    let dir = folder();
    run(&dir, &[])
        .assert()
        .success()
        .stdout(
            contains("Docking: six founders, eight members")
                .and(contains("Passed"))
                .and(contains("Difference from before")),
        )
        .stderr(contains("wrote results/docking"));
    let out = dir.path().join("results/docking");
    let expected = [
        "blocking.csv",
        "differences.csv",
        "manifest.json",
        "plots",
        "report.html",
        "scenario.toml",
        "summary.csv",
        "time.csv",
        "totals.bin",
    ];
    assert_eq!(names(&out), expected);
    assert_eq!(
        names(&out.join("plots")).len(),
        2 * 8,
        "eight figures without feasibility and a calendar, as SVG and PNG"
    );
    assert_eq!(names(&dir.path().join("results")), ["docking"], "nothing temporary is left");
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!((manifest["replications"].as_u64(), manifest["seed"].as_u64()), (Some(20), Some(2017)));
    assert_eq!(manifest["files"].as_object().unwrap().len(), 7 + 16);
}

#[test]
fn intervals_have_the_level_that_is_asked_for() {
    let dir = folder();
    run(&dir, &["--no-plots", "--level", "0.9"]).assert().success().stdout(contains("in brackets the 90 % interval"));
    let out = dir.path().join("results/docking");
    let resolved = fs::read_to_string(out.join("scenario.toml")).unwrap();
    assert!(resolved.contains("\nlevel = 0.9\n"), "running it again gives the same folder");
    assert!(fs::read_to_string(out.join("manifest.json")).unwrap().contains("\"level\": 0.9"));
    let beyond = run(&dir, &["--level", "95"]).assert().code(2).stdout("");
    beyond.stderr(contains("`level` must be at least 0.5 and at most 0.9999"));
}

#[test]
fn the_tables_have_their_columns_and_no_undefined_number() {
    let dir = folder();
    run(&dir, &["--no-plots", "--quiet"]).assert().success().stderr("");
    let headers = [
        ("summary.csv", "variant,scope,metric,estimate,std_error,lower,upper,n"),
        ("differences.csv", "baseline,variant,scope,metric,difference,std_error,lower,upper,n"),
        ("time.csv", "variant,ending,months,cumulative_incidence,lower,upper,at_risk"),
        ("blocking.csv", "variant,member,other,objects,only_objector,jointly"),
    ];
    for (name, header) in headers {
        let text = fs::read_to_string(dir.path().join("results/docking").join(name)).unwrap();
        assert_eq!(text.lines().next(), Some(header));
        assert!(text.lines().count() > 10 && !text.contains("NaN") && !text.contains("inf,"), "{name}");
    }
}

#[test]
fn results_are_not_overwritten_without_being_asked() {
    let dir = folder();
    run(&dir, &["--no-plots"]).assert().success();
    let summary = dir.path().join("results/docking/summary.csv");
    let before = fs::read(&summary).unwrap();
    run(&dir, &["--no-plots", "--seed", "5"]).assert().code(1).stdout("").stderr(contains("exists already; --force"));
    assert_eq!(fs::read(&summary).unwrap(), before);
    run(&dir, &["--no-plots", "--seed", "5", "--force"]).assert().success();
    assert_ne!(fs::read(&summary).unwrap(), before);
    assert_eq!(names(&dir.path().join("results")), ["docking"]);
}

#[test]
fn force_does_not_overwrite_what_is_no_result() {
    let dir = folder();
    fs::create_dir(dir.path().join("thesis")).unwrap();
    fs::write(dir.path().join("thesis/chapter.txt"), "years of work").unwrap();
    run(&dir, &["--out", "thesis", "--force"]).assert().code(1).stderr(contains("is not a result folder"));
    assert_eq!(names(&dir.path().join("thesis")), ["chapter.txt"]);
}

#[test]
fn an_interrupted_run_leaves_nothing_behind() {
    interrupted(&["--replications", "100000"]);
    // A world of 800,000 proposals is broken off too.
    interrupted(&["--replications", "1", "--set", "agenda.years=4000", "--set", "members.china.initiative=193"]);
}

fn interrupted(options: &[&str]) {
    let dir = folder();
    let binary = env!("CARGO_BIN_EXE_winset");
    let mut child = std::process::Command::new(binary)
        .current_dir(dir.path())
        .args(["run", "docking.toml", "--no-plots"])
        .args(options)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_millis(700));
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    if !kill.is_ok_and(|status| status.success()) {
        child.kill().unwrap();
    }
    let asked = std::time::Instant::now();
    assert!(!child.wait().unwrap().success());
    assert!(asked.elapsed().as_secs() < 5, "it took {:?}", asked.elapsed());
    assert_eq!(names(dir.path()), ["docking.toml"]);
}

#[test]
fn the_scenario_at_fault_is_status_1_and_the_command_line_2() {
    let dir = folder();
    run(&dir, &["--set", "members.chnia.initiative=2"]).assert().code(2).stderr(contains("did you mean `china`?"));
    run(&dir, &["--variant", "befor"]).assert().code(2).stderr(contains("there is no variant `befor`"));
    run(&dir, &["--format", "yaml"]).assert().code(2);
    run(&dir, &["--map", "alignment,north"]).assert().code(2).stderr(contains("there is no dimension `north`"));
    winset(dir.path()).args(["run", "none.toml"]).assert().code(1).stderr(contains("there is no such file: none.toml"));
    winset(dir.path()).arg("runn").assert().code(2);
    let text = fs::read_to_string(dir.path().join("docking.toml")).unwrap();
    fs::write(dir.path().join("broken.toml"), text.replace("pressure = 0.3", "presure = 0.3")).unwrap();
    winset(dir.path())
        .args(["run", "broken.toml"])
        .assert()
        .code(1)
        .stderr(contains("broken.toml:72:1").and(contains("did you mean `pressure`?")));
    assert_eq!(names(dir.path()), ["broken.toml", "docking.toml"]);
}

#[test]
fn check_reads_several_and_names_every_fault() {
    let dir = folder();
    let text = fs::read_to_string(dir.path().join("docking.toml")).unwrap();
    let broken = text
        .replace("rate = 0.3", "rate = 1.3")
        .replace("tolerance = 0.1", "tolerance = -1")
        .replace("\"pakistan\"]", "\"pakisan\"]");
    fs::write(dir.path().join("broken.toml"), broken).unwrap();
    winset(dir.path())
        .args(["check", "docking.toml", "broken.toml"])
        .assert()
        .code(1)
        .stdout(starts_with("docking.toml: sound, 3 variants\n"))
        .stderr(
            contains("`rate` must be above 0 and at most 1")
                .and(contains("`tolerance`"))
                .and(contains("did you mean `pakistan`?"))
                .and(contains("1 of 2 scenarios at fault")),
        );
    winset(dir.path()).args(["check", "docking.toml"]).assert().success();
}

#[test]
fn check_says_what_it_read() {
    let dir = TempDir::new().unwrap();
    winset(dir.path()).args(["new", "body", "--template", "table"]).assert().success();
    winset(dir.path()).args(["check", "body.toml"]).assert().success().stdout(
        contains("body.toml: sound, 3 variants\n")
            .and(contains("5 from council.csv: North, East, South, West, Newcomer\n"))
            .and(contains("votes 27 in all\n"))
            .and(contains("consensus: nobody of 4 objects\n"))
            .and(contains("majority: 18 of 27 votes in favour\n"))
            .and(contains("2,000 worlds of 3 variants")),
    );
    winset(dir.path()).args(["check", "--quiet", "body.toml"]).assert().success().stdout("");
    let set = ["check", "body.toml", "--set", "rule.kind=unanimity"];
    winset(dir.path()).args(set).assert().success().stdout(contains("unanimity: all 5 support"));
}

#[test]
fn check_answers_programs_too() {
    let dir = folder();
    let text = fs::read_to_string(dir.path().join("docking.toml")).unwrap();
    fs::write(dir.path().join("broken.toml"), text.replace("pressure = 0.3", "presure = 0.3")).unwrap();
    let output = winset(dir.path())
        .args(["check", "docking.toml", "broken.toml", "none.toml", "--format", "json"])
        .assert()
        .code(1)
        .get_output()
        .stdout
        .clone();
    let answer: serde_json::Value = serde_json::from_slice(&output).unwrap();
    let [sound, broken, none] = &answer.as_array().unwrap()[..] else { panic!("{answer}") };
    assert_eq!((&sound["sound"], &broken["sound"], &none["sound"]), (&true.into(), &false.into(), &false.into()));
    assert_eq!(sound["read"]["members"].as_array().unwrap().len(), 8);
    assert_eq!(sound["read"]["variants"][0]["requirements"][0]["requirement"], "consensus: nobody of 6 objects");
    let fault = &broken["faults"][0];
    assert_eq!((&fault["file"], &fault["line"], &fault["column"]), (&"broken.toml".into(), &72.into(), &1.into()));
    assert!(none["faults"][0]["message"].as_str().unwrap().contains("none.toml"));
}

#[test]
fn what_the_command_line_sets_wrongly_is_its_own_fault() {
    let dir = folder();
    fs::copy(dir.path().join("docking.toml"), dir.path().join("other.toml")).unwrap();
    let set = ["--set", "members.chnia.initiative=2"];
    winset(dir.path()).args(["check", "docking.toml"]).args(set).assert().code(2).stderr(contains("`china`"));
    winset(dir.path()).args(["check", "docking.toml", "other.toml"]).args(set).assert().code(2);
}

/// The names that `winset new --list` gives.
fn templates(dir: &Path) -> Vec<String> {
    let output = winset(dir).args(["new", "--list"]).assert().success().get_output().stdout.clone();
    let text = String::from_utf8(output).unwrap();
    text.lines().map(|line| line.split(' ').next().expect("a name").to_owned()).collect()
}

#[test]
fn every_template_is_sound_and_none_overwrites() {
    let dir = TempDir::new().unwrap();
    let names = templates(dir.path());
    assert!(names.len() > 12 && names.contains(&"power/eu27-lisbon".to_owned()), "{names:?}");
    for (index, template) in names.iter().map(String::as_str).chain(["sco", "textbook"]).enumerate() {
        let file = format!("studies {index}/scenario");
        winset(dir.path()).args(["new", &file, "--template", template]).assert().success();
        winset(dir.path()).args(["check", &format!("{file}.toml")]).assert().success();
    }
    winset(dir.path()).args(["new", "minimal.toml"]).assert().success();
    winset(dir.path()).args(["new", "minimal.toml"]).assert().code(1).stderr(contains("exists already"));
    let mistaken = ["new", "x", "--template", "mini"];
    winset(dir.path()).args(mistaken).assert().code(2).stderr(contains("similar value exists: 'minimal'"));
    winset(dir.path()).args(["run", "minimal.toml", "--replications", "20"]).assert().success();
}

#[test]
fn a_template_with_a_table_overwrites_neither() {
    let dir = TempDir::new().unwrap();
    fs::write(dir.path().join("council.csv"), "mine").unwrap();
    let new = ["new", "body", "--template", "table"];
    winset(dir.path()).args(new).assert().code(1).stderr(contains("`council.csv` exists already"));
    assert_eq!(names(dir.path()), ["council.csv"], "and nothing is written by halves");
    assert_eq!(fs::read_to_string(dir.path().join("council.csv")).unwrap(), "mine");
    winset(dir.path()).args(new).arg("--force").assert().success().stderr(contains("wrote body.toml and council.csv"));
}

#[test]
fn hints_can_be_pasted() {
    let dir = TempDir::new().unwrap();
    winset(dir.path())
        .args(["new", "my study"])
        .assert()
        .success()
        .stderr(contains("winset check 'my study.toml'\n").and(contains("winset run 'my study.toml'\n")));
    winset(dir.path()).args(["run", "my-study"]).assert().code(1).stderr(contains("did you mean: 'my study.toml'"));
    winset(dir.path()).args(["check", "."]).assert().code(1).stderr(contains("scenarios in it: './my study.toml'"));
    winset(dir.path())
        .args(["run", "studies/sco-enlargment.toml"])
        .assert()
        .code(1)
        .stderr(contains("winset new studies/sco-enlargement.toml --template sco-enlargement"));
    winset(dir.path())
        .args(["power", "zebra.toml"])
        .assert()
        .code(1)
        .stderr("error: there is no such file: zebra.toml\n");
    winset(dir.path()).arg("chekc").assert().code(2).stderr(contains("'check'"));
}

#[test]
fn colours_come_where_they_are_wanted() {
    let dir = folder();
    let escape = || contains("\u{1b}[");
    fs::write(dir.path().join("broken.toml"), "[spce]\n").unwrap();
    let check = |options: &[&str]| {
        let mut command = winset(dir.path());
        command.args(["check", "broken.toml"]).args(options).assert().code(1)
    };
    check(&[]).stderr(escape().not());
    check(&["--color", "never"]).stderr(escape().not());
    check(&["--color=always"]).stderr(escape());
    // What is wrong with the command line itself, and the help.
    winset(dir.path()).args(["--color=always", "runn"]).assert().code(2).stderr(escape());
    winset(dir.path()).args(["runn"]).assert().code(2).stderr(escape().not());
    winset(dir.path()).args(["run", "--help", "--color", "always"]).assert().success().stdout(escape());
    winset(dir.path()).args(["run", "--help"]).assert().success().stdout(escape().not());
}

#[test]
fn shells_complete_every_command_and_template() {
    let dir = TempDir::new().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = winset(dir.path()).args(["completions", shell]).assert().success().get_output().stdout.clone();
        let script = String::from_utf8(output).unwrap();
        for word in
            ["run", "check", "new", "power", "verify", "completions", "man", "--replications", "power/eu27-lisbon"]
        {
            let listed = script.contains(word.trim_start_matches('-'));
            // elvish and powershell complete no values.
            assert!(listed || (word.contains('/') && ["elvish", "powershell"].contains(&shell)), "{word} in {shell}");
        }
        if shell == "bash" {
            fs::write(dir.path().join("completions"), &script).unwrap();
            let read = std::process::Command::new("bash").arg("-n").arg(dir.path().join("completions")).status();
            assert!(read.map_or(true, |status| status.success()), "where there is a bash it reads it");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let dir = TempDir::new().unwrap();
    winset(dir.path()).args(["man", "--out", "man1"]).assert().success();
    let commands = [
        "check",
        "compare",
        "completions",
        "import",
        "man",
        "merge",
        "new",
        "power",
        "run",
        "schema",
        "score",
        "sensitivity",
        "sweep",
        "trace",
        "verify",
    ];
    let pages = commands.map(|name| format!("winset-{name}.1"));
    let pages: Vec<String> = pages.into_iter().chain(["winset.1".to_owned()]).collect();
    assert_eq!(names(&dir.path().join("man1")), pages);
    for page in pages {
        let text = fs::read_to_string(dir.path().join("man1").join(&page)).unwrap();
        assert!(text.contains(".SH EXAMPLES\n") && text.contains("\n  ") && text.contains(".SH OPTIONS\n"), "{page}");
    }
    let page = fs::read_to_string(dir.path().join("man1/winset-run.1")).unwrap();
    winset(dir.path()).args(["man", "run"]).assert().success().stdout(page);
    winset(dir.path()).args(["man"]).assert().success().stdout(contains(".SH \"EXIT STATUS\"\n"));
    winset(dir.path()).args(["man", "rnu"]).assert().code(2).stderr(contains("no command `rnu`"));
}

#[test]
fn a_run_that_will_take_long_is_told_before() {
    let dir = folder();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_winset"))
        .current_dir(dir.path())
        .args(["run", "docking.toml", "--replications", "20000000"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    let told: Vec<String> = lines.take(2).map(|line| line.expect("text")).collect();
    // Broken off at once: it is told before the first world is done.
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told[0].starts_with("this run will take about ") && told[0].contains("20,000,000 worlds"), "{told:?}");
    assert!(told[1].starts_with("  --replications "), "{told:?}");
}

#[test]
fn formats_of_the_output() {
    let dir = folder();
    let print = |format: &str| {
        let output = run(&dir, &["--no-plots", "--force", "--quiet", "--format", format]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&print("json")).unwrap();
    assert_eq!(json["variants"].as_array().unwrap().len(), 3);
    assert!(
        json["summary"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["metric"] == "pass_rate" && row["n"].as_u64() > Some(100))
    );
    let summary = fs::read_to_string(dir.path().join("results/docking/summary.csv")).unwrap();
    assert_eq!(print("csv"), summary);
    assert!(print("markdown").lines().any(|line| line.starts_with("| Passed") && line.ends_with('|')));
}

#[test]
fn power_prints_and_writes_its_table() {
    let dir = TempDir::new().unwrap();
    fs::copy(shipped("power/eec6-1958.toml"), dir.path().join("eec.toml")).unwrap();
    winset(dir.path())
        .args(["power", "eec.toml"])
        .assert()
        .success()
        .stdout(contains("14 of 64").and(contains("Luxembourg")));
    winset(dir.path()).args(["power", "eec.toml", "--out", "eec", "--format", "csv"]).assert().success();
    assert_eq!(names(&dir.path().join("eec")), ["manifest.json", "power.csv", "scenario.toml"]);
    winset(dir.path()).args(["power", "eec.toml", "--out", "eec"]).assert().code(1).stderr(contains("--force"));
}

/// The commit that is checked out where the tests come from, if git knows it.
fn checked_out() -> Option<String> {
    let git = |what: &str| {
        let git = std::process::Command::new("git")
            .args(["rev-parse", what])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output();
        let said = git.ok().filter(|git| git.status.success())?.stdout;
        Some(String::from_utf8(said).expect("text").trim().to_owned())
    };
    let tree = fs::canonicalize(git("--show-toplevel")?).ok()?;
    (tree == fs::canonicalize(env!("CARGO_MANIFEST_DIR")).ok()?).then(|| git("HEAD"))?
}

#[test]
fn the_version_says_what_was_built_where_it_is_asked() {
    let dir = folder();
    let version = |arguments: &[&str]| {
        let said = winset(dir.path()).args(arguments).assert().success().get_output().stdout.clone();
        String::from_utf8(said).expect("text")
    };
    let first = concat!("winset ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(version(&["--version"]), first);

    let all = version(&["--version", "--verbose"]);
    assert_eq!(all, version(&["--verbose", "--version"]));
    let lines: Vec<(&str, &str)> =
        all.strip_prefix(first).expect(&all).lines().filter_map(|line| line.split_once(": ")).collect();
    let [("commit", commit), ("profile", profile), ("target", target), ("compiler", compiler)] = lines[..] else {
        panic!("{all}");
    };
    let hash = commit.strip_suffix(", with changes").unwrap_or(commit);
    match checked_out() {
        Some(head) => assert_eq!(hash, head, "built before the last commit"),
        None => {
            assert!(hash == "unknown" || (hash.len() == 40 && hash.chars().all(|c| c.is_ascii_hexdigit())), "{all}")
        }
    }
    assert_eq!(profile, if cfg!(debug_assertions) { "debug" } else { "release" });
    assert!(target.starts_with(std::env::consts::ARCH) && compiler.starts_with("rustc 1."), "{all}");
    assert!(!all.contains(['/', '\\']), "a path of this machine: {all}");
}

#[test]
fn verbose_is_for_the_version_only() {
    let dir = folder();
    winset(dir.path()).args(["--verbose", "schema"]).assert().code(2).stdout("").stderr(contains("--version"));
}
