//! Predicted beside observed, as tables for files and for people.

use comfy_table::CellAlignment;
use serde::Serialize;
use serde_json::json;

use super::csv;
use super::digits::Digits;
use super::rows::{Row, row};
use super::table::{Style, escaped, heading, plain_table};
use super::words::wrapped;
use crate::experiment::{ErrorScore, Estimate, LevelScore, Metric, Scores, StepScore};

/// Characters of a line.
const WIDTH: usize = 100;

row! {
    /// A number that was observed, beside what was simulated.
    ScoreRow of "score" {
        /// Id of the variant.
        variant: &'r str,
        /// What it is about.
        scope: &'r str,
        /// Name of the metric.
        metric: String,
        /// What was simulated.
        predicted: f64,
        /// Its standard error.
        predicted_std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// What was observed.
        observed: f64,
        /// Its standard error.
        observed_se: f64,
        /// What the file says that a simple rule would say.
        baseline: Option<f64>,
        /// Predicted minus observed.
        error: f64,
        /// The same in joint standard errors.
        z: Option<f64>,
        /// Where the observation comes from.
        source: &'r str,
    }
}

row! {
    /// A change from one variant to another that was observed, beside what was simulated.
    StepRow of "score-steps" {
        /// Id of the variant to which the step leads.
        variant: &'r str,
        /// Id of the variant where it begins.
        from: &'r str,
        /// What it is about.
        scope: &'r str,
        /// Name of the metric.
        metric: String,
        /// The simulated difference, paired by world.
        predicted: f64,
        /// Its standard error.
        predicted_std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// The observed difference.
        observed: f64,
        /// Its standard error.
        observed_se: f64,
        /// Predicted minus observed.
        error: f64,
        /// The same in joint standard errors.
        z: Option<f64>,
        /// Whether both go the same way.
        sign_right: bool,
    }
}

row! {
    /// A mean absolute error.
    ErrorRow of "score-errors" {
        /// Name of the metric.
        metric: &'r str,
        /// `levels`, `levels_without_shift` or `steps`.
        of: &'r str,
        /// `winset`, `baseline`, `mean_of_others` or `no_change`.
        predictor: &'r str,
        /// Mean absolute error.
        mean_abs_error: f64,
        /// Its standard error over targets.
        std_error: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// winset minus this one, paired by target.
        difference: Option<f64>,
        /// Lower end of its interval.
        difference_lower: Option<f64>,
        /// Upper end of its interval.
        difference_upper: Option<f64>,
        /// Mean error with its sign.
        mean_error: f64,
        /// Targets.
        n: u64,
    }
}

fn ends(estimate: &Estimate) -> (Option<f64>, Option<f64>) {
    (estimate.interval.map(|ends| ends.0), estimate.interval.map(|ends| ends.1))
}

fn levels(scores: &Scores) -> impl Iterator<Item = ScoreRow<'_>> {
    scores.levels.iter().map(|LevelScore { target, metric, predicted, z }| {
        let (lower, upper) = ends(predicted);
        ScoreRow {
            variant: &target.variant,
            scope: &target.scope,
            metric: metric.name(),
            predicted: predicted.value,
            predicted_std_error: predicted.std_error,
            lower,
            upper,
            observed: target.value,
            observed_se: target.se,
            baseline: target.baseline,
            error: predicted.value - target.value,
            z: *z,
            source: &target.source,
        }
    })
}

fn steps(scores: &Scores) -> impl Iterator<Item = StepRow<'_>> {
    scores.steps.iter().map(|step| {
        let StepScore { target, first, metric, predicted, observed, se, z } = step;
        let (lower, upper) = ends(predicted);
        StepRow {
            variant: &target.variant,
            from: &first.variant,
            scope: &target.scope,
            metric: metric.name(),
            predicted: predicted.value,
            predicted_std_error: predicted.std_error,
            lower,
            upper,
            observed: *observed,
            observed_se: *se,
            error: predicted.value - observed,
            z: *z,
            sign_right: step.sign_is_right(),
        }
    })
}

fn errors(scores: &Scores) -> impl Iterator<Item = ErrorRow<'_>> {
    scores.errors.iter().map(|ErrorScore { metric, of, rival, error, difference, shift, .. }| {
        let (lower, upper) = ends(error);
        let (difference_lower, difference_upper) = difference.as_ref().map_or((None, None), ends);
        ErrorRow {
            metric,
            of: of.name(),
            predictor: rival.name(),
            mean_abs_error: error.value,
            std_error: error.std_error,
            lower,
            upper,
            difference: difference.map(|difference| difference.value),
            difference_lower,
            difference_upper,
            mean_error: *shift,
            n: error.n,
        }
    })
}

/// Every table: the name of its file, and what stands in it.
pub fn tables(scores: &Scores) -> Vec<(String, Vec<u8>)> {
    vec![csv::file(levels(scores)), csv::file(steps(scores)), csv::file(errors(scores))]
}

/// The same as one document.
pub fn json(scores: &Scores) -> String {
    let rows = |name: &str, rows: serde_json::Value| (name.to_owned(), rows);
    let document: serde_json::Map<String, serde_json::Value> = [
        rows(ScoreRow::TABLE, json!(levels(scores).collect::<Vec<_>>())),
        rows(StepRow::TABLE, json!(steps(scores).collect::<Vec<_>>())),
        rows(ErrorRow::TABLE, json!(errors(scores).collect::<Vec<_>>())),
    ]
    .into_iter()
    .collect();
    let text = serde_json::to_string_pretty(&document).expect("rows hold texts and numbers only");
    format!("{text}\n")
}

/// For a person: each number, each step, and mean errors beside what a simple rule would say.
pub fn overview(title: &str, scores: &Scores, style: Style) -> String {
    let mut text = format!("{}\n\n{}", heading(title, style), numbers(scores, style));
    if !scores.steps.is_empty() {
        let right = scores.steps.iter().filter(|step| step.sign_is_right()).count();
        let caption = format!("Steps: sign right in {right} of {}", scores.steps.len());
        text += &format!("\n\n{}\n\n{}", heading(&caption, style), changes(scores, style));
    }
    text += &format!("\n\n{}\n\n{}", heading("Mean absolute errors", style), means(scores, style));
    let remark = "z: predicted minus observed in joint standard errors. Error: mean of absolute errors. Less shift: less the error \
                  that all predictions have in common. winset less: its error minus the other's, paired by target; below 0 it is \
                  better.";
    format!("{text}\n\n{}\n", wrapped(&escaped(remark, style), 0, WIDTH))
}

fn table(style: Style, header: &[&str], words: usize, rows: Vec<Vec<String>>) -> String {
    let mut table = plain_table(style);
    table.set_header(header.iter().copied());
    for row in rows {
        table.add_row(row);
    }
    table.column_iter_mut().skip(words).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table.trim_fmt()
}

/// An estimate in the digits of its metric.
fn told(metric: Metric, estimate: &Estimate, signed: bool) -> String {
    let digits = Digits::of(metric, signed, std::iter::once(estimate));
    digits.value(estimate) + &digits.interval(estimate).map_or(String::new(), |interval| format!(" {interval}"))
}

/// An observation with the interval that its standard error gives.
fn observed(metric: Metric, value: f64, se: f64, signed: bool) -> String {
    let interval = (se > 0.0).then_some((value - 1.96 * se, value + 1.96 * se));
    told(metric, &Estimate { value, std_error: Some(se), interval, n: 1 }, signed)
}

fn z(z: Option<f64>) -> String {
    z.map_or(String::new(), |z| {
        let number = super::plots::number(z, 1);
        if number.starts_with('−') { number } else { format!("+{number}") }
    })
}

fn numbers(scores: &Scores, style: Style) -> String {
    let rows = scores.levels.iter().map(|LevelScore { target, metric, predicted, z: off }| {
        vec![
            escaped(&target.variant, style),
            escaped(&target.scope, style),
            metric.label(),
            told(metric.looks_like(), predicted, false),
            observed(metric.looks_like(), target.value, target.se, false),
            z(*off),
        ]
    });
    table(style, &["Variant", "Of", "", "Predicted", "Observed", "z"], 3, rows.collect())
}

fn changes(scores: &Scores, style: Style) -> String {
    let rows = scores.steps.iter().map(|step| {
        vec![
            format!("{} → {}", escaped(&step.first.variant, style), escaped(&step.target.variant, style)),
            escaped(&step.target.scope, style),
            step.metric.label(),
            told(step.metric.looks_like(), &step.predicted, true),
            observed(step.metric.looks_like(), step.observed, step.se, true),
            z(step.z),
        ]
    });
    table(style, &["Step", "Of", "", "Predicted", "Observed", "z"], 3, rows.collect())
}

fn means(scores: &Scores, style: Style) -> String {
    let rows = scores.errors.iter().map(|row| {
        let less = row.difference.as_ref().map_or(String::new(), |difference| told(row.looks_like, difference, true));
        vec![
            row.label.to_owned(),
            row.of.label().to_owned(),
            row.rival.label().to_owned(),
            // A difference of shares is told in percentage points.
            told(row.looks_like, &row.error, false).replace(" %", " pp"),
            less,
            row.error.n.to_string(),
        ]
    });
    table(style, &["", "Of", "Predictor", "Error", "winset less", "n"], 3, rows.collect())
}
