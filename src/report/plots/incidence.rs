//! Cumulative incidence of adoption over the months since tabling.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke, mm};
use super::reading::Reading;
use super::sheet::{SINGLE, Sheet, caption, variant_keys};
use super::text::LABEL;
use super::{Figure, palette};
use crate::engine::Ending;
use crate::experiment::Results;

/// Height of the plot.
const HEIGHT: f64 = 150.0;
/// Widest label beside a curve's end.
const END_LABEL: f64 = 64.0;
/// Markers on each curve.
const MARKERS: usize = 4;
const MARKER_SIZE: f64 = 4.4;
/// Steps of a curve that are drawn: some to every pixel.
const MOST_STEPS: usize = 4_000;

/// The curve of a variant: readings by ascending months.
struct Curve {
    variant: usize,
    steps: Vec<(f64, Reading)>,
}

/// A label at the end of a curve, with the share at which it stands.
struct EndLabel {
    share: f64,
    text: String,
}

/// Step curves with interval bands, a curve a variant.
pub fn figure(results: &Results) -> Option<Figure> {
    let curves: Vec<_> = (0..results.variants.len()).filter_map(|variant| Curve::of(results, variant)).collect();
    if curves.is_empty() {
        return None;
    }
    let months = curves.iter().map(Curve::months).fold(0.0, f64::max);
    let reach = curves.iter().flat_map(|curve| &curve.steps).flat_map(|(_, reading)| reading.reach());
    let shares = axis::range(reach.chain([0.0]), (0.0, 100.0));
    let labels = end_labels(results, &curves, months, shares);
    let variants: Vec<_> = curves.iter().map(|curve| curve.variant).collect();
    let sheet = Sheet {
        width: mm(SINGLE),
        title: "Proposals adopted, by months since tabling".to_owned(),
        legend: if labels.is_empty() { variant_keys(results, &variants) } else { Vec::new() },
        caption: caption(results, "Bands: 95 % intervals.", "Pending proposals are censored."),
    };
    let svg = sheet.draw(HEIGHT + BELOW + 3.0, |canvas, body| {
        let (top, bottom) = (body.top + 3.0, body.top + 3.0 + HEIGHT);
        let upwards = Scale::new(shares, bottom, top);
        let room = labels.iter().map(|label| LABEL.width(&label.text) + 2.0).fold(0.0, f64::max);
        let left = body.left + 14.0 + upwards.label_width();
        let plot = Rect { left, top, right: body.right - 6.0 - room, bottom };
        let across = Scale::new((0.0, months), plot.left, plot.right);
        across.draw_below(canvas, (top, bottom), "months since tabling", Round::Months);
        upwards.draw_beside(canvas, (plot.left, plot.right));
        let title = "adopted, % of tabled proposals";
        canvas.text_upwards(title, (body.left + 4.0, (top + bottom) / 2.0), Align::Centre, LABEL);
        curves.iter().for_each(|curve| curve.draw_band(canvas, &across, &upwards));
        for (i, curve) in curves.iter().enumerate() {
            curve.draw(canvas, &across, &upwards, i as f64 / curves.len() as f64);
        }
        for label in &labels {
            canvas.text(&label.text, (plot.right + 5.0, upwards.at(label.share)), Align::Left, LABEL);
        }
    });
    Some(Figure { name: "incidence", svg })
}

impl Curve {
    fn of(results: &Results, variant: usize) -> Option<Curve> {
        let rows = results.time.iter().filter(|row| row.variant == variant && row.ending == Ending::Adopted);
        let step = |months, reading: Option<Reading>| reading.map(|reading| (months, reading));
        let steps: Vec<_> = rows
            .filter(|row| row.months.is_finite() && row.months >= 0.0)
            .filter_map(|row| step(row.months, Reading::new(row.cumulative, row.interval, 100.0)))
            .collect();
        let steps = thinned(steps);
        (!steps.is_empty()).then_some(Curve { variant, steps })
    }

    /// How far it goes.
    fn months(&self) -> f64 {
        self.steps.iter().map(|(months, _)| *months).fold(0.0, f64::max)
    }

    /// The share at a time.
    fn at(&self, months: f64) -> f64 {
        let past = self.steps.iter().take_while(|(at, _)| *at <= months);
        past.last().or(self.steps.first()).map_or(0.0, |(_, reading)| reading.value)
    }

    /// The corners of the steps of a part of the readings.
    fn corners(&self, across: &Scale, upwards: &Scale, part: impl Fn(&Reading) -> f64) -> Vec<Point> {
        let mut corners: Vec<Point> = Vec::with_capacity(2 * self.steps.len());
        for (months, reading) in &self.steps {
            let (x, y) = (across.at(*months), upwards.clamped(part(reading)));
            corners.extend(corners.last().map(|(_, before)| (x, *before)));
            corners.push((x, y));
        }
        corners
    }

    fn draw_band(&self, canvas: &mut Canvas, across: &Scale, upwards: &Scale) {
        if self.steps.iter().all(|(_, reading)| reading.interval.is_none()) {
            return;
        }
        let low = |reading: &Reading| reading.interval.map_or(reading.value, |(low, _)| low);
        let high = |reading: &Reading| reading.interval.map_or(reading.value, |(_, high)| high);
        let mut outline = self.corners(across, upwards, low);
        outline.extend(self.corners(across, upwards, high).into_iter().rev());
        canvas.polygon(&outline, palette::variant(self.variant), 0.25);
    }

    /// The line with its markers, which start at `offset` of the distance between two so that those of
    /// different curves do not meet.
    fn draw(&self, canvas: &mut Canvas, across: &Scale, upwards: &Scale, offset: f64) {
        let color = palette::variant(self.variant);
        let value = |reading: &Reading| reading.value;
        canvas.path(&self.corners(across, upwards, value), Stroke { color, width: 1.0 });
        let marker = palette::marker(self.variant);
        for i in 0..MARKERS {
            let months = self.months() * (i as f64 + 0.3 + 0.7 * offset) / (MARKERS as f64 + 0.4);
            marker.draw(canvas, (across.at(months), upwards.clamped(self.at(months))), MARKER_SIZE, color);
        }
        let end = (across.at(self.months()), upwards.clamped(self.at(self.months())));
        marker.draw(canvas, end, MARKER_SIZE, color);
    }
}

/// No more steps than can be told apart, the first and the last among them.
fn thinned<T>(steps: Vec<T>) -> Vec<T> {
    let (every, last) = (steps.len().div_ceil(MOST_STEPS).max(1), steps.len().saturating_sub(1));
    let kept = |index: usize| index.is_multiple_of(every) || index == last;
    steps.into_iter().enumerate().filter(|(index, _)| kept(*index)).map(|(_, step)| step).collect()
}

/// A label for each curve, or none at all if they would not stand clear at the curves' ends.
fn end_labels(results: &Results, curves: &[Curve], months: f64, shares: Point) -> Vec<EndLabel> {
    let label = |curve: &Curve| EndLabel {
        share: curve.at(curve.months()),
        text: results.variants[curve.variant].label.clone(),
    };
    let labels: Vec<_> = curves.iter().map(label).collect();
    let scale = Scale::new(shares, HEIGHT, 0.0);
    let clear = |a: &EndLabel, b: &EndLabel| (scale.at(a.share) - scale.at(b.share)).abs() >= LABEL.leading();
    let all_clear = labels.iter().enumerate().all(|(i, a)| labels[..i].iter().all(|b| clear(a, b)));
    let all_short = labels.iter().all(|label| LABEL.width(&label.text) <= END_LABEL);
    let all_end_there = curves.iter().all(|curve| curve.months() >= 0.97 * months);
    if all_clear && all_short && all_end_there { labels } else { Vec::new() }
}
