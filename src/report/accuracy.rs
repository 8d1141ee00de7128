//! Predictions beside what came out, as a run prints them.

use comfy_table::CellAlignment;
use console::measure_text_width;

use super::counted;
use super::table::{Style, escaped, heading, plain_table};
use super::words::wrapped;
use crate::experiment::{Accuracy, Estimate, Measure, Predictor, Results};

/// As many variants are told; the others are in the file.
const TOLD: usize = 4;

/// Mean errors by predictor and what the simulation has less or more, a block a variant, in lines of so many characters; empty
/// where no outcome is known.
pub(super) fn tables(results: &Results, (style, width): (Style, usize)) -> String {
    let titled = |caption: &str| format!("\n\n{}\n\n", wrapped(&heading(caption, style), 0, width));
    let mut text = String::new();
    for (variant, info) in results.variants.iter().enumerate().take(TOLD) {
        let rows: Vec<&Accuracy> = results.accuracy.iter().filter(|row| row.variant == variant).collect();
        let Some(first) = rows.first() else { continue };
        let (issues, proposals) =
            (counted(first.issues, "known outcome"), counted(first.estimate.n as usize, "proposal"));
        text += &titled(&format!("{}: error of predictions, {issues} of {proposals}", info.label));
        text += &table(&rows, (style, width), |row| Some(&row.estimate), number);
        if rows.iter().any(|row| row.difference.is_some()) {
            text += &titled(&format!("{}: the same, winset minus the others, paired by proposal", info.label));
            text += &table(&rows, (style, width), |row| row.difference.as_ref(), signed);
        }
    }
    if !text.is_empty() && results.variants.len() > TOLD {
        let others = counted(results.variants.len() - TOLD, "further variant");
        text += &format!("\n\n{}", wrapped(&format!("{others}: see accuracy.csv."), 0, width));
    }
    text
}

/// Columns of a heading that is broken: as many as an interval has.
const NARROW: usize = 14;

/// A row a predictor, a column a measure. Where that is too wide for a terminal, intervals stand below their estimates
/// and headings are broken.
fn table(
    rows: &[&Accuracy],
    (style, width): (Style, usize),
    of: impl Fn(&Accuracy) -> Option<&Estimate>,
    written: fn(f64, usize) -> String,
) -> String {
    let laid_out = |between: &str| {
        let measures: Vec<Measure> =
            Measure::ALL.into_iter().filter(|measure| rows.iter().any(|row| row.measure == *measure)).collect();
        let mut table = plain_table(style);
        let narrow = |header: String| if between == "\n" { wrapped(&header, 0, NARROW) } else { header };
        let headers = measures.iter().map(|measure| narrow(header(*measure)));
        table.set_header(std::iter::once(String::new()).chain(headers));
        for predictor in Predictor::ALL {
            let cell = |measure: &Measure| {
                let row = rows.iter().find(|row| (row.measure, row.predictor) == (*measure, predictor));
                row.and_then(|row| of(row)).map_or(String::new(), |estimate| told(estimate, *measure, written, between))
            };
            let cells: Vec<String> = measures.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                table.add_row(std::iter::once(escaped(predictor.label(), style)).chain(cells));
            }
        }
        table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        table.trim_fmt()
    };
    let beside = laid_out(" ");
    let wide = style == Style::Text && beside.lines().any(|line| measure_text_width(line) > width);
    if wide { laid_out("\n") } else { beside }
}

fn header(measure: Measure) -> String {
    match measure {
        Measure::AbsError | Measure::Crps => format!("{}, % of scale", measure.label()),
        Measure::Brier | Measure::Ordering => measure.label().to_owned(),
    }
}

/// An estimate and its interval.
fn told(estimate: &Estimate, measure: Measure, written: fn(f64, usize) -> String, between: &str) -> String {
    let decimals = if measure.is_of_chances() { 3 } else { 1 };
    let interval = estimate.interval.map_or(String::new(), |(low, high)| {
        format!("{between}[{}, {}]", written(low, decimals), written(high, decimals))
    });
    format!("{}{interval}", written(estimate.value, decimals))
}

/// The same with its sign.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    if text.starts_with('−') { text } else { format!("+{text}") }
}

/// A number with a proper minus sign.
pub(super) fn number(value: f64, decimals: usize) -> String {
    super::plots::number(value, decimals)
}
