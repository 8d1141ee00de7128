//! A table: its fields, with what they mean and what holds where they are not given.

use serde_json::{Map, Value as Json, json};

use super::form::{each_kinds, form};
use super::meanings::meaning;
use crate::asked::{EACH, Notes, Otherwise, Register};

/// A name as a definition has it: `a rule of kind "all"` is `rule-of-kind-all`.
pub(super) fn slug(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').filter(|word| !word.is_empty());
    words.skip_while(|word| ["a", "an", "the"].contains(word)).collect::<Vec<_>>().join("-")
}

/// Where the table called `name` is defined.
pub(super) fn reference(name: &str) -> String {
    format!("#/$defs/{}", slug(name))
}

/// A number without a fraction as a whole one.
pub(super) fn number(number: f64) -> Json {
    let whole = number as i64;
    if whole as f64 == number && number.abs() < 9e15 { json!(whole) } else { json!(number) }
}

/// The schema of a table, whatever it may leave out.
pub(super) fn table(name: &str, notes: &Notes, asked: &Register) -> Json {
    let mut properties = Map::new();
    let mut schema = json!({ "type": "object", "additionalProperties": false });
    for field in &notes.fields {
        let mut property = form(&field.form);
        if let Some(text) = meaning(name, field.name) {
            property["description"] = json!(text);
        }
        if let Some(default) = default(&field.otherwise) {
            property["default"] = default;
        }
        match field.name {
            EACH => schema["additionalProperties"] = property,
            name => drop(properties.insert(name.to_owned(), property)),
        }
    }
    if let Some((key, word)) = word(name, asked) {
        let text = meaning(name, "");
        properties.insert(key.to_owned(), json!({ "const": word, "description": text }));
    }
    schema["properties"] = Json::Object(properties);
    let pairs = notes.choices.iter().filter(|choice| choice.one_only).flat_map(|choice| pairs(choice.of));
    let never: Vec<Json> = pairs.map(|pair| json!({ "not": { "required": pair } })).collect();
    if !never.is_empty() {
        schema["allOf"] = Json::Array(never);
    }
    schema
}

fn default(otherwise: &Otherwise) -> Option<Json> {
    match otherwise {
        Otherwise::Required | Otherwise::RequiredWith(_) | Otherwise::Nothing => None,
        Otherwise::Number(value) => Some(number(*value)),
        Otherwise::Whole(number) => Some(json!(number)),
        Otherwise::No => Some(json!(false)),
        Otherwise::Word(word) => Some(json!(word)),
    }
}

/// The word that says that it is this table, and the field in which it stands.
fn word(table: &str, asked: &Register) -> Option<(&'static str, String)> {
    let mut found = None;
    for field in asked.tables().flat_map(|(_, notes)| &notes.fields) {
        each_kinds(&field.form, &mut |kinds| {
            if let Some((word, _)) = kinds.tables.iter().find(|(_, name)| name == table) {
                found = Some((kinds.key, word.clone()));
            }
        });
    }
    found
}

fn pairs(of: &'static [&'static str]) -> impl Iterator<Item = [&'static str; 2]> {
    of.iter().enumerate().flat_map(move |(index, a)| of[index + 1..].iter().map(move |b| [*a, *b]))
}
