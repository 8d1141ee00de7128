//! Fonts of pictures: the embedded Noto Sans, and those of the system for the scripts that it lacks.
//!
//! The layout of a figure does not depend on them (see [`super::text`]), so its SVG is the same everywhere, and so is a
//! picture without such scripts: the system is only asked where something is lacking.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use ab_glyph::{Font as _, FontRef};
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Stretch, Style, Weight};
use resvg::usvg::roxmltree::Document;
use resvg::usvg::{self, FontFamily, FontResolver};

use super::runs::{Region, set_in_runs};
use super::text::lacks;
use super::{Error, Figure};

/// Dots per inch of every picture.
pub const DPI: f32 = 300.0;
/// Fonts that cover everything with signs that say nothing.
const PLACEHOLDERS: [&str; 3] = ["last resort", "lastresort", "adobe blank"];

/// The fonts that some figures need.
pub struct Fonts {
    database: Arc<Database>,
    /// Faces of the system that have something of what is lacking, the more fitting first.
    faces: Vec<Face>,
    /// What no font has.
    missing: BTreeSet<char>,
}

struct Face {
    id: ID,
    family: String,
    weight: u16,
    /// How fitting it is; the less the better.
    rank: u8,
    /// What it has of the texts for which it was looked up.
    covered: BTreeSet<char>,
}

impl Fonts {
    /// What these figures need. Fonts of the system are loaded only if they do.
    pub fn of(figures: &[Figure]) -> Fonts {
        let wanting = figures.iter().filter(|figure| figure.svg.chars().any(lacks));
        let texts: Vec<String> = wanting.flat_map(|figure| texts(&figure.svg)).filter(|t| t.contains(lacks)).collect();
        let needed: BTreeSet<char> = texts.iter().flat_map(|text| text.chars()).collect();
        if needed.is_empty() {
            return Fonts { database: Arc::clone(embedded()), faces: Vec::new(), missing: BTreeSet::new() };
        }
        let mut database = Database::clone(embedded());
        let first: Vec<ID> = database.faces().map(|face| face.id).collect();
        database.load_system_fonts();
        let of_system = database.faces().filter(|face| !first.contains(&face.id) && !is_placeholder(face));
        let mut faces: Vec<Face> = of_system.filter_map(|info| Face::of(&database, info, &needed)).collect();
        faces.sort_by(|a, b| (a.rank, &a.family, a.weight).cmp(&(b.rank, &b.family, b.weight)));
        let has = |c: &char| !lacks(*c) || faces.iter().any(|face| face.covered.contains(c));
        let missing = needed.into_iter().filter(|c| !has(c)).collect();
        Fonts { database: Arc::new(database), faces, missing }
    }

    /// Whether a text has characters that are boxes in pictures because no font has them.
    pub fn cannot_draw(&self, text: &str) -> bool {
        text.chars().any(|c| self.missing.contains(&c))
    }

    /// The picture that an SVG describes, in pixels.
    pub(super) fn tree(&self, svg: &str) -> Result<usvg::Tree, Error> {
        let options = self.options();
        if self.faces.is_empty() || !svg.chars().any(lacks) {
            return Ok(usvg::Tree::from_str(svg, &options)?);
        }
        let document = Document::parse(svg).map_err(usvg::Error::from)?;
        Ok(usvg::Tree::from_str(&set_in_runs(&document, self), &options)?)
    }

    /// The face, by index, that has the most of some characters and fits best with the others.
    pub(super) fn best(&self, chars: &[char], bold: bool, region: Region) -> Option<usize> {
        let weight = if bold { 700 } else { 400_u16 };
        let key = |(index, face): &(usize, &Face)| {
            let lacking = chars.iter().filter(|c| !face.covered.contains(c)).count();
            (lacking, !region.prefers(&face.family), face.rank, face.weight.abs_diff(weight), *index)
        };
        let some = self.faces.iter().enumerate().filter(|(_, face)| chars.iter().any(|c| face.covered.contains(c)));
        some.min_by_key(key).map(|(index, _)| index)
    }

    /// Whether that face has all of these characters.
    pub(super) fn covers(&self, face: usize, mut chars: impl Iterator<Item = char>) -> bool {
        chars.all(|c| self.faces[face].covered.contains(&c))
    }

    /// Does something with the data of a face of [`Fonts::best`], or of the embedded font, and the face's index in it.
    pub(super) fn with_data<T>(&self, face: Option<usize>, bold: bool, act: impl FnOnce(&[u8], u32) -> T) -> Option<T> {
        let id = face.map(|face| self.faces[face].id).or_else(|| own(bold))?;
        self.database.with_face_data(id, act)
    }

    /// The family name under which a face of [`Fonts::best`] is asked for.
    pub(super) fn family(face: usize) -> String {
        format!("{FACE}{face}")
    }

    /// Text is in the embedded font unless it names a face; then it was found out before that the face has all of it.
    fn options(&self) -> usvg::Options<'_> {
        let select = |font: &usvg::Font, _: &mut Arc<Database>| {
            let named = |family: &FontFamily| match family {
                FontFamily::Named(name) => name.strip_prefix(FACE)?.parse().ok(),
                _ => None,
            };
            let of_system = font.families().iter().find_map(named).and_then(|face: usize| self.faces.get(face));
            of_system.map(|face| face.id).or_else(|| own(font.weight() >= 600))
        };
        let fonts = FontResolver { select_font: Box::new(select), select_fallback: Box::new(|_, _, _| None) };
        usvg::Options { dpi: DPI, fontdb: Arc::clone(&self.database), font_resolver: fonts, ..Default::default() }
    }
}

/// Begins the family names that stand for faces of the system.
const FACE: &str = "winset-face-";

impl Face {
    fn of(database: &Database, info: &FaceInfo, needed: &BTreeSet<char>) -> Option<Face> {
        let covered = database.with_face_data(info.id, |data, index| {
            let font = FontRef::try_from_slice_and_index(data, index).ok()?;
            Some(needed.iter().copied().filter(|c| font.glyph_id(*c).0 != 0).collect::<BTreeSet<char>>())
        });
        let covered = covered.flatten().filter(|covered| covered.iter().any(|c| lacks(*c)))?;
        let family = info.families.first().map_or_else(String::new, |(name, _)| name.clone());
        Some(Face { id: info.id, rank: rank(info, &family), weight: info.weight.0, family, covered })
    }
}

/// Upright sans serifs of ordinary width come first, those of the embedded font's kind before others.
fn rank(info: &FaceInfo, family: &str) -> u8 {
    let odd = info.style != Style::Normal || info.stretch != Stretch::Normal;
    let fixed = info.monospaced || family.contains("Mono");
    match () {
        () if odd => 4,
        () if fixed => 3,
        () if family.starts_with("Noto Sans") => 0,
        () if family.contains("Sans") => 1,
        () => 2,
    }
}

fn is_placeholder(face: &FaceInfo) -> bool {
    let known = |name: &str| PLACEHOLDERS.iter().any(|known| name.to_lowercase().contains(known));
    face.families.iter().any(|(name, _)| known(name))
}

/// Every text of an SVG.
fn texts(svg: &str) -> Vec<String> {
    let Ok(document) = Document::parse(svg) else { return Vec::new() };
    let texts = document.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
    texts.filter_map(|node| node.text().map(|text| text.trim().to_owned())).collect()
}

/// Noto Sans, regular and bold.
fn embedded() -> &'static Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        Arc::new(fonts)
    })
}

/// The embedded face of that weight. Its identity is the same in every database, into which it comes first.
fn own(bold: bool) -> Option<ID> {
    let weight = if bold { Weight::BOLD } else { Weight::NORMAL };
    embedded().faces().find(|face| face.weight == weight).map(|face| face.id)
}
