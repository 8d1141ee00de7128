//! What all figures of sweeps share: which fields make axes and which make panels, and where panels lie.

use super::super::canvas::{Align, Canvas, Rect};
use super::super::looks::spaced;
use super::super::text::{HEADING, LABEL};
use crate::report::sweep::SweepResults;

/// Room for the heading of a panel.
pub const HEADING_HEIGHT: f64 = 12.0;
/// Room for the title of an axis.
pub const TITLE_HEIGHT: f64 = 11.0;
/// Distance between panels.
const GAP: f64 = 10.0;
/// As many panels can be read.
const MOST: usize = 24;

/// The points that lie in one panel: those with the same values of all fields that are no axis of it.
#[derive(Debug, Clone)]
pub struct Group {
    /// What these values are; empty where there are no such fields.
    pub title: String,
    /// Indices of the points, in their order.
    pub points: Vec<usize>,
}

/// The points by the values of the fields that are not among `axes`.
pub fn groups(results: &SweepResults, axes: &[usize]) -> Vec<Group> {
    let others: Vec<usize> = (0..results.sweep.axes.len())
        .filter(|axis| !axes.contains(axis) && results.sweep.axes[*axis].levels().len() > 1)
        .collect();
    let mut groups: Vec<Group> = Vec::new();
    for (index, point) in results.points.iter().enumerate() {
        let told = others.iter().map(|&axis| {
            let path = &results.sweep.axes[axis].path;
            format!("{} = {}", path.rsplit('.').next().unwrap_or(path), point.levels[axis].text)
        });
        let title = told.collect::<Vec<_>>().join(", ");
        match groups.iter_mut().find(|group| group.title == title) {
            Some(group) => group.points.push(index),
            None => groups.push(Group { title, points: vec![index] }),
        }
    }
    groups
}

/// What a caption says of the fields that make panels, and of those that have one value.
pub fn fields_note(results: &SweepResults, axes: &[usize]) -> String {
    let others = results.sweep.axes.iter().enumerate().filter(|(axis, _)| !axes.contains(axis));
    let told = others.map(|(_, axis)| match axis.levels() {
        [only] => format!("{} = {}.", axis.path, only.text),
        _ => format!("Panels: {}.", axis.path),
    });
    told.collect::<Vec<_>>().join(" ")
}

/// Those of so many panels that are shown.
pub fn shown(all: usize) -> Vec<usize> {
    spaced(all, MOST)
}

/// Panels in rows and columns.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    columns: usize,
    rows: usize,
    /// Room beside each plot.
    beside: f64,
    width: f64,
    /// Of a plot.
    height: f64,
    /// Room below each plot.
    below: f64,
    headed: bool,
    /// Room below all of them.
    foot: f64,
}

/// What a layout has to have room for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// How many panels there are.
    pub panels: usize,
    /// The least width of one.
    pub narrowest: f64,
    /// Room beside each plot for its ticks.
    pub beside: f64,
    /// Room below each plot for its ticks.
    pub below: f64,
    /// Height of a plot, as a share of its width.
    pub shape: f64,
    /// Whether panels have headings.
    pub headed: bool,
    /// Whether there is a title below all of them, as there is beside them.
    pub footed: bool,
}

impl Layout {
    /// Panels in a body so wide, and no higher than that.
    pub fn new(wanted: &Wanted, width: f64, room: f64) -> Self {
        let &Wanted { panels, narrowest, beside, below, shape, headed, footed } = wanted;
        let (width, foot) = (width - TITLE_HEIGHT, if footed { TITLE_HEIGHT } else { 0.0 });
        let fit = ((width + GAP) / (narrowest + GAP)).floor().max(1.0) as usize;
        let most = fit.min(panels).max(1);
        // As few columns as need no more rows.
        let rows = panels.div_ceil(most).max(1);
        let columns = panels.div_ceil(rows).max(1);
        let each = (width - GAP * (columns as f64 - 1.0)) / columns as f64;
        let around = below + 6.0 + if headed { HEADING_HEIGHT } else { 0.0 };
        let highest = (room - foot) / rows as f64 - around;
        let height = ((each - beside) * shape).min(highest).clamp(24.0, 230.0);
        Self { columns, rows, beside, width: each, height, below, headed, foot }
    }

    fn of_row(&self) -> f64 {
        self.height + self.below + 6.0 + if self.headed { HEADING_HEIGHT } else { 0.0 }
    }

    /// Height of all.
    pub fn total(&self) -> f64 {
        self.of_row() * self.rows as f64 + self.foot
    }

    /// Where a plot lies.
    pub fn plot(&self, body: Rect, panel: usize) -> Rect {
        let left = body.left + TITLE_HEIGHT;
        let (row, column) = (panel / self.columns, panel % self.columns);
        let top = body.top + self.of_row() * row as f64 + if self.headed { HEADING_HEIGHT } else { 0.0 };
        let left = left + (self.width + GAP) * column as f64 + self.beside;
        Rect::at((left, top), self.width - self.beside, self.height)
    }

    /// Writes the heading of a panel in at most one line.
    pub fn draw_heading(&self, canvas: &mut Canvas, plot: Rect, text: &str) {
        if self.headed {
            let text = HEADING.shortened(text, plot.width());
            canvas.text(&text, (plot.left, plot.top - HEADING_HEIGHT / 2.0 - 0.5), Align::Left, HEADING);
        }
    }

    /// Writes what is across and up, once for all panels.
    pub fn draw_titles(&self, canvas: &mut Canvas, body: Rect, across: &str, up: &str) {
        let plots_left = body.left + TITLE_HEIGHT + self.beside;
        let middle = (plots_left + body.right) / 2.0;
        let across = LABEL.shortened(across, body.right - plots_left);
        canvas.text(&across, (middle, body.top + self.total() - TITLE_HEIGHT / 2.0 - 2.0), Align::Centre, LABEL);
        let height = self.of_row() * self.rows as f64 - self.below;
        let up = LABEL.shortened(up, height);
        canvas.text_upwards(&up, (body.left + 4.0, body.top + height / 2.0), Align::Centre, LABEL);
    }
}
