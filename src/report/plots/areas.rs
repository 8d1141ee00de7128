//! The pass rate by area and variant.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Rect, Stroke};
use super::reading::Reading;
use super::rows::Rows;
use super::sheet::{SINGLE, Sheet, caption, variant_keys};
use super::{Figure, Options, palette, variants_with};
use crate::experiment::{Metric, Results, Scope};

/// Dots with intervals: areas as rows, variants as lanes.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let scopes = scopes(results);
    let read = |variant, scope| Reading::percent(results, variant, scope, Metric::PassRate);
    let variants = variants_with(results, |variant| scopes.iter().any(|(scope, _)| read(variant, *scope).is_some()));
    if variants.is_empty() || scopes.is_empty() {
        return None;
    }
    let sheet = Sheet {
        name: "areas",
        options,
        usual_width: SINGLE,
        title: "Pass rate by area".to_owned(),
        legend: variant_keys(results, &variants),
        caption: caption(results, "Bars: 95 % intervals.", ""),
    };
    let (left, right) = sheet.edges();
    let rows = Rows::new(scopes.iter().map(|(_, label)| label), variants.len(), (right - left) * 0.34);
    let readings = || scopes.iter().flat_map(|(scope, _)| variants.iter().filter_map(|v| read(*v, *scope)));
    let range = axis::range(readings().flat_map(|reading| reading.reach()), (0.0, 100.0));
    Some(sheet.draw(rows.height() + BELOW, |canvas, body| {
        let plot = Rect {
            left: body.left + rows.label_room(),
            right: body.right - 6.0,
            bottom: body.top + rows.height(),
            ..body
        };
        let scale = Scale::new(range, plot.left, plot.right);
        rows.draw_bands(canvas, plot);
        scale.draw_below(canvas, (plot.top, plot.bottom), "passed, % of tabled proposals", Round::Decimal);
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, (scope, _)) in scopes.iter().enumerate() {
            for (lane, variant) in variants.iter().enumerate() {
                if let Some(reading) = read(*variant, *scope) {
                    rows.draw_reading(canvas, &scale, rows.lane(plot.top, row, lane), *variant, reading);
                }
            }
        }
        if scopes[0].0 == Scope::All {
            let y = rows.row(plot.top, 0).1;
            canvas.line((body.left, y), (plot.right, y), Stroke { color: palette::GREY, width: 0.5 });
        }
    }))
}

/// The areas that have a pass rate, after all of them together where there are several.
fn scopes(results: &Results) -> Vec<(Scope, String)> {
    let has_data = |scope: Scope| {
        let mut rows = results.summary.iter();
        rows.any(|row| row.scope == scope && row.metric == Metric::PassRate && row.estimate.value.is_finite())
    };
    let all = (results.areas.len() > 1).then(|| (Scope::All, "All areas".to_owned()));
    let areas = results.areas.iter().enumerate().map(|(area, (_, label))| (Scope::Area(area), label.clone()));
    all.into_iter().chain(areas).filter(|(scope, _)| has_data(*scope)).collect()
}
