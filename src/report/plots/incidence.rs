//! Cumulative incidence of adoption over the months since tabling.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::looks::{self, Look, looks};
use super::reading::Reading;
use super::sheet::{SINGLE, Sheet, caption};
use super::spread::spread;
use super::text::{LABEL, SMALL};
use super::{Figure, Options};
use crate::experiment::{Incidence, Results};
use crate::stats::Level;

/// Height of the plot.
const HEIGHT: f64 = 150.0;
/// Widest label beside a curve's end.
const END_LABEL: f64 = 64.0;
/// Length of the line to a label that was moved.
const LEADER: f64 = 12.0;
/// Beyond this a time is a fault somewhere else.
const MOST_MONTHS: f64 = 1e9;
/// Times at which a curve tells its value.
const TOLD: usize = 24;
/// Markers on each curve.
const MARKERS: usize = 4;
const MARKER_SIZE: f64 = 4.4;
const LINE_WIDTH: f64 = 1.0;
/// Steps of a curve that are drawn: some to every pixel.
const MOST_STEPS: usize = 4_000;

/// The curve of a variant: readings by ascending months.
struct Curve {
    look: Look,
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

/// Where the curves are drawn.
struct Frame {
    plot: Rect,
    across: Scale,
    upwards: Scale,
}

/// Step curves with interval bands, a curve a variant, all to the same month.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let curves: Vec<_> = looks(results).into_iter().filter_map(|look| Curve::of(results, look)).collect();
    if curves.is_empty() {
        return None;
    }
    let reach = curves.iter().flat_map(|curve| &curve.steps).flat_map(|(_, reading)| reading.reach());
    let shares = axis::range(reach.chain([0.0, 1.0]), (0.0, 100.0));
    let banded = bands_are_seen(&curves, shares);
    let labels = EndLabels::of(results, &curves, shares);
    let shown: Vec<_> = curves.iter().map(|curve| curve.look).collect();
    let sheet = Sheet {
        name: "incidence",
        options,
        usual_width: SINGLE,
        title: "Proposals passed, by months since tabling".to_owned(),
        legend: if labels.is_none() { looks::keys(results, &shown) } else { Vec::new() },
        caption: caption(results, &intervals(results.level, &curves, banded), &remark(results)),
    };
    Some(sheet.draw(HEIGHT + BELOW + 3.0, |canvas, body| {
        let frame =
            Frame::new(&curves, shares, (body, results.years * 12.0), labels.as_ref().map_or(0.0, EndLabels::room));
        let Rect { left, top, right, bottom } = frame.plot;
        frame.across.draw_below(canvas, (top, bottom), "months since tabling", Round::Months);
        frame.upwards.draw_beside(canvas, (left, right));
        let title = "passed, % of tabled proposals";
        canvas.text_upwards(title, (body.left + 4.0, (top + bottom) / 2.0), Align::Centre, LABEL);
        if banded {
            curves.iter().for_each(|curve| curve.draw_band(canvas, &frame));
        }
        for (i, curve) in curves.iter().enumerate() {
            curve.draw(canvas, &frame, i as f64 / curves.len() as f64);
            curve.tell(canvas, &frame, &results.variants[curve.look.variant].label);
        }
        if let Some(labels) = &labels {
            labels.draw(canvas, &curves, &frame);
        }
    }))
}

/// Whether some band is seen beside its line.
fn bands_are_seen(curves: &[Curve], shares: Point) -> bool {
    let upwards = Scale::new(shares, 0.0, HEIGHT);
    widest_half(curves) * 2.0 * upwards.per_unit() > LINE_WIDTH + 1.0
}

/// Half of the widest interval, in percentage points.
fn widest_half(curves: &[Curve]) -> f64 {
    let intervals = curves.iter().flat_map(|curve| &curve.steps).filter_map(|(_, reading)| reading.interval);
    intervals.map(|(low, high)| (high - low) / 2.0).fold(0.0, f64::max)
}

/// What the caption says of the intervals.
fn intervals(level: Level, curves: &[Curve], banded: bool) -> String {
    let known = curves.iter().flat_map(|curve| &curve.steps).any(|(_, reading)| reading.interval.is_some());
    match (known, banded) {
        (false, _) => String::new(),
        (true, true) => format!("Bands: {level} intervals."),
        (true, false) => {
            // Rounded up, so that it is true of all.
            let half = (widest_half(curves) * 10.0).ceil() / 10.0;
            format!("{level} intervals are within ±{} percentage points.", axis::number(half, 1))
        }
    }
}

fn remark(results: &Results) -> String {
    format!("Pending ones are censored. {}", looks::variants_note(results)).trim().to_owned()
}

impl Frame {
    /// Time runs to the first round number after the last step, so that its interval is seen, but not beyond the
    /// horizon.
    fn new(curves: &[Curve], shares: Point, (body, horizon): (Rect, f64), labels: f64) -> Frame {
        let (top, bottom) = (body.top + 3.0, body.top + 3.0 + HEIGHT);
        let upwards = Scale::new(shares, bottom, top);
        let left = body.left + 18.0 + upwards.label_width();
        let mut plot = Rect { left, top, right: body.right - 6.0 - labels, bottom };
        let last = curves.iter().map(Curve::months).fold(0.0, f64::max);
        let round = axis::round_end(last, plot.width(), Round::Months);
        let end = if horizon >= last * (1.0 + axis::BEYOND) { round.min(horizon) } else { round };
        // The last label stands in the middle under the axis' end.
        let overhang = SMALL.width(&axis::number(end, 0)) / 2.0 - 6.0 - labels;
        plot.right -= overhang.max(0.0);
        Frame { plot, across: Scale::new((0.0, end), plot.left, plot.right), upwards }
    }
}

impl Curve {
    fn of(results: &Results, look: Look) -> Option<Curve> {
        let drawn = |row: &&Incidence| row.variant == look.variant && (0.0..=MOST_MONTHS).contains(&row.months);
        let rows = || results.time.iter().filter(drawn);
        let step = |months, reading: Option<Reading>| reading.map(|reading| (months, reading));
        let passing = results.passing.iter().filter(drawn);
        let mut steps: Vec<_> =
            passing.filter_map(|row| step(row.months, Reading::new(row.cumulative, row.interval, 100.0))).collect();
        if steps.is_empty() {
            // Proposals came to other endings only.
            let last = rows().map(|row| row.months).reduce(f64::max);
            let none = Reading { value: 0.0, interval: None };
            steps = last.into_iter().flat_map(|last| [(0.0, none), (last, none)]).collect();
        }
        let steps = thinned(steps);
        (!steps.is_empty()).then_some(Curve { look, steps })
    }

    /// When its last step is.
    fn months(&self) -> f64 {
        self.steps.iter().map(|(months, _)| *months).fold(0.0, f64::max)
    }

    /// When it leaves zero; its end if it never does.
    fn start(&self) -> f64 {
        self.steps.iter().find(|(_, reading)| reading.value > 0.0).map_or(self.months(), |(months, _)| *months)
    }

    /// The share at a time.
    fn at(&self, months: f64) -> f64 {
        let past = self.steps.iter().take_while(|(at, _)| *at <= months);
        past.last().or(self.steps.first()).map_or(0.0, |(_, reading)| reading.value)
    }

    /// Where its line ends on the page.
    fn end(&self, frame: &Frame) -> Point {
        (frame.plot.right, frame.upwards.clamped(self.at(f64::INFINITY)))
    }

    /// The corners of the steps of a part of the readings.
    fn corners(&self, frame: &Frame, part: impl Fn(&Reading) -> f64) -> Vec<Point> {
        let mut corners: Vec<Point> = Vec::with_capacity(2 * self.steps.len());
        for (months, reading) in &self.steps {
            let (x, y) = (frame.across.at(*months), frame.upwards.clamped(part(reading)));
            corners.extend(corners.last().map(|(_, before)| (x, *before)));
            corners.push((x, y));
        }
        corners.extend(corners.last().map(|(_, share)| (frame.plot.right, *share)));
        corners
    }

    fn draw_band(&self, canvas: &mut Canvas, frame: &Frame) {
        if self.steps.iter().all(|(_, reading)| reading.interval.is_none()) {
            return;
        }
        let low = |reading: &Reading| reading.interval.map_or(reading.value, |(low, _)| low);
        let high = |reading: &Reading| reading.interval.map_or(reading.value, |(_, high)| high);
        let mut outline = self.corners(frame, low);
        outline.extend(self.corners(frame, high).into_iter().rev());
        canvas.polygon(&outline, self.look.color, 0.25);
    }

    /// The line with its markers, from where it leaves zero on. They start at `offset` of the distance between two, so
    /// that those of different curves do not meet.
    fn draw(&self, canvas: &mut Canvas, frame: &Frame, offset: f64) {
        let Look { color, marker, .. } = self.look;
        canvas.path(&self.corners(frame, |reading| reading.value), Stroke { color, width: LINE_WIDTH });
        self.markers(frame, offset).into_iter().for_each(|at| marker.draw(canvas, at, MARKER_SIZE, color));
    }

    /// Says what the curve has come to, at as many times.
    fn tell(&self, canvas: &mut Canvas, frame: &Frame, label: &str) {
        let width = frame.plot.width() / TOLD as f64;
        for place in 0..TOLD {
            let left = frame.plot.left + width * place as f64;
            let months = frame.across.value(left + width / 2.0);
            let Some((_, reading)) = self.steps.iter().take_while(|(at, _)| *at <= months).last() else { continue };
            let y = frame.upwards.clamped(reading.value);
            let zone = Rect { left, right: left + width, top: y - 2.5, bottom: y + 2.5 };
            let what = format!("{label}, passed after {} months", axis::number(months, 1));
            canvas.tell(zone, reading.told(&what, "%"));
        }
    }

    fn markers(&self, frame: &Frame, offset: f64) -> Vec<Point> {
        let (from, to) = (frame.across.at(self.start()), frame.plot.right);
        let along = |i: usize| from + (to - from) * (i as f64 + 0.2 + 0.7 * offset) / (MARKERS as f64 + 0.2);
        let on_curve = |x: f64| (x, frame.upwards.clamped(self.at(frame.across.value(x))));
        (0..MARKERS).map(along).map(on_curve).chain([self.end(frame)]).collect()
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
    fn of(results: &Results, curves: &[Curve], shares: Point) -> Option<EndLabels> {
        let texts: Vec<_> = curves.iter().map(|curve| results.variants[curve.look.variant].label.clone()).collect();
        let all_short = texts.iter().all(|text| LABEL.width(text) <= END_LABEL);
        let all_fit = texts.len() as f64 * LABEL.leading() <= HEIGHT;
        let scale = Scale::new(shares, HEIGHT, 0.0);
        let ends: Vec<_> = curves.iter().map(|curve| scale.clamped(curve.at(f64::INFINITY))).collect();
        let limits = (-LABEL.leading() / 2.0, HEIGHT + LABEL.leading() / 2.0);
        let places = spread(&ends, LABEL.leading(), limits);
        let moved = ends.iter().zip(&places).any(|(end, place)| (end - place).abs() > 0.5);
        (all_short && all_fit).then_some(EndLabels { texts, places, moved })
    }

    /// From the end of a curve to its label.
    fn distance(&self) -> f64 {
        if self.moved { LEADER + MARKER_SIZE + 2.0 } else { 5.0 }
    }

    /// Room that they need beside the plot, the margin of which they may use.
    fn room(&self) -> f64 {
        LABEL.widest(&self.texts) + self.distance() - 3.0
    }

    fn draw(&self, canvas: &mut Canvas, curves: &[Curve], frame: &Frame) {
        for (curve, (text, place)) in curves.iter().zip(self.texts.iter().zip(&self.places)) {
            let (right, y) = (frame.plot.right, frame.plot.top + place);
            if self.moved {
                let Look { color, marker, .. } = curve.look;
                let (x, end) = curve.end(frame);
                let at = (right + LEADER, y);
                canvas.line((x + MARKER_SIZE / 2.0, end), at, Stroke { color, width: 0.5 });
                marker.draw(canvas, at, MARKER_SIZE, color);
            }
            canvas.text(text, (right + self.distance(), y), Align::Left, LABEL);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// Curves of variants whose last steps are months apart, and their frame.
    fn curves() -> (Vec<Curve>, Frame) {
        let mut results = fixture::results();
        results.passing.retain(|row| row.months <= 60.0 - 12.0 * row.variant as f64);
        let curves: Vec<_> = looks(&results).into_iter().filter_map(|look| Curve::of(&results, look)).collect();
        let frame = Frame::new(&curves, (0.0, 80.0), (Rect::at((4.0, 20.0), 230.0, 180.0), 240.0), 0.0);
        (curves, frame)
    }

    #[test]
    fn every_curve_runs_to_the_end_of_the_axis() {
        let (curves, frame) = curves();
        assert!(curves.iter().any(|curve| curve.months() < 60.0));
        for curve in &curves {
            let corners = curve.corners(&frame, |reading| reading.value);
            assert_eq!(corners.last(), Some(&curve.end(&frame)));
            assert_eq!(curve.end(&frame).0, frame.plot.right);
        }
        assert!((frame.across.value(frame.plot.right) - 66.0).abs() < 1e-9, "the round number after 60");
    }

    #[test]
    fn no_curve_runs_beyond_the_horizon() {
        let (curves, _) = curves();
        let end = |horizon| {
            let frame = Frame::new(&curves, (0.0, 80.0), (Rect::at((4.0, 20.0), 230.0, 180.0), horizon), 0.0);
            frame.across.value(frame.plot.right).round()
        };
        assert_eq!((end(240.0), end(64.0), end(60.0)), (66.0, 64.0, 66.0), "the step at 60 has to be seen");
    }

    #[test]
    fn markers_stand_on_the_curve_once_it_has_left_zero() {
        let (curves, frame) = curves();
        for (i, curve) in curves.iter().enumerate() {
            for (x, y) in curve.markers(&frame, i as f64 / curves.len() as f64) {
                assert!(x >= frame.across.at(curve.start()) && x <= frame.plot.right);
                assert!(y < frame.upwards.at(0.0), "above zero");
            }
        }
    }

    #[test]
    fn captions_tell_of_bands_only_where_they_are_seen() {
        let (mut curves, _) = curves();
        assert!(bands_are_seen(&curves, (0.0, 80.0)));
        assert_eq!(intervals(Level::default(), &curves, true), "Bands: 95 % intervals.");
        for (_, reading) in curves.iter_mut().flat_map(|curve| &mut curve.steps) {
            reading.interval = Some((reading.value - 0.11, reading.value + 0.11));
        }
        assert!(!bands_are_seen(&curves, (0.0, 80.0)));
        assert_eq!(intervals(Level::default(), &curves, false), "95 % intervals are within ±0.2 percentage points.");
        curves.iter_mut().flat_map(|curve| &mut curve.steps).for_each(|(_, reading)| reading.interval = None);
        assert_eq!(intervals(Level::default(), &curves, false), "");
    }
}
