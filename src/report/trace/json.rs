//! The story as one JSON document.

use serde::Serialize;

use super::{AtTable, Tale};
use crate::engine::Sponsor;
use crate::trace::{Answer, PollStep, Region, Said, Story};

#[derive(Serialize)]
struct Document<'t> {
    title: &'t str,
    version: &'static str,
    seed: u64,
    replication: u64,
    variant: &'t str,
    place: usize,
    of: usize,
    dimensions: Vec<&'t str>,
    #[serde(flatten)]
    story: Told<'t>,
    win_sets: WinSets<'t>,
}

#[derive(Serialize)]
struct Told<'t> {
    sponsor: &'t str,
    area: &'t str,
    /// Its id on the list; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    listed: Option<&'t str>,
    /// From 0, as in `proposals.parquet`.
    session: u32,
    proposal: u32,
    date: f64,
    status_quo: &'t [f64],
    wanted: Option<&'t [f64]>,
    opening: &'t [f64],
    opening_share: f64,
    polls: Vec<Poll<'t>>,
    ending: &'static str,
    ended: u32,
    months: f64,
    sessions: u32,
    text: &'t [f64],
    paid: Option<f64>,
    paid_to: Vec<&'t str>,
    linked: bool,
    gains: Vec<Gain<'t>>,
}

#[derive(Serialize)]
struct Gain<'t> {
    member: &'t str,
    gain: f64,
}

#[derive(Serialize)]
struct Poll<'t> {
    round: u32,
    session: u32,
    text: &'t [f64],
    adopted: bool,
    answers: Vec<Answered<'t>>,
}

#[derive(Serialize)]
struct Answered<'t> {
    member: &'t str,
    position: &'t [f64],
    concerned: bool,
    inclination: f64,
    threshold: f64,
    shortfall: f64,
    answer: Said,
}

#[derive(Serialize)]
struct WinSets<'t> {
    dimensions: Vec<&'t str>,
    /// What is looked at: by dimension, from where to where.
    window: Vec<[f64; 2]>,
    /// The text in all dimensions; those above vary.
    through: &'t [f64],
    at: Vec<WinSet<'t>>,
}

#[derive(Serialize)]
struct WinSet<'t> {
    variant: &'t str,
    ending: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    intervals: Option<&'t [[f64; 2]]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outlines: Option<&'t [Vec<[f64; 2]>]>,
    share: Option<f64>,
}

/// The document; members, areas and dimensions by id.
pub fn json(tale: &Tale) -> String {
    let window = &tale.window;
    let document = Document {
        title: tale.title,
        version: env!("CARGO_PKG_VERSION"),
        seed: tale.seed,
        replication: tale.replication,
        variant: &tale.here.variant.id,
        place: tale.place.0,
        of: tale.place.1,
        dimensions: tale.names().dimensions.iter().map(|dimension| dimension.id.as_str()).collect(),
        story: told(tale, tale.story()),
        win_sets: WinSets {
            dimensions: tale.dimensions().map(|dimension| dimension.id.as_str()).collect(),
            window: std::iter::once(window.across.1).chain(window.upwards.map(|(_, range)| range)).collect(),
            through: &window.base,
            at: tale.tables().into_iter().map(|table| win_set(tale, table)).collect(),
        },
    };
    let text = serde_json::to_string_pretty(&document).expect("a story holds texts and numbers only");
    format!("{text}\n")
}

fn told<'t>(tale: &'t Tale, story: &'t Story) -> Told<'t> {
    let member = |member: usize| tale.names().members[member].id.as_str();
    let answer = |answer: &'t Answer| Answered {
        member: member(answer.member),
        position: &answer.position,
        concerned: answer.concerned,
        inclination: answer.inclination,
        threshold: answer.threshold,
        shortfall: answer.shortfall(),
        answer: answer.response,
    };
    let poll = |poll: &'t PollStep| Poll {
        round: poll.round,
        session: poll.session,
        text: &poll.text,
        adopted: poll.adopted,
        answers: poll.answers.iter().map(answer).collect(),
    };
    Told {
        sponsor: match story.sponsor {
            Sponsor::Member(sponsor) => member(sponsor),
            Sponsor::Secretariat => "secretariat",
        },
        area: &tale.names().areas[story.area].id,
        listed: tale.names().listed(story.topic).map(|listed| listed.id.as_str()),
        session: story.tabled,
        proposal: tale.key.number,
        date: tale.names().agenda.date(story.tabled),
        status_quo: &story.status_quo,
        wanted: story.wanted.as_deref(),
        opening: &story.opening,
        opening_share: story.opening_share,
        polls: story.polls.iter().map(poll).collect(),
        ending: story.ending.name(),
        ended: story.ended,
        months: story.months,
        sessions: story.sessions,
        text: &story.text,
        paid: story.paid.as_ref().map(|(sum, _)| *sum),
        paid_to: story.paid.iter().flat_map(|(_, payees)| payees).map(|&payee| member(payee)).collect(),
        linked: story.linked,
        gains: story.gains.iter().map(|&(who, gain)| Gain { member: member(who), gain }).collect(),
    }
}

fn win_set<'t>(tale: &Tale, table: &'t AtTable) -> WinSet<'t> {
    let region = table.win_set.as_ref();
    WinSet {
        variant: &table.variant.id,
        ending: table.story.as_ref().map(|story| story.ending.name()),
        intervals: region.and_then(Region::intervals),
        outlines: region.and_then(|region| match region {
            Region::Outlines(outlines) => Some(outlines.as_slice()),
            Region::Intervals(_) => None,
        }),
        share: region.map(|region| region.share(&tale.window)),
    }
}
