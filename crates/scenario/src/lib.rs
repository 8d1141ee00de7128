//! From what the user wrote to what runs: TOML to one [`Model`] a variant, or every fault with its line.
//!
//! A text is parsed into a tree that remembers where everything stands: a [`Document`]. `extends`, a table of members,
//! `--set` and the `set` of a variant all change that tree; only then is it compiled. So a fault is shown
//! at the very text that caused it, be it a line of the file, a cell of a CSV table or an option of the
//! command line. What is doubtful and runs all the same is told as a warning, in the same way.
//!
//! The crate `winset` is the way in, with the tour of all; there this is its module `scenario`.

mod asked;
mod assumed;
mod assumption;
mod brackets;
mod characters;
mod code;
mod compile;
mod csv;
mod document;
mod encoding;
mod extends;
mod fault;
mod fields;
mod figures;
mod files;
mod flat;
pub mod import;
pub mod limits;
mod log;
mod merge;
mod names;
mod node;
pub mod observed;
mod parse;
mod path;
mod range;
mod reference;
mod remedy;
mod resolve;
mod rows;
mod schema;
mod sections;
mod set;
mod shorthand;
mod space;
mod spreadsheet;
pub mod suggest;
pub mod sweep;
mod table;
#[cfg(test)]
mod tests;
mod values;
mod variants;

use std::path::Path;

pub use assumed::Assumed;
pub use assumption::{Assumption, Setting};
pub use characters::{printable, shown_path, unprintable};
pub use code::{Code, Severity};
pub use document::{Document, Options};
pub use fault::{Fault, Faults, Location, Source, line_of};
pub use flat::{fields, first_difference};
pub use node::Origin;
pub use path::Override;
pub use rows::Taken;
pub use schema::schema;

use winset_engine::{design, model, stats};

use model::{Decomposition, Model, Timeline};
use stats::Level;

/// A scenario, compiled: everything that a run needs.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it is called.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// In the order of the file, at least one; the first is the baseline of every difference.
    pub variants: Vec<Variant>,
    /// Changes from one variant to another that are shared out among what they are made of.
    pub decompositions: Vec<Decomposition>,
    /// What runs besides the variants, because decompositions ask for it; numbered after them.
    pub between: Vec<Timeline>,
    /// What nobody has measured, and what it may be.
    pub assumptions: Vec<Assumption>,
    /// How it is run.
    pub run: Run,
    /// Files other than the scenario's own that members come from (a table, what it extends), with how many they are.
    pub members_from: Vec<(String, usize)>,
    /// The tables that were read, and what they were taken for.
    pub tables: Vec<Taken>,
    /// The scenario as one TOML text, with `extends`, tables of members and overrides applied.
    /// Reading it gives this scenario again (but for `members_from` and `tables`), and the same text byte for byte.
    pub resolved: String,
    /// What is doubtful about it; it runs all the same.
    pub warnings: Faults,
}

impl PartialEq for Scenario {
    /// Whether both say the same, whatever texts it stands in.
    fn eq(&self, other: &Self) -> bool {
        let Scenario { title, description, variants, run, resolved, .. } = self;
        let same =
            (title, description, run, resolved) == (&other.title, &other.description, &other.run, &other.resolved);
        // The resolved text says what is assumed.
        let Scenario { decompositions, between, assumptions: _, members_from: _, tables: _, warnings: _, .. } = self;
        same && *variants == other.variants && (decompositions, between) == (&other.decompositions, &other.between)
    }
}

impl Scenario {
    /// Everything that runs: the variants, then what lies between them.
    pub fn timelines(&self) -> impl Iterator<Item = &Timeline> {
        self.variants.iter().map(|variant| &variant.timeline).chain(&self.between)
    }
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

/// Reads the scenario at `path` with all files that it refers to, and compiles it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(path: &Path, options: &Options<'_>) -> Result<Scenario, Faults> {
    Document::load(path, options.allow).settled(options).compile()
}

/// Reads a scenario from `text`, which is called `name` in faults and cannot refer to files, and compiles it.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(name: &str, text: &str, options: &Options<'_>) -> Result<Scenario, Faults> {
    Document::parse(name, text).settled(options).compile()
}
