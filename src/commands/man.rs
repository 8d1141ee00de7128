use std::path::Path;
use std::{fs, io};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::CommandError;
use super::output::{print, tell};

/// Prints the manual page of one command of `program` (the whole command line), or of the program itself; or writes
/// all pages into a folder.
///
/// # Errors
/// If there is no such command, or the pages cannot be written.
pub fn man(mut program: Command, of: Option<&str>, out: Option<&Path>) -> Result<(), CommandError> {
    program.build();
    if let Some(folder) = out {
        return write_all(&program, folder);
    }
    let command = match of {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| no_command(&program, name))?,
    };
    print(&page(command))
}

fn no_command(program: &Command, name: &str) -> CommandError {
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    CommandError::Usage(format!("there is no command `{name}`; there are {}", names.join(", ")))
}

fn write_all(program: &Command, folder: &Path) -> Result<(), CommandError> {
    let failed =
        |path: &Path, error: io::Error| CommandError::Files(format!("cannot write `{}`: {error}", path.display()));
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let commands = program.get_subcommands().filter(|command| command.get_name() != "help");
    for command in std::iter::once(program).chain(commands) {
        let path = folder.join(Man::new(command.clone()).get_filename());
        fs::write(&path, page(command)).map_err(|error| failed(&path, error))?;
        tell(&format!("wrote {}\n", super::shell::quoted(&path)));
    }
    Ok(())
}

/// The page in roff.
fn page(command: &Command) -> String {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    let written = man
        .render_title(&mut page)
        .and_then(|()| man.render_name_section(&mut page))
        .and_then(|()| man.render_synopsis_section(&mut page))
        .and_then(|()| man.render_description_section(&mut page))
        .and_then(|()| man.render_options_section(&mut page))
        .and_then(|()| match command.has_subcommands() {
            true => man.render_subcommands_section(&mut page),
            false => Ok(()),
        })
        .and_then(|()| after_help(command).to_writer(&mut page));
    written.expect("memory can be written to");
    String::from_utf8_lossy(&page).into_owned()
}

/// What stands at the end of the help (examples, exit status), line by line: `Heading:` begins a section.
fn after_help(command: &Command) -> Roff {
    let mut roff = Roff::new();
    let text = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    for line in text.lines() {
        match line.strip_suffix(':').filter(|_| !line.starts_with(' ')) {
            Some(heading) => {
                roff.control("fi", []).control("SH", [heading.to_uppercase().as_str()]).control("nf", []);
            }
            None => {
                roff.text([roman(line)]);
            }
        }
    }
    roff
}
