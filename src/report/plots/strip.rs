//! The map of a space with one dimension: members in the order in which they stand.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Canvas, Point, Rect, Stroke};
use super::map::{LOOKS, Spot, Tables, map_caption, sets, shade};
use super::rows::{Rows, whisker};
use super::sheet::{SINGLE, Sheet, closed};
use super::{Figure, Options};
use crate::experiment::Results;

/// Height of a member's row.
const PITCH: f64 = 7.0;

/// Members as rows, sorted by position, over the stretches that no change improves for all.
pub fn draw(results: &Results, options: &Options, tables: &Tables, dimension: usize) -> Option<Figure> {
    let mut spots = tables.spots(results, (dimension, dimension));
    spots.sort_by(|a, b| b.at.0.total_cmp(&a.at.0));
    if spots.is_empty() {
        return None;
    }
    let sheet = Sheet {
        name: "map",
        options,
        usual_width: SINGLE,
        title: "Ideal points and Pareto sets".to_owned(),
        legend: tables.legend(results),
        caption: map_caption(&spots),
    };
    let (left, right) = sheet.edges();
    let labels = spots.iter().map(|spot| super::text::LABEL.wrap(&spot.label, (right - left) * 0.36)).collect();
    let rows = Rows::with_pitch(labels, 1, PITCH);
    let ends = spots.iter().flat_map(|spot| [spot.at.0 - spot.sd.0, spot.at.0 + spot.sd.0]);
    let range = axis::range(ends, (f64::MIN, f64::MAX));
    Some(sheet.draw(rows.height() + BELOW, |canvas, body| {
        let plot = Rect {
            left: body.left + rows.label_room(),
            right: body.right - 6.0,
            bottom: body.top + rows.height(),
            ..body
        };
        let scale = Scale::new(range, plot.left, plot.right);
        let enlarged = tables.after.is_some();
        sets(enlarged).for_each(|after| shade(canvas, &set(&scale, plot, &spots, after), after));
        sets(enlarged).rev().for_each(|after| draw_ends(canvas, &set(&scale, plot, &spots, after), after));
        scale.draw_below(canvas, (plot.top, plot.bottom), &results.dimensions[dimension].label, Round::Decimal);
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, spot) in spots.iter().enumerate() {
            draw_spot(canvas, &scale, rows.lane(plot.top, row, 0), spot);
        }
    }))
}

/// The corners of the stretch from the lowest to the highest of those at the table; none if nobody is.
fn set(scale: &Scale, plot: Rect, spots: &[Spot], after: bool) -> Vec<Point> {
    let at_table = spots.iter().filter(|spot| after || spot.before).map(|spot| scale.at(spot.at.0));
    let (left, right) = at_table.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, r), x| (l.min(x), r.max(x)));
    let corners = [(left, plot.top), (left, plot.bottom), (right, plot.bottom), (right, plot.top)];
    if left <= right { corners.to_vec() } else { Vec::new() }
}

fn draw_ends(canvas: &mut Canvas, set: &[Point], after: bool) {
    set.chunks(2).for_each(|end| closed(canvas, end, LOOKS[usize::from(after)].0, after));
}

fn draw_spot(canvas: &mut Canvas, scale: &Scale, y: f64, spot: &Spot) {
    let (color, marker) = LOOKS[usize::from(!spot.before)];
    let (at, sd) = (spot.at.0, spot.sd.0);
    if sd > 0.0 {
        whisker(canvas, (scale.at(at - sd), scale.at(at + sd)), y, 2.4, Stroke { color, width: 0.9 });
    }
    marker.draw(canvas, (scale.at(at), y), 4.4, color);
}
