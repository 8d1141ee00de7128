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
//! 8. [`trace`] follows one proposal through one world.
//! 9. [`report`] turns estimates into tables, CSV and figures; it returns bytes.
//! 10. [`commands`] wires these to the terminal and the file system.
//!
//! Each step knows nothing of the ones after it. The first eight are in crates of their own (`crates/` in the repository), which
//! cannot name what comes after them; this one takes everything from them as its own.
//!
//! # From a program
//!
//! A scenario is compiled, run, and asked for estimates; each has its interval, and what has no cases is absent.
//!
//! ```
//! use winset::experiment::{self, Watch};
//! use winset::scenario::{self, Options};
//!
//! let text = r#"
//!     [space]
//!     dimensions = ["economy"]
//!     [members]
//!     north.ideal = [-0.5]
//!     south.ideal = [0.5]
//!     east.ideal = [0.9]
//!     [areas.trade]
//!     status_quo = { sd = 1.0 }
//!     [variants.two]
//!     members = ["north", "south"]
//!     [variants.three]
//! "#;
//! let options = Options { replications: Some(200), ..Options::default() };
//! let scenario = scenario::parse("trade.toml", text, &options)?;
//! let results = experiment::run(&scenario, &Watch::nobody())?;
//!
//! let passed = results.estimate("two", "pass_rate").expect("proposals were tabled");
//! let (low, high) = passed.interval.expect("200 worlds");
//! assert!(low < passed.value && passed.value < high);
//!
//! // A third veto: the same proposals in the same worlds, so the difference is sharper than either estimate.
//! let change = results.difference_of("three", "pass_rate").expect("the same");
//! assert!(change.interval.expect("200 worlds").1 < 0.0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Tables, figures and files come from [`report`], which takes the same results. `examples/` in the repository has programs
//! that run a shipped scenario and that change a field step by step; a faulty scenario gives [`scenario::Faults`], each with
//! its line.

pub mod commands;
pub mod report;
pub mod verification;

#[doc(inline)]
pub use winset_engine::{design, engine, model, stats};
#[doc(inline)]
pub use winset_experiment::{experiment, power, sensitivity, trace};
#[doc(inline)]
pub use winset_scenario as scenario;
