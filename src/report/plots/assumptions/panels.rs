//! What the figures of a study have in common: a panel for a metric and one for its difference, side by side.

use super::super::super::digits::in_percent;
use super::super::axis::BELOW;
use super::super::canvas::{Align, Canvas, Rect};
use super::super::text::HEADING;
use crate::experiment::Metric;
use crate::report::sensitivity::{Findings, HEADLINES};
use crate::sensitivity::{Output, Study};

pub const COLUMN_GAP: f64 = 14.0;
const HEADING_HEIGHT: f64 = 14.0;
const BETWEEN: f64 = 5.0;

/// The headlines of which there is something, each with whether its difference is told, too.
pub fn metrics(study: &Study, told: impl Fn(Output) -> bool) -> Vec<Metric> {
    let any = |metric: &Metric| study.outputs.iter().any(|output| output.metric == *metric && told(*output));
    HEADLINES.into_iter().filter(any).collect()
}

/// Whether there are differences.
pub fn differences(study: &Study) -> bool {
    study.as_is.variants.len() > 1
}

/// The output of the last variant that figures of one output show.
pub fn last(study: &Study, metric: Metric, difference: bool) -> Output {
    Output { difference, metric, variant: study.as_is.variants.len() - 1 }
}

/// What a caption says of the differences, if there are any.
pub fn compared(study: &Study) -> String {
    match differences(study) {
        true => format!("Differences are from {}, paired by world.", study.as_is.variants[0].label),
        false => String::new(),
    }
}

/// The assumptions, those first that matter most to any of some outputs, each told from what matters most to it.
pub fn order(findings: &Findings, outputs: impl Iterator<Item = Output>, assumptions: usize) -> Vec<usize> {
    let mut strongest = vec![0.0_f64; assumptions];
    for weights in outputs.filter_map(|output| findings.weights(output)) {
        let most = weights.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        strongest.iter_mut().zip(weights).for_each(|(strongest, weight)| *strongest = strongest.max(weight / most));
    }
    let mut order: Vec<usize> = (0..assumptions).collect();
    order.sort_by(|&a, &b| strongest[b].total_cmp(&strongest[a]));
    order
}

/// The outputs of the last variant that figures of one output show, of some metrics.
pub fn of_last<'m>(study: &Study, metrics: &'m [Metric]) -> impl Iterator<Item = Output> + use<'m> {
    let variant = study.as_is.variants.len() - 1;
    let of = move |&metric: &Metric| [false, true].map(|difference| Output { difference, metric, variant });
    metrics.iter().flat_map(of)
}

/// A metric's unit.
pub fn unit(metric: Metric, difference: bool) -> &'static str {
    match (in_percent(metric), difference) {
        (true, false) => "%",
        (true, true) => "percentage points",
        (false, _) => match metric {
            Metric::AdoptedPerYear => "proposals a year",
            Metric::OutputPerYear => "utility units a year",
            _ => "",
        },
    }
}

/// By what a number of the metric is multiplied for its axis.
pub fn factor(metric: Metric) -> f64 {
    if in_percent(metric) { 100.0 } else { 1.0 }
}

/// Panels in rows of a metric each, and in one column or two: numbers, and their differences.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    body: Rect,
    columns: usize,
    /// Room for labels at the left of the first column.
    label_room: f64,
    /// Height of what is drawn in a panel.
    plot_height: f64,
}

impl Grid {
    /// Height of one row of panels.
    pub fn row_height(plot_height: f64) -> f64 {
        HEADING_HEIGHT + plot_height + BELOW + BETWEEN
    }

    pub fn new(body: Rect, columns: usize, label_room: f64, plot_height: f64) -> Self {
        Self { body, columns, label_room, plot_height }
    }

    /// Where the panel of a row and column lies.
    pub fn plot(&self, row: usize, column: usize) -> Rect {
        let whole = self.body.width() - self.label_room - COLUMN_GAP * (self.columns - 1) as f64;
        let width = whole / self.columns as f64;
        let left = self.body.left + self.label_room + (width + COLUMN_GAP) * column as f64;
        let top = self.body.top + Self::row_height(self.plot_height) * row as f64 + HEADING_HEIGHT;
        Rect::at((left, top), width - 4.0, self.plot_height)
    }

    /// Writes the heading of a panel in the column of numbers, or in that of their differences.
    pub fn heading(&self, canvas: &mut Canvas, plot: Rect, metric: Metric, column: usize) {
        let difference = if column == 1 { ": difference" } else { "" };
        let text = HEADING.shortened(&format!("{}{difference}", metric.label()), plot.width());
        canvas.text(&text, (plot.left, plot.top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
    }
}
