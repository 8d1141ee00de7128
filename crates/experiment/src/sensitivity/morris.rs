use super::Bounded;
use super::bootstrap::{Resamples, interval};
use crate::design::Trajectory;
use crate::stats::Level;

/// What moving one coordinate through its whole range does to a result, seen from many places (Morris 1991, Technometrics
/// 33; μ*: Campolongo, Cariboni & Saltelli 2007, Environmental Modelling & Software 22).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// μ, the mean of the elementary effects.
    pub mean: Bounded,
    /// μ*, the mean of their magnitudes.
    pub magnitude: Bounded,
    /// σ, their standard deviation: what the coordinate does depends on the others, or bends. `None` of a single one.
    pub deviation: Option<f64>,
    /// Elementary effects: trajectories on which the result is defined at both ends of the move.
    pub trajectories: usize,
}

/// The effects of each coordinate on a result; `results[t][i]` is the result at point i of trajectory t. `None` for a
/// coordinate whose moves are all undefined.
pub fn effects(
    trajectories: &[Trajectory],
    results: &[Vec<Option<f64>>],
    level: Level,
    seed: u64,
) -> Vec<Option<Effects>> {
    let dimensions = trajectories.first().map_or(0, |trajectory| trajectory.order.len());
    (0..dimensions)
        .map(|dimension| {
            let moves = trajectories.iter().zip(results);
            of(&moves.filter_map(|(way, results)| elementary(way, results, dimension)).collect::<Vec<_>>(), level, seed)
        })
        .collect()
}

/// What a coordinate's move does on one trajectory, per unit of the way.
fn elementary(way: &Trajectory, results: &[Option<f64>], dimension: usize) -> Option<f64> {
    let step = way.order.iter().position(|moved| *moved == dimension)?;
    let by = way.points[step + 1][dimension] - way.points[step][dimension];
    Some((results[step + 1]? - results[step]?) / by)
}

fn of(effects: &[f64], level: Level, seed: u64) -> Option<Effects> {
    if effects.is_empty() {
        return None;
    }
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / effects.len() as f64;
    let resamples = Resamples::new(effects.len(), seed);
    let bounded = |part: fn(f64) -> f64| {
        let value = mean(&mut effects.iter().map(|effect| part(*effect)));
        let again = resamples.iter().map(|points| mean(&mut points.iter().map(|&point| part(effects[point]))));
        let again = again.collect();
        Bounded { value, interval: (effects.len() > 1).then(|| interval(value, again, level)).flatten() }
    };
    let (middle, magnitude) = (bounded(|effect| effect), bounded(f64::abs));
    let squares: f64 = effects.iter().map(|effect| (effect - middle.value) * (effect - middle.value)).sum();
    let deviation = (effects.len() > 1).then(|| (squares / (effects.len() - 1) as f64).sqrt());
    Some(Effects { mean: middle, magnitude, deviation, trajectories: effects.len() })
}
