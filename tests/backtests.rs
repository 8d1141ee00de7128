//! Backtests that ship: what their page says is what the commands find. `WINSET_BLESS=1 cargo test --test main backtests` writes its tables
//! and figures anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::tempdir;

use crate::shipped;

fn blessed() -> bool {
    std::env::var_os("WINSET_BLESS").is_some()
}

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Tests write the page, each its tables.
static PAGE: Mutex<()> = Mutex::new(());

/// Holds the rows of the table that follows `<!-- name -->` on the page against what was found, or writes them there.
fn hold(name: &str, found: &[String]) {
    let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = docs().join("backtests.md");
    let page = fs::read_to_string(&path).expect("a page");
    let marker = format!("<!-- {name} -->\n");
    let table = page.find(&marker).unwrap_or_else(|| panic!("docs/backtests.md has no {marker}")) + marker.len();
    // A heading and the line below it.
    let start = table + page[table..].split_inclusive('\n').take(2).map(str::len).sum::<usize>();
    let rows = page[start..].split_inclusive('\n').take_while(|line| line.starts_with('|'));
    let end = start + rows.map(str::len).sum::<usize>();
    let found = found.concat();
    if blessed() {
        fs::write(&path, [&page[..start], &found, &page[end..]].concat()).expect("written");
    } else {
        assert!(page[start..end] == found, "docs/backtests.md, {name}: {}\nwas found:\n{found}", &page[start..end]);
    }
}

/// Keeps a figure that the page shows where that is written anew.
fn keep(figure: &Path, name: &str) {
    let page = {
        let _alone = PAGE.lock().unwrap_or_else(PoisonError::into_inner);
        fs::read_to_string(docs().join("backtests.md")).expect("a page")
    };
    if blessed() && page.contains(name) {
        fs::copy(figure, docs().join("figures").join(name)).expect("a figure");
    }
}

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A number with its proper minus, and a sign if it is a difference.
fn number(value: f64, decimals: usize, signed: bool) -> String {
    let text = format!("{value:.decimals$}");
    let zero = text.trim_start_matches('-').chars().all(|c| matches!(c, '0' | '.'));
    let text = if zero { text.trim_start_matches('-').to_owned() } else { text.replace('-', "−") };
    if signed && !text.starts_with('−') { format!("+{text}") } else { text }
}

fn cell(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column}: {}", row[column]))
}

/// An estimate with its interval, in units of which `scale` are one of the table's.
fn told_in(row: &BTreeMap<String, String>, columns: [&str; 3], scale: f64, decimals: usize, signed: bool) -> String {
    let [value, lower, upper] = columns.map(|column| number(scale * cell(row, column), decimals, signed));
    format!("{value} [{lower}, {upper}]")
}

fn told(row: &BTreeMap<String, String>, columns: [&str; 3], decimals: usize, signed: bool) -> String {
    told_in(row, columns, 1.0, decimals, signed)
}

#[test]
fn the_page_says_what_the_backtests_of_the_eu_find() {
    let (folder, mut lines) = (tempdir().expect("a folder"), Vec::new());
    for half in ["training", "test"] {
        let scenario = shipped(&format!("backtests/deu3-{half}.toml"));
        winset(folder.path())
            .args(["run", scenario.to_str().expect("UTF-8"), "--figures", "accuracy", "--quiet", "--out", half])
            .assert()
            .success();
        let rows = rows(&folder.path().join(half).join("accuracy.csv"));
        for variant in ["compromise", "spread", "changes", "free"] {
            let cells = ["abs_error", "crps", "brier", "ordering"].map(|measure| {
                let find = |predictor: &str| {
                    let is = |row: &&BTreeMap<String, String>| {
                        row["variant"] == variant && row["measure"] == measure && row["predictor"] == predictor
                    };
                    rows.iter().find(is).expect("a row")
                };
                let decimals = if matches!(measure, "brier" | "ordering") { 3 } else { 1 };
                let error = told(find("winset"), ["estimate", "lower", "upper"], decimals, false);
                let columns = ["difference", "difference_lower", "difference_upper"];
                let less = told(find("compromise"), columns, decimals.max(2), true);
                format!("{error} | {less}")
            });
            lines.push(format!("| {half} | `{variant}` | {} |\n", cells.join(" | ")));
        }
    }
    hold("eu-issues", &lines);
    keep(&folder.path().join("test/plots/accuracy.svg"), "backtest-eu-issues.svg");
}

#[test]
fn the_page_says_what_the_timeline_and_the_counts_of_documents_say() {
    let folder = tempdir().expect("a folder");
    let (scenario, observed) = (shipped("sco-timeline.toml"), shipped("backtests/sco-documents.csv"));
    let path = |path: &Path| path.to_str().expect("UTF-8").to_owned();
    winset(folder.path())
        .args(["run", &path(&scenario), "--variant", "as-it-went", "--replications", "300", "--no-plots", "--quiet"])
        .args(["--out", "sco"])
        .assert()
        .success();
    winset(folder.path())
        .args(["score", "sco", "--against", &path(&observed), "--out", "scores", "--quiet"])
        .assert()
        .success();
    let line = |row: &BTreeMap<String, String>| {
        format!(
            "| `{}` | {} | {} |\n",
            row["scope"],
            told(row, ["predicted", "lower", "upper"], 1, false),
            row["observed"]
        )
    };
    hold("sco-documents", &rows(&folder.path().join("scores/score.csv")).iter().map(line).collect::<Vec<_>>());
    keep(&folder.path().join("scores/plots/observed.svg"), "backtest-sco-documents.svg");

    let calibration = path(&shipped("backtests/sco-calibration.csv"));
    winset(folder.path())
        .args(["score", "sco", "--against", &calibration, "--out", "some", "--quiet", "--no-plots"])
        .assert()
        .success();
    let summary = rows(&folder.path().join("sco/summary.csv"));
    let mut lines: Vec<String> = rows(&folder.path().join("some/score.csv"))
        .iter()
        .filter(|row| row["metric"] == "share_opt_out")
        .map(|row| {
            let predicted = told_in(row, ["predicted", "lower", "upper"], 100.0, 1, false);
            format!(
                "| documents adopted by some, 2018–23, % | {predicted} | {} |\n",
                number(100.0 * cell(row, "observed"), 1, false)
            )
        })
        .collect();
    for (member, label, named) in NAMED {
        let is = |row: &&BTreeMap<String, String>| {
            row["scope"] == format!("member:{member}") && row["metric"] == "objection_rate"
        };
        let row = summary.iter().find(is).expect("a member's row");
        let predicted = told_in(row, ["estimate", "lower", "upper"], 100.0, 0, false);
        lines.push(format!("| failing polls in which {label} objects, % | {predicted} | named in {named} of 5 |\n"));
    }
    hold("sco-dissenters", &lines);
}

/// Who is named in the five known stalls of 2022 to 2025 of which somebody is named: India in each.
const NAMED: [(&str, &str, u32); 6] = [
    ("india", "India", 5),
    ("pakistan", "Pakistan", 0),
    ("iran", "Iran", 0),
    ("china", "China", 0),
    ("russia", "Russia", 0),
    ("kazakhstan", "Kazakhstan", 0),
];

/// A backtest of shares: what was found, held against the same observations beside two simple rules.
struct Shares {
    /// The rows of each table: levels, steps, errors. The rules stand in columns beside each other.
    levels: Vec<BTreeMap<String, String>>,
    steps: Vec<BTreeMap<String, String>>,
    errors: [Vec<BTreeMap<String, String>>; 2],
    simple: Vec<f64>,
}

impl Shares {
    /// Runs a scenario and holds it against two tables that differ in their baseline.
    fn found(scenario: &str, observed: [&str; 2], figures: &str) -> Shares {
        let folder = tempdir().expect("a folder");
        let path = |name: &str| shipped(&format!("backtests/{name}")).to_str().expect("UTF-8").to_owned();
        winset(folder.path())
            .args(["run", &path(scenario), "--no-plots", "--quiet", "--out", "run"])
            .assert()
            .success();
        for name in observed {
            winset(folder.path())
                .args(["score", "run", "--against", &path(&format!("{name}.csv")), "--out", name, "--quiet"])
                .assert()
                .success();
        }
        let table = |name: &str, table: &str| rows(&folder.path().join(name).join(table));
        for (figure, kept) in [("observed", figures.to_owned()), ("observed-steps", format!("{figures}-steps"))] {
            keep(&folder.path().join(observed[0]).join(format!("plots/{figure}.svg")), &format!("{kept}.svg"));
        }
        Shares {
            levels: table(observed[0], "score.csv"),
            steps: table(observed[0], "score-steps.csv"),
            errors: observed.map(|name| table(name, "score-errors.csv")),
            simple: table(observed[1], "score.csv").iter().map(|row| cell(row, "baseline")).collect(),
        }
    }

    /// A row an observation in per cent: predicted, observed, and what each rule says.
    fn hold_levels(&self, name: &str, label: impl Fn(&BTreeMap<String, String>) -> String) {
        let line = |(row, simple): (&BTreeMap<String, String>, &f64)| {
            let (value, se) = (100.0 * cell(row, "observed"), 196.0 * cell(row, "observed_se"));
            let interval = format!("[{}, {}]", number(value - se, 1, false), number(value + se, 1, false));
            format!(
                "| {} | {} | {} {interval} | {} | {} |\n",
                label(row),
                told_in(row, ["predicted", "lower", "upper"], 100.0, 1, false),
                number(value, 1, false),
                number(100.0 * cell(row, "baseline"), 1, false),
                number(100.0 * simple, 1, false),
            )
        };
        hold(name, &self.levels.iter().zip(&self.simple).map(line).collect::<Vec<_>>());
    }

    /// A row a step in percentage points: predicted, observed, and what each rule says.
    fn hold_steps(&self, name: &str, label: impl Fn(&BTreeMap<String, String>) -> String) {
        let of = |row: &BTreeMap<String, String>, variant: &str| {
            let is = |level: &&BTreeMap<String, String>| {
                level["variant"] == row[variant] && level["metric"] == row["metric"]
            };
            self.levels.iter().position(|level| is(&level)).expect("both ends were observed")
        };
        let line = |row: &BTreeMap<String, String>| {
            let (to, from) = (of(row, "variant"), of(row, "from"));
            let past = cell(&self.levels[to], "baseline") - cell(&self.levels[from], "baseline");
            let said = [cell(row, "observed"), past, self.simple[to] - self.simple[from]];
            let said = said.map(|said| number(100.0 * said, 1, true));
            let predicted = told_in(row, ["predicted", "lower", "upper"], 100.0, 1, true);
            format!("| {} | {predicted} | {} |\n", label(row), said.join(" | "))
        };
        hold(name, &self.steps.iter().map(line).collect::<Vec<_>>());
    }

    /// Mean absolute errors in percentage points, and after each rule's winset minus it, paired.
    fn hold_errors(&self, name: &str) {
        let line = |(of, label): (&str, &str)| {
            let find = |table: usize, predictor: &str| {
                let is = |row: &&BTreeMap<String, String>| row["of"] == of && row["predictor"] == predictor;
                self.errors[table].iter().find(is).expect("a row")
            };
            let error = |row| told_in(row, ["mean_abs_error", "lower", "upper"], 100.0, 1, false);
            let less = |row| told_in(row, ["difference", "difference_lower", "difference_upper"], 100.0, 1, true);
            let cells =
                [0, 1].map(|table| find(table, "baseline")).map(|row| format!("{} | {}", error(row), less(row)));
            format!("| {label} | {} | {} |\n", error(find(0, "winset")), cells.join(" | "))
        };
        let of = [("levels", "levels"), ("levels_without_shift", "levels less their common shift"), ("steps", "steps")];
        hold(name, &of.map(line));
    }
}

#[test]
fn the_page_says_what_the_votes_in_the_assembly_say() {
    let found = Shares::found("un-votes.toml", ["un-votes", "un-votes-random"], "backtest-un-votes");
    assert_eq!((found.levels.len(), found.steps.len()), (13, 7));
    found.hold_levels("un-votes", |row| format!("`{}`", row["variant"]));
    found.hold_steps("un-votes-steps", |row| format!("`{}` → `{}`", row["from"], row["variant"]));
    found.hold_errors("un-votes-errors");
}

#[test]
fn the_page_says_how_long_directives_take() {
    for name in ["eu-durations", "eu-durations-both"] {
        let simple = format!("{name}-exponential");
        let found = Shares::found("eu-durations.toml", [name, &simple], &format!("backtest-{name}"));
        assert_eq!((found.levels.len(), found.steps.len()), (10, 5));
        let months =
            |row: &BTreeMap<String, String>| row["metric"].replace("passed_within_", "").replace("_months", " months");
        found.hold_levels(name, |row| format!("`{}`, {}", row["variant"], months(row)));
        found.hold_steps(&format!("{name}-steps"), months);
        found.hold_errors(&format!("{name}-errors"));
    }
}
