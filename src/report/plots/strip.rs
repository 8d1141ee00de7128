//! The map of a space with one dimension: members in the order in which they stand.

use plotters::style::RGBColor;

use super::axis::{self, Round, Scale};
use super::canvas::{Canvas, Point, Rect, Stroke};
use super::frame::{TICKS, reach};
use super::map::shade;
use super::palette::{self, Marker};
use super::poles::AxisTitle;
use super::rows::{Rows, whisker};
use super::sheet::{SINGLE, Sheet, closed};
use super::spots::{SETS, Spot, Tables, most_telling, named_note, title as figure_title};
use super::text::LABEL;
use super::{Figure, Options};
use crate::experiment::Results;

/// Height of a member's row.
const PITCH: f64 = 7.0;
const MARKER: f64 = 4.4;
/// Lines of a member's name.
const NAME_LINES: usize = 2;
/// Room beside the plot for half of a tick's label.
const BESIDE: f64 = 6.0;

/// A row of the strip.
enum Row<'a> {
    Member(&'a Spot),
    /// Those without a row of their own.
    Others(Vec<&'a Spot>),
    /// Mean and standard deviation.
    StatusQuo(f64, f64),
}

/// Members as rows, sorted by position, over the stretches that no change improves for all.
pub fn draw(results: &Results, options: &Options, tables: &Tables, dimension: usize) -> Option<Figure> {
    let spots = tables.spots(results, (dimension, dimension));
    let status_quo = tables.status_quo(results, (dimension, dimension)).map(|(mean, sd)| (mean.0, sd.0));
    let ends = spots.iter().flat_map(|spot| [spot.at.0 - spot.sd.0, spot.at.0 + spot.sd.0]);
    let further = status_quo.map_or(Vec::new(), |(mean, sd)| vec![mean, mean - sd, mean + sd]);
    let (low, high) = reach(ends, &further)?;
    let range = axis::range([low, high].into_iter(), (f64::MIN, f64::MAX));
    let order = most_telling(&spots, |spot| at_the_edge(&spots, spot));
    let laid_out = |named: usize| {
        let sheet = Sheet {
            name: "map",
            options,
            usual_width: SINGLE,
            title: figure_title(tables),
            legend: tables.legend(results, &spots),
            caption: caption(results, tables, &spots, named),
        };
        let rows = rows(&spots, &order[..named], status_quo);
        let (left, right) = sheet.edges();
        let labels = rows.iter().map(|row| LABEL.lines(&label(row), (right - left) * 0.36, NAME_LINES)).collect();
        let places = Rows::with_pitch(labels, 1, PITCH);
        let title = AxisTitle::new(&results.dimensions[dimension], right - left - places.label_room() - BESIDE);
        (sheet, rows, places, title)
    };
    let height = |places: &Rows, title: &AxisTitle| places.height() + TICKS + title.height();
    let fits = |named: &usize| {
        let (sheet, _, places, title) = laid_out(*named);
        height(&places, &title) <= sheet.room()
    };
    let named = (0..=spots.len()).rev().find(fits).unwrap_or(0);
    let (sheet, rows, places, title) = laid_out(named);
    Some(sheet.draw(height(&places, &title), |canvas, body| {
        let (left, right) = (body.left + places.label_room(), body.right - BESIDE);
        let plot = Rect { left, right, bottom: body.top + places.height(), ..body };
        let scale = Scale::new(range, plot.left, plot.right);
        tables.sets().for_each(|after| shade(canvas, &set(&scale, plot, &spots, after), after));
        tables.sets().rev().for_each(|after| draw_ends(canvas, &set(&scale, plot, &spots, after), after));
        scale.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
        title.draw_below(canvas, (plot.left, plot.right), plot.bottom + TICKS);
        places.draw_labels(canvas, plot.left, plot.top);
        for (i, row) in rows.iter().enumerate() {
            let y = places.lane(plot.top, i, 0);
            canvas.line((plot.left, y), (plot.right, y), Stroke { color: palette::GREY, width: 0.2 });
            row.draw(canvas, &scale, y);
        }
    }))
}

/// The lowest and the highest of each table make the map what it is.
fn at_the_edge(spots: &[Spot], spot: &Spot) -> bool {
    [false, true].into_iter().any(|after| {
        let table = || spots.iter().filter(|other| other.standing.sits(after)).map(|other| other.at.0);
        spot.standing.sits(after) && (table().all(|x| x >= spot.at.0) || table().all(|x| x <= spot.at.0))
    })
}

/// Those with a row of their own from the highest to the lowest, the others, and the status quo.
fn rows<'a>(spots: &'a [Spot], named: &[usize], status_quo: Option<(f64, f64)>) -> Vec<Row<'a>> {
    let mut members: Vec<usize> = named.to_vec();
    members.sort_by(|a, b| spots[*b].at.0.total_cmp(&spots[*a].at.0).then(a.cmp(b)));
    let others: Vec<&Spot> = (0..spots.len()).filter(|i| !named.contains(i)).map(|i| &spots[i]).collect();
    let others = (!others.is_empty()).then_some(Row::Others(others));
    let status_quo = status_quo.map(|(mean, sd)| Row::StatusQuo(mean, sd));
    members.into_iter().map(|i| Row::Member(&spots[i])).chain(others).chain(status_quo).collect()
}

fn label(row: &Row) -> String {
    match row {
        Row::Member(spot) => spot.label.clone(),
        Row::Others(others) => format!("{} others", others.len()),
        Row::StatusQuo(..) => "Status quo".to_owned(),
    }
}

fn caption(results: &Results, tables: &Tables, spots: &[Spot], named: usize) -> String {
    let bars = "Bars: ± 1 standard deviation.".to_owned();
    let parts = [bars, tables.remark(results), named_note(named, spots.len())];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The corners of the stretch from the lowest to the highest of those at the table; none if nobody is.
fn set(scale: &Scale, plot: Rect, spots: &[Spot], after: bool) -> Vec<Point> {
    let at_table = spots.iter().filter(|spot| spot.standing.sits(after)).map(|spot| scale.at(spot.at.0));
    let (left, right) = at_table.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), x| (l.min(x), r.max(x)));
    let corners = [(left, plot.top), (left, plot.bottom), (right, plot.bottom), (right, plot.top)];
    if left <= right { corners.to_vec() } else { Vec::new() }
}

fn draw_ends(canvas: &mut Canvas, set: &[Point], after: bool) {
    set.chunks(2).for_each(|end| closed(canvas, end, SETS[usize::from(after)], after));
}

impl Row<'_> {
    fn draw(&self, canvas: &mut Canvas, scale: &Scale, y: f64) {
        match self {
            Row::Member(spot) => {
                draw_spread(canvas, scale, y, (spot.at.0, spot.sd.0), spot.standing.look());
                let half = MARKER / 2.0 + 2.0;
                let x = scale.clamped(spot.at.0);
                canvas.tell(Rect::at((x - half, y - half), 2.0 * half, 2.0 * half), spot.told_across());
            }
            Row::StatusQuo(mean, sd) => draw_spread(canvas, scale, y, (*mean, *sd), (palette::INK, Marker::Cross)),
            Row::Others(others) => others.iter().for_each(|spot| {
                let (x, pen) = (scale.at(spot.at.0), Stroke { color: spot.standing.look().0, width: 0.5 });
                canvas.line((x, y - PITCH / 2.0), (x, y + PITCH / 2.0), pen);
            }),
        }
    }
}

/// A marker on its bar, as far as the scale goes.
fn draw_spread(canvas: &mut Canvas, scale: &Scale, y: f64, (at, sd): Point, (color, marker): (RGBColor, Marker)) {
    if sd * scale.per_unit() > 0.5 * (MARKER + 1.0) {
        let ends = (scale.clamped(at - sd), scale.clamped(at + sd));
        whisker(canvas, ends, y, 2.4, Stroke { color, width: 0.9 });
    }
    if scale.clamped(at) == scale.at(at) {
        marker.draw(canvas, (scale.at(at), y), MARKER, color);
    }
}
