//! Shares that a rule asks for: read as a number or a fraction, and doubted where they ask for another number of members
//! than the simple fraction that they are near to.

use crate::code::Code;
use crate::fault::Fault;
use crate::log::Log;
use crate::node::{Node, Value};
use crate::range::Range;
use crate::values;

/// Quotas are met to within this share of the whole.
const WITHIN: f64 = 1e-9;

/// A share, and how it was written.
pub(super) struct Share<'a> {
    pub value: f64,
    node: &'a Node,
    name: &'static str,
    threshold: Threshold,
}

/// Whether a share is reached or exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Threshold {
    Reached,
    Exceeded,
}

impl<'a> Share<'a> {
    /// A number, or a fraction such as "2/3", in `range`.
    pub fn read(node: &'a Node, name: &'static str, range: Range, threshold: Threshold, log: &Log) -> Option<Self> {
        let value = values::fraction(log, node, name, range)?;
        Some(Share { value, node, name, threshold })
    }
}

/// What a share is taken of.
pub(super) struct Counted<'a> {
    /// The wholes that there may be.
    wholes: Vec<f64>,
    /// Whether only whole numbers are reached.
    in_units: bool,
    what: &'a str,
}

impl<'a> Counted<'a> {
    /// All weights together; `of` names them.
    pub fn all(weights: &[f64], of: Option<&'a Node>) -> Self {
        let what = of.and_then(Node::as_str).unwrap_or("members");
        let in_units = weights.iter().all(|weight| weight.fract() == 0.0);
        Self { wholes: vec![weights.iter().sum()], in_units, what }
    }

    /// The weights of those who do not abstain: where heads are counted, any number of them.
    pub fn cast(weights: &[f64], of: Option<&'a Node>) -> Self {
        let all = Self::all(weights, of);
        let heads = weights.iter().all(|&weight| weight == 1.0);
        let wholes = if heads { (1..=weights.len()).rev().map(|whole| whole as f64).collect() } else { all.wholes };
        Self { wholes, ..all }
    }

    /// The least weight that meets a share of `whole`.
    fn required(&self, share: f64, threshold: Threshold, whole: f64) -> f64 {
        let exact = share * whole;
        match threshold {
            _ if !self.in_units => exact,
            Threshold::Reached => (exact - WITHIN * whole).ceil(),
            Threshold::Exceeded => (exact + WITHIN * whole).floor() + 1.0,
        }
    }
}

/// How a decimal stands for a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Cut off, or rounded up or down.
    Near,
    /// Rounded to the nearest.
    Rounded,
    /// One more in the last digit: the wish to exceed it.
    JustAbove,
}

/// A fraction for which a decimal of so many digits or more may stand.
struct Fraction {
    above: u32,
    below: u32,
    called: &'static str,
    how: How,
    digits: usize,
}

const fn simple(above: u32, below: u32, called: &'static str, how: How, digits: usize) -> Fraction {
    Fraction { above, below, called, how, digits }
}

const FRACTIONS: [Fraction; 6] = [
    simple(1, 3, "a third", How::Near, 2),
    simple(2, 3, "two thirds", How::Near, 2),
    simple(1, 6, "a sixth", How::Rounded, 2),
    simple(5, 6, "five sixths", How::Rounded, 2),
    simple(1, 2, "more than half", How::JustAbove, 2),
    simple(3, 4, "more than three quarters", How::JustAbove, 3),
];

impl Fraction {
    fn value(&self) -> f64 {
        f64::from(self.above) / f64::from(self.below)
    }

    /// Whether the decimal `share` probably stands for it.
    fn is_meant_by(&self, share: f64, threshold: Threshold) -> bool {
        let digits = decimals(share).len();
        let unit = 10f64.powi(-i32::try_from(digits).unwrap_or(i32::MAX));
        let distance = share - self.value();
        let close = match self.how {
            How::Near => distance.abs() < unit,
            How::Rounded => distance.abs() <= 0.5 * unit,
            How::JustAbove => threshold == Threshold::Reached && (distance - unit).abs() < 1e-3 * unit,
        };
        digits >= self.digits && close && distance.abs() > 1e-12
    }

    /// Whether a rule that means it would ask that it be reached or exceeded.
    fn threshold(&self, written: Threshold) -> Threshold {
        if self.how == How::JustAbove { Threshold::Exceeded } else { written }
    }
}

/// Warns of a share such as 0.667, if it asks for another number than the fraction which it is near to.
pub(super) fn doubt(share: &Share<'_>, counted: &Counted<'_>, log: &Log) {
    let Value::Float(written) = share.node.value else { return };
    let Some(meant) = FRACTIONS.iter().find(|fraction| fraction.is_meant_by(written, share.threshold)) else { return };
    let threshold = meant.threshold(share.threshold);
    let numbers = |&whole: &f64| {
        let asked = counted.required(share.value, share.threshold, whole);
        (whole, asked, counted.required(meant.value(), threshold, whole))
    };
    let differ = |&(whole, asked, simple): &(f64, f64, f64)| (asked - simple).abs() > WITHIN * whole;
    let Some((whole, asked, simple)) = counted.wholes.iter().map(numbers).find(differ) else { return };
    let (name, called, what) = (share.name, meant.called, counted.what);
    let [whole, asked, simple] = [whole, asked, simple].map(amount);
    let message = format!("`{name} = {written}` asks for {asked} of {whole} {what}, {called} for {simple}");
    let (above, below) = (meant.above, meant.below);
    let field = if threshold == share.threshold { name } else { "more_than" };
    let stands = format!("or {name} = \"{}\" if it is meant as it stands", as_fraction(written));
    let fault = Fault::at(Code::NearFraction, share.node.at, message).label(format!("near {above}/{below}"));
    log.add(fault.help(format!("write {field} = \"{above}/{below}\" for {called}, {stands}")));
}

/// The digits of a number in (0, 1) after its point.
fn decimals(share: f64) -> String {
    let text = share.to_string();
    text.split_once('.').map(|(_, digits)| digits.to_owned()).unwrap_or_default()
}

/// The number as a fraction of whole numbers: 0.667 is 667/1000.
fn as_fraction(share: f64) -> String {
    let digits = decimals(share);
    format!("{}/1{}", digits.trim_start_matches('0'), "0".repeat(digits.len()))
}

/// A number of members or weights, without more digits than one reads.
fn amount(number: f64) -> String {
    match number {
        _ if number.fract() == 0.0 => format!("{number}"),
        _ if (1e-2..1e9).contains(&number) => format!("{number:.4}"),
        _ => format!("{number:.4e}"),
    }
}
