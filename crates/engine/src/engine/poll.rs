use wide::f64x4;

use super::lanes::{WIDTH, lane, lanes, lanes_mut, of_size, padded};
use super::panel::{Panel, Table};
use super::prepared::Prepared;
use super::proposal::Proposal;
use super::seats::{Seats, fill};
use crate::model::{Ballot, Response, Rule};

/// One poll that counted, after its straw poll.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Poll {
    /// Who sits there, by seat: index into the model's members.
    pub members: Vec<usize>,
    /// The seats of members with a stake; one without acquiesces to anything.
    pub concerned: Seats,
    /// The seats that objected in the straw poll.
    pub doubting: Seats,
    /// The seats that support.
    pub supporting: Seats,
    /// The seats that object.
    pub objecting: Seats,
    /// Whether the responses met the rule.
    pub adopted: bool,
    /// Whether the rule needs support.
    pub needs_support: bool,
    /// V_m(p) by seat, in lanes.
    inclinations: Vec<f64>,
    /// −τ_m − η δ_m f_m by seat, in lanes.
    thresholds: Vec<f64>,
}

/// How the seats answer, whatever it is about. Rows by seat, in lanes.
pub(crate) struct Terms<'a> {
    /// τ_m.
    pub(crate) tolerances: &'a [f64],
    /// η δ_m.
    pub(crate) pressures: &'a [f64],
    /// Below which it objects in the straw poll; −∞ of those who are silent, and in the padding.
    pub(crate) straw: &'a [f64],
    /// Those of whom no objection is one, and what is no seat.
    pub(crate) silent: &'a Seats,
    /// f_m by how many other members object in the straw poll.
    pub(crate) agreeing: &'a [f64],
    /// Who supports anyway.
    pub(crate) sponsor: Option<usize>,
    /// ε.
    pub(crate) within: f64,
}

impl Ballot for Poll {
    fn seats(&self) -> usize {
        self.members.len()
    }

    fn response(&self, seat: usize) -> Response {
        if self.objecting.contains(seat) {
            Response::Object
        } else if self.supporting.contains(seat) {
            Response::Support
        } else {
            Response::Acquiesce
        }
    }

    fn is_concerned(&self, seat: usize) -> bool {
        self.concerned.contains(seat)
    }

    fn objections(&self) -> usize {
        self.objecting.len()
    }

    fn is_opposed(&self) -> bool {
        !self.objecting.is_empty()
    }
}

impl Poll {
    /// The responses that counted, by seat.
    pub fn responses(&self) -> Vec<Response> {
        (0..self.members.len()).map(|seat| self.response(seat)).collect()
    }

    /// Those who object, by index in the file.
    pub fn objectors(&self) -> impl Iterator<Item = usize> {
        self.objecting.iter().map(|seat| self.members[seat])
    }

    /// V_m(p) by seat, utility units.
    pub fn inclinations(&self) -> &[f64] {
        &self.inclinations[..self.members.len()]
    }

    /// −τ_m − η δ_m f_m by seat, utility units: whoever is below objects.
    pub fn objection_thresholds(&self) -> &[f64] {
        &self.thresholds[..self.members.len()]
    }

    /// f_m of a seat: the share of the other members who did not object in the straw poll.
    pub fn agreeing(&self, seat: usize) -> f64 {
        let others = self.doubting.len() - usize::from(self.doubting.contains(seat));
        share_of_others(others, self.members.len())
    }

    /// Sits down to polls in which these seats have a stake, in place of what this poll held before.
    pub(crate) fn open(&mut self, prepared: &Prepared, concerned: &Seats) {
        self.members.clone_from(&prepared.model.seats);
        self.concerned.clone_from(concerned);
        let Poll { inclinations, thresholds, doubting, supporting, objecting, .. } = self;
        for row in [inclinations, thresholds] {
            row.resize(padded(prepared.model.seats.len()), 0.0);
        }
        let seats = prepared.model.seats.len();
        [doubting, supporting, objecting].into_iter().for_each(|set| set.empty(seats));
    }

    /// Weighs the proposal's current text: the inclinations of the poll to come.
    pub(crate) fn weigh(&mut self, prepared: &Prepared, (table, panel): (&Table, &Panel), proposal: &Proposal) {
        let (lanes, dims) = (self.inclinations.len() / WIDTH, proposal.text.len());
        of_size!(lanes, dims, Panel::weigh(panel, prepared, table, proposal, &mut self.inclinations));
    }

    /// Polls the seats on the text that was weighed, under `rule`.
    pub(crate) fn take(
        &mut self,
        prepared: &Prepared,
        (table, panel): (&Table, &Panel),
        rule: &Rule,
        proposal: &Proposal,
    ) {
        let terms = Terms {
            tolerances: &table.tolerances,
            pressures: &table.pressures,
            straw: &panel.straw,
            silent: &panel.silent,
            agreeing: &prepared.agreeing,
            sponsor: panel.sponsor,
            within: proposal.within,
        };
        match self.inclinations.len() / WIDTH {
            1 => self.answer::<1>(&terms),
            2 => self.answer::<2>(&terms),
            3 => self.answer::<3>(&terms),
            _ => self.answer::<0>(&terms),
        }
        self.adopted = rule.accepts(self);
        self.needs_support = rule.needs_support();
    }

    /// Straw poll and poll on inclinations by seat that are given.
    pub(crate) fn answer_on(&mut self, inclinations: impl Iterator<Item = f64>, terms: &Terms) {
        self.inclinations.iter_mut().zip(inclinations).for_each(|(own, given)| *own = given);
        self.answer::<0>(terms);
    }

    /// Straw poll and poll on inclinations that are known, in so many lanes where that is known.
    #[inline]
    fn answer<const LANES: usize>(&mut self, terms: &Terms) {
        let Poll { doubting, supporting, objecting, inclinations, thresholds, .. } = self;
        let (inclinations, thresholds) = (lanes::<LANES>(inclinations), lanes_mut::<LANES>(thresholds));
        let (straw, within) = (lanes::<LANES>(terms.straw), f64x4::splat(terms.within));
        let (tolerances, pressures) = (lanes::<LANES>(terms.tolerances), lanes::<LANES>(terms.pressures));
        let count = inclinations.len();
        let doubts = |index: usize| lane(&inclinations[index]).simd_lt(lane(&straw[index]) - within);
        fill::<LANES, 1>([doubting], count, |index| [doubts(index).to_bitmask()]);
        // There are two f_m: that of those who object in the straw poll, and that of the others.
        let doubters = doubting.len();
        let [others, doubters] =
            [doubters, doubters.saturating_sub(1)].map(|count| f64x4::splat(terms.agreeing[count]));
        // As if everybody might object, and had a stake.
        fill::<LANES, 2>([supporting, objecting], count, |index| {
            let inclination = lane(&inclinations[index]);
            let agreeing = doubts(index).bitselect(doubters, others);
            let threshold = -lane(&tolerances[index]) - lane(&pressures[index]) * agreeing;
            thresholds[index] = threshold.to_array();
            let objects = inclination.simd_lt(threshold - within);
            [inclination.simd_ge(-within).to_bitmask(), objects.to_bitmask()]
        });
        self.objecting.remove(terms.silent);
        self.supporting.keep(&self.concerned, &self.objecting);
        if let Some(sponsor) = terms.sponsor {
            self.supporting.insert(sponsor);
        }
    }

    /// Becomes the poll in which these responses count.
    pub(crate) fn change(&mut self, responses: &[Response]) {
        let seats = |which: Response| Seats::of(responses.len(), |seat| responses[seat] == which);
        (self.supporting, self.objecting) = (seats(Response::Support), seats(Response::Object));
    }
}

/// The share of the other members who do not object where so many of them do; 0 where there is nobody else.
pub(crate) fn share_of_others(objecting: usize, seats: usize) -> f64 {
    match seats.saturating_sub(1) {
        0 => 0.0,
        others => others.saturating_sub(objecting) as f64 / others as f64,
    }
}
