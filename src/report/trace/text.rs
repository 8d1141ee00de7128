//! The story for a terminal.

use comfy_table::CellAlignment;
use std::fmt::Write;

use super::numbers::Decimals;
use super::{AtTable, Tale, sponsor};
use crate::engine::Ending;
use crate::model::{Dimension, Model};
use crate::report::table::{Style, plain_table};
use crate::report::words::{counted, listed, wrapped};
use crate::trace::{PollStep, Said, Story};

/// Characters of a line.
const WIDTH: usize = 100;
/// Characters of a member's name in a table.
const NAME: usize = 40;
/// As many are named in a sentence.
const NAMED: usize = 8;

/// The story in lines of at most 100 characters.
pub fn text(tale: &Tale) -> String {
    let teller = Teller::of(tale);
    let parts = [teller.heading(), teller.beginning()].into_iter();
    let story = tale.story();
    let polls = (0..story.polls.len()).map(|number| teller.poll(number));
    let end = [teller.ending(), teller.win_sets()].into_iter();
    parts.chain(polls).chain(end).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

struct Teller<'t> {
    tale: &'t Tale<'t>,
    story: &'t Story,
    names: &'t Model,
    positions: Decimals,
    utilities: Decimals,
}

impl<'t> Teller<'t> {
    fn of(tale: &'t Tale<'t>) -> Self {
        let story = tale.story();
        let answers = || story.polls.iter().flat_map(|poll| &poll.answers);
        let positions = answers().flat_map(|answer| &answer.position).chain(&story.status_quo).chain(&story.opening);
        let utilities = answers().flat_map(|answer| [answer.inclination, answer.threshold]);
        Teller {
            tale,
            story,
            names: tale.names(),
            positions: Decimals::of(positions.copied()),
            utilities: Decimals::of(utilities.chain(story.paid.iter().map(|(sum, _)| *sum))),
        }
    }

    fn heading(&self) -> String {
        let Tale { title, seed, replication, place: (number, of), here, .. } = self.tale;
        let label = &here.variant.label;
        self.sentence(&format!("{title}. {label}: proposal {number} of {of} in world {replication}, seed {seed}"))
    }

    fn when(&self, session: u32) -> String {
        let agenda = &self.names.agenda;
        // Where the agenda has no start, dates are years from it.
        let years = if agenda.start == 0.0 { "year " } else { "" };
        format!("session {session} ({years}{:.1})", agenda.date(session))
    }

    fn sentence(&self, sentence: &str) -> String {
        wrapped(sentence, 0, WIDTH) + "\n"
    }

    fn beginning(&self) -> String {
        let Teller { story, positions, .. } = self;
        let what = self.names.listed(story.topic).map_or(String::new(), |listed| format!(": {}", listed.id));
        let mut text = self.sentence(&format!(
            "{} tables it in {}, in the area {}{what}. Points are: {}.",
            sponsor(self.names, story.sponsor),
            self.when(story.tabled),
            self.names.areas[story.area].label,
            self.numbers_of_a_point().join(", "),
        ));
        let wanted = story.wanted.as_ref().map(|wanted| format!("; its sponsor wants {}", positions.point(wanted)));
        text += &self.sentence(&format!(
            "The status quo is {}{}. It opens with {}, {:.0}\u{a0}% of the way that its sponsor has in mind.",
            positions.point(&story.status_quo),
            wanted.unwrap_or_default(),
            positions.point(&story.opening),
            100.0 * story.opening_share,
        ));
        text
    }

    /// What the numbers of a point are: dimensions, or the issues of a proposal of a list, from 0 to 1 of their scales.
    fn numbers_of_a_point(&self) -> Vec<String> {
        let issue_in = |d: usize| {
            let listing = self.names.listing.as_ref()?;
            let issue = listing.issues_of(self.story.topic).find(|(_, issue)| issue.dimension == d);
            Some(issue.map_or("none".to_owned(), |(_, issue)| {
                format!("{} (0 is {}, 1 is {})", issue.label, issue.low, issue.high)
            }))
        };
        let label = |(d, dimension): (usize, &Dimension)| issue_in(d).unwrap_or_else(|| dimension.label.clone());
        self.names.dimensions.iter().enumerate().map(label).collect()
    }

    /// A poll with every answer, and what was done before it.
    fn poll(&self, number: usize) -> String {
        let poll = &self.story.polls[number];
        let mut text = number.checked_sub(1).map_or(String::new(), |last| self.moved(&self.story.polls[last], poll));
        let _ =
            writeln!(text, "Poll {}, {}: {}", poll.round, self.when(poll.session), self.positions.point(&poll.text));
        let mut table = plain_table(Style::Text);
        table.set_header(["", "inclination", "needs", "shortfall", "answer"]);
        for column in 1..4 {
            table.column_mut(column).into_iter().for_each(|column| {
                column.set_cell_alignment(CellAlignment::Right);
            });
        }
        for answer in &poll.answers {
            let name = console::truncate_str(&self.names.members[answer.member].label, NAME, "…").into_owned();
            let number = |x: f64| self.utilities.number(x);
            let short = if answer.response == Said::Object { number(answer.shortfall()) } else { String::new() };
            let said = match (answer.concerned, answer.response) {
                (false, Said::Acquiesce) => "has no stake",
                (_, response) => response.verb(),
            };
            table.add_row([name, number(answer.inclination), number(answer.threshold), short, said.to_owned()]);
        }
        let _ = writeln!(text, "{table}");
        text + &self.sentence(&format!("{} {}.", self.count(poll), self.met(number, poll)))
    }

    fn count(&self, poll: &PollStep) -> String {
        let of = |said: Said| -> Vec<&str> {
            let them = poll.answers.iter().filter(|answer| answer.response == said);
            them.map(|answer| self.names.members[answer.member].label.as_str()).collect()
        };
        let (support, against) = (of(Said::Support), of(Said::Object));
        let object = match &against[..] {
            [] => "nobody objects".to_owned(),
            [one] => format!("1 objects ({one})"),
            many => format!("{} object ({})", many.len(), listed(many, NAMED)),
        };
        format!("{} of {} support it, {object}:", support.len(), poll.answers.len())
    }

    fn met(&self, number: usize, poll: &PollStep) -> String {
        let last = number + 1 == self.story.polls.len();
        match (poll.adopted, &self.story.paid) {
            (true, _) => "the rule is met".to_owned(),
            (false, Some((sum, payees))) if last => {
                let payees: Vec<&str> = payees.iter().map(|&m| self.names.members[m].label.as_str()).collect();
                format!(
                    "the rule is not met, until {} is paid to {}",
                    self.utilities.number(*sum),
                    listed(&payees, NAMED)
                )
            }
            (false, _) => "the rule is not met".to_owned(),
        }
    }

    /// What happened between two polls.
    fn moved(&self, before: &PollStep, after: &PollStep) -> String {
        let mut text = String::new();
        if before.session != after.session {
            text += &self.sentence(&format!("It is carried over to {}.", self.when(after.session)));
        }
        if before.text != after.text {
            let (from, to) = (self.positions.point(&before.text), self.positions.point(&after.text));
            text += &self.sentence(&format!("The text is amended from {from} to {to}."));
        }
        let moved = after
            .answers
            .iter()
            .filter(|now| before.answers.iter().any(|then| then.member == now.member && then.position != now.position));
        let moved: Vec<&str> = moved.map(|answer| self.names.members[answer.member].label.as_str()).collect();
        if !moved.is_empty() {
            text += &self.sentence(&format!("Positions have moved: {}.", listed(&moved, NAMED)));
        }
        if text.is_empty() { text } else { text + "\n" }
    }

    fn ending(&self) -> String {
        let Story { ending, ended, sessions, months, polls, text, linked, .. } = self.story;
        let polls = polls.len();
        let how = match ending {
            Ending::Adopted if *linked => "Adopted, together with another proposal,",
            Ending::Adopted => "Adopted",
            Ending::OptOut => "Adopted by those who take part",
            Ending::Withdrawn => "Withdrawn by its sponsor, for whom too little is left,",
            Ending::Diverted => "Diverted to where its sponsor can have more,",
            Ending::Shelved => "Shelved, having failed in all the sessions that it could have,",
            Ending::Pending => "Pending at the horizon",
        };
        let when = match ending {
            Ending::Pending => String::new(),
            _ => format!(" in {}", self.when(*ended)),
        };
        self.sentence(&format!(
            "{how}{when}, after {} in {}, {months:.1} months after it was tabled. Its last text is {}.",
            counted(polls, "poll"),
            counted(*sessions as usize, "session"),
            self.positions.point(text),
        ))
    }

    fn win_sets(&self) -> String {
        let tables = self.tale.tables();
        let lines: String = tables.iter().map(|table| self.sentence(&format!("- {}", self.win_set(table)))).collect();
        let dimensions: Vec<&str> = self.tale.dimensions().map(|dimension| dimension.label.as_str()).collect();
        let others = if self.names.dimensions.len() > dimensions.len() {
            ", the other dimensions as in its last text"
        } else {
            ""
        };
        self.sentence(&format!(
            "The win set, all texts that would have passed at its first poll, looked for in {}{others}:",
            dimensions.join(" and ")
        )) + &lines
    }

    fn win_set(&self, table: &AtTable) -> String {
        let label = &table.variant.label;
        let (Some(story), Some(region)) = (&table.story, &table.win_set) else {
            return format!("{label}: nobody tables it there.");
        };
        let decimals = self.positions;
        let size = match region.share(&self.tale.window) {
            0.0 => "empty, no text would have passed".to_owned(),
            _ if region.intervals().is_some() => {
                let ends = region.intervals().unwrap_or_default().iter();
                let ends = ends.map(|[low, high]| format!("{} to {}", decimals.number(*low), decimals.number(*high)));
                ends.collect::<Vec<_>>().join(", ")
            }
            share if share < 0.001 => "less than 0.1\u{a0}% of the area of the figure".to_owned(),
            share => format!("{:.1}\u{a0}% of the area of the figure", 100.0 * share),
        };
        let ending = match story.ending {
            Ending::Pending => "pending at the horizon".to_owned(),
            Ending::OptOut => format!("adopted with opt-outs after {}", counted(story.polls.len(), "poll")),
            ending => format!("{} after {}", ending.name(), counted(story.polls.len(), "poll")),
        };
        format!("{label}: {size}; {ending}.")
    }
}
