//! Pure renderers: estimates in, bytes out.

pub mod plots;
