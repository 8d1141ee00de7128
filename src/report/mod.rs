//! Pure renderers: estimates and faults in, bytes out.

pub mod csv;
mod excerpt;
pub mod faults;
pub mod json;
mod markdown;
pub mod plots;
pub mod power;
pub mod table;
pub mod verification;
