//! `[negotiation]`.

use crate::asked::Form;
use crate::fields::Fields;
use crate::limits::{MAX_PROPOSAL_SESSIONS, MAX_ROUNDS};
use crate::log::Log;
use crate::model::{Amendment, Compensation, Loss, Negotiation, Opening};
use crate::names::Names;
use crate::node::Node;
use crate::range::Range;
use crate::values;

pub(super) fn negotiation(fields: Fields<'_>, names: &Names) -> Negotiation {
    let negotiation = Negotiation {
        loss: fields.choice("loss", &[("quadratic", Loss::Quadratic), ("linear", Loss::Linear)]),
        opening: opening(&fields, names),
        compensation: fields
            .ask("compensation", || Form::kinds("source", SOURCE_TABLES, true))
            .and_then(|node| compensation(node, fields.log))
            .unwrap_or_default(),
        linkage: fields.flag("linkage"),
        ambition: fields.number("ambition", 1.0, Range::SHARE),
        rounds: fields.whole("rounds", 1, 1, MAX_ROUNDS) as u32,
        sessions: fields.whole("sessions", 1, 1, MAX_PROPOSAL_SESSIONS) as u32,
        pressure: fields.number("pressure", 0.0, Range::UTILITY),
        amendment: fields
            .ask("amendment", || Form::kinds("kind", KIND_TABLES, true))
            .and_then(|node| amendment(node, fields.log))
            .unwrap_or_default(),
        shock_persistence: fields.number("shock_persistence", 1.0, Range::UNIT),
    };
    fields.close();
    negotiation
}

/// How sponsors open. What only those who anticipate need may stand where none does: a variant may make them.
fn opening(fields: &Fields<'_>, names: &Names) -> Opening {
    let anticipate = fields.choice("opening", &[("sincere", false), ("anticipate", true)]);
    let information_sd = names.vector_or(fields, "information_sd", 0.0, Range::AT_LEAST_0);
    let withhold = fields.flag("withhold");
    if anticipate { Opening::Anticipate { information_sd, withhold } } else { Opening::Sincere }
}

#[derive(Debug, Clone, Copy)]
enum Source {
    None,
    Fund,
    Gainers,
}

const SOURCES: [(&str, Source); 3] = [("none", Source::None), ("fund", Source::Fund), ("gainers", Source::Gainers)];

/// What tables of each source are called.
const SOURCE_TABLES: [(&str, &str); 3] =
    [("none", "no compensation"), ("fund", "compensation from a fund"), ("gainers", "compensation by gainers")];

/// A table with a `source`, or the word "none".
fn compensation(node: &Node, log: &Log) -> Option<Compensation> {
    if node.as_str() == Some("none") {
        return Some(Compensation::None);
    }
    let fields = Fields::open(log, node, "the compensation");
    node.as_table()?;
    let source = fields.need("source", || Form::words(&SOURCES))?;
    let source = values::choice(log, source, "source", &SOURCES)?;
    let compensation = match source {
        Source::None => Some(Compensation::None),
        Source::Fund => fields.required_number("budget", Range::UTILITY).map(|budget| Compensation::Fund { budget }),
        Source::Gainers => {
            let willingness = fields.required_number("willingness", Range::UNIT);
            willingness.map(|willingness| Compensation::Gainers { willingness })
        }
    };
    fields.called(SOURCE_TABLES[source as usize].1).close();
    compensation
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    None,
    Concede,
    Mediate,
}

const KINDS: [(&str, Kind); 3] = [("none", Kind::None), ("concede", Kind::Concede), ("mediate", Kind::Mediate)];

/// What tables of each kind are called.
const KIND_TABLES: [(&str, &str); 3] = [
    ("none", "an amendment of kind \"none\""),
    ("concede", "an amendment of kind \"concede\""),
    ("mediate", "an amendment of kind \"mediate\""),
];

/// Whether there is an amendment of this kind.
pub(super) fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == word)
}

/// A table with a `kind`, or the kind alone.
fn amendment(node: &Node, log: &Log) -> Option<Amendment> {
    let (fields, word) = if node.as_str().is_some() {
        (Fields::absent(log, node.at, "the amendment"), Some(node))
    } else {
        let fields = Fields::open(log, node, "the amendment");
        node.as_table()?;
        let word = fields.need("kind", || Form::words(&KINDS));
        (fields, word)
    };
    let kind = values::choice(log, word?, "kind", &KINDS)?;
    let amendment = match kind {
        Kind::None => Some(Amendment::None),
        Kind::Concede => fields.required_number("rate", Range::SHARE).map(|rate| Amendment::Concede { rate }),
        Kind::Mediate => Some(Amendment::Mediate { relaxation: fields.number("relaxation", 1.0, Range::RELAXATION) }),
    };
    fields.called(KIND_TABLES[kind as usize].1).close();
    amendment
}
