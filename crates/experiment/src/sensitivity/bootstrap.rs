use crate::design::{Draws, Purpose};
use crate::stats::Level;

/// How often a sample is drawn again.
const RESAMPLES: usize = 500;

/// Samples of the numbers below `size`, with replacement: the same for everything that is estimated from one design.
#[derive(Debug, Clone)]
pub(super) struct Resamples(Vec<Vec<usize>>);

impl Resamples {
    pub(super) fn new(size: usize, seed: u64) -> Self {
        let mut draws = Draws::new(seed, Purpose::Bootstrap, size as u64);
        let resample = |_| (0..size).map(|_| draws.below(size)).collect();
        Self((0..RESAMPLES).map(resample).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[usize]> {
        self.0.iter().map(Vec::as_slice)
    }
}

/// The percentile interval of an estimate from what it is in the resamples (Efron 1979, Annals of Statistics 7), widened
/// where it does not hold the estimate; `None` where it was undefined in more than a few of them.
pub(super) fn interval(value: f64, mut again: Vec<f64>, level: Level) -> Option<(f64, f64)> {
    again.retain(|x| x.is_finite());
    if again.len() < RESAMPLES * 9 / 10 {
        return None;
    }
    again.sort_by(f64::total_cmp);
    let tail = level.misses() / 2.0;
    Some((quantile(&again, tail).min(value), quantile(&again, 1.0 - tail).max(value)))
}

/// The quantile of sorted numbers, linear between order statistics (type 7 of Hyndman & Fan 1996, American Statistician 50).
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}
