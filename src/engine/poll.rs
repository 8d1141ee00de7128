use super::panel::Panel;
use super::prepared::Prepared;
use super::proposal::Proposal;
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
    /// The seats that object, ascending.
    pub objectors: Vec<usize>,
}

/// How the seats answer, whatever it is about. Slices by seat.
pub(crate) struct Terms<'a> {
    /// τ_m.
    pub(crate) tolerances: &'a [f64],
    /// η δ_m.
    pub(crate) pressures: &'a [f64],
    /// Below which it objects in the straw poll; −∞ where no objection of it is one.
    pub(crate) straw: &'a [f64],
    /// Who supports anyway.
    pub(crate) sponsor: Option<usize>,
    /// ε.
    pub(crate) within: f64,
}

impl Poll {
    /// Sits down to polls on a proposal, in place of what this poll held before.
    pub(crate) fn open(&mut self, prepared: &Prepared, proposal: &Proposal) {
        self.members.clone_from(&prepared.model.seats);
        self.concerned.clone_from(&prepared.table(proposal).concerned);
    }

    /// Polls the seats on the proposal's current text.
    pub(crate) fn take(&mut self, prepared: &Prepared, panel: &Panel, proposal: &Proposal) {
        let table = prepared.table(proposal);
        panel.inclinations(prepared, proposal, &mut self.inclinations);
        self.answer(&Terms {
            tolerances: &table.tolerances,
            pressures: &table.pressures,
            straw: &panel.straw,
            sponsor: panel.sponsor,
            within: proposal.within,
        });
        let rule = prepared.rule(proposal);
        self.adopted = rule.adopts_among(&self.responses, |seat| self.concerned[seat]);
        self.needs_support = rule.needs_support();
    }

    /// Straw poll and poll on inclinations that are known.
    pub(crate) fn answer(&mut self, terms: &Terms) {
        let seats = self.inclinations.len();
        self.straw_poll(terms, seats);
        self.responses.resize(seats, Response::Support);
        self.objectors.clear();
        let (inclinations, thresholds) = (&self.inclinations[..seats], &self.objection_thresholds[..seats]);
        let (concerned, straw, responses) = (&self.concerned[..seats], &terms.straw[..seats], &mut self.responses);
        for seat in 0..seats {
            let inclination = inclinations[seat];
            let objects = inclination < thresholds[seat] - terms.within && straw[seat] > f64::NEG_INFINITY;
            responses[seat] = if objects {
                self.objectors.push(seat);
                Response::Object
            } else if !concerned[seat] || inclination < -terms.within {
                Response::Acquiesce
            } else {
                Response::Support
            };
        }
        if let Some(sponsor) = terms.sponsor {
            self.responses[sponsor] = Response::Support;
        }
    }

    /// Notes f_m and what follows from it. There are two f_m: that of those who object, and that of the others.
    fn straw_poll(&mut self, terms: &Terms, seats: usize) {
        let (inclinations, straw) = (&self.inclinations[..seats], &terms.straw[..seats]);
        let objects = |seat: usize| inclinations[seat] < straw[seat] - terms.within;
        let objecting = (0..seats).filter(|&seat| objects(seat)).count();
        let others = seats.saturating_sub(1);
        let agreeing = |objecting: usize| match others {
            0 => 0.0,
            _ => others.saturating_sub(objecting) as f64 / others as f64,
        };
        let (of_objectors, of_others) = (agreeing(objecting.saturating_sub(1)), agreeing(objecting));
        self.agreeing.resize(seats, 0.0);
        self.objection_thresholds.resize(seats, 0.0);
        let (agreeing, thresholds) = (&mut self.agreeing[..seats], &mut self.objection_thresholds[..seats]);
        let (tolerances, pressures) = (&terms.tolerances[..seats], &terms.pressures[..seats]);
        for seat in 0..seats {
            agreeing[seat] = if objects(seat) { of_objectors } else { of_others };
            thresholds[seat] = -tolerances[seat] - pressures[seat] * agreeing[seat];
        }
    }
}
