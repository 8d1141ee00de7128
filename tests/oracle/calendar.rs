//! Sessions: who tables when, what is taken up, and how each proposal ends.

use winset::engine::draws::{Purpose, Subject};
use winset::engine::{Ending, Outcome, Poll, Sponsor, World};
use winset::model::{Arrivals, Model};

use super::amendment::{amend, gives_up};
use super::issue::{self, subject};
use super::poll::{gain, poll};

/// Something that happened, in the order in which it did.
#[derive(Debug)]
pub enum Event {
    Polled(Item, Poll),
    Ended(Item, Outcome),
}

/// A proposal and how far it has come.
#[derive(Debug, Clone)]
pub struct Item {
    pub sponsor: Sponsor,
    pub tabled: u32,
    pub number: u32,
    pub area: usize,
    pub status_quo: Vec<f64>,
    pub positions: Vec<Vec<f64>>,
    pub opening: Vec<f64>,
    pub text: Vec<f64>,
    pub sessions: u32,
    pub rounds: u32,
}

/// The whole story of one world.
pub fn run(model: &Model, world: World) -> Vec<Event> {
    let mut story = Vec::new();
    let mut live: Vec<Item> = Vec::new();
    let ideals = issue::ideals(model, world);
    for session in 0..model.agenda.sessions {
        for (sponsor, initiative) in sponsors(model) {
            for number in 0..arrivals(model, world, sponsor, initiative, session) {
                live.push(issue::propose(model, world, &ideals, sponsor, session, number));
            }
        }
        let capacity = model.agenda.capacity.map_or(live.len(), |items| items as usize);
        let waiting = live.split_off(capacity.min(live.len()));
        let mut carried = Vec::new();
        for mut item in live {
            let (ending, last_polls) = deliberate(model, world, &mut item, session, &mut story);
            match ending {
                Some(ending) => story.push(end(model, item, ending, session, last_polls)),
                None => carried.push(item),
            }
        }
        live = carried;
        live.extend(waiting);
    }
    story.extend(live.into_iter().map(|item| end(model, item, Ending::Pending, model.agenda.sessions, 0)));
    story
}

/// Present members in the order of the file, then the secretariat, each with its initiative.
fn sponsors(model: &Model) -> Vec<(Sponsor, f64)> {
    let mut sponsors = Vec::new();
    for (index, member) in model.members.iter().enumerate() {
        if model.table.contains(&index) {
            sponsors.push((Sponsor::Member(index), member.initiative));
        }
    }
    if let Some(secretariat) = &model.secretariat {
        sponsors.push((Sponsor::Secretariat, secretariat.initiative));
    }
    sponsors
}

fn arrivals(model: &Model, world: World, sponsor: Sponsor, mean: f64, session: u32) -> u32 {
    let name = Subject { tabled: session, ..subject(sponsor, 0, 0) };
    let u = world.stream(Purpose::Arrivals, name, 0).uniform();
    match model.agenda.arrivals {
        Arrivals::Fixed => mean.trunc() as u32 + if u < mean.fract() { 1 } else { 0 },
        Arrivals::Poisson => (0..).find(|&k| u <= (0..=k).map(|i| poisson_mass(mean, i)).sum()).unwrap(),
    }
}

fn poisson_mass(mean: f64, k: u32) -> f64 {
    let factorial: f64 = (1..=k).map(f64::from).product();
    (-mean).exp() * mean.powi(k as i32) / factorial
}

/// One session of one proposal: its ending, if it came to one, and the polls held.
fn deliberate(
    model: &Model,
    world: World,
    item: &mut Item,
    session: u32,
    story: &mut Vec<Event>,
) -> (Option<Ending>, u32) {
    item.sessions += 1;
    let last_session = item.sessions == model.negotiation.sessions;
    let shocks = issue::shocks(model, world, item, session);
    for polls in 1..=model.negotiation.rounds {
        item.rounds += 1;
        let vote = poll(model, item, &shocks);
        story.push(Event::Polled(item.clone(), vote.clone()));
        if vote.adopted {
            return (Some(Ending::Adopted), polls);
        }
        let last_poll = last_session && polls == model.negotiation.rounds;
        let amended = if last_poll { None } else { amend(model, item, &vote) };
        let Some(text) = amended else {
            return (last_session.then_some(Ending::Shelved), polls);
        };
        item.text = text;
        if let Some(ending) = gives_up(model, item) {
            return (Some(ending), polls);
        }
    }
    (None, model.negotiation.rounds)
}

fn end(model: &Model, item: Item, ending: Ending, session: u32, last_polls: u32) -> Event {
    let adopted = ending == Ending::Adopted;
    let outcome = Outcome {
        ending,
        session,
        last_polls,
        change: None,
        gains: if adopted { model.seats.iter().map(|&m| gain(model, &item, m, &item.text)).collect() } else { vec![] },
    };
    Event::Ended(item, outcome)
}
