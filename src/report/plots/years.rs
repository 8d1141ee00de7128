//! Year by year: pass rate, what is adopted, how long it takes and who takes part, with bands.

use super::super::digits::in_percent;
use super::axis::{self, Scale};
use super::calendar::{self, Calendar, band, runs};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::looks::{self, Look, looks_of};
use super::reading::Reading;
use super::sheet::{DOUBLE, Sheet, caption};
use super::text::HEADING;
use super::{Figure, Options};
use crate::experiment::{Metric, Results, Scope};

/// Height of a plot.
const HEIGHT: f64 = 84.0;
/// Where a plot would be lower the last panels are left out.
const LEAST_HEIGHT: f64 = 40.0;
const HEADING_HEIGHT: f64 = 13.0;
const GAP: f64 = 9.5;
/// No panel is narrower where there are two beside each other.
const NARROWEST: f64 = 165.0;
const MARKER_SIZE: f64 = 3.6;
/// Distance between two markers of a line.
const BETWEEN_MARKERS: f64 = 13.0;

const PANELS: [(Metric, &str); 6] = [
    (Metric::PassRate, "Passed, % of tabled"),
    (Metric::TabledPerYear, "Tabled a year"),
    (Metric::AdoptedPerYear, "Adopted a year"),
    (Metric::MonthsToAdoption, "Months to adoption"),
    (Metric::OutputPerYear, "Output a year, utility units"),
    (Metric::Participation, "Taking part, % of members"),
];

/// A metric with its reading by variant and year.
struct Panel {
    heading: &'static str,
    /// By look.
    lines: Vec<Vec<Option<Reading>>>,
    limits: (f64, f64),
}

/// Lines with bands over the calendar years, a panel a metric, a line a variant.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let calendar = Calendar::of(results)?;
    let told = |v: usize| calendar.years.iter().any(|(year, _)| read(results, v, *year, Metric::PassRate).is_some());
    let looks = looks_of(results, told);
    let panels: Vec<Panel> =
        PANELS.iter().filter_map(|(metric, heading)| Panel::of(results, &calendar, &looks, *metric, heading)).collect();
    if panels.is_empty() {
        return None;
    }
    let sheet = Sheet {
        name: "years",
        options,
        usual_width: DOUBLE,
        title: "Year by year".to_owned(),
        legend: if looks.len() > 1 { looks::keys(results, &looks) } else { Vec::new() },
        caption: caption(
            results,
            &format!("Bands: {} intervals.", results.level),
            format!(
                "By the year in which it was tabled; adopted and output by the year of the decision. {} {} {}",
                calendar.end_note(results),
                calendar.note(results),
                looks::variants_note(results)
            )
            .trim(),
        ),
    };
    let (left, right) = sheet.edges();
    let columns = if right - left >= 2.0 * NARROWEST && panels.len() > 1 { 2 } else { 1 };
    let width = (right - left - GAP * (columns as f64 - 1.0)) / columns as f64;
    let above = HEADING_HEIGHT + calendar.above();
    let around = above + calendar::BELOW + 4.0;
    let plot_height = |count: usize| (sheet.room() + 3.0) / count.div_ceil(columns) as f64 - around;
    let shown = (1..=panels.len()).rev().find(|count| plot_height(*count) >= LEAST_HEIGHT).unwrap_or(1);
    let (panels, rows, height) = (&panels[..shown], shown.div_ceil(columns), plot_height(shown).min(HEIGHT));
    let of_row = around + height;
    let room =
        panels.iter().map(|panel| panel.upwards(Rect::at((0.0, 0.0), 1.0, height)).label_width()).fold(0.0, f64::max)
            + 5.0;
    Some(sheet.draw(of_row * rows as f64 - 4.0, |canvas, body| {
        for (number, panel) in panels.iter().enumerate() {
            let (row, column) = (number / columns, number % columns);
            let corner = (body.left + (width + GAP) * column as f64, body.top + of_row * row as f64);
            let plot = Rect::at((corner.0 + room, corner.1 + above), width - room - 7.0, height);
            canvas.text(panel.heading, (corner.0, corner.1 + HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
            panel.draw(canvas, &calendar, &looks, plot);
            panel.tell(canvas, (results, &calendar), &looks, plot);
        }
    }))
}

impl Panel {
    /// `None` where there is nothing to tell, or nothing but that everybody takes part.
    fn of(
        results: &Results,
        calendar: &Calendar,
        looks: &[Look],
        metric: Metric,
        heading: &'static str,
    ) -> Option<Panel> {
        let line =
            |look: &Look| calendar.years.iter().map(|(year, _)| read(results, look.variant, *year, metric)).collect();
        let lines: Vec<Vec<Option<Reading>>> = looks.iter().map(line).collect();
        let readings = || lines.iter().flatten().flatten();
        let everybody = metric == Metric::Participation && readings().all(|reading| reading.value == 100.0);
        let limits = if unit(metric) == 100.0 { (0.0, 100.0) } else { (f64::MIN, f64::MAX) };
        let limits = if matches!(metric, Metric::TabledPerYear | Metric::AdoptedPerYear | Metric::MonthsToAdoption) {
            (0.0, f64::MAX)
        } else {
            limits
        };
        (readings().next().is_some() && !everybody).then_some(Panel { heading, lines, limits })
    }

    fn upwards(&self, plot: Rect) -> Scale {
        let reach = self.lines.iter().flatten().flatten().flat_map(Reading::reach);
        Scale::new(axis::range(reach, self.limits), plot.bottom, plot.top)
    }

    /// Says what every point stands for.
    fn tell(&self, canvas: &mut Canvas, (results, calendar): (&Results, &Calendar), looks: &[Look], plot: Rect) {
        let (upwards, across) = (self.upwards(plot), calendar.scale(plot));
        let half = (across.per_unit() / 2.0).min(4.0);
        for (line, look) in self.lines.iter().zip(looks) {
            for (reading, (_, year)) in line.iter().zip(&calendar.years) {
                let Some(reading) = reading else { continue };
                let (x, y) = (across.at(*year), upwards.clamped(reading.value));
                let what = format!("{}, {year}, {}", results.variants[look.variant].label, self.heading);
                canvas.tell(Rect::at((x - half, y - 2.5), 2.0 * half, 5.0), reading.told(&what, ""));
            }
        }
    }

    fn draw(&self, canvas: &mut Canvas, calendar: &Calendar, looks: &[Look], plot: Rect) {
        let (upwards, across) = (self.upwards(plot), calendar.scale(plot));
        calendar::draw_beside(canvas, &upwards, plot);
        calendar.draw_below(canvas, plot);
        calendar.draw_marks(canvas, plot);
        let x = |year: usize| across.at(calendar.years[year].1);
        // Many bands over each other are to be seen through.
        let opacity = (0.8 / looks.len() as f64).clamp(0.07, 0.2);
        for (line, look) in self.lines.iter().zip(looks) {
            let interval = |(year, reading): (usize, &Option<Reading>)| {
                let (low, high) = reading.as_ref()?.interval?;
                Some((x(year), (upwards.clamped(low), upwards.clamped(high))))
            };
            let intervals: Vec<_> = line.iter().enumerate().map(interval).collect();
            for run in runs(&intervals) {
                match run[..] {
                    [(x, (low, high))] => canvas.line((x, low), (x, high), Stroke { color: look.color, width: 0.6 }),
                    _ => canvas.polygon(&band(&run), look.color, opacity),
                }
            }
        }
        let every = (BETWEEN_MARKERS / across.per_unit()).ceil().max(1.0) as usize;
        for (number, (line, look)) in self.lines.iter().zip(looks).enumerate() {
            let point = |(year, reading): (usize, &Option<Reading>)| {
                reading.as_ref().map(|reading| (year, x(year), upwards.clamped(reading.value)))
            };
            let points: Vec<_> = line.iter().enumerate().map(point).collect();
            for run in runs(&points) {
                let path: Vec<_> = run.iter().map(|(_, x, y)| (*x, *y)).collect();
                canvas.path(&path, Stroke { color: look.color, width: 1.0 });
                // Those of different lines do not meet; a point alone has one in any case.
                let marked = run.iter().filter(|(year, ..)| run.len() == 1 || (year + number).is_multiple_of(every));
                marked.for_each(|(_, x, y)| look.marker.draw(canvas, (*x, *y), MARKER_SIZE, look.color));
            }
        }
    }
}

/// In per cent, or as it is.
fn unit(metric: Metric) -> f64 {
    if in_percent(metric) || metric == Metric::Participation { 100.0 } else { 1.0 }
}

fn read(results: &Results, variant: usize, year: usize, metric: Metric) -> Option<Reading> {
    Reading::of(results.summary(variant, Scope::Period(year), metric), unit(metric))
}
