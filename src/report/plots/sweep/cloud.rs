//! Points that are spread over a box: a panel a field, with what was found over its values.

use plotters::style::RGBColor;

use super::super::axis::{self, Scale};
use super::super::calendar::draw_beside;
use super::super::canvas::{Align, Stroke};
use super::super::looks::{cut_note, keys_among, looks_among};
use super::super::palette::{self, Marker};
use super::super::reading::Reading;
use super::super::sheet::{DOUBLE, Key, SINGLE, Sample, Sheet};
use super::super::text::LABEL;
use super::super::{Figure, Options};
use super::along::{Along, TICKS};
use super::panels::{HEADING_HEIGHT, Layout, Wanted};
use super::{Told, caption};
use crate::report::sweep::{History, SweepResults};

/// Distance between the variants at a word.
const LANE: f64 = 4.6;

/// A point of a cloud.
struct Dot {
    point: usize,
    value: f64,
    marker: Marker,
    color: RGBColor,
    /// Beside its place, where values are words and many dots have the same.
    aside: f64,
}

/// A panel a field, with the same dots in each.
struct Cloud<'c> {
    sheet: Sheet<'c>,
    dots: Vec<Dot>,
    range: (f64, f64),
    title: String,
    /// A line that is drawn through all of them.
    line: Option<f64>,
}

pub fn figure(results: &SweepResults, told: &Told, options: &Options) -> Option<Figure> {
    let looks = looks_among(&results.variants);
    let mut dots = Vec::new();
    for point in 0..results.points.len() {
        for (lane, look) in looks.iter().enumerate() {
            let Some(reading) = Reading::of(told.readings[point][look.variant].as_ref(), told.unit) else { continue };
            let aside = (lane as f64 - (looks.len() as f64 - 1.0) / 2.0) * LANE;
            dots.push(Dot { point, value: reading.value, marker: look.marker, color: look.color, aside });
        }
    }
    let sheet = Sheet {
        name: told.metric.name(),
        options,
        usual_width: if fields(results).len() > 1 { DOUBLE } else { SINGLE },
        title: format!("{} at {}", told.metric.label(), crate::report::counted(results.points.len(), "point")),
        legend: if looks.len() > 1 { keys_among(&results.variants, &looks) } else { Vec::new() },
        caption: caption(results, "", &[&cut_note(looks.len(), results.variants.len(), "variants")]),
    };
    let range = axis::range(dots.iter().map(|dot| dot.value), told.limits());
    Some(Cloud { sheet, dots, range, title: told.title(), line: None }.draw(results))
}

pub fn implausibility(
    results: &SweepResults,
    history: &History,
    worst: &[Option<f64>],
    options: &Options,
) -> Option<Figure> {
    let most = 3.0 * history.cutoff;
    let (remains, gone) = ((Marker::Disc, palette::BLUE), (Marker::OpenDisc, palette::GREY));
    let dots: Vec<Dot> = worst
        .iter()
        .enumerate()
        .filter_map(|(point, worst)| {
            let worst = (*worst)?;
            let (marker, color) = if worst < history.cutoff { remains } else { gone };
            Some(Dot { point, value: worst.min(most), marker, color, aside: 0.0 })
        })
        .collect();
    let remaining = worst.iter().flatten().filter(|worst| **worst < history.cutoff).count();
    let key = |(marker, color), label: &str| Key { sample: Sample::Point(marker, color), label: label.to_owned() };
    let sheet = Sheet {
        name: "implausibility",
        options,
        usual_width: if fields(results).len() > 1 { DOUBLE } else { SINGLE },
        title: format!("What remains: {remaining} of {} points", results.points.len()),
        legend: vec![key(remains, "Remains"), key(gone, "Ruled out")],
        caption: caption(
            results,
            "",
            &[&format!(
                "Greatest implausibility over {}; dashed: {}. Discrepancy {}. What is beyond the upper end is drawn there.",
                crate::report::counted(history.observed.targets.len(), "target"),
                history.cutoff,
                history.discrepancy
            )],
        ),
    };
    let range = (0.0, axis::range(dots.iter().map(|dot| dot.value).chain([history.cutoff]), (0.0, most)).1);
    let title = "Greatest implausibility".to_owned();
    Some(Cloud { sheet, dots, range, title, line: Some(history.cutoff) }.draw(results))
}

/// The fields that have more than one value.
fn fields(results: &SweepResults) -> Vec<usize> {
    let axes = results.sweep.axes.iter().enumerate();
    axes.filter(|(_, axis)| axis.levels().len() != 1).map(|(index, _)| index).collect()
}

impl Cloud<'_> {
    fn draw(&self, results: &SweepResults) -> Figure {
        let fields = fields(results);
        let beside = Scale::new(self.range, 120.0, 0.0).label_width() + 5.0;
        let wanted = Wanted {
            panels: fields.len(),
            narrowest: 120.0,
            beside,
            below: TICKS + HEADING_HEIGHT,
            shape: 0.7,
            headed: false,
            footed: false,
        };
        let (left, right) = self.sheet.edges();
        let layout = Layout::new(&wanted, right - left, self.sheet.room());
        self.sheet.draw(layout.total(), |canvas, body| {
            for (number, &field) in fields.iter().enumerate() {
                let plot = layout.plot(body, number);
                let axis = &results.sweep.axes[field];
                let along = Along::new(axis, plot.left, plot.right, 0.04);
                let upwards = Scale::new(self.range, plot.bottom, plot.top);
                draw_beside(canvas, &upwards, plot);
                along.draw_below(canvas, plot, false);
                let path = LABEL.shortened(&axis.path, plot.width());
                canvas.text(&path, (plot.centre().0, plot.bottom + 17.0), Align::Centre, LABEL);
                if let Some(line) = self.line {
                    let y = upwards.clamped(line);
                    canvas.dashed((plot.left, y), (plot.right, y), 2.0, Stroke { color: palette::INK, width: 0.8 });
                }
                let size = if self.dots.len() > 400 { 2.2 } else { 3.4 };
                for dot in &self.dots {
                    let aside = if axis.is_numeric() { 0.0 } else { dot.aside };
                    let x = along.at(&results.points[dot.point].levels[field]) + aside;
                    dot.marker.draw(canvas, (x, upwards.clamped(dot.value)), size, dot.color);
                }
            }
            layout.draw_titles(canvas, body, "", &self.title);
        })
    }
}
