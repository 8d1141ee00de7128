//! Openings, compensation, linkage, persuasion, evolving policies, opt-outs and fallbacks as they are written.

use super::*;
use crate::model::{Compensation, Evolving, Fallback, Model, Negotiation, Opening};

fn model(further: &str) -> Model {
    compiled(&format!("{SMALL}{further}")).variants[0].model().clone()
}

fn negotiation(fields: &str) -> Negotiation {
    model(&format!("[negotiation]\n{fields}\n")).negotiation
}

fn found(further: &str) -> Vec<(Code, usize)> {
    let faults = parse("t", &format!("{SMALL}{further}"), &Options::default()).expect_err("a fault");
    faults.iter().map(|fault| (fault.code, faults.location(fault).expect("a place").line)).collect()
}

fn doubts(further: &str) -> Vec<Code> {
    compiled(&format!("{SMALL}{further}")).warnings.codes().collect()
}

#[test]
fn sponsors_may_anticipate() {
    assert_eq!(negotiation("").opening, Opening::Sincere);
    let anticipate = |sd: [f64; 2], withhold| Opening::Anticipate { information_sd: sd.into(), withhold };
    assert_eq!(negotiation("opening = 'anticipate'").opening, anticipate([0.0, 0.0], false));
    let both = "opening = 'anticipate'\ninformation_sd = 0.3\nwithhold = true";
    assert_eq!(negotiation(both).opening, anticipate([0.3, 0.3], true));
    let by_name = "opening = 'anticipate'\ninformation_sd = { y = 0.2 }";
    assert_eq!(negotiation(by_name).opening, anticipate([0.0, 0.2], false));
    assert_eq!(found("[negotiation]\nopening = 'anticipated'\n"), [(Code::UnknownWord, 9)]);
    assert_eq!(found("[negotiation]\nopening = 'anticipate'\ninformation_sd = -1\n"), [(Code::OutOfRange, 10)]);
    assert_eq!(doubts("[negotiation]\ninformation_sd = 1\nwithhold = true\n"), [Code::NoEffect; 2]);
    let variant = "[negotiation]\ninformation_sd = 1\n[variants.v]\nset = { \"negotiation.opening\" = 'anticipate' }\n";
    assert_eq!(doubts(variant), []);
}

#[test]
fn a_fund_or_those_who_gain_may_pay() {
    let of = |value: &str| negotiation(&format!("compensation = {value}")).compensation;
    assert_eq!(of("{ source = 'fund', budget = 2 }"), Compensation::Fund { budget: 2.0 });
    assert_eq!(of("{ source = 'gainers', willingness = 1 }"), Compensation::Gainers { willingness: 1.0 });
    assert_eq!((of("'none'"), of("{ source = 'none' }")), (Compensation::None, Compensation::None));
    for (value, code) in [
        ("{ source = 'fund' }", Code::MissingField),
        ("{ source = 'gainers' }", Code::MissingField),
        ("{ source = 'fund', budget = -1 }", Code::OutOfRange),
        ("{ source = 'gainers', willingness = 1.5 }", Code::OutOfRange),
        ("{ source = 'fund', budget = 1, willingness = 1 }", Code::UnknownField),
        ("{ source = 'funds', budget = 1 }", Code::UnknownWord),
        ("{ budget = 1 }", Code::MissingField),
        ("'fund'", Code::WrongKind),
        ("3", Code::WrongKind),
    ] {
        assert_eq!(found(&format!("[negotiation]\ncompensation = {value}\n")), [(code, 9)], "{value}");
    }
    // Another source begins anew; a field alone changes what is there.
    let set = |set: &str| {
        let text = "[negotiation]\ncompensation = { source = 'fund', budget = 2 }\n";
        model(&format!("{text}[variants.v]\nset = {{ {set} }}\n")).negotiation.compensation
    };
    let gainers = "\"negotiation.compensation\" = { source = 'gainers', willingness = 0.5 }";
    assert_eq!(set(gainers), Compensation::Gainers { willingness: 0.5 });
    assert_eq!(set("\"negotiation.compensation.budget\" = 3"), Compensation::Fund { budget: 3.0 });
}

#[test]
fn packages_persuasion_and_threats_have_their_fields() {
    assert!(negotiation("linkage = true").linkage && !negotiation("").linkage);
    assert_eq!(found("[negotiation]\nlinkage = 1\n"), [(Code::WrongKind, 9)]);
    let text = "threat_response = -0.5\n[members.c]\nideal = [0, 0]\nsusceptibility = 0.3\nsocialisation = 1\n";
    let model = model(&format!("{text}[pulses.p]\nat = 0\nsize = 1\nhalf_life = 1\n"));
    assert_eq!((model.members[2].susceptibility, model.members[2].socialisation), (0.3, 1.0));
    assert_eq!((model.members[0].susceptibility, model.areas[0].threat_response), (0.0, -0.5));
    assert_eq!(found("[members.c]\nideal = [0, 0]\nsusceptibility = 1.1\n"), [(Code::OutOfRange, 10)]);
}

#[test]
fn a_status_quo_may_evolve() {
    let evolving = |value: &str| model(&format!("status_quo = {value}\n")).areas[0].evolving.clone();
    let expected = |start: [f64; 2], drift: [f64; 2]| Some(Evolving { start: start.into(), drift_sd: drift.into() });
    assert_eq!(evolving("{ kind = 'evolving', start = [1, 2] }"), expected([1.0, 2.0], [0.0, 0.0]));
    assert_eq!(evolving("{ kind = 'evolving', start = 1, drift_sd = { y = 0.5 } }"), expected([1.0, 1.0], [0.0, 0.5]));
    assert_eq!(evolving("{ sd = 1 }"), None);
    for (value, code) in [
        ("{ kind = 'evolving' }", Code::MissingField),
        ("{ kind = 'evolving', start = { x = 1 } }", Code::MissingField),
        ("{ kind = 'evolving', start = [1, 2], sd = 1 }", Code::UnknownField),
        ("{ kind = 'drawn', start = [1, 2] }", Code::UnknownField),
        ("{ kind = 'evolving', start = [1, 2], drift_sd = -1 }", Code::OutOfRange),
    ] {
        assert_eq!(found(&format!("status_quo = {value}\n")), [(code, 8)], "{value}");
    }
}

#[test]
fn those_interested_may_go_ahead() {
    let rule = |rule: &str| model(&format!("rule = {rule}\n")).areas[0].rule.clone();
    assert_eq!(rule("'opt-out'"), Rule::OptOut { participants: 2.0 / 3.0 });
    assert_eq!(rule("{ kind = 'opt-out', participants = '1/2' }"), Rule::OptOut { participants: 0.5 });
    assert_eq!(found("rule = { kind = 'opt-out', participants = 0 }\n"), [(Code::OutOfRange, 8)]);
    assert_eq!(found("rule = { kind = 'all', rules = ['opt-out', 'consensus'] }\n"), [(Code::NotHere, 8)]);
    assert_eq!(found("rule = { kind = 'any', rules = ['p'] }\n[rules]\np = 'opt-out'\n"), [(Code::NotHere, 8)]);
    let members: String = (0..7).map(|n| format!("[members.m{n}]\nideal = [0, 0]\n")).collect();
    assert_eq!(doubts(&format!("{members}[rule]\nkind = 'opt-out'\nparticipants = 0.67\n")), [Code::NearFraction]);
}

#[test]
fn a_rule_may_fall_back_on_another_and_that_on_a_third() {
    let text = "rule = { kind = 'unanimity', fallback = { after = 1, rule = 'second' } }\n[rules.second]\nkind = 'consensus'\n\
                fallback = { after = 3, rule = 'opt-out' }\n[negotiation]\nsessions = 5\n";
    let area = model(text).areas.remove(0);
    let third = Fallback { after: 3, rule: Rule::OptOut { participants: 2.0 / 3.0 }, fallback: None };
    let second = Fallback { after: 1, rule: Rule::Consensus, fallback: Some(Box::new(third)) };
    assert_eq!((&area.rule, &area.fallback), (&Rule::Unanimity, &Some(Box::new(second))));
    let rules = [0, 1, 2, 3, 9].map(|failed| area.rule_after(failed).clone());
    let opt_out = Rule::OptOut { participants: 2.0 / 3.0 };
    assert_eq!(rules, [Rule::Unanimity, Rule::Consensus, Rule::Consensus, opt_out.clone(), opt_out]);
    let fault = |fallback: &str| found(&format!("rule = {{ kind = 'consensus', fallback = {fallback} }}\n"));
    assert_eq!(fault("{ after = 1 }"), [(Code::MissingField, 8)]);
    assert_eq!(fault("{ after = 0, rule = 'unanimity' }"), [(Code::OutOfRange, 8)]);
    assert_eq!(fault("{ rule = 'unanimity' }"), [(Code::MissingField, 8)]);
    assert_eq!(fault("'unanimity'"), [(Code::WrongKind, 8)]);
    let part =
        "rule = { kind = 'all', rules = [{ kind = 'consensus', fallback = { after = 1, rule = 'unanimity' } }] }\n";
    assert_eq!(found(part), [(Code::NotHere, 8)]);
    let itself = "rule = 'r'\n[rules.r]\nkind = 'consensus'\nfallback = { after = 1, rule = 'r' }\n";
    assert_eq!(found(itself), [(Code::Circle, 9)]);
}

#[test]
fn a_fallback_that_is_never_in_force_is_doubted() {
    let fallback = "[rule]\nkind = 'consensus'\nfallback = { after = 1, rule = 'opt-out' }\n";
    assert_eq!(doubts(fallback), [Code::NoEffect]);
    assert_eq!(doubts(&format!("{fallback}[negotiation]\nsessions = 2\n")), []);
    assert_eq!(
        doubts(&format!("{fallback}[variants.v]\n[variants.w]\nset = {{ \"negotiation.sessions\" = 2 }}\n")),
        []
    );
    let order = "[rule]\nkind = 'consensus'\n[rule.fallback]\nafter = 2\n[rule.fallback.rule]\nkind = 'unanimity'\n\
                 fallback = { after = 1, rule = 'opt-out' }\n[negotiation]\nsessions = 9\n";
    assert_eq!(doubts(order), [Code::NoEffect]);
}
