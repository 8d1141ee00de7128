//! Scales with ticks at round numbers.

use super::canvas::{Align, Canvas, Point, Stroke};
use super::palette;
use super::text::{LABEL, SMALL};

/// Line of an axis.
pub const AXIS: Stroke = Stroke { color: palette::SOFT_INK, width: 0.6 };
/// Line at a tick.
pub const GRID: Stroke = Stroke { color: palette::GRID, width: 0.5 };
/// Room that a horizontal axis takes below the plot, title included.
pub const BELOW: f64 = 25.0;

/// Which numbers count as round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Round {
    /// 1, 2 and 5 times powers of ten.
    Decimal,
    /// Parts and multiples of a year.
    Months,
}

/// A range of values laid along a stretch of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// From the value `low` at `from` to the value `high` at `to`.
    pub fn new((low, high): (f64, f64), from: f64, to: f64) -> Scale {
        let high = if high > low { high } else { low + 1.0 };
        Scale { low, high, from, to }
    }

    /// Where a value is on the page.
    pub fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Where a value is on the page, or the end of the scale that it lies beyond.
    pub fn clamped(&self, value: f64) -> f64 {
        self.at(value.clamp(self.low, self.high))
    }

    /// The value at a place on the page.
    pub fn value(&self, at: f64) -> f64 {
        self.low + (at - self.from) / (self.to - self.from) * (self.high - self.low)
    }

    /// Its length on the page.
    pub fn length(&self) -> f64 {
        (self.to - self.from).abs()
    }

    /// Points on the page for one unit of the value.
    pub fn per_unit(&self) -> f64 {
        self.length() / (self.high - self.low)
    }

    /// The round numbers on the scale with their labels, as many as fit when each takes `room(label)`.
    pub fn ticks(&self, round: Round, room: impl Fn(&str) -> f64) -> Vec<(f64, String)> {
        let fits = |step: f64, ticks: &[(f64, String)]| {
            ticks.iter().map(|(_, label)| room(label)).fold(0.0, f64::max) <= step * self.per_unit()
        };
        let rungs = steps((self.high - self.low) / 12.0, round);
        let candidates = rungs.map(|step| (step, self.multiples(step)));
        let mut last = Vec::new();
        for (step, ticks) in candidates.take_while(|(_, ticks)| !ticks.is_empty()) {
            let done = fits(step, &ticks);
            last = ticks;
            if done {
                break;
            }
        }
        last
    }

    /// The multiples of `step` on the scale, labelled with as many decimals as the step has.
    fn multiples(&self, step: f64) -> Vec<(f64, String)> {
        let slack = 1e-9;
        let (first, last) = ((self.low / step - slack).ceil(), (self.high / step + slack).floor());
        let decimals = (-libm::floor(libm::log10(step) + slack)).clamp(0.0, 12.0) as usize;
        let count = (last - first).clamp(-1.0, 100.0) as i64;
        (0..=count).map(|i| (first + i as f64) * step).map(|value| (value, number(value, decimals))).collect()
    }

    /// Draws grid lines between `top` and `bottom`, and ticks and a title under them.
    pub fn draw_below(&self, canvas: &mut Canvas, (top, bottom): Point, title: &str, round: Round) {
        for (value, label) in self.ticks(round, |label| SMALL.width(label) + 9.0) {
            let x = self.at(value);
            canvas.line((x, top), (x, bottom), GRID);
            canvas.line((x, bottom), (x, bottom + 2.0), AXIS);
            canvas.text(&label, (x, bottom + 7.0), Align::Centre, SMALL);
        }
        canvas.line((self.from, bottom), (self.to, bottom), AXIS);
        canvas.text(title, ((self.from + self.to) / 2.0, bottom + 18.0), Align::Centre, LABEL);
    }

    /// Draws grid lines between `left` and `right`, and ticks beside them.
    pub fn draw_beside(&self, canvas: &mut Canvas, (left, right): Point) {
        for (value, label) in self.ticks(Round::Decimal, |_| 2.0 * SMALL.leading()) {
            let y = self.at(value);
            canvas.line((left, y), (right, y), GRID);
            canvas.line((left - 2.0, y), (left, y), AXIS);
            canvas.text(&label, (left - 4.0, y), Align::Right, SMALL);
        }
        canvas.line((left, self.from), (left, self.to), AXIS);
    }

    /// Width of the widest tick label beside a vertical axis.
    pub fn label_width(&self) -> f64 {
        let ticks = self.ticks(Round::Decimal, |_| 2.0 * SMALL.leading());
        ticks.iter().map(|(_, label)| SMALL.width(label)).fold(0.0, f64::max)
    }
}

/// How far a step must go on after it begins to be seen, as a share of the axis.
pub const BEYOND: f64 = 0.03;

/// The first round number after `last` at which an axis of that length from 0 can end with a tick.
pub fn round_end(last: f64, length: f64, round: Round) -> f64 {
    let least = if last > 0.0 { last * (1.0 + BEYOND) } else { 1.0 };
    let mut end = least;
    // A longer axis may have fewer labels, further apart.
    for _ in 0..8 {
        let ticks = Scale::new((0.0, end), 0.0, length).ticks(round, |label| SMALL.width(label) + 9.0);
        let Some(step) = ticks.get(1).map(|(step, _)| *step) else { break };
        let ended = libm::ceil(least / step - 1e-9) * step;
        if ended == end {
            break;
        }
        end = ended;
    }
    end
}

/// Round steps from `least` upwards.
fn steps(least: f64, round: Round) -> impl Iterator<Item = f64> {
    const YEARS: [f64; 12] = [1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0, 120.0, 240.0, 360.0, 600.0];
    let months = if round == Round::Months { &YEARS[..] } else { &[] };
    let power = libm::floor(libm::log10(least.max(f64::MIN_POSITIVE))) as i32;
    let decimal = move |powers: std::ops::Range<i32>| {
        powers.flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * libm::exp10(f64::from(power))))
    };
    let (shortest, longest) = (months.first().copied(), months.last().copied());
    // Whole months where there are two.
    let below = decimal(power..power + 6)
        .filter(move |step| shortest.is_none_or(|shortest| *step < shortest && 12.0 * least < 2.0 * shortest));
    let beyond = decimal(power..power + 6).filter(move |step| longest.is_some_and(|longest| *step > longest));
    below.chain(months.iter().copied()).chain(beyond).filter(move |step| *step >= least)
}

/// A number with a proper minus sign and without a negative zero.
pub fn number(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let negative = value < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
    if negative { format!("−{digits}") } else { digits }
}

/// A range that shows all of some values with a little room, within `limits`.
pub fn range(values: impl Iterator<Item = f64>, limits: Point) -> Point {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return (limits.0.max(0.0), limits.1.min(1.0));
    }
    let spread = high - low;
    let pad = if spread > 1e-9 * high.abs().max(1e-300) { 0.06 * spread } else { high.abs().max(1.0) * 0.1 };
    ((low - pad).max(limits.0), (high + pad).min(limits.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(range: Point, length: f64, round: Round) -> Vec<String> {
        let ticks = Scale::new(range, 0.0, length).ticks(round, |label| SMALL.width(label) + 9.0);
        ticks.into_iter().map(|(_, label)| label).collect()
    }

    #[test]
    fn ticks_are_round_numbers() {
        assert_eq!(labels((0.0, 100.0), 150.0, Round::Decimal), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels((-0.6, 0.4), 150.0, Round::Decimal), ["−0.6", "−0.4", "−0.2", "0.0", "0.2", "0.4"]);
        assert_eq!(labels((0.0, 50.0), 100.0, Round::Months), ["0", "12", "24", "36", "48"]);
    }

    #[test]
    fn axes_of_time_end_with_a_tick_after_the_last_step() {
        for (last, length, end) in [(36.0, 150.0, 42.0), (35.0, 150.0, 42.0), (3.0, 150.0, 4.0), (0.0, 150.0, 1.0)] {
            assert_eq!(round_end(last, length, Round::Months), end, "{last}");
        }
        for last in [0.01, 0.7, 1.0, 5.5, 11.0, 118.0, 119.0, 1e6, 1e9] {
            let end = round_end(last, 150.0, Round::Months);
            let ticks = Scale::new((0.0, end), 0.0, 150.0).ticks(Round::Months, |label| SMALL.width(label) + 9.0);
            assert!(
                end > last && ticks.last().is_some_and(|(tick, _)| (tick - end).abs() <= 1e-9 * end),
                "{last}: {end}, {ticks:?}"
            );
        }
    }

    #[test]
    fn odd_ranges_are_harmless() {
        for range in [(0.0, 0.0), (5.0, 4.0), (1e-12, 2e-12), (-1e14, 1e14), (3.0, 3.0 + 1e-15)] {
            for round in [Round::Decimal, Round::Months] {
                let scale = Scale::new(range, 0.0, 100.0);
                assert!(scale.ticks(round, |_| 20.0).len() <= 13, "{range:?}");
            }
        }
    }

    #[test]
    fn numbers_have_a_minus_sign_but_no_negative_zero() {
        assert_eq!(number(-1.5, 1), "−1.5");
        assert_eq!(number(-0.01, 1), "0.0");
    }
}
