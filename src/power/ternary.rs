use super::binary;
use super::classes::{Class, classes};
use super::enumeration::{Answers, Choices, Winning, visit_winning};
use super::game::Game;
use super::indices::{GamePower, MemberPower, Value};

/// So many members can be counted in 128 bits: n 3^n < 2^127.
const MOST_SEATS: usize = 75;

/// Winning configurations of a ternary game, as whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    /// The adopted configurations.
    pub(super) winning: u128,
    /// By seat.
    pub(super) members: Vec<Differences>,
}

/// Numbers of configurations of the others that adopt with one answer of a member and not with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Differences {
    /// Adopted if it supports, not if it objects.
    pub(super) support_object: u128,
    /// Adopted if it acquiesces, not if it objects.
    pub(super) acquiesce_object: u128,
}

/// Counts exactly, or not at all if that takes too many steps.
pub(super) fn count(game: &Game, nodes: u64) -> Option<Counts> {
    let seats = game.seats();
    if seats > MOST_SEATS {
        return None;
    }
    let classes = classes(game);
    let mut sums = Sums::new(&classes);
    visit_winning(game, &classes, Choices::Three, nodes, &mut |winning| sums.add(&winning))?;
    Some(sums.counts(seats))
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
    /// Whether acquiescence is neither support nor objection.
    ///
    /// To read it as support can only add adopted configurations, and to read it as objection can only
    /// remove some; so either makes the same game exactly if it leaves as many. Each coalition of s
    /// supporters in the binary game stands for 2^s configurations (each of them may acquiesce
    /// instead) in the first reading and for 2^(n − s) in the second.
    pub(super) fn distinguishes_abstention(&self, binary: &binary::Counts) -> bool {
        let seats = binary.swings.len();
        let reading = |ways: fn(usize, usize) -> u128| -> u128 {
            binary.winning.iter().enumerate().map(|(s, winning)| winning * ways(s, seats)).sum()
        };
        self.winning != reading(|s, _| 1 << s) && self.winning != reading(|s, n| 1 << (n - s))
    }

    /// The indices that these counts make.
    pub(super) fn power(&self) -> GamePower {
        let seats = self.members.len();
        let total = 3_u128.pow(seats as u32);
        let all_swings: u128 = self.members.iter().map(|member| member.support_object).sum();
        let member = |member: &Differences| {
            let swings = member.support_object;
            // Adopted, and not if it objected: it supports, or it acquiesces.
            let preventable = swings + member.acquiesce_object;
            // Not adopted, and adopted if it supported: it objects, or it acquiesces.
            let initiable = swings + (swings - member.acquiesce_object);
            MemberPower {
                prevent: Value::share(preventable, self.winning),
                initiate: Value::share(initiable, total - self.winning),
                banzhaf_absolute: Value::exact(swings as f64 / (total / 3) as f64),
                banzhaf: Value::share(swings, all_swings),
                shapley_shubik: None,
            }
        };
        GamePower {
            winning: Value::exact(self.winning as f64),
            total: Value::exact(total as f64),
            act: Value::exact(self.winning as f64 / total as f64),
            members: self.members.iter().map(member).collect(),
        }
    }
}
