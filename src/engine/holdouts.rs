use super::poll::Poll;
use crate::model::{Response, Rule};

/// A member in the way of adoption.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Holdout {
    pub(crate) seat: usize,
    /// T_m − V_m: what its inclination lacks, utility units.
    pub(crate) shortfall: f64,
    /// Whether it supports when it lacks nothing any more; else it acquiesces.
    pub(crate) to_support: bool,
}

/// Those in the way after `poll` failed, in the order of the seats: members with a stake who do not support, where the
/// rule needs support; else those whose objection counts or, where the rule limits acquiescence and nobody objects,
/// those who acquiesce.
pub(crate) fn find(rule: &Rule, poll: &Poll, holdouts: &mut Vec<Holdout>) {
    holdouts.clear();
    let to_support = |seat: usize| Holdout { seat, shortfall: -poll.inclinations[seat], to_support: true };
    let concerned = || (0..poll.responses.len()).filter(|&seat| poll.concerned[seat]);
    if rule.needs_support() {
        holdouts.extend(concerned().filter(|&seat| poll.responses[seat] != Response::Support).map(to_support));
        return;
    }
    let to_acquiesce = |seat: usize| Holdout {
        seat,
        shortfall: poll.objection_thresholds[seat] - poll.inclinations[seat],
        to_support: false,
    };
    holdouts.extend(poll.objectors.iter().filter(|&&seat| rule.objection_counts(seat)).map(|&seat| to_acquiesce(seat)));
    if holdouts.is_empty() && rule.limits_acquiescence() {
        holdouts.extend(concerned().filter(|&seat| poll.responses[seat] == Response::Acquiesce).map(to_support));
    }
}
