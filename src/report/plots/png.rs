//! PNG from SVG, with the embedded font.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};

/// Dots per inch of every PNG.
const DPI: f32 = 300.0;

/// Why a figure could not be turned into a PNG.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The text is not SVG.
    #[error("not a valid SVG: {0}")]
    Svg(#[from] usvg::Error),
    /// It has no pixels, or more than fit into memory.
    #[error("a picture of {width} × {height} pixels cannot be drawn")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The encoder failed.
    #[error("PNG encoding failed: {0}")]
    Encoding(String),
}

/// Renders an SVG at 300 dots per inch of its physical size; the file says so, and it prints at that size.
pub fn png(svg: &str) -> Result<Vec<u8>, Error> {
    let tree = parse(svg)?;
    let size = tree.size().to_int_size();
    let (width, height) = (size.width(), size.height());
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(Error::Size { width, height })?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    let bytes = pixels.encode_png().map_err(|error| Error::Encoding(error.to_string()))?;
    Ok(with_resolution(bytes))
}

/// The picture that an SVG describes, in pixels.
pub(super) fn parse(svg: &str) -> Result<usvg::Tree, usvg::Error> {
    usvg::Tree::from_str(svg, &options())
}

fn options() -> usvg::Options<'static> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        fonts.set_sans_serif_family("Noto Sans");
        Arc::new(fonts)
    });
    usvg::Options { dpi: DPI, font_family: "Noto Sans".to_owned(), fontdb: Arc::clone(fonts), ..Default::default() }
}

/// Adds the chunk that gives the resolution, right after the header, which has a fixed length.
fn with_resolution(mut png: Vec<u8>) -> Vec<u8> {
    /// Signature, and the chunk IHDR with its length, name and checksum.
    const HEADER: usize = 8 + 25;
    /// 11811 pixels a metre both ways, with length, name and checksum.
    const PHYS: [u8; 21] =
        [0, 0, 0, 9, b'p', b'H', b'Y', b's', 0, 0, 0x2e, 0x23, 0, 0, 0x2e, 0x23, 1, 0x78, 0xa5, 0x3f, 0x76];
    if png.len() > HEADER {
        png.splice(HEADER..HEADER, PHYS);
    }
    png
}
