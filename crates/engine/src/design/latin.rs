use super::{Draws, Point, Purpose};

/// A Latin hypercube (McKay, Beckman & Conover 1979, Technometrics 21): each coordinate has one point in each of `points`
/// strata of equal width, at a random place in it, and is paired with the others at random.
pub fn latin_hypercube(points: usize, dimensions: usize, seed: u64) -> Vec<Point> {
    let coordinate = |dimension: usize| -> Vec<f64> {
        let mut draws = Draws::new(seed, Purpose::Latin, dimension as u64);
        let strata = draws.permutation(points);
        // Rounding may lead to the upper end of a stratum, never beyond 1.
        strata.into_iter().map(|stratum| (stratum as f64 + draws.uniform()) / points as f64).collect()
    };
    let coordinates: Vec<Vec<f64>> = (0..dimensions).map(coordinate).collect();
    (0..points).map(|point| coordinates.iter().map(|coordinate| coordinate[point]).collect()).collect()
}
