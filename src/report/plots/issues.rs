//! What holds on each issue in the end, beside what came out.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Canvas, Point, Rect, Stroke};
use super::looks::{self, Look, cut_note, looks_of};
use super::palette::{self, Marker};
use super::reading::Reading;
use super::rows::{Rows, largest};
use super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::{Figure, Options};
use crate::experiment::{IssueOutcome, Results};

/// Issues as rows, variants as lanes: mean and the middle nine tenths of the worlds, in per cent of the scale.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let looks = looks_of(results, |variant| results.outcomes.iter().any(|row| row.variant == variant));
    let all = told(results);
    if looks.is_empty() || all.is_empty() {
        return None;
    }
    let laid_out = |count: usize| {
        let mut shown = all[..count].to_vec();
        shown.sort_unstable();
        let sheet = Sheet {
            name: "issues",
            options,
            usual_width: DOUBLE,
            title: "What holds in the end, by issue".to_owned(),
            legend: legend(results, &looks),
            caption: caption(
                results,
                "Marks: means; bars: the middle nine tenths of worlds.",
                &format!(
                    "{} {}",
                    looks::variants_note(results),
                    cut_note(count, all.len(), "issues: those whose known outcome is farthest from the mean")
                ),
            ),
        };
        let (left, right) = sheet.edges();
        let labels = shown.iter().map(|&issue| &results.issues[issue].label);
        let rows = Rows::new(labels, looks.len(), (right - left) * 0.3, sheet.room() - BELOW);
        (sheet, rows, shown)
    };
    let count = largest(all.len(), |count| {
        let (sheet, rows, _) = laid_out(count);
        rows.height() + BELOW <= sheet.room()
    });
    let (sheet, rows, shown) = laid_out(count);
    let figure = sheet.draw(rows.height() + BELOW, |canvas, body| draw(canvas, results, &looks, (&rows, &shown), body));
    Some(figure)
}

/// Finds a point that stands beside a mean.
type Beside = fn(&IssueOutcome) -> Option<f64>;

/// The points that are shown beside the mean, with the marker of each.
const BESIDE: [(&str, Marker, Beside); 4] = [
    ("Known outcome", Marker::OpenDiamond, |row| row.outcome),
    ("Compromise", Marker::Cross, |row| row.compromise),
    ("Median", Marker::TriangleDown, |row| row.median),
    ("Status quo", Marker::OpenSquare, |row| row.status_quo),
];

fn legend(results: &Results, looks: &[Look]) -> Vec<Key> {
    let any = |of: fn(&IssueOutcome) -> Option<f64>| results.outcomes.iter().any(|row| of(row).is_some());
    let beside = BESIDE.iter().filter(|(.., of)| any(*of));
    let key = |&(label, marker, _): &(&str, Marker, _)| Key {
        sample: Sample::Point(marker, palette::INK),
        label: label.to_owned(),
    };
    looks::keys(results, looks).into_iter().chain(beside.map(key)).collect()
}

/// Every issue that came up: those first whose known outcome is farthest from a mean.
fn told(results: &Results) -> Vec<usize> {
    let farthest = |issue: usize| {
        let rows = results.outcomes.iter().filter(|row| row.issue == issue);
        rows.map(|row| row.abs_error.unwrap_or(0.0))
            .fold(None, |most: Option<f64>, error| Some(most.map_or(error, |most| most.max(error))))
    };
    let mut told: Vec<(usize, f64)> =
        (0..results.issues.len()).filter_map(|issue| Some((issue, farthest(issue)?))).collect();
    told.sort_by(|a, b| b.1.total_cmp(&a.1));
    told.into_iter().map(|(issue, _)| issue).collect()
}

/// A number in the units of an issue as per cent of its scale.
pub fn on_scale(results: &Results, issue: usize, value: f64) -> f64 {
    let issue = &results.issues[issue];
    (value - issue.low) / (issue.high - issue.low) * 100.0
}

fn draw(canvas: &mut Canvas, results: &Results, looks: &[Look], (rows, shown): (&Rows, &[usize]), body: Rect) {
    let row_of =
        |issue: usize, variant: usize| results.outcomes.iter().find(|row| (row.issue, row.variant) == (issue, variant));
    let reading = |row: &IssueOutcome| {
        let at = |value| on_scale(results, row.issue, value);
        Reading::new(at(row.text.value), Some((at(row.quantiles[0]), at(row.quantiles[4]))), 1.0)
    };
    let of_shown = || shown.iter().flat_map(|&issue| looks.iter().filter_map(move |look| row_of(issue, look.variant)));
    let beside = |row: &IssueOutcome| BESIDE.map(|(.., of)| of(row).map(|value| on_scale(results, row.issue, value)));
    let readings = of_shown().filter_map(reading).flat_map(|reading| reading.reach());
    let values = readings.chain(of_shown().flat_map(beside).flatten()).chain([0.0, 100.0]);
    let range = axis::range(values, (f64::MIN, f64::MAX));
    let plot =
        Rect { left: body.left + rows.label_room(), right: body.right - 6.0, bottom: body.top + rows.height(), ..body };
    let scale = Scale::new(range, plot.left, plot.right);
    rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), "position, % of the issue's scale", Round::Decimal);
    rows.draw_labels(canvas, plot.left, plot.top);
    for (place, &issue) in shown.iter().enumerate() {
        let ends = rows.row(plot.top, place);
        for (lane, look) in looks.iter().enumerate() {
            let Some(row) = row_of(issue, look.variant) else { continue };
            let Some(reading) = reading(row) else { continue };
            let y = rows.lane(plot.top, place, lane);
            rows.draw_reading(canvas, &scale, y, *look, reading);
            let what = format!("{}, {}", results.variants[look.variant].label, results.issues[issue].label);
            canvas.tell(rows.zone(&scale, y, &reading), reading.told(&what, "%"));
            draw_beside(canvas, &scale, beside(row), (ends, y), lane == 0);
        }
    }
}

/// What is the same in all variants is drawn across the row, once.
fn draw_beside(
    canvas: &mut Canvas,
    scale: &Scale,
    [outcome, compromise, median, status_quo]: [Option<f64>; 4],
    ((top, bottom), y): (Point, f64),
    first: bool,
) {
    let middle = (top + bottom) / 2.0;
    if let Some(x) = outcome.filter(|_| first).map(|x| scale.clamped(x)) {
        canvas.line((x, top + 0.8), (x, bottom - 0.8), Stroke { color: palette::INK, width: 0.8 });
        Marker::OpenDiamond.draw(canvas, (x, middle), 4.4, palette::INK);
    }
    if let Some(x) = status_quo.filter(|_| first).map(|x| scale.clamped(x)) {
        Marker::OpenSquare.draw(canvas, (x, middle), 3.6, palette::INK);
    }
    for (point, marker, size) in [(median, Marker::TriangleDown, 2.6), (compromise, Marker::Cross, 3.6)] {
        if let Some(x) = point.map(|x| scale.clamped(x)) {
            marker.draw(canvas, (x, y), size, palette::INK);
        }
    }
}
