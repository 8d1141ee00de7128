//! The schema of the format: what winset reads it accepts, and what is wrong in a field by itself it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Map, Value as Json, json};
use winset::scenario::{Code, Options, parse, schema};

use crate::shipped;

/// The schema as an independent validator understands it.
struct Validator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Validator {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("winset.json", schema()).unwrap();
        let index = compiler.compile("winset.json", &mut schemas).unwrap_or_else(|error| panic!("{error:#}"));
        Validator { schemas, index }
    }

    fn fault(&self, scenario: &Json) -> Option<String> {
        self.schemas.validate(scenario, self.index).err().map(|error| format!("{error:#}"))
    }
}

fn json_of(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(flag) => json!(flag),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(key, value)| (key.clone(), json_of(value))).collect())
        }
    }
}

fn read(path: &Path) -> toml::Table {
    fs::read_to_string(path).unwrap().parse().unwrap()
}

fn shipped_scenarios() -> Vec<PathBuf> {
    let in_folder = |folder: PathBuf| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let all = in_folder(shipped("")).chain(in_folder(shipped("power")));
    let mut all: Vec<PathBuf> = all.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    all.sort();
    all
}

#[test]
fn every_shipped_scenario_and_template_is_accepted() {
    let validator = Validator::new();
    let all = shipped_scenarios();
    assert!(all.len() > 15);
    for path in &all {
        let scenario = json_of(&toml::Value::Table(read(path)));
        assert_eq!(validator.fault(&scenario), None, "{}", path.display());
    }
    for template in winset::commands::TEMPLATES {
        let scenario = json_of(&toml::Value::Table(template.text.parse().unwrap()));
        assert_eq!(validator.fault(&scenario), None, "{}", template.name);
    }
}

/// What is wrong with a field by itself, whatever else there is.
const SEEN: [Code; 5] = [Code::UnknownField, Code::WrongKind, Code::OutOfRange, Code::MissingField, Code::UnknownWord];

/// Every way to one value, as keys and numbers.
fn ways(value: &toml::Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    if !way.is_empty() {
        found.push(way.clone());
    }
    let mut go_on = |step: String, value: &toml::Value| {
        way.push(step);
        ways(value, way, found);
        way.pop();
    };
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| go_on(key.clone(), value)),
        toml::Value::Array(items) => {
            items.iter().enumerate().take(2).for_each(|(number, value)| go_on(number.to_string(), value));
        }
        _ => {}
    }
}

fn at<'v>(root: &'v mut toml::Value, way: &[String]) -> &'v mut toml::Value {
    way.iter().fold(root, |value, step| match value {
        toml::Value::Table(table) => &mut table[step.as_str()],
        toml::Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
        _ => unreachable!("{way:?}"),
    })
}

/// Ways to spoil the value there; none where that cannot be.
fn spoilt(scenario: &toml::Value, way: &[String]) -> Vec<toml::Value> {
    let with = |value: toml::Value| {
        let mut changed = scenario.clone();
        *at(&mut changed, way) = value;
        changed
    };
    let (last, before) = way.split_last().unwrap();
    let mut all = vec![
        with(toml::Value::Float(-1e300)),
        with(toml::Value::Integer(-1)),
        with(toml::Value::Float(0.5)),
        with(toml::Value::String("no such word".to_owned())),
        with(toml::Value::Boolean(true)),
        with(toml::Value::Array(Vec::new())),
        with(toml::Value::Table([("zzz".to_owned(), toml::Value::Integer(1))].into_iter().collect())),
    ];
    let mut changed = scenario.clone();
    if let toml::Value::Table(table) = at(&mut changed, before) {
        let value = table.remove(last.as_str()).unwrap();
        all.push(changed.clone());
        if let toml::Value::Table(table) = at(&mut changed, before) {
            table.insert(format!("{last}_x"), value);
        }
        all.push(changed);
    }
    all
}

#[test]
fn schema_and_reader_agree_on_spoilt_scenarios() {
    let validator = Validator::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for name in ["docking-basic.toml", "sco-timeline.toml", "sco-decomposition.toml", "eu-unanimity.toml"] {
        let scenario = toml::Value::Table(read(&shipped(name)));
        let mut found = Vec::new();
        ways(&scenario, &mut Vec::new(), &mut found);
        // One of many members is enough.
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|way| {
            let many = ["members", "variants", "events", "assumptions", "pulses", "areas"].contains(&way[0].as_str());
            let like: Vec<&str> =
                way.iter().enumerate().filter(|(step, _)| !(many && *step == 1)).map(|(_, s)| s.as_str()).collect();
            seen.insert(like.join("."))
        });
        for way in found {
            for changed in spoilt(&scenario, &way) {
                let text = toml::to_string(&changed).unwrap();
                let read = parse("t", &text, &Options::default());
                let refused = validator.fault(&json_of(&changed));
                match (&read, &refused) {
                    (Ok(_), None) => *counts.entry("sound to both").or_default() += 1,
                    (Ok(_), Some(fault)) => wrong.push(format!("{name} {way:?}: reads, and the schema says {fault}")),
                    (Err(_), Some(_)) => *counts.entry("refused by both").or_default() += 1,
                    (Err(faults), None) => {
                        // Which dimensions there are is a name of the scenario's own.
                        let of_a_dimension = way.iter().any(|step| step == "ideal") && way.len() > 3;
                        if !of_a_dimension && faults.codes().any(|code| SEEN.contains(&code)) {
                            wrong.push(format!("{name} {way:?}: the schema sees nothing of {faults}"));
                        }
                        *counts.entry("beyond a schema").or_default() += 1;
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} {counts:?}\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
    assert!(counts["refused by both"] > 1000 && counts["sound to both"] > 50, "{counts:?}");
}

/// By heading of the page, the names in the first column of its tables.
fn documented() -> BTreeMap<String, Vec<String>> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario-format.md")).unwrap();
    let (mut fields, mut heading) = (BTreeMap::<String, Vec<String>>::new(), String::new());
    for line in page.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            heading = title.trim_matches('`').to_owned();
        } else if line.starts_with("## ") {
            heading.clear();
        } else if let Some(cell) = line.strip_prefix("| `").and_then(|line| line.split(" | ").next())
            && !heading.is_empty()
        {
            let names = cell.split('`').step_by(2).filter(|name| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
            fields.entry(heading.clone()).or_default().extend(names.map(str::to_owned));
        }
    }
    fields
}

#[test]
fn tables_of_the_format_page_have_the_fields_of_the_schema() {
    let schema = schema();
    let sections = [
        ("[scenario]", "/properties/scenario"),
        ("[members.ID]", "/properties/members"),
        ("[secretariat]", "/properties/secretariat"),
        ("[[relations]]", "/properties/relations"),
        ("[areas.ID]", "/properties/areas"),
        ("[negotiation]", "/properties/negotiation"),
        ("[agenda]", "/properties/agenda"),
        ("[events.ID]", "/properties/events"),
        ("[pulses.ID]", "/properties/pulses"),
        ("[periods.ID]", "/properties/periods"),
        ("[variants.ID]", "/properties/variants"),
        ("[decompositions.ID]", "/properties/decompositions"),
        ("[assumptions.ID]", "/properties/assumptions"),
        ("[sweeps.ID]", "/properties/sweeps"),
        ("[run]", "/properties/run"),
    ];
    let documented = documented();
    for (heading, pointer) in sections {
        let table = table_of(&schema, schema.pointer(pointer).unwrap());
        let mut fields: Vec<&str> = table.keys().map(String::as_str).collect();
        // What is in a table of their own, under the same heading.
        if let Some(factors) = table.get("factors") {
            fields.retain(|field| *field != "factors");
            fields.extend(table_of(&schema, factors).keys().map(String::as_str));
            fields.sort_unstable();
            fields.dedup();
        }
        let mut told: Vec<&str> = documented[heading].iter().map(String::as_str).collect();
        fields.sort_unstable();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told, fields, "{heading}");
    }
}

#[test]
fn rules_amendments_and_payments_have_their_fields_on_the_page() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scenario-format.md")).unwrap();
    let schema = schema();
    let (mut kinds, mut unsaid) = (0, Vec::new());
    for (name, table) in schema["$defs"].as_object().unwrap() {
        let of_a_kind =
            name.starts_with("rule-of-kind-") || name.contains("amendment-of") || name.contains("compensation-");
        for field in table["properties"].as_object().into_iter().flat_map(Map::keys).filter(|_| of_a_kind) {
            kinds += 1;
            if !page.contains(&format!("`{field}`")) && !page.contains(&format!("{field} = ")) {
                unsaid.push(format!("{name}: {field}"));
            }
        }
    }
    assert!(kinds > 20 && unsaid.is_empty(), "{kinds} {unsaid:?}");
}

/// The fields of the table that a schema comes to, through references, lists and names.
fn table_of<'s>(root: &'s Json, schema: &'s Json) -> &'s Map<String, Json> {
    let through = |key: &str| schema.get(key).filter(|inner| inner.is_object());
    if let Some(Json::String(reference)) = schema.get("$ref") {
        return table_of(root, root.pointer(&reference[1..]).unwrap());
    }
    if let Some(any) = schema.get("anyOf").and_then(Json::as_array) {
        let is_table = |one: &&Json| one.get("$ref").is_some() || one.get("type") == Some(&json!("object"));
        // A file of its own comes before what is written out.
        let inner = any.iter().rev().find(is_table).unwrap();
        return table_of(root, inner);
    }
    if let Some(inner) = through("additionalProperties").or(through("items")) {
        return table_of(root, inner);
    }
    schema["properties"].as_object().unwrap()
}

#[test]
fn the_command_prints_it() {
    let printed = Command::new(env!("CARGO_BIN_EXE_winset")).arg("schema").output().unwrap();
    assert!(printed.status.success() && printed.stderr.is_empty());
    assert_eq!(serde_json::from_slice::<Json>(&printed.stdout).unwrap(), schema());
}
