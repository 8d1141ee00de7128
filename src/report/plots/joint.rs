//! Who objects together: a triangle of cells a variant, for each pair of members.

use std::collections::{BTreeMap, BTreeSet};

use super::axis::{self, GRID, Round, Scale};
use super::canvas::{Align, Canvas, Point, Rect, Stroke, in_mm};
use super::looks::{cut_note, spaced};
use super::rows::largest;
use super::sheet::{DOUBLE, MARGIN, SINGLE, Sheet, caption};
use super::text::{Font, HEADING, LABEL, SMALL};
use super::{Figure, Options, palette};
use crate::experiment::{Endpoint, Results};

/// Panels that a page has room for.
const MOST_PANELS: usize = 6;
/// Least side of a cell in which labels of rows stay apart.
const LEAST_CELL: f64 = 6.6;
/// Side from which on panels may stand side by side for good.
const FAIR_CELL: f64 = 9.5;
const LARGEST_CELL: f64 = 16.0;
/// A single panel of so many members takes two columns.
const CROWD: usize = 11;
const GAP: f64 = 10.0;
/// Longer names of members are cut.
const WIDEST_LABEL: f64 = 84.0;
/// Room for the colour bar with its ticks and title.
const BAR_HEIGHT: f64 = 34.0;

/// What is told of a variant: in how many per cent of its failing polls a member objects, and two of them do.
struct Panel {
    title: String,
    members: BTreeSet<usize>,
    objects: BTreeMap<usize, f64>,
    pairs: BTreeMap<(usize, usize), f64>,
}

/// Where the panels stand, and how large their cells are.
struct Layout {
    columns: usize,
    cell: f64,
    font: Font,
    /// By panel: the members that have a row there.
    members: Vec<Vec<usize>>,
    titles: Vec<Vec<String>>,
    label_room: f64,
}

/// One triangle a variant, with a common scale of colours. Members that are not at a table have no row there.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let told: Vec<Panel> = (0..results.variants.len()).filter_map(|variant| Panel::of(results, variant)).collect();
    let panels: Vec<&Panel> = spaced(told.len(), MOST_PANELS).into_iter().map(|place| &told[place]).collect();
    let all = members(&panels);
    if panels.is_empty() {
        return None;
    }
    let ranked = most_objecting(&panels, &all);
    let alone = panels.len() == 1 && all.len() < CROWD;
    let full = options.width_or(if alone { SINGLE } else { DOUBLE });
    let labels = Labels::new(results, &all);
    let laid_out = |count: usize| {
        let members = if count < all.len() { &ranked[..count] } else { &all[..] };
        let caption = caption(results, "", &remark(results, (panels.len(), told.len()), (count, all.len())));
        let sheet = |usual_width| Sheet {
            name: "joint-objections",
            options,
            usual_width,
            title: "Who objects together".to_owned(),
            legend: Vec::new(),
            caption: caption.clone(),
        };
        let room = (full - 2.0 * MARGIN, sheet(in_mm(full)).room() - BAR_HEIGHT - 0.1);
        let layout = Layout::of(&panels, members, &labels, room);
        // No wider than it needs, unless its caption then takes the height.
        let narrow = sheet(in_mm(layout.width() + 2.0 * MARGIN).clamp(SINGLE.min(in_mm(full)), in_mm(full)));
        let enough = layout.height() + BAR_HEIGHT <= narrow.room();
        (if enough { narrow } else { sheet(in_mm(full)) }, layout)
    };
    let fits = |count: usize| {
        let (sheet, layout) = laid_out(count);
        layout.cell >= LEAST_CELL && layout.height() + BAR_HEIGHT <= sheet.room()
    };
    let (sheet, layout) = laid_out(largest(all.len(), fits));
    let shares = panels.iter().flat_map(|panel| panel.pairs.values());
    let most = shares.copied().fold(0.0, f64::max);
    let colors = ColorScale { most: if most > 0.0 { most } else { 1.0 } };
    Some(sheet.draw(layout.height() + BAR_HEIGHT, |canvas, body| {
        for (i, panel) in panels.iter().enumerate() {
            layout.draw(canvas, (i, panel), (body.left, body.top), &labels, &colors);
        }
        let bar = Rect::at((body.left, body.bottom - BAR_HEIGHT), (body.width() - 6.0).min(200.0), 8.0);
        colors.draw(canvas, bar);
    }))
}

impl Panel {
    /// Nothing where no poll failed, or where there are no pairs.
    fn of(results: &Results, variant: usize) -> Option<Panel> {
        let info = &results.variants[variant];
        let (objects, pairs) = (BTreeMap::new(), BTreeMap::new());
        let mut panel = Panel { title: info.label.clone(), members: BTreeSet::new(), objects, pairs };
        for block in results.blocking.iter().filter(|block| block.variant == variant) {
            let member = block.member;
            match block.endpoint {
                Endpoint::Alone { objects, .. } => {
                    percent(objects).map(|share| panel.objects.insert(member, share));
                }
                Endpoint::With { other, jointly } if other != member => {
                    percent(jointly).map(|share| panel.pairs.insert((member.min(other), member.max(other)), share));
                }
                Endpoint::With { .. } => {}
            }
        }
        let together = panel.pairs.keys().flat_map(|(a, b)| [*a, *b]);
        panel.members = panel.objects.keys().copied().chain(together).collect();
        (!panel.pairs.is_empty()).then_some(panel)
    }
}

fn percent(share: f64) -> Option<f64> {
    Some(share * 100.0).filter(|share| share.is_finite())
}

/// Members who are at some table, in the order of the file.
fn members(panels: &[&Panel]) -> Vec<usize> {
    let told: BTreeSet<usize> = panels.iter().flat_map(|panel| panel.members.iter().copied()).collect();
    told.into_iter().collect()
}

/// Those first that in some variant object most often.
fn most_objecting(panels: &[&Panel], members: &[usize]) -> Vec<usize> {
    let most =
        |member: &usize| panels.iter().filter_map(|panel| panel.objects.get(member)).copied().fold(0.0, f64::max);
    let mut ranked: Vec<(f64, usize)> = members.iter().map(|member| (most(member), *member)).collect();
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranked.into_iter().map(|(_, member)| member).collect()
}

fn remark(results: &Results, panels: (usize, usize), members: (usize, usize)) -> String {
    let none = panels.1 < results.variants.len();
    let none = if none { "Variants in which no poll fails have no panel." } else { "" };
    let members = cut_note(members.0, members.1, "members: those that object most often in any variant shown");
    let parts = [members, cut_note(panels.0, panels.1, "variants"), none.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

impl Layout {
    /// In as many columns as leave fair cells in that width and height, or else in those that leave the largest.
    fn of(panels: &[&Panel], members: &[usize], labels: &Labels, room: (f64, f64)) -> Layout {
        let rows: Vec<Vec<usize>> = panels
            .iter()
            .map(|panel| members.iter().copied().filter(|member| panel.members.contains(member)).collect())
            .collect();
        let layout = |columns: usize| {
            let width = (room.0 - GAP * (columns as f64 - 1.0)) / columns as f64;
            let titles = panels.iter().map(|panel| HEADING.wrap(&panel.title, width)).collect();
            let mut layout = Layout { columns, cell: 0.0, font: SMALL, members: rows.clone(), titles, label_room: 0.0 };
            layout.label_room = labels.room(members);
            let most = rows.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64;
            let rest = room.1 - layout.height();
            let deepest: usize = rows.chunks(columns).map(|row| row.iter().map(Vec::len).max().unwrap_or(0)).sum();
            layout.cell =
                ((width - layout.label_room) / most).min(rest / deepest.max(1) as f64).clamp(0.0, LARGEST_CELL);
            layout.font = Font { size: (layout.cell - 0.4).clamp(5.8, SMALL.size), ..SMALL };
            layout
        };
        let layouts = || (1..=panels.len()).map(layout);
        let fair = layouts().rfind(|layout| layout.cell >= FAIR_CELL);
        let largest = || layouts().reduce(|best, next| if next.cell > best.cell { next } else { best });
        fair.or_else(largest).expect("there is a panel")
    }

    fn panel_width(&self) -> f64 {
        let most = self.members.iter().map(Vec::len).max().unwrap_or(0);
        self.cell * most as f64 + self.label_room
    }

    fn width(&self) -> f64 {
        self.columns as f64 * (self.panel_width() + GAP) - GAP
    }

    /// Heights of the rows of panels, with the gap below.
    fn row_heights(&self) -> Vec<f64> {
        let rows = self.members.chunks(self.columns).zip(self.titles.chunks(self.columns));
        let height = |(members, titles): (&[Vec<usize>], &[Vec<String>])| {
            let cells = members.iter().map(Vec::len).max().unwrap_or(0) as f64 * self.cell;
            title_height(titles.iter().map(Vec::len).max().unwrap_or(0)) + cells + GAP
        };
        rows.map(height).collect()
    }

    fn height(&self) -> f64 {
        self.row_heights().iter().sum()
    }

    fn draw(&self, canvas: &mut Canvas, (i, panel): (usize, &Panel), at: Point, labels: &Labels, colors: &ColorScale) {
        let (row, column) = (i / self.columns, i % self.columns);
        let row_start = row * self.columns;
        let lines = self.titles[row_start..(row_start + self.columns).min(self.titles.len())].iter().map(Vec::len);
        let x = at.0 + column as f64 * (self.panel_width() + GAP);
        let top = at.1 + self.row_heights()[..row].iter().sum::<f64>();
        let y = top + title_height(lines.max().unwrap_or(0));
        let title = &self.titles[i];
        canvas.lines(title, (x, y - 3.0 - HEADING.leading() * title.len() as f64 / 2.0), Align::Left, HEADING);
        for (row, a) in self.members[i].iter().enumerate() {
            for (column, b) in self.members[i][..row].iter().enumerate() {
                let cell = Rect::at((x + self.cell * column as f64, y + self.cell * row as f64), self.cell, self.cell);
                if let Some(share) = panel.pairs.get(&(*a.min(b), *a.max(b))) {
                    colors.draw_cell(canvas, cell, *share, self.font);
                    let what = format!("{}, {} and {}", panel.title, labels.of(*b), labels.of(*a));
                    canvas.tell(cell, format!("{what}: {share:.1} %"));
                }
            }
            let at = (x + self.cell * row as f64 + 2.0, y + self.cell * (row as f64 + 0.5));
            canvas.text(labels.of(*a), at, Align::Left, self.font);
        }
    }
}

fn title_height(lines: usize) -> f64 {
    HEADING.leading() * lines as f64 + 3.0
}

/// The members' names, cut where they are long.
struct Labels(BTreeMap<usize, String>);

impl Labels {
    /// Cut at their ends or, where that leaves two the same, at their beginnings.
    fn new(results: &Results, members: &[usize]) -> Labels {
        let names: Vec<&str> = members.iter().map(|member| results.members[*member].1.as_str()).collect();
        let different = |labels: &[String]| labels.iter().collect::<BTreeSet<_>>().len();
        let ends = names.iter().map(|name| shortened(name, WIDEST_LABEL, false)).collect::<Vec<_>>();
        let beginnings = names.iter().map(|name| shortened(name, WIDEST_LABEL, true)).collect::<Vec<_>>();
        let labels = if different(&beginnings) > different(&ends) { beginnings } else { ends };
        Labels(members.iter().copied().zip(labels).collect())
    }

    fn of(&self, member: usize) -> &str {
        self.0.get(&member).map_or("", String::as_str)
    }

    /// How far they reach beyond the cells at the end of which they stand.
    fn room(&self, members: &[usize]) -> f64 {
        members.iter().map(|member| SMALL.width(self.of(*member))).fold(0.0, f64::max) + 2.0
    }
}

/// A label, cut at its end or at its beginning where it is wider than `width`.
fn shortened(label: &str, width: f64, at_beginning: bool) -> String {
    if SMALL.width(label) <= width {
        return label.to_owned();
    }
    let mut kept: Vec<char> = label.chars().collect();
    let written = |kept: &[char]| {
        let text: String = kept.iter().collect();
        if at_beginning { format!("…{}", text.trim_start()) } else { format!("{}…", text.trim_end()) }
    };
    while !kept.is_empty() && SMALL.width(&written(&kept)) > width {
        kept.remove(if at_beginning { 0 } else { kept.len() - 1 });
    }
    written(&kept)
}

/// Viridis from none to the largest share.
struct ColorScale {
    most: f64,
}

impl ColorScale {
    fn draw_cell(&self, canvas: &mut Canvas, cell: Rect, share: f64, font: Font) {
        let color = palette::viridis(share / self.most);
        canvas.rect(cell, color);
        let digits = format!("{share:.0}");
        if font.width("00").max(font.width(&digits)) + 1.5 <= cell.width() {
            canvas.text(&digits, cell.centre(), Align::Centre, font.colored(palette::ink_on(color)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_does_not_fit_is_cut() {
        let label = "Member state 07";
        let width = SMALL.width(label);
        assert_eq!(shortened(label, width, false), label);
        assert_eq!(shortened(label, width - 1.0, false), "Member state…");
        assert_eq!(shortened(label, width - 1.0, true), "…mber state 07");
        assert_eq!(shortened(label, 0.0, false), "…");
    }
}
