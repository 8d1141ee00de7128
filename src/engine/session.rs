use std::collections::VecDeque;

use super::draws::World;
use super::feasible;
use super::issue::advance_shocks;
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::prepared::Prepared;
use super::proposal::Proposal;
use crate::model::Order;

/// The proposals that are alive, and where they are deliberated.
#[derive(Debug, Clone, Default)]
pub(crate) struct Docket {
    /// Carried over or waiting from sessions before: oldest first, those of one session in their random order.
    pub(crate) old: VecDeque<Proposal>,
    /// Tabled in this session.
    pub(crate) new: Vec<Proposal>,
    /// Taken up in this session and carried over.
    carried: Vec<Proposal>,
    /// Ended proposals, to be made new ones.
    spent: Vec<Proposal>,
    chamber: Chamber,
}

/// One session of a body.
pub(crate) struct Session<'a, 'm> {
    pub(crate) prepared: &'a Prepared<'m>,
    pub(crate) world: World,
    pub(crate) number: u32,
    /// Whether it is asked, of what stalls, if an agreement existed.
    pub(crate) examine: bool,
}

impl Docket {
    /// A proposal to be filled in.
    pub(crate) fn blank(&mut self) -> Proposal {
        self.spent.pop().unwrap_or_default()
    }

    /// Puts the new items in their random order; those that draw alike stay in the order of the file.
    fn shuffle_new(&mut self) {
        self.new.sort_by(|a, b| a.turn.total_cmp(&b.turn));
    }
}

impl Session<'_, '_> {
    /// Takes up as many items as there is room for and tells how those end that do.
    pub(crate) fn hold<O: Observer>(
        &self,
        docket: &mut Docket,
        observer: &mut O,
        ended: impl Fn(&Proposal, Verdict, &mut O),
    ) {
        docket.shuffle_new();
        let agenda = &self.prepared.model.agenda;
        let room = agenda.capacity.map_or(usize::MAX, |capacity| capacity as usize);
        let (first, second) = match agenda.order {
            Order::OldFirst => (docket.old.len(), docket.new.len()),
            Order::NewFirst => (docket.new.len(), docket.old.len()),
        };
        let from_first = first.min(room);
        let from_second = second.min(room - from_first);
        let (old, new) = match agenda.order {
            Order::OldFirst => (from_first, from_second),
            Order::NewFirst => (from_second, from_first),
        };
        match agenda.order {
            Order::OldFirst => {
                self.take_up_old(docket, old, observer, &ended);
                self.take_up_new(docket, new, observer, &ended);
            }
            Order::NewFirst => {
                let waiting = docket.old.len();
                self.take_up_new(docket, new, observer, &ended);
                // What is new stands behind what is old from the next session on.
                let behind = docket.old.split_off(waiting);
                self.take_up_old(docket, old, observer, &ended);
                docket.old.extend(behind);
            }
        }
    }

    /// Takes up the first `count` of the old items; what is carried over stays ahead of what waits.
    fn take_up_old<O: Observer>(
        &self,
        docket: &mut Docket,
        count: usize,
        observer: &mut O,
        ended: &impl Fn(&Proposal, Verdict, &mut O),
    ) {
        for _ in 0..count {
            let proposal = docket.old.pop_front().expect("counted");
            if let Some(carried) = self.take_up(docket, proposal, observer, ended) {
                docket.carried.push(carried);
            }
        }
        while let Some(proposal) = docket.carried.pop() {
            docket.old.push_front(proposal);
        }
    }

    /// Takes up the first `count` of the new items; all that live join the old ones.
    fn take_up_new<O: Observer>(
        &self,
        docket: &mut Docket,
        count: usize,
        observer: &mut O,
        ended: &impl Fn(&Proposal, Verdict, &mut O),
    ) {
        let mut new = std::mem::take(&mut docket.new);
        for (index, proposal) in new.drain(..).enumerate() {
            let alive = if index < count { self.take_up(docket, proposal, observer, ended) } else { Some(proposal) };
            docket.old.extend(alive);
        }
        docket.new = new;
    }

    /// Deliberates one item; the answer is the item if it goes on living.
    fn take_up<O: Observer>(
        &self,
        docket: &mut Docket,
        mut proposal: Proposal,
        observer: &mut O,
        ended: &impl Fn(&Proposal, Verdict, &mut O),
    ) -> Option<Proposal> {
        advance_shocks(self.prepared, self.world, &mut proposal, self.number);
        let verdict = docket.chamber.deliberate(self.prepared, &mut proposal, observer);
        if self.examine && proposal.sessions == 1 {
            proposal.feasible = feasible::after_first_session(self.prepared, &proposal, verdict.ending);
        }
        if verdict.ending.is_none() {
            return Some(proposal);
        }
        ended(&proposal, verdict, observer);
        docket.spent.push(proposal);
        None
    }
}
