//! Colours and markers. Variants have Okabe and Ito's colours or, where they are steps of one thing, those of plasma;
//! endings have others, which a black and white printer tells apart as well; fields have viridis.
//!
//! Okabe, M. and Ito, K. (2008), Color Universal Design; their yellow is too light for thin marks on white, and their
//! green is that of decisions. Plasma and viridis: Smith, N. and van der Walt, S. (2015), matplotlib.

use plotters::style::RGBColor;
use plotters::style::colors::colormaps::ViridisRGB;

use super::canvas::{Canvas, Point, Stroke};
use crate::engine::Ending;

pub const WHITE: RGBColor = RGBColor(255, 255, 255);
pub const INK: RGBColor = RGBColor(26, 26, 26);
pub const SOFT_INK: RGBColor = RGBColor(77, 77, 77);
pub const GRID: RGBColor = RGBColor(226, 226, 226);
pub const BAND: RGBColor = RGBColor(246, 246, 246);
pub const GREY: RGBColor = RGBColor(153, 153, 153);

pub const BLUE: RGBColor = RGBColor(0, 114, 178);
pub const VERMILLION: RGBColor = RGBColor(213, 94, 0);
const PURPLE: RGBColor = RGBColor(204, 121, 167);
const BLACK: RGBColor = RGBColor(0, 0, 0);
const SKY_BLUE: RGBColor = RGBColor(86, 180, 233);

/// A stalled proposal for which a text existed.
pub const MISSED: RGBColor = RGBColor(189, 183, 107);
/// A stalled proposal for which none existed.
pub const GRIDLOCK: RGBColor = RGBColor(84, 84, 24);

/// The colour of an ending, the same in every figure. No two are alike in grey.
pub fn ending(ending: Ending) -> RGBColor {
    match ending {
        Ending::Adopted => RGBColor(0, 58, 52),
        Ending::OptOut => RGBColor(0, 115, 125),
        Ending::Withdrawn => RGBColor(226, 186, 120),
        Ending::Diverted => RGBColor(168, 102, 40),
        Ending::Shelved => RGBColor(198, 140, 76),
        Ending::Pending => RGBColor(222, 222, 222),
    }
}

/// The colour of the variant at that place, where variants are of different kinds.
pub fn category(place: usize) -> RGBColor {
    const COLORS: [RGBColor; 6] = [BLUE, VERMILLION, PURPLE, BLACK, SKY_BLUE, GREY];
    COLORS[place % COLORS.len()]
}

/// The colour of the variant at that place of so many, where they are steps of one thing: plasma, without its light
/// end.
pub fn step(place: usize, of: usize) -> RGBColor {
    /// Plasma at 0, 1/8, 2/8 … 6/8.
    const KNOTS: [RGBColor; 7] = [
        RGBColor(13, 8, 135),
        RGBColor(76, 2, 161),
        RGBColor(126, 3, 168),
        RGBColor(170, 35, 149),
        RGBColor(204, 71, 120),
        RGBColor(230, 108, 92),
        RGBColor(248, 149, 64),
    ];
    let along = place as f64 / (of.max(2) - 1) as f64 * (KNOTS.len() - 1) as f64;
    let knot = (along as usize).min(KNOTS.len() - 2);
    let (RGBColor(r, g, b), RGBColor(s, h, c)) = (KNOTS[knot], KNOTS[knot + 1]);
    let between = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * (along - knot as f64)).round() as u8;
    RGBColor(between(r, s), between(g, h), between(b, c))
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

/// The marker of the variant at that place.
pub fn marker(place: usize) -> Marker {
    use Marker::*;
    const MARKERS: [Marker; 8] = [Disc, Square, Triangle, Diamond, TriangleDown, OpenDisc, OpenSquare, OpenDiamond];
    MARKERS[place % MARKERS.len()]
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_differ_in_grey() {
        for (i, a) in Ending::ALL.into_iter().enumerate() {
            for b in Ending::ALL.into_iter().skip(i + 1) {
                let difference = grey(ending(a)) - grey(ending(b));
                assert!(difference.abs() > 30.0, "{a:?} and {b:?} differ by {difference} of 255");
            }
        }
        assert!((grey(MISSED) - grey(GRIDLOCK)).abs() > 30.0);
    }

    #[test]
    fn steps_grow_lighter_and_are_seen_on_white() {
        for of in 2..=12 {
            let greys: Vec<f64> = (0..of).map(|place| grey(step(place, of))).collect();
            assert!(greys.windows(2).all(|pair| pair[0] < pair[1]), "{greys:?}");
            assert!(greys.iter().all(|grey| *grey < 180.0));
        }
        assert_eq!(step(0, 1), RGBColor(13, 8, 135));
    }
}
