//! Ids that other programs read as something else: pandas and R take `NA` in a table for a value that is missing.

use crate::code::Code;
use crate::fault::Fault;
use crate::log::Log;
use crate::node::Table;

/// What pandas or R read as missing, with their defaults; of what can be an id.
const MISSING: [&str; 6] = ["NA", "NaN", "nan", "NULL", "null", "None"];
/// What they read as true or false.
const LOGICAL: [&str; 8] = ["TRUE", "FALSE", "True", "False", "true", "false", "T", "F"];

/// Warns of ids of members and variants, which stand alone in a column of the results.
pub(super) fn doubts(document: &Table, log: &Log) {
    for (section, noun) in [("members", "member"), ("variants", "variant")] {
        let Some(table) = document.get(section).and_then(|field| field.node.as_table()) else { continue };
        for (id, field) in table {
            let Some((code, reading, remedy)) = read_as(id) else { continue };
            let message = format!("the {noun} `{id}` is read as {reading} by programs that read the tables of results");
            let fault = Fault::at(code, field.key, message).label("read as something else");
            log.add(fault.help(format!("call it `{noun}-{id}`, for example, {remedy}")));
        }
    }
}

/// What a program with its defaults takes `id` for, and what prevents that.
fn read_as(id: &str) -> Option<(Code, &'static str, &'static str)> {
    if MISSING.contains(&id) {
        let remedy = "or read them with keep_default_na=False (pandas), na.strings=\"\" (R)";
        return Some((Code::ReadsAsMissing, "missing", remedy));
    }
    let remedy = "or read them with dtype=str (pandas), colClasses (R)";
    if LOGICAL.contains(&id) {
        return Some((Code::ReadsAsNumber, "true or false", remedy));
    }
    is_number(id).then_some((Code::ReadsAsNumber, "a number", remedy))
}

/// Whether an id is a number to pandas or R: digits, with an exponent or hexadecimal too, or infinity.
fn is_number(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let lower = id.to_ascii_lowercase();
    let exponent = |mark| {
        lower
            .split_once(mark)
            .is_some_and(|(number, power)| digits(number) && digits(power.strip_prefix('-').unwrap_or(power)))
    };
    let hexadecimal = lower
        .strip_prefix("0x")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit()));
    digits(id) || exponent('e') || exponent('d') || hexadecimal || matches!(lower.as_str(), "inf" | "infinity")
}
