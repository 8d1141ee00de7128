//! Results by period, and changes shared out among their factors: from the file to the folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Accessions over twelve years, three variants, a decomposition of four factors of which one changes nothing.
const SCENARIO: &str = r#"
[space]
dimensions = ["x", "y"]
[members.a]
ideal = [0.0, 0.3]
[members.b]
ideal = [0.5, 0.0]
[members.c]
ideal = [-0.5, 0.2]
[members.d]
ideal = [1.5, 1.0]
[members.e]
ideal = [-1.0, 1.5]
[areas.trade]
noise = 0.5
status_quo = { sd = 1.0 }
[areas.borders]
noise = 0.3
status_quo = { sd = 0.7 }
[negotiation]
rounds = 3
sessions = 2
amendment = { kind = "concede", rate = 0.3 }
[agenda]
start = 2010
years = 12
[events.growth]
at = 2014.0
join = ["d"]
label = "Growth"
[events.more]
at = 2018.0
join = ["e"]
[periods.small]
from = 2010
to = 2014
[periods.middle]
label = "The middle"
from = 2014
to = 2018
[periods.large]
from = 2018
to = 2022
[variants.as-it-was]
members = ["a", "b", "c"]
[variants.never]
members = ["a", "b", "c"]
set = { "events.growth.at" = 2100, "events.more.at" = 2100 }
[variants.patient]
members = ["a", "b", "c"]
set = { "negotiation.rounds" = 6 }
[decompositions.all]
label = "All of it"
from = "never"
to = "as-it-was"
[decompositions.all.factors]
d = { set = { "events.growth.at" = 2014.0 } }
e = { label = "E comes", set = { "events.more.at" = 2018.0 } }
nothing = { set = { "negotiation.rounds" = 3 } }
"#;

fn winset(arguments: &[&str], folder: &Path) -> Output {
    let winset = env!("CARGO_BIN_EXE_winset");
    Command::new(winset).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// Runs the scenario in a folder of its own; the answer is standard output.
fn run(folder: &Path, scenario: &str, out: &str, options: &[&str]) -> String {
    let arguments = [&["run", scenario, "--out", out, "--quiet"][..], options].concat();
    let output = winset(&arguments, folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn written(text: &str) -> TempDir {
    let dir = TempDir::new().expect("a folder");
    fs::write(dir.path().join("s.toml"), text).expect("it is written");
    dir
}

/// The rows of a table by their texts, with their numbers.
fn table(path: &Path, keys: usize) -> BTreeMap<Vec<String>, Vec<Option<f64>>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let row = |record: csv::StringRecord| {
        let (key, numbers): (Vec<_>, Vec<_>) = record.iter().enumerate().partition(|(column, _)| *column < keys);
        let key = key.into_iter().map(|(_, text)| text.to_owned()).collect();
        (key, numbers.into_iter().map(|(_, text)| text.parse().ok()).collect())
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

#[test]
fn the_folders_own_scenario_and_any_number_of_threads_give_the_same() {
    let dir = written(SCENARIO);
    let few = ["--replications", "40", "--figures", "decomposition,years"];
    run(dir.path(), "s.toml", "one", &[&few[..], &["--threads", "1"]].concat());
    run(dir.path(), "s.toml", "two", &[&few[..], &["--threads", "2"]].concat());
    run(dir.path(), "one/scenario.toml", "own", &few[2..]);
    for file in ["summary.csv", "differences.csv", "decomposition.csv", "scenario.toml", "plots/decomposition.svg"] {
        let bytes = |out: &str| fs::read(dir.path().join(out).join(file)).expect("it was written");
        assert!(bytes("one") == bytes("two") && bytes("one") == bytes("own"), "{file}");
    }
    let years = fs::read_to_string(dir.path().join("one/plots/years.svg")).expect("a figure");
    assert!(years.contains("a Growth (2014), b e joins (2018)"), "{years}");
}

#[test]
fn shares_add_up_to_the_paired_difference() {
    let dir = written(SCENARIO);
    let text = run(dir.path(), "s.toml", "out", &["--replications", "60", "--no-plots"]);
    let shares = table(&dir.path().join("out/decomposition.csv"), 3);
    let differences = table(&dir.path().join("out/differences.csv"), 4);
    for metric in ["pass_rate", "stall_rate", "output_per_year"] {
        let share = |factor: &str| &shares[&["all", metric, factor].map(str::to_owned).to_vec()];
        let value = |factor: &str| share(factor)[0].expect("a number");
        assert!((value("d") + value("e") + value("nothing") - value("total")).abs() < 1e-12, "{metric}");
        assert_eq!(share("nothing"), &vec![Some(0.0); 4], "{metric}");
        // `never` minus `as-it-was`, the first variant.
        let never = &differences[&["as-it-was", "never", "all", metric].map(str::to_owned).to_vec()];
        let (total, never) = (share("total"), never);
        assert!((total[0].unwrap() + never[0].unwrap()).abs() < 1e-12, "{metric}");
        assert!((total[1].unwrap() - never[1].unwrap()).abs() < 1e-9, "{metric}");
    }
    assert_eq!(shares.len(), 12);
    assert!(text.contains("All of it: from never to as-it-was, shared out") && text.contains(" E comes "), "{text}");
}

#[test]
fn periods_are_compared_with_the_first_one_within_each_variant() {
    let dir = written(SCENARIO);
    let text = run(dir.path(), "s.toml", "out", &["--replications", "60", "--no-plots"]);
    let summary = table(&dir.path().join("out/summary.csv"), 3);
    let differences = table(&dir.path().join("out/differences.csv"), 4);
    let mut compared = 0;
    for (key, numbers) in differences.iter().filter(|(key, _)| key[0].starts_with("period:")) {
        let [baseline, variant, scope, metric] = &key[..] else { panic!("{key:?}") };
        assert_eq!(baseline, "period:small");
        assert!(scope == "period:middle" || scope == "period:large", "{scope}");
        let estimate = |scope: &String| summary[&vec![variant.clone(), scope.clone(), metric.clone()]][0].unwrap();
        let difference = numbers[0].unwrap();
        assert!((difference - (estimate(scope) - estimate(baseline))).abs() < 1e-9, "{key:?}");
        let (low, high) = (numbers[2].unwrap(), numbers[3].unwrap());
        assert!(low <= difference && difference <= high, "{key:?}");
        compared += 1;
    }
    assert!(compared > 3 * 2 * 15, "{compared}");
    // Joining makes a difference that a table without accessions does not have.
    let of = |variant: &str| {
        let key = ["period:small", variant, "period:large", "tabled_per_year"].map(str::to_owned).to_vec();
        &differences[&key]
    };
    assert!(of("as-it-was")[2].unwrap() > 1.0, "two more sponsors: {:?}", of("as-it-was"));
    let never = of("never");
    assert!(never[2].unwrap() < 0.0 && never[3].unwrap() > 0.0, "chance only, and no point: {never:?}");
    assert!(text.contains("Difference of The middle from small within each variant, paired by world"), "{text}");
}

#[test]
fn decompositions_stay_with_their_variants_and_are_told_beforehand() {
    let dir = written(SCENARIO);
    let checked = winset(&["check", "s.toml"], dir.path());
    let said = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(said.contains("all: from never to as-it-was, 3 factors (d, E comes, nothing), 8 sets"), "{said}");
    let doubt = String::from_utf8_lossy(&checked.stderr).into_owned();
    assert!(doubt.contains("factor `nothing` of decomposition `all` changes nothing"), "{doubt}");
    run(dir.path(), "s.toml", "out", &["--replications", "5", "--no-plots", "--variant", "patient"]);
    assert!(!dir.path().join("out/decomposition.csv").exists());
    let resolved = fs::read_to_string(dir.path().join("out/scenario.toml")).expect("it was written");
    assert!(!resolved.contains("decompositions"), "{resolved}");
}
