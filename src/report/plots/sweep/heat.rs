//! Two fields with numbers: a map of cells for every variant, with the contour of a threshold; other fields make panels.

use plotters::style::RGBColor;

use super::super::axis::{Scale, number};
use super::super::canvas::{Align, Canvas, Rect, Stroke};
use super::super::looks::cut_note;
use super::super::palette;
use super::super::sheet::{DOUBLE, SINGLE, Sheet};
use super::super::text::{LABEL, SMALL};
use super::super::{Figure, Options};
use super::along::{Along, TICKS, edges};
use super::contour::contour;
use super::panels::{Layout, Wanted, fields_note, groups, shown};
use super::{Told, caption, title};
use crate::experiment::Kind;
use crate::report::sweep::{History, SweepResults};

/// Room for the bar of colours.
const BAR: f64 = 26.0;
/// Room that the labels of the vertical axis may take.
const BESIDE: f64 = 60.0;

/// What is mapped.
struct Field<'f> {
    name: &'static str,
    title: String,
    /// What the bar of colours is called.
    unit: String,
    /// Panels with their heading and values by point.
    panels: Vec<(String, Vec<(usize, f64)>)>,
    range: (f64, f64),
    /// Whether large values are dark.
    reversed: bool,
    threshold: Option<f64>,
    notes: Vec<String>,
    axes: (usize, usize),
    options: &'f Options,
}

pub fn figure(results: &SweepResults, told: &Told, axes: (usize, usize), options: &Options) -> Option<Figure> {
    let groups = groups(results, &[axes.0, axes.1]);
    let variants = &results.variants;
    let mut panels = Vec::new();
    for group in &groups {
        for (index, variant) in variants.iter().enumerate() {
            let value = |&point: &usize| Some((point, told.unit * told.readings[point][index]?.value));
            let heading = match (variants.len(), group.title.is_empty()) {
                (1, false) => group.title.clone(),
                (_, true) => variant.label.clone(),
                _ => format!("{}: {}", variant.label, group.title),
            };
            panels.push((heading, group.points.iter().filter_map(value).collect::<Vec<_>>()));
        }
    }
    let default = (told.metric.kind() == Kind::Share).then_some(0.5);
    let threshold = results.sweep.threshold.or(default).map(|threshold| threshold * told.unit);
    let values = || panels.iter().flat_map(|(_, values)| values).map(|(_, value)| *value);
    let range = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let field = Field {
        name: told.metric.name(),
        title: title(results, told, &[axes.0, axes.1]),
        unit: told.title(),
        range,
        reversed: false,
        threshold: threshold.filter(|threshold| range.0 <= *threshold && *threshold <= range.1),
        notes: Vec::new(),
        panels,
        axes,
        options,
    };
    Some(field.draw(results))
}

pub fn implausibility(
    results: &SweepResults,
    history: &History,
    worst: &[Option<f64>],
    axes: (usize, usize),
    options: &Options,
) -> Option<Figure> {
    let groups = groups(results, &[axes.0, axes.1]);
    let panels = groups.iter().map(|group| {
        let values = group.points.iter().filter_map(|&point| Some((point, worst[point]?.min(3.0 * history.cutoff))));
        (group.title.clone(), values.collect())
    });
    let remain = worst.iter().flatten().filter(|worst| **worst < history.cutoff).count();
    let field = Field {
        name: "implausibility",
        title: format!("What remains: {remain} of {} points", results.points.len()),
        unit: "Greatest implausibility".to_owned(),
        panels: panels.collect(),
        range: (0.0, 3.0 * history.cutoff),
        reversed: true,
        threshold: Some(history.cutoff),
        notes: vec![format!(
            "Contour: {}; what is below it remains. Discrepancy {}. What is beyond the end of the colours has the last one.",
            history.cutoff, history.discrepancy
        )],
        axes,
        options,
    };
    Some(field.draw(results))
}

impl Field<'_> {
    fn draw(&self, results: &SweepResults) -> Figure {
        let chosen = shown(self.panels.len());
        let axes = &results.sweep.axes;
        let (across, up) = (&axes[self.axes.0], &axes[self.axes.1]);
        let contour = self.threshold.filter(|_| !self.reversed).map_or(String::new(), |threshold| {
            format!(
                "Contour: {}{}.",
                number(threshold, decimals(self.range)),
                if self.unit.ends_with('%') { " %" } else { "" }
            )
        });
        let notes = [contour, fields_note(results, &[self.axes.0, self.axes.1])].into_iter().chain(self.notes.clone());
        let notes: Vec<String> = notes.chain([cut_note(chosen.len(), self.panels.len(), "panels")]).collect();
        let sheet = Sheet {
            name: self.name,
            options: self.options,
            usual_width: if chosen.len() > 1 { DOUBLE } else { SINGLE },
            title: self.title.clone(),
            legend: Vec::new(),
            caption: caption(results, "", &notes.iter().map(String::as_str).collect::<Vec<_>>()),
        };
        let headed = chosen.len() > 1 || !self.panels[0].0.is_empty() && results.variants.len() > 1;
        let wanted = Wanted {
            panels: chosen.len(),
            narrowest: 110.0,
            beside: Along::new(up, 120.0, 0.0, 0.0).at_levels(up).width_beside(BESIDE) + 6.0,
            below: TICKS,
            shape: (1.3 * up.levels().len() as f64 / across.levels().len() as f64).clamp(0.25, 0.8),
            headed,
            footed: true,
        };
        let (left, right) = sheet.edges();
        let layout = Layout::new(&wanted, right - left, sheet.room() - BAR);
        sheet.draw(layout.total() + BAR, |canvas, body| {
            for (number, &panel) in chosen.iter().enumerate() {
                let plot = layout.plot(body, number);
                layout.draw_heading(canvas, plot, &self.panels[panel].0);
                self.draw_panel(canvas, results, plot, &self.panels[panel].1);
            }
            layout.draw_titles(canvas, body, &across.path, &up.path);
            self.draw_bar(canvas, Rect { top: body.bottom - BAR, ..body });
        })
    }

    fn draw_panel(&self, canvas: &mut Canvas, results: &SweepResults, plot: Rect, values: &[(usize, f64)]) {
        let (across, up) = (&results.sweep.axes[self.axes.0], &results.sweep.axes[self.axes.1]);
        let places = |axis: usize, from: f64, to: f64| -> Vec<f64> {
            let axis = &results.sweep.axes[axis];
            let along = Along::new(axis, from, to, 0.5 / (axis.levels().len() as f64 - 1.0));
            axis.levels().iter().map(|level| along.at(level)).collect()
        };
        let (xs, ys) = (places(self.axes.0, plot.left, plot.right), places(self.axes.1, plot.bottom, plot.top));
        let mut cells = vec![vec![None; ys.len()]; xs.len()];
        for (point, value) in values {
            let place = |axis: usize| {
                let text = &results.points[*point].levels[axis].text;
                results.sweep.axes[axis].levels().iter().position(|level| level.text == *text)
            };
            if let (Some(i), Some(j)) = (place(self.axes.0), place(self.axes.1)) {
                cells[i][j] = Some(*value);
            }
        }
        canvas.rect(plot, palette::GRID);
        let (lefts, bottoms) = (edges(&xs), edges(&ys));
        for (i, column) in cells.iter().enumerate() {
            for (j, value) in column.iter().enumerate() {
                let Some(value) = value else { continue };
                // Within the plot, whatever distances levels have.
                let x = [lefts[i], lefts[i + 1]].map(|x| x.clamp(plot.left, plot.right));
                let y = [bottoms[j], bottoms[j + 1]].map(|y| y.clamp(plot.top, plot.bottom));
                let cell =
                    Rect { left: x[0].min(x[1]), right: x[0].max(x[1]), top: y[0].min(y[1]), bottom: y[0].max(y[1]) };
                self.draw_cell(canvas, cell, *value);
            }
        }
        if let Some(threshold) = self.threshold {
            for (from, to) in contour(&xs, &ys, |i, j| cells[i][j], threshold) {
                canvas.line(from, to, Stroke { color: palette::WHITE, width: 2.2 });
                canvas.line(from, to, Stroke { color: palette::INK, width: 1.1 });
            }
        }
        let margin = |axis: &crate::scenario::sweep::Axis| 0.5 / (axis.levels().len() as f64 - 1.0);
        Along::new(across, plot.left, plot.right, margin(across)).at_levels(across).draw_below(canvas, plot, false);
        Along::new(up, plot.bottom, plot.top, margin(up)).at_levels(up).draw_beside(canvas, plot, BESIDE);
    }

    fn draw_cell(&self, canvas: &mut Canvas, cell: Rect, value: f64) {
        let color = self.color(value);
        canvas.rect(cell, color);
        let text = number(value, decimals(self.range));
        if SMALL.width(&text) + 3.0 <= cell.width() && cell.bottom - cell.top >= SMALL.leading() + 1.0 {
            canvas.text(&text, cell.centre(), Align::Centre, SMALL.colored(palette::ink_on(color)));
        }
    }

    fn color(&self, value: f64) -> RGBColor {
        let (low, high) = self.range;
        let share = if high > low { (value - low) / (high - low) } else { 0.5 };
        palette::viridis(if self.reversed { 1.0 - share } else { share })
    }

    /// What the colours mean.
    fn draw_bar(&self, canvas: &mut Canvas, room: Rect) {
        const STEPS: usize = 60;
        let title = LABEL.width(&self.unit);
        let left = (room.left + title + 10.0).min(room.right - 60.0);
        let bar =
            Rect { left, right: (left + 150.0).min(room.right - 8.0), top: room.top + 5.0, bottom: room.top + 12.0 };
        canvas.text(&self.unit, (room.left, (bar.top + bar.bottom) / 2.0), Align::Left, LABEL);
        let (low, high) = self.range;
        for step in 0..STEPS {
            let x = |step: usize| bar.left + bar.width() * step as f64 / STEPS as f64;
            let value = low + (high - low) * (step as f64 + 0.5) / STEPS as f64;
            canvas.rect(Rect { left: x(step), right: x(step + 1), ..bar }, self.color(value));
        }
        if high > low {
            Along::of_numbers((low, high), bar.left, bar.right).draw_below(canvas, bar, false);
        } else {
            canvas.text(&number(low, decimals(self.range)), (bar.centre().0, bar.bottom + 7.0), Align::Centre, SMALL);
        }
        if let Some(threshold) = self.threshold.filter(|_| high > low) {
            let x = Scale::new(self.range, bar.left, bar.right).clamped(threshold);
            canvas.line((x, bar.top - 2.0), (x, bar.bottom), Stroke { color: palette::INK, width: 1.1 });
        }
    }
}

/// As many decimals as tell the values of a range apart.
fn decimals((low, high): (f64, f64)) -> usize {
    let size = if high > low { high - low } else { high.abs().max(1.0) };
    (1.0 - libm::floor(libm::log10(size))).clamp(0.0, 4.0) as usize
}
