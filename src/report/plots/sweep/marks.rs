//! Fields with words only: a row a value, a mark with its interval for every variant.

use super::super::axis::{self, Round, Scale};
use super::super::canvas::{Align, Rect};
use super::super::looks::{cut_note, keys_among, looks_among, spaced};
use super::super::reading::Reading;
use super::super::rows::{Rows, largest, pitch};
use super::super::sheet::{DOUBLE, SINGLE, Sheet};
use super::super::text::{HEADING, LABEL};
use super::super::{Figure, Options};
use super::panels::{Group, HEADING_HEIGHT, fields_note, groups};
use super::{Told, caption, title};
use crate::report::sweep::SweepResults;

/// Room below a panel for its axis.
const TICKS: f64 = 15.0;
const GAP: f64 = 10.0;
const NARROWEST: f64 = 150.0;
/// Lines of a row's label.
const LINES: usize = 3;

/// The field with most values makes the rows; the others make panels.
pub fn figure(results: &SweepResults, told: &Told, options: &Options) -> Option<Figure> {
    let axes = results.sweep.axes.iter().enumerate();
    let by = axes.rev().max_by_key(|(_, axis)| axis.levels().len())?.0;
    let looks = looks_among(&results.variants);
    let all = groups(results, &[by]);
    let levels = results.sweep.axes[by].levels();
    let laid_out = |count: usize| {
        let panels: Vec<&Group> = spaced(all.len(), count).into_iter().map(|index| &all[index]).collect();
        let note = cut_note(panels.len(), all.len(), "panels");
        let sheet = Sheet {
            name: told.metric.name(),
            options,
            usual_width: if all.len() > 1 { DOUBLE } else { SINGLE },
            title: title(results, told, &[by]),
            legend: if looks.len() > 1 { keys_among(&results.variants, &looks) } else { Vec::new() },
            caption: caption(
                results,
                &format!("Bars: {} intervals.", results.level),
                &[&fields_note(results, &[by]), &note, &cut_note(looks.len(), results.variants.len(), "variants")],
            ),
        };
        let (left, right) = sheet.edges();
        let names: Vec<_> = levels.iter().map(|level| LABEL.lines(&level.text, (right - left) * 0.36, LINES)).collect();
        let rows = |pitch| Rows::with_pitch(names.clone(), looks.len(), pitch);
        let free = right - left - rows(1.0).label_room();
        let columns = (((free + GAP) / (NARROWEST + GAP)) as usize).clamp(1, panels.len().max(1));
        let lines = panels.len().div_ceil(columns) as f64;
        let height = |rows: &Rows| lines * (heading(&all) + rows.height() + TICKS) + 9.0;
        let rows = rows(pitch(|pitch| height(&rows(pitch)) <= sheet.room()));
        let (height, room) = (height(&rows), sheet.room());
        (sheet, panels, rows, columns, height, height <= room)
    };
    let (sheet, panels, rows, columns, height, _) = laid_out(largest(all.len(), |count| laid_out(count).5));
    let read = |point: usize, variant: usize| Reading::of(told.readings[point][variant].as_ref(), told.unit);
    let values = panels.iter().flat_map(|group| &group.points);
    let values = values.flat_map(|&point| looks.iter().filter_map(move |look| read(point, look.variant)));
    let reach: Vec<f64> = values.flat_map(|reading| reading.reach()).collect();
    let range = axis::range(reach.into_iter(), told.limits());
    let of_panel = heading(&all) + rows.height() + TICKS;
    Some(sheet.draw(height, |canvas, body| {
        let room = rows.label_room();
        let width = (body.width() - room - GAP * (columns as f64 - 1.0)) / columns as f64;
        for (number, group) in panels.iter().enumerate() {
            let x = body.left + room + (width + GAP) * (number % columns) as f64;
            let top = body.top + of_panel * (number / columns) as f64 + heading(&all);
            let plot = Rect::at((x, top), width - 6.0, rows.height());
            let text = HEADING.shortened(&group.title, plot.width());
            canvas.text(&text, (x, top - HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
            let scale = Scale::new(range, plot.left, plot.right);
            rows.draw_bands(canvas, plot);
            scale.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
            for &point in &group.points {
                let row = levels.iter().position(|level| level.text == results.points[point].levels[by].text);
                for (lane, look) in looks.iter().enumerate() {
                    let Some((row, reading)) = row.zip(read(point, look.variant)) else { continue };
                    rows.draw_reading(canvas, &scale, rows.lane(plot.top, row, lane), *look, reading);
                }
            }
            if number % columns == 0 {
                rows.draw_labels(canvas, plot.left, plot.top);
            }
        }
        let middle = (body.left + room + body.right) / 2.0;
        canvas.text(&told.title(), (middle, body.bottom - 5.0), Align::Centre, LABEL);
    }))
}

fn heading(groups: &[Group]) -> f64 {
    if groups.len() > 1 { HEADING_HEIGHT } else { 0.0 }
}
