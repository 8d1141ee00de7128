//! Why proposals stall: an agreement was missed, or no text would have done.

use super::bars::{self, Bar, Interval, Part, Words};
use super::reading::Reading;
use super::sheet::{Key, Sample};
use super::{Figure, Options, axis, palette};
use crate::experiment::{Metric, Results, Scope};

/// Stacked bars of missed agreements and gridlock.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let bars: Vec<_> = (0..results.variants.len()).map(|variant| bar(results, variant)).collect();
    if bars.iter().all(|bar| bar.parts.is_empty()) {
        return None;
    }
    let key = |color, label: &str| Key { sample: Sample::Fill(color), label: label.to_owned() };
    let words = Words {
        name: "stalls",
        title: "Why proposals stall",
        legend: vec![
            key(palette::MISSED, "Missed agreements: a text was not found"),
            key(palette::GRIDLOCK, "Gridlock: no text would do"),
        ],
        intervals: format!(
            "Whiskers: {} intervals, the upper of missed agreements, the lower of both together.",
            results.level
        ),
        axis: "% of proposals taken up",
    };
    let ends = bars.iter().flat_map(|bar| {
        let total = bar.parts.iter().map(|part| part.share).sum();
        bar.intervals.iter().map(|interval| interval.ends.1).chain([total])
    });
    let (_, most) = axis::range(ends.chain([0.0]), (0.0, 100.0));
    Some(bars::figure(results, options, &words, &bars, most))
}

fn bar(results: &Results, variant: usize) -> Bar {
    let share = |metric| Reading::percent(results, variant, Scope::All, metric);
    let part = |metric: Metric, color| {
        let told = |r: &Reading| r.told(&format!("{}, {}", results.variants[variant].label, metric.label()), "%");
        share(metric).map(|r| Part { share: r.value.max(0.0), color, told: told(&r) })
    };
    let interval = |metric, height| share(metric)?.interval.map(|ends| Interval { ends, height });
    let parts: Vec<_> = [part(Metric::MissedRate, palette::MISSED), part(Metric::GridlockRate, palette::GRIDLOCK)]
        .into_iter()
        .flatten()
        .collect();
    let intervals = match parts.is_empty() {
        true => Vec::new(),
        false => {
            [interval(Metric::MissedRate, 0.28), interval(Metric::StallRate, 0.72)].into_iter().flatten().collect()
        }
    };
    // Where it could not be asked in any area it is not that nothing was tabled.
    let asked = results.variants[variant].unexamined.len() < results.areas.len();
    let empty = if asked { bars::NO_PROPOSALS } else { "not asked: the rule needs nobody in particular" };
    Bar { label: results.variants[variant].label.clone(), empty, parts, intervals }
}
