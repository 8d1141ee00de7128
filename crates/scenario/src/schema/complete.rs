//! What may not be left out. A scenario that extends another one may leave out anything, and so may what changes a
//! scenario: so this is apart from what the fields may be.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::SCENARIO;
use super::table::slug;
use crate::asked::{Form, Notes, Otherwise, Register};
use crate::sections;

/// Where it is defined what the table called `name` needs.
pub(super) fn reference(name: &str) -> String {
    format!("#/$defs/complete-{}", slug(name))
}

/// What every table needs, where it needs anything.
pub(super) fn definitions(asked: &Register) -> Map<String, Json> {
    let needy = needy(asked);
    let of = |(name, notes): (&str, &Notes)| {
        let mut schema = complete(notes, &needy);
        if name == SCENARIO {
            add(&mut schema, with_sections(asked));
        }
        (format!("complete-{}", slug(name)), schema)
    };
    asked.tables().filter(|(name, _)| needy.contains(*name) || *name == SCENARIO).map(of).collect()
}

/// Whether a table has fields that it may not leave out, besides `but`.
pub(super) fn needs(table: &str, but: Option<&str>, asked: &Register) -> bool {
    asked.table(table).is_some_and(|notes| {
        let required = |field: &&str| Some(*field) != but;
        required_of(notes).iter().any(required) || notes.choices.iter().any(|choice| choice.needed)
    })
}

/// What tables by id may not leave out where the scenario has another section.
fn with_sections(asked: &Register) -> Vec<Json> {
    let mut conditions = Vec::new();
    for (table, notes) in asked.tables() {
        let Some(section) = sections::all().find(|section| section.holds == table) else { continue };
        for field in &notes.fields {
            if let Otherwise::RequiredWith(other) = field.otherwise {
                let each = json!({ "type": "object", "additionalProperties": { "required": [field.name] } });
                conditions.push(json!({
                    "if": { "required": [other] },
                    "then": { "properties": { section.name: { "anyOf": [{ "not": { "type": "object" } }, { "required": ["file"], "properties": { "file": { "type": "string" } } }, each] } } },
                }));
            }
        }
    }
    conditions
}

/// Adds conditions to those of a schema.
fn add(schema: &mut Json, conditions: Vec<Json>) {
    if conditions.is_empty() {
        return;
    }
    match schema.get_mut("allOf").and_then(Json::as_array_mut) {
        Some(all) => all.extend(conditions),
        None => schema["allOf"] = Json::Array(conditions),
    }
}

fn required_of(notes: &Notes) -> Vec<&'static str> {
    let required = notes.fields.iter().filter(|field| field.otherwise == Otherwise::Required);
    required.map(|field| field.name).collect()
}

/// The tables that need something, or hold some that do.
fn needy(asked: &Register) -> BTreeSet<String> {
    let mut needy: BTreeSet<String> =
        asked.tables().filter(|(name, _)| needs(name, None, asked)).map(|(name, _)| name.to_owned()).collect();
    loop {
        let holds = |notes: &Notes| notes.fields.iter().any(|field| form(&field.form, &needy).is_some());
        let more: Vec<String> = asked
            .tables()
            .filter(|(name, notes)| !needy.contains(*name) && holds(notes))
            .map(|(name, _)| name.to_owned())
            .collect();
        if more.is_empty() {
            return needy;
        }
        needy.extend(more);
    }
}

fn complete(notes: &Notes, needy: &BTreeSet<String>) -> Json {
    let mut schema = json!({});
    let required = required_of(notes);
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    let one_of = notes.choices.iter().filter(|choice| choice.needed).map(|choice| {
        let each = choice.of.iter().map(|field| json!({ "required": [field] }));
        json!({ "anyOf": each.collect::<Vec<_>>() })
    });
    let one_of: Vec<Json> = one_of.collect();
    if !one_of.is_empty() {
        schema["allOf"] = Json::Array(one_of);
    }
    let fields = notes.fields.iter().filter_map(|field| Some((field.name.to_owned(), form(&field.form, needy)?)));
    let fields: Map<String, Json> = fields.collect();
    if !fields.is_empty() {
        schema["properties"] = Json::Object(fields);
    }
    schema
}

/// What a form needs; nothing where it needs nothing, or where it cannot be told what stands there.
fn form(form: &Form, needy: &BTreeSet<String>) -> Option<Json> {
    let of = |table: &str| needy.contains(table).then(|| json!({ "$ref": reference(table) }));
    match form {
        Form::Table(table) => of(table),
        Form::Kinds(kinds) => {
            let is = |word: &str| json!({ "type": "object", "required": [kinds.key], "properties": { kinds.key: { "const": word } } });
            let each =
                kinds.tables.iter().filter_map(|(word, table)| Some(json!({ "if": is(word), "then": of(table)? })));
            let mut each: Vec<Json> = each.collect();
            let all_say_so = kinds.tables.iter().all(|(_, table)| needy.contains(table));
            if all_say_so {
                each.push(json!({ "required": [kinds.key] }));
            }
            (!each.is_empty()).then(|| json!({ "allOf": each }))
        }
        Form::Either(forms) if forms.iter().any(|form| matches!(form, Form::Vector { .. })) => None,
        Form::Either(forms) => {
            let each: Vec<Json> = forms.iter().filter_map(|one| self::form(one, needy)).collect();
            (!each.is_empty()).then(|| json!({ "allOf": each }))
        }
        Form::Keyed { of, least, .. } => {
            let mut schema = Map::new();
            schema.extend((*least > 0).then(|| ("minProperties".to_owned(), json!(least))));
            schema.extend(self::form(of, needy).map(|of| ("additionalProperties".to_owned(), of)));
            (!schema.is_empty()).then_some(Json::Object(schema))
        }
        Form::List { of, .. } => self::form(of, needy).map(|of| json!({ "items": of })),
        _ => None,
    }
}
