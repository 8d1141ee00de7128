use super::classes::{Class, classes};
use super::visit::{Answers, Winning, visit_winning};
use crate::experiment::Interrupted;
use crate::power::game::Game;
use crate::power::indices::{self, MemberCounts};
use crate::power::watch::Meter;

/// So many members can be counted in 128 bits: n 3^n < 2^127.
const MOST_SEATS: usize = 75;

/// Winning configurations of a ternary game, as whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::power) struct Counts {
    /// The adopted configurations.
    pub(in crate::power) winning: u128,
    /// By seat.
    pub(in crate::power) members: Vec<Differences>,
}

/// Numbers of configurations of the others that adopt with one answer of a member and not with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::power) struct Differences {
    /// Adopted if it supports, not if it objects.
    pub(in crate::power) support_object: u128,
    /// Adopted if it acquiesces, not if it objects.
    pub(in crate::power) acquiesce_object: u128,
}

/// Counts exactly, or not at all if that takes too many steps.
pub(in crate::power) fn count(game: &Game, nodes: u64, meter: &Meter) -> Result<Option<Counts>, Interrupted> {
    let seats = game.seats();
    if seats > MOST_SEATS {
        return Ok(None);
    }
    let classes = classes(game);
    let mut sums = Sums::new(&classes);
    let complete = visit_winning(game, &classes, nodes, meter, &mut |winning| sums.add(&winning))?;
    Ok(complete.then(|| sums.counts(seats)))
}

/// Sums over winning sets. By monotonicity the configurations that adopt with an answer contain
/// those that adopt with a lesser one, so that differences of counts are counts of differences; in a set
/// where a member is undecided all its answers are equally frequent and cancel.
struct Sums<'a> {
    classes: &'a [Class],
    /// By depth: 3 to the number of members in the classes from there on.
    completions: Vec<u128>,
    winning: u128,
    /// By class, over its members and the adopted configurations: supporting less objecting,
    support_object: Vec<i128>,
    /// and acquiescing less objecting.
    acquiesce_object: Vec<i128>,
}

impl<'a> Sums<'a> {
    fn new(classes: &'a [Class]) -> Self {
        let mut completions = vec![1; classes.len() + 1];
        for (depth, class) in classes.iter().enumerate().rev() {
            completions[depth] = completions[depth + 1] * 3_u128.pow(class.seats.len() as u32);
        }
        let zero = vec![0; classes.len()];
        Sums { classes, completions, winning: 0, support_object: zero.clone(), acquiesce_object: zero }
    }

    fn add(&mut self, winning: &Winning) {
        let configurations = winning.ways * self.completions[winning.decided.len()];
        self.winning += configurations;
        for (class, &Answers { object, acquiesce, support }) in winning.decided.iter().enumerate() {
            let times = |difference: i64| configurations as i128 * i128::from(difference);
            self.support_object[class] += times(i64::from(support) - i64::from(object));
            self.acquiesce_object[class] += times(i64::from(acquiesce) - i64::from(object));
        }
    }

    fn counts(&self, seats: usize) -> Counts {
        let mut members = vec![Differences::default(); seats];
        for (class, Class { seats, .. }) in self.classes.iter().enumerate() {
            let each = |sum: i128| sum.unsigned_abs() / seats.len() as u128;
            for &seat in seats {
                members[seat] = Differences {
                    support_object: each(self.support_object[class]),
                    acquiesce_object: each(self.acquiesce_object[class]),
                };
            }
        }
        Counts { winning: self.winning, members }
    }
}

impl Counts {
    /// By step.
    pub(in crate::power) fn by_step(&self) -> indices::Counts {
        let total = 3_u128.pow(self.members.len() as u32);
        let member = |differences: &Differences| {
            let acquiesce_object = differences.acquiesce_object;
            MemberCounts::of_steps((differences.support_object - acquiesce_object) as f64, acquiesce_object as f64)
        };
        indices::Counts {
            winning: self.winning as f64,
            losing: (total - self.winning) as f64,
            total: total as f64,
            others: total as f64 / 3.0,
            members: self.members.iter().map(member).collect(),
        }
    }
}
