//! Random small timelines on which everything that can be on is on in a good share of cases, in all combinations.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use winset::model::*;

use crate::models::{self, Standing, assemble, measured, or_zero, rules, units, weighed};

/// Small ones of every kind: whatever a scenario may say, what is rare and what is extreme among it.
pub fn timelines() -> impl Strategy<Value = Timeline> {
    sized(1..=3, 1..=6, 1..=3)
}

/// The same with many dimensions and members.
pub fn large_timelines() -> impl Strategy<Value = Timeline> {
    sized(3..=8, 6..=14, 1..=2)
}

/// Two or three who table much, take it or leave it, and try in pairs what failed.
pub fn log_rollers() -> impl Strategy<Value = Timeline> {
    sized(1..=2, 2..=3, 2..=3).prop_map(|mut timeline| {
        for model in timeline.spans.iter_mut().map(|span| &mut span.model) {
            let Negotiation { linkage, amendment, compensation, opening, .. } = &mut model.negotiation;
            (*linkage, *amendment) = (true, Amendment::None);
            (*compensation, *opening) = (Compensation::None, Opening::Sincere);
            model.agenda.capacity = None;
            for member in &mut model.members {
                member.initiative = member.initiative.max(1.5);
                member.worthwhile = 0.0;
                member.outside_option.fill(0.0);
            }
            model.areas.iter_mut().for_each(|area| area.urgency = 0.0);
        }
        timeline
    })
}

/// What is in force, with rules for all members of the file.
#[derive(Debug, Clone)]
struct Draft {
    members: Vec<(Member, Standing)>,
    areas: Vec<Area>,
    secretariat: Option<Secretariat>,
    negotiation: Negotiation,
    agenda: Agenda,
}

/// What an event does.
#[derive(Debug, Clone)]
enum Change {
    /// A member comes, goes, or is suspended; whoever comes has an entry with these.
    Stand {
        member: usize,
        standing: Standing,
        transition: f64,
        may_object: bool,
        ahead: f64,
    },
    Member(usize, Box<Member>),
    Area(usize, Box<Area>),
    Negotiation(Negotiation),
    Agenda(Agenda),
    Secretariat(Secretariat),
}

fn sized(
    dims: RangeInclusive<usize>,
    members: RangeInclusive<usize>,
    areas: RangeInclusive<usize>,
) -> impl Strategy<Value = Timeline> {
    (dims, members, areas).prop_flat_map(|(dims, members, areas)| {
        let changes = vec((1..7u32, vec(change(dims, members, areas), 1..4)), 0..4);
        (draft(dims, members, areas), changes, vec(pulse(), 0..3), units()).prop_map(
            move |(draft, changes, pulses, units)| {
                let timeline = unfold(dims, draft, changes, pulses);
                let scaled = |model: &Model| weighed(&measured(model, units.0), units.1);
                let spans = timeline.spans.iter().map(|span| Span { model: scaled(&span.model), ..span.clone() });
                Timeline { spans: spans.collect(), ..timeline }
            },
        )
    })
}

fn unfold(dims: usize, mut draft: Draft, changes: Vec<(u32, Vec<Change>)>, pulses: Vec<Pulse>) -> Timeline {
    if draft.members.iter().all(|(_, standing)| *standing != Standing::Member) {
        draft.members[0].1 = Standing::Member;
    }
    let mut timeline = Timeline { pulses, ..Timeline::from(model(dims, &draft)) };
    let mut changes = changes;
    changes.sort_by_key(|(session, _)| *session);
    changes.dedup_by_key(|(session, _)| *session);
    for (session, changes) in changes {
        let mut stood = Vec::new();
        for change in changes {
            if let Change::Stand { member, .. } = change {
                if stood.contains(&member) {
                    continue;
                }
                stood.push(member);
            }
            let entry = apply(&mut draft, change, session);
            timeline.entries.extend(entry);
        }
        timeline.spans.push(Span { from: session, model: model(dims, &draft), restarts: Vec::new() });
    }
    timeline
}

fn apply(draft: &mut Draft, change: Change, session: u32) -> Option<Entry> {
    match change {
        Change::Stand { member, standing, transition, may_object, ahead } => {
            let before = draft.members[member].1;
            let others = draft.members.iter().enumerate().filter(|(m, _)| *m != member);
            let somebody = others.into_iter().any(|(_, (_, standing))| *standing == Standing::Member);
            if !somebody && standing != Standing::Member {
                return None;
            }
            draft.members[member].1 = standing;
            let at = draft.agenda.date(session) - ahead / draft.agenda.sessions_per_year;
            let comes = before == Standing::Absent && standing != Standing::Absent;
            return comes.then_some(Entry { member, at, transition, may_object });
        }
        Change::Member(index, member) => {
            let old = &mut draft.members[index].0;
            // These were drawn when the world began.
            *old = Member { ideal_sd: old.ideal_sd.clone(), ideal_law: old.ideal_law, ..*member };
        }
        Change::Area(index, area) => draft.areas[index] = *area,
        Change::Negotiation(negotiation) => draft.negotiation = negotiation,
        Change::Agenda(agenda) => {
            let Agenda { start, sessions, sessions_per_year, years, .. } = draft.agenda;
            draft.agenda = Agenda { start, sessions, sessions_per_year, years, ..agenda };
        }
        Change::Secretariat(secretariat) => draft.secretariat = Some(secretariat),
    }
    None
}

fn model(dims: usize, draft: &Draft) -> Model {
    let Draft { mut members, areas, secretariat, negotiation, agenda } = draft.clone();
    let dimensions = (0..dims).map(|d| format!("d{d}")).collect();
    for (member, standing) in &mut members {
        if *standing == Standing::Suspended {
            (*standing, member.initiative) = (Standing::Observer, 0.0);
        }
    }
    assemble(dimensions, members, areas, secretariat, negotiation, agenda)
}

/// Which mechanisms are on at all.
#[derive(Debug, Clone, Copy)]
struct Switches {
    persuasion: bool,
    socialisation: bool,
    influence: bool,
    tolerance: bool,
    worthwhile: bool,
}

fn switches() -> impl Strategy<Value = Switches> {
    let on = prop::bool::weighted;
    (on(0.6), on(0.5), on(0.9), on(0.85), on(0.8)).prop_map(
        |(persuasion, socialisation, influence, tolerance, worthwhile)| Switches {
            persuasion,
            socialisation,
            influence,
            tolerance,
            worthwhile,
        },
    )
}

fn draft(dims: usize, members: usize, areas: usize) -> impl Strategy<Value = Draft> {
    let standing = prop_oneof![2 => Just(Standing::Absent), 1 => Just(Standing::Observer), 6 => Just(Standing::Member)];
    let parts = (
        vec((member(dims, areas), standing), members),
        vec(area(dims, members), areas),
        option::weighted(0.5, models::secretariat(dims)),
        negotiation(dims),
        agenda(),
        switches(),
    );
    parts.prop_map(|(mut members, areas, secretariat, negotiation, agenda, switches)| {
        for (member, _) in &mut members {
            member.susceptibility *= f64::from(u8::from(switches.persuasion));
            member.socialisation *= f64::from(u8::from(switches.socialisation));
            member.influence *= f64::from(u8::from(switches.influence));
            if !switches.tolerance {
                member.tolerance.fill(0.0);
            }
            if !switches.worthwhile {
                member.worthwhile = 0.0;
                member.outside_option.fill(0.0);
            }
        }
        Draft { members, areas, secretariat, negotiation, agenda }
    })
}

fn change(dims: usize, members: usize, areas: usize) -> impl Strategy<Value = Change> {
    let standing = prop_oneof![
        4 => Just(Standing::Absent),
        1 => Just(Standing::Observer),
        1 => Just(Standing::Suspended),
        4 => Just(Standing::Member),
    ];
    let stand = (0..members, standing, or_zero(0.2..4.0), any::<bool>(), or_zero(0.0..0.99));
    prop_oneof![
        6 => stand.prop_map(|(member, standing, transition, may_object, ahead)| {
            Change::Stand { member, standing, transition, may_object, ahead }
        }),
        2 => (0..members, member(dims, areas)).prop_map(|(index, member)| Change::Member(index, Box::new(member))),
        2 => (0..areas, area(dims, members)).prop_map(|(index, area)| Change::Area(index, Box::new(area))),
        1 => negotiation(dims).prop_map(Change::Negotiation),
        1 => agenda().prop_map(Change::Agenda),
        1 => models::secretariat(dims).prop_map(Change::Secretariat),
    ]
}

fn member(dims: usize, areas: usize) -> impl Strategy<Value = Member> {
    let share = || prop_oneof![2 => Just(0.0), 1 => Just(1.0), 3 => 0.05..1.0];
    (models::member(dims, areas), share(), share()).prop_map(|(member, susceptibility, socialisation)| Member {
        susceptibility,
        socialisation,
        ..member
    })
}

/// Any rule, and that objectors stay out among them.
fn any_rule(members: usize) -> impl Strategy<Value = Rule> {
    let participants = prop_oneof![Just(2.0 / 3.0), Just(1.0), 0.05..1.0];
    prop_oneof![
        3 => rules(members),
        2 => Just(Rule::Consensus),
        2 => participants.prop_map(|participants| Rule::OptOut { participants }),
    ]
}

fn area(dims: usize, members: usize) -> impl Strategy<Value = Area> {
    let fallbacks = vec((1..=3u32, any_rule(members)), 0..=2);
    let evolving = (vec(-1.0..1.0, dims), vec(or_zero(0.1..1.0), dims));
    let evolving = option::of(evolving.prop_map(|(start, drift_sd)| Evolving { start, drift_sd }));
    (models::area(dims, members), or_zero(0.05..1.0), any_rule(members), fallbacks, evolving).prop_map(
        |(area, threat_response, rule, fallbacks, evolving)| {
            let chain = |next, (after, rule)| Some(Box::new(Fallback { after, rule, fallback: next }));
            let fallback = fallbacks.into_iter().fold(None, chain);
            Area { threat_response, rule, fallback, evolving, ..area }
        },
    )
}

fn negotiation(dims: usize) -> impl Strategy<Value = Negotiation> {
    let information = prop_oneof![2 => Just(vec![0.0; dims]), 3 => vec(or_zero(0.05..1.0), dims)];
    let anticipate = (information, any::<bool>())
        .prop_map(|(information_sd, withhold)| Opening::Anticipate { information_sd, withhold });
    let opening = prop_oneof![1 => Just(Opening::Sincere), 1 => anticipate];
    let budget = prop_oneof![Just(0.0), 1e-6..1e-3, 0.01..2.0, Just(1e9)];
    let willingness = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0];
    let compensation = prop_oneof![
        2 => Just(Compensation::None),
        1 => budget.prop_map(|budget| Compensation::Fund { budget }),
        1 => willingness.prop_map(|willingness| Compensation::Gainers { willingness }),
    ];
    (models::negotiation(), opening, compensation, any::<bool>()).prop_map(
        |(negotiation, opening, compensation, linkage)| Negotiation { opening, compensation, linkage, ..negotiation },
    )
}

fn agenda() -> impl Strategy<Value = Agenda> {
    let capacity = prop_oneof![3 => Just(None), 1 => Just(Some(0)), 1 => Just(Some(1)), 2 => (2..6u32).prop_map(Some)];
    let start = prop_oneof![Just(0.0), Just(2005.0), -3.0..3.0];
    (models::agenda(), capacity, start).prop_map(|(agenda, capacity, start)| Agenda { capacity, start, ..agenda })
}

fn pulse() -> impl Strategy<Value = Pulse> {
    let when = prop_oneof![(-1.0..5.0).prop_map(Occurrence::At), or_zero(0.1..4.0).prop_map(Occurrence::Rate)];
    (when, -1.0..3.0, 0.05..5.0, 0..3u8).prop_map(|(when, size, half_life, id)| Pulse {
        id: format!("pulse{id}"),
        when,
        size,
        half_life,
    })
}
