//! From what the user wrote to what runs: TOML to one [`Model`] a variant, or every fault with its line.
//!
//! A text is parsed into a tree that remembers where everything stands. `extends`, a table of members,
//! `--set` and the `set` of a variant all change that tree; only then is it compiled. So a fault is shown
//! at the very text that caused it, be it a line of the file, a cell of a CSV table or an option of the
//! command line.

mod characters;
mod compile;
mod csv;
mod extends;
mod fault;
mod fields;
mod files;
pub mod limits;
mod names;
mod node;
mod parse;
mod path;
mod range;
mod remedy;
mod resolve;
mod set;
pub(crate) mod suggest;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use characters::unprintable;
pub use fault::{Fault, Faults, Location, Source};
pub use node::Origin;
pub use path::Override;

use crate::model::{Model, Timeline};
use crate::stats::Level;
use fault::{Log, Sources};
use node::{Field, Node, Table, Value};

/// A scenario, compiled: everything that a run needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What it is called.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// In the order of the file, at least one; the first is the baseline of every difference.
    pub variants: Vec<Variant>,
    /// How it is run.
    pub run: Run,
    /// Files other than the scenario's own that members come from (a table, what it extends), with how many they are.
    pub members_from: Vec<(String, usize)>,
    /// The scenario as one TOML text, with `extends`, tables of members and overrides applied.
    /// Reading it gives this scenario again (but for `members_from`), and the same text byte for byte.
    pub resolved: String,
}

/// One variant of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Key in the scenario; "baseline" where it has no variants.
    pub id: String,
    /// What figures and tables call it; the id where nothing else is given.
    pub label: String,
    /// What runs.
    pub timeline: Timeline,
    /// What rules may weigh members by, `votes` first.
    pub weights: Vec<Weight>,
}

impl Variant {
    /// What is in force at the start.
    pub fn model(&self) -> &Model {
        self.timeline.first()
    }
}

/// A weight by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// `votes`, or a key of `weights`.
    pub name: String,
    /// By member in the order of the file; `None` for who has none.
    pub by_member: Vec<Option<f64>>,
}

/// How a scenario is run.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Number of worlds, ≥ 1.
    pub replications: u64,
    /// What the draws begin with.
    pub seed: u64,
    /// Whether to ask, for each stall, if a feasible text existed.
    pub feasibility: bool,
    /// How often intervals are to contain the truth.
    pub level: Level,
}

impl Default for Run {
    fn default() -> Self {
        Self { replications: 2000, seed: 1, feasibility: false, level: Level::default() }
    }
}

/// What the command line changes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Fields to set, in this order.
    pub overrides: &'a [Override],
    /// Ids of the variants to keep; all where it is empty.
    pub variants: &'a [String],
    /// Replaces `run.replications`.
    pub replications: Option<u64>,
    /// Replaces `run.seed`.
    pub seed: Option<u64>,
    /// Replaces `run.level`.
    pub level: Option<f64>,
}

/// Reads the scenario at `path` with all files that it refers to.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(path: &Path, options: &Options<'_>) -> Result<Scenario, Faults> {
    let (mut sources, log) = (Sources::default(), Log::default());
    let document = extends::load(path, &mut sources, &log);
    let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    finish(document, &name, options, sources, log)
}

/// Reads a scenario from `text`, which is called `name` in faults and cannot refer to files.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(name: &str, text: &str, options: &Options<'_>) -> Result<Scenario, Faults> {
    let (mut sources, log) = (Sources::default(), Log::default());
    if text.len() as u64 > limits::MAX_FILE_BYTES {
        log.add(Fault::new(format!("`{name}` is larger than {} MiB", limits::MAX_FILE_BYTES >> 20)));
        return finish(None, name, options, sources, log);
    }
    let source = sources.add(name, text);
    let mut document = parse::document(source, text, &log);
    if let Some(table) = document.as_mut().and_then(Node::as_table_mut) {
        extends::refuse_files(table, &log);
    }
    let stem = Path::new(name).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    finish(document, &stem, options, sources, log)
}

/// Applies the options and compiles.
fn finish(
    document: Option<Node>,
    stem: &str,
    options: &Options<'_>,
    mut sources: Sources,
    log: Log,
) -> Result<Scenario, Faults> {
    // A document that could only be read in part would have faults that are none.
    let document = document.filter(|_| log.is_empty());
    let scenario = document.and_then(|mut document| {
        for option in options.overrides {
            if let Some((path, value)) = option.placed(&mut sources, &log) {
                set::set(&mut document, &path, value, set::Setter::CommandLine, &log);
            }
        }
        settle_run(&mut document, options, &mut sources, &log);
        keep_variants(&mut document, options.variants, &mut sources, &log);
        settle_title(&mut document, stem);
        let compiled = compile::compile(&document, &log)?;
        let compile::Compiled { title, description, variants, run } = compiled;
        let resolved = resolve::text(document.as_table()?);
        if resolved.len() as u64 > limits::MAX_FILE_BYTES {
            let most = limits::MAX_FILE_BYTES >> 20;
            log.add(Fault::new(format!("with all that it refers to, this scenario is larger than {most} MiB")));
        }
        let members_from = members_from(document.as_table()?, &sources);
        Some(Scenario { title, description, variants, run, members_from, resolved })
    });
    match (log.into_faults(sources), scenario) {
        (None, Some(scenario)) => Ok(scenario),
        (Some(faults), _) => Err(faults),
        (None, None) => Err(Faults::one(Fault::new("this scenario cannot be read"), Sources::default())),
    }
}

/// How many members come from which file, those of the scenario's own file, the first source, left out.
fn members_from(document: &Table, sources: &Sources) -> Vec<(String, usize)> {
    let members = document.get("members").and_then(|field| field.node.as_table());
    let mut from: Vec<(String, usize)> = Vec::new();
    for source in members.into_iter().flatten().map(|(_, field)| field.key.source).filter(|&source| source != 0) {
        let name = &sources.0[source].name;
        match from.iter_mut().find(|(file, _)| file == name) {
            Some((_, members)) => *members += 1,
            None => from.push((name.clone(), 1)),
        }
    }
    from
}

/// The table of a section, made where it is missing; `None` where it is no table.
fn section<'a>(document: &'a mut Node, name: &str) -> Option<&'a mut Table> {
    let start = document.at;
    let field = document.as_table_mut()?.entry(name.to_owned());
    field.or_insert_with(|| Field { key: start, node: Node::empty(start) }).node.as_table_mut()
}

/// Writes replications and seed into `[run]` as they will be used, and the level if it was asked for.
fn settle_run(document: &mut Node, options: &Options<'_>, sources: &mut Sources, log: &Log) {
    let start = document.at;
    let Some(run) = section(document, "run") else { return };
    let default = Run::default();
    let fields = [
        ("replications", "--replications", options.replications, default.replications),
        ("seed", "--seed", options.seed, default.seed),
    ];
    for (name, option, wanted, default) in fields {
        match wanted.map(|number| (number, sources.add_whole(option, &number.to_string()))) {
            Some((number, at)) => match i64::try_from(number) {
                Ok(number) => drop(run.insert(name.into(), Field::at(at, Value::Integer(number)))),
                Err(_) => log.add(Fault::at(at, format!("`{name}` must be at most {}", i64::MAX))),
            },
            None if !run.contains_key(name) => {
                run.insert(name.into(), Field::at(start, Value::Integer(default as i64)));
            }
            None => {}
        }
    }
    if let Some(level) = options.level {
        let at = sources.add_whole("--level", &level.to_string());
        run.insert("level".into(), Field::at(at, Value::Float(level)));
    }
}

/// Leaves out the variants that were not asked for.
fn keep_variants(document: &mut Node, wanted: &[String], sources: &mut Sources, log: &Log) {
    let field = document.as_table_mut().and_then(|table| table.get_mut("variants"));
    let mut none = Table::new();
    let variants = match field {
        Some(field) => match field.node.as_table_mut() {
            Some(variants) => variants,
            None => return,
        },
        None => &mut none,
    };
    if wanted.is_empty() {
        return;
    }
    let known = |id: &str| variants.contains_key(id) || (variants.is_empty() && id == compile::BASELINE);
    for id in wanted.iter().filter(|id| !known(id)) {
        let at = sources.add_whole("--variant", id);
        log.add(names::nobody(id, at, "variant", variants.keys().map(String::as_str)));
    }
    if wanted.iter().any(|id| known(id)) {
        variants.retain(|id, _| wanted.contains(id));
    }
}

/// Gives a scenario without a title that of its file.
fn settle_title(document: &mut Node, stem: &str) {
    let start = document.at;
    if let Some(header) = section(document, "scenario").filter(|header| !header.contains_key("title")) {
        header.shift_insert(0, "title".into(), Field::at(start, Value::String(stem.to_owned())));
    }
}
