//! Variants that extend others, and those that a design makes.

use super::*;

/// Four members, three of them founders; two tables and two rules.
const FOUR: &str = r#"
[space]
dimensions = ["x"]
[members.a]
ideal = [0.0]
groups = ["founders"]
[members.b]
ideal = [1.0]
groups = ["founders"]
[members.c]
ideal = [2.0]
groups = ["founders"]
[members.d]
ideal = [3.0]
[areas.k]
status_quo = { sd = 1.0 }
[variants.three]
label = "Three"
members = ["@founders"]
[variants.four]
members = ["@founders", "d"]
[variants.unanimity]
label = "unanimity"
set = { rule = "unanimity" }
[variants.most]
[variants.most.set]
rule = { kind = "majority", share = 0.6 }
"negotiation.rounds" = 9
"#;

fn four(more: &str) -> Scenario {
    compiled(&format!("{FOUR}{more}"))
}

fn ids(scenario: &Scenario) -> Vec<&str> {
    scenario.variants.iter().map(|variant| variant.id.as_str()).collect()
}

#[test]
fn a_variant_goes_on_from_the_one_that_it_extends() {
    let scenario = four(
        "[variants.fewer]\nextends = 'four'\nmembers = ['-b']\nset = { 'negotiation.rounds' = 3 }\n\
         [variants.fewest]\nextends = 'fewer'\nlabel = 'Two'\nmembers = ['-a']\n[variants.fewest.set.negotiation]\nrounds = 2\n",
    );
    let of = |id: &str| scenario.variants.iter().find(|variant| variant.id == id).expect(id);
    assert_eq!((of("fewer").model().table.clone(), of("fewer").model().negotiation.rounds), (vec![0, 2, 3], 3));
    assert_eq!((of("fewest").model().table.clone(), of("fewest").model().negotiation.rounds), (vec![2, 3], 2));
    assert_eq!((of("fewer").label.as_str(), of("fewest").label.as_str()), ("fewer", "Two"));
    assert!(scenario.resolved.contains("[[variants.fewest.set]]"), "{}", scenario.resolved);
    resolved::check_round_trip(&scenario);
}

#[test]
fn a_variant_alone_runs_without_the_one_that_it_extends() {
    let text = format!("{FOUR}[variants.fewer]\nextends = 'four'\nmembers = ['-b']\n");
    let options = Options { variants: &["fewer".to_owned()], ..Options::default() };
    let scenario = parse("t", &text, &options).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!((ids(&scenario), &scenario.variants[0].model().table), (vec!["fewer"], &vec![0, 2, 3]));
    resolved::check_round_trip(&scenario);
}

#[test]
fn a_design_makes_every_product_with_the_changes_of_its_parts() {
    for design in [
        "[[design]]\ntable = ['three', 'four']\n[[design]]\nrule = ['unanimity', 'most']\n",
        "[[design]]\ntable = ['three', 'four']\nrule = ['unanimity', 'most']\n",
    ] {
        let scenario = four(&format!("[variants.plain]\n{design}"));
        assert_eq!(ids(&scenario), ["plain", "three-unanimity", "three-most", "four-unanimity", "four-most"]);
        let labels: Vec<&str> = scenario.variants.iter().map(|variant| variant.label.as_str()).collect();
        assert_eq!(labels[1..], ["Three, unanimity", "Three, most", "four, unanimity", "four, most"]);
        let model = |index: usize| scenario.variants[index].model();
        assert_eq!((model(1).table.len(), model(3).table.len()), (3, 4));
        assert_eq!(model(1).areas[0].rule, Rule::Unanimity);
        assert_eq!((model(4).negotiation.rounds, model(3).negotiation.rounds), (9, model(0).negotiation.rounds));
        assert!(matches!(model(4).areas[0].rule, Rule::Majority { .. }));
        assert!(!scenario.resolved.contains("design"));
        resolved::check_round_trip(&scenario);
    }
}

#[test]
fn a_part_may_change_what_the_one_before_it_sets() {
    let more =
        "[variants.patient]\nset = { 'negotiation.rounds' = 12 }\n[[design]]\nrule = ['most']\npace = ['patient']\n";
    let scenario = four(more);
    let made = scenario.variants.last().expect("one");
    assert_eq!((made.id.as_str(), made.model().negotiation.rounds), ("most-patient", 12));
}

#[test]
fn what_cannot_be_made_is_told_with_its_line() {
    for (more, wanted) in [
        ("[variants.x]\nextends = 'for'\n", "there is no variant `for` (did you mean `four`?)"),
        ("[variants.x]\nextends = 'x'\n", "variants extend each other in a circle: `x` → `x`"),
        (
            "[variants.x]\nextends = 'y'\n[variants.y]\nextends = 'x'\n",
            "variants extend each other in a circle: `x` → `y` → `x`",
        ),
        ("[variants.x]\nextends = ['four']\n", "`extends` must be a string, not an array"),
        ("[[design]]\ntable = ['tree', 'four']\n", "there is no variant `tree` (did you mean `three`?)"),
        ("[[design]]\ntable = ['four', 'four']\n", "`four` stands in [[design]] twice"),
        ("[[design]]\ntable = []\n", "`table` crosses no variants"),
        ("[[design]]\ntable = 'four'\n", "`table` must be an array of strings, not a string"),
        (
            "[variants.four-most]\n[[design]]\na = ['four']\nb = ['most']\n",
            "makes a variant `four-most`, and there is one",
        ),
        ("[variants.x]\nextends = 'four'\nset = { a = 1 }\n", "there is no section `a`"),
    ] {
        let faults = faults_of(&format!("{FOUR}{more}"));
        assert!(faults.starts_with("t:") && faults.contains(wanted), "{more}{faults}");
    }
    let many: String = (0..9).map(|n| format!("[variants.v{n}]\n[variants.w{n}]\n")).collect();
    let list = |letter| (0..9).map(|n| format!("'{letter}{n}'")).collect::<Vec<_>>().join(", ");
    let faults = faults_of(&format!("{FOUR}{many}[[design]]\na = [{}]\nb = [{}]\n", list('v'), list('w')));
    assert!(faults.contains("[[design]] makes 81 variants, a scenario has at most 64"), "{faults}");
}

#[test]
fn names_that_bring_in_nobody_new_are_doubtful() {
    let doubts = |more: &str| four(more).warnings.to_string();
    let text = doubts("[variants.x]\nextends = 'four'\nmembers = ['a', 'd']\n");
    assert!(text.contains("`a` brings in nobody who is not there already"), "{text}");
    assert_eq!(doubts("[variants.x]\nextends = 'three'\nmembers = ['d']\n"), "");
    assert_eq!(doubts("[variants.x]\nextends = 'most'\nmembers = ['a', 'd']\n"), "", "a list begins with nobody");
    assert_eq!(doubts("[variants.x]\nextends = 'most'\nmembers = ['-d']\n"), "");
}
