use super::super::prepared::Prepared;
use super::super::proposal::{Proposal, Reservation, Sponsor};
use super::super::session::Session;
use super::super::utility::Change;
use super::condition::{Bowl, Condition};
use crate::model::{Loss, WITHIN};

/// max over x of min over the conditions, in units in which numbers are of order 1: utilities are divided by the largest
/// loss of anybody at the table (so that ε is [`WITHIN`]), and texts are measured from the status quo, by dimension, in
/// multiples of the farthest that anybody concerned stands from it.
/// The dimensions are those that anybody concerned cares about.
pub(super) struct Programme<const D: usize> {
    pub(super) conditions: Vec<Condition<D>>,
    /// The opening.
    pub(super) start: [f64; D],
    /// The text as it is now.
    pub(super) text: [f64; D],
}

/// From the proposal's units to those of the programme.
struct Units<'a> {
    status_quo: &'a [f64],
    utility: f64,
    /// The dimensions in which anybody concerned loses anything, and their units of length.
    active: Vec<(usize, f64)>,
}

impl Units<'_> {
    fn point<const D: usize>(&self, p: &[f64]) -> [f64; D] {
        let mut x = [0.0; D];
        for (x, &(d, length)) in x.iter_mut().zip(&self.active) {
            *x = (p[d] - self.status_quo[d]) / length;
        }
        x
    }
}

/// Whose conditions a programme has, and in which units.
pub(super) struct Question<'a, 'm> {
    session: &'a Session<'a, 'm>,
    proposal: &'a Proposal,
    needed: Vec<usize>,
    sponsor: Option<(usize, f64)>,
    units: Units<'a>,
}

impl<'a, 'm> Question<'a, 'm> {
    /// About the text of `proposal`; `None` where the rule does not need every one of a set of members.
    pub(super) fn new(session: &'a Session<'a, 'm>, proposal: &'a Proposal) -> Option<Self> {
        let needed = needed(session, proposal)?;
        let sponsor = match proposal.reservation {
            Reservation::Gain { member, least, .. } => Some((member, least)),
            Reservation::Kept { .. } => None,
        };
        let concerned = needed.iter().copied().chain(sponsor.map(|(member, _)| member));
        let units = units(session.prepared, proposal, concerned);
        Some(Question { session, proposal, needed, sponsor, units })
    }

    /// Dimensions of its programme.
    pub(super) fn dims(&self) -> usize {
        self.units.active.len()
    }
}

impl<const D: usize> Programme<D> {
    /// The conditions of a question in `D` dimensions.
    pub(super) fn new(question: &Question) -> Self {
        let Question { session, proposal, needed, sponsor, units } = question;
        let prepared = session.prepared;
        let (area, others) = (prepared.area(proposal), prepared.model.seats.len() > 1);
        let loses = |member: usize, level: f64| loses(prepared, proposal, units, member, level);
        let needs_support = prepared.rule(proposal).needs_support();
        let mut conditions = Vec::with_capacity(needed.len() + 2);
        for &member in needed {
            let at_status_quo = area.stakes * at_status_quo(prepared, proposal, member) + proposal.urgency;
            let standing = at_status_quo + proposal.affinity[member] + proposal.shocks[member];
            // T_m, everybody else agreeing.
            let threshold = if needs_support { 0.0 } else { threshold(prepared, proposal, member, others) };
            conditions.push(loses(member, standing - threshold));
        }
        if let &Some((member, least)) = sponsor {
            let at_status_quo = area.stakes * at_status_quo(prepared, proposal, member) + proposal.urgency;
            conditions.push(loses(member, at_status_quo - least));
        }
        conditions.extend(kept(prepared, proposal, units));
        let (start, text) = (units.point(&proposal.opening), units.point(&proposal.text));
        Programme { conditions, start, text }
    }
}

/// L_m(q) at the position with which the proposal began.
fn at_status_quo(prepared: &Prepared, proposal: &Proposal, member: usize) -> f64 {
    if proposal.first_positions.is_empty() {
        return proposal.loss_at_status_quo[member];
    }
    prepared.loss_from(proposal.topic, member, proposal.first_position(member), proposal.status_quo_of(member))
}

/// The members with a stake whose consent the rule needs: not the sponsor, who supports what it stands behind, and not
/// those who are too new to object, where that is all they could do.
fn needed(session: &Session, proposal: &Proposal) -> Option<Vec<usize>> {
    let prepared = session.prepared;
    let rule = prepared.rule(proposal);
    let mut needed = Vec::with_capacity(prepared.model.seats.len());
    for (seat, &member) in prepared.model.seats.iter().enumerate() {
        let has_a_say = rule.needs_support() || session.may_object(member);
        let sponsors = proposal.sponsor == Sponsor::Member(member);
        if rule.needs(seat)? && has_a_say && !sponsors && prepared.has_stake(proposal.topic, member) {
            needed.push(member);
        }
    }
    Some(needed)
}

fn units<'a>(prepared: &Prepared, proposal: &'a Proposal, concerned: impl Iterator<Item = usize> + Clone) -> Units<'a> {
    let positive = |x: f64| if x > 0.0 { x } else { 1.0 };
    let active = (0..prepared.model.dims())
        .filter(|&d| concerned.clone().any(|m| prepared.weights(proposal.topic, m)[d] > 0.0))
        .map(|d| {
            let away = concerned.clone().map(|m| (proposal.first_position(m)[d] - proposal.status_quo[d]).abs());
            (d, positive(away.fold(0.0, f64::max)))
        })
        .collect();
    Units { status_quo: &proposal.status_quo, utility: positive(proposal.within / WITHIN), active }
}

/// The condition that what `member` loses by a text leaves `level`, in utility units, not below 0.
fn loses<const D: usize>(
    prepared: &Prepared,
    proposal: &Proposal,
    units: &Units,
    member: usize,
    level: f64,
) -> Condition<D> {
    let weights = prepared.weights(proposal.topic, member);
    let scale = prepared.area(proposal).stakes / units.utility;
    let scale = match prepared.model.negotiation.loss {
        Loss::Quadratic => scale,
        // The stakes go below the root.
        Loss::Linear => scale * scale,
    };
    let mut curvature = [0.0; D];
    for (curvature, &(d, length)) in curvature.iter_mut().zip(&units.active) {
        *curvature = scale * weights[d] * length * length;
    }
    let bowl = Bowl { level: level / units.utility, curvature, centre: units.point(proposal.first_position(member)) };
    match prepared.model.negotiation.loss {
        Loss::Quadratic => Condition::Quadratic(bowl),
        Loss::Linear => Condition::Cone(bowl),
    }
}

/// Below which a member objects, all `others` agreeing, if there are any.
fn threshold(prepared: &Prepared, proposal: &Proposal, member: usize, others: bool) -> f64 {
    let agreeing = if others { 1.0 } else { 0.0 };
    let member = prepared.member(member);
    -member.tolerance[proposal.area] - prepared.model.negotiation.pressure * member.deference * agreeing
}

/// The secretariat's kept share − w as a linear function of the text. There is no such condition where w is 0, where
/// nothing was opened (all of it is kept), and where the change has a part that concerns nobody: there the text can go
/// as far as one likes.
fn kept<const D: usize>(prepared: &Prepared, proposal: &Proposal, units: &Units) -> Option<Condition<D>> {
    let Reservation::Kept { least } = proposal.reservation else { return None };
    let relevance = prepared.relevance(proposal);
    let change = |d: usize| proposal.opening[d] - proposal.status_quo[d];
    let opened = Change::of(relevance, &proposal.status_quo, &proposal.opening, &proposal.opening).opened;
    let is_active = |d: usize| units.active.iter().any(|&(active, _)| active == d);
    let is_free = (0..relevance.len()).any(|d| relevance[d] * change(d) != 0.0 && !is_active(d));
    if least == 0.0 || opened == 0.0 || is_free {
        return None;
    }
    let mut slope = [0.0; D];
    for (slope, &(d, length)) in slope.iter_mut().zip(&units.active) {
        *slope = relevance[d] * change(d) * length / opened;
    }
    Some(Condition::Linear { level: least, slope })
}
