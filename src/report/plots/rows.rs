//! Rows with labels at the left of a common horizontal axis; in each row one lane a variant.

use plotters::style::RGBColor;

use super::axis::Scale;
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::palette::{self, Marker};
use super::reading::Reading;
use super::text::LABEL;

/// Height that all lanes of a figure should not exceed, so that it fits on a page.
const TALLEST: f64 = 480.0;

/// The rows of a panel, with the height that each needs.
pub struct Rows {
    labels: Vec<Vec<String>>,
    heights: Vec<f64>,
    lanes: usize,
    /// Distance between lanes.
    pub pitch: f64,
}

impl Rows {
    /// Rows with these labels, broken to `label_width`, and `lanes` lanes each.
    pub fn new(labels: impl IntoIterator<Item = impl AsRef<str>>, lanes: usize, label_width: f64) -> Rows {
        let labels: Vec<_> = labels.into_iter().map(|label| LABEL.wrap(label.as_ref(), label_width)).collect();
        let pitch = (TALLEST / (labels.len() * lanes).max(1) as f64).clamp(3.2, 6.0);
        Rows::with_pitch(labels, lanes, pitch)
    }

    /// Rows with lanes of a given height.
    pub fn with_pitch(labels: Vec<Vec<String>>, lanes: usize, pitch: f64) -> Rows {
        let height = |lines: &Vec<String>| (lanes as f64 * pitch).max(LABEL.leading() * lines.len() as f64) + 3.5;
        let heights = labels.iter().map(height).collect();
        Rows { labels, heights, lanes, pitch }
    }

    /// Height of all rows.
    pub fn height(&self) -> f64 {
        self.heights.iter().sum()
    }

    /// Room that the labels take, with their distance from the axis.
    pub fn label_room(&self) -> f64 {
        self.labels.iter().map(|lines| LABEL.widest(lines)).fold(0.0, f64::max) + 5.0
    }

    /// Where a row lies below `top`.
    pub fn row(&self, top: f64, row: usize) -> (f64, f64) {
        let start = top + self.heights[..row].iter().sum::<f64>();
        (start, start + self.heights[row])
    }

    /// Middle of a lane of a row.
    pub fn lane(&self, top: f64, row: usize, lane: usize) -> f64 {
        let (start, end) = self.row(top, row);
        (start + end) / 2.0 + (lane as f64 - (self.lanes as f64 - 1.0) / 2.0) * self.pitch
    }

    /// Shades every other row of `plot`, as a guide for the eye.
    pub fn draw_bands(&self, canvas: &mut Canvas, plot: Rect) {
        for row in (0..self.heights.len()).step_by(2) {
            let (top, bottom) = self.row(plot.top, row);
            canvas.rect(Rect { top, bottom, ..plot }, palette::BAND);
        }
    }

    /// Writes the labels, right-aligned at `right`.
    pub fn draw_labels(&self, canvas: &mut Canvas, right: f64, top: f64) {
        for (row, lines) in self.labels.iter().enumerate() {
            let (start, end) = self.row(top, row);
            canvas.lines(lines, (right - 5.0, (start + end) / 2.0), Align::Right, LABEL);
        }
    }

    /// Draws a reading in the look of a variant.
    pub fn draw_reading(&self, canvas: &mut Canvas, scale: &Scale, y: f64, variant: usize, reading: Reading) {
        let color = palette::variant(variant);
        let cap = (self.pitch * 0.42).min(2.6);
        draw_reading(canvas, scale, (y, cap), (palette::marker(variant), color), reading);
    }
}

/// A marker on its interval; the interval's ends are `cap` long, more than the marker, to be seen beside it.
fn draw_reading(
    canvas: &mut Canvas,
    scale: &Scale,
    (y, cap): Point,
    (marker, color): (Marker, RGBColor),
    reading: Reading,
) {
    if let Some((low, high)) = reading.interval {
        whisker(canvas, (scale.clamped(low), scale.clamped(high)), y, cap, Stroke { color, width: 0.9 });
    }
    marker.draw(canvas, (scale.clamped(reading.value), y), (cap * 1.5).max(2.8), color);
}

/// A horizontal interval with caps.
pub fn whisker(canvas: &mut Canvas, (low, high): Point, y: f64, cap: f64, stroke: Stroke) {
    canvas.line((low, y), (high, y), stroke);
    for x in [low, high] {
        canvas.line((x, y - cap), (x, y + cap), Stroke { width: stroke.width * 0.75, ..stroke });
    }
}
