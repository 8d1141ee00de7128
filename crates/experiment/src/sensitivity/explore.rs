//! From a method to points, and from points to results.

use super::study::Study;
use crate::design::{self, LEVELS, Point, Saltelli, TooLarge, Trajectory};
use crate::experiment::{Interrupted, Results};
use crate::scenario::{Assumed, Faults, Scenario};

/// What is asked of the assumptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// How far the results move: a Latin hypercube.
    Spread,
    /// Which assumptions can be forgotten: elementary effects on Morris' trajectories.
    Morris,
    /// How much of the variance is whose: Sobol indices from Saltelli's design.
    Sobol,
}

/// How much is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// What is asked.
    pub method: Method,
    /// Points of the hypercube, trajectories, or base points; the method's own number where it is not given.
    pub size: Option<usize>,
}

/// The points of a method.
#[derive(Debug, Clone, PartialEq)]
pub enum Sample {
    /// A Latin hypercube.
    Latin(Vec<Point>),
    /// Morris' trajectories.
    Morris(Vec<Trajectory>),
    /// Saltelli's design.
    Sobol(Saltelli),
}

impl Method {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Method::Spread => "spread",
            Method::Morris => "morris",
            Method::Sobol => "sobol",
        }
    }

    /// The size where none is asked for: bands and ranks that are stable to a few per cent, a usual number of trajectories,
    /// indices that are known to about a tenth.
    pub fn usual_size(self) -> usize {
        match self {
            Method::Spread => 200,
            Method::Morris => 20,
            Method::Sobol => 256,
        }
    }
}

impl Plan {
    /// The size.
    pub fn size(&self) -> usize {
        self.size.unwrap_or(self.method.usual_size())
    }

    /// Points that it takes over so many assumptions.
    pub fn points(&self, assumptions: usize) -> usize {
        self.size().saturating_mul(match self.method {
            Method::Spread => 1,
            Method::Morris => assumptions + 1,
            Method::Sobol => assumptions + 2,
        })
    }

    /// The points over so many assumptions.
    ///
    /// # Errors
    /// If a Sobol sequence has not so many.
    pub fn sample(&self, assumptions: usize, seed: u64) -> Result<Sample, TooLarge> {
        Ok(match self.method {
            Method::Spread => Sample::Latin(design::latin_hypercube(self.size(), assumptions, seed)),
            Method::Morris => Sample::Morris(design::trajectories(self.size(), assumptions, LEVELS, seed)),
            Method::Sobol => Sample::Sobol(design::saltelli(self.size(), assumptions, seed)?),
        })
    }
}

impl Sample {
    /// All points, in the order in which they run.
    pub fn points(&self) -> Vec<&Point> {
        match self {
            Sample::Latin(points) => points.iter().collect(),
            Sample::Morris(ways) => ways.iter().flat_map(|way| &way.points).collect(),
            Sample::Sobol(design) => design.points.iter().collect(),
        }
    }

    /// The points that are spread equally over the cube: all of a hypercube, A and B of Saltelli's design, none of
    /// trajectories, which keep to a grid that has the ends.
    pub fn spread(&self) -> Vec<usize> {
        match self {
            Sample::Latin(points) => (0..points.len()).collect(),
            Sample::Morris(_) => Vec::new(),
            Sample::Sobol(design) => (0..design.points.len()).filter(|point| point % design.stride() < 2).collect(),
        }
    }
}

/// Why a study came to no end.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Stopped {
    /// It was asked to stop.
    #[error("{0}")]
    Interrupted(#[from] Interrupted),
    /// Assumptions that are sound one by one make no sense together.
    #[error("{0}")]
    Scenario(#[from] Faults),
}

/// Follows the scenario as it is and at every point, in the same worlds: `run` is asked for the results of each.
///
/// # Errors
/// If it was asked to stop, or a point is no scenario.
pub fn explore(
    scenario: &Scenario,
    assumed: &Assumed,
    sample: Sample,
    run: impl Fn(&Scenario) -> Result<Results, Interrupted>,
) -> Result<Study, Stopped> {
    let mut study = Study::new(run(scenario)?, assumed.assumptions().to_vec(), scenario.run.seed);
    for point in sample.points() {
        study.add(&run(&assumed.at(point)?)?, assumed.settings(point), point);
    }
    Ok(study.of(sample))
}
