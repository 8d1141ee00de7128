//! The sections of a scenario: the one list of them, in the order in which they are written.
//!
//! What reads, changes or writes a document as a whole asks here. A section more is a row more, and what compiles it.

use super::asked::Form;
use super::limits::{
    MAX_AREAS, MAX_ASSUMPTIONS, MAX_DECOMPOSITIONS, MAX_EVENTS, MAX_MEMBERS, MAX_NAMED_RULES, MAX_PERIODS, MAX_PULSES,
    MAX_RELATIONS, MAX_SWEEPS, MAX_VARIANTS,
};
use super::suggest;

/// One section.
#[derive(Debug)]
pub(super) struct Section {
    /// Its key at the top of the document.
    pub name: &'static str,
    pub shape: Shape,
    /// What its tables are called when they are read.
    pub holds: &'static str,
    /// How many of them there are, at least and at most.
    pub count: (usize, usize),
    pub start: Start,
    pub variants: Variants,
}

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Fields: `[agenda]`.
    Fields,
    /// Tables by id, each with fields: `[members.china]`.
    Keyed,
    /// Tables without a name: `[[relations]]`.
    List,
    /// A table with a `kind`, or a word in its place: `rule = "consensus"`.
    Kind,
}

/// Whether a section comes into being because a field in it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// It does.
    WhenSet,
    /// It has to be in a file.
    InFile,
}

/// What a variant may set in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variants {
    /// Anything.
    Set,
    /// Fields of those that are there: draws are numbered by them.
    SetFieldsOnly,
    /// Nothing.
    Share {
        /// Why.
        reason: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
}

const fn section(name: &'static str, shape: Shape, holds: &'static str) -> Section {
    let (count, start, variants) = ((0, 1), Start::WhenSet, Variants::Set);
    Section { name, shape, holds, count, start, variants }
}

const fn fields(name: &'static str, holds: &'static str) -> Section {
    section(name, Shape::Fields, holds)
}

const fn keyed(name: &'static str, holds: &'static str, least: usize, most: usize) -> Section {
    Section { count: (least, most), ..section(name, Shape::Keyed, holds) }
}

const fn list(name: &'static str, holds: &'static str, most: usize) -> Section {
    Section { count: (0, most), start: Start::InFile, ..section(name, Shape::List, holds) }
}

impl Section {
    const fn shared(self, reason: &'static str, instead: &'static str) -> Section {
        Section { variants: Variants::Share { reason, instead }, ..self }
    }

    const fn numbering_draws(self) -> Section {
        Section { variants: Variants::SetFieldsOnly, ..self }
    }
}

const SECTIONS: [Section; 20] = [
    fields("scenario", "[scenario]").shared("it describes the whole file", "give the variant a `label`"),
    fields("space", "the space").shared("all variants share the space", "set it in [space]"),
    keyed("members", "a member", 2, MAX_MEMBERS).numbering_draws(),
    list("relations", "a relation", MAX_RELATIONS),
    keyed("areas", "an area", 1, MAX_AREAS).numbering_draws(),
    fields("issues", "[issues]"),
    fields("secretariat", "[secretariat]"),
    section("rule", Shape::Kind, RULE),
    keyed("rules", RULE, 0, MAX_NAMED_RULES),
    fields("negotiation", "[negotiation]"),
    fields("agenda", "[agenda]"),
    keyed("events", "an event", 0, MAX_EVENTS),
    keyed("pulses", "a pulse", 0, MAX_PULSES),
    keyed("periods", "a period", 0, MAX_PERIODS)
        .shared("all variants are told by the same periods", "set it in [periods]"),
    keyed("variants", "a variant", 0, MAX_VARIANTS)
        .shared("variants do not set each other", "write the field in its own variant"),
    list("design", "a design", MAX_VARIANTS).shared("it makes variants", "write it in [[design]]"),
    keyed("decompositions", "a decomposition", 0, MAX_DECOMPOSITIONS)
        .shared("they compare variants", "write it in [decompositions]"),
    keyed("assumptions", "an assumption", 0, MAX_ASSUMPTIONS)
        .shared("they are about the whole file", "write it in [assumptions]"),
    keyed("sweeps", "a sweep", 0, MAX_SWEEPS).shared("they run all variants", "write it in [sweeps]"),
    fields("run", "[run]").shared("all variants see the same worlds", "set it in [run]"),
];

/// What stands for a rule of any kind.
const RULE: &str = "a rule";

/// All of them, in the order in which they are written.
pub(super) fn all() -> impl Iterator<Item = &'static Section> + Clone {
    SECTIONS.iter()
}

/// The section called `name`.
pub(super) fn named(name: &str) -> Option<&'static Section> {
    all().find(|section| section.name == name)
}

/// "did you mean", or all their names.
pub(super) fn help(name: &str) -> Option<String> {
    suggest::help(name, all().map(|section| section.name), "sections")
}

impl Section {
    /// What may stand in it.
    pub fn form(&self) -> Form {
        let (least, most) = self.count;
        let one = match self.holds {
            RULE => super::compile::a_rule(),
            _ if self.name == "design" => {
                Form::Keyed { of: Box::new(Form::Names(1, None)), least: 0, most: MAX_VARIANTS }
            }
            table => Form::Table(table),
        };
        let of = Box::new(one.clone());
        match self.shape {
            Shape::Fields | Shape::Kind => one,
            Shape::List => Form::List { of, least, most: Some(most) },
            Shape::Keyed if self.name == "members" => {
                Form::Either(vec![Form::Text(None), Form::File, Form::Keyed { of, least, most }])
            }
            Shape::Keyed => Form::Keyed { of, least, most },
        }
    }

    /// Whether it holds things with ids, or with numbers.
    pub fn is_of_many(&self) -> bool {
        matches!(self.shape, Shape::Keyed | Shape::List)
    }
}
