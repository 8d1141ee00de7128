use super::Point;
use super::sobol::{TooLarge, sobol};

/// Saltelli's design for Sobol indices (Saltelli et al. 2010, Computer Physics Communications 181): two samples A and B,
/// and for each coordinate i a sample AB_i, which is A with that coordinate of B.
#[derive(Debug, Clone, PartialEq)]
pub struct Saltelli {
    /// For each base point j: A_j, B_j, then AB_ij for every coordinate i. A part that begins at the beginning is a design, too.
    pub points: Vec<Point>,
    /// Points of A.
    pub base: usize,
    /// Coordinates.
    pub dimensions: usize,
}

impl Saltelli {
    /// Points a base point.
    pub fn stride(&self) -> usize {
        stride(self.dimensions)
    }
}

/// So many points does each base point take.
pub(super) fn stride(dimensions: usize) -> usize {
    dimensions + 2
}

/// The design over so many base points, of a Sobol sequence in twice the coordinates.
///
/// # Errors
/// If the sequence has not so many.
pub fn saltelli(base: usize, dimensions: usize, seed: u64) -> Result<Saltelli, TooLarge> {
    let mut points = Vec::with_capacity(base * stride(dimensions));
    for both in sobol(base, 2 * dimensions, seed)? {
        let (a, b) = both.split_at(dimensions);
        points.extend([a.to_vec(), b.to_vec()]);
        points.extend((0..dimensions).map(|i| {
            let mut mixed = a.to_vec();
            mixed[i] = b[i];
            mixed
        }));
    }
    Ok(Saltelli { points, base, dimensions })
}
