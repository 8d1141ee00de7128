use super::holdouts::Holdout;
use super::panel::Panel;
use super::prepared::Prepared;
use super::proposal::Proposal;
use crate::model::{Amendment, Loss, Rule};

/// Amends the text after a poll that left these holdouts; whether anybody amends.
pub(crate) fn amend(prepared: &Prepared, panel: &Panel, proposal: &mut Proposal, holdouts: &[Holdout]) -> bool {
    let rule = prepared.rule(proposal);
    match prepared.model.negotiation.amendment {
        Amendment::None => return false,
        _ if holdouts.is_empty() => return false,
        Amendment::Concede { rate } => concede(prepared, panel, proposal, holdouts, rate),
        Amendment::Mediate { relaxation } => {
            let holdout = served(rule, holdouts, proposal.within);
            mediate(prepared, proposal, holdout, relaxation)
        }
    }
    true
}

/// p ← p + κ(c − p), c the mean position of the holdouts, in each dimension weighted by influence times salience. In a
/// dimension that none of them cares about the text stays.
fn concede(prepared: &Prepared, panel: &Panel, proposal: &mut Proposal, holdouts: &[Holdout], rate: f64) {
    let seats = || holdouts.iter().map(|holdout| holdout.seat);
    let table = prepared.table(proposal);
    for (d, p) in proposal.text.iter_mut().enumerate() {
        let pull = table.pull(d);
        // Equal weights where all influence is 0.
        let by_influence = seats().map(|seat| pull[seat]).sum::<f64>() > 0.0;
        let salience = |seat: usize| prepared.model.salience(proposal.topic, prepared.model.seats[seat])[d];
        let weight = |seat| if by_influence { pull[seat] } else { salience(seat) };
        let total: f64 = seats().map(weight).sum();
        if total > 0.0 {
            let centre = seats().map(|seat| weight(seat) * panel.position(seat, d)).sum::<f64>() / total;
            *p += rate * (centre - *p);
        }
    }
}

/// The holdout with the largest shortfall where the rule needs every member, else the one with the smallest; the first
/// in the order of the file where several have it to within ε.
fn served(rule: &Rule, holdouts: &[Holdout], within: f64) -> Holdout {
    let sign = if rule.needs_every_member() { 1.0 } else { -1.0 };
    let most = holdouts.iter().map(|holdout| sign * holdout.shortfall).fold(f64::NEG_INFINITY, f64::max);
    let first = holdouts.iter().find(|holdout| sign * holdout.shortfall >= most - within);
    *first.expect("one of them has the most")
}

/// Moves the text on the line towards the holdout's position by ω times what would just satisfy it.
fn mediate(prepared: &Prepared, proposal: &mut Proposal, holdout: Holdout, relaxation: f64) {
    let member = prepared.model.seats[holdout.seat];
    let now = prepared.loss(proposal, member, &proposal.text);
    let reduction = holdout.shortfall / prepared.area(proposal).stakes;
    let step = relaxation * satisfying_step(prepared.model.negotiation.loss, now, reduction);
    let dims = proposal.text.len();
    let position = &proposal.positions[member * dims..(member + 1) * dims];
    for (d, (p, y)) in proposal.text.iter_mut().zip(position).enumerate() {
        // Where it stands nowhere there is nothing to move to.
        if prepared.stands(proposal.topic, member, d) {
            *p += step * (y - *p);
        }
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
