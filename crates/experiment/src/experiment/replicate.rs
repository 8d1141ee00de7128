use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::facts::VariantFacts;
use super::portion::Portion;
use super::records::{Both, Handed, Recorder, Sink, Wanted, world_rows};
use super::results::Scope;
use super::shares::ShareFacts;
use super::sums::{Sums, VariantSums, block_size};
use super::tally::Tally;
use crate::engine::{Course, SharedDraws, Simulation, World};
use crate::model::{Demand, MEMORY, TASK, Timeline};
use crate::scenario::{Run, Scenario};
use crate::stats::Level;

/// Replications a task. Fixed: chunks are merged in one tree, so that sums have the same bits on any number of threads.
pub(super) const CHUNK: u64 = TASK;

/// Chunks that are in memory at once, for every thread, where there is room for so many.
const CHUNKS_PER_THREAD: u64 = 8;

/// How much is run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// What makes the worlds.
    pub seed: u64,
    /// How many worlds.
    pub replications: u64,
    /// Whether every proposal is asked if an agreement exists; it costs.
    pub examine: bool,
    /// How often intervals are to contain the truth.
    pub level: Level,
}

impl Plan {
    /// As `[run]` says.
    pub fn of(scenario: &Scenario) -> Self {
        let Run { replications, seed, feasibility, level } = scenario.run;
        Plan { seed, replications, examine: feasibility, level }
    }
}

/// What a long run tells and asks the outside.
pub struct Watch<'a> {
    /// Set to stop; the run ends within a session and gives no result.
    pub stop: &'a AtomicBool,
    /// Called after every replication, from any thread.
    pub done: &'a (dyn Fn() + Sync),
}

impl Watch<'static> {
    /// Nobody watches, and nobody stops it.
    pub fn nobody() -> Self {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Watch { stop: &NEVER, done: &|| {} }
    }
}

impl Watch<'_> {
    /// An error if somebody asked to stop.
    pub fn interrupted(&self) -> Result<(), Interrupted> {
        if self.stop.load(Ordering::Relaxed) { Err(Interrupted) } else { Ok(()) }
    }
}

/// The run was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted; nothing was written")]
pub struct Interrupted;

/// What runs, and what is known of it without running.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runs<'r> {
    /// The timelines of variants, then those that decompositions add.
    pub(super) timelines: &'r [&'r Timeline],
    pub(super) variants: &'r [VariantFacts],
    pub(super) decompositions: &'r [ShareFacts],
}

impl Runs<'_> {
    /// Nothing yet, of the worlds from `replication` on, by blocks of so many.
    pub(super) fn nothing(&self, replication: u64, size: u64) -> Sums {
        let of_variant = |facts: &VariantFacts| {
            let counted = facts.told.nothing(replication, size);
            VariantSums::new(counted, facts.info.seats.len(), facts.issues.len())
        };
        let variants = self.variants.iter().map(of_variant);
        let shares = self.decompositions.iter().map(|facts| facts.nothing(replication, size));
        Sums { variants: variants.collect(), shares: shares.collect() }
    }
}

/// What sees a run while it goes on: it is handed what it wants of the worlds, in their order, and the portion as it grows.
pub(super) struct Onlookers<'a> {
    pub(super) watch: &'a Watch<'a>,
    pub(super) sink: Option<&'a mut (dyn Sink + Send)>,
    pub(super) grown: &'a mut (dyn FnMut(&Portion) + Send),
}

/// Runs chunks of the planned replications of every timeline on the current rayon pool, from the one at which `portion` ends to
/// the one before `until`.
pub(super) fn replicate(
    runs: Runs,
    plan: Plan,
    portion: &mut Portion,
    until: u64,
    mut onlookers: Onlookers,
) -> Result<(), Interrupted> {
    let examined = |number: usize| plan.examine && number < runs.variants.len();
    let simulations: Vec<Simulation> =
        (0..).zip(runs.timelines).map(|(number, timeline)| Simulation::new(timeline, examined(number))).collect();
    let (watch, at_once) = (onlookers.watch, chunks_at_once(runs, plan));
    let wanted = onlookers
        .sink
        .as_deref()
        .map_or_else(Wanted::default, |sink| Wanted { records: sink.wants_records(), worlds: sink.wants_worlds() });
    let size = block_size(plan.replications);
    portion.coarsen(size);
    for first in (portion.end()..until).step_by(at_once) {
        let parts: Result<Vec<(Sums, Handed)>, Interrupted> = (first..until.min(first + at_once as u64))
            .into_par_iter()
            .map(|index| index * CHUNK..(index * CHUNK + CHUNK).min(plan.replications))
            .map(|replications| {
                let (mut part, handed) = chunk(runs, &simulations, plan.seed, replications, wanted, watch)?;
                part.coarsen(size);
                Ok((part, handed))
            })
            .collect();
        for (part, handed) in parts? {
            portion.push(part);
            if onlookers.sink.as_deref_mut().is_some_and(|sink| !sink.take(handed)) {
                return Err(Interrupted);
            }
        }
        (onlookers.grown)(portion);
    }
    Ok(())
}

/// As many chunks as keep the threads busy and fit into memory; at least one. Says nothing about results.
fn chunks_at_once(runs: Runs, plan: Plan) -> usize {
    let (variants, between) = runs.timelines.split_at(runs.variants.len());
    let demands: Vec<Demand> = variants.iter().map(|timeline| Demand::of(timeline, plan.examine)).collect();
    let between: Vec<Demand> = between.iter().map(|timeline| Demand::of_totals(timeline)).collect();
    let totals = Demand::totals(&between);
    let room = (MEMORY - Demand::kept(&demands, plan.replications) - totals) / (Demand::task(&demands) + totals);
    let wanted = rayon::current_num_threads() as u64 * CHUNKS_PER_THREAD;
    (room as u64).clamp(1, wanted) as usize
}

fn chunk<'r>(
    runs: Runs<'r>,
    simulations: &[Simulation],
    seed: u64,
    replications: std::ops::Range<u64>,
    wanted: Wanted,
    watch: &Watch,
) -> Result<(Sums, Handed), Interrupted> {
    // World by world, so that blocks of any size are added up in the same pairs.
    let mut sums = runs.nothing(replications.start, 1);
    let mut tallies: Vec<Tally> = runs.timelines.iter().map(|timeline| Tally::new(timeline, watch.stop)).collect();
    let mut courses: Vec<Course> = simulations.iter().map(Simulation::course).collect();
    let mut draws = SharedDraws::new(World { seed, replication: replications.start }, simulations);
    let recorded = if wanted.records { runs.variants.len() } else { 0 };
    let recorder = |(variant, timeline): (usize, &&'r Timeline)| Recorder::new(timeline, variant);
    let mut recorders: Vec<Recorder> = runs.timelines[..recorded].iter().enumerate().map(recorder).collect();
    let mut handed = Handed::default();
    for replication in replications {
        simulate(&mut courses, &mut draws, &mut tallies, &mut recorders, World { seed, replication });
        for (number, (facts, variant)) in runs.variants.iter().zip(&mut sums.variants).enumerate() {
            let totals = variant.counted.blocks.of(replication);
            for (sum, &(scope, quantity)) in totals.iter_mut().zip(&facts.told.slots) {
                *sum = tallies[number].totals(scope).of(quantity);
            }
            if wanted.worlds {
                handed.worlds.extend(world_rows(facts, number, replication, totals));
            }
        }
        for (facts, sums) in runs.decompositions.iter().zip(&mut sums.shares) {
            facts.add(sums, replication, |timeline| tallies[timeline].totals(Scope::All));
        }
        recorders.iter_mut().for_each(|recorder| handed.records.append(&mut recorder.records));
        // A world that was broken off is worth nothing.
        watch.interrupted()?;
        (watch.done)();
    }
    for ((facts, variant), mut tally) in runs.variants.iter().zip(&mut sums.variants).zip(tallies) {
        variant.counted.count_blocks(&facts.told);
        variant.blockers = tally.blockers();
        (variant.events, variant.undecided) = (tally.events, tally.undecided);
        variant.texts = tally.texts;
    }
    Ok((sums, handed))
}

/// Runs the world in every variant, and in whatever else decompositions ask for, session by session so that all share its
/// draws.
fn simulate(
    courses: &mut [Course],
    draws: &mut SharedDraws,
    tallies: &mut [Tally],
    recorders: &mut [Recorder],
    world: World,
) {
    draws.begin(world);
    courses.iter_mut().for_each(|course| course.begin(world));
    tallies.iter_mut().for_each(|tally| tally.begin(world));
    recorders.iter_mut().for_each(|recorder| recorder.begin(world));
    let mut goes_on = true;
    while goes_on {
        goes_on = false;
        for (number, (course, tally)) in courses.iter_mut().zip(tallies.iter_mut()).enumerate() {
            goes_on |= match recorders.get_mut(number) {
                Some(recorder) => course.hold(draws, &mut Both(tally, recorder)),
                None => course.hold(draws, tally),
            };
        }
        draws.forget();
    }
    tallies.iter_mut().for_each(Tally::end);
}
