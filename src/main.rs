//! The winset command line: parse, dispatch, exit status.

mod cli;

use std::process::ExitCode;

use clap::Parser;
use cli::{Cli, Command};
use winset::commands;

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Run(options) => commands::run(&options.into()),
        Command::Check(options) => commands::check(&options.scenarios, &options.sets),
        Command::Power(options) => commands::power(&options.into()),
        Command::Verify(options) => commands::verify(&options.into()),
        Command::New(options) => commands::new(options.name.as_deref(), &options.template, options.list, options.force),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            commands::tell(&error.render());
            error.exit_code()
        }
    }
}
