//! What `--version` says, and `--version --verbose`.

use std::ffi::OsString;

use clap::{Arg, ArgAction};

const VERBOSE: &str = "verbose";

/// The version of the program.
pub const SHORT: &str = env!("CARGO_PKG_VERSION");

/// With it, of what the program was built and how, a line each.
const LONG: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\ncommit: ",
    env!("WINSET_COMMIT"),
    "\nprofile: ",
    env!("WINSET_PROFILE"),
    "\ntarget: ",
    env!("WINSET_TARGET"),
    "\ncompiler: ",
    env!("WINSET_COMPILER"),
);

/// The option that asks for all of it. It is looked for before the line is read, and has no other use.
pub fn verbose() -> Arg {
    let help = "With --version: the commit, profile, target and compiler of which this program was built, too";
    Arg::new(VERBOSE).long(VERBOSE).action(ArgAction::SetTrue).requires("version").display_order(901).help(help)
}

/// What is to be said if `arguments` ask for the version.
pub fn asked(arguments: impl IntoIterator<Item = OsString>) -> &'static str {
    if arguments.into_iter().any(|argument| argument == "--verbose") { LONG } else { SHORT }
}
