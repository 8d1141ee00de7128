//! Pure renderers: estimates and faults in, bytes out.

pub mod csv;
pub mod faults;
pub mod json;
pub mod plots;
pub mod power;
pub mod table;
pub mod verification;
