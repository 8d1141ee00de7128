//! The documentation names files that are there.

use std::collections::BTreeSet;
use std::path::Path;

/// What stands in back quotes and looks like a path of this repository.
fn paths(text: &str) -> BTreeSet<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let top = ["src/", "crates/", "tests/", "docs/", "scenarios/", "benches/", "fuzz/", ".ci/"];
    let names = quoted.filter(|name| top.iter().any(|folder| name.starts_with(folder)));
    names.filter(|name| !name.contains([' ', '*', '<', '\n'])).collect()
}

#[test]
fn every_path_in_the_documentation_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = ["architecture", "bodies", "mechanisms", "mutants", "releasing", "sensitivity", "validation"];
    let docs = docs.into_iter().map(|page| format!("docs/{page}.md"));
    for page in ["README.md", "CONTRIBUTING.md"].map(String::from).into_iter().chain(docs) {
        let text = std::fs::read_to_string(root.join(&page)).expect(&page);
        let gone: Vec<&str> = paths(&text).into_iter().filter(|path| !root.join(path).exists()).collect();
        assert!(gone.is_empty(), "{page} names {gone:?}");
    }
    let contributing = std::fs::read_to_string(root.join("CONTRIBUTING.md")).expect("a file");
    assert!(paths(&contributing).len() > 20, "paths are found");
}

#[test]
fn every_command_is_in_the_readme() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("a file");
    let help = std::process::Command::new(env!("CARGO_BIN_EXE_winset")).arg("--help").output().expect("help").stdout;
    let help = String::from_utf8(help).expect("text");
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("commands");
    let names: Vec<&str> = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty() && *name != "help").collect();
    assert!(names.len() >= 7, "{names:?}");
    for name in names {
        assert!(readme.contains(&format!("| `winset {name}")), "{name}");
    }
}
