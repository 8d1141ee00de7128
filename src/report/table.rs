//! The tables that a run prints: a column a variant, a row a metric, then the paired differences.

use std::ops::Range;

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle, presets};
use console::measure_text_width;

use super::accuracy;
use super::digits::Digits;
use super::feasibility;
use super::markdown;
use super::words::wrapped;
use crate::experiment::{Estimate, Metric, Results, Scope};

/// How a table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Text,
    /// For a manuscript or an issue.
    Markdown,
}

impl Style {
    /// Characters of a line where nobody says how wide it may be.
    fn usual_width(self) -> usize {
        match self {
            Style::Text => 100,
            Style::Markdown => 200,
        }
    }
}

/// Narrowest column that a variant's label is broken to.
const NARROWEST: usize = 12;
/// A metric's label is broken to this where its row has two lines anyway.
const METRIC_WIDTH: usize = 16;

/// A metric in every variant.
struct Row<'r> {
    metric: Metric,
    cells: Vec<Option<&'r Estimate>>,
}

impl Row<'_> {
    fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        self.cells.iter().filter_map(|cell| *cell)
    }

    fn is_zero(&self) -> bool {
        self.estimates().all(|estimate| estimate.value == 0.0)
    }
}

/// What is estimated in every variant, and how every variant differs from the first one. Lines are no wider than so
/// many characters as far as that can be had: the variants are dealt to as many tables as it takes.
pub fn overview(results: &Results, style: Style, width: Option<usize>) -> String {
    let width = width.unwrap_or(style.usual_width());
    let mut text = format!(
        "{}\n{}; in brackets the {} interval\n\n",
        heading(&results.title, style),
        worlds(results),
        results.level
    );
    let variants = 0..results.variants.len();
    let estimates = rows(variants.clone(), |variant, metric| results.summary(variant, Scope::All, metric));
    text += &section(results, &estimates, variants, false, (style, width));
    if let Some(remark) = feasibility::remark(results) {
        text += &format!("\n{}", wrapped(&escaped(&remark, style), 0, width));
    }
    if results.variants.len() > 1 {
        let first = &results.variants[0].label;
        let caption = format!("Difference from {first}, {}", pairing(results));
        text += &format!("\n\n{}\n\n", heading(&caption, style));
        let variants = 1..results.variants.len();
        let differences = rows(variants.clone(), |variant, metric| results.difference(variant, Scope::All, metric));
        text += &section(results, &differences, variants, true, (style, width));
    }
    text += &accuracy::tables(results, (style, width));
    text += &changes(results, (style, width));
    for number in 0..results.decompositions.len() {
        text += &format!("\n\n{}", decomposition(results, number, (style, width)));
    }
    text.push('\n');
    text
}

/// How many worlds, and of how many years.
fn worlds(results: &Results) -> String {
    let counted = |number: f64, noun: &str| format!("{number} {noun}{}", if number == 1.0 { "" } else { "s" });
    let all = || results.variants.iter().map(|variant| variant.worlds.replications);
    let (fewest, most) = (all().min().unwrap_or(0), all().max().unwrap_or(0));
    let worlds = counted(most as f64, "world");
    let worlds = if fewest == most { worlds } else { format!("{fewest} to {worlds}") };
    format!("{worlds} of {}", counted(results.years, "year"))
}

/// How variants are compared with the first one.
fn pairing(results: &Results) -> &'static str {
    let is_paired = |number: usize| results.variants[number].worlds.seed == results.variants[0].worlds.seed;
    let paired = (1..results.variants.len()).filter(|&number| is_paired(number)).count();
    if paired == results.variants.len() - 1 {
        "paired by world"
    } else if paired == 0 {
        "in other worlds: not paired"
    } else {
        "paired by world where the seed is the same"
    }
}

/// How every further named period differs from the first one, within each variant.
fn changes(results: &Results, form: (Style, usize)) -> String {
    let mut periods = results.named_periods();
    let Some(first) = periods.next() else { return String::new() };
    let label = |period: usize| results.periods[period].label.as_str();
    let mut text = String::new();
    for period in periods {
        let caption =
            format!("Difference of {} from {} within each variant, paired by world", label(period), label(first));
        let variants = 0..results.variants.len();
        let rows = rows(variants.clone(), |variant, metric| results.change(variant, period, metric));
        if !rows.is_empty() {
            text += &format!("\n\n{}\n\n{}", heading(&caption, form.0), section(results, &rows, variants, true, form));
        }
    }
    text
}

/// A change and what it is made of: a row a factor, a column a metric.
fn decomposition(results: &Results, number: usize, form: (Style, usize)) -> String {
    let decomposition = &results.decompositions[number];
    let label = |variant: usize| escaped(&results.variants[variant].label, form.0);
    let to = decomposition.to.map_or("all of this".to_owned(), label);
    let caption =
        format!("{}: from {} to {to}, shared out", decomposition.label, results.variants[decomposition.from].label);
    let orders = match &decomposition.orders {
        None => "Shapley shares over all orders".to_owned(),
        Some(orders) => format!("Shapley shares over {} sampled orders", orders.len()),
    };
    let metrics: Vec<Metric> = Metric::ALL.into_iter().filter(|m| results.share(number, *m, None).is_some()).collect();
    if metrics.is_empty() {
        return format!(
            "{}\n\nNothing can be told: some set of these factors has no cases.",
            heading(&caption, form.0)
        );
    }
    let factors: Vec<Option<usize>> = (0..decomposition.factors.len()).map(Some).chain([None]).collect();
    let cells: Vec<Vec<String>> = metrics.iter().map(|metric| shares(results, number, *metric, &factors)).collect();
    let table = |below: bool| {
        let mut table = plain_table(form.0);
        table.set_header(std::iter::once("").chain(metrics.iter().map(|metric| metric.label())));
        for (row, factor) in factors.iter().enumerate() {
            let name = factor.map_or("Total", |factor| decomposition.factors[factor].label.as_str());
            let name = escaped(name, form.0);
            let cell =
                |column: &Vec<String>| if below { column[row].replacen(" [", "\n[", 1) } else { column[row].clone() };
            table.add_row(std::iter::once(name).chain(cells.iter().map(cell)));
        }
        table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
        table.trim_fmt()
    };
    let one = table(false);
    let wide = one.lines().any(|line| measure_text_width(line) > form.1);
    let table = if wide && form.0 == Style::Text { table(true) } else { one };
    format!("{}\n{orders}\n\n{table}", heading(&caption, form.0))
}

/// The shares of a metric in the look of its differences, by factor.
fn shares(results: &Results, number: usize, metric: Metric, factors: &[Option<usize>]) -> Vec<String> {
    let estimates: Vec<_> = factors.iter().map(|factor| results.share(number, metric, *factor)).collect();
    let digits = Digits::of(metric, true, estimates.iter().copied().flatten());
    let cell = |estimate: &Estimate| {
        digits.value(estimate) + &digits.interval(estimate).map_or(String::new(), |interval| format!(" {interval}"))
    };
    estimates.into_iter().map(|estimate| estimate.map_or(String::new(), cell)).collect()
}

/// The metrics of which there is something to tell. Adopted is the same as passed as long as there are no opt-outs;
/// it is told once.
fn rows<'r>(variants: Range<usize>, cell: impl Fn(usize, Metric) -> Option<&'r Estimate>) -> Vec<Row<'r>> {
    let row = |metric| Row { metric, cells: variants.clone().map(|variant| cell(variant, metric)).collect() };
    let passed = row(Metric::PassRate);
    let told = |row: &Row| row.cells.iter().any(Option::is_some);
    let again = |row: &Row| row.metric == Metric::ShareAdopted && row.cells == passed.cells;
    Metric::ALL.into_iter().map(row).filter(|row| told(row) && !again(row)).collect()
}

/// The tables of some rows, and under them the metrics that are 0 in all of these variants.
fn section(results: &Results, rows: &[Row], variants: Range<usize>, signed: bool, form: (Style, usize)) -> String {
    let (zero, told): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.is_zero());
    let labels: Vec<String> = variants.map(|v| escaped(&results.variants[v].label, form.0)).collect();
    let tables = Tables { rows: &told, labels: &labels, signed, style: form.0 };
    let mut text = tables.within(form.1);
    if !zero.is_empty() {
        let names: Vec<&str> = zero.iter().map(|row| row.metric.label()).collect();
        let what = if signed { "No difference anywhere" } else { "0 everywhere" };
        text += &format!("{}{what}: {}.", if told.is_empty() { "" } else { "\n\n" }, names.join(", "));
    }
    text
}

/// Rows that are to be laid out.
struct Tables<'r> {
    rows: &'r [&'r Row<'r>],
    labels: &'r [String],
    signed: bool,
    style: Style,
}

impl Tables<'_> {
    /// One table if it is no wider than that. Else, in a terminal, intervals stand below their estimates, so that more
    /// variants stand side by side; what does not fit even so follows in further tables.
    fn within(&self, width: usize) -> String {
        let all = 0..self.labels.len();
        if self.rows.is_empty() || all.is_empty() {
            return String::new();
        }
        let fits = |table: &String| table.lines().all(|line| measure_text_width(line) <= width);
        let one = Some(self.table(all.clone(), false)).filter(fits);
        one.unwrap_or_else(|| dealt(all, |block| self.table(block, self.style == Style::Text), fits).join("\n\n"))
    }

    fn table(&self, variants: Range<usize>, below: bool) -> String {
        let cells: Vec<Vec<String>> = self.rows.iter().map(|row| self.cells(row, variants.clone(), below)).collect();
        let lines = cells.iter().flatten().flat_map(|cell| cell.lines());
        let widest = lines.map(measure_text_width).max().unwrap_or(0).max(NARROWEST);
        let label = |v: usize| match self.style {
            Style::Text => broken(&self.labels[v], widest),
            Style::Markdown => self.labels[v].clone(),
        };
        let mut table = plain_table(self.style);
        table.set_header(std::iter::once(String::new()).chain(variants.map(label)));
        for (row, cells) in self.rows.iter().zip(cells) {
            let name = row.metric.label();
            let name = if below { broken(name, METRIC_WIDTH) } else { name.to_owned() };
            table.add_row(std::iter::once(name).chain(cells));
        }
        for column in table.column_iter_mut().skip(1) {
            column.set_cell_alignment(CellAlignment::Right);
            if below {
                column.set_padding((0, 1));
            }
        }
        table.trim_fmt()
    }

    fn cells(&self, row: &Row, variants: Range<usize>, below: bool) -> Vec<String> {
        let digits = Digits::of(row.metric, self.signed, row.estimates());
        let between = if below { "\n" } else { " " };
        let cell = |estimate: &Estimate| {
            let interval = digits.interval(estimate).map(|interval| format!("{between}{interval}"));
            digits.value(estimate) + &interval.unwrap_or_default()
        };
        row.cells[variants].iter().map(|estimate| estimate.map_or(String::new(), cell)).collect()
    }
}

/// Tables of as many columns as fit, but at least one, until all are told.
fn dealt(all: Range<usize>, table: impl Fn(Range<usize>) -> String, fits: impl Fn(&String) -> bool) -> Vec<String> {
    let mut tables = Vec::new();
    let mut from = all.start;
    while from < all.end {
        let first = (from + 1, table(from..from + 1));
        let more = (from + 2..=all.end).map(|to| (to, table(from..to)));
        let (to, fullest) = more.take_while(|(_, table)| fits(table)).last().unwrap_or(first);
        tables.push(fullest);
        from = to;
    }
    tables
}

/// A label in lines no wider than `width`: between words where that is possible.
pub(super) fn broken(label: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in label.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        let joined = measure_text_width(line) + 1 + measure_text_width(word);
        match line.is_empty() {
            true => line.push_str(word),
            false if joined <= width => line.extend([" ", word]),
            false => lines.push(word.to_owned()),
        }
        while let Some((head, tail)) = cut(lines.last().expect("there is always a line"), width) {
            lines.pop();
            lines.extend([head, tail]);
        }
    }
    lines.join("\n")
}

/// A line that is wider than `width`, cut there.
fn cut(line: &str, width: usize) -> Option<(String, String)> {
    if measure_text_width(line) <= width {
        return None;
    }
    let ends = line.char_indices().skip(1).map(|(at, _)| at);
    let fits = |at: &usize| measure_text_width(&line[..*at]) <= width;
    let at = ends.clone().take_while(fits).last().or_else(|| ends.clone().next())?;
    Some((line[..at].to_owned(), line[at..].to_owned()))
}

/// A title of its own line.
pub(super) fn heading(text: &str, style: Style) -> String {
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

#[cfg(test)]
mod tests {
    use super::super::plots::fixture;
    use super::*;

    fn widest(text: &str) -> usize {
        text.lines().map(measure_text_width).max().unwrap_or(0)
    }

    /// How many tables there are, each of which has three rules.
    fn tables(text: &str) -> usize {
        text.lines().filter(|line| line.starts_with('─')).count() / 3
    }

    #[test]
    fn columns_are_dealt_as_far_as_they_fit() {
        let table = |variants: Range<usize>| {
            let labels: Vec<String> = variants.map(|variant| format!("column {variant}")).collect();
            labels.join("|")
        };
        let within = |all: Range<usize>, width: usize| dealt(all, table, |text| text.len() <= width);
        assert_eq!(within(0..4, 35), ["column 0|column 1|column 2|column 3"]);
        assert_eq!(within(0..4, 34), ["column 0|column 1|column 2", "column 3"]);
        assert_eq!(within(1..4, 17), ["column 1|column 2", "column 3"]);
        assert_eq!(within(1..3, 3), ["column 1", "column 2"], "one at least, however narrow");
    }

    #[test]
    fn five_variants_stand_side_by_side_in_a_hundred_columns() {
        let mut results = fixture::sized(5, 6, 2, 2);
        results.accuracy.clear();
        let text = overview(&results, Style::Text, Some(100));
        assert!(widest(&text) <= 100 && tables(&text) == 2, "{text}");
    }

    #[test]
    fn lines_stay_within_their_width_however_many_variants_there_are() {
        let results = fixture::sized(40, 6, 2, 2);
        for (style, width, at_most) in
            [(Style::Text, None, 100), (Style::Text, Some(80), 80), (Style::Markdown, None, 200)]
        {
            let text = overview(&results, style, width);
            assert!(widest(&text) <= at_most, "{} columns", widest(&text));
            let last = &results.variants[39].label.split(' ').next_back().unwrap().to_owned();
            assert!(text.contains(last), "every variant is there");
        }
    }

    #[test]
    fn a_wide_terminal_has_intervals_beside_estimates() {
        let mut results = fixture::results();
        results.accuracy.clear();
        let text = overview(&results, Style::Text, Some(160));
        assert!(text.lines().any(|line| line.contains("Passed ") && line.matches('[').count() == 4), "{text}");
        assert_eq!(tables(&text), 2);
    }

    #[test]
    fn rows_of_zeros_are_named_and_left_out() {
        let mut results = fixture::results();
        let zero = |metric| metric == Metric::ShareDiverted || metric == Metric::SharePending;
        let summary = results.summary.iter_mut().filter(|row| zero(row.metric));
        summary.for_each(|row| row.estimate.value = 0.0);
        let differences = results.differences.iter_mut().filter(|row| zero(row.metric));
        differences.for_each(|row| row.estimate.value = 0.0);
        let text = overview(&results, Style::Text, Some(160));
        assert!(!text.lines().any(|line| line.trim_start().starts_with("Diverted")), "{text}");
        assert!(text.contains("\n\n0 everywhere: Diverted, Pending.\n"), "{text}");
        assert!(text.contains("\n\nNo difference anywhere: Diverted, Pending.\n"), "{text}");
        results.summary.iter_mut().for_each(|row| row.estimate.value = 0.0);
        assert!(overview(&results, Style::Text, None).contains("interval\n\n0 everywhere: Passed, "));
    }

    #[test]
    fn adopted_is_told_where_it_is_not_the_same_as_passed() {
        let told = |results: &Results| overview(results, Style::Text, None).contains("\n Adopted  ");
        let mut results = fixture::results();
        assert!(!told(&results));
        let adopted = results.summary.iter_mut().find(|row| row.metric == Metric::ShareAdopted).unwrap();
        adopted.estimate.value -= 0.1;
        assert!(told(&results));
    }

    #[test]
    fn labels_are_broken_between_words_and_where_there_is_none() {
        assert_eq!(broken("Ten (since 2024)", 10), "Ten (since\n2024)");
        assert_eq!(broken("Ten", 10), "Ten");
        assert_eq!(broken("a Donaudampfschiff", 10), "a\nDonaudampf\nschiff");
        assert_eq!(broken("", 10), "");
        assert_eq!(broken("扩大", 1), "扩\n大".to_owned(), "one letter at least");
    }

    #[test]
    fn labels_cannot_break_a_manuscript() {
        assert_eq!(escaped("a|b <i>", Style::Markdown), "a\\|b \\<i\\>");
        assert_eq!(escaped("a|b <i>", Style::Text), "a|b <i>");
        assert_eq!(heading("a|b", Style::Markdown), "### a\\|b");
    }
}
