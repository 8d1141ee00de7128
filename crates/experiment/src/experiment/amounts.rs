use super::quantity::Quantity;
use crate::engine::{Ending, Feasibility, Outcome, Proposal};

/// What is added to totals for a proposal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts(pub(super) [f64; OF_PROPOSALS]);

/// The quantities that proposals have are the first ones.
const OF_PROPOSALS: usize = Quantity::Paid as usize + 1;

impl Default for Amounts {
    fn default() -> Self {
        Amounts([0.0; OF_PROPOSALS])
    }
}

impl Amounts {
    fn one(&mut self, quantity: Quantity) {
        self.add(quantity, 1.0);
    }

    pub(super) fn add(&mut self, quantity: Quantity, amount: f64) {
        self.0[quantity as usize] += amount;
    }

    /// Adds them to totals by quantity.
    #[inline]
    pub(super) fn add_to(&self, totals: &mut [f64]) {
        totals[..OF_PROPOSALS].iter_mut().zip(&self.0).for_each(|(sum, amount)| *sum += amount);
    }

    pub(super) fn count_ending(&mut self, proposal: &Proposal, outcome: &Outcome) {
        self.one(Quantity::Tabled);
        self.one(Quantity::Intended);
        self.add(Quantity::OpeningShare, proposal.opening_share);
        self.one(match outcome.ending {
            Ending::Adopted => Quantity::ByAll,
            Ending::OptOut => Quantity::OptOut,
            Ending::Withdrawn => Quantity::Withdrawn,
            Ending::Diverted => Quantity::Diverted,
            Ending::Shelved => Quantity::Shelved,
            Ending::Pending => Quantity::Pending,
        });
        if outcome.ending.is_adoption() {
            self.one(Quantity::Adopted);
        }
        if proposal.sessions > 0 {
            let at_once = outcome.ending.is_adoption() && proposal.sessions == 1;
            self.one(Quantity::TakenUp);
            self.one(Quantity::FirstPolls);
            self.add(Quantity::Clashes, f64::from(proposal.clashed));
            self.one(if at_once { Quantity::AdoptedAtOnce } else { Quantity::Stalled });
            self.count_feasible(proposal, at_once);
        }
    }

    fn count_feasible(&mut self, proposal: &Proposal, at_once: bool) {
        let possible = match proposal.feasible {
            Some(Feasibility::Possible) => true,
            Some(Feasibility::Impossible) => false,
            Some(Feasibility::Unknown) | None => return,
        };
        self.one(Quantity::Examined);
        if possible {
            self.one(Quantity::Feasible);
        }
        if !at_once {
            self.one(if possible { Quantity::MissedAgreements } else { Quantity::Gridlocked });
        }
    }

    /// What counts when an adopted proposal was tabled.
    pub(super) fn measure_adopted(&mut self, proposal: &Proposal, outcome: &Outcome, gains: f64) {
        let (members, participants) = (outcome.members.len() as f64, outcome.participants.len() as f64);
        self.add(Quantity::Rounds, f64::from(proposal.rounds));
        self.add(Quantity::Participation, participants / members);
        self.add(Quantity::Depth, gains / participants);
        if outcome.linked {
            self.one(Quantity::Linked);
        }
        if outcome.paid.is_some() {
            self.one(Quantity::Compensated);
        }
        if let Some(change) = outcome.change {
            self.add(Quantity::Opened, change.opened);
            self.add(Quantity::TakenAway, change.opened - change.kept);
        }
    }

    /// What counts when it is adopted.
    pub(super) fn measure_adoption(&mut self, outcome: &Outcome, gains: f64) {
        self.one(Quantity::Decided);
        self.add(Quantity::Output, gains / outcome.members.len() as f64);
        if let Some(paid) = outcome.paid {
            self.add(Quantity::Paid, paid);
        }
    }
}
