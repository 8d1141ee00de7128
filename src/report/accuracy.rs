//! Predictions beside what came out, as a run prints them.

use comfy_table::CellAlignment;

use super::table::{Style, escaped, heading, plain_table};
use crate::experiment::{Accuracy, Estimate, Measure, Predictor, Results};

/// Mean errors by predictor, a block a variant; empty where no outcome is known.
pub(super) fn tables(results: &Results, style: Style) -> String {
    let mut text = String::new();
    for (variant, info) in results.variants.iter().enumerate() {
        let rows: Vec<&Accuracy> = results.accuracy.iter().filter(|row| row.variant == variant).collect();
        let Some(first) = rows.first() else { continue };
        let caption = format!(
            "{}: predictions against {} known outcomes of {} proposals",
            info.label, first.issues, first.estimate.n
        );
        text += &format!("\n\n{}\n\n{}", heading(&caption, style), of_variant(&rows, style));
        if rows.iter().any(|row| row.difference.is_some()) {
            text += "\n\nLess is better. In brackets winset minus this predictor, paired by proposal.";
        }
    }
    text
}

fn of_variant(rows: &[&Accuracy], style: Style) -> String {
    let measures: Vec<Measure> =
        Measure::ALL.into_iter().filter(|measure| rows.iter().any(|row| row.measure == *measure)).collect();
    let mut table = plain_table(style);
    table.set_header(std::iter::once(String::new()).chain(measures.iter().map(|measure| header(*measure))));
    for predictor in Predictor::ALL {
        let cell = |measure: &Measure| {
            let row = rows.iter().find(|row| (row.measure, row.predictor) == (*measure, predictor));
            row.map_or(String::new(), |row| told(row, *measure))
        };
        let cells: Vec<String> = measures.iter().map(cell).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            table.add_row(std::iter::once(escaped(predictor.label(), style)).chain(cells));
        }
    }
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table.trim_fmt()
}

fn header(measure: Measure) -> String {
    match measure {
        Measure::AbsError | Measure::Crps => format!("{}, % of scale", measure.label()),
        Measure::Brier => measure.label().to_owned(),
    }
}

/// A mean with, for whoever is no simulation, the difference.
fn told(row: &Accuracy, measure: Measure) -> String {
    let decimals = if measure == Measure::Brier { 3 } else { 1 };
    let interval = |estimate: &Estimate| {
        estimate.interval.map_or(String::new(), |(low, high)| {
            format!(" [{}, {}]", number(low, decimals), number(high, decimals))
        })
    };
    let mean = format!("{}{}", number(row.estimate.value, decimals), interval(&row.estimate));
    match &row.difference {
        Some(difference) => format!("{mean} ({}{})", signed(difference.value, decimals), interval(difference)),
        None => mean,
    }
}

fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    if text.starts_with('−') { text } else { format!("+{text}") }
}

/// A number with a proper minus sign.
fn number(value: f64, decimals: usize) -> String {
    super::plots::number(value, decimals)
}
