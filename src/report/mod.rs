//! Pure renderers: estimates in, bytes out.

pub mod csv;
pub mod power;
pub mod table;
