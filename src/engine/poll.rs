use super::proposal::Proposal;
use super::utility::loss;
use crate::model::{Model, Response, WITHIN};

/// One poll that counted, after its straw poll. Vectors by seat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Poll {
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
}

impl Poll {
    /// Polls the seats on the proposal's current text, in place of what this poll held before.
    pub(crate) fn take(&mut self, model: &Model, proposal: &Proposal) {
        self.incline(model, proposal);
        self.straw_poll(model, proposal.area);
        self.respond();
        self.adopted = model.areas[proposal.area].rule.adopts(&self.responses);
    }

    fn incline(&mut self, model: &Model, proposal: &Proposal) {
        let area = &model.areas[proposal.area];
        self.inclinations.clear();
        self.inclinations.extend(model.seats.iter().enumerate().map(|(seat, &member)| {
            let now = loss(model, area, member, proposal.position(member), &proposal.text);
            let gain = area.stakes * (proposal.loss_at_status_quo[seat] - now);
            gain + proposal.affinity[seat] + proposal.shocks[seat]
        }));
    }

    fn straw_poll(&mut self, model: &Model, area: usize) {
        let tolerance = |seat: usize| model.seated(seat).tolerance[area];
        let objects = |seat: usize, inclination: f64| inclination < -tolerance(seat) - WITHIN;
        let objecting = self.inclinations.iter().enumerate().filter(|&(seat, &v)| objects(seat, v)).count();
        let others = self.inclinations.len() - 1;
        self.agreeing.clear();
        self.objection_thresholds.clear();
        for (seat, &inclination) in self.inclinations.iter().enumerate() {
            let objecting_others = objecting - usize::from(objects(seat, inclination));
            let agreeing = if others == 0 { 0.0 } else { (others - objecting_others) as f64 / others as f64 };
            self.agreeing.push(agreeing);
            let deference = model.seated(seat).deference;
            self.objection_thresholds.push(-tolerance(seat) - model.negotiation.pressure * deference * agreeing);
        }
    }

    fn respond(&mut self) {
        self.responses.clear();
        self.responses.extend(self.inclinations.iter().zip(&self.objection_thresholds).map(|(&v, &threshold)| {
            if v < threshold - WITHIN {
                Response::Object
            } else if v < -WITHIN {
                Response::Acquiesce
            } else {
                Response::Support
            }
        }));
    }
}
