//! One field with numbers: a curve with its band for every variant; other fields make panels.

use super::super::axis::{self, Scale};
use super::super::calendar::{band, draw_beside, runs};
use super::super::canvas::{Canvas, Stroke};
use super::super::looks::{cut_note, keys_among, looks_among};
use super::super::reading::Reading;
use super::super::sheet::{DOUBLE, SINGLE, Sheet};
use super::super::{Figure, Options};
use super::along::{Along, TICKS};
use super::panels::{Group, Layout, Wanted, fields_note, groups, shown};
use super::{Told, caption, title};
use crate::report::sweep::SweepResults;

const MARKER_SIZE: f64 = 3.6;

pub fn figure(results: &SweepResults, told: &Told, across: usize, options: &Options) -> Option<Figure> {
    let looks = looks_among(&results.variants);
    let all = groups(results, &[across]);
    let chosen = shown(all.len());
    let panels: Vec<&Group> = chosen.iter().map(|&index| &all[index]).collect();
    let axis = &results.sweep.axes[across];
    let sheet = Sheet {
        name: told.metric.name(),
        options,
        usual_width: if panels.len() > 1 { DOUBLE } else { SINGLE },
        title: title(results, told, &[across]),
        legend: if looks.len() > 1 { keys_among(&results.variants, &looks) } else { Vec::new() },
        caption: caption(
            results,
            &format!("Bands: {} intervals.", results.level),
            &[
                &fields_note(results, &[across]),
                &cut_note(panels.len(), all.len(), "panels"),
                &cut_note(looks.len(), results.variants.len(), "variants"),
            ],
        ),
    };
    let readings = panels.iter().flat_map(|group| &group.points).flat_map(|&point| &told.readings[point]);
    let reach: Vec<f64> =
        readings.filter_map(|estimate| Reading::of(estimate.as_ref(), told.unit)).flat_map(|r| r.reach()).collect();
    let range = axis::range(reach.into_iter(), told.limits());
    let beside = Scale::new(range, 120.0, 0.0).label_width() + 5.0;
    let wanted = Wanted {
        panels: panels.len(),
        narrowest: 120.0,
        beside,
        below: TICKS,
        shape: 0.62,
        headed: panels.len() > 1,
        footed: true,
    };
    let (left, right) = sheet.edges();
    let layout = Layout::new(&wanted, right - left, sheet.room());
    Some(sheet.draw(layout.total(), |canvas, body| {
        for (number, group) in panels.iter().enumerate() {
            let plot = layout.plot(body, number);
            layout.draw_heading(canvas, plot, &group.title);
            let along = Along::new(axis, plot.left, plot.right, 0.03);
            let upwards = Scale::new(range, plot.bottom, plot.top);
            draw_beside(canvas, &upwards, plot);
            along.draw_below(canvas, plot, false);
            draw(canvas, results, told, (across, &along, &upwards), group);
        }
        layout.draw_titles(canvas, body, &axis.path, &told.title());
    }))
}

/// The bands of all variants, then their lines.
fn draw(
    canvas: &mut Canvas,
    results: &SweepResults,
    told: &Told,
    (across, along, upwards): (usize, &Along, &Scale),
    group: &Group,
) {
    let looks = looks_among(&results.variants);
    let mut points = group.points.clone();
    let place = |point: usize| along.at(&results.points[point].levels[across]);
    points.sort_by(|a, b| place(*a).total_cmp(&place(*b)));
    let read = |point: usize, variant: usize| Reading::of(told.readings[point][variant].as_ref(), told.unit);
    let opacity = (0.8 / looks.len() as f64).clamp(0.07, 0.2);
    for look in &looks {
        let interval = |&point: &usize| {
            let (low, high) = read(point, look.variant)?.interval?;
            Some((place(point), (upwards.clamped(low), upwards.clamped(high))))
        };
        let intervals: Vec<_> = points.iter().map(interval).collect();
        for run in runs(&intervals) {
            match run[..] {
                [(x, (low, high))] => canvas.line((x, low), (x, high), Stroke { color: look.color, width: 0.6 }),
                _ => canvas.polygon(&band(&run), look.color, opacity),
            }
        }
    }
    let dense = points.len() > 40;
    for look in &looks {
        let at = |&point: &usize| read(point, look.variant).map(|r| (place(point), upwards.clamped(r.value)));
        let places: Vec<_> = points.iter().map(at).collect();
        for run in runs(&places) {
            canvas.path(&run, Stroke { color: look.color, width: 1.0 });
            let every = if dense { run.len().div_ceil(12) } else { 1 };
            run.iter().step_by(every).for_each(|at| look.marker.draw(canvas, *at, MARKER_SIZE, look.color));
        }
    }
}
