//! Fonts, and how much room a text takes: measured with the font that the figures are drawn in.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef};
use plotters::style::RGBColor;

use super::palette;

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Font {
    /// Size in points at print size.
    pub size: f64,
    pub bold: bool,
    pub color: RGBColor,
}

/// The title of a figure.
pub const TITLE: Font = Font { size: 9.0, bold: true, color: palette::INK };
/// The title of a panel.
pub const HEADING: Font = Font { size: 8.0, bold: true, color: palette::INK };
/// Labels of rows, axes and legends.
pub const LABEL: Font = Font { size: 7.5, bold: false, color: palette::INK };
/// Ticks, values in bars and cells, captions.
pub const SMALL: Font = Font { size: 7.0, bold: false, color: palette::SOFT_INK };

impl Font {
    /// The same font in another colour.
    pub fn colored(self, color: RGBColor) -> Font {
        Font { color, ..self }
    }

    /// Distance between the baselines of two lines.
    pub fn leading(self) -> f64 {
        self.size * 1.22
    }

    /// How far the middle of the capitals is above the baseline.
    pub fn capital_middle(self) -> f64 {
        self.size * 0.357
    }

    /// Width of a text in points.
    pub fn width(self, text: &str) -> f64 {
        let Some(&(ref face, units_per_em)) = face(self.bold) else {
            return 0.6 * self.size * text.chars().count() as f64;
        };
        let advance = |c: char| match face.glyph_id(c) {
            missing if missing.0 == 0 => units_per_em,
            glyph => face.h_advance_unscaled(glyph),
        };
        f64::from(text.chars().map(advance).sum::<f32>() / units_per_em) * self.size
    }

    /// Width of the widest of some lines.
    pub fn widest(self, lines: &[String]) -> f64 {
        lines.iter().map(|line| self.width(line)).fold(0.0, f64::max)
    }

    /// Breaks a text into lines no wider than `width`, between words where that is possible.
    pub fn wrap(self, text: &str, width: f64) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split_whitespace().flat_map(|word| self.break_word(word, width)) {
            let line = lines.last_mut().expect("there is always a line");
            let joined = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
            if line.is_empty() || self.width(&joined) <= width {
                *line = joined;
            } else {
                lines.push(word);
            }
        }
        lines
    }

    /// A word in parts no wider than `width`.
    fn break_word(self, word: &str, width: f64) -> Vec<String> {
        let mut parts = vec![String::new()];
        for c in word.chars() {
            let part = parts.last_mut().expect("there is always a part");
            if !part.is_empty() && self.width(&format!("{part}{c}")) > width {
                parts.push(c.to_string());
            } else {
                part.push(c);
            }
        }
        parts
    }
}

/// The embedded font and its units in an em.
fn face(bold: bool) -> Option<&'static (FontRef<'static>, f32)> {
    static FACES: [OnceLock<Option<(FontRef<'static>, f32)>>; 2] = [OnceLock::new(), OnceLock::new()];
    let bytes = if bold { notosans::BOLD_TTF } else { notosans::REGULAR_TTF };
    let load = || {
        let font = FontRef::try_from_slice(bytes).ok()?;
        let units_per_em = font.units_per_em()?;
        Some((font, units_per_em))
    };
    FACES[usize::from(bold)].get_or_init(load).as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_no_wider_than_asked_for() {
        for text in ["Economy and connectivity", "Donaudampfschifffahrtsgesellschaft", "", "   ", "a b c"] {
            for width in [1.0, 30.0, 60.0, 500.0] {
                let lines = LABEL.wrap(text, width);
                assert!(lines.iter().all(|line| line.chars().count() <= 1 || LABEL.width(line) <= width));
                let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).count();
                assert_eq!(lines.iter().map(|line| letters(line)).sum::<usize>(), letters(text));
            }
        }
    }

    #[test]
    fn width_is_that_of_noto_sans() {
        // Advance of a digit in Noto Sans: 572 of 1000.
        assert!((Font { size: 10.0, ..LABEL }.width("0000") - 4.0 * 5.72).abs() < 0.01);
    }
}
