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
    /// Who objects in the straw poll.
    objects: Vec<bool>,
}

/// How the seats answer, whatever it is about. Slices by seat.
pub(crate) struct Terms<'a> {
    /// τ_m.
    pub(crate) tolerances: &'a [f64],
    /// η δ_m.
    pub(crate) pressures: &'a [f64],
    /// Whether what would be an objection is one; else it is acquiescence.
    pub(crate) may_object: &'a [bool],
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
            may_object: &panel.may_object,
            sponsor: panel.sponsor,
            within: proposal.within,
        });
        let rule = prepared.rule(proposal);
        self.adopted = rule.adopts_among(&self.responses, |seat| self.concerned[seat]);
        self.needs_support = rule.needs_support();
    }

    /// Straw poll and poll on inclinations that are known.
    pub(crate) fn answer(&mut self, terms: &Terms) {
        self.straw_poll(terms);
        self.responses.clear();
        let rows = self.inclinations.iter().zip(&self.objection_thresholds).zip(&self.concerned).zip(terms.may_object);
        self.responses.extend(rows.map(|(((&inclination, threshold), &concerned), &may_object)| {
            if concerned && may_object && inclination < threshold - terms.within {
                Response::Object
            } else if !concerned || inclination < -terms.within {
                Response::Acquiesce
            } else {
                Response::Support
            }
        }));
        if let Some(sponsor) = terms.sponsor {
            self.responses[sponsor] = Response::Support;
        }
    }

    /// Notes f_m and what follows from it. There are two f_m: that of those who object, and that of the others.
    fn straw_poll(&mut self, terms: &Terms) {
        let rows = self.inclinations.iter().zip(terms.tolerances).zip(&self.concerned).zip(terms.may_object);
        self.objects.clear();
        self.objects.extend(rows.map(|(((&inclination, tolerance), &concerned), &may_object)| {
            concerned && may_object && inclination < -tolerance - terms.within
        }));
        if let Some(sponsor) = terms.sponsor {
            self.objects[sponsor] = false;
        }
        let objecting = self.objects.iter().filter(|&&objects| objects).count();
        let others = self.members.len().saturating_sub(1);
        let agreeing = |objecting: usize| match others {
            0 => 0.0,
            _ => others.saturating_sub(objecting) as f64 / others as f64,
        };
        let (of_objectors, of_others) = (agreeing(objecting.saturating_sub(1)), agreeing(objecting));
        self.agreeing.clear();
        self.agreeing.extend(self.objects.iter().map(|&objects| if objects { of_objectors } else { of_others }));
        self.objection_thresholds.clear();
        let rows = self.agreeing.iter().zip(terms.tolerances).zip(terms.pressures);
        self.objection_thresholds
            .extend(rows.map(|((agreeing, tolerance), pressure)| -tolerance - pressure * agreeing));
    }
}
