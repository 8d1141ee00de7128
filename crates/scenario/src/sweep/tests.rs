use super::*;
use crate::document::{Document, Options};
use crate::{Faults, Scenario};

/// Two members of which one is varied.
const TWO: &str = "[space]\ndimensions = ['x']\n[members.a]\nideal = [0.0]\n[members.b]\nideal = [1.0]\ntolerance = 0.1\n\
                   [areas.k]\nstatus_quo = { sd = 1.0 }\n[run]\nreplications = 20\n";

fn asked(text: &str, vary: &[&str], sample: Option<&str>) -> Result<(Document, Sweep), Faults> {
    let vary: Vec<String> = vary.iter().map(|text| (*text).to_owned()).collect();
    let mut document = Document::parse("t", text);
    let sweep = document.sweep(&Asked { vary: &vary, sample, ..Asked::default() });
    document.clone().settled(&Options::default()).compile()?;
    Ok((document, sweep.expect("a sweep where there is no fault")))
}

fn points(vary: &[&str], sample: Option<&str>) -> Vec<Vec<String>> {
    let (_, sweep) = asked(TWO, vary, sample).unwrap_or_else(|faults| panic!("{faults}"));
    let texts = |point: Point| point.levels.into_iter().map(|level| level.text).collect();
    sweep.points(1).into_iter().map(texts).collect()
}

fn fault(text: &str, vary: &[&str]) -> String {
    asked(text, vary, None).expect_err("a fault").to_string()
}

#[test]
fn ranges_lists_and_logarithms_are_values() {
    let one = |vary: &str| points(&[vary], None).concat();
    assert_eq!(one("members.a.tolerance=0:0.5:0.1"), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
    assert_eq!(one("negotiation.rounds=1:9:4"), ["1", "5", "9"]);
    assert_eq!(one("members.a.initiative=log:1:100:5"), ["1", "3.16228", "10", "31.6228", "100"]);
    assert_eq!(one("members.a.initiative = 0.50, 2,1e1"), ["0.5", "2", "10"]);
    assert_eq!(one("rule=consensus,unanimity"), ["consensus", "unanimity"]);
    let tables = "rule={ kind = 'majority', share = 0.5 },{kind='majority',share=\"2/3\"}, consensus";
    assert_eq!(
        one(tables),
        ["{ kind = \"majority\", share = 0.5 }", "{ kind = \"majority\", share = \"2/3\" }", "consensus"]
    );
    assert_eq!(one("members.a.ideal=[0],[1.5]"), ["[0]", "[1.5]"]);
    assert_eq!(one("scenario.description=\"a\\u001Bb\",c"), ["a\\u{1b}b", "c"], "what commands a terminal is shown");
}

#[test]
fn several_fields_make_a_grid_in_which_the_last_runs_fastest() {
    let grid = points(&["negotiation.rounds=1,2", "rule=consensus,unanimity"], None);
    assert_eq!(grid, [["1", "consensus"], ["1", "unanimity"], ["2", "consensus"], ["2", "unanimity"]]);
}

#[test]
fn samples_are_spread_over_the_box_and_take_steps_where_there_are_any() {
    for method in ["lhs", "sobol"] {
        let vary = ["members.a.tolerance=0.5:1.5", "negotiation.rounds=1:8:1", "members.a.initiative=log:1:100"];
        let sampled = points(&vary, Some(&format!("{method}:16")));
        assert_eq!(sampled.len(), 16);
        let column = |index: usize| {
            sampled.iter().map(|point| point[index].parse::<f64>().expect("a number")).collect::<Vec<_>>()
        };
        // One in every sixteenth, two at every step, half of the numbers in every decade.
        let mut strata: Vec<usize> = column(0).iter().map(|value| ((value - 0.5) * 16.0) as usize).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..16).collect::<Vec<_>>(), "{method}");
        let mut rounds = column(1);
        rounds.sort_by(f64::total_cmp);
        assert_eq!(rounds, (1..=8).flat_map(|n| [f64::from(n); 2]).collect::<Vec<_>>(), "{method}");
        assert_eq!(column(2).iter().filter(|value| **value < 10.0).count(), 8, "{method}");
    }
}

#[test]
fn a_point_is_what_set_would_make_of_the_scenario() {
    let (document, sweep) = asked(TWO, &["members.*.tolerance=0.2,0.4", "rule=unanimity"], None).expect("sound");
    let points = sweep.points(1);
    let scenario: Scenario = document.at_point(&sweep, &points[1], &Options::default()).expect("sound");
    let set: Vec<_> = ["members.*.tolerance=0.4", "rule=unanimity"]
        .iter()
        .map(|text| crate::Override::parse(text).expect("PATH=VALUE"))
        .collect();
    let options = Options { overrides: &set, ..Options::default() };
    assert_eq!(scenario, crate::parse("t", TWO, &options).expect("sound"));
    assert_eq!(points[1].told(&sweep), "members.*.tolerance = 0.4, rule = unanimity");
}

#[test]
fn a_field_of_a_variant_is_varied_unless_others_may_be_made_of_it() {
    let text = format!("{TWO}[variants.x.set]\nnegotiation.rounds = 3\n[variants.y]\n");
    let vary = ["variants.x.set.negotiation.rounds=4,5"];
    let (document, sweep) = asked(&text, &vary, None).expect("sound");
    let scenario = document.at_point(&sweep, &sweep.points(1)[1], &Options::default()).expect("sound");
    let rounds: Vec<u32> = scenario.variants.iter().map(|variant| variant.model().negotiation.rounds).collect();
    assert_eq!(rounds, [5, 1]);
    assert!(fault(&format!("{text}extends = 'x'\n"), &vary).contains("cannot be varied where variants extend others"));
    let kept = format!("{text}extends = 'x'\n[sweeps.s]\nvary = {{ 'variants.x.set.negotiation.rounds' = '1,2' }}\n");
    let told = crate::parse("t", &kept, &Options::default()).expect_err("a fault").to_string();
    assert!(told.starts_with("t:") && told.contains("cannot be varied where variants extend others"), "{told}");
}

#[test]
fn what_is_wrong_with_values_is_told_where_they_are_written() {
    for (vary, wanted) in [
        ("members.a.tolerance", "--vary:1:1: what is varied is PATH=VALUES"),
        ("members.a.tolerance=", "the values are missing"),
        ("members.c.tolerance=0:1:0.5", "there is no member `c`"),
        ("members.a.tolerence=0:1:0.5", "has no field `tolerence`"),
        ("members.a.influence=-1:1:0.5", "(at the point members.a.influence = -1)"),
        ("negotiation.rounds=1:2:0.5", "`rounds` must be a whole number"),
        ("negotiation.rounds=5:1:1", "no step of 1 leads from 5 to 1"),
        ("negotiation.rounds=1:5:0", "no step of 0 leads from 1 to 5"),
        ("negotiation.rounds=1:5", "`negotiation.rounds` says of no step"),
        ("negotiation.rounds=1:5:x", "`x` is not a number"),
        ("negotiation.rounds=1:100000:1", "at most 5000 points, and these are 100000 values"),
        ("negotiation.rounds=1,2,1", "`1` stands here twice"),
        ("negotiation.rounds=1,,2", "a value is missing"),
        ("rule={ kind = 'majority', share = 0.5", "is not closed"),
        ("rule=consensus,unanimty", "(at the point rule = unanimty)"),
        ("members.a.initiative=log:0:1:3", "both ends of a range of logarithms must be above 0"),
        ("members.a.initiative=log:1:10:1", "has two values at least"),
        ("run.seed=1,2", "`run.seed` cannot be varied"),
    ] {
        let told = fault(TWO, &[vary]);
        assert!(told.starts_with("--vary:1:") && told.contains(wanted), "{vary}: {told}");
    }
    let grid = ["members.a.tolerance=0:1:0.01", "members.b.tolerance=0:1:0.01"];
    assert!(fault(TWO, &grid).contains("a sweep has at most 5000 points, this one has 10201"));
    assert!(fault(TWO, &["rule=consensus", "rule=unanimity"]).contains("varied twice"));
    assert!(fault(TWO, &[]).contains("this scenario has no [sweeps]"));
}

#[test]
fn sweeps_of_a_scenario_are_checked_by_every_command() {
    let with = |more: &str| format!("{TWO}{more}");
    let sound = with(
        "[sweeps.s]\nlabel = 'S'\nvary = { 'members.a.tolerance' = '0:1:0.5', negotiation.rounds = [1, 3] }\n\
                      sample = 'lhs:4'\nreplications = 9\nmetric = ['pass_rate', 'rounds']\nthreshold = 0.4\n",
    );
    let (_, sweep) = asked(&sound, &[], None).unwrap_or_else(|faults| panic!("{faults}"));
    let paths: Vec<&str> = sweep.axes.iter().map(|axis| axis.path.as_str()).collect();
    assert_eq!(paths, ["members.a.tolerance", "negotiation.rounds"]);
    assert_eq!((sweep.replications, sweep.threshold, sweep.metrics.len()), (Some(9), Some(0.4), 2));
    let scenario = crate::parse("t", &sound, &Options::default()).expect("sound");
    let again = crate::parse("scenario.toml", &scenario.resolved, &Options::default()).expect("sound");
    assert_eq!(again.resolved, scenario.resolved);
    for (more, wanted) in [
        ("[sweeps]\ns = 1\n", "sweep `s` must be a table"),
        ("[sweeps.s]\n", "sweep `s` needs `vary`"),
        ("[sweeps.s]\nvary = {}\n", "t:13:8: a sweep varies at least one field"),
        ("[sweeps.s]\nvary = { 'members.z.tolerance' = '0:1:1' }\n", "there is no member `z`"),
        ("[sweeps.s]\nvary = { 'members.a.influence' = '1:-2:-1' }\n", "(at the point members.a.influence = -2)"),
        ("[sweeps.s]\nvary = { rule = ['consensus', 'none'] }\n", "(at the point rule = none)"),
        ("[sweeps.s]\nvary = { rule = 'consensus' }\nsample = 'halton:9'\n", "`halton:9` is no sample"),
        ("[sweeps.s]\nvary = { rule = 'consensus' }\nsmaple = 'lhs:9'\n", "a sweep has no field `smaple`"),
        ("[sweeps.s]\nvary = { rule = 'consensus' }\nreplications = 0\n", "`replications` must be from 1"),
    ] {
        let told = crate::parse("t", &with(more), &Options::default()).expect_err("a fault").to_string();
        assert!(told.starts_with("t:1") && told.contains(wanted), "{more}: {told}");
    }
}

#[test]
fn faults_of_a_grid_are_told_once_with_their_first_point() {
    let text = format!("{TWO}[members.c]\nideal = [0.0]\nweights = {{ gdp = 1 }}\n");
    let vary = [
        "members.a.tolerance=0,1",
        "variants={ v = { members = ['c', 'a'] } }",
        "rule=consensus,{ kind = 'majority', share = 0.5, of = 'gdp' }",
    ];
    // Each value alone is sound only where the table has the weight: the fault is one of the combination.
    let told = asked(&text, &vary, None);
    assert!(
        told.is_err() || {
            let (document, sweep) = told.expect("checked");
            let points = sweep.points(1);
            let faults = document.at_points(&sweep, &points, &Options::default(), drop).expect_err("a fault");
            faults.iter().count() == 1 && faults.to_string().contains("at the point members.a.tolerance = 0, ")
        }
    );
}
