//! Sessions: who tables when, what is taken up in which order, and how each proposal ends.

use winset::engine::{Ending, Sponsor, World};
use winset::model::{Compensation, Model, Order, Response, Rule, Timeline};

use super::amendment::amend;
use super::arrivals::arrivals;
use super::compensation::settle;
use super::feasible::{Judgement, judge};
use super::issue::{self, area_weights};
use super::linkage::pair;
use super::persuasion::{anybody_susceptible, persuade, socialise};
use super::poll::{Vote, gain, poll};
use super::scene::{Policies, Scene, last_entry, share, span_at};
use super::sponsor::{Reservation, along, epsilon, gives_up, is_status_quo_again};

/// Something that happened, in the order in which it did.
#[derive(Debug)]
pub enum Event {
    Withheld { session: u32, sponsor: Sponsor, area: usize },
    Polled { session: u32, item: Item, vote: Vote },
    Ended(Item, End),
}

/// A proposal and how far it has come. Vectors by member hold one entry for each of the file.
#[derive(Debug, Clone)]
pub struct Item {
    pub sponsor: Sponsor,
    pub tabled: u32,
    pub number: u32,
    /// Its place among the new items of its session.
    pub order: f64,
    pub area: usize,
    /// q when it was tabled, the sponsor's.
    pub status_quo: Vec<f64>,
    /// q_m when it was taken up, by member.
    pub policies: Vec<Vec<f64>>,
    /// By member.
    pub positions: Vec<Vec<f64>>,
    /// The positions with which it began.
    pub first_positions: Vec<Vec<f64>>,
    /// By member, in the session that takes it up.
    pub shocks: Vec<f64>,
    pub opening_share: f64,
    pub opening: Vec<f64>,
    pub text: Vec<f64>,
    /// "To within" of its thresholds.
    pub epsilon: f64,
    pub reservation: Reservation,
    pub sessions: u32,
    pub rounds: u32,
    /// Whether some text would have done, where the rule needs every one of some members, once it was taken up.
    pub feasible: Option<Judgement>,
}

/// How a proposal ended.
#[derive(Debug, Clone)]
pub struct End {
    pub ending: Ending,
    pub session: u32,
    pub last_polls: u32,
    pub linked: bool,
    pub paid: Option<f64>,
    /// What was opened and what is left of it, of adopted ones.
    pub change: Option<(f64, f64)>,
    /// Those with a response, those of them who take part, and the gain of each of the former, of adopted ones.
    pub members: Vec<usize>,
    pub participants: Vec<usize>,
    pub gains: Vec<f64>,
}

/// What became of an item in a session.
enum Fate {
    Adopted {
        objectors: Vec<usize>,
        paid: Option<f64>,
    },
    GivenUp(Ending),
    /// It failed; its last poll was on this.
    Failed(Box<Item>),
}

/// The whole story of one world; with `examine`, what was feasible too.
pub fn run(timeline: &Timeline, world: World, examine: bool) -> Vec<Event> {
    let first = &timeline.spans[0].model;
    let mut story = Vec::new();
    let mut live: Vec<Item> = Vec::new();
    let mut ideals = issue::ideals(first, world);
    let mut policies = Policies::begin(first);
    for session in 0..first.agenda.sessions {
        let scene = Scene::of(timeline, world, session);
        if session > 0 {
            changes(timeline, session, &mut ideals, &mut policies);
            policies.drift(scene.model, world, session);
        }
        live = see_off(&scene, live, &mut story);
        table(timeline, &scene, world, &ideals, &policies, &mut live, &mut story);
        sort(&mut live, session, scene.model.agenda.order);
        let capacity = scene.model.agenda.capacity.map_or(live.len(), |items| items as usize);
        let waiting = live.split_off(capacity.min(live.len()));
        live = hold(timeline, &scene, world, live, &mut policies, &mut story, examine);
        live.extend(waiting);
        socialise(scene.model, &mut ideals);
    }
    story.extend(live.into_iter().map(|item| Event::Ended(item, bare(Ending::Pending, first.agenda.sessions, 0))));
    story
}

/// What the events since the last session did to ideal points and policies.
fn changes(timeline: &Timeline, session: u32, ideals: &mut [Vec<f64>], policies: &mut Policies) {
    for number in span_at(timeline, session - 1).0..span_at(timeline, session).0 {
        let (before, after) = (&timeline.spans[number].model, &timeline.spans[number + 1].model);
        for (m, ideal) in ideals.iter_mut().enumerate() {
            (0..after.dims()).for_each(|d| ideal[d] += after.members[m].ideal[d] - before.members[m].ideal[d]);
        }
        policies.change(before, after);
    }
}

/// Whoever is no longer there takes its proposals with it.
fn see_off(scene: &Scene, live: Vec<Item>, story: &mut Vec<Event>) -> Vec<Item> {
    let is_there = |item: &Item| match item.sponsor {
        Sponsor::Member(member) => scene.model.table.contains(&member),
        Sponsor::Secretariat => true,
    };
    let (stay, go) = live.into_iter().partition(is_there);
    let go: Vec<Item> = go;
    story.extend(go.into_iter().map(|item| Event::Ended(item, bare(Ending::Withdrawn, scene.session, 0))));
    stay
}

fn table(
    timeline: &Timeline,
    scene: &Scene,
    world: World,
    ideals: &[Vec<f64>],
    policies: &Policies,
    live: &mut Vec<Item>,
    story: &mut Vec<Event>,
) {
    let date = scene.model.agenda.date(scene.session);
    for (sponsor, initiative) in sponsors(scene.model) {
        let risen = match sponsor {
            Sponsor::Member(member) => last_entry(timeline, member, date).map_or(1.0, |entry| share(entry, date)),
            Sponsor::Secretariat => 1.0,
        };
        for number in 0..arrivals(scene.model, world, sponsor, initiative * risen, scene.session) {
            match issue::propose(scene, world, ideals, policies, (sponsor, number)) {
                Ok(item) => live.push(item),
                Err(area) => story.push(Event::Withheld { session: scene.session, sponsor, area }),
            }
        }
    }
}

/// Takes the items up in turn, then tries in pairs what failed, then shelves; what is left is carried over.
fn hold(
    timeline: &Timeline,
    scene: &Scene,
    world: World,
    items: Vec<Item>,
    policies: &mut Policies,
    story: &mut Vec<Event>,
    examine: bool,
) -> Vec<Item> {
    let mut fund = match scene.model.negotiation.compensation {
        Compensation::Fund { budget } => budget,
        Compensation::None | Compensation::Gainers { .. } => 0.0,
    };
    let mut failed: Vec<(Item, Item, u32)> = Vec::new();
    for mut item in items {
        item.shocks = issue::shocks(timeline, world, &item, scene.session);
        // Where policy no longer evolves it is where it was when the item was tabled.
        item.policies =
            policies.0[item.area].clone().unwrap_or_else(|| vec![item.status_quo.clone(); item.policies.len()]);
        item.epsilon = epsilon(scene.model, &item);
        item.sessions += 1;
        if examine && item.sessions == 1 {
            item.feasible = judge(scene, &item);
        }
        let (fate, polls) = deliberate(scene, &mut item, &mut fund, story);
        match fate {
            Fate::GivenUp(ending) => story.push(Event::Ended(item, bare(ending, scene.session, polls))),
            Fate::Failed(polled) => failed.push((item, *polled, polls)),
            Fate::Adopted { objectors, paid } => {
                note_that_it_was_possible(scene.model, &mut item, paid);
                let end = End { paid, ..adopted(scene, &item, policies, &objectors, polls) };
                story.push(Event::Ended(item, end));
            }
        }
    }
    if scene.model.negotiation.linkage {
        link(scene, &mut failed, policies, story);
    }
    let last = scene.model.negotiation.sessions;
    let (carried, shelved): (Vec<_>, Vec<_>) = failed.into_iter().partition(|(item, ..)| item.sessions < last);
    story.extend(
        shelved.into_iter().map(|(item, _, polls)| Event::Ended(item, bare(Ending::Shelved, scene.session, polls))),
    );
    carried.into_iter().map(|(item, ..)| item).collect()
}

/// What was adopted at once, on the positions with which it began and without money, was possible, though it may leave
/// somebody exactly where it was.
fn note_that_it_was_possible(model: &Model, item: &mut Item, paid: Option<f64>) {
    let as_it_was = paid.is_none() && item.positions == item.first_positions && !is_status_quo_again(model, item);
    if item.sessions == 1 && as_it_was {
        item.feasible = item.feasible.map(|_| Judgement::Exists);
    }
}

/// Tries each two of those that failed, as they were in their last polls.
fn link(scene: &Scene, failed: &mut Vec<(Item, Item, u32)>, policies: &mut Policies, story: &mut Vec<Event>) {
    let mut out = vec![false; failed.len()];
    for i in 0..failed.len() {
        for j in i + 1..failed.len() {
            if out[i] || out[j] {
                continue;
            }
            let Some(objectors) = pair(scene, &failed[i].1, &failed[j].1) else { continue };
            for one in [i, j] {
                out[one] = true;
                let (item, polled, polls) = &failed[one];
                let mut item = item.clone();
                item.text = polled.text.clone();
                let end = End { linked: true, ..adopted(scene, &item, policies, &objectors, *polls) };
                story.push(Event::Ended(item, end));
            }
        }
    }
    let mut out = out.into_iter();
    failed.retain(|_| !out.next().unwrap());
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

/// One session of one proposal: what became of it, and the polls held.
fn deliberate(scene: &Scene, item: &mut Item, fund: &mut f64, story: &mut Vec<Event>) -> (Fate, u32) {
    let Model { negotiation, .. } = scene.model;
    if item.sessions > 1
        && let Some(ending) = gives_up(scene, item)
    {
        return (Fate::GivenUp(ending), 0);
    }
    for polls in 1..=negotiation.rounds {
        item.rounds += 1;
        let vote = poll(scene, item);
        story.push(Event::Polled { session: scene.session, item: item.clone(), vote: vote.clone() });
        let objectors = |responses: &[Response]| -> Vec<usize> {
            (0..responses.len()).filter(|&seat| responses[seat] == Response::Object).collect()
        };
        if vote.adopted {
            return (Fate::Adopted { objectors: objectors(&vote.responses), paid: None }, polls);
        }
        if let Some((responses, paid)) = settle(scene, item, &vote, fund) {
            return (Fate::Adopted { objectors: objectors(&responses), paid: Some(paid) }, polls);
        }
        let polled = Box::new(item.clone());
        if polls == negotiation.rounds && item.sessions >= negotiation.sessions {
            return (Fate::Failed(polled), polls);
        }
        let amended = amend(scene, item, &vote);
        if amended.is_none() && !anybody_susceptible(scene.model) {
            return (Fate::Failed(polled), polls);
        }
        item.text = amended.unwrap_or(std::mem::take(&mut item.text));
        persuade(scene.model, item);
        if let Some(ending) = gives_up(scene, item) {
            return (Fate::GivenUp(ending), polls);
        }
        if polls == negotiation.rounds {
            return (Fate::Failed(polled), polls);
        }
    }
    unreachable!("a session has at least one poll")
}

/// Puts the item's text in force; its ending, of which those seats stay out that object where the rule lets them.
fn adopted(scene: &Scene, item: &Item, policies: &mut Policies, objectors: &[usize], polls: u32) -> End {
    let model = scene.model;
    let stay_out: &[usize] = if matches!(scene.rule(item), Rule::OptOut { .. }) { objectors } else { &[] };
    let takes_part = |seat: &usize| !stay_out.contains(seat);
    let participants: Vec<usize> = (0..model.seats.len()).filter(takes_part).map(|seat| model.seats[seat]).collect();
    let mut as_began = Item { positions: item.first_positions.clone(), ..item.clone() };
    if let Some(policies) = &policies.0[item.area] {
        as_began.policies = policies.clone();
    }
    let gain = |&m: &usize| if participants.contains(&m) { gain(model, &as_began, m, &item.text) } else { 0.0 };
    policies.adopt(item.area, &item.text, (!stay_out.is_empty()).then_some(&participants[..]));
    let change = (along(model, item, &item.opening, &item.opening), along(model, item, &item.text, &item.opening));
    End {
        change: Some(change),
        members: model.seats.clone(),
        gains: model.seats.iter().map(gain).collect(),
        participants,
        ..bare(if stay_out.is_empty() { Ending::Adopted } else { Ending::OptOut }, scene.session, polls)
    }
}

fn bare(ending: Ending, session: u32, last_polls: u32) -> End {
    let (members, participants, gains) = (Vec::new(), Vec::new(), Vec::new());
    End { ending, session, last_polls, linked: false, paid: None, change: None, members, participants, gains }
}
