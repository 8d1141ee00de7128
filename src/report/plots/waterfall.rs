//! What a change is made of: from the value of one variant, factor by factor, to that of another.

use plotters::style::RGBColor;

use super::super::digits::in_percent;
use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Align, Canvas, Rect, Stroke};
use super::looks::cut_note;
use super::palette::{self, Marker};
use super::reading::Reading;
use super::rows::{Rows, whisker};
use super::sheet::{DOUBLE, Key, Sample, Sheet, caption};
use super::text::{HEADING, LABEL};
use super::{Figure, Options};
use crate::experiment::{Metric, Results, Scope};
use crate::model::Decomposition;

/// Height of a bar's row.
const PITCH: f64 = 9.0;
const THICKNESS: f64 = 6.4;
const HEADING_HEIGHT: f64 = 13.0;
const GAP: f64 = 12.0;
/// The axis has no title below its numbers.
const TICKS: f64 = BELOW - 11.0;
/// A panel has at least this width where there are some beside each other.
const NARROWEST: f64 = 105.0;
/// Of so many factors names have two lines.
const FEW: usize = 8;
/// Between two decompositions.
const BETWEEN: f64 = 6.0;

const PANELS: [(Metric, &str); 3] = [
    (Metric::PassRate, "Passed, % of tabled"),
    (Metric::StallRate, "Stalled, % of taken up"),
    (Metric::OutputPerYear, "Output a year, utility units"),
];

/// A decomposition with the rows of its panels.
struct Block<'r> {
    number: usize,
    of: &'r Decomposition,
    /// Where there are others.
    title: String,
    metrics: Vec<(Metric, &'static str)>,
    rows: Rows,
}

/// Where panels stand.
#[derive(Debug, Clone, Copy)]
struct Layout {
    columns: usize,
    width: f64,
    /// What a panel's heading takes above it.
    heading: f64,
}

impl Layout {
    /// In as many columns.
    fn of(columns: usize, whole: f64) -> Layout {
        let width = (whole - GAP * (columns as f64 - 1.0)) / columns as f64;
        let lines = PANELS.iter().map(|(_, heading)| HEADING.wrap(heading, width).len()).max().unwrap_or(1);
        Layout { columns, width, heading: HEADING.leading() * lines as f64 + 4.0 }
    }
}

/// Bars that float from one value to the next, a panel a metric, decompositions one below the other.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let sheet = |shown: usize, all: usize| Sheet {
        name: "decomposition",
        options,
        usual_width: DOUBLE,
        title: "What the change is made of".to_owned(),
        legend: vec![
            Key { sample: Sample::Point(Marker::Diamond, palette::INK), label: "Variant".to_owned() },
            Key { sample: Sample::Fill(palette::BLUE), label: "Factor that adds".to_owned() },
            Key { sample: Sample::Fill(palette::VERMILLION), label: "Factor that takes away".to_owned() },
        ],
        caption: caption(
            results,
            &format!("Whiskers: {} intervals of the factor's share, at the end of the whole change.", results.level),
            format!(
                "Shares are Shapley's: the mean, over the orders in which factors could come, of what each adds. {}",
                cut_note(shown, all, "decompositions")
            )
            .trim(),
        ),
    };
    let (left, right) = sheet(1, 1).edges();
    let blocks: Vec<Block> =
        (0..).zip(&results.decompositions).filter_map(|(n, of)| Block::of(results, n, of, right - left)).collect();
    if blocks.is_empty() {
        return None;
    }
    let label_room = blocks.iter().map(|block| block.rows.label_room()).fold(0.0, f64::max);
    let most = blocks.iter().map(|block| block.metrics.len()).max().unwrap_or(1);
    let room = sheet(1, results.decompositions.len()).room();
    let height = |count: usize, layout| blocks[..count].iter().map(|block| block.height(layout)).sum::<f64>();
    // As many panels beside each other as are wide enough; more where one of many factors would not fit on a page.
    let layouts = || (1..=most).map(|columns| Layout::of(columns, right - left - label_room));
    let wide = layouts().rfind(|layout| layout.width >= NARROWEST).unwrap_or(Layout::of(1, right - left - label_room));
    let layout = if height(1, wide) <= room { wide } else { layouts().next_back().unwrap_or(wide) };
    let shown = (1..=blocks.len()).rev().find(|count| height(*count, layout) <= room).unwrap_or(1);
    Some(sheet(shown, results.decompositions.len()).draw(height(shown, layout), |canvas, body| {
        let mut top = body.top;
        for block in &blocks[..shown] {
            block.draw(canvas, results, layout, (body.left, top, label_room));
            top += block.height(layout);
        }
    }))
}

impl<'r> Block<'r> {
    /// `None` where no metric could be shared out.
    fn of(results: &Results, number: usize, of: &'r Decomposition, width: f64) -> Option<Self> {
        let told = |(metric, _): &(Metric, &str)| start(results, number, of, *metric).is_some();
        let metrics: Vec<_> = PANELS.into_iter().filter(told).collect();
        let from = results.variants[of.from].label.as_str();
        let to = of.to.map_or("All of this", |to| results.variants[to].label.as_str());
        let factors = of.factors.iter().map(|factor| factor.label.as_str());
        let labels = std::iter::once(from).chain(factors).chain([to]);
        let labels =
            labels.map(|label| LABEL.lines(label, width * 0.26, if of.factors.len() > FEW { 1 } else { 2 })).collect();
        let title = if results.decompositions.len() > 1 { HEADING.shortened(&of.label, width) } else { String::new() };
        (!metrics.is_empty()).then_some(Block { number, of, title, metrics, rows: Rows::with_pitch(labels, 1, PITCH) })
    }

    fn height(&self, layout: Layout) -> f64 {
        let rows = self.metrics.len().div_ceil(layout.columns) as f64;
        let title = if self.title.is_empty() { 0.0 } else { HEADING_HEIGHT };
        title + rows * (layout.heading + self.rows.height() + TICKS) + BETWEEN
    }

    fn draw(&self, canvas: &mut Canvas, results: &Results, layout: Layout, (left, top, room): (f64, f64, f64)) {
        canvas.text(&self.title, (left, top + HEADING_HEIGHT / 2.0 - 1.0), Align::Left, HEADING);
        let top = if self.title.is_empty() { top } else { top + HEADING_HEIGHT };
        for (i, (metric, heading)) in self.metrics.iter().enumerate() {
            let (row, column) = (i / layout.columns, i % layout.columns);
            let height = layout.heading + self.rows.height() + TICKS;
            let x = left + room + (layout.width + GAP) * column as f64;
            let plot =
                Rect::at((x, top + layout.heading + height * row as f64), layout.width - 6.0, self.rows.height());
            let lines = HEADING.wrap(heading, layout.width);
            let middle = plot.top - 3.0 - HEADING.leading() * lines.len() as f64 / 2.0;
            canvas.lines(&lines, (x, middle), Align::Left, HEADING);
            if column == 0 {
                self.rows.draw_labels(canvas, plot.left, plot.top);
            }
            self.draw_panel(canvas, results, *metric, plot);
        }
    }

    /// What a bar stands for, in words.
    fn told(&self, results: &Results, row: usize, (metric, bar): (Metric, &Bar)) -> String {
        let percent = in_percent(metric);
        let reading =
            |from: f64| Reading { value: bar.to - from, interval: bar.interval.map(|(a, b)| (a - from, b - from)) };
        let label = |variant: usize| results.variants[variant].label.as_str();
        match row.checked_sub(1).and_then(|factor| self.of.factors.get(factor)) {
            Some(factor) => {
                reading(bar.from).told(&format!("Due to {}", factor.label), if percent { "pp" } else { "" })
            }
            None => {
                let end = self.of.to.map_or("All of this", label);
                let what = if row == 0 { label(self.of.from) } else { end };
                reading(0.0).told(what, if percent { "%" } else { "" })
            }
        }
    }

    fn draw_panel(&self, canvas: &mut Canvas, results: &Results, metric: Metric, plot: Rect) {
        let Some(bars) = bars(results, self.number, self.of, metric) else { return };
        let limits = if in_percent(metric) { (f64::MIN, 100.0) } else { (f64::MIN, f64::MAX) };
        let ends = bars
            .iter()
            .flat_map(|bar| [bar.from, bar.to].into_iter().chain(bar.interval.into_iter().flat_map(|i| [i.0, i.1])));
        let scale = Scale::new(axis::range(ends, limits), plot.left, plot.right);
        self.rows.draw_bands(canvas, plot);
        scale.draw_below(canvas, (plot.top, plot.bottom), "", Round::Decimal);
        for (row, bar) in bars.iter().enumerate() {
            let y = self.rows.lane(plot.top, row, 0);
            let (a, b) = (scale.clamped(bar.from), scale.clamped(bar.to));
            let zone = Rect {
                left: a.min(b) - 2.0,
                right: a.max(b) + 2.0,
                top: y - THICKNESS / 2.0,
                bottom: y + THICKNESS / 2.0,
            };
            canvas.tell(zone, self.told(results, row, (metric, bar)));
            if !bar.is_value {
                let (left, right) = (a.min(b), a.max(b).max(a.min(b) + 0.6));
                canvas.rect(Rect { left, right, top: y - THICKNESS / 2.0, bottom: y + THICKNESS / 2.0 }, bar.color);
            }
            if let Some((low, high)) = bar.interval {
                let ends = (scale.clamped(low), scale.clamped(high));
                whisker(canvas, ends, y, 2.6, Stroke { color: palette::WHITE, width: 2.2 });
                whisker(canvas, ends, y, 2.2, Stroke { color: palette::INK, width: 0.9 });
            }
            if row + 1 < bars.len() {
                let next = self.rows.lane(plot.top, row + 1, 0);
                let pen = Stroke { color: palette::SOFT_INK, width: 0.4 };
                canvas.line((b, y), (b, next - THICKNESS / 2.0), pen);
            }
            if bar.is_value {
                Marker::Diamond.draw(canvas, (b, y), 5.0, bar.color);
            }
        }
    }
}

/// A bar: the value of a variant, or a factor's way from one value to the next.
struct Bar {
    from: f64,
    to: f64,
    /// Around where a factor's bar ends.
    interval: Option<(f64, f64)>,
    color: RGBColor,
    is_value: bool,
}

/// The value from which the change begins, in the units of the axis.
fn start(results: &Results, number: usize, of: &Decomposition, metric: Metric) -> Option<f64> {
    let unit = if in_percent(metric) { 100.0 } else { 1.0 };
    Reading::of(results.share(number, metric, None), unit)?;
    Some(Reading::of(results.summary(of.from, Scope::All, metric), unit)?.value)
}

fn bars(results: &Results, number: usize, of: &Decomposition, metric: Metric) -> Option<Vec<Bar>> {
    let unit = if in_percent(metric) { 100.0 } else { 1.0 };
    let value = |at, interval| Bar { from: at, to: at, interval, color: palette::INK, is_value: true };
    let mut at = start(results, number, of, metric)?;
    let whole = Reading::of(results.share(number, metric, None), unit)?;
    let end = value(at + whole.value, whole.interval.map(|(low, high)| (at + low, at + high)));
    let mut bars = vec![value(at, None)];
    for factor in 0..of.factors.len() {
        let share = Reading::of(results.share(number, metric, Some(factor)), unit)?;
        let color = if share.value < 0.0 { palette::VERMILLION } else { palette::BLUE };
        let interval = share.interval.map(|(low, high)| (at + low, at + high));
        bars.push(Bar { from: at, to: at + share.value, interval, color, is_value: false });
        at += share.value;
    }
    bars.push(end);
    Some(bars)
}
