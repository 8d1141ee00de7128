//! What must hold of every model, whatever its numbers.

use proptest::collection::vec;
use proptest::prelude::*;
use winset::engine::{Ending, Sponsor, World};
use winset::model::{Amendment, Arrivals, Model, Response, Rule, SecretariatIdeal, StatusQuo};

use crate::diary::{Diary, Name};
use crate::models::{at_seats, cases, extent, models, rules, worth};
use crate::studies::reduced;

const WORLD: World = World { seed: 5, replication: 7 };

/// `model` under `rule` everywhere, take it or leave it, with room for every item.
fn plain(mut model: Model, rule: &Rule) -> Model {
    model.areas.iter_mut().for_each(|area| area.rule = rule.clone());
    model.negotiation.amendment = Amendment::None;
    model.agenda.capacity = None;
    model
}

/// `model` without chance: positions and status quos are what is stated.
fn certain(mut model: Model) -> Model {
    model.members.iter_mut().for_each(|member| member.ideal_sd.fill(0.0));
    for area in &mut model.areas {
        area.noise.fill(0.0);
        area.status_quo.sd.fill(0.0);
    }
    if let Some(SecretariatIdeal::Drawn { sd, .. }) = model.secretariat.as_mut().map(|s| &mut s.ideal) {
        sd.fill(0.0);
    }
    model
}

/// `model` seen from elsewhere: every stated point goes through `map`.
fn mapped(model: &Model, map: impl Fn(&[f64]) -> Vec<f64>) -> Model {
    let mut model = model.clone();
    model.members.iter_mut().for_each(|member| member.ideal = map(&member.ideal));
    for area in &mut model.areas {
        area.status_quo = StatusQuo { mean: map(&area.status_quo.mean), ..area.status_quo.clone() };
    }
    if let Some(SecretariatIdeal::Point(point) | SecretariatIdeal::Drawn { mean: point, .. }) =
        model.secretariat.as_mut().map(|secretariat| &mut secretariat.ideal)
    {
        *point = map(point);
    }
    model
}

fn adopted_in(diary: &Diary) -> Vec<(Name, u32)> {
    let adopted = diary.endings().into_iter().filter(|(_, (_, outcome))| outcome.ending == Ending::Adopted);
    adopted.map(|(name, (_, outcome))| (name, outcome.session)).collect()
}

/// Whether everything that is adopted in `stricter` is adopted in `laxer` too, no later.
fn no_less_passes(laxer: &Diary, stricter: &Diary) -> bool {
    let laxer = adopted_in(laxer);
    adopted_in(stricter).iter().all(|(name, session)| laxer.iter().any(|(n, s)| n == name && s <= session))
}

pub fn close(a: &[f64], b: &[f64], scale: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-8 * scale)
}

/// Asserts that both tell the same, the texts of the first being mapped; `model` is what told the second.
fn assert_same_story(
    a: &Diary,
    b: &Diary,
    model: &Model,
    map: impl Fn(&[f64]) -> Vec<f64>,
) -> Result<(), TestCaseError> {
    let (far, much) = (10.0 * extent(model), 100.0 * worth(model));
    prop_assert_eq!(a.polls.len(), b.polls.len());
    for ((p, x), (q, y)) in a.polls.iter().zip(&b.polls) {
        prop_assert_eq!(x.responses(), y.responses());
        prop_assert!(close(&map(&p.text), &q.text, far), "{:?} is not {:?}", map(&p.text), q.text);
    }
    prop_assert_eq!(a.ended.len(), b.ended.len());
    for ((p, x), (q, y)) in a.ended.iter().zip(&b.ended) {
        prop_assert_eq!((x.ending, x.session, p.rounds), (y.ending, y.session, q.rounds));
        prop_assert!(close(&map(&p.text), &q.text, far));
        prop_assert!(close(&x.gains, &y.gains, much));
    }
    Ok(())
}

fn response() -> impl Strategy<Value = Response> {
    prop_oneof![Just(Response::Object), Just(Response::Acquiesce), Just(Response::Support)]
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_further_member_never_helps_under_consensus(model in models(), joins in 0..6usize, secretariats in -1.0..1.0) {
        let mut large = plain(model, &Rule::Consensus);
        large.negotiation.pressure = 0.0;
        if let Some(secretariat) = &mut large.secretariat {
            secretariat.ideal = SecretariatIdeal::Point(vec![secretariats; large.dimensions.len()]);
        }
        let small = reduced(&large, |member| member != joins);
        prop_assume!(!small.seats.is_empty());
        let (small, mut large) = (Diary::of(&small, WORLD), Diary::of(&large, WORLD));
        large.ended.retain(|(proposal, _)| proposal.sponsor != Sponsor::Member(joins));
        prop_assert_eq!(small.ended.len(), large.ended.len());
        prop_assert!(no_less_passes(&small, &large));
    }

    #[test]
    fn a_raised_tolerance_adds_no_objection(model in models(), who in 0..6usize, more in 0.0..2.0) {
        let mut model = model;
        model.agenda.capacity = None;
        let mut tolerant = model.clone();
        let who = who % model.members.len();
        let more = more * worth(&model);
        tolerant.members[who].tolerance.iter_mut().for_each(|tolerance| *tolerance += more);
        let (before, after) = (Diary::of(&model, WORLD), Diary::of(&tolerant, WORLD));
        let before = before.openings();
        prop_assert_eq!(before.len(), after.openings().len());
        for (name, (_, poll)) in after.openings() {
            let then = &before[&name].1.responses();
            let added = poll.responses().iter().zip(then).any(|(&now, &then)| now == Response::Object && then != now);
            prop_assert!(!added, "{name:?}: {then:?} became {:?}", poll.responses());
        }
    }

    #[test]
    fn overlooking_more_objections_never_stops_a_text(model in models(), k in 0..4usize) {
        let overlooking = |k| Diary::of(&plain(model.clone(), &Rule::ConsensusMinus { k }), WORLD);
        prop_assert!(no_less_passes(&overlooking(k + 1), &overlooking(k)));
    }

    #[test]
    fn rules_are_monotone(rule in rules(5), responses in vec(response(), 5), seat in 0..5usize, to in response()) {
        let mut raised = responses.clone();
        raised[seat] = raised[seat].max(to);
        prop_assert!(rule.adopts(&raised) || !rule.adopts(&responses), "{responses:?} pass and {raised:?} do not");
    }

    #[test]
    fn translating_the_space_changes_nothing(model in models(), by in vec(-2.0..2.0, 3)) {
        let unit = extent(&model);
        let map = |point: &[f64]| -> Vec<f64> { point.iter().zip(&by).map(|(x, shift)| x + unit * shift).collect() };
        let moved = mapped(&model, map);
        assert_same_story(&Diary::of(&model, WORLD), &Diary::of(&moved, WORLD), &moved, map)?;
    }

    #[test]
    fn rotating_the_space_changes_nothing(model in models(), angle in 0.0..6.2f64, axis in 0..2usize) {
        let mut model = certain(model);
        let dims = model.dims();
        prop_assume!(dims > 1);
        model.members.iter_mut().for_each(|member| member.salience = vec![member.salience[0]; dims]);
        model.areas.iter_mut().for_each(|area| area.relevance = vec![area.relevance[0]; dims]);
        let (first, second) = (axis % dims, (axis + 1) % dims);
        let map = |point: &[f64]| {
            let mut turned = point.to_vec();
            turned[first] = angle.cos() * point[first] - angle.sin() * point[second];
            turned[second] = angle.sin() * point[first] + angle.cos() * point[second];
            turned
        };
        let turned = mapped(&model, map);
        assert_same_story(&Diary::of(&model, WORLD), &Diary::of(&turned, WORLD), &turned, map)?;
    }

    #[test]
    fn names_and_labels_change_nothing(model in models()) {
        let mut renamed = model.clone();
        for (index, member) in renamed.members.iter_mut().enumerate() {
            member.id = format!("other{}", 9 - index);
            member.label = "Same".to_owned();
        }
        renamed.areas.iter_mut().for_each(|area| area.id.push_str(" renamed"));
        prop_assert_eq!(Diary::of(&model, WORLD), Diary::of(&renamed, WORLD));
    }

    #[test]
    fn the_order_of_the_file_changes_nothing_without_chance(model in models()) {
        let (model, reversed) = in_both_orders(certain(model));
        let (ahead, back) = (Diary::of(&model, WORLD), Diary::of(&reversed, WORLD));
        let (ahead, back) = (ahead.endings(), back.endings());
        prop_assert_eq!(ahead.len(), back.len());
        for ((tabled, sponsor, number), (proposal, outcome)) in ahead {
            let (mirrored, same) = back[&(tabled, mirror(&model, sponsor), number)];
            prop_assert_eq!((outcome.ending, outcome.session), (same.ending, same.session));
            prop_assert_eq!(proposal.rounds, mirrored.rounds);
            prop_assert!(close(&proposal.text, &mirrored.text, 10.0 * extent(&model)));
            let gains: Vec<f64> = same.gains.iter().rev().copied().collect();
            prop_assert!(close(&outcome.gains, &gains, 100.0 * worth(&model)));
        }
    }

    #[test]
    fn every_proposal_ends_once_and_in_time(model in models()) {
        let diary = Diary::of(&model, WORLD);
        prop_assert_eq!(diary.endings().len(), diary.ended.len(), "no name ends twice");
        for (proposal, outcome) in &diary.ended {
            let pending = outcome.ending == Ending::Pending;
            prop_assert_eq!(pending, outcome.session == model.agenda.sessions);
            prop_assert!(proposal.tabled < model.agenda.sessions && proposal.tabled <= outcome.session);
            prop_assert!(proposal.sessions <= model.negotiation.sessions);
            prop_assert!(proposal.rounds <= proposal.sessions * model.negotiation.rounds);
            prop_assert_eq!(outcome.last_polls == 0, pending);
        }
        let polled = diary.openings();
        prop_assert!(polled.keys().all(|name| diary.endings().contains_key(name)), "what is polled ends");
    }
}

fn mirror(model: &Model, sponsor: Sponsor) -> Sponsor {
    match sponsor {
        Sponsor::Member(member) => Sponsor::Member(model.members.len() - 1 - member),
        Sponsor::Secretariat => Sponsor::Secretariat,
    }
}

/// `model` without the chance and the order that are left, and the same with its members in reverse.
fn in_both_orders(mut model: Model) -> (Model, Model) {
    model.areas.truncate(1);
    model.areas[0].shock_sd = 0.0;
    model.agenda.capacity = None;
    model.agenda.arrivals = Arrivals::Fixed;
    model.agenda.initiative_sd = 0.0;
    model.members.iter_mut().for_each(|member| {
        member.initiative = member.initiative.ceil();
        member.interests = vec![1.0];
    });
    if let Some(secretariat) = &mut model.secretariat {
        secretariat.initiative = secretariat.initiative.ceil();
    }
    let (last, seats) = (model.members.len() - 1, model.seats.len());
    let reverse = |members: &[usize]| members.iter().rev().map(|member| last - member).collect();
    let mut reversed = model.clone();
    reversed.members.reverse();
    reversed.table = reverse(&model.table);
    reversed.seats = reverse(&model.seats);
    let area = &mut reversed.areas[0];
    area.group_correlation.reverse();
    area.rule = at_seats(&area.rule, &(0..seats).rev().collect::<Vec<usize>>());
    for relation in &mut area.relations {
        relation.member = last - relation.member;
        relation.sponsor = last - relation.sponsor;
    }
    (model, reversed)
}
