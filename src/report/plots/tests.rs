//! What holds of every figure, whatever the results.

use super::fixture::{results, sized};
use super::*;

fn texts(svg: &str) -> Vec<String> {
    let lines: Vec<_> = svg.lines().collect();
    let opens = |line: &str| line.starts_with("<text ");
    lines.windows(2).filter(|pair| opens(pair[0])).map(|pair| pair[1].to_owned()).collect()
}

fn named(figures: &[Figure], name: &str) -> String {
    figures.iter().find(|figure| figure.name == name).map(|figure| figure.svg.clone()).unwrap_or_default()
}

fn parse(figure: &Figure) -> resvg::usvg::Tree {
    Fonts::of(std::slice::from_ref(figure)).tree(&figure.svg).unwrap()
}

/// Every text of a figure, as laid out with the embedded font, in the units of the drawing.
fn text_boxes(group: &resvg::usvg::Group, found: &mut Vec<resvg::tiny_skia::Rect>) {
    for node in group.children() {
        match node {
            resvg::usvg::Node::Group(group) => text_boxes(group, found),
            resvg::usvg::Node::Text(text) => found.push(text.abs_bounding_box()),
            _ => {}
        }
    }
}

/// Every figure has its texts on the page and apart from each other.
fn check_layout(case: &str, figure: &Figure) {
    let tree = parse(figure);
    let mut boxes = Vec::new();
    text_boxes(tree.root(), &mut boxes);
    assert!(!boxes.is_empty(), "{case}: {} has no text", figure.name);
    for (i, text) in boxes.iter().enumerate() {
        let inside = text.left() >= 0.0 && text.top() >= 0.0;
        let inside = inside && text.right() <= tree.size().width() && text.bottom() <= tree.size().height();
        assert!(inside, "{case}: a text of {} is off the page: {text:?}", figure.name);
        // Boxes are as high as the font's tallest letters, which need not meet.
        for other in &boxes[..i] {
            let across = text.right().min(other.right()) - text.left().max(other.left());
            let down = text.bottom().min(other.bottom()) - text.top().max(other.top());
            let least = text.height().min(other.height()).min(text.width().min(other.width()));
            assert!(across.min(down) <= 0.27 * least, "{case}: texts of {} overlap: {text:?}, {other:?}", figure.name);
        }
    }
}

#[test]
fn fixture_gives_every_figure() {
    let figures = figures(&results(), &Options::default());
    let names: Vec<_> = figures.iter().map(|figure| figure.name).collect();
    let expected = ["endings", "differences", "incidence", "areas", "objections", "joint-objections", "map", "stalls"];
    assert_eq!(names, expected);
}

#[test]
fn figures_say_what_they_show() {
    let figures = figures(&results(), &Options::default());
    let expected = [
        ("endings", vec!["How proposals end", "Eight (2017)", "Diverted", "71", "% of tabled proposals"]),
        ("differences", vec!["percentage points", "months", "Passed in first session", "Ten (2024)", "Dilution"]),
        ("incidence", vec!["months since tabling", "adopted, % of tabled proposals", "12"]),
        ("areas", vec!["Counter-terrorism", "passed, % of tabled proposals", "All areas"]),
        ("objections", vec!["Kyrgyzstan", "Is the only one to object", "% of failing polls"]),
        ("joint-objections", vec!["both object, % of failing polls", "Iran", "Nine (2023)"]),
        ("map", vec!["Kazakhstan", "Kyrgyzstan", "Security", "Alignment", "Pareto set, Six (2001)"]),
        ("stalls", vec!["Gridlock: no text would do", "19"]),
    ];
    for (name, wanted) in expected {
        let texts = texts(&named(&figures, name));
        for text in wanted {
            assert!(texts.iter().any(|found| found == text), "{name} lacks {text:?}: {texts:?}");
        }
        if name != "map" {
            assert!(texts.iter().any(|text| text.starts_with("2000 replications.")), "{name}: {texts:?}");
        }
    }
}

#[test]
fn figures_have_a_mark_for_every_number() {
    let figures = figures(&results(), &Options::default());
    let count = |name: &str, mark: &str| named(&figures, name).matches(mark).count();
    // The page, five keys, and five endings in four variants.
    assert_eq!(count("endings", "<rect "), 1 + 5 + 20);
    // The page, two keys, and two causes in four variants.
    assert_eq!(count("stalls", "<rect "), 1 + 2 + 8);
    // The first variant has discs: one key, and a dot for each of all areas and six areas.
    assert_eq!(count("areas", "<circle "), 1 + 7);
    // Six founders in two panels and the key.
    assert_eq!(count("objections", "<circle "), 1 + 12);
    assert_eq!(count("map", "<circle "), 1 + 6);
    assert_eq!(count("differences", "<circle "), 0);
    // The page, a hundred cells a panel, and the colour bar.
    assert_eq!(count("joint-objections", "<rect "), 1 + 400 + 64);
}

#[test]
fn texts_stay_on_the_page_and_apart() {
    for (variants, members, areas, dimensions) in [(1, 2, 1, 1), (2, 27, 12, 1), (4, 10, 6, 2), (8, 27, 12, 3)] {
        let results = sized(variants, members, areas, dimensions);
        let case = format!("{variants} variants, {members} members, {areas} areas");
        for figure in figures(&results, &Options::default()) {
            check_layout(&case, &figure);
        }
    }
    for figure in figures(&results(), &Options::default()) {
        check_layout("fixture", &figure);
    }
}

#[test]
fn curves_of_variants_that_adopt_nothing_are_there() {
    let mut results = results();
    results.time.retain(|row| row.variant != 1 || row.ending != crate::engine::Ending::Adopted);
    let incidence = named(&figures(&results, &Options::default()), "incidence");
    assert!(texts(&incidence).iter().any(|text| text == "Eight (2017)"));
}

#[test]
fn heat_maps_explain_only_what_they_show() {
    let says = |results: &crate::experiment::Results, what: &str| {
        named(&figures(results, &Options::default()), "joint-objections").contains(what)
    };
    let mut results = results();
    assert!(says(&results, "Hatched") && !says(&results, "no panel"));
    results.blocking.retain(|row| row.variant == 3);
    assert!(!says(&results, "Hatched") && says(&results, "no panel"));
}

#[test]
fn pictures_have_300_dots_an_inch() {
    let figures = figures(&results(), &Options::default());
    for (name, width) in [("areas", 1004), ("differences", 2008)] {
        let figure = figures.iter().find(|figure| figure.name == name).unwrap();
        let bytes = png(figure, &Fonts::of(&figures)).unwrap();
        let number = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        assert!(number(16).abs_diff(width) <= 1, "{name} is {} pixels wide", number(16));
        assert_eq!(&bytes[37..41], b"pHYs");
        assert_eq!(number(41), 11811);
    }
}

#[test]
fn what_is_no_svg_gives_no_picture() {
    let mut figure = figures(&results(), &Options::default()).remove(0);
    figure.svg = "winset".to_owned();
    let fonts = Fonts::of(std::slice::from_ref(&figure));
    assert!(matches!(png(&figure, &fonts), Err(Error::Svg(_))));
    assert!(matches!(pdf(&figure, &fonts), Err(Error::Svg(_))));
}

#[test]
fn labels_are_escaped() {
    let mut results = results();
    let odd = "<A & \"B\">";
    results.variants[0].label = odd.to_owned();
    results.members[0].1 = odd.to_owned();
    results.areas[0].1 = odd.to_owned();
    results.dimensions[0].label = odd.to_owned();
    for figure in &figures(&results, &Options::default()) {
        parse(figure);
        assert!(!figure.svg.contains(odd), "{}", figure.name);
        assert!(figure.svg.contains("&lt;A &amp; &quot;B&quot;&gt;"), "{}", figure.name);
    }
}

#[test]
fn same_results_give_the_same_bytes() {
    assert_eq!(figures(&results(), &Options::default()), figures(&results(), &Options::default()));
}

#[test]
fn figures_without_data_are_left_out() {
    let mut results = results();
    results.summary.clear();
    results.differences.clear();
    results.time.clear();
    results.blocking.clear();
    let names: Vec<_> = figures(&results, &Options::default()).iter().map(|figure| figure.name).collect();
    assert_eq!(names, ["map"]);
    results.variants.clear();
    assert!(figures(&results, &Options::default()).is_empty());
    assert!(figures(&sized(0, 0, 0, 0), &Options::default()).is_empty());
}

#[test]
fn one_replication_has_no_intervals() {
    let mut results = results();
    results.replications = 1;
    results.summary.iter_mut().for_each(|row| row.estimate.interval = None);
    results.differences.iter_mut().for_each(|row| row.estimate.interval = None);
    results.time.iter_mut().for_each(|row| row.interval = None);
    for figure in &figures(&results, &Options::default()) {
        parse(figure);
        assert!(!figure.svg.contains("95 %"), "{}", figure.name);
    }
}

#[test]
fn odd_numbers_do_no_harm() {
    let odd = [0.0, 1.0, -1.0, 0.5, 1e-300, 1e300, -1e300, f64::MAX, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for value in odd {
        for interval in [None, Some((value, value)), Some((f64::NAN, 1.0)), Some((2.0, -2.0))] {
            let mut results = results();
            results.summary.iter_mut().for_each(|row| (row.estimate.value, row.estimate.interval) = (value, interval));
            let differences = results.differences.iter_mut();
            differences.for_each(|row| (row.estimate.value, row.estimate.interval) = (value, interval));
            results.time.iter_mut().for_each(|row| {
                (row.months, row.cumulative, row.interval) = (value, value, interval);
            });
            results.blocking.iter_mut().for_each(|row| {
                if let crate::experiment::Endpoint::With { jointly, .. } = &mut row.endpoint {
                    *jointly = value;
                }
            });
            let ideals = results.variants.iter_mut().flat_map(|variant| &mut variant.ideals);
            ideals.for_each(|ideal| (ideal.ideal, ideal.sd) = (vec![value; 2], vec![value; 2]));
            for figure in &figures(&results, &Options::default()) {
                parse(figure);
            }
        }
    }
}

#[test]
fn odd_shapes_do_no_harm() {
    for dimensions in [(0, 0), (1, 0), (0, 5), (7, 0)] {
        figures(&results(), &Options { dimensions, ..Options::default() });
    }
    let mut results = results();
    results.variants[2].ideals.truncate(3);
    results.variants[3].seats.clear();
    results.variants[0].ideals[0] = crate::experiment::IdealPoint { ideal: vec![1.0], sd: Vec::new() };
    results.variants[1].label = String::new();
    results.members[1].1 = "Donaudampfschifffahrtsgesellschaftskapitän".repeat(3);
    for figure in &figures(&results, &Options::default()) {
        parse(figure);
    }
}
