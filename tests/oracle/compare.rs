//! Both engines tell the same story.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use winset::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Simulation, World};
use winset::model::{Model, Timeline};

use super::calendar::{End, Event, Item, run};
use super::feasible::Judgement;
use super::poll::Vote;
use crate::models::{cases, models};

/// What the engine tells.
#[derive(Debug)]
enum Told {
    Polled(Proposal, Poll),
    Ended(Proposal, Outcome),
}

#[derive(Default)]
struct Transcript(Vec<Told>);

impl Transcript {
    fn of(model: &Model, world: World) -> Vec<Told> {
        let mut transcript = Self::default();
        Simulation::new(&Timeline::from(model.clone()), true).run(world, &mut transcript);
        transcript.0
    }
}

impl Observer for Transcript {
    fn polled(&mut self, _: u32, proposal: &Proposal, poll: &Poll) {
        self.0.push(Told::Polled(proposal.clone(), poll.clone()));
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
    a.responses == b.responses
        && a.adopted == b.adopted
        && a.concerned == b.staked
        && close(&of_concerned(&a.inclinations), &of_concerned(&b.inclinations), scale)
        && close(&a.agreeing, &b.agreeing, 1.0)
        && close(&a.objection_thresholds, &b.objection_thresholds, scale)
}

fn same_end(a: &Outcome, b: &End, item: &Item) -> bool {
    // The engine tells what was opened and what is kept of it; where nothing was opened there is nothing to dilute.
    let share = a.change.filter(|change| change.opened > 0.0).map(|change| 1.0 - change.kept_share());
    let number = |share: Option<f64>| share.into_iter().collect::<Vec<f64>>();
    (a.ending, a.session, a.last_polls) == (b.ending, b.session, b.last_polls)
        && close(&number(share), &number(b.dilution), 1.0)
        && close(&a.gains, &b.gains, item.epsilon * 1e9)
}

fn same(a: &Told, b: &Event) -> bool {
    match (a, b) {
        (Told::Polled(a, x), Event::Polled(b, y)) => same_proposal(a, b) && same_poll(x, y, b),
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

/// Those that the horizon cut off are told in no order.
fn settle(told: &mut [Told], events: &mut [Event]) {
    told.sort_by_key(|told| match told {
        Told::Ended(p, outcome) if outcome.ending == Ending::Pending => Some((p.tabled, p.sponsor, p.number)),
        _ => None,
    });
    events.sort_by_key(|event| match event {
        Event::Ended(p, end) if end.ending == Ending::Pending => Some((p.tabled, p.sponsor, p.number)),
        _ => None,
    });
}

static JUDGED: AtomicU64 = AtomicU64::new(0);
/// By the judge and by the engine.
static UNDECIDED: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

fn assert_same_story(model: &Model, world: World) -> Result<(), TestCaseError> {
    let (mut engine, mut oracle) = (Transcript::of(model, world), run(model, world, true));
    settle(&mut engine, &mut oracle);
    for (at, (a, b)) in engine.iter().zip(&oracle).enumerate() {
        prop_assert!(same(a, b), "event {at}: the engine says\n{a:#?}\nand the oracle\n{b:#?}");
        if let (Told::Ended(a, _), Event::Ended(b, _)) = (a, b) {
            prop_assert!(
                agrees(a.feasible, b.feasible),
                "event {at}: {:?} is not {:?}\n{b:#?}",
                a.feasible,
                b.feasible
            );
            JUDGED.fetch_add(u64::from(b.feasible.is_some()), Ordering::Relaxed);
            UNDECIDED[0].fetch_add(u64::from(b.feasible == Some(Judgement::Undecided)), Ordering::Relaxed);
            UNDECIDED[1].fetch_add(u64::from(a.feasible == Some(Feasibility::Unknown)), Ordering::Relaxed);
        }
    }
    prop_assert_eq!(engine.len(), oracle.len());
    Ok(())
}

#[test]
fn both_engines_tell_the_same_story() {
    let mut runner = proptest::test_runner::TestRunner::new(cases(3000));
    let worlds = (models(), any::<u64>(), 0u64..1000);
    let test = |(model, seed, replication)| assert_same_story(&model, World { seed, replication });
    if let Err(error) = runner.run(&worlds, test) {
        panic!("{error}");
    }
    let judged = JUDGED.load(Ordering::Relaxed);
    let undecided = UNDECIDED.each_ref().map(|count| count.load(Ordering::Relaxed));
    assert!(judged > 1000 && undecided.iter().all(|count| count * 500 < judged), "{undecided:?} of {judged}");
}
