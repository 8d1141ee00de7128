//! Who is in the figure, and in which part.

use plotters::style::RGBColor;

use crate::engine::Sponsor;
use crate::report::plots::palette::{self, Marker};
use crate::report::trace::Tale;
use crate::trace::{Said, Story};

/// The part that a member plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Supports,
    Acquiesces,
    Objects,
    /// It only sits at the other table.
    Elsewhere,
    /// It tabled the proposal and has no answer.
    SponsorOnly,
}

impl Part {
    pub const ALL: [Part; 5] = [Part::Supports, Part::Acquiesces, Part::Objects, Part::Elsewhere, Part::SponsorOnly];

    pub fn name(self) -> &'static str {
        match self {
            Part::Supports => "Supports",
            Part::Acquiesces => "Acquiesces",
            Part::Objects => "Objects",
            Part::Elsewhere => "Only at the other table",
            Part::SponsorOnly => "Sponsor without an answer",
        }
    }

    pub fn marker(self) -> Marker {
        match self {
            Part::Supports => Marker::Disc,
            Part::Acquiesces => Marker::OpenDisc,
            Part::Objects => Marker::Square,
            Part::Elsewhere => Marker::OpenDiamond,
            Part::SponsorOnly => Marker::OpenSquare,
        }
    }

    pub fn color(self) -> RGBColor {
        if self == Part::Elsewhere { palette::SOFT_INK } else { palette::INK }
    }
}

/// A member with its position on the issue, by dimension of the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Player {
    pub label: String,
    pub position: Vec<f64>,
    pub part: Part,
    pub is_sponsor: bool,
}

impl Player {
    pub fn name(&self) -> String {
        if self.is_sponsor { format!("{} (sponsor)", self.label) } else { self.label.clone() }
    }
}

/// Everybody who is in the figure, with position and answer at the first poll, to which the win sets belong;
/// the sponsor first, then those who stand in the way.
pub struct Cast {
    pub sponsor: String,
    pub players: Vec<Player>,
}

impl Cast {
    pub fn of(tale: &Tale) -> Cast {
        let story = tale.story();
        let members = &tale.names().members;
        let is_sponsor = |member: usize| story.sponsor == Sponsor::Member(member);
        let player = |member: usize, position: &[f64], part: Part| Player {
            label: members[member].label.clone(),
            position: position.to_vec(),
            part,
            is_sponsor: is_sponsor(member),
        };
        let answers = |story: &Story| story.polls.first().map_or(Vec::new(), |poll| poll.answers.clone());
        let here = answers(story);
        let mut players: Vec<Player> =
            here.iter().map(|answer| player(answer.member, &answer.position, part(answer.response))).collect();
        let is_here = |member: usize| here.iter().any(|answer| answer.member == member);
        let there = tale.there.iter().filter_map(|table| table.story.as_ref()).flat_map(answers);
        let there = there.filter(|answer| !is_here(answer.member));
        players.extend(there.map(|answer| player(answer.member, &answer.position, Part::Elsewhere)));
        if let (Sponsor::Member(member), Some(wanted)) = (story.sponsor, &story.wanted)
            && !is_here(member)
        {
            players.push(player(member, wanted, Part::SponsorOnly));
        }
        players.sort_by_key(|player| (!player.is_sponsor, player.part != Part::Objects));
        let sponsor = match story.sponsor {
            Sponsor::Member(member) => members[member].label.clone(),
            Sponsor::Secretariat => "the secretariat".to_owned(),
        };
        Cast { sponsor, players }
    }
}

fn part(said: Said) -> Part {
    match said {
        Said::Support => Part::Supports,
        Said::Acquiesce => Part::Acquiesces,
        Said::Object => Part::Objects,
    }
}
