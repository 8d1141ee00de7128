use wide::f64x4;

use super::draws::Subject;
use super::lanes::{lane, lanes, padded};
use super::points::Points;
use super::prepared::Prepared;
use crate::model::WITHIN;

/// Who tables a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sponsor {
    /// A member or observer, by its index in the model's members.
    Member(usize),
    /// The secretariat.
    #[default]
    Secretariat,
}

impl Sponsor {
    /// Its number in the names of draws.
    pub(crate) fn number(self) -> u32 {
        match self {
            Sponsor::Member(member) => member as u32,
            Sponsor::Secretariat => Subject::SECRETARIAT,
        }
    }
}

/// When a sponsor gives up on an amended text, fixed when it tables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reservation {
    /// A member's: it gives up where gain and urgency together are below this, for another forum if `elsewhere`.
    Gain {
        /// The sponsor, an index into the model's members.
        member: usize,
        /// max(w_s, o_s) · G_s(y_s), at most what the opening gives, utility units.
        least: f64,
        /// o_s > w_s.
        elsewhere: bool,
    },
    /// The secretariat's: it gives up where less than this share of the opening's change is kept; 0: never.
    Kept {
        /// w.
        least: f64,
    },
}

impl Default for Reservation {
    fn default() -> Self {
        Reservation::Kept { least: 0.0 }
    }
}

/// Whether some text would have satisfied everybody who is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feasibility {
    /// There is such a text.
    Possible,
    /// There is none.
    Impossible,
    /// The search could not tell.
    Unknown,
}

/// A proposal on the table: what was drawn for it, and how far it has come. Vectors by member hold one entry for each member
/// of the file up to the last one present, and padding after them where they are in lanes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proposal {
    /// Who tables it.
    pub sponsor: Sponsor,
    /// Session in which it was tabled, from 0.
    pub tabled: u32,
    /// Its number among those that this sponsor tabled in this session.
    pub number: u32,
    /// Index into the model's areas.
    pub area: usize,
    /// Index into the model's topics: the areas or, where there is a list of them, its proposals.
    pub topic: usize,
    /// Whether it comes up once a world, whoever tables it: its draws belong to the topic then.
    pub(crate) is_once: bool,
    /// In (0,1): new items are taken up in ascending order of this.
    pub turn: f64,
    /// q when it was tabled, by dimension: the sponsor's policy where the status quo evolves.
    pub status_quo: Vec<f64>,
    /// q_m when it was last taken up, by member and dimension; empty where it is everybody's `status_quo`.
    pub policies: Vec<f64>,
    /// y_m.
    pub positions: Points,
    /// The positions with which it began; empty where nobody was persuaded.
    pub first_positions: Points,
    /// λ: the share of the way to the sponsor's aim with which it opened.
    pub opening_share: f64,
    /// p₀: the text with which it opened.
    pub opening: Vec<f64>,
    /// p: the current wording.
    pub text: Vec<f64>,
    /// When its sponsor gives up.
    pub reservation: Reservation,
    /// u_k + threat response · θ in the session that last took it up, utility units.
    pub urgency: f64,
    /// L_m(q), by member, in lanes.
    pub loss_at_status_quo: Vec<f64>,
    /// By member, in lanes: affinity for what this sponsor sponsors, utility units.
    pub affinity: Vec<f64>,
    /// By member, in lanes: shock ν_m in the session `shocked`, utility units; 0 for the sponsor.
    pub shocks: Vec<f64>,
    /// The session to which `shocks` belong.
    pub(crate) shocked: u32,
    /// ε: thresholds in utility units are met to within this much.
    pub within: f64,
    /// Whether some text would have met every threshold and the sponsor's reservation at its first poll; absent where
    /// nobody asked, it was not taken up yet, or the rule does not need every member of a set.
    pub feasible: Option<Feasibility>,
    /// Whether its first poll had both support and objection.
    pub clashed: bool,
    /// What its last poll was on; kept for linkage only.
    pub(crate) polled: Polled,
    /// Sessions that took it up so far.
    pub sessions: u32,
    /// Polls so far.
    pub rounds: u32,
    /// L_m(p₀) when `within` was taken, by member, in lanes.
    pub(crate) loss_at_opening: Vec<f64>,
}

/// The text of a poll and what everybody made of it, by member.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Polled {
    pub(crate) text: Vec<f64>,
    pub(crate) inclinations: Vec<f64>,
    pub(crate) gains: Vec<f64>,
}

impl Proposal {
    /// q_m: the status quo as `member` (index in the file) has it.
    pub fn status_quo_of(&self, member: usize) -> &[f64] {
        let dims = self.status_quo.len();
        if self.policies.is_empty() { &self.status_quo } else { &self.policies[member * dims..(member + 1) * dims] }
    }

    /// The positions with which the proposal began.
    pub fn began_with(&self) -> &Points {
        if self.first_positions.is_empty() { &self.positions } else { &self.first_positions }
    }

    /// Takes everybody's loss at the status quo anew.
    pub(crate) fn take_losses(&mut self, prepared: &Prepared) {
        let mut losses = std::mem::take(&mut self.loss_at_status_quo);
        if self.policies.is_empty() {
            prepared.losses(self.topic, &self.positions, &self.status_quo, &mut losses);
        } else {
            losses.clear();
            losses.extend((0..prepared.members).map(|member| prepared.loss(self, member, self.status_quo_of(member))));
            losses.resize(padded(prepared.members), 0.0);
        }
        self.loss_at_status_quo = losses;
    }

    /// ε from the largest loss of anybody at the table, at the status quo or at the opening.
    pub(crate) fn take_within(&mut self, prepared: &Prepared) {
        let mut losses = std::mem::take(&mut self.loss_at_opening);
        prepared.losses(self.topic, &self.positions, &self.opening, &mut losses);
        let mut most = f64x4::splat(0.0);
        let rows = lanes::<0>(&losses).iter().zip(lanes::<0>(&self.loss_at_status_quo));
        for ((opening, status_quo), present) in rows.zip(lanes::<0>(&prepared.presence)) {
            for loss in [opening, status_quo] {
                let loss = lane(loss) * lane(present);
                most = loss.simd_gt(most).bitselect(loss, most);
            }
        }
        let most = most.to_array().into_iter().fold(0.0, |most, loss| if loss > most { loss } else { most });
        self.within = WITHIN * prepared.area(self).stakes * most;
        self.loss_at_opening = losses;
    }

    pub(crate) fn subject(&self) -> Subject {
        if self.is_once {
            return Subject::of_list(self.topic);
        }
        Subject { tabled: self.tabled, sponsor: self.sponsor.number(), number: self.number, session: 0 }
    }
}
