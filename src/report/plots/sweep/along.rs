//! A field that is varied as an axis of a figure: numbers, in logarithms where they were spaced so, or words side by side.

use super::super::axis::{AXIS, GRID, Round, Scale, number};
use super::super::canvas::{Align, Canvas, Point as Place, Rect};
use super::super::text::SMALL;
use crate::scenario::sweep::{Axis, Level, Values};

/// Room below a plot for ticks.
pub const TICKS: f64 = 13.0;
/// Room between the labels of two ticks.
const APART: f64 = 9.0;

/// The values of a field laid along a stretch of the page.
#[derive(Debug, Clone)]
pub struct Along {
    /// In logarithms to the base of ten where `log`.
    scale: Scale,
    /// The ends, as numbers.
    ends: Place,
    log: bool,
    /// The words; none for numbers.
    words: Vec<String>,
    /// The values that have ticks; round numbers where there are none.
    levels: Vec<(f64, String)>,
}

impl Along {
    /// With `margin`, there is room around the first and the last value.
    pub fn new(axis: &Axis, from: f64, to: f64, margin: f64) -> Self {
        let words: Vec<String> = match axis.is_numeric() {
            true => Vec::new(),
            false => axis.levels().iter().map(|level| level.text.clone()).collect(),
        };
        let log = axis.is_log();
        let ends = match &axis.values {
            _ if !words.is_empty() => (0.0, words.len() as f64 - 1.0),
            Values::Between { low, high, .. } => (*low, *high),
            Values::Levels { levels, .. } => {
                let numbers = || levels.iter().filter_map(|level| level.number);
                (numbers().fold(f64::INFINITY, f64::min), numbers().fold(f64::NEG_INFINITY, f64::max))
            }
        };
        let (low, high) = if log { (libm::log10(ends.0), libm::log10(ends.1)) } else { ends };
        let pad = if words.is_empty() { margin * (high - low) } else { 0.5 };
        let pad = if high > low || !words.is_empty() { pad } else { 0.5 };
        Self { scale: Scale::new((low - pad, high + pad), from, to), ends, log, words, levels: Vec::new() }
    }

    /// With ticks at the values of the field, as many as have room.
    pub fn at_levels(mut self, axis: &Axis) -> Self {
        let levels = axis.levels().iter().filter(|_| self.words.is_empty());
        let mut levels: Vec<_> =
            levels.filter_map(|level| Some((level.number?, level.text.replace('-', "−")))).collect();
        levels.sort_by(|a, b| a.0.total_cmp(&b.0));
        self.levels = levels;
        self
    }

    /// Numbers from one end to the other.
    pub fn of_numbers(ends: Place, from: f64, to: f64) -> Self {
        Self { scale: Scale::new(ends, from, to), ends, log: false, words: Vec::new(), levels: Vec::new() }
    }

    /// Where a value is on the page.
    pub fn at(&self, level: &Level) -> f64 {
        match level.number.filter(|_| self.words.is_empty()) {
            Some(number) => self.at_number(number),
            None => {
                let place = self.words.iter().position(|word| *word == level.text).unwrap_or(0);
                self.scale.at(place as f64)
            }
        }
    }

    fn at_number(&self, number: f64) -> f64 {
        self.scale.at(if self.log { libm::log10(number) } else { number })
    }

    /// Round numbers that fit with their labels, each in `room(label)`; words all, cut to what they have.
    fn ticks(&self, room: impl Fn(&str) -> f64) -> Vec<(f64, String)> {
        if !self.words.is_empty() {
            let each = self.scale.per_unit() - 4.0;
            let words = self.words.iter().enumerate();
            return words.map(|(place, word)| (self.scale.at(place as f64), SMALL.shortened(word, each))).collect();
        }
        if !self.levels.is_empty() {
            return self.ticks_at_levels(room);
        }
        if !self.log {
            return self.scale.ticks(Round::Decimal, room).into_iter().map(|(n, l)| (self.scale.at(n), l)).collect();
        }
        let candidates = [&[1.0, 2.0, 5.0][..], &[1.0]].into_iter().map(|digits| self.powers(digits));
        let fits = |ticks: &Vec<(f64, String)>| {
            ticks.windows(2).all(|pair| (pair[1].0 - pair[0].0).abs() >= (room(&pair[0].1) + room(&pair[1].1)) / 2.0)
        };
        let powers = candidates.filter(|ticks| ticks.len() > 1).find(fits);
        powers.unwrap_or_else(|| {
            let ends = [self.ends.0, self.ends.1].map(|end| (self.at_number(end), end.to_string()));
            ends.to_vec()
        })
    }

    /// Every value, every second, every third: as many as fit.
    fn ticks_at_levels(&self, room: impl Fn(&str) -> f64) -> Vec<(f64, String)> {
        let place = |(number, text): &(f64, String)| (self.at_number(*number), text.clone());
        let every = |step: usize| self.levels.iter().step_by(step).map(place).collect::<Vec<_>>();
        let fits = |ticks: &Vec<(f64, String)>| {
            let apart = |pair: &[(f64, String)]| (pair[1].0 - pair[0].0).abs();
            ticks.windows(2).all(|pair| apart(pair) >= (room(&pair[0].1) + room(&pair[1].1)) / 2.0)
        };
        (1..=self.levels.len()).map(every).find(fits).unwrap_or_default()
    }

    /// These digits times powers of ten, as far as they are on the axis.
    fn powers(&self, digits: &[f64]) -> Vec<(f64, String)> {
        let power = |end: f64| libm::floor(libm::log10(end)) as i32;
        let (first, last) = (power(self.ends.0), power(self.ends.1));
        let slack = 1e-9;
        let numbers = (first..=last).flat_map(|power| {
            let decimals = (-power).max(0) as usize;
            digits.iter().map(move |digit| (digit * libm::exp10(f64::from(power)), decimals))
        });
        let shown = numbers.filter(|(n, _)| *n >= self.ends.0 * (1.0 - slack) && *n <= self.ends.1 * (1.0 + slack));
        shown.map(|(n, decimals)| (self.at_number(n), number(n, decimals))).collect()
    }

    /// Draws ticks under a plot, with lines through it where `grid`.
    pub fn draw_below(&self, canvas: &mut Canvas, plot: Rect, grid: bool) {
        for (x, label) in self.ticks(|label| SMALL.width(label) + APART) {
            if grid && self.words.is_empty() {
                canvas.line((x, plot.top), (x, plot.bottom), GRID);
            }
            canvas.line((x, plot.bottom), (x, plot.bottom + 2.0), AXIS);
            canvas.text(&label, (x, plot.bottom + 7.0), Align::Centre, SMALL);
        }
        canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS);
    }

    /// Draws ticks beside a plot.
    pub fn draw_beside(&self, canvas: &mut Canvas, plot: Rect, most: f64) {
        for (y, label) in self.ticks_beside(most) {
            canvas.line((plot.left - 2.0, y), (plot.left, y), AXIS);
            canvas.text(&label, (plot.left - 4.0, y), Align::Right, SMALL);
        }
        canvas.line((plot.left, plot.top), (plot.left, plot.bottom), AXIS);
    }

    /// Width of the widest label beside a plot, where each may have so much.
    pub fn width_beside(&self, most: f64) -> f64 {
        self.ticks_beside(most).iter().map(|(_, label)| SMALL.width(label)).fold(0.0, f64::max)
    }

    fn ticks_beside(&self, most: f64) -> Vec<(f64, String)> {
        if self.words.is_empty() {
            return self.ticks(|_| 2.0 * SMALL.leading());
        }
        let words = self.words.iter().enumerate();
        words.map(|(place, word)| (self.scale.at(place as f64), SMALL.shortened(word, most))).collect()
    }
}

/// The edges of cells around some places: in the middle between two, and as far beyond the first and the last.
pub fn edges(places: &[f64]) -> Vec<f64> {
    let middle = |pair: &[f64]| (pair[0] + pair[1]) / 2.0;
    let inner: Vec<f64> = places.windows(2).map(middle).collect();
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
    let before = inner.first().map_or(first - 10.0, |edge| 2.0 * first - edge);
    let after = inner.last().map_or(last + 10.0, |edge| 2.0 * last - edge);
    std::iter::once(before).chain(inner).chain([after]).collect()
}
