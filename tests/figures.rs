//! The figures of a run as files: which ones, how wide, in which formats, and what they say about themselves.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

use crate::shipped;

/// A short run of the docking scenario.
fn run(dir: &Path, options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    let short = ["--replications", "10", "--out", "out", "--force"];
    command.current_dir(dir).arg("run").arg(shipped("docking-basic.toml")).args(short).args(options);
    command
}

/// The files of a run, by name.
fn plots(options: &[&str]) -> (TempDir, Vec<String>) {
    let dir = TempDir::new().expect("a temporary folder");
    run(dir.path(), options).assert().success();
    let entries = fs::read_dir(dir.path().join("out/plots")).into_iter().flatten();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    (dir, names)
}

fn plot(dir: &TempDir, name: &str) -> PathBuf {
    dir.path().join("out/plots").join(name)
}

#[test]
fn figures_are_chosen_by_name() {
    assert_eq!(plots(&["--figures", "map,endings"]).1, ["endings.png", "endings.svg", "map.png", "map.svg"]);
    assert!(plots(&["--figures", "none"]).1.is_empty());
    let dir = TempDir::new().unwrap();
    let refused = |options: &[&str], message: &str| {
        run(dir.path(), options).assert().code(2).stdout("").stderr(contains(message));
        assert!(!dir.path().join("out").exists());
    };
    refused(&["--figures", "mapp"], "there is no figure `mapp`; did you mean `map`?");
    refused(&["--figures", "x"], "there are: predictions, accuracy, issues, endings, differences");
    refused(&["--figures", "map,none"], "`none` stands alone");
    refused(&["--figures", ""], "there is no figure ``");
    let nothing = "no figure stalls: this run has nothing to show in it";
    run(dir.path(), &["--figures", "stalls"]).assert().success().stderr(contains(nothing));
}

#[test]
fn figures_are_as_wide_as_asked_for() {
    let (dir, _) = plots(&["--figures", "map,endings", "--width", "150"]);
    for name in ["map.svg", "endings.svg"] {
        let svg = fs::read_to_string(plot(&dir, name)).unwrap();
        let width = svg.split('"').nth(1).and_then(|width| width.strip_suffix("mm")?.parse::<f64>().ok()).unwrap();
        assert!((width - 150.0).abs() < 0.1, "{name}: {width}");
    }
    for width in ["59", "401", "NaN", "-85", "inf"] {
        let refused = run(dir.path(), &[&format!("--width={width}")]).assert().code(2);
        refused.stderr(contains("is not from 60 to 400 millimetres"));
    }
}

#[test]
fn titles_and_captions_that_are_not_drawn_are_in_a_file() {
    let (dir, names) = plots(&["--figures", "map,endings", "--no-titles"]);
    assert!(names.contains(&"captions.txt".to_owned()));
    let captions = fs::read_to_string(plot(&dir, "captions.txt")).unwrap();
    let firsts: Vec<_> = captions.split("\n\n").filter_map(|entry| entry.lines().next()).collect();
    assert_eq!(firsts, ["endings", "map"]);
    assert!(captions.contains("Pareto set: "));
    assert!(!fs::read_to_string(plot(&dir, "map.svg")).unwrap().contains("\nIdeal points"));
}

#[test]
fn pdfs_are_vectors_with_their_fonts_and_the_same_every_time() {
    let (dir, names) = plots(&["--figures", "map", "--pdf"]);
    assert_eq!(names, ["map.pdf", "map.png", "map.svg"]);
    let pdf = fs::read(plot(&dir, "map.pdf")).unwrap();
    let has = |part: &str| pdf.windows(part.len()).any(|bytes| bytes == part.as_bytes());
    assert!(pdf.starts_with(b"%PDF-") && has("NotoSans") && !has("/Subtype/Image") && !has("/Subtype /Image"));
    assert_eq!(fs::read(plot(&plots(&["--figures", "map", "--pdf"]).0, "map.pdf")).unwrap(), pdf);
}

#[test]
fn figures_name_the_scenario_of_their_folder() {
    let (dir, _) = plots(&["--figures", "endings"]);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(dir.path().join("out/manifest.json")).unwrap()).unwrap();
    let svg = fs::read_to_string(plot(&dir, "endings.svg")).unwrap();
    let version = format!("winset {}", env!("CARGO_PKG_VERSION"));
    let seed = format!("Seed: {}", manifest["seed"]);
    for part in [manifest["scenario_sha256"].as_str().unwrap(), &version, &seed, "Docking: six founders"] {
        assert!(svg.contains(part), "{part}");
    }
}

#[test]
fn labels_that_cannot_be_drawn_are_named() {
    let dir = TempDir::new().unwrap();
    let scenario = "
        [space]\ndimensions = [\"x\"]\n[areas.a]\nstatus_quo = { sd = 1.0 }\n
        [members.a]\nlabel = \"A \u{10fffd}\"\nideal = [0.0]\n[members.b]\nlabel = \"B\"\nideal = [1.0]\n";
    fs::write(dir.path().join("s.toml"), scenario).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    let run = ["run", "s.toml", "--replications", "5", "--out", "out", "--figures", "map"];
    let told = "no font of this system has every character of these labels";
    command.current_dir(dir.path()).args(run).assert().success().stderr(contains(told).and(contains("A \u{10fffd}\n")));
    let svg = fs::read_to_string(plot(&dir, "map.svg")).unwrap();
    assert!(svg.contains("A \u{10fffd}"), "SVG stays text");
}
