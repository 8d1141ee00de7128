//! Numbers by seat, several at a time. Rows of them are padded to whole lanes; what stands in the padding says nothing.

use wide::f64x4;

/// Seats of a lane.
pub(crate) const WIDTH: usize = 4;

/// How long a row of so many numbers is.
pub(crate) fn padded(count: usize) -> usize {
    count.next_multiple_of(WIDTH)
}

/// A row of these numbers, with so much in the padding.
pub(crate) fn row(numbers: impl Iterator<Item = f64>, padding: f64) -> Vec<f64> {
    let mut row: Vec<f64> = numbers.collect();
    row.resize(padded(row.len()), padding);
    row
}

/// The first `LANES` lanes of a row where their number is known, so that loops over them have no ends to ask for; all of them
/// where it is 0.
#[inline]
pub(crate) fn lanes<const LANES: usize>(row: &[f64]) -> &[[f64; WIDTH]] {
    let lanes = row.as_chunks().0;
    if LANES > 0 { &lanes[..LANES] } else { lanes }
}

/// The same, to be written.
#[inline]
pub(crate) fn lanes_mut<const LANES: usize>(row: &mut [f64]) -> &mut [[f64; WIDTH]] {
    let lanes = row.as_chunks_mut().0;
    if LANES > 0 { &mut lanes[..LANES] } else { lanes }
}

/// One of them.
#[inline]
pub(crate) fn lane(lane: &[f64; WIDTH]) -> f64x4 {
    f64x4::new(*lane)
}
