//! `[sweeps.…]` and `--vary`: fields that take several values, and the points that these make.

mod asked;
mod axis;
mod decimal;
mod level;
mod points;
mod section;
#[cfg(test)]
mod tests;

pub use asked::Asked;
pub use axis::{Axis, Values};
pub use level::Level;
pub(super) use section::check;

use super::limits::MAX_SWEEP_POINTS;
use crate::design;

/// Fields that are varied together.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Key in the scenario.
    pub id: String,
    /// What messages and tables call it.
    pub label: String,
    /// What is varied, at least one field.
    pub axes: Vec<Axis>,
    /// Points in the box that the axes span, instead of all combinations of their values.
    pub sample: Option<Sample>,
    /// Worlds at every point, if it says so.
    pub replications: Option<u64>,
    /// Names of the metrics that are drawn.
    pub metrics: Vec<String>,
    /// The value at which heat maps have a contour.
    pub threshold: Option<f64>,
}

/// Points that are spread over a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// How.
    pub method: Method,
    /// How many.
    pub points: usize,
}

/// How points are spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A Latin hypercube.
    LatinHypercube,
    /// A Sobol sequence.
    Sobol,
}

/// A value for every field that is varied.
#[derive(Debug, Clone)]
pub struct Point {
    /// In the order of the axes.
    pub levels: Vec<Level>,
}

impl Point {
    /// `members.china.initiative = 0.5, rule = consensus`
    pub fn told(&self, sweep: &Sweep) -> String {
        let told = sweep.axes.iter().zip(&self.levels).map(|(axis, level)| format!("{} = {}", axis.path, level.text));
        told.collect::<Vec<_>>().join(", ")
    }
}

impl Sweep {
    /// Whether only the command line has described it.
    pub fn is_unnamed(&self) -> bool {
        self.id == asked::HERE
    }

    /// How many points there are.
    pub fn size(&self) -> u128 {
        match self.sample {
            Some(sample) => sample.points as u128,
            None => self.axes.iter().map(|axis| axis.levels().len() as u128).fold(1, u128::saturating_mul),
        }
    }

    /// All points: the combinations of all values, the last field running fastest, or a sample by that seed.
    pub fn points(&self, seed: u64) -> Vec<Point> {
        let axes = self.axes.len();
        let shares = match self.sample {
            None => return self.grid(),
            Some(Sample { method: Method::LatinHypercube, points }) => design::latin_hypercube(points, axes, seed),
            Some(Sample { method: Method::Sobol, points }) => {
                design::sobol(points, axes, seed).expect("no more than a sweep may have")
            }
        };
        let along = |shares: &Vec<f64>| self.axes.iter().zip(shares).map(|(axis, share)| axis.along(*share)).collect();
        shares.iter().map(|shares| Point { levels: along(shares) }).collect()
    }

    fn grid(&self) -> Vec<Point> {
        debug_assert!(self.size() <= MAX_SWEEP_POINTS as u128);
        let mut points = vec![Vec::new()];
        for axis in &self.axes {
            let with = |levels: &[Level], level: &Level| [levels, std::slice::from_ref(level)].concat();
            points = points
                .iter()
                .flat_map(|levels: &Vec<Level>| axis.levels().iter().map(move |level| with(levels, level)))
                .collect();
        }
        points.into_iter().map(|levels| Point { levels }).collect()
    }
}
