use std::path::PathBuf;
use std::time::Instant;

use super::figures::{Drawn, FigureOptions};
use super::folder::{OfScenario, ResultFolder, SCENARIO};
use super::{CommandError, interrupt, output};
use crate::engine::{Ending, World};
use crate::report::plots;
use crate::report::trace::{AtTable, Tale, json, text};
use crate::scenario::{Options, Scenario, shown_path, suggest};
use crate::trace::{self, Finding, Story, Window};

/// What `winset trace` is asked for.
#[derive(Debug, Clone)]
pub struct TraceOptions {
    /// The scenario's file.
    pub scenario: PathBuf,
    /// The table at which it is told; the first one where it is not given.
    pub variant: Option<String>,
    /// The other table of the win sets; the first one, or the last, where it is not given.
    pub compare: Option<String>,
    /// Number of the world; where it is not given the first one that has such a proposal.
    pub replication: Option<u64>,
    /// Which proposal of that world, from 1; the first one where it is not given.
    pub proposal: Option<usize>,
    /// The first proposal that ends so.
    pub ending: Option<Ending>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// PATH=VALUE.
    pub sets: Vec<String>,
    /// Folders that tables and bases of scenarios may lie in, besides the scenario's own.
    pub allow: Vec<PathBuf>,
    /// Folder for the story and its figure; nothing is written where it is not given.
    pub out: Option<PathBuf>,
    /// Whether a JSON document is printed rather than text.
    pub json: bool,
    /// What is asked about the figure; its `map` are the dimensions of the win sets.
    pub figures: FigureOptions,
    /// Whether a result folder is overwritten.
    pub force: bool,
    /// No messages.
    pub quiet: bool,
}

/// Tells one proposal's story, poll by poll, and which texts would have passed.
///
/// # Errors
/// If the scenario or the command line is at fault, no proposal is like the one that is asked for, or the folder may not be written.
pub fn trace(options: &TraceOptions) -> Result<(), CommandError> {
    let started = Instant::now();
    let overrides = super::overrides(&options.sets)?;
    let read = Options { overrides: &overrides, seed: options.seed, allow: &options.allow, ..Options::default() };
    let scenario = super::load::scenario(&options.scenario, &read)?;
    let plan = options.figures.plan(&scenario)?;
    let (here, there) = tables(&scenario, options)?;
    let folder =
        options.out.as_ref().map(|out| ResultFolder::prepare(out, options.force, options.quiet)).transpose()?;
    let tale = told(&scenario, options, (here, there), &plan)?;
    let (text, document) = (text(&tale), json(&tale));
    let mut remarks = Vec::new();
    let mut failed = None;
    let written = match (&options.out, folder) {
        (Some(out), Some(folder)) => {
            let drawn = draw(&tale, options, &plan)?;
            let mut files = vec![
                (SCENARIO.to_owned(), scenario.resolved.clone().into_bytes()),
                ("trace.txt".to_owned(), text.clone().into_bytes()),
                ("trace.json".to_owned(), document.clone().into_bytes()),
            ];
            files.extend(drawn.files);
            files.push(folder.manifest(OfScenario::new(&scenario), &files, started)?);
            interrupt::go_on()?;
            remarks = drawn.remarks;
            remarks.push(format!("wrote {}\n", shown_path(out)));
            failed = drawn.failed;
            folder.write(&files).map_err(CommandError::from)
        }
        _ => Ok(()),
    };
    output::print_anyway(if options.json { &document } else { &text }, written)?;
    if !options.quiet {
        remarks.iter().for_each(|remark| output::tell(remark));
    }
    failed.map_or(Ok(()), Err)
}

/// The places of the two tables among the variants.
fn tables(scenario: &Scenario, options: &TraceOptions) -> Result<(usize, Option<usize>), CommandError> {
    let ids = || scenario.variants.iter().map(|variant| variant.id.as_str());
    let find = |option: &str, id: &String| {
        ids().position(|known| known == id).ok_or_else(|| {
            let help = suggest::help(id, ids(), "there are").unwrap_or_default();
            CommandError::Usage(format!("{option}: there is no variant `{}`; {help}", suggest::shown(id)))
        })
    };
    let here = options.variant.as_ref().map_or(Ok(0), |id| find("--variant", id))?;
    let last = scenario.variants.len() - 1;
    let there = match &options.compare {
        Some(id) => find("--compare", id)?,
        None if here == 0 => last,
        None => 0,
    };
    Ok((here, Some(there).filter(|there| *there != here)))
}

/// The proposal that is asked for: its world, its place from 0 and all of that world.
fn chosen(
    scenario: &Scenario,
    options: &TraceOptions,
    here: usize,
) -> Result<(World, usize, Vec<Finding>), CommandError> {
    let worlds = options.replication.map_or(0..scenario.run.replications, |replication| replication..replication + 1);
    let mut seen = None;
    for replication in worlds {
        interrupt::go_on()?;
        let world = World { seed: scenario.run.seed, replication };
        let all = trace::proposals(&scenario.variants[here].timeline, world);
        let found = match (options.proposal, options.ending) {
            (Some(number), _) => number.checked_sub(1).filter(|place| *place < all.len()),
            (None, Some(ending)) => all.iter().position(|found| found.ending == ending),
            (None, None) => (!all.is_empty()).then_some(0),
        };
        match found {
            Some(place) => return Ok((world, place, all)),
            // A number belongs to one world.
            None if options.proposal.is_some() => return Err(none(options, scenario, here, Some((replication, &all)))),
            None => seen = seen.or(Some((replication, all))),
        }
    }
    let one = seen.filter(|_| options.replication.is_some());
    Err(none(options, scenario, here, one.as_ref().map(|(replication, all)| (*replication, all.as_slice()))))
}

/// There is no such proposal; of one world it is said what there is.
fn none(options: &TraceOptions, scenario: &Scenario, here: usize, seen: Option<(u64, &[Finding])>) -> CommandError {
    let label = &scenario.variants[here].id;
    let wanted = match (options.proposal, options.ending) {
        (Some(number), _) => format!("--proposal: there is no proposal {number}"),
        (None, Some(ending)) => format!("--ending: no proposal is {}", ending.name()),
        (None, None) => "there is no proposal".to_owned(),
    };
    let there = match seen {
        None => format!("in {} worlds of variant `{label}`", scenario.run.replications),
        Some((replication, all)) => {
            let count = |ending: Ending| all.iter().filter(|found| found.ending == ending).count();
            let counts = Ending::ALL.into_iter().map(|ending| (ending.name(), count(ending)));
            let counts = counts.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}"));
            let counts = counts.collect::<Vec<_>>().join(", ");
            let counts = if counts.is_empty() { counts } else { format!(": {counts}") };
            format!("in world {replication} of variant `{label}`, which has {}{counts}", all.len())
        }
    };
    CommandError::Usage(format!("{wanted} {there}"))
}

/// The story, with win sets as far as the figure will show them.
fn told<'s>(
    scenario: &'s Scenario,
    options: &TraceOptions,
    (here, there): (usize, Option<usize>),
    plan: &plots::Options,
) -> Result<Tale<'s>, CommandError> {
    let (world, place, all) = chosen(scenario, options, here)?;
    let key = all[place].key;
    let at = |place: usize| {
        let variant = &scenario.variants[place];
        AtTable { variant, place, story: trace::follow(&variant.timeline, world, key), win_set: None }
    };
    let here = at(here);
    let window = match &here.story {
        Some(story) => looked_at(story, options, plan),
        None => unreachable!("a proposal that ends has a story"),
    };
    let mut tale = Tale {
        title: &scenario.title,
        seed: world.seed,
        replication: world.replication,
        place: (place + 1, all.len()),
        key,
        here,
        there: there.map(at),
        window,
    };
    tale.window = plots::trace::fit(&tale, plan);
    for table in std::iter::once(&mut tale.here).chain(&mut tale.there) {
        table.win_set = trace::win_set(&table.variant.timeline, world, key, &tale.window);
    }
    Ok(tale)
}

/// The dimensions in which the win sets are looked at: those that were asked for, or those in which the text means to move most.
fn looked_at(story: &Story, options: &TraceOptions, plan: &plots::Options) -> Window {
    let count = story.text.len();
    let (across, upwards) = match (options.figures.map.is_empty(), count) {
        (_, 1) => (0, None),
        (false, _) => (plan.dimensions.0, Some(plan.dimensions.1)),
        (true, _) => {
            let moved = |dimension: usize| (story.opening[dimension] - story.status_quo[dimension]).abs();
            let mut dimensions: Vec<usize> = (0..count).collect();
            dimensions.sort_by(|a, b| moved(*b).total_cmp(&moved(*a)));
            (dimensions[0].min(dimensions[1]), Some(dimensions[0].max(dimensions[1])))
        }
    };
    let unknown = [0.0, 0.0];
    Window { base: story.text.clone(), across: (across, unknown), upwards: upwards.map(|upwards| (upwards, unknown)) }
}

fn draw(tale: &Tale, options: &TraceOptions, plan: &plots::Options) -> Result<Drawn, CommandError> {
    if plan.only.is_some() {
        return Ok(Drawn::default());
    }
    let names = tale.names();
    let labels = names.members.iter().map(|member| member.label.as_str());
    let labels = labels.chain(tale.dimensions().map(|dimension| dimension.label.as_str()));
    options.figures.files(vec![plots::trace::figure(tale, plan)], labels)
}
