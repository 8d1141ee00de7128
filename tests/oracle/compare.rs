//! Both engines tell the same story.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use winset::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Simulation, Sponsor, World};
use winset::model::{Model, Opening, Timeline};

use super::calendar::{End, Event, Item, run};
use super::feasible::Judgement;
use super::poll::Vote;
use super::timelines::{large_timelines, log_rollers, timelines};
use crate::models::{cases, large_models, models};

/// What the engine tells.
#[derive(Debug)]
enum Told {
    Withheld { session: u32, sponsor: Sponsor, area: usize },
    Polled { session: u32, proposal: Proposal, poll: Poll },
    Ended(Proposal, Outcome),
}

#[derive(Default)]
struct Transcript(Vec<Told>);

impl Transcript {
    fn of(timeline: &Timeline, world: World) -> Vec<Told> {
        let mut transcript = Self::default();
        Simulation::new(timeline, true).run(world, &mut transcript);
        transcript.0
    }
}

impl Observer for Transcript {
    fn withheld(&mut self, proposal: &Proposal) {
        let Proposal { tabled, sponsor, area, .. } = *proposal;
        self.0.push(Told::Withheld { session: tabled, sponsor, area });
    }

    fn polled(&mut self, session: u32, proposal: &Proposal, poll: &Poll) {
        self.0.push(Told::Polled { session, proposal: proposal.clone(), poll: poll.clone() });
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.0.push(Told::Ended(proposal.clone(), outcome.clone()));
    }
}

/// The same but for rounding, in terms of what they are measured against.
fn close(a: &[f64], b: &[f64], scale: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-8 * scale)
}

fn largest<'a>(numbers: impl IntoIterator<Item = &'a f64>) -> f64 {
    numbers.into_iter().fold(0.0, |largest, x| largest.max(x.abs()))
}

fn same_proposal(a: &Proposal, b: &Item) -> bool {
    let scale = largest(b.positions.iter().flatten().chain(&b.status_quo).chain(&b.opening));
    (a.sponsor, a.tabled, a.number, a.area) == (b.sponsor, b.tabled, b.number, b.area)
        && (a.sessions, a.rounds) == (b.sessions, b.rounds)
        && (a.opening_share - b.opening_share).abs() <= 1e-6
        && close(&a.status_quo, &b.status_quo, scale)
        && close(&a.opening, &b.opening, scale)
        && close(&a.text, &b.text, scale)
}

fn same_poll(a: &Poll, b: &Vote, item: &Item) -> bool {
    let scale = largest(b.inclinations.iter().chain(&b.objection_thresholds)).max(item.epsilon * 1e9);
    // What whoever has no stake thinks of it does not matter.
    let of_concerned = |all: &[f64]| -> Vec<f64> {
        all.iter().zip(&b.staked).map(|(inclination, &staked)| if staked { *inclination } else { 0.0 }).collect()
    };
    let concerned: Vec<bool> = (0..a.members.len()).map(|seat| a.concerned.contains(seat)).collect();
    let agreeing: Vec<f64> = (0..a.members.len()).map(|seat| a.agreeing(seat)).collect();
    a.responses() == b.responses
        && a.adopted == b.adopted
        && concerned == b.staked
        && close(&of_concerned(a.inclinations()), &of_concerned(&b.inclinations), scale)
        && close(&agreeing, &b.agreeing, 1.0)
        && close(a.objection_thresholds(), &b.objection_thresholds, scale)
}

fn same_end(a: &Outcome, b: &End, item: &Item) -> bool {
    let number = |change: Option<(f64, f64)>| change.into_iter().flat_map(|(x, y)| [x, y]).collect::<Vec<f64>>();
    let change = number(a.change.map(|change| (change.opened, change.kept)));
    let paid = |paid: Option<f64>| paid.into_iter().collect::<Vec<f64>>();
    let length = largest(item.positions.iter().flatten().chain(&item.status_quo).chain(&item.opening));
    // Where nothing is at stake there is rounding.
    let worth = (item.epsilon * 1e9).max(1e-4 * length * length.max(1.0));
    (a.ending, a.session, a.last_polls) == (b.ending, b.session, b.last_polls)
        && (a.linked, &a.members, &a.participants) == (b.linked, &b.members, &b.participants)
        && close(&change, &number(b.change), length * length)
        && close(&paid(a.paid), &paid(b.paid), worth)
        && close(&a.gains, &b.gains, worth)
}

fn same(a: &Told, b: &Event) -> bool {
    match (a, b) {
        (&Told::Withheld { session, sponsor, area }, &Event::Withheld { session: s, sponsor: by, area: k }) => {
            (session, sponsor, area) == (s, by, k)
        }
        (Told::Polled { session, proposal, poll }, Event::Polled { session: s, item, vote }) => {
            session == s && same_proposal(proposal, item) && same_poll(poll, vote, item)
        }
        (Told::Ended(a, x), Event::Ended(b, y)) => same_proposal(a, b) && same_end(x, y, b),
        _ => false,
    }
}

/// Whether the engine's answer can be true. That it could not tell is none, and is counted.
fn agrees(engine: Option<Feasibility>, judge: Option<Judgement>) -> bool {
    match (engine, judge) {
        (None, None) | (Some(Feasibility::Unknown), Some(_)) => true,
        (Some(Feasibility::Possible), Some(judge)) => judge != Judgement::None,
        (Some(Feasibility::Impossible), Some(judge)) => judge != Judgement::Exists,
        (None, Some(_)) | (Some(_), None) => false,
    }
}

/// Ends are told in no order of their own, and after what else happened in their session.
fn settle(told: &mut [Told], events: &mut [Event]) {
    let when = |ended: bool, session: u32| (session, ended);
    told.sort_by_key(|told| match told {
        Told::Withheld { session, .. } | Told::Polled { session, .. } => (when(false, *session), None),
        Told::Ended(p, outcome) => (when(true, outcome.session), Some((p.tabled, p.sponsor, p.number))),
    });
    events.sort_by_key(|event| match event {
        Event::Withheld { session, .. } | Event::Polled { session, .. } => (when(false, *session), None),
        Event::Ended(p, end) => (when(true, end.session), Some((p.tabled, p.sponsor, p.number))),
    });
}

/// How many proposals were judged, and how many of these the judge and the engine could not tell.
#[derive(Default)]
struct Judged {
    all: Cell<u64>,
    by_judge: Cell<u64>,
    by_engine: Cell<u64>,
}

impl Judged {
    fn count(&self, engine: Option<Feasibility>, judge: Option<Judgement>) {
        let add = |cell: &Cell<u64>, is: bool| cell.set(cell.get() + u64::from(is));
        add(&self.all, judge.is_some());
        add(&self.by_judge, judge == Some(Judgement::Undecided));
        add(&self.by_engine, engine == Some(Feasibility::Unknown));
    }
}

/// A proposal with nothing in it, or nothing at stake, up to rounding: what happens to it hangs on the last digit.
fn is_degenerate(item: &Item) -> bool {
    let length = largest(item.positions.iter().flatten().chain(&item.status_quo).chain(&item.opening));
    let moved = largest(&item.status_quo.iter().zip(&item.opening).map(|(q, p)| q - p).collect::<Vec<f64>>());
    moved <= 1e-9 * length || item.epsilon * 1e9 <= 1e-15 * length * length.min(1.0)
}

/// How often something happened, in stories and in all.
#[derive(Default)]
struct Seen {
    stories: Cell<u64>,
    /// Stories that were not told to the end, a proposal in them being degenerate.
    broken_off: Cell<u64>,
    judged: Judged,
    /// By what happened: in how many stories.
    happened: RefCell<BTreeMap<&'static str, u64>>,
}

impl Seen {
    fn note(&self, timeline: &Timeline, events: &[Event]) {
        let ends = || {
            events.iter().filter_map(|event| if let Event::Ended(item, end) = event { Some((item, end)) } else { None })
        };
        let any_end = |test: &dyn Fn(&Item, &End) -> bool| ends().any(|(item, end)| test(item, end));
        let any_model = |test: &dyn Fn(&Model) -> bool| timeline.spans.iter().any(|span| test(&span.model));
        let happened = [
            ("withheld", events.iter().any(|event| matches!(event, Event::Withheld { .. }))),
            ("anticipated", {
                let anticipates = any_model(&|model| matches!(model.negotiation.opening, Opening::Anticipate { .. }));
                let ambition = |item: &Item| any_model(&|model| model.negotiation.ambition == item.opening_share);
                anticipates && any_end(&|item, _| item.opening_share < 1.0 && !ambition(item))
            }),
            ("compensated", any_end(&|_, end| end.paid.is_some())),
            ("linked", any_end(&|_, end| end.linked)),
            ("linked with opt-outs", any_end(&|_, end| end.linked && end.ending == Ending::OptOut)),
            ("opt-outs", any_end(&|_, end| end.ending == Ending::OptOut)),
            (
                "persuaded and adopted",
                any_end(&|item, end| end.ending.is_adoption() && item.positions != item.first_positions),
            ),
            (
                "left with its proposals",
                any_end(&|item, end| {
                    let there = |member| {
                        timeline
                            .spans
                            .iter()
                            .rfind(|span| span.from <= end.session)
                            .unwrap()
                            .model
                            .table
                            .contains(&member)
                    };
                    end.ending == Ending::Withdrawn && matches!(item.sponsor, Sponsor::Member(member) if !there(member))
                }),
            ),
            ("adopted under a fallback", any_end(&|item, end| end.ending.is_adoption() && item.sessions > 1)),
            ("different policies", any_end(&|item, _| item.policies.windows(2).any(|pair| pair[0] != pair[1]))),
            ("diverted", any_end(&|_, end| end.ending == Ending::Diverted)),
            ("pending", any_end(&|_, end| end.ending == Ending::Pending)),
        ];
        self.stories.set(self.stories.get() + 1);
        for (what, happened) in happened {
            *self.happened.borrow_mut().entry(what).or_default() += u64::from(happened);
        }
    }
}

fn assert_same_story(timeline: &Timeline, world: World, seen: &Seen) -> Result<(), TestCaseError> {
    let (mut engine, mut oracle) = (Transcript::of(timeline, world), run(timeline, world, true));
    settle(&mut engine, &mut oracle);
    seen.note(timeline, &oracle);
    let hangs_by_a_digit = oracle.iter().any(|event| match event {
        Event::Withheld { .. } => false,
        Event::Polled { item, .. } | Event::Ended(item, _) => is_degenerate(item),
    });
    for (at, (a, b)) in engine.iter().zip(&oracle).enumerate() {
        let same = match (a, b) {
            (Told::Ended(p, _), Event::Ended(item, _)) => same(a, b) && agrees(p.feasible, item.feasible),
            _ => same(a, b),
        };
        if !same && hangs_by_a_digit {
            seen.broken_off.set(seen.broken_off.get() + 1);
            return Ok(());
        }
        prop_assert!(same, "event {at}: the engine says\n{a:?}\nand the oracle\n{b:?}");
        if let (Told::Ended(a, _), Event::Ended(b, _)) = (a, b) {
            seen.judged.count(a.feasible, b.feasible);
        }
    }
    prop_assert!(engine.len() == oracle.len() || hangs_by_a_digit, "{} events and {}", engine.len(), oracle.len());
    Ok(())
}

fn assert_same_stories(timelines: impl Strategy<Value = Timeline>, times: u32) -> Seen {
    let seen = Seen::default();
    let test = |(timeline, seed, replication)| assert_same_story(&timeline, World { seed, replication }, &seen);
    let told = TestRunner::new(cases(times)).run(&(timelines, any::<u64>(), 0u64..1000), test);
    told.unwrap_or_else(|error| panic!("{error}"));
    let [all, by_judge, by_engine] = [&seen.judged.all, &seen.judged.by_judge, &seen.judged.by_engine].map(Cell::get);
    assert!(all > u64::from(times) / 2, "{all}");
    assert!(
        by_judge.max(by_engine) * 500 < all,
        "of {all} the judge cannot tell {by_judge} and the engine {by_engine}"
    );
    assert!(seen.broken_off.get() * 100 < seen.stories.get(), "{} broken off", seen.broken_off.get());
    seen
}

#[test]
fn both_engines_tell_the_same_story() {
    assert_same_stories(models().prop_map(Timeline::from), 1000);
}

#[test]
fn both_engines_tell_the_same_story_of_many_members_in_many_dimensions() {
    assert_same_stories(large_models().prop_map(Timeline::from), 150);
}

#[test]
fn both_engines_tell_the_same_story_of_everything_at_once() {
    let seen = assert_same_stories(timelines(), 3000);
    for (what, times) in seen.happened.borrow().iter().filter(|(what, _)| !what.starts_with("linked")) {
        assert!(times * 100 > seen.stories.get(), "{what} in {times} stories only");
    }
}

#[test]
fn both_engines_tell_the_same_story_of_those_who_roll_logs() {
    let seen = assert_same_stories(log_rollers(), 1500);
    let linked = seen.happened.borrow()["linked"];
    assert!(linked > 10, "linked in {linked} stories only");
}

#[test]
fn both_engines_tell_the_same_story_of_everything_at_once_with_many_members() {
    assert_same_stories(large_timelines(), 200);
}
