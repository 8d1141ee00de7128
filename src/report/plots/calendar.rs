//! An axis of calendar years, and what happens on it.

use super::axis::{AXIS, GRID, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::palette;
use super::spread::spread;
use super::text::SMALL;
use crate::experiment::{Metric, Results, Scope};
use crate::model::Event;

/// Room that the axis takes below a plot.
pub const BELOW: f64 = 13.0;
/// Room that marks take above a plot.
const ABOVE: f64 = 9.0;
/// As many marks have room for their letters over the narrowest plot.
const MOST_MARKS: usize = 16;
/// Distance between the letters of two marks.
const APART: f64 = 6.5;

/// A row of calendar years, each with its point in the middle.
pub struct Calendar {
    /// Index into the periods, and the year.
    pub years: Vec<(usize, f64)>,
    /// What happens in some variant, each thing once, by date.
    events: Vec<Event>,
}

impl Calendar {
    /// Two years at least.
    pub fn of(results: &Results) -> Option<Calendar> {
        let year = |period: usize| (period, results.periods[period].from);
        let years: Vec<_> = results.years().map(year).collect();
        let mut events: Vec<Event> = Vec::new();
        for event in results.variants.iter().flat_map(|variant| &variant.events) {
            if !events.iter().any(|known| is_same(known, event)) {
                events.push(event.clone());
            }
        }
        events.sort_by(|a, b| a.at.total_cmp(&b.at));
        (years.len() > 1).then_some(Calendar { years, events })
    }

    /// The years along a plot, with half a year before and after them.
    pub fn scale(&self, plot: Rect) -> Scale {
        let (first, last) = (self.years[0].1, self.years[self.years.len() - 1].1);
        Scale::new((first - 0.5, last + 0.5), plot.left, plot.right)
    }

    /// Room above a plot for the letters of its marks.
    pub fn above(&self) -> f64 {
        if self.events.is_empty() { 0.0 } else { ABOVE }
    }

    /// Draws ticks and years under a plot.
    pub fn draw_below(&self, canvas: &mut Canvas, plot: Rect) {
        let scale = self.scale(plot);
        let widest = self.years.iter().map(|(_, year)| SMALL.width(&year.to_string())).fold(0.0, f64::max);
        let room = widest + 6.0;
        let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].into_iter().find(|step| step * scale.per_unit() >= room);
        let step = step.unwrap_or(f64::INFINITY);
        for (_, year) in &self.years {
            let x = scale.at(*year);
            if year.rem_euclid(step) == 0.0 {
                canvas.line((x, plot.bottom), (x, plot.bottom + 2.0), AXIS);
                canvas.text(&year.to_string(), (x, plot.bottom + 7.0), Align::Centre, SMALL);
            }
        }
        canvas.line((plot.left, plot.bottom), (plot.right, plot.bottom), AXIS);
    }

    /// Draws a line through a plot where something happens in some variant, with its letter above.
    pub fn draw_marks(&self, canvas: &mut Canvas, plot: Rect) {
        self.draw_marks_of(canvas, plot, &self.events);
    }

    /// The same of these events only.
    pub fn draw_marks_of(&self, canvas: &mut Canvas, plot: Rect, events: &[Event]) {
        let scale = self.scale(plot);
        let happens = |event: &Event| events.iter().any(|other| is_same(event, other));
        let marked: Vec<(usize, &Event)> = self.marked().enumerate().filter(|(_, event)| happens(event)).collect();
        let marks: Vec<f64> = marked.iter().map(|(_, event)| scale.clamped(event.at - 0.5)).collect();
        let places = spread(&marks, APART, (plot.left - 2.0, plot.right + 2.0));
        let pen = Stroke { color: palette::GREY, width: 0.5 };
        for ((number, _), (x, place)) in marked.iter().zip(marks.iter().zip(places)) {
            canvas.dashed((*x, plot.top), (*x, plot.bottom), 1.6, pen);
            canvas.line((*x, plot.top), (place, plot.top - 2.5), pen);
            canvas.text(&letter(*number), (place, plot.top - 6.0), Align::Centre, SMALL);
        }
    }

    fn marked(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().take(MOST_MARKS)
    }

    /// What a caption says where some of what is tabled in the last year is still pending at the end.
    pub fn end_note(&self, results: &Results) -> &'static str {
        let last = Scope::Period(self.years[self.years.len() - 1].0);
        let pending = |v: usize| results.summary(v, last, Metric::SharePending).is_some_and(|share| share.value > 0.0);
        let note = "What is tabled last has the least time: some of it is pending at the end.";
        if (0..results.variants.len()).any(pending) { note } else { "" }
    }

    /// What a caption says of the marks.
    pub fn note(&self, results: &Results) -> String {
        let told = self
            .marked()
            .enumerate()
            .map(|(number, event)| format!("{} {} ({})", letter(number), told(results, event), event.at.floor()));
        let told: Vec<_> = told.collect();
        let more = self.events.len() - told.len();
        match (told.is_empty(), more) {
            (true, _) => String::new(),
            (_, 0) => format!("Dashed: {}.", told.join(", ")),
            _ => format!("Dashed: {}; {more} later ones are not marked.", told.join(", ")),
        }
    }
}

/// Whether two variants have it in common.
fn is_same(a: &Event, b: &Event) -> bool {
    (&a.id, a.at) == (&b.id, b.at)
}

/// a, b, c, …
fn letter(number: usize) -> String {
    char::from(b'a' + number as u8).to_string()
}

/// What happens: as the scenario calls it or, where it gives no label, who comes and goes.
fn told(results: &Results, event: &Event) -> String {
    let names = |members: &[usize]| {
        let names: Vec<&str> = members.iter().map(|member| results.members[*member].1.as_str()).collect();
        names.join(", ")
    };
    let verb = |verb: &str, who: &[usize]| if who.len() == 1 { format!("{verb}s") } else { verb.to_owned() };
    match (event.label == event.id, event.joins.is_empty(), event.leaves.is_empty()) {
        (true, false, true) => format!("{} {}", names(&event.joins), verb("join", &event.joins)),
        (true, true, false) => format!("{} {}", names(&event.leaves), verb("leave", &event.leaves)),
        _ => event.label.clone(),
    }
}

/// Horizontal grid lines and ticks beside a plot.
pub fn draw_beside(canvas: &mut Canvas, scale: &Scale, plot: Rect) {
    for (value, label) in scale.ticks(super::axis::Round::Decimal, |_| 2.0 * SMALL.leading()) {
        let y = scale.at(value);
        canvas.line((plot.left, y), (plot.right, y), GRID);
        canvas.text(&label, (plot.left - 3.0, y), Align::Right, SMALL);
    }
}

/// Stretches of points between which none is missing.
pub fn runs<T: Copy>(points: &[Option<T>]) -> Vec<Vec<T>> {
    points
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect::<Vec<_>>())
        .filter(|run| !run.is_empty())
        .collect()
}

/// The outline of a band around a run of points, each with where its interval begins and ends.
pub fn band(run: &[(f64, Point)]) -> Vec<Point> {
    let low = run.iter().map(|(x, (low, _))| (*x, *low));
    let high = run.iter().rev().map(|(x, (_, high))| (*x, *high));
    low.chain(high).collect()
}
