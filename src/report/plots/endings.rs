//! How proposals end, by variant.

use super::bars::{self, Bar, Interval, Part};
use super::reading::Reading;
use super::sheet::{Key, SINGLE, Sample, Sheet, caption};
use super::{Figure, Options, palette};
use crate::engine::Ending;
use crate::experiment::{Metric, Results, Scope};

/// Stacked bars of the endings with the interval of the pass rate.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let bars: Vec<_> = (0..results.variants.len()).map(|variant| bar(results, variant)).collect();
    if bars.iter().all(|bar| bar.parts.is_empty()) {
        return None;
    }
    let key = |ending| Key { sample: Sample::Fill(palette::ending(ending)), label: label(ending).to_owned() };
    let sheet = Sheet {
        name: "endings",
        options,
        usual_width: SINGLE,
        title: "How proposals end".to_owned(),
        legend: Ending::ALL.into_iter().map(key).collect(),
        caption: caption(results, "Whiskers: 95 % intervals of the pass rate.", ""),
    };
    Some(bars::draw(&sheet, &bars, 100.0, "% of tabled proposals"))
}

fn bar(results: &Results, variant: usize) -> Bar {
    let share = |ending| Reading::percent(results, variant, Scope::All, metric(ending));
    let part = |ending| share(ending).map(|r| Part { share: r.value.max(0.0), color: palette::ending(ending) });
    let passed = Reading::percent(results, variant, Scope::All, Metric::PassRate);
    let interval = passed.and_then(|reading| reading.interval).map(|ends| Interval { ends, height: 0.5 });
    Bar {
        label: results.variants[variant].label.clone(),
        parts: Ending::ALL.into_iter().filter_map(part).collect(),
        intervals: interval.into_iter().collect(),
    }
}

fn metric(ending: Ending) -> Metric {
    match ending {
        Ending::Adopted => Metric::ShareAdopted,
        Ending::OptOut => Metric::ShareOptOut,
        Ending::Withdrawn => Metric::ShareWithdrawn,
        Ending::Diverted => Metric::ShareDiverted,
        Ending::Shelved => Metric::ShareShelved,
        Ending::Pending => Metric::SharePending,
    }
}

fn label(ending: Ending) -> &'static str {
    metric(ending).label()
}
