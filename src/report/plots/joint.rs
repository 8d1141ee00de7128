//! Who objects together: a heat map a variant.

use std::collections::BTreeMap;

use super::axis::{GRID, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke, in_mm};
use super::sheet::{DOUBLE, MARGIN, SINGLE, Sheet, caption};
use super::text::{Font, HEADING, LABEL, SMALL};
use super::{Figure, Options, axis, palette};
use crate::experiment::{Endpoint, Results};

/// Least side of a cell in which labels of rows stay apart.
const LEAST_CELL: f64 = 7.2;
/// Side from which on panels may stand side by side for good.
const FAIR_CELL: f64 = 11.0;
const LARGEST_CELL: f64 = 16.0;
/// A single panel of so many members takes two columns.
const CROWD: usize = 11;
const GAP: f64 = 12.0;
/// Longer names of members are cut.
const WIDEST_LABEL: f64 = 100.0;
/// Room for the colour bar with its ticks and title.
const BAR_HEIGHT: f64 = 34.0;

/// The panels' common layout.
struct Layout {
    columns: usize,
    cell: f64,
    /// Labels of the members, left of a row of panels and under the last one of a column.
    labels: Vec<String>,
    label_room: f64,
    title_height: f64,
}

/// One heat map a variant, with a common scale of colours.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let variants: Vec<_> = (0..results.variants.len()).filter(|v| !shares(results, *v).is_empty()).collect();
    let members = members(results);
    let largest = variants.iter().flat_map(|v| shares(results, *v)).map(|(_, share)| share).fold(0.0, f64::max);
    if variants.is_empty() || members.is_empty() {
        return None;
    }
    let full = options.width_or(if variants.len() == 1 && members.len() < CROWD { SINGLE } else { DOUBLE });
    let layout = Layout::new(results, &variants, &members, full - 2.0 * MARGIN);
    let sheet = Sheet {
        name: "joint-objections",
        options,
        usual_width: in_mm(layout.width() + 2.0 * MARGIN).clamp(SINGLE, in_mm(full).max(SINGLE)),
        title: "Who objects together".to_owned(),
        legend: Vec::new(),
        caption: caption(results, "", &remark(results, &variants, &members)),
    };
    let colors = ColorScale { most: if largest > 0.0 { largest } else { 1.0 } };
    let panel_rows = variants.len().div_ceil(layout.columns);
    let panel_height = layout.title_height + layout.side();
    let height = panel_rows as f64 * (panel_height + GAP) + layout.label_room + BAR_HEIGHT;
    Some(sheet.draw(height, |canvas, body| {
        for (i, variant) in variants.iter().enumerate() {
            let (row, column) = (i / layout.columns, i % layout.columns);
            let x = body.left + layout.label_room + column as f64 * (layout.side() + GAP);
            let y = body.top + row as f64 * (panel_height + GAP) + layout.title_height;
            let title = &results.variants[*variant].label;
            layout.draw_title(canvas, title, (x, y));
            draw_cells(canvas, results, *variant, &members, (layout.cell, (x, y)), &colors);
            let nothing_below = i + layout.columns >= variants.len();
            layout.draw_labels(canvas, (x, y), column == 0, nothing_below);
        }
        let bar_width = (body.width() - layout.label_room - 6.0).min(200.0);
        let top = body.bottom - BAR_HEIGHT;
        colors.draw(canvas, Rect::at((body.left + layout.label_room, top), bar_width, 8.0));
    }))
}

impl Layout {
    fn new(results: &Results, variants: &[usize], members: &[usize], width: f64) -> Layout {
        let labels: Vec<_> = members.iter().map(|m| shortened(&results.members[*m].1, SMALL, WIDEST_LABEL)).collect();
        let label_room = SMALL.widest(&labels) + 4.0;
        let cell = |columns: usize| {
            let room = width - label_room - GAP * (columns as f64 - 1.0);
            (room / columns as f64 / members.len() as f64).min(LARGEST_CELL)
        };
        let most = |least: f64| (2..=variants.len().min(4)).rev().find(|columns| cell(*columns) >= least);
        let columns = most(FAIR_CELL).or(most(LEAST_CELL)).unwrap_or(1);
        let columns = variants.len().div_ceil(variants.len().div_ceil(columns));
        let mut layout = Layout { columns, cell: cell(columns), labels, label_room, title_height: 0.0 };
        let lines = |v: &usize| HEADING.wrap(&results.variants[*v].label, layout.side()).len();
        let most_lines = variants.iter().map(lines).max().unwrap_or(1);
        layout.title_height = HEADING.leading() * most_lines as f64 + 3.0;
        layout
    }

    /// Width of the panels and their labels.
    fn width(&self) -> f64 {
        self.label_room + self.columns as f64 * (self.side() + GAP) - GAP
    }

    /// Side of a panel.
    fn side(&self) -> f64 {
        self.cell * self.labels.len() as f64
    }

    fn draw_title(&self, canvas: &mut Canvas, title: &str, (x, y): Point) {
        let lines = HEADING.wrap(title, self.side());
        let middle = y - 3.0 - HEADING.leading() * lines.len() as f64 / 2.0;
        canvas.lines(&lines, (x, middle), Align::Left, HEADING);
    }

    fn draw_labels(&self, canvas: &mut Canvas, (x, y): Point, beside: bool, below: bool) {
        for (i, label) in self.labels.iter().enumerate() {
            let middle = self.cell * (i as f64 + 0.5);
            if beside {
                canvas.text(label, (x - 3.0, y + middle), Align::Right, SMALL);
            }
            if below {
                canvas.text_upwards(label, (x + middle, y + self.side() + 3.0), Align::Right, SMALL);
            }
        }
    }
}

fn draw_cells(
    canvas: &mut Canvas,
    results: &Results,
    variant: usize,
    members: &[usize],
    (side, (x, y)): (f64, Point),
    colors: &ColorScale,
) {
    let shares = shares(results, variant);
    let seated = |m: usize| shares.iter().any(|((a, b), _)| *a == m || *b == m);
    let known: BTreeMap<(usize, usize), f64> = shares.iter().copied().collect();
    let share_of = |a: usize, b: usize| known.get(&(a, b)).or_else(|| known.get(&(b, a))).copied();
    for (row, a) in members.iter().enumerate() {
        for (column, b) in members.iter().enumerate() {
            let cell = Rect::at((x + side * column as f64, y + side * row as f64), side, side);
            match share_of(*a, *b) {
                _ if a == b && seated(*a) => canvas.rect(cell, palette::GRID),
                Some(share) => colors.draw_cell(canvas, cell, share),
                None => palette::hatch(canvas, cell),
            }
        }
    }
    canvas.outline(Rect::at((x, y), side * members.len() as f64, side * members.len() as f64), axis::AXIS);
}

/// Viridis from none to the largest share.
struct ColorScale {
    most: f64,
}

impl ColorScale {
    fn draw_cell(&self, canvas: &mut Canvas, cell: Rect, share: f64) {
        let color = palette::viridis(share / self.most);
        canvas.rect(cell, color);
        let digits = format!("{share:.0}");
        if SMALL.width("00").max(SMALL.width(&digits)) + 2.0 <= cell.width() {
            canvas.text(&digits, cell.centre(), Align::Centre, SMALL.colored(palette::ink_on(color)));
        }
    }

    fn draw(&self, canvas: &mut Canvas, bar: Rect) {
        const STEPS: usize = 64;
        let scale = Scale::new((0.0, self.most), bar.left, bar.right);
        for step in 0..STEPS {
            let at = |step: usize| bar.left + bar.width() * step as f64 / STEPS as f64;
            let color = palette::viridis((step as f64 + 0.5) / STEPS as f64);
            canvas.rect(Rect { left: at(step), right: at(step + 1), ..bar }, color);
        }
        for (value, label) in scale.ticks(Round::Decimal, |label| SMALL.width(label) + 9.0) {
            let x = scale.at(value);
            canvas.line((x, bar.bottom), (x, bar.bottom + 2.0), Stroke { color: axis::AXIS.color, ..GRID });
            canvas.text(&label, (x, bar.bottom + 7.0), Align::Centre, SMALL);
        }
        canvas.text("both object, % of failing polls", (bar.left, bar.bottom + 18.0), Align::Left, LABEL);
    }
}

/// What the reader may miss.
fn remark(results: &Results, variants: &[usize], members: &[usize]) -> String {
    let absent = |shares: &[((usize, usize), f64)], m: usize| shares.iter().all(|((a, b), _)| *a != m && *b != m);
    let hatched = variants.iter().any(|variant| {
        let shares = shares(results, *variant);
        members.iter().any(|member| absent(&shares, *member))
    });
    let hatched = hatched.then_some("Hatched: not at the table.");
    let left_out =
        (variants.len() < results.variants.len()).then_some("Variants in which no poll fails have no panel.");
    hatched.into_iter().chain(left_out).collect::<Vec<_>>().join(" ")
}

/// Pairs of members with the share of failing polls in which both object, in per cent.
fn shares(results: &Results, variant: usize) -> Vec<((usize, usize), f64)> {
    let of_variant = results.blocking.iter().filter(|block| block.variant == variant);
    of_variant
        .filter_map(|block| match block.endpoint {
            Endpoint::With { other, jointly } => Some(((block.member, other), jointly * 100.0)),
            Endpoint::Alone { .. } => None,
        })
        .filter(|((a, b), share)| a != b && share.is_finite())
        .collect()
}

/// Members who sit in any variant or are in any pair, in the order of the file.
fn members(results: &Results) -> Vec<usize> {
    let pairs: Vec<_> = (0..results.variants.len()).flat_map(|v| shares(results, v)).collect();
    let told = |m: usize| pairs.iter().any(|((a, b), _)| *a == m || *b == m);
    (0..results.members.len()).filter(|m| told(*m)).collect()
}

/// A label, cut where it is wider than `width`.
fn shortened(label: &str, font: Font, width: f64) -> String {
    if font.width(label) <= width {
        return label.to_owned();
    }
    let mut kept = label.to_owned();
    while font.width(&format!("{}…", kept.trim_end())) > width && kept.pop().is_some() {}
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_does_not_fit_is_cut() {
        let label = "Member state 07";
        let width = SMALL.width(label);
        assert_eq!(shortened(label, SMALL, width), label);
        assert_eq!(shortened(label, SMALL, width - 1.0), "Member state…");
        assert_eq!(shortened(label, SMALL, 0.0), "…");
    }
}
