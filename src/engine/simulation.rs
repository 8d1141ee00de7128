use super::draws::{self, Purpose, Subject, World};
use super::feasible;
use super::issue::{self, ideals};
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::opening::{self, Opened};
use super::outcome::{Ending, Outcome};
use super::persuasion::socialise;
use super::policy::Policies;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::{Feasibility, Proposal, Sponsor};
use super::session::{Docket, Session};
use super::threat::Threat;
use crate::model::{Arrivals, Timeline};

/// A timeline made ready to run in many worlds.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    timeline: &'m Timeline,
    /// One a span.
    prepared: Vec<Prepared<'m>>,
    examine: bool,
}

/// What changes from session to session in one world.
struct State {
    world: World,
    /// Ideal points as they are now, by member and dimension.
    ideals: Vec<f64>,
    policies: Policies,
    threat: Threat,
    docket: Docket,
    /// By member: whether it is too new to object.
    muted: Vec<bool>,
}

impl<'m> Simulation<'m> {
    /// Prepares `timeline`. With `examine`, it is asked of every proposal that was taken up whether an agreement existed.
    pub fn new(timeline: &'m Timeline, examine: bool) -> Self {
        let present = timeline.spans.iter().filter_map(|span| span.model.table.last());
        let members = present.max().map_or(0, |last| last + 1);
        let prepared = timeline.spans.iter().map(|span| Prepared::new(&span.model, members)).collect();
        Simulation { timeline, prepared, examine }
    }

    /// Runs one world from the first session to the horizon and tells `observer` what happens.
    pub fn run(&self, world: World, observer: &mut impl Observer) {
        let sessions = self.timeline.first().agenda.sessions;
        let mut state = self.begin(world);
        let mut span = 0;
        for number in 0..sessions {
            if !observer.goes_on() {
                return;
            }
            let before = span;
            while self.timeline.spans.get(span + 1).is_some_and(|next| next.from <= number) {
                span += 1;
                self.change(&mut state, span, number);
            }
            self.mute(&mut state, number);
            let muted = std::mem::take(&mut state.muted);
            let session = self.session(world, span, number, state.threat.at(number), &muted);
            if span != before {
                session.see_off(&mut state.docket, observer);
            }
            if number > 0 {
                state.policies.drift(session.prepared, world, number);
            }
            self.table(&session, &mut state, observer);
            session.hold(&mut state.docket, &mut state.policies, observer);
            socialise(session.prepared, &mut state.ideals);
            state.muted = muted;
        }
        for proposal in &state.docket.old {
            observer.ended(proposal, &Outcome::bare(Ending::Pending, sessions, 0));
        }
    }

    fn begin(&self, world: World) -> State {
        let first = &self.prepared[0];
        State {
            world,
            ideals: ideals(first, world),
            policies: Policies::new(first.model, first.members),
            threat: Threat::new(self.timeline, world),
            docket: Docket::default(),
            muted: Vec::new(),
        }
    }

    fn session<'a>(
        &'a self,
        world: World,
        span: usize,
        number: u32,
        threat: f64,
        muted: &'a [bool],
    ) -> Session<'a, 'm> {
        Session { prepared: &self.prepared[span], world, number, threat, muted, examine: self.examine }
    }

    /// Puts the span at this index in force in session `number`: ideal points move by the change, policies to a start that
    /// changed, shocks to a law that did.
    fn change(&self, state: &mut State, span: usize, number: u32) {
        let (before, after) = (self.prepared[span - 1].model, self.prepared[span].model);
        let members = before.members.iter().zip(&after.members);
        let moves = members.flat_map(|(old, new)| new.ideal.iter().zip(&old.ideal).map(|(new, old)| new - old));
        state.ideals.iter_mut().zip(moves).for_each(|(ideal, by)| *ideal += by);
        state.policies.change(before, after);
        let persists = before.negotiation.shock_persistence == after.negotiation.shock_persistence;
        let same_law = |area: usize| persists && before.areas[area].shock_sd == after.areas[area].shock_sd;
        for proposal in state.docket.old.iter_mut().filter(|proposal| !same_law(proposal.area)) {
            issue::retrace_shocks(self.timeline, &self.prepared[span], state.world, proposal, number);
        }
    }

    /// Notes who is too new to object in a session.
    fn mute(&self, state: &mut State, number: u32) {
        state.muted.clear();
        if self.timeline.entries.iter().all(|entry| entry.may_object) {
            return;
        }
        let date = self.timeline.first().agenda.date(number);
        let mute = |member| {
            self.timeline.entry(member, date).is_some_and(|entry| !entry.may_object && entry.passed(date) < 1.0)
        };
        state.muted.extend((0..self.prepared[0].members).map(mute));
    }

    /// Tables the session's new proposals.
    fn table(&self, session: &Session, state: &mut State, observer: &mut impl Observer) {
        let (prepared, number) = (session.prepared, session.number);
        let agenda = &prepared.model.agenda;
        let activity = activity(state.world, number, agenda.initiative_sd);
        let date = agenda.date(number);
        for &(sponsor, initiative) in &prepared.sponsors {
            let mean = initiative * activity * self.share_of_initiative(sponsor, date);
            let subject = Subject { tabled: number, sponsor: sponsor.number(), ..Subject::default() };
            let u = state.world.stream(Purpose::Arrivals, subject, 0).uniform();
            let count = match agenda.arrivals {
                Arrivals::Poisson => draws::poisson(mean, u),
                Arrivals::Fixed => draws::fixed(mean, u),
            };
            for n in 0..count {
                let mut proposal = state.docket.blank();
                (proposal.sponsor, proposal.tabled, proposal.number) = (sponsor, number, n);
                if self.propose(session, state, &mut proposal) == Opened::Tabled {
                    state.docket.new.push(proposal);
                } else {
                    observer.withheld(number, sponsor, proposal.area);
                    state.docket.spend(proposal);
                }
            }
        }
    }

    /// How much of its initiative a member in transition has.
    fn share_of_initiative(&self, sponsor: Sponsor, date: f64) -> f64 {
        match sponsor {
            Sponsor::Member(member) => self.timeline.entry(member, date).map_or(1.0, |entry| entry.passed(date)),
            Sponsor::Secretariat => 1.0,
        }
    }

    /// Makes a proposal that has its name: issue, terms and opening.
    fn propose(&self, session: &Session, state: &State, proposal: &mut Proposal) -> Opened {
        proposal.feasible = None;
        (proposal.sessions, proposal.rounds) = (0, 0);
        issue::draw(session.prepared, state.world, &state.ideals, &state.policies, proposal);
        session.take_terms(&state.policies, proposal);
        let opened = opening::open(session, proposal);
        if opened == Opened::Tabled {
            proposal.take_within(session.prepared);
        }
        opened
    }

    /// Deliberates a proposal in one session, as it would be deliberated in a world.
    pub fn deliberate(&self, proposal: &mut Proposal, poll: &mut Poll, observer: &mut impl Observer) -> Verdict {
        let mut chamber = Chamber::default();
        std::mem::swap(&mut chamber.poll, poll);
        let verdict = chamber.deliberate(&self.first_session(), proposal, observer);
        std::mem::swap(&mut chamber.poll, poll);
        verdict
    }

    /// Whether some text would satisfy everybody who is needed: see [`Feasibility`]. `None` for rules that do not need
    /// every one of a set of members.
    pub fn feasible(&self, proposal: &Proposal) -> Option<Feasibility> {
        feasible::feasible(&self.first_session(), proposal)
    }

    fn first_session(&self) -> Session<'_, 'm> {
        self.session(World { seed: 0, replication: 0 }, 0, 0, 0.0, &[])
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
