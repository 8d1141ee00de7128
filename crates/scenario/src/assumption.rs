//! What nobody has measured, and what it may be.

use super::characters::composed;
use super::code::Code;
use super::fault::{Fault, Sources};
use super::log::Log;
use super::node::{Field, Node, Origin, Table, Value};
use super::parse;
use super::path::{Segment, equals_sign, segments, trimmed};
use super::resolve;

/// Name of the source in which faults of assumptions from the command line are shown.
const OPTION: &str = "--over";

/// Something that nobody has measured, and what it may be.
#[derive(Debug, Clone)]
pub struct Assumption {
    /// Key in the scenario.
    pub id: String,
    /// What figures and tables call it.
    pub label: String,
    /// The field, as written; several, which go together, with commas between them.
    pub path: String,
    /// Why it may be that, and not more or less; may be empty.
    pub reason: String,
    /// Where that comes from; may be empty.
    pub source: String,
    pub(super) ways: Vec<Vec<Segment>>,
    pub(super) may_be: MayBe,
}

/// What a field may be.
#[derive(Debug, Clone)]
pub(super) enum MayBe {
    /// Any number between two.
    Range(Interval),
    /// Any whole number between two.
    Whole(Interval),
    /// So many times what the scenario says.
    Factor(Interval),
    /// One of these.
    Values(Vec<Node>),
}

/// Numbers between two ends, each with the place where it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interval {
    pub low: f64,
    pub high: f64,
    pub ends: (Origin, Origin),
    /// Whether equal ratios are equally likely, not equal differences.
    pub log: bool,
}

/// What an assumption is set to at a point.
#[derive(Debug, Clone, PartialEq)]
pub enum Setting {
    /// A number, or a factor.
    Number(f64),
    /// Something else, as TOML.
    Text(String),
}

impl Interval {
    /// What lies at `u` in \[0, 1\] of the way.
    fn at(&self, u: f64) -> f64 {
        let Interval { low, high, log, .. } = *self;
        let between = match log {
            true => libm::exp(libm::log(low) + u * (libm::log(high) - libm::log(low))),
            false => low + u * (high - low),
        };
        // Ends are met exactly, whatever rounding does.
        match u {
            0.0 => low,
            1.0 => high,
            _ => between.clamp(low, high),
        }
    }

    /// The whole number there; each has an equal part of the way or, in logarithms, of the ratio.
    fn whole_at(&self, u: f64) -> f64 {
        Interval { high: self.high + 1.0, ..*self }.at(u).floor().min(self.high)
    }

    /// Where what lies at `u` is written: at its own end, or at the lower one.
    fn origin(&self, u: f64) -> Origin {
        if u == 1.0 { self.ends.1 } else { self.ends.0 }
    }
}

impl Assumption {
    /// What it is at `u` in \[0, 1\]; the ends are those of its range, or its first and last value.
    pub fn setting(&self, u: f64) -> Setting {
        match &self.may_be {
            MayBe::Range(interval) | MayBe::Factor(interval) => Setting::Number(interval.at(u)),
            MayBe::Whole(interval) => Setting::Number(interval.whole_at(u)),
            MayBe::Values(values) => match value_at(values, u) {
                Node { value: Value::Integer(number), .. } => Setting::Number(*number as f64),
                Node { value: Value::Float(number), .. } => Setting::Number(*number),
                Node { value: Value::String(text), .. } => Setting::Text(text.clone()),
                other => Setting::Text(resolve::inline(other)),
            },
        }
    }

    /// A number by which what it is at `u` can be ordered: itself or, among values that are no numbers, its place.
    pub fn coordinate(&self, u: f64) -> f64 {
        let number = |node: &Node| matches!(node.value, Value::Integer(_) | Value::Float(_));
        match (&self.may_be, self.setting(u)) {
            (MayBe::Values(values), _) if !values.iter().all(number) => place(values, u) as f64,
            (_, Setting::Number(number)) => number,
            (_, Setting::Text(_)) => u,
        }
    }

    /// The value to be set at `u`; `None` where what is there is multiplied.
    pub(super) fn value(&self, u: f64) -> Option<Node> {
        match &self.may_be {
            MayBe::Range(interval) => Some(Node::new(Value::Float(interval.at(u)), interval.origin(u))),
            MayBe::Whole(interval) => Some(Node::new(Value::Integer(interval.whole_at(u) as i64), interval.origin(u))),
            MayBe::Factor(_) => None,
            MayBe::Values(values) => Some(value_at(values, u).clone()),
        }
    }

    /// Whether it multiplies what the scenario says.
    pub fn is_factor(&self) -> bool {
        matches!(self.may_be, MayBe::Factor(_))
    }

    /// The points at which it is tried: its ends, or all its values.
    pub(super) fn tried(&self) -> Vec<f64> {
        match &self.may_be {
            MayBe::Values(values) => {
                (0..values.len()).map(|index| (index as f64 + 0.5) / values.len() as f64).collect()
            }
            _ => vec![0.0, 1.0],
        }
    }

    /// What it may be, for people: `0.1 to 0.6`.
    pub fn extent(&self) -> String {
        match &self.may_be {
            MayBe::Range(Interval { low, high, .. }) | MayBe::Whole(Interval { low, high, .. }) => {
                format!("{low} to {high}")
            }
            MayBe::Factor(Interval { low, high, .. }) => format!("{low} to {high} times"),
            MayBe::Values(values) => values.iter().map(resolve::inline).collect::<Vec<_>>().join(", "),
        }
    }
}

fn place(values: &[Node], u: f64) -> usize {
    ((u * values.len() as f64) as usize).min(values.len() - 1)
}

fn value_at(values: &[Node], u: f64) -> &Node {
    &values[place(values, u)]
}

/// Writes what the option `--over` says, `PATH=LOW:HIGH`, into the table of assumptions. One that is there for the
/// same path has its range replaced.
pub(super) fn over(text: &str, assumptions: &mut Table, sources: &mut Sources, log: &Log) {
    let whole = sources.add_whole(OPTION, text);
    if let Err(fault) = written(text, whole, assumptions, log) {
        log.add(fault);
    }
}

fn written(text: &str, whole: Origin, assumptions: &mut Table, log: &Log) -> Result<(), Fault> {
    let usage = || {
        let fault = Fault::at(Code::BadPath, whole, "an assumption is PATH=LOW:HIGH");
        fault.help("for example `negotiation.amendment.rate=0.1:0.6`; what is no number is written in [assumptions.ID]")
    };
    let equals = equals_sign(text).ok_or_else(usage)?;
    let path = trimmed(text, 0..equals);
    let way = segments(&text[path.clone()], Origin { start: path.start, end: path.end, ..whole })?;
    let colon = equals + 1 + text[equals + 1..].find(':').ok_or_else(usage)?;
    let end = |range: std::ops::Range<usize>| {
        let range = trimmed(text, range);
        let number = parse::value(whole.source, text, range, log).map_err(|_| usage())?;
        match number.value {
            Value::Integer(_) | Value::Float(_) => Ok(number),
            _ => Err(usage()),
        }
    };
    let (low, high) = (end(equals + 1..colon)?, end(colon + 1..text.len())?);
    let at = Origin { start: path.start, end: path.end, ..whole };
    let between = Origin { start: low.at.start, end: high.at.end, ..whole };
    let range = Field { key: at, node: Node::new(Value::Array(vec![low, high]), between) };
    let path = composed(&text[path]);
    let same = |field: &Field| field.node.as_table().and_then(|table| table.get("path")?.node.as_str()) == Some(&path);
    if let Some(there) = assumptions.values_mut().find(|field| same(field)).and_then(|f| f.node.as_table_mut()) {
        ["values", "factor", "range"].iter().for_each(|name| drop(there.shift_remove(*name)));
        there.insert("range".to_owned(), range);
        return Ok(());
    }
    let mut table = Table::new();
    table.insert("path".to_owned(), Field::at(at, Value::String(path)));
    table.insert("range".to_owned(), range);
    let id = free_id(&way, assumptions);
    assumptions.insert(id, Field { key: at, node: Node::new(Value::Table(table), whole) });
    Ok(())
}

/// Takes the paths out of `path` that lead into variants which are not kept. Where none is left, the first such variant.
pub(super) fn leave_out_variants(path: &mut Node, kept: &[String]) -> Option<String> {
    let gone = |node: &Node| {
        let way = segments(node.as_str()?, node.at).ok()?;
        let [section, variant, ..] = &way[..] else { return None };
        (section.name == "variants" && !kept.contains(&variant.name)).then(|| variant.name.clone())
    };
    match &mut path.value {
        Value::Array(paths) => {
            let first = paths.iter().find_map(gone);
            paths.retain(|path| gone(path).is_none());
            first.filter(|_| paths.is_empty())
        }
        _ => gone(path),
    }
}

/// An id made of the path, which no other assumption has.
fn free_id(way: &[Segment], assumptions: &Table) -> String {
    let name = |segment: &Segment| if segment.name == super::set::EVERY { "all".into() } else { segment.name.clone() };
    let mut id = way.iter().map(name).collect::<Vec<_>>().join("-");
    let tail = |id: &str| id[id.ceil_char_boundary(id.len().saturating_sub(super::limits::MAX_ID - 4))..].to_owned();
    id = tail(&id).trim_start_matches('-').to_owned();
    let mut number = 2;
    let mut free = id.clone();
    while assumptions.contains_key(&free) {
        free = format!("{id}-{number}");
        number += 1;
    }
    free
}
