//! The sections of a scenario: the one list of them, in the order in which they are written.
//!
//! What reads, changes or writes a document as a whole asks here. A section more is a row more, and what compiles it.

use super::suggest;

/// One section.
#[derive(Debug)]
pub(super) struct Section {
    /// Its key at the top of the document.
    pub name: &'static str,
    pub shape: Shape,
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

const fn section(name: &'static str, shape: Shape) -> Section {
    Section { name, shape, start: Start::WhenSet, variants: Variants::Set }
}

const fn shared(name: &'static str, shape: Shape, reason: &'static str, instead: &'static str) -> Section {
    Section { variants: Variants::Share { reason, instead }, ..section(name, shape) }
}

const SECTIONS: [Section; 19] = [
    shared("scenario", Shape::Fields, "it describes the whole file", "give the variant a `label`"),
    shared("space", Shape::Fields, "all variants share the space", "set it in [space]"),
    Section { variants: Variants::SetFieldsOnly, ..section("members", Shape::Keyed) },
    Section { start: Start::InFile, ..section("relations", Shape::List) },
    Section { variants: Variants::SetFieldsOnly, ..section("areas", Shape::Keyed) },
    section("secretariat", Shape::Fields),
    section("rule", Shape::Kind),
    section("rules", Shape::Keyed),
    section("negotiation", Shape::Fields),
    section("agenda", Shape::Fields),
    section("events", Shape::Keyed),
    section("pulses", Shape::Keyed),
    shared("periods", Shape::Keyed, "all variants are told by the same periods", "set it in [periods]"),
    shared("variants", Shape::Keyed, "variants do not set each other", "write the field in its own variant"),
    Section { start: Start::InFile, ..shared("design", Shape::List, "it makes variants", "write it in [[design]]") },
    shared("decompositions", Shape::Keyed, "they compare variants", "write it in [decompositions]"),
    shared("assumptions", Shape::Keyed, "they are about the whole file", "write it in [assumptions]"),
    shared("sweeps", Shape::Keyed, "they run all variants", "write it in [sweeps]"),
    shared("run", Shape::Fields, "all variants see the same worlds", "set it in [run]"),
];

/// Sections that belong to the model and that this version does not run.
pub(super) const LATER: [&str; 1] = ["issues"];

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
    /// Whether it holds things with ids, or with numbers.
    pub fn is_of_many(&self) -> bool {
        matches!(self.shape, Shape::Keyed | Shape::List)
    }
}
