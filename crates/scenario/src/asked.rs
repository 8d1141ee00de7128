//! What a table is asked for while it is read: the fields of the format, said by the code that reads them.
//!
//! It is noted only where somebody wants to know ([`Log::noting`](super::log::Log::noting)); the
//! [schema](super::schema) and the tables in the documentation come from it.

use super::names::By;
use super::range::Range;

/// Stands for every field whose name is one of the scenario's own.
pub(super) const EACH: &str = "*";

/// A field that was asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub name: &'static str,
    pub form: Form,
    pub otherwise: Otherwise,
}

/// What holds where a field is not given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Otherwise {
    /// It has to be.
    Required,
    /// It has to be where the scenario has this section.
    RequiredWith(&'static str),
    /// Nothing that the format has a value for.
    Nothing,
    Number(f64),
    Whole(u64),
    No,
    Word(String),
}

/// What may stand in a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    Number(Range),
    /// A number, or a fraction of whole numbers in quotes.
    Fraction(Range),
    Whole(u64, u64),
    Flag,
    /// Text of at most so many characters.
    Text(Option<usize>),
    /// One of these words.
    Word(Vec<String>),
    /// Names, at least and at most so many.
    Names(usize, Option<usize>),
    /// A number for each dimension, or for all one number where `one` is set.
    Vector {
        range: Range,
        one: bool,
    },
    /// Numbers by name, or for all one number where `one` is set.
    Numbers {
        by: By,
        range: Range,
        one: bool,
    },
    /// The lower and the upper end of an interval.
    Ends(Range),
    Date,
    DateOrNever,
    /// Any of these.
    Either(Vec<Form>),
    /// A table that is called so when it is closed.
    Table(&'static str),
    /// One of several tables.
    Kinds(Kinds),
    /// Something under each of some names, of which there are so many.
    Keyed {
        of: Box<Form>,
        least: usize,
        most: usize,
    },
    List {
        of: Box<Form>,
        least: usize,
        most: Option<usize>,
    },
    /// Fields of the scenario, by path or by table.
    Set {
        /// Whether it is a set of an event.
        of_event: bool,
    },
    /// A table in a file of its own, with its sheet and what its columns are called.
    File,
    /// Values of fields of the scenario, by path.
    Vary,
    /// `lhs:N` or `sobol:N`.
    Sample,
    Anything,
}

impl Form {
    /// One of the words of a table of choices.
    pub fn words<T>(choices: &[(&str, T)]) -> Self {
        Form::Word(choices.iter().map(|(word, _)| (*word).to_owned()).collect())
    }

    /// One of several tables, of which the word in `key` says which one it is.
    pub fn kinds<'a>(key: &'static str, tables: impl IntoIterator<Item = (&'a str, &'a str)>, alone: bool) -> Self {
        let owned = |(word, table): (&str, &str)| (word.to_owned(), table.to_owned());
        Form::Kinds(Kinds { key, tables: tables.into_iter().map(owned).collect(), alone, named: false })
    }
}

/// Tables of which a word says which one it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Kinds {
    /// The field in which the word stands.
    pub key: &'static str,
    /// The words, and what their tables are called.
    pub tables: Vec<(String, String)>,
    /// Whether the word may stand for a table that needs nothing else.
    pub alone: bool,
    /// Whether names of the scenario's own may stand there, too.
    pub named: bool,
}

/// Fields that go together, or do not.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Choice {
    pub of: &'static [&'static str],
    /// Whether one of them has to be there.
    pub needed: bool,
    /// Whether there may be one only.
    pub one_only: bool,
}

/// What a table was asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    pub fields: Vec<Asked>,
    pub choices: Vec<Choice>,
    /// Fields of which it was not said what they may be.
    pub silent: Vec<&'static str>,
}

/// What all tables were asked for, by what they are called.
#[derive(Debug, Clone, Default)]
pub(super) struct Register(Vec<(String, Notes)>);

impl Register {
    /// Takes in what one table was asked for; tables that are called the same are one.
    pub fn add(&mut self, table: &str, notes: Notes) {
        let index = self.0.iter().position(|(name, _)| name == table).unwrap_or_else(|| {
            self.0.push((table.to_owned(), Notes::default()));
            self.0.len() - 1
        });
        let known = &mut self.0[index].1;
        once(&mut known.fields, notes.fields);
        once(&mut known.choices, notes.choices);
        known.silent.extend(notes.silent);
        let Notes { fields, silent, .. } = known;
        silent.retain(|name| !fields.iter().any(|field| field.name == *name));
        silent.sort_unstable();
        silent.dedup();
    }

    /// The tables, in the order in which they were first read.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Notes)> {
        self.0.iter().map(|(name, notes)| (name.as_str(), notes))
    }

    pub fn table(&self, name: &str) -> Option<&Notes> {
        self.tables().find(|(table, _)| *table == name).map(|(_, notes)| notes)
    }
}

/// Adds what is not there yet.
fn once<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}
