use super::lanes::padded;

/// A point for each member: a row a dimension, in lanes by member.
#[derive(Debug, Default)]
pub struct Points {
    members: usize,
    dims: usize,
    /// How long a row is.
    row: usize,
    rows: Vec<f64>,
}

impl Clone for Points {
    fn clone(&self) -> Self {
        Points { rows: self.rows.clone(), ..*self }
    }

    /// In the room that it has.
    fn clone_from(&mut self, other: &Self) {
        (self.members, self.dims, self.row) = (other.members, other.dims, other.row);
        self.rows.clone_from(&other.rows);
    }
}

/// What stands in the padding says nothing.
impl PartialEq for Points {
    fn eq(&self, other: &Self) -> bool {
        let rows = |of: &Self, d: usize| of.row(d)[..of.members].to_vec();
        (self.members, self.dims) == (other.members, other.dims)
            && (0..self.dims).all(|d| rows(self, d) == rows(other, d))
    }
}

impl Points {
    /// Of so many members, all at the origin of `dims` dimensions.
    pub(crate) fn new(members: usize, dims: usize) -> Self {
        Points { members, dims, row: padded(members), rows: vec![0.0; dims * padded(members)] }
    }

    /// How many members there are.
    pub fn members(&self) -> usize {
        self.members
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.members == 0
    }

    /// Forgets them.
    pub(crate) fn clear(&mut self) {
        self.members = 0;
    }

    /// The coordinate of `member` in dimension `d`.
    #[inline]
    pub fn at(&self, member: usize, d: usize) -> f64 {
        self.rows[d * self.row + member]
    }

    #[inline]
    pub(crate) fn at_mut(&mut self, member: usize, d: usize) -> &mut f64 {
        &mut self.rows[d * self.row + member]
    }

    /// The coordinates of `member`.
    pub fn of(&self, member: usize) -> impl Iterator<Item = f64> {
        assert!(member < self.members, "there is no member {member}");
        (0..self.dims).map(move |d| self.at(member, d))
    }

    /// The coordinates of all in dimension `d`.
    #[inline]
    pub(crate) fn row(&self, d: usize) -> &[f64] {
        &self.rows[d * self.row..(d + 1) * self.row]
    }

    #[inline]
    pub(crate) fn row_mut(&mut self, d: usize) -> &mut [f64] {
        &mut self.rows[d * self.row..(d + 1) * self.row]
    }

    /// All rows, one after the other.
    #[inline]
    pub(crate) fn rows(&self) -> &[f64] {
        &self.rows
    }

    /// Becomes the points of the first of the members whose coordinates in dimension `d` are the row `from(d)`.
    #[inline]
    pub(crate) fn take<'r>(&mut self, members: usize, dims: usize, from: impl Fn(usize) -> &'r [f64]) {
        (self.members, self.dims, self.row) = (members, dims, padded(members));
        self.rows.clear();
        (0..dims).for_each(|d| self.rows.extend_from_slice(&from(d)[..self.row]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of members whose points follow each other.
    fn by_member(points: &[f64], dims: usize) -> Points {
        let mut all = Points::new(points.len() / dims, dims);
        points.iter().enumerate().for_each(|(index, x)| *all.at_mut(index / dims, index % dims) = *x);
        all
    }

    #[test]
    fn a_row_a_dimension() {
        let points = by_member(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 2);
        assert_eq!((points.row(0), points.row(1)), (&[1.0, 3.0, 5.0, 0.0][..], &[2.0, 4.0, 6.0, 0.0][..]));
        assert_eq!(points.of(1).collect::<Vec<_>>(), [3.0, 4.0]);
        assert_eq!((points.at(2, 0), points.at(2, 1), points.members()), (5.0, 6.0, 3));
        let rows = [[1.0, 3.0, 7.0, 8.0, 9.0], [2.0, 4.0, 7.0, 8.0, 9.0]];
        let mut some = Points::default();
        some.take(2, 2, |d| &rows[d]);
        assert_eq!(some, by_member(&[1.0, 2.0, 3.0, 4.0], 2), "whatever stands in the padding");
        assert_ne!(some, points);
        some.clear();
        assert!(some.is_empty());
    }
}
