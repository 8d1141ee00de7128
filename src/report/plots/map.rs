//! Where the members stand, and how the set of texts that cannot be bettered for everybody grows with the table.

use plotters::style::RGBColor;

use super::axis::{BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::hull::convex_hull;
use super::place::{Obstacles, Place, place};
use super::sheet::{DOUBLE, Key, SINGLE, Sample, Sheet, closed};
use super::text::LABEL;
use super::{Figure, Options, palette, strip};
use crate::experiment::Results;

/// Side of a marker.
const MARKER: f64 = 4.4;
/// From so many members on the map takes two columns.
const CROWD: usize = 13;

/// A member on the map.
pub struct Spot {
    pub label: String,
    pub at: Point,
    pub sd: Point,
    /// Whether it has a seat before the enlargement.
    pub before: bool,
}

/// The variants compared, by index; without an enlargement there is no `after`.
pub struct Tables {
    pub before: usize,
    pub after: Option<usize>,
}

/// A look for the members and the Pareto set of each table.
pub const LOOKS: [(RGBColor, palette::Marker); 2] =
    [(palette::BLUE, palette::Marker::Disc), (palette::VERMILLION, palette::Marker::Square)];

/// The map in two dimensions, or a strip where there is only one.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let (x, y) = options.dimensions;
    let count = results.dimensions.len();
    let tables = Tables::of(results)?;
    match (x < count, y < count && x != y) {
        (true, true) => draw(results, options, &tables, (x, y)),
        (true, false) => strip::draw(results, options, &tables, x),
        _ => None,
    }
}

impl Tables {
    fn of(results: &Results) -> Option<Tables> {
        let before = results.variants.iter().position(|variant| !variant.ideals.is_empty())?;
        let size = results.variants[before].seats.len();
        let after = results.variants.iter().rposition(|variant| variant.seats.len() > size);
        Some(Tables { before, after })
    }

    /// The members of both tables, the ones who were there before first.
    pub fn spots(&self, results: &Results, (x, y): (usize, usize)) -> Vec<Spot> {
        let mut spots: Vec<(usize, Spot)> = Vec::new();
        for variant in [Some(self.before), self.after].into_iter().flatten() {
            let info = &results.variants[variant];
            for (seat, ideal) in info.seats.iter().zip(&info.ideals) {
                let get = |vector: &[f64], d: usize| vector.get(d).copied().filter(|value| value.abs() < 1e6);
                let at = (get(&ideal.ideal, x), get(&ideal.ideal, y));
                let sd = (get(&ideal.sd, x).unwrap_or(0.0), get(&ideal.sd, y).unwrap_or(0.0));
                let (Some(at_x), Some(at_y), Some((_, label))) = (at.0, at.1, results.members.get(*seat)) else {
                    continue;
                };
                if spots.iter().all(|(known, _)| known != seat) {
                    let before = variant == self.before;
                    spots.push((*seat, Spot { label: label.clone(), at: (at_x, at_y), sd, before }));
                }
            }
        }
        spots.into_iter().map(|(_, spot)| spot).collect()
    }

    pub fn legend(&self, results: &Results) -> Vec<Key> {
        let label = |variant: usize| results.variants[variant].label.clone();
        let key = |sample, label: String| Key { sample, label };
        let point = |i: usize| Sample::Point(LOOKS[i].1, LOOKS[i].0);
        let shade = |i: usize| Sample::Shade { color: LOOKS[i].0, dashed: i == 1 };
        let mut keys = vec![key(point(0), format!("Members, {}", label(self.before)))];
        keys.extend(self.after.map(|after| key(point(1), format!("Added by {}", label(after)))));
        keys.push(key(shade(0), format!("Pareto set, {}", label(self.before))));
        keys.extend(self.after.map(|after| key(shade(1), format!("Pareto set, {}", label(after)))));
        keys
    }
}

/// What the marks of a map mean.
pub fn map_caption(spots: &[Spot]) -> String {
    let uncertain = spots.iter().any(|spot| spot.sd.0 > 0.0 || spot.sd.1 > 0.0);
    let bars = if uncertain { "Bars: ± 1 standard deviation of the ideal point. " } else { "" };
    format!("{bars}Pareto set: texts that no change improves for all members, with equal saliences.")
}

/// The scales of the map, equal in both directions, and where it lies on the page.
struct Frame {
    plot: Rect,
    across: Scale,
    upwards: Scale,
}

fn draw(results: &Results, options: &Options, tables: &Tables, dimensions: (usize, usize)) -> Option<Figure> {
    let spots = tables.spots(results, dimensions);
    let (width, height) = extent(&spots)?;
    let sheet = Sheet {
        name: "map",
        options,
        usual_width: if spots.len() < CROWD { SINGLE } else { DOUBLE },
        title: "Ideal points and Pareto sets".to_owned(),
        legend: tables.legend(results),
        caption: map_caption(&spots),
    };
    let (left, right) = sheet.edges();
    let plot_width = right - left - 34.0;
    let plot_height =
        (plot_width * (height.1 - height.0) / (width.1 - width.0)).clamp(0.55 * plot_width, 1.25 * plot_width);
    Some(sheet.draw(plot_height + BELOW, |canvas, body| {
        let plot = Rect { left: body.left + 30.0, right: body.right - 4.0, bottom: body.top + plot_height, ..body };
        let frame = Frame::new(plot, width, height);
        let names = (&results.dimensions[dimensions.0].label, &results.dimensions[dimensions.1].label);
        frame.shade_sets(canvas, &spots, tables.after.is_some());
        frame.draw_axes(canvas, body.left, names);
        frame.outline_sets(canvas, &spots, tables.after.is_some());
        frame.draw_members(canvas, &spots);
    }))
}

/// Whether each set is the one after the enlargement, in the order in which they are shaded. Outlines are drawn the
/// other way round, so that where they meet the line shows through the dashes.
pub fn sets(enlarged: bool) -> impl DoubleEndedIterator<Item = bool> {
    [true, false].into_iter().filter(move |after| enlarged || !after)
}

/// Fills a set in its colour alone, whatever it lies on.
pub fn shade(canvas: &mut Canvas, corners: &[Point], after: bool) {
    canvas.polygon(corners, palette::WHITE, 1.0);
    canvas.polygon(corners, LOOKS[usize::from(after)].0, 0.18);
}

/// The ranges across and up that show all members with their uncertainty and room for labels.
fn extent(spots: &[Spot]) -> Option<(Point, Point)> {
    let range = |part: fn(&Spot) -> (f64, f64)| {
        let ends = spots.iter().map(part).flat_map(|(at, sd)| [at - sd, at + sd]);
        ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end), high.max(end)))
    };
    let (x, y) = (range(|spot| (spot.at.0, spot.sd.0)), range(|spot| (spot.at.1, spot.sd.1)));
    let widest = (x.1 - x.0).max(y.1 - y.0);
    let pad = if widest > 1e-9 { 0.1 * widest } else { 1.0 };
    // Labels are wider than high.
    let beside = 1.4 * pad;
    (!spots.is_empty()).then_some(((x.0 - beside, x.1 + beside), (y.0 - pad, y.1 + pad)))
}

impl Frame {
    /// Both ranges in the middle of `plot`, at the same scale.
    fn new(plot: Rect, x: Point, y: Point) -> Frame {
        let unit = ((x.1 - x.0) / plot.width()).max((y.1 - y.0) / plot.height());
        let around = |(low, high): Point, length: f64| {
            let (middle, half) = ((low + high) / 2.0, unit * length / 2.0);
            (middle - half, middle + half)
        };
        let across = Scale::new(around(x, plot.width()), plot.left, plot.right);
        let upwards = Scale::new(around(y, plot.height()), plot.bottom, plot.top);
        Frame { plot, across, upwards }
    }

    fn at(&self, point: Point) -> Point {
        (self.across.at(point.0), self.upwards.at(point.1))
    }

    fn draw_axes(&self, canvas: &mut Canvas, left: f64, (x, y): (&String, &String)) {
        let plot = self.plot;
        self.across.draw_below(canvas, (plot.top, plot.bottom), x, Round::Decimal);
        self.upwards.draw_beside(canvas, (plot.left, plot.right));
        canvas.text_upwards(y, (left + 4.0, plot.centre().1), Align::Centre, LABEL);
    }

    fn hull(&self, spots: &[Spot], after: bool) -> Vec<Point> {
        let points: Vec<_> = spots.iter().filter(|spot| after || spot.before).map(|spot| self.at(spot.at)).collect();
        convex_hull(&points)
    }

    /// The larger set first; the smaller one replaces its colour.
    fn shade_sets(&self, canvas: &mut Canvas, spots: &[Spot], enlarged: bool) {
        for after in sets(enlarged) {
            shade(canvas, &self.hull(spots, after), after);
        }
    }

    fn outline_sets(&self, canvas: &mut Canvas, spots: &[Spot], enlarged: bool) {
        for after in sets(enlarged).rev() {
            let mut hull = self.hull(spots, after);
            hull.extend(hull.first().copied());
            closed(canvas, &hull, LOOKS[usize::from(after)].0, after);
        }
    }

    fn draw_members(&self, canvas: &mut Canvas, spots: &[Spot]) {
        // Squares below discs at the same point are seen by their corners.
        for spot in spots.iter().rev() {
            self.draw_uncertainty(canvas, spot);
        }
        for spot in spots.iter().rev() {
            let (color, marker) = look(spot);
            marker.draw(canvas, self.at(spot.at), MARKER, color);
        }
        for (spot, place) in spots.iter().zip(self.places(spots)) {
            if let Some((from, to)) = place.leader {
                canvas.line(from, to, Stroke { color: palette::GREY, width: 0.5 });
            }
            canvas.text(&spot.label, (place.rect.left + 1.0, place.rect.centre().1), Align::Left, LABEL);
        }
    }

    fn draw_uncertainty(&self, canvas: &mut Canvas, spot: &Spot) {
        let pen = Stroke { color: look(spot).0, width: 0.6 };
        let ((x, y), (sd_x, sd_y)) = (spot.at, spot.sd);
        for (from, to) in [((x - sd_x, y), (x + sd_x, y)), ((x, y - sd_y), (x, y + sd_y))] {
            if from != to {
                canvas.line(self.at(from), self.at(to), pen);
            }
        }
    }

    fn places(&self, spots: &[Spot]) -> Vec<Place> {
        let points: Vec<_> = spots.iter().map(|spot| self.at(spot.at)).collect();
        let size = |spot: &Spot| (LABEL.width(&spot.label) + 2.0, LABEL.leading());
        let sizes: Vec<_> = spots.iter().map(size).collect();
        let mark = |p: &Point| Rect::at((p.0 - MARKER / 2.0, p.1 - MARKER / 2.0), MARKER, MARKER);
        let marks: Vec<_> = points.iter().map(mark).collect();
        let bars = spots.iter().flat_map(|spot| {
            let ((x, y), (sd_x, sd_y)) = (spot.at, spot.sd);
            [((x - sd_x, y), (x + sd_x, y)), ((x, y - sd_y), (x, y + sd_y))]
        });
        let sides = [false, true].into_iter().flat_map(|after| {
            let hull = self.hull(spots, after);
            (0..hull.len()).map(move |i| (hull[i], hull[(i + 1) % hull.len()]))
        });
        let lines: Vec<_> = bars.map(|(from, to)| (self.at(from), self.at(to))).chain(sides).collect();
        place(&points, &sizes, MARKER / 2.0, &Obstacles { bounds: self.plot, marks: &marks, lines: &lines })
    }
}

fn look(spot: &Spot) -> (RGBColor, palette::Marker) {
    LOOKS[usize::from(!spot.before)]
}
