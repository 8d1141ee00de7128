use super::draws::{self, World};
use super::feasible;
use super::issue::{self, ideals};
use super::negotiate::{Chamber, Verdict};
use super::observer::Observer;
use super::opening::{self, Opened};
use super::outcome::{Ending, Outcome};
use super::persuasion::socialise;
use super::points::Points;
use super::policy::Policies;
use super::poll::Poll;
use super::prepared::Prepared;
use super::proposal::{Feasibility, Proposal, Sponsor};
use super::session::{Docket, Session};
use super::shared::SharedDraws;
use super::threat::Threat;
use crate::model::{Arrivals, Draw, Timeline};

/// A timeline made ready to run in many worlds.
#[derive(Debug, Clone)]
pub struct Simulation<'m> {
    timeline: &'m Timeline,
    /// One a span.
    prepared: Vec<Prepared<'m>>,
    examine: bool,
}

/// A simulation in one world, session by session. It can be begun anew in another one.
#[derive(Debug, Clone)]
pub struct Course<'s, 'm> {
    simulation: &'s Simulation<'m>,
    /// The next session.
    next: u32,
    /// Index of the span that is in force.
    span: usize,
    /// Ideal points as they are now.
    ideals: Points,
    policies: Policies,
    threat: Threat,
    docket: Docket,
    /// By member: whether it is too new to object.
    muted: Vec<bool>,
    /// Room for the numbers of proposals by sponsor.
    counts: Vec<u32>,
}

impl<'m> Simulation<'m> {
    /// Prepares `timeline`. With `examine`, it is asked of every proposal that was taken up whether an agreement existed.
    pub fn new(timeline: &'m Timeline, examine: bool) -> Self {
        let present = timeline.spans.iter().filter_map(|span| span.model.table.last());
        let members = present.max().map_or(0, |last| last + 1);
        let prepared = timeline.spans.iter().map(|span| Prepared::new(&span.model, members)).collect();
        Simulation { timeline, prepared, examine }
    }

    /// Members of the file up to the last one that ever takes part.
    pub fn members(&self) -> usize {
        self.prepared[0].members
    }

    /// Dimensions of a position.
    pub fn dims(&self) -> usize {
        self.timeline.first().dims()
    }

    /// Runs one world from the first session to the horizon and tells `observer` what happens.
    pub fn run(&self, world: World, observer: &mut impl Observer) {
        let mut draws = SharedDraws::new(world, std::slice::from_ref(self));
        let mut course = self.course();
        course.begin(world);
        while course.hold(&mut draws, observer) {
            draws.forget();
        }
    }

    /// A course that waits to be begun.
    pub fn course(&self) -> Course<'_, 'm> {
        Course {
            simulation: self,
            next: self.timeline.first().agenda.sessions,
            span: 0,
            ideals: Points::default(),
            policies: Policies::default(),
            threat: Threat::default(),
            docket: Docket::default(),
            muted: Vec::new(),
            counts: Vec::new(),
        }
    }

    fn session<'a>(&'a self, span: usize, number: u32, threat: f64, muted: &'a [bool]) -> Session<'a, 'm> {
        Session { prepared: &self.prepared[span], number, threat, muted, examine: self.examine }
    }

    /// How much of its initiative a member in transition has.
    fn share_of_initiative(&self, sponsor: Sponsor, date: f64) -> f64 {
        match sponsor {
            Sponsor::Member(member) => self.timeline.entry(member, date).map_or(1.0, |entry| entry.passed(date)),
            Sponsor::Secretariat => 1.0,
        }
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
        self.session(0, 0, 0.0, &[])
    }
}

impl Course<'_, '_> {
    /// Begins in a world, whatever was before.
    pub fn begin(&mut self, world: World) {
        let first = &self.simulation.prepared[0];
        (self.next, self.span) = (0, 0);
        self.ideals = ideals(first, world);
        self.policies = Policies::new(first.model, first.members);
        self.threat = Threat::new(self.simulation.timeline, world);
        self.docket.clear();
    }

    /// Holds the next session and tells `observer` what happens, with the horizon what comes of the rest; whether there
    /// was one to hold. `draws` are those of the world.
    pub fn hold(&mut self, draws: &mut SharedDraws, observer: &mut impl Observer) -> bool {
        let (simulation, number) = (self.simulation, self.next);
        let sessions = simulation.timeline.first().agenda.sessions;
        if number >= sessions || !observer.goes_on() {
            return false;
        }
        let before = self.span;
        while simulation.timeline.spans.get(self.span + 1).is_some_and(|next| next.from <= number) {
            self.advance(draws, number);
        }
        self.mute(number);
        let muted = std::mem::take(&mut self.muted);
        let session = simulation.session(self.span, number, self.threat.at(number), &muted);
        if self.span != before {
            session.see_off(&mut self.docket, observer);
        }
        if number > 0 {
            self.policies.drift(session.prepared, draws, number);
        }
        self.table(&session, draws, observer);
        session.hold(draws, &mut self.docket, &mut self.policies, observer);
        socialise(session.prepared, &mut self.ideals);
        self.muted = muted;
        self.next += 1;
        if self.next == sessions {
            for &place in &self.docket.old {
                observer.ended(&self.docket.proposals[place], &Outcome::bare(Ending::Pending, sessions, 0));
            }
        }
        true
    }

    /// Puts the next span in force in session `number`: ideal points move by the change, policies to a start that changed,
    /// shocks to a law that did.
    fn advance(&mut self, draws: &mut SharedDraws, number: u32) {
        let prepared = &self.simulation.prepared;
        let (before, after) = (prepared[self.span].model, prepared[self.span + 1].model);
        for (member, (old, new)) in before.members.iter().zip(&after.members).take(self.ideals.members()).enumerate() {
            for (d, (old, new)) in old.ideal.iter().zip(&new.ideal).enumerate() {
                *self.ideals.at_mut(member, d) += new - old;
            }
        }
        self.policies.change(before, after, &self.simulation.timeline.spans[self.span + 1].restarts);
        self.span += 1;
        let persists = before.negotiation.shock_persistence == after.negotiation.shock_persistence;
        let same_law = |area: usize| persists && before.areas[area].shock_sd == after.areas[area].shock_sd;
        let Docket { proposals, old, .. } = &mut self.docket;
        for &place in old.iter() {
            let proposal = &mut proposals[place];
            if !same_law(proposal.area) {
                issue::retrace_shocks(self.simulation.timeline, &prepared[self.span], draws, proposal, number);
            }
        }
    }

    /// Notes who is too new to object in a session.
    fn mute(&mut self, number: u32) {
        let timeline = self.simulation.timeline;
        self.muted.clear();
        if timeline.entries.iter().all(|entry| entry.may_object) {
            return;
        }
        let date = timeline.first().agenda.date(number);
        let mute =
            |member| timeline.entry(member, date).is_some_and(|entry| !entry.may_object && entry.passed(date) < 1.0);
        self.muted.extend((0..self.simulation.members()).map(mute));
    }

    /// Tables the session's new proposals.
    fn table(&mut self, session: &Session, draws: &mut SharedDraws, observer: &mut impl Observer) {
        let (prepared, number) = (session.prepared, session.number);
        if prepared.model.listing.as_ref().is_some_and(|listing| listing.draw == Draw::Each) {
            self.table_list(session, draws, observer);
            return;
        }
        let mut counts = std::mem::take(&mut self.counts);
        self.arrivals(prepared, draws, number, &mut counts);
        for (&(sponsor, _), &count) in prepared.sponsors.iter().zip(&counts) {
            for n in 0..count {
                self.table_one(session, draws, (sponsor, n), None, observer);
            }
        }
        self.counts = counts;
    }

    /// How many proposals each sponsor tables in a session.
    fn arrivals(&self, prepared: &Prepared, draws: &mut SharedDraws, session: u32, counts: &mut Vec<u32>) {
        let agenda = &prepared.model.agenda;
        let (date, brought) = (agenda.date(session), draws.session(session));
        let activity = match agenda.initiative_sd {
            0.0 => 1.0,
            sd => draws::gamma(sd, brought.activity()),
        };
        counts.clear();
        counts.extend(prepared.sponsors.iter().map(|&(sponsor, initiative)| {
            let mean = initiative * activity * self.simulation.share_of_initiative(sponsor, date);
            match agenda.arrivals {
                Arrivals::Poisson => brought.poisson(sponsor, mean),
                Arrivals::Fixed => draws::fixed(mean, brought.of(sponsor)),
            }
        }));
    }

    /// Tables what of the list has its date.
    fn table_list(&mut self, session: &Session, draws: &mut SharedDraws, observer: &mut impl Observer) {
        let (prepared, number) = (session.prepared, session.number);
        let date = prepared.model.agenda.date(number);
        for (topic, listed) in prepared.model.listing.iter().flat_map(|listing| &listing.proposals).enumerate() {
            let simulation = self.simulation;
            let initiative = |sponsor, mean: f64| mean * simulation.share_of_initiative(sponsor, date);
            let due = listed.session == Some(number);
            if let Some(sponsor) = due.then(|| issue::proposer(prepared, draws, topic, initiative)).flatten() {
                self.table_one(session, draws, (sponsor, topic as u32), Some(topic), observer);
            }
        }
    }

    /// Makes a proposal of a sponsor, with its number: on a topic of the list that comes up once, or on one that is drawn.
    fn table_one(
        &mut self,
        session: &Session,
        draws: &mut SharedDraws,
        (sponsor, number): (Sponsor, u32),
        once: Option<usize>,
        observer: &mut impl Observer,
    ) {
        let place = self.docket.blank();
        let proposal = &mut self.docket.proposals[place];
        (proposal.sponsor, proposal.tabled, proposal.number) = (sponsor, session.number, number);
        proposal.is_once = once.is_some();
        if let Some(topic) = once {
            (proposal.topic, proposal.area) = (topic, session.prepared.model.area_of(topic));
        }
        if propose(session, draws, &self.ideals, &self.policies, proposal) == Opened::Tabled {
            self.docket.new.push(place);
        } else {
            observer.withheld(proposal);
            self.docket.spend(place);
        }
    }
}

/// Makes a proposal that has its name: issue, terms and opening.
fn propose(
    session: &Session,
    draws: &mut SharedDraws,
    ideals: &Points,
    policies: &Policies,
    proposal: &mut Proposal,
) -> Opened {
    proposal.feasible = None;
    (proposal.sessions, proposal.rounds) = (0, 0);
    issue::draw(session.prepared, draws, ideals, policies, proposal);
    session.take_terms(policies, proposal);
    opening::open(session, draws, proposal)
}
