//! Lists of real proposals: what they have in common with areas, what is special about them, and what is said of bad ones.

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use proptest::prelude::*;
use winset::engine::{Ending, Observer, Outcome, Proposal, Simulation, Sponsor, World};
use winset::experiment::{self, Measure, Metric, Predictor, Results, Scope, Watch};
use winset::model::*;
use winset::scenario::{self, Options, Scenario};

use crate::diary::Diary;
use crate::oracle::timelines::timelines;

const WORLD: World = World { seed: 5, replication: 2 };

/// The areas of a model as proposals of a list on which everybody stands at its ideal point.
fn listed(model: &Model) -> Listing {
    let dims = model.dims();
    let salience: Vec<f64> = model.members.iter().flat_map(|member| member.salience.clone()).collect();
    let proposal = |(index, area): (usize, &Area)| Listed {
        id: area.id.clone(),
        area: index,
        proposer: Proposer::Anybody,
        text: None,
        rule: Some((area.rule.clone(), area.fallback.clone())),
        session: None,
        relevance: area.relevance.clone(),
        status_quo: area.status_quo.clone(),
        stances: vec![Stance::Ideal; model.members.len() * dims],
        salience: salience.clone(),
    };
    Listing {
        draw: Draw::Sample,
        issues: Vec::new(),
        proposals: model.areas.iter().enumerate().map(proposal).collect(),
        within_space: true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The engine of areas is held against a second one, with everything on; so is that of lists.
    #[test]
    fn a_list_with_one_proposal_an_area_is_the_areas(timeline in timelines()) {
        let mut areas = timeline;
        for span in &mut areas.spans {
            span.model.areas.iter_mut().for_each(|area| area.evolving = None);
            // A proposal without a sponsor is a member's.
            span.model.secretariat = None;
        }
        let mut list = areas.clone();
        for span in &mut list.spans {
            span.model.listing = Some(listed(&span.model));
        }
        let [of_areas, of_list] = [&areas, &list].map(|timeline| Diary::of_timeline(timeline, WORLD, true));
        prop_assert!(of_areas == of_list, "{of_areas:?}\n{of_list:?}");
    }
}

/// A scenario of a list, in a policy space of its own scale.
fn read(text: &str) -> Scenario {
    scenario::parse("list.toml", text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

fn refused(text: &str) -> String {
    scenario::parse("list.toml", text, &Options::default()).expect_err("a fault").to_string()
}

fn results(text: &str) -> Results {
    experiment::run(&read(text), &Watch::nobody()).expect("nobody stops it")
}

/// What became of every proposal of the list in one world, by its id.
fn endings(text: &str) -> Vec<(String, Proposal, Outcome)> {
    let scenario = read(text);
    let timeline = &scenario.variants[0].timeline;
    let diary = Diary::of_timeline(timeline, WORLD, true);
    let id = |proposal: &Proposal| timeline.first().listed(proposal.topic).expect("a list").id.clone();
    diary.ended.into_iter().map(|(proposal, outcome)| (id(&proposal), proposal, outcome)).collect()
}

const HEAD: &str = "[members]\na = {}\nb = {}\nc = {}\n[areas.council]\n[secretariat]\nworthwhile = 0\n";

/// Lines of an issue with a status quo, a sponsor and positions as (member, position, salience).
fn issue(id: &str, fields: &str, positions: &[(&str, f64, f64)]) -> (String, String) {
    let rows: Vec<String> =
        positions.iter().map(|(m, p, s)| format!("{m} = {{ position = {p}, salience = {s} }}")).collect();
    (format!("[issues.file.{id}]\n{fields}\n"), format!("[issues.positions.{id}]\n{}\n", rows.join("\n")))
}

fn with_issues(head: &str, issues: &[(String, String)]) -> String {
    let (files, positions): (Vec<&str>, Vec<&str>) = issues.iter().map(|(f, p)| (f.as_str(), p.as_str())).unzip();
    format!("{head}{}{}", files.concat(), positions.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Achen (2006): where failing is worse than anything, a mean weighted by influence times salience is adopted as it is
    /// tabled; whoever is not at the table has no part in it.
    #[test]
    fn with_endless_urgency_a_secretariat_at_the_centroid_is_the_compromise_model(
        rows in proptest::collection::vec((0.0..100.0f64, 0.0..100.0f64, 0.0..3.0f64, any::<bool>()), 8),
        second in proptest::collection::vec(0.0..100.0f64, 8),
        low in -50.0..50.0f64,
        length in 1.0..500.0f64,
    ) {
        let members: Vec<String> = (0..8).map(|m| format!("m{m}")).collect();
        let stands = |m: usize| rows[m].3 || m == 0;
        let in_units = |p: f64| low + p / 100.0 * length;
        let mut text = String::from("[members]\n");
        for (m, id) in members.iter().enumerate() {
            text += &format!("{id} = {{ influence = {} }}\n", rows[m].2);
        }
        text += "[areas.k]\nurgency = 1e6\n[secretariat]\nworthwhile = 0\n[variants.six]\nmembers = [\"-m6\", \"-m7\"]\n[variants.eight]\n";
        text += "[run]\nreplications = 3\n";
        let positions = |of: &dyn Fn(usize) -> f64| -> Vec<(&str, f64, f64)> {
            (0..8).filter(|m| stands(*m)).map(|m| (members[m].as_str(), in_units(of(m)), rows[m].1 + 0.01)).collect()
        };
        let fields = format!("proposal = 'p'\nsponsor = 'secretariat'\nscale_low = {low}\nscale_high = {}\n", low + length);
        let issues = [issue("one", &fields, &positions(&|m| rows[m].0)), issue("two", &fields, &positions(&|m| second[m]))];
        let results = results(&with_issues(&text, &issues));
        for (variant, there) in [(0, 6), (1, 8)] {
            for (number, of) in [(0, &(|m: usize| rows[m].0) as &dyn Fn(usize) -> f64), (1, &|m: usize| second[m])] {
                let seats = || (0..there).filter(|m| stands(*m));
                let total: f64 = seats().map(|m| rows[m].2 * (rows[m].1 + 0.01)).sum();
                prop_assume!(total > 0.0);
                let wanted: f64 = seats().map(|m| rows[m].2 * (rows[m].1 + 0.01) * of(m)).sum::<f64>() / total;
                let row = results.outcomes.iter().find(|row| (row.variant, row.issue) == (variant, number)).expect("it came up");
                prop_assert!((row.text.value - in_units(wanted)).abs() < 1e-9 * length, "{} {}", row.text.value, in_units(wanted));
                prop_assert!((row.compromise.expect("somebody stands") - in_units(wanted)).abs() < 1e-9 * length);
                prop_assert_eq!(row.adopted, 1.0);
            }
        }
    }
}

#[test]
fn where_a_member_stands_nowhere_it_moves_no_text_and_no_mean() {
    // b stands on the first issue only: mediation towards it leaves the second one where the sponsor put it.
    let head = format!("{HEAD}[negotiation]\namendment = 'mediate'\nrounds = 3\n");
    let fields = "proposal = 'p'\nsponsor = 'a'\nstatus_quo = 0\n";
    let one = issue("one", fields, &[("a", 100.0, 100.0), ("b", 20.0, 100.0)]);
    let two = issue("two", fields, &[("a", 60.0, 100.0), ("c", 60.0, 100.0)]);
    let ended = endings(&with_issues(&head, &[one.clone(), two.clone()]));
    let [(_, proposal, outcome)] = &ended[..] else { panic!("one proposal: {ended:?}") };
    assert_eq!(outcome.ending, Ending::Adopted);
    // b accepts a loss of .2² on the first issue, so the text is .4 there.
    assert!((proposal.text[0] - 0.4).abs() < 1e-9 && (proposal.text[1] - 0.6).abs() < 1e-12, "{:?}", proposal.text);
    // Persuasion: c and a stand on the second issue, and b has no part in their mean.
    let susceptible = head.replace("c = {}", "c = { susceptibility = 1 }").replace("b = {}", "b = { influence = 50 }");
    let against = issue("two", fields, &[("a", 60.0, 100.0), ("c", 0.0, 100.0)]);
    let susceptible = susceptible.replace("'mediate'", "'none'").replace("rounds = 3", "rounds = 2");
    let ended = endings(&with_issues(&susceptible, &[one, against]));
    assert!((ended[0].1.positions.at(2, 1) - 0.3).abs() < 1e-12, "between the two: {:?}", ended[0].1.positions);
    // A sponsor opens with the status quo where it has no position.
    let one = issue("one", fields, &[("a", 100.0, 100.0)]);
    let two = issue("two", "proposal = 'p'\nsponsor = 'a'\nstatus_quo = 30\n", &[("c", 60.0, 100.0)]);
    let ended = endings(&with_issues(HEAD, &[one, two]));
    assert_eq!(ended[0].1.opening, [1.0, 0.3]);
    // One that has no stake in either is nobody's obstacle: c stands only on the second one.
    assert_eq!(ended[0].2.ending, Ending::Adopted);
}

#[test]
fn proposals_come_at_their_date_and_from_whom_is_named_if_that_one_is_there() {
    let head = "[members]\na = {}\nb = {}\nc = { initiative = 3 }\nd = {}\n[areas.k]\nurgency = 100\n[agenda]\nstart = 2000\n\
                years = 3\n[variants.three]\nmembers = ['a', 'b', 'c']\n[run]\nreplications = 4000\n";
    let all = [("a", 10.0, 100.0), ("b", 50.0, 100.0), ("c", 90.0, 100.0)];
    let issues = [
        issue("early", "date = 1990\nstatus_quo = 0\nsponsor = 'a'", &all),
        issue("late", "date = 2001-09-01\nstatus_quo = 0\nsponsor = 'd'", &all),
        issue("open", "date = 2001-02-01\nstatus_quo = 0", &all[..2]),
        issue("wide", "status_quo = 0\ndate = 2002.4", &all),
    ];
    let text = with_issues(head, &issues);
    let ended = endings(&text);
    let came: Vec<(&str, u32)> = ended.iter().map(|(id, proposal, _)| (id.as_str(), proposal.tabled)).collect();
    assert_eq!(came, [("early", 0), ("open", 1), ("wide", 2)], "d is not there");
    // Who tables is drawn by initiative among those with a stake: a and b of one, c three times in five of the other.
    let results = results(&text);
    let mean = |issue: usize| results.summary(0, Scope::Issue(issue), Metric::Text).expect("it came up");
    for (number, wanted) in [(0, 10.0), (2, 30.0), (3, (10.0 + 50.0 + 3.0 * 90.0) / 5.0)] {
        let (low, high) = mean(number).interval.expect("many worlds");
        assert!(low - 0.5 < wanted && wanted < high + 0.5, "{number}: {wanted} not in [{low}, {high}]");
    }
    assert!(results.summary(0, Scope::Issue(1), Metric::Text).is_none());
}

#[test]
fn a_sample_of_the_list_is_what_sponsors_may_table() {
    #[derive(Default)]
    struct Seen(Vec<(Sponsor, usize)>);
    impl Observer for Seen {
        fn ended(&mut self, proposal: &Proposal, _: &Outcome) {
            self.0.push((proposal.sponsor, proposal.topic));
        }
    }
    let head = "[members]\na = {}\nb = {}\n[areas.k]\n[agenda]\nyears = 4000\n[issues]\ndraw = 'sample'\n";
    let issues = [
        issue("one", "", &[("a", 10.0, 100.0), ("b", 10.0, 50.0)]),
        issue("two", "", &[("a", 10.0, 100.0)]),
        issue("three", "sponsor = 'b'", &[("a", 10.0, 100.0)]),
    ];
    let scenario = read(&with_issues(head, &issues));
    let mut seen = Seen::default();
    Simulation::new(&scenario.variants[0].timeline, false).run(WORLD, &mut seen);
    let share = |member: usize, topic: usize| {
        let own = || seen.0.iter().filter(|(sponsor, _)| *sponsor == Sponsor::Member(member));
        own().filter(|(_, other)| *other == topic).count() as f64 / own().count() as f64
    };
    for (member, shares) in [(0, [0.5, 0.5, 0.0]), (1, [0.5, 0.0, 0.5])] {
        for (topic, wanted) in shares.into_iter().enumerate() {
            assert!((share(member, topic) - wanted).abs() < 0.04, "{member} {topic}: {}", share(member, topic));
        }
    }
}

#[test]
fn what_is_not_known_is_drawn_as_it_is_said() {
    // Nobody accepts anything, so that the status quo holds: anywhere on the scale. A position is as uncertain as it says.
    let head = "[members]\na = {}\nb = {}\n[areas.k]\nurgency = 100\n[run]\nreplications = 4000\n[rules.never]\nkind = 'majority'\nquota = 3\n";
    let nowhere = issue("nowhere", "rule = 'never'\nscale_low = 20\nscale_high = 40", &[("a", 30.0, 100.0)]);
    let (file, _) = issue("measured", "status_quo = 50\nsponsor = 'a'", &[]);
    let positions = "[issues.positions.measured]\na = { position = 60, position_sd = 8 }\n".to_owned();
    let results = results(&with_issues(head, &[nowhere, (file, positions)]));
    let row = |issue: usize| results.outcomes.iter().find(|row| row.issue == issue).expect("it came up");
    assert_eq!((row(0).adopted, row(0).status_quo, row(0).brier), (0.0, None, None));
    let sd = |issue: usize| row(issue).sd.expect("many");
    assert!((row(0).text.value - 30.0).abs() < 0.4 && (sd(0) - 20.0 / 12f64.sqrt()).abs() < 0.2, "{:?}", row(0));
    assert!(row(0).quantiles.iter().zip([21.0, 25.0, 30.0, 35.0, 39.0]).all(|(q, wanted)| (q - wanted).abs() < 0.7));
    assert!((row(1).text.value - 60.0).abs() < 0.6 && (sd(1) - 8.0).abs() < 0.4, "{:?}", row(1));
}

#[test]
fn a_fixed_text_is_tabled_as_it_is_and_opens_no_share_of_a_way() {
    let head = format!("{HEAD}[negotiation]\nopening = 'anticipate'\nwithhold = true\n");
    let text = with_issues(
        &head,
        &[issue("one", "text = 80\nstatus_quo = 10\nsponsor = 'a'", &[("a", 100.0, 100.0), ("b", 0.0, 100.0)])],
    );
    let ended = endings(&text);
    assert_eq!((ended[0].1.opening[0], ended[0].2.ending), (0.8, Ending::Shelved), "{:?}", ended[0].1);
    assert!(results(&text).estimate("baseline", "opening_share").is_none());
}

#[test]
fn neither_a_scale_nor_a_member_without_rows_matters() {
    let list = |head: &str, low: f64, length: f64| {
        let at = |p: f64| low + p / 100.0 * length;
        let fields =
            |outcome: f64| format!("scale_low = {low}\nscale_high = {}\noutcome = {}\n", low + length, at(outcome));
        let positions = [("a", at(10.0), 90.0), ("b", at(45.0), 20.0), ("c", at(80.0), 60.0)];
        with_issues(head, &[issue("one", &fields(40.0), &positions), issue("two", &fields(60.0), &positions[1..])])
    };
    let head = format!(
        "{HEAD}urgency = 0\n[negotiation]\namendment = 'mediate'\nrounds = 4\n[run]\nreplications = 60\nfeasibility = true\n"
    )
    .replace("worthwhile = 0\nurgency = 0\n", "");
    let plain = results(&list(&head, 0.0, 100.0));
    let other = results(&list(&head, -3.0, 0.5));
    let longer = head.replace("c = {}\n", "c = {}\nd = {}\n");
    let longer = results(&list(&longer, 0.0, 100.0));
    assert_eq!(plain.outcomes.len(), 2);
    for ((a, b), c) in plain.outcomes.iter().zip(&other.outcomes).zip(&longer.outcomes) {
        assert!((a.text.value - (b.text.value + 3.0) * 200.0).abs() < 1e-9, "{a:?} {b:?}");
        assert!((a.crps.unwrap() - b.crps.unwrap()).abs() < 1e-9 && a.adopted == b.adopted);
        // d has a response and no stake.
        assert_eq!(
            (a.text.value, a.adopted, a.compromise, a.median),
            (c.text.value, c.adopted, c.compromise, c.median)
        );
    }
    let feasible = |results: &Results| results.summary(0, Scope::Issue(0), Metric::FeasibleRate).map(|e| e.value);
    assert!(feasible(&plain).is_some_and(|rate| rate > 0.0) && feasible(&plain) == feasible(&longer));
}

#[test]
fn predictions_are_scored_beside_their_baselines() {
    // Both are adopted as tabled. Outcomes 50 and 0; texts 20 and 40; compromises 80·.. by hand.
    let positions = [("a", 20.0, 100.0), ("b", 60.0, 100.0), ("c", 100.0, 50.0)];
    let fields = |text: f64, outcome: f64, q: f64| {
        format!("text = {text}\noutcome = {outcome}\nstatus_quo = {q}\nsponsor = 'secretariat'\n")
    };
    let head = HEAD.replace("[areas.council]\n", "[areas.council]\nurgency = 100\n") + "[run]\nreplications = 5\n";
    let issues =
        [issue("one", &fields(20.0, 50.0, 0.0), &positions), issue("two", &fields(40.0, 0.0, 0.0), &positions)];
    let results = results(&with_issues(&head, &issues));
    let score = |measure, predictor| {
        let row = results.accuracy.iter().find(|row| (row.measure, row.predictor) == (measure, predictor));
        let row = row.unwrap_or_else(|| panic!("{measure:?} of {predictor:?}"));
        assert_eq!((row.issues, row.estimate.n), (2, 2));
        (row.estimate.value, row.difference.map(|difference| difference.value))
    };
    let same = |(value, difference): (f64, Option<f64>), wanted: f64, winset: f64| {
        assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
        assert!(difference.is_none_or(|difference| (difference - (winset - wanted)).abs() < 1e-9));
    };
    // The compromise is (20 + 60 + 50) / 2.5 = 52, the median 60.
    same(score(Measure::AbsError, Predictor::Winset), 35.0, 35.0);
    same(score(Measure::AbsError, Predictor::Compromise), (2.0 + 52.0) / 2.0, 35.0);
    same(score(Measure::AbsError, Predictor::Median), (10.0 + 60.0) / 2.0, 35.0);
    same(score(Measure::AbsError, Predictor::StatusQuo), 25.0, 35.0);
    // What changes: of two, one did; all but the status quo say that both do.
    same(score(Measure::Brier, Predictor::Winset), 0.5, 0.5);
    same(score(Measure::Brier, Predictor::StatusQuo), 0.5, 0.5);
    assert!(results.accuracy.iter().all(|row| row.estimate.interval.is_some_and(|(low, high)| low < high)));
}

/// What a list says that is wrong, with what is told and where.
#[test]
fn what_is_wrong_with_a_list_is_told() {
    let sound = issue("one", "status_quo = 50", &[("a", 10.0, 100.0), ("b", 70.0, 50.0)]);
    let with = |fields: &str| with_issues(HEAD, &[(format!("[issues.file.one]\n{fields}\n"), sound.1.clone())]);
    for (text, told) in [
        (with("sponsor = 'd'"), "there is no member `d`"),
        (with("area = 'x'"), "there is no area `x`"),
        (with("rule = 'unanimty'"), "did you mean `unanimity`"),
        (with("scale_low = 100"), "`scale_high` must be above `scale_low`"),
        (with("dimension = 'x'"), "without a [space] an issue is in no dimension"),
        (with("statusquo = 3"), "did you mean `status_quo`"),
        (with_issues(HEAD, &[issue("one", "", &[("x", 1.0, 1.0)])]), "there is no member `x`"),
        (with_issues(HEAD, &[issue("one", "", &[])]), "nobody has a stake in issue `one`"),
        (with_issues(HEAD, &[issue("one", "", &[("a", 1.0, 0.0)])]), "nobody has a stake in issue `one`"),
        (
            with_issues(HEAD, &[(sound.0.clone(), sound.1.replace("positions.one", "positions.two"))]),
            "there is no issue `two`",
        ),
        (
            with_issues(
                HEAD,
                &[
                    issue("one", "proposal = 'p'\nsponsor = 'a'", &[("a", 1.0, 100.0)]),
                    issue("two", "proposal = 'p'\nsponsor = 'b'", &[("a", 1.0, 100.0)]),
                ],
            ),
            "differ in `sponsor`",
        ),
        (
            with_issues(&HEAD.replace("a = {}", "a.ideal = [1]"), std::slice::from_ref(&sound)),
            "`ideal` needs a [space]",
        ),
        (
            with_issues(
                &HEAD.replace("[areas.council]", "[areas.council]\nstatus_quo.sd = 1"),
                std::slice::from_ref(&sound),
            ),
            "and so has every issue",
        ),
        (
            with_issues(&format!("{HEAD}[issues]\nmissing = 'ideal'\n"), std::slice::from_ref(&sound)),
            "nobody has an ideal point",
        ),
        (with_issues(&format!("{HEAD}[issues]\nfile = 'issues.csv'\n"), &[]), "names a file"),
        (
            format!("{}[variants.x]\n[variants.y.set]\n\"issues.file.one.outcome\" = 3\n", with("outcome = 4")),
            "variant `y` has other issues than `x`",
        ),
    ] {
        let faults = refused(&text);
        assert!(faults.contains(told), "{told}\nis not in\n{faults}\nof\n{text}");
    }
    for (text, told) in [
        (with_issues(HEAD, &[issue("one", "", &[("a", 110.0, 100.0)])]), "off the scale from 0 to 100"),
        (with("outcome = -1"), "off the scale"),
        (with_issues(HEAD, &[issue("one", "", &[("a", 10.0, 0.9), ("b", 20.0, 0.2)])]), "no `salience` is above 1"),
        (with("date = 2030"), "comes after the last session"),
    ] {
        let warnings = read(&text).warnings.to_string();
        assert!(warnings.contains(told), "{told}\nis not in\n{warnings}");
    }
}

#[test]
fn positions_missing_in_a_space_are_ideal_points() {
    let head = "[space]\ndimensions = ['x', 'y']\n[members]\na.ideal = [0.1, 0.9]\nb = { ideal = [0.3, 0.5], salience = [1, 2] }\n\
                [areas.k]\nurgency = 100\n[secretariat]\nworthwhile = 0\n[issues]\nmissing = 'ideal'\n[run]\nreplications = 5\n";
    let fields = "sponsor = 'secretariat'\nstatus_quo = 0\ndimension = 'y'";
    let results = results(&with_issues(head, &[issue("one", fields, &[("a", 70.0, 50.0)])]));
    // a stands at .7 and cares half; b at .5 and cares twice.
    let wanted = (0.5 * 70.0 + 2.0 * 50.0) / 2.5;
    assert!((results.outcomes[0].text.value - wanted).abs() < 1e-9, "{:?}", results.outcomes[0]);
    let without = with_issues(head, &[issue("one", "status_quo = 0", &[])]);
    assert!(refused(&without).contains("which `dimension` of the space is it in?"));
}

fn winset(folder: &Path) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::cargo_bin("winset").expect("built");
    command.current_dir(folder);
    command
}

#[test]
fn a_folder_says_what_came_of_each_issue_and_runs_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write("issues.csv", "issue;proposal;status_quo;outcome;remark\none;p;0;50;x\ntwo;p;50;;y\nthree;;;20;\n");
    write(
        "positions.csv",
        "issue;member;position;salience\none;a;10;80\none;b;70,5;50\ntwo;a;0;20\nthree;b;100;70\nthree;c;5;9\n",
    );
    write(
        "list.toml",
        &format!(
            "{HEAD}[issues]\nfile = 'issues.csv'\npositions = 'positions.csv'\n[variants.two]\nmembers = ['a', 'b']\n[variants.three]\n"
        ),
    );
    winset(folder.path())
        .args(["check", "list.toml"])
        .assert()
        .success()
        .stdout(contains("decimal comma").and(contains("3 issues")));
    let run = |out: &str, scenario: &str| {
        winset(folder.path())
            .args(["run", scenario, "--replications", "50", "--out", out, "--xlsx", "--records"])
            .assert()
            .success();
    };
    run("first", "list.toml");
    run("again", "first/scenario.toml");
    let file = |out: &str, name: &str| fs::read(folder.path().join(out).join(name)).expect("written");
    for name in ["outcomes.csv", "accuracy.csv", "summary.csv", "totals.bin", "scenario.toml", "plots/issues.svg"] {
        assert_eq!(file("first", name), file("again", name), "{name}");
    }
    let outcomes = String::from_utf8(file("first", "outcomes.csv")).expect("text");
    assert_eq!(outcomes.lines().count(), 1 + 2 * 3, "{outcomes}");
    assert!(outcomes.starts_with(
        "variant,issue,p_adopted,text_mean,text_sd,q05,q25,q50,q75,q95,status_quo,compromise,median,outcome,abs_error,crps"
    ));
    let summary = String::from_utf8(file("first", "summary.csv")).expect("text");
    assert!(summary.contains("two,issue:three,pass_rate,") && summary.contains("three,issue:one,text,"));
    winset(folder.path()).args(["compare", "first", "again", "--out", "side"]).assert().success();
    let side = String::from_utf8(file("side", "outcomes.csv")).expect("text");
    assert_eq!(side.lines().count(), 1 + 2 * 3, "the same variants, once");
}
