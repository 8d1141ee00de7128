use super::poll::Poll;
use super::proposal::Proposal;
use super::utility::{loss, weighted_mean};
use crate::model::{Amendment, Loss, Model, Response, Rule};

/// What an amendment did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Amended {
    /// The text moved.
    Text,
    /// Nobody amends, or nobody holds out: the session ends for this proposal.
    Nothing,
}

/// A member in the way of adoption.
struct Holdout {
    seat: usize,
    /// T_m: the inclination that would do.
    threshold: f64,
}

/// Amends the text after `poll` failed.
pub(crate) fn amend(model: &Model, proposal: &mut Proposal, poll: &Poll) -> Amended {
    let rule = &model.areas[proposal.area].rule;
    let holdouts = holdouts(rule, poll);
    match model.negotiation.amendment {
        Amendment::None => return Amended::Nothing,
        _ if holdouts.is_empty() => return Amended::Nothing,
        Amendment::Concede { rate } => concede(model, proposal, &holdouts, rate),
        Amendment::Mediate { relaxation } => mediate(model, proposal, poll, served(rule, poll, &holdouts), relaxation),
    }
    Amended::Text
}

/// Those who do not support, where the rule needs support; else those whose objection counts, or,
/// where the rule limits acquiescence and nobody objects, those who acquiesce.
fn holdouts(rule: &Rule, poll: &Poll) -> Vec<Holdout> {
    let answers = || poll.responses.iter().copied().enumerate();
    let to_support = |(seat, _)| Holdout { seat, threshold: 0.0 };
    if rule.needs_support() {
        return answers().filter(|&(_, response)| response != Response::Support).map(to_support).collect();
    }
    let objectors: Vec<Holdout> = answers()
        .filter(|&(seat, response)| response == Response::Object && rule.objection_counts(seat))
        .map(|(seat, _)| Holdout { seat, threshold: poll.objection_thresholds[seat] })
        .collect();
    if objectors.is_empty() && rule.limits_acquiescence() {
        return answers().filter(|&(_, response)| response == Response::Acquiesce).map(to_support).collect();
    }
    objectors
}

/// p ← p + κ(c − p), c the influence-weighted mean position of the holdouts.
fn concede(model: &Model, proposal: &mut Proposal, holdouts: &[Holdout], rate: f64) {
    let points = holdouts.iter().map(|h| {
        let member = model.seats[h.seat];
        (model.members[member].influence, proposal.position(member))
    });
    let Some(centre) = weighted_mean(points, model.dims()) else { return };
    for (p, c) in proposal.text.iter_mut().zip(&centre) {
        *p += rate * (c - *p);
    }
}

/// The holdout with the largest shortfall where the rule needs every member, else the one with the
/// smallest; the first in the order of the file where several have it.
fn served<'h>(rule: &Rule, poll: &Poll, holdouts: &'h [Holdout]) -> &'h Holdout {
    let shortfall = |h: &Holdout| h.threshold - poll.inclinations[h.seat];
    let every = rule.needs_every_member();
    let better = |a: &Holdout, b: &Holdout| {
        if every { shortfall(a) > shortfall(b) } else { shortfall(a) < shortfall(b) }
    };
    holdouts.iter().fold(&holdouts[0], |best, h| if better(h, best) { h } else { best })
}

/// Moves the text on the line towards the holdout's position by ω times what would just satisfy it.
fn mediate(model: &Model, proposal: &mut Proposal, poll: &Poll, holdout: &Holdout, relaxation: f64) {
    let member = model.seats[holdout.seat];
    let area = &model.areas[proposal.area];
    let position = proposal.position(member).to_vec();
    let now = loss(model, area, member, &position, &proposal.text);
    let shortfall = holdout.threshold - poll.inclinations[holdout.seat];
    let step = relaxation * satisfying_step(model.negotiation.loss, now, shortfall / area.stakes);
    for (p, y) in proposal.text.iter_mut().zip(&position) {
        *p += step * (y - *p);
    }
}

/// The t in \[0,1\] at which the loss on the way from the text (t = 0) to the position (t = 1) has
/// fallen from `now` by `reduction`; 1 where it cannot. At t the distance is (1−t) of what it was.
fn satisfying_step(shape: Loss, now: f64, reduction: f64) -> f64 {
    let remaining = (now - reduction) / now;
    if remaining.is_nan() || remaining <= 0.0 {
        return 1.0;
    }
    match shape {
        Loss::Quadratic => 1.0 - remaining.sqrt(),
        Loss::Linear => 1.0 - remaining,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_brings_the_loss_down_by_the_shortfall() {
        // Loss 4 at distance 2; a loss of 1 is at distance 1, half way.
        assert_eq!(satisfying_step(Loss::Quadratic, 4.0, 3.0), 0.5);
        // Loss 2 at distance 2; a loss of 0.5 is three quarters of the way.
        assert_eq!(satisfying_step(Loss::Linear, 2.0, 1.5), 0.75);
        assert_eq!(satisfying_step(Loss::Quadratic, 4.0, 5.0), 1.0, "nothing on the line does");
        assert_eq!(satisfying_step(Loss::Quadratic, 0.0, 1.0), 1.0);
    }
}
