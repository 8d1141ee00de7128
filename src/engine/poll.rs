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
        self.agreeing.resize(seats, 0.0);
        self.objection_thresholds.resize(seats, 0.0);
        self.responses.resize(seats, Response::Support);
        self.objectors.resize(seats, 0);
        let Poll { concerned, inclinations, agreeing, objection_thresholds, responses, objectors, .. } = self;
        let asked = Asked { concerned, inclinations };
        let answers = Answers { agreeing, thresholds: objection_thresholds, responses, objectors };
        let objecting = match seats {
            6 => answer_among::<6>(terms, asked, answers),
            8 => answer_among::<8>(terms, asked, answers),
            9 => answer_among::<9>(terms, asked, answers),
            10 => answer_among::<10>(terms, asked, answers),
            _ => answer_among::<0>(terms, asked, answers),
        };
        self.objectors.truncate(objecting);
        if let Some(sponsor) = terms.sponsor {
            self.responses[sponsor] = Response::Support;
        }
    }
}

/// What the seats answer on. Slices by seat.
struct Asked<'a> {
    concerned: &'a [bool],
    inclinations: &'a [f64],
}

/// Room for the answers. Slices by seat.
struct Answers<'a> {
    agreeing: &'a mut [f64],
    thresholds: &'a mut [f64],
    responses: &'a mut [Response],
    objectors: &'a mut [usize],
}

/// Straw poll and poll; how many object, who are the first of `objectors`. `SEATS` is their number where that is known, so
/// that loops over it have no ends to ask for; 0 elsewhere.
#[inline(never)]
fn answer_among<const SEATS: usize>(terms: &Terms, asked: Asked, answers: Answers) -> usize {
    let seats = if SEATS > 0 { SEATS } else { asked.inclinations.len() };
    let (inclinations, straw) = (&asked.inclinations[..seats], &terms.straw[..seats]);
    let (tolerances, pressures) = (&terms.tolerances[..seats], &terms.pressures[..seats]);
    let concerned = &asked.concerned[..seats];
    let (agreeing, thresholds) = (&mut answers.agreeing[..seats], &mut answers.thresholds[..seats]);
    let (responses, objectors) = (&mut answers.responses[..seats], &mut answers.objectors[..seats]);
    // There are two f_m: that of those who object in the straw poll, and that of the others.
    let doubts = |seat: usize| inclinations[seat] < straw[seat] - terms.within;
    let doubting: usize = (0..seats).map(|seat| usize::from(doubts(seat))).sum();
    let shares = [share_of_others(doubting, seats), share_of_others(doubting.saturating_sub(1), seats)];
    let mut objecting = 0;
    // By index, without a branch on what nobody can foresee.
    for seat in 0..seats {
        agreeing[seat] = shares[usize::from(doubts(seat))];
        thresholds[seat] = -tolerances[seat] - pressures[seat] * agreeing[seat];
        let objects = (inclinations[seat] < thresholds[seat] - terms.within) & (straw[seat] > f64::NEG_INFINITY);
        let supports = concerned[seat] & (inclinations[seat] >= -terms.within);
        responses[seat] = RESPONSES[usize::from(objects) << 1 | usize::from(supports)];
        objectors[objecting] = seat;
        objecting += usize::from(objects);
    }
    objecting
}

/// By whether it supports, and, twice as much, whether it objects.
const RESPONSES: [Response; 4] = [Response::Acquiesce, Response::Support, Response::Object, Response::Object];

/// The share of the other members who do not object where so many of them do; 0 where there is nobody else.
fn share_of_others(objecting: usize, seats: usize) -> f64 {
    match seats.saturating_sub(1) {
        0 => 0.0,
        others => others.saturating_sub(objecting) as f64 / others as f64,
    }
}
