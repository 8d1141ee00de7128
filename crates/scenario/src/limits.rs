//! How large a scenario may be. Each limit is far above what a study needs and low enough that a
//! slip of the pen, or a hostile file, cannot exhaust the machine.

use crate::model::MEMORY;

/// Bytes of one file (scenario, base of a scenario, table of members), and of the scenario that results.
pub const MAX_FILE_BYTES: u64 = 8 << 20;
/// Bytes of all files of a scenario.
pub const MAX_ALL_BYTES: u64 = 16 << 20;
/// Bytes of a file in which every syntax fault is looked for; in a larger one reading ends with the first.
pub const MAX_RECOVERED_BYTES: usize = 1 << 20;
/// Columns of a table.
pub const MAX_COLUMNS: usize = 1_000;
/// Rows of a sheet, whatever stands in them.
pub const MAX_TABLE_ROWS: usize = 100_000;
/// Cells of a table.
pub const MAX_TABLE_CELLS: usize = 1_000_000;
/// Lines before the headings of a table.
pub const MAX_TITLE_LINES: usize = 5;
/// Bytes of a spreadsheet, unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 64 << 20;
/// Files in a chain of `extends`.
pub const MAX_EXTENDS: usize = 16;
/// Policy dimensions D.
pub const MAX_DIMENSIONS: usize = crate::model::MOST_DIMENSIONS;
/// Members of the file, present in a variant or not.
pub const MAX_MEMBERS: usize = 1_000;
/// Rules with a name.
pub const MAX_NAMED_RULES: usize = 64;
/// Areas.
pub const MAX_AREAS: usize = 64;
/// Issues of a list.
pub const MAX_ISSUES: usize = 2_000;
/// Positions on all of them.
pub const MAX_POSITIONS: usize = 200_000;
/// Variants.
pub const MAX_VARIANTS: usize = 64;
/// Decompositions.
pub const MAX_DECOMPOSITIONS: usize = 16;
/// Sweeps.
pub const MAX_SWEEPS: usize = 64;
/// Fields that one sweep varies.
pub const MAX_AXES: usize = 8;
/// Points of one sweep.
pub const MAX_SWEEP_POINTS: usize = 5_000;
/// Factors of one decomposition of which every set is run.
pub const MAX_FACTORS_OF_ALL_SETS: usize = 8;
/// Factors of one decomposition.
pub const MAX_FACTORS: usize = 32;
/// Orders that are sampled: fewer say little about how far they are from all.
pub const LEAST_ORDERS: u64 = 20;
/// Orders that are sampled at most.
pub const MAX_ORDERS: u64 = 10_000;
/// Sets of factors of one decomposition.
pub const MAX_SETS: usize = 4_096;
/// Relations as written.
pub const MAX_RELATIONS: usize = 10_000;
/// Relations as compiled: one a direction, area and variant.
pub const MAX_COMPILED_RELATIONS: usize = 2_000_000;
/// Events.
pub const MAX_EVENTS: usize = 200;
/// Members times areas, as compiled: once a variant and for every event that changes something.
pub const MAX_COMPILED_MEMBERS: usize = 10_000_000;
/// Pulses.
pub const MAX_PULSES: usize = 64;
/// Assumptions.
pub const MAX_ASSUMPTIONS: usize = 64;
/// Periods with a name.
pub const MAX_PERIODS: usize = 64;
/// Calendar years that are told apart; in a longer horizon none are.
pub const MAX_YEARS: usize = 200;
/// Groups that one member belongs to.
pub const MAX_GROUPS: usize = 32;
/// Rules nested in each other by `all` and `any`.
pub const MAX_RULE_DEPTH: usize = 8;
/// Parts of one `all` or `any`.
pub const MAX_RULE_PARTS: usize = 16;
/// Rules in all, parts included, that the areas of one variant hold.
pub const MAX_RULES: usize = 2_000;
/// Sessions in the horizon of the agenda.
pub const MAX_AGENDA_SESSIONS: u64 = 10_000;
/// Polls a session.
pub const MAX_ROUNDS: u64 = 1_000;
/// Sessions that may take a proposal up.
pub const MAX_PROPOSAL_SESSIONS: u64 = 10_000;
/// Expected proposals of one sponsor in one session.
pub const MAX_INITIATIVE: f64 = 500.0;
/// Expected proposals of one replication of one variant.
pub const MAX_PROPOSALS: f64 = 1e6;
/// Replications.
pub const MAX_REPLICATIONS: u64 = 1_000_000_000;
/// Elementary operations of all replications and variants, as estimated beforehand.
pub const MAX_WORK: f64 = 1e14;
/// Bytes of memory, as estimated beforehand.
pub const MAX_MEMORY: f64 = MEMORY;
/// Magnitude of a position, a spread of positions, a date, a duration: whatever its unit.
pub const MAX_NUMBER: f64 = 1e9;
/// Magnitude of what is measured in utility units: losses of positions of [`MAX_NUMBER`] have room.
pub const MAX_UTILITY: f64 = 1e24;
/// Factors (relevance, salience, stakes, influence, interests) and weights (votes, populations, budgets) are at least so
/// large, where they are not 0.
pub const LEAST_FACTOR: f64 = 1e-12;
/// Factors are at most so large.
pub const MAX_FACTOR: f64 = 1e12;
/// Weights are at most so large.
pub const MAX_WEIGHT: f64 = 1e15;
/// Standard deviation of the factor that makes years of many drafts and of few.
pub const MAX_INITIATIVE_SD: f64 = 10.0;
/// Bytes of an id in UTF-8: so many letters a to z, half as many Cyrillic ones.
pub const MAX_ID: usize = 64;
/// Characters of a label.
pub const MAX_LABEL: usize = 200;
/// Characters of a title.
pub const MAX_TITLE: usize = 400;
/// Segments of a path such as `members.china.initiative`.
pub const MAX_PATH: usize = 16;
/// Faults that are kept; further ones are counted.
pub const MAX_FAULTS: usize = 200;
