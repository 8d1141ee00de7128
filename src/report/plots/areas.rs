//! The pass rate by area and variant.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Canvas, Rect, Stroke};
use super::looks::{self, Look, cut_note, looks_of};
use super::reading::{Reading, Shares};
use super::rows::{Rows, largest};
use super::sheet::{SINGLE, Sheet, caption};
use super::{Figure, Options, palette};
use crate::experiment::{Metric, Results, Scope};

/// Dots with intervals: areas as rows, variants as lanes.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let shares = Shares::of(results, &[Metric::PassRate]);
    let all = scopes(results, &shares);
    let looks = looks_of(results, |variant| all.iter().any(|(scope, _)| read(&shares, variant, *scope).is_some()));
    if looks.is_empty() || all.is_empty() {
        return None;
    }
    let told = most_telling(&shares, &looks, &all);
    let laid_out = |count: usize| {
        let scopes: Vec<_> = if count < all.len() { told[..count].to_vec() } else { all.clone() };
        let sheet = Sheet {
            name: "areas",
            options,
            usual_width: SINGLE,
            title: "Pass rate by area".to_owned(),
            legend: looks::keys(results, &looks),
            caption: caption(
                results,
                &format!("Bars: {} intervals.", results.level),
                &remark(results, count, all.len()),
            ),
        };
        let (left, right) = sheet.edges();
        let labels = scopes.iter().map(|(_, label)| label);
        let rows = Rows::new(labels, looks.len(), (right - left) * 0.34, sheet.room() - BELOW);
        (sheet, rows, scopes)
    };
    let count = largest(all.len(), |count| {
        let (sheet, rows, _) = laid_out(count);
        rows.height() + BELOW <= sheet.room()
    });
    let (sheet, rows, scopes) = laid_out(count);
    let figure = sheet
        .draw(rows.height() + BELOW, |canvas, body| draw(canvas, (results, &shares), &looks, (&rows, &scopes), body));
    Some(figure)
}

fn draw(
    canvas: &mut Canvas,
    (results, shares): (&Results, &Shares),
    looks: &[Look],
    (rows, scopes): (&Rows, &[Area]),
    body: Rect,
) {
    let readings = || scopes.iter().flat_map(|(scope, _)| looks.iter().filter_map(|l| read(shares, l.variant, *scope)));
    let range = axis::range(readings().flat_map(|reading| reading.reach()), (0.0, 100.0));
    let plot =
        Rect { left: body.left + rows.label_room(), right: body.right - 6.0, bottom: body.top + rows.height(), ..body };
    let scale = Scale::new(range, plot.left, plot.right);
    rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), "passed, % of tabled proposals", Round::Decimal);
    rows.draw_labels(canvas, plot.left, plot.top);
    for (row, (scope, label)) in scopes.iter().enumerate() {
        for (lane, look) in looks.iter().enumerate() {
            if let Some(reading) = read(shares, look.variant, *scope) {
                let y = rows.lane(plot.top, row, lane);
                rows.draw_reading(canvas, &scale, y, *look, reading);
                let what = format!("{}, {label}", results.variants[look.variant].label);
                canvas.tell(rows.zone(&scale, y, &reading), reading.told(&what, "%"));
            }
        }
    }
    if scopes[0].0 == Scope::All {
        let y = rows.row(plot.top, 0).1;
        canvas.line((body.left, y), (plot.right, y), Stroke { color: palette::GREY, width: 0.5 });
    }
}

/// What a row is about, with its label.
type Area = (Scope, String);

fn read(shares: &Shares, variant: usize, scope: Scope) -> Option<Reading> {
    shares.read(variant, scope, Metric::PassRate)
}

/// All areas together first, then those in which the variants differ most, and of these where the least passes.
fn most_telling(shares: &Shares, looks: &[Look], all: &[Area]) -> Vec<Area> {
    let rank = |(scope, _): &Area| {
        let values = || looks.iter().filter_map(|look| read(shares, look.variant, *scope)).map(|r| r.value);
        let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if *scope == Scope::All { (f64::INFINITY, 0.0) } else { (high - low, -low) }
    };
    let mut told = all.to_vec();
    told.sort_by(|a, b| {
        let (a, b) = (rank(a), rank(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    told
}

fn remark(results: &Results, shown: usize, all: usize) -> String {
    let together = usize::from(results.areas.len() > 1);
    let areas = cut_note(
        shown.saturating_sub(together),
        all.saturating_sub(together),
        "areas: those in which variants differ most",
    );
    format!("{} {areas}", looks::variants_note(results)).trim().to_owned()
}

/// The areas that have a pass rate, after all of them together where there are several.
fn scopes(results: &Results, shares: &Shares) -> Vec<Area> {
    let told = |scope: Scope| (0..results.variants.len()).any(|variant| read(shares, variant, scope).is_some());
    let all = (results.areas.len() > 1).then(|| (Scope::All, "All areas".to_owned()));
    let areas = results.areas.iter().enumerate().map(|(area, (_, label))| (Scope::Area(area), label.clone()));
    all.into_iter().chain(areas).filter(|(scope, _)| told(*scope)).collect()
}
