//! Why proposals stall: no text would have done, or one was missed.

use super::bars::{self, Bar, Interval, Part};
use super::reading::Reading;
use super::sheet::{Key, SINGLE, Sample, Sheet, caption};
use super::{Figure, Options, axis, palette};
use crate::experiment::{Metric, Results, Scope};

/// Stacked bars of gridlock and missed agreements.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let bars: Vec<_> = (0..results.variants.len()).map(|variant| bar(results, variant)).collect();
    if bars.iter().all(|bar| bar.parts.is_empty()) {
        return None;
    }
    let key = |color, label: &str| Key { sample: Sample::Fill(color), label: label.to_owned() };
    let sheet = Sheet {
        name: "stalls",
        options,
        usual_width: SINGLE,
        title: "Why proposals stall".to_owned(),
        legend: vec![
            key(palette::GRIDLOCK, "Gridlock: no text would do"),
            key(palette::MISSED, "Missed: one was not found"),
        ],
        caption: caption(results, "Whiskers: 95 % intervals, the upper of gridlock, the lower of both together.", ""),
    };
    let ends = bars.iter().flat_map(|bar| {
        let total = bar.parts.iter().map(|part| part.share).sum();
        bar.intervals.iter().map(|interval| interval.ends.1).chain([total])
    });
    let (_, most) = axis::range(ends.chain([0.0]), (0.0, 100.0));
    Some(bars::draw(&sheet, &bars, most, "% of tabled proposals"))
}

fn bar(results: &Results, variant: usize) -> Bar {
    let share = |metric| Reading::percent(results, variant, Scope::All, metric);
    let part = |metric, color| share(metric).map(|r| Part { share: r.value.max(0.0), color });
    let interval = |metric, height| share(metric)?.interval.map(|ends| Interval { ends, height });
    let parts: Vec<_> = [part(Metric::GridlockRate, palette::GRIDLOCK), part(Metric::MissedRate, palette::MISSED)]
        .into_iter()
        .flatten()
        .collect();
    let intervals = match parts.is_empty() {
        true => Vec::new(),
        false => {
            [interval(Metric::GridlockRate, 0.28), interval(Metric::StallRate, 0.72)].into_iter().flatten().collect()
        }
    };
    Bar { label: results.variants[variant].label.clone(), parts, intervals }
}
