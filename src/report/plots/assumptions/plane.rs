//! Elementary effects in Morris' plane: how much an assumption does, and how much that depends on the others.

use super::super::axis::{AXIS, GRID, Round, Scale};
use super::super::canvas::{Align, Canvas, Rect, Stroke};
use super::super::looks::cut_note;
use super::super::palette;
use super::super::rows::{largest, whisker};
use super::super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::super::text::SMALL;
use super::super::{Figure, Options};
use super::panels::{Grid, compared, differences, factor, last, metrics, of_last, order, unit};
use crate::experiment::Metric;
use crate::report::sensitivity::Findings;
use crate::sensitivity::{Effects, Output, Ranking, Study};

/// Height of a plane.
const HEIGHT: f64 = 128.0;
/// Assumptions that can be told apart; the others are dots.
const MOST: usize = 12;
/// Room for ticks beside a plane.
const BESIDE: f64 = 30.0;

/// A plane a metric of the last variant and one for its difference from the first; a mark an assumption.
pub fn figure(
    study: &Study,
    findings: &Findings,
    rankings: &[Ranking<Option<Effects>>],
    options: &Options,
) -> Option<Figure> {
    let find = |output: Output| rankings.iter().find(|ranking| ranking.output == output);
    let told = |output: Output| find(output).is_some_and(|of| of.by_assumption.iter().any(Option::is_some));
    let variant = study.as_is.variants.len() - 1;
    let metrics = metrics(study, |output| output.variant == variant && told(output));
    let columns = 1 + usize::from(differences(study));
    metrics.first()?;
    let order = order(findings, of_last(study, &metrics), study.assumptions.len());
    let label = &study.as_is.variants[variant].label;
    let marked = order.len().min(MOST);
    let key = |(place, &assumption): (usize, &usize)| Key {
        sample: Sample::Point(palette::marker(place), palette::category(place)),
        label: study.assumptions[assumption].label.clone(),
    };
    let sheet = Sheet {
        name: "effects",
        options,
        usual_width: DOUBLE,
        title: "What moving an assumption through its range does".to_owned(),
        legend: order[..marked].iter().enumerate().map(key).collect(),
        caption: caption(
            &study.as_is,
            &format!("Whiskers: {} intervals (bootstrap over the trajectories).", study.as_is.level),
            format!(
                "Elementary effects of Morris, of variant {label}: across, μ*, their mean magnitude; up, σ, their standard \
                 deviation; on the line they are equal. The higher, the more it depends on the other assumptions. {} {}",
                compared(study),
                cut_note(marked, order.len(), "assumptions have a key")
            )
            .trim(),
        ),
    };
    let shown = largest(metrics.len(), |metrics| Grid::row_height(HEIGHT) * metrics as f64 <= sheet.room());
    Some(sheet.draw(Grid::row_height(HEIGHT) * shown as f64, |canvas, body| {
        let grid = Grid::new(body, columns, 0.0, HEIGHT);
        for (row, metric) in metrics[..shown].iter().enumerate() {
            for column in 0..columns {
                let whole = grid.plot(row, column);
                let plot = Rect { left: whole.left + BESIDE, ..whole };
                grid.heading(canvas, whole, *metric, column);
                if let Some(ranking) = find(last(study, *metric, column == 1)) {
                    panel(canvas, (*metric, column == 1), &order, plot, ranking);
                }
            }
        }
    }))
}

fn panel(
    canvas: &mut Canvas,
    (metric, difference): (Metric, bool),
    order: &[usize],
    plot: Rect,
    ranking: &Ranking<Option<Effects>>,
) {
    let times = factor(metric);
    let found = |assumption: usize| {
        let effects = ranking.by_assumption[assumption]?;
        let magnitude = effects.magnitude;
        let ends = magnitude.interval.unwrap_or((magnitude.value, magnitude.value));
        Some(((times * ends.0, times * magnitude.value, times * ends.1), times * effects.deviation.unwrap_or(0.0)))
    };
    let all: Vec<_> = order.iter().filter_map(|&assumption| found(assumption)).collect();
    let most = |values: &mut dyn Iterator<Item = f64>| {
        let most = values.fold(0.0_f64, f64::max) * 1.08;
        if most > 0.0 { most } else { 1.0 }
    };
    let across = Scale::new((0.0, most(&mut all.iter().map(|((_, _, high), _)| *high))), plot.left, plot.right);
    let up = Scale::new((0.0, most(&mut all.iter().map(|(_, deviation)| *deviation))), plot.bottom, plot.top);
    let unit = unit(metric, difference);
    let title = if unit.is_empty() { "μ*".to_owned() } else { format!("μ*, {unit}") };
    across.draw_below(canvas, (plot.top, plot.bottom), &title, Round::Decimal);
    up.draw_beside(canvas, (plot.left, plot.right));
    canvas.line((plot.left, plot.top), (plot.left, plot.bottom), AXIS);
    canvas.text("σ", (plot.left - BESIDE + 4.0, plot.top + 3.0), Align::Left, SMALL);
    let end = across.value(plot.right).min(up.value(plot.top));
    canvas.dashed(
        (across.at(0.0), up.at(0.0)),
        (across.at(end), up.at(end)),
        2.0,
        Stroke { color: palette::GREY, ..GRID },
    );
    for (place, &assumption) in order.iter().enumerate().rev() {
        let Some(((low, value, high), deviation)) = found(assumption) else { continue };
        let (x, y) = (across.at(value), up.at(deviation));
        let color = if place < MOST { palette::category(place) } else { palette::GREY };
        whisker(canvas, (across.clamped(low), across.clamped(high)), y, 1.6, Stroke { color, width: 0.6 });
        match place < MOST {
            true => palette::marker(place).draw(canvas, (x, y), 5.0, color),
            false => canvas.disc((x, y), 1.4, color),
        }
    }
}
