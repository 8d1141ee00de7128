//! The guide: every page is in the book and every link leads somewhere, commands are those of the program, its scenarios are
//! sound, and the exercises have the answers that they are said to have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Every file below a folder that ends like this.
fn files(folder: &Path, ending: &str) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| match path.is_dir() {
            true => files(&path, ending),
            false => BTreeSet::from([path]),
        })
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The text outside blocks of code.
fn prose(text: &str) -> String {
    let blocks = text.split("\n```").step_by(2);
    blocks.map(|block| block.split_once('\n').map_or(block, |(_, rest)| rest)).collect::<Vec<_>>().join("\n")
}

/// Where links and pictures of a page lead, but for other sites.
fn links(text: &str) -> Vec<String> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains(":/")).map(str::to_owned).collect()
}

/// What a heading is called in links.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(page: &str) -> BTreeSet<String> {
    let text = format!("\n{page}");
    prose(&text).lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}

fn winset(arguments: &[&str], folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
    let output = command.args(arguments).current_dir(folder).output().expect("winset");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn every_page_is_in_the_book_once() {
    let summary = links(&read(&docs().join("SUMMARY.md")));
    let listed: BTreeSet<PathBuf> = summary.iter().map(|page| docs().join(page)).collect();
    assert_eq!(listed.len(), summary.len(), "no page stands there twice");
    let mut pages = files(&docs(), ".md");
    pages.remove(&docs().join("SUMMARY.md"));
    assert_eq!(listed, pages);
}

#[test]
fn every_link_leads_to_a_file_of_the_book_and_a_heading() {
    let mut seen = 0;
    for page in files(&docs(), ".md") {
        let text = read(&page);
        for link in links(&prose(&text)) {
            let (path, heading) = link.split_once('#').unwrap_or((&link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().expect("a folder").join(path),
            };
            let target = target.canonicalize().unwrap_or_else(|_| panic!("{}: {link}", page.display()));
            assert!(target.starts_with(docs().canonicalize().expect("docs")), "{}: {link}", page.display());
            if !heading.is_empty() {
                assert!(anchors(&read(&target)).contains(heading), "{}: {link}", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 150, "{seen} links");
}

/// The commands that the guide shows, with lines that end in a backslash joined to the next one.
fn commands() -> Vec<String> {
    let pages = files(&docs().join("guide"), ".md");
    let of = |page: &PathBuf| {
        let text = read(page).replace("\\\n", " ");
        let lines = text.lines().filter_map(|line| line.strip_prefix("$ winset "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    pages.iter().flat_map(of).collect()
}

#[test]
fn commands_and_options_of_the_guide_are_those_of_the_program() {
    let commands = commands();
    assert!(commands.len() > 30, "{} commands", commands.len());
    let names: BTreeSet<&str> = commands.iter().filter_map(|command| command.split(' ').next()).collect();
    for name in names {
        let help = winset(&[name, "--help"], &docs());
        let known: BTreeSet<&str> = help.split_whitespace().filter(|word| word.starts_with("--")).collect();
        for command in commands.iter().filter(|command| command.split(' ').next() == Some(name)) {
            for option in command.split(' ').filter(|word| word.starts_with("--")) {
                assert!(known.contains(option), "winset {command}: {option}");
            }
        }
    }
}

#[test]
fn every_figure_of_the_gallery_is_there_and_drawn_by_a_command() {
    let gallery = read(&docs().join("guide/figures.md"));
    let pictures: BTreeSet<PathBuf> = files(&docs().join("guide/pictures"), ".svg");
    let shown = links(&gallery).into_iter().filter(|link| link.ends_with(".svg"));
    assert_eq!(shown.map(|link| docs().join("guide").join(link)).collect::<BTreeSet<_>>(), pictures);
    for picture in pictures {
        assert!(fs::metadata(&picture).expect("a file").len() < 150_000, "{} is large", picture.display());
    }
}

#[test]
fn scenarios_of_the_guide_are_sound() {
    let scenarios = files(&docs().join("guide"), ".toml");
    assert!(scenarios.len() >= 9, "{scenarios:?}");
    for scenario in scenarios {
        let path = scenario.to_str().expect("text");
        let mut command = Command::new(env!("CARGO_BIN_EXE_winset"));
        let output = command.args(["check", "--quiet", path]).output().expect("winset");
        let told = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.is_empty(), "{path}: {told}");
    }
}

/// Exercise, variant, metric, and what is known.
const KNOWN: [(&str, &str, &str, f64); 21] = [
    ("1-line", "three", "pass_rate", 2.0 / 4.0),
    ("1-line", "five", "pass_rate", 2.0 / 6.0),
    ("1-line", "nine", "pass_rate", 2.0 / 10.0),
    ("2-vetoes", "one", "pass_rate", 1.0),
    ("2-vetoes", "three", "pass_rate", 2.0 / 4.0),
    ("2-vetoes", "five", "pass_rate", 2.0 / 6.0),
    ("3-small-step", "consensus", "pass_rate", 1.0 / 10.0),
    ("3-small-step", "minus-one", "pass_rate", 2.0 / 10.0),
    ("3-small-step", "majority", "pass_rate", 5.0 / 10.0),
    ("5-rules", "three", "pass_rate", 0.512),
    ("5-rules", "six", "pass_rate", 0.262144),
    ("5-rules", "twelve", "pass_rate", 0.068719476736),
    ("5-rules", "three-majority", "pass_rate", 0.896),
    ("5-rules", "six-majority", "pass_rate", 0.90112),
    ("5-rules", "twelve-majority", "pass_rate", 0.92744450048),
    ("6-plane", "line-three", "feasible_rate", 2.0 / 8.0),
    ("6-plane", "line-four", "feasible_rate", 2.0 / 16.0),
    ("6-plane", "line-six", "feasible_rate", 2.0 / 64.0),
    ("6-plane", "plane-three", "feasible_rate", 3.0 / 4.0),
    ("6-plane", "plane-four", "feasible_rate", 4.0 / 8.0),
    ("6-plane", "plane-six", "feasible_rate", 6.0 / 32.0),
];

/// `50.1 % [49.4, 50.8]`, in so many decimals.
fn told([value, lower, upper]: [f64; 3], decimals: usize) -> String {
    let [value, lower, upper] = [value, lower, upper].map(|share| format!("{:.decimals$}", 100.0 * share));
    format!("{value} % [{lower}, {upper}]")
}

#[test]
fn exercises_have_the_answers_of_the_solutions() {
    let lesson = docs().join("guide/lesson");
    let solutions = read(&docs().join("guide/solutions.md")).replace('\n', " ");
    let place = tempfile::tempdir().expect("a folder");
    let exercises: BTreeSet<&str> = KNOWN.iter().map(|known| known.0).collect();
    for exercise in exercises {
        let file = lesson.join(format!("{exercise}.toml"));
        let (file, out) = (file.to_str().expect("text"), place.path().join(exercise));
        let run = ["run", file, "--no-plots", "--quiet", "--format", "csv", "--out", out.to_str().expect("text")];
        let table = winset(&run, place.path());
        for (_, variant, metric, known) in KNOWN.iter().filter(|known| known.0 == exercise) {
            let begins = format!("{variant},all,{metric},");
            let row = table.lines().find_map(|line| line.strip_prefix(&begins)).unwrap_or_else(|| panic!("{begins}"));
            let numbers: Vec<f64> = row.split(',').map(|number| number.parse().expect("a number")).collect();
            let (value, lower, upper) = (numbers[0], numbers[2], numbers[3]);
            assert!(lower <= *known && *known <= upper, "{exercise}, {variant}: {known} is not in [{lower}, {upper}]");
            let is_told = |decimals| solutions.contains(&told([value, lower, upper], decimals));
            assert!(is_told(1) || is_told(2), "the solutions do not say {}", told([value, lower, upper], 2));
        }
    }
}

#[test]
fn the_security_council_has_its_published_power_to_act() {
    let table = winset(&["power", "4-security-council.toml", "--format", "csv"], &docs().join("guide/lesson"));
    for row in [
        "vetoes,all,winning,848,",
        "vetoes,all,total,32768,",
        "no-vetoes,all,winning,9949,",
        "everybody,all,winning,1,",
    ] {
        assert!(table.lines().any(|line| line == row), "{row}");
    }
}
