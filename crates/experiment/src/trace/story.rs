use serde::Serialize;

use super::Key;
use crate::engine::{Ending, Observer, Outcome, Poll, Proposal, Simulation, Sponsor, World};
use crate::model::{Ballot, Response, Timeline};

/// A proposal of a world, in a list of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// Which one it is.
    pub key: Key,
    /// How it ended.
    pub ending: Ending,
}

/// What happened to one proposal. Vectors by dimension; members by index into the model's members.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Who tabled it.
    pub sponsor: Sponsor,
    /// Index into the model's areas.
    pub area: usize,
    /// Index into the model's topics: the areas or, where there is a list, its proposals.
    pub topic: usize,
    /// Session in which it was tabled, from 0.
    pub tabled: u32,
    /// The policy that it would have replaced.
    pub status_quo: Vec<f64>,
    /// Where its sponsor stood; absent for the secretariat.
    pub wanted: Option<Vec<f64>>,
    /// The text with which it opened.
    pub opening: Vec<f64>,
    /// Share of the way to the sponsor's aim with which it opened.
    pub opening_share: f64,
    /// Every poll, in order.
    pub polls: Vec<PollStep>,
    /// How it ended.
    pub ending: Ending,
    /// Session in which it ended.
    pub ended: u32,
    /// Months from tabling to its end.
    pub months: f64,
    /// Sessions that took it up.
    pub sessions: u32,
    /// Its last text.
    pub text: Vec<f64>,
    /// What was paid for its adoption, utility units, and to whom.
    pub paid: Option<(f64, Vec<usize>)>,
    /// Whether it was adopted together with another one.
    pub linked: bool,
    /// Of an adopted one: members and their gains, utility units; 0 for those who stayed out.
    pub gains: Vec<(usize, f64)>,
}

/// One poll.
#[derive(Debug, Clone, PartialEq)]
pub struct PollStep {
    /// Number of the session.
    pub session: u32,
    /// Its number over all sessions, from 1.
    pub round: u32,
    /// What was polled.
    pub text: Vec<f64>,
    /// Who answered.
    pub answers: Vec<Answer>,
    /// Whether the rule was met.
    pub adopted: bool,
}

/// One member's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Who.
    pub member: usize,
    /// Where it stood.
    pub position: Vec<f64>,
    /// Whether it had a stake.
    pub concerned: bool,
    /// What it made of the text, utility units.
    pub inclination: f64,
    /// Below which it objected.
    pub threshold: f64,
    /// What it answered.
    pub response: Said,
}

/// An answer, by the name that it has in files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Said {
    /// It supported the text.
    Support,
    /// It let it pass.
    Acquiesce,
    /// It objected.
    Object,
}

impl From<Response> for Said {
    fn from(response: Response) -> Self {
        match response {
            Response::Support => Said::Support,
            Response::Acquiesce => Said::Acquiesce,
            Response::Object => Said::Object,
        }
    }
}

impl Said {
    /// What a table calls it.
    pub fn verb(self) -> &'static str {
        match self {
            Said::Support => "supports",
            Said::Acquiesce => "acquiesces",
            Said::Object => "objects",
        }
    }
}

impl Answer {
    /// By how much its inclination fell short of what it wanted; 0 where it did not object.
    pub fn shortfall(&self) -> f64 {
        if self.response == Said::Object { self.threshold - self.inclination } else { 0.0 }
    }
}

/// Every proposal that was tabled in a world, in the order of sessions and then of sponsors; the secretariat comes last.
pub fn proposals(timeline: &Timeline, world: World) -> Vec<Finding> {
    let mut list = List::default();
    Simulation::new(timeline, false).run(world, &mut list);
    list.0.sort_by_key(|found| (found.key.tabled, found.key.sponsor, found.key.number));
    list.0
}

/// The story of one proposal; `None` where there is none with that key.
pub fn follow(timeline: &Timeline, world: World, key: Key) -> Option<Story> {
    let mut teller = Teller { timeline, key, polls: Vec::new(), first: None, payees: Vec::new(), story: None };
    Simulation::new(timeline, false).run(world, &mut teller);
    teller.story
}

#[derive(Debug, Default)]
struct List(Vec<Finding>);

impl Observer for List {
    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.0.push(Finding { key: Key::of(proposal), ending: outcome.ending });
    }
}

/// Writes down what happens to one proposal.
struct Teller<'t> {
    timeline: &'t Timeline,
    key: Key,
    polls: Vec<PollStep>,
    /// Where the sponsor stood at the first poll.
    first: Option<Vec<f64>>,
    /// Who was paid.
    payees: Vec<usize>,
    story: Option<Story>,
}

/// Where a member stands on the issue of a proposal.
fn position(proposal: &Proposal, member: usize) -> Vec<f64> {
    if member < proposal.positions.members() { proposal.positions.of(member).collect() } else { Vec::new() }
}

fn sponsors_position(proposal: &Proposal) -> Option<Vec<f64>> {
    match proposal.sponsor {
        Sponsor::Member(member) => Some(position(proposal, member)),
        Sponsor::Secretariat => None,
    }
}

impl Observer for Teller<'_> {
    fn goes_on(&self) -> bool {
        self.story.is_none()
    }

    fn polled(&mut self, session: u32, proposal: &Proposal, poll: &Poll) {
        if Key::of(proposal) != self.key {
            return;
        }
        self.first = self.first.take().or_else(|| sponsors_position(proposal));
        let answer = |(seat, &member): (usize, &usize)| Answer {
            member,
            position: position(proposal, member),
            concerned: poll.concerned.contains(seat),
            inclination: poll.inclinations()[seat],
            threshold: poll.objection_thresholds()[seat],
            response: poll.response(seat).into(),
        };
        self.polls.push(PollStep {
            session,
            round: proposal.rounds,
            text: proposal.text.clone(),
            answers: poll.members.iter().enumerate().map(answer).collect(),
            adopted: poll.adopted,
        });
    }

    fn paid(&mut self, _: u32, proposal: &Proposal, poll: &Poll) {
        let (true, Some(last)) = (Key::of(proposal) == self.key, self.polls.last()) else { return };
        let changed =
            last.answers.iter().zip(poll.responses()).filter(|(answer, now)| answer.response != (*now).into());
        self.payees = changed.map(|(answer, _)| answer.member).collect();
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        if Key::of(proposal) != self.key {
            return;
        }
        self.story = Some(Story {
            sponsor: proposal.sponsor,
            area: proposal.area,
            topic: proposal.topic,
            tabled: proposal.tabled,
            status_quo: proposal.status_quo.clone(),
            wanted: self.first.take().or_else(|| sponsors_position(proposal)),
            opening: proposal.opening.clone(),
            opening_share: proposal.opening_share,
            polls: std::mem::take(&mut self.polls),
            ending: outcome.ending,
            ended: outcome.session,
            months: self.timeline.months_between(proposal.tabled, outcome.session, outcome.last_polls),
            sessions: proposal.sessions,
            text: proposal.text.clone(),
            paid: outcome.paid.map(|sum| (sum, std::mem::take(&mut self.payees))),
            linked: outcome.linked,
            gains: outcome.members.iter().copied().zip(outcome.gains.iter().copied()).collect(),
        });
    }
}
