//! One field that a sweep varies, and the values that it takes.

use super::decimal::{Decimal, after, count};
use super::level::Level;
use crate::code::Code;
use crate::fault::Fault;
use crate::limits::MAX_SWEEP_POINTS;
use crate::log::Log;
use crate::node::{Node, Origin, Value};
use crate::path::{Segment, written};
use crate::suggest::shown;

/// A field that is varied.
#[derive(Debug, Clone)]
pub struct Axis {
    /// Its path, as `members.china.initiative`.
    pub path: String,
    /// The values that it takes.
    pub values: Values,
    pub(super) segments: Vec<Segment>,
    pub(super) at: Origin,
}

/// The values of an axis.
#[derive(Debug, Clone)]
pub enum Values {
    /// These, in this order.
    Levels {
        /// At least one.
        levels: Vec<Level>,
        /// Whether they are equally far apart in their logarithms.
        log: bool,
    },
    /// Every number between two: for samples only.
    Between {
        /// The least.
        low: f64,
        /// The largest.
        high: f64,
        /// Whether their logarithms are what is equally likely.
        log: bool,
    },
}

impl Axis {
    /// The axis that `written` in a scenario describes: a text as on the command line, or a list of values.
    pub(super) fn read(segments: Vec<Segment>, node: &Node, log: &Log) -> Option<Self> {
        let values = match &node.value {
            Value::String(text) => of_text(text, node.at),
            Value::Array(items) => levels(items.iter().cloned().map(Level::of).collect(), node.at),
            _ => levels(vec![Level::of(node.clone())], node.at),
        };
        let values = values.map_err(|fault| log.add(fault)).ok()?;
        Some(Self { path: written(&segments), values, segments, at: node.at })
    }

    /// Whether its values are numbers, so that they have an order and distances.
    pub fn is_numeric(&self) -> bool {
        match &self.values {
            Values::Levels { levels, .. } => levels.iter().all(|level| level.number.is_some()),
            Values::Between { .. } => true,
        }
    }

    /// Whether it is drawn in logarithms.
    pub fn is_log(&self) -> bool {
        matches!(self.values, Values::Levels { log: true, .. } | Values::Between { log: true, .. })
    }

    /// Its levels; none where every number between two is meant.
    pub fn levels(&self) -> &[Level] {
        match &self.values {
            Values::Levels { levels, .. } => levels,
            Values::Between { .. } => &[],
        }
    }

    /// The value at a share in \[0, 1\] of the way.
    pub(super) fn along(&self, share: f64) -> Level {
        match &self.values {
            Values::Levels { levels, .. } => {
                let index = (share * levels.len() as f64) as usize;
                levels[index.min(levels.len() - 1)].clone()
            }
            &Values::Between { low, high, log } => {
                let number = if log {
                    libm::exp(libm::log(low) + share * (libm::log(high) - libm::log(low)))
                } else {
                    low + share * (high - low)
                };
                let digits = if log { rounded(number, DIGITS) } else { to_digits_of(number, high - low) };
                Level::of(Node::new(Value::Float(digits.clamp(low, high)), self.at))
            }
        }
    }

    /// The values at which it is tried whether the field takes them: of numbers the least and the largest, of others all.
    pub(super) fn tried(&self) -> Vec<Level> {
        match &self.values {
            Values::Levels { levels, .. } if self.is_numeric() => {
                let by_number = |a: &&Level, b: &&Level| a.number.unwrap_or(0.0).total_cmp(&b.number.unwrap_or(0.0));
                let ends = [levels.iter().min_by(by_number), levels.iter().max_by(by_number)];
                ends.into_iter().flatten().cloned().collect()
            }
            Values::Levels { levels, .. } => levels.clone(),
            Values::Between { .. } => vec![self.along(0.0), self.along(1.0)],
        }
    }
}

/// Significant digits of a number that is computed, so that the one that is shown is the one that runs.
const DIGITS: usize = 6;

/// A number to so many significant digits.
fn rounded(number: f64, digits: usize) -> f64 {
    format!("{number:.*e}", digits - 1).parse().unwrap_or(number)
}

/// A number as exactly as the sixth digit of a range of that length.
fn to_digits_of(number: f64, length: f64) -> f64 {
    let place = libm::floor(libm::log10(length.abs().max(f64::MIN_POSITIVE)));
    let decimals = (DIGITS as f64 - 1.0 - place).max(0.0) as usize;
    format!("{number:.decimals$}").parse().unwrap_or(number)
}

/// The values of `1:5:0.5`, `log:1:100:5`, `a,b,c`.
fn of_text(text: &str, at: Origin) -> Result<Values, Fault> {
    let text = text.trim();
    if text.is_empty() {
        let fault = Fault::at(Code::MissingField, at, "the values are missing");
        return Err(fault.help("for example 1:5:0.5, or log:1:100:5, or a,b,c"));
    }
    if let Some(rest) = text.strip_prefix("log:") {
        return logarithmic(rest, at);
    }
    let quoted = text.starts_with(['"', '\'', '[', '{']);
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    if !quoted && parts.len() > 1 && Decimal::parse(parts[0]).is_some() {
        return range(&parts, at);
    }
    let pieces = pieces(text).ok_or_else(|| {
        Fault::at(Code::Syntax, at, format!("`{}` has a bracket or quote that is not closed", shown(text)))
    })?;
    let read = |piece: &str| Level::of_text(piece.trim(), at);
    levels(pieces.into_iter().map(read).collect::<Result<_, _>>()?, at)
}

/// `low:high:step`, or `low:high` where every number between is meant.
fn range(parts: &[&str], at: Origin) -> Result<Values, Fault> {
    let numbers: Vec<Decimal> = parts.iter().map(|part| number(part, at)).collect::<Result<_, _>>()?;
    match numbers[..] {
        [low, high] => between(low, high, false, at),
        [low, high, step] => {
            let steps = count(low, high, step);
            if steps == 0 {
                let message = format!("no step of {} leads from {} to {}", parts[2], parts[0], parts[1]);
                let help = "a range is LOW:HIGH:STEP, with a step below 0 where it goes down";
                return Err(Fault::at(Code::OutOfRange, at, message).label("empty").help(help));
            }
            few(steps, at)?;
            let level = |steps| {
                let number = after(low, step, steps);
                let value = number.integer().map_or_else(|| Value::Float(number.number()), Value::Integer);
                Level::of(Node::new(value, at))
            };
            Ok(Values::Levels { levels: (0..steps).map(level).collect(), log: false })
        }
        _ => {
            let fault = Fault::at(Code::WrongCount, at, "a range is LOW:HIGH:STEP");
            Err(fault.help("for example 1:5:0.5; a list has commas: a,b,c"))
        }
    }
}

/// `low:high:count` in equal steps of the logarithm.
fn logarithmic(text: &str, at: Origin) -> Result<Values, Fault> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (&[low, high] | &[low, high, _]) = &parts[..] else {
        let fault = Fault::at(Code::WrongCount, at, "a range of logarithms is log:LOW:HIGH:COUNT");
        return Err(fault.help("for example log:1:100:5"));
    };
    let (low, high) = (number(low, at)?, number(high, at)?);
    if low.number() <= 0.0 || high.number() <= 0.0 {
        return Err(Fault::at(Code::OutOfRange, at, "both ends of a range of logarithms must be above 0"));
    }
    let Some(points) = parts.get(2) else { return between(low, high, true, at) };
    let Ok(points) = points.parse::<u32>() else {
        let message = format!("`{}` must be a whole number: how many values there are", shown(points));
        return Err(Fault::at(Code::WrongKind, at, message));
    };
    if points < 2 || low.number() == high.number() {
        let fault = Fault::at(Code::OutOfRange, at, "a range of logarithms has two values at least");
        return Err(fault.label("empty").help("for example log:1:100:5"));
    }
    few(u128::from(points), at)?;
    let (from, to) = (libm::log10(low.number()), libm::log10(high.number()));
    let spaced = |digits| {
        (0..points).map(move |index| match index {
            0 => low.number(),
            _ if index + 1 == points => high.number(),
            _ => rounded(libm::exp10(from + (to - from) * f64::from(index) / f64::from(points - 1)), digits),
        })
    };
    let apart = |numbers: &Vec<f64>| numbers.windows(2).all(|pair| pair[0] != pair[1]);
    let numbers = (DIGITS..=17).map(|digits| spaced(digits).collect()).find(apart).ok_or_else(|| {
        Fault::at(Code::OutOfRange, at, "these ends are so near to each other that the values between are the same")
    })?;
    let level = |number| Level::of(Node::new(Value::Float(number), at));
    Ok(Values::Levels { levels: numbers.into_iter().map(level).collect(), log: true })
}

fn between(low: Decimal, high: Decimal, log: bool, at: Origin) -> Result<Values, Fault> {
    let (low, high) = (low.number(), high.number());
    if low >= high {
        return Err(Fault::at(Code::OutOfRange, at, format!("nothing is between {low} and {high}")).label("empty"));
    }
    Ok(Values::Between { low, high, log })
}

fn number(text: &str, at: Origin) -> Result<Decimal, Fault> {
    Decimal::parse(text).ok_or_else(|| {
        let fault = Fault::at(Code::WrongKind, at, format!("`{}` is not a number", shown(text)));
        fault.help("numbers have a point and at most 15 digits, 12 of them behind it: 0.25, 1e-3; a word that holds `:` stands in quotes")
    })
}

fn few(values: u128, at: Origin) -> Result<(), Fault> {
    if values <= MAX_SWEEP_POINTS as u128 {
        return Ok(());
    }
    let message = format!("a sweep has at most {MAX_SWEEP_POINTS} points, and these are {values} values");
    Err(Fault::at(Code::TooMany, at, message).help("take larger steps, or --sample"))
}

/// Some values, none of them twice.
fn levels(levels: Vec<Level>, at: Origin) -> Result<Values, Fault> {
    if levels.is_empty() {
        return Err(Fault::at(Code::MissingField, at, "there are no values").label("empty"));
    }
    few(levels.len() as u128, at)?;
    for (index, level) in levels.iter().enumerate() {
        if let Some(fault) = level.node.fault() {
            return Err(Fault { at: Some(at), ..fault });
        }
        if levels[..index].iter().any(|other| other.text == level.text) {
            return Err(Fault::at(Code::Twice, at, format!("`{}` stands here twice", shown(&level.text))));
        }
    }
    Ok(Values::Levels { levels, log: false })
}

/// The text at its commas outside brackets and quotes; `None` where one of these is not closed.
fn pieces(text: &str) -> Option<Vec<&str>> {
    let (mut pieces, mut start, mut depth, mut quote) = (Vec::new(), 0, 0_usize, None);
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => {
                pieces.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    pieces.push(&text[start..]);
    (depth == 0 && quote.is_none()).then_some(pieces)
}
