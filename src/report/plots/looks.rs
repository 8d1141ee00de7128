//! Which variants the figures with lanes and curves show, and how each of them looks: the same in every figure.

use plotters::style::RGBColor;

use super::palette::{self, Marker};
use super::sheet::{Key, Sample};
use crate::experiment::{Results, VariantInfo};

/// Variants that a reader can still tell apart.
const MOST_VARIANTS: usize = 12;

/// A variant that is shown, and its look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// Index into [`Results::variants`].
    pub variant: usize,
    pub color: RGBColor,
    pub marker: Marker,
}

/// All variants or, where there are too many, the first, the last and others evenly between them. Where they are steps
/// of one thing their colours are, too.
pub fn looks(results: &Results) -> Vec<Look> {
    looks_among(&results.variants)
}

/// The same of variants alone.
pub fn looks_among(variants: &[VariantInfo]) -> Vec<Look> {
    let shown = spaced(variants.len(), MOST_VARIANTS);
    let (steps, of) = (is_ordered(variants), shown.len());
    let color = |place: usize| if steps { palette::step(place, of) } else { palette::category(place) };
    let look = |(place, variant)| Look { variant, color: color(place), marker: palette::marker(place) };
    shown.into_iter().enumerate().map(look).collect()
}

/// The looks of the variants of which something holds.
pub fn looks_of(results: &Results, holds: impl Fn(usize) -> bool) -> Vec<Look> {
    looks(results).into_iter().filter(|look| holds(look.variant)).collect()
}

/// The keys of the legend, in the order of the file.
pub fn keys(results: &Results, looks: &[Look]) -> Vec<Key> {
    keys_among(&results.variants, looks)
}

/// The same of variants alone.
pub fn keys_among(variants: &[VariantInfo], looks: &[Look]) -> Vec<Key> {
    let label = |look: &Look| variants[look.variant].label.clone();
    let key = |look: Look| Key { sample: Sample::Marker(look.marker, look.color), label: label(&look) };
    looks.iter().copied().map(key).collect()
}

/// At most `most` of `0..all`: the first, the last and others evenly between them.
pub fn spaced(all: usize, most: usize) -> Vec<usize> {
    if all <= most {
        return (0..all).collect();
    }
    let gaps = most.saturating_sub(1).max(1);
    (0..most).map(|i| (i * (all - 1) + gaps / 2) / gaps).collect()
}

/// What a caption says of variants that are not shown.
pub fn variants_note(results: &Results) -> String {
    let all = results.variants.len();
    cut_note(all.min(MOST_VARIANTS), all, "variants")
}

/// What a caption says where not everything is shown.
pub fn cut_note(shown: usize, all: usize, what: &str) -> String {
    if shown < all { format!("{shown} of {all} {what}.") } else { String::new() }
}

/// Whether the variants are steps of one thing: every table holds the one before and more (or the reverse), or their
/// labels differ in one number only, which rises or falls throughout. Two are no sequence.
fn is_ordered(variants: &[VariantInfo]) -> bool {
    if variants.len() < 3 {
        return false;
    }
    let pairs = || variants.windows(2).map(|pair| (&pair[0].seats, &pair[1].seats));
    let within = |few: &[usize], many: &[usize]| few.len() < many.len() && few.iter().all(|seat| many.contains(seat));
    pairs().all(|(a, b)| within(a, b)) || pairs().all(|(a, b)| within(b, a)) || numbers_run(variants)
}

fn numbers_run(variants: &[VariantInfo]) -> bool {
    let labels: Vec<_> = variants.iter().map(|variant| split(&variant.label)).collect();
    if labels.iter().any(|(words, numbers)| (words, numbers.len()) != (&labels[0].0, labels[0].1.len())) {
        return false;
    }
    let place = |i: usize| labels.iter().map(move |(_, numbers)| numbers[i]).collect::<Vec<f64>>();
    let runs = |x: &[f64]| x.windows(2).all(|w| w[0] < w[1]) || x.windows(2).all(|w| w[0] > w[1]);
    let stays = |x: &[f64]| x.windows(2).all(|w| w[0] == w[1]);
    let places: Vec<_> = (0..labels[0].1.len()).map(place).collect();
    places.iter().filter(|place| runs(place)).count() == 1 && places.iter().all(|place| runs(place) || stays(place))
}

/// A label's words, with a mark for every number, and its numbers.
fn split(label: &str) -> (String, Vec<f64>) {
    let (mut words, mut numbers, mut digits) = (String::new(), Vec::new(), String::new());
    for c in label.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !digits.is_empty()) {
            digits.push(c);
            continue;
        }
        if !digits.is_empty() {
            words.push('#');
            numbers.extend(digits.trim_end_matches('.').parse::<f64>());
            digits.clear();
        }
        words.push(c);
    }
    (words, numbers)
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;
    use crate::engine::Ending;

    /// Results whose variants have these labels, all with the same members.
    fn labelled(labels: &[&str]) -> Results {
        let mut results = fixture::sized(labels.len(), 4, 1, 1);
        for (variant, label) in results.variants.iter_mut().zip(labels) {
            variant.label = (*label).to_owned();
            variant.seats = vec![0, 1];
        }
        results
    }

    #[test]
    fn steps_of_an_enlargement_are_ordered() {
        let mut results = fixture::results();
        assert!(is_ordered(&results.variants));
        results.variants.reverse();
        assert!(is_ordered(&results.variants));
        results.variants[1].seats = results.variants[2].seats.clone();
        assert!(!is_ordered(&results.variants), "the same table twice");
    }

    #[test]
    fn steps_of_a_number_are_ordered() {
        assert!(is_ordered(&labelled(&["Pressure 0.0", "Pressure 0.5", "Pressure 1.25"]).variants));
        assert!(is_ordered(
            &labelled(&["27 members, 9 rounds", "27 members, 5 rounds", "27 members, 2 rounds"]).variants
        ));
        assert!(!is_ordered(&labelled(&["Pressure 0.0", "Pressure 1.5", "Pressure 1.25"]).variants));
        assert!(!is_ordered(&labelled(&["Pressure 0", "Pressure 1", "Rounds 2"]).variants));
        assert!(!is_ordered(&labelled(&["A1 B1", "A2 B2", "A3 B3"]).variants), "two things change");
        assert!(!is_ordered(&labelled(&["Consensus", "Unanimity", "Majority"]).variants));
        assert!(!is_ordered(&labelled(&["Pressure 0", "Pressure 1"]).variants), "two are no sequence");
    }

    #[test]
    fn looks_differ_and_are_none_of_the_endings() {
        let endings: Vec<_> = Ending::ALL.into_iter().map(palette::ending).collect();
        let kinds = labelled(&["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"]);
        for results in [fixture::results(), fixture::sized(12, 24, 1, 1), kinds] {
            let looks = looks(&results);
            assert_eq!(looks.len(), results.variants.len().min(MOST_VARIANTS));
            for (i, look) in looks.iter().enumerate() {
                assert!(!endings.contains(&look.color));
                let same = |other: &&Look| (other.color, other.marker) == (look.color, look.marker);
                assert_eq!(looks.iter().position(|other| same(&other)), Some(i));
            }
        }
    }

    #[test]
    fn the_first_and_the_last_are_among_those_shown() {
        assert_eq!(spaced(3, 12), [0, 1, 2]);
        assert_eq!(spaced(40, 3), [0, 20, 39]);
        assert_eq!(spaced(7, 4), [0, 2, 4, 6]);
        assert_eq!(spaced(5, 1), [0]);
        assert!(spaced(0, 12).is_empty());
        let many = spaced(1000, 12);
        assert!(many.windows(2).all(|pair| pair[0] < pair[1]) && (many[0], many[11]) == (0, 999));
    }
}
