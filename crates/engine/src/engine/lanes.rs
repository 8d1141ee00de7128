//! Numbers by seat, several at a time. Rows of them are padded to whole lanes; what stands in the padding says nothing.

use wide::f64x4;

use super::utility::vector;
use crate::model::Loss;

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
#[inline(always)]
pub(crate) fn lanes<const LANES: usize>(row: &[f64]) -> &[[f64; WIDTH]] {
    let lanes = row.as_chunks().0;
    if LANES > 0 { &lanes[..LANES] } else { lanes }
}

/// The same, to be written.
#[inline(always)]
pub(crate) fn lanes_mut<const LANES: usize>(row: &mut [f64]) -> &mut [[f64; WIDTH]] {
    let lanes = row.as_chunks_mut().0;
    if LANES > 0 { &mut lanes[..LANES] } else { lanes }
}

/// Calls a function that knows lanes and dimensions when it is compiled, for tables and spaces of common sizes; where one of
/// them is 0 it asks for it.
macro_rules! of_size {
    ($lanes:expr, $dims:expr, $($name:ident)::+($($argument:expr),* $(,)?)) => {
        match ($lanes, $dims) {
            (1, 1) => $($name)::+::<1, 1>($($argument),*),
            (1, 2) => $($name)::+::<1, 2>($($argument),*),
            (1, 3) => $($name)::+::<1, 3>($($argument),*),
            (2, 1) => $($name)::+::<2, 1>($($argument),*),
            (2, 2) => $($name)::+::<2, 2>($($argument),*),
            (2, 3) => $($name)::+::<2, 3>($($argument),*),
            (3, 1) => $($name)::+::<3, 1>($($argument),*),
            (3, 2) => $($name)::+::<3, 2>($($argument),*),
            (3, 3) => $($name)::+::<3, 3>($($argument),*),
            (_, 1) => $($name)::+::<0, 1>($($argument),*),
            (_, 2) => $($name)::+::<0, 2>($($argument),*),
            (_, 3) => $($name)::+::<0, 3>($($argument),*),
            _ => $($name)::+::<0, 0>($($argument),*),
        }
    };
}
pub(crate) use of_size;

/// What members or seats lose by the point `at`, into a row; weights and positions are rows, one a dimension. In so many lanes
/// and dimensions where they are known, see [`lanes`] and [`vector`].
#[inline(always)]
pub(crate) fn losses<const LANES: usize, const D: usize>(
    shape: Loss,
    (weights, positions): (&[f64], &[f64]),
    at: &[f64],
    losses: &mut [f64],
) {
    let (at, losses) = (vector::<D>(at), lanes_mut::<LANES>(losses));
    let (count, dims) = (losses.len(), at.len());
    let [weights, positions] = [weights, positions].map(|rows| &rows.as_chunks().0[..dims * count]);
    for index in 0..count {
        let mut loss = f64x4::splat(0.0);
        for d in 0..dims {
            let off = f64x4::splat(at[d]) - lane(&positions[d * count + index]);
            loss += lane(&weights[d * count + index]) * off * off;
        }
        if shape == Loss::Linear {
            loss = loss.sqrt();
        }
        losses[index] = loss.to_array();
    }
}

/// One of them.
#[inline(always)]
pub(crate) fn lane(lane: &[f64; WIDTH]) -> f64x4 {
    f64x4::new(*lane)
}
