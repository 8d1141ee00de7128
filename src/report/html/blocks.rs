//! The parts of the page, as the template has them.

use super::table::Table;

/// What came out, in sentences.
#[derive(Debug, PartialEq)]
pub struct Headline {
    /// The first variant.
    pub lead: String,
    /// Each further one against it.
    pub others: Vec<String>,
    /// What that means.
    pub note: String,
}

/// A table under a heading.
#[derive(Debug, PartialEq)]
pub struct Block {
    pub id: &'static str,
    pub heading: String,
    /// What has to be known to read it; may be empty.
    pub remark: String,
    pub table: Table,
    /// Whether it has to be asked for.
    pub folded: bool,
}

/// A figure with what stands around it.
#[derive(Debug)]
pub struct Picture<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub caption: &'a str,
    /// Where it comes from, for those who get it alone.
    pub provenance: String,
    pub svg: String,
}

/// A part of the description of the model.
#[derive(Debug, PartialEq)]
pub struct Section {
    pub heading: &'static str,
    pub paragraphs: Vec<String>,
}

/// What to write into a paper.
#[derive(Debug, PartialEq)]
pub struct Citation {
    pub paragraph: String,
    pub bibtex: String,
}
