//! A page to draw on, measured in points (1/72 inch) from its upper left corner.
//!
//! plotters writes integer coordinates, so the page is drawn at ten times its size; the `viewBox`
//! keeps these units while width and height are given in millimetres.

use std::borrow::Cow;

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, FontTransform, RGBColor, ShapeStyle, TextStyle};

use unicode_bidi::{BidiClass, bidi_class};

use super::text::Font;

/// Units of the drawing in a point.
const UNITS: f64 = 10.0;
/// Points in an inch.
pub const POINTS_PER_INCH: f64 = 72.0;
/// Points in a millimetre.
const POINTS_PER_MM: f64 = POINTS_PER_INCH / 25.4;
/// Browsers without Noto Sans take what they have.
const FAMILY: &str = "Noto Sans, Helvetica, Arial, sans-serif";
/// What plotters divides a font's size by when it writes SVG.
const PLOTTERS_FONT_SCALE: f64 = 1.24;
/// Where plotters puts the top of a text above its baseline, in ems.
const TOP_OF_TEXT: f64 = 0.76;

/// A point on the page.
pub type Point = (f64, f64);

/// A rectangle on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// From its upper left corner and size.
    pub fn at((left, top): Point, width: f64, height: f64) -> Rect {
        Rect { left, top, right: left + width, bottom: top + height }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn centre(&self) -> Point {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Whether all of `other` lies within, but for what nobody sees.
    pub fn contains(&self, other: &Rect) -> bool {
        let slack = 1e-6;
        other.left >= self.left - slack
            && other.right <= self.right + slack
            && other.top >= self.top - slack
            && other.bottom <= self.bottom + slack
    }

    /// The area that both cover.
    pub fn overlap(&self, other: &Rect) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }
}

/// A colour and a line width in points.
#[derive(Debug, Clone, Copy)]
pub struct Stroke {
    pub color: RGBColor,
    pub width: f64,
}

/// Which point of a text its position gives. Vertically it is always the middle of the capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// Millimetres in points.
pub fn mm(millimetres: f64) -> f64 {
    millimetres * POINTS_PER_MM
}

/// Points in millimetres.
pub fn in_mm(points: f64) -> f64 {
    points / POINTS_PER_MM
}

/// Draws a page of `width` × `height` points and returns it as SVG, with `head` before all that is drawn. With `values`
/// what was told of its marks lies over them, unseen, for whoever points at them.
pub fn page(head: &str, (width, height): Point, values: bool, paint: impl FnOnce(&mut Canvas)) -> String {
    let mut drawn = String::new();
    let size = (units(width).max(1), units(height).max(1));
    let mut canvas =
        Canvas { backend: SVGBackend::with_string(&mut drawn, (size.0 as u32, size.1 as u32)), told: Vec::new() };
    canvas.rect(Rect::at((0.0, 0.0), width, height), super::palette::WHITE);
    paint(&mut canvas);
    let told = std::mem::take(&mut canvas.told);
    drop(canvas);
    let mut body = drawn.split_once('\n').map_or("", |(_, body)| body).replace("<rect ", CRISP_RECT);
    if let Some(end) = body.rfind("</svg>").filter(|_| values && !told.is_empty()) {
        body.insert_str(end, &layer(&told));
    }
    format!(
        "<svg width=\"{:.2}mm\" height=\"{:.2}mm\" viewBox=\"0 0 {} {}\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">\n{head}{body}",
        f64::from(size.0) / UNITS / POINTS_PER_MM,
        f64::from(size.1) / UNITS / POINTS_PER_MM,
        size.0,
        size.1,
    )
}

/// What was told of the marks, the smallest on top; their order in the drawing is kept for whoever goes from one to the next.
fn layer(told: &[(Rect, String)]) -> String {
    let area = |rect: &Rect| rect.width() * (rect.bottom - rect.top);
    let mut order: Vec<(usize, &(Rect, String))> = told.iter().enumerate().collect();
    order.sort_by(|(_, a), (_, b)| area(&b.0).total_cmp(&area(&a.0)));
    let mark = |(place, (rect, text)): &(usize, &(Rect, String))| {
        let ((left, top), (right, bottom)) = (unit_point((rect.left, rect.top)), unit_point((rect.right, rect.bottom)));
        let text = escape(text);
        format!(
            "<path data-order=\"{place}\" d=\"M{left} {top}H{right}V{bottom}H{left}Z\"><title>{text}</title></path>\n"
        )
    };
    let marks: String = order.iter().map(mark).collect();
    format!("<g class=\"values\" fill=\"none\" pointer-events=\"all\">\n{marks}</g>\n")
}

/// Rectangles are bars and cells; without seams they read as one.
const CRISP_RECT: &str = "<rect shape-rendering=\"crispEdges\" ";

/// A text as XML; it may stand between tags.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Points in units of the drawing; what is far off the page stays where arithmetic is safe.
fn units(points: f64) -> i32 {
    (points * UNITS).round().clamp(-1e6, 1e6) as i32
}

fn unit_point((x, y): Point) -> (i32, i32) {
    (units(x), units(y))
}

/// The page while it is being drawn. Writing into memory cannot fail, so drawing returns nothing.
pub struct Canvas<'a> {
    backend: SVGBackend<'a>,
    told: Vec<(Rect, String)>,
}

impl Canvas<'_> {
    /// Says what a mark stands for to whoever points at it.
    pub fn tell(&mut self, at: Rect, text: String) {
        self.told.push((at, text));
    }

    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke) {
        let _ = self.backend.draw_line(unit_point(from), unit_point(to), &stroked(stroke));
    }

    pub fn path(&mut self, points: &[Point], stroke: Stroke) {
        let mut points: Vec<_> = points.iter().copied().map(unit_point).collect();
        points.dedup();
        let _ = self.backend.draw_path(points, &stroked(stroke));
    }

    /// A line of dashes and gaps of the given length.
    pub fn dashed(&mut self, from: Point, to: Point, dash: f64, stroke: Stroke) {
        let length = libm::hypot(to.0 - from.0, to.1 - from.1);
        let dashes = (length / (2.0 * dash)).ceil().clamp(0.0, 1000.0) as usize;
        let along = |t: f64| (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t);
        for i in 0..dashes {
            let start = 2.0 * dash * i as f64 / length;
            self.line(along(start), along((start + dash / length).min(1.0)), stroke);
        }
    }

    pub fn polygon(&mut self, points: &[Point], color: RGBColor, opacity: f64) {
        let points: Vec<_> = points.iter().copied().map(unit_point).collect();
        let _ = self.backend.fill_polygon(points, &color.mix(opacity));
    }

    pub fn rect(&mut self, rect: Rect, color: RGBColor) {
        let corners = (unit_point((rect.left, rect.top)), unit_point((rect.right, rect.bottom)));
        let _ = self.backend.draw_rect(corners.0, corners.1, &color, true);
    }

    pub fn disc(&mut self, centre: Point, radius: f64, color: RGBColor) {
        let _ = self.backend.draw_circle(unit_point(centre), units(radius).max(1) as u32, &color, true);
    }

    pub fn circle(&mut self, centre: Point, radius: f64, stroke: Stroke) {
        let _ = self.backend.draw_circle(unit_point(centre), units(radius).max(1) as u32, &stroked(stroke), false);
    }

    /// One line of text, the middle of its capitals at the height of `at`.
    pub fn text(&mut self, text: &str, at: Point, align: Align, font: Font) {
        let baseline = at.1 + font.capital_middle();
        self.write(text, (at.0, baseline - TOP_OF_TEXT * font.size), align, font, FontTransform::None);
    }

    /// One line of text that runs upwards, the middle of its capitals at `at`.
    pub fn text_upwards(&mut self, text: &str, at: Point, align: Align, font: Font) {
        let baseline = at.0 + font.capital_middle();
        self.write(text, (baseline - TOP_OF_TEXT * font.size, at.1), align, font, FontTransform::Rotate270);
    }

    /// Lines of text around the height of `at`.
    pub fn lines(&mut self, lines: &[String], at: Point, align: Align, font: Font) {
        let first = at.1 - font.leading() * (lines.len() as f64 - 1.0) / 2.0;
        for (i, line) in lines.iter().enumerate() {
            self.text(line, (at.0, first + font.leading() * i as f64), align, font);
        }
    }

    fn write(&mut self, text: &str, at: Point, align: Align, font: Font, transform: FontTransform) {
        if text.is_empty() {
            return;
        }
        let horizontal = match align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        let style = if font.bold { FontStyle::Bold } else { FontStyle::Normal };
        let size = font.size * UNITS * PLOTTERS_FONT_SCALE;
        let desc = FontDesc::new(FontFamily::Name(FAMILY), size, style).transform(transform);
        let style = TextStyle::from(desc).color(&font.color).pos(Pos::new(horizontal, VPos::Top));
        let _ = self.backend.draw_text(&isolated(text), &style, unit_point(at));
    }
}

/// A text with letters that run from right to left, in marks that let it begin at the side of its first letter.
fn isolated(text: &str) -> Cow<'_, str> {
    let runs_left = |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
    if text.contains(runs_left) { format!("\u{2068}{text}\u{2069}").into() } else { text.into() }
}

fn stroked(stroke: Stroke) -> ShapeStyle {
    ShapeStyle { color: stroke.color.to_rgba(), filled: false, stroke_width: units(stroke.width).max(1) as u32 }
}
