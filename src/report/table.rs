//! The tables that a run prints: a column a variant, a row a metric, then the paired differences.

use std::ops::Range;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle, presets};

use super::markdown;
use crate::experiment::{Estimate, Kind, Metric, Results, Scope};

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Text,
    /// For a manuscript or an issue.
    Markdown,
}

/// What is estimated in every variant, and how every variant differs from the first one. Where the lines are to be no
/// wider than so many characters, the variants are dealt to as many tables as that takes.
pub fn overview(results: &Results, style: Style, width: Option<usize>) -> String {
    let counted = |number: f64, noun: &str| format!("{number} {noun}{}", if number == 1.0 { "" } else { "s" });
    let worlds = format!("{} of {}", counted(results.replications as f64, "world"), counted(results.years, "year"));
    let mut text = format!("{}\n{worlds}; in brackets the 95 % interval\n\n", heading(&results.title, style));
    text += &within(width, 0..results.variants.len(), |variants| estimates(results, style, variants));
    if results.variants.len() > 1 {
        let first = &results.variants[0].label;
        let caption = format!("Difference from {first}, paired by world");
        text += &format!("\n\n{}\n\n", heading(&caption, style));
        text += &within(width, 1..results.variants.len(), |variants| differences(results, style, variants));
    }
    text.push('\n');
    text
}

/// The table of all variants or, where that is too wide, tables of as many as fit, one below the other.
fn within(width: Option<usize>, variants: Range<usize>, table: impl Fn(Range<usize>) -> String) -> String {
    let fits =
        |text: &String| width.is_none_or(|width| text.lines().all(|line| console::measure_text_width(line) <= width));
    let dealt = |columns: usize| -> Vec<String> {
        let blocks = variants.clone().step_by(columns).map(|from| from..(from + columns).min(variants.end));
        blocks.map(&table).collect()
    };
    let tables = (2..=variants.len()).rev().map(dealt).find(|tables| tables.iter().all(fits));
    tables.unwrap_or_else(|| dealt(1)).join("\n\n")
}

fn heading(text: &str, style: Style) -> String {
    match style {
        Style::Text => text.to_owned(),
        Style::Markdown => format!("### {}", escaped(text, style)),
    }
}

/// A user's text as a cell shows it: in a manuscript it may be no mark of Markdown.
pub(super) fn escaped(text: &str, style: Style) -> String {
    match style {
        Style::Text => text.to_owned(),
        Style::Markdown => markdown::literal(text),
    }
}

fn estimates(results: &Results, style: Style, variants: Range<usize>) -> String {
    matrix(
        results,
        style,
        variants,
        |variant, metric| results.summary(variant, Scope::All, metric),
        |kind, e| with_interval(e, |x| quantity(kind, x)),
    )
}

fn differences(results: &Results, style: Style, variants: Range<usize>) -> String {
    matrix(
        results,
        style,
        variants,
        |variant, metric| results.difference(variant, Scope::All, metric),
        |kind, e| with_interval(e, |x| signed(kind, x)),
    )
}

fn matrix<'r>(
    results: &'r Results,
    style: Style,
    variants: Range<usize>,
    cell: impl Fn(usize, Metric) -> Option<&'r Estimate>,
    show: impl Fn(Kind, &Estimate) -> String,
) -> String {
    let mut table = plain_table(style);
    let labels = variants.clone().map(|variant| escaped(&results.variants[variant].label, style));
    table.set_header(std::iter::once(String::new()).chain(labels));
    for metric in Metric::ALL {
        // Adopted is the same number as passed as long as there are no opt-outs; the table says it once.
        if metric == Metric::ShareAdopted {
            continue;
        }
        let cells: Vec<Option<&Estimate>> = variants.clone().map(|variant| cell(variant, metric)).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        let cells = cells.into_iter().map(|e| e.map_or(String::new(), |e| show(metric.kind(), e)));
        table.add_row(std::iter::once(metric.label().to_owned()).chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

/// Rules above, below the header and below, as in a book.
const BOOKTABS: TableStyle = {
    let rule = LineStyle::none().fill('─').junction('─');
    TableStyle::new().top_border(rule).header_separator(rule).bottom_border(rule)
};

/// An empty table in that style, as wide as its content.
pub fn plain_table(style: Style) -> Table {
    let mut table = Table::new();
    table.load_style(match style {
        Style::Text => BOOKTABS,
        Style::Markdown => presets::ASCII_MARKDOWN,
    });
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

fn with_interval(estimate: &Estimate, show: impl Fn(f64) -> String) -> String {
    let value = show(estimate.value);
    estimate.interval.map_or(value.clone(), |(lower, upper)| {
        let bound = |x| show(x).trim_end_matches([' ', '%', 'p']).to_owned();
        format!("{value} [{}, {}]", bound(lower), bound(upper))
    })
}

fn quantity(kind: Kind, x: f64) -> String {
    match kind {
        Kind::Share => format!("{:.1} %", 100.0 * x),
        Kind::Positive => format!("{x:.2}"),
        Kind::Signed => format!("{x:.3}"),
    }
}

/// With its sign; shares in percentage points.
fn signed(kind: Kind, x: f64) -> String {
    match kind {
        Kind::Share => format!("{:+.1} pp", 100.0 * x + 0.0).replace("-0.0 pp", "+0.0 pp"),
        Kind::Positive => format!("{x:+.2}"),
        Kind::Signed => format!("{x:+.3}"),
    }
    .replace('-', "−")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_too_wide_is_dealt_to_several() {
        let table = |variants: Range<usize>| {
            let labels: Vec<String> = variants.map(|variant| format!("column {variant}")).collect();
            labels.join("|")
        };
        assert_eq!(within(None, 0..4, table), "column 0|column 1|column 2|column 3");
        assert_eq!(within(Some(35), 0..4, table), "column 0|column 1|column 2|column 3");
        assert_eq!(within(Some(34), 0..4, table), "column 0|column 1|column 2\n\ncolumn 3");
        assert_eq!(within(Some(17), 1..4, table), "column 1|column 2\n\ncolumn 3");
        assert_eq!(within(Some(3), 1..3, table), "column 1\n\ncolumn 2", "one at least, however narrow");
    }

    #[test]
    fn labels_cannot_break_a_manuscript() {
        assert_eq!(escaped("a|b <i>", Style::Markdown), "a\\|b \\<i\\>");
        assert_eq!(escaped("a|b <i>", Style::Text), "a|b <i>");
        assert_eq!(heading("a|b", Style::Markdown), "### a\\|b");
    }

    #[test]
    fn numbers_have_signs_and_units() {
        assert_eq!(quantity(Kind::Share, 0.8004), "80.0 %");
        assert_eq!(signed(Kind::Share, -0.0491), "−4.9 pp");
        assert_eq!((signed(Kind::Share, -0.0001), signed(Kind::Positive, 1.846)), ("+0.0 pp".into(), "+1.85".into()));
        let estimate = Estimate { value: 0.5, std_error: Some(0.1), interval: Some((0.3, 0.7)), n: 9 };
        assert_eq!(with_interval(&estimate, |x| quantity(Kind::Share, x)), "50.0 % [30.0, 70.0]");
        assert_eq!(with_interval(&Estimate { interval: None, ..estimate }, |x| signed(Kind::Signed, x)), "+0.500");
    }
}
