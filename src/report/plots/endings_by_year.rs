//! How proposals end, by the year in which they were tabled.

use super::axis::Scale;
use super::calendar::{self, Calendar};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::looks::{Look, cut_note, looks_of, spaced};
use super::palette;
use super::reading::Shares;
use super::rows::largest;
use super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::text::HEADING;
use super::{Figure, Options};
use crate::engine::Ending;
use crate::experiment::{Metric, Results, Scope};

/// Height of a plot.
const HEIGHT: f64 = 84.0;
const GAP: f64 = 11.0;
const NARROWEST: f64 = 140.0;
/// Lines of a panel's title.
const TITLE_LINES: usize = 2;
/// Bars that are narrower have no interval.
const LEAST_BAR: f64 = 3.4;

/// The endings from the axis upwards, with what they are a share of.
const PARTS: [(Ending, Metric, &str); 6] = [
    (Ending::Adopted, Metric::ShareAdopted, "Adopted"),
    (Ending::OptOut, Metric::ShareOptOut, "Adopted by some"),
    (Ending::Withdrawn, Metric::ShareWithdrawn, "Withdrawn"),
    (Ending::Diverted, Metric::ShareDiverted, "Diverted"),
    (Ending::Shelved, Metric::ShareShelved, "Shelved"),
    (Ending::Pending, Metric::SharePending, "Pending"),
];

/// Stacked bars over the calendar years, a panel a variant.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let calendar = Calendar::of(results)?;
    let metrics = PARTS.map(|(_, metric, _)| metric).into_iter().chain([Metric::PassRate]).collect::<Vec<_>>();
    let shares = Shares::of(results, &metrics);
    let read = |variant: usize, year: usize, metric| shares.read(variant, Scope::Period(year), metric);
    let told = looks_of(results, |v| calendar.years.iter().any(|(year, _)| read(v, *year, Metric::PassRate).is_some()));
    if told.is_empty() {
        return None;
    }
    let occurs = |metric| {
        let variants = told.iter().flat_map(|look| calendar.years.iter().map(move |(year, _)| (look.variant, *year)));
        variants.filter_map(|(variant, year)| read(variant, year, metric)).any(|reading| reading.value > 0.0)
    };
    let parts: Vec<_> = PARTS.into_iter().filter(|(_, metric, _)| occurs(*metric)).collect();
    let laid_out = |count: usize| {
        let shown: Vec<Look> = spaced(told.len(), count).into_iter().map(|place| told[place]).collect();
        let key = |(ending, _, label): &(Ending, Metric, &str)| Key {
            sample: Sample::Fill(palette::ending(*ending)),
            label: (*label).to_owned(),
        };
        let sheet = Sheet {
            name: "endings-by-year",
            options,
            usual_width: DOUBLE,
            title: "How proposals end, % of those tabled in a year".to_owned(),
            legend: parts.iter().map(key).collect(),
            caption: caption(
                results,
                &format!("Bars: {} intervals of the pass rate.", results.level),
                format!(
                    "{} {} {}",
                    calendar.end_note(results),
                    calendar.note(results),
                    cut_note(count, results.variants.len(), "variants")
                )
                .trim(),
            ),
        };
        let grid = Grid::of(results, &sheet, &shown, &calendar);
        let fits = grid.height() <= sheet.room();
        (sheet, shown, grid, fits)
    };
    let (sheet, shown, grid, _) = laid_out(largest(told.len(), |count| laid_out(count).3));
    Some(sheet.draw(grid.height(), |canvas, body| {
        for (number, look) in shown.iter().enumerate() {
            let plot = grid.draw_frame(canvas, body, number, &calendar);
            let panel = Panel { scale: Scale::new((0.0, 100.0), plot.bottom, plot.top), plot, calendar: &calendar };
            for (place, (year, _)) in calendar.years.iter().enumerate() {
                let stack: Vec<_> = parts
                    .iter()
                    .filter_map(|(ending, metric, _)| Some((*ending, read(look.variant, *year, *metric)?.value)))
                    .collect();
                let interval = read(look.variant, *year, Metric::PassRate).and_then(|reading| reading.interval);
                panel.draw_bar(canvas, place, &stack, interval);
                panel.tell(canvas, (place, &results.variants[look.variant].label), &stack);
            }
            calendar.draw_marks_of(canvas, plot, &results.variants[look.variant].events);
        }
    }))
}

/// Panels in rows and columns.
struct Grid {
    columns: usize,
    width: f64,
    /// Room beside a plot for ticks.
    beside: f64,
    above: f64,
    titles: Vec<Vec<String>>,
}

impl Grid {
    fn of(results: &Results, sheet: &Sheet, shown: &[Look], calendar: &Calendar) -> Grid {
        let (left, right) = sheet.edges();
        let width = |columns: usize| (right - left - GAP * (columns as f64 - 1.0)) / columns as f64;
        let columns = (1..=shown.len().min(3)).rev().find(|columns| width(*columns) >= NARROWEST).unwrap_or(1);
        let title = |look: &Look| HEADING.lines(&results.variants[look.variant].label, width(columns), TITLE_LINES);
        Grid {
            columns,
            width: width(columns),
            beside: Scale::new((0.0, 100.0), HEIGHT, 0.0).label_width() + 5.0,
            above: calendar.above(),
            titles: if results.variants.len() > 1 { shown.iter().map(title).collect() } else { vec![Vec::new()] },
        }
    }

    /// What stands above the plots of a row.
    fn title_height(&self) -> f64 {
        let lines = self.titles.iter().map(Vec::len).max().unwrap_or(0);
        HEADING.leading() * lines as f64 + 3.0 + self.above
    }

    fn row_height(&self) -> f64 {
        self.title_height() + HEIGHT + calendar::BELOW + 5.0
    }

    fn height(&self) -> f64 {
        self.row_height() * self.titles.len().div_ceil(self.columns) as f64 - 5.0
    }

    /// Draws what surrounds a plot; the answer is where it is.
    fn draw_frame(&self, canvas: &mut Canvas, body: Rect, number: usize, calendar: &Calendar) -> Rect {
        let (row, column) = (number / self.columns, number % self.columns);
        let left = body.left + (self.width + GAP) * column as f64;
        let top = body.top + self.row_height() * row as f64;
        let plot = Rect::at((left + self.beside, top + self.title_height()), self.width - self.beside - 7.0, HEIGHT);
        let title = &self.titles[number];
        let middle = plot.top - self.above - 3.0 - HEADING.leading() * title.len() as f64 / 2.0;
        canvas.lines(title, (left, middle), Align::Left, HEADING);
        calendar::draw_beside(canvas, &Scale::new((0.0, 100.0), plot.bottom, plot.top), plot);
        calendar.draw_below(canvas, plot);
        plot
    }
}

struct Panel<'a> {
    plot: Rect,
    scale: Scale,
    calendar: &'a Calendar,
}

impl Panel<'_> {
    /// Says what every part of a bar stands for.
    fn tell(&self, canvas: &mut Canvas, (place, variant): (usize, &str), stack: &[(Ending, f64)]) {
        let (across, year) = (self.calendar.scale(self.plot), self.calendar.years[place].1);
        let (middle, half) = (across.at(year), 0.43 * across.per_unit());
        let mut start = 0.0;
        for (ending, share) in stack {
            let (bottom, top) = (self.scale.clamped(start), self.scale.clamped(start + share));
            start += share;
            let name = PARTS.iter().find(|(of, ..)| of == ending).map_or("", |(.., name)| name);
            let zone = Rect { left: middle - half, right: middle + half, top, bottom };
            if bottom > top {
                canvas.tell(zone, format!("{variant}, {year}, {name}: {share:.1} %"));
            }
        }
    }

    fn draw_bar(&self, canvas: &mut Canvas, place: usize, stack: &[(Ending, f64)], interval: Option<(f64, f64)>) {
        let across = self.calendar.scale(self.plot);
        let (middle, width) = (across.at(self.calendar.years[place].1), across.per_unit());
        let (left, right) = (middle - 0.43 * width, middle + 0.43 * width);
        let mut start = 0.0;
        for (ending, share) in stack {
            let (bottom, top) = (self.scale.clamped(start), self.scale.clamped(start + share));
            if bottom - top > 0.0 {
                canvas.rect(Rect { left, right, top, bottom }, palette::ending(*ending));
                canvas.line((left, top), (right, top), Stroke { color: palette::WHITE, width: 0.4 });
            }
            start += share;
        }
        let Some((low, high)) = interval.filter(|_| right - left >= LEAST_BAR) else { return };
        let (low, high) = (self.scale.clamped(low), self.scale.clamped(high));
        let cap = (0.2 * width).min(2.2);
        for (color, extra) in [(palette::WHITE, 1.2), (palette::INK, 0.0)] {
            canvas.line((middle, low), (middle, high), Stroke { color, width: 0.7 + extra });
            for end in [low, high] {
                canvas.line((middle - cap, end), (middle + cap, end), Stroke { color, width: 0.6 + extra });
            }
        }
    }
}
