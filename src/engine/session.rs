use std::collections::VecDeque;

use super::draws::World;
use super::feasible;
use super::issue::{advance_shocks, take_affinity};
use super::linkage;
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::outcome::{Ending, Outcome};
use super::policy::Policies;
use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::utility::Change;
use crate::model::{Compensation, Order, Response};

/// One session of a body: what is in force, and what comes from outside.
pub(crate) struct Session<'a, 'm> {
    pub(crate) prepared: &'a Prepared<'m>,
    pub(crate) world: World,
    pub(crate) number: u32,
    /// θ.
    pub(crate) threat: f64,
    /// By member: whether it is too new to object; empty where nobody is.
    pub(crate) muted: &'a [bool],
    /// Whether it is asked, of what stalls, if an agreement existed.
    pub(crate) examine: bool,
}

/// The proposals that are alive, and where they are deliberated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Docket {
    /// Carried over or waiting from sessions before: oldest first, those of one session in their random order.
    pub(crate) old: VecDeque<Proposal>,
    /// Tabled in this session.
    pub(crate) new: Vec<Proposal>,
    /// Taken up in this session, in the order of the agenda.
    items: Vec<Item>,
    /// Ended proposals, to be made new ones.
    spent: Vec<Proposal>,
    pub(crate) chamber: Chamber,
}

/// A proposal that was taken up, and what became of it.
#[derive(Debug, Clone)]
struct Item {
    proposal: Proposal,
    is_new: bool,
    verdict: Verdict,
    /// Whether its end has been told.
    is_told: bool,
}

impl Docket {
    /// A proposal to be filled in.
    pub(crate) fn blank(&mut self) -> Proposal {
        self.spent.pop().unwrap_or_default()
    }

    /// Gives back a proposal that is over, or never was one.
    pub(crate) fn spend(&mut self, proposal: Proposal) {
        self.spent.push(proposal);
    }
}

impl Session<'_, '_> {
    /// Whether an objection of `member` counts as one.
    pub(crate) fn may_object(&self, member: usize) -> bool {
        !self.muted.get(member).is_some_and(|&muted| muted)
    }

    /// Takes up as many items as there is room for, tries those that fail in pairs, and tells how those end that do.
    pub(crate) fn hold(&self, docket: &mut Docket, policies: &mut Policies, observer: &mut impl Observer) {
        docket.new.sort_by(|a, b| a.turn.total_cmp(&b.turn));
        if let Compensation::Fund { budget } = self.prepared.model.negotiation.compensation {
            docket.chamber.fund = budget;
        }
        let linkage = self.prepared.model.negotiation.linkage;
        let mut items = std::mem::take(&mut docket.items);
        self.call(docket, &mut items);
        for item in &mut items {
            item.verdict = self.take_up(&mut docket.chamber, policies, &mut item.proposal, observer);
            // What failed for the last time may still be adopted with another one.
            if let Some(ending) = item.verdict.ending.filter(|&ending| !(linkage && ending == Ending::Shelved)) {
                let poll = &docket.chamber.poll;
                let leaves = ending == Ending::OptOut;
                let out = if leaves { objectors(&poll.members, &poll.responses) } else { Vec::new() };
                self.end(policies, item, ending, &out, false, observer);
            }
        }
        if linkage {
            self.link(docket, &mut items, policies, observer);
        }
        self.adjourn(docket, &mut items, policies, observer);
        docket.items = items;
    }

    /// Puts the items that there is room for into the order of the agenda.
    fn call(&self, docket: &mut Docket, items: &mut Vec<Item>) {
        let agenda = &self.prepared.model.agenda;
        let mut room = agenda.capacity.map_or(usize::MAX, |capacity| capacity as usize);
        let item = |proposal, is_new| {
            let verdict = Verdict { ending: None, polls: 0, paid: None };
            Item { proposal, is_new, verdict, is_told: false }
        };
        for is_new in if agenda.order == Order::OldFirst { [false, true] } else { [true, false] } {
            let waiting = if is_new { docket.new.len() } else { docket.old.len() };
            let count = waiting.min(room);
            room -= count;
            if is_new {
                items.extend(docket.new.drain(..count).map(|proposal| item(proposal, true)));
            } else {
                items.extend(docket.old.drain(..count).map(|proposal| item(proposal, false)));
            }
        }
    }

    /// Deliberates one item on the terms of this session.
    fn take_up(
        &self,
        chamber: &mut Chamber,
        policies: &Policies,
        proposal: &mut Proposal,
        observer: &mut impl Observer,
    ) -> Verdict {
        advance_shocks(self.prepared, self.world, proposal, self.number);
        if proposal.tabled != self.number || policies.of(proposal.area).is_some() {
            self.take_terms(policies, proposal);
            proposal.take_within(self.prepared);
        }
        let verdict = chamber.deliberate(self, proposal, observer);
        if self.examine && proposal.sessions == 1 {
            proposal.feasible = feasible::after_first_session(self, proposal, verdict);
        }
        verdict
    }

    /// Puts what is in force now into a proposal: policies, losses at the status quo, affinities, urgency and threat.
    pub(crate) fn take_terms(&self, policies: &Policies, proposal: &mut Proposal) {
        proposal.policies.clear();
        if let Some(policy) = policies.of(proposal.area) {
            proposal.policies.extend_from_slice(policy);
        }
        proposal.take_losses(self.prepared);
        take_affinity(self.prepared, proposal);
        let area = self.prepared.area(proposal);
        proposal.urgency = area.urgency + area.threat_response * self.threat;
    }

    /// Tries what failed in pairs, in the order of the agenda.
    fn link(&self, docket: &mut Docket, items: &mut [Item], policies: &mut Policies, observer: &mut impl Observer) {
        let poll = &mut docket.chamber.poll;
        for first in 0..items.len() {
            for second in first + 1..items.len() {
                if items[first].is_told || items[second].is_told {
                    continue;
                }
                let (a, b) = (&items[first].proposal, &items[second].proposal);
                let Some(package) = linkage::package(self, a, b, poll) else { continue };
                for index in [first, second] {
                    let item = &mut items[index];
                    item.proposal.text.clone_from(&item.proposal.polled.text);
                    let leave = self.prepared.rule(&item.proposal).lets_objectors_leave();
                    let out = if leave { objectors(&poll.members, &package.responses) } else { Vec::new() };
                    let ending = if out.is_empty() { Ending::Adopted } else { Ending::OptOut };
                    self.end(policies, item, ending, &out, true, observer);
                }
            }
        }
    }

    /// Shelves what failed for the last time; the rest lives on.
    fn adjourn(
        &self,
        docket: &mut Docket,
        items: &mut Vec<Item>,
        policies: &mut Policies,
        observer: &mut impl Observer,
    ) {
        for item in items.iter_mut().filter(|item| !item.is_told) {
            if let Some(ending) = item.verdict.ending {
                self.end(policies, item, ending, &[], false, observer);
            }
        }
        // Those that were carried over before stay ahead of what waits, and new ones go behind it.
        let mut carried: Vec<Proposal> = Vec::new();
        let mut new: Vec<Proposal> = Vec::new();
        for item in items.drain(..) {
            match (item.is_told, item.is_new) {
                (true, _) => docket.spent.push(item.proposal),
                (false, true) => new.push(item.proposal),
                (false, false) => carried.push(item.proposal),
            }
        }
        carried.into_iter().rev().for_each(|proposal| docket.old.push_front(proposal));
        docket.old.extend(new);
        docket.old.extend(docket.new.drain(..));
    }

    /// Tells how an item ended; what is adopted becomes policy. `out` are those who object, by index in the file.
    fn end(
        &self,
        policies: &mut Policies,
        item: &mut Item,
        ending: Ending,
        out: &[usize],
        linked: bool,
        observer: &mut impl Observer,
    ) {
        let proposal = &item.proposal;
        let mut outcome = Outcome { paid: item.verdict.paid, linked, ..self.bare(ending, item.verdict.polls) };
        if ending.is_adoption() {
            self.measure(policies, proposal, out, &mut outcome);
            policies.adopt(proposal, &outcome.participants, ending == Ending::OptOut);
        }
        item.is_told = true;
        observer.ended(proposal, &outcome);
    }

    fn bare(&self, ending: Ending, last_polls: u32) -> Outcome {
        Outcome::bare(ending, self.number, last_polls)
    }

    /// Who takes part in what was adopted, and what they gain.
    fn measure(&self, policies: &Policies, proposal: &Proposal, out: &[usize], outcome: &mut Outcome) {
        let prepared = self.prepared;
        let area = prepared.area(proposal);
        outcome.change = Some(Change::of(&area.relevance, &proposal.status_quo, &proposal.opening, &proposal.text));
        outcome.members.clone_from(&prepared.model.seats);
        outcome.participants = prepared.model.seats.iter().copied().filter(|member| !out.contains(member)).collect();
        let policy = policies.of(proposal.area);
        let dims = proposal.text.len();
        let gain = |&member: &usize| {
            if out.contains(&member) {
                return 0.0;
            }
            let status_quo =
                policy.map_or(&proposal.status_quo[..], |policy| &policy[member * dims..(member + 1) * dims]);
            let loss = |at: &[f64]| prepared.loss_from(proposal.area, member, proposal.first_position(member), at);
            area.stakes * (loss(status_quo) - loss(&proposal.text))
        };
        outcome.gains = prepared.model.seats.iter().map(gain).collect();
    }

    /// Ends the proposals of members who have left: withdrawn, without a poll.
    pub(crate) fn see_off(&self, docket: &mut Docket, observer: &mut impl Observer) {
        let gone =
            |proposal: &Proposal| matches!(proposal.sponsor, Sponsor::Member(member) if !self.prepared.present[member]);
        for proposal in docket.old.iter().filter(|proposal| gone(proposal)) {
            observer.ended(proposal, &self.bare(Ending::Withdrawn, 0));
        }
        docket.old.retain(|proposal| !gone(proposal));
    }
}

/// Those who object, by index in the file.
fn objectors(members: &[usize], responses: &[Response]) -> Vec<usize> {
    let objects = |&(_, &response): &(&usize, &Response)| response == Response::Object;
    members.iter().zip(responses).filter(objects).map(|(&member, _)| member).collect()
}
