//! Cumulative incidence of adoption over the months since tabling.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::reading::Reading;
use super::sheet::{SINGLE, Sheet, caption, variant_keys};
use super::spread::spread;
use super::text::LABEL;
use super::{Figure, Options, palette};
use crate::engine::Ending;
use crate::experiment::Results;

/// Height of the plot.
const HEIGHT: f64 = 150.0;
/// Widest label beside a curve's end.
const END_LABEL: f64 = 64.0;
/// Length of the line to a label that was moved.
const LEADER: f64 = 12.0;
/// How far the lines go on after their last step, as a share of the time shown, so that its interval is seen.
const BEYOND: f64 = 0.03;
/// Beyond this a time is a fault somewhere else.
const MOST_MONTHS: f64 = 1e9;
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

/// The labels at the curves' ends.
struct EndLabels {
    texts: Vec<String>,
    /// How far below the top of the plot each stands.
    places: Vec<f64>,
    /// Whether some had to be moved, so that markers and lines lead to them.
    moved: bool,
}

/// Step curves with interval bands, a curve a variant.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let curves: Vec<_> = (0..results.variants.len()).filter_map(|variant| Curve::of(results, variant)).collect();
    if curves.is_empty() {
        return None;
    }
    let months = curves.iter().map(Curve::months).fold(0.0, f64::max);
    let reach = curves.iter().flat_map(|curve| &curve.steps).flat_map(|(_, reading)| reading.reach());
    let shares = axis::range(reach.chain([0.0, 1.0]), (0.0, 100.0));
    let labels = EndLabels::of(results, &curves, months, shares);
    let variants: Vec<_> = curves.iter().map(|curve| curve.variant).collect();
    let sheet = Sheet {
        name: "incidence",
        options,
        usual_width: SINGLE,
        title: "Proposals adopted, by months since tabling".to_owned(),
        legend: if labels.is_none() { variant_keys(results, &variants) } else { Vec::new() },
        caption: caption(results, "Bands: 95 % intervals.", "Pending ones are censored."),
    };
    Some(sheet.draw(HEIGHT + BELOW + 3.0, |canvas, body| {
        let (top, bottom) = (body.top + 3.0, body.top + 3.0 + HEIGHT);
        let upwards = Scale::new(shares, bottom, top);
        let room = labels.as_ref().map_or(0.0, EndLabels::room);
        let left = body.left + 18.0 + upwards.label_width();
        let plot = Rect { left, top, right: body.right - 6.0 - room, bottom };
        let across = Scale::new((0.0, months * (1.0 + BEYOND)), plot.left, plot.right);
        across.draw_below(canvas, (top, bottom), "months since tabling", Round::Months);
        upwards.draw_beside(canvas, (plot.left, plot.right));
        let title = "adopted, % of tabled proposals";
        canvas.text_upwards(title, (body.left + 4.0, (top + bottom) / 2.0), Align::Centre, LABEL);
        curves.iter().for_each(|curve| curve.draw_band(canvas, &across, &upwards));
        for (i, curve) in curves.iter().enumerate() {
            curve.draw(canvas, &across, &upwards, i as f64 / curves.len() as f64);
        }
        if let Some(labels) = &labels {
            labels.draw(canvas, &curves, (&across, &upwards), plot);
        }
    }))
}

impl Curve {
    fn of(results: &Results, variant: usize) -> Option<Curve> {
        let rows = || results.time.iter().filter(|row| row.variant == variant);
        let rows = || rows().filter(|row| (0.0..=MOST_MONTHS).contains(&row.months));
        let step = |months, reading: Option<Reading>| reading.map(|reading| (months, reading));
        let adopted = rows().filter(|row| row.ending == Ending::Adopted);
        let mut steps: Vec<_> =
            adopted.filter_map(|row| step(row.months, Reading::new(row.cumulative, row.interval, 100.0))).collect();
        if steps.is_empty() {
            // Proposals came to other endings only.
            let last = rows().map(|row| row.months).reduce(f64::max);
            let none = Reading { value: 0.0, interval: None };
            steps = last.into_iter().flat_map(|last| [(0.0, none), (last, none)]).collect();
        }
        let steps = thinned(steps);
        (!steps.is_empty()).then_some(Curve { variant, steps })
    }

    /// How far it goes.
    fn months(&self) -> f64 {
        self.steps.iter().map(|(months, _)| *months).fold(0.0, f64::max)
    }

    /// Where its line ends on the page.
    fn end(&self, across: &Scale) -> f64 {
        across.at(self.months()) + BEYOND / (1.0 + BEYOND) * across.length()
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
        corners.extend(corners.last().map(|(_, share)| (self.end(across), *share)));
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
        let end = (self.end(across), upwards.clamped(self.at(self.months())));
        marker.draw(canvas, end, MARKER_SIZE, color);
    }
}

/// No more steps than can be told apart, the first and the last among them.
fn thinned<T>(steps: Vec<T>) -> Vec<T> {
    let (every, last) = (steps.len().div_ceil(MOST_STEPS).max(1), steps.len().saturating_sub(1));
    let kept = |index: usize| index.is_multiple_of(every) || index == last;
    steps.into_iter().enumerate().filter(|(index, _)| kept(*index)).map(|(_, step)| step).collect()
}

impl EndLabels {
    /// A label for each curve, if they fit beside the curves' ends.
    fn of(results: &Results, curves: &[Curve], months: f64, shares: Point) -> Option<EndLabels> {
        let texts: Vec<_> = curves.iter().map(|curve| results.variants[curve.variant].label.clone()).collect();
        let all_short = texts.iter().all(|text| LABEL.width(text) <= END_LABEL);
        let all_fit = texts.len() as f64 * LABEL.leading() <= HEIGHT;
        let all_end_there = curves.iter().all(|curve| curve.months() >= 0.97 * months);
        let scale = Scale::new(shares, HEIGHT, 0.0);
        let ends: Vec<_> = curves.iter().map(|curve| scale.clamped(curve.at(curve.months()))).collect();
        let limits = (-LABEL.leading() / 2.0, HEIGHT + LABEL.leading() / 2.0);
        let places = spread(&ends, LABEL.leading(), limits);
        let moved = ends.iter().zip(&places).any(|(end, place)| (end - place).abs() > 0.5);
        (all_short && all_fit && all_end_there).then_some(EndLabels { texts, places, moved })
    }

    /// From the end of a curve to its label.
    fn distance(&self) -> f64 {
        if self.moved { LEADER + MARKER_SIZE + 2.0 } else { 5.0 }
    }

    /// Room that they need beside the plot, the margin of which they may use.
    fn room(&self) -> f64 {
        LABEL.widest(&self.texts) + self.distance() - 3.0
    }

    fn draw(&self, canvas: &mut Canvas, curves: &[Curve], (across, upwards): (&Scale, &Scale), plot: Rect) {
        for (curve, (text, place)) in curves.iter().zip(self.texts.iter().zip(&self.places)) {
            let y = plot.top + place;
            if self.moved {
                let color = palette::variant(curve.variant);
                let from = (curve.end(across) + MARKER_SIZE / 2.0, upwards.clamped(curve.at(curve.months())));
                let marker = (plot.right + LEADER, y);
                canvas.line(from, marker, Stroke { color, width: 0.5 });
                palette::marker(curve.variant).draw(canvas, marker, MARKER_SIZE, color);
            }
            canvas.text(text, (plot.right + self.distance(), y), Align::Left, LABEL);
        }
    }
}
