//! The same bytes: on any number of threads, on a rerun, from a result's own scenario, and as they were.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use crate::shipped;

/// Every file below the folder but the manifest, which holds time and command, with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false if entry.ends_with("manifest.json") => {}
                false => files.push((entry.strip_prefix(folder).unwrap().to_owned(), fs::read(&entry).unwrap())),
            }
        }
    }
    files.sort();
    files
}

fn run(scenario: &Path, out: &Path, options: &[&str]) -> Vec<(PathBuf, Vec<u8>)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    command.arg("run").arg(scenario).arg("--out").arg(out).arg("--quiet").args(options);
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    contents(out)
}

#[test]
fn threads_reruns_and_the_folders_own_scenario_change_no_byte() {
    let dir = TempDir::new().unwrap();
    let scenario = shipped("docking-basic.toml");
    let at = |name: &str| dir.path().join(name);
    let few = ["--replications", "70", "--set", "run.feasibility=true"];
    let first = run(&scenario, &at("first"), &[&few[..], &["--threads", "1"]].concat());
    assert!(first.len() > 15);
    assert!(first == run(&scenario, &at("again"), &[&few[..], &["--threads", "3"]].concat()));
    assert!(first == run(&at("first").join("scenario.toml"), &at("own"), &[]));
}

/// The digest of a small run's tables. It changes only when the model, the draws or the estimators do: then the
/// changelog says so, since everybody's numbers change.
#[test]
fn numbers_are_those_of_this_version_on_every_platform() {
    let dir = TempDir::new().unwrap();
    let files = run(&shipped("sco-enlargement.toml"), &dir.path().join("out"), &["--replications", "40", "--no-plots"]);
    let mut hasher = Sha256::new();
    for (name, bytes) in &files {
        if name.extension().is_some_and(|extension| extension == "csv") {
            hasher.update(bytes);
        }
    }
    let digest: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(digest, "2e2cd79ed3e5179bf7e6085929d04169fe602848dc7f38a0b65b295c543960d8");
}
