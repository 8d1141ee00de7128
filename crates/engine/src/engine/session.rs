use std::collections::VecDeque;

use super::feasible;
use super::issue::{advance_shocks, take_affinity};
use super::linkage;
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::outcome::{Ending, Outcome};
use super::policy::Policies;
use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use super::shared::SharedDraws;
use super::utility::Change;
use crate::model::{Compensation, Order};

/// One session of a body: what is in force, and what comes from outside.
pub(crate) struct Session<'a, 'm> {
    pub(crate) prepared: &'a Prepared<'m>,
    pub(crate) number: u32,
    /// θ.
    pub(crate) threat: f64,
    /// By member: whether it is too new to object; empty where nobody is.
    pub(crate) muted: &'a [bool],
    /// Whether it is asked, of what stalls, if an agreement existed.
    pub(crate) examine: bool,
}

/// The proposals that are alive, and where they are deliberated. Proposals stay where they are in `proposals`; the
/// lists hold their places.
#[derive(Debug, Clone, Default)]
pub(crate) struct Docket {
    pub(crate) proposals: Vec<Proposal>,
    /// Carried over or waiting from sessions before: oldest first, those of one session in their random order.
    pub(crate) old: VecDeque<usize>,
    /// Tabled in this session.
    pub(crate) new: Vec<usize>,
    /// Taken up in this session, in the order of the agenda.
    items: Vec<Item>,
    /// Of ended proposals, to be made new ones.
    spent: Vec<usize>,
    pub(crate) chamber: Chamber,
    /// What is told of the ending of each, made anew for each.
    outcome: Outcome,
    /// Who objects to it, by index in the file.
    objectors: Vec<usize>,
    /// Room for losses by member.
    losses: Vec<f64>,
}

/// A proposal that was taken up, and what became of it.
#[derive(Debug, Clone, Copy)]
struct Item {
    proposal: usize,
    is_new: bool,
    verdict: Verdict,
    /// Whether its end has been told.
    is_told: bool,
}

impl Docket {
    /// The place of a proposal to be filled in.
    pub(crate) fn blank(&mut self) -> usize {
        self.spent.pop().unwrap_or_else(|| {
            self.proposals.push(Proposal::default());
            self.proposals.len() - 1
        })
    }

    /// Gives back the place of a proposal that is over, or never was one.
    pub(crate) fn spend(&mut self, place: usize) {
        self.spent.push(place);
    }

    /// Forgets all proposals.
    pub(crate) fn clear(&mut self) {
        self.spent.extend(self.old.drain(..).chain(self.new.drain(..)));
    }
}

impl Session<'_, '_> {
    /// Whether an objection of `member` counts as one.
    pub(crate) fn may_object(&self, member: usize) -> bool {
        !self.muted.get(member).is_some_and(|&muted| muted)
    }

    /// Takes up as many items as there is room for, tries those that fail in pairs, and tells how those end that do.
    pub(crate) fn hold(
        &self,
        draws: &mut SharedDraws,
        docket: &mut Docket,
        policies: &mut Policies,
        observer: &mut impl Observer,
    ) {
        if let Compensation::Fund { budget } = self.prepared.model.negotiation.compensation {
            docket.chamber.fund = budget;
        }
        let linkage = self.prepared.model.negotiation.linkage;
        self.call(docket);
        for index in 0..docket.items.len() {
            let proposal = &mut docket.proposals[docket.items[index].proposal];
            let verdict = self.take_up(draws, &mut docket.chamber, policies, proposal, observer);
            docket.items[index].verdict = verdict;
            // What failed for the last time may still be adopted with another one.
            if let Some(ending) = verdict.ending.filter(|&ending| !(linkage && ending == Ending::Shelved)) {
                docket.objectors.clear();
                if ending == Ending::OptOut {
                    docket.objectors.extend(docket.chamber.poll.objectors());
                }
                self.end(policies, docket, index, ending, false, observer);
            }
        }
        if linkage {
            self.link(docket, policies, observer);
        }
        self.adjourn(docket, policies, observer);
    }

    /// Puts the items that there is room for into the order of the agenda.
    fn call(&self, docket: &mut Docket) {
        let Docket { proposals, old, new, items, .. } = docket;
        new.sort_by(|&a, &b| proposals[a].turn.total_cmp(&proposals[b].turn));
        let agenda = &self.prepared.model.agenda;
        let mut room = agenda.capacity.map_or(usize::MAX, |capacity| capacity as usize);
        let item = |proposal, is_new| {
            let verdict = Verdict { ending: None, polls: 0, paid: None };
            Item { proposal, is_new, verdict, is_told: false }
        };
        for is_new in if agenda.order == Order::OldFirst { [false, true] } else { [true, false] } {
            let waiting = if is_new { new.len() } else { old.len() };
            let count = waiting.min(room);
            room -= count;
            if is_new {
                items.extend(new.drain(..count).map(|proposal| item(proposal, true)));
            } else {
                items.extend(old.drain(..count).map(|proposal| item(proposal, false)));
            }
        }
    }

    /// Deliberates one item on the terms of this session.
    fn take_up(
        &self,
        draws: &mut SharedDraws,
        chamber: &mut Chamber,
        policies: &Policies,
        proposal: &mut Proposal,
        observer: &mut impl Observer,
    ) -> Verdict {
        advance_shocks(self.prepared, draws, proposal, self.number);
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
    fn link(&self, docket: &mut Docket, policies: &mut Policies, observer: &mut impl Observer) {
        for first in 0..docket.items.len() {
            for second in first + 1..docket.items.len() {
                let Docket { proposals, items, chamber, .. } = docket;
                if items[first].is_told || items[second].is_told {
                    continue;
                }
                let (a, b) = (&proposals[items[first].proposal], &proposals[items[second].proposal]);
                if !linkage::package(self, a, b, &mut chamber.poll) {
                    continue;
                }
                for index in [first, second] {
                    let proposal = &mut docket.proposals[docket.items[index].proposal];
                    proposal.text.clone_from(&proposal.polled.text);
                    docket.objectors.clear();
                    if self.prepared.rule(proposal).lets_objectors_leave() {
                        docket.objectors.extend(docket.chamber.poll.objectors());
                    }
                    let ending = if docket.objectors.is_empty() { Ending::Adopted } else { Ending::OptOut };
                    self.end(policies, docket, index, ending, true, observer);
                }
            }
        }
    }

    /// Shelves what failed for the last time; the rest lives on.
    fn adjourn(&self, docket: &mut Docket, policies: &mut Policies, observer: &mut impl Observer) {
        for index in 0..docket.items.len() {
            let Item { verdict, is_told, .. } = docket.items[index];
            if let Some(ending) = verdict.ending.filter(|_| !is_told) {
                docket.objectors.clear();
                self.end(policies, docket, index, ending, false, observer);
            }
        }
        let Docket { old, new, items, spent, .. } = docket;
        spent.extend(items.iter().filter(|item| item.is_told).map(|item| item.proposal));
        // Those that were carried over before stay ahead of what waits, and new ones go behind it.
        let alive = |is_new: bool| move |item: &&Item| !item.is_told && item.is_new == is_new;
        items.iter().rev().filter(alive(false)).for_each(|item| old.push_front(item.proposal));
        old.extend(items.iter().filter(alive(true)).map(|item| item.proposal));
        old.extend(new.drain(..));
        items.clear();
    }

    /// Tells how an item ended, the docket's objectors staying out; what is adopted becomes policy.
    fn end(
        &self,
        policies: &mut Policies,
        docket: &mut Docket,
        index: usize,
        ending: Ending,
        linked: bool,
        observer: &mut impl Observer,
    ) {
        let Docket { proposals, items, outcome, objectors, losses, .. } = docket;
        let item = &mut items[index];
        let proposal = &proposals[item.proposal];
        outcome.begin(ending, self.number, item.verdict.polls);
        (outcome.paid, outcome.linked) = (item.verdict.paid, linked);
        if ending.is_adoption() {
            self.measure(policies, proposal, objectors, losses, outcome);
            policies.adopt(proposal, &outcome.participants, ending == Ending::OptOut);
        }
        item.is_told = true;
        observer.ended(proposal, outcome);
    }

    /// Who takes part in what was adopted, and what they gain.
    fn measure(
        &self,
        policies: &Policies,
        proposal: &Proposal,
        out: &[usize],
        losses: &mut Vec<f64>,
        outcome: &mut Outcome,
    ) {
        let prepared = self.prepared;
        let (relevance, seats) = (prepared.relevance(proposal), &prepared.model.seats);
        outcome.change = Some(Change::of(relevance, &proposal.status_quo, &proposal.opening, &proposal.text));
        outcome.members.extend_from_slice(seats);
        outcome.participants.extend_from_slice(seats);
        self.gains(policies, proposal, losses, outcome);
        if !out.is_empty() {
            outcome.participants.retain(|member| !out.contains(member));
            let left = seats.iter().zip(&mut outcome.gains).filter(|(member, _)| out.contains(member));
            left.for_each(|(_, gain)| *gain = 0.0);
        }
    }

    /// What everybody with a response gains by the text against the policy that is in force, at first positions.
    fn gains(&self, policies: &Policies, proposal: &Proposal, losses: &mut Vec<f64>, outcome: &mut Outcome) {
        let prepared = self.prepared;
        let seats = &prepared.model.seats;
        let (stakes, dims) = (prepared.area(proposal).stakes, proposal.text.len());
        let policy = policies.of(proposal.area);
        if policy.is_none() && proposal.first_positions.is_empty() {
            prepared.losses(proposal.topic, &proposal.positions, &proposal.text, losses);
            let gain = |&member: &usize| stakes * (proposal.loss_at_status_quo[member] - losses[member]);
            outcome.gains.extend(seats.iter().map(gain));
            return;
        }
        let loss = |member: usize, at: &[f64]| prepared.loss_from(proposal.topic, member, proposal.began_with(), at);
        outcome.gains.extend(seats.iter().map(|&member| {
            let at = policy.map_or(&proposal.status_quo[..], |policy| &policy[member * dims..(member + 1) * dims]);
            stakes * (loss(member, at) - loss(member, &proposal.text))
        }));
    }

    /// Ends the proposals of members who have left: withdrawn, without a poll.
    pub(crate) fn see_off(&self, docket: &mut Docket, observer: &mut impl Observer) {
        let Docket { proposals, old, spent, outcome, .. } = docket;
        old.retain(|&place| {
            let Sponsor::Member(member) = proposals[place].sponsor else { return true };
            let stays = self.prepared.presence[member] > 0.0;
            if !stays {
                outcome.begin(Ending::Withdrawn, self.number, 0);
                observer.ended(&proposals[place], outcome);
                spent.push(place);
            }
            stays
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_of_what_is_over_is_used_again() {
        let mut docket = Docket::default();
        let places = [docket.blank(), docket.blank()];
        docket.spend(places[0]);
        docket.old.push_back(places[1]);
        assert_eq!(docket.blank(), places[0]);
        docket.clear();
        assert_eq!(docket.blank(), places[1]);
        assert_eq!(docket.proposals.len(), 2);
    }
}
