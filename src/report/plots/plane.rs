//! Breadth and depth: how much is adopted a year, and what it comes to.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::looks::{self, Look, looks_of};
use super::palette;
use super::place::{Obstacles, Wish, place};
use super::reading::Reading;
use super::rows::whisker;
use super::sheet::{SINGLE, Sheet, caption};
use super::text::{Font, LABEL, SMALL};
use super::{Figure, Options};
use crate::experiment::{Metric, Results, Scope};

const HEIGHT: f64 = 176.0;
const MARKER: f64 = 5.2;
/// Of a stop on the path over time.
const STOP: f64 = 2.6;
/// What the corners are called (Bayshulakova & Dubovtsev, Central Asia and the Caucasus 20(3)).
const CORNERS: [&str; 2] = ["system integrator", "amorphous structure"];
const CORNER: Font = Font { size: 7.0, bold: true, color: palette::GREY };
/// Widest number at a ray.
const MOST_LABEL: f64 = 24.0;
/// Among more variants the stops of none have their names.
const MOST_WITH_NAMES: usize = 5;
/// Stops that have their name.
const NAMED_STOPS: usize = 8;

/// Where a variant is, with its way over time.
struct Spot {
    look: Look,
    at: (Reading, Reading),
    /// By period, with its name.
    path: Vec<(String, Point)>,
}

/// Crosses of intervals in the plane of what is adopted and what it comes to, with paths over periods.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let looks = looks_of(results, |v| read(results, v, Scope::All).is_some());
    let spots: Vec<Spot> = looks.iter().filter_map(|look| Spot::of(results, *look)).collect();
    if spots.is_empty() {
        return None;
    }
    let with_path = spots.iter().any(|spot| spot.path.len() > 1);
    let path = if with_path { "Lines: the way over periods, from the small dot to the arrow." } else { "" };
    let sheet = Sheet {
        name: "plane",
        options,
        usual_width: SINGLE,
        title: "Breadth and depth".to_owned(),
        legend: if looks.len() > 1 { looks::keys(results, &looks) } else { Vec::new() },
        caption: caption(
            results,
            &format!("Bars: {} intervals.", results.level),
            format!("Dotted: equal output of a text. {path} {}", looks::variants_note(results)).trim(),
        ),
    };
    Some(sheet.draw(HEIGHT + BELOW + 2.0, |canvas, body| {
        let reach = |pick: fn(&(Reading, Reading)) -> Reading, of_path: fn(&Point) -> f64| {
            let own = spots.iter().flat_map(move |spot| pick(&spot.at).reach());
            let way = spots.iter().flat_map(move |spot| spot.path.iter().map(move |(_, at)| of_path(at)));
            own.chain(way).chain([0.0]).collect::<Vec<f64>>()
        };
        let (top, bottom) = (body.top + 2.0, body.top + 2.0 + HEIGHT);
        let upwards = Scale::new(with_corner(reach(|at| at.1, |at| at.1)), bottom, top);
        let left = body.left + 18.0 + upwards.label_width();
        let plot = Rect { left, top, right: body.right - 6.0, bottom };
        let across = Scale::new(with_corner(reach(|at| at.0, |at| at.0)), plot.left, plot.right);
        across.draw_below(canvas, (plot.top, plot.bottom), "adopted a year (breadth)", Round::Decimal);
        upwards.draw_beside(canvas, (plot.left, plot.right));
        let title = "output a year, utility units";
        canvas.text_upwards(title, (body.left + 4.0, (top + bottom) / 2.0), Align::Centre, LABEL);
        let frame = Frame { plot, across, upwards };
        let mut taken = frame.draw_rays(canvas, &spots);
        frame.draw_corners(canvas);
        taken.extend(frame.corners());
        spots.iter().for_each(|spot| spot.draw_path(canvas, &frame));
        for spot in &spots {
            spot.draw(canvas, &frame);
            spot.tell(canvas, &frame, &results.variants[spot.look.variant].label);
        }
        frame.name_stops(canvas, &spots, taken);
    }))
}

/// A range with room for the name of a corner; nothing is below 0 where no value is.
fn with_corner(values: Vec<f64>) -> Point {
    let least = if values.iter().all(|value| *value >= 0.0) { 0.0 } else { f64::MIN };
    let (low, high) = axis::range(values.into_iter(), (least, f64::MAX));
    (low, high + 0.07 * (high - low))
}

/// Adopted a year and output a year.
fn read(results: &Results, variant: usize, scope: Scope) -> Option<(Reading, Reading)> {
    let of = |metric| Reading::of(results.summary(variant, scope, metric), 1.0);
    of(Metric::AdoptedPerYear).zip(of(Metric::OutputPerYear))
}

struct Frame {
    plot: Rect,
    across: Scale,
    upwards: Scale,
}

impl Frame {
    fn at(&self, (x, y): Point) -> Point {
        (self.across.clamped(x), self.upwards.clamped(y))
    }

    /// Lines through the origin on which a text comes to as much; where their numbers stand.
    fn draw_rays(&self, canvas: &mut Canvas, spots: &[Spot]) -> Vec<Rect> {
        let (right, top) = (self.across.value(self.plot.right), self.upwards.value(self.plot.top));
        let steepest = spots.iter().map(|spot| spot.at.1.value / spot.at.0.value).filter(|slope| slope.is_finite());
        let Some(slope) = steepest.reduce(f64::max).filter(|slope| *slope > 0.0) else { return Vec::new() };
        let scale = Scale::new((0.0, 1.5 * slope), 0.0, 100.0);
        let mut numbers = Vec::new();
        for (slope, label) in scale.ticks(Round::Decimal, |_| 24.0).into_iter().filter(|(slope, _)| *slope > 0.0) {
            let end = if slope * right <= top { (right, slope * right) } else { (top / slope, top) };
            let (from, to) = (self.at((0.0, 0.0)), self.at(end));
            canvas.dashed(from, to, 1.2, Stroke { color: palette::GREY, width: 0.4 });
            // Beside the ray's upper end, below it.
            let width = SMALL.width(&label);
            let left = if to.1 > self.plot.top + 1.0 { to.0 - 3.0 - width } else { to.0 + 3.0 };
            let number = Rect::at((left, to.1 + 2.0), width, SMALL.leading());
            if width < MOST_LABEL && self.corners().iter().all(|corner| corner.overlap(&number) == 0.0) {
                canvas.text(&label, number.centre(), Align::Centre, SMALL.colored(palette::GREY));
                numbers.push(number);
            }
        }
        numbers
    }

    /// Where the names of the corners stand.
    fn corners(&self) -> [Rect; 2] {
        let heights = [self.plot.top + 6.0, self.plot.bottom - 7.0];
        std::array::from_fn(|corner| {
            let width = CORNER.width(CORNERS[corner]);
            Rect::at((self.plot.right - width - 5.0, heights[corner] - 6.0), width + 4.0, 12.0)
        })
    }

    fn draw_corners(&self, canvas: &mut Canvas) {
        for (text, at) in CORNERS.iter().zip(self.corners()) {
            canvas.text(text, (at.right - 2.0, at.centre().1), Align::Right, CORNER);
        }
    }

    /// Names the stops of the path where they can be read.
    fn name_stops(&self, canvas: &mut Canvas, spots: &[Spot], taken: Vec<Rect>) {
        let few = spots.len() <= MOST_WITH_NAMES;
        let Some(spot) = spots.iter().find(|spot| spot.path.len() > 1 && few) else { return };
        let stops: Vec<&(String, Point)> = match spot.path.len() {
            count if count <= NAMED_STOPS => spot.path.iter().collect(),
            count => vec![&spot.path[0], &spot.path[count - 1]],
        };
        let mark = |at: Point, size: f64| Rect::at((at.0 - size / 2.0, at.1 - size / 2.0), size, size);
        let marks = spots.iter().flat_map(|spot| {
            let stops = spot.path.iter().map(|(_, at)| mark(self.at(*at), STOP + 1.0));
            stops.chain([mark(self.at((spot.at.0.value, spot.at.1.value)), MARKER + 2.0)])
        });
        let marks: Vec<Rect> = marks.chain(taken).collect();
        let lines: Vec<(Point, Point)> = spots.iter().flat_map(|spot| spot.cross(self)).collect();
        let ways: Vec<(Point, Point)> = spots
            .iter()
            .flat_map(|spot| spot.path.windows(2).map(|way| (self.at(way[0].1), self.at(way[1].1))))
            .collect();
        let size = |text: &str| (SMALL.width(text) + 2.0, SMALL.leading());
        let wishes: Vec<Wish> =
            stops.iter().map(|(name, at)| Wish { point: self.at(*at), size: size(name), bars: false }).collect();
        let places = place(&wishes, STOP, &Obstacles { bounds: self.plot, marks: &marks, lines: &lines, faint: &ways });
        for ((name, _), place) in stops.iter().zip(places) {
            let Some(place) = place else { continue };
            if let Some((from, to)) = place.leader {
                canvas.line(from, to, Stroke { color: palette::GREY, width: 0.4 });
            }
            canvas.text(name, place.rect.centre(), Align::Centre, SMALL);
        }
    }
}

impl Spot {
    fn of(results: &Results, look: Look) -> Option<Spot> {
        let named: Vec<usize> = results.named_periods().collect();
        // Where nothing happens, the way from year to year is chance.
        let happens = results.variants.iter().any(|variant| !variant.events.is_empty());
        let periods = match named.len() {
            0 | 1 if happens => results.years().collect(),
            0 | 1 => Vec::new(),
            _ => named,
        };
        let stop = |period: usize| {
            let (adopted, output) = read(results, look.variant, Scope::Period(period))?;
            Some((results.periods[period].label.clone(), (adopted.value, output.value)))
        };
        let path = periods.into_iter().filter_map(stop).collect();
        Some(Spot { look, at: read(results, look.variant, Scope::All)?, path })
    }

    /// Its intervals.
    fn cross(&self, frame: &Frame) -> Vec<(Point, Point)> {
        let (x, y) = (self.at.0.value, self.at.1.value);
        let across = self.at.0.interval.map(|(low, high)| (frame.at((low, y)), frame.at((high, y))));
        let upwards = self.at.1.interval.map(|(low, high)| (frame.at((x, low)), frame.at((x, high))));
        across.into_iter().chain(upwards).collect()
    }

    fn tell(&self, canvas: &mut Canvas, frame: &Frame, label: &str) {
        let ((x, y), half) = (frame.at((self.at.0.value, self.at.1.value)), MARKER / 2.0 + 2.0);
        let (breadth, depth) = (self.at.0.told("adopted a year", ""), self.at.1.told("output a year", ""));
        canvas.tell(Rect::at((x - half, y - half), 2.0 * half, 2.0 * half), format!("{label}, {breadth}, {depth}"));
    }

    fn draw(&self, canvas: &mut Canvas, frame: &Frame) {
        let Look { color, marker, .. } = self.look;
        let pen = Stroke { color, width: 0.9 };
        let (x, y) = frame.at((self.at.0.value, self.at.1.value));
        if let Some((low, high)) = self.at.0.interval {
            whisker(canvas, (frame.across.clamped(low), frame.across.clamped(high)), y, 2.2, pen);
        }
        if let Some((low, high)) = self.at.1.interval {
            let (low, high) = (frame.upwards.clamped(low), frame.upwards.clamped(high));
            canvas.line((x, low), (x, high), pen);
            for end in [low, high] {
                canvas.line((x - 2.2, end), (x + 2.2, end), Stroke { color, width: 0.7 });
            }
        }
        marker.draw(canvas, (x, y), MARKER, color);
    }

    fn draw_path(&self, canvas: &mut Canvas, frame: &Frame) {
        let points: Vec<Point> = self.path.iter().map(|(_, at)| frame.at(*at)).collect();
        let [first, .., before, last] = points[..] else {
            if let [first, last] = points[..] {
                self.draw_way(canvas, &points, (first, last));
                canvas.disc(first, STOP / 2.0, self.look.color);
            }
            return;
        };
        self.draw_way(canvas, &points, (before, last));
        canvas.disc(first, STOP / 2.0, self.look.color);
    }

    /// The line through the stops, with an arrow at its end.
    fn draw_way(&self, canvas: &mut Canvas, points: &[Point], (before, last): (Point, Point)) {
        let Look { color, .. } = self.look;
        canvas.path(points, Stroke { color, width: 0.6 });
        let length = libm::hypot(last.0 - before.0, last.1 - before.1);
        if length < 1.0 {
            return;
        }
        let (dx, dy) = ((last.0 - before.0) / length, (last.1 - before.1) / length);
        let (long, half) = (4.6, 1.9);
        let corner = |side: f64| (last.0 - long * dx - side * half * dy, last.1 - long * dy + side * half * dx);
        canvas.polygon(&[last, corner(1.0), corner(-1.0)], color, 1.0);
    }
}
