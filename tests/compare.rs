//! Result folders side by side: paired where they can be, one number whatever folder it comes from, refused with the reason.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::shipped;

fn winset(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_winset")).args(arguments).current_dir(folder).output().unwrap()
}

/// Runs docking-basic without figures, into that folder.
fn run(folder: &Path, out: &str, options: &[&str]) {
    let scenario = shipped("docking-basic.toml");
    let mut arguments = vec!["run", scenario.to_str().unwrap(), "--no-plots", "--quiet", "--out", out];
    arguments.extend(if options.contains(&"--replications") { &[][..] } else { &["--replications", "300"] });
    arguments.extend(options);
    let output = winset(folder, &arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn compare(folder: &Path, options: &[&str]) -> Output {
    let mut arguments = vec!["compare", "--no-plots", "--out", "compared", "--force"];
    arguments.extend(options);
    winset(folder, &arguments)
}

fn compared(folder: &Path, options: &[&str]) -> Rows {
    let output = compare(folder, options);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    differences(&folder.join("compared"))
}

/// By variant, scope and metric: difference, standard error, interval and number, as they are written.
type Rows = BTreeMap<[String; 3], [String; 5]>;

fn differences(folder: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(folder.join("differences.csv")).unwrap();
    let rows = reader.records().map(Result::unwrap).filter(|row| !row[0].starts_with("period:"));
    rows.map(|row| ([1, 2, 3].map(|i| row[i].to_owned()), [4, 5, 6, 7, 8].map(|i| row[i].to_owned()))).collect()
}

fn of_variant(rows: &Rows, variant: &str) -> BTreeMap<[String; 2], [String; 5]> {
    let of = rows.iter().filter(|(key, _)| key[0] == variant);
    of.map(|([_, scope, metric], row)| ([scope.clone(), metric.clone()], row.clone())).collect()
}

#[test]
fn a_difference_is_the_same_number_from_one_folder_and_from_two() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "both", &["--variant", "before", "--variant", "after"]);
    run(dir.path(), "old", &["--variant", "before"]);
    run(dir.path(), "new", &["--variant", "after"]);
    let of_one = differences(&dir.path().join("both"));
    let of_two = compared(dir.path(), &["old", "new"]);
    assert!(of_one.len() > 100);
    assert_eq!(of_one, of_two);
    assert_eq!(of_one, compared(dir.path(), &["both"]));
    // What both have in common stands there once.
    assert_eq!(of_one, compared(dir.path(), &["both", "old", "new"]));
    let variants = fs::read_to_string(dir.path().join("compared/variants.csv")).unwrap();
    let lines: Vec<&str> = variants.lines().collect();
    assert_eq!(lines.len(), 5, "{variants}");
    assert!(lines.contains(&"before,both,before,2017,300,true") && lines.contains(&"before,old,before,2017,300,true"));
}

#[test]
fn another_baseline_turns_a_difference_round() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "both", &["--variant", "before", "--variant", "after"]);
    let there = of_variant(&differences(&dir.path().join("both")), "after");
    let back = of_variant(&compared(dir.path(), &["both", "--baseline", "after"]), "before");
    let number = |text: &String| text.parse::<f64>().unwrap();
    let keys: Vec<_> = there.keys().filter(|key| back.contains_key(*key)).collect();
    assert!(keys.len() > 100);
    for key in keys {
        let (a, b) = (&there[key], &back[key]);
        assert_eq!(number(&a[0]), -number(&b[0]), "{key:?}");
        assert!((number(&a[1]) - number(&b[1])).abs() <= 1e-12 * number(&a[1]), "{key:?}: {a:?} {b:?}");
    }
}

#[test]
fn a_setting_is_compared_in_the_same_worlds_and_what_differs_is_told() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "plain", &["--variant", "before"]);
    run(dir.path(), "patient", &["--variant", "before", "--set", "members.*.tolerance=0.4"]);
    let rows = compared(dir.path(), &["plain", "patient"]);
    let passed = &rows[&["patient/before".to_owned(), "all".to_owned(), "pass_rate".to_owned()]];
    let paired: f64 = passed[1].parse().unwrap();
    assert!(passed[0].parse::<f64>().unwrap() > 0.02, "tolerance helps: {passed:?}");
    let output = compare(dir.path(), &["plain", "patient"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("members.china.tolerance") && text.contains("paired by world"), "{text}");
    let fields = fs::read_to_string(dir.path().join("compared/scenarios.csv")).unwrap();
    assert!(
        fields.starts_with("field,plain,patient\n") && fields.contains("members.china.tolerance,,0.4\n"),
        "{fields}"
    );
    // In other worlds it is as sure as two independent estimates are.
    run(dir.path(), "elsewhere", &["--variant", "before", "--set", "members.*.tolerance=0.4", "--seed", "7"]);
    let output = compare(dir.path(), &["plain", "elsewhere"]);
    let (text, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(
        text.contains("in other worlds: not paired") && told.contains("the same --seed would pair them"),
        "{text}{told}"
    );
    let row = &differences(&dir.path().join("compared"))
        [&["elsewhere/before".to_owned(), "all".to_owned(), "pass_rate".to_owned()]];
    let error = |folder: &str| {
        let mut reader = csv::Reader::from_path(dir.path().join(folder).join("summary.csv")).unwrap();
        let mut rows = reader.records().map(Result::unwrap);
        let row = rows.find(|row| &row[1] == "all" && &row[2] == "pass_rate").unwrap();
        row[4].parse::<f64>().unwrap()
    };
    let independent = error("plain").hypot(error("elsewhere"));
    assert!((row[1].parse::<f64>().unwrap() / independent - 1.0).abs() < 1e-12);
    assert!(paired < 0.8 * independent, "{paired} {independent}");
}

#[test]
fn a_shorter_run_is_paired_as_far_as_it_goes() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "long", &["--variant", "before", "--replications", "600"]);
    run(dir.path(), "short", &["--variant", "after", "--replications", "200"]);
    let output = compare(dir.path(), &["long", "short"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("200 to 600 worlds"), "{text}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("paired as far as both have them"));
}

#[test]
fn bodies_of_different_spaces_are_compared_in_what_has_no_unit() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "docking", &["--variant", "before"]);
    let line = shipped("textbook-1d.toml");
    let arguments = ["run", line.to_str().unwrap(), "--no-plots", "--quiet", "--out", "line", "--replications", "100"];
    assert!(winset(dir.path(), &arguments).status.success());
    let output = compare(dir.path(), &["docking", "line"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stderr).contains("utility has other units"));
    let rows = differences(&dir.path().join("compared"));
    assert!(rows.keys().any(|key| key[2] == "pass_rate") && rows.keys().all(|key| key[2] != "depth"));
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let dir = TempDir::new().unwrap();
    run(dir.path(), "good", &["--variant", "before", "--replications", "20"]);
    let refused = |options: &[&str], code: i32, why: &str| {
        let output = compare(dir.path(), options);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{told}");
        assert!(told.contains(why), "{why}: {told}");
        assert!(!dir.path().join("compared").exists());
    };
    let copy = |name: &str| {
        let folder = dir.path().join(name);
        fs::create_dir(&folder).unwrap();
        for file in ["manifest.json", "scenario.toml", "totals.bin"] {
            fs::copy(dir.path().join("good").join(file), folder.join(file)).unwrap();
        }
        folder
    };
    refused(&["good", "nowhere"], 1, "`nowhere` is no folder");
    fs::create_dir(dir.path().join("empty")).unwrap();
    refused(&["good", "empty"], 1, "is not a result folder of `winset run`: it has no manifest.json");
    let changed = copy("changed");
    fs::write(changed.join("totals.bin"), b"something else").unwrap();
    refused(&["good", "changed"], 1, "totals.bin is not the file that manifest.json names");
    let edited = copy("edited");
    let text = fs::read_to_string(edited.join("scenario.toml")).unwrap();
    fs::write(edited.join("scenario.toml"), format!("{text}\n# a note\n")).unwrap();
    refused(&["good", "edited"], 1, "scenario.toml is not the file that manifest.json names");
    let earlier = copy("earlier");
    let manifest = fs::read_to_string(earlier.join("manifest.json")).unwrap();
    fs::write(earlier.join("manifest.json"), manifest.replace("totals.bin", "other.bin")).unwrap();
    refused(&["earlier"], 1, "an earlier version wrote it; run it again");
    refused(&["good", "--baseline", "befor"], 2, "did you mean `before`?");
    refused(&["good", "--level", "2"], 2, "--level: 2 is not from 0.5 to 0.9999");
}
