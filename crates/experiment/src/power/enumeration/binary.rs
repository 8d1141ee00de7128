use super::binomials::Binomials;
use super::classes::{Class, classes};
use super::visit::{Winning, visit_winning};
use crate::experiment::Interrupted;
use crate::power::game::Game;
use crate::power::indices::{self, MemberCounts, Value};
use crate::power::watch::Meter;

/// So many members can be counted in 128 bits: n 2^n < 2^128.
const MOST_SEATS: usize = 120;

/// Winning coalitions and swings of a binary game, as whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::power) struct Counts {
    /// Winning coalitions, by size.
    pub(in crate::power) winning: Vec<u128>,
    /// By seat, then by size: the coalitions with this member that win, and lose without it.
    pub(in crate::power) swings: Vec<Vec<u128>>,
}

/// Counts exactly, or not at all if that takes too many steps.
pub(in crate::power) fn count(game: &Game, nodes: u64, meter: &Meter) -> Result<Option<Counts>, Interrupted> {
    let seats = game.seats();
    if seats > MOST_SEATS {
        return Ok(None);
    }
    let classes = classes(game);
    let mut sets = Sets::new(seats, &classes);
    let complete = visit_winning(game, &classes, nodes, meter, &mut |winning| sets.add(&winning))?;
    Ok(complete.then(|| sets.counts()))
}

/// The winning sets of an enumeration, summed over those with the same number of decided classes and
/// the same number of supporters among them.
struct Sets<'a> {
    seats: usize,
    classes: &'a [Class],
    /// Members in the classes from each depth on.
    undecided: Vec<usize>,
    /// By decided classes and supporters: how many coalitions of the decided.
    ways: Vec<u128>,
    /// The same, then by class: how many of its members they have in total.
    supporters: Vec<u128>,
}

impl<'a> Sets<'a> {
    fn new(seats: usize, classes: &'a [Class]) -> Self {
        let mut undecided = vec![0; classes.len() + 1];
        for (depth, class) in classes.iter().enumerate().rev() {
            undecided[depth] = undecided[depth + 1] + class.seats.len();
        }
        let cells = (classes.len() + 1) * (seats + 1);
        Sets { seats, classes, undecided, ways: vec![0; cells], supporters: vec![0; cells * classes.len()] }
    }

    fn add(&mut self, winning: &Winning) {
        let size: u32 = winning.decided.iter().map(|answers| answers.support).sum();
        let cell = winning.decided.len() * (self.seats + 1) + size as usize;
        self.ways[cell] += winning.ways;
        let supporters = &mut self.supporters[cell * self.classes.len()..];
        for (sum, answers) in supporters.iter_mut().zip(winning.decided) {
            *sum += winning.ways * u128::from(answers.support);
        }
    }

    /// A set with u undecided members and `size` supporters among the decided holds C(u, s − size)
    /// coalitions of size s.
    ///
    /// Member i has W_i(s) − [W(s − 1) − W_i(s − 1)] swings of size s, where W(s) coalitions of size s win
    /// and W_i(s) of them contain i (Dubey & Shapley 1979): winning ones with i, less those that still win
    /// without it. Both are sums over winning sets. In a set where i is undecided they are equal
    /// (C(u − 1, ·) each): only sets where i is decided contribute.
    fn counts(&self) -> Counts {
        let binomials = Binomials::up_to(self.seats);
        let mut winning = vec![0; self.seats + 1];
        let mut with = vec![vec![0; self.seats + 1]; self.classes.len()];
        let mut without = with.clone();
        for (cell, &ways) in self.ways.iter().enumerate().filter(|&(_, &ways)| ways > 0) {
            let (decided, size) = (cell / (self.seats + 1), cell % (self.seats + 1));
            let undecided = self.undecided[decided];
            for joining in 0..=undecided {
                let (s, completions) = (size + joining, binomials.of(undecided, joining));
                winning[s] += ways * completions;
                for class in 0..decided {
                    let supporters = self.supporters[cell * self.classes.len() + class];
                    let objectors = ways * self.classes[class].seats.len() as u128 - supporters;
                    with[class][s] += supporters * completions;
                    without[class][s] += objectors * completions;
                }
            }
        }
        Counts { winning, swings: self.swings(&with, &without) }
    }

    /// From the sums over the members of a class to each of its members.
    fn swings(&self, with: &[Vec<u128>], without: &[Vec<u128>]) -> Vec<Vec<u128>> {
        let mut swings = vec![vec![0; self.seats + 1]; self.seats];
        for (class, members) in self.classes.iter().enumerate() {
            for &seat in &members.seats {
                for s in 1..=self.seats {
                    swings[seat][s] = (with[class][s] - without[class][s - 1]) / members.seats.len() as u128;
                }
            }
        }
        swings
    }
}

impl Counts {
    /// Over all sizes.
    pub(in crate::power) fn summed(&self) -> indices::Counts {
        let winning: u128 = self.winning.iter().sum();
        let total = 1_u128 << self.swings.len();
        let member = |by_size: &Vec<u128>| MemberCounts {
            shapley_shubik: Some(Value::exact(shapley_shubik(by_size))),
            ..MemberCounts::of_swings(by_size.iter().sum::<u128>() as f64)
        };
        indices::Counts {
            winning: winning as f64,
            losing: (total - winning) as f64,
            total: total as f64,
            others: total as f64 / 2.0,
            members: self.swings.iter().map(member).collect(),
        }
    }
}

/// Σ_s swings(s) (s − 1)! (n − s)! / n!, and (s − 1)! (n − s)! / n! = 1 / (n C(n − 1, s − 1)).
fn shapley_shubik(swings: &[u128]) -> f64 {
    let seats = swings.len() - 1;
    let binomials = Binomials::up_to(seats);
    (1..=seats).map(|s| swings[s] as f64 / (seats as f64 * binomials.of(seats - 1, s - 1) as f64)).sum()
}
