//! `proposals.parquet`: a row a proposal, written as a run goes along. In the crate `winset` this is the module `report::parquet`;
//! it is a crate because rows are many, and compiled as fast as worlds are.

use std::fs::File;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use winset_engine::engine::{Ending, Sponsor};
use winset_experiment::experiment::Record;

/// Rows that are written as one group: what is in memory.
const GROUP: usize = 1 << 17;

/// What records call by number.
#[derive(Debug, Clone)]
pub struct Names {
    /// Ids of the variants.
    pub variants: Vec<String>,
    /// Ids of the areas.
    pub areas: Vec<String>,
    /// Ids of the proposals of the list; none where there is no list.
    pub listed: Vec<String>,
    /// Ids of the members.
    pub members: Vec<String>,
    /// Ids of the dimensions.
    pub dimensions: Vec<String>,
}

/// The same as columns take it, which share a text among rows.
struct Texts {
    variants: Vec<ByteArray>,
    areas: Vec<ByteArray>,
    listed: Vec<ByteArray>,
    members: Vec<ByteArray>,
    secretariat: ByteArray,
    endings: Vec<ByteArray>,
    dimensions: usize,
}

impl From<&Names> for Texts {
    fn from(names: &Names) -> Self {
        let texts = |ids: &[String]| ids.iter().map(|id| id.as_str().into()).collect();
        Texts {
            variants: texts(&names.variants),
            areas: texts(&names.areas),
            listed: texts(&names.listed),
            members: texts(&names.members),
            secretariat: "secretariat".into(),
            endings: Ending::ALL.iter().map(|ending| ending.name().into()).collect(),
            dimensions: names.dimensions.len(),
        }
    }
}

impl Texts {
    fn sponsor(&self, sponsor: Sponsor) -> &ByteArray {
        match sponsor {
            Sponsor::Member(member) => &self.members[member],
            Sponsor::Secretariat => &self.secretariat,
        }
    }
}

/// Writes records to a file.
pub struct RecordWriter {
    writer: SerializedFileWriter<File>,
    texts: Texts,
    waiting: Vec<Record>,
}

impl RecordWriter {
    /// Begins the file.
    ///
    /// # Errors
    /// If it cannot be written to.
    pub fn new(out: File, names: &Names) -> Result<Self> {
        let schema = Arc::new(parse_message_type(&schema(names))?);
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("winset {}", env!("CARGO_PKG_VERSION")))
            .build();
        let writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
        Ok(RecordWriter { writer, texts: Texts::from(names), waiting: Vec::new() })
    }

    /// Writes these records, or keeps them until there are more.
    ///
    /// # Errors
    /// If the file cannot be written to.
    pub fn write(&mut self, mut records: Vec<Record>) -> Result<()> {
        self.waiting.append(&mut records);
        while self.waiting.len() >= GROUP {
            let rest = self.waiting.split_off(GROUP);
            let group = std::mem::replace(&mut self.waiting, rest);
            self.group(&group)?;
        }
        Ok(())
    }

    /// Completes the file.
    ///
    /// # Errors
    /// If it cannot be written to.
    pub fn close(mut self) -> Result<()> {
        let rest = std::mem::take(&mut self.waiting);
        if !rest.is_empty() {
            self.group(&rest)?;
        }
        self.writer.close().map(|_| ())
    }

    fn group(&mut self, rows: &[Record]) -> Result<()> {
        let texts = &self.texts;
        let mut group = self.writer.next_row_group()?;
        let text = |of: &dyn Fn(&Record) -> ByteArray| rows.iter().map(of).collect::<Vec<_>>();
        let whole = |of: &dyn Fn(&Record) -> u32| rows.iter().map(|row| of(row) as i32).collect::<Vec<_>>();
        put_long(&mut group, &rows.iter().map(|row| row.replication as i64).collect::<Vec<_>>())?;
        put_text(&mut group, &text(&|row| texts.variants[row.variant].clone()))?;
        put_whole(&mut group, &whole(&|row| row.session))?;
        put_number(&mut group, rows.iter().map(|row| Some(row.date)))?;
        put_whole(&mut group, &whole(&|row| row.proposal))?;
        put_text(&mut group, &text(&|row| texts.sponsor(row.sponsor).clone()))?;
        put_text(&mut group, &text(&|row| texts.areas[row.area].clone()))?;
        if !texts.listed.is_empty() {
            put_text(&mut group, &text(&|row| texts.listed[row.topic].clone()))?;
        }
        put_text(&mut group, &text(&|row| texts.endings[row.ending as usize].clone()))?;
        put_whole(&mut group, &whole(&|row| row.sessions))?;
        put_whole(&mut group, &whole(&|row| row.rounds))?;
        put_number(&mut group, rows.iter().map(|row| Some(row.months)))?;
        put_number(&mut group, rows.iter().map(|row| Some(row.opening_share)))?;
        put_number(&mut group, rows.iter().map(|row| row.dilution))?;
        put_number(&mut group, rows.iter().map(|row| row.depth))?;
        for dimension in 0..texts.dimensions {
            put_number(&mut group, rows.iter().map(|row| Some(row.text[dimension])))?;
        }
        put_lists(&mut group, texts, rows)?;
        group.close().map(|_| ())
    }
}

/// The columns. `dilution` and `depth` are missing of what was not adopted.
fn schema(names: &Names) -> String {
    let issue = if names.listed.is_empty() { "" } else { "required binary issue (UTF8);" };
    let text: String = names.dimensions.iter().map(|id| format!("required double {};\n", column(id))).collect();
    format!(
        "message proposals {{
            required int64 replication;
            required binary variant (UTF8);
            required int32 session;
            required double date;
            required int32 proposal;
            required binary sponsor (UTF8);
            required binary area (UTF8);
            {issue}
            required binary ending (UTF8);
            required int32 sessions;
            required int32 rounds;
            required double months;
            required double opening_share;
            optional double dilution;
            optional double depth;
            {text}
            required group objectors (LIST) {{ repeated group list {{ required binary element (UTF8); }} }}
        }}"
    )
}

/// The column of the text in that dimension.
fn column(dimension: &str) -> String {
    format!("text_{dimension}")
}

type Group<'g> = SerializedRowGroupWriter<'g, File>;

/// Writes the next column by what `write` does with its writer.
fn put(group: &mut Group, write: impl FnOnce(&mut ColumnWriter) -> Result<usize>) -> Result<()> {
    let mut column = group.next_column()?.expect("as many columns as the schema has");
    write(column.untyped())?;
    column.close()
}

fn put_long(group: &mut Group, values: &[i64]) -> Result<()> {
    put(group, |column| match column {
        ColumnWriter::Int64ColumnWriter(column) => column.write_batch(values, None, None),
        _ => unreachable!("a long column"),
    })
}

fn put_whole(group: &mut Group, values: &[i32]) -> Result<()> {
    put(group, |column| match column {
        ColumnWriter::Int32ColumnWriter(column) => column.write_batch(values, None, None),
        _ => unreachable!("a column of whole numbers"),
    })
}

fn put_text(group: &mut Group, values: &[ByteArray]) -> Result<()> {
    put(group, |column| match column {
        ColumnWriter::ByteArrayColumnWriter(column) => column.write_batch(values, None, None),
        _ => unreachable!("a column of texts"),
    })
}

/// What is `None` is missing; a column that may miss none has no levels.
fn put_number(group: &mut Group, values: impl Iterator<Item = Option<f64>>) -> Result<()> {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    put(group, |column| match column {
        ColumnWriter::DoubleColumnWriter(column) => {
            let levels = (column.get_descriptor().max_def_level() > 0).then_some(&levels[..]);
            column.write_batch(&present, levels, None)
        }
        _ => unreachable!("a column of numbers"),
    })
}

/// The objectors, a list a row.
fn put_lists(group: &mut Group, texts: &Texts, rows: &[Record]) -> Result<()> {
    let (mut values, mut present, mut goes_on) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        if row.objectors.is_empty() {
            present.push(0);
            goes_on.push(0);
        }
        for (number, &member) in row.objectors.iter().enumerate() {
            values.push(texts.members[member].clone());
            present.push(1);
            goes_on.push(i16::from(number > 0));
        }
    }
    put(group, |column| match column {
        ColumnWriter::ByteArrayColumnWriter(column) => column.write_batch(&values, Some(&present), Some(&goes_on)),
        _ => unreachable!("a column of texts"),
    })
}
