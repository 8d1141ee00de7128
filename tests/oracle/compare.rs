//! Both engines tell the same story.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use winset::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Simulation, World};
use winset::model::{Model, Timeline};

use super::calendar::{End, Event, Item, run};
use super::feasible::Judgement;
use super::poll::Vote;
use crate::models::{cases, large_models, models};

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

fn assert_same_story(model: &Model, world: World, judged: &Judged) -> Result<(), TestCaseError> {
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
            judged.count(a.feasible, b.feasible);
        }
    }
    prop_assert_eq!(engine.len(), oracle.len());
    Ok(())
}

fn assert_same_stories(models: impl Strategy<Value = Model>, times: u32) {
    let judged = Judged::default();
    let test = |(model, seed, replication)| assert_same_story(&model, World { seed, replication }, &judged);
    let told = TestRunner::new(cases(times)).run(&(models, any::<u64>(), 0u64..1000), test);
    told.unwrap_or_else(|error| panic!("{error}"));
    let [all, by_judge, by_engine] = [&judged.all, &judged.by_judge, &judged.by_engine].map(Cell::get);
    assert!(all > u64::from(times) / 2, "{all}");
    assert!(
        by_judge.max(by_engine) * 500 < all,
        "of {all} the judge cannot tell {by_judge} and the engine {by_engine}"
    );
}

#[test]
fn both_engines_tell_the_same_story() {
    assert_same_stories(models(), 3000);
}

#[test]
fn both_engines_tell_the_same_story_of_many_members_in_many_dimensions() {
    assert_same_stories(large_models(), 300);
}
