//! One proposal's story: that of the run that counts it; win sets that can be worked out by hand; what the command says.

use std::f64::consts::PI;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;
use winset::engine::{Sponsor, World};
use winset::experiment::{Handed, Record, Sink, Watch, count};
use winset::scenario::{Options, Override, Scenario, load, parse};
use winset::trace::{Key, Region, Said, Window, follow, proposals, win_set};

use crate::shipped;

fn scenario(text: &str) -> Scenario {
    parse("t", text, &Options::default()).unwrap()
}

/// Keeps every record.
struct Keep(Vec<Record>);

impl Sink for Keep {
    fn wants_records(&self) -> bool {
        true
    }

    fn wants_worlds(&self) -> bool {
        false
    }

    fn take(&mut self, next: Handed) -> bool {
        self.0.extend(next.records);
        true
    }
}

#[test]
fn stories_are_those_of_the_run() {
    // Events, adoptions by some, diversions, a secretariat; a fund; persuasion and packages.
    let everything = [
        "negotiation.compensation={ source = 'fund', budget = 1.0 }",
        "negotiation.linkage=true",
        "members.*.susceptibility=0.1",
        "secretariat.initiative=0.5",
    ];
    let overrides: Vec<_> = everything.iter().map(|set| Override::parse(set).unwrap()).collect();
    for overrides in [&[][..], &overrides] {
        let options = Options { overrides, replications: Some(2), ..Options::default() };
        let scenario = load(&shipped("sco-timeline.toml"), &options).unwrap();
        let mut keep = Keep(Vec::new());
        count(&scenario, &Watch::nobody(), Some(&mut keep)).unwrap();
        let (mut paid, mut linked) = (0, 0);
        for (number, variant) in scenario.variants.iter().enumerate().take(2) {
            for replication in 0..2 {
                let world = World { seed: scenario.run.seed, replication };
                let records = keep.0.iter().filter(|r| r.variant == number && r.replication == replication);
                let records: Vec<&Record> = records.collect();
                assert_eq!(proposals(&variant.timeline, world).len(), records.len());
                for record in records.iter().step_by(7) {
                    let key = Key { sponsor: record.sponsor, tabled: record.session, number: record.proposal };
                    let story = follow(&variant.timeline, world, key).unwrap();
                    assert_eq!(
                        (story.ending, story.area, story.months, story.sessions, story.opening_share),
                        (record.ending, record.area, record.months, record.sessions, record.opening_share)
                    );
                    assert_eq!((story.polls.len() as u32, &story.text), (record.rounds, &record.text));
                    let last = story.polls.last();
                    let objected = last.into_iter().flat_map(|poll| &poll.answers);
                    let objectors: Vec<usize> =
                        objected.filter(|answer| answer.response == Said::Object).map(|answer| answer.member).collect();
                    assert_eq!(objectors, record.objectors);
                    let passed = last.is_some_and(|poll| poll.adopted);
                    assert_eq!(
                        passed || story.paid.is_some() || story.linked,
                        story.ending.is_adoption(),
                        "{key:?} {:?}",
                        story.ending
                    );
                    if let Some((sum, payees)) = &story.paid {
                        assert!(
                            *sum > 0.0 && payees.iter().all(|payee| objectors.contains(payee)) && !payees.is_empty()
                        );
                    }
                    paid += usize::from(story.paid.is_some());
                    linked += usize::from(story.linked);
                }
            }
        }
        assert_eq!((paid > 0, linked > 0), (!overrides.is_empty(), !overrides.is_empty()), "{paid} {linked}");
    }
}

/// Members on a line, the status quo at 0, no chance; the secretariat tables.
fn on_a_line(more: &str) -> Scenario {
    scenario(&format!(
        "[space]\ndimensions = ['x']\n[areas.a]\nnoise = 0\nstatus_quo = {{ mean = [0], sd = 0 }}\n\
         [members.near]\nideal = [1]\ninitiative = 0\n[members.far]\nideal = [2]\ninitiative = 0\n[members.nearest]\nideal = [0.5]\ninitiative = 0\n\
         [secretariat]\ninitiative = 1\n[agenda]\nyears = 3\n\
         [negotiation]\namendment = 'none'\n{more}\n[variants.two]\nmembers = ['near', 'far']\n[variants.three]\n"
    ))
}

fn first(scenario: &Scenario, variant: usize) -> (World, Key) {
    (0..100)
        .find_map(|replication| {
            let world = World { seed: 1, replication };
            Some((world, proposals(&scenario.variants[variant].timeline, world).first()?.key))
        })
        .unwrap()
}

#[test]
fn on_a_line_the_win_set_reaches_to_twice_the_nearest() {
    let scenario = on_a_line("");
    let (world, key) = first(&scenario, 0);
    assert_eq!(key.sponsor, Sponsor::Secretariat);
    let window = Window { base: vec![0.0], across: (0, [-3.0, 5.0]), upwards: None };
    // |x − y| ≤ |0 − y| for all y: from 0 to twice the least y.
    for (variant, reach) in [(0, 2.0), (1, 1.0)] {
        let region = win_set(&scenario.variants[variant].timeline, world, key, &window).unwrap();
        let [[low, high]] = region.intervals().unwrap() else { panic!("{region:?}") };
        assert!(low.abs() < 1e-4 && (high - reach).abs() < 1e-4, "{low} {high}");
        assert!((region.share(&window) - reach / 8.0).abs() < 1e-4);
    }
}

#[test]
fn in_the_plane_it_is_what_discs_have_in_common() {
    let scenario = scenario(
        "[space]\ndimensions = ['x', 'y']\n[areas.a]\nnoise = 0\nstatus_quo = { mean = [0, 0], sd = 0 }\n\
         [members.right]\nideal = [1, 0]\ninitiative = 0\n[members.up]\nideal = [0, 1]\ninitiative = 0\n[secretariat]\ninitiative = 2\n\
         [variants.one]\nmembers = ['right']\n[variants.both]\n",
    );
    let (world, key) = first(&scenario, 0);
    let window = Window { base: vec![0.0, 0.0], across: (0, [-1.5, 2.5]), upwards: Some((1, [-1.5, 2.5])) };
    // A disc of radius 1, and the lens of two whose centres are √2 apart: π/2 − 1.
    for (variant, area) in [(0, PI), (1, PI / 2.0 - 1.0)] {
        let region = win_set(&scenario.variants[variant].timeline, world, key, &window).unwrap();
        assert!(matches!(&region, Region::Outlines(outlines) if outlines.len() == 1));
        let seen = region.share(&window) * 16.0;
        assert!((seen / area - 1.0).abs() < 0.01, "{seen} {area}");
    }
}

#[test]
fn what_passes_at_the_first_poll_is_in_the_win_set() {
    let scenario = load(&shipped("sco-enlargement.toml"), &Options::default()).unwrap();
    let (mut inside, mut outside) = (0, 0);
    for replication in 0..4 {
        let world = World { seed: 5, replication };
        let timeline = &scenario.variants[1].timeline;
        for found in proposals(timeline, world).iter().step_by(5) {
            let story = follow(timeline, world, found.key).unwrap();
            let Some(poll) = story.polls.first() else { continue };
            // A window so small that it lies on one side, but for a few.
            let around = |x: f64| [x - 1e-7, x + 1e-7];
            let window = Window {
                base: poll.text.clone(),
                across: (0, around(poll.text[0])),
                upwards: Some((1, around(poll.text[1]))),
            };
            let share = win_set(timeline, world, found.key, &window).unwrap().share(&window);
            if !(0.001..=0.999).contains(&share) {
                assert_eq!(share > 0.5, poll.adopted, "{:?}", found.key);
            }
            inside += usize::from(share > 0.999);
            outside += usize::from(share < 0.001);
        }
    }
    assert!(inside > 20 && outside > 20, "{inside} {outside}");
}

fn winset(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_winset")).args(arguments).current_dir(folder).output().unwrap()
}

fn told(folder: &Path, arguments: &[&str]) -> String {
    let output = winset(folder, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn text_document_and_figure_tell_the_same_and_are_kept() {
    let dir = TempDir::new().unwrap();
    for name in ["sco-enlargement.toml", "osce.toml", "eu-unanimity.toml", "unsc.toml", "textbook-1d.toml"] {
        let file = shipped(name);
        let file = file.to_str().unwrap();
        let text = told(dir.path(), &["trace", file, "--ending", "withdrawn", "--out", name]);
        let widest = text.lines().map(console::measure_text_width).max().unwrap();
        assert!(widest <= 100, "{name}: {widest}\n{text}");
        assert!(text.contains("Withdrawn"), "{text}");
        let document = told(dir.path(), &["trace", file, "--ending", "withdrawn", "--format", "json"]);
        assert_eq!(fs::read_to_string(dir.path().join(name).join("trace.json")).unwrap(), document);
        let document: Value = serde_json::from_str(&document).unwrap();
        assert_eq!(document["ending"], "withdrawn");
        let polls = document["polls"].as_array().unwrap().len();
        assert_eq!(text.matches("\nPoll ").count(), polls);
        let svg = fs::read_to_string(dir.path().join(name).join("plots/trace.svg")).unwrap();
        assert!(svg.contains("Withdrawn: ") && svg.contains("Status quo"), "{name}");
        // The number that it says is how to have it again.
        let (number, world) = (document["place"].to_string(), document["replication"].to_string());
        let again = told(dir.path(), &["trace", file, "--proposal", &number, "--replication", &world]);
        assert_eq!(again, text);
    }
    let refused = winset(dir.path(), &["trace", shipped("osce.toml").to_str().unwrap(), "--out", "osce.toml"]);
    assert_eq!(refused.status.code(), Some(1), "{}", String::from_utf8_lossy(&refused.stderr));
}

#[test]
fn what_is_not_there_is_said() {
    let dir = TempDir::new().unwrap();
    let file = shipped("docking-basic.toml");
    let refused = |options: &[&str]| {
        let output = winset(dir.path(), &[&["trace", file.to_str().unwrap()], options].concat());
        assert!(!output.status.success() && output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(
        refused(&["--variant", "befor"]).contains("--variant: there is no variant `befor`; did you mean `before`?")
    );
    assert!(refused(&["--compare", "x"]).contains("--compare: there is no variant `x`; there are"));
    assert!(refused(&["--proposal", "1000"]).contains("no proposal 1000 in world 0 of variant `before`, which has "));
    assert!(refused(&["--ending", "opt-out"]).contains("no proposal is opt-out in "));
    assert!(
        refused(&["--ending", "opt-out", "--replication", "3"]).contains("in world 3 of variant `before`, which has")
    );
    assert!(refused(&["--ending", "failed"]).contains("possible values: adopted, opt-out, withdrawn"));
    assert!(refused(&["--set", "agenda.years=0"]).contains("agenda.years"));
}
