//! A variant as it runs: what is in force from which session on, and what comes from outside.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::event::{self, Event, Move, Step};
use super::issues::{self, Context};
use super::member::Person;
use super::seating::Seating;
use super::variant::set;
use super::{agenda, area, member, negotiation, present, pulse, relation, secretariat, section};
use crate::Weight;
use crate::code::Code;
use crate::fault::Fault;
use crate::fields::Fields;
use crate::log::Log;
use crate::model::{self, Agenda, Entry, Model, Span, Status, Timeline};
use crate::names::Names;
use crate::node::{Field, Node, Origin};
use crate::set::Setter;

/// Who came, went or was suspended, by where it is written: nothing where that had an effect in some variant, else whose
/// step it was.
#[derive(Default)]
pub(super) struct Acts(RefCell<BTreeMap<Origin, Option<(String, Step)>>>);

impl Acts {
    /// Notes what a step did in one variant.
    fn note(&self, step: &Move, member: &str, did_something: bool) {
        let mut acts = self.0.borrow_mut();
        let act = acts.entry(step.at).or_insert_with(|| Some((member.to_owned(), step.step)));
        if did_something {
            *act = None;
        }
    }

    /// Warns of what does nothing in any variant.
    pub fn doubts(&self, log: &Log) {
        for (at, act) in &*self.0.borrow() {
            let Some((member, step)) = act else { continue };
            let message = format!("at that date `{member}` {}, so that this changes nothing", step.in_vain());
            let fault = Fault::at(Code::NoEffect, *at, message).label("no effect");
            log.add(match step {
                Step::Join => fault.help("`members` of a variant are those at the start; without it, it is everybody"),
                _ => fault,
            });
        }
    }
}

/// Who is where, by index into the members of the file.
struct Presence {
    present: Vec<bool>,
    suspended: Vec<bool>,
}

impl Presence {
    fn new(members: usize, at_table: &[usize]) -> Self {
        let present = (0..members).map(|member| at_table.contains(&member)).collect();
        Presence { present, suspended: vec![false; members] }
    }

    /// Takes a step; whether that changes anything.
    fn step(&mut self, Move { step, member, .. }: Move) -> bool {
        let (present, suspended) = (&mut self.present[member], &mut self.suspended[member]);
        match step {
            Step::Join => !std::mem::replace(present, true),
            Step::Leave => {
                *suspended = false;
                std::mem::replace(present, false)
            }
            Step::Suspend => *present && !std::mem::replace(suspended, true),
            Step::Resume => std::mem::replace(suspended, false),
        }
    }

    fn at_table(&self) -> Vec<usize> {
        (0..self.present.len()).filter(|&member| self.present[member]).collect()
    }

    /// Makes those who are suspended observers who do not sponsor.
    fn suspend(&self, people: &mut [Person]) {
        for (person, _) in people.iter_mut().zip(&self.suspended).filter(|(_, suspended)| **suspended) {
            person.member.status = Status::Observer;
            person.member.initiative = 0.0;
        }
    }
}

/// A variant on its way through the events.
struct Course<'a> {
    document: Node,
    presence: Presence,
    /// Where it is written who is at the table.
    whom: Origin,
    /// What it is called in messages.
    called: &'a str,
    /// Whether everybody is known who is named.
    all_known: bool,
    acts: &'a Acts,
    log: &'a Log,
}

/// Compiles one variant of `document`, and the weights of its members.
pub(super) fn timeline(
    document: &Node,
    variant: &Fields<'_>,
    called: &str,
    acts: &Acts,
) -> Option<(Timeline, Vec<Weight>)> {
    let log = variant.log;
    let table = document.as_table()?;
    let names = Names::read(table, document.at, log)?;
    let people = member::members(table.get("members")?.node.as_table()?, &names, log);
    let (at_table, all_known) = present::present(variant, &names, &people);
    let presence = Presence::new(people.len(), &at_table);
    let events = event::events(table, &names, &people, log);
    let agenda = agenda::agenda(section(table, "agenda", document, log));
    let whom = variant.get("members").map_or(variant.at, |node| node.at);
    let mut course = Course { document: document.clone(), presence, whom, called, all_known, acts, log };
    let mut timeline = Timeline { pulses: pulse::pulses(table, log), ..course.begin(&events, &agenda)? };
    course.go_on(&events, &agenda, &mut timeline);
    course.somebody_proposes(&timeline);
    Some((timeline, weights(&names, &people)))
}

/// The first session at or after a date; `None` where the horizon comes before.
pub(super) fn session(at: f64, agenda: &Agenda) -> Option<u32> {
    // Sessions are in the order of their dates.
    let (mut from, mut to) = (0, agenda.sessions);
    while from < to {
        let middle = from + (to - from) / 2;
        if agenda.date(middle) < at { from = middle + 1 } else { to = middle }
    }
    (from < agenda.sessions).then_some(from)
}

impl Course<'_> {
    /// What is in force in session 0, with what happened before it.
    fn begin(&mut self, events: &[Event<'_>], agenda: &Agenda) -> Option<Timeline> {
        let before = events.iter().take_while(|event| session(event.at, agenda) == Some(0));
        let entries: Vec<Entry> = before.flat_map(|event| self.happen(event).0).collect();
        let model = self.model(None)?;
        Some(Timeline { entries, ..Timeline::from(model) })
    }

    /// What is in force after each further event. Those after the horizon are compiled only to see whether they could be.
    fn go_on(&mut self, events: &[Event<'_>], agenda: &Agenda, timeline: &mut Timeline) {
        let mut restarts = Vec::new();
        let mut rest = events.iter().skip_while(|event| session(event.at, agenda) == Some(0)).peekable();
        while let Some(event) = rest.next() {
            if self.log.is_full() {
                return;
            }
            let from = session(event.at, agenda);
            let before = self.starts();
            let (entries, mark) = self.happen(event);
            let after = self.starts();
            restarts.extend((0..after.len()).filter(|&area| after[area].is_some() && after[area] != before[area]));
            if from.is_some() {
                timeline.entries.extend(entries);
                timeline.events.push(mark);
            }
            if from.is_some() && rest.peek().is_some_and(|next| session(next.at, agenda) == from) {
                continue;
            }
            let Some(model) = self.model(Some(event)) else { continue };
            self.keeps_what_is_fixed(event, &model, timeline.first());
            if let Some(from) = from {
                timeline.spans.push(Span { from, model, restarts: std::mem::take(&mut restarts) });
            }
        }
    }

    /// Lets an event happen; who is new, and the mark for figures.
    fn happen(&mut self, event: &Event<'_>) -> (Vec<Entry>, model::Event) {
        let mut mark = model::Event {
            id: event.id.to_owned(),
            label: event.label.clone(),
            at: event.at,
            joins: Vec::new(),
            leaves: Vec::new(),
        };
        for &step in &event.moves {
            let did_something = self.presence.step(step);
            let id = self
                .document
                .as_table()
                .and_then(|table| table.get("members")?.node.as_table()?.get_index(step.member));
            self.acts.note(&step, id.map_or("", |(id, _)| id), did_something || event.at == f64::INFINITY);
            match step.step {
                Step::Join if did_something => mark.joins.push(step.member),
                Step::Leave if did_something => mark.leaves.push(step.member),
                _ => {}
            }
        }
        if let Some(node) = event.set {
            set(node, Setter::Event, &mut self.document, self.log);
        }
        let Event { at, transition, may_object, .. } = *event;
        let entries = mark.joins.iter().map(|&member| Entry { member, at, transition, may_object });
        (entries.collect(), mark)
    }

    /// By area: where it is written where the policy starts.
    fn starts(&self) -> Vec<Option<Origin>> {
        let areas = self.document.as_table().and_then(|table| table.get("areas")?.node.as_table());
        let start = |area: &Field| Some(area.node.as_table()?.get("status_quo")?.node.as_table()?.get("start")?.key);
        areas.into_iter().flatten().map(|(_, area)| start(area)).collect()
    }

    /// What is in force now; after `event`, if one made it so.
    fn model(&self, event: Option<&Event<'_>>) -> Option<Model> {
        let (document, log) = (&self.document, self.log);
        let table = document.as_table()?;
        let names = Names::read(table, document.at, log)?;
        let mut people = member::members(table.get("members")?.node.as_table()?, &names, log);
        self.presence.suspend(&mut people);
        let at_table = self.presence.at_table();
        let sits = |index: &usize| people[*index].member.status == Status::Member;
        let seats: Vec<usize> = at_table.iter().copied().filter(sits).collect();
        if seats.is_empty() && self.all_known {
            self.nobody_sits(event);
        }
        let seating = Seating::new(table, &names, &people, &seats);
        let secretariat = secretariat::secretariat(table, &names, log);
        let areas = area::areas(table, &seating, relation::relations(table, &names, log), log);
        let agenda = agenda::agenda(section(table, "agenda", document, log));
        let context = Context { seating: &seating, areas: &areas, agenda: &agenda, secretariat: secretariat.as_ref() };
        let listing = issues::listing(table, &context, log);
        Some(Model {
            listing,
            secretariat,
            areas,
            negotiation: negotiation::negotiation(section(table, "negotiation", document, log), &names),
            agenda,
            members: people.into_iter().map(|person| person.member).collect(),
            table: at_table,
            seats,
            dimensions: names.dimensions.unwrap_or_default(),
        })
    }

    fn nobody_sits(&self, event: Option<&Event<'_>>) {
        let (at, when) = match event {
            Some(event) => (event.key, format!(" after event `{}`", event.id)),
            None => (self.whom, String::new()),
        };
        let message = format!("nobody at the table of {} has a response{when}", self.called);
        let fault = Fault::at(Code::NothingHappens, at, message).label("no seat");
        self.log.add(fault.help("at least one member that is present must not be an observer"));
    }

    /// An event changes neither the calendar nor what is drawn once, at the start of a world.
    fn keeps_what_is_fixed(&self, event: &Event<'_>, model: &Model, first: &Model) {
        let at = event.set.map_or(event.key, |node| node.at);
        let refused = |what: &str, why: &str| {
            let message = format!("event `{}` cannot set {what}", event.id);
            self.log.add(Fault::at(Code::NotHere, at, message).help(why));
        };
        let calendar = |agenda: &Agenda| (agenda.start, agenda.sessions, agenda.sessions_per_year, agenda.years);
        if calendar(&model.agenda) != calendar(&first.agenda) {
            refused("`start`, `years` or `sessions_per_year`", "sessions have their dates for the whole horizon");
        }
        let mut members = model.members.iter().zip(&first.members);
        if members.any(|(new, old)| (&new.ideal_sd, new.ideal_law) != (&old.ideal_sd, old.ideal_law)) {
            let why = "how far an ideal point is from what is written is drawn once, at the start";
            refused("`ideal_sd` or `ideal_distribution`", why);
        }
    }

    fn somebody_proposes(&self, timeline: &Timeline) {
        let proposes = |model: &Model| {
            let secretariat = model.secretariat.as_ref().is_some_and(|secretariat| secretariat.initiative > 0.0);
            secretariat || model.table.iter().any(|&index| model.members[index].initiative > 0.0)
        };
        let sits = timeline.spans.iter().all(|span| !span.model.seats.is_empty());
        if !self.all_known || !sits || timeline.spans.iter().any(|span| proposes(&span.model)) {
            return;
        }
        let message = format!("nobody at the table of {} has initiative, so the agenda is empty", self.called);
        let fault = Fault::at(Code::NothingHappens, self.whom, message);
        self.log.add(fault.help("give a member, or a secretariat, an `initiative` above 0"));
    }
}

fn weights(names: &Names, people: &[Person]) -> Vec<Weight> {
    let votes =
        Weight { name: "votes".to_owned(), by_member: people.iter().map(|person| Some(person.votes)).collect() };
    let weight = |name: &String| Weight {
        name: name.clone(),
        by_member: people.iter().map(|person| person.weights.get(name).copied()).collect(),
    };
    std::iter::once(votes).chain(names.weights.iter().map(weight)).collect()
}
