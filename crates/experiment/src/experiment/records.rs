//! What happens proposal by proposal and world by world, handed on in the order of worlds as a run goes along, and not kept.

use std::collections::BTreeMap;

use super::facts::VariantFacts;
use super::metric::Metric;
use super::results::Scope;
use super::tally::months_passed;
use crate::engine::{Ending, Observer, Outcome, Poll, Proposal, Sponsor, World};
use crate::model::Timeline;

/// What became of one proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Number of the world.
    pub replication: u64,
    /// Number of the variant.
    pub variant: usize,
    /// Session in which it was tabled, from 0.
    pub session: u32,
    /// Date of that session, in years.
    pub date: f64,
    /// Its number among those of its sponsor in that session.
    pub proposal: u32,
    /// Who tabled it.
    pub sponsor: Sponsor,
    /// Index into the model's areas.
    pub area: usize,
    /// Index into the model's topics.
    pub topic: usize,
    /// How it ended.
    pub ending: Ending,
    /// Sessions that took it up.
    pub sessions: u32,
    /// Polls over all sessions.
    pub rounds: u32,
    /// Months from tabling to its end.
    pub months: f64,
    /// Share of the way to the sponsor's aim with which it opened.
    pub opening_share: f64,
    /// Of adopted ones: the share of the change opened that amendments took away; absent where it opened with none.
    pub dilution: Option<f64>,
    /// Of adopted ones: gain, mean of those who take part.
    pub depth: Option<f64>,
    /// Its last text, by dimension.
    pub text: Vec<f64>,
    /// Who objected in its last poll, by index into the model's members.
    pub objectors: Vec<usize>,
}

/// A metric of one variant in one world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WorldRow {
    /// Number of the world.
    pub replication: u64,
    /// Number of the variant.
    pub variant: usize,
    /// Of all proposals.
    pub metric: Metric,
    /// Its numerator.
    pub numerator: f64,
    /// Its denominator; the metric is the ratio of the sums of both over worlds.
    pub denominator: f64,
}

/// Takes what a run hands on.
pub trait Sink {
    /// Whether it wants records.
    fn wants_records(&self) -> bool;

    /// Whether it wants a row a metric and world.
    fn wants_worlds(&self) -> bool;

    /// Takes what comes next, by world and then by variant; `false` breaks the run off.
    fn take(&mut self, next: Handed) -> bool;
}

/// What is handed on of some worlds that follow each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Handed {
    /// One a proposal, in the order in which they end.
    pub records: Vec<Record>,
    /// One a metric that is a ratio.
    pub worlds: Vec<WorldRow>,
}

/// Which of it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    pub(super) records: bool,
    pub(super) worlds: bool,
}

/// Writes down what becomes of proposals.
#[derive(Debug)]
pub(super) struct Recorder<'m> {
    timeline: &'m Timeline,
    variant: usize,
    replication: u64,
    /// Who objected in the last poll on proposals that have not ended, by sponsor, session and number.
    objectors: BTreeMap<(Sponsor, u32, u32), Vec<usize>>,
    pub(super) records: Vec<Record>,
}

impl<'m> Recorder<'m> {
    pub(super) fn new(timeline: &'m Timeline, variant: usize) -> Self {
        Recorder { timeline, variant, replication: 0, objectors: BTreeMap::new(), records: Vec::new() }
    }

    pub(super) fn begin(&mut self, world: World) {
        self.replication = world.replication;
        self.objectors.clear();
    }
}

impl Observer for Recorder<'_> {
    fn polled(&mut self, _: u32, proposal: &Proposal, poll: &Poll) {
        let objectors = poll.objectors().collect();
        self.objectors.insert((proposal.sponsor, proposal.tabled, proposal.number), objectors);
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        let key = (proposal.sponsor, proposal.tabled, proposal.number);
        let gains: f64 = outcome.gains.iter().sum();
        self.records.push(Record {
            replication: self.replication,
            variant: self.variant,
            session: proposal.tabled,
            date: self.timeline.first().agenda.date(proposal.tabled),
            proposal: proposal.number,
            sponsor: proposal.sponsor,
            area: proposal.area,
            topic: proposal.topic,
            ending: outcome.ending,
            sessions: proposal.sessions,
            rounds: proposal.rounds,
            months: months_passed(self.timeline, proposal, outcome),
            opening_share: proposal.opening_share,
            dilution: outcome
                .change
                .filter(|change| change.opened > 0.0)
                .map(|change| 1.0 - change.kept / change.opened),
            depth: outcome.ending.is_adoption().then(|| gains / outcome.participants.len() as f64),
            text: proposal.text.clone(),
            objectors: self.objectors.remove(&key).unwrap_or_default(),
        });
    }
}

/// The rows of one world and variant, from its totals by slot.
pub(super) fn world_rows<'f>(
    facts: &'f VariantFacts,
    variant: usize,
    replication: u64,
    totals: &'f [f64],
) -> impl Iterator<Item = WorldRow> + 'f {
    facts.told.rows.iter().filter(|row| row.scope == Scope::All).map(move |row| WorldRow {
        replication,
        variant,
        metric: row.metric,
        numerator: totals[row.slots[0]],
        denominator: totals[row.slots[1]],
    })
}

/// Two observers as one.
pub(super) struct Both<'o, A, B>(pub(super) &'o mut A, pub(super) &'o mut B);

impl<A: Observer, B: Observer> Observer for Both<'_, A, B> {
    fn goes_on(&self) -> bool {
        self.0.goes_on() && self.1.goes_on()
    }

    fn withheld(&mut self, proposal: &Proposal) {
        self.0.withheld(proposal);
        self.1.withheld(proposal);
    }

    fn polled(&mut self, session: u32, proposal: &Proposal, poll: &Poll) {
        self.0.polled(session, proposal, poll);
        self.1.polled(session, proposal, poll);
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.0.ended(proposal, outcome);
        self.1.ended(proposal, outcome);
    }
}
