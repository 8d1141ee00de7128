//! The edge of a set of texts of which it can only be asked whether one is in it.

use std::collections::BTreeMap;

/// Cells of the grid on which it is asked, along each axis.
const CELLS: usize = 120;
/// Halvings of a grid's edge, to find where the set ends on it.
const HALVINGS: usize = 20;

/// The plane, or the line, in which texts are looked at: those that differ from `base` in these dimensions only.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// The other dimensions.
    pub base: Vec<f64>,
    /// Which dimension lies across, and its least and greatest value.
    pub across: (usize, [f64; 2]),
    /// The same upwards; absent on a line.
    pub upwards: Option<(usize, [f64; 2])>,
}

/// A part of the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Region {
    /// On a line: from where to where, ascending.
    Intervals(Vec<[f64; 2]>),
    /// In a plane: closed outlines, each a list of corners.
    Outlines(Vec<Vec<[f64; 2]>>),
}

impl Region {
    /// Of the texts that `passes` accepts. What is narrower than a cell may be overlooked.
    pub(super) fn of(window: &Window, passes: &mut dyn FnMut(&[f64]) -> bool) -> Self {
        match window.upwards {
            None => {
                let mut text = window.base.clone();
                let across = window.across.0;
                Region::Intervals(intervals(window.across.1, |x| {
                    text[across] = x;
                    passes(&text)
                }))
            }
            Some((upwards, up)) => {
                let mut text = window.base.clone();
                let across = window.across.0;
                Region::Outlines(outlines(window.across.1, up, |[x, y]| {
                    (text[across], text[upwards]) = (x, y);
                    passes(&text)
                }))
            }
        }
    }

    /// Where it begins and ends, on a line.
    pub fn intervals(&self) -> Option<&[[f64; 2]]> {
        match self {
            Region::Intervals(intervals) => Some(intervals),
            Region::Outlines(_) => None,
        }
    }

    /// The share of the window that it covers.
    pub fn share(&self, window: &Window) -> f64 {
        let length = |[low, high]: [f64; 2]| high - low;
        match self {
            Region::Intervals(intervals) => {
                intervals.iter().copied().map(length).sum::<f64>() / length(window.across.1)
            }
            Region::Outlines(outlines) => {
                let upwards = window.upwards.map_or(1.0, |(_, range)| length(range));
                // Holes run the other way round, so that they are taken off.
                let area = outlines.iter().map(|corners| area(corners)).sum::<f64>().abs();
                area / (length(window.across.1) * upwards)
            }
        }
    }

    /// Whether nothing of it is seen.
    pub fn is_empty(&self) -> bool {
        match self {
            Region::Intervals(intervals) => intervals.is_empty(),
            Region::Outlines(outlines) => outlines.is_empty(),
        }
    }
}

/// Area within corners; against the clock above 0, with it below.
pub fn area(corners: &[[f64; 2]]) -> f64 {
    let pairs = (0..corners.len()).map(|i| (corners[i], corners[(i + 1) % corners.len()]));
    pairs.map(|(a, b)| (a[0] * b[1] - b[0] * a[1]) / 2.0).sum()
}

fn node([low, high]: [f64; 2], number: usize, cells: usize) -> f64 {
    low + (high - low) * number as f64 / cells as f64
}

fn intervals(range: [f64; 2], mut inside: impl FnMut(f64) -> bool) -> Vec<[f64; 2]> {
    let cells = CELLS * 10;
    let mut found: Vec<[f64; 2]> = Vec::new();
    let mut before: Option<(f64, bool)> = None;
    for number in 0..=cells {
        let x = node(range, number, cells);
        let is_in = inside(x);
        match before {
            None if is_in => found.push([x, x]),
            Some((from, was_in)) if was_in != is_in => {
                let edge = halved(&mut |share| inside(from + (x - from) * share), was_in);
                let edge = from + (x - from) * edge;
                if is_in {
                    found.push([edge, x]);
                } else if let Some(last) = found.last_mut() {
                    last[1] = edge;
                }
            }
            Some(_) if is_in => {
                if let Some(last) = found.last_mut() {
                    last[1] = x;
                }
            }
            _ => {}
        }
        before = Some((x, is_in));
    }
    found
}

/// The share of the way at which `inside` changes; it is `first` at the beginning.
fn halved(inside: &mut dyn FnMut(f64) -> bool, first: bool) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = (low + high) / 2.0;
        if inside(middle) == first { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// An edge of the grid: the node at its lower or left end, and whether it runs upwards.
type Edge = (usize, usize, bool);

/// Marching squares (Lorensen & Cline 1987, Computer Graphics 21, in the plane), with the crossing of every edge found by halving.
/// What is outside of the window is outside of the set, so that outlines are closed.
fn outlines(across: [f64; 2], up: [f64; 2], mut inside: impl FnMut([f64; 2]) -> bool) -> Vec<Vec<[f64; 2]>> {
    // Nodes from −1 to CELLS + 1, those at the ends outside.
    let point = |i: usize, j: usize| [node(across, i.saturating_sub(1), CELLS), node(up, j.saturating_sub(1), CELLS)];
    let within = |i: usize, j: usize| (1..=CELLS + 1).contains(&i) && (1..=CELLS + 1).contains(&j);
    let width = CELLS + 3;
    let grid: Vec<bool> = (0..width * width)
        .map(|place| (place % width, place / width))
        .map(|(i, j)| within(i, j) && inside(point(i, j)))
        .collect();
    let at = |i: usize, j: usize| grid[j * width + i];
    let mut next: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
    for j in 0..width - 1 {
        for i in 0..width - 1 {
            let (low, high) = (point(i, j), point(i + 1, j + 1));
            let centre = || inside([(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0]);
            for [from, to] in crossings([at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)], centre) {
                let edge = |side: usize| [(i, j, false), (i + 1, j, true), (i, j + 1, false), (i, j, true)][side];
                next.entry(edge(from)).or_default().push(edge(to));
            }
        }
    }
    let mut crossing = |(i, j, upwards): Edge| {
        let (k, l) = if upwards { (i, j + 1) } else { (i + 1, j) };
        let (from, to) = (point(i, j), point(k, l));
        if !within(i, j) || !within(k, l) {
            return if within(i, j) { from } else { to };
        }
        let along = |share: f64| [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
        along(halved(&mut |share| inside(along(share)), at(i, j)))
    };
    let mut loops = Vec::new();
    while let Some((&start, _)) = next.first_key_value() {
        let (mut corners, mut edge) = (Vec::new(), start);
        while let Some(ways) = next.get_mut(&edge) {
            corners.push(crossing(edge));
            let onwards = ways.pop();
            if ways.is_empty() {
                next.remove(&edge);
            }
            let Some(onwards) = onwards else { break };
            edge = onwards;
        }
        loops.push(corners);
    }
    loops
}

/// The ways across a cell, from side to side (below, right, above, left), with what is inside on the left hand; corners from lower
/// left on, against the clock. Where two corners across from each other are inside, the centre says whether they are one part.
fn crossings(corners: [bool; 4], mut centre: impl FnMut() -> bool) -> Vec<[usize; 2]> {
    let number = corners.iter().zip([1, 2, 4, 8]).filter(|(inside, _)| **inside).map(|(_, bit)| bit).sum::<u8>();
    match number {
        1 => vec![[0, 3]],
        2 => vec![[1, 0]],
        3 => vec![[1, 3]],
        4 => vec![[2, 1]],
        5 if centre() => vec![[0, 1], [2, 3]],
        5 => vec![[0, 3], [2, 1]],
        6 => vec![[2, 0]],
        7 => vec![[2, 3]],
        8 => vec![[3, 2]],
        9 => vec![[0, 2]],
        10 if centre() => vec![[3, 0], [1, 2]],
        10 => vec![[1, 0], [3, 2]],
        11 => vec![[1, 2]],
        12 => vec![[3, 1]],
        13 => vec![[0, 1]],
        14 => vec![[3, 0]],
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disc_is_one_outline_of_its_area() {
        let found = outlines([-1.0, 1.0], [-2.0, 2.0], |[x, y]| x * x + (y - 0.5) * (y - 0.5) < 0.25);
        assert_eq!(found.len(), 1);
        assert!((area(&found[0]).abs() / (std::f64::consts::PI * 0.25) - 1.0).abs() < 2e-3, "{}", area(&found[0]));
        assert!(found[0].iter().all(|[x, y]| (libm::hypot(*x, y - 0.5) - 0.5).abs() < 1e-5), "corners lie on the edge");
    }

    #[test]
    fn what_reaches_beyond_the_window_ends_there_and_parts_are_told_apart() {
        let found = outlines([0.0, 1.0], [0.0, 1.0], |[x, _]| !(0.25..0.75).contains(&x));
        assert_eq!(found.len(), 2);
        assert!((found.iter().map(|corners| area(corners).abs()).sum::<f64>() - 0.5).abs() < 1e-4);
        assert!(outlines([0.0, 1.0], [0.0, 1.0], |_| false).is_empty());
        let whole = outlines([0.0, 1.0], [0.0, 1.0], |_| true);
        assert!(whole.len() == 1 && (area(&whole[0]).abs() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn intervals_of_a_line() {
        let found = intervals([0.0, 4.0], |x| x <= 0.5 || (1.2..=2.7).contains(&x));
        assert_eq!(found.len(), 2);
        for (found, known) in found.iter().flatten().zip([0.0, 0.5, 1.2, 2.7]) {
            assert!((found - known).abs() < 1e-6, "{found} {known}");
        }
    }
}
