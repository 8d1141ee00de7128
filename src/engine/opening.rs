use super::prepared::Prepared;
use super::proposal::{Proposal, Reservation, Sponsor};
use crate::model::{SecretariatIdeal, WITHIN};

/// Opens a proposal whose status quo and positions are known: losses at the status quo, the text q + λ(y_s − q), ε and
/// the reservation. `drawn_aim` is where the secretariat aims where that is drawn.
pub(crate) fn open(prepared: &Prepared, proposal: &mut Proposal, drawn_aim: Option<Vec<f64>>) {
    proposal.loss_at_status_quo.clear();
    for member in 0..prepared.members {
        let loss = prepared.loss(proposal, member, &proposal.status_quo);
        proposal.loss_at_status_quo.push(loss);
    }
    let ambition = prepared.model.negotiation.ambition;
    let aim = drawn_aim.unwrap_or_else(|| aim(prepared, proposal));
    proposal.opening.clear();
    proposal.opening.extend(proposal.status_quo.iter().zip(&aim).map(|(q, y)| q + ambition * (y - q)));
    proposal.text.clone_from(&proposal.opening);
    proposal.within = WITHIN * prepared.area(proposal).stakes * largest_loss(prepared, proposal);
    proposal.reservation = reservation(prepared, proposal);
}

/// The largest loss of anybody at the table, at the status quo or at the opening.
fn largest_loss(prepared: &Prepared, proposal: &Proposal) -> f64 {
    let losses =
        |&member: &usize| proposal.loss_at_status_quo[member].max(prepared.loss(proposal, member, &proposal.opening));
    prepared.model.table.iter().map(losses).fold(0.0, f64::max)
}

fn reservation(prepared: &Prepared, proposal: &Proposal) -> Reservation {
    match proposal.sponsor {
        Sponsor::Member(member) => {
            let sponsor = prepared.member(member);
            let area = prepared.area(proposal);
            let (worthwhile, outside) = (sponsor.worthwhile, sponsor.outside_option[proposal.area]);
            let best = area.stakes * proposal.loss_at_status_quo[member];
            let opens_with = prepared.gain(proposal, member, &proposal.opening) + area.urgency;
            let least = (worthwhile.max(outside) * best).min(opens_with);
            Reservation::Gain { member, least, elsewhere: outside > worthwhile }
        }
        Sponsor::Secretariat => Reservation::Kept { least: secretariat(prepared).worthwhile },
    }
}

/// Where the sponsor would like policy to be.
fn aim(prepared: &Prepared, proposal: &Proposal) -> Vec<f64> {
    match proposal.sponsor {
        Sponsor::Member(member) => proposal.position(member).to_vec(),
        Sponsor::Secretariat => match &secretariat(prepared).ideal {
            SecretariatIdeal::Point(point) | SecretariatIdeal::Drawn { mean: point, .. } => point.clone(),
            SecretariatIdeal::Centroid => (0..prepared.model.dims()).map(|d| centroid(prepared, proposal, d)).collect(),
        },
    }
}

fn secretariat<'m>(prepared: &Prepared<'m>) -> &'m crate::model::Secretariat {
    prepared.model.secretariat.as_ref().expect("a secretariat sponsors only where there is one")
}

/// The mean position of the members with a response in dimension `d`, weighted by influence times salience, by
/// influence where these are all 0. Where all influence is 0 everybody has the same.
fn centroid(prepared: &Prepared, proposal: &Proposal, d: usize) -> f64 {
    let seats = &prepared.model.seats;
    let influential = seats.iter().any(|&m| prepared.member(m).influence > 0.0);
    let influence = |m: usize| if influential { prepared.member(m).influence } else { 1.0 };
    let with_salience = |m: usize| influence(m) * prepared.member(m).salience[d];
    let cares = seats.iter().any(|&m| with_salience(m) > 0.0);
    let weight = |m: usize| if cares { with_salience(m) } else { influence(m) };
    let total: f64 = seats.iter().map(|&m| weight(m)).sum();
    seats.iter().map(|&m| weight(m) * proposal.position(m)[d]).sum::<f64>() / total
}
