//! Pure renderers: from estimates to bytes.

pub mod power;
