//! Texts that the embedded font does not have, cut into runs of one script, one direction and one font each, and set
//! from left to right.
//!
//! A renderer that looks for fonts by itself does so for a text as a whole, and loses glyphs where scripts are mixed.

use std::ops::Range;

use resvg::usvg::roxmltree::{Document, Node as Xml};
use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::Fonts;
use super::canvas::escape;
use super::text::lacks;

/// A part of a text that is set in one font.
#[derive(Debug, PartialEq)]
struct Run {
    text: String,
    rtl: bool,
    /// A face of the system, or the embedded font.
    face: Option<usize>,
}

/// Where the forms of Han characters are at home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Region {
    China,
    Japan,
    Korea,
}

impl Region {
    /// Kana and Hangul tell; without them the forms are those of the People's Republic.
    fn of(text: &str) -> Region {
        let has = |scripts: &[Script]| text.chars().any(|c| scripts.contains(&c.script()));
        match () {
            () if has(&[Script::Hiragana, Script::Katakana]) => Region::Japan,
            () if has(&[Script::Hangul]) => Region::Korea,
            () => Region::China,
        }
    }

    /// Whether a family has the forms of the region; true of families that belong to none.
    pub fn prefers(self, family: &str) -> bool {
        let code = match self {
            Region::China => "SC",
            Region::Japan => "JP",
            Region::Korea => "KR",
        };
        let region =
            ["SC", "TC", "HK", "MO", "JP", "KR"].into_iter().find(|code| family.split(' ').any(|w| w == *code));
        region.is_none_or(|region| region == code)
    }
}

/// The SVG with every text that the embedded font lacks as texts of one run each.
pub fn set_in_runs(document: &Document, fonts: &Fonts) -> String {
    let svg = document.input_text();
    let (mut set, mut done) = (String::with_capacity(svg.len()), 0);
    for node in document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "text") {
        let text = node.text().unwrap_or_default().trim();
        if text.contains(lacks) {
            set.push_str(&svg[done..node.range().start]);
            set.push_str(&elements(node, text, fonts));
            done = node.range().end;
        }
    }
    set.push_str(&svg[done..]);
    set
}

/// A text element as one element a piece, side by side around the same anchor.
fn elements(node: Xml, text: &str, fonts: &Fonts) -> String {
    let number = |name: &str| node.attribute(name).and_then(|value| value.parse::<f64>().ok()).unwrap_or(0.0);
    let (size, bold) = (number("font-size"), node.attribute("font-weight") == Some("bold"));
    let runs = runs(text, bold, fonts);
    let pieces: Vec<_> =
        runs.iter().flat_map(|run| run.pieces(bold, fonts).into_iter().map(move |p| (run, p))).collect();
    let total: f64 = pieces.iter().map(|(_, piece)| piece.ems * size).sum();
    let mut x = match node.attribute("text-anchor") {
        Some("middle") => number("x") - total / 2.0,
        Some("end") => number("x") - total,
        _ => number("x"),
    };
    let own = |name: &str| matches!(name, "x" | "text-anchor" | "font-family");
    let kept = node.attributes().filter(|attribute| !own(attribute.name()));
    let kept: String = kept.map(|a| format!(" {}=\"{}\"", a.name(), escape(a.value()))).collect();
    let mut elements = String::new();
    for (run, piece) in pieces {
        elements.push_str(&run.element(&piece.text, &format!("x=\"{x:.2}\"{kept}")));
        x += piece.ems * size;
    }
    elements
}

/// What is set at once, with its width.
struct Piece {
    text: String,
    ems: f64,
}

impl Run {
    /// The run as a whole, or letter by letter (as readers see them) where one has several glyphs with a width: the
    /// renderer takes the widest of them for the width of all.
    fn pieces(&self, bold: bool, fonts: &Fonts) -> Vec<Piece> {
        let clusters = fonts.with_data(self.face, bold, |data, index| clusters(data, index, &self.text, self.rtl));
        let clusters = clusters.flatten().unwrap_or_default();
        if clusters.iter().all(|cluster| cluster.wide_glyphs <= 1) {
            return vec![Piece { text: self.text.clone(), ems: clusters.iter().map(|cluster| cluster.ems).sum() }];
        }
        let letters = self.text.grapheme_indices(true).map(|(start, letter)| {
            let own = clusters.iter().filter(|cluster| (start..start + letter.len()).contains(&cluster.start));
            Piece { text: letter.to_owned(), ems: own.map(|cluster| cluster.ems).sum() }
        });
        if self.rtl { letters.rev().collect() } else { letters.collect() }
    }

    fn element(&self, text: &str, attributes: &str) -> String {
        let family = self.face.map_or_else(|| "Noto Sans".to_owned(), Fonts::family);
        let text = escape(text);
        // What stands alone would take its direction from its letters, and has none without.
        let text = if self.rtl { format!("\u{202e}{text}\u{202c}") } else { text };
        format!(
            "<text {attributes} text-anchor=\"start\" font-family=\"{family}\" xml:space=\"preserve\">{text}</text>"
        )
    }
}

/// Characters that are shaped together.
struct Cluster {
    /// Where they begin in the text.
    start: usize,
    ems: f64,
    /// Glyphs that are no marks over or under others.
    wide_glyphs: usize,
}

/// The clusters of a run, as a face shapes them.
fn clusters(data: &[u8], index: u32, text: &str, rtl: bool) -> Option<Vec<Cluster>> {
    let face = rustybuzz::Face::from_slice(data, index)?;
    let mut buffer = rustybuzz::UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.set_direction(if rtl { rustybuzz::Direction::RightToLeft } else { rustybuzz::Direction::LeftToRight });
    let shaped = rustybuzz::shape(&face, &[], buffer);
    let mut clusters: Vec<Cluster> = Vec::new();
    for (glyph, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
        let (start, ems) = (glyph.cluster as usize, f64::from(position.x_advance) / f64::from(face.units_per_em()));
        match clusters.last_mut() {
            Some(cluster) if cluster.start == start => {
                cluster.ems += ems;
                cluster.wide_glyphs += usize::from(ems > 0.0);
            }
            _ => clusters.push(Cluster { start, ems, wide_glyphs: usize::from(ems > 0.0) }),
        }
    }
    Some(clusters)
}

/// The runs of a text from left to right.
fn runs(text: &str, bold: bool, fonts: &Fonts) -> Vec<Run> {
    let bidi = BidiInfo::new(text, Some(Level::ltr()));
    let region = Region::of(text);
    let mut runs = Vec::new();
    for paragraph in &bidi.paragraphs {
        let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
        for range in ranges {
            let rtl = levels[range.start].is_rtl();
            let mut parts: Vec<Run> = Vec::new();
            for script in scripts(&text[range.clone()]) {
                add_script(&mut parts, &text[range.clone()][script], (bold, region, rtl), fonts);
            }
            if rtl {
                parts.reverse();
            }
            runs.extend(parts);
        }
    }
    runs
}

/// Stretches of one script; what belongs to none goes with what is before it.
fn scripts(text: &str) -> Vec<Range<usize>> {
    let mut stretches: Vec<(Option<Script>, Range<usize>)> = Vec::new();
    for (start, cluster) in text.grapheme_indices(true) {
        let (script, end) = (script(cluster), start + cluster.len());
        match stretches.last_mut() {
            Some((known, range)) if script.is_none() || known.is_none() || *known == script => {
                *known = known.or(script);
                range.end = end;
            }
            _ => stretches.push((script, start..end)),
        }
    }
    stretches.into_iter().map(|(_, range)| range).collect()
}

/// The script of a cluster, if it belongs to one. Those that are written together count as one.
fn script(cluster: &str) -> Option<Script> {
    use Script::{Bopomofo, Common, Han, Hangul, Hiragana, Inherited, Katakana, Unknown};
    let own = cluster.chars().map(|c| c.script()).find(|script| !matches!(script, Common | Inherited | Unknown))?;
    Some(if matches!(own, Hiragana | Katakana | Hangul | Bopomofo) { Han } else { own })
}

/// Adds a stretch of one script: in the embedded font if that has all of it, or else in the face that has the most of it,
/// and what that lacks in whatever has it.
fn add_script(runs: &mut Vec<Run>, text: &str, (bold, region, rtl): (bool, Region, bool), fonts: &Fonts) {
    let letters = text.trim_end_matches(|c: char| c.script() == Script::Common && !lacks(c));
    let letters = if letters.is_empty() { text } else { letters };
    let chars = |text: &str| text.chars().filter(|c| !super::text::is_invisible(*c)).collect::<Vec<char>>();
    let main = if letters.contains(lacks) { fonts.best(&chars(letters), bold, region) } else { None };
    for (start, cluster) in text.grapheme_indices(true) {
        let covered = |face: &usize| fonts.covers(*face, chars(cluster).into_iter());
        let in_main = main.filter(covered).filter(|_| start < letters.len());
        let face = match in_main {
            None if cluster.contains(lacks) => fonts.best(&chars(cluster), bold, region),
            face => face,
        };
        match runs.last_mut() {
            Some(run) if run.face == face && start > 0 => run.text.push_str(cluster),
            _ => runs.push(Run { text: cluster.to_owned(), rtl, face }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Figure;
    use super::super::text::{LABEL, is_invisible};
    use super::*;

    const NAMES: [&str; 28] = [
        "Հայաստան",
        "საქართველო",
        "מדינת ישראל",
        "المملكة العربية السعودية",
        "جمهوری اسلامی ایران",
        "भारत गणराज्य",
        "বাংলাদেশ",
        "ਪੰਜਾਬ",
        "ગુજરાત",
        "ଓଡ଼ିଶା",
        "இலங்கை",
        "తెలంగాణ",
        "ಕರ್ನಾಟಕ",
        "കേരളം",
        "ශ්‍රී ලංකාව",
        "ราชอาณาจักรไทย",
        "ສາທາລະນະລັດ",
        "མི་དམངས",
        "မြန်မာနိုင်ငံ",
        "កម្ពុជា",
        "ኢትዮጵያ",
        "ދިވެހިރާއްޖެ",
        "中华人民共和国",
        "日本国",
        "ニッポン",
        "대한민국",
        "🇬🇪",
        "ᏣᎳᎩ",
    ];

    /// A figure that says nothing but this.
    fn saying(text: &str) -> Figure {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{text}</text></svg>");
        Figure { name: "saying", title: String::new(), caption: String::new(), svg, provenance: None }
    }

    /// The runs of a text where the system has fonts for it.
    fn set(text: &str) -> Option<(Fonts, Vec<Run>)> {
        let fonts = Fonts::of(&[saying(text)]);
        let runs = runs(text, false, &fonts);
        (!fonts.cannot_draw(text)).then_some((fonts, runs))
    }

    #[test]
    fn room_is_left_for_scripts_that_the_embedded_font_lacks() {
        for name in NAMES {
            let Some((fonts, runs)) = set(name) else { continue };
            let ems: f64 = runs.iter().flat_map(|run| run.pieces(false, &fonts)).map(|piece| piece.ems).sum();
            let estimate = LABEL.width(name) / LABEL.size;
            assert!((0.9..2.0).contains(&(estimate / ems)), "{name} takes {ems} ems, {estimate} were left");
        }
    }

    #[test]
    fn every_character_is_set_once_in_a_font_that_has_it() {
        let mixed = "各国の立場 · مواقف الدول (2017) · Позиции · भारत";
        for text in NAMES.into_iter().chain([mixed, "Latin", ""]) {
            let Some((fonts, runs)) = set(text) else { continue };
            let sorted = |text: &str| {
                let mut chars: Vec<char> = text.chars().collect();
                chars.sort_unstable();
                chars
            };
            assert_eq!(sorted(&runs.iter().map(|run| run.text.as_str()).collect::<String>()), sorted(text));
            for run in &runs {
                match run.face {
                    Some(face) => {
                        assert!(fonts.covers(face, run.text.chars().filter(|c| !is_invisible(*c))), "{run:?}")
                    }
                    None => assert!(!run.text.contains(lacks), "{run:?}"),
                }
            }
        }
    }

    #[test]
    fn numbers_in_text_from_right_to_left_stay_in_order() {
        let isolated = "\u{2068}مواقف (2017)\u{2069}";
        let runs = runs(isolated, false, &Fonts::of(&[]));
        let seen: String = runs.iter().map(|run| run.text.trim_matches(is_invisible)).collect::<Vec<_>>().join("|");
        assert_eq!(seen.split('|').filter(|run| !run.is_empty()).collect::<Vec<_>>(), [")", "2017", " (", "مواقف"]);
        assert_eq!(runs.iter().filter(|run| run.rtl).count(), runs.len() - runs.iter().filter(|run| !run.rtl).count());
    }

    #[test]
    fn forms_of_characters_follow_the_rest_of_the_text() {
        assert_eq!(Region::of("中国"), Region::China);
        assert_eq!(Region::of("日本の国"), Region::Japan);
        assert_eq!(Region::of("韓國 대한민국"), Region::Korea);
        assert!(Region::Japan.prefers("Noto Sans CJK JP") && !Region::Japan.prefers("Noto Sans CJK SC"));
        assert!(Region::Japan.prefers("DejaVu Sans"));
    }
}
