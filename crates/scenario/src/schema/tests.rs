//! What the schema says is what is read.

use std::collections::BTreeSet;

use super::*;
use crate::asked::Otherwise;

#[test]
fn the_specimens_are_without_faults() {
    for (name, text) in specimens::all() {
        crate::parse(name, &text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}"));
    }
}

#[test]
fn every_field_says_what_it_may_be_and_says_one_thing() {
    for (table, notes) in asked().tables() {
        assert!(notes.silent.is_empty(), "{table}: {:?}", notes.silent);
        let mut names = BTreeSet::new();
        for field in &notes.fields {
            assert!(names.insert(field.name), "{table} reads `{}` in two ways", field.name);
        }
    }
}

#[test]
fn every_field_has_a_meaning_and_every_meaning_a_field() {
    let asked = asked();
    let mut fields: BTreeSet<(String, &str)> = BTreeSet::new();
    for (table, notes) in asked.tables() {
        fields.extend(notes.fields.iter().map(|field| (table.to_owned(), field.name)));
    }
    for (table, lines) in meanings::MEANINGS {
        for (field, text) in lines.iter().filter(|(field, _)| !field.is_empty()) {
            assert!(fields.remove(&((*table).to_owned(), *field)), "{table} has no `{field}`");
            assert!(!text.ends_with('.') && text.chars().count() <= 110, "{text}");
        }
    }
    assert!(fields.is_empty(), "without a meaning: {fields:?}");
}

#[test]
fn what_is_required_has_no_default() {
    let asked = asked();
    let required = asked
        .table("a member")
        .expect("read")
        .fields
        .iter()
        .filter(|field| field.otherwise == Otherwise::RequiredWith("space"));
    assert_eq!(required.map(|field| field.name).collect::<Vec<_>>(), ["ideal"]);
}
