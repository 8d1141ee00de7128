//! The scenario format as JSON Schema, for editors and other programs.
//!
//! Nothing here knows the fields: the [specimens] are compiled by a log that notes what every table is asked for
//! ([`asked`](super::asked)), and that is rendered. Beside it there is only a line on each field, [meanings].

mod complete;
mod form;
mod meanings;
mod set;
mod specimens;
mod table;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value as Json, json};

use super::asked::Register;
use super::document::{Document, Options};
use super::log::Log;
use super::sections::{self, Variants};
use super::{compile, sweep};

/// The version of JSON Schema that this is written in.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// What the fields of all tables together are called in the register.
const SCENARIO: &str = "a scenario";

/// The JSON Schema (draft 2020-12) of a scenario.
///
/// A scenario that `extends` another one may leave out what has no default; everything else is the same for both.
pub fn schema() -> Json {
    let asked = asked();
    let mut definitions = Map::new();
    definitions.insert("id".to_owned(), form::id());
    for (name, notes) in asked.tables().filter(|(name, _)| *name != SCENARIO) {
        definitions.insert(table::slug(name), table::table(name, notes, &asked));
    }
    definitions.extend(form::alternatives(&asked));
    definitions.extend(set::definitions(&asked));
    let whole = complete::definitions(&asked);
    definitions.extend(whole);
    let mut root = table::table(SCENARIO, asked.table(SCENARIO).expect("every scenario is read as one"), &asked);
    root["$schema"] = json!(DRAFT);
    root["title"] = json!("winset scenario");
    root["if"] = json!({ "not": { "required": ["extends"] } });
    root["then"] = json!({ "$ref": complete::reference(SCENARIO) });
    root["$defs"] = Json::Object(definitions);
    root
}

/// What all tables of the format are asked for.
fn asked() -> Register {
    let log = Log::noting();
    for (name, text) in specimens::all() {
        let document = Document::parse(name, &text).settled(&Options::default());
        if let Some(root) = &document.root {
            compile::compile(root, &log);
            sweep::check(&document, &log);
        }
    }
    log.into_asked()
}

/// The sections that a variant, or an event, may set.
fn settable(of_event: bool) -> impl Iterator<Item = &'static sections::Section> {
    sections::all().filter(move |section| {
        let shared = matches!(section.variants, Variants::Share { .. });
        !(shared || of_event && super::set::NOT_BY_EVENTS.contains(&section.name))
    })
}
