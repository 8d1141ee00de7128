//! A second engine, written from the description of the model and not from the first: naive, slow, and
//! compared with it on random small models that cover every policy and every rule.

mod amendment;
mod calendar;
mod issue;
mod poll;
mod rules;

use proptest::prelude::*;
use winset::engine::{Observer, Outcome, Poll, Proposal, Simulation, World};
use winset::model::Model;

use crate::models::{cases, models};
use calendar::{Event, Item};

/// What the engine tells, in the words of the oracle.
#[derive(Default)]
struct Transcript(Vec<Event>);

impl Transcript {
    fn of(model: &Model, world: World) -> Vec<Event> {
        let mut transcript = Self::default();
        Simulation::new(model, false).run(world, &mut transcript);
        transcript.0
    }
}

impl Observer for Transcript {
    fn polled(&mut self, proposal: &Proposal, poll: &Poll) {
        self.0.push(Event::Polled(item(proposal), poll.clone()));
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.0.push(Event::Ended(item(proposal), outcome.clone()));
    }
}

fn item(proposal: &Proposal) -> Item {
    Item {
        sponsor: proposal.sponsor,
        tabled: proposal.tabled,
        number: proposal.number,
        area: proposal.area,
        status_quo: proposal.status_quo.clone(),
        positions: Vec::new(),
        opening: proposal.opening.clone(),
        text: proposal.text.clone(),
        sessions: proposal.sessions,
        rounds: proposal.rounds,
    }
}

fn close(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= 1e-9 * a.abs().max(1.0))
}

fn same_item(a: &Item, b: &Item) -> bool {
    let exact = |item: &Item| (item.sponsor, item.tabled, item.number, item.area, item.sessions, item.rounds);
    exact(a) == exact(b)
        && close(&a.status_quo, &b.status_quo)
        && close(&a.opening, &b.opening)
        && close(&a.text, &b.text)
}

fn same_poll(a: &Poll, b: &Poll) -> bool {
    a.responses == b.responses
        && a.adopted == b.adopted
        && close(&a.inclinations, &b.inclinations)
        && close(&a.agreeing, &b.agreeing)
        && close(&a.objection_thresholds, &b.objection_thresholds)
}

fn same_outcome(a: &Outcome, b: &Outcome) -> bool {
    (a.ending, a.session, a.last_polls) == (b.ending, b.session, b.last_polls) && close(&a.gains, &b.gains)
}

fn same(a: &Event, b: &Event) -> bool {
    match (a, b) {
        (Event::Polled(a, x), Event::Polled(b, y)) => same_item(a, b) && same_poll(x, y),
        (Event::Ended(a, x), Event::Ended(b, y)) => same_item(a, b) && same_outcome(x, y),
        _ => false,
    }
}

proptest! {
    #![proptest_config(cases(3000))]

    #[test]
    fn both_engines_tell_the_same_story(model in models(), seed: u64, replication in 0u64..1000) {
        let world = World { seed, replication };
        let (engine, oracle) = (Transcript::of(&model, world), calendar::run(&model, world));
        for (at, (a, b)) in engine.iter().zip(&oracle).enumerate() {
            prop_assert!(same(a, b), "event {at}: the engine says\n{a:#?}\nand the oracle\n{b:#?}");
        }
        prop_assert_eq!(engine.len(), oracle.len());
    }
}
