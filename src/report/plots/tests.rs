//! What holds of every figure, whatever the results.

use super::fixture::{self, results, sized};
use super::*;

pub(super) fn texts(svg: &str) -> Vec<String> {
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
pub(super) fn check_layout(case: &str, figure: &Figure) {
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
    let expected = [
        "predictions",
        "accuracy",
        "issues",
        "endings",
        "differences",
        "incidence",
        "areas",
        "objections",
        "joint-objections",
        "map",
        "stalls",
        "plane",
    ];
    assert_eq!(names, expected);
    let names: Vec<_> = super::figures(&over_time(results()), &Options::default()).iter().map(|f| f.name).collect();
    let wanted = super::names().collect::<Vec<_>>();
    assert_eq!(names, wanted);
}

/// The same with a calendar and two changes that are shared out.
fn over_time(mut results: crate::experiment::Results) -> crate::experiment::Results {
    fixture::over_years(&mut results, 24);
    fixture::decompose(&mut results, 4);
    fixture::decompose(&mut results, 8);
    results
}

const OVER_TIME: [&str; 5] = ["years", "endings-by-year", "periods", "plane", "decomposition"];

#[test]
fn figures_over_time_say_what_they_show() {
    let figures = figures(&over_time(results()), &Options::default());
    let expected = [
        ("years", vec!["Passed, % of tabled", "Months to adoption", "2010", "a", "Ten (2024)"]),
        ("endings-by-year", vec!["Withdrawn", "Eight (2017)", "2010", "h"]),
        ("periods", vec!["The years before", "The years after", "Output a year, utility units"]),
        ("plane", vec!["system integrator", "amorphous structure", "adopted a year (breadth)", "The years after"]),
        ("decomposition", vec!["India and Pakistan", "Six (2001)", "Ten (2024)", "Stalled, % of taken up", "Growth"]),
    ];
    for (name, wanted) in expected {
        let texts = texts(&named(&figures, name));
        for text in wanted {
            assert!(texts.iter().any(|found| found == text), "{name} lacks {text:?}: {texts:?}");
        }
    }
    let caption = |name: &str| &figures.iter().find(|figure| figure.name == name).unwrap().caption;
    assert!(caption("years").contains("Dashed: a Kazakhstan, China join (2001), b Something"), "{}", caption("years"));
    assert!(caption("years").contains("pending at the end"));
}

#[test]
fn figures_over_time_have_a_mark_for_every_number() {
    let figures = figures(&over_time(results()), &Options::default());
    let count = |name: &str, mark: &str| named(&figures, name).matches(mark).count();
    // The page, a key and a bar of each of five endings in 24 years of four variants, but for what is too low to be seen.
    let bars = count("endings-by-year", "<rect ") - 1 - 5;
    assert!((24 * 4 * 4..=24 * 4 * 5).contains(&bars), "{bars}");
    // Two decompositions of three panels: bands of every other row, and a bar a factor.
    let bands = |factors: usize| 3 * (factors + 2).div_ceil(2);
    assert_eq!(count("decomposition", "<rect "), 1 + 2 + bands(4) + bands(8) + 3 * 12);
    // The first variant's discs: its key, two periods in four panels.
    assert_eq!(count("periods", "<circle "), 1 + 2 * 4);
}

#[test]
fn figures_say_what_they_show() {
    let figures = figures(&results(), &Options::default());
    let expected = [
        ("endings", vec!["How proposals end", "Eight (2017)", "Diverted", "71.0", "Passed", "% of tabled proposals"]),
        ("differences", vec!["percentage points", "months", "Passed in first session", "Ten (2024)", "Dilution"]),
        ("incidence", vec!["months since tabling", "passed, % of tabled proposals", "12", "72"]),
        ("areas", vec!["Counter-terrorism", "passed, % of tabled proposals", "All areas"]),
        ("objections", vec!["Kyrgyzstan", "Is the only one to object", "% of failing polls"]),
        ("joint-objections", vec!["both object, % of failing polls", "Iran", "Nine (2023)"]),
        ("map", vec!["Kazakhstan", "Kyrgyzstan", "Security", "Alignment", "Pareto set, Six (2001)", "Status quo"]),
        ("map", vec!["← far from the majority", "with the majority →"]),
        ("stalls", vec!["Gridlock: no text would do", "19"]),
    ];
    for (name, wanted) in expected {
        let texts = texts(&named(&figures, name));
        for text in wanted {
            assert!(texts.iter().any(|found| found == text), "{name} lacks {text:?}: {texts:?}");
        }
        if name != "map" {
            assert!(texts.iter().any(|text| text.starts_with("2000 worlds.")), "{name}: {texts:?}");
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
    // The page, a cell for each pair of six, eight, nine and ten, and the colour bar.
    assert_eq!(count("joint-objections", "<rect "), 1 + 15 + 28 + 36 + 45 + 64);
}

/// Variants, members, areas and dimensions, from the smallest body to the largest.
const SIZES: [(usize, usize, usize, usize); 9] = [
    (1, 2, 1, 1),
    (2, 6, 3, 2),
    (2, 27, 12, 1),
    (4, 10, 6, 2),
    (5, 15, 3, 2),
    (12, 27, 12, 2),
    (2, 193, 6, 2),
    (12, 56, 64, 2),
    (40, 193, 20, 3),
];

#[test]
fn texts_stay_on_the_page_and_apart() {
    for (variants, members, areas, dimensions) in SIZES {
        let results = sized(variants, members, areas, dimensions);
        let case = format!("{variants} variants, {members} members, {areas} areas");
        for figure in figures(&over_time(results), &Options::default()) {
            check_layout(&case, &figure);
        }
    }
    for width in [85.0, 150.0, 170.0] {
        for (years, factors) in [(2, 1), (8, 3), (30, 8), (120, 24)] {
            let mut results = results();
            fixture::over_years(&mut results, years);
            fixture::decompose(&mut results, factors);
            let only = Some(OVER_TIME.map(str::to_owned).to_vec());
            for figure in figures(&results, &Options { width: Some(width), only, ..Options::default() }) {
                let case = format!("{years} years, {factors} factors, {width} mm");
                check_layout(&case, &figure);
                assert!(height(&figure) <= 230.0, "{case}: {} is {} mm high", figure.name, height(&figure));
            }
        }
    }
    for figure in figures(&results(), &Options::default()) {
        check_layout("fixture", &figure);
    }
}

/// Height in millimetres.
fn height(figure: &Figure) -> f64 {
    let (_, after) = figure.svg.split_once(" height=\"").unwrap();
    after.split_once("mm\"").unwrap().0.parse().unwrap()
}

#[test]
fn every_figure_has_its_place_on_a_page() {
    for (variants, members, areas, dimensions) in SIZES {
        let results = over_time(sized(variants, members, areas, dimensions));
        for width in [None, Some(60.0), Some(120.0)] {
            for figure in figures(&results, &Options { width, ..Options::default() }) {
                let case = format!("{variants} variants, {members} members, {areas} areas, width {width:?}");
                assert!(height(&figure) <= 230.0, "{case}: {} is {} mm high", figure.name, height(&figure));
            }
        }
    }
}

#[test]
fn what_is_left_out_is_said() {
    let captions = |results: &crate::experiment::Results| -> Vec<(&'static str, String)> {
        figures(results, &Options::default()).into_iter().map(|figure| (figure.name, figure.caption)).collect()
    };
    let small = captions(&results());
    assert!(small.iter().all(|(_, caption)| !caption.contains(" of ") || !caption.contains("variants.")), "{small:?}");
    let large = captions(&sized(40, 193, 64, 0));
    let says = |name: &str, what: &str| {
        let caption = &large.iter().find(|(figure, _)| *figure == name).unwrap().1;
        assert!(caption.contains(what), "{name}: {caption}");
    };
    for name in ["objections", "areas", "incidence"] {
        says(name, "12 of 40 variants.");
    }
    says("joint-objections", "6 of 40 variants.");
    says("joint-objections", " of 193 members: those that object most often in any variant shown.");
    says("objections", " of 193 members: those that object most often in any variant.");
    says("areas", " of 64 areas: those in which variants differ most.");
}

#[test]
fn endings_that_never_occur_have_no_key() {
    let mut results = results();
    let rows = results.summary.iter_mut().filter(|row| row.metric == crate::experiment::Metric::ShareDiverted);
    rows.for_each(|row| row.estimate.value = 0.0);
    let endings = texts(&named(&figures(&results, &Options::default()), "endings"));
    assert!(endings.contains(&"Withdrawn".to_owned()) && !endings.contains(&"Diverted".to_owned()), "{endings:?}");
}

#[test]
fn a_question_whose_answer_is_never_has_no_panel() {
    let mut results = results();
    let sole = |row: &&mut crate::experiment::Summary| row.metric == crate::experiment::Metric::SoleObjectionRate;
    let only = "Is the only one to object".to_owned();
    let discs = |results: &crate::experiment::Results| {
        let svg = named(&figures(results, &Options::default()), "objections");
        (texts(&svg).contains(&only), svg.matches("<circle ").count())
    };
    results.summary.iter_mut().filter(sole).filter(|row| row.variant == 0).for_each(|row| row.estimate.value = 0.0);
    assert_eq!(discs(&results), (true, 1 + 6), "the first variant has no dots in that panel");
    results.summary.iter_mut().filter(sole).for_each(|row| row.estimate.value = 0.0);
    assert_eq!(discs(&results), (false, 1 + 6));
}

#[test]
fn curves_of_variants_that_adopt_nothing_are_there() {
    let mut results = results();
    results.passing.retain(|row| row.variant != 1);
    let incidence = named(&figures(&results, &Options::default()), "incidence");
    assert!(texts(&incidence).iter().any(|text| text == "Eight (2017)"));
}

#[test]
fn who_blocks_is_shown_where_support_is_needed() {
    let headings = ["Objects", "Is the only one to object", "Does not support", "Is the only one not to support"];
    let shown = |results: &crate::experiment::Results| {
        let figure =
            figures(results, &Options::default()).into_iter().find(|figure| figure.name == "objections").unwrap();
        // Headings may be broken.
        let texts = texts(&figure.svg).join(" ");
        let panels = headings.map(|heading| texts.contains(heading));
        (figure.title, panels, figure.svg.matches("<circle ").count())
    };
    let mut results = results();
    assert_eq!(shown(&results), ("Who objects".to_owned(), [true, true, false, false], 1 + 12));
    fixture::needs_support(&mut results, 0);
    let mixed = ("Who stands in the way".to_owned(), [true; 4], 1 + 12);
    assert_eq!(shown(&results), mixed, "the first variant is where it is asked for support, and only there");
    (1..4).for_each(|variant| fixture::needs_support(&mut results, variant));
    assert_eq!(shown(&results), ("Who does not support".to_owned(), [false, false, true, true], 1 + 12));
    // One more poll that failed for want of no objection.
    let objections = results.summary.iter_mut().filter(|row| row.metric == crate::experiment::Metric::ObjectionRate);
    objections.for_each(|row| row.estimate.n += 1);
    assert_eq!(shown(&results), ("Who stands in the way".to_owned(), [true; 4], 1 + 24), "both are told");
}

#[test]
fn levels_are_those_of_the_results() {
    let mut results = results();
    results.level = crate::stats::Level::new(0.9).unwrap();
    for figure in figures(&results, &Options::default()) {
        assert!(!figure.caption.contains("95 %"), "{}: {}", figure.name, figure.caption);
    }
    assert!(
        super::super::table::overview(&results, super::super::table::Style::Text, None).contains("the 90 % interval")
    );
}

#[test]
fn heat_maps_explain_only_what_they_show() {
    let says_none = |results: &crate::experiment::Results| {
        named(&figures(results, &Options::default()), "joint-objections").contains("no panel")
    };
    let mut results = results();
    assert!(!says_none(&results));
    results.blocking.retain(|row| row.variant == 3);
    assert!(says_none(&results));
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
    results.passing.clear();
    results.blocking.clear();
    results.outcomes.clear();
    results.accuracy.clear();
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
    let curves = results.time.iter_mut().chain(&mut results.passing);
    curves.for_each(|row| row.interval = None);
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
            let mut results = over_time(results());
            results.shares.iter_mut().for_each(|row| (row.estimate.value, row.estimate.interval) = (value, interval));
            results.summary.iter_mut().for_each(|row| (row.estimate.value, row.estimate.interval) = (value, interval));
            let differences = results.differences.iter_mut();
            differences.for_each(|row| (row.estimate.value, row.estimate.interval) = (value, interval));
            results.time.iter_mut().chain(&mut results.passing).for_each(|row| {
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

/// Width and height of a figure in millimetres.
fn millimetres(figure: &Figure) -> (f32, f32) {
    let size = parse(figure).size();
    (size.width() / 300.0 * 25.4, size.height() / 300.0 * 25.4)
}

/// The map alone, laid out in so many millimetres.
fn map_of(results: &crate::experiment::Results, width: f64) -> Figure {
    let only = Some(vec!["map".to_owned()]);
    figures(results, &Options { width: Some(width), only, ..Options::default() }).remove(0)
}

#[test]
fn maps_have_the_width_that_is_asked_for_and_fit_on_a_page() {
    for (variants, members, dimensions) in [(2, 3, 1), (2, 27, 1), (2, 193, 1), (2, 3, 2), (4, 27, 2), (2, 193, 2)] {
        let mut results = sized(variants, members, 1, dimensions);
        results.members[0].1 = "United Kingdom of Great Britain and Northern Ireland".to_owned();
        results.members[1].1 = "Donaudampfschifffahrtsgesellschaftskapitänsland".to_owned();
        results.dimensions[0].low = Some("what is far too long to stand under such an axis".repeat(3));
        results.dimensions[dimensions - 1].high = Some("more of it".to_owned());
        for width in [60.0, 85.0, 150.0, 170.0, 400.0] {
            let (case, map) = (format!("{members} members, {width} mm"), map_of(&results, width));
            let (wide, high) = millimetres(&map);
            assert!((f64::from(wide) - width).abs() < 0.1, "{case}: {wide} mm wide");
            assert!(f64::from(high) <= MAX_HEIGHT_MM + 0.1, "{case}: {high} mm high");
            check_layout(&case, &map);
        }
    }
}

#[test]
fn who_is_not_named_on_a_map_is_counted() {
    let named = |members: usize, dimensions: usize| {
        let map = map_of(&sized(2, members, 1, dimensions), 170.0);
        let named = texts(&map.svg).iter().filter(|text| text.starts_with("Member state ")).count();
        let said = map.caption.split(" of ").next().and_then(|start| start.rsplit(' ').next()?.parse::<usize>().ok());
        (named, map.caption.contains("members are named").then_some(said).flatten())
    };
    for dimensions in [1, 2] {
        assert_eq!(named(10, dimensions), (10, None));
        let (named, said) = named(193, dimensions);
        assert_eq!(Some(named), said);
        assert!((20..100).contains(&named), "{named}");
    }
}

#[test]
fn pareto_sets_are_drawn_only_where_everybody_is_needed() {
    let mut results = results();
    let keys = |results: &crate::experiment::Results| {
        let texts = texts(&map_of(results, 170.0).svg);
        texts.into_iter().filter_map(|text| text.strip_prefix("Pareto set, ").map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(keys(&results), ["Six (2001)", "Ten (2024)"]);
    results.variants[3].needs_everybody = false;
    assert_eq!(keys(&results), ["Six (2001)"]);
    assert!(map_of(&results, 170.0).caption.contains("No Pareto set for Ten (2024): not every member is needed."));
    // Another variant with the same members may need them all.
    let unanimous = crate::experiment::VariantInfo {
        needs_everybody: true,
        label: "Ten, unanimity".to_owned(),
        ..results.variants[3].clone()
    };
    results.variants.push(unanimous);
    assert_eq!(keys(&results), ["Six (2001)", "Ten, unanimity"]);
    results.variants.iter_mut().for_each(|variant| variant.needs_everybody = false);
    assert!(keys(&results).is_empty());
}

#[test]
fn members_who_leave_are_told_from_those_who_stay_and_join() {
    let mut results = results();
    let gone = results.variants[3].seats.remove(0);
    results.variants[3].ideals.remove(0);
    let map = map_of(&results, 170.0);
    let texts = texts(&map.svg);
    for text in ["In Six (2001) and Ten (2024)", "Only in Six (2001)", "Only in Ten (2024)", &results.members[gone].1] {
        assert!(texts.iter().any(|found| found == text), "{text:?}: {texts:?}");
    }
    // Discs of two keys and six founders; the two open ones are a white disc and a circle.
    assert_eq!(map.svg.matches("<circle ").count(), 1 + 2 + 5 + 2);
}

#[test]
fn the_status_quo_is_on_the_map_or_said_to_be_off_it() {
    let mut results = results();
    let cross = |results: &crate::experiment::Results| map_of(results, 170.0).svg.matches("stroke=\"#1A1A1A\"").count();
    assert_eq!(cross(&results), 4, "two strokes each in the key and on the map");
    assert!(map_of(&results, 170.0).caption.contains("Status quo: mean and, dashed"));
    results.variants[0].status_quo.mean = vec![1e5, 1e5];
    assert_eq!(cross(&results), 2, "the key");
    assert!(map_of(&results, 170.0).caption.contains("The mean status quo lies off the map."));
}

#[test]
fn figures_say_where_they_come_from() {
    let provenance = Provenance {
        title: "Union & <others>".to_owned(),
        scenario_sha256: "0123456789abcdef".to_owned(),
        seed: 20_170_609.to_string(),
        version: "7.8.9".to_owned(),
    };
    let options = Options { provenance: Some(provenance), ..Options::default() };
    let figures = figures(&results(), &options);
    let fonts = Fonts::of(&figures);
    for figure in &figures {
        for part in ["Union &amp; &lt;others&gt;", "0123456789abcdef", "20170609", "winset 7.8.9", "<desc>"] {
            assert!(figure.svg.contains(part), "{}: {part}", figure.name);
        }
        let png = png(figure, &fonts).unwrap();
        let reader = ::png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let chunks = reader.info().utf8_text.iter();
        let chunks: Vec<_> = chunks.map(|chunk| (chunk.keyword.as_str(), chunk.get_text().unwrap())).collect();
        let expected = [
            ("Title", figure.title.as_str()),
            ("Description", figure.caption.as_str()),
            ("Software", "winset 7.8.9"),
            ("Scenario", "Union & <others>"),
            ("Scenario SHA-256", "0123456789abcdef"),
            ("Seed", "20170609"),
        ];
        assert_eq!(chunks, expected.map(|(keyword, text)| (keyword, text.to_owned())));
        let pdf = pdf(figure, &fonts).unwrap();
        for part in ["Scenario SHA-256: 0123456789abcdef", "Seed: 20170609", "winset 7.8.9"] {
            assert!(pdf.windows(part.len()).any(|bytes| bytes == part.as_bytes()), "{}: {part}", figure.name);
        }
    }
}

#[test]
fn figures_without_titles_keep_them_for_elsewhere() {
    let (with, without) = (Options::default(), Options { titles: false, ..Options::default() });
    for (with, without) in figures(&results(), &with).iter().zip(figures(&results(), &without)) {
        assert_eq!((&with.title, &with.caption), (&without.title, &without.caption));
        assert!(texts(&with.svg).contains(&with.title) && !texts(&without.svg).contains(&with.title), "{}", with.name);
        assert!(millimetres(&without).1 < millimetres(with).1);
        check_layout("without titles", &without);
    }
}

#[test]
fn only_the_figures_that_are_asked_for_are_drawn() {
    let drawn = |only: &[&str]| {
        let only = Some(only.iter().map(|name| (*name).to_owned()).collect());
        figures(&over_time(results()), &Options { only, ..Options::default() })
            .iter()
            .map(|f| f.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(drawn(&["map", "endings"]), ["endings", "map"]);
    assert!(drawn(&[]).is_empty());
    let all: Vec<_> = names().collect();
    assert_eq!(drawn(&all), all, "every figure has the name under which it is asked for");
}

#[test]
fn figures_in_the_scripts_of_europe_need_no_font_of_the_system() {
    let mut results = results();
    let labels = ["Ελληνική Δημοκρατία", "Ҷумҳурии Тоҷикистон", "Côte d'Ivoire", "Việt Nam", "Łódź, Ísland – “Åland”"];
    results.members.iter_mut().zip(labels).for_each(|(member, label)| member.1 = label.to_owned());
    let figures = figures(&results, &Options::default());
    let fonts = Fonts::of(&figures);
    assert!(fonts.are_embedded());
    assert!(super::labels(&results).all(|label| !fonts.cannot_draw(label)));
}

#[test]
fn labels_that_no_font_has_are_known() {
    let mut results = results();
    // Not a character, and never will be one.
    results.members[0].1 = "A \u{10fffd}".to_owned();
    let figures = figures(&results, &Options::default());
    let fonts = Fonts::of(&figures);
    assert_eq!(super::labels(&results).filter(|label| fonts.cannot_draw(label)).count(), 1);
    assert!(figures.iter().all(|figure| png(figure, &fonts).is_ok() && pdf(figure, &fonts).is_ok()));
}
