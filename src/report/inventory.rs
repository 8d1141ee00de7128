//! What a scenario was read as: who is there, what the rules require of them, and what a run takes.

mod text;

use serde::Serialize;

use super::requirement::{Seats, requirement};
use super::words::counted;
use crate::model::{
    Decomposition, Demand, Draw, Fallback, Listing, Model, Occurrence, Period, Pulse, Rule, Stance, TASK,
};
use crate::scenario::{Scenario, Taken, Variant};
use text::year;

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inventory {
    /// What the scenario is called.
    pub title: String,
    /// Dimensions of the space.
    pub dimensions: Vec<String>,
    /// What all members of the file are called.
    pub members: Vec<String>,
    /// Files other than the scenario's own that members come from, with how many they are.
    pub members_from: Vec<Counted>,
    /// What the tables were taken for.
    pub tables: Vec<Taken>,
    /// The groups with their members.
    pub groups: Vec<Counted>,
    /// The weights with their totals.
    pub weights: Vec<Total>,
    /// Expected proposals a session of the secretariat; none without one.
    pub secretariat: Option<f64>,
    /// What areas are called, with their shares of the agenda.
    pub areas: Vec<(String, f64)>,
    /// The real proposals, where there is a list of them.
    pub issues: Option<String>,
    /// The calendar of the first variant.
    pub agenda: Calendar,
    /// Threats from outside, and when they come.
    pub pulses: Vec<String>,
    /// Periods with names.
    pub periods: Vec<String>,
    /// The variants.
    pub variants: Vec<Table>,
    /// The decompositions.
    pub decompositions: Vec<Parts>,
    /// What is assumed, and what it may be.
    pub assumptions: Vec<String>,
    /// What a run takes.
    pub cost: Cost,
}

/// A decomposition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parts {
    /// Key in the scenario.
    pub id: String,
    /// The variant that it begins with.
    pub from: String,
    /// The variant that it ends with, if one is named.
    pub to: Option<String>,
    /// What its factors are called.
    pub factors: Vec<String>,
    /// How many sets of factors are looked at.
    pub sets: usize,
    /// How many orders are sampled; all are taken where it is not given.
    pub orders: Option<usize>,
}

/// Something that has members.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// What it is called.
    pub name: String,
    /// How many these are.
    pub members: usize,
}

/// A weight over all members of the file.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Total {
    /// What it is called.
    pub name: String,
    /// Their sum.
    pub total: f64,
    /// How many have it.
    pub members: usize,
}

/// When sessions are held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calendar {
    /// Date at which time begins, in years.
    pub start: f64,
    /// Length of the horizon in years.
    pub years: f64,
    /// Sessions in the horizon.
    pub sessions: u32,
    /// Most items that a session takes up.
    pub capacity: Option<u32>,
}

/// The table of a variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Key in the scenario.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// What is in force at the start.
    #[serde(flatten)]
    pub start: Stage,
    /// What is in force after events.
    pub later: Vec<Later>,
}

/// Who sits at a table, and what is required of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stage {
    /// How many have a response.
    pub members: usize,
    /// How many have none.
    pub observers: usize,
    /// What the rules require of them.
    pub requirements: Vec<Required>,
}

/// What events change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Later {
    /// Date of the session from which on it is in force, in years.
    pub session: f64,
    /// What the events are called, and when they happen.
    pub events: Vec<String>,
    /// What is in force then.
    #[serde(flatten)]
    pub stage: Stage,
}

/// What is required in some areas.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Required {
    /// What these areas are called; empty if it is all of them.
    pub areas: Vec<String>,
    /// In words.
    pub requirement: String,
}

/// What a run takes, estimated.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cost {
    /// Worlds.
    pub replications: u64,
    /// Proposals of all worlds and variants.
    pub proposals: f64,
    /// Time in seconds.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
    /// Memory.
    pub bytes: f64,
}

impl Inventory {
    /// What `scenario` was read as, and what it takes on so many threads.
    pub fn of(scenario: &Scenario, threads: usize) -> Self {
        let (first, model) = (&scenario.variants[0], scenario.variants[0].model());
        let shares: f64 = model.areas.iter().map(|area| area.share).sum();
        let from =
            scenario.members_from.iter().map(|(file, members)| Counted { name: file.clone(), members: *members });
        Self {
            title: scenario.title.clone(),
            dimensions: model.space().iter().map(|dimension| dimension.label.clone()).collect(),
            members: model.members.iter().map(|member| member.label.clone()).collect(),
            members_from: from.collect(),
            tables: scenario.tables.clone(),
            groups: groups(model),
            weights: weights(first),
            secretariat: model.secretariat.as_ref().map(|secretariat| secretariat.initiative),
            areas: model.areas.iter().map(|area| (area.label.clone(), area.share / shares)).collect(),
            issues: model.listing.as_ref().map(issues),
            agenda: Calendar {
                start: model.agenda.start,
                years: model.agenda.years,
                sessions: model.agenda.sessions,
                capacity: model.agenda.capacity,
            },
            pulses: first.timeline.pulses.iter().map(pulse).collect(),
            periods: Period::named(&first.timeline.periods)
                .map(|number| period(&first.timeline.periods[number]))
                .collect(),
            variants: scenario.variants.iter().map(table).collect(),
            decompositions: scenario.decompositions.iter().map(|parts| Parts::of(parts, scenario)).collect(),
            assumptions: scenario.assumptions.iter().map(|of| format!("{} ({})", of.label, of.extent())).collect(),
            cost: Cost::of(scenario, threads),
        }
    }
}

impl Parts {
    fn of(decomposition: &Decomposition, scenario: &Scenario) -> Self {
        let variant = |index: usize| scenario.variants[index].id.clone();
        Self {
            id: decomposition.id.clone(),
            from: variant(decomposition.from),
            to: decomposition.to.map(variant),
            factors: decomposition.factors.iter().map(|factor| factor.label.clone()).collect(),
            sets: decomposition.coalitions.len(),
            orders: decomposition.orders.as_ref().map(Vec::len),
        }
    }
}

/// The groups in the order in which members name them.
fn groups(model: &Model) -> Vec<Counted> {
    let mut groups: Vec<Counted> = Vec::new();
    for name in model.members.iter().flat_map(|member| &member.groups) {
        match groups.iter_mut().find(|group| group.name == *name) {
            Some(group) => group.members += 1,
            None => groups.push(Counted { name: name.clone(), members: 1 }),
        }
    }
    groups
}

/// The weights; votes only where they are not one each.
fn weights(variant: &Variant) -> Vec<Total> {
    let told = variant.weights.iter().filter(|weight| weight.by_member.iter().any(|&weight| weight != Some(1.0)));
    told.map(|weight| {
        let given = weight.by_member.iter().flatten();
        Total { name: weight.name.clone(), total: given.clone().sum(), members: given.count() }
    })
    .collect()
}

/// `353 issues of 141 proposals, each once a world; 10,420 positions; 340 known outcomes`.
fn issues(listing: &Listing) -> String {
    let positions =
        listing.proposals.iter().flat_map(|listed| &listed.stances).filter(|s| **s != Stance::Absent).count();
    let known = listing.issues.iter().filter(|issue| issue.outcome.is_some()).count();
    let drawn = match listing.draw {
        Draw::Each => "each once a world",
        Draw::Sample => "drawn as often as sponsors table",
    };
    let (issues, proposals) = (counted(listing.issues.len(), "issue"), counted(listing.proposals.len(), "proposal"));
    let (positions, known) = (counted(positions, "position"), counted(known, "known outcome"));
    format!("{issues} of {proposals}, {drawn}; {positions}; {known}")
}

fn pulse(pulse: &Pulse) -> String {
    match pulse.when {
        Occurrence::At(at) => format!("{} {}", pulse.id, year(at)),
        Occurrence::Rate(rate) => format!("{} {rate} a year", pulse.id),
    }
}

fn period(period: &Period) -> String {
    format!("{} {} to {}", period.label, year(period.from), year(period.to))
}

fn table(variant: &Variant) -> Table {
    let Variant { id, label, timeline, .. } = variant;
    let agenda = &timeline.first().agenda;
    let mut events = timeline.events.iter().peekable();
    let later = timeline.spans[1..].iter().map(|span| {
        let session = agenda.date(span.from);
        let due = std::iter::from_fn(|| events.next_if(|event| event.at <= session));
        let events = due.map(|event| format!("{} {}", event.label, year(event.at))).collect();
        Later { session, events, stage: stage(variant, &span.model) }
    });
    let later = later.collect();
    Table { id: id.clone(), label: label.clone(), start: stage(variant, timeline.first()), later }
}

fn stage(variant: &Variant, model: &Model) -> Stage {
    let weights = variant.weights.iter().filter_map(|weight| {
        let by_seat: Option<Vec<f64>> = model.seats.iter().map(|&seat| weight.by_member[seat]).collect();
        Some((weight.name.as_str(), by_seat?))
    });
    let mut seats = Seats {
        labels: model.seats.iter().map(|&seat| model.members[seat].label.as_str()).collect(),
        concerned: Vec::new(),
        weights: weights.collect(),
    };
    let mut requirements: Vec<Required> = Vec::new();
    let mut add = |label: String, requirement: String| match requirements
        .iter_mut()
        .find(|required| required.requirement == requirement)
    {
        Some(required) => required.areas.push(label),
        None => requirements.push(Required { areas: vec![label], requirement }),
    };
    match &model.listing {
        None => {
            for area in &model.areas {
                seats.concerned = model.seats.iter().map(|&seat| area.concerns(&model.members[seat])).collect();
                add(area.label.clone(), required(&area.rule, &area.fallback, &seats));
            }
        }
        Some(listing) => {
            // Who is concerned differs from one proposal to the next: what is said is for those that concern everybody.
            seats.concerned = vec![true; model.seats.len()];
            for listed in &listing.proposals {
                let area = &model.areas[listed.area];
                let (rule, fallback) = match &listed.rule {
                    Some((rule, fallback)) => (rule, fallback),
                    None => (&area.rule, &area.fallback),
                };
                add(listed.id.clone(), required(rule, fallback, &seats));
            }
        }
    }
    if let [only] = &mut requirements[..] {
        only.areas.clear();
    } else if model.listing.is_some() {
        for required in &mut requirements {
            required.areas = vec![counted(required.areas.len(), "proposal")];
        }
    }
    Stage { members: model.seats.len(), observers: model.table.len() - model.seats.len(), requirements }
}

/// What a rule requires, and what those do that take its place.
fn required(rule: &Rule, fallback: &Option<Box<Fallback>>, seats: &Seats<'_>) -> String {
    let then = Fallback::chain(fallback).map(|fallback| {
        let sessions = counted(fallback.after as usize, "session");
        format!("; after {sessions} in vain {}", requirement(&fallback.rule, seats))
    });
    requirement(rule, seats) + &then.collect::<String>()
}

impl Cost {
    /// What a run of `scenario` takes on so many threads.
    pub fn of(scenario: &Scenario, threads: usize) -> Self {
        let demand = |variant: &Variant| Demand::of(&variant.timeline, scenario.run.feasibility);
        let demands: Vec<Demand> = scenario.variants.iter().map(demand).collect();
        let between: Vec<Demand> = scenario.between.iter().map(Demand::of_totals).collect();
        let all = || demands.iter().chain(&between);
        let replications = scenario.run.replications;
        // No more threads have something to do than there are tasks.
        let threads = threads.min(replications.div_ceil(TASK) as usize);
        let worlds = replications as f64;
        Self {
            replications,
            proposals: worlds * all().map(|demand| demand.proposals).sum::<f64>(),
            seconds: worlds * all().map(|demand| demand.seconds).sum::<f64>() / threads as f64,
            threads,
            bytes: PROGRAM
                + Demand::kept(&demands, replications)
                + Demand::totals(&between)
                + threads as f64 * (Demand::task(&demands) + Demand::totals(&between)),
        }
    }
}

/// Bytes of the program itself, its fonts and figures of usual size.
const PROGRAM: f64 = (32u64 << 20) as f64;

#[cfg(test)]
mod tests;
