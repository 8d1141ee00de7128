//! Paired differences against the first variant, a panel for each unit.

use super::super::digits::in_percent;
use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::looks::{self, Look, cut_note, looks_of, spaced};
use super::reading::Reading;
use super::rows::{Rows, largest, pitch};
use super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::text::{HEADING, LABEL};
use super::{Figure, Options, palette};
use crate::experiment::{Metric, Results, Scope};

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
    heading: "Shares of proposals",
    unit: "percentage points",
    metrics: &[
        Metric::PassRate,
        Metric::FirstSessionPassRate,
        Metric::ShareWithdrawn,
        Metric::ShareDiverted,
        Metric::ShareShelved,
        Metric::SharePending,
        Metric::FeasibleRate,
        Metric::MissedRate,
        Metric::GridlockRate,
    ],
};

const OTHERS: [Group; 6] = [
    Group { heading: "", unit: "proposals a year", metrics: &[Metric::AdoptedPerYear] },
    Group { heading: "", unit: "polls", metrics: &[Metric::Rounds] },
    Group { heading: "", unit: "months", metrics: &[Metric::MonthsToAdoption] },
    Group { heading: "", unit: "percentage points", metrics: &[Metric::Dilution] },
    Group { heading: "", unit: "utility units", metrics: &[Metric::Depth] },
    Group { heading: "", unit: "utility units a year", metrics: &[Metric::OutputPerYear] },
];

/// A group with the metrics for which there are differences.
struct Panel {
    group: &'static Group,
    metrics: Vec<Metric>,
    rows: Rows,
}

impl Panel {
    fn height(&self) -> f64 {
        self.heading_height() + self.rows.height() + BELOW + PANEL_GAP
    }

    fn heading_height(&self) -> f64 {
        if self.group.heading.is_empty() { 2.0 } else { HEADING_HEIGHT }
    }
}

/// The panels in two columns.
type Columns = [Vec<Panel>; 2];

/// Dots with intervals around zero: metrics as rows, variants as lanes.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let metrics = || groups().flat_map(|group| group.metrics);
    let told = looks_of(results, |v| metrics().any(|metric| read(results, v, *metric).is_some()));
    if told.is_empty() {
        return None;
    }
    let laid_out = |count: usize| {
        let looks: Vec<Look> = spaced(told.len(), count).into_iter().map(|place| told[place]).collect();
        let sheet = sheet(results, options, &looks);
        let room = sheet.room() + PANEL_GAP;
        let columns = |pitch| columns(results, &looks, column_width(&sheet) * 0.4, pitch);
        let columns = columns(pitch(|pitch| tallest(&columns(pitch)) <= room));
        let fits = tallest(&columns) <= room;
        (sheet, looks, columns, fits)
    };
    let (sheet, looks, columns, _) = laid_out(largest(told.len(), |count| laid_out(count).3));
    if columns.iter().all(Vec::is_empty) {
        return None;
    }
    let width = column_width(&sheet);
    let room = columns.iter().flatten().map(|panel| panel.rows.label_room()).fold(0.0, f64::max);
    Some(sheet.draw(tallest(&columns) - PANEL_GAP, |canvas, body| {
        for (i, panels) in columns.iter().enumerate() {
            let mut top = body.top;
            for panel in panels {
                let left = body.left + (width + COLUMN_GAP) * i as f64;
                let plot =
                    Rect::at((left + room, top + panel.heading_height()), width - room - 4.0, panel.rows.height());
                draw_panel(canvas, results, &looks, panel, plot);
                top += panel.height();
            }
        }
    }))
}

fn groups() -> impl Iterator<Item = &'static Group> {
    [&SHARES].into_iter().chain(&OTHERS)
}

fn sheet<'a>(results: &Results, options: &'a Options, looks: &[Look]) -> Sheet<'a> {
    let mut legend = looks::keys(results, looks);
    let baseline = &results.variants[0].label;
    legend.insert(0, Key { sample: Sample::None, label: format!("Compared with {baseline}:") });
    let shown = cut_note(looks.len(), results.variants.len() - 1, "variants");
    Sheet {
        name: "differences",
        options,
        usual_width: DOUBLE,
        title: "Differences between variants".to_owned(),
        legend,
        caption: caption(
            results,
            &format!("Bars: {} intervals of the paired difference.", results.level),
            format!("Every variant sees the same worlds. {shown}").trim(),
        ),
    }
}

fn column_width(sheet: &Sheet) -> f64 {
    let (left, right) = sheet.edges();
    (right - left - COLUMN_GAP) / 2.0
}

fn height(panels: &[Panel]) -> f64 {
    panels.iter().map(Panel::height).sum()
}

fn tallest(columns: &Columns) -> f64 {
    columns.iter().map(|panels| height(panels)).fold(0.0, f64::max)
}

/// The panels in two columns of about the same height, to be read down and then across. A metric in which no variant
/// differs has no row.
fn columns(results: &Results, looks: &[Look], label_width: f64, pitch: f64) -> Columns {
    let panel = |group: &'static Group| {
        let differs = |metric: &&Metric| {
            looks.iter().filter_map(|look| read(results, look.variant, **metric)).any(|reading| reading.value != 0.0)
        };
        let metrics: Vec<_> = group.metrics.iter().filter(differs).copied().collect();
        let labels = metrics.iter().map(|metric| LABEL.wrap(metric.label(), label_width)).collect();
        let rows = Rows::with_pitch(labels, looks.len(), pitch);
        (!metrics.is_empty()).then_some(Panel { group, metrics, rows })
    };
    let mut left: Vec<_> = groups().filter_map(panel).collect();
    let taller = |split: usize| height(&left[..split]).max(height(&left[split..]));
    let split = (1..=left.len()).min_by(|a, b| taller(*a).total_cmp(&taller(*b))).unwrap_or(0);
    let right = left.split_off(split);
    [left, right]
}

fn draw_panel(canvas: &mut Canvas, results: &Results, looks: &[Look], panel: &Panel, plot: Rect) {
    let readings =
        panel.metrics.iter().flat_map(|metric| looks.iter().filter_map(|look| read(results, look.variant, *metric)));
    let range = axis::range(readings.flat_map(|reading| reading.reach()).chain([0.0]), (f64::MIN, f64::MAX));
    let scale = Scale::new(range, plot.left, plot.right);
    canvas.text(panel.group.heading, (plot.left, plot.top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
    panel.rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), panel.group.unit, Round::Decimal);
    panel.rows.draw_labels(canvas, plot.left, plot.top);
    let zero = scale.at(0.0);
    canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::INK, width: 0.7 });
    for (row, metric) in panel.metrics.iter().enumerate() {
        for (lane, look) in looks.iter().enumerate() {
            if let Some(reading) = read(results, look.variant, *metric) {
                let y = panel.rows.lane(plot.top, row, lane);
                panel.rows.draw_reading(canvas, &scale, y, *look, reading);
                let what = format!("{}, {}", results.variants[look.variant].label, metric.label());
                canvas.tell(panel.rows.zone(&scale, y, &reading), reading.told(&what, panel.group.unit));
            }
        }
    }
}

/// The difference in the units of its panel.
fn read(results: &Results, variant: usize, metric: Metric) -> Option<Reading> {
    let estimate = results.difference(variant, Scope::All, metric);
    Reading::of(estimate, if in_percent(metric) { 100.0 } else { 1.0 })
}
