use std::ops::Range;

use super::lattice::Lattice;
use super::region::Shift;

/// How the tables of all others than each member come about: by halves. The table for a set of members holds all the others;
/// adding one half of the set to it gives the table for the other half, so that a member is added about log₂ n times
/// for all n tables together and never taken out.
///
/// Only cells are kept up to date from which the members that are still missing can lead out of the region: the
/// others do not bear on what is read in the end.
#[derive(Debug, Clone)]
pub(super) struct Schedule {
    pub(super) operations: Vec<Operation>,
    /// How many tables there are at a time.
    pub(super) tables: usize,
    /// The seats in the order in which operations speak of them: those with the same moves together.
    pub(super) order: Vec<usize>,
    /// Cells that are looked at in all.
    pub(super) steps: u64,
}

/// A step on the way. `missing` is what the members whose answers are not in the table yet add at most.
#[derive(Debug, Clone)]
pub(super) enum Operation {
    /// Table `from` is copied to the next one.
    Copy { from: usize, missing: Shift },
    /// A seat is added to a table.
    Add { table: usize, seat: usize, missing: Shift },
    /// A table is that of all others than any one of the members at these places of the order, who are alike.
    Read { table: usize, places: Range<usize> },
}

impl Schedule {
    pub(super) fn new(lattice: &Lattice) -> Self {
        let mut order: Vec<usize> = (0..lattice.seats()).collect();
        order.sort_by(|&a, &b| lattice.answers[b].iter().rev().cmp(lattice.answers[a].iter().rev()));
        let mut planner = Planner { lattice, order: &order, operations: Vec::new(), tables: 1, steps: 0 };
        if lattice.region.cells() > 0 && !order.is_empty() {
            planner.plan(0..order.len(), 0);
        }
        let Planner { operations, tables, steps, .. } = planner;
        Schedule { operations, tables, steps, order }
    }
}

/// Rows that are looked at when an operation's cells are counted; in regions of more rows all cells are taken to count.
const MOST_ROWS: usize = 1000;

/// To find out where a row's cells come from and go to takes about as long as so many cells.
const STEPS_OF_A_ROW: usize = 16;

struct Planner<'a> {
    lattice: &'a Lattice,
    order: &'a [usize],
    operations: Vec<Operation>,
    tables: usize,
    steps: u64,
}

impl Planner<'_> {
    /// Reads the tables for these members from one that holds all the others.
    fn plan(&mut self, places: Range<usize>, table: usize) {
        let answers = |place: usize| &self.lattice.answers[self.order[place]];
        if places.clone().all(|place| answers(place) == answers(places.start)) {
            self.add(places.start + 1..places.end, places.start..places.start + 1, table);
            self.operations.push(Operation::Read { table, places });
            return;
        }
        let middle = places.start + places.len() / 2;
        let (left, right) = (places.start..middle, middle..places.end);
        let missing = self.missing(&[places]);
        self.count(&missing);
        self.operations.push(Operation::Copy { from: table, missing });
        self.tables = self.tables.max(table + 2);
        self.add(left.clone(), right.clone(), table + 1);
        self.plan(right.clone(), table + 1);
        self.add(right, left.clone(), table);
        self.plan(left, table);
    }

    /// Adds members one by one, while the last ones go on missing.
    fn add(&mut self, members: Range<usize>, last: Range<usize>, table: usize) {
        for place in members.clone() {
            let missing = self.missing(&[place + 1..members.end, last.clone()]);
            self.count(&missing);
            self.operations.push(Operation::Add { table, seat: self.order[place], missing });
        }
    }

    fn missing(&self, places: &[Range<usize>]) -> Shift {
        let seats: Vec<usize> = places.iter().flat_map(|places| &self.order[places.clone()]).copied().collect();
        self.lattice.region.shift(&self.lattice.farthest(&seats))
    }

    fn count(&mut self, missing: &Shift) {
        let region = &self.lattice.region;
        let cells = if region.rows() > MOST_ROWS {
            region.cells()
        } else {
            (0..region.rows()).map(|row| region.length(row) - region.staying(row, missing)).sum()
        };
        self.steps += (cells + STEPS_OF_A_ROW * region.rows()) as u64;
    }
}
