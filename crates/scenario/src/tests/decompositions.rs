//! `[decompositions.…]`: what is run for them, and what is wrong with them.

use super::*;
use crate::model::Timeline;

/// Six members of whom three join, and a rivalry. 26 lines.
const GROWTH: &str = r#"[space]
dimensions = ["x"]
[members.a]
ideal = [0]
groups = ["founders"]
[members.b]
ideal = [1]
groups = ["founders"]
[members.c]
ideal = [2]
[members.d]
ideal = [3]
[members.e]
ideal = [4]
[areas.k]
[[relations]]
between = ["c", "d"]
affinity = 0.0
[variants.few]
members = ["@founders"]
[variants.many]
set = { "negotiation.pressure" = 0.5, "relations.0.affinity" = -1.0 }
[decompositions.growth]
label = "Growth"
from = "few"
to = "many"
"#;

const FACTORS: &str = r#"[decompositions.growth.factors]
rivals = ["c", "d"]
e = { members = ["e"], label = "E joins" }
[decompositions.growth.factors.rivalry]
set = { "relations.0.affinity" = -1.0 }
[decompositions.growth.factors.pressure.set]
"negotiation.pressure" = 0.5
"#;

fn growth() -> Scenario {
    compiled(&format!("{GROWTH}{FACTORS}"))
}

fn timeline(scenario: &Scenario, number: usize) -> &Timeline {
    scenario.timelines().nth(number).expect("it runs")
}

#[test]
fn every_set_of_factors_is_compiled_once() {
    let scenario = growth();
    let [decomposition] = &scenario.decompositions[..] else { panic!("one") };
    assert_eq!((decomposition.from, decomposition.to), (0, Some(1)));
    let factors: Vec<_> =
        decomposition.factors.iter().map(|factor| (factor.id.as_str(), factor.label.as_str())).collect();
    assert_eq!(factors, [("rivals", "rivals"), ("e", "E joins"), ("rivalry", "rivalry"), ("pressure", "pressure")]);
    assert_eq!(decomposition.coalitions.len(), 16);
    assert_eq!(decomposition.coalitions[0].timeline, 0, "none is the first variant");
    assert_eq!(decomposition.coalitions[15].timeline, 1, "all are the second");
    // A rivalry of two who are not there changes what is written, and so it is run.
    assert_eq!(scenario.between.len(), 14);
    for coalition in &decomposition.coalitions {
        let model = timeline(&scenario, coalition.timeline).first();
        let there = |bit: u64| coalition.factors >> bit & 1 == 1;
        let mut table = vec![0, 1];
        table.extend(if there(0) { vec![2, 3] } else { vec![] });
        table.extend(there(1).then_some(4));
        assert_eq!(model.table, table);
        assert_eq!(model.negotiation.pressure, if there(3) { 0.5 } else { 0.0 });
        assert_eq!(model.areas[0].relations.iter().any(|relation| relation.affinity == -1.0), there(2));
    }
}

#[test]
fn what_is_the_same_is_run_once() {
    let text = format!("{GROWTH}{FACTORS}idle = ['b']\n").replace("to = \"many\"\n", "");
    let text = text.replace("idle = ['b']", "[decompositions.growth.factors.idle]\nmembers = ['b']");
    let scenario = compiled(&text);
    assert_eq!((scenario.decompositions[0].coalitions.len(), scenario.between.len()), (32, 14));
    assert!(scenario.decompositions[0].changes_nothing(4) && !scenario.decompositions[0].changes_nothing(3));
    assert_eq!(scenario.decompositions[0].to, None);
    let warnings = scenario.warnings.to_string();
    assert!(warnings.contains("warning: factor `idle` of decomposition `growth` changes nothing"), "{warnings}");
}

#[test]
fn members_may_leave_and_a_scenario_may_have_no_variants() {
    let scenario = compiled(&format!(
        "{SMALL}[members.c]\nideal = [1, 1]\n[decompositions.d]\nfrom = 'baseline'\nfactors.without-c = ['-c']\n"
    ));
    let last = scenario.decompositions[0].coalitions[1].timeline;
    assert_eq!(timeline(&scenario, last).first().table, [0, 1]);
}

#[test]
fn decompositions_survive_being_resolved() {
    let scenario = growth();
    let again =
        parse("scenario.toml", &scenario.resolved, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again, scenario, "{}", scenario.resolved);
    let part = "[decompositions.growth]\nlabel = \"Growth\"\nfrom = \"few\"\nto = \"many\"\n\n\
                [decompositions.growth.factors.rivals]\nmembers = [\"c\", \"d\"]\n";
    assert!(scenario.resolved.contains(part), "{}", scenario.resolved);
}

#[test]
fn many_factors_are_sampled_in_orders() {
    let factors: String = (0..10)
        .map(|i| format!("[decompositions.d.factors.f{i}]\nset = {{ \"members.a.{}\" = 2 }}\n", FIELDS[i]))
        .collect();
    let text = |orders: &str| format!("{SMALL}[variants.v]\n[decompositions.d]\nfrom = 'v'\n{orders}\n{factors}");
    let scenario = compiled(&text("orders = 20"));
    let decomposition = &scenario.decompositions[0];
    assert_eq!(decomposition.orders.as_ref().map(Vec::len), Some(20));
    assert!((100..=182).contains(&decomposition.coalitions.len()));
    let other = parse("t", &text("orders = 20"), &Options { seed: Some(5), ..Options::default() }).expect("sound");
    assert_ne!(other.decompositions[0].orders, decomposition.orders);
    assert_eq!(
        faults_of(&text("")),
        "t:9:1: a decomposition into more than 8 factors needs `orders` (so many orders of the factors are sampled, for \
         example `orders = 100`)"
    );
    assert!(
        faults_of(&text("orders = 21"))
            .contains("t:11:10: `orders` must be even (each order is taken with its reverse: 22)")
    );
    assert!(faults_of(&text("orders = 2")).contains("`orders` must be"));
}

/// Fields of a member that are numbers.
const FIELDS: [&str; 10] = [
    "influence",
    "deference",
    "initiative",
    "votes",
    "tolerance",
    "ideal_sd",
    "salience",
    "interests.k",
    "weights.w",
    "weights.x",
];

#[track_caller]
fn check(factors: &str, wanted: &str) {
    let found = faults_of(&format!("{GROWTH}{factors}"));
    assert_eq!(found, wanted, "for {factors:?}");
}

#[test]
fn faults_have_their_place_and_remedy() {
    check("", "t:23:1: decomposition `growth` needs `factors`");
    check(
        "factors = {}\n",
        "t:27:11: a decomposition has at least one factor (for example `factors.entrants = [\"india\", \"pakistan\"]`)",
    );
    check("factors.c = ['china']\n", "t:27:14: there is no member `china` (members: a, b, c, d, e)");
    check(
        "factors.c = ['c']\n",
        "t:26:6: all factors of decomposition `growth` together do not make variant `many` (give what is missing as one more \
         factor, or leave out `to`: it then ends with all factors)",
    );
    check(
        "factors.c = []\n",
        "t:27:9: factor `c` says of nothing that it changes (give it `members`, who come or (with a -) leave, or a `set` of fields)",
    );
    check("factors.c = 3\n", "t:27:13: factor `c` must be a table, not a whole number");
    check("factors.c = { member = ['c'] }\n", "t:27:15: a factor has no field `member` (did you mean `members`?)");
    check(
        "factors.total = ['c']\n",
        "t:27:9: `total` cannot be the name of a factor (it is the row of the whole change)",
    );
    check(
        "factors.c = { set = { 'run.seed' = 3 } }\n",
        "t:27:23: a variant cannot set `run.seed`: all variants see the same worlds (set it in [run])",
    );
}

#[test]
fn ends_of_a_decomposition_are_variants() {
    let with = |from: &str, to: &str| {
        let text = format!("{GROWTH}{FACTORS}").replace("from = \"few\"", from).replace("to = \"many\"", to);
        faults_of(&text)
    };
    assert_eq!(with("from = 'fw'", "to = 'many'"), "t:25:8: there is no variant `fw` (did you mean `few`?)");
    assert_eq!(with("", "to = 'many'"), "t:23:1: decomposition `growth` needs `from`");
    assert_eq!(
        with("from = 'many'", "to = 'many'"),
        "t:26:6: decomposition `growth` begins and ends with variant `many`"
    );
    assert!(
        with("frm = 'few'", "to = 'many'")
            .contains("t:25:1: a decomposition has no field `frm` (did you mean `from`?)")
    );
}

#[test]
fn two_factors_do_not_set_the_same_field() {
    let text = format!("{GROWTH}{FACTORS}[decompositions.growth.factors.more.set]\n\"negotiation.pressure\" = 1\n");
    let found = faults_of(&text);
    assert!(found == "t:35:1: this sets `pressure` a second time (keep one of the two)", "{found}");
}

#[test]
fn a_factor_may_set_what_its_variant_sets() {
    let text =
        format!("{GROWTH}[decompositions.back]\nfrom = 'many'\nfactors.calm.set = {{ 'negotiation.pressure' = 0 }}\n")
            .replace("[decompositions.growth]\nlabel = \"Growth\"\nfrom = \"few\"\nto = \"many\"\n", "");
    let scenario = compiled(&text);
    let last = timeline(&scenario, scenario.decompositions[0].coalitions[1].timeline).first();
    assert_eq!(last.negotiation.pressure, 0.0);
    assert!(last.areas[0].relations.iter().all(|relation| relation.affinity == -1.0), "the rest stays");
}

#[test]
fn decompositions_go_with_their_variants() {
    let only = |ids: &[&str]| {
        let variants: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        let options = Options { variants: &variants, ..Options::default() };
        parse("t", &format!("{GROWTH}{FACTORS}"), &options).unwrap_or_else(|faults| panic!("{faults}"))
    };
    assert_eq!(only(&["many", "few"]), growth_as_t());
    let alone = only(&["few"]);
    assert!(alone.decompositions.is_empty() && alone.between.is_empty() && !alone.resolved.contains("decompositions"));
    assert_eq!(
        alone.warnings.to_string(),
        "t:23:17: warning: decomposition `growth` is left out: variant `many` is not run"
    );
}

fn growth_as_t() -> Scenario {
    parse("t", &format!("{GROWTH}{FACTORS}"), &Options::default()).unwrap_or_else(|faults| panic!("{faults}"))
}

#[test]
fn the_limit_on_variants_is_none_on_sets() {
    let factors: String = (0..8)
        .map(|i| format!("[decompositions.d.factors.f{i}]\nset = {{ \"members.a.{}\" = 2 }}\n", FIELDS[i]))
        .collect();
    let scenario = compiled(&format!("{SMALL}[variants.v]\n[decompositions.d]\nfrom = 'v'\n{factors}"));
    assert!(scenario.between.len() > limits::MAX_VARIANTS, "{}", scenario.between.len());
    let much = faults_of(&format!(
        "{SMALL}[variants.v]\n[run]\nreplications = 1000000000\n[decompositions.d]\nfrom = 'v'\n{factors}"
    ));
    assert!(much.contains("or have fewer factors in [decompositions]"), "{much}");
    let members: String = (0..200).map(|i| format!("[members.m{i}]\nideal = [0, 0]\n")).collect();
    let areas: String = (0..60).map(|i| format!("[areas.k{i}]\n")).collect();
    let factors: String = (0..20)
        .map(|i| format!("[decompositions.d.factors.f{i}]\nset = {{ \"members.m{i}.influence\" = 2 }}\n"))
        .collect();
    let large = format!("{SMALL}{members}{areas}[variants.v]\n[decompositions.d]\nfrom = 'v'\norders = 120\n{factors}");
    assert!(
        faults_of(&large).contains("sets of factors of decomposition `d` are more than 10000000"),
        "{}",
        faults_of(&large)
    );
}
