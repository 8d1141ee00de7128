//! Events, pulses and periods as they are written.

use super::*;
use crate::model::{Entry, Occurrence, Period, Status, Timeline};

/// Four members, two of them founders, from 2001 to 2011; with further text.
fn body(further: &str) -> String {
    format!(
        "[space]\ndimensions = ['x']\n[members.a]\nideal = [0]\ngroups = ['f']\n[members.b]\nideal = [1]\ngroups = ['f']\n\
         [members.c]\nideal = [2]\n[members.d]\nideal = [3]\n[areas.k]\n[agenda]\nstart = 2001\nyears = 10\n{further}"
    )
}

/// The timeline of a variant in which the founders begin.
fn timeline(events: &str) -> Timeline {
    compiled(&body(&format!("[variants.v]\nmembers = ['@f']\n{events}"))).variants[0].timeline.clone()
}

/// By span: from which session, and who is at the table.
fn tables(timeline: &Timeline) -> Vec<(u32, Vec<usize>)> {
    timeline.spans.iter().map(|span| (span.from, span.model.table.clone())).collect()
}

fn found(text: &str) -> Vec<(Code, usize)> {
    let faults = parse("t", text, &Options::default()).expect_err("a fault");
    faults.iter().map(|fault| (fault.code, faults.location(fault).expect("a place").line)).collect()
}

fn doubts(text: &str) -> Vec<(Code, String)> {
    let warnings = compiled(text).warnings;
    let underlined = |fault: &Fault| fault.at.map_or("", |at| &text[at.start..at.end]).to_owned();
    warnings.iter().map(|fault| (fault.code, underlined(fault))).collect()
}

#[test]
fn an_event_is_in_force_from_the_first_session_at_or_after_its_date() {
    // Session i is at 2001.5 + i.
    for (at, from) in [("2003.5", 2), ("2003.4", 2), ("2003.51", 3), ("2003-07-01", 2), ("2003-07-03", 3)] {
        let timeline = timeline(&format!("[events.e]\nat = {at}\njoin = ['c']\n"));
        assert_eq!(tables(&timeline), [(0, vec![0, 1]), (from, vec![0, 1, 2])], "at {at}");
        assert_eq!(timeline.events.len(), 1);
        assert_eq!((timeline.events[0].label.as_str(), &timeline.events[0].joins[..]), ("e", &[2][..]));
    }
    // Before the start it is in force from session 0; after the horizon never.
    let before = timeline("[events.e]\nat = 1999\njoin = ['c']\ntransition = 4\n");
    assert_eq!(tables(&before), [(0, vec![0, 1, 2])]);
    assert_eq!(before.entries, [Entry { member: 2, at: 1999.0, transition: 4.0, may_object: true }]);
    assert!(before.events.is_empty());
    for at in ["2010.6", "3000", "'never'"] {
        let never =
            timeline(&format!("[events.e]\nat = {at}\njoin = ['c']\nset = {{ \"members.a.influence\" = 2 }}\n"));
        assert_eq!(never, timeline(""), "at {at}");
    }
}

#[test]
fn events_of_one_date_act_in_the_order_of_the_file_and_make_one_span() {
    let text = "[events.late]\nat = 2006\nset = { \"members.a.influence\" = 5 }\n\
                [events.one]\nat = 2003\nset = { \"members.a.influence\" = 2 }\n\
                [events.two]\nat = 2003\nset = { \"members.a.influence\" = 3 }\njoin = ['c']\n\
                [events.three]\nat = 2003.2\nset = { \"members.b.influence\" = 4 }\n";
    let timeline = timeline(text);
    let influence = |span: usize| timeline.spans[span].model.members.iter().map(|m| m.influence).collect::<Vec<_>>();
    assert_eq!(tables(&timeline), [(0, vec![0, 1]), (2, vec![0, 1, 2]), (5, vec![0, 1, 2])]);
    assert_eq!(influence(1), [3.0, 4.0, 1.0, 1.0]);
    assert_eq!(influence(2), [5.0, 4.0, 1.0, 1.0]);
    assert_eq!(
        timeline.events.iter().map(|event| event.id.as_str()).collect::<Vec<_>>(),
        ["one", "two", "three", "late"]
    );
}

#[test]
fn members_come_go_and_are_suspended() {
    let text = "[events.join]\nat = 2002\njoin = ['c', 'd', '@f']\ntransition = 2\ntransition_rights = 'no-objection'\n\
                [events.suspend]\nat = 2004\nsuspend = ['c']\n[events.leave]\nat = 2005\nleave = ['d']\n\
                [events.resume]\nat = 2006\nresume = ['c']\njoin = ['d']\n";
    let timeline = timeline(text);
    let all = vec![0, 1, 2, 3];
    let expected = [(0, vec![0, 1]), (1, all.clone()), (3, all.clone()), (4, vec![0, 1, 2]), (5, all)];
    assert_eq!(tables(&timeline), expected);
    let suspended = &timeline.spans[2].model;
    assert_eq!((&suspended.seats[..], suspended.members[2].status), (&[0, 1, 3][..], Status::Observer));
    assert_eq!((suspended.members[2].initiative, timeline.spans[4].model.members[2].initiative), (0.0, 1.0));
    let entry = |member, at, transition, may_object| Entry { member, at, transition, may_object };
    // Founders were there: they do not join.
    let entries = [entry(2, 2002.0, 2.0, false), entry(3, 2002.0, 2.0, false), entry(3, 2006.0, 0.0, true)];
    assert_eq!(timeline.entries, entries);
}

#[test]
fn an_event_sets_what_a_variant_may_set() {
    let text = "[events.e]\nat = 2005\n[events.e.set]\n\"members.*.tolerance\" = 0.5\n\"areas.k.rule\" = 'unanimity'\n\
                \"negotiation.rounds\" = 4\n\"members.b.ideal\" = [7]\nagenda = { capacity = 3 }\n";
    let timeline = timeline(text);
    let after = &timeline.spans[1].model;
    assert!(after.members.iter().all(|member| member.tolerance == [0.5]));
    assert_eq!((&after.areas[0].rule, after.negotiation.rounds), (&Rule::Unanimity, 4));
    assert_eq!((&after.members[1].ideal[..], after.agenda.capacity), (&[7.0][..], Some(3)));
    assert_eq!(timeline.spans[0].model.members[1].ideal, [1.0]);
}

#[test]
fn an_event_that_sets_a_start_puts_the_policy_there_be_it_where_it_was() {
    let evolving = "[areas.l]\nstatus_quo = { kind = 'evolving', start = [1] }\n[events.e]\nat = 2005\n";
    let restarts = |set: &str| timeline(&format!("{evolving}set = {{ {set} }}\n")).spans[1].restarts.clone();
    assert_eq!(restarts("\"areas.l.status_quo.start\" = [1]"), [1]);
    assert_eq!(restarts("\"areas.l.status_quo\" = { kind = 'evolving', start = [1] }"), [1]);
    assert!(restarts("\"areas.l.status_quo.drift_sd\" = 2").is_empty());
    assert!(restarts("\"areas.k.status_quo.sd\" = 2").is_empty());
}

#[test]
fn what_an_event_cannot_set_is_told_with_its_line() {
    let set = |what: &str| found(&body(&format!("[events.e]\nat = 2005\nset = {{ {what} }}\n")));
    for what in [
        "\"agenda.start\" = 3",
        "agenda = { years = 3 }",
        "\"agenda.sessions_per_year\" = 2",
        "\"members.*.ideal_sd\" = 1",
        "\"members.a.ideal_distribution\" = 'uniform'",
        "\"events.e.at\" = 3",
        "\"pulses.p.size\" = 3",
        "\"periods.p.from\" = 3",
        "\"run.seed\" = 3",
        "space = 3",
        "extends = 'other.toml'",
    ] {
        assert_eq!(set(what), [(Code::NotHere, 19)], "{what}");
    }
    assert_eq!(set("\"members.e.influence\" = 1"), [(Code::UnknownName, 19)]);
    assert_eq!(set("\"members.a.influnce\" = 1"), [(Code::UnknownField, 19)]);
    assert_eq!(set("\"members.a.influence\" = -1"), [(Code::OutOfRange, 19)]);
    assert_eq!(set("\"members.a\" = { influence = 1 }, \"members.a.influence\" = 2"), [(Code::Twice, 19)]);
}

#[test]
fn faulty_events_are_told_with_their_lines() {
    let event = |fields: &str| found(&body(&format!("[events.e]\n{fields}\n")));
    assert_eq!(event("join = ['c']"), [(Code::MissingField, 17)]);
    assert_eq!(event("at = 'later'\njoin = ['c']"), [(Code::WrongKind, 18)]);
    assert_eq!(event("at = 2017-06-09T12:00:00\njoin = ['c']"), [(Code::WrongKind, 18)]);
    assert_eq!(event("at = 2005\njoin = ['z', '@z', 'f']"), [(Code::UnknownName, 19); 3]);
    assert_eq!(event("at = 2005\njoin = 'c'"), [(Code::WrongKind, 19)]);
    assert_eq!(event("at = 2005"), [(Code::NothingHappens, 17)]);
    assert_eq!(event("at = 2005\njion = ['c']"), [(Code::NothingHappens, 17), (Code::UnknownField, 19)]);
    assert_eq!(event("at = 2005\njoin = ['c']\ntransition = -1"), [(Code::OutOfRange, 20)]);
    assert_eq!(event("at = 2005\njoin = ['c']\ntransition_rights = 'none'"), [(Code::UnknownWord, 20)]);
    assert_eq!(event("at = 2005\nleave = ['a', 'b', 'c', 'd']"), [(Code::NothingHappens, 17)]);
    assert_eq!(found(&body("[events.'a b']\nat = 2005\nleave = ['a']\n")), [(Code::BadName, 17)]);
    let many: String =
        (0..201).map(|n| format!("[events.e{n}]\nat = 2005\nset = {{ rule = 'unanimity' }}\n")).collect();
    assert_eq!(found(&body(&many)), [(Code::TooMany, 17)]);
}

#[test]
fn an_event_without_effect_in_any_variant_is_doubted() {
    let joins = "[events.e]\nat = 2005\njoin = ['c']\n";
    assert_eq!(doubts(&body(joins)), [(Code::NoEffect, "'c'".to_owned())], "everybody is there from the start");
    let two = format!("{joins}[variants.all]\n[variants.founders]\nmembers = ['@f']\n");
    assert_eq!(doubts(&body(&two)), []);
    let resumes = "[events.e]\nat = 2005\nresume = ['a']\nleave = ['b']\n";
    assert_eq!(doubts(&body(resumes)), [(Code::NoEffect, "'a'".to_owned())]);
    let transition = "[events.e]\nat = 2005\nleave = ['a']\ntransition = 2\n";
    assert_eq!(doubts(&body(transition)), [(Code::NoEffect, "2".to_owned())]);
    let rights = format!("{joins}transition_rights = 'no-objection'\n[variants.founders]\nmembers = ['@f']\n");
    assert_eq!(doubts(&body(&rights)), [(Code::NoEffect, "'no-objection'".to_owned())]);
    let never = "[events.e]\nat = 'never'\njoin = ['c']\n";
    assert_eq!(doubts(&body(never)), []);
}

#[test]
fn a_variant_may_move_add_and_cancel_events() {
    let text = "[events.e]\nat = 2005\njoin = ['c']\n[variants.with]\nmembers = ['@f']\n\
                [variants.later]\nmembers = ['@f']\nset = { \"events.e.at\" = 2007 }\n\
                [variants.never]\nmembers = ['@f']\nset = { \"events.e.at\" = 'never' }\n\
                [variants.more]\nmembers = ['@f']\nset = { \"events.g\" = { at = 2008, leave = ['a'] } }\n";
    let scenario = compiled(&body(text));
    let tables: Vec<_> = scenario.variants.iter().map(|variant| tables(&variant.timeline)).collect();
    let (two, three) = (vec![0, 1], vec![0, 1, 2]);
    assert_eq!(tables[0], [(0, two.clone()), (4, three.clone())]);
    assert_eq!(tables[1], [(0, two.clone()), (6, three.clone())]);
    assert_eq!(tables[2], [(0, two.clone())]);
    assert_eq!(tables[3], [(0, two), (4, three), (7, vec![1, 2])]);
}

#[test]
fn pulses_are_dated_or_come_by_chance() {
    let pulses = |text: &str| timeline(&format!("[areas.l]\nthreat_response = 2\n{text}")).pulses;
    let both = pulses(
        "[pulses.p]\nat = 2005-01-01\nsize = 2\nhalf_life = 1.5\n[pulses.q]\nrate = 0.5\nsize = -1\nhalf_life = 1\n",
    );
    assert_eq!(
        both.iter().map(|pulse| pulse.when).collect::<Vec<_>>(),
        [Occurrence::At(2005.0), Occurrence::Rate(0.5)]
    );
    assert_eq!((both[0].size, both[0].half_life, both[1].size), (2.0, 1.5, -1.0));
    let fault = |fields: &str| found(&body(&format!("[pulses.p]\n{fields}\n")));
    assert_eq!(fault("size = 1\nhalf_life = 1"), [(Code::MissingField, 17)]);
    assert_eq!(fault("at = 1\nrate = 1\nsize = 1\nhalf_life = 1"), [(Code::Contradiction, 19)]);
    assert_eq!(fault("at = 1\nsize = 1\nhalf_life = 0"), [(Code::OutOfRange, 20)]);
    assert_eq!(fault("rate = -1\nsize = 1\nhalf_life = 1"), [(Code::OutOfRange, 18)]);
    assert_eq!(fault("at = 1\nhalf_life = 1"), [(Code::MissingField, 17)]);
    let without_answer = "[pulses.p]\nat = 2005\nsize = 1\nhalf_life = 1\n";
    assert_eq!(doubts(&body(without_answer)), [(Code::NoEffect, "pulses".to_owned())]);
    assert_eq!(doubts(&body("[areas.l]\nthreat_response = 1\n")), [(Code::NoEffect, "areas".to_owned())]);
}

#[test]
fn periods_are_the_named_ones_and_the_calendar_years() {
    let text =
        "[periods.first]\nlabel = 'First'\nfrom = 2001\nto = 2004-01-01\n[periods.rest]\nfrom = 2004\nto = 2020\n";
    let periods = compiled(&body(text)).variants[0].timeline.periods.clone();
    assert_eq!(periods.len(), 12);
    assert_eq!(periods[0], Period { id: "first".into(), label: "First".into(), from: 2001.0, to: 2004.0 });
    assert_eq!(periods[2], Period { id: "2001".into(), label: "2001".into(), from: 2001.0, to: 2002.0 });
    assert_eq!(periods[11].id, "2010");
    assert!(compiled(SMALL).variants[0].timeline.periods.is_empty(), "no calendar without dates");
    let dated = body(text).replace("start = 2001\n", "").replace("from = 2001", "from = 1").replace("2004-01-01", "3");
    let years =
        compiled(&dated).variants[0].timeline.periods.iter().map(|period| period.id.clone()).collect::<Vec<_>>();
    assert_eq!(years[2..5], ["0", "1", "2"]);
    let long = body("").replace("years = 10", "years = 300");
    assert!(compiled(&long).variants[0].timeline.periods.is_empty());
    let fault = |fields: &str| found(&body(&format!("[periods.p]\n{fields}\n")));
    assert_eq!(fault("from = 2003"), [(Code::MissingField, 17)]);
    assert_eq!(fault("from = 2003\nto = 2003"), [(Code::OutOfRange, 19)]);
    assert_eq!(found(&body("[periods.2003]\nfrom = 2003\nto = 2005\n")), [(Code::BadName, 17)]);
    let empty = "[periods.p]\nfrom = 2001\nto = 2001.2\n";
    assert_eq!(doubts(&body(empty)), [(Code::NoEffect, "p".to_owned())]);
}

#[test]
fn periods_are_those_of_all_variants_whatever_calendar_each_has() {
    let text = "[variants.v]\n[variants.w]\nset = { \"agenda.years\" = 2, \"events.e\" = { at = 1, leave = ['b'] } }\n\
                [variants.x]\nset = { \"agenda.start\" = 3 }\n";
    let scenario = compiled(&format!("{SMALL}[agenda]\nyears = 1\n{text}"));
    let ids = |index: usize| -> Vec<String> {
        scenario.variants[index].timeline.periods.iter().map(|period| period.id.clone()).collect()
    };
    assert_eq!(ids(0), ["0", "1", "3"]);
    assert!(ids(1) == ids(0) && ids(2) == ids(0));
}

#[test]
fn what_happens_in_time_is_resolved_and_read_again_as_the_same() {
    let text = "[events.e]\nlabel = 'Entry'\nat = 2005-06-09\njoin = ['c']\ntransition = 2.5\ntransition_rights = 'no-objection'\n\
                [events.e.set]\n\"members.a.influence\" = 2\n\"areas.k.status_quo\" = { kind = 'evolving', start = [1] }\n\
                [events.f]\nat = 'never'\nleave = ['a']\n\
                [pulses.p]\nrate = 0.5\nsize = 1\nhalf_life = 1\n[periods.q]\nfrom = 2001-02-03\nto = 2010\n\
                [areas.l]\nthreat_response = 0.3\nrule = { kind = 'consensus', fallback = { after = 2, rule = 'opt-out' } }\n\
                [negotiation]\nsessions = 4\ncompensation = { source = 'gainers', willingness = 0.5 }\n\
                [variants.v]\nmembers = ['@f']\n";
    let scenario = compiled(&body(text));
    let again = compiled(&scenario.resolved);
    assert_eq!(again, scenario);
    assert_eq!(again.resolved, scenario.resolved);
}
