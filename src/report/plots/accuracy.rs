//! How far predictions are from what came out.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Canvas, Rect};
use super::looks::{self, Look, looks_of};
use super::reading::Reading;
use super::rows::Rows;
use super::sheet::{SINGLE, Sheet, caption};
use super::{Figure, Options};
use crate::experiment::{Accuracy, Measure, Predictor, Results};
use crate::report::counted;

/// Mean absolute errors with intervals: predictors as rows, variants as lanes.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let looks = looks_of(results, |variant| of(results, variant, Predictor::Winset).is_some());
    let first = of(results, looks.first()?.variant, Predictor::Winset)?;
    let shown: Vec<Predictor> = Predictor::ALL
        .into_iter()
        .filter(|predictor| looks.iter().any(|look| of(results, look.variant, *predictor).is_some()))
        .collect();
    let sheet = Sheet {
        name: "accuracy",
        options,
        usual_width: SINGLE,
        title: "How far predictions are from what came out".to_owned(),
        legend: looks::keys(results, &looks),
        caption: caption(
            results,
            &format!("Bars: {} intervals over proposals.", results.level),
            &format!(
                "{} of {}. {}",
                counted(first.issues, "issue"),
                counted(first.estimate.n as usize, "proposal"),
                looks::variants_note(results)
            ),
        ),
    };
    let (left, right) = sheet.edges();
    let labels = shown.iter().map(|predictor| predictor.label());
    let rows = Rows::new(labels, looks.len(), (right - left) * 0.34, sheet.room() - BELOW);
    Some(sheet.draw(rows.height() + BELOW, |canvas, body| draw(canvas, results, &looks, (&rows, &shown), body)))
}

fn of(results: &Results, variant: usize, predictor: Predictor) -> Option<&Accuracy> {
    let wanted = (variant, Measure::AbsError, predictor);
    results.accuracy.iter().find(|row| (row.variant, row.measure, row.predictor) == wanted)
}

fn draw(canvas: &mut Canvas, results: &Results, looks: &[Look], (rows, shown): (&Rows, &[Predictor]), body: Rect) {
    let read = |look: &Look, predictor| Reading::of(of(results, look.variant, predictor).map(|row| &row.estimate), 1.0);
    let readings = || shown.iter().flat_map(|predictor| looks.iter().filter_map(move |look| read(look, *predictor)));
    let range = axis::range(readings().flat_map(|reading| reading.reach()), (0.0, f64::MAX));
    let plot =
        Rect { left: body.left + rows.label_room(), right: body.right - 6.0, bottom: body.top + rows.height(), ..body };
    let scale = Scale::new(range, plot.left, plot.right);
    rows.draw_bands(canvas, plot);
    scale.draw_below(canvas, (plot.top, plot.bottom), "mean absolute error, % of the scale", Round::Decimal);
    rows.draw_labels(canvas, plot.left, plot.top);
    for (row, predictor) in shown.iter().enumerate() {
        for (lane, look) in looks.iter().enumerate() {
            if let Some(reading) = read(look, *predictor) {
                let y = rows.lane(plot.top, row, lane);
                rows.draw_reading(canvas, &scale, y, *look, reading);
                let what = format!("{}, {}", results.variants[look.variant].label, predictor.label());
                canvas.tell(rows.zone(&scale, y, &reading), reading.told(&what, "%"));
            }
        }
    }
}
