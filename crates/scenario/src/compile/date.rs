//! Dates: numbers of years, or days of a calendar.

use toml::value::{Date, Datetime};

use crate::code::Code;
use crate::fault::Fault;
use crate::log::Log;
use crate::node::{Node, Value};
use crate::range::Range;
use crate::values;

/// What stands for the date of something that does not happen.
const NEVER: &str = "never";

/// A date in years: a number, or a TOML date such as 2017-06-09.
pub(super) fn date(node: &Node, name: &str, log: &Log) -> Option<f64> {
    match node.value {
        Value::Datetime(Datetime { date: Some(date), time: None, offset: None }) => Some(year_fraction(date)),
        Value::Datetime(_) => {
            let fault = Fault::at(Code::WrongKind, node.at, format!("`{name}` must be a date without a time"));
            log.add(fault.help("for example 2017-06-09"));
            None
        }
        Value::Integer(_) | Value::Float(_) => values::number(log, node, name, Range::POSITION),
        _ => {
            log.add(no_date(node, name, "a date or a number of years"));
            None
        }
    }
}

/// A date, or "never", which is infinitely late: a variant leaves out so what happens in others.
pub(super) fn date_or_never(node: &Node, name: &str, log: &Log) -> Option<f64> {
    match node.as_str() {
        Some(NEVER) => Some(f64::INFINITY),
        Some(_) => {
            log.add(no_date(node, name, "a date, a number of years or \"never\""));
            None
        }
        None => date(node, name, log),
    }
}

fn no_date(node: &Node, name: &str, wanted: &str) -> Fault {
    let fault = values::wrong_kind(node, name, wanted);
    match node.as_str() {
        Some(_) => fault.help("dates stand without quotes, for example 2017-06-09"),
        None => fault,
    }
}

fn year_fraction(date: Date) -> f64 {
    let year = u32::from(date.year);
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let february = if leap { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: u32 = months.iter().take(usize::from(date.month).saturating_sub(1)).sum();
    let days = before + u32::from(date.day).saturating_sub(1);
    f64::from(year) + f64::from(days) / f64::from(337 + february)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_fractions_of_their_own_year() {
        let date = |year, month, day| year_fraction(Date { year, month, day });
        assert_eq!(date(2017, 1, 1), 2017.0);
        assert_eq!(date(2020, 12, 31), 2020.0 + 365.0 / 366.0);
        assert_eq!(date(2019, 7, 2), 2019.0 + 182.0 / 365.0);
    }
}
