//! Rows with labels at the left of a common horizontal axis; in each row one lane a variant.

use plotters::style::RGBColor;

use super::axis::Scale;
use super::canvas::{Align, Canvas, Point, Rect, Stroke};
use super::looks::Look;
use super::palette::{self, Marker};
use super::reading::Reading;
use super::text::LABEL;

/// Distance between lanes: what is comfortable, and what can just be told apart.
const PITCHES: (f64, f64) = (6.0, 3.2);

/// The rows of a panel, with the height that each needs.
pub struct Rows {
    labels: Vec<Vec<String>>,
    heights: Vec<f64>,
    lanes: usize,
    /// Distance between lanes.
    pub pitch: f64,
}

/// The most comfortable distance between lanes at which something fits, or the least one.
pub fn pitch(fits: impl Fn(f64) -> bool) -> f64 {
    const STEPS: u32 = 14;
    let at = |step: u32| PITCHES.0 + (PITCHES.1 - PITCHES.0) * f64::from(step) / f64::from(STEPS);
    (0..STEPS).map(at).find(|pitch| fits(*pitch)).unwrap_or(PITCHES.1)
}

/// The largest of `1..=most` for which something fits, given that less of it fits as well; 1 where nothing does.
pub fn largest(most: usize, fits: impl Fn(usize) -> bool) -> usize {
    let (mut fitting, mut over) = (1, most + 1);
    let mut tried = most;
    while fitting + 1 < over {
        if fits(tried) {
            fitting = tried;
        } else {
            over = tried;
        }
        tried = (fitting + over) / 2;
    }
    fitting
}

impl Rows {
    /// Rows with these labels, broken to `label_width`, and `lanes` lanes each, as far apart as there is room in height.
    pub fn new(labels: impl IntoIterator<Item = impl AsRef<str>>, lanes: usize, label_width: f64, room: f64) -> Rows {
        let labels: Vec<_> = labels.into_iter().map(|label| LABEL.wrap(label.as_ref(), label_width)).collect();
        let rows = |pitch| Rows::with_pitch(labels.clone(), lanes, pitch);
        rows(pitch(|pitch| rows(pitch).height() <= room))
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

    /// Where a reading is to be pointed at.
    pub fn zone(&self, scale: &Scale, y: f64, reading: &Reading) -> Rect {
        let (low, high) = reading.interval.unwrap_or((reading.value, reading.value));
        let half = (self.pitch / 2.0).max(1.6);
        Rect { left: scale.clamped(low) - 3.0, right: scale.clamped(high) + 3.0, top: y - half, bottom: y + half }
    }

    /// Draws a reading in the look of a variant.
    pub fn draw_reading(&self, canvas: &mut Canvas, scale: &Scale, y: f64, look: Look, reading: Reading) {
        let cap = (self.pitch * 0.42).min(2.6);
        draw_reading(canvas, scale, (y, cap), (look.marker, look.color), reading);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_that_fits_is_found() {
        for most in 1..20 {
            for limit in 0..22 {
                assert_eq!(largest(most, |n| n <= limit), most.min(limit).max(1));
            }
        }
        assert_eq!(largest(0, |_| false), 1);
    }

    #[test]
    fn lanes_are_as_far_apart_as_there_is_room() {
        let rows = |room| Rows::new(["A", "B", "C"], 4, 60.0, room);
        assert_eq!(rows(500.0).pitch, PITCHES.0);
        assert_eq!(rows(1.0).pitch, PITCHES.1);
        let between = rows(65.0);
        assert!(between.height() <= 65.0 && between.pitch > PITCHES.1 && between.pitch < PITCHES.0);
    }
}
