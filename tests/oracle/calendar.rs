//! Sessions: who tables when, what is taken up in which order, and how each proposal ends.

use winset::engine::{Ending, Sponsor, World};
use winset::model::{Model, Order};

use super::amendment::amend;
use super::arrivals::arrivals;
use super::feasible::{Judgement, judge};
use super::issue::{self, area_weights};
use super::poll::{Vote, gain, poll};
use super::sponsor::{dilution, gives_up, is_status_quo_again};

/// Something that happened, in the order in which it did.
#[derive(Debug)]
pub enum Event {
    Polled(Item, Vote),
    Ended(Item, End),
}

/// A proposal and how far it has come.
#[derive(Debug, Clone)]
pub struct Item {
    pub sponsor: Sponsor,
    pub tabled: u32,
    pub number: u32,
    /// Its place among the new items of its session.
    pub order: f64,
    pub area: usize,
    pub status_quo: Vec<f64>,
    /// By member of the file.
    pub positions: Vec<Vec<f64>>,
    pub opening: Vec<f64>,
    pub text: Vec<f64>,
    /// "To within" of its thresholds.
    pub epsilon: f64,
    pub reservation: f64,
    pub sessions: u32,
    pub rounds: u32,
    /// Whether some text would have done, where the rule needs every one of some members, once it was taken up.
    pub feasible: Option<Judgement>,
}

/// How a proposal ended.
#[derive(Debug)]
pub struct End {
    pub ending: Ending,
    pub session: u32,
    pub last_polls: u32,
    pub dilution: Option<f64>,
    /// By seat, of adopted ones.
    pub gains: Vec<f64>,
}

/// The whole story of one world; with `examine`, what was feasible too.
pub fn run(model: &Model, world: World, examine: bool) -> Vec<Event> {
    let mut story = Vec::new();
    let mut live: Vec<Item> = Vec::new();
    let ideals = issue::ideals(model, world);
    for session in 0..model.agenda.sessions {
        for (sponsor, initiative) in sponsors(model) {
            for number in 0..arrivals(model, world, sponsor, initiative, session) {
                live.push(issue::propose(model, world, &ideals, sponsor, session, number));
            }
        }
        sort(&mut live, session, model.agenda.order);
        let capacity = model.agenda.capacity.map_or(live.len(), |items| items as usize);
        let mut waiting = live.split_off(capacity.min(live.len()));
        for mut item in std::mem::take(&mut live) {
            let shocks = issue::shocks(model, world, &item, session);
            if examine && item.sessions == 0 {
                item.feasible = judge(model, &item, &shocks);
            }
            let (ending, last_polls) = deliberate(model, &mut item, &shocks, &mut story);
            // What was adopted at once was possible, though it may leave somebody exactly where it was.
            if item.sessions == 1 && ending == Some(Ending::Adopted) && !is_status_quo_again(model, &item) {
                item.feasible = item.feasible.map(|_| Judgement::Exists);
            }
            match ending {
                Some(ending) => story.push(end(model, item, ending, session, last_polls)),
                None => live.push(item),
            }
        }
        live.append(&mut waiting);
    }
    story.extend(live.into_iter().map(|item| end(model, item, Ending::Pending, model.agenda.sessions, 0)));
    story
}

/// Carried-over items oldest first, then the new ones, or these first; those of one session in the order that they drew.
fn sort(live: &mut [Item], session: u32, order: Order) {
    let name = |item: &Item| (item.tabled, item.order.to_bits(), item.sponsor, item.number);
    live.sort_by_key(|item| {
        let new = item.tabled == session;
        let later = match order {
            Order::OldFirst => new,
            Order::NewFirst => !new,
        };
        (later, name(item))
    });
}

/// Whoever has something to table, in the order of the file, the secretariat last, each with its initiative.
fn sponsors(model: &Model) -> Vec<(Sponsor, f64)> {
    let members = model.table.iter().map(|&m| (Sponsor::Member(m), model.members[m].initiative));
    let secretariat = model.secretariat.iter().map(|secretariat| (Sponsor::Secretariat, secretariat.initiative));
    let has_area = |&(sponsor, _): &(Sponsor, f64)| area_weights(model, sponsor).iter().any(|&weight| weight > 0.0);
    members.chain(secretariat).filter(has_area).collect()
}

/// One session of one proposal: its ending, if it came to one, and the polls held.
fn deliberate(model: &Model, item: &mut Item, shocks: &[f64], story: &mut Vec<Event>) -> (Option<Ending>, u32) {
    item.sessions += 1;
    let last_session = item.sessions == model.negotiation.sessions;
    if item.sessions > 1
        && let Some(ending) = gives_up(model, item)
    {
        return (Some(ending), 0);
    }
    for polls in 1..=model.negotiation.rounds {
        item.rounds += 1;
        let vote = poll(model, item, shocks);
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
    let end = End {
        ending,
        session,
        last_polls,
        dilution: if adopted { dilution(model, &item) } else { None },
        gains: if adopted { model.seats.iter().map(|&m| gain(model, &item, m, &item.text)).collect() } else { vec![] },
    };
    Event::Ended(item, end)
}
