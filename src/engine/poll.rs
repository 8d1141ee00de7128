use super::prepared::Prepared;
use super::proposal::{Proposal, Sponsor};
use crate::model::Response;

/// One poll that counted, after its straw poll. Vectors by seat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Poll {
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
    /// Whether they met the area's rule.
    pub adopted: bool,
    /// Whether the area's rule needs support.
    pub needs_support: bool,
}

impl Poll {
    /// Polls the seats on the proposal's current text, in place of what this poll held before.
    pub(crate) fn take(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let rule = &prepared.area(proposal).rule;
        self.incline(prepared, proposal);
        self.straw_poll(prepared, proposal);
        self.respond(prepared, proposal);
        self.adopted = rule.adopts_among(&self.responses, |seat| self.concerned[seat]);
        self.needs_support = rule.needs_support();
    }

    fn incline(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let seats = &prepared.model.seats;
        self.concerned.clear();
        self.concerned.extend(seats.iter().map(|&member| prepared.has_stake(proposal.area, member)));
        self.inclinations.clear();
        self.inclinations.extend(seats.iter().map(|&member| prepared.inclination(proposal, member)));
    }

    fn straw_poll(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let seats = &prepared.model.seats;
        let tolerance = |seat: usize| prepared.member(seats[seat]).tolerance[proposal.area];
        let objects = |seat: usize, inclination: f64| {
            self.concerned[seat]
                && inclination < -tolerance(seat) - proposal.within
                && proposal.sponsor != Sponsor::Member(seats[seat])
        };
        let objecting = self.inclinations.iter().enumerate().filter(|&(seat, &v)| objects(seat, v)).count();
        let others = seats.len() - 1;
        self.agreeing.clear();
        self.objection_thresholds.clear();
        for (seat, &inclination) in self.inclinations.iter().enumerate() {
            let objecting_others = objecting - usize::from(objects(seat, inclination));
            let agreeing = if others == 0 { 0.0 } else { (others - objecting_others) as f64 / others as f64 };
            self.agreeing.push(agreeing);
            let deference = prepared.member(seats[seat]).deference;
            self.objection_thresholds
                .push(-tolerance(seat) - prepared.model.negotiation.pressure * deference * agreeing);
        }
    }

    fn respond(&mut self, prepared: &Prepared, proposal: &Proposal) {
        let within = proposal.within;
        let answer = |(seat, &member): (usize, &usize)| {
            let inclination = self.inclinations[seat];
            if proposal.sponsor == Sponsor::Member(member) {
                Response::Support
            } else if !self.concerned[seat] {
                Response::Acquiesce
            } else if inclination < self.objection_thresholds[seat] - within {
                Response::Object
            } else if inclination < -within {
                Response::Acquiesce
            } else {
                Response::Support
            }
        };
        self.responses.clear();
        self.responses.extend(prepared.model.seats.iter().enumerate().map(answer));
    }
}
