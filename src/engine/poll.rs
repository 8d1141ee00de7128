use super::proposal::{Proposal, Sponsor};
use super::session::Session;
use crate::model::Response;

/// One poll that counted, after its straw poll. Vectors by seat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Poll {
    /// Who sits there: index into the model's members.
    pub members: Vec<usize>,
    /// Whether the member has a stake; one without acquiesces to anything.
    pub concerned: Vec<bool>,
    /// V_m(p), utility units.
    pub inclinations: Vec<f64>,
    /// f_m: share of the other members who did not object in the straw poll.
    pub agreeing: Vec<f64>,
    /// −τ_m − η δ_m f_m: whoever is below objects.
    pub objection_thresholds: Vec<f64>,
    /// The responses that counted.
    pub responses: Vec<Response>,
    /// Whether they met the rule.
    pub adopted: bool,
    /// Whether the rule needs support.
    pub needs_support: bool,
}

impl Poll {
    /// Polls the seats on the proposal's current text, in place of what this poll held before.
    pub(crate) fn take(&mut self, session: &Session, proposal: &Proposal) {
        let prepared = session.prepared;
        let seats = &prepared.model.seats;
        self.members.clone_from(seats);
        self.concerned.clear();
        self.concerned.extend(seats.iter().map(|&member| prepared.has_stake(proposal.area, member)));
        self.inclinations.clear();
        let inclinations = seats.iter().map(|&member| prepared.inclination(proposal, member, &proposal.text));
        self.inclinations.extend(inclinations);
        let tolerance = |member: usize| prepared.member(member).tolerance[proposal.area];
        self.answer(session, tolerance, proposal.within, |member| proposal.sponsor == Sponsor::Member(member));
        let rule = prepared.rule(proposal);
        self.adopted = rule.adopts_among(&self.responses, |seat| self.concerned[seat]);
        self.needs_support = rule.needs_support();
    }

    /// Straw poll and poll on inclinations that are known: members in `seats` with a stake in what is polled. Whoever
    /// `supports_anyway` supports.
    pub(crate) fn answer(
        &mut self,
        session: &Session,
        tolerance: impl Fn(usize) -> f64,
        within: f64,
        supports_anyway: impl Fn(usize) -> bool,
    ) {
        self.straw_poll(session, &tolerance, within, &supports_anyway);
        let answer = |(seat, &member): (usize, &usize)| {
            let inclination = self.inclinations[seat];
            if supports_anyway(member) {
                Response::Support
            } else if !self.concerned[seat] {
                Response::Acquiesce
            } else if inclination < self.objection_thresholds[seat] - within {
                if session.may_object(member) { Response::Object } else { Response::Acquiesce }
            } else if inclination < -within {
                Response::Acquiesce
            } else {
                Response::Support
            }
        };
        self.responses.clear();
        self.responses.extend(self.members.iter().enumerate().map(answer));
    }

    fn straw_poll(
        &mut self,
        session: &Session,
        tolerance: impl Fn(usize) -> f64,
        within: f64,
        supports_anyway: impl Fn(usize) -> bool,
    ) {
        let objects = |seat: usize, inclination: f64| {
            let member = self.members[seat];
            self.concerned[seat]
                && inclination < -tolerance(member) - within
                && !supports_anyway(member)
                && session.may_object(member)
        };
        let objecting = self.inclinations.iter().enumerate().filter(|&(seat, &v)| objects(seat, v)).count();
        let others = self.members.len() - 1;
        let pressure = session.prepared.model.negotiation.pressure;
        self.agreeing.clear();
        self.objection_thresholds.clear();
        for (seat, &inclination) in self.inclinations.iter().enumerate() {
            let objecting_others = objecting - usize::from(objects(seat, inclination));
            let agreeing = if others == 0 { 0.0 } else { (others - objecting_others) as f64 / others as f64 };
            let member = self.members[seat];
            let deference = session.prepared.member(member).deference;
            self.agreeing.push(agreeing);
            self.objection_thresholds.push(-tolerance(member) - pressure * deference * agreeing);
        }
    }
}
