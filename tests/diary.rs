//! For the other concerns: everything that a world tells, by the names of the proposals.

use std::collections::BTreeMap;

use winset::engine::{Feasibility, Observer, Outcome, Poll, Proposal, Simulation, Sponsor, World};
use winset::model::{Model, Timeline};

/// Tabled, sponsor and number: the name of a proposal.
pub type Name = (u32, Sponsor, u32);

/// Everything that a world tells.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Diary {
    pub polls: Vec<(Proposal, Poll)>,
    pub ended: Vec<(Proposal, Outcome)>,
}

impl Diary {
    pub fn of(model: &Model, world: World) -> Self {
        Self::told(model, world, false)
    }

    /// The same with an answer to whether each proposal was feasible.
    pub fn examined(model: &Model, world: World) -> Self {
        Self::told(model, world, true)
    }

    fn told(model: &Model, world: World, examine: bool) -> Self {
        Self::of_timeline(&Timeline::from(model.clone()), world, examine)
    }

    /// The same of what changes at dates.
    pub fn of_timeline(timeline: &Timeline, world: World, examine: bool) -> Self {
        let mut diary = Self::default();
        Simulation::new(timeline, examine).run(world, &mut diary);
        diary
    }

    /// Every proposal's end by its name.
    pub fn endings(&self) -> BTreeMap<Name, &(Proposal, Outcome)> {
        self.ended.iter().map(|end| (name(&end.0), end)).collect()
    }

    /// Every proposal's first poll by its name.
    pub fn openings(&self) -> BTreeMap<Name, &(Proposal, Poll)> {
        self.polls.iter().filter(|(proposal, _)| proposal.rounds == 1).map(|poll| (name(&poll.0), poll)).collect()
    }
}

/// Whether an agreement existed, where that was asked and could be told.
pub fn possible(proposal: &Proposal) -> Option<bool> {
    match proposal.feasible? {
        Feasibility::Possible => Some(true),
        Feasibility::Impossible => Some(false),
        Feasibility::Unknown => None,
    }
}

fn name(proposal: &Proposal) -> Name {
    (proposal.tabled, proposal.sponsor, proposal.number)
}

impl Observer for Diary {
    fn polled(&mut self, _: u32, proposal: &Proposal, poll: &Poll) {
        self.polls.push((proposal.clone(), poll.clone()));
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.ended.push((proposal.clone(), outcome.clone()));
    }
}
