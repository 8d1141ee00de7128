use super::{Clustering, Linearised, Ratio, Spread};

/// A ratio of totals minus another one that was seen in the same worlds, from X and Y of both by block of worlds.
///
/// Residuals are subtracted block by block before their spread is taken, so that what the two have in common cancels. So
/// any two ratios can be compared after the fact, whose totals were kept by block; the block is the cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Contrast {
    /// The difference.
    pub difference: Linearised,
    /// ΣY of the first one.
    cases: f64,
    /// Blocks in which the first one has cases.
    blocks: u64,
    /// Blocks that differ between here and there, and Σ|X − X'|.
    differing: u64,
    apart: f64,
}

impl Contrast {
    /// `values` are the two ratios; blocks that one of them does not have are empty. `None` where there are no cases.
    pub fn new(values: [f64; 2], here: &[[f64; 2]], there: &[[f64; 2]]) -> Option<Self> {
        let (own, other) = (Residuals::new(values[0], here)?, Residuals::new(values[1], there)?);
        let block = |of: &[[f64; 2]], number: usize| of.get(number).copied().unwrap_or_default();
        let pairs = (0..here.len().max(there.len())).map(|number| (block(here, number), block(there, number)));
        let differing = pairs.clone().filter(|(here, there)| here != there).count() as u64;
        let spread = Residuals::spread([(1.0, &own), (-1.0, &other)].into_iter());
        Some(Contrast {
            difference: Linearised { value: values[0] - values[1], spread },
            cases: own.cases,
            blocks: own.blocks,
            differing,
            apart: pairs.map(|([x, _], [x0, _])| (x - x0).abs()).sum(),
        })
    }

    /// Of what was counted, with the values of its ratios.
    pub fn of(here: &Ratio, there: &Ratio, blocks: [&[[f64; 2]]; 2]) -> Option<Self> {
        Contrast::new([here.value()?, there.value()?], blocks[0], blocks[1])
    }

    /// Whether all blocks agree.
    pub fn agrees(&self) -> bool {
        self.differing == 0
    }

    /// ΣY of the first ratio.
    pub fn cases(&self) -> f64 {
        self.cases
    }

    /// How the events that are not the same here and there hang together, `size` to a world.
    pub fn clustering(&self, size: f64) -> Clustering {
        let variance = self.difference.spread.map_or(0.0, |spread| spread.variance);
        let effect = Clustering::effect(variance, self.cases, self.apart / self.cases);
        Clustering { size, effect, telling: self.differing, worlds: self.blocks }
    }
}

/// Of the terms that are summed up, what rounding may leave where they cancel.
const ROUNDING: f64 = 1e-24;

/// What one ratio's blocks contribute to how it varies.
#[derive(Debug, Clone)]
pub struct Residuals {
    /// (X − R·Y)/ΣY by block, and before the subtraction the sum of squares of its terms.
    pub by_block: Vec<f64>,
    terms: f64,
    cases: f64,
    /// Blocks that have cases.
    blocks: u64,
    /// Equal blocks that would weigh as much.
    effective: f64,
}

impl Residuals {
    /// Of a ratio with that `value`; `None` without cases.
    pub fn new(value: f64, blocks: &[[f64; 2]]) -> Option<Self> {
        let (cases, squares) = blocks.iter().fold((0.0, 0.0), |(sum, squares), [_, y]| (sum + y, squares + y * y));
        if cases == 0.0 {
            return None;
        }
        let parts = |[x, y]: &[f64; 2]| [x / cases, value * y / cases];
        Some(Residuals {
            by_block: blocks.iter().map(parts).map(|[x, y]| x - y).collect(),
            terms: blocks.iter().map(parts).map(|[x, y]| x * x + y * y).sum(),
            cases,
            blocks: blocks.iter().filter(|[_, y]| *y != 0.0).count() as u64,
            effective: cases * cases / squares,
        })
    }

    /// How the sum of these ratios, each times its weight, varies; known with two blocks that have cases in each.
    pub fn spread<'r>(weighted: impl Iterator<Item = (f64, &'r Residuals)>) -> Option<Spread> {
        let mut sums: Vec<f64> = Vec::new();
        let (mut terms, mut blocks, mut effective) = (0.0, u64::MAX, f64::INFINITY);
        for (weight, residuals) in weighted {
            sums.resize(sums.len().max(residuals.by_block.len()), 0.0);
            sums.iter_mut().zip(&residuals.by_block).for_each(|(sum, residual)| *sum += weight * residual);
            terms += weight * weight * residuals.terms;
            (blocks, effective) = (blocks.min(residuals.blocks), effective.min(residuals.effective));
        }
        let powers = |(squares, cubes): (f64, f64), z: &f64| (squares + z * z, cubes + z * z * z);
        let (mut squares, mut cubes) = sums.iter().fold((0.0, 0.0), powers);
        // What is no more than the rounding of its terms is 0.
        if squares <= ROUNDING * terms {
            (squares, cubes) = (0.0, 0.0);
        }
        Spread::of_sum(squares, cubes, blocks).map(|spread| spread.of_unequal(effective))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contrast(here: &[[f64; 2]], there: &[[f64; 2]]) -> Contrast {
        let ratio = |rows: &[[f64; 2]]| {
            let mut ratio = Ratio::default();
            rows.iter().for_each(|&row| ratio.add(row));
            ratio
        };
        Contrast::of(&ratio(here), &ratio(there), [here, there]).unwrap()
    }

    fn std_error(contrast: &Contrast) -> f64 {
        contrast.difference.spread.unwrap().std_error()
    }

    #[test]
    fn a_paired_difference_by_hand() {
        // Ratios 1/2 and 3/4 on the same replications; residuals over ΣY/n = 4: (1 − 0, −1 − 1, 0 + 1)/4.
        let found = contrast(&[[3.0, 4.0], [1.0, 4.0], [2.0, 4.0]], &[[3.0, 4.0], [4.0, 4.0], [2.0, 4.0]]);
        assert!((found.difference.value + 0.25).abs() < 1e-15);
        assert!((std_error(&found) - (3.0 / 16.0f64).sqrt() / 3f64.sqrt()).abs() < 1e-12);
        assert_eq!((found.differing, found.apart, found.blocks), (1, 3.0, 3));
    }

    #[test]
    fn a_ratio_differs_from_itself_by_nothing() {
        let rows: Vec<[f64; 2]> = (1..200).map(|i| f64::from(i) * 0.37).map(|x| [x, x * x]).collect();
        let found = contrast(&rows, &rows);
        assert_eq!((found.difference.value, std_error(&found), found.agrees()), (0.0, 0.0, true));
    }

    #[test]
    fn what_cancels_but_for_rounding_is_nothing() {
        // Twice as much of both in every block: the ratios are the same, and vary together.
        let rows: Vec<[f64; 2]> = (1..200).map(|i| f64::from(i) * 0.37).map(|x| [x.sqrt(), 1.0 + x]).collect();
        let twice: Vec<[f64; 2]> = rows.iter().map(|row| row.map(|part| part * 3.0)).collect();
        let found = contrast(&rows, &twice);
        assert!(found.difference.value.abs() < 1e-15 && !found.agrees());
        assert_eq!(std_error(&found), 0.0);
    }

    #[test]
    fn a_run_that_was_shorter_is_paired_as_far_as_it_goes() {
        // Alone, the last two blocks add their own residuals.
        let long = [[3.0, 4.0], [1.0, 4.0], [2.0, 4.0], [4.0, 4.0]];
        let found = contrast(&long, &long[..2]);
        let residuals = [0.5 / 16.0 - 1.0 / 8.0, -1.5 / 16.0 + 1.0 / 8.0, -0.5 / 16.0, 1.5 / 16.0];
        let squares: f64 = residuals.iter().map(|x: &f64| x * x).sum();
        assert!((std_error(&found) - (squares * 2.0).sqrt()).abs() < 1e-15);
    }
}
