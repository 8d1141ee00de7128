use super::draws::{self, Purpose, Subject, World};
use super::feasible;
use super::issue::{Issues, ideals};
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::outcome::{Ending, Outcome};
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::{Feasibility, Proposal};
use super::session::{Docket, Session};
use super::utility::Change;
use crate::model::{Arrivals, Model};

/// A model made ready to run in many worlds.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    prepared: Prepared<'m>,
    issues: Issues,
    examine: bool,
}

impl<'m> Simulation<'m> {
    /// Prepares `model`. With `examine`, it is asked of every proposal that was taken up whether an agreement existed.
    pub fn new(model: &'m Model, examine: bool) -> Self {
        let prepared = Prepared::new(model);
        let issues = Issues::new(model, prepared.members);
        Simulation { prepared, issues, examine }
    }

    /// Runs one world from the first session to the horizon and tells `observer` what happens.
    pub fn run(&self, world: World, observer: &mut impl Observer) {
        let sessions = self.prepared.model.agenda.sessions;
        let ideals = ideals(&self.prepared, world);
        let mut docket = Docket::default();
        for number in 0..sessions {
            if !observer.goes_on() {
                return;
            }
            self.table(world, &ideals, number, &mut docket);
            let session = Session { prepared: &self.prepared, world, number, examine: self.examine };
            session.hold(&mut docket, observer, |proposal, verdict, observer| {
                let Verdict { ending, polls } = verdict;
                let ending = ending.expect("only what ended is told");
                observer.ended(proposal, &self.outcome(proposal, ending, number, polls));
            });
        }
        for proposal in &docket.old {
            observer.ended(proposal, &self.outcome(proposal, Ending::Pending, sessions, 0));
        }
    }

    /// Deliberates a proposal in one session, as it would be deliberated in a world.
    pub fn deliberate(&self, proposal: &mut Proposal, poll: &mut Poll, observer: &mut impl Observer) -> Verdict {
        let mut chamber = Chamber::default();
        std::mem::swap(&mut chamber.poll, poll);
        let verdict = chamber.deliberate(&self.prepared, proposal, observer);
        std::mem::swap(&mut chamber.poll, poll);
        verdict
    }

    /// Whether some text would satisfy everybody who is needed: see [`Feasibility`]. `None` for rules that do not need
    /// every one of a set of members.
    pub fn feasible(&self, proposal: &Proposal) -> Option<Feasibility> {
        feasible::feasible(&self.prepared, proposal)
    }

    /// Tables the session's new proposals.
    fn table(&self, world: World, ideals: &[f64], session: u32, docket: &mut Docket) {
        let agenda = &self.prepared.model.agenda;
        let activity = activity(world, session, agenda.initiative_sd);
        for &(sponsor, initiative) in &self.prepared.sponsors {
            let subject = Subject { tabled: session, sponsor: sponsor.number(), ..Subject::default() };
            let u = world.stream(Purpose::Arrivals, subject, 0).uniform();
            let count = match agenda.arrivals {
                Arrivals::Poisson => draws::poisson(initiative * activity, u),
                Arrivals::Fixed => draws::fixed(initiative * activity, u),
            };
            for number in 0..count {
                let mut proposal = docket.blank();
                (proposal.sponsor, proposal.tabled, proposal.number) = (sponsor, session, number);
                self.issues.propose(&self.prepared, world, ideals, &mut proposal);
                docket.new.push(proposal);
            }
        }
    }

    fn outcome(&self, proposal: &Proposal, ending: Ending, session: u32, last_polls: u32) -> Outcome {
        let prepared = &self.prepared;
        let Proposal { status_quo, opening, text, .. } = proposal;
        let adopted = ending == Ending::Adopted;
        let gain = |&member: &usize| prepared.gain(proposal, member, text);
        Outcome {
            ending,
            session,
            last_polls,
            change: adopted.then(|| Change::of(&prepared.area(proposal).relevance, status_quo, opening, text)),
            gains: if adopted { prepared.model.seats.iter().map(gain).collect() } else { Vec::new() },
        }
    }
}

/// The factor that multiplies every sponsor's initiative in a session.
fn activity(world: World, session: u32, sd: f64) -> f64 {
    if sd == 0.0 {
        return 1.0;
    }
    let subject = Subject { tabled: session, ..Subject::default() };
    draws::gamma(sd, world.stream(Purpose::Activity, subject, 0).uniform())
}
