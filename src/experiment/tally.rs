use std::sync::atomic::{AtomicBool, Ordering};

use super::quantity::{QUANTITIES, Quantity};
use super::results::Scope;
use crate::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Sponsor};
use crate::model::{Response, Timeline};
use crate::stats::EventTable;

/// Totals of one replication and scope.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Totals([f64; QUANTITIES]);

impl Totals {
    fn new(years: f64) -> Self {
        let mut totals = Totals([0.0; QUANTITIES]);
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
pub(super) type Key = (u32, u32);

fn key(months: f64) -> Key {
    let bits = months.to_bits();
    ((bits >> 32) as u32, bits as u32)
}

/// The months of a key.
pub(super) fn months((high, low): Key) -> f64 {
    f64::from_bits(u64::from(high) << 32 | u64::from(low))
}

/// Who stands in the way: counts over all replications. Members are numbered as they come in [`Timeline::ever_seated`].
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Blockers {
    /// By member: failing polls in which only it objects.
    pub(super) alone: Vec<u64>,
    /// By pair, row-major: failing polls in which both object; the diagonal: in which it does.
    pub(super) joint: Vec<u64>,
    /// By pair, row-major: failing polls in which both have a response.
    pub(super) failing: Vec<u64>,
}

impl Blockers {
    pub(super) fn new(members: usize) -> Self {
        let pairs = || vec![0; members * members];
        Blockers { alone: vec![0; members], joint: pairs(), failing: pairs() }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let add = |mine: &mut Vec<u64>, theirs: &[u64]| mine.iter_mut().zip(theirs).for_each(|(sum, x)| *sum += x);
        add(&mut self.alone, &other.alone);
        add(&mut self.joint, &other.joint);
        add(&mut self.failing, &other.failing);
    }
}

/// Adds up what happens in a variant: totals of one replication, counts over all that it sees.
#[derive(Debug, Clone)]
pub(super) struct Tally<'m> {
    timeline: &'m Timeline,
    /// Set to break off.
    stop: &'m AtomicBool,
    /// By scope: all, then areas, then members, then periods.
    totals: Vec<Totals>,
    /// What `totals` begin with.
    empty: Vec<Totals>,
    /// By session: the periods that it belongs to.
    periods: Vec<Vec<usize>>,
    /// By member of the file: its number in `blockers`.
    seated: Vec<Option<usize>>,
    /// Proposals of which it could not be told whether an agreement existed, over all replications.
    pub(super) undecided: u64,
    pub(super) blockers: Blockers,
    /// Endings by months of this replication.
    pub(super) events: EventTable<CAUSES>,
}

impl<'m> Tally<'m> {
    pub(super) fn new(timeline: &'m Timeline, stop: &'m AtomicBool) -> Self {
        let first = timeline.first();
        let ever = timeline.ever_seated();
        let mut seated = vec![None; first.members.len()];
        ever.iter().enumerate().for_each(|(number, &member)| seated[member] = Some(number));
        let mut periods = vec![Vec::new(); first.agenda.sessions as usize];
        let mut empty = vec![Totals::new(first.agenda.years_held()); 1 + first.areas.len() + first.members.len()];
        for (index, period) in timeline.periods.iter().enumerate() {
            let mut sessions = 0u32;
            for session in timeline.sessions_of(period) {
                periods[session as usize].push(index);
                sessions += 1;
            }
            empty.push(Totals::new(f64::from(sessions) / first.agenda.sessions_per_year));
        }
        Tally {
            timeline,
            stop,
            totals: empty.clone(),
            empty,
            periods,
            seated,
            undecided: 0,
            blockers: Blockers::new(ever.len()),
            events: EventTable::default(),
        }
    }

    /// Forgets the totals and events of the replication before.
    pub(super) fn begin(&mut self) {
        self.totals.copy_from_slice(&self.empty);
        self.events = EventTable::default();
    }

    pub(super) fn totals(&self, scope: Scope) -> &Totals {
        &self.totals[self.place(scope)]
    }

    fn place(&self, scope: Scope) -> usize {
        let first = self.timeline.first();
        match scope {
            Scope::All => 0,
            Scope::Area(area) => 1 + area,
            Scope::Member(member) => 1 + first.areas.len() + member,
            Scope::Period(period) => 1 + first.areas.len() + first.members.len() + period,
        }
    }

    /// Adds to all proposals, to those of the area, to those of the sponsor, and to the periods of the session.
    fn add(&mut self, about: About, quantity: Quantity, amount: f64) {
        self.totals[0].add(quantity, amount);
        let area = self.place(Scope::Area(about.area));
        self.totals[area].add(quantity, amount);
        if let Sponsor::Member(member) = about.sponsor {
            self.add_to(member, quantity, amount);
        }
        let first_period = self.place(Scope::Period(0));
        for period in self.periods.get(about.session as usize).into_iter().flatten() {
            self.totals[first_period + period].add(quantity, amount);
        }
    }

    /// Adds to what is told of a member, whoever sponsors.
    fn add_to(&mut self, member: usize, quantity: Quantity, amount: f64) {
        let place = self.place(Scope::Member(member));
        self.totals[place].add(quantity, amount);
    }

    fn count_ending(&mut self, proposal: &Proposal, outcome: &Outcome) {
        let about = About::tabling(proposal);
        let ending = match outcome.ending {
            Ending::Adopted => Quantity::ByAll,
            Ending::OptOut => Quantity::OptOut,
            Ending::Withdrawn => Quantity::Withdrawn,
            Ending::Diverted => Quantity::Diverted,
            Ending::Shelved => Quantity::Shelved,
            Ending::Pending => Quantity::Pending,
        };
        self.add(about, Quantity::Tabled, 1.0);
        self.add(about, Quantity::Intended, 1.0);
        self.add(about, Quantity::OpeningShare, proposal.opening_share);
        self.add(about, ending, 1.0);
        if outcome.ending.is_adoption() {
            self.add(about, Quantity::Adopted, 1.0);
        }
        if proposal.sessions == 0 {
            return;
        }
        let at_once = outcome.ending.is_adoption() && proposal.sessions == 1;
        self.add(about, Quantity::TakenUp, 1.0);
        self.add(about, if at_once { Quantity::AdoptedAtOnce } else { Quantity::Stalled }, 1.0);
        self.count_feasible(about, proposal, at_once);
    }

    fn count_feasible(&mut self, about: About, proposal: &Proposal, at_once: bool) {
        let possible = match proposal.feasible {
            Some(Feasibility::Possible) => true,
            Some(Feasibility::Impossible) => false,
            Some(Feasibility::Unknown) => return self.undecided += 1,
            None => return,
        };
        self.add(about, Quantity::Examined, 1.0);
        if possible {
            self.add(about, Quantity::Feasible, 1.0);
        }
        if !at_once {
            self.add(about, if possible { Quantity::MissedAgreements } else { Quantity::Gridlocked }, 1.0);
        }
    }

    fn measure_adopted(&mut self, proposal: &Proposal, outcome: &Outcome, months: f64) {
        let (tabling, now) = (About::tabling(proposal), About { session: outcome.session, ..About::tabling(proposal) });
        let gains: f64 = outcome.gains.iter().sum();
        let (members, participants) = (outcome.members.len() as f64, outcome.participants.len() as f64);
        self.add(tabling, Quantity::Rounds, f64::from(proposal.rounds));
        self.add(tabling, Quantity::Months, months);
        self.add(tabling, Quantity::Participation, participants / members);
        self.add(tabling, Quantity::Depth, gains / participants);
        self.add(now, Quantity::Decided, 1.0);
        self.add(now, Quantity::Output, gains / members);
        if outcome.linked {
            self.add(tabling, Quantity::Linked, 1.0);
        }
        if let Some(paid) = outcome.paid {
            self.add(tabling, Quantity::Compensated, 1.0);
            self.add(now, Quantity::Paid, paid);
        }
        if let Some(change) = outcome.change {
            self.add(tabling, Quantity::Opened, change.opened);
            self.add(tabling, Quantity::TakenAway, change.opened - change.kept);
        }
        for (&member, &gain) in outcome.members.iter().zip(&outcome.gains) {
            self.add_to(member, Quantity::Shared, 1.0);
            self.add_to(member, Quantity::Gain, gain);
        }
    }

    fn count_first_poll(&mut self, proposal: &Proposal, poll: &Poll) {
        let about = About::tabling(proposal);
        let has = |response| poll.responses.contains(&response);
        self.add(about, Quantity::FirstPolls, 1.0);
        if has(Response::Support) && has(Response::Object) {
            self.add(about, Quantity::Clashes, 1.0);
        }
    }

    fn count_objections(&mut self, poll: &Poll) {
        let members = self.blockers.alone.len();
        let objects = |seat: usize| poll.responses[seat] == Response::Object;
        let objectors = (0..poll.members.len()).filter(|&seat| objects(seat)).count();
        for (seat, &member) in poll.members.iter().enumerate() {
            self.add_to(member, Quantity::FailingPolls, 1.0);
            let Some(number) = self.seated[member] else { continue };
            for (other, &neighbour) in poll.members.iter().enumerate() {
                let Some(neighbour) = self.seated[neighbour] else { continue };
                self.blockers.failing[number * members + neighbour] += 1;
                self.blockers.joint[number * members + neighbour] += u64::from(objects(seat) && objects(other));
            }
            if !objects(seat) {
                continue;
            }
            self.add_to(member, Quantity::Objections, 1.0);
            if objectors == 1 {
                self.blockers.alone[number] += 1;
                self.add_to(member, Quantity::SoleObjections, 1.0);
            }
        }
    }

    /// Who does not support where the rule needs support; a member without a stake stands in nobody's way.
    fn count_lack_of_support(&mut self, poll: &Poll) {
        let lacks = |seat: usize| poll.concerned[seat] && poll.responses[seat] != Response::Support;
        let lacking = (0..poll.members.len()).filter(|&seat| lacks(seat)).count();
        for (seat, &member) in poll.members.iter().enumerate() {
            self.add_to(member, Quantity::FailingForSupport, 1.0);
            if lacks(seat) {
                self.add_to(member, Quantity::NoSupport, 1.0);
                self.add_to(member, Quantity::SoleNoSupport, f64::from(lacking == 1));
            }
        }
    }
}

/// What a count is about: who sponsors, in which area, and the session whose periods it counts in.
#[derive(Debug, Clone, Copy)]
struct About {
    sponsor: Sponsor,
    area: usize,
    session: u32,
}

impl About {
    /// About the proposal, in the periods in which it was tabled.
    fn tabling(proposal: &Proposal) -> Self {
        About { sponsor: proposal.sponsor, area: proposal.area, session: proposal.tabled }
    }
}

impl Observer for Tally<'_> {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    fn withheld(&mut self, session: u32, sponsor: Sponsor, area: usize) {
        let about = About { sponsor, area, session };
        self.add(about, Quantity::Withheld, 1.0);
        self.add(about, Quantity::Intended, 1.0);
    }

    fn polled(&mut self, _: u32, proposal: &Proposal, poll: &Poll) {
        if proposal.rounds == 1 {
            self.count_first_poll(proposal, poll);
        }
        if poll.adopted {
            return;
        }
        self.count_objections(poll);
        if poll.needs_support {
            self.count_lack_of_support(poll);
        }
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        let agenda = &self.timeline.model_at(outcome.session).agenda;
        let passed = f64::from(outcome.session - proposal.tabled);
        let months = passed * 12.0 / agenda.sessions_per_year + f64::from(outcome.last_polls) * agenda.months_per_round;
        self.count_ending(proposal, outcome);
        if outcome.ending.is_adoption() {
            self.measure_adopted(proposal, outcome, months);
        }
        let cause = Ending::ALL[..CAUSES].iter().position(|&ending| ending == outcome.ending);
        self.events.add(key(months), cause);
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
