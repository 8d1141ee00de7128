use std::sync::atomic::{AtomicBool, Ordering};

use super::results::Scope;
use crate::engine::{Ending, Feasibility, Observer, Outcome, Poll, Proposal, Sponsor};
use crate::model::{Model, Response};
use crate::stats::EventTable;

/// What is added up over the proposals of one replication and scope. Every metric is a ratio of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Quantity {
    /// Length of the sessions held, once a replication.
    Years,
    Tabled,
    /// Adopted, by all or by some.
    Adopted,
    ByAll,
    OptOut,
    /// Taken up in some session.
    TakenUp,
    /// Adopted in the first session that took it up.
    AdoptedAtOnce,
    /// Taken up, and not adopted in the first session that did.
    Stalled,
    Withdrawn,
    Diverted,
    Shelved,
    Pending,
    /// Proposals of which it is known whether an agreement existed.
    Examined,
    Feasible,
    MissedAgreements,
    Gridlocked,
    /// Polls over all sessions of adopted proposals.
    Rounds,
    /// Months to adoption of adopted proposals.
    Months,
    /// Of adopted proposals: the change with which they opened, squared.
    Opened,
    /// The part of it that amendments took away.
    TakenAway,
    Depth,
    /// Failing polls that the member took part in.
    FailingPolls,
    Objections,
    SoleObjections,
    /// Failing polls that the member took part in, under rules that need support.
    FailingForSupport,
    NoSupport,
    SoleNoSupport,
    /// Adopted proposals that the member took part in.
    Shared,
    Gain,
}

const QUANTITIES: usize = Quantity::Gain as usize + 1;

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

/// Adds up what happens in a variant: totals of one replication, counts over all that it sees.
#[derive(Debug, Clone)]
pub(super) struct Tally<'m> {
    model: &'m Model,
    /// Set to break off.
    stop: &'m AtomicBool,
    /// By scope: all, then areas, then members.
    totals: Vec<Totals>,
    /// Proposals of which it could not be told whether an agreement existed, over all replications.
    pub(super) undecided: u64,
    /// Failing polls seen, over all replications.
    pub(super) failing_polls: u64,
    /// By pair of seats, row-major: failing polls in which both object; the diagonal: in which it does.
    pub(super) joint: Vec<u64>,
    /// By seat: failing polls in which only it objects.
    pub(super) alone: Vec<u64>,
    /// Endings by (sessions passed, polls in the last session) of this replication.
    pub(super) events: EventTable<CAUSES>,
}

impl<'m> Tally<'m> {
    pub(super) fn new(model: &'m Model, stop: &'m AtomicBool) -> Self {
        let seats = model.seats.len();
        let mut tally = Tally {
            model,
            stop,
            totals: Vec::new(),
            undecided: 0,
            failing_polls: 0,
            joint: vec![0; seats * seats],
            alone: vec![0; seats],
            events: EventTable::default(),
        };
        tally.begin();
        tally
    }

    /// Forgets the totals and events of the replication before.
    pub(super) fn begin(&mut self) {
        self.totals.clear();
        let scopes = 1 + self.model.areas.len() + self.model.members.len();
        self.totals.resize(scopes, Totals::new(self.model.agenda.years_held()));
        self.events = EventTable::default();
    }

    pub(super) fn totals(&self, scope: Scope) -> &Totals {
        &self.totals[self.place(scope)]
    }

    fn place(&self, scope: Scope) -> usize {
        match scope {
            Scope::All => 0,
            Scope::Area(area) => 1 + area,
            Scope::Member(member) => 1 + self.model.areas.len() + member,
        }
    }

    fn add(&mut self, scopes: &[Scope], quantity: Quantity, amount: f64) {
        for &scope in scopes {
            let place = self.place(scope);
            self.totals[place].add(quantity, amount);
        }
    }

    fn count_ending(&mut self, scopes: &[Scope], proposal: &Proposal, outcome: &Outcome) {
        let ending = match outcome.ending {
            Ending::Adopted => Quantity::ByAll,
            Ending::OptOut => Quantity::OptOut,
            Ending::Withdrawn => Quantity::Withdrawn,
            Ending::Diverted => Quantity::Diverted,
            Ending::Shelved => Quantity::Shelved,
            Ending::Pending => Quantity::Pending,
        };
        self.add(scopes, Quantity::Tabled, 1.0);
        self.add(scopes, ending, 1.0);
        self.add(scopes, Quantity::Adopted, f64::from(outcome.ending.is_adoption()));
        if proposal.sessions == 0 {
            return;
        }
        let at_once = outcome.ending.is_adoption() && proposal.sessions == 1;
        self.add(scopes, Quantity::TakenUp, 1.0);
        self.add(scopes, if at_once { Quantity::AdoptedAtOnce } else { Quantity::Stalled }, 1.0);
        let possible = match proposal.feasible {
            Some(Feasibility::Possible) => true,
            Some(Feasibility::Impossible) => false,
            Some(Feasibility::Unknown) => return self.undecided += 1,
            None => return,
        };
        self.add(scopes, Quantity::Examined, 1.0);
        self.add(scopes, Quantity::Feasible, f64::from(possible));
        if !at_once {
            self.add(scopes, if possible { Quantity::MissedAgreements } else { Quantity::Gridlocked }, 1.0);
        }
    }

    fn count_objections(&mut self, poll: &Poll) {
        let model = self.model;
        let seats = model.seats.len();
        let objects = |seat: &usize| poll.responses[*seat] == Response::Object;
        let objectors = (0..seats).filter(objects).count();
        for (seat, &member) in model.seats.iter().enumerate() {
            let scope = [Scope::Member(member)];
            self.add(&scope, Quantity::FailingPolls, 1.0);
            if !objects(&seat) {
                continue;
            }
            self.add(&scope, Quantity::Objections, 1.0);
            if objectors == 1 {
                self.alone[seat] += 1;
                self.add(&scope, Quantity::SoleObjections, 1.0);
            }
            for other in (0..seats).filter(objects) {
                self.joint[seat * seats + other] += 1;
            }
        }
    }

    /// Who does not support where the rule needs support; a member without a stake stands in nobody's way.
    fn count_lack_of_support(&mut self, poll: &Poll) {
        let model = self.model;
        let lacks = |seat: usize| poll.concerned[seat] && poll.responses[seat] != Response::Support;
        let lacking = (0..model.seats.len()).filter(|&seat| lacks(seat)).count();
        for (seat, &member) in model.seats.iter().enumerate() {
            let scope = [Scope::Member(member)];
            self.add(&scope, Quantity::FailingForSupport, 1.0);
            if lacks(seat) {
                self.add(&scope, Quantity::NoSupport, 1.0);
                self.add(&scope, Quantity::SoleNoSupport, f64::from(lacking == 1));
            }
        }
    }

    fn measure_adopted(&mut self, scopes: &[Scope], proposal: &Proposal, outcome: &Outcome) {
        let agenda = &self.model.agenda;
        let passed = f64::from(outcome.session - proposal.tabled);
        let months = passed * 12.0 / agenda.sessions_per_year + f64::from(outcome.last_polls) * agenda.months_per_round;
        let depth = outcome.gains.iter().sum::<f64>() / outcome.gains.len() as f64;
        self.add(scopes, Quantity::Rounds, f64::from(proposal.rounds));
        self.add(scopes, Quantity::Months, months);
        self.add(scopes, Quantity::Depth, depth);
        if let Some(change) = outcome.change {
            self.add(scopes, Quantity::Opened, change.opened);
            self.add(scopes, Quantity::TakenAway, change.opened - change.kept);
        }
        for (&member, &gain) in self.model.seats.iter().zip(&outcome.gains) {
            self.add(&[Scope::Member(member)], Quantity::Shared, 1.0);
            self.add(&[Scope::Member(member)], Quantity::Gain, gain);
        }
    }
}

impl Observer for Tally<'_> {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::Relaxed)
    }

    fn polled(&mut self, _: u32, _: &Proposal, poll: &Poll) {
        if poll.adopted {
            return;
        }
        self.failing_polls += 1;
        self.count_objections(poll);
        if poll.needs_support {
            self.count_lack_of_support(poll);
        }
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        let mut scopes = vec![Scope::All, Scope::Area(proposal.area)];
        if let Sponsor::Member(member) = proposal.sponsor {
            scopes.push(Scope::Member(member));
        }
        self.count_ending(&scopes, proposal, outcome);
        if outcome.ending.is_adoption() {
            self.measure_adopted(&scopes, proposal, outcome);
        }
        let time = (outcome.session - proposal.tabled, outcome.last_polls);
        self.events.add(time, Ending::ALL[..CAUSES].iter().position(|&ending| ending == outcome.ending));
    }
}
