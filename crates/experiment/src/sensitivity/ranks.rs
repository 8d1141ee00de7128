//! Which coordinate goes with a result: Spearman's rank correlation, and its partial form.

use super::Bounded;
use super::bootstrap::{Resamples, interval};
use crate::stats::Level;

/// How a result goes with one coordinate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation {
    /// Spearman's rank correlation.
    pub spearman: Bounded,
    /// The same with what goes with the other coordinates taken out of both (partial rank correlation; Marino et al. 2008, J.
    /// Theoretical Biology 254); `None` where there are too few points, or coordinates that say the same.
    pub partial: Option<Bounded>,
}

/// Points, and their ranks in every resample, for as many results as there are.
#[derive(Debug)]
pub struct Ranks {
    /// Coordinates of all points; by dimension.
    columns: Vec<Vec<f64>>,
    whole: Sample,
    resamples: Vec<Sample>,
    level: Level,
}

/// One sample of the points.
#[derive(Debug)]
struct Sample {
    points: Vec<usize>,
    /// Standardised ranks, by dimension.
    ranks: Vec<Vec<f64>>,
    /// The inverse of their correlations, if there is one.
    inverse: Option<Vec<Vec<f64>>>,
}

impl Sample {
    fn new(columns: &[Vec<f64>], points: Vec<usize>) -> Self {
        let ranks: Vec<Vec<f64>> = columns.iter().map(|column| standardised(&taken(column, &points))).collect();
        let correlations: Vec<Vec<f64>> = ranks.iter().map(|a| ranks.iter().map(|b| product(a, b)).collect()).collect();
        // Each coordinate and the mean take a degree of freedom; one is left at least.
        let inverse = (points.len() > columns.len() + 2).then(|| inverse(correlations)).flatten();
        Self { points, ranks, inverse }
    }

    /// Spearman's correlations of a result with each dimension, and the partial ones; not a number where undefined.
    fn correlations(&self, result: &[f64]) -> (Vec<f64>, Option<Vec<f64>>) {
        let result = standardised(&taken(result, &self.points));
        let simple: Vec<f64> = self.ranks.iter().map(|ranks| product(ranks, &result)).collect();
        let partial = self.inverse.as_ref().map(|inverse| partial(inverse, &simple));
        (simple, partial)
    }
}

impl Ranks {
    /// Of points at which results are known; `None` of fewer than three.
    pub fn new(points: &[&[f64]], level: Level, seed: u64) -> Option<Self> {
        let dimensions = points.first()?.len();
        if points.len() < 3 {
            return None;
        }
        let columns: Vec<Vec<f64>> = (0..dimensions).map(|d| points.iter().map(|point| point[d]).collect()).collect();
        let sample = |points: Vec<usize>| Sample::new(&columns, points);
        let whole = sample((0..points.len()).collect());
        let resamples = Resamples::new(points.len(), seed).iter().map(|points| sample(points.to_vec())).collect();
        Some(Self { columns, whole, resamples, level })
    }

    /// How a result goes with each dimension; `result[i]` was found at `points[i]`. `None` where it is the same at all.
    pub fn correlations(&self, result: &[f64]) -> Option<Vec<Correlation>> {
        if result.iter().all(|x| *x == result[0]) {
            return None;
        }
        let (simple, partial) = self.whole.correlations(result);
        let again: Vec<(Vec<f64>, Option<Vec<f64>>)> =
            self.resamples.iter().map(|sample| sample.correlations(result)).collect();
        let bounded = |value: f64, again: Vec<f64>| Bounded { value, interval: interval(value, again, self.level) };
        let of = |d: usize| {
            let spearman = bounded(simple[d], again.iter().map(|(simple, _)| simple[d]).collect());
            let partial = partial.as_ref().map(|partial| {
                let again = again.iter().map(|(_, partial)| partial.as_ref().map_or(f64::NAN, |p| p[d]));
                bounded(partial[d], again.collect())
            });
            Correlation { spearman, partial: partial.filter(|partial| partial.value.is_finite()) }
        };
        Some((0..self.columns.len()).map(of).collect())
    }
}

fn taken(values: &[f64], points: &[usize]) -> Vec<f64> {
    points.iter().map(|&point| values[point]).collect()
}

/// Ranks, those of equal numbers their mean, moved and scaled so that the product of two is their correlation. Not a
/// number where all are equal.
fn standardised(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for tie in order.chunk_by(|&a, &b| values[a] == values[b]) {
        let rank = from as f64 + (tie.len() as f64 - 1.0) / 2.0;
        tie.iter().for_each(|&place| ranks[place] = rank);
        from += tie.len();
    }
    let middle = (values.len() as f64 - 1.0) / 2.0;
    let length = ranks.iter().map(|rank| (rank - middle) * (rank - middle)).sum::<f64>().sqrt();
    ranks.iter_mut().for_each(|rank| *rank = (*rank - middle) / length);
    ranks
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Partial correlations of a result with each dimension from the simple ones: with R the correlations of the dimensions,
/// β = R⁻¹ r and ρ² = r·β, that with i is βᵢ / √(βᵢ² + (1 − ρ²) (R⁻¹)ᵢᵢ).
fn partial(inverse: &[Vec<f64>], simple: &[f64]) -> Vec<f64> {
    let slopes: Vec<f64> = inverse.iter().map(|row| product(row, simple)).collect();
    let unexplained = (1.0 - product(&slopes, simple)).max(0.0);
    let of = |d: usize| {
        let slope = slopes[d];
        slope / (slope * slope + unexplained * inverse[d][d]).sqrt()
    };
    (0..simple.len()).map(of).collect()
}

/// The inverse of a matrix (Gauss and Jordan, with pivots); `None` where it has none to speak of.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = matrix.len();
    for (row, line) in matrix.iter_mut().enumerate() {
        line.extend((0..n).map(|column| f64::from(u8::from(column == row))));
    }
    for column in 0..n {
        let pivot = (column..n).max_by(|&a, &b| matrix[a][column].abs().total_cmp(&matrix[b][column].abs()))?;
        if matrix[pivot][column].is_nan() || matrix[pivot][column].abs() < 1e-9 {
            return None;
        }
        matrix.swap(column, pivot);
        let scale = matrix[column][column];
        matrix[column].iter_mut().for_each(|x| *x /= scale);
        let line = matrix[column].clone();
        for (row, other) in matrix.iter_mut().enumerate().filter(|(row, _)| *row != column) {
            debug_assert_ne!(row, column);
            let times = other[column];
            other.iter_mut().zip(&line).for_each(|(x, y)| *x -= times * y);
        }
    }
    Some(matrix.into_iter().map(|line| line[n..].to_vec()).collect())
}
