//! Paired differences against the first variant, a panel for each unit.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::reading::Reading;
use super::rows::Rows;
use super::sheet::{DOUBLE, Key, Sample, Sheet, caption, variant_keys};
use super::text::HEADING;
use super::{Figure, Options, palette, variants_with};
use crate::experiment::{Kind, Metric, Results, Scope};

const HEADING_HEIGHT: f64 = 13.0;
const COLUMN_GAP: f64 = 14.0;
const PANEL_GAP: f64 = 6.0;

/// Metrics of like units; a single one needs no heading.
struct Group {
    heading: &'static str,
    unit: &'static str,
    metrics: &'static [Metric],
}

const SHARES: Group = Group {
    heading: "Shares of tabled proposals",
    unit: "percentage points",
    metrics: &[
        Metric::PassRate,
        Metric::FirstSessionPassRate,
        Metric::ShareWithdrawn,
        Metric::ShareDiverted,
        Metric::ShareShelved,
        Metric::SharePending,
        Metric::FeasibleRate,
        Metric::GridlockRate,
        Metric::MissedRate,
    ],
};

const OTHERS: [Group; 6] = [
    Group { heading: "", unit: "proposals a year", metrics: &[Metric::AdoptedPerYear] },
    Group { heading: "", unit: "polls", metrics: &[Metric::Rounds] },
    Group { heading: "", unit: "months", metrics: &[Metric::MonthsToAdoption] },
    Group { heading: "", unit: "percentage points", metrics: &[Metric::Dilution] },
    Group { heading: "", unit: "utility units, mean of members", metrics: &[Metric::Depth] },
    Group { heading: "", unit: "utility units a year", metrics: &[Metric::OutputPerYear] },
];

/// A group with the metrics for which there are differences.
struct Panel<'a> {
    group: &'a Group,
    metrics: Vec<Metric>,
    rows: Rows,
}

impl Panel<'_> {
    fn height(&self) -> f64 {
        self.heading_height() + self.rows.height() + BELOW + PANEL_GAP
    }

    fn heading_height(&self) -> f64 {
        if self.group.heading.is_empty() { 2.0 } else { HEADING_HEIGHT }
    }
}

/// Dots with intervals around zero: metrics as rows, variants as lanes.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let metrics = || [&SHARES].into_iter().chain(&OTHERS).flat_map(|group| group.metrics);
    let variants = variants_with(results, |v| metrics().any(|metric| read(results, v, *metric).is_some()));
    let baseline = results.variants.first()?;
    if variants.is_empty() {
        return None;
    }
    let mut legend = variant_keys(results, &variants);
    legend.insert(0, Key { sample: Sample::None, label: format!("Compared with {}:", baseline.label) });
    let sheet = Sheet {
        name: "differences",
        options,
        usual_width: DOUBLE,
        title: "Differences between variants".to_owned(),
        legend,
        caption: caption(
            results,
            "Bars: 95 % intervals of the paired difference.",
            "Every variant sees the same worlds.",
        ),
    };
    let (left, right) = sheet.edges();
    let column = (right - left - COLUMN_GAP) / 2.0;
    let columns = columns(results, &variants, column * 0.4);
    let tallest = columns.iter().map(|panels| panels.iter().map(Panel::height).sum()).fold(0.0, f64::max);
    let room = columns.iter().flatten().map(|panel| panel.rows.label_room()).fold(0.0, f64::max);
    Some(sheet.draw(tallest - PANEL_GAP, |canvas, body| {
        for (i, panels) in columns.iter().enumerate() {
            let mut top = body.top;
            for panel in panels {
                let left = body.left + (column + COLUMN_GAP) * i as f64;
                let plot =
                    Rect::at((left + room, top + panel.heading_height()), column - room - 4.0, panel.rows.height());
                draw_panel(canvas, results, &variants, panel, plot);
                top += panel.height();
            }
        }
    }))
}

/// The panels in two columns of about the same height, to be read down and then across.
fn columns<'a>(results: &Results, variants: &[usize], label_width: f64) -> [Vec<Panel<'a>>; 2] {
    let panel = |group: &'a Group| {
        let present = |metric: &&Metric| variants.iter().any(|v| read(results, *v, **metric).is_some());
        let metrics: Vec<_> = group.metrics.iter().filter(present).copied().collect();
        let rows = Rows::new(metrics.iter().map(|metric| metric.label()), variants.len(), label_width);
        (!metrics.is_empty()).then_some(Panel { group, metrics, rows })
    };
    let mut left: Vec<_> = [&SHARES].into_iter().chain(&OTHERS).filter_map(panel).collect();
    let height = |panels: &[Panel]| panels.iter().map(Panel::height).sum::<f64>();
    let tallest = |split: usize| height(&left[..split]).max(height(&left[split..]));
    let split = (1..=left.len()).min_by(|a, b| tallest(*a).total_cmp(&tallest(*b))).unwrap_or(0);
    let right = left.split_off(split);
    [left, right]
}

fn draw_panel(canvas: &mut Canvas, results: &Results, variants: &[usize], panel: &Panel, plot: Rect) {
    let readings = panel.metrics.iter().flat_map(|metric| variants.iter().filter_map(|v| read(results, *v, *metric)));
    let range = axis::range(readings.flat_map(|reading| reading.reach()).chain([0.0]), (f64::MIN, f64::MAX));
    let scale = Scale::new(range, plot.left, plot.right);
    canvas.text(panel.group.heading, (plot.left, plot.top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
    panel.rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), panel.group.unit, Round::Decimal);
    panel.rows.draw_labels(canvas, plot.left, plot.top);
    let zero = scale.at(0.0);
    canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::INK, width: 0.7 });
    for (row, metric) in panel.metrics.iter().enumerate() {
        for (lane, variant) in variants.iter().enumerate() {
            if let Some(reading) = read(results, *variant, *metric) {
                panel.rows.draw_reading(canvas, &scale, panel.rows.lane(plot.top, row, lane), *variant, reading);
            }
        }
    }
}

/// The difference in the units of its panel.
fn read(results: &Results, variant: usize, metric: Metric) -> Option<Reading> {
    let percent = metric.kind() == Kind::Share || metric == Metric::Dilution;
    let estimate = results.difference(variant, Scope::All, metric);
    Reading::of(estimate, if percent { 100.0 } else { 1.0 })
}
