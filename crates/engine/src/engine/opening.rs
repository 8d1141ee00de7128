use super::anticipate::{self, Outlook};
use super::issue::{draw_aim, seen_positions};
use super::prepared::Prepared;
use super::proposal::{Proposal, Reservation, Sponsor};
use super::session::Session;
use super::shared::SharedDraws;
use crate::model::{Opening, SecretariatIdeal};

/// What becomes of a proposal that a sponsor has in mind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It is tabled.
    Tabled,
    /// It is not, because nothing would come of it.
    Withheld,
    /// It is not, because more is to be had elsewhere.
    DivertedBefore,
}

/// Opens a proposal whose issue is drawn and whose terms are those of `session`: the text q + λ(y_s − q) and the
/// reservation, or no proposal at all.
pub(crate) fn open(session: &Session, draws: &mut SharedDraws, proposal: &mut Proposal) -> Opened {
    let prepared = session.prepared;
    let negotiation = &prepared.model.negotiation;
    let fixed = prepared.model.listed(proposal.topic).and_then(|listed| listed.text.as_ref());
    match fixed {
        Some(text) => proposal.opening.clone_from(text),
        None => take_aim(prepared, draws, proposal),
    }
    let wanted = wanted(prepared, proposal);
    proposal.opening_share = match &negotiation.opening {
        _ if fixed.is_some() => 1.0,
        Opening::Sincere => negotiation.ambition,
        Opening::Anticipate { information_sd, withhold } => {
            let seen = seen_positions(prepared, draws, proposal, information_sd);
            let outlook = Outlook::new(session, proposal, &proposal.opening, &seen, wanted.map(|wanted| wanted.least));
            match anticipate::farthest(&outlook) {
                Some(share) => share,
                None if *withhold && wanted.is_some_and(|wanted| wanted.elsewhere) => return Opened::DivertedBefore,
                None if *withhold => return Opened::Withheld,
                None => negotiation.ambition,
            }
        }
    };
    let share = proposal.opening_share;
    for (p, q) in proposal.opening.iter_mut().zip(&proposal.status_quo) {
        *p = q + share * (*p - q);
    }
    proposal.text.clone_from(&proposal.opening);
    proposal.take_within(prepared);
    proposal.reservation = match (proposal.sponsor, wanted) {
        (Sponsor::Member(member), Some(Wanted { least, elsewhere })) => {
            let less = proposal.loss_at_status_quo[member] - proposal.loss_at_opening[member];
            let gain = prepared.area(proposal).stakes * less;
            let opens_with = gain + proposal.urgency;
            Reservation::Gain { member, least: least.min(opens_with), elsewhere }
        }
        _ => Reservation::Kept { least: secretariat(prepared).worthwhile },
    };
    Opened::Tabled
}

/// What a member wants of its own proposal at least.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    /// max(w_s, o_s) · G_s(y_s), utility units.
    least: f64,
    /// o_s > w_s.
    elsewhere: bool,
}

fn wanted(prepared: &Prepared, proposal: &Proposal) -> Option<Wanted> {
    let Sponsor::Member(member) = proposal.sponsor else { return None };
    let sponsor = prepared.member(member);
    let (worthwhile, outside) = (sponsor.worthwhile, sponsor.outside_option[proposal.area]);
    let best = prepared.area(proposal).stakes * proposal.loss_at_status_quo[member];
    Some(Wanted { least: worthwhile.max(outside) * best, elsewhere: outside > worthwhile })
}

/// Puts where the sponsor would like policy to be into the proposal's opening.
fn take_aim(prepared: &Prepared, draws: &mut SharedDraws, proposal: &mut Proposal) {
    let mut aim = std::mem::take(&mut proposal.opening);
    aim.clear();
    if !draw_aim(prepared, draws, proposal, &mut aim) {
        match proposal.sponsor {
            Sponsor::Member(member) => aim.extend(proposal.positions.of(member)),
            Sponsor::Secretariat => match &secretariat(prepared).ideal {
                SecretariatIdeal::Point(point) | SecretariatIdeal::Drawn { mean: point, .. } => {
                    aim.extend_from_slice(point);
                }
                SecretariatIdeal::Centroid => {
                    aim.extend((0..prepared.model.dims()).map(|d| centroid(prepared, proposal, d)));
                }
            },
        }
    }
    proposal.opening = aim;
}

fn secretariat<'m>(prepared: &Prepared<'m>) -> &'m crate::model::Secretariat {
    prepared.model.secretariat.as_ref().expect("a secretariat sponsors only where there is one")
}

/// The mean position of the members with a response in dimension `d`, see [`Model::centre`](crate::model::Model::centre);
/// the status quo where nobody stands anywhere.
fn centroid(prepared: &Prepared, proposal: &Proposal, d: usize) -> f64 {
    let standing = prepared.model.seats.iter().copied().filter(|&member| prepared.stands(proposal.topic, member, d));
    let salience = |member: usize| prepared.model.salience(proposal.topic, member)[d];
    let centre = prepared.model.centre(standing, salience, |member| proposal.positions.at(member, d));
    centre.unwrap_or(proposal.status_quo[d])
}
