//! `report.html` in a real browser: it loads nothing, sorts, tells values, and fits a phone.

mod driver;

use std::io::Write;
use std::path::PathBuf;

use assert_cmd::Command;
use driver::Browser;
use serde_json::json;
use tempfile::TempDir;

const ENTER: &str = "\u{e007}";
const RIGHT: &str = "\u{e014}";

/// Texts that would be more than texts, wherever they are not escaped.
const HOSTILE: &str = r#"
[scenario]
title = "</title><script>window.broken = 1</script>"
description = "<img src=x onerror='window.broken = 2'> </pre></code></details> & \"quoted\""
sources = ["<script>window.broken = 3</script>", "https://example.org/\"onmouseover='window.broken=4'"]
[space]
dimensions = ["x", "y"]
[members.a]
label = "<script>window.broken = 5</script>"
ideal = [-1.0, 0.5]
[members.b]
label = "\"><svg onload='window.broken=6'>"
ideal = [0.3, 1.0]
tolerance = 0.1
[members.c]
ideal = [0.9, -0.4]
[areas.one]
label = "</script><b>bold</b>"
status_quo = { sd = 1.0 }
[variants.two]
label = "<b>two</b> & <i>more</i>"
members = ["a", "b"]
[variants.three]
label = "{{ three }}"
members = ["a", "b", "c"]
"#;

/// The report of a run of `text`.
fn report(text: &str) -> (TempDir, PathBuf) {
    let dir = TempDir::new().expect("a temporary folder");
    std::fs::write(dir.path().join("s.toml"), text).expect("a scenario");
    let mut run = Command::new(env!("CARGO_BIN_EXE_winset"));
    run.current_dir(dir.path()).args(["run", "s.toml", "--replications", "60", "--out", "out", "--quiet"]);
    run.assert().success();
    let page = dir.path().join("out/report.html");
    (dir, page)
}

/// A browser, or a word on standard error, which no test harness catches.
fn browser() -> Option<Browser> {
    let browser = Browser::start();
    if browser.is_none() {
        let skipped = "SKIPPED: report.html was not opened in a browser; chromium and chromedriver are not installed";
        writeln!(std::io::stderr(), "{skipped}").expect("standard error takes a line");
    }
    browser
}

#[test]
fn the_report_works_in_a_browser() {
    let Some(browser) = browser() else { return };
    let (_dir, page) = report(HOSTILE);
    browser.show(&page);
    it_loads_nothing_and_stays_text(&browser);
    tables_sort(&browser);
    values_show(&browser);
    figures_are_saved(&browser);
    it_fits_and_can_be_read(&browser);
    assert_eq!(browser.console(), [""; 0], "nothing was written to the console by all of that");
}

fn it_loads_nothing_and_stays_text(browser: &Browser) {
    assert_eq!(browser.console(), [""; 0]);
    let foreign: Vec<String> = browser
        .requests()
        .into_iter()
        .filter(|url| !url.starts_with("\"file:///") && !url.starts_with("\"data:"))
        .collect();
    assert_eq!(foreign, [""; 0]);
    assert!(browser.eval("return window.broken === undefined").as_bool().unwrap(), "no text was run");
    let heading = browser.text("return document.querySelector('h1').textContent");
    assert_eq!(heading, "</title><script>window.broken = 1</script>");
    assert_eq!(
        browser.eval("return document.querySelectorAll('script, img, b, i').length"),
        json!(1),
        "the page's own"
    );
    let member = browser.text("return document.querySelector('#members tbody th').textContent");
    assert_eq!(member, "<script>window.broken = 5</script>");
    assert!(
        browser.text("return document.querySelector('.text code').textContent").contains("</pre></code></details>")
    );
    let levels = browser.eval("return [...document.querySelectorAll('h1, h2, h3, h4')].map(h => +h.tagName[1])");
    let levels: Vec<i64> = levels.as_array().unwrap().iter().map(|level| level.as_i64().unwrap()).collect();
    assert!(levels[0] == 1 && levels.windows(2).all(|pair| pair[1] > 1 && pair[1] <= pair[0] + 1), "{levels:?}");
}

/// The cells of a column of the table of members.
fn column(browser: &Browser, place: usize) -> Vec<String> {
    let script =
        format!("return [...document.querySelectorAll('#members tbody tr')].map(r => r.cells[{place}].textContent)");
    browser.eval(&script).as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().trim().to_owned()).collect()
}

fn tables_sort(browser: &Browser) {
    let head = "#members thead th:nth-child(2)";
    let sorted =
        || browser.text(&format!("return document.querySelector('{head}').getAttribute('aria-sort') || 'not'"));
    assert_eq!((sorted(), column(browser, 1)), ("not".to_owned(), vec!["−1".into(), "0.3".into(), "0.9".into()]));
    browser.click(&format!("{head} button"));
    assert_eq!(sorted(), "ascending");
    browser.press(&format!("{head} button"), ENTER);
    assert_eq!(
        (sorted(), column(browser, 1)),
        ("descending".to_owned(), vec!["0.9".into(), "0.3".into(), "−1".into()])
    );
    browser.click("#members thead th:nth-child(1) button");
    assert_eq!(sorted(), "not", "one column sorts");
    assert_eq!(browser.eval("return document.querySelectorAll('#members [aria-sort]').length"), json!(1));
}

fn values_show(browser: &Browser) {
    let shown = || browser.text("const v = document.getElementById('value'); return v.hidden ? '' : v.textContent");
    let first = "figure[data-name=endings] .values > *";
    let width = |figure: &str| {
        let script =
            format!("return document.querySelector('figure[data-name={figure}] svg').getBoundingClientRect().width");
        browser.eval(&script).as_f64().unwrap()
    };
    assert!(width("endings") > 400.0 && width("differences") > 800.0, "figures use the room there is");
    assert_eq!(shown(), "");
    browser.eval(&format!("document.querySelector('{first}').scrollIntoView({{ block: 'center' }})"));
    browser.hover(first);
    let value = shown();
    assert!(value.starts_with("<b>two</b> & <i>more</i>, ") || value.starts_with("{{ three }}, "), "{value}");
    assert!(value.contains(" % ["), "with its interval: {value}");
    browser.hover("h1");
    assert_eq!(shown(), "");
    for figure in ["map", "differences", "incidence", "joint-objections", "objections"] {
        let drawing = format!("figure[data-name={figure}] .drawing");
        browser.press(&drawing, RIGHT);
        let first = shown();
        browser.press(&drawing, RIGHT);
        assert!(!first.is_empty() && first != shown(), "{figure}: {first}");
    }
    browser.eval("document.activeElement.blur()");
    assert_eq!(shown(), "");
}

fn figures_are_saved(browser: &Browser) {
    browser.eval(
        "window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = blob => { \
         blob.text().then(text => window.saved.push([blob.type, text])); return make.call(URL, blob); }",
    );
    browser.click("figure[data-name=map] [data-save=svg]");
    browser.click("figure[data-name=map] [data-save=png]");
    let there = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        browser.eval("return window.saved.some(([type]) => type === 'image/png')").as_bool().unwrap()
    });
    assert!(there, "a picture is made");
    let root = "const svg = new DOMParser().parseFromString(window.saved[0][1], 'image/svg+xml').documentElement;";
    assert_eq!(browser.text(&format!("{root} return svg.tagName")), "svg", "it is well-formed");
    let told = browser.text(&format!("{root} return svg.querySelector('desc').textContent"));
    assert!(told.contains("scenario SHA-256 "), "a figure that has left the page can be traced: {told}");
}

fn it_fits_and_can_be_read(browser: &Browser) {
    browser.eval("document.querySelectorAll('details').forEach(fold => fold.open = true)");
    for scheme in ["light", "dark"] {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        browser.emulate("Emulation.setEmulatedMedia", &json!({"features": features}));
        for width in [360, 1200] {
            let metrics = json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600});
            browser.emulate("Emulation.setDeviceMetricsOverride", &metrics);
            let wide = browser.eval("return document.documentElement.scrollWidth").as_i64().unwrap();
            assert!(wide <= width, "{wide} pixels at {width}, {scheme}");
        }
        let worst = browser.eval(CONTRAST).as_f64().unwrap();
        assert!(worst >= 4.5, "contrast {worst} in {scheme}");
        let paper = browser.text("return getComputedStyle(document.querySelector('.drawing')).backgroundColor");
        assert_eq!(paper, "rgb(255, 255, 255)", "figures stand on a light ground");
    }
}

/// The least contrast of any text of the page to its ground, outside the figures.
const CONTRAST: &str = r"
const channels = text => text.match(/[\d.]+/g).map(Number);
const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const ground = element => {
  for (let at = element; at; at = at.parentElement) {
    const colour = channels(getComputedStyle(at).backgroundColor);
    if (colour.length < 4 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const texts = [...document.querySelectorAll('body *:not(svg *):not(script)')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()));
return Math.min(...texts.map(e => {
  const [a, b] = [light(channels(getComputedStyle(e).color)), light(ground(e))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}));";
