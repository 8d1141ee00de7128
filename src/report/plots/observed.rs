//! What was simulated beside what was observed.

use super::axis::{self, BELOW, Round, Scale};
use super::canvas::{Rect, Stroke};
use super::looks::{Look, cut_note};
use super::palette::{self, Marker};
use super::reading::Reading;
use super::rows::{Rows, largest};
use super::sheet::{Key, SINGLE, Sample, Sheet};
use super::{Figure, Options};
use crate::experiment::{Kind, Measured, Results, Scores};
use crate::report::digits::in_percent;
use crate::scenario::observed::Target;

/// In the order of the lanes of a row.
const LOOKS: [Look; 3] = [
    Look { variant: 0, color: palette::BLUE, marker: Marker::Disc },
    Look { variant: 1, color: palette::INK, marker: Marker::Diamond },
    Look { variant: 2, color: palette::GREY, marker: Marker::Square },
];

/// An observation.
struct Seen {
    label: String,
    /// Simulated, observed, and what a simple rule would have said.
    readings: [Option<Reading>; 3],
}

/// A row an observation of what the table observes first, and another figure of its steps.
pub fn figures(results: &Results, scores: &Scores, options: &Options) -> Vec<Figure> {
    let Some(first) = scores.levels.first().map(|level| level.metric) else { return Vec::new() };
    let alike = |metric: Measured| metric.family() == first.family();
    let same = scores.levels.iter().filter(|level| alike(level.metric)).all(|level| level.metric == first);
    let unit = if in_percent(first.looks_like()) { 100.0 } else { 1.0 };
    let variant = |id: &str| {
        let variant = results.variant(id).map(|variant| results.variants[variant].label.as_str());
        variant.unwrap_or(id).to_owned()
    };
    let of = |target: &Target, metric: Measured| {
        let scope = scope_label(results, &target.scope).map_or_else(String::new, |label| format!(", {label}"));
        if same { scope } else { format!("{scope}: {}", metric.member()) }
    };
    let seen = |value: f64, se: f64, (least, most): (f64, f64)| {
        let interval = (se > 0.0).then_some(((value - 1.96 * se).max(least), (value + 1.96 * se).min(most)));
        Reading::new(value, interval, unit)
    };
    let limits = match first.looks_like().kind() {
        Kind::Share => (0.0, 1.0),
        Kind::Positive => (0.0, f64::MAX),
        Kind::Signed => (f64::MIN, f64::MAX),
    };
    let levels = scores.levels.iter().filter(|level| alike(level.metric)).map(|level| Seen {
        label: format!("{}{}", variant(&level.target.variant), of(&level.target, level.metric)),
        readings: [
            Reading::of(Some(&level.predicted), unit),
            seen(level.target.value, level.target.se, limits),
            level.target.baseline.and_then(|value| Reading::new(value, None, unit)),
        ],
    });
    let steps = scores.steps.iter().filter(|step| alike(step.metric)).map(|step| Seen {
        label: format!(
            "{} → {}{}",
            variant(&step.first.variant),
            variant(&step.target.variant),
            of(&step.target, step.metric)
        ),
        readings: [
            Reading::of(Some(&step.predicted), unit),
            seen(step.observed, step.se, (f64::MIN, f64::MAX)),
            step.target
                .baseline
                .zip(step.first.baseline)
                .and_then(|(then, before)| Reading::new(then - before, None, unit)),
        ],
    });
    let name = if same { first.label() } else { first.family().1.to_owned() };
    let figure = |file, title: &str, seen: Vec<Seen>, unit: &str| {
        let axis = if unit.is_empty() { name.clone() } else { format!("{name}, {unit}") };
        (!seen.is_empty()).then(|| draw(file, title.to_owned(), &axis, &seen, results, options))
    };
    let units = if unit == 100.0 { ["%", "pp"] } else { ["", "difference"] };
    let levels = figure("observed", "Predicted and observed", levels.collect(), units[0]);
    let steps = figure("observed-steps", "Steps, predicted and observed", steps.collect(), units[1]);
    levels.into_iter().chain(steps).collect()
}

/// What figures call a scope that has this name in files; nothing where that is everything.
fn scope_label(results: &Results, scope: &str) -> Option<String> {
    let (kind, id) = scope.split_once(':')?;
    let among =
        |named: &[(String, String)]| named.iter().find(|(known, _)| known == id).map(|(_, label)| label.clone());
    let label = match kind {
        "area" => among(&results.areas),
        "member" => among(&results.members),
        "period" => results.periods.iter().find(|period| period.id == id).map(|period| period.label.clone()),
        "issue" => results.issues.iter().find(|issue| issue.id == id).map(|issue| issue.label.clone()),
        _ => None,
    };
    label.or_else(|| Some(scope.to_owned()))
}

fn draw(name: &'static str, title: String, axis: &str, all: &[Seen], results: &Results, options: &Options) -> Figure {
    let some = |place: usize| all.iter().any(|seen| seen.readings[place].is_some());
    let lanes: Vec<usize> = (0..LOOKS.len()).filter(|&place| some(place)).collect();
    let words = ["Predicted", "Observed", "Baseline"];
    let key = |&place: &usize| {
        let Look { marker, color, .. } = LOOKS[place];
        let sample = if place == 2 { Sample::Point(marker, color) } else { Sample::Marker(marker, color) };
        Key { sample, label: words[place].to_owned() }
    };
    let laid_out = |count: usize| {
        let cut = cut_note(count, all.len(), "observations: the first in the file");
        let caption = format!(
            "Bars: {} interval of the simulation, 1.96 standard errors of the observation. {cut}",
            results.level
        );
        let sheet = Sheet {
            name,
            options,
            usual_width: SINGLE,
            title: title.clone(),
            legend: lanes.iter().map(key).collect(),
            caption: caption.trim().to_owned(),
        };
        let (left, right) = sheet.edges();
        let labels = all[..count].iter().map(|seen| &seen.label);
        let rows = Rows::new(labels, lanes.len(), (right - left) * 0.45, sheet.room() - BELOW);
        (sheet, rows)
    };
    let count = largest(all.len(), |count| {
        let (sheet, rows) = laid_out(count);
        rows.height() + BELOW <= sheet.room()
    });
    let (sheet, rows) = laid_out(count);
    sheet.draw(rows.height() + BELOW, |canvas, body| {
        let reach = all[..count].iter().flat_map(|seen| seen.readings.iter().flatten()).flat_map(Reading::reach);
        let range = axis::range(reach.chain([0.0]), (f64::MIN, f64::MAX));
        let plot = Rect {
            left: body.left + rows.label_room(),
            right: body.right - 6.0,
            bottom: body.top + rows.height(),
            ..body
        };
        let scale = Scale::new(range, plot.left, plot.right);
        rows.draw_bands(canvas, plot);
        scale.draw_below(canvas, (plot.top, plot.bottom), axis, Round::Decimal);
        let zero = scale.at(0.0);
        canvas.line((zero, plot.top), (zero, plot.bottom), Stroke { color: palette::GREY, width: 0.6 });
        rows.draw_labels(canvas, plot.left, plot.top);
        for (row, seen) in all[..count].iter().enumerate() {
            for (lane, &place) in lanes.iter().enumerate() {
                let Some(reading) = seen.readings[place] else { continue };
                let y = rows.lane(plot.top, row, lane);
                rows.draw_reading(canvas, &scale, y, LOOKS[place], reading);
                canvas.tell(
                    rows.zone(&scale, y, &reading),
                    reading.told(&format!("{}, {}", seen.label, words[place]), ""),
                );
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::sized;
    use super::super::tests::{check_layout, texts};
    use super::*;
    use crate::experiment::{Estimate, LevelScore, Metric, StepScore};

    /// Every variant was observed in some metrics, each but the first as a step from it.
    fn scored(variants: usize, metrics: &[Measured]) -> (Results, Scores) {
        let results = sized(variants, 4, 2, 2);
        let (mut levels, mut steps) = (Vec::new(), Vec::new());
        let predicted = Estimate { value: 0.4, std_error: Some(0.01), interval: Some((0.38, 0.42)), n: 100 };
        for &metric in metrics {
            let target = |variant: usize| Target {
                variant: results.variants[variant].id.clone(),
                from: None,
                scope: "all".to_owned(),
                metric: metric.name(),
                value: 0.1 + variant as f64 / 100.0,
                se: 0.02,
                baseline: (variant.is_multiple_of(2)).then_some(0.3),
                source: String::new(),
            };
            levels.extend((0..variants).map(|to| LevelScore { target: target(to), metric, predicted, z: Some(3.0) }));
            steps.extend((1..variants).map(|to| {
                let (target, first, observed) = (target(to), target(0), to as f64 / 100.0);
                StepScore { target, first, metric, predicted, observed, se: 0.03, z: Some(3.0) }
            }));
        }
        (results, Scores { levels, steps, errors: Vec::new(), absent: Vec::new() })
    }

    #[test]
    fn a_row_an_observation_and_one_a_step() {
        let (results, scores) = scored(3, &[Measured::Metric(Metric::Clash)]);
        let [levels, steps] = &figures(&results, &scores, &Options { values: true, ..Options::default() })[..] else {
            panic!("two figures")
        };
        for (figure, axis, marks) in
            [(levels, "Clash in first poll, %", 3 + 3 + 2), (steps, "Clash in first poll, pp", 2 + 2 + 1)]
        {
            let texts = texts(&figure.svg);
            for wanted in ["Predicted", "Observed", "Baseline", axis] {
                assert!(texts.iter().any(|text| text == wanted), "{wanted} in {texts:?}");
            }
            assert_eq!(figure.svg.matches("data-order=").count(), marks, "{}", figure.name);
        }
    }

    #[test]
    fn scopes_have_their_labels_and_observations_are_what_they_can_be() {
        let (results, mut scores) = scored(1, &[Measured::Metric(Metric::Rounds)]);
        let (id, label) = results.areas[0].clone();
        let target = scores.levels[0].target.clone();
        scores.levels[0].target = Target { scope: format!("area:{id}"), value: 1.0, se: 4.0, ..target };
        let svg = figures(&results, &scores, &Options { values: true, ..Options::default() }).remove(0).svg;
        assert!(svg.contains(&format!(", {label}, Observed: 1.0 [0.0, 8.8]")), "{svg}");
    }

    #[test]
    fn only_what_has_the_unit_of_the_first_observation_is_on_the_axis() {
        let within = [6, 60].map(Measured::PassedWithin);
        let metrics = [within[0], Measured::Metric(Metric::Rounds), within[1]];
        let (results, scores) = scored(2, &metrics);
        let texts = texts(&figures(&results, &scores, &Options::default())[0].svg).join("\n");
        assert!(texts.contains("6 months") && texts.contains("60 months") && !texts.contains("Polls"), "{texts}");
    }

    #[test]
    fn texts_stay_on_the_page_and_apart() {
        for variants in [1, 2, 7, 40] {
            let (results, scores) = scored(variants, &[Measured::PassedWithin(6), Measured::PassedWithin(120)]);
            for width in [None, Some(170.0)] {
                let figures = figures(&results, &scores, &Options { width, ..Options::default() });
                assert_eq!(figures.len(), if variants > 1 { 2 } else { 1 });
                figures.iter().for_each(|figure| check_layout(&format!("{variants} variants"), figure));
            }
        }
    }
}
