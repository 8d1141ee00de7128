//! Stacked horizontal bars, one a variant.

use plotters::style::RGBColor;

use super::axis::{BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::rows::{Rows, whisker};
use super::sheet::Sheet;
use super::text::{LABEL, SMALL};
use super::{Figure, palette};

/// Height of a bar.
const BAR: f64 = 13.0;
/// Room between a share's digits and the ends of its bar.
const CLEARANCE: f64 = 1.5;

/// A part of a bar, in per cent.
pub struct Part {
    pub share: f64,
    pub color: RGBColor,
}

/// An interval drawn across a bar.
pub struct Interval {
    pub ends: (f64, f64),
    /// Where between the bar's upper edge (0) and its lower edge (1).
    pub height: f64,
}

/// The bar of a variant; without parts nothing was tabled.
pub struct Bar {
    pub label: String,
    pub parts: Vec<Part>,
    pub intervals: Vec<Interval>,
}

/// Draws the bars on a sheet, over an axis from 0 to `most` per cent.
pub fn draw(sheet: &Sheet, bars: &[Bar], most: f64, axis_title: &str) -> Figure {
    let (left, right) = sheet.edges();
    let labels = bars.iter().map(|bar| LABEL.wrap(&bar.label, (right - left) * 0.36)).collect();
    let rows = Rows::with_pitch(labels, 1, BAR);
    sheet.draw(rows.height() + BELOW, |canvas, body| {
        let room = rows.label_room();
        let plot = Rect { left: body.left + room, right: body.right - 6.0, bottom: body.top + rows.height(), ..body };
        let scale = Scale::new((0.0, most), plot.left, plot.right);
        scale.draw_below(canvas, (plot.top, plot.bottom), axis_title, Round::Decimal);
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, bar) in bars.iter().enumerate() {
            draw_bar(canvas, &scale, rows.lane(plot.top, row, 0), bar);
        }
    })
}

fn draw_bar(canvas: &mut Canvas, scale: &Scale, y: f64, bar: &Bar) {
    if bar.parts.is_empty() {
        canvas.text("no proposals", (scale.at(0.0) + 4.0, y), Align::Left, SMALL);
    }
    let mut start = 0.0;
    for part in &bar.parts {
        let (left, right) = (scale.clamped(start), scale.clamped(start + part.share));
        draw_part(canvas, Rect { left, right, top: y - BAR / 2.0, bottom: y + BAR / 2.0 }, part.color);
        let taken = bar.intervals.iter().map(|i| (scale.clamped(i.ends.0), scale.clamped(i.ends.1)));
        draw_share(canvas, (left, right), y, part, taken);
        start += part.share;
    }
    for interval in &bar.intervals {
        let ends = (scale.clamped(interval.ends.0), scale.clamped(interval.ends.1));
        let y = y + BAR * (interval.height - 0.5);
        whisker(canvas, ends, y, 2.8, Stroke { color: palette::WHITE, width: 2.4 });
        whisker(canvas, ends, y, 2.4, Stroke { color: palette::INK, width: 1.0 });
    }
}

/// A part with a white edge towards the next, so that they stay apart in grey.
fn draw_part(canvas: &mut Canvas, rect: Rect, color: RGBColor) {
    if rect.width() > 0.0 {
        canvas.rect(rect, color);
        canvas.line((rect.right, rect.top), (rect.right, rect.bottom), Stroke { color: palette::WHITE, width: 0.6 });
    }
}

/// Writes the share into the part where there is room beside the intervals.
fn draw_share(canvas: &mut Canvas, whole: (f64, f64), y: f64, part: &Part, taken: impl Iterator<Item = (f64, f64)>) {
    let free = taken.fold(whole, |(left, right), (low, high)| {
        let (before, after) = ((left, right.min(low)), (left.max(high), right));
        if before.1 - before.0 >= after.1 - after.0 { before } else { after }
    });
    let digits = format!("{:.0}", part.share);
    if free.1 - free.0 >= SMALL.width(&digits) + 2.0 * CLEARANCE {
        let font = SMALL.colored(palette::ink_on(part.color));
        canvas.text(&digits, ((free.0 + free.1) / 2.0, y), Align::Centre, font);
    }
}
