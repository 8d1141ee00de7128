//! What `winset --version --verbose` tells of the build: the commit, the profile, the target and the compiler. Nothing of it
//! reaches a result.

use std::env;
use std::path::Path;
use std::process::Command;

/// What a build depends on that git knows.
const BUILT: &[&str] = &["src", "crates", "scenarios", "Cargo.toml", "Cargo.lock", "build.rs"];

fn main() {
    let commit = packaged().or_else(checked_out).unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=WINSET_COMMIT={commit}");
    println!("cargo::rustc-env=WINSET_PROFILE={}", profile());
    println!("cargo::rustc-env=WINSET_TARGET={}", variable("TARGET"));
    println!("cargo::rustc-env=WINSET_COMPILER={}", output(&variable("RUSTC"), &["--version"]).unwrap_or_default());
}

fn variable(name: &str) -> String {
    env::var(name).unwrap_or_default()
}

/// The profile: `PROFILE` would tell of one that inherits whence it does. The folder of what is built is named after it, and
/// what this makes goes to its `build`.
fn profile() -> String {
    let out = variable("OUT_DIR");
    let build = Path::new(&out).ancestors().find(|folder| folder.ends_with("build"));
    let folder = build.and_then(Path::parent).and_then(Path::file_name);
    folder.map_or_else(|| variable("PROFILE"), |name| name.to_string_lossy().into_owned())
}

/// The commit of a package, which cargo writes into it.
fn packaged() -> Option<String> {
    let file = ".cargo_vcs_info.json";
    let text = std::fs::read_to_string(file).ok()?;
    println!("cargo::rerun-if-changed={file}");
    let after = text.split_once("\"sha1\"")?.1;
    let commit: String =
        after.chars().skip_while(|c| !c.is_ascii_hexdigit()).take_while(char::is_ascii_hexdigit).collect();
    (commit.len() >= 40).then(|| told(commit, text.contains("\"dirty\": true")))
}

/// The commit of a working tree, if git is there and the tree is winset's own and not that of somebody who unpacked winset in it.
fn checked_out() -> Option<String> {
    let root = Path::new(".").canonicalize().ok()?;
    let tree = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&tree).canonicalize().ok()? != root {
        return None;
    }
    BUILT.iter().for_each(|path| println!("cargo::rerun-if-changed={path}"));
    // A branch moves in its own file or, packed, in a common one.
    let branch = git(&["rev-parse", "--symbolic-full-name", "HEAD"])?;
    for name in ["HEAD", "packed-refs", &branch] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let changed = git(&[&["status", "--porcelain", "--"], BUILT].concat())?;
    Some(told(git(&["rev-parse", "HEAD"])?, !changed.is_empty()))
}

fn told(commit: String, changed: bool) -> String {
    if changed { commit + ", with changes" } else { commit }
}

fn git(arguments: &[&str]) -> Option<String> {
    output("git", &[&["--no-optional-locks"], arguments].concat())
}

/// What a command prints, if it is there and succeeds.
fn output(command: &str, arguments: &[&str]) -> Option<String> {
    let done = Command::new(command).args(arguments).output().ok().filter(|done| done.status.success())?;
    Some(String::from_utf8(done.stdout).ok()?.trim().to_owned())
}
