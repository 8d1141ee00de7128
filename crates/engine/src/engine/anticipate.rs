//! How far a sponsor goes who thinks of the others: on the line from the status quo to its aim every inclination is a
//! concave function of the share λ of the way, so that responses change only at roots of quadratics, and the largest λ at
//! which the sponsor expects the rule to be met is one of these or 1.

use super::points::Points;
use super::proposal::{Proposal, Sponsor};
use super::session::Session;
use crate::model::{Loss, Response, Rule, WITHIN};

/// A share of the way that is none.
const NONE: f64 = 1e-9;

/// One member's expected inclination along the line.
#[derive(Debug, Clone, Copy)]
struct Prospect {
    /// The weighted squared distance of the text from its position at λ is a λ² − 2 b λ + c.
    a: f64,
    b: f64,
    c: f64,
    /// Its loss at its status quo.
    loss_at_status_quo: f64,
    /// Urgency and affinity, utility units.
    besides: f64,
    tolerance: f64,
    /// η δ_m.
    pressure: f64,
    concerned: bool,
    sponsors: bool,
    may_object: bool,
}

/// What the sponsor expects of everybody.
pub(crate) struct Outlook<'m> {
    loss: Loss,
    stakes: f64,
    rule: &'m Rule,
    /// By seat.
    prospects: Vec<Prospect>,
    /// The sponsor's own, and the least of gain and urgency that it wants.
    own: Option<(Prospect, f64)>,
    within: f64,
}

impl<'m> Outlook<'m> {
    /// Along the line from the proposal's status quo to `aim`, positions being as `seen`. `least` is what a member that
    /// sponsors wants at least.
    pub(crate) fn new(
        session: &Session<'_, 'm>,
        proposal: &Proposal,
        aim: &[f64],
        seen: &Points,
        least: Option<f64>,
    ) -> Self {
        let prepared = session.prepared;
        let prospect = |member: usize| Prospect::new(session, proposal, member, aim, seen);
        let prospects: Vec<Prospect> = prepared.model.seats.iter().map(|&member| prospect(member)).collect();
        let own = match proposal.sponsor {
            Sponsor::Member(member) => least.map(|least| (prospect(member), least)),
            Sponsor::Secretariat => None,
        };
        let loss = prepared.model.negotiation.loss;
        let stakes = prepared.area(proposal).stakes;
        let everybody = prospects.iter().chain(own.iter().map(|(own, _)| own));
        let losses = everybody.flat_map(|p| [p.loss_at_status_quo, p.loss(loss, 1.0)]);
        let within = WITHIN * stakes * losses.fold(0.0, f64::max);
        Outlook { loss, stakes, rule: prepared.rule(proposal), prospects, own, within }
    }

    fn inclination(&self, prospect: &Prospect, share: f64) -> f64 {
        if !prospect.concerned {
            return 0.0;
        }
        self.stakes * (prospect.loss_at_status_quo - prospect.loss(self.loss, share)) + prospect.besides
    }

    fn objects_in_straw_poll(&self, prospect: &Prospect, share: f64) -> bool {
        prospect.may_object
            && !prospect.sponsors
            && prospect.concerned
            && self.inclination(prospect, share) < -prospect.tolerance - self.within
    }

    /// By seat: the share of the others that do not object in the straw poll.
    fn agreeing(&self, share: f64) -> Vec<f64> {
        let objects: Vec<bool> = self.prospects.iter().map(|p| self.objects_in_straw_poll(p, share)).collect();
        let others = objects.len() - 1;
        let objecting = objects.iter().filter(|&&objects| objects).count();
        let agreeing = |&objects: &bool| match others {
            0 => 0.0,
            _ => (others - (objecting - usize::from(objects))) as f64 / others as f64,
        };
        objects.iter().map(agreeing).collect()
    }

    /// Whether the sponsor expects the rule to be met at λ = `share`, and gets what it wants.
    fn promises(&self, share: f64) -> bool {
        let enough = self.own.as_ref().is_none_or(|(own, least)| {
            let gain = self.stakes * (own.loss_at_status_quo - own.loss(self.loss, share));
            gain + own.besides >= least - self.within
        });
        enough && self.rule.adopts_among(&self.responses(share), |seat| self.prospects[seat].concerned)
    }

    fn responses(&self, share: f64) -> Vec<Response> {
        let agreeing = self.agreeing(share);
        let answer = |(prospect, agreeing): (&Prospect, f64)| {
            let inclination = self.inclination(prospect, share);
            if prospect.sponsors {
                Response::Support
            } else if !prospect.concerned {
                Response::Acquiesce
            } else if inclination < -prospect.tolerance - prospect.pressure * agreeing - self.within {
                if prospect.may_object { Response::Object } else { Response::Acquiesce }
            } else if inclination < -self.within {
                Response::Acquiesce
            } else {
                Response::Support
            }
        };
        self.prospects.iter().zip(agreeing).map(answer).collect()
    }

    /// The λ in (0,1) at which the prospect's inclination is `level`.
    fn crossings(&self, prospect: &Prospect, level: f64) -> impl Iterator<Item = f64> + use<> {
        let loss = prospect.loss_at_status_quo + (prospect.besides - level) / self.stakes;
        let square = match self.loss {
            Loss::Quadratic => Some(loss),
            Loss::Linear => (loss >= 0.0).then_some(loss * loss),
        };
        let roots = square.filter(|_| prospect.concerned).map_or([f64::NAN; 2], |square| prospect.reaches(square));
        roots.into_iter().filter(|root| *root > 0.0 && *root < 1.0)
    }
}

impl Prospect {
    fn new(session: &Session, proposal: &Proposal, member: usize, aim: &[f64], seen: &Points) -> Self {
        let prepared = session.prepared;
        let (mut a, mut b, mut c) = (0.0, 0.0, 0.0);
        for d in 0..aim.len() {
            let weight = prepared.weights(proposal.topic, d)[member];
            let (way, off) = (aim[d] - proposal.status_quo[d], seen.at(member, d) - proposal.status_quo[d]);
            a += weight * way * way;
            b += weight * way * off;
            c += weight * off * off;
        }
        let status_quo = proposal.status_quo_of(member);
        Prospect {
            a,
            b,
            c,
            loss_at_status_quo: prepared.loss_from(proposal.topic, member, seen, status_quo),
            besides: proposal.urgency + proposal.affinity[member],
            tolerance: prepared.member(member).tolerance[proposal.area],
            pressure: prepared.model.negotiation.pressure * prepared.member(member).deference,
            concerned: prepared.has_stake(proposal.topic, member),
            sponsors: proposal.sponsor == Sponsor::Member(member),
            may_object: session.may_object(member),
        }
    }

    fn loss(&self, shape: Loss, share: f64) -> f64 {
        let square = ((self.a * share - 2.0 * self.b) * share + self.c).max(0.0);
        match shape {
            Loss::Quadratic => square,
            Loss::Linear => square.sqrt(),
        }
    }

    /// The λ at which the squared distance is `square`; NaN where it never is.
    fn reaches(&self, square: f64) -> [f64; 2] {
        let rest = self.c - square;
        let root = (self.b * self.b - self.a * rest).sqrt();
        // Of the two forms of the solution each is taken where nothing cancels.
        let far = self.b + if self.b < 0.0 { -root } else { root };
        if far == 0.0 { [0.0, f64::NAN] } else { [far / self.a, rest / far] }
    }
}

/// The largest λ in (0,1] that promises success; `None` where none above 1e-9 does.
pub(crate) fn farthest(outlook: &Outlook) -> Option<f64> {
    let mut ends = vec![0.0, 1.0];
    for prospect in outlook.prospects.iter().filter(|prospect| prospect.pressure > 0.0 || prospect.concerned) {
        ends.extend(outlook.crossings(prospect, -prospect.tolerance));
    }
    ends.sort_by(|a, b| b.total_cmp(a));
    // Between two ends nobody changes its mind in the straw poll, so the thresholds of the poll stay.
    ends.windows(2).find_map(|ends| farthest_between(outlook, ends[1], ends[0])).filter(|&share| share > NONE)
}

/// The largest λ in (`low`, `high`] that promises success.
fn farthest_between(outlook: &Outlook, low: f64, high: f64) -> Option<f64> {
    if high <= NONE {
        return None;
    }
    let agreeing = outlook.agreeing(low + 0.5 * (high - low));
    let mut shares = vec![high];
    for (prospect, agreeing) in outlook.prospects.iter().zip(agreeing) {
        let objects_below = -prospect.tolerance - prospect.pressure * agreeing;
        let crossings = outlook.crossings(prospect, objects_below).chain(outlook.crossings(prospect, 0.0));
        shares.extend(crossings.filter(|&share| share > low && share < high));
    }
    shares.sort_by(|a, b| b.total_cmp(a));
    shares.into_iter().find(|&share| outlook.promises(share))
}
