use sobol_burley::parts::{owen_scramble_rev, sobol_rev};

use super::{Draws, Point, Purpose};

/// Points of a Sobol sequence at most: its direction numbers are of so many.
pub const MOST_POINTS: usize = 1 << 16;
/// Coordinates of a Sobol sequence at most.
pub const MOST_DIMENSIONS: usize = sobol_burley::NUM_DIMENSIONS as usize;

/// More than a Sobol sequence has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a Sobol sequence has at most {MOST_POINTS} points and {MOST_DIMENSIONS} coordinates, not {points} and {dimensions}"
)]
pub struct TooLarge {
    /// The points that were asked for.
    pub points: usize,
    /// The coordinates.
    pub dimensions: usize,
}

/// The first points of a Sobol sequence (direction numbers of Joe & Kuo 2008, SIAM J. Sci. Comput. 30) with Owen's
/// scrambling by hash (Burley 2020, J. Computer Graphics Techniques 9): equally spread in the cube, best where their
/// number is a power of two, and in truly random places, so that what is averaged over them has no bias. More points of
/// the same seed begin with these.
///
/// # Errors
/// If the sequence has not so many.
pub fn sobol(points: usize, dimensions: usize, seed: u64) -> Result<Vec<Point>, TooLarge> {
    if points > MOST_POINTS || dimensions > MOST_DIMENSIONS {
        return Err(TooLarge { points, dimensions });
    }
    let scrambles: Vec<u32> =
        (0..dimensions).map(|dimension| Draws::new(seed, Purpose::Sobol, dimension as u64).bits()).collect();
    let coordinate = |point: u32, dimension: u32, scramble: u32| {
        let reversed = owen_scramble_rev(sobol_rev(point.reverse_bits(), dimension), scramble);
        // In the middle of its cell: never 0 or 1.
        (f64::from(reversed.reverse_bits()) + 0.5) / (1u64 << 32) as f64
    };
    let point = |point: u32| (0..).zip(&scrambles).map(|(d, &scramble)| coordinate(point, d, scramble)).collect();
    Ok((0..points as u32).map(point).collect())
}
