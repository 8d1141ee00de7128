//! Who objects, and who is the only one.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Rect};
use super::reading::Reading;
use super::rows::Rows;
use super::sheet::{DOUBLE, Sheet, caption, variant_keys};
use super::text::HEADING;
use super::{Figure, Options, variants_with};
use crate::experiment::{Metric, Results, Scope};

const PANELS: [(Metric, &str); 2] =
    [(Metric::ObjectionRate, "Objects"), (Metric::SoleObjectionRate, "Is the only one to object")];
const HEADING_HEIGHT: f64 = 13.0;
const GAP: f64 = 14.0;

/// Dots with intervals: members as rows, variants as lanes, a panel for each question.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let read = |variant, member, metric| Reading::percent(results, variant, Scope::Member(member), metric);
    let told = |variant, member| PANELS.iter().any(|(metric, _)| read(variant, member, *metric).is_some());
    let variants = variants_with(results, |v| (0..results.members.len()).any(|m| told(v, m)));
    let members: Vec<_> = (0..results.members.len()).filter(|m| variants.iter().any(|v| told(*v, *m))).collect();
    if variants.is_empty() {
        return None;
    }
    let sheet = Sheet {
        name: "objections",
        options,
        usual_width: DOUBLE,
        title: "Who objects".to_owned(),
        legend: variant_keys(results, &variants),
        caption: caption(results, "Bars: 95 % intervals.", ""),
    };
    let (left, right) = sheet.edges();
    let rows = Rows::new(members.iter().map(|m| &results.members[*m].1), variants.len(), (right - left) * 0.25);
    Some(sheet.draw(HEADING_HEIGHT + rows.height() + BELOW, |canvas, body| {
        let first = body.left + rows.label_room();
        let width = (body.right - 6.0 - first - GAP) / 2.0;
        rows.draw_labels(canvas, first, body.top + HEADING_HEIGHT);
        for (i, (metric, heading)) in PANELS.iter().enumerate() {
            let left = first + (width + GAP) * i as f64;
            let plot = Rect::at((left, body.top + HEADING_HEIGHT), width, rows.height());
            let readings = || members.iter().flat_map(|m| variants.iter().filter_map(|v| read(*v, *m, *metric)));
            let reach = readings().flat_map(|reading| reading.reach()).chain([0.0]);
            let scale = Scale::new(axis::range(reach, (0.0, 100.0)), plot.left, plot.right);
            canvas.text(heading, (plot.left, plot.top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
            rows.draw_bands(canvas, plot);
            scale.draw_below(canvas, (plot.top, plot.bottom), "% of failing polls", Round::Decimal);
            for (row, member) in members.iter().enumerate() {
                for (lane, variant) in variants.iter().enumerate() {
                    if let Some(reading) = read(*variant, *member, *metric) {
                        rows.draw_reading(canvas, &scale, rows.lane(plot.top, row, lane), *variant, reading);
                    }
                }
            }
        }
    }))
}
