//! The result in sentences built from the estimates, in no stronger words than they allow.

use super::super::digits::Digits;
use super::super::words::counted;
use super::blocks::Headline;
use super::predictions;
use crate::experiment::{Estimate, Metric, Results, Scope};

/// As many variants are compared in sentences; the others are in the tables.
const COMPARED: usize = 8;

/// Pass rates, and how every further variant differs from the first one.
pub fn headline(results: &Results) -> Headline {
    let rate = |variant| results.summary(variant, Scope::All, Metric::PassRate);
    let variants = results.variants.len();
    let digits = Digits::of(Metric::PassRate, false, (0..variants).filter_map(rate));
    let name = |variant: usize| &results.variants[variant].label;
    let lead = match rate(0) {
        None => format!("{}: the model tables no proposals.", name(0)),
        Some(estimate) => {
            format!(
                "{}: in the model {} of proposals pass{}.",
                name(0),
                digits.value(estimate),
                within(results, &digits, estimate)
            )
        }
    };
    let sentence = |variant: usize| match rate(variant) {
        None => format!("{}: the model tables no proposals.", name(variant)),
        Some(estimate) => format!(
            "{}: {}{}{}.",
            name(variant),
            digits.value(estimate),
            within(results, &digits, estimate),
            against(results, variant)
        ),
    };
    let mut others: Vec<String> = (1..variants.min(COMPARED + 1)).map(sentence).collect();
    // Where it was held against facts, that comes first.
    let (lead, others_before) = match predictions::sentence(results) {
        Some(sentence) => (sentence, Some(lead)),
        None => (lead, None),
    };
    others.splice(0..0, others_before);
    if variants > COMPARED + 1 {
        others.push(format!("{} are in the tables below.", counted(variants - COMPARED - 1, "further variant")));
    }
    Headline { lead, others, note: note(results) }
}

/// ` (95 % interval 87.2 to 89.4)`.
fn within(results: &Results, digits: &Digits, estimate: &Estimate) -> String {
    let of =
        |(lower, upper)| format!(" ({} interval {} to {})", results.level, digits.number(lower), digits.number(upper));
    estimate.interval.map_or(String::new(), of)
}

/// How a variant differs from the first one, and whether that may be chance.
fn against(results: &Results, variant: usize) -> String {
    let Some(difference) = results.difference(variant, Scope::All, Metric::PassRate) else { return String::new() };
    let first = &results.variants[0].label;
    if difference.value == 0.0 && difference.interval.is_none_or(|ends| ends == (0.0, 0.0)) {
        return format!(", the same as {first}");
    }
    let digits = telling(Metric::PassRate, difference, Digits::of(Metric::PassRate, true, std::iter::once(difference)));
    let unsigned = Digits::of(Metric::PassRate, false, std::iter::once(difference));
    let way = if difference.value < 0.0 { "lower" } else { "higher" };
    let size = match difference.value {
        0.0 => format!(", no different from {first} as far as was seen"),
        value => format!(", {} percentage points {way} than {first}", unsigned.number(value.abs())),
    };
    let Some((lower, upper)) = difference.interval else {
        return format!("{size}; with so few worlds there is no interval");
    };
    let verdict = if excludes_zero(difference) {
        "excludes 0"
    } else {
        "includes 0, so that the simulation does not tell the two apart"
    };
    format!("{size}; the interval of the difference, {} to {}, {verdict}", digits.number(lower), digits.number(upper))
}

/// Whether a difference is told from none.
pub fn excludes_zero(difference: &Estimate) -> bool {
    difference.interval.is_some_and(|(lower, upper)| lower > 0.0 || upper < 0.0)
}

/// These digits of a difference, or more where its interval excludes 0 and would be written as if it did not.
pub fn telling(metric: Metric, difference: &Estimate, digits: Digits) -> Digits {
    let Some((lower, upper)) = difference.interval.filter(|_| excludes_zero(difference)) else { return digits };
    let end = if lower > 0.0 { lower } else { upper };
    if digits.number(end).bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        return digits;
    }
    let narrow = Estimate { interval: Some((-end.abs(), end.abs())), ..*difference };
    Digits::of(metric, true, std::iter::once(&narrow))
}

fn note(results: &Results) -> String {
    let worlds = counted(results.replications as usize, "simulated world");
    let compared = if results.variants.len() > 1 { "Variants are compared in the same worlds. " } else { "" };
    format!(
        "From {worlds}. {compared}This is what the model implies under the scenario’s assumptions, not a forecast. \
         Intervals cover the simulation’s own error only, not doubt about the assumptions."
    )
}
