//! What a sweep will run, settled before it runs: every point is compiled, so that all faults are told first.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::super::CommandError;
use super::super::load;
use super::super::observed;
use super::super::output;
use super::super::points::key;
use super::super::shard::Shard;
use super::SweepOptions;
use crate::experiment::{Case, Metric, VariantInfo, Worlds};
use crate::model::{Demand, MEMORY};
use crate::report::inventory::Cost;
use crate::report::sweep::{History, PointRows, SweepResults};
use crate::report::{counted, faults};
use crate::scenario::limits::MAX_WORK;
use crate::scenario::sweep::{Asked, Point, Sweep};
use crate::scenario::{Document, Options, Override, Run, Scenario};

/// What a point is ruled out from, where nothing else is asked for: few distributions have more than 5 % beyond three
/// standard deviations (Pukelsheim 1994, The American Statistician 48).
const CUTOFF: f64 = 3.0;

/// A sweep, ready to run.
#[derive(Debug)]
pub struct SweepPlan {
    /// The scenario itself, with the sweep in it.
    pub scenario: Scenario,
    /// The sweep.
    pub sweep: Sweep,
    /// Its points.
    pub points: Vec<Point>,
    /// By point, what tells it from every other one.
    pub keys: Vec<String>,
    /// By point, seconds that it takes one thread.
    pub seconds: Vec<f64>,
    /// The observations as a file of the result, where there are any.
    pub observations: Option<(String, Vec<u8>)>,
    metrics: Vec<Metric>,
    history: Option<History>,
    /// Each thread compiles a copy of its own.
    document: Mutex<Document>,
    run: OwnedOptions,
    /// The most memory that a point takes.
    bytes: f64,
}

/// What the command line changes at every point.
#[derive(Debug)]
struct OwnedOptions {
    variants: Vec<String>,
    replications: Option<u64>,
    seed: Option<u64>,
    level: Option<f64>,
}

impl OwnedOptions {
    fn as_options(&self) -> Options<'_> {
        let Self { variants, replications, seed, level } = self;
        // Files have been read by then.
        Options { overrides: &[], variants, replications: *replications, seed: *seed, level: *level, allow: &[] }
    }
}

impl SweepPlan {
    /// Reads and compiles everything that is asked for.
    pub fn of(options: &SweepOptions) -> Result<Self, CommandError> {
        let overrides: Vec<Override> = super::super::overrides(&options.sets)?;
        let mut document = load::document(&options.scenario, &options.allow)?;
        overrides.iter().for_each(|change| document.set(change));
        let asked = Asked {
            name: options.name.as_deref(),
            vary: &options.vary,
            sample: options.sample.as_deref(),
            metrics: &options.metrics,
            threshold: options.threshold,
            known_metrics: &Metric::ALL.map(Metric::name),
        };
        if asked.name.is_none() && asked.vary.is_empty() {
            one_of(&document.sweeps())?;
        }
        let sweep = document.sweep(&asked);
        let replications = options.replications.or(sweep.as_ref().and_then(|sweep| sweep.replications));
        let (variants, seed, level) = (options.variants.clone(), options.seed, options.level);
        let run = OwnedOptions { variants, replications, seed, level };
        let scenario = document.clone().settled(&run.as_options()).compile()?;
        output::tell(&faults::render(&scenario.warnings, output::colours(), output::width()));
        let sweep = sweep.expect("what is wrong with a sweep is a fault");
        let named = |name: &String| Metric::ALL.into_iter().find(|metric| metric.name() == name);
        let metrics: Vec<Metric> = sweep.metrics.iter().filter_map(named).collect();
        let metrics = if metrics.is_empty() { vec![Metric::PassRate] } else { metrics };
        let points = sweep.points(scenario.run.seed);
        let (history, observations) = history(options, &scenario)?;
        let (keys, seconds, bytes) = (Vec::new(), Vec::new(), 0.0);
        let document = Mutex::new(document);
        let plan =
            Self { scenario, sweep, points, keys, seconds, observations, metrics, history, document, run, bytes };
        plan.compiled()
    }

    /// With what each point costs. All of them compile, or all faults are told.
    fn compiled(mut self) -> Result<Self, CommandError> {
        let (mut keys, mut seconds, mut work, mut bytes) = (Vec::new(), Vec::new(), 0.0, 0.0_f64);
        self.document().at_points(&self.sweep, &self.points, &self.run.as_options(), |scenario| {
            let cost = Cost::of(&scenario, 1);
            let demand = |timeline| Demand::of(timeline, scenario.run.feasibility).operations;
            work += scenario.run.replications as f64
                * scenario.variants.iter().map(|variant| demand(&variant.timeline)).sum::<f64>();
            keys.push(key(&scenario));
            seconds.push(cost.seconds);
            bytes = bytes.max(cost.bytes);
        })?;
        if work > MAX_WORK {
            let points = counted(self.points.len(), "point");
            let message = format!(
                "{points} would take about {work:.1e} operations, at most {MAX_WORK:.0e} are run; \
                 lower --replications, or take fewer points"
            );
            return Err(CommandError::Usage(message));
        }
        let kept = rows(&self.scenario) * self.points.len() as f64 * ROW;
        if kept > MEMORY {
            let (points, gib) = (counted(self.points.len(), "point"), f64::from(1 << 30));
            let message = format!(
                "the tables of {points} would take about {:.1} GiB of memory, at most {} GiB are taken; take fewer points or variants",
                kept / gib,
                MEMORY / gib
            );
            return Err(CommandError::Usage(message));
        }
        (self.keys, self.seconds, self.bytes) = (keys, seconds, bytes);
        Ok(self)
    }

    /// The points that have to run: those that are not known and, where several are the same scenario, the first of them.
    pub fn missing(&self, known: &BTreeMap<String, PointRows>) -> Vec<usize> {
        let mut seen: BTreeSet<&String> = known.keys().collect();
        (0..self.points.len()).filter(|&point| seen.insert(&self.keys[point])).collect()
    }

    /// The points of a part, each scenario once.
    pub fn share(&self, shard: Shard) -> Vec<usize> {
        let all = self.missing(&BTreeMap::new());
        (0..).zip(all).filter(|(place, _)| shard.takes(*place)).map(|(_, point)| point).collect()
    }

    /// The scenario at a point.
    pub fn scenario_at(&self, point: usize) -> Result<Scenario, CommandError> {
        Ok(self.document().at_point(&self.sweep, &self.points[point], &self.run.as_options())?)
    }

    fn document(&self) -> Document {
        // A copy that could not be made leaves the document as it is.
        self.document.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether as many points as there are threads fit into memory together.
    pub fn fit_side_by_side(&self, threads: usize) -> bool {
        self.bytes * threads as f64 <= MEMORY
    }

    /// Where the result goes if nothing is said of that: `results/<stem>-<id of the sweep>`, or `-sweep`.
    pub fn default_folder(&self, scenario: &Path) -> PathBuf {
        let stem = scenario.file_stem().unwrap_or_default().to_string_lossy();
        let id = if self.sweep.is_unnamed() { "sweep" } else { &self.sweep.id };
        Path::new("results").join(format!("{stem}-{id}"))
    }

    /// What was found at every point.
    pub fn results(&self, mut found: BTreeMap<String, PointRows>) -> SweepResults {
        // Two points may be the same scenario, and then have the same rows.
        let mut rows: Vec<PointRows> = Vec::new();
        for (index, key) in self.keys.iter().enumerate() {
            let again = || self.keys[..index].iter().position(|other| other == key).map(|same| rows[same].clone());
            let of_point = found.remove(key).or_else(again).expect("every point has run");
            rows.push(of_point);
        }
        let Run { seed, replications, .. } = self.scenario.run;
        let worlds = Worlds { seed, replications };
        SweepResults {
            title: self.scenario.title.clone(),
            sweep: self.sweep.clone(),
            points: self.points.clone(),
            keys: self.keys.clone(),
            rows,
            variants: Case::of(&self.scenario).iter().map(|case| VariantInfo::of(case, worlds)).collect(),
            replications: self.scenario.run.replications,
            level: self.scenario.run.level,
            metrics: self.metrics.clone(),
            history: self.history.clone(),
        }
    }
}

/// Bytes that a row takes in memory and as text, both at once, by row that there could be: about half of them are.
const ROW: f64 = 300.0;

/// Rows that there could be at a point, estimates and differences: every metric in every scope.
fn rows(scenario: &Scenario) -> f64 {
    2.0 * (scenario.variants.len() * observed::scopes(scenario).len() * Metric::ALL.len()) as f64
}

/// Refuses to guess which of the sweeps of a scenario is meant.
fn one_of(sweeps: &[String]) -> Result<(), CommandError> {
    let message = match sweeps {
        [_] => return Ok(()),
        [] => "this scenario has no [sweeps]: say what is varied with --vary PATH=VALUES".to_owned(),
        several => format!("this scenario has several sweeps; choose one with --name: {}", several.join(", ")),
    };
    Err(CommandError::Usage(message))
}

/// The observations, and their table as it stands in the result.
type Against = (Option<History>, Option<(String, Vec<u8>)>);

fn history(options: &SweepOptions, scenario: &Scenario) -> Result<Against, CommandError> {
    let numbers = [("--discrepancy", options.discrepancy, 0.0), ("--cutoff", options.cutoff, f64::MIN_POSITIVE)];
    for (name, number, least) in numbers {
        if number.is_some_and(|number| !(number.is_finite() && number >= least)) {
            return Err(CommandError::Usage(format!("{name} must be a number that is not negative")));
        }
        if number.is_some() && options.against.is_none() {
            return Err(CommandError::Usage(format!("{name} is about observations: give them with --against")));
        }
    }
    let Some(path) = &options.against else { return Ok((None, None)) };
    let discrepancy = options.discrepancy.unwrap_or(0.0);
    let observed = observed::of_sweep(path, scenario, discrepancy > 0.0)?;
    if !options.quiet && options.discrepancy.is_none() {
        output::tell(
            "the model is taken to be exact (--discrepancy 0): what it leaves out counts against every point\n",
        );
    }
    let history = History { observed, discrepancy, cutoff: options.cutoff.unwrap_or(CUTOFF) };
    Ok((Some(history), Some(observed::kept(path)?)))
}
