use clap::Command;
use clap_complete::Shell;

use super::CommandError;
use super::output::print;

/// Prints what makes `shell` complete the commands and options of `command`, the whole command line.
///
/// # Errors
/// If standard output cannot be written to.
pub fn completions(mut command: Command, shell: Shell) -> Result<(), CommandError> {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    print(&String::from_utf8_lossy(&script))
}
