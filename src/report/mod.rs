//! Pure renderers: estimates and faults in, bytes out.

pub mod csv;
mod excerpt;
pub mod faults;
pub mod inventory;
pub mod json;
pub mod plots;
pub mod power;
pub mod requirement;
pub mod table;
pub mod verification;
mod words;

pub use words::{counted, duration};
