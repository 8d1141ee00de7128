use std::collections::VecDeque;

use super::draws::{self, Purpose, Subject, World};
use super::feasible::feasible;
use super::issues::Issues;
use super::negotiate::deliberate;
use super::observer::Observer;
use super::outcome::{Ending, Outcome};
use super::poll::Poll;
use super::proposal::{Proposal, Sponsor};
use super::utility::{dilution, gain};
use crate::model::{Arrivals, Model};

/// A model made ready to run in many worlds.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    model: &'m Model,
    issues: Issues<'m>,
    /// Whoever may table, in agenda order: the file's, the secretariat last; with its initiative.
    sponsors: Vec<(Sponsor, f64)>,
    examine: bool,
}

/// Whoever may table, in agenda order, with its expected proposals a session.
pub fn sponsors(model: &Model) -> impl Iterator<Item = (Sponsor, f64)> {
    let members = model.table.iter().map(|&m| (Sponsor::Member(m), model.members[m].initiative));
    let secretariat = model.secretariat.iter().map(|s| (Sponsor::Secretariat, s.initiative));
    members.chain(secretariat).filter(|&(_, initiative)| initiative > 0.0)
}

impl<'m> Simulation<'m> {
    /// Prepares `model`. With `examine`, every proposal is asked whether an agreement exists ([`feasible`]).
    pub fn new(model: &'m Model, examine: bool) -> Self {
        Simulation { model, issues: Issues::new(model), sponsors: sponsors(model).collect(), examine }
    }

    /// Runs one world from the first session to the horizon and tells `observer` what happens.
    pub fn run(&self, world: World, observer: &mut impl Observer) {
        let agenda = &self.model.agenda;
        let ideals = self.issues.ideals(world);
        let capacity = agenda.capacity.map_or(usize::MAX, |capacity| capacity as usize);
        let mut poll = Poll::default();
        let mut live: VecDeque<Proposal> = VecDeque::new();
        for session in 0..agenda.sessions {
            if !observer.goes_on() {
                return;
            }
            self.table(world, &ideals, session, &mut live);
            // Oldest first; what is taken up and carried over stays ahead of what waits.
            let mut carried = Vec::new();
            for mut proposal in live.drain(..capacity.min(live.len())) {
                self.issues.advance_shocks(world, &mut proposal, session);
                let verdict = deliberate(self.model, &mut proposal, &mut poll, observer);
                match verdict.ending {
                    Some(ending) => observer.ended(&proposal, &self.outcome(&proposal, ending, session, verdict.polls)),
                    None => carried.push(proposal),
                }
            }
            // Few against those that wait, perhaps.
            carried.into_iter().rev().for_each(|proposal| live.push_front(proposal));
        }
        for proposal in &live {
            observer.ended(proposal, &self.outcome(proposal, Ending::Pending, agenda.sessions, 0));
        }
    }

    /// Tables the session's new proposals behind those that are there.
    fn table(&self, world: World, ideals: &[f64], session: u32, live: &mut VecDeque<Proposal>) {
        for &(sponsor, initiative) in &self.sponsors {
            let subject = Subject { tabled: session, sponsor: sponsor.number(), ..Subject::default() };
            let u = world.stream(Purpose::Arrivals, subject, 0).uniform();
            let count = match self.model.agenda.arrivals {
                Arrivals::Poisson => draws::poisson(initiative, u),
                Arrivals::Fixed => draws::fixed(initiative, u),
            };
            live.extend((0..count).map(|number| {
                let mut proposal = self.issues.propose(world, ideals, sponsor, session, number);
                proposal.feasible = self.examine.then(|| feasible(self.model, &proposal)).flatten();
                proposal
            }));
        }
    }

    fn outcome(&self, proposal: &Proposal, ending: Ending, session: u32, last_polls: u32) -> Outcome {
        let model = self.model;
        let area = &model.areas[proposal.area];
        let adopted = ending == Ending::Adopted;
        let gain_of = |&m: &usize| gain(model, area, m, proposal.position(m), &proposal.status_quo, &proposal.text);
        Outcome {
            ending,
            session,
            last_polls,
            dilution: dilution(area, &proposal.status_quo, &proposal.opening, &proposal.text).filter(|_| adopted),
            gains: if adopted { model.seats.iter().map(gain_of).collect() } else { Vec::new() },
        }
    }
}
