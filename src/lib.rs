//! winset simulates what happens to decisions when every member can say no, and the table grows.
//!
//! The tour, in the order in which the data goes:
//!
//! 1. [`scenario`] reads what the user wrote (TOML) and compiles it into one [`model::Model`] a variant,
//!    or reports every fault with its line.
//! 2. [`engine`] runs a model in one world (a seed and a replication number): proposals are tabled,
//!    polled, amended, and end.
//! 3. [`stats`] are the estimators that outcomes stream into; they merge.
//! 4. [`experiment`] runs many worlds in parallel and makes estimates and paired differences.
//! 5. [`design`] says at which points to look where nobody knows what holds; pure numbers, beside the way.
//! 6. [`power`] needs no world: it says what a rule alone gives each member, before any preference.
//! 7. [`sensitivity`] runs a scenario at many points of what is assumed in it, and says what that does.
//! 8. [`report`] turns estimates into tables, CSV and figures; it returns bytes.
//! 9. [`commands`] wires these to the terminal and the file system.
//!
//! Each step knows nothing of the ones after it.

pub mod commands;
pub mod design;
pub mod engine;
pub mod experiment;
pub mod model;
pub mod power;
pub mod report;
pub mod scenario;
pub mod sensitivity;
pub mod stats;
pub mod verification;
