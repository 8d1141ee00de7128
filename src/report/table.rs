//! The tables that a run prints: a column a variant, a row a metric, then the paired differences.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle, presets};

use crate::experiment::{Estimate, Kind, Metric, Results, Scope};

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Text,
    /// For a manuscript or an issue.
    Markdown,
}

/// What is estimated in every variant, and how every variant differs from the first one.
pub fn overview(results: &Results, style: Style) -> String {
    let worlds = format!("{} worlds of {} years", results.replications, results.years);
    let mut text = format!("{}\n{worlds}; in brackets the 95 % interval\n\n", heading(&results.title, style));
    text += &estimates(results, style);
    if results.variants.len() > 1 {
        let first = &results.variants[0].label;
        let caption = format!("Difference from {first}, paired by world");
        text += &format!("\n\n{}\n\n", heading(&caption, style));
        text += &differences(results, style);
    }
    text.push('\n');
    text
}

fn heading(text: &str, style: Style) -> String {
    match style {
        Style::Text => text.to_owned(),
        Style::Markdown => format!("### {text}"),
    }
}

fn estimates(results: &Results, style: Style) -> String {
    let all = 0..results.variants.len();
    matrix(
        results,
        style,
        all,
        |variant, metric| results.summary(variant, Scope::All, metric),
        |kind, e| with_interval(e, |x| quantity(kind, x)),
    )
}

fn differences(results: &Results, style: Style) -> String {
    let others = 1..results.variants.len();
    matrix(
        results,
        style,
        others,
        |variant, metric| results.difference(variant, Scope::All, metric),
        |kind, e| with_interval(e, |x| signed(kind, x)),
    )
}

fn matrix<'r>(
    results: &'r Results,
    style: Style,
    variants: std::ops::Range<usize>,
    cell: impl Fn(usize, Metric) -> Option<&'r Estimate>,
    show: impl Fn(Kind, &Estimate) -> String,
) -> String {
    let mut table = plain_table(style);
    let labels = variants.clone().map(|variant| results.variants[variant].label.clone());
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
