use super::integers::scaled;
use super::region::{Region, Shift, first_outside};
use crate::power::game::{Choices, Game, Part};

/// A game on whole numbers.
///
/// Everybody supports (or everybody objects), and members turn away from that answer one after the other. What that
/// changes in the parts' sums adds up, by *dimension*: parts to which members add in the same proportions share one. As
/// rules are monotone, the sums at which the outcome is still that of the beginning are a [`Region`] around 0, and it is enough
/// to count within it. Of the two beginnings that with the smaller region is taken.
#[derive(Debug, Clone)]
pub(super) struct Lattice {
    /// The sums at which the outcome is that of the beginning.
    pub(super) region: Region,
    /// Whether the beginning is that everybody supports.
    pub(super) from_support: bool,
    /// By seat, answer and dimension: what each answer but that of the beginning adds, the farthest one last.
    pub(super) answers: Vec<Vec<Vec<u64>>>,
    /// The same as shifts.
    pub(super) moves: Vec<Vec<Shift>>,
    dimensions: usize,
}

/// Parts in the same proportions.
#[derive(Debug, PartialEq)]
struct Dimension {
    /// By seat: what it adds when it acquiesces.
    acquiesce: Vec<u64>,
    /// By seat: what it adds when it supports.
    support: Vec<u64>,
}

/// When a part is met.
#[derive(Debug, Clone, Copy)]
enum Bar {
    Always,
    Never,
    /// From so much on, in this dimension.
    From(usize, u64),
}

impl Lattice {
    /// Reads a game, unless its weights have no common unit of use or its region has more than so many cells.
    pub(super) fn new(game: &Game, most: usize) -> Option<Self> {
        let mut dimensions = Vec::new();
        let bars: Option<Vec<Bar>> = game.parts.iter().map(|part| bar(part, game.choices, &mut dimensions)).collect();
        let bars = bars?;
        let wholes: Vec<u64> = dimensions.iter().map(Dimension::whole).collect();
        let adopts = |sum: &dyn Fn(usize) -> u64| {
            game.adopts_if(|part| match bars[part] {
                Bar::Always => true,
                Bar::Never => false,
                Bar::From(dimension, least) => sum(dimension) >= least,
            })
        };
        let adopted = Region::new(&wholes, most, |away| adopts(&|dimension| wholes[dimension] - away[dimension]));
        let failing = Region::new(&wholes, most, |sums| !adopts(&|dimension| sums[dimension]));
        let (region, from_support) = match (adopted, failing) {
            (Some(adopted), Some(failing)) if failing.cells() < adopted.cells() => (failing, false),
            (Some(adopted), _) => (adopted, true),
            (None, failing) => (failing?, false),
        };
        let answers: Vec<Vec<Vec<u64>>> =
            (0..game.seats()).map(|seat| answers(&dimensions, seat, from_support, game.choices)).collect();
        Some(Lattice {
            moves: answers.iter().map(|answers| answers.iter().map(|sums| region.shift(sums)).collect()).collect(),
            answers,
            region,
            from_support,
            dimensions: dimensions.len(),
        })
    }

    pub(super) fn seats(&self) -> usize {
        self.moves.len()
    }

    /// What leads nowhere.
    pub(super) fn no_move(&self) -> Shift {
        self.region.shift(&self.farthest(&[]))
    }

    /// What these seats add when they are all as far away from the answer of the beginning as they can be.
    pub(super) fn farthest(&self, seats: &[usize]) -> Vec<u64> {
        let add = |mut sums: Vec<u64>, seat: &usize| {
            let last = self.answers[*seat].last().expect("there are at least two answers");
            sums.iter_mut().zip(last).for_each(|(sum, add)| *sum += add);
            sums
        };
        seats.iter().fold(vec![0; self.dimensions], add)
    }
}

/// By answer and dimension: what a seat's turning away from the answer of the beginning adds.
fn answers(dimensions: &[Dimension], seat: usize, from_support: bool, choices: Choices) -> Vec<Vec<u64>> {
    let of = |add: fn(u64, u64) -> u64| -> Vec<u64> {
        dimensions.iter().map(|dimension| add(dimension.acquiesce[seat], dimension.support[seat])).collect()
    };
    let all_the_way = of(|_, support| support);
    match (choices, from_support) {
        (Choices::Two, _) => vec![all_the_way],
        (Choices::Three, true) => vec![of(|acquiesce, support| support - acquiesce), all_the_way],
        (Choices::Three, false) => vec![of(|acquiesce, _| acquiesce), all_the_way],
    }
}

/// When a part is met, in a dimension that is there already or a new one.
fn bar(part: &Part, choices: Choices, dimensions: &mut Vec<Dimension>) -> Option<Bar> {
    let acquiesce = |answer: f64| if choices == Choices::Three { answer } else { 0.0 };
    let seats = part.steps.len();
    let steps = part.steps.iter();
    let values: Vec<f64> =
        steps.clone().map(|step| acquiesce(step.acquiesce)).chain(steps.map(|step| step.support)).collect();
    let scaled = scaled(&values)?;
    let rounded = |i: usize| (values[i] - scaled.units[i] as f64 * scaled.unit).abs();
    let off: f64 = (0..seats).map(|seat| rounded(seat).max(rounded(seats + seat))).sum();
    let dimension = Dimension { acquiesce: scaled.units[..seats].to_vec(), support: scaled.units[seats..].to_vec() };
    let whole = dimension.whole();
    let met = |units: u64, off: f64| part.is_met_by(units as f64 * scaled.unit + off);
    let least = first_outside(whole, |units| !met(units, 0.0));
    // Rounding must not have decided on either side.
    let certain = (least > whole || least == 0 || met(least, -off)) && (least == 0 || !met(least - 1, off));
    match least {
        _ if !certain => None,
        0 => Some(Bar::Always),
        _ if least > whole => Some(Bar::Never),
        _ => {
            let known = dimensions.iter().position(|known| *known == dimension);
            let index = known.unwrap_or_else(|| {
                dimensions.push(dimension);
                dimensions.len() - 1
            });
            Some(Bar::From(index, least))
        }
    }
}

impl Dimension {
    /// What it comes to when everybody supports.
    fn whole(&self) -> u64 {
        self.support.iter().sum()
    }
}
