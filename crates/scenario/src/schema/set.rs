//! What a variant or an event sets: fields of the scenario, by table (`negotiation = { rounds = 2 }`) or by path
//! (`"negotiation.rounds" = 2`).

use serde_json::{Map, Value as Json, json};

use super::form::form;
use super::settable;
use super::table::reference as table;
use crate::asked::{Asked, Form, Register};
use crate::sections::{Section, Shape};

/// One step of a path that is a name of the scenario's own, or `*`.
const NAME: &str = r"[^.]+";

/// Where it is defined what may be set.
pub(super) fn reference(of_event: bool) -> String {
    format!("#/$defs/{}", called(of_event))
}

fn called(of_event: bool) -> &'static str {
    if of_event { "set-of-an-event" } else { "set-of-a-variant" }
}

pub(super) fn definitions(asked: &Register) -> Map<String, Json> {
    [false, true].into_iter().map(|of_event| (called(of_event).to_owned(), set(of_event, asked))).collect()
}

fn set(of_event: bool, asked: &Register) -> Json {
    let (mut properties, mut paths) = (Map::new(), Map::new());
    for section in settable(of_event) {
        properties.insert(section.name.to_owned(), whole(section));
        by_path(section, asked, &mut paths);
    }
    // Steps in quotes, or with spaces around them: what they lead to is not looked at.
    paths.insert(r#"["' ]"#.to_owned(), json!({}));
    json!({
        "type": "object",
        "description": "Fields that differ, by table or by path",
        "properties": properties,
        "patternProperties": paths,
        "additionalProperties": false,
    })
}

/// A section as a table within a set.
fn whole(section: &Section) -> Json {
    let one = entry(section);
    let of = form(&one);
    match section.shape {
        Shape::Fields | Shape::Kind => of,
        Shape::Keyed => {
            json!({ "type": "object", "additionalProperties": of })
        }
        Shape::List => {
            json!({ "anyOf": [{ "type": "array", "items": of }, { "type": "object", "additionalProperties": of }] })
        }
    }
}

/// What a section holds once or many times.
fn entry(section: &Section) -> Form {
    fn inner(form: Form) -> Form {
        match form {
            Form::Keyed { of, .. } | Form::List { of, .. } => *of,
            Form::Either(forms) => forms.into_iter().next_back().map(inner).unwrap_or(Form::Anything),
            other => other,
        }
    }
    inner(section.form())
}

fn by_path(section: &Section, asked: &Register, paths: &mut Map<String, Json>) {
    let entry = entry(section);
    let start = match section.shape {
        Shape::Fields | Shape::Kind => section.name.to_owned(),
        Shape::Keyed => format!(r"{}\.{NAME}", section.name),
        Shape::List => format!(r"{}\.([0-9]+|\*)", section.name),
    };
    if section.is_of_many() {
        paths.insert(format!("^{start}$"), form(&entry));
    }
    let Form::Table(name) = entry else {
        paths.insert(format!(r"^{start}\."), json!({}));
        return;
    };
    let fields: &[Asked] = asked.table(name).map_or(&[], |notes| &notes.fields);
    for field in fields {
        let to = format!("{}/properties/{}", table(name), field.name);
        paths.insert(format!(r"^{start}\.{}$", field.name), json!({ "$ref": to }));
    }
    let within: Vec<&str> = fields.iter().filter(|field| has_parts(&field.form)).map(|field| field.name).collect();
    if !within.is_empty() {
        paths.insert(format!(r"^{start}\.({})\.", within.join("|")), json!({}));
    }
}

/// Whether a path may lead into a field.
fn has_parts(form: &Form) -> bool {
    match form {
        Form::Either(forms) => forms.iter().any(has_parts),
        Form::Number(_) | Form::Fraction(_) | Form::Whole(..) | Form::Flag | Form::Text(_) | Form::Word(_) => false,
        Form::Date | Form::DateOrNever | Form::Sample => false,
        _ => true,
    }
}
