use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::study::Study;
use super::tally::Tally;
use crate::engine::{Course, SharedDraws, Simulation, World};
use crate::model::{Decomposition, Demand, MEMORY, TASK, Timeline};
use crate::stats::Level;

/// Replications a task. Fixed: chunks are merged in their order, so that sums have the same bits on
/// any number of threads.
const CHUNK: u64 = TASK;

/// Chunks that are in memory at once, for every thread, where there is room for so many.
const CHUNKS_PER_THREAD: u64 = 4;

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

/// What a long run tells and asks the outside.
pub struct Watch<'a> {
    /// Set to stop; the run ends within a session and gives no result.
    pub stop: &'a AtomicBool,
    /// Called after every replication, from any thread.
    pub done: &'a (dyn Fn() + Sync),
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

/// What runs: the timelines of variants, then those that decompositions add.
#[derive(Debug, Clone, Copy)]
pub(super) struct Runs<'r, 'm> {
    pub(super) timelines: &'r [&'m Timeline],
    /// How many of them are variants.
    pub(super) variants: usize,
    pub(super) decompositions: &'m [Decomposition],
}

impl<'m> Runs<'_, 'm> {
    fn study(&self) -> Study<'m> {
        Study::new(&self.timelines[..self.variants], self.decompositions)
    }
}

/// Runs the planned replications of every timeline on the current rayon pool.
pub(super) fn replicate<'m>(runs: Runs<'_, 'm>, plan: Plan, watch: &Watch) -> Result<Study<'m>, Interrupted> {
    let examined = |number: usize| plan.examine && number < runs.variants;
    let simulations: Vec<Simulation> =
        (0..).zip(runs.timelines).map(|(number, timeline)| Simulation::new(timeline, examined(number))).collect();
    let mut whole = runs.study();
    let at_once = chunks_at_once(runs, plan);
    let chunks = plan.replications.div_ceil(CHUNK);
    for first in (0..chunks).step_by(at_once) {
        let parts: Result<Vec<Study>, Interrupted> = (first..chunks.min(first + at_once as u64))
            .into_par_iter()
            .map(|index| index * CHUNK..(index * CHUNK + CHUNK).min(plan.replications))
            .map(|replications| chunk(runs, &simulations, plan.seed, replications, watch))
            .collect();
        for part in parts? {
            whole.merge(&part);
        }
    }
    Ok(whole)
}

/// As many chunks as keep the threads busy and fit into memory; at least one. Says nothing about results.
fn chunks_at_once(runs: Runs, plan: Plan) -> usize {
    let (variants, between) = runs.timelines.split_at(runs.variants);
    let demands: Vec<Demand> = variants.iter().map(|timeline| Demand::of(timeline, plan.examine)).collect();
    let between: Vec<Demand> = between.iter().map(|timeline| Demand::of_totals(timeline)).collect();
    let totals = Demand::totals(&between);
    let room = (MEMORY - Demand::kept(&demands, plan.replications) - totals) / (Demand::task(&demands) + totals);
    let wanted = rayon::current_num_threads() as u64 * CHUNKS_PER_THREAD;
    (room as u64).clamp(1, wanted) as usize
}

fn chunk<'m>(
    runs: Runs<'_, 'm>,
    simulations: &[Simulation],
    seed: u64,
    replications: std::ops::Range<u64>,
    watch: &Watch,
) -> Result<Study<'m>, Interrupted> {
    let mut study = runs.study();
    let mut tallies: Vec<Tally> = runs.timelines.iter().map(|timeline| Tally::new(timeline, watch.stop)).collect();
    let mut courses: Vec<Course> = simulations.iter().map(Simulation::course).collect();
    let members = simulations.iter().map(Simulation::members).max().unwrap_or(0);
    let mut draws = SharedDraws::new(World { seed, replication: replications.start }, members);
    for replication in replications {
        study.replicate(&mut courses, &mut draws, &mut tallies, World { seed, replication });
        // A world that was broken off is worth nothing.
        watch.interrupted()?;
        (watch.done)();
    }
    study.take_counts(tallies);
    Ok(study)
}
