//! Colours and markers: Okabe and Ito's for categories, viridis for fields.
//!
//! Okabe, M. and Ito, K. (2008), Color Universal Design. Their yellow is too light for thin marks on
//! white, so grey takes its place.

use plotters::style::RGBColor;
use plotters::style::colors::colormaps::ViridisRGB;

use super::canvas::{Canvas, Point, Rect, Stroke};
use crate::engine::Ending;

pub const WHITE: RGBColor = RGBColor(255, 255, 255);
pub const INK: RGBColor = RGBColor(26, 26, 26);
pub const SOFT_INK: RGBColor = RGBColor(77, 77, 77);
pub const GRID: RGBColor = RGBColor(226, 226, 226);
pub const BAND: RGBColor = RGBColor(246, 246, 246);
pub const GREY: RGBColor = RGBColor(153, 153, 153);
const LIGHT_GREY: RGBColor = RGBColor(204, 204, 204);

const BLACK: RGBColor = RGBColor(0, 0, 0);
const ORANGE: RGBColor = RGBColor(230, 159, 0);
const SKY_BLUE: RGBColor = RGBColor(86, 180, 233);
const GREEN: RGBColor = RGBColor(0, 158, 115);
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
pub const VERMILLION: RGBColor = RGBColor(213, 94, 0);
const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// A stalled proposal for which no text existed.
pub const GRIDLOCK: RGBColor = BLUE;
/// A stalled proposal for which one existed.
pub const MISSED: RGBColor = SKY_BLUE;

/// The colour of an ending, the same in every figure. Neighbours in a bar differ in grey, too.
pub fn ending(ending: Ending) -> RGBColor {
    match ending {
        Ending::Adopted => GREEN,
        Ending::OptOut => SKY_BLUE,
        Ending::Withdrawn => ORANGE,
        Ending::Diverted => BLUE,
        Ending::Shelved => VERMILLION,
        Ending::Pending => LIGHT_GREY,
    }
}

/// The colour of the variant at that index, the same in every figure.
pub fn variant(index: usize) -> RGBColor {
    const COLORS: [RGBColor; 8] = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY_BLUE, BLACK, GREY];
    COLORS[index % COLORS.len()]
}

/// A shape that tells a variant apart without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    Disc,
    Square,
    Triangle,
    Diamond,
    TriangleDown,
    OpenDisc,
    OpenSquare,
    OpenDiamond,
    /// For what is no variant.
    Cross,
}

/// The marker of the variant at that index; the ninth variant has the first colour and another shape.
pub fn marker(index: usize) -> Marker {
    use Marker::*;
    const MARKERS: [Marker; 8] = [Disc, Square, Triangle, Diamond, TriangleDown, OpenDisc, OpenSquare, OpenDiamond];
    MARKERS[(index + index / MARKERS.len()) % MARKERS.len()]
}

impl Marker {
    /// Draws the marker, about `size` points across.
    pub fn draw(self, canvas: &mut Canvas, at: Point, size: f64, color: RGBColor) {
        let r = size / 2.0;
        let corners = |offsets: &[Point]| -> Vec<Point> {
            offsets.iter().map(|(dx, dy)| (at.0 + dx * r, at.1 + dy * r)).collect()
        };
        let diamond = corners(&[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0), (0.0, -1.2)]);
        let square = corners(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9), (-0.9, -0.9)]);
        let pen = Stroke { color, width: (size * 0.22).clamp(0.5, 1.0) };
        match self {
            Marker::Disc => canvas.disc(at, r, color),
            Marker::Square => canvas.polygon(&square, color, 1.0),
            Marker::Triangle => canvas.polygon(&corners(&[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]), color, 1.0),
            Marker::TriangleDown => canvas.polygon(&corners(&[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)]), color, 1.0),
            Marker::Diamond => canvas.polygon(&diamond, color, 1.0),
            Marker::Cross => {
                let (low, high) = (-0.9 * r, 0.9 * r);
                canvas.line((at.0 + low, at.1 + low), (at.0 + high, at.1 + high), pen);
                canvas.line((at.0 + low, at.1 + high), (at.0 + high, at.1 + low), pen);
            }
            Marker::OpenDisc => {
                canvas.disc(at, r, WHITE);
                canvas.circle(at, r, pen);
            }
            Marker::OpenSquare | Marker::OpenDiamond => {
                let outline = if self == Marker::OpenSquare { square } else { diamond };
                canvas.polygon(&outline, WHITE, 1.0);
                canvas.path(&outline, pen);
            }
        }
    }
}

/// The colour of a field at `share` of its range.
pub fn viridis(share: f64) -> RGBColor {
    ViridisRGB::get_color(share.clamp(0.0, 1.0))
}

/// Ink that can be read on that colour.
pub fn ink_on(color: RGBColor) -> RGBColor {
    if grey(color) > 120.0 { INK } else { WHITE }
}

/// What a black and white printer makes of a colour (Rec. 601).
fn grey(RGBColor(r, g, b): RGBColor) -> f64 {
    0.299 * f64::from(r) + 0.587 * f64::from(g) + 0.114 * f64::from(b)
}

/// A cell for which there is nothing to say.
pub fn hatch(canvas: &mut Canvas, cell: Rect) {
    canvas.rect(cell, BAND);
    let pen = Stroke { color: RGBColor(200, 200, 200), width: 0.4 };
    canvas.line((cell.left, cell.bottom), (cell.right, cell.top), pen);
    canvas.line((cell.left, cell.centre().1), (cell.centre().0, cell.top), pen);
    canvas.line((cell.centre().0, cell.bottom), (cell.right, cell.centre().1), pen);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_next_to_each_other_differ_in_grey() {
        for pair in Ending::ALL.windows(2) {
            let difference = grey(ending(pair[0])) - grey(ending(pair[1]));
            assert!(difference.abs() > 30.0, "{pair:?} differ by {difference} of 255");
        }
    }
}
