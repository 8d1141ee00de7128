//! Stacked horizontal bars, one a variant.

use plotters::style::RGBColor;

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::looks::{cut_note, spaced};
use super::rows::{Rows, largest, whisker};
use super::sheet::{Key, SINGLE, Sheet, caption};
use super::text::{LABEL, SMALL};
use super::{Figure, Options, palette};
use crate::experiment::Results;

/// Height of a bar, and of one where there are many.
const HEIGHTS: (f64, f64) = (13.0, 8.0);
/// Room between a share's digits and the ends of its bar.
const CLEARANCE: f64 = 0.8;

/// A part of a bar, in per cent.
pub struct Part {
    pub share: f64,
    pub color: RGBColor,
    /// In words for whoever points at it.
    pub told: String,
}

/// An interval drawn across a bar.
pub struct Interval {
    pub ends: (f64, f64),
    /// Where between the bar's upper edge (0) and its lower edge (1).
    pub height: f64,
}

/// Where nothing was tabled.
pub const NO_PROPOSALS: &str = "no proposals";

/// The bar of a variant, with the same parts in every variant; without parts nothing was tabled.
pub struct Bar {
    pub label: String,
    pub parts: Vec<Part>,
    pub intervals: Vec<Interval>,
    /// What stands in its place where it has no parts.
    pub empty: &'static str,
}

/// What a figure of bars says around them.
pub struct Words {
    pub name: &'static str,
    pub title: &'static str,
    pub legend: Vec<Key>,
    pub intervals: String,
    pub axis: &'static str,
}

/// Bars over an axis from 0 to `most` per cent: of all variants or, where these are too many for a page, of the first,
/// the last and others evenly between them.
pub fn figure(results: &Results, options: &Options, words: &Words, bars: &[Bar], most: f64) -> Figure {
    let laid_out = |count: usize| {
        let shown = spaced(bars.len(), count);
        let sheet = Sheet {
            name: words.name,
            options,
            usual_width: SINGLE,
            title: words.title.to_owned(),
            legend: words.legend.clone(),
            caption: caption(results, &words.intervals, &cut_note(shown.len(), bars.len(), "variants")),
        };
        let (left, right) = sheet.edges();
        let label = |bar: &usize| LABEL.wrap(&bars[*bar].label, (right - left) * 0.36);
        let labels: Vec<_> = shown.iter().map(label).collect();
        let rows = [HEIGHTS.0, HEIGHTS.1].map(|height| Rows::with_pitch(labels.clone(), 1, height));
        let room = sheet.room() - BELOW;
        let [roomy, narrow] = rows;
        let rows = if roomy.height() <= room { roomy } else { narrow };
        let fits = rows.height() <= room;
        (sheet, rows, shown, fits)
    };
    let (sheet, rows, shown, _) = laid_out(largest(bars.len(), |count| laid_out(count).3));
    let shown: Vec<&Bar> = shown.into_iter().map(|bar| &bars[bar]).collect();
    let decimals = decimals(&shown);
    sheet.draw(rows.height() + BELOW, |canvas, body| {
        let room = rows.label_room();
        let plot = Rect { left: body.left + room, right: body.right - 6.0, bottom: body.top + rows.height(), ..body };
        let scale = Scale::new((0.0, most), plot.left, plot.right);
        scale.draw_below(canvas, (plot.top, plot.bottom), words.axis, Round::Decimal);
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, bar) in shown.iter().enumerate() {
            draw_bar(canvas, &scale, (rows.lane(plot.top, row, 0), rows.pitch), bar, decimals);
        }
    })
}

/// One where whole numbers would show two variants as the same that are not, else none.
fn decimals(bars: &[&Bar]) -> usize {
    let parts = bars.iter().map(|bar| bar.parts.len()).max().unwrap_or(0);
    let hidden = (0..parts).any(|part| {
        let shares = || bars.iter().filter_map(|bar| bar.parts.get(part)).map(|part| part.share);
        let rounded = |x: f64, decimals: usize| format!("{x:.decimals$}");
        let hides = |a: f64, b: f64| rounded(a, 0) == rounded(b, 0) && rounded(a, 1) != rounded(b, 1);
        shares().any(|a| shares().any(|b| hides(a, b)))
    });
    usize::from(hidden)
}

fn draw_bar(canvas: &mut Canvas, scale: &Scale, (y, thickness): (f64, f64), bar: &Bar, decimals: usize) {
    if bar.parts.is_empty() {
        canvas.text(bar.empty, (scale.at(0.0) + 4.0, y), Align::Left, SMALL);
    }
    let mut start = 0.0;
    for part in &bar.parts {
        let (left, right) = (scale.clamped(start), scale.clamped(start + part.share));
        let rect = Rect { left, right, top: y - thickness / 2.0, bottom: y + thickness / 2.0 };
        draw_part(canvas, rect, part.color);
        canvas.tell(rect, part.told.clone());
        let taken = bar.intervals.iter().map(|i| (scale.clamped(i.ends.0), scale.clamped(i.ends.1)));
        draw_share(canvas, (left, right), y, (part, decimals), taken);
        start += part.share;
    }
    for interval in &bar.intervals {
        let ends = (scale.clamped(interval.ends.0), scale.clamped(interval.ends.1));
        let y = y + thickness * (interval.height - 0.5);
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
fn draw_share(
    canvas: &mut Canvas,
    whole: (f64, f64),
    y: f64,
    (part, decimals): (&Part, usize),
    taken: impl Iterator<Item = (f64, f64)>,
) {
    let free = taken.fold(whole, |(left, right), (low, high)| {
        let (before, after) = ((left, right.min(low)), (left.max(high), right));
        if before.1 - before.0 >= after.1 - after.0 { before } else { after }
    });
    let digits = axis::number(part.share, decimals);
    if free.1 - free.0 >= SMALL.width(&digits) + 2.0 * CLEARANCE {
        let font = SMALL.colored(palette::ink_on(part.color));
        canvas.text(&digits, ((free.0 + free.1) / 2.0, y), Align::Centre, font);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(shares: &[f64]) -> Bar {
        let parts =
            shares.iter().map(|share| Part { share: *share, color: palette::BLUE, told: String::new() }).collect();
        Bar { label: String::new(), parts, intervals: Vec::new(), empty: NO_PROPOSALS }
    }

    #[test]
    fn decimals_come_where_whole_numbers_hide_the_difference() {
        assert_eq!(decimals(&[&bar(&[69.0, 31.0]), &bar(&[75.2, 24.8])]), 0);
        assert_eq!(decimals(&[&bar(&[69.0, 31.0]), &bar(&[68.8, 31.2])]), 1);
        assert_eq!(decimals(&[&bar(&[69.0, 31.0]), &bar(&[69.0, 31.0])]), 0, "nothing is hidden");
        assert_eq!(decimals(&[&bar(&[69.0]), &bar(&[])]), 0);
        assert_eq!(decimals(&[]), 0);
    }
}
