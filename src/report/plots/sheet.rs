//! The frame of a figure: a title above, a legend under it, a caption at the foot.

use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, Point, Rect, Stroke, mm, page};
use super::palette::Marker;
use super::text::{Font, LABEL, SMALL, TITLE};
use super::{Figure, Options};
use crate::experiment::Results;

/// Width of one column of a journal, in millimetres.
pub const SINGLE: f64 = 85.0;
/// Width of two columns.
pub const DOUBLE: f64 = 170.0;

/// No figure is higher, in millimetres: a page with its caption.
pub const MAX_HEIGHT_MM: f64 = 230.0;

/// Room around everything.
pub const MARGIN: f64 = 4.0;
const KEY_WIDTH: f64 = 12.0;
const KEY_GAP: f64 = 9.0;

/// How a key of the legend looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sample {
    /// A filled bar.
    Fill(RGBColor),
    /// A marker on its interval.
    Marker(Marker, RGBColor),
    /// A marker alone.
    Point(Marker, RGBColor),
    /// A shaded area with its outline, which may be dashed.
    Shade { color: RGBColor, dashed: bool },
    /// Nothing but the label.
    None,
}

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub sample: Sample,
    pub label: String,
}

/// A figure's frame.
pub struct Sheet<'a> {
    /// Stem of the file's name.
    pub name: &'static str,
    pub options: &'a Options,
    /// Width in millimetres where the options ask for none.
    pub usual_width: f64,
    pub title: String,
    pub legend: Vec<Key>,
    pub caption: String,
}

/// A key of the legend in its place.
struct Placed {
    at: Point,
    lines: Vec<String>,
}

/// Title and caption in lines; none where the figure has them outside.
struct Words {
    title: Vec<String>,
    caption: Vec<String>,
}

impl Words {
    /// Height of the title with what is below it.
    fn above(&self) -> f64 {
        if self.title.is_empty() { 0.0 } else { TITLE.leading() * self.title.len() as f64 + 2.0 }
    }

    /// Height of the caption with what is above it.
    fn below(&self) -> f64 {
        if self.caption.is_empty() { 0.0 } else { 4.0 + SMALL.leading() * self.caption.len() as f64 }
    }
}

impl Sheet<'_> {
    /// Width in points.
    fn width(&self) -> f64 {
        self.options.width_or(self.usual_width)
    }

    /// Left and right edge of what is inside the margins.
    pub fn edges(&self) -> (f64, f64) {
        (MARGIN, self.width() - MARGIN)
    }

    /// Where a body of that height lies on the page.
    pub fn body(&self, height: f64) -> Rect {
        let (left, right) = self.edges();
        let (_, top) = self.arrange(MARGIN + self.words().above());
        Rect { left, top, right, bottom: top + height }
    }

    /// Height that is left for the body if the figure is to be no higher than [`MAX_HEIGHT_MM`].
    pub fn room(&self) -> f64 {
        (mm(MAX_HEIGHT_MM) - self.body(0.0).top - self.words().below() - MARGIN).max(0.0)
    }

    fn words(&self) -> Words {
        let (left, right) = self.edges();
        let wrap = |font: Font, text: &str| match self.options.titles && !text.is_empty() {
            true => font.wrap(text, right - left),
            false => Vec::new(),
        };
        Words { title: wrap(TITLE, &self.title), caption: wrap(SMALL, &self.caption) }
    }

    /// Draws the frame around a body of that height; `paint` draws the body.
    pub fn draw(&self, body_height: f64, paint: impl FnOnce(&mut Canvas, Rect)) -> Figure {
        let (left, right) = self.edges();
        let words = self.words();
        let (keys, body_top) = self.arrange(MARGIN + words.above());
        let body = Rect { left, top: body_top, right, bottom: body_top + body_height };
        let height = body.bottom + words.below() + MARGIN;
        let mut figure = Figure {
            name: self.name,
            title: self.title.clone(),
            caption: self.caption.clone(),
            svg: String::new(),
            provenance: self.options.provenance.clone(),
        };
        figure.svg = page(&figure.svg_head(), (self.width(), height), self.options.values, |canvas| {
            let middle = |top: f64, leading: f64, lines: usize| top + leading * lines as f64 / 2.0;
            let head = middle(MARGIN, TITLE.leading(), words.title.len());
            canvas.lines(&words.title, (left, head), Align::Left, TITLE);
            for (key, placed) in self.legend.iter().zip(&keys) {
                draw_sample(canvas, key.sample, placed.at);
                let last = LABEL.leading() * (placed.lines.len() as f64 - 1.0);
                canvas.lines(
                    &placed.lines,
                    (placed.at.0 + indent(key.sample), placed.at.1 + last / 2.0),
                    Align::Left,
                    LABEL,
                );
            }
            paint(canvas, body);
            let foot = middle(body.bottom + 4.0, SMALL.leading(), words.caption.len());
            canvas.lines(&words.caption, (left, foot), Align::Left, SMALL);
        });
        figure
    }

    /// Puts the keys of the legend in rows from `top` on, row by row in aligned columns; also returns where the rows
    /// end. Of all numbers of columns that need no more rows the least is taken, so that no key is left alone.
    fn arrange(&self, top: f64) -> (Vec<Placed>, f64) {
        let (left, right) = self.edges();
        let rows = |columns: usize| self.legend.len().div_ceil(columns);
        let total = |columns: usize| self.column_widths(columns).iter().map(|width| width + KEY_GAP).sum::<f64>();
        let fits = |columns: &usize| *columns == 1 || total(*columns) - KEY_GAP <= right - left;
        let most = (1..=self.legend.len()).rev().find(fits).unwrap_or(1);
        let columns = (1..=most).find(|columns| rows(*columns) == rows(most) && fits(columns)).unwrap_or(most);
        let widths = self.column_widths(columns);
        let mut keys = Vec::new();
        let mut y = top + LABEL.leading() / 2.0;
        for row in self.legend.chunks(columns) {
            let (mut x, mut most_lines) = (left, 1);
            for (key, width) in row.iter().zip(&widths) {
                let room = if columns == 1 { right - left - indent(key.sample) } else { f64::INFINITY };
                let lines = LABEL.wrap(&key.label, room);
                most_lines = most_lines.max(lines.len());
                keys.push(Placed { at: (x, y), lines });
                x += width + KEY_GAP;
            }
            y += LABEL.leading() * most_lines as f64 + 1.0;
        }
        (keys, y - LABEL.leading() / 2.0 + 4.0)
    }

    /// What the keys need when they are put into so many columns, row by row.
    fn column_widths(&self, columns: usize) -> Vec<f64> {
        let mut widths = vec![0.0_f64; columns];
        for (i, key) in self.legend.iter().enumerate() {
            let width = &mut widths[i % columns];
            *width = width.max(indent(key.sample) + LABEL.width(&key.label));
        }
        widths
    }
}

/// From a key's left edge to its label.
fn indent(sample: Sample) -> f64 {
    if sample == Sample::None { 0.0 } else { KEY_WIDTH + 3.0 }
}

/// How many worlds the figure rests on, and what its marks mean where there are intervals.
pub fn caption(results: &Results, intervals: &str, remark: &str) -> String {
    let worlds = match results.replications {
        1 => "1 world.".to_owned(),
        n => format!("{n} worlds."),
    };
    let intervals = if results.replications > 1 { intervals } else { "" };
    [&worlds, intervals, remark].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn draw_sample(canvas: &mut Canvas, sample: Sample, (x, y): Point) {
    let box_of = |height: f64| Rect::at((x, y - height / 2.0), KEY_WIDTH, height);
    match sample {
        Sample::Fill(color) => canvas.rect(box_of(6.0), color),
        Sample::Marker(marker, color) => {
            canvas.line((x, y), (x + KEY_WIDTH, y), Stroke { color, width: 0.9 });
            marker.draw(canvas, (x + KEY_WIDTH / 2.0, y), 4.4, color);
        }
        Sample::Point(marker, color) => marker.draw(canvas, (x + KEY_WIDTH / 2.0, y), 4.4, color),
        Sample::Shade { color, dashed } => {
            let Rect { left, top, right, bottom } = box_of(7.0);
            canvas.polygon(&[(left, top), (right, top), (right, bottom), (left, bottom)], color, 0.18);
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
            closed(canvas, &corners, color, dashed);
        }
        Sample::None => {}
    }
}

/// The outline of a shaded area.
pub fn closed(canvas: &mut Canvas, corners: &[Point], color: RGBColor, dashed: bool) {
    let pen = Stroke { color, width: 0.8 };
    for side in corners.windows(2) {
        if dashed { canvas.dashed(side[0], side[1], 2.0, pen) } else { canvas.line(side[0], side[1], pen) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::palette;
    use super::*;

    fn rows(labels: &[&str]) -> Vec<Vec<String>> {
        let key = |label: &&str| Key { sample: Sample::Fill(palette::BLUE), label: (*label).to_owned() };
        let options = Options { width: Some(85.0), ..Options::default() };
        let sheet = Sheet {
            name: "test",
            options: &options,
            usual_width: DOUBLE,
            title: String::new(),
            legend: labels.iter().map(key).collect(),
            caption: String::new(),
        };
        let mut rows: Vec<(f64, Vec<String>)> = Vec::new();
        for placed in sheet.arrange(0.0).0 {
            match rows.last_mut() {
                Some((y, row)) if *y == placed.at.1 => row.push(placed.lines.concat()),
                _ => rows.push((placed.at.1, vec![placed.lines.concat()])),
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    #[test]
    fn legends_fill_their_first_rows() {
        let endings = rows(&["Adopted", "Withdrawn", "Diverted", "Shelved", "Pending"]);
        assert_eq!(endings, [vec!["Adopted", "Withdrawn", "Diverted"], vec!["Shelved", "Pending"]]);
        assert_eq!(rows(&["A", "B", "C"]), [["A", "B", "C"]]);
        assert!(rows(&[]).is_empty());
    }

    #[test]
    fn keys_that_are_too_wide_have_rows_of_their_own() {
        let long = "A label that is wider than the half of the sheet";
        assert_eq!(rows(&[long, long, "A"]), [[long], [long], ["A"]]);
    }
}
