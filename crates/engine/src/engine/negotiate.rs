use super::amend::amend;
use super::compensation;
use super::holdouts::Holdouts;
use super::observer::Observer;
use super::outcome::Ending;
use super::panel::{Panel, Table};
use super::persuasion::persuade;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::{Proposal, Reservation};
use super::session::Session;
use super::utility::{Change, vector};
use crate::model::{Rule, WITHIN};

/// What a session made of a proposal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// How it ended; absent if it is carried over.
    pub ending: Option<Ending>,
    /// Polls in this session.
    pub polls: u32,
    /// What was paid for its adoption, utility units, if anybody was.
    pub paid: Option<f64>,
}

impl Verdict {
    fn new(ending: Option<Ending>, polls: u32) -> Self {
        Verdict { ending, polls, paid: None }
    }
}

/// Where proposals are deliberated, one after the other: the last poll, who stood in the way, what the fund has left.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chamber {
    pub(crate) poll: Poll,
    pub(crate) fund: f64,
    panel: Panel,
    holdouts: Holdouts,
}

impl Chamber {
    /// Deliberates a proposal in one session: polls, pays, amends and persuades until it is adopted, given up, or the
    /// session is over for it. Deterministic.
    pub(crate) fn deliberate(
        &mut self,
        session: &Session,
        proposal: &mut Proposal,
        observer: &mut impl Observer,
    ) -> Verdict {
        let prepared = session.prepared;
        let negotiation = &prepared.model.negotiation;
        proposal.sessions += 1;
        let last_session = proposal.sessions >= negotiation.sessions;
        let (rule, table) = (prepared.rule(proposal), prepared.table(proposal));
        self.panel.look_at(session, table, proposal);
        self.poll.open(prepared, &table.concerned);
        self.poll.weigh(prepared, (table, &self.panel), proposal);
        if proposal.sessions > 1
            && let Some(ending) = self.given_up(prepared, table, proposal)
        {
            return Verdict::new(Some(ending), 0);
        }
        if observer.wonders(proposal) {
            let (mut other, mut poll) = (proposal.clone(), self.poll.clone());
            observer.wonder(session.number, proposal, &mut |text| {
                other.text.copy_from_slice(text);
                poll.weigh(prepared, (table, &self.panel), &other);
                poll.take(prepared, (table, &self.panel), rule, &other);
                poll.adopted
            });
        }
        for polls in 1..=negotiation.rounds {
            proposal.rounds += 1;
            self.poll.take(prepared, (table, &self.panel), rule, proposal);
            if proposal.rounds == 1 {
                proposal.clashed = !self.poll.objecting.is_empty() && !self.poll.supporting.is_empty();
            }
            observer.polled(session.number, proposal, &self.poll);
            if self.poll.adopted {
                return Verdict::new(Some(self.adoption(rule)), polls);
            }
            self.holdouts.find(rule, &self.poll);
            let paid = compensation::settle(prepared, rule, proposal, (&mut self.poll, &self.holdouts), &mut self.fund);
            if paid.is_some() {
                observer.paid(session.number, proposal, &self.poll);
                return Verdict { ending: Some(self.adoption(rule)), polls, paid };
            }
            if negotiation.linkage {
                self.note(prepared, proposal);
            }
            let last_poll = polls == negotiation.rounds;
            let moved = !(last_poll && last_session) && self.move_on(prepared, rule, table, proposal);
            if moved {
                self.poll.weigh(prepared, (table, &self.panel), proposal);
                if let Some(ending) = self.given_up(prepared, table, proposal) {
                    return Verdict::new(Some(ending), polls);
                }
            }
            if last_poll || !moved {
                return Verdict::new(last_session.then_some(Ending::Shelved), polls);
            }
        }
        unreachable!("a session has at least one poll")
    }

    /// Amends and persuades; whether text or positions may have changed.
    fn move_on(&mut self, prepared: &Prepared, rule: &Rule, table: &Table, proposal: &mut Proposal) -> bool {
        let amended = amend(prepared, rule, (table, &self.panel), (&self.poll, &self.holdouts), proposal);
        let persuaded = persuade(prepared, proposal);
        if persuaded {
            self.panel.take_positions(prepared, proposal);
        }
        persuaded || amended
    }

    /// Whether the sponsor gives up on the text that was weighed, and for what.
    fn given_up(&self, prepared: &Prepared, table: &Table, proposal: &Proposal) -> Option<Ending> {
        let Proposal { status_quo, opening, text, .. } = proposal;
        match proposal.reservation {
            Reservation::Gain { member, least, elsewhere } => {
                // Nobody has affinity or a shock for what it sponsors itself.
                let seat = self.panel.sponsor.filter(|&seat| table.concerned.contains(seat));
                let worth = match seat {
                    Some(seat) => self.poll.inclinations()[seat],
                    None => prepared.gain(proposal, member, text) + proposal.urgency,
                };
                let gives_up = worth - least < -proposal.within || is_status_quo_again(prepared, proposal);
                gives_up.then_some(if elsewhere { Ending::Diverted } else { Ending::Withdrawn })
            }
            Reservation::Kept { least } => {
                let kept = Change::of(prepared.relevance(proposal), status_quo, opening, text).kept_share();
                (least > 0.0 && kept < least - WITHIN).then_some(Ending::Withdrawn)
            }
        }
    }

    /// The ending of what the poll adopts.
    fn adoption(&self, rule: &Rule) -> Ending {
        let leave = rule.lets_objectors_leave() && !self.poll.objecting.is_empty();
        if leave { Ending::OptOut } else { Ending::Adopted }
    }

    /// Keeps what linkage asks for: the text of the poll and what everybody made of it.
    fn note(&self, prepared: &Prepared, proposal: &mut Proposal) {
        let mut polled = std::mem::take(&mut proposal.polled);
        polled.text.clone_from(&proposal.text);
        polled.inclinations.clear();
        polled.gains.clear();
        for member in 0..prepared.members {
            polled.inclinations.push(prepared.inclination(proposal, member, &proposal.text));
            polled.gains.push(prepared.gain(proposal, member, &proposal.text));
        }
        proposal.polled = polled;
    }
}

/// A text is the status quo again where less than this share of the opened distance is left, both squared.
const NOTHING: f64 = 1e-12;

/// Whether nothing is left of the change with which the proposal opened.
pub(super) fn is_status_quo_again(prepared: &Prepared, proposal: &Proposal) -> bool {
    let relevance = prepared.relevance(proposal);
    match proposal.text.len() {
        1 => is_spent::<1>(relevance, proposal),
        2 => is_spent::<2>(relevance, proposal),
        3 => is_spent::<3>(relevance, proposal),
        _ => is_spent::<0>(relevance, proposal),
    }
}

/// The same in `D` dimensions, see [`vector`].
#[inline]
fn is_spent<const D: usize>(relevance: &[f64], proposal: &Proposal) -> bool {
    let Proposal { status_quo, opening, text, .. } = proposal;
    let [relevance, status_quo] = [relevance, status_quo].map(vector::<D>);
    let distance_squared = |text: &[f64]| {
        let text = vector::<D>(text);
        (0..text.len()).fold(0.0, |sum, d| sum + relevance[d] * (text[d] - status_quo[d]) * (text[d] - status_quo[d]))
    };
    distance_squared(text) <= NOTHING * distance_squared(opening)
}
