use std::path::{Path, PathBuf};
use std::time::Instant;

use super::checkpoint::Checkpoint;
use super::cluster::{self, ClusterOptions};
use super::figures::FigureOptions;
use super::folder::ResultFolder;
use super::handed::Files;
use super::precision::{self, Precision};
use super::presentation::{Format, Presentation};
use super::progress::Progress;
use super::shard::{self, Shard};
use super::{CommandError, interrupt, long, output};
use crate::experiment::{self, Interrupted, Portion, Sink, Study, Watch};
use crate::scenario::{Document, Options, Scenario};

/// What `winset run` is asked for.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// Result folder; `results/<file stem>` where it is not given.
    pub out: Option<PathBuf>,
    /// Replaces `run.replications`.
    pub replications: Option<u64>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.level`.
    pub level: Option<f64>,
    /// Variants to keep; all where it is empty.
    pub variants: Vec<String>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// Folders that tables and bases of scenarios may lie in, besides the scenario's own.
    pub allow: Vec<PathBuf>,
    /// Threads; one a processor where it is not given.
    pub threads: Option<usize>,
    /// A table of observations that the estimates are held against.
    pub against: Option<PathBuf>,
    /// What is printed.
    pub format: Format,
    /// What is asked about the figures.
    pub figures: FigureOptions,
    /// Whether `proposals.parquet` is written: a row a proposal.
    pub records: bool,
    /// Whether `worlds.csv` is written: a row a world, variant and metric.
    pub worlds: bool,
    /// Whether the tables are written as `results.xlsx`, too.
    pub xlsx: bool,
    /// The part of the worlds that runs; all where it is not given.
    pub shard: Option<Shard>,
    /// How often, in seconds, what is done is written down, so that it is not lost.
    pub checkpoint: Option<u64>,
    /// Whether a run that was broken off is gone on with.
    pub resume: bool,
    /// What cluster runs it; this machine where it is not given.
    pub cluster: Option<ClusterOptions>,
    /// Until when more worlds run.
    pub precision: Option<Precision>,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No progress, no messages.
    pub quiet: bool,
}

impl RunOptions {
    /// The result folder.
    pub(super) fn folder(&self) -> PathBuf {
        let name = || {
            let stem = self.scenario.file_stem().unwrap_or_default().to_owned();
            self.shard.iter().fold(stem, |mut name, shard| {
                name.push(shard.suffix());
                name
            })
        };
        self.out.clone().unwrap_or_else(|| Path::new("results").join(name()))
    }

    /// The scenario with what the command line changes, as it is written and as it runs. What is doubtful about it is told.
    ///
    /// # Errors
    /// If it is at fault.
    pub(super) fn read(&self) -> Result<(Document, Scenario), CommandError> {
        let overrides = super::overrides(&self.sets)?;
        let read = Options {
            overrides: &overrides,
            variants: &self.variants,
            replications: self.precision.as_ref().map(|_| precision::first(self.replications)).or(self.replications),
            seed: self.seed,
            level: self.level,
            allow: &self.allow,
        };
        let document = super::load::document(&self.scenario, &self.allow)?.settled(&read);
        let scenario = document.compile()?;
        super::load::warn(&scenario.warnings);
        Ok((document, scenario))
    }

    /// The threads that are asked for.
    ///
    /// # Errors
    /// If the system does not give them.
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool, CommandError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0)).build();
        pool.map_err(|error| CommandError::Usage(format!("cannot start that many threads: {error}")))
    }

    pub(super) fn presentation(&self) -> Presentation<'_> {
        Presentation {
            against: self.against.as_deref(),
            format: self.format,
            figures: &self.figures,
            xlsx: self.xlsx,
            quiet: self.quiet,
        }
    }
}

/// Simulates every variant, prints the table and writes the result folder; or a part of the worlds, into the folder of that
/// part.
///
/// # Errors
/// If the scenario or the command line is at fault, the folder may not be written, or the user stops it.
pub fn run(options: &RunOptions) -> Result<(), CommandError> {
    if let Some(cluster) = &options.cluster {
        return cluster::run(options, cluster);
    }
    if let Some(shard) = options.shard {
        return shard::run(options, shard);
    }
    let started = Instant::now();
    let (document, scenario) = options.read()?;
    let mut planned = options.presentation().plan(&scenario)?;
    let out = options.folder();
    let folder = ResultFolder::prepare(&out, options.force, options.quiet)?;
    if !options.quiet {
        let threads = options.threads.unwrap_or_else(output::threads);
        long::warning(&scenario, threads).iter().for_each(|warning| output::tell(warning));
    }
    if options.checkpoint.is_none() && !options.quiet {
        Checkpoint::remind(&out)?;
    }
    let mut checkpoint = None;
    let (scenario, study) = match (&options.precision, options.checkpoint) {
        (Some(precision), _) => {
            let (scenario, study) = precision::simulate(options, &document, scenario, precision)?;
            // Figures name the scenario, which has more worlds now.
            planned = options.presentation().plan(&scenario)?;
            (scenario, study)
        }
        (None, Some(seconds)) => {
            let all = 0..experiment::chunks(scenario.run.replications);
            let mut begun = Checkpoint::begin(&out, &scenario, all, seconds, options)?;
            let study = experiment::study_of(&scenario, begun.simulate(&scenario, options)?);
            checkpoint = Some(begun);
            (scenario, study)
        }
        (None, None) => {
            let mut handed = Files::begin(&folder, &scenario, (options.records, options.worlds))?;
            let study = simulate(&scenario, options, &mut handed).map_err(|error| handed.failure().unwrap_or(error))?;
            handed.end()?;
            (scenario, study)
        }
    };
    let presented = options.presentation().present(&scenario, &study, planned, folder, &out, started);
    match checkpoint {
        Some(checkpoint) => checkpoint.end(presented, &scenario),
        None => presented,
    }
}

fn simulate(scenario: &Scenario, options: &RunOptions, handed: &mut Files) -> Result<Study, CommandError> {
    let progress = Progress::start(scenario.run.replications, "world", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| progress.advance(1) };
    let sink = Some(handed as &mut (dyn Sink + Send));
    Ok(options.pool()?.install(|| experiment::count(scenario, &watch, sink))?)
}

/// Goes on with `portion` to the chunk before `until`, and tells `grown` of it now and then.
pub(super) fn go_on(
    scenario: &Scenario,
    options: &RunOptions,
    portion: &mut Portion,
    until: u64,
    grown: &mut (dyn FnMut(&Portion) + Send),
) -> Result<Result<(), Interrupted>, CommandError> {
    let worlds = experiment::worlds(&(portion.chunks().end..until), scenario.run.replications);
    let progress = Progress::start(worlds.end - worlds.start, "world", options.quiet);
    let watch = Watch { stop: interrupt::stop_flag(), done: &|| progress.advance(1) };
    Ok(options.pool()?.install(|| experiment::count_on(scenario, portion, until, &watch, grown)))
}
