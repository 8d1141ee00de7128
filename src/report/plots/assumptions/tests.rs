use super::super::tests::{check_layout, texts};
use super::*;
use crate::report::sensitivity::fixture::{scenario, study};
use crate::sensitivity::Method;

fn drawn(study: &Study, width: Option<f64>) -> Vec<Figure> {
    figures(study, &Findings::of(study), &Options { width, ..Options::default() })
}

#[test]
fn each_method_has_its_figures() {
    for (method, names) in [
        (Method::Spread, vec!["spread", "ranking"]),
        (Method::Morris, vec!["effects"]),
        (Method::Sobol, vec!["spread", "indices"]),
    ] {
        let study = study(&scenario(3, 4), method, 8);
        let figures = drawn(&study, None);
        assert_eq!(figures.iter().map(|figure| figure.name).collect::<Vec<_>>(), names);
    }
}

#[test]
fn texts_stay_on_the_page_and_apart() {
    for (variants, assumptions) in [(1, 1), (5, 15), (14, 6)] {
        for method in [Method::Spread, Method::Morris, Method::Sobol] {
            let study = study(&scenario(variants, assumptions), method, 4);
            for width in [None, Some(85.0)] {
                let case = format!("{variants} variants, {assumptions} assumptions, {width:?}, {}", method.name());
                drawn(&study, width).iter().for_each(|figure| check_layout(&case, figure));
            }
        }
    }
}

#[test]
fn bands_say_what_they_compare() {
    let study = study(&scenario(2, 3), Method::Spread, 8);
    let figures = drawn(&study, None);
    let found = texts(&figures[0].svg);
    for text in ["What the assumptions leave open", "Passed: difference", "compared with", "percentage points"] {
        assert!(found.iter().any(|line| line == text), "{text}: {found:?}");
    }
    assert!(figures[0].caption.contains("8 points over 3 assumptions") && figures[0].caption.contains("6 worlds."));
    let found = texts(&figures[1].svg);
    assert!(found.iter().any(|line| line == "rank correlation"), "{found:?}");
}

#[test]
fn a_scenario_without_differences_has_one_column() {
    let study = study(&scenario(1, 2), Method::Spread, 6);
    let figures = drawn(&study, None);
    assert!(!texts(&figures[0].svg).iter().any(|line| line.contains("difference") || line == "compared with"));
}
