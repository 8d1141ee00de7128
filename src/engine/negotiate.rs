use super::amend::amend;
use super::holdouts::{self, Holdout};
use super::observer::Observer;
use super::outcome::Ending;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::{Proposal, Reservation};
use super::utility::{Change, distance_squared};
use crate::model::WITHIN;

/// What a session made of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How it ended; absent if it is carried over.
    pub ending: Option<Ending>,
    /// Polls in this session.
    pub polls: u32,
}

/// Where proposals are deliberated, one after the other: the last poll, and who stood in the way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chamber {
    pub(crate) poll: Poll,
    holdouts: Vec<Holdout>,
}

impl Chamber {
    /// Deliberates a proposal in one session: polls and amends until it is adopted, given up, or the session is over
    /// for it. Deterministic.
    pub(crate) fn deliberate(
        &mut self,
        prepared: &Prepared,
        proposal: &mut Proposal,
        observer: &mut impl Observer,
    ) -> Verdict {
        let negotiation = &prepared.model.negotiation;
        proposal.sessions += 1;
        let last_session = proposal.sessions == negotiation.sessions;
        if proposal.sessions > 1
            && let Some(ending) = given_up(prepared, proposal)
        {
            return Verdict { ending: Some(ending), polls: 0 };
        }
        for polls in 1..=negotiation.rounds {
            proposal.rounds += 1;
            self.poll.take(prepared, proposal);
            observer.polled(proposal, &self.poll);
            if self.poll.adopted {
                return Verdict { ending: Some(Ending::Adopted), polls };
            }
            let last_poll = polls == negotiation.rounds;
            let amended = !(last_poll && last_session) && self.amend(prepared, proposal);
            if amended && let Some(ending) = given_up(prepared, proposal) {
                return Verdict { ending: Some(ending), polls };
            }
            if last_poll || !amended {
                return Verdict { ending: last_session.then_some(Ending::Shelved), polls };
            }
        }
        unreachable!("a session has at least one poll")
    }

    fn amend(&mut self, prepared: &Prepared, proposal: &mut Proposal) -> bool {
        holdouts::find(&prepared.area(proposal).rule, &self.poll, &mut self.holdouts);
        amend(prepared, proposal, &self.holdouts)
    }
}

/// A text is the status quo again where less than this share of the opened distance is left, both squared.
const NOTHING: f64 = 1e-12;

/// Whether nothing is left of the change with which the proposal opened.
pub(super) fn is_status_quo_again(prepared: &Prepared, proposal: &Proposal) -> bool {
    let relevance = &prepared.area(proposal).relevance;
    let distance = |text: &[f64]| distance_squared(relevance, text, &proposal.status_quo);
    distance(&proposal.text) <= NOTHING * distance(&proposal.opening)
}

/// Whether the sponsor gives up on the text, and for what.
fn given_up(prepared: &Prepared, proposal: &Proposal) -> Option<Ending> {
    let area = prepared.area(proposal);
    let Proposal { status_quo, opening, text, .. } = proposal;
    match proposal.reservation {
        Reservation::Gain { member, least, elsewhere } => {
            let margin = prepared.gain(proposal, member, text) + area.urgency - least;
            let nothing = is_status_quo_again(prepared, proposal);
            let ending = if elsewhere { Ending::Diverted } else { Ending::Withdrawn };
            (margin < -proposal.within || nothing).then_some(ending)
        }
        Reservation::Kept { least } => {
            let kept = Change::of(&area.relevance, status_quo, opening, text).kept_share();
            (least > 0.0 && kept < least - WITHIN).then_some(Ending::Withdrawn)
        }
    }
}
