use super::points::Points;
use super::prepared::Prepared;
use super::proposal::Proposal;

/// Friedkin & Johnsen (1990, J. Mathematical Sociology 15): everybody present moves from the position with which the
/// proposal began towards the influence-weighted mean of the positions of all present, observers included. For this
/// proposal only. Whether anybody can be persuaded.
pub(crate) fn persuade(prepared: &Prepared, proposal: &mut Proposal) -> bool {
    if !prepared.is_susceptible {
        return false;
    }
    if proposal.first_positions.is_empty() {
        proposal.first_positions.clone_from(&proposal.positions);
    }
    let table = &prepared.model.table;
    for d in 0..prepared.model.dims() {
        let stands = |member: &usize| prepared.stands(proposal.topic, *member, d);
        let standing = table.iter().copied().filter(stands);
        let positions = proposal.positions.row_mut(d);
        let Some(mean) = prepared.influential_mean(standing.clone(), |member| positions[member]) else { continue };
        for member in standing {
            let susceptibility = prepared.member(member).susceptibility;
            let first = proposal.first_positions.at(member, d);
            positions[member] = (1.0 - susceptibility) * first + susceptibility * mean;
        }
    }
    proposal.take_losses(prepared);
    true
}

/// Moves the ideal points of all present towards the influence-weighted mean of the members'.
pub(crate) fn socialise(prepared: &Prepared, ideals: &mut Points) {
    if !prepared.is_socialised {
        return;
    }
    for d in 0..prepared.model.dims() {
        let (seats, ideals) = (prepared.model.seats.iter().copied(), ideals.row_mut(d));
        let Some(mean) = prepared.influential_mean(seats, |member| ideals[member]) else { continue };
        for &member in &prepared.model.table {
            let ideal = &mut ideals[member];
            *ideal += prepared.member(member).socialisation * (mean - *ideal);
        }
    }
}
