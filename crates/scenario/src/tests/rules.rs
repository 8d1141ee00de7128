//! Rules as they are written: shares, fractions, names.

use super::*;
use crate::model::{Abstention, Quota};

/// Nine members, and a rule.
fn nine(rule: &str) -> String {
    let members: String = (0..9).map(|n| format!("[members.m{n}]\nideal = [0]\n")).collect();
    format!("[space]\ndimensions = ['x']\n{members}[areas.k]\n{rule}\n")
}

fn rule_of(text: &str) -> Rule {
    compiled(text).variants[0].model().areas[0].rule.clone()
}

fn codes(text: &str) -> Vec<Code> {
    parse("t", text, &Options::default()).expect_err("a fault").codes().collect()
}

fn quota(rule: &Rule) -> Quota {
    match rule {
        Rule::Majority { quota, .. } => *quota,
        _ => panic!("a majority, not {rule:?}"),
    }
}

#[test]
fn shares_are_numbers_or_fractions_reached_or_exceeded() {
    let of = |fields: &str| quota(&rule_of(&nine(&format!("rule = {{ kind = 'majority', {fields} }}"))));
    assert_eq!(of("share = '2/3'"), Quota::Share(2.0 / 3.0));
    assert_eq!(of("share = ' 55 / 100 '"), Quota::Share(0.55));
    assert_eq!(of("more_than = '1/2'"), Quota::MoreThan(0.5));
    assert_eq!(of("more_than = 0"), Quota::MoreThan(0.0));
    assert_eq!(of("quota = 6"), Quota::Absolute(6.0));
    let abstention = rule_of(&nine("rule = { kind = 'constructive-abstention', max_share = '1/3' }"));
    assert_eq!(abstention, Rule::ConstructiveAbstention { max_share: 1.0 / 3.0, weights: None });
    for (fields, code) in [
        ("share = '2:3'", Code::WrongKind),
        ("share = '2/0'", Code::WrongKind),
        ("share = '-1/3'", Code::WrongKind),
        ("share = '0/3'", Code::OutOfRange),
        ("share = '4/3'", Code::OutOfRange),
        ("more_than = 1", Code::OutOfRange),
        ("more_than = '3/3'", Code::OutOfRange),
        ("quota = '2/3'", Code::WrongKind),
        ("share = 0.5, more_than = 0.5", Code::Contradiction),
        ("share = 0.5, more_than = 0.5, quota = 3", Code::Contradiction),
        ("of = 'members'", Code::MissingField),
    ] {
        assert_eq!(codes(&nine(&format!("rule = {{ kind = 'majority', {fields} }}"))), [code], "for {fields}");
    }
}

#[test]
fn two_thirds_of_nine_adopt_with_six() {
    use crate::model::Response::{Acquiesce, Support};
    let adopts = |rule: &Rule, supporters: usize| {
        rule.adopts(&(0..9).map(|seat| if seat < supporters { Support } else { Acquiesce }).collect::<Vec<_>>())
    };
    let fraction = rule_of(&nine("rule = { kind = 'majority', share = '2/3' }"));
    assert!(adopts(&fraction, 6) && !adopts(&fraction, 5));
    let decimal = rule_of(&nine("rule = { kind = 'majority', share = 0.6667 }"));
    assert!(adopts(&decimal, 7) && !adopts(&decimal, 6));
}

#[test]
fn setting_one_of_share_more_than_and_quota_drops_the_others() {
    let with = |set: &str| {
        let text = nine(&format!(
            "rule = {{ kind = 'majority', share = 0.5, of = 'votes' }}\n[variants.v]\nset = {{ {set} }}"
        ));
        rule_of(&text)
    };
    for set in [
        "'areas.k.rule.quota' = 6",
        "'areas.k.rule' = { quota = 6 }",
        "areas = { k = { rule = { quota = 6 } } }",
        "areas.k.rule.quota = 6",
    ] {
        let Rule::Majority { weights, quota, abstention } = with(set) else { panic!("a majority") };
        assert_eq!((quota, abstention), (Quota::Absolute(6.0), Abstention::CountsAgainst), "for {set}");
        assert_eq!(weights.len(), 9);
    }
    assert_eq!(quota(&with("'areas.k.rule.more_than' = '1/2'")), Quota::MoreThan(0.5));
    let both = nine("[variants.v]\nset = { rule = { kind = 'majority', share = 0.5, quota = 6 } }");
    assert_eq!(codes(&both), [Code::Contradiction]);
    let merged = "rule = { kind = 'majority', share = 0.5 }\n[variants.v]\nset = { areas.k.rule = { more_than = 0.5, quota = 6 } }";
    assert_eq!(codes(&nine(merged)), [Code::Contradiction]);
}

#[test]
fn a_rule_may_have_a_name_and_stand_in_others() {
    let text = nine(
        "rule = 'both'\n[areas.l]\nrule = 'two-thirds'\n[areas.m]\n[rules.two-thirds]\nkind = 'majority'\nshare = '2/3'\n\
         [rules.both]\nkind = 'all'\nrules = ['two-thirds', 'consensus', { kind = 'consensus-minus', k = 2 }]\n\
         [variants.v]\n[variants.w]\nset = { rule = 'two-thirds', 'rules.two-thirds.share' = '3/4' }",
    );
    let scenario = compiled(&text);
    let [v, w] = &scenario.variants[..] else { panic!("two variants") };
    let rules = |variant: &Variant| variant.model().areas.iter().map(|area| area.rule.clone()).collect::<Vec<_>>();
    let share = |share| Rule::Majority {
        weights: vec![1.0; 9],
        quota: Quota::Share(share),
        abstention: Abstention::CountsAgainst,
    };
    let both = |s| Rule::All(vec![share(s), Rule::Consensus, Rule::ConsensusMinus { k: 2 }]);
    assert_eq!(rules(v), [both(2.0 / 3.0), share(2.0 / 3.0), Rule::Consensus]);
    assert_eq!(rules(w), [both(0.75), share(0.75), share(0.75)]);
}

#[test]
fn names_of_rules_are_checked() {
    for (rules, wanted) in [
        ("[rules.consensus]\nkind = 'unanimity'\n", vec![Code::BadName]),
        ("[rules.opt-out]\nkind = 'unanimity'\n", vec![Code::BadName]),
        ("rule = 'lisbn'\n[rules.lisbon]\nkind = 'unanimity'\n", vec![Code::UnknownWord]),
        ("rule = { kind = 'lisbon' }\n[rules.lisbon]\nkind = 'unanimity'\n", vec![Code::UnknownWord]),
        ("[rules.unused]\nkind = 'unanimity'\nk = 2\n", vec![Code::UnknownField]),
        ("[rules.unused]\nkind = 'majority'\nshare = 2\n", vec![Code::OutOfRange]),
        ("[rules]\na = 'b'\nb = 'a'\n", vec![Code::Circle]),
        ("rule = 'a'\n[rules.a]\nkind = 'all'\nrules = ['consensus', 'a']\n", vec![Code::Circle]),
    ] {
        assert_eq!(codes(&nine(rules)), wanted, "for {rules}");
    }
    let circle = nine("[rules]\na = 'b'\nb = 'c'\nc = 'b'\n");
    let faults = faults_of(&circle);
    assert!(faults.ends_with("rules refer to each other in a circle: b → c → b"), "{faults}");
    assert_eq!(faults.lines().count(), 1, "{faults}");
}

#[test]
fn rules_that_refer_to_each_other_do_not_grow_without_end() {
    let part = |n: usize| format!("[rules.r{n}]\nkind = 'all'\nrules = [{}]\n", format!("'r{}', ", n + 1).repeat(16));
    let rules: String = (0..7).map(part).collect();
    let text = nine(&format!("rule = 'r0'\n{rules}[rules.r7]\nkind = 'consensus'\n"));
    let faults = faults_of(&text);
    assert!(faults.contains("more than 2000 parts"), "{faults}");
}

/// What is doubtful about a rule.
fn doubts(rule: &str) -> Vec<String> {
    compiled(&nine(rule)).warnings.iter().map(|fault| format!("{}: {}", fault.code, fault.message)).collect()
}

#[test]
fn a_share_that_asks_for_another_number_than_its_fraction_is_doubted() {
    let share = |fields: &str| doubts(&format!("rule = {{ kind = 'majority', {fields} }}"));
    assert_eq!(share("share = 0.667"), ["near-fraction: `share = 0.667` asks for 7 of 9 members, two thirds for 6"]);
    for doubtful in ["0.67", "0.667", "0.6667", "0.66667", "0.34", "0.334", "0.3334"] {
        assert_eq!(share(&format!("share = {doubtful}")).len(), 1, "for {doubtful}");
    }
    for sound in [
        "'2/3'",
        "'667/1000'",
        "0.66",
        "0.6666666666666666",
        "0.33",
        "0.333",
        "0.5",
        "0.51",
        "0.55",
        "0.7",
        "1.0",
        "0.75",
    ] {
        assert_eq!(share(&format!("share = {sound}")), Vec::<String>::new(), "for {sound}");
    }
    assert_eq!(share("more_than = 0.667"), Vec::<String>::new(), "more than either is seven");
    assert_eq!(
        share("more_than = 0.66"),
        ["near-fraction: `more_than = 0.66` asks for 6 of 9 members, two thirds for 7"]
    );
    assert_eq!(
        share("share = 0.67, abstention = 'not-cast'"),
        ["near-fraction: `share = 0.67` asks for 7 of 9 members, two thirds for 6"]
    );
    assert_eq!(doubts("rule = { kind = 'constructive-abstention', max_share = 0.34 }").len(), 1);
}

#[test]
fn more_than_half_is_told_from_51_percent_where_they_differ() {
    let of = |members: usize| {
        let members: String = (0..members).map(|n| format!("[members.m{n}]\nideal = [0]\n")).collect();
        let text =
            format!("[space]\ndimensions = ['x']\n{members}[areas.k]\n[rule]\nkind = 'majority'\nshare = 0.51\n");
        let warnings = compiled(&text).warnings;
        warnings.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(9), Vec::<String>::new());
    assert_eq!(of(53), ["`share = 0.51` asks for 28 of 53 members, more than half for 27"]);
}

#[test]
fn weights_are_doubted_as_members_are_and_each_share_once() {
    let votes = |share: &str| {
        let text = nine(&format!(
            "[rule]\nkind = 'majority'\nof = 'votes'\nshare = {share}\n[variants.v]\n[variants.w]\nmembers = ['-m0']"
        ));
        let text = text.replace("[members.m0]\n", "[members.m0]\nvotes = 4\n");
        compiled(&text).warnings.iter().map(|fault| fault.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(votes("0.667"), ["`share = 0.667` asks for 9 of 12 votes, two thirds for 8"]);
    assert_eq!(votes("'2/3'"), Vec::<String>::new());
}

#[test]
fn named_rules_survive_being_resolved() {
    let text = nine(
        "[rules]\nplain = 'unanimity'\n[rules.two-thirds]\nkind = 'majority'\nshare = '2/3'\n\
         [rules.nested]\nkind = 'any'\nrules = ['plain', 'two-thirds']\n[variants.v.set]\nrule = 'nested'\n",
    );
    let text = format!("rule = 'two-thirds'\n{text}");
    let scenario = compiled(&text);
    let again = compiled(&scenario.resolved);
    assert_eq!(again, scenario);
    assert_eq!(again.resolved, scenario.resolved);
    assert!(scenario.resolved.starts_with("rule = \"two-thirds\"\n"), "{}", scenario.resolved);
}
