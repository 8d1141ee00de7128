use super::region::{Region, Shift};

/// For every sum in a region, how many (or how probable) the ways are in which the members added so far come to it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    cells: Vec<f64>,
}

/// What a member does to a table: it stays with the answer of the beginning, or gives another one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Factors {
    /// 1 to count, 1 − p for a probability p of another answer.
    pub(super) stay: f64,
    /// 1 to count, or p.
    pub(super) turn: f64,
}

impl Factors {
    pub(super) const COUNT: Self = Factors { stay: 1.0, turn: 1.0 };

    /// Of independent answers that turn away with this probability; its complement as given, for it may be tiny.
    pub(super) fn probability(turn: f64, stay: f64) -> Self {
        Factors { stay, turn }
    }
}

/// So many cells at a time stay in the nearest memory.
const BLOCK: usize = 1024;

/// A probability that is taken for 0, before processors become slow. All such cells together are far less than the least
/// index above 0, 1/(n C(n − 1, k)) > 2^−n/n.
const NONE: f64 = 1e-290;

impl Table {
    /// All 0.
    pub(super) fn empty(region: &Region) -> Self {
        Table { cells: vec![0.0; region.cells()] }
    }

    /// Nobody is added yet: one way, at 0.
    pub(super) fn begun(region: &Region) -> Self {
        let mut table = Table::empty(region);
        table.cells.iter_mut().take(1).for_each(|cell| *cell = 1.0);
        table
    }

    /// Takes the cells of another table from which `missing` leads out of the region.
    pub(super) fn copy(&mut self, other: &Table, region: &Region, missing: &Shift) {
        for row in 0..region.rows() {
            let (from, to) = (region.start(row) + region.staying(row, missing), region.start(row + 1));
            self.cells[from..to].copy_from_slice(&other.cells[from..to]);
        }
    }

    /// Adds a member who makes one of these moves, or none. Only cells from which `missing` leads out of the region are
    /// brought up to date; all, where it is not given.
    pub(super) fn add(&mut self, region: &Region, moves: &[Shift], factors: Factors, missing: Option<&Shift>) {
        // Downwards: what is read is not written yet.
        for row in (0..region.rows()).rev() {
            let least = missing.map_or(0, |missing| region.staying(row, missing));
            self.add_to_row(region, row, least, moves, factors);
        }
    }

    fn add_to_row(&mut self, region: &Region, row: usize, least: usize, moves: &[Shift], factors: Factors) {
        let within = moves.iter().filter(|shift| region.source(row, shift) == Some(row)).map(|shift| shift.cells);
        let block = within.clone().filter(|&cells| cells > 0).min().unwrap_or(BLOCK).min(BLOCK);
        let stay = factors.stay + within.filter(|&cells| cells == 0).map(|_| factors.turn).sum::<f64>();
        let start = region.start(row);
        let mut end = region.length(row);
        while end > least {
            let begin = least.max(end.saturating_sub(block));
            let (before, rest) = self.cells.split_at_mut(start + begin);
            let cells = &mut rest[..end - begin];
            let mut stay = stay;
            for shift in moves {
                let Some(source) = region.source(row, shift).filter(|&source| source != row || shift.cells > 0) else {
                    continue;
                };
                let first = begin.max(shift.cells).min(end);
                let (missed, reached) = cells.split_at_mut(first - begin);
                let from = before[region.start(source)..].iter().skip(first.saturating_sub(shift.cells));
                scale(missed, stay);
                reached.iter_mut().zip(from).for_each(|(to, from)| *to = settled(stay * *to + factors.turn * from));
                stay = 1.0;
            }
            scale(cells, stay);
            end = begin;
        }
    }

    /// What is in cells that stay in the region with one shift and not with another, farther one.
    pub(super) fn between(&self, region: &Region, near: &Shift, far: &Shift) -> f64 {
        let of_row = |row: usize| {
            let cells = &self.cells[region.start(row)..];
            sum(&cells[region.staying(row, far)..region.staying(row, near)])
        };
        (0..region.rows()).map(of_row).sum()
    }

    /// What is in the region.
    pub(super) fn sum(&self) -> f64 {
        sum(&self.cells)
    }
}

fn scale(cells: &mut [f64], factor: f64) {
    if factor != 1.0 {
        cells.iter_mut().for_each(|cell| *cell = settled(factor * *cell));
    }
}

fn settled(cell: f64) -> f64 {
    if cell < NONE { 0.0 } else { cell }
}

/// By blocks, so that rounding does not grow with the number of cells.
fn sum(cells: &[f64]) -> f64 {
    cells.chunks(BLOCK).map(|block| block.iter().sum::<f64>()).sum()
}
