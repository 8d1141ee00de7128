//! The winset command line: parse, dispatch, exit status.

mod cli;

use std::process::ExitCode;

use clap::CommandFactory;
use cli::{Cli, Command};
use winset::commands::{self, CommandError};

fn main() -> ExitCode {
    let Cli { command, color } = Cli::read();
    commands::colour(color);
    match dispatch(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::tell(&error.render());
            error.exit_code()
        }
    }
}

fn dispatch(command: Command) -> Result<(), CommandError> {
    match command {
        Command::Run(options) => commands::run(&options.into()),
        Command::Compare(options) => commands::compare(&options.into()),
        Command::Merge(options) => commands::merge(&options.into()),
        Command::Import(options) => commands::import(&options.into()),
        Command::Score(options) => commands::score(&options.into()),
        Command::Check(options) => commands::check(&options.into()),
        Command::Sweep(options) => commands::sweep(&options.into()),
        Command::Sensitivity(options) => commands::sensitivity(&options.into()),
        Command::Power(options) => commands::power(&options.into()),
        Command::Trace(options) => commands::trace(&options.into()),
        Command::Verify(options) => commands::verify(&options.into()),
        Command::New(options) => match options.name.filter(|_| !options.list) {
            Some(name) => commands::new(&name, options.template, options.force),
            None => commands::list_templates(),
        },
        Command::Schema => commands::schema(),
        Command::Completions(options) => commands::completions(Cli::command(), options.shell),
        Command::Man(options) => commands::man(Cli::command(), options.command.as_deref(), options.out.as_deref()),
    }
}
