use super::amend::{Amended, amend};
use super::observer::Observer;
use super::outcome::Ending;
use super::poll::Poll;
use super::proposal::{Proposal, Reservation};
use super::utility::{dilution, gain};
use crate::model::{Model, WITHIN};

/// What a session made of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// How it ended; absent if it is carried over.
    pub ending: Option<Ending>,
    /// Polls in this session.
    pub polls: u32,
}

/// Deliberates a proposal in one session: polls and amends until it is adopted, given up, or the
/// session is over for it. Deterministic.
pub fn deliberate(model: &Model, proposal: &mut Proposal, poll: &mut Poll, observer: &mut impl Observer) -> Verdict {
    proposal.sessions += 1;
    let last_session = proposal.sessions == model.negotiation.sessions;
    for polls in 1..=model.negotiation.rounds {
        proposal.rounds += 1;
        poll.take(model, proposal);
        observer.polled(proposal, poll);
        let ends = |ending| Verdict { ending: Some(ending), polls };
        if poll.adopted {
            return ends(Ending::Adopted);
        }
        let last_poll = polls == model.negotiation.rounds;
        let over = (last_poll && last_session) || amend(model, proposal, poll) == Amended::Nothing;
        if !over && let Some(ending) = given_up(model, proposal) {
            return ends(ending);
        }
        if over || last_poll {
            return Verdict { ending: last_session.then_some(Ending::Shelved), polls };
        }
    }
    unreachable!("a session has at least one poll")
}

/// Whether the sponsor gives up on the amended text, and for what.
fn given_up(model: &Model, proposal: &Proposal) -> Option<Ending> {
    let area = &model.areas[proposal.area];
    match proposal.reservation {
        Reservation::Gain { member, least, elsewhere } => {
            let position = proposal.position(member);
            let gain = gain(model, area, member, position, &proposal.status_quo, &proposal.text);
            let ending = if elsewhere { Ending::Diverted } else { Ending::Withdrawn };
            (gain < least - WITHIN).then_some(ending)
        }
        Reservation::Kept { least } => {
            let kept = 1.0 - dilution(area, &proposal.status_quo, &proposal.opening, &proposal.text)?;
            (kept < least - WITHIN).then_some(Ending::Withdrawn)
        }
    }
}
