//! What can be typed. Parsing only; [`crate::main`] dispatches.

mod colour;
mod examples;
#[cfg(test)]
mod tests;
mod version;

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use winset::commands::{
    self, CheckOptions, ClusterOptions, CompareOptions, FigureOptions, ImportOptions, MergeOptions, PowerOptions,
    Precision, RunOptions, ScoreOptions, SensitivityOptions, Shard, SweepOptions, TEMPLATES, Template, TraceOptions,
    VerifyOptions,
};
use winset::engine::Ending;
use winset::experiment::Metric;
use winset::report::table::Style;
use winset::scenario::import;

/// What happens to decisions when every member can say no, and the table grows?
#[derive(Debug, Parser)]
#[command(name = "winset", version, about, max_term_width = 100, after_help = examples::program(), arg = version::verbose())]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Colours in messages: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN", display_order = 900)]
    pub color: ColorChoice,
}

impl Cli {
    /// Reads the command line, or ends the program with what is wrong with it, or with the help that it asks for.
    pub fn read() -> Cli {
        // Help and errors of the command line have colours too, so this option is looked for first.
        let command =
            Cli::command().color(colour::asked(std::env::args_os())).version(version::asked(std::env::args_os()));
        let read = command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
        read.unwrap_or_else(|error| refuse(&error))
    }
}

/// Ends the program with what is wrong with the command line. What was typed there may not command the terminal.
fn refuse(error: &clap::Error) -> ! {
    let typed = std::env::args_os().any(|argument| argument.to_string_lossy().contains(winset::scenario::unprintable));
    if !typed {
        error.exit();
    }
    commands::tell(&winset::scenario::printable(&error.render().to_string()));
    std::process::exit(error.exit_code());
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Simulate every variant of a scenario, print the table, write the result folder
    #[command(after_help = examples::listed(examples::RUN))]
    Run(Run),
    /// Lay result folders side by side: what differs in the scenarios, one table with differences, figures of all
    #[command(after_help = examples::listed(examples::COMPARE))]
    Compare(Compare),
    /// Make a scenario with tables of issues and positions of a file that you have
    #[command(after_help = examples::listed(examples::IMPORT))]
    Import(Import),
    /// Join the parts of a run, as --shard makes them, into the result of the whole
    #[command(after_help = examples::listed(examples::MERGE))]
    Merge(Merge),
    /// Hold the estimates of a run against what was observed: z, mean absolute errors, baselines
    #[command(after_help = examples::listed(examples::SCORE))]
    Score(Score),
    /// Run a scenario at every point of a grid or sample of its fields: one long table, curves or heat maps
    #[command(after_help = examples::listed(examples::SWEEP))]
    Sweep(Sweep),
    /// Read scenarios: report every fault and doubt, say what was read and what a run costs; simulate nothing
    #[command(after_help = examples::listed(examples::CHECK))]
    Check(Check),
    /// Write a commented scenario that runs as it is
    #[command(after_help = examples::listed(examples::NEW))]
    New(New),
    /// Vary what is assumed: how far results move, what moves them, and where a difference keeps its sign
    #[command(after_help = examples::listed(examples::SENSITIVITY))]
    Sensitivity(Sensitivity),
    /// Say what the rule alone gives: power to act, prevent, initiate; Banzhaf; Shapley–Shubik
    #[command(after_help = examples::listed(examples::POWER))]
    Power(Power),
    /// Tell one proposal's story, poll by poll, and draw the texts that would have passed
    #[command(after_help = examples::listed(examples::TRACE))]
    Trace(Trace),
    /// Run the engine against results that are known in closed form or published
    #[command(after_help = examples::listed(examples::VERIFY))]
    Verify(Verify),
    /// Print the scenario format as JSON Schema, for completion in editors
    #[command(after_help = examples::listed(examples::SCHEMA))]
    Schema,
    /// Print what makes a shell complete commands and options
    #[command(after_help = examples::listed(examples::COMPLETIONS))]
    Completions(Completions),
    /// Print the manual page of winset or of a command, or write all of them
    #[command(after_help = examples::listed(examples::MAN))]
    Man(Man),
}

/// Seconds between two checkpoints.
const EVERY: u64 = 60;

/// Half the width of an interval.
fn half_width(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|x: &f64| x.is_finite() && *x > 0.0);
    number.ok_or_else(|| "a number above 0, in the metric's unit: 0.01 is one percentage point".to_owned())
}

/// A metric that has an interval over all proposals.
fn metric(text: &str) -> Result<Metric, String> {
    let told = |metric: &Metric| metric.is_ratio_of_all();
    Metric::ALL.into_iter().filter(told).find(|metric| metric.name() == text).ok_or_else(|| {
        let names: Vec<&str> = Metric::ALL.iter().filter(|metric| told(metric)).map(|metric| metric.name()).collect();
        format!("there are {}", names.join(", "))
    })
}

/// Headings of the options of `winset run`.
const WORLDS: &str = "What is simulated";
const RESULT: &str = "What is printed and written";
const FIGURES: &str = "Figures";
const CLUSTER: &str = "On a cluster";

/// Options of `winset run`.
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario, a TOML file
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Result folder [default: results/<scenario file stem>]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// How many worlds to simulate, instead of what the scenario says
    #[arg(long, value_name = "N", help_heading = WORLDS)]
    pub replications: Option<u64>,
    /// What makes the worlds, instead of what the scenario says
    #[arg(long, value_name = "S", help_heading = WORLDS)]
    pub seed: Option<u64>,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: 0.95, or what the scenario says]
    #[arg(long, value_name = "SHARE", help_heading = RESULT)]
    pub level: Option<f64>,
    /// Run this variant only; may be repeated. The first one of the file that runs is the baseline
    #[arg(long = "variant", value_name = "ID", help_heading = WORLDS)]
    pub variants: Vec<String>,
    /// Set a field, the path as in the file: members.china.initiative=0.4; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE", help_heading = WORLDS)]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
    /// Threads [default: one a processor]; their number changes no bit of the result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = WORLDS)]
    pub threads: Option<u16>,
    /// Hold the estimates against a table of observations, as `winset score` does; they come first in the report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = RESULT)]
    pub against: Option<PathBuf>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    /// Write proposals.parquet, too: a row a proposal
    #[arg(long, conflicts_with = "on", help_heading = RESULT)]
    pub records: bool,
    /// Write worlds.csv, too: a row a world, variant and metric
    #[arg(long, conflicts_with = "on", help_heading = RESULT)]
    pub worlds: bool,
    /// Write the tables as sheets of results.xlsx, too
    #[arg(long, help_heading = RESULT)]
    pub xlsx: bool,
    #[command(flatten)]
    pub figures: Figures,
    /// Run more worlds until half the width of every variant's interval is below X, such as 0.01; --replications is then
    /// the most that run [default: 10000000]
    #[arg(long, value_name = "X", value_parser = half_width, conflicts_with_all = ["shard", "checkpoint", "resume", "records", "worlds", "on"], help_heading = WORLDS)]
    pub precision: Option<f64>,
    /// Of what --precision speaks: a metric of all proposals
    #[arg(long, value_name = "METRIC", value_parser = metric, default_value = "pass_rate", requires = "precision", help_heading = WORLDS)]
    pub precision_metric: Metric,
    /// Run a part of the worlds only, such as 3/8, into a folder of its own; winset merge joins the parts
    #[arg(long, value_name = "I/N", conflicts_with_all = ["records", "worlds", "xlsx", "against", "format", "figures", "map", "width", "pdf", "no_titles", "on"], help_heading = WORLDS)]
    pub shard: Option<Shard>,
    /// Write down now and then, every minute or so many SECONDS, what is done, so that --resume can go on after a break
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, require_equals = true, default_missing_value = "60", conflicts_with_all = ["records", "worlds", "on"], help_heading = WORLDS)]
    pub checkpoint: Option<u64>,
    /// Go on with what a run that was broken off has written down, of all worlds or of the --shard; implies --checkpoint
    #[arg(long, conflicts_with_all = ["records", "worlds", "on"], help_heading = WORLDS)]
    pub resume: bool,
    #[command(flatten)]
    pub cluster: Cluster,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No progress bar, no messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Schedulers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Scheduler {
    /// sbatch, squeue, scancel
    Slurm,
}

/// How the points of a sweep or of assumptions are shared out by hand.
#[derive(Debug, Args)]
pub struct PartOfPoints {
    /// Run a part of the points only, such as 3/8, and keep them beside the result; --merge then makes the result of all
    #[arg(long, value_name = "I/N", conflicts_with_all = ["on", "format", "width", "pdf", "no_titles", "no_plots"], help_heading = WORLDS)]
    pub shard: Option<Shard>,
    /// Make the result of the points that all parts have kept, and run none
    #[arg(long, conflicts_with_all = ["shard", "on"], help_heading = WORLDS)]
    pub merge: bool,
}

/// Options about jobs of a cluster.
#[derive(Debug, Args)]
pub struct Cluster {
    /// Have a cluster run it as --shards jobs, and follow them to the result; the disk is one that all its machines share
    #[arg(long, value_enum, value_name = "SCHEDULER", requires = "shards", help_heading = CLUSTER)]
    pub on: Option<Scheduler>,
    /// How many parts there are
    #[arg(long, value_name = "N", requires = "on", value_parser = clap::value_parser!(u64).range(1..=Shard::MOST), help_heading = CLUSTER)]
    pub shards: Option<u64>,
    /// Where the jobs run
    #[arg(long, value_name = "NAME", requires = "on", help_heading = CLUSTER)]
    pub partition: Option<String>,
    /// How long a job may take, as sbatch takes it: 30 (minutes), 4:00:00, 2-0
    #[arg(long, value_name = "TIME", requires = "on", help_heading = CLUSTER)]
    pub time: Option<String>,
    /// To whose account the jobs go
    #[arg(long, value_name = "NAME", requires = "on", help_heading = CLUSTER)]
    pub account: Option<String>,
    /// Tell sbatch something else, such as --sbatch=--mem=8G; may be repeated
    #[arg(long, value_name = "OPTION", requires = "on", allow_hyphen_values = true, help_heading = CLUSTER)]
    pub sbatch: Vec<String>,
    /// Print the scripts and submit nothing
    #[arg(long, requires = "on", help_heading = CLUSTER)]
    pub dry_run: bool,
}

impl From<Cluster> for Option<ClusterOptions> {
    fn from(cluster: Cluster) -> Self {
        let Cluster { on, shards, partition, time, account, sbatch, dry_run } = cluster;
        let on = on.map(|Scheduler::Slurm| commands::Scheduler::Slurm)?;
        Some(ClusterOptions { on, shards: shards?, partition, time, account, sbatch, dry_run })
    }
}

/// Where files may be read from.
#[derive(Debug, Args)]
pub struct Allow {
    /// Let the scenario name files in this folder or below it, too; may be repeated
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub allow: Vec<PathBuf>,
}

/// Options about the form of figures.
#[derive(Debug, Args)]
pub struct Pictures {
    /// Width of every figure in millimetres, 60 to 400 [default: a column of a journal, 85, or two, 170]
    #[arg(long, value_name = "MM", help_heading = FIGURES)]
    pub width: Option<f64>,
    /// Write each figure as PDF, too
    #[arg(long, help_heading = FIGURES)]
    pub pdf: bool,
    /// Draw no titles and captions; plots/captions.txt has them
    #[arg(long, help_heading = FIGURES)]
    pub no_titles: bool,
    /// Write no figures
    #[arg(long, help_heading = FIGURES)]
    pub no_plots: bool,
}

impl From<Pictures> for FigureOptions {
    fn from(pictures: Pictures) -> Self {
        FigureOptions {
            only: if pictures.no_plots { vec!["none".to_owned()] } else { Vec::new() },
            map: Vec::new(),
            width: pictures.width,
            pdf: pictures.pdf,
            no_titles: pictures.no_titles,
        }
    }
}

/// Options about figures.
#[derive(Debug, Args)]
pub struct Figures {
    /// Dimensions of the map of ideal points, across and up [default: the first two]
    #[arg(long, value_name = "DIM,DIM", value_delimiter = ',', num_args = 1..=2, help_heading = FIGURES)]
    pub map: Vec<String>,
    /// Figures to draw, by name, such as endings,map; or none [default: all]
    #[arg(long, value_name = "LIST", value_delimiter = ',', num_args = 1, conflicts_with = "no_plots", help_heading = FIGURES)]
    pub figures: Vec<String>,
    #[command(flatten)]
    pub pictures: Pictures,
}

impl From<Figures> for FigureOptions {
    fn from(figures: Figures) -> Self {
        let form = FigureOptions::from(figures.pictures);
        let only = if figures.figures.is_empty() { form.only } else { figures.figures };
        FigureOptions { only, map: figures.map, ..form }
    }
}

/// Options of `winset compare`.
#[derive(Debug, Args)]
pub struct Compare {
    /// Result folders of `winset run`
    #[arg(required = true, value_name = "RESULT", value_hint = ValueHint::DirPath)]
    pub results: Vec<PathBuf>,
    /// The variant with which all others are compared [default: the first one of the first folder]
    #[arg(long, value_name = "ID", help_heading = RESULT)]
    pub baseline: Option<String>,
    /// This variant only; may be repeated. Of several with one id: FOLDER/ID
    #[arg(long = "variant", value_name = "ID", help_heading = RESULT)]
    pub variants: Vec<String>,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: what the first folder says]
    #[arg(long, value_name = "SHARE", help_heading = RESULT)]
    pub level: Option<f64>,
    /// Folder of the comparison [default: results/compare-<names of the folders>]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// What is printed on standard output; csv is the differences
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    #[command(flatten)]
    pub figures: Figures,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Options of `winset merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// Folders of all parts, in any order
    #[arg(required = true, value_name = "PART", value_hint = ValueHint::DirPath)]
    pub parts: Vec<PathBuf>,
    /// Result folder [default: the parts' name without -I-of-N]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// Hold the estimates against a table of observations; they come first in the report
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = RESULT)]
    pub against: Option<PathBuf>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    /// Write the tables as sheets of results.xlsx, too
    #[arg(long, help_heading = RESULT)]
    pub xlsx: bool,
    #[command(flatten)]
    pub figures: Figures,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Formats that are imported.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ImportFormat {
    /// Decisions of the EU: one row an issue, columns pXX and sXX by actor, rp, out
    Deu,
    /// KTAB's spatial model: CSV with two heading lines, or XML
    Ktab,
    /// Rows that begin with #A, #P, #M, #D
    Decide,
    /// Bueno de Mesquita's model: actor, capability, position, salience on one issue
    Bdm,
}

/// Heading of what a file may not say.
const UNSAID: &str = "What the file does not say";

/// Options of `winset import`.
#[derive(Debug, Args)]
pub struct Import {
    /// The file: CSV, .xlsx, .ods, or XML of KTAB
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// What it is
    #[arg(long, value_enum)]
    pub format: ImportFormat,
    /// Folder of the scenario and its tables
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: PathBuf,
    /// Where policy lies on issues of which the file does not say it: low, high, unknown or a number
    #[arg(long, value_name = "WHERE", help_heading = UNSAID, allow_hyphen_values = true)]
    pub status_quo: Option<String>,
    /// When a proposal is adopted: consensus, unanimity or majority:SHARE
    #[arg(long, value_name = "RULE", help_heading = UNSAID)]
    pub rule: Option<String>,
    /// Who tables: an actor, or secretariat [default: drawn among those with a stake]
    #[arg(long, value_name = "WHO", help_heading = UNSAID)]
    pub sponsor: Option<String>,
    /// The ends of scales of which the file does not say them
    #[arg(long, value_name = "LOW:HIGH", help_heading = UNSAID, allow_hyphen_values = true)]
    pub scale: Option<String>,
    /// Overwrite files
    #[arg(long)]
    pub force: bool,
}

/// Options of `winset score`.
#[derive(Debug, Args)]
pub struct Score {
    /// A result folder of `winset run`
    #[arg(value_name = "RESULT", value_hint = ValueHint::DirPath)]
    pub result: PathBuf,
    /// A table of observations: variant, scope, metric, value, se; if you like baseline, source
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub against: PathBuf,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: what the folder says]
    #[arg(long, value_name = "SHARE", help_heading = RESULT)]
    pub level: Option<f64>,
    /// Folder of the scores [default: results/score-<name of the folder>]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// What is printed on standard output; csv is a row an observation
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    #[command(flatten)]
    pub pictures: Pictures,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Heading of the options of `winset sweep` about observations.
const OBSERVED: &str = "What is observed";

/// Options of `winset sweep`.
#[derive(Debug, Args)]
pub struct Sweep {
    /// The scenario, a TOML file
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Vary a field: PATH=LOW:HIGH:STEP, log:LOW:HIGH:COUNT or a,b,c; several make a grid
    #[arg(long, value_name = "PATH=VALUES", help_heading = WORLDS)]
    pub vary: Vec<String>,
    /// Run this one of the scenario's [sweeps]; what else is given here has the last word
    #[arg(long, value_name = "ID", help_heading = WORLDS)]
    pub name: Option<String>,
    /// Points spread over the box instead of the grid: lhs:N, a Latin hypercube, or sobol:N, a Sobol sequence
    #[arg(long, value_name = "HOW:N", help_heading = WORLDS)]
    pub sample: Option<String>,
    /// How many worlds to simulate at every point, instead of what the scenario says
    #[arg(long, value_name = "N", help_heading = WORLDS)]
    pub replications: Option<u64>,
    /// What makes the worlds, the same at every point, instead of what the scenario says
    #[arg(long, value_name = "S", help_heading = WORLDS)]
    pub seed: Option<u64>,
    /// Run this variant only; may be repeated. The first one of the file that runs is the baseline
    #[arg(long = "variant", value_name = "ID", help_heading = WORLDS)]
    pub variants: Vec<String>,
    /// Set a field at every point, the path as in the file; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE", help_heading = WORLDS)]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
    /// Threads [default: one a processor]; their number changes no bit of the result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = WORLDS)]
    pub threads: Option<u16>,
    #[command(flatten)]
    pub part: PartOfPoints,
    #[command(flatten)]
    pub cluster: Cluster,
    /// Hold every point against observations: a table with variant, scope, metric, value, se, source
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = OBSERVED)]
    pub against: Option<PathBuf>,
    /// How far the model may be off even where it is right, as a standard deviation [default: 0]
    #[arg(long, value_name = "SD", help_heading = OBSERVED)]
    pub discrepancy: Option<f64>,
    /// Implausibility from which on a point is ruled out [default: 3]
    #[arg(long, value_name = "X", help_heading = OBSERVED)]
    pub cutoff: Option<f64>,
    /// Result folder [default: results/<scenario file stem>-<ID of the sweep, or sweep>]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: 0.95, or what the scenario says]
    #[arg(long, value_name = "SHARE", help_heading = RESULT)]
    pub level: Option<f64>,
    /// What is drawn and printed [default: pass_rate, or what the sweep says]; may be repeated
    #[arg(long = "metric", value_name = "NAME", help_heading = FIGURES)]
    pub metrics: Vec<String>,
    /// The value at which heat maps have a contour [default: 0.5 for shares]
    #[arg(long, value_name = "X", allow_negative_numbers = true, help_heading = FIGURES)]
    pub threshold: Option<f64>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    #[command(flatten)]
    pub pictures: Pictures,
    /// Overwrite a result folder; its points that are still the same do not run again
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No progress bar, no messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Options of `winset sensitivity`.
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// The scenario, a TOML file
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Assume that a field is between two numbers, besides the scenario's [assumptions], or instead of its range there;
    /// may be repeated
    #[arg(long, value_name = "PATH=LOW:HIGH", help_heading = WORLDS)]
    pub over: Vec<String>,
    /// Of the scenario's assumptions, vary this one only; may be repeated
    #[arg(long = "assumption", value_name = "ID", help_heading = WORLDS)]
    pub assumptions: Vec<String>,
    /// What is asked of the assumptions
    #[arg(long, value_enum, default_value_t = Method::Spread, help_heading = WORLDS)]
    pub method: Method,
    /// Points of the hypercube [default: 200], trajectories of morris [20], base points of sobol [256; a power of two]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=1_000_000), help_heading = WORLDS)]
    pub points: Option<u32>,
    /// Worlds at each point [default: what the scenario says, at most 200]
    #[arg(long, value_name = "N", help_heading = WORLDS)]
    pub replications: Option<u64>,
    /// What makes the worlds and the points, instead of what the scenario says
    #[arg(long, value_name = "S", help_heading = WORLDS)]
    pub seed: Option<u64>,
    /// Run this variant only; may be repeated. The first one of the file that runs is the baseline
    #[arg(long = "variant", value_name = "ID", help_heading = WORLDS)]
    pub variants: Vec<String>,
    /// Set a field, the path as in the file: members.china.initiative=0.4; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE", help_heading = WORLDS)]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
    /// Threads [default: one a processor]; their number changes no bit of the result
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = WORLDS)]
    pub threads: Option<u16>,
    #[command(flatten)]
    pub part: PartOfPoints,
    #[command(flatten)]
    pub cluster: Cluster,
    /// Result folder [default: results/<scenario file stem>-sensitivity]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// How often intervals are to contain the truth, from 0.5 to 0.9999 [default: 0.95, or what the scenario says]
    #[arg(long, value_name = "SHARE", help_heading = RESULT)]
    pub level: Option<f64>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Format::Text, help_heading = RESULT)]
    pub format: Format,
    #[command(flatten)]
    pub pictures: Pictures,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No progress bar, no messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Options of `winset trace`.
#[derive(Debug, Args)]
pub struct Trace {
    /// The scenario, a TOML file
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// The table at which it is told [default: the first variant]
    #[arg(long, value_name = "ID", help_heading = WORLDS)]
    pub variant: Option<String>,
    /// Another table, at which the same proposal is looked at [default: the first variant, or else the last]
    #[arg(long, value_name = "ID", help_heading = WORLDS)]
    pub compare: Option<String>,
    /// Number of the world, from 0 [default: the first one with such a proposal]
    #[arg(long, value_name = "R", help_heading = WORLDS)]
    pub replication: Option<u64>,
    /// Which proposal of the world, from 1 [default: the first one]
    #[arg(long, value_name = "N", conflicts_with = "ending", help_heading = WORLDS)]
    pub proposal: Option<usize>,
    /// The first proposal that ends so
    #[arg(long, value_parser = ending(), help_heading = WORLDS)]
    pub ending: Option<Ending>,
    /// What makes the worlds, instead of what the scenario says
    #[arg(long, value_name = "S", help_heading = WORLDS)]
    pub seed: Option<u64>,
    /// Set a field, the path as in the file: members.china.initiative=0.4; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE", help_heading = WORLDS)]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
    /// Write trace.txt, trace.json and the figure into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = RESULT)]
    pub out: Option<PathBuf>,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Telling::Text, help_heading = RESULT)]
    pub format: Telling,
    /// Dimensions of the figure, across and up [default: those in which the text means to move most]
    #[arg(long, value_name = "DIM,DIM", value_delimiter = ',', num_args = 1..=2, help_heading = FIGURES)]
    pub map: Vec<String>,
    #[command(flatten)]
    pub pictures: Pictures,
    /// Overwrite a result folder
    #[arg(long, help_heading = RESULT)]
    pub force: bool,
    /// No messages
    #[arg(long, help_heading = RESULT)]
    pub quiet: bool,
}

/// Options of `winset check`.
#[derive(Debug, Args)]
pub struct Check {
    /// The scenarios, TOML files
    #[arg(required = true, value_name = "SCENARIO", value_hint = ValueHint::FilePath)]
    pub scenarios: Vec<PathBuf>,
    /// Set a field before checking, as `winset run` does; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
    /// What is printed on standard output
    #[arg(long, value_enum, default_value_t = Telling::Text)]
    pub format: Telling,
    /// Print faults and doubts only
    #[arg(long)]
    pub quiet: bool,
}

/// Options of `winset new`.
#[derive(Debug, Args)]
pub struct New {
    /// Name of the scenario: NAME.toml is written, here or where the path says
    #[arg(required_unless_present = "list")]
    pub name: Option<PathBuf>,
    /// What to start from; --list names the templates
    #[arg(long, default_value = "minimal", value_parser = template(), hide_possible_values = true)]
    pub template: &'static Template,
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
    #[arg(value_hint = ValueHint::FilePath)]
    pub scenario: PathBuf,
    /// Write power.csv into this folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// This variant only; may be repeated
    #[arg(long = "variant", value_name = "ID")]
    pub variants: Vec<String>,
    /// Set a field, the path as in the file: rule.kind=unanimity; may be repeated
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub sets: Vec<String>,
    #[command(flatten)]
    pub allow: Allow,
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

/// Options of `winset completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Options of `winset man`.
#[derive(Debug, Args)]
pub struct Man {
    /// A command; without one, the page of winset itself
    pub command: Option<String>,
    /// Write every page into this folder instead
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "command")]
    pub out: Option<PathBuf>,
}

/// Reads the name of a template.
fn template() -> impl TypedValueParser<Value = &'static Template> {
    let named = |template: &Template| PossibleValue::new(template.name).aliases(template.aliases);
    let names = PossibleValuesParser::new(TEMPLATES.iter().map(named));
    names.map(|name| Template::named(&name).expect("a name that was just accepted"))
}

/// Reads the name of an ending.
fn ending() -> impl TypedValueParser<Value = Ending> {
    let names = PossibleValuesParser::new(Ending::ALL.map(Ending::name));
    names.map(|name| {
        Ending::ALL.into_iter().find(|ending| ending.name() == name).expect("a name that was just accepted")
    })
}

/// Forms of what is no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Telling {
    /// For people
    Text,
    /// For programs
    Json,
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
            allow: run.allow.allow,
            threads: run.threads.map(usize::from),
            against: run.against,
            format: run.format.into(),
            figures: run.figures.into(),
            records: run.records,
            worlds: run.worlds,
            xlsx: run.xlsx,
            shard: run.shard,
            checkpoint: run.checkpoint.or(run.resume.then_some(EVERY)),
            resume: run.resume,
            cluster: run.cluster.into(),
            precision: run.precision.map(|half_width| Precision { half_width, metric: run.precision_metric }),
            force: run.force,
            quiet: run.quiet,
        }
    }
}

impl From<Merge> for MergeOptions {
    fn from(merge: Merge) -> Self {
        MergeOptions {
            parts: merge.parts,
            out: merge.out,
            against: merge.against,
            format: merge.format.into(),
            figures: merge.figures.into(),
            xlsx: merge.xlsx,
            force: merge.force,
            quiet: merge.quiet,
        }
    }
}

impl From<Import> for ImportOptions {
    fn from(import: Import) -> Self {
        ImportOptions {
            file: import.file,
            format: match import.format {
                ImportFormat::Deu => (import::Format::Deu, "deu"),
                ImportFormat::Ktab => (import::Format::Ktab, "ktab"),
                ImportFormat::Decide => (import::Format::Decide, "decide"),
                ImportFormat::Bdm => (import::Format::Bdm, "bdm"),
            },
            out: import.out,
            status_quo: import.status_quo,
            rule: import.rule,
            sponsor: import.sponsor,
            scale: import.scale,
            force: import.force,
        }
    }
}

impl From<Score> for ScoreOptions {
    fn from(score: Score) -> Self {
        ScoreOptions {
            result: score.result,
            against: score.against,
            level: score.level,
            out: score.out,
            format: score.format.into(),
            figures: score.pictures.into(),
            force: score.force,
            quiet: score.quiet,
        }
    }
}

impl From<Compare> for CompareOptions {
    fn from(compare: Compare) -> Self {
        CompareOptions {
            results: compare.results,
            baseline: compare.baseline,
            variants: compare.variants,
            level: compare.level,
            out: compare.out,
            format: compare.format.into(),
            figures: compare.figures.into(),
            force: compare.force,
            quiet: compare.quiet,
        }
    }
}

/// What `winset sensitivity` can find.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// Bands of all results, signs of differences, rank correlations: a Latin hypercube
    Spread,
    /// Elementary effects: which assumptions can be forgotten, with few runs
    Morris,
    /// Sobol indices: whose the variance is; many runs
    Sobol,
}

impl From<Method> for winset::sensitivity::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Spread => Self::Spread,
            Method::Morris => Self::Morris,
            Method::Sobol => Self::Sobol,
        }
    }
}

impl From<Sweep> for SweepOptions {
    fn from(sweep: Sweep) -> Self {
        SweepOptions {
            scenario: sweep.scenario,
            name: sweep.name,
            vary: sweep.vary,
            sample: sweep.sample,
            metrics: sweep.metrics,
            threshold: sweep.threshold,
            against: sweep.against,
            discrepancy: sweep.discrepancy,
            cutoff: sweep.cutoff,
            out: sweep.out,
            replications: sweep.replications,
            seed: sweep.seed,
            level: sweep.level,
            variants: sweep.variants,
            sets: sweep.sets,
            allow: sweep.allow.allow,
            threads: sweep.threads.map(usize::from),
            shard: sweep.part.shard,
            merge: sweep.part.merge,
            cluster: sweep.cluster.into(),
            format: Some(sweep.format.into()),
            figures: sweep.pictures.into(),
            force: sweep.force,
            quiet: sweep.quiet,
        }
    }
}

impl From<Sensitivity> for SensitivityOptions {
    fn from(asked: Sensitivity) -> Self {
        SensitivityOptions {
            scenario: asked.scenario,
            over: asked.over,
            assumptions: asked.assumptions,
            method: asked.method.into(),
            points: asked.points.map(|points| points as usize),
            out: asked.out,
            replications: asked.replications,
            seed: asked.seed,
            level: asked.level,
            variants: asked.variants,
            sets: asked.sets,
            allow: asked.allow.allow,
            threads: asked.threads.map(usize::from),
            shard: asked.part.shard,
            merge: asked.part.merge,
            cluster: asked.cluster.into(),
            format: asked.format.into(),
            figures: asked.pictures.into(),
            force: asked.force,
            quiet: asked.quiet,
        }
    }
}

impl From<Trace> for TraceOptions {
    fn from(trace: Trace) -> Self {
        TraceOptions {
            scenario: trace.scenario,
            variant: trace.variant,
            compare: trace.compare,
            replication: trace.replication,
            proposal: trace.proposal,
            ending: trace.ending,
            seed: trace.seed,
            sets: trace.sets,
            allow: trace.allow.allow,
            out: trace.out,
            json: trace.format == Telling::Json,
            figures: FigureOptions { map: trace.map, ..trace.pictures.into() },
            force: trace.force,
            quiet: trace.quiet,
        }
    }
}

impl From<Check> for CheckOptions {
    fn from(check: Check) -> Self {
        CheckOptions {
            scenarios: check.scenarios,
            sets: check.sets,
            allow: check.allow.allow,
            json: check.format == Telling::Json,
            quiet: check.quiet,
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
            allow: power.allow.allow,
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
