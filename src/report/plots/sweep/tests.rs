use super::super::tests::{check_layout, texts};
use super::*;
use crate::report::sweep::tests::{made_up, observed};

fn drawn(results: &SweepResults, width: Option<f64>) -> Vec<Figure> {
    figures(results, &Options { width, ..Options::default() })
}

/// Fields that are varied, and how they are sampled.
type Case = (&'static [&'static str], Option<&'static str>);

const CASES: [Case; 9] = [
    (&["negotiation.rounds=1:9:1"], None),
    (&["members.a.initiative=log:0.1:100:7", "rule=consensus,unanimity,opt-out"], None),
    (&["rule=consensus,unanimity,opt-out"], None),
    (&["rule=consensus,unanimity", "negotiation.amendment=none,mediate"], None),
    (&["members.*.tolerance=0:1:0.1", "negotiation.pressure=0:0.9:0.1"], None),
    (&["members.a.tolerance=0,1e-3,5", "negotiation.pressure=0.5:0:-0.25", "rule=consensus,unanimity"], None),
    (&["members.a.ideal=[-1],[1]", "areas.k.stakes=1", "negotiation.rounds=2,1"], None),
    (&["members.a.tolerance=0:1", "members.a.initiative=log:1:50", "rule=consensus,unanimity"], Some("lhs:60")),
    (&["members.a.tolerance=0:1"], Some("sobol:16")),
];

#[test]
fn every_figure_stays_on_its_page() {
    for (vary, sample) in CASES {
        for variants in [1, 3, 12] {
            for width in [None, Some(85.0), Some(150.0)] {
                let results = observed(made_up(vary, sample, variants));
                let all = drawn(&results, width);
                let names: Vec<_> = all.iter().map(|figure| figure.name).collect();
                assert_eq!(names, ["pass_rate", "output_per_year", "implausibility"], "{vary:?}");
                all.iter().for_each(|figure| check_layout(&format!("{vary:?}, {variants}, {width:?}"), figure));
            }
        }
    }
}

#[test]
fn the_same_results_give_the_same_bytes() {
    for (vary, sample) in CASES {
        assert_eq!(drawn(&made_up(vary, sample, 3), None), drawn(&made_up(vary, sample, 3), None));
    }
}

#[test]
fn a_curve_has_a_band_a_line_and_its_marks_for_every_variant() {
    let figure = drawn(&made_up(&["negotiation.rounds=1:9:1"], None, 1), None).remove(0);
    assert_eq!(figure.svg.matches("<circle ").count(), 9);
    assert_eq!(figure.svg.matches("<polygon ").count(), 1);
    let texts = texts(&figure.svg);
    for text in ["Passed by negotiation.rounds", "negotiation.rounds", "Passed, %"] {
        assert!(texts.iter().any(|found| found == text), "{text}: {texts:?}");
    }
}

#[test]
fn a_heat_map_has_a_cell_a_point_ticks_at_its_values_and_a_contour() {
    let vary = ["members.a.tolerance=0:5:1", "members.b.tolerance=0,2,5"];
    let mut results = made_up(&vary, None, 1);
    let figure = drawn(&results, None).remove(0);
    // The page, the ground of the plot, the cells, the bar of colours.
    assert_eq!(figure.svg.matches("<rect ").count(), 1 + 1 + 18 + 60);
    let told = texts(&figure.svg);
    let ticks = ["0", "1", "2", "3", "4", "5"];
    assert!(ticks.iter().all(|tick| told.iter().any(|text| text == tick)), "{told:?}");
    assert!(figure.caption.contains("Contour: 50 %."), "{}", figure.caption);
    results.sweep.threshold = Some(0.99);
    assert!(!drawn(&results, None)[0].caption.contains("Contour"), "no point is on the other side");
}

#[test]
fn marks_have_a_row_a_word_and_panels_their_values() {
    let results = made_up(&["rule=consensus,unanimity,opt-out", "negotiation.amendment=none,mediate"], None, 2);
    let figure = drawn(&results, None).remove(0);
    let told = texts(&figure.svg);
    for text in ["consensus", "opt-out", "amendment = none", "amendment = mediate"] {
        assert!(told.iter().any(|found| found == text), "{text}: {told:?}");
    }
    // A disc in the legend, and one a point, of the first variant.
    assert_eq!(figure.svg.matches("<circle ").count(), 1 + 6);
}

#[test]
fn what_remains_is_told_apart_from_what_is_ruled_out() {
    let results = observed(made_up(&["members.a.tolerance=0:9:1"], None, 1));
    let remaining = results.worst().iter().flatten().filter(|worst| **worst < 3.0).count();
    assert!((1..10).contains(&remaining), "{remaining} remain: a case that says something");
    let figure = drawn(&results, None).pop().expect("figures");
    assert_eq!(figure.title, format!("What remains: {remaining} of 10 points"));
    assert_eq!(figure.svg.matches("stroke=\"none\"").count().min(1), 1);
}
