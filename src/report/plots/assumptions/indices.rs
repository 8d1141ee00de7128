//! Sobol indices: how much of the variance is due to an assumption alone, and with others.

use plotters::style::RGBColor;

use super::super::axis::{Round, Scale};
use super::super::canvas::{Canvas, Rect, Stroke};
use super::super::looks::cut_note;
use super::super::palette;
use super::super::rows::{Rows, largest, whisker};
use super::super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::super::text::LABEL;
use super::super::{Figure, Options};
use super::panels::{Grid, compared, differences, last, metrics, of_last, order};
use crate::report::sensitivity::Findings;
use crate::sensitivity::{Bounded, Indices, Output, Ranking, Study};

const PITCH: f64 = 6.0;
const HALF: f64 = 2.2;
const FIRST: RGBColor = palette::BLUE;
const TOTAL: RGBColor = palette::VERMILLION;

/// A panel a metric of the last variant and one for its difference from the first; a row an assumption.
pub fn figure(study: &Study, findings: &Findings, rankings: &[Ranking<Indices>], options: &Options) -> Option<Figure> {
    let find = |output: Output| rankings.iter().find(|ranking| ranking.output == output);
    let variant = study.as_is.variants.len() - 1;
    let metrics = metrics(study, |output| output.variant == variant && find(output).is_some());
    let columns = 1 + usize::from(differences(study));
    metrics.first()?;
    let order = order(findings, of_last(study, &metrics), study.assumptions.len());
    let label = &study.as_is.variants[variant].label;
    let sheet = |shown: usize| Sheet {
        name: "indices",
        options,
        usual_width: DOUBLE,
        title: "Whose the variance is".to_owned(),
        legend: vec![
            Key { sample: Sample::Fill(FIRST), label: "Assumption alone (first order)".to_owned() },
            Key { sample: Sample::Fill(TOTAL), label: "With others (total)".to_owned() },
        ],
        caption: caption(
            &study.as_is,
            &format!("Whiskers: {} intervals (bootstrap over the base points).", study.as_is.level),
            format!(
                "Sobol indices over {} base points, of variant {label}. {} {}",
                study.sample.spread().len() / 2,
                compared(study),
                cut_note(shown, order.len(), "assumptions")
            )
            .trim(),
        ),
    };
    let (left, right) = sheet(order.len()).edges();
    let rows = |count: usize| {
        let label = |&assumption: &usize| LABEL.lines(&study.assumptions[assumption].label, (right - left) * 0.26, 2);
        Rows::with_pitch(order[..count].iter().map(label).collect(), 2, PITCH)
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
                if let Some(ranking) = find(last(study, *metric, column == 1)) {
                    panel(canvas, (&rows, &order[..count]), plot, ranking);
                }
            }
        }
    }))
}

fn panel(canvas: &mut Canvas, (rows, order): (&Rows, &[usize]), plot: Rect, ranking: &Ranking<Indices>) {
    let found = || order.iter().map(|&assumption| ranking.by_assumption[assumption]);
    let ends = found().flat_map(|of| [of.first, of.total]).flat_map(|b| {
        let (low, high) = b.interval.unwrap_or((b.value, b.value));
        [low, high]
    });
    let (low, high) = ends.fold((0.0_f64, 1.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let scale = Scale::new((low.max(-0.5), high.min(1.5)), plot.left, plot.right);
    scale.draw_below(canvas, (plot.top, plot.bottom), "share of the variance", Round::Decimal);
    let zero = scale.at(0.0);
    canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::INK, width: 0.7 });
    for (row, indices) in found().enumerate() {
        for (lane, (bounded, color)) in [(indices.first, FIRST), (indices.total, TOTAL)].into_iter().enumerate() {
            bar(canvas, &scale, rows.lane(plot.top, row, lane), bounded, color);
        }
    }
}

fn bar(canvas: &mut Canvas, scale: &Scale, y: f64, bounded: Bounded, color: RGBColor) {
    let (zero, to) = (scale.at(0.0), scale.clamped(bounded.value));
    canvas.rect(Rect { left: zero.min(to), right: zero.max(to), top: y - HALF, bottom: y + HALF }, color);
    if let Some((low, high)) = bounded.interval {
        whisker(canvas, (scale.clamped(low), scale.clamped(high)), y, 1.6, Stroke { color: palette::INK, width: 0.7 });
    }
}
