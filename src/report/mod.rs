//! Pure renderers: from values to bytes. Nothing here touches files or the terminal.

mod faults;

pub use faults::render as render_faults;
