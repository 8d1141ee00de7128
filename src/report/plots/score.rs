//! How far predictions are from observations, in standard errors.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Rect, Stroke};
use super::looks::cut_note;
use super::palette::{self, Marker};
use super::rows::{Rows, largest};
use super::sheet::{SINGLE, Sheet};
use super::{Figure, Options};
use crate::experiment::{LevelScore, Results, Scores};

/// The rest of the band in which a prediction is as good as the observation.
const BAND: f64 = 1.96;

/// A row an observation: predicted minus observed in joint standard errors, with the band that chance explains.
pub fn figure(results: &Results, scores: &Scores, options: &Options) -> Option<Figure> {
    let all: Vec<(&LevelScore, f64)> = scores.levels.iter().filter_map(|level| Some((level, level.z?))).collect();
    if all.is_empty() {
        return None;
    }
    let label = |level: &LevelScore| {
        let variant = results.variant(&level.target.variant);
        let variant = variant.map_or(level.target.variant.as_str(), |variant| results.variants[variant].label.as_str());
        let scope = if level.target.scope == "all" { String::new() } else { format!(", {}", level.target.scope) };
        format!("{variant}{scope}: {}", level.metric.label())
    };
    let laid_out = |count: usize| {
        let cut = cut_note(count, all.len(), "observations: the first in the file");
        let sheet = Sheet {
            name: "score",
            options,
            usual_width: SINGLE,
            title: "Predicted minus observed".to_owned(),
            legend: Vec::new(),
            caption: format!("Band: within 1.96 joint standard errors of prediction and observation. {cut}")
                .trim()
                .to_owned(),
        };
        let (left, right) = sheet.edges();
        let labels = all[..count].iter().map(|(level, _)| label(level));
        let rows = Rows::new(labels, 1, (right - left) * 0.45, sheet.room() - BELOW);
        (sheet, rows)
    };
    let count = largest(all.len(), |count| {
        let (sheet, rows) = laid_out(count);
        rows.height() + BELOW <= sheet.room()
    });
    let (sheet, rows) = laid_out(count);
    let figure = sheet.draw(rows.height() + BELOW, |canvas, body| {
        let values = all[..count].iter().map(|(_, z)| *z).chain([-3.0, 3.0]);
        let range = axis::range(values, (f64::MIN, f64::MAX));
        let plot = Rect {
            left: body.left + rows.label_room(),
            right: body.right - 6.0,
            bottom: body.top + rows.height(),
            ..body
        };
        let scale = Scale::new(range, plot.left, plot.right);
        rows.draw_bands(canvas, plot);
        let band = Rect { left: scale.at(-BAND), right: scale.at(BAND), ..plot };
        let corners =
            [(band.left, band.top), (band.right, band.top), (band.right, band.bottom), (band.left, band.bottom)];
        canvas.polygon(&corners, palette::GREY, 0.18);
        scale.draw_below(canvas, (plot.top, plot.bottom), "joint standard errors (z)", Round::Decimal);
        canvas.line(
            (scale.at(0.0), plot.top),
            (scale.at(0.0), plot.bottom),
            Stroke { color: palette::INK, width: 0.6 },
        );
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, (level, z)) in all[..count].iter().enumerate() {
            let (x, y) = (scale.clamped(*z), rows.lane(plot.top, row, 0));
            canvas.line((scale.at(0.0), y), (x, y), Stroke { color: palette::BLUE, width: 0.9 });
            Marker::Disc.draw(canvas, (x, y), 4.0, palette::BLUE);
            canvas.tell(Rect::at((x - 3.0, y - 3.0), 6.0, 6.0), format!("{}: {}", label(level), axis::number(*z, 1)));
        }
    });
    Some(figure)
}
