use super::holdouts::Holdouts;
use super::panel::{Panel, Table};
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::Proposal;
use crate::model::{Amendment, Loss, MOST_DIMENSIONS, Rule};

/// Amends the text after a poll that left these holdouts; whether anybody amends.
pub(crate) fn amend(
    prepared: &Prepared,
    rule: &Rule,
    (table, panel): (&Table, &Panel),
    (poll, holdouts): (&Poll, &Holdouts),
    proposal: &mut Proposal,
) -> bool {
    match prepared.model.negotiation.amendment {
        Amendment::None => return false,
        _ if holdouts.seats.is_empty() => return false,
        Amendment::Concede { rate } => {
            let concede = match proposal.text.len() {
                1 => concede::<1>,
                2 => concede::<2>,
                3 => concede::<3>,
                _ => concede::<MOST_DIMENSIONS>,
            };
            concede(prepared, (table, panel), proposal, holdouts, rate);
        }
        Amendment::Mediate { relaxation } => {
            let seat = served(rule, poll, holdouts, proposal.within);
            mediate(prepared, proposal, seat, holdouts.shortfall(poll, seat), relaxation);
        }
    }
    true
}

/// p ← p + κ(c − p), c the mean position of the holdouts, in each dimension weighted by influence times salience. In a
/// dimension that none of them cares about the text stays. `D` is the number of dimensions, or the most that there are.
fn concede<const D: usize>(
    prepared: &Prepared,
    (table, panel): (&Table, &Panel),
    proposal: &mut Proposal,
    holdouts: &Holdouts,
    rate: f64,
) {
    let dims = if D < MOST_DIMENSIONS { D } else { proposal.text.len() };
    let (mut totals, mut sums) = ([0.0; D], [0.0; D]);
    for seat in holdouts.seats.iter() {
        for d in 0..dims {
            let pull = table.pull(d, seat);
            totals[d] += pull;
            sums[d] += pull * panel.position(d, seat);
        }
    }
    for (d, p) in proposal.text[..dims].iter_mut().enumerate() {
        let (mut total, mut sum) = (totals[d], sums[d]);
        if total <= 0.0 {
            // Equal weights where all influence is 0.
            for seat in holdouts.seats.iter() {
                let salience = prepared.model.salience(proposal.topic, prepared.model.seats[seat])[d];
                total += salience;
                sum += salience * panel.position(d, seat);
            }
        }
        if total > 0.0 {
            *p += rate * (sum / total - *p);
        }
    }
}

/// The holdout with the largest shortfall where the rule needs every member, else the one with the smallest; the first
/// in the order of the file where several have it to within ε.
fn served(rule: &Rule, poll: &Poll, holdouts: &Holdouts, within: f64) -> usize {
    let sign = if rule.needs_every_member() { 1.0 } else { -1.0 };
    let shortfall = |seat: usize| sign * holdouts.shortfall(poll, seat);
    let most = holdouts.seats.iter().map(shortfall).fold(f64::NEG_INFINITY, f64::max);
    holdouts.seats.iter().find(|&seat| shortfall(seat) >= most - within).expect("one of them has the most")
}

/// Moves the text on the line towards the position of a seat by ω times what would just satisfy it.
fn mediate(prepared: &Prepared, proposal: &mut Proposal, seat: usize, shortfall: f64, relaxation: f64) {
    let member = prepared.model.seats[seat];
    let now = prepared.loss(proposal, member, &proposal.text);
    let reduction = shortfall / prepared.area(proposal).stakes;
    let step = relaxation * satisfying_step(prepared.model.negotiation.loss, now, reduction);
    let Proposal { text, positions, .. } = proposal;
    for (d, (p, y)) in text.iter_mut().zip(positions.of(member)).enumerate() {
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
