use std::sync::atomic::{AtomicBool, Ordering};

use super::amounts::Amounts;
use super::blockers::{Blockers, Objectors};
use super::outcomes::SAME;
use super::quantity::{QUANTITIES, Quantity};
use super::results::Scope;
use super::sums::BATCHES;
use super::texts::Texts;
use crate::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Sponsor, World};
use crate::model::Timeline;
use crate::stats::EventTable;

/// Totals of one replication and scope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Totals([f64; QUANTITIES]);

impl Default for Totals {
    fn default() -> Self {
        Totals([0.0; QUANTITIES])
    }
}

impl Totals {
    fn new(years: f64) -> Self {
        let mut totals = Totals::default();
        totals.add(Quantity::Years, years);
        totals
    }

    fn add(&mut self, quantity: Quantity, amount: f64) {
        self.0[quantity as usize] += amount;
    }

    pub(super) fn of(&self, quantity: Quantity) -> f64 {
        self.0[quantity as usize]
    }
}

/// The endings that are causes; the last one, pending, is censoring.
pub(super) const CAUSES: usize = Ending::ALL.len() - 1;

/// A time in months from 0 as the key of an event: the bits of the number, which ascend with it.
pub(super) fn key(months: f64) -> u64 {
    months.to_bits()
}

/// The months of a key.
pub(super) fn months(key: u64) -> f64 {
    f64::from_bits(key)
}

/// Months from the tabling of a proposal to its end.
pub(super) fn months_passed(timeline: &Timeline, proposal: &Proposal, outcome: &Outcome) -> f64 {
    timeline.months_between(proposal.tabled, outcome.session, outcome.last_polls)
}

/// Adds up what happens in a variant: totals of one replication, counts over all that it sees.
#[derive(Debug, Clone)]
pub(super) struct Tally<'m> {
    timeline: &'m Timeline,
    /// Set to break off.
    stop: &'m AtomicBool,
    /// By scope: all, then areas, then members, then periods, then issues.
    totals: Vec<Totals>,
    /// Where in it the members begin.
    first_member: usize,
    /// What `totals` begin with.
    empty: Vec<Totals>,
    /// By session: where in `totals` the periods are that it belongs to.
    periods: Vec<Vec<usize>>,
    /// Members that ever have a response, by their number in `blockers`.
    seated: Vec<usize>,
    /// By member of the file: that number, of those that have one.
    numbers: Vec<usize>,
    /// Proposals of which it could not be told whether an agreement existed, over all replications.
    pub(super) undecided: u64,
    blockers: Blockers,
    /// Who objected in polls that are neither in these nor in the totals yet.
    objectors: Objectors,
    /// By issue: what holds in the end, over all replications.
    pub(super) texts: Vec<Texts>,
    /// Where in `totals` the issues begin.
    first_issue: usize,
    /// By topic: its issues; empty where there is no list.
    issues: Vec<Vec<usize>>,
    /// Endings by months, by batch of replications.
    pub(super) events: Vec<EventTable<CAUSES>>,
    /// The batch of this replication.
    batch: usize,
    /// By session: the span that is in force.
    spans: Vec<usize>,
    /// By span: failing polls of this replication, which count alike for everybody at the table.
    failing: Vec<Failing>,
}

/// Failing polls.
#[derive(Debug, Clone, Copy, Default)]
struct Failing {
    polls: u64,
    /// Of these, under rules that need support.
    for_support: u64,
}

impl<'m> Tally<'m> {
    pub(super) fn new(timeline: &'m Timeline, stop: &'m AtomicBool) -> Self {
        let first = timeline.first();
        let seated = timeline.ever_seated();
        let mut numbers = vec![usize::MAX; first.members.len()];
        seated.iter().enumerate().for_each(|(number, &member)| numbers[member] = number);
        let mut periods = vec![Vec::new(); first.agenda.sessions as usize];
        let mut empty = vec![Totals::new(first.agenda.years_held()); 1 + first.areas.len() + first.members.len()];
        for (index, period) in timeline.periods.iter().enumerate() {
            let mut sessions = 0u32;
            for session in timeline.sessions_of(period) {
                periods[session as usize].push(1 + first.areas.len() + first.members.len() + index);
                sessions += 1;
            }
            empty.push(Totals::new(f64::from(sessions) / first.agenda.sessions_per_year));
        }
        let first_issue = empty.len();
        let listed = first.listing.as_ref().map_or(&[][..], |listing| &listing.issues);
        empty.resize(first_issue + listed.len(), Totals::new(first.agenda.years_held()));
        let of_topic = |topic| (0..listed.len()).filter(|&issue| listed[issue].proposal == topic).collect();
        let topics = if listed.is_empty() { 0 } else { first.topics() };
        Tally {
            timeline,
            stop,
            totals: empty.clone(),
            first_member: 1 + first.areas.len(),
            empty,
            periods,
            blockers: Blockers::new(seated.len()),
            objectors: Objectors::new(seated.len()),
            seated,
            numbers,
            undecided: 0,
            texts: vec![Texts::default(); listed.len()],
            first_issue,
            issues: (0..topics).map(of_topic).collect(),
            events: vec![EventTable::default(); BATCHES],
            batch: 0,
            spans: (0..first.agenda.sessions).map(|session| timeline.span_at(session)).collect(),
            failing: vec![Failing::default(); timeline.spans.len()],
        }
    }

    /// Forgets the totals of the replication before.
    pub(super) fn begin(&mut self, world: World) {
        self.totals.copy_from_slice(&self.empty);
        self.batch = (world.replication % BATCHES as u64) as usize;
    }

    /// Completes the totals of the replication.
    pub(super) fn end(&mut self) {
        self.count_objectors();
        for (index, span) in self.timeline.spans.iter().enumerate() {
            let Failing { polls, for_support } = std::mem::take(&mut self.failing[index]);
            if polls == 0 {
                continue;
            }
            for &member in &span.model.seats {
                self.add_to(member, Quantity::FailingPolls, polls as f64);
                self.add_to(member, Quantity::FailingForSupport, for_support as f64);
                let first = self.numbers[member] * self.seated.len();
                for neighbour in &span.model.seats {
                    self.blockers.failing[first + self.numbers[*neighbour]] += polls;
                }
            }
        }
    }

    /// Who stood in the way, over all replications that it has seen.
    pub(super) fn blockers(&mut self) -> Blockers {
        std::mem::take(&mut self.blockers)
    }

    pub(super) fn totals(&self, scope: Scope) -> &Totals {
        &self.totals[self.place(scope)]
    }

    fn place(&self, scope: Scope) -> usize {
        match scope {
            Scope::All => 0,
            Scope::Area(area) => 1 + area,
            Scope::Member(member) => self.first_member + member,
            Scope::Period(period) => self.first_member + self.timeline.first().members.len() + period,
            Scope::Issue(issue) => self.first_issue + issue,
        }
    }

    /// Adds to all proposals, to those of the area, and to those of the sponsor and of the issues.
    fn add(&mut self, proposal: &Proposal, add: impl Fn(&mut [f64; QUANTITIES])) {
        add(&mut self.totals[0].0);
        add(&mut self.totals[1 + proposal.area].0);
        if let Sponsor::Member(member) = proposal.sponsor {
            add(&mut self.totals[self.first_member + member].0);
        }
        let issues = self.issues.get(proposal.topic).into_iter().flatten();
        issues.for_each(|issue| add(&mut self.totals[self.first_issue + issue].0));
    }

    /// Adds to the periods of the session.
    fn add_to_periods(&mut self, session: u32, add: impl Fn(&mut [f64; QUANTITIES])) {
        let periods = self.periods.get(session as usize).into_iter().flatten();
        periods.for_each(|&place| add(&mut self.totals[place].0));
    }

    /// Adds where the proposal was tabled.
    fn add_tabling(&mut self, proposal: &Proposal, add: impl Fn(&mut [f64; QUANTITIES]) + Copy) {
        self.add(proposal, add);
        self.add_to_periods(proposal.tabled, add);
    }

    /// Notes what holds in the end on the issues of a proposal: its text, if that was adopted.
    fn note_what_holds(&mut self, proposal: &Proposal, adopted: bool) {
        let listing = self.timeline.first().listing.as_ref();
        for &number in self.issues.get(proposal.topic).into_iter().flatten() {
            let issue = &listing.expect("issues are on a list").issues[number];
            let status_quo = proposal.status_quo[issue.dimension];
            let point = if adopted { proposal.text[issue.dimension] } else { status_quo };
            let changed = (point - status_quo).abs() > SAME;
            self.texts[number].add(point, adopted, changed);
            let totals = &mut self.totals[self.first_issue + number];
            totals.add(Quantity::Text, issue.in_units(point));
            totals.add(Quantity::Changed, f64::from(changed));
        }
    }

    /// Adds to what is told of a member, whoever sponsors.
    fn add_to(&mut self, member: usize, quantity: Quantity, amount: f64) {
        self.totals[self.first_member + member].add(quantity, amount);
    }

    fn count_failing(&mut self, session: u32, poll: &Poll) {
        let failing = &mut self.failing[self.spans[session as usize]];
        failing.polls += 1;
        failing.for_support += u64::from(poll.needs_support);
    }

    fn count_objections(&mut self, poll: &Poll) {
        let objecting = poll.objectors().map(|member| self.numbers[member]);
        if self.objectors.note(objecting, poll.objecting.len() == 1) {
            self.count_objectors();
        }
    }

    /// Puts who objected into the totals and among the blockers.
    fn count_objectors(&mut self) {
        let Tally { objectors, blockers, totals, seated, first_member, .. } = self;
        objectors.count_into(blockers, |number, [objected, alone]| {
            let totals = &mut totals[*first_member + seated[number]];
            totals.add(Quantity::Objections, objected as f64);
            totals.add(Quantity::SoleObjections, alone as f64);
        });
    }

    /// Who does not support where the rule needs support; a member without a stake stands in nobody's way.
    fn count_lack_of_support(&mut self, poll: &Poll) {
        let lacking = || poll.concerned.iter().filter(|&seat| !poll.supporting.contains(seat));
        let is_alone = lacking().count() == 1;
        for member in lacking().map(|seat| poll.members[seat]) {
            self.add_to(member, Quantity::NoSupport, 1.0);
            self.add_to(member, Quantity::SoleNoSupport, f64::from(is_alone));
        }
    }
}

impl Observer for Tally<'_> {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    fn withheld(&mut self, proposal: &Proposal) {
        self.add_tabling(proposal, |totals| {
            totals[Quantity::Withheld as usize] += 1.0;
            totals[Quantity::Intended as usize] += 1.0;
        });
        self.note_what_holds(proposal, false);
    }

    fn polled(&mut self, session: u32, _: &Proposal, poll: &Poll) {
        if poll.adopted {
            return;
        }
        self.count_failing(session, poll);
        self.count_objections(poll);
        if poll.needs_support {
            self.count_lack_of_support(poll);
        }
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.note_what_holds(proposal, outcome.ending.is_adoption());
        let months = months_passed(self.timeline, proposal, outcome);
        let mut amounts = Amounts::default();
        amounts.count_ending(proposal, outcome);
        if proposal.sessions > 0 && proposal.feasible == Some(Feasibility::Unknown) {
            self.undecided += 1;
        }
        if !outcome.ending.is_adoption() {
            self.add_tabling(proposal, |totals| amounts.add_to(totals));
        } else {
            let gains: f64 = outcome.gains.iter().sum();
            amounts.add(Quantity::Months, months);
            amounts.measure_adopted(proposal, outcome, gains);
            self.add_to_periods(proposal.tabled, |totals| amounts.add_to(totals));
            self.add_to_periods(outcome.session, |totals| {
                let mut adoption = Amounts::default();
                adoption.measure_adoption(outcome, gains);
                adoption.add_to(totals);
            });
            amounts.measure_adoption(outcome, gains);
            self.add(proposal, |totals| amounts.add_to(totals));
            for (&member, &gain) in outcome.members.iter().zip(&outcome.gains) {
                self.add_to(member, Quantity::Shared, 1.0);
                self.add_to(member, Quantity::Gain, gain);
            }
        }
        let cause = Ending::ALL[..CAUSES].iter().position(|&ending| ending == outcome.ending);
        self.events[self.batch].add(key(months), cause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_times_ascend_with_them() {
        let times = [0.0, 1e-9, 0.5, 1.0, 1.5, 12.0, 12.000_001, 4000.0];
        assert!(times.iter().all(|&time| months(key(time)) == time));
        assert!(times.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
    }
}
