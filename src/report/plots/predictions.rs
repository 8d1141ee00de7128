//! What the simulation says on each issue against what came out.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::issues::on_scale;
use super::looks::{self, Look, looks_of};
use super::sheet::{SINGLE, Sheet, caption};
use super::text::LABEL;
use super::{Figure, Options, palette};
use crate::experiment::{IssueOutcome, Results};

const HEIGHT: f64 = 190.0;
/// Beyond so many points none has its bar.
const MOST_WITH_BARS: usize = 150;

/// A point an issue and variant, with the middle nine tenths of the worlds; where prediction and fact agree, a line.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let looks = looks_of(results, |variant| points(results, variant).next().is_some());
    let known = looks.first().map_or(0, |look| points(results, look.variant).count());
    if known < 2 {
        return None;
    }
    let bars = known * looks.len() <= MOST_WITH_BARS;
    let sheet = Sheet {
        name: "predictions",
        options,
        usual_width: SINGLE,
        title: "Predicted and known outcomes".to_owned(),
        legend: if looks.len() > 1 { looks::keys(results, &looks) } else { Vec::new() },
        caption: caption(
            results,
            if bars { "Bars: the middle nine tenths of worlds." } else { "" },
            &format!("{known} issues. Line: prediction and fact agree. {}", looks::variants_note(results)),
        ),
    };
    Some(sheet.draw(HEIGHT + BELOW + 2.0, |canvas, body| {
        let (top, bottom) = (body.top + 2.0, body.top + 2.0 + HEIGHT);
        let rows = || looks.iter().flat_map(|look| points(results, look.variant));
        let ends = |row: &IssueOutcome| if bars { vec![row.quantiles[0], row.quantiles[4]] } else { Vec::new() };
        let at = |row: &IssueOutcome, value| on_scale(results, row.issue, value);
        let up = rows().flat_map(|row| ends(row).into_iter().chain([row.text.value]).map(move |value| at(row, value)));
        let upwards = Scale::new(axis::range(up.chain([0.0, 100.0]), (f64::MIN, f64::MAX)), bottom, top);
        let left = body.left + 18.0 + upwards.label_width();
        let plot = Rect { left, top, right: body.right - 6.0, bottom };
        let known = rows().filter_map(|row| Some(at(row, row.outcome?)));
        let across = Scale::new(axis::range(known.chain([0.0, 100.0]), (f64::MIN, f64::MAX)), plot.left, plot.right);
        across.draw_below(canvas, (plot.top, plot.bottom), "known outcome, % of the scale", Round::Decimal);
        upwards.draw_beside(canvas, (plot.left, plot.right));
        let title = "predicted, % of the scale";
        canvas.text_upwards(title, (body.left + 4.0, (top + bottom) / 2.0), Align::Centre, LABEL);
        let diagonal = [0.0, 100.0].map(|value| (across.at(value), upwards.at(value)));
        canvas.line(diagonal[0], diagonal[1], Stroke { color: palette::GREY, width: 0.6 });
        for (place, look) in looks.iter().enumerate() {
            // Outcomes are often the same: those of a variant stand beside those of the next.
            let aside = (place as f64 - (looks.len() as f64 - 1.0) / 2.0) * 2.4;
            for row in points(results, look.variant) {
                let value = |value| upwards.clamped(at(row, value));
                let x = across.clamped(at(row, row.outcome.unwrap_or_default())) + aside;
                draw_point(
                    canvas,
                    *look,
                    (x, value(row.text.value)),
                    bars.then(|| (value(row.quantiles[0]), value(row.quantiles[4]))),
                );
                let told = format!("{}: {:.1}", results.issues[row.issue].label, at(row, row.text.value));
                canvas.tell(Rect::at((x - 2.5, value(row.text.value) - 2.5), 5.0, 5.0), told);
            }
        }
    }))
}

/// The issues of a variant whose outcome is known.
fn points(results: &Results, variant: usize) -> impl Iterator<Item = &IssueOutcome> {
    results.outcomes.iter().filter(move |row| row.variant == variant && row.outcome.is_some())
}

fn draw_point(canvas: &mut Canvas, look: Look, (x, y): (f64, f64), bar: Option<(f64, f64)>) {
    if let Some((low, high)) = bar {
        canvas.line((x, low), (x, high), Stroke { color: look.color, width: 0.6 });
    }
    look.marker.draw(canvas, (x, y), 3.2, look.color);
}
