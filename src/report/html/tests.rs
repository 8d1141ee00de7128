//! What every page has to be, whatever it is about.

use std::collections::BTreeSet;

use super::super::plots;
use super::*;
use crate::experiment::{self, Watch};

const SCENARIO: &str = r#"
[scenario]
title = "A <b>council</b> & its </script> enlargement"
description = "First <i>paragraph</i>.\n\nSecond one."
sources = ["A book, \"quoted\"", "<script>alert(1)</script>"]
[space]
dimensions = ["x", "y"]
[members.a]
label = "<script>alert('a')</script>"
ideal = [-1.0, 0.5]
ideal_sd = 0.1
[members.b]
ideal = [0.3, 1.0]
[members.c]
label = "Cé & Co"
ideal = [0.9, -0.4]
salience = [2.0, 1.0]
[areas.one]
status_quo = { sd = 1.0 }
[areas.two]
label = "Area <two>"
status_quo = { sd = 1.0 }
[variants.small]
label = "Small"
members = ["a", "b"]
[variants.large]
label = "Large </svg>"
members = ["a", "b", "c"]
[assumptions.rate]
path = "negotiation.pressure"
range = [0.0, 0.5]
reason = "nobody <knows>"
[run]
replications = 40
"#;

fn results(scenario: &Scenario) -> Results {
    experiment::run(scenario, &Watch::nobody()).expect("nobody stops it")
}

/// The page of a scenario, with its figures.
fn page_of(text: &str) -> String {
    let scenario = crate::scenario::parse("test.toml", text, &Default::default()).unwrap_or_else(|f| panic!("{f}"));
    let results = results(&scenario);
    let options = plots::Options { titles: false, values: true, ..plots::Options::default() };
    let figures = plots::figures(&results, &options);
    let report =
        Report { scenario: &scenario, scenario_sha256: "abc", results: &results, scores: None, figures: &figures };
    String::from_utf8(page(&report)).expect("UTF-8")
}

/// The tags of a page but for its style and script, as (name, all of it).
fn tags(page: &str) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("every tag ends");
        let tag = &rest[start + 1..end];
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        rest = &rest[end + 1..];
        if name == "style" || name == "script" {
            rest = &rest[rest.find(&format!("</{name}>")).expect("it ends")..];
        }
        tags.push((name, tag.to_owned()));
    }
    tags
}

#[test]
fn what_is_opened_is_closed_in_order() {
    const VOID: [&str; 4] = ["meta", "link", "br", "hr"];
    let mut open: Vec<String> = Vec::new();
    for (name, tag) in tags(&page_of(SCENARIO)) {
        if let Some(closed) = name.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(closed), "{tag}");
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !VOID.contains(&name.as_str()) {
            open.push(name);
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn texts_of_the_scenario_are_texts() {
    let page = page_of(SCENARIO);
    let count = |name: &str| tags(&page).iter().filter(|(tag, _)| tag == name).count();
    assert_eq!((count("script"), count("b"), count("i"), count("two")), (1, 0, 0, 0));
    assert!(!page.contains("<script>alert"), "not even within a figure");
    assert!(page.contains("&#60;script&#62;alert(&#39;a&#39;)&#60;/script&#62;"), "it is shown");
    assert!(page.contains("nobody &#60;knows&#62;"));
    let figures = page.matches("<svg ").count();
    assert!(figures > 5 && page.matches("</svg>").count() == figures);
}

#[test]
fn nothing_outside_is_loaded() {
    let page = page_of(SCENARIO);
    assert!(page.contains("default-src 'none'"));
    for (name, tag) in tags(&page) {
        assert!(
            !["img", "iframe", "object", "embed", "video", "audio", "source", "base"].contains(&&name[..]),
            "{tag}"
        );
        assert!(!tag.contains("src="), "{tag}");
        for target in tag.split("href=\"").skip(1) {
            assert!(target.starts_with('#') || target.starts_with("data:"), "{tag}");
        }
    }
    let style = include_str!("report.css");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn headings_and_names_are_in_order() {
    let page = page_of(SCENARIO);
    let level = |(name, _): &(String, String)| name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
    let levels: Vec<u8> = tags(&page).iter().filter_map(level).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels[0] == 1 && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    let ids: Vec<String> = tags(&page)
        .iter()
        .filter_map(|(_, tag)| Some(tag.split_once(" id=\"")?.1.split('"').next()?.to_owned()))
        .collect();
    let known: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(known.len(), ids.len(), "every id once: {ids:?}");
    for name in ["aria-labelledby=\"", "aria-describedby=\"", "href=\"#"] {
        for target in page.split(name).skip(1) {
            let target = target.split('"').next().expect("a value").to_owned();
            assert!(known.contains(&target), "{target} is there");
        }
    }
}

#[test]
fn every_figure_tells_its_values() {
    let page = page_of(SCENARIO);
    for figure in page.split("<figure ").skip(1) {
        let (name, values) = (figure.split('"').nth(1).unwrap_or(""), figure.matches("<title>").count());
        assert!(values > 0 && figure.contains("class=\"values\""), "{name}");
    }
}

#[test]
fn the_headline_says_no_more_than_the_estimates() {
    let mut results = plots::fixture::results();
    let with_facts = headline::headline(&results);
    results.accuracy.clear();
    let said = headline::headline(&results);
    assert!(
        with_facts.lead.contains("known outcomes, predictions are off by 12.0 % [10.0, 14.0] of the scale on average")
    );
    assert_eq!(with_facts.others[0], said.lead, "facts come first");
    assert_eq!(said.lead, "Six (2001): in the model 71.0 % of proposals pass (95 % interval 69.2 to 72.8).");
    assert_eq!(
        said.others[0],
        "Eight (2017): 61.1 % (95 % interval 59.3 to 62.8), 9.9 percentage points lower than Six (2001); the interval of the \
         difference, −11.4 to −8.5, excludes 0."
    );
    let difference = results.differences.iter_mut().find(|row| row.metric == crate::experiment::Metric::PassRate);
    difference.expect("a difference").estimate.interval = Some((-0.2, 0.01));
    assert!(
        headline::headline(&results).others[0]
            .ends_with("includes 0, so that the simulation does not tell the two apart.")
    );
    let difference = results.differences.iter_mut().find(|row| row.metric == crate::experiment::Metric::PassRate);
    difference.expect("a difference").estimate.interval = Some((-0.2, -0.0002));
    assert!(
        headline::headline(&results).others[0].ends_with("−20.00 to −0.02, excludes 0."),
        "no 0.0 that is excluded"
    );
    let difference = results.differences.iter_mut().find(|row| row.metric == crate::experiment::Metric::PassRate);
    let difference = &mut difference.expect("a difference").estimate;
    (difference.value, difference.interval) = (0.0, Some((-0.01, 0.01)));
    assert!(headline::headline(&results).others[0].contains(
        ", no different from Six (2001) as far as was seen; the interval of the difference, −1.0 to +1.0, includes 0"
    ));
    results.summary.clear();
    assert_eq!(headline::headline(&results).lead, "Six (2001): the model tables no proposals.");
}

#[test]
fn large_tables_say_where_the_rest_is() {
    let mut table = table::Table::new("Everything.", ["Name", "#Number"]);
    table.rows = (0..700).map(|row| vec![table::Cell::text("x"), table::Cell::count(row)]).collect();
    let cut = table.cut("summary.csv");
    assert_eq!(cut.rows.len(), table::MOST_ROWS);
    assert_eq!(cut.caption, "Everything. The first 600 of 700 rows; all of them are in summary.csv.");
    let results = plots::fixture::sized(5, 193, 2, 2);
    let blocks = estimates::blocks(&results);
    let members = blocks.iter().find(|block| block.id == "by-member").expect("a table of members");
    assert!(members.table.rows.len() <= table::MOST_ROWS && members.table.caption.contains("summary.csv"));
    let of = |label: &str| members.table.rows.iter().filter(|row| row[1].text == label).count();
    assert_eq!(of(&results.variants[4].label), 193, "of the largest table everybody is told");
}

#[test]
fn what_is_cited_is_what_the_project_says() {
    let cff = include_str!("../../../CITATION.cff");
    let value = |key: &str| {
        let line = cff.lines().find_map(|line| line.trim_start_matches("- ").trim().strip_prefix(key));
        line.unwrap_or_else(|| panic!("{key}")).trim().trim_matches('"').to_owned()
    };
    assert_eq!((value("title:"), cite::YEAR), (cite::TITLE.to_owned(), &value("date-released:")[..4]));
    assert!(cff.contains(&format!("name: \"{}\"", cite::AUTHOR)));
    assert_eq!(value("version:"), env!("CARGO_PKG_VERSION"));
    let page = page_of(SCENARIO);
    assert!(page.contains("@software{winset,") && page.contains("Scenario SHA-256 abc, seed 1, 40 worlds"));
}

#[test]
fn warnings_stand_at_the_lines_of_the_text_in_the_page() {
    let doubtful = SCENARIO.replace("[members.b]", "[members.NA]").replace("\"b\"", "\"NA\"");
    let page = page_of(&doubtful);
    let remark = page.split("id=\"remarks\"").nth(1).and_then(|rest| rest.split("</section>").next()).expect("remarks");
    assert!(remark.contains("NA") && remark.contains("(scenario.toml, line "), "{remark}");
    assert!(!page.contains("test.toml"), "the page is the same whatever the file was called");
}

#[test]
fn a_single_variant_and_a_single_world_have_a_page() {
    let small = "[space]\ndimensions = ['x']\n[members]\na.ideal = [0]\nb.ideal = [1]\n[areas.one]\nstatus_quo = { sd = 1 }\n\
                 [run]\nreplications = 1\n";
    let page = page_of(small);
    assert!(page.contains("<h1>test</h1>") && page.contains("One world only"), "the file's name is its title");
}
