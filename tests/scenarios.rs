//! Every shipped scenario is sound, leaves no doubt, and runs.

use std::path::Path;
use std::process::{Command, Output};

use crate::shipped;

/// The studies among the shipped scenarios; the voting games are in a folder of their own and tested in `power`.
fn studies() -> Vec<String> {
    let entries = std::fs::read_dir(shipped("")).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"));
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    names
}

fn winset(arguments: &[&str], folder: &Path) -> Output {
    let winset = env!("CARGO_BIN_EXE_winset");
    Command::new(winset).args(arguments).current_dir(folder).output().expect("the program starts")
}

#[test]
fn every_shipped_scenario_is_sound_and_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let studies = studies();
    assert!(studies.len() >= 13, "{studies:?}");
    for name in studies {
        let scenario = shipped(&name);
        let scenario = scenario.to_str().expect("UTF-8");
        let checked = winset(&["check", scenario], folder.path());
        let said = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success() && !said.contains("warning"), "{name}: {said}");
        let out = folder.path().join(&name);
        let out = out.to_str().expect("UTF-8");
        let ran =
            winset(&["run", scenario, "--replications", "3", "--no-plots", "--quiet", "--out", out], folder.path());
        assert!(ran.status.success(), "{name}: {}", String::from_utf8_lossy(&ran.stderr));
        let summary = std::fs::read_to_string(Path::new(out).join("summary.csv")).expect("a table");
        assert!(summary.lines().count() > 20, "{name}");
        let mut cells = summary.split(['\n', ',']);
        assert!(cells.all(|cell| !["NaN", "inf", "-inf"].contains(&cell)), "{name}");
    }
}
