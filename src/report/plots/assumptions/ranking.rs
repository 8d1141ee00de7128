//! Which assumption goes with a result: rank correlations with their intervals, the strongest first.

use super::super::axis::{Round, Scale};
use super::super::canvas::{Canvas, Rect, Stroke};
use super::super::looks::{self, Look, cut_note, looks, spaced};
use super::super::palette;
use super::super::reading::Reading;
use super::super::rows::{Rows, largest};
use super::super::sheet::{DOUBLE, Sheet, caption};
use super::super::text::LABEL;
use super::super::{Figure, Options};
use super::panels::{Grid, compared, differences, metrics, order};
use crate::report::sensitivity::Findings;
use crate::sensitivity::{Correlation, Output, Ranking, Study};

/// Variants beside each other in a row.
const MOST_LANES: usize = 4;
const PITCH: f64 = 4.4;

/// A panel a metric and one for its difference; a row an assumption, a lane a variant.
pub fn figure(
    study: &Study,
    findings: &Findings,
    rankings: &[Ranking<Correlation>],
    options: &Options,
) -> Option<Figure> {
    let find = |output: Output| rankings.iter().find(|ranking| ranking.output == output);
    let metrics = metrics(study, |output| find(output).is_some());
    let all = looks(&study.as_is);
    let lanes: Vec<Look> = spaced(all.len(), MOST_LANES).into_iter().map(|place| all[place]).collect();
    let strongest = *metrics.first()?;
    let in_lanes = lanes.iter().flat_map(|look| {
        [false, true].map(|difference| Output { difference, metric: strongest, variant: look.variant })
    });
    let order = order(findings, in_lanes, study.assumptions.len());
    let columns = 1 + usize::from(differences(study));
    let sheet = |shown: usize| {
        Sheet {
        name: "ranking",
        options,
        usual_width: DOUBLE,
        title: "Which assumptions move the results".to_owned(),
        legend: if all.len() > 1 { looks::keys(&study.as_is, &lanes) } else { Vec::new() },
        caption: caption(
            &study.as_is,
            &format!("Whiskers: {} intervals (bootstrap over the points).", study.as_is.level),
            format!(
                "Spearman's rank correlation over {} points: right of 0, more of the assumption goes with more of the result. {} {} {}",
                study.settings.len(),
                compared(study),
                cut_note(lanes.len(), study.as_is.variants.len(), "variants"),
                cut_note(shown, order.len(), "assumptions"),
            )
            .trim(),
        ),
    }
    };
    let (left, right) = sheet(order.len()).edges();
    let rows = |count: usize| {
        let label = |&assumption: &usize| LABEL.lines(&study.assumptions[assumption].label, (right - left) * 0.26, 2);
        Rows::with_pitch(order[..count].iter().map(label).collect(), lanes.len(), PITCH)
    };
    let fits =
        |count: usize, metrics: usize| Grid::row_height(rows(count).height()) * metrics as f64 <= sheet(count).room();
    let count = largest(order.len(), |count| fits(count, 1));
    let shown = largest(metrics.len(), |metrics| fits(count, metrics));
    let rows = rows(count);
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
                let read = |look: &Look, assumption: usize| {
                    let output = Output { difference: column == 1, metric: *metric, variant: look.variant };
                    let found = find(output)?.by_assumption.get(assumption)?.spearman;
                    Reading::new(found.value, found.interval, 1.0)
                };
                panel(canvas, (&rows, &lanes, &order[..count]), plot, read);
            }
        }
    }))
}

fn panel(
    canvas: &mut Canvas,
    (rows, lanes, order): (&Rows, &[Look], &[usize]),
    plot: Rect,
    read: impl Fn(&Look, usize) -> Option<Reading>,
) {
    let scale = Scale::new((-1.0, 1.0), plot.left, plot.right);
    scale.draw_below(canvas, (plot.top, plot.bottom), "rank correlation", Round::Decimal);
    let zero = scale.at(0.0);
    canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::INK, width: 0.7 });
    for (row, &assumption) in order.iter().enumerate() {
        for (lane, look) in lanes.iter().enumerate() {
            let Some(reading) = read(look, assumption) else { continue };
            let y = rows.lane(plot.top, row, lane);
            let to = scale.clamped(reading.value);
            let bar = Rect { left: zero.min(to), right: zero.max(to), top: y - 1.5, bottom: y + 1.5 };
            canvas.polygon(
                &[(bar.left, bar.top), (bar.right, bar.top), (bar.right, bar.bottom), (bar.left, bar.bottom)],
                look.color,
                0.3,
            );
            rows.draw_reading(canvas, &scale, y, *look, reading);
        }
    }
}
