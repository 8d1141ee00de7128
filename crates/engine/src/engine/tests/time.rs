//! Accessions, departures, threats and policies over time, against hand-worked cases.

use super::*;
use crate::model::{Entry, Evolving, Occurrence, Pulse, Span, Timeline};

/// One proposal a session for ten sessions, before and after `change` takes force in session 5.
fn changing(before: Model, change: impl Fn(&mut Model)) -> Timeline {
    let mut first = before;
    first.agenda = Agenda { sessions: 10, years: 10.0, ..first.agenda };
    let mut second = first.clone();
    change(&mut second);
    Timeline {
        spans: vec![
            Span { from: 0, model: first, restarts: Vec::new() },
            Span { from: 5, model: second, restarts: Vec::new() },
        ],
        entries: Vec::new(),
        pulses: Vec::new(),
        periods: Vec::new(),
        events: Vec::new(),
    }
}

fn endings(timeline: &Timeline) -> Vec<(u32, Ending)> {
    diary_of(timeline, 0).ended.iter().map(|(proposal, outcome)| (proposal.tabled, outcome.ending)).collect()
}

/// Three members of whom the last one, who objects, is there from session 5 on.
fn accession() -> Timeline {
    let mut model = line(&[1.0, 0.9, -0.5]);
    (model.table, model.seats) = (vec![0, 1], vec![0, 1]);
    changing(model, |model| (model.table, model.seats) = (vec![0, 1, 2], vec![0, 1, 2]))
}

#[test]
fn a_member_counts_from_the_session_in_which_it_joins() {
    let expected: Vec<_> =
        (0..10).map(|session| (session, if session < 5 { Ending::Adopted } else { Ending::Shelved })).collect();
    assert_eq!(endings(&accession()), expected);
}

#[test]
fn during_its_transition_an_objection_is_acquiescence_and_initiative_rises() {
    let mut timeline = accession();
    // It joins at 5.0; sessions are at 5.5, 6.5, …; two years end between the second and the third.
    timeline.entries = vec![Entry { member: 2, at: 5.0, transition: 2.0, may_object: false }];
    let adopted: Vec<u32> =
        endings(&timeline).into_iter().filter(|(_, ending)| *ending == Ending::Adopted).map(|(at, _)| at).collect();
    assert_eq!(adopted, [0, 1, 2, 3, 4, 5, 6]);
    // Initiative 4 is 1 at 5.5 (a quarter of the way), 3 at 6.5, then 4.
    timeline.spans[1].model.members[2].initiative = 4.0;
    let tabled = |session| {
        let by_newcomer = |(p, _): &&(Proposal, Outcome)| (p.sponsor, p.tabled) == (Sponsor::Member(2), session);
        diary_of(&timeline, 0).ended.iter().filter(by_newcomer).count()
    };
    assert_eq!([4, 5, 6, 7, 8].map(tabled), [0, 1, 3, 4, 4]);
}

#[test]
fn founders_proposals_are_the_same_with_and_without_an_accession() {
    let mut model = super::busy(5);
    (model.table, model.seats) = ((0..4).collect(), (0..4).collect());
    let joined = changing(model.clone(), |model| (model.table, model.seats) = ((0..5).collect(), (0..5).collect()));
    let never = changing(model, |_| ());
    let tabled = |timeline: &Timeline| {
        let mut all: Vec<_> = diary_of(timeline, 3)
            .ended
            .into_iter()
            .filter(|(p, _)| p.sponsor < Sponsor::Member(4))
            .map(|(p, _)| {
                (p.sponsor, p.tabled, p.number, p.status_quo, p.positions.row(0)[..4].to_vec(), p.opening, p.turn)
            })
            .collect();
        all.sort_by_key(|a| (a.0, a.1, a.2));
        all
    };
    assert!(tabled(&joined).len() > 30);
    assert_eq!(tabled(&joined), tabled(&never));
}

#[test]
fn who_leaves_takes_its_proposals_along() {
    let mut model = line(&[1.0, -0.2]);
    model.negotiation.sessions = 20;
    model.members[1].initiative = 1.0;
    let timeline = changing(model, |model| (model.table, model.seats) = (vec![1], vec![1]));
    let ended = diary_of(&timeline, 0).ended;
    let of_the_first: Vec<_> = ended.iter().filter(|(p, _)| p.sponsor == Sponsor::Member(0)).collect();
    assert_eq!(of_the_first.len(), 5);
    for (_, outcome) in of_the_first {
        assert_eq!((outcome.ending, outcome.session, outcome.last_polls), (Ending::Withdrawn, 5, 0));
    }
    assert!(ended.iter().any(|(p, o)| p.sponsor == Sponsor::Member(1) && o.ending == Ending::Adopted));
}

#[test]
fn setting_an_ideal_point_moves_it_by_the_change() {
    let mut model = line(&[1.0, 0.9]);
    model.members[1].ideal_sd = vec![0.5];
    let timeline = changing(model, |model| model.members[1].ideal[0] += 10.0);
    let positions: Vec<f64> = diary_of(&timeline, 0).ended.iter().map(|(p, _)| p.positions.at(1, 0)).collect();
    assert!(positions[..5].iter().all(|&y| y == positions[0]));
    assert!(positions[5..].iter().all(|&y| (y - positions[0] - 10.0).abs() < 1e-12));
}

/// Inclinations of a member that loses 19 to the one proposal that is ever taken up, once in each of ten sessions.
fn inclinations(before: f64, after: f64) -> Vec<f64> {
    let mut model = line(&[1.0, -9.0]);
    model.agenda.capacity = Some(1);
    model.areas[0].shock_sd = before;
    model.negotiation = Negotiation { sessions: 10, shock_persistence: 0.5, ..model.negotiation };
    let timeline = changing(model, |model| model.areas[0].shock_sd = after);
    diary_of(&timeline, 0).polls.iter().map(|(_, poll)| poll.inclinations()[1]).collect()
}

#[test]
fn shocks_have_the_spread_that_is_in_force_when_a_proposal_is_polled() {
    let [always, no_more, from_then] = [(3.0, 3.0), (3.0, 0.0), (0.0, 3.0)].map(|(a, b)| inclinations(a, b));
    assert_eq!(no_more[..5], always[..5]);
    assert_eq!(no_more[5..], [-19.0; 5]);
    assert_eq!(from_then[..5], [-19.0; 5]);
    for (then, always) in from_then[5..].iter().zip(&always[5..]) {
        assert!((then - always).abs() < 1e-9 && *then != -19.0, "{then} {always}");
    }
}

#[test]
fn a_threat_makes_members_agree_while_it_lasts() {
    // At 1 the second member loses 0.2.
    let mut timeline = changing(line(&[1.0, 0.4]), |_| ());
    timeline.spans.iter_mut().for_each(|span| span.model.areas[0].threat_response = 0.5);
    timeline.pulses = vec![Pulse { id: "attack".into(), when: Occurrence::At(3.0), size: 1.0, half_life: 1.0 }];
    // θ at 3.5, 4.5, …: 2^−½, 2^−1½, …: half of it is 0.35, 0.18, …
    let adopted: Vec<u32> =
        endings(&timeline).into_iter().filter(|(_, ending)| *ending == Ending::Adopted).map(|(at, _)| at).collect();
    assert_eq!(adopted, [3]);
}

/// An area whose policy stays where the last decision put it.
fn evolving(ideals: &[f64], start: f64, drift: f64) -> Model {
    let mut model = line(ideals);
    model.areas[0].evolving = Some(Evolving { start: vec![start], drift_sd: vec![drift] });
    model.agenda = Agenda { sessions: 4, years: 4.0, ..model.agenda };
    model
}

#[test]
fn an_adopted_text_is_the_next_status_quo() {
    let mut model = evolving(&[1.0, 0.9], 0.0, 0.0);
    let status_quos =
        |model: &Model| -> Vec<f64> { diary(model, 0).ended.iter().map(|(p, _)| p.status_quo[0]).collect() };
    assert_eq!(status_quos(&model), [0.0, 1.0, 1.0, 1.0]);
    // A start that is set puts the policy there.
    let timeline = changing(model.clone(), |model| {
        model.areas[0].evolving = Some(Evolving { start: vec![-3.0], drift_sd: vec![0.0] });
    });
    let ended = diary_of(&timeline, 0).ended;
    assert_eq!(ended.iter().map(|(p, _)| p.status_quo[0]).collect::<Vec<_>>()[4..7], [1.0, -3.0, 1.0]);
    // Even where it was before.
    let mut timeline = changing(model.clone(), |_| ());
    timeline.spans[1].restarts = vec![0];
    let ended = diary_of(&timeline, 0).ended;
    assert_eq!(ended.iter().map(|(p, _)| p.status_quo[0]).collect::<Vec<_>>()[4..7], [1.0, 0.0, 1.0]);
    // Two a session: the second one is judged against what the first one made of it.
    model.members[0].initiative = 2.0;
    let diary = diary(&model, 0);
    assert_eq!(diary.ended[1].0.status_quo, [0.0], "it opened against the policy of the session's beginning");
    assert_eq!(diary.polls[1].1.inclinations()[0], 0.0, "and is judged against the first one's text");
}

#[test]
fn who_stays_out_keeps_its_own_policy() {
    let mut model = evolving(&[1.0, 0.9, -0.5], 0.0, 0.0);
    model.areas[0].rule = Rule::OptOut { participants: 0.5 };
    model.members[2].initiative = 1.0;
    model.agenda = Agenda { sessions: 2, years: 2.0, ..model.agenda };
    let diary = diary(&model, 0);
    let of = |sponsor, tabled| {
        let found = diary.ended.iter().find(|(p, _)| (p.sponsor, p.tabled) == (Sponsor::Member(sponsor), tabled));
        found.expect("tabled").0.status_quo[0]
    };
    assert_eq!((of(0, 0), of(2, 0)), (0.0, 0.0));
    assert_eq!((of(0, 1), of(2, 1)), (1.0, 0.0), "the third one stayed out of the first one's text");
}

#[test]
fn a_policy_drifts_between_sessions() {
    let model = evolving(&[1.0, -1.0], 0.0, 0.5);
    let n = 4000;
    let mut squares = [0.0; 4];
    for replication in 0..n {
        let mut moved: Vec<_> =
            diary(&model, replication).ended.iter().map(|(p, _)| (p.tabled, p.status_quo[0])).collect();
        moved.sort_by_key(|&(tabled, _)| tabled);
        moved.iter().zip(&mut squares).for_each(|(&(_, q), sum)| *sum += q * q / n as f64);
    }
    assert_eq!(squares[0], 0.0);
    for (session, square) in squares.iter().enumerate().skip(1) {
        let variance = 0.25 * session as f64;
        assert!((square / variance - 1.0).abs() < 4.5 * (2.0 / n as f64).sqrt(), "{session}: {square}");
    }
}

#[test]
fn a_threat_raises_no_reservation_above_what_the_opening_gives() {
    let mut timeline = changing(line(&[1.0, 0.9]), |_| ());
    timeline.spans.iter_mut().for_each(|span| {
        span.model.areas[0].threat_response = 1.0;
        span.model.negotiation.ambition = 0.1;
        span.model.members[0].worthwhile = 0.9;
    });
    timeline.pulses = vec![Pulse { id: "p".into(), when: Occurrence::At(0.0), size: 0.3, half_life: 1e9 }];
    let reservations: Vec<Reservation> = diary_of(&timeline, 0).ended.iter().map(|(p, _)| p.reservation).collect();
    let Reservation::Gain { least, .. } = reservations[0] else { panic!("a member's") };
    assert!((least - (1.0 - 0.81 + 0.3)).abs() < 1e-6);
}
