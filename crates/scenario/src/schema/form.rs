//! What may stand in a field, as a schema of its own.

use serde_json::{Map, Value as Json, json};

use super::complete::needs;
use super::table::{number, reference, slug};
use crate::asked::{Form, Kinds, Register};
use crate::limits::MAX_ID;
use crate::range::Range;

/// Days as they are written in TOML; programs that read it for a schema make text of them.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// A name of the scenario's own: no signs of ASCII but `_` and, within, `-`. Beyond ASCII, and in bytes, there is more to it than
/// what every program that reads schemas understands.
pub(super) fn id() -> Json {
    let pattern = r"^[^\x00-/:-@\[-^`{-\x7f][^\x00-,./:-@\[-^`{-\x7f]*$";
    json!({ "type": "string", "pattern": pattern, "maxLength": MAX_ID })
}

fn an_id() -> Json {
    json!({ "$ref": "#/$defs/id" })
}

/// A name, or the name of everything.
fn by_name(of: Json) -> Json {
    json!({ "type": "object", "propertyNames": an_id(), "additionalProperties": of })
}

pub(super) fn range(range: Range) -> Json {
    let mut schema = json!({ "type": "number" });
    let ((low, with_low), (high, with_high)) = (range.low(), range.high());
    schema[if with_high { "maximum" } else { "exclusiveMaximum" }] = number(high);
    if range.has_0_apart() {
        schema["minimum"] = json!(0);
        schema["not"] = json!({ "exclusiveMinimum": 0, "exclusiveMaximum": low });
    } else {
        schema[if with_low { "minimum" } else { "exclusiveMinimum" }] = number(low);
    }
    schema
}

/// The schema of a form.
pub(super) fn form(form: &Form) -> Json {
    match form {
        Form::Number(numbers) => range(*numbers),
        Form::Fraction(numbers) => {
            let fraction = json!({ "type": "string", "pattern": r"^\s*[0-9]+\s*/\s*[0-9]+\s*$" });
            json!({ "anyOf": [range(*numbers), fraction] })
        }
        Form::Whole(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Form::Flag => json!({ "type": "boolean" }),
        Form::Text(None) => json!({ "type": "string" }),
        Form::Text(Some(most)) => json!({ "type": "string", "maxLength": most }),
        Form::Word(words) => json!({ "enum": words }),
        Form::Names(least, most) => array(json!({ "type": "string" }), *least, *most),
        Form::Vector { range: numbers, one } => numbers_by_name(*numbers, *one, true),
        Form::Numbers { range: numbers, one, .. } => numbers_by_name(*numbers, *one, false),
        Form::Ends(numbers) => array(range(*numbers), 2, Some(2)),
        Form::Date => json!({ "anyOf": [range(Range::POSITION), { "type": "string", "pattern": DAY }] }),
        Form::DateOrNever => {
            json!({ "anyOf": [range(Range::POSITION), { "type": "string", "pattern": DAY }, { "const": "never" }] })
        }
        Form::Either(forms) => json!({ "anyOf": forms.iter().map(self::form).collect::<Vec<_>>() }),
        Form::Table(name) => json!({ "$ref": reference(name) }),
        Form::Kinds(kinds) => json!({ "$ref": alternative(kinds) }),
        Form::Keyed { of, most, .. } => {
            let mut schema = by_name(self::form(of));
            schema["maxProperties"] = json!(most);
            schema
        }
        Form::List { of, least, most } => array(self::form(of), *least, *most),
        Form::Set { of_event: true } => json!({ "$ref": super::set::reference(true) }),
        // Variants that are made of others have their sets one after the other in the scenario of a result.
        Form::Set { of_event: false } => {
            let set = json!({ "$ref": super::set::reference(false) });
            json!({ "anyOf": [set, { "type": "array", "items": set }] })
        }
        Form::File => json!({
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": { "type": "string", "description": "A table: CSV, .xlsx or .ods" },
                "sheet": { "type": "string", "description": "A sheet of it, the first one where it is not given" },
                "columns": { "type": "object", "description": "Fields, by path, with the headings of their columns" },
            },
            "additionalProperties": false,
        }),
        Form::Vary => json!({ "type": "object", "minProperties": 1 }),
        Form::Sample => json!({ "type": "string", "pattern": r"^\s*(lhs|sobol)\s*:\s*\+?0*[1-9][0-9]*\s*$" }),
        Form::Anything => json!({}),
    }
}

fn array(items: Json, least: usize, most: Option<usize>) -> Json {
    let mut schema = json!({ "type": "array", "items": items });
    if least > 0 {
        schema["minItems"] = json!(least);
    }
    if let Some(most) = most {
        schema["maxItems"] = json!(most);
    }
    schema
}

fn numbers_by_name(numbers: Range, one: bool, in_order: bool) -> Json {
    let mut forms = Vec::new();
    forms.extend(one.then(|| range(numbers)));
    forms.extend(in_order.then(|| json!({ "type": "array", "items": range(numbers), "minItems": 1 })));
    forms.push(by_name(range(numbers)));
    if forms.len() == 1 { forms.remove(0) } else { json!({ "anyOf": forms }) }
}

/// Where the alternatives of a word are defined: what all its tables are called up to the word.
fn alternative(kinds: &Kinds) -> String {
    format!("#/$defs/{}", called(kinds))
}

fn called(kinds: &Kinds) -> String {
    let first = slug(&kinds.tables[0].1);
    let common = kinds.tables.iter().map(|(_, table)| {
        let pairs = slug(table).chars().zip(first.chars().collect::<Vec<_>>()).take_while(|(a, b)| a == b).count();
        first.chars().take(pairs).collect::<String>()
    });
    let shortest = common.min_by_key(String::len).unwrap_or_default();
    let stem = shortest.trim_end_matches("-of-kind-").trim_end_matches("-that-is-").trim_end_matches("-that-");
    if stem.is_empty() { kinds.key.to_owned() } else { stem.to_owned() }
}

/// The definitions of everything of which there are several kinds.
pub(super) fn alternatives(asked: &Register) -> Map<String, Json> {
    let mut definitions = Map::new();
    for (_, notes) in asked.tables() {
        for field in &notes.fields {
            each_kinds(&field.form, &mut |kinds| {
                definitions.insert(called(kinds), one_of_kinds(kinds, asked));
            });
        }
    }
    definitions
}

/// Everything of several kinds that a form holds.
pub(super) fn each_kinds(form: &Form, found: &mut impl FnMut(&Kinds)) {
    match form {
        Form::Kinds(kinds) => found(kinds),
        Form::Either(forms) => forms.iter().for_each(|form| each_kinds(form, found)),
        Form::Keyed { of, .. } | Form::List { of, .. } => each_kinds(of, found),
        _ => {}
    }
}

fn one_of_kinds(kinds: &Kinds, asked: &Register) -> Json {
    let mut forms = Vec::new();
    if kinds.alone {
        let needy = |(word, table): &&(String, String)| needs(table, Some(kinds.key), asked).then(|| word.clone());
        let words = |wanted: bool| {
            kinds
                .tables
                .iter()
                .filter(|kind| needy(kind).is_some() == wanted)
                .map(|kind| kind.0.clone())
                .collect::<Vec<_>>()
        };
        forms.push(json!({ "enum": words(false) }));
        if kinds.named {
            forms.push(json!({ "$ref": "#/$defs/id", "not": { "enum": words(true) } }));
        }
    }
    forms.extend(kinds.tables.iter().map(|(_, table)| json!({ "$ref": reference(table) })));
    json!({ "anyOf": forms })
}
