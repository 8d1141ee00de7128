//! Where to look: points in the unit cube, for those who vary what nobody has measured.
//!
//! A design is a pure function of its size and a seed: the same points on every machine. Every coordinate has draws of its
//! own, so that a further one changes none of those that are there. What the coordinates stand for is the caller's.

mod draws;
mod latin;
mod morris;
mod saltelli;
mod sobol;
#[cfg(test)]
mod tests;

pub use draws::{Draws, Purpose};
pub use latin::latin_hypercube;
pub use morris::{LEVELS, Trajectory, trajectories};
pub use saltelli::{Saltelli, saltelli};
pub use sobol::{MOST_DIMENSIONS, MOST_POINTS, TooLarge, sobol};

/// A point in the unit cube, a number in \[0, 1\] for each coordinate.
pub type Point = Vec<f64>;
