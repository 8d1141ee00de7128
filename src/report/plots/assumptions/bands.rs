//! How far the results move over the assumptions, beside the interval of the simulation.

use super::super::axis::{self, Round, Scale};
use super::super::canvas::{Align, Canvas, Rect, Stroke};
use super::super::looks::{Look, cut_note, looks, spaced};
use super::super::palette::{self, Marker};
use super::super::reading::Reading;
use super::super::rows::{Rows, largest, whisker};
use super::super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::super::text::{LABEL, SMALL};
use super::super::{Figure, Options};
use super::panels::{Grid, differences, factor, metrics, unit};
use crate::experiment::Metric;
use crate::sensitivity::{Band, Output, Study};

/// Height of a variant's row.
const PITCH: f64 = 10.0;
/// Half the height of the band.
const HALF: f64 = 2.7;

/// A panel a metric and one for its difference; a row a variant.
pub fn figure(study: &Study, options: &Options) -> Option<Figure> {
    let metrics = metrics(study, |output| study.band(output).is_some());
    if metrics.is_empty() || study.sample.spread().is_empty() {
        return None;
    }
    let all = looks(&study.as_is);
    let (columns, every) = (1 + usize::from(differences(study)), study.as_is.variants.len());
    let sheet = |shown: usize| sheet(study, options, &cut_note(shown, every, "variants"));
    let (left, right) = sheet(1).edges();
    let rows = |count: usize| {
        let chosen: Vec<Look> = spaced(all.len(), count).into_iter().map(|place| all[place]).collect();
        let label = |look: &Look| LABEL.lines(&study.as_is.variants[look.variant].label, (right - left) * 0.24, 2);
        let labels = chosen.iter().map(label).collect();
        (Rows::with_pitch(labels, 1, PITCH), chosen)
    };
    let fits =
        |count: usize, metrics: usize| Grid::row_height(rows(count).0.height()) * metrics as f64 <= sheet(count).room();
    let count = largest(all.len(), |count| fits(count, 1));
    let shown = largest(metrics.len(), |metrics| fits(count, metrics));
    let (rows, chosen) = rows(count);
    let height = Grid::row_height(rows.height()) * shown as f64;
    Some(sheet(count).draw(height, |canvas, body| {
        let grid = Grid::new(body, columns, rows.label_room(), rows.height());
        for (row, metric) in metrics[..shown].iter().enumerate() {
            for column in 0..columns {
                let plot = grid.plot(row, column);
                grid.heading(canvas, plot, *metric, column);
                rows.draw_bands(canvas, plot);
                if column == 0 {
                    rows.draw_labels(canvas, plot.left, plot.top);
                }
                panel(canvas, study, (&rows, &chosen), (*metric, column == 1), plot);
            }
        }
    }))
}

fn sheet<'a>(study: &Study, options: &'a Options, remark: &str) -> Sheet<'a> {
    let grey = palette::SOFT_INK;
    Sheet {
        name: "spread",
        options,
        usual_width: DOUBLE,
        title: "What the assumptions leave open".to_owned(),
        legend: vec![
            Key {
                sample: Sample::Marker(Marker::Disc, grey),
                label: "The scenario as it is, with the interval of the simulation".to_owned(),
            },
            Key {
                sample: Sample::Shade { color: grey, dashed: false },
                label: "Nine points in ten; stroke: median; line: all".to_owned(),
            },
        ],
        caption: caption(
            &study.as_is,
            &format!("Whiskers: {} intervals.", study.as_is.level),
            &format!(
                "Bands: {} over {} assumptions, each in the same worlds; they do not say how likely an assumption is. {remark}",
                match study.sample.spread().len() {
                    1 => "1 point".to_owned(),
                    n => format!("{n} points"),
                },
                study.assumptions.len()
            ),
        ),
    }
}

fn panel(
    canvas: &mut Canvas,
    study: &Study,
    (rows, looks): (&Rows, &[Look]),
    (metric, difference): (Metric, bool),
    plot: Rect,
) {
    let times = factor(metric);
    let output = |look: &Look| Output { difference, metric, variant: look.variant };
    let told: Vec<Option<(Band, Option<Reading>)>> = looks
        .iter()
        .map(|look| {
            let band = study.band(output(look))?;
            Some((band, Reading::of(study.as_is(output(look)), times)))
        })
        .collect();
    let reach = told.iter().flatten().flat_map(|(band, reading)| {
        let reading = reading.iter().flat_map(Reading::reach).collect::<Vec<_>>();
        [times * band.least, times * band.greatest].into_iter().chain(reading)
    });
    let zero = difference.then_some(0.0);
    let scale = Scale::new(axis::range(reach.chain(zero), (f64::MIN, f64::MAX)), plot.left, plot.right);
    scale.draw_below(canvas, (plot.top, plot.bottom), unit(metric, difference), Round::Decimal);
    if difference {
        let zero = scale.at(0.0);
        canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::INK, width: 0.7 });
    }
    for (row, look) in looks.iter().enumerate() {
        let y = rows.lane(plot.top, row, 0);
        match told[row] {
            Some((band, reading)) => draw(canvas, &scale, y, *look, (band, times), reading),
            None if difference && look.variant == 0 => {
                canvas.text("compared with", ((plot.left + plot.right) / 2.0, y), Align::Centre, SMALL);
            }
            None => {}
        }
    }
}

fn draw(canvas: &mut Canvas, scale: &Scale, y: f64, look: Look, (band, times): (Band, f64), reading: Option<Reading>) {
    let at = |value: f64| scale.clamped(times * value);
    let color = look.color;
    canvas.line((at(band.least), y), (at(band.greatest), y), Stroke { color, width: 0.6 });
    let (low, high) = (at(band.q05), at(band.q95));
    canvas.rect(Rect { left: low, right: high.max(low + 0.4), top: y - HALF, bottom: y + HALF }, palette::WHITE);
    canvas.polygon(&[(low, y - HALF), (high, y - HALF), (high, y + HALF), (low, y + HALF)], color, 0.3);
    let middle = at(band.median);
    canvas.line((middle, y - HALF - 0.6), (middle, y + HALF + 0.6), Stroke { color, width: 1.2 });
    if let Some(reading) = reading {
        if let Some((low, high)) = reading.interval {
            whisker(
                canvas,
                (scale.clamped(low), scale.clamped(high)),
                y,
                2.4,
                Stroke { color: palette::INK, width: 0.8 },
            );
        }
        canvas.disc((scale.clamped(reading.value), y), 2.3, palette::WHITE);
        look.marker.draw(canvas, (scale.clamped(reading.value), y), 3.6, color);
    }
}
