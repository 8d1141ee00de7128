//! The named periods: pass rate, what is adopted, how long it takes and what it comes to, with intervals.

use super::super::digits::in_percent;
use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect};
use super::looks::{self, Look, cut_note, looks_of, spaced};
use super::reading::Reading;
use super::rows::{Rows, largest, pitch};
use super::sheet::{DOUBLE, Sheet, caption};
use super::text::{HEADING, LABEL};
use super::{Figure, Options};
use crate::experiment::{Metric, Results, Scope};

const HEADING_HEIGHT: f64 = 13.0;
/// The axis has no title below its numbers.
const TICKS: f64 = BELOW - 11.0;
const GAP: f64 = 12.0;
/// No panel is narrower, labels left out, where there are two beside each other.
const NARROWEST: f64 = 110.0;
/// Lines of a period's name.
const NAME_LINES: usize = 2;

const PANELS: [(Metric, &str); 4] = [
    (Metric::PassRate, "Passed, % of tabled"),
    (Metric::MonthsToAdoption, "Months to adoption"),
    (Metric::AdoptedPerYear, "Adopted a year"),
    (Metric::OutputPerYear, "Output a year, utility units"),
];

/// Dots with intervals: periods as rows, variants as lanes, a panel a metric.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let periods: Vec<usize> = results.named_periods().collect();
    let told = |v: usize, metric| periods.iter().any(|period| read(results, v, *period, metric).is_some());
    let looks = looks_of(results, |v| told(v, Metric::PassRate));
    let panels: Vec<_> =
        PANELS.into_iter().filter(|(metric, _)| looks.iter().any(|look| told(look.variant, *metric))).collect();
    if periods.len() < 2 || panels.is_empty() {
        return None;
    }
    let laid_out = |count: usize| {
        let shown: Vec<usize> = spaced(periods.len(), count).into_iter().map(|place| periods[place]).collect();
        let sheet = sheet(results, options, &looks, cut_note(count, periods.len(), "periods"));
        let (left, right) = sheet.edges();
        let labels: Vec<_> = shown
            .iter()
            .map(|period| LABEL.lines(&results.periods[*period].label, (right - left) * 0.26, NAME_LINES))
            .collect();
        let rows = |pitch| Rows::with_pitch(labels.clone(), looks.len(), pitch);
        let room = rows(1.0).label_room();
        let columns = if (right - left - room - GAP) / 2.0 >= NARROWEST && panels.len() > 1 { 2 } else { 1 };
        let lines = panels.len().div_ceil(columns) as f64;
        let height = |rows: &Rows| lines * (HEADING_HEIGHT + rows.height() + TICKS);
        let rows = rows(pitch(|pitch| height(&rows(pitch)) <= sheet.room()));
        let fits = height(&rows) <= sheet.room();
        (sheet, shown, rows, columns, fits)
    };
    let (sheet, shown, rows, columns, _) = laid_out(largest(periods.len(), |count| laid_out(count).4));
    let of_panel = HEADING_HEIGHT + rows.height() + TICKS;
    Some(sheet.draw(of_panel * panels.len().div_ceil(columns) as f64, |canvas, body| {
        let room = rows.label_room();
        let width = (body.width() - room - GAP * (columns as f64 - 1.0)) / columns as f64;
        for (i, (metric, heading)) in panels.iter().enumerate() {
            let x = body.left + room + (width + GAP) * (i % columns) as f64;
            let top = body.top + of_panel * (i / columns) as f64 + HEADING_HEIGHT;
            let plot = Rect::at((x, top), width - 6.0, rows.height());
            canvas.text(heading, (x, top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
            let readings = |look: &Look| shown.iter().map(|p| read(results, look.variant, *p, *metric)).collect();
            draw_panel(
                canvas,
                (results, &shown),
                &rows,
                (plot, *metric),
                &looks,
                &looks.iter().map(readings).collect::<Vec<Vec<_>>>(),
            );
            if i % columns == 0 {
                rows.draw_labels(canvas, plot.left, plot.top);
            }
        }
    }))
}

fn sheet<'a>(results: &Results, options: &'a Options, looks: &[Look], note: String) -> Sheet<'a> {
    let remark = "By the period in which it was tabled; adopted and output by that of the decision.";
    Sheet {
        name: "periods",
        options,
        usual_width: DOUBLE,
        title: "Period by period".to_owned(),
        legend: if looks.len() > 1 { looks::keys(results, looks) } else { Vec::new() },
        caption: caption(
            results,
            &format!("Bars: {} intervals.", results.level),
            format!("{remark} {note} {}", looks::variants_note(results)).trim(),
        ),
    }
}

/// By look, then by row.
fn draw_panel(
    canvas: &mut Canvas,
    (results, periods): (&Results, &[usize]),
    rows: &Rows,
    (plot, metric): (Rect, Metric),
    looks: &[Look],
    readings: &[Vec<Option<Reading>>],
) {
    let reach = readings.iter().flatten().flatten().flat_map(Reading::reach);
    let limits = match metric {
        _ if in_percent(metric) => (0.0, 100.0),
        Metric::OutputPerYear => (f64::MIN, f64::MAX),
        _ => (0.0, f64::MAX),
    };
    let scale = Scale::new(axis::range(reach, limits), plot.left, plot.right);
    rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
    for (lane, (look, readings)) in looks.iter().zip(readings).enumerate() {
        for (row, reading) in readings.iter().enumerate() {
            if let Some(reading) = reading {
                let y = rows.lane(plot.top, row, lane);
                rows.draw_reading(canvas, &scale, y, *look, *reading);
                let period = &results.periods[periods[row]].label;
                let what = format!("{}, {period}, {}", results.variants[look.variant].label, metric.label());
                canvas.tell(
                    rows.zone(&scale, y, reading),
                    reading.told(&what, if in_percent(metric) { "%" } else { "" }),
                );
            }
        }
    }
}

fn read(results: &Results, variant: usize, period: usize, metric: Metric) -> Option<Reading> {
    let unit = if in_percent(metric) { 100.0 } else { 1.0 };
    Reading::of(results.summary(variant, Scope::Period(period), metric), unit)
}
