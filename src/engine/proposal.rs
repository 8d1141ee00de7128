use super::draws::Subject;

/// Who tables a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sponsor {
    /// A member or observer, by its index in the model's members.
    Member(usize),
    /// The secretariat.
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
    /// A member's: it gives up below this gain, for another forum if `elsewhere`.
    Gain {
        /// The sponsor, an index into the model's members.
        member: usize,
        /// max(w_s, o_s) · G_s(y_s), utility units.
        least: f64,
        /// o_s > w_s.
        elsewhere: bool,
    },
    /// The secretariat's: it gives up where less than this share of the opening's change is kept.
    Kept {
        /// w.
        least: f64,
    },
}

/// A proposal on the table: what was drawn for it, and how far it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// Who tables it.
    pub sponsor: Sponsor,
    /// Session in which it was tabled, from 0.
    pub tabled: u32,
    /// Its number among those that this sponsor tabled in this session.
    pub number: u32,
    /// Index into the model's areas.
    pub area: usize,
    /// q, by dimension.
    pub status_quo: Vec<f64>,
    /// y_m, member-major (index in the file × D), for members up to the last one present.
    pub positions: Vec<f64>,
    /// p₀: the text with which it opened.
    pub opening: Vec<f64>,
    /// p: the current wording.
    pub text: Vec<f64>,
    /// When its sponsor gives up.
    pub reservation: Reservation,
    /// By seat: L_m(q).
    pub loss_at_status_quo: Vec<f64>,
    /// By seat: affinity for what this sponsor sponsors, utility units.
    pub affinity: Vec<f64>,
    /// By seat: shock ν_m in the session `shocked`, utility units; 0 for the sponsor.
    pub shocks: Vec<f64>,
    /// The session to which `shocks` belong.
    pub(crate) shocked: u32,
    /// Whether some text would have met every threshold and the sponsor's reservation when it was tabled;
    /// absent where nobody asked, or the rule does not need every member of a set.
    pub feasible: Option<bool>,
    /// Sessions that took it up so far.
    pub sessions: u32,
    /// Polls so far.
    pub rounds: u32,
}

impl Proposal {
    /// The position of `member` (index in the file) on this issue.
    pub fn position(&self, member: usize) -> &[f64] {
        let dims = self.status_quo.len();
        &self.positions[member * dims..(member + 1) * dims]
    }

    pub(crate) fn subject(&self) -> Subject {
        Subject { tabled: self.tabled, sponsor: self.sponsor.number(), number: self.number, session: 0 }
    }
}
