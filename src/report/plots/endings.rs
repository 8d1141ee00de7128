//! How proposals end, by variant.

use super::bars::{self, Bar, Interval, Part, Words};
use super::reading::Reading;
use super::sheet::{Key, Sample};
use super::{Figure, Options, palette};
use crate::engine::Ending;
use crate::experiment::{Metric, Results, Scope};

/// Stacked bars of the endings that occur, with the interval of the pass rate.
pub fn figure(results: &Results, options: &Options) -> Option<Figure> {
    let variants = || 0..results.variants.len();
    let occurs = |ending: &Ending| variants().any(|v| share(results, v, *ending).is_some_and(|share| share > 0.0));
    let endings: Vec<Ending> = Ending::ALL.into_iter().filter(occurs).collect();
    let by_some = endings.contains(&Ending::OptOut);
    let bars: Vec<Bar> = variants().map(|variant| bar(results, variant, &endings, by_some)).collect();
    if bars.iter().all(|bar| bar.parts.is_empty()) {
        return None;
    }
    let key = |&ending: &Ending| Key {
        sample: Sample::Fill(palette::ending(ending)),
        label: label(ending, by_some).to_owned(),
    };
    let words = Words {
        name: "endings",
        title: "How proposals end",
        legend: endings.iter().map(key).collect(),
        intervals: format!("Whiskers: {} intervals of the share passed.", results.level),
        axis: "% of tabled proposals",
    };
    Some(bars::figure(results, options, &words, &bars, 100.0))
}

fn bar(results: &Results, variant: usize, endings: &[Ending], by_some: bool) -> Bar {
    let part = |&ending: &Ending| {
        let reading = Reading::percent(results, variant, Scope::All, metric(ending))?;
        let told = reading.told(&format!("{}, {}", results.variants[variant].label, label(ending, by_some)), "%");
        Some(Part { share: reading.value.max(0.0), color: palette::ending(ending), told })
    };
    let passed = Reading::percent(results, variant, Scope::All, Metric::PassRate);
    let interval = passed.and_then(|reading| reading.interval).map(|ends| Interval { ends, height: 0.5 });
    Bar {
        label: results.variants[variant].label.clone(),
        empty: bars::NO_PROPOSALS,
        parts: endings.iter().filter_map(part).collect(),
        intervals: interval.into_iter().collect(),
    }
}

/// In per cent.
fn share(results: &Results, variant: usize, ending: Ending) -> Option<f64> {
    Reading::percent(results, variant, Scope::All, metric(ending)).map(|reading| reading.value.max(0.0))
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

/// What is adopted is called as in the tables, where it is said once; beside what was adopted by some it is not all that
/// passed.
fn label(ending: Ending, by_some: bool) -> &'static str {
    match ending {
        Ending::Adopted if by_some => "Adopted by all",
        Ending::Adopted => Metric::PassRate.label(),
        other => metric(other).label(),
    }
}
