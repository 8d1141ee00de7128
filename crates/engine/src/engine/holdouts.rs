use super::poll::Poll;
use super::seats::Seats;
use crate::model::Rule;

/// The members in the way of adoption after a poll that failed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Holdouts {
    pub(crate) seats: Seats,
    /// Whether they support when they lack nothing any more; else they acquiesce.
    pub(crate) to_support: bool,
}

impl Holdouts {
    /// Becomes those in the way after `poll` failed: members with a stake who do not support, where the rule needs support;
    /// else those whose objection counts or, where the rule limits acquiescence and nobody objects, those who acquiesce.
    pub(crate) fn find(&mut self, rule: &Rule, poll: &Poll) {
        self.to_support = rule.needs_support();
        if !self.to_support {
            self.seats.clone_from(&poll.objecting);
            if !rule.every_objection_counts() {
                let idle = Seats::of(poll.members.len(), |seat| !rule.objection_counts(seat));
                self.seats.remove(&idle);
            }
            self.to_support = self.seats.is_empty() && rule.limits_acquiescence();
        }
        if self.to_support {
            self.seats.clone_from(&poll.concerned);
            self.seats.remove(&poll.supporting);
            if !rule.needs_support() {
                self.seats.remove(&poll.objecting);
            }
        }
    }

    /// T_m − V_m: what the inclination of a seat lacks in `poll`, utility units.
    pub(crate) fn shortfall(&self, poll: &Poll, seat: usize) -> f64 {
        let threshold = if self.to_support { 0.0 } else { poll.objection_thresholds()[seat] };
        threshold - poll.inclinations()[seat]
    }
}
