//! Who is on the map: the members of two tables that are compared, and of the others where somebody else sits there.

use plotters::style::RGBColor;

use super::axis;
use super::palette::{self, Marker};
use super::reading::Reading;
use super::sheet::{Key, Sample};
use crate::experiment::{IdealPoint, Results, StatusQuo};

/// Beyond this a position is a fault somewhere else, and the scale of nobody else could be read.
const FARTHEST: f64 = 1e9;

/// Mean and standard deviation, each across and up.
pub type Spread = ((f64, f64), (f64, f64));

/// A member on the map.
pub struct Spot {
    pub label: String,
    pub at: (f64, f64),
    pub sd: (f64, f64),
    pub standing: Standing,
}

impl Spot {
    /// Where it stands in the dimension across, in words.
    pub fn told_across(&self) -> String {
        Reading { value: self.at.0, interval: None }.told(&self.label, "")
    }

    /// In words for whoever points at it.
    pub fn told(&self) -> String {
        let number = |x: f64| axis::number(x, 2);
        let of = |at: f64, sd: f64| if sd > 0.0 { format!("{} ± {}", number(at), number(sd)) } else { number(at) };
        let ((x, y), (sd_x, sd_y)) = (self.at, self.sd);
        format!("{}: {} across, {} up", self.label, of(x, sd_x), of(y, sd_y))
    }
}

/// At which of the two tables a member sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Both,
    Before,
    After,
    /// In other variants only.
    Elsewhere,
}

impl Standing {
    const ALL: [Standing; 4] = [Standing::Both, Standing::Before, Standing::After, Standing::Elsewhere];

    /// Colour and marker.
    pub fn look(self) -> (RGBColor, Marker) {
        match self {
            Standing::Both => (SETS[0], Marker::Disc),
            Standing::Before => (SETS[0], Marker::OpenDisc),
            Standing::After => (SETS[1], Marker::Square),
            Standing::Elsewhere => (palette::SOFT_INK, Marker::OpenDiamond),
        }
    }

    /// Whether it sits at the table after, or else at the one before.
    pub fn sits(self, after: bool) -> bool {
        self == Standing::Both || self == if after { Standing::After } else { Standing::Before }
    }
}

/// Colours of the Pareto sets before and after.
pub const SETS: [RGBColor; 2] = [palette::BLUE, palette::VERMILLION];

/// The tables compared, as indices of variants.
pub struct Tables {
    before: usize,
    /// The largest one, or the last that differs where none is larger; none where all have the same members.
    after: Option<usize>,
    /// For each of the two, a variant with these members whose rule needs every one of them.
    unanimous: [Option<usize>; 2],
}

impl Tables {
    pub fn of(results: &Results) -> Option<Tables> {
        let seats = |variant: usize| &results.variants[variant].seats;
        let before = results.variants.iter().position(|variant| !variant.ideals.is_empty())?;
        let others: Vec<usize> = (0..results.variants.len()).filter(|v| seats(*v) != seats(before)).collect();
        let largest = others.iter().copied().max_by_key(|v| seats(*v).len());
        let larger = largest.filter(|largest| seats(*largest).len() > seats(before).len());
        // Of variants with the same members the first one gives the table its name.
        let first = |table: usize| others.iter().copied().find(|v| seats(*v) == seats(table));
        let after = larger.or(others.last().copied()).and_then(first);
        let unanimous = |table: usize| {
            (0..results.variants.len()).find(|v| seats(*v) == seats(table) && results.variants[*v].needs_everybody)
        };
        Some(Tables { before, after, unanimous: [unanimous(before), after.and_then(unanimous)] })
    }

    /// Everybody who sits in some variant and has a position, in the order of the file.
    pub fn spots(&self, results: &Results, dimensions: (usize, usize)) -> Vec<Spot> {
        let tables = [Some(self.before), self.after].into_iter().flatten().chain(0..results.variants.len());
        let tables: Vec<usize> = tables.collect();
        let spot = |(member, (_, label)): (usize, &(String, String))| {
            let IdealPoint { ideal, sd } = tables.iter().find_map(|variant| ideal(results, *variant, member))?;
            let (at, sd) = position(ideal, sd, dimensions)?;
            Some(Spot { label: label.clone(), at, sd, standing: self.standing(results, member) })
        };
        results.members.iter().enumerate().filter_map(spot).collect()
    }

    fn standing(&self, results: &Results, member: usize) -> Standing {
        let sits = |variant: usize| results.variants[variant].seats.contains(&member);
        match (sits(self.before), self.after.map(sits)) {
            (true, Some(true) | None) => Standing::Both,
            (true, Some(false)) => Standing::Before,
            (false, Some(true)) => Standing::After,
            (false, _) => Standing::Elsewhere,
        }
    }

    /// Whether each Pareto set that is drawn is the one after, in the order in which they are shaded: the one before has
    /// the last word. Where not everybody is needed no such set says what can pass.
    pub fn sets(&self) -> impl DoubleEndedIterator<Item = bool> {
        [true, false].into_iter().filter(|after| self.unanimous[usize::from(*after)].is_some())
    }

    pub fn legend(&self, results: &Results, spots: &[Spot]) -> Vec<Key> {
        let label = |variant: usize| results.variants[variant].label.as_str();
        let (before, after) = (label(self.before), self.after.map_or("", label));
        let leaves = spots.iter().any(|spot| spot.standing == Standing::Before);
        let name = |standing| match standing {
            Standing::Both if leaves => format!("In {before} and {after}"),
            Standing::Both => format!("Members, {before}"),
            Standing::Before => format!("Only in {before}"),
            Standing::After if leaves => format!("Only in {after}"),
            Standing::After => format!("Added by {after}"),
            Standing::Elsewhere => "In other variants".to_owned(),
        };
        let point = |standing: Standing| {
            let (color, marker) = standing.look();
            Key { sample: Sample::Point(marker, color), label: name(standing) }
        };
        let shade = |after: bool| {
            let sample = Sample::Shade { color: SETS[usize::from(after)], dashed: after };
            Key { sample, label: format!("Pareto set, {}", self.unanimous[usize::from(after)].map_or("", label)) }
        };
        let there = |standing: &Standing| spots.iter().any(|spot| spot.standing == *standing);
        Standing::ALL.into_iter().filter(there).map(point).chain(self.sets().rev().map(shade)).collect()
    }

    /// What the sets mean, and why one may not be there.
    pub fn remark(&self, results: &Results) -> String {
        let mut parts = Vec::new();
        if self.sets().next().is_some() {
            let set = "Pareto set: texts that no change improves for all members, with equal saliences.";
            parts.push(set.to_owned());
        }
        let tables = [Some(self.before), self.after];
        let without = tables.iter().zip(self.unanimous).filter(|(_, unanimous)| unanimous.is_none());
        let without: Vec<_> = without.filter_map(|(table, _)| *table).collect();
        if !without.is_empty() {
            let labels: Vec<_> = without.iter().map(|table| results.variants[*table].label.as_str()).collect();
            parts.push(format!("No Pareto set for {}: not every member is needed.", labels.join(" and ")));
        }
        parts.join(" ")
    }

    /// Where the policies stand that proposals would replace: mean and standard deviation across and up.
    pub fn status_quo(&self, results: &Results, dimensions: (usize, usize)) -> Option<Spread> {
        let StatusQuo { mean, sd } = &results.variants[self.before].status_quo;
        position(mean, sd, dimensions)
    }
}

/// Title of the map.
pub fn title(tables: &Tables) -> String {
    let sets = tables.sets().next().is_some();
    if sets { "Ideal points, status quo and Pareto sets" } else { "Ideal points and status quo" }.to_owned()
}

/// The order in which members deserve a name where there is no room for all: those who make the map what it is (its
/// edge), those who come or go, and the others by their distance from the middle.
pub fn most_telling(spots: &[Spot], at_the_edge: impl Fn(&Spot) -> bool) -> Vec<usize> {
    let count = spots.len().max(1) as f64;
    let sum = spots.iter().fold((0.0, 0.0), |sum, spot| (sum.0 + spot.at.0, sum.1 + spot.at.1));
    let distance = |spot: &Spot| libm::hypot(spot.at.0 - sum.0 / count, spot.at.1 - sum.1 / count);
    let class = |spot: &Spot| match spot.standing {
        _ if at_the_edge(spot) => 0,
        Standing::Both => 2,
        _ => 1,
    };
    let mut order: Vec<usize> = (0..spots.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&spots[*a], &spots[*b]);
        class(a).cmp(&class(b)).then(distance(b).total_cmp(&distance(a)))
    });
    order
}

/// The note that not everybody is named.
pub fn named_note(named: usize, all: usize) -> String {
    if named == all {
        return String::new();
    }
    format!(
        "{named} of {all} members are named: first those at the edge, then those who come or go, then the farthest from the \
         middle."
    )
}

fn ideal(results: &Results, variant: usize, member: usize) -> Option<&IdealPoint> {
    let info = &results.variants[variant];
    info.seats.iter().position(|seat| *seat == member).and_then(|seat| info.ideals.get(seat))
}

/// Position and spread in two dimensions.
fn position(at: &[f64], sd: &[f64], (x, y): (usize, usize)) -> Option<Spread> {
    let get = |vector: &[f64], d: usize| vector.get(d).copied().filter(|value| value.abs() < FARTHEST);
    let sd = |d: usize| get(sd, d).unwrap_or(0.0);
    Some(((get(at, x)?, get(at, y)?), (sd(x), sd(y))))
}
