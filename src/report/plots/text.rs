//! Fonts, and how much room a text takes: measured with the font that the figures are drawn in.

use std::sync::OnceLock;

use ab_glyph::{Font as _, FontRef};
use plotters::style::RGBColor;
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

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
        let advance = |c: char| f64::from(face.h_advance_unscaled(face.glyph_id(c)) / units_per_em);
        let ems: f64 = match text.contains(lacks) {
            true => text.graphemes(true).map(|cluster| foreign_ems(cluster, advance)).sum(),
            false => text.chars().map(advance).sum(),
        };
        ems * self.size
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

    /// A text as it is or, where it is wider than `width`, its beginning.
    pub fn shortened(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut kept: Vec<&str> = text.graphemes(true).collect();
        let cut = |kept: &[&str]| format!("{}…", kept.concat().trim_end());
        while self.width(&cut(&kept)) > width && kept.pop().is_some() {}
        cut(&kept)
    }

    /// Breaks a text into at most `most` lines no wider than `width`; what is left over is cut.
    pub fn lines(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.wrap(text, width);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.shortened(&format!("{last} …"), width.max(self.width("…")));
            }
        }
        lines
    }

    /// The same in as few lines, as even as they can be without breaking words.
    pub fn even_lines(self, text: &str, width: f64, most: usize) -> Vec<String> {
        let mut lines = self.lines(text, width, most);
        let longest = text.split_whitespace().map(|word| self.width(word)).fold(0.0, f64::max);
        loop {
            let narrower = self.widest(&lines) - 0.5;
            let next = self.lines(text, narrower, most);
            let cut = next.last() != lines.last() && next.last().is_some_and(|line| line.ends_with('…'));
            if narrower < longest || next.len() > lines.len() || cut {
                return lines;
            }
            lines = next;
        }
    }

    /// A word in parts no wider than `width`.
    fn break_word(self, word: &str, width: f64) -> Vec<String> {
        let mut parts = vec![String::new()];
        for cluster in word.graphemes(true) {
            let part = parts.last_mut().expect("there is always a part");
            if !part.is_empty() && self.width(&format!("{part}{cluster}")) > width {
                parts.push(cluster.to_owned());
            } else {
                part.push_str(cluster);
            }
        }
        parts
    }
}

/// Whether the embedded font has no glyph for a character that needs one.
pub fn lacks(c: char) -> bool {
    // It has all that most texts consist of, without being asked.
    !matches!(c, ' '..='~') && !is_invisible(c) && face(false).is_some_and(|(face, _)| face.glyph_id(c).0 == 0)
}

/// Whether a character has no glyph of its own: it says how others are to be set.
pub fn is_invisible(c: char) -> bool {
    let format =
        matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    format || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}') || c.is_control()
}

/// Width in ems of a cluster of a text that has characters which the embedded font lacks. In which font it will be set
/// is not known when the figure is laid out, and must not matter for it, so this is an upper estimate from the columns
/// that terminals give it, by what Noto's fonts need in each script.
fn foreign_ems(cluster: &str, advance: impl Fn(char) -> f64) -> f64 {
    if !cluster.contains(lacks) {
        return cluster.chars().filter(|c| !is_invisible(*c)).map(advance).sum();
    }
    let script = cluster.chars().find(|c| lacks(*c)).map_or(Script::Unknown, |c| c.script());
    let ems_per_column = match script {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => 0.5,
        Script::Arabic | Script::Hebrew | Script::Thai | Script::Lao => 0.6,
        Script::Bengali | Script::Kannada | Script::Malayalam | Script::Oriya | Script::Sinhala | Script::Telugu => 1.0,
        Script::Cherokee => 0.9,
        Script::Tamil => 1.2,
        _ => 0.75,
    };
    ems_per_column * cluster.width() as f64
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
    fn only_what_does_not_fit_is_cut() {
        let label = "Member state 07";
        let width = LABEL.width(label);
        assert_eq!(LABEL.shortened(label, width), label);
        assert_eq!(LABEL.shortened(label, width - 1.0), "Member state…");
        assert_eq!(LABEL.shortened(label, 0.0), "…");
        assert_eq!(LABEL.lines(label, width, 1), [label]);
        assert_eq!(LABEL.lines(label, width - 1.0, 2), ["Member state", "07"]);
        assert_eq!(LABEL.lines(label, width - 1.0, 1), ["Member state …"]);
    }

    #[test]
    fn lines_are_even() {
        assert_eq!(LABEL.even_lines("African state 48 of the union", 80.0, 4), ["African state", "48 of the union"]);
        assert_eq!(LABEL.even_lines("France", 80.0, 4), ["France"]);
        assert_eq!(LABEL.even_lines("", 80.0, 4), [""]);
        let long = "Democratic People's Republic of Korea";
        assert_eq!(LABEL.even_lines(long, 60.0, 2), LABEL.lines(long, 60.0, 2), "nothing more is cut");
    }

    #[test]
    fn the_embedded_font_has_the_letters_of_europe_and_what_figures_say() {
        let ranges = [' '..='~', '\u{a1}'..='\u{24f}', 'Α'..='ώ', '\u{400}'..='\u{527}', 'Ạ'..='ỹ'];
        let unassigned = ['\u{3a2}'];
        for c in ranges.into_iter().flatten().chain("←→±−…·×–“”’€".chars()).filter(|c| !unassigned.contains(c))
        {
            assert!(!lacks(c), "{c} (U+{:04X})", u32::from(c));
        }
        assert!(lacks('中') && !lacks('\u{200f}'));
    }

    #[test]
    fn width_is_that_of_noto_sans() {
        // Advance of a digit in Noto Sans: 572 of 1000.
        assert!((Font { size: 10.0, ..LABEL }.width("0000") - 4.0 * 5.72).abs() < 0.01);
    }
}
