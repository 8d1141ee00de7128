//! Pure renderers: estimates in, bytes out. Nothing here touches files or the terminal.

pub mod csv;
mod faults;
pub mod power;
pub mod table;
pub mod verification;

pub use faults::render as render_faults;
