/// The sums, by dimension, that a table has cells for: all u with `holds(u)`, where that is false for every sum that is larger
/// than one for which it is false.
///
/// One dimension runs along rows, the others tell rows apart. Because the region reaches down to 0 everywhere, a
/// row's cells are 0 up to some length: with one dimension there is one row, with two the region is a staircase.
#[derive(Debug, Clone)]
pub(super) struct Region {
    /// The dimension that runs along rows.
    along: usize,
    /// By dimension: values from 0 that occur; along rows 1.
    sizes: Vec<usize>,
    /// By dimension: how far apart two rows are that differ by one in it.
    strides: Vec<usize>,
    /// By row.
    lengths: Vec<usize>,
    /// By row: where its cells begin. One more, for the number of all cells.
    starts: Vec<usize>,
}

/// Rows of a region, so that it is found out soon where each of them ends.
const MOST_ROWS: usize = 1 << 20;

/// What somebody's answer adds to the sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shift {
    /// By dimension; along rows 0.
    across: Vec<usize>,
    /// By so many rows, if nothing runs over.
    rows: usize,
    /// Along a row.
    pub(super) cells: usize,
}

impl Region {
    /// The region within `largest` (by dimension), unless it takes more than so many cells.
    pub(super) fn new(largest: &[u64], most: usize, holds: impl Fn(&[u64]) -> bool) -> Option<Self> {
        let mut sums = vec![0; largest.len()];
        let extent = |dimension: usize, sums: &mut Vec<u64>| -> u64 {
            let end = first_outside(largest[dimension], |sum| {
                sums[dimension] = sum;
                holds(sums)
            });
            sums[dimension] = 0;
            end
        };
        let extents: Vec<u64> = (0..largest.len()).map(|dimension| extent(dimension, &mut sums)).collect();
        let along = (0..extents.len()).max_by_key(|&dimension| extents[dimension]).unwrap_or(0);
        let size = |(dimension, &extent): (usize, &u64)| if dimension == along { 1 } else { extent };
        let sizes: Vec<u64> = extents.iter().enumerate().map(size).collect();
        let rows = sizes.iter().try_fold(1_u64, |rows, &size| rows.checked_mul(size))?;
        if rows > most.min(MOST_ROWS) as u64 {
            return None;
        }
        let sizes: Vec<usize> = sizes.iter().map(|&size| size as usize).collect();
        let mut strides = vec![1; sizes.len()];
        for dimension in 1..sizes.len() {
            strides[dimension] = strides[dimension - 1] * sizes[dimension - 1];
        }
        let mut region = Region { along, sizes, strides, lengths: Vec::new(), starts: vec![0] };
        for row in 0..rows as usize {
            for dimension in 0..sums.len() {
                sums[dimension] = region.coordinate(row, dimension) as u64;
            }
            let length = if sums.is_empty() { u64::from(holds(&[])) } else { extent(along, &mut sums) };
            let cells = region.cells() as u64 + length;
            region.lengths.push(length as usize);
            region.starts.push(usize::try_from(cells).ok().filter(|&cells| cells <= most)?);
        }
        Some(region)
    }

    /// How many sums it holds.
    pub(super) fn cells(&self) -> usize {
        self.starts[self.lengths.len()]
    }

    pub(super) fn rows(&self) -> usize {
        self.lengths.len()
    }

    /// Where a row's cells begin.
    pub(super) fn start(&self, row: usize) -> usize {
        self.starts[row]
    }

    pub(super) fn length(&self, row: usize) -> usize {
        self.lengths[row]
    }

    /// Sums by dimension as a shift. What is larger than the region leads out of it from everywhere.
    pub(super) fn shift(&self, sums: &[u64]) -> Shift {
        let longest = self.lengths.iter().copied().max().unwrap_or(0) as u64;
        let across: Vec<usize> =
            (0..sums.len())
                .map(|dimension| {
                    if dimension == self.along { 0 } else { sums[dimension].min(self.sizes[dimension] as u64) as usize }
                })
                .collect();
        let rows = across.iter().zip(&self.strides).map(|(across, stride)| across * stride).sum();
        Shift { across, rows, cells: sums.get(self.along).map_or(0, |&cells| cells.min(longest) as usize) }
    }

    /// How many cells of a row are still in the region after the shift: the first so many.
    pub(super) fn staying(&self, row: usize, shift: &Shift) -> usize {
        let fits = |dimension: usize| self.coordinate(row, dimension) + shift.across[dimension] < self.sizes[dimension];
        if shift.rows > 0 && !(0..self.sizes.len()).all(fits) {
            return 0;
        }
        self.lengths[row + shift.rows].saturating_sub(shift.cells)
    }

    /// The row from which the shift leads to this one.
    pub(super) fn source(&self, row: usize, shift: &Shift) -> Option<usize> {
        let reaches = |dimension: usize| self.coordinate(row, dimension) >= shift.across[dimension];
        (shift.rows == 0 || (0..self.sizes.len()).all(reaches)).then(|| row - shift.rows)
    }

    fn coordinate(&self, row: usize, dimension: usize) -> usize {
        row / self.strides[dimension] % self.sizes[dimension]
    }
}

impl Shift {
    /// A shift that leads nowhere.
    #[cfg(test)]
    pub(super) fn is_none(&self) -> bool {
        self.rows == 0 && self.cells == 0
    }
}

/// The first of 0, 1, …, `largest` + 1 for which `holds` is false, where it stays false.
pub(super) fn first_outside(largest: u64, mut holds: impl FnMut(u64) -> bool) -> u64 {
    let (mut inside, mut outside) = (0, largest + 1);
    while inside < outside {
        let middle = inside + (outside - inside) / 2;
        if holds(middle) { inside = middle + 1 } else { outside = middle }
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_dimension_is_one_row() {
        let region = Region::new(&[100], 1000, |sums| sums[0] <= 41).unwrap();
        assert_eq!((region.rows(), region.cells(), region.length(0)), (1, 42, 42));
        assert_eq!(region.staying(0, &region.shift(&[5])), 37);
        assert_eq!(region.staying(0, &region.shift(&[500])), 0);
        assert_eq!(region.source(0, &region.shift(&[5])), Some(0));
        assert!(Region::new(&[100], 41, |sums| sums[0] <= 41).is_none(), "too many cells");
    }

    /// u ≤ 9 with v ≤ 2, or u ≤ 3 with v ≤ 5.
    #[test]
    fn two_dimensions_are_a_staircase() {
        let holds = |sums: &[u64]| (sums[0] <= 9 && sums[1] <= 2) || (sums[0] <= 3 && sums[1] <= 5);
        let region = Region::new(&[20, 20], 1000, holds).unwrap();
        let lengths: Vec<usize> = (0..region.rows()).map(|row| region.length(row)).collect();
        assert_eq!(lengths, [10, 10, 10, 4, 4, 4]);
        assert_eq!(region.start(4), 34);
        let shift = region.shift(&[2, 1]);
        let staying: Vec<usize> = (0..6).map(|row| region.staying(row, &shift)).collect();
        assert_eq!(staying, [8, 8, 2, 2, 2, 0]);
        assert_eq!((region.source(0, &shift), region.source(5, &shift)), (None, Some(4)));
    }

    #[test]
    fn nothing_and_everything() {
        assert_eq!(Region::new(&[10], 100, |_| false).unwrap().cells(), 0);
        assert_eq!(Region::new(&[10, 3], 100, |_| true).unwrap().cells(), 44);
        assert_eq!(Region::new(&[], 100, |_| true).unwrap().cells(), 1);
        assert_eq!(Region::new(&[], 100, |_| false).unwrap().cells(), 0);
        assert!(Region::new(&[10], 100, |_| true).unwrap().shift(&[0]).is_none());
    }
}
