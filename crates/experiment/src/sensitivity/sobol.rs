use super::Bounded;
use super::bootstrap::{Resamples, interval};
use crate::stats::Level;

/// How much of a result's variance over the cube is due to one coordinate (Sobol 1993; Saltelli et al. 2010, Computer
/// Physics Communications 181).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// To it alone.
    pub first: Bounded,
    /// To it alone and with others.
    pub total: Bounded,
    /// Base points on which they rest.
    pub base: usize,
}

/// A base point: the results in A and B, and in A with one coordinate of B each.
#[derive(Debug)]
struct Block {
    a: f64,
    b: f64,
    mixed: Vec<f64>,
}

/// The indices of each coordinate from the results of Saltelli's design, in the order of its points. Base points with an
/// undefined result are left out. `None` where fewer than two are left, or the result does not vary.
///
/// First order: mean of f(B) (f(AB_i) − f(A)) (their row b). Total: half the mean of (f(A) − f(AB_i))² (their row f, which is
/// Jansen's). Both over the variance of f(A) and f(B) together; f is told from its mean, which changes no index and
/// makes the first less noisy.
pub fn indices(results: &[Option<f64>], dimensions: usize, level: Level, seed: u64) -> Option<Vec<Indices>> {
    let read = |block: &[Option<f64>]| {
        let block = block.iter().copied().collect::<Option<Vec<f64>>>()?;
        Some(Block { a: block[0], b: block[1], mixed: block[2..].to_vec() })
    };
    let mut blocks: Vec<Block> = results.chunks_exact(dimensions + 2).filter_map(read).collect();
    let mean = blocks.iter().map(|block| block.a + block.b).sum::<f64>() / (2 * blocks.len().max(1)) as f64;
    for Block { a, b, mixed } in &mut blocks {
        [a, b].into_iter().chain(mixed).for_each(|result| *result -= mean);
    }
    let all: Vec<usize> = (0..blocks.len()).collect();
    let whole = estimates(&blocks, &all, dimensions)?;
    let again: Vec<Vec<(f64, f64)>> = Resamples::new(blocks.len(), seed)
        .iter()
        .map(|points| estimates(&blocks, points, dimensions).unwrap_or(vec![(f64::NAN, f64::NAN); dimensions]))
        .collect();
    let bounded = |value: f64, again: Vec<f64>| Bounded { value, interval: interval(value, again, level) };
    let of = |(d, (first, total)): (usize, &(f64, f64))| Indices {
        first: bounded(*first, again.iter().map(|indices| indices[d].0).collect()),
        total: bounded(*total, again.iter().map(|indices| indices[d].1).collect()),
        base: blocks.len(),
    };
    Some(whole.iter().enumerate().map(of).collect())
}

/// First and total index of each coordinate from some of the blocks.
fn estimates(blocks: &[Block], chosen: &[usize], dimensions: usize) -> Option<Vec<(f64, f64)>> {
    if chosen.len() < 2 {
        return None;
    }
    let chosen = || chosen.iter().map(|&block| &blocks[block]);
    let n = chosen().count() as f64;
    let mean = chosen().map(|block| block.a + block.b).sum::<f64>() / (2.0 * n);
    let square = |x: f64| x * x;
    let variance = chosen().map(|block| square(block.a - mean) + square(block.b - mean)).sum::<f64>() / (2.0 * n - 1.0);
    if variance <= f64::EPSILON * f64::EPSILON * square(mean) || variance == 0.0 {
        return None;
    }
    let of = |d: usize| {
        let first = chosen().map(|block| (block.b - mean) * (block.mixed[d] - block.a)).sum::<f64>() / n;
        let total = chosen().map(|block| square(block.a - block.mixed[d])).sum::<f64>() / (2.0 * n);
        (first / variance, total / variance)
    };
    Some((0..dimensions).map(of).collect())
}
