//! PDF from SVG: lines stay lines and text stays text, with the fonts that it needs inside.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use super::canvas::POINTS_PER_INCH;
use super::fonts::DPI;
use super::{Error, Figure, Fonts};

/// One page of the figure's physical size.
///
/// # Errors
/// If the figure is no SVG, or a font cannot be put into the file.
pub fn pdf(figure: &Figure, fonts: &Fonts) -> Result<Vec<u8>, Error> {
    let tree = fonts.tree(&figure.svg)?;
    let points = |pixels: f32| pixels / DPI * POINTS_PER_INCH as f32;
    let (width, height) = (tree.size().width(), tree.size().height());
    let size = Size::from_wh(points(width), points(height))
        .ok_or(Error::Size { width: width as u32, height: height as u32 })?;
    let mut document = Document::new();
    document.set_metadata(metadata(figure));
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface.draw_svg(&tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    document.finish().map_err(|error| Error::Encoding(error.to_string()))
}

fn metadata(figure: &Figure) -> Metadata {
    let metadata = Metadata::new().title(figure.title.clone()).description(figure.caption.clone());
    let Some(provenance) = &figure.provenance else { return metadata };
    let entries = provenance.entries().map(|(key, value)| format!("{key}: {value}"));
    metadata.keywords(entries.into()).creator(provenance.software())
}
