use super::{Draws, Point, Purpose};

/// Levels of a coordinate on which trajectories move, as mostly used.
pub const LEVELS: usize = 4;

/// A way through the cube on which each coordinate moves once.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// One more than there are coordinates.
    pub points: Vec<Point>,
    /// The coordinate that moves after each point but the last.
    pub order: Vec<usize>,
}

/// Trajectories on a grid (Morris 1991, Technometrics 33) of an even number of `levels` ≥ 2: from a random point of it each
/// coordinate moves once, in random order, by half the levels, which is Δ = levels / (2 (levels − 1)): up from the lower
/// half, down from the upper one, so that all levels are visited equally often.
pub fn trajectories(number: usize, dimensions: usize, levels: usize, seed: u64) -> Vec<Trajectory> {
    let half = (levels / 2).max(1);
    let place = |level: usize| level as f64 / (2 * half - 1) as f64;
    let mut starts: Vec<Draws> =
        (0..dimensions).map(|dimension| Draws::new(seed, Purpose::Start, dimension as u64)).collect();
    let mut trajectory = |number: usize| {
        let mut at: Vec<usize> = starts.iter_mut().map(|draws| draws.below(2 * half)).collect();
        let order = Draws::new(seed, Purpose::Order, number as u64).permutation(dimensions);
        let mut points = vec![at.iter().copied().map(place).collect::<Point>()];
        for &dimension in &order {
            at[dimension] = (at[dimension] + half) % (2 * half);
            points.push(at.iter().copied().map(place).collect());
        }
        Trajectory { points, order }
    };
    (0..number).map(&mut trajectory).collect()
}
