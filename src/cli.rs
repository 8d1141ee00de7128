//! What can be typed. Parsing only; [`crate::main`] dispatches.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use winset::commands::{self, PowerOptions, RunOptions, VerifyOptions};
use winset::report::table::Style;

/// What happens to decisions when every member can say no, and the table grows?
#[derive(Debug, Parser)]
#[command(name = "winset", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate every variant of a scenario, print the table, write the result folder
    Run(Run),
    /// Read scenarios and report every fault, simulating nothing
    Check(Check),
    /// Write a commented scenario that runs as it is
    New(New),
    /// Say what the rule alone gives: power to act, prevent, initiate; Banzhaf; Shapley–Shubik
    Power(Power),
    /// Run the engine against results that are known in closed form or published
    Verify(Verify),
}

/// Options of `winset run`.
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario, a TOML file
    pub scenario: PathBuf,
    /// Result folder [default: results/<scenario file stem>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// How many worlds to simulate, instead of what the scenario says
    #[arg(long, value_name = "N")]
    pub replications: Option<u64>,
    /// What makes the worlds, instead of what the scenario says
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: 0.95, or what the scenario says]
    #[arg(long, value_name = "SHARE")]
    pub level: Option<f64>,
    /// Run this variant only; may be repeated. The first one of the file that runs is the baseline
    #[arg(long = "variant", value_name = "ID")]
    pub variants: Vec<String>,
    /// Set a field, the path as in the file: members.china.initiative=0.4; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// Threads [default: one a processor]; their number changes no bit of the result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Dimensions of the map of ideal points, across and up [default: the first two]
    #[arg(long, value_name = "DIM,DIM", value_delimiter = ',', num_args = 1..=2)]
    pub map: Vec<String>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write no figures
    #[arg(long)]
    pub no_plots: bool,
    /// Overwrite a result folder
    #[arg(long)]
    pub force: bool,
    /// No progress bar, no messages
    #[arg(long)]
    pub quiet: bool,
}

/// Options of `winset check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The scenarios
    #[arg(required = true)]
    pub scenarios: Vec<PathBuf>,
    /// Set a field before checking, as `winset run` does; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
}

/// Options of `winset new`.
#[derive(Debug, Args)]
pub struct New {
    /// Name of the scenario: NAME.toml is written, here or where the path says
    #[arg(required_unless_present = "list")]
    pub name: Option<PathBuf>,
    /// What to start from
    #[arg(long, default_value = "minimal")]
    pub template: String,
    /// Name the templates
    #[arg(long)]
    pub list: bool,
    /// Overwrite a file
    #[arg(long)]
    pub force: bool,
}

/// Options of `winset power`.
#[derive(Debug, Args)]
pub struct Power {
    /// The scenario, a TOML file
    pub scenario: PathBuf,
    /// Write power.csv into this folder
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// This variant only; may be repeated
    #[arg(long = "variant", value_name = "ID")]
    pub variants: Vec<String>,
    /// Set a field, the path as in the file: rule.kind=unanimity; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Overwrite a result folder
    #[arg(long)]
    pub force: bool,
}

/// Options of `winset verify`.
#[derive(Debug, Args)]
pub struct Verify {
    /// Checks, or built-in scenarios, by id [default: all]
    #[arg(value_name = "ID")]
    pub only: Vec<String>,
    /// Name the checks, by the scenario that they run
    #[arg(long)]
    pub list: bool,
    /// Print the built-in scenario of this id, or of this check, for `winset run`
    #[arg(long, value_name = "ID", conflicts_with_all = ["list", "only"])]
    pub show: Option<String>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// No progress bar
    #[arg(long)]
    pub quiet: bool,
}

/// Forms of the tables on standard output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for the terminal
    Text,
    /// A table for a manuscript
    Markdown,
    /// Every number, for programs
    Json,
    /// Every estimate, as in the result folder
    Csv,
}

impl From<Format> for commands::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => commands::Format::Table(Style::Text),
            Format::Markdown => commands::Format::Table(Style::Markdown),
            Format::Json => commands::Format::Json,
            Format::Csv => commands::Format::Csv,
        }
    }
}

impl From<Run> for RunOptions {
    fn from(run: Run) -> Self {
        RunOptions {
            scenario: run.scenario,
            out: run.out,
            replications: run.replications,
            seed: run.seed,
            level: run.level,
            variants: run.variants,
            sets: run.sets,
            threads: run.threads.map(usize::from),
            map: run.map,
            format: run.format.into(),
            plots: !run.no_plots,
            force: run.force,
            quiet: run.quiet,
        }
    }
}

impl From<Power> for PowerOptions {
    fn from(power: Power) -> Self {
        PowerOptions {
            scenario: power.scenario,
            out: power.out,
            variants: power.variants,
            sets: power.sets,
            format: power.format.into(),
            force: power.force,
        }
    }
}

impl From<Verify> for VerifyOptions {
    fn from(verify: Verify) -> Self {
        VerifyOptions {
            only: verify.only,
            list: verify.list,
            show: verify.show,
            format: verify.format.into(),
            quiet: verify.quiet,
        }
    }
}
