//! Where the members and the status quo stand, and how the set of texts that cannot be bettered for everybody grows with
//! the table.

use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::frame::{Frame, ranges};
use super::hull::convex_hull;
use super::palette::{self, Marker};
use super::place::{Obstacles, Place, Wish, place};
use super::sheet::{DOUBLE, Key, SINGLE, Sample, Sheet, closed};
use super::spots::{SETS, Spot, Spread, Tables, most_telling, named_note, title};
use super::text::LABEL;
use super::{Figure, Options, strip};
use crate::experiment::Results;

/// Side of a marker, and where there are many members.
const MARKERS: [f64; 2] = [4.4, 3.2];
/// From so many members on the map takes two columns.
const CROWD: usize = 13;
/// From so many on markers are smaller, and bars are left out.
const MULTITUDE: usize = 60;
/// More names nobody reads on a map.
const MOST_NAMES: usize = 60;
/// Lines of a member's name.
const NAME_LINES: usize = 4;

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

fn status_quo_key() -> Key {
    Key { sample: Sample::Point(Marker::Cross, palette::INK), label: "Status quo".to_owned() }
}

/// Fills a set in its colour alone, whatever it lies on.
pub fn shade(canvas: &mut Canvas, corners: &[Point], after: bool) {
    shade_in(canvas, corners, SETS[usize::from(after)]);
}

/// The same in any colour.
pub fn shade_in(canvas: &mut Canvas, corners: &[Point], color: RGBColor) {
    canvas.polygon(corners, palette::WHITE, 1.0);
    canvas.polygon(corners, color, 0.18);
}

fn draw(results: &Results, options: &Options, tables: &Tables, dimensions: (usize, usize)) -> Option<Figure> {
    let spots = tables.spots(results, dimensions);
    let status_quo = tables.status_quo(results, dimensions);
    let ranges = ranges(&spots, status_quo)?;
    let mut legend = tables.legend(results, &spots);
    legend.extend(status_quo.map(|_| status_quo_key()));
    let mut sheet = Sheet {
        name: "map",
        options,
        usual_width: if spots.len() < CROWD { SINGLE } else { DOUBLE },
        title: title(tables),
        legend,
        caption: String::new(),
    };
    let caption = |named: usize, frame: Option<&Frame>| {
        let shown = frame.zip(status_quo).map(|(frame, (mean, _))| frame.shows(mean));
        let status_quo = match (status_quo, shown) {
            (Some(_), Some(false)) => "The mean status quo lies off the map.",
            (Some(_), _) => "Status quo: mean and, dashed, ± 1 standard deviation over the proposals.",
            (None, _) => "",
        };
        let bars = spots.len() < MULTITUDE && spots.iter().any(|spot| spot.sd.0 > 0.0 || spot.sd.1 > 0.0);
        let bars = if bars { "Bars: ± 1 standard deviation of the ideal point." } else { "" };
        let note = named_note(named, spots.len());
        [bars.to_owned(), tables.remark(results), status_quo.to_owned(), note]
            .into_iter()
            .filter(|remark| !remark.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    sheet.caption = caption(if spots.len() < CROWD { spots.len() } else { 0 }, None);
    let axes = (&results.dimensions[dimensions.0], &results.dimensions[dimensions.1]);
    let frame = Frame::new(&sheet, axes, ranges);
    let map = Map { frame, spots: &spots, tables, status_quo };
    let order = map.most_telling();
    let names = map.names(&order);
    sheet.caption = caption(names.len(), Some(&map.frame));
    Some(sheet.draw(map.frame.height, |canvas, body| map.draw(canvas, body, &names)))
}

/// The map and who is on it.
struct Map<'a> {
    frame: Frame,
    spots: &'a [Spot],
    tables: &'a Tables,
    status_quo: Option<Spread>,
}

/// A member's name in its place.
struct Name {
    lines: Vec<String>,
    place: Place,
    point: Point,
}

impl Map<'_> {
    fn draw(&self, canvas: &mut Canvas, body: Rect, names: &[Name]) {
        // The larger set first; the smaller one replaces its colour.
        self.tables.sets().for_each(|after| shade(canvas, &self.hull(after), after));
        self.frame.draw_axes(canvas, body.left);
        // Outlines the other way round, so that where they meet the line shows through the dashes.
        for after in self.tables.sets().rev() {
            let mut hull = self.hull(after);
            hull.extend(hull.first().copied());
            closed(canvas, &hull, SETS[usize::from(after)], after);
        }
        self.draw_status_quo(canvas);
        self.draw_members(canvas);
        names.iter().for_each(|name| name.draw(canvas));
    }

    fn marker(&self) -> f64 {
        MARKERS[usize::from(self.spots.len() >= MULTITUDE)]
    }

    fn hull(&self, after: bool) -> Vec<Point> {
        let there = self.spots.iter().filter(|spot| spot.standing.sits(after));
        convex_hull(&there.map(|spot| self.frame.at(spot.at)).collect::<Vec<_>>())
    }

    fn most_telling(&self) -> Vec<usize> {
        let edge: Vec<Point> = [false, true].into_iter().flat_map(|after| self.hull(after)).collect();
        most_telling(self.spots, |spot| edge.contains(&self.frame.at(spot.at)))
    }

    /// The mean, and an ellipse of one standard deviation as far as it is on the map.
    fn draw_status_quo(&self, canvas: &mut Canvas) {
        let Some((mean, sd)) = self.status_quo else { return };
        let pen = Stroke { color: palette::SOFT_INK, width: 0.7 };
        for (from, to) in self.ellipse((mean, sd)).into_iter().step_by(2) {
            canvas.line(from, to, pen);
        }
        if self.frame.shows(mean) {
            Marker::Cross.draw(canvas, self.frame.at(mean), 1.2 * MARKERS[0], palette::INK);
        }
    }

    fn draw_members(&self, canvas: &mut Canvas) {
        // Squares below discs at the same point are seen by their corners.
        for spot in self.spots.iter().rev() {
            let pen = Stroke { color: spot.standing.look().0, width: 0.6 };
            for (from, to) in self.bars(spot) {
                canvas.line(from, to, pen);
                cap(canvas, (from, to), pen);
            }
        }
        let mut order: Vec<&Spot> = self.spots.iter().rev().collect();
        order.sort_by_key(|spot| std::cmp::Reverse(spot.standing));
        for spot in order {
            let (color, marker) = spot.standing.look();
            let at = self.frame.at(spot.at);
            marker.draw(canvas, at, self.marker(), color);
            let half = self.marker() / 2.0 + 1.5;
            canvas.tell(Rect::at((at.0 - half, at.1 - half), 2.0 * half, 2.0 * half), spot.told());
        }
    }

    /// One standard deviation across and up, where it can be seen and there are not too many members for it.
    fn bars(&self, spot: &Spot) -> Vec<(Point, Point)> {
        let ((x, y), (sd_x, sd_y)) = (spot.at, spot.sd);
        let bars = [((x - sd_x, y), (x + sd_x, y)), ((x, y - sd_y), (x, y + sd_y))];
        let bars = bars.map(|(from, to)| (self.frame.at(from), self.frame.at(to)));
        let seen = |(from, to): &(Point, Point)| libm::hypot(to.0 - from.0, to.1 - from.1) > self.marker() + 1.0;
        bars.into_iter().filter(|bar| self.spots.len() < MULTITUDE && seen(bar)).collect()
    }

    /// The pieces of an ellipse of one standard deviation that are on the map.
    fn ellipse(&self, (mean, sd): Spread) -> Vec<(Point, Point)> {
        const PIECES: usize = 120;
        let at = |i: usize| {
            let angle = std::f64::consts::TAU * i as f64 / PIECES as f64;
            (mean.0 + sd.0 * libm::cos(angle), mean.1 + sd.1 * libm::sin(angle))
        };
        let pieces = (0..PIECES).map(|i| (at(i), at(i + 1)));
        let shown = pieces.filter(|(from, to)| from != to && self.frame.shows(*from) && self.frame.shows(*to));
        shown.map(|(from, to)| (self.frame.at(from), self.frame.at(to))).collect()
    }

    /// The names for which there is room, of the most telling members.
    fn names(&self, order: &[usize]) -> Vec<Name> {
        let half = self.marker() / 2.0;
        let mark = |p: Point, half: f64| Rect::at((p.0 - half, p.1 - half), 2.0 * half, 2.0 * half);
        let mut marks: Vec<Rect> = self.spots.iter().map(|spot| mark(self.frame.at(spot.at), half)).collect();
        marks.extend(self.status_quo.map(|(mean, _)| mark(self.frame.at(mean), MARKERS[0] * 0.7)));
        let sides = self.tables.sets().flat_map(|after| {
            let hull = self.hull(after);
            (0..hull.len()).map(move |i| (hull[i], hull[(i + 1) % hull.len()]))
        });
        let lines: Vec<_> = self.spots.iter().flat_map(|spot| self.bars(spot)).chain(sides).collect();
        let ellipse = self.status_quo.map_or(Vec::new(), |status_quo| self.ellipse(status_quo));
        let wanted: Vec<&Spot> = order.iter().take(MOST_NAMES).map(|i| &self.spots[*i]).collect();
        let widest = (0.3 * self.frame.plot.width()).clamp(50.0, 80.0);
        let texts: Vec<_> = wanted.iter().map(|spot| LABEL.even_lines(&spot.label, widest, NAME_LINES)).collect();
        let wish = |(spot, lines): (&&Spot, &Vec<String>)| Wish {
            point: self.frame.at(spot.at),
            size: (LABEL.widest(lines) + 2.0, LABEL.leading() * lines.len() as f64),
            bars: !self.bars(spot).is_empty(),
        };
        let wishes: Vec<Wish> = wanted.iter().zip(&texts).map(wish).collect();
        let obstacles = Obstacles { bounds: self.frame.plot, marks: &marks, lines: &lines, faint: &ellipse };
        let places = place(&wishes, half, &obstacles);
        let name = |((lines, place), wish): ((Vec<String>, Option<Place>), &Wish)| {
            place.map(|place| Name { lines, place, point: wish.point })
        };
        texts.into_iter().zip(places).zip(&wishes).filter_map(name).collect()
    }
}

impl Name {
    /// The lines, flush with the side that is towards the point.
    fn draw(&self, canvas: &mut Canvas) {
        let Place { rect, leader } = self.place;
        if let Some((from, to)) = leader {
            canvas.dashed(from, to, 1.0, Stroke { color: palette::SOFT_INK, width: 0.5 });
        }
        let (x, align) = match self.point.0 {
            x if x <= rect.left => (rect.left + 1.0, Align::Left),
            x if x >= rect.right => (rect.right - 1.0, Align::Right),
            _ => (rect.centre().0, Align::Centre),
        };
        canvas.lines(&self.lines, (x, rect.centre().1), align, LABEL);
    }
}

/// Short strokes across both ends of a bar.
fn cap(canvas: &mut Canvas, (from, to): (Point, Point), pen: Stroke) {
    const HALF: f64 = 1.2;
    let across = if from.1 == to.1 { (0.0, HALF) } else { (HALF, 0.0) };
    for end in [from, to] {
        canvas.line((end.0 - across.0, end.1 - across.1), (end.0 + across.0, end.1 + across.1), pen);
    }
}
