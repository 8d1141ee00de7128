//! The result folder's tables as CSV. One row an estimate; what is undefined has no row, and a field that is not
//! known (an error with one replication) is empty.

use crate::experiment::{Endpoint, Estimate, Results};

/// `summary.csv`.
pub fn summary(results: &Results) -> Vec<u8> {
    let header = ["variant", "scope", "metric", "estimate", "std_error", "lower", "upper", "n"];
    write(
        &header,
        results.summary.iter().map(|row| {
            let mut fields = vec![
                results.variants[row.variant].id.clone(),
                results.scope_name(row.scope),
                row.metric.name().to_owned(),
            ];
            fields.extend(estimate(&row.estimate));
            fields
        }),
    )
}

/// `differences.csv`.
pub fn differences(results: &Results) -> Vec<u8> {
    let header = ["baseline", "variant", "scope", "metric", "difference", "std_error", "lower", "upper", "n"];
    write(
        &header,
        results.differences.iter().map(|row| {
            let mut fields = vec![
                results.variants[0].id.clone(),
                results.variants[row.variant].id.clone(),
                results.scope_name(row.scope),
                row.metric.name().to_owned(),
            ];
            fields.extend(estimate(&row.estimate));
            fields
        }),
    )
}

/// `time.csv`.
pub fn time(results: &Results) -> Vec<u8> {
    let header = ["variant", "ending", "months", "cumulative_incidence", "lower", "upper", "at_risk"];
    write(
        &header,
        results.time.iter().map(|row| {
            let (lower, upper) = bounds(row.interval);
            vec![
                results.variants[row.variant].id.clone(),
                row.ending.name().to_owned(),
                number(row.months),
                number(row.cumulative),
                lower,
                upper,
                row.at_risk.to_string(),
            ]
        }),
    )
}

/// `blocking.csv`: a row a member with `other` empty, and a row an ordered pair with only `jointly`.
pub fn blocking(results: &Results) -> Vec<u8> {
    let header = ["variant", "member", "other", "objects", "only_objector", "jointly"];
    let member = |index: usize| results.members[index].0.clone();
    write(
        &header,
        results.blocking.iter().map(|row| {
            let (other, objects, only, jointly) = match row.endpoint {
                Endpoint::Alone { objects, only_objector } => {
                    (String::new(), number(objects), number(only_objector), String::new())
                }
                Endpoint::With { other, jointly } => (member(other), String::new(), String::new(), number(jointly)),
            };
            vec![results.variants[row.variant].id.clone(), member(row.member), other, objects, only, jointly]
        }),
    )
}

fn estimate(estimate: &Estimate) -> [String; 5] {
    let (lower, upper) = bounds(estimate.interval);
    let error = estimate.std_error.map_or(String::new(), number);
    [number(estimate.value), error, lower, upper, estimate.n.to_string()]
}

fn bounds(interval: Option<(f64, f64)>) -> (String, String) {
    interval.map_or((String::new(), String::new()), |(lower, upper)| (number(lower), number(upper)))
}

/// The shortest text that reads back as the same number; no minus on a zero.
pub(super) fn number(x: f64) -> String {
    (x + 0.0).to_string()
}

pub(super) fn write(header: &[&str], mut rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(header).and_then(|()| rows.try_for_each(|row| writer.write_record(row)));
    written.and_then(|()| Ok(writer.into_inner().map_err(|error| error.into_error())?)).expect("memory takes every row")
}
