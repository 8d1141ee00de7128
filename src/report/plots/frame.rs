//! Where a map lies on the page, and at what scale.

use super::axis::{Round, Scale};
use super::canvas::{Canvas, Point, Rect};
use super::poles::AxisTitle;
use super::sheet::Sheet;
use super::spots::{Spot, Spread};
use crate::model::Dimension;

/// Room for the labels of ticks below a plot.
pub const TICKS: f64 = 13.0;
/// Room for ticks beside it, without their labels.
const TICKS_BESIDE: f64 = 6.0;

/// The scales of the map, equal in both directions, and where it lies on the page.
pub struct Frame {
    pub plot: Rect,
    across: Scale,
    upwards: Scale,
    titles: (AxisTitle, AxisTitle),
    /// Of the plot with its axes.
    pub height: f64,
}

impl Frame {
    pub fn new(sheet: &Sheet, dimensions: (&Dimension, &Dimension), ranges: (Point, Point)) -> Frame {
        // Room beside the plot depends on the ticks and title there, and these on the height that is left.
        let (mut beside, mut frame) = (30.0, None);
        for _ in 0..3 {
            let made = Frame::beside(beside, sheet, dimensions, ranges);
            beside = made.titles.1.height() + made.upwards.label_width() + TICKS_BESIDE;
            frame = Some(made);
        }
        frame.expect("three passes leave a frame")
    }

    /// The frame with so much room beside the plot.
    fn beside(room: f64, sheet: &Sheet, (x, y): (&Dimension, &Dimension), ranges: (Point, Point)) -> Frame {
        let body = sheet.body(0.0);
        let (left, right) = (body.left + room, body.right - 4.0);
        let below = AxisTitle::new(x, right - left);
        let length = |(low, high): Point| high - low;
        let (width, most) = (right - left, sheet.room() - below.height() - TICKS);
        let height = width * (length(ranges.1) / length(ranges.0)).clamp(0.55, 1.25);
        let height = height.min(most).max(0.3 * width.min(most));
        let plot = Rect { left, right, top: body.top, bottom: body.top + height };
        let unit = (length(ranges.0) / width).max(length(ranges.1) / height);
        let around = |(low, high): Point, length: f64| {
            let (middle, half) = ((low + high) / 2.0, unit * length / 2.0);
            (middle - half, middle + half)
        };
        Frame {
            plot,
            across: Scale::new(around(ranges.0, width), plot.left, plot.right),
            upwards: Scale::new(around(ranges.1, height), plot.bottom, plot.top),
            height: height + TICKS + below.height(),
            titles: (below, AxisTitle::new(y, height)),
        }
    }

    pub fn at(&self, point: Point) -> Point {
        (self.across.at(point.0), self.upwards.at(point.1))
    }

    /// What the map shows, across and up, each from its lower end.
    pub fn window(&self) -> (Point, Point) {
        let Frame { plot, across, upwards, .. } = self;
        ((across.value(plot.left), across.value(plot.right)), (upwards.value(plot.bottom), upwards.value(plot.top)))
    }

    /// Whether a position is on the map.
    pub fn shows(&self, point: Point) -> bool {
        let (x, y) = self.at(point);
        self.plot.contains(&Rect::at((x, y), 0.0, 0.0))
    }

    pub fn draw_axes(&self, canvas: &mut Canvas, left: f64) {
        let plot = self.plot;
        self.across.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
        self.upwards.draw_beside(canvas, (plot.left, plot.right));
        self.titles.0.draw_below(canvas, (plot.left, plot.right), plot.bottom + TICKS);
        self.titles.1.draw_beside(canvas, (plot.bottom, plot.top), left);
    }
}

/// The ranges across and up that show all members with their uncertainty and room for labels.
pub fn ranges(spots: &[Spot], status_quo: Option<Spread>) -> Option<(Point, Point)> {
    let range = |part: fn(Point) -> f64| {
        let ends = spots.iter().flat_map(|spot| [-1.0, 1.0].map(|side| part(spot.at) + side * part(spot.sd)));
        let further = status_quo
            .map_or(Vec::new(), |(mean, sd)| [0.0, -1.0, 1.0].map(|side| part(mean) + side * part(sd)).to_vec());
        reach(ends, &further)
    };
    let (x, y) = (range(|point| point.0)?, range(|point| point.1)?);
    let widest = (x.1 - x.0).max(y.1 - y.0);
    let pad = if widest > 1e-9 * x.1.abs().max(y.1.abs()).max(1e-300) { 0.1 * widest } else { 1.0 };
    // Labels are wider than high.
    let beside = 1.4 * pad;
    Some(((x.0 - beside, x.1 + beside), (y.0 - pad, y.1 + pad)))
}

/// A range of values that shows all of `ends`, and of `further` what does not make it twice as long.
pub fn reach(ends: impl Iterator<Item = f64>, further: &[f64]) -> Option<Point> {
    let wider = |(low, high): Point, end: f64| (low.min(end), high.max(end));
    let range = ends.fold((f64::INFINITY, f64::NEG_INFINITY), wider);
    let length = range.1 - range.0;
    let near = further.iter().filter(|end| **end >= range.0 - length && **end <= range.1 + length);
    let all = near.copied().fold(range, wider);
    let limit = 2.0 * length;
    let all = if all.1 - all.0 <= limit || length <= 0.0 { all } else { range };
    (all.0 <= all.1).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_off_does_not_squeeze_the_members() {
        let members = || [0.0, 1.0].into_iter();
        assert_eq!(reach(members(), &[0.5, 1.5]), Some((0.0, 1.5)));
        assert_eq!(reach(members(), &[-0.5, 1.5]), Some((-0.5, 1.5)));
        assert_eq!(reach(members(), &[1e6]), Some((0.0, 1.0)));
        assert_eq!(reach([2.0].into_iter(), &[2.0]), Some((2.0, 2.0)));
        assert_eq!(reach([].into_iter(), &[1.0]), None);
    }
}
