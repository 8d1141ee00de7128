//! What happens in one world. The crate `winset` is the way in, with the tour of all; it takes everything from here as its own.

pub mod design;
pub mod engine;
pub mod model;
pub mod stats;
