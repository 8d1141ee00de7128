//! What many worlds say. The crate `winset` is the way in, with the tour of all; it takes everything from here as its own.

pub mod experiment;
pub mod power;
pub mod sensitivity;
pub mod trace;

use winset_engine::{design, engine, model, stats};
use winset_scenario as scenario;
