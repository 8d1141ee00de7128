//! A figure within a page of others.

use super::blocks::Picture;
use crate::report::plots::Figure;

impl<'a> Picture<'a> {
    /// The figure without what the page says around it: title, description and provenance come back when it is saved.
    pub fn of(figure: &'a Figure) -> Self {
        let provenance = figure.provenance.as_ref().map_or(String::new(), |from| {
            format!("winset {}, scenario SHA-256 {}, seed {}", from.version, from.scenario_sha256, from.seed)
        });
        Picture { name: figure.name, title: &figure.title, caption: &figure.caption, provenance, svg: inline(figure) }
    }
}

/// The drawing with a name of its own for readers of screens, and its width where the style can lean on it. Nothing in a
/// drawing has an id that another may have too.
fn inline(figure: &Figure) -> String {
    let name = figure.name;
    let width = figure.svg.split('"').nth(1).unwrap_or("100%");
    let labelled = format!(
        "role=\"img\" style=\"--width: {width}\" aria-labelledby=\"figure-{name}-title\" \
         aria-describedby=\"figure-{name}-caption\""
    );
    let svg = without(without(without(figure.svg.clone(), "title"), "desc"), "metadata");
    svg.replacen("role=\"img\"", &labelled, 1)
}

/// Without the first element of that name, which stands in the head of the drawing.
fn without(svg: String, name: &str) -> String {
    let (open, close) = (format!("<{name}>"), format!("</{name}>\n"));
    match (svg.find(&open), svg.find(&close)) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &svg[..start], &svg[end + close.len()..]),
        _ => svg,
    }
}
