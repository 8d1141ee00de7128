//! What the simulation says of real issues, beside what came out.

use super::super::accuracy::{number, signed};
use super::super::digits::Digits;
use super::super::words::counted;
use super::blocks::Block;
use super::table::{Cell, Table};
use crate::experiment::{Accuracy, Estimate, IssueOutcome, LevelScore, Measure, Predictor, Results, Scores};

/// A longer table has to be asked for.
const MOST_OPEN: usize = 40;

/// How far predictions are from facts, and what holds on every issue in the end; nothing where there is no list and nothing was
/// observed.
pub fn blocks(results: &Results, scores: Option<&Scores>) -> Vec<Block> {
    let observed = scores.map(|scores| observed(results, scores));
    observed.into_iter().chain(accuracy(results)).chain(outcomes(results)).collect()
}

fn observed(results: &Results, scores: &Scores) -> Block {
    let columns = ["Variant", "Of", "Metric", "#Predicted", "#Observed", "#z", "Source"];
    let right = scores.steps.iter().filter(|step| step.sign_is_right()).count();
    let steps = match scores.steps.len() {
        0 => String::new(),
        all => format!(
            " Of {}, {right} have the sign that was observed.",
            counted(all, "step from one variant to another")
        ),
    };
    let caption = format!(
        "In brackets the {} interval; z is predicted minus observed in joint standard errors.{steps}",
        results.level
    );
    let mut table = Table::new(caption, columns);
    table.rows = scores.levels.iter().map(|level| of_level(results, level)).collect();
    Block {
        id: "observed",
        heading: "Predicted and observed".to_owned(),
        remark: String::new(),
        table: table.cut("score.csv"),
        folded: false,
    }
}

fn of_level(results: &Results, LevelScore { target, metric, predicted, z }: &LevelScore) -> Vec<Cell> {
    let variant = results.variant(&target.variant).map(|variant| results.variants[variant].label.as_str());
    let interval = (target.se > 0.0).then_some((target.value - 1.96 * target.se, target.value + 1.96 * target.se));
    let seen = Estimate { value: target.value, std_error: Some(target.se), interval, n: 1 };
    let digits = |estimate| Digits::of(metric.looks_like(), false, std::iter::once(estimate));
    vec![
        Cell::text(variant.unwrap_or(&target.variant)),
        Cell::text(&target.scope),
        Cell::text(metric.label()),
        Cell::estimate(Some(predicted), &digits(predicted)),
        Cell::estimate(Some(&seen), &digits(&seen)),
        z.map_or_else(Cell::default, |z| Cell::number(number(z, 1), z)),
        Cell::text(&target.source),
    ]
}

/// How the simulation of the first variant compares with the compromise, in a sentence; `None` where no outcome is known.
pub fn sentence(results: &Results) -> Option<String> {
    let of = |predictor| {
        let wanted = (0, Measure::AbsError, predictor);
        results.accuracy.iter().find(|row| (row.variant, row.measure, row.predictor) == wanted)
    };
    let (winset, compromise) = (of(Predictor::Winset)?, of(Predictor::Compromise)?);
    let difference = compromise.difference?;
    let told = |estimate: &Estimate| format!("{} %{}", number(estimate.value, 1), brackets(estimate, 1));
    let verdict = match difference.interval {
        Some((low, high)) if low > 0.0 || high < 0.0 => {
            let word = if high < 0.0 { "less" } else { "more" };
            format!("that is {word} than the compromise’s")
        }
        _ => "that is not told apart from the compromise’s".to_owned(),
    };
    Some(format!(
        "{}: of {}, predictions are off by {} of the scale on average; {verdict}, {}.",
        results.variants[0].label,
        counted(winset.issues, "known outcome"),
        told(&winset.estimate),
        told(&compromise.estimate),
    ))
}

fn brackets(estimate: &Estimate, decimals: usize) -> String {
    let of = |(low, high)| format!(" [{}, {}]", number(low, decimals), number(high, decimals));
    estimate.interval.map(of).unwrap_or_default()
}

fn accuracy(results: &Results) -> Option<Block> {
    let first = results.accuracy.first()?;
    let caption = format!(
        "Means over {} of {}, in brackets the {} interval with the proposal as the cluster. Errors and CRPS in per cent of the \
         scale; less is better.",
        counted(first.issues, "issue"),
        counted(first.estimate.n as usize, "proposal"),
        results.level
    );
    let columns = ["Variant", "Predictor", "Measure", "#Mean", "#winset minus this", "#Issues"];
    let mut table = Table::new(caption, columns);
    table.rows = results.accuracy.iter().map(|row| scores(results, row)).collect();
    Some(Block {
        id: "accuracy",
        heading: "Predictions against facts".to_owned(),
        remark: "The compromise is the mean of positions weighted by influence and salience; the median counts each position \
                 once. The Brier score is about whether an issue changes at all, and so are misordered pairs: how often one that did not \
                 is given the larger chance than one that did."
            .to_owned(),
        table: table.cut("accuracy.csv"),
        folded: false,
    })
}

fn scores(results: &Results, row: &Accuracy) -> Vec<Cell> {
    let decimals = if row.measure.is_of_chances() { 3 } else { 1 };
    let cell = |estimate: &Estimate| {
        let interval = brackets(estimate, decimals).trim_start().to_owned();
        Cell { interval, ..Cell::number(number(estimate.value, decimals), estimate.value) }
    };
    let difference = |estimate: &Estimate| Cell { text: signed(estimate.value, decimals), ..cell(estimate) };
    vec![
        Cell::text(&results.variants[row.variant].label),
        Cell::text(row.predictor.label()),
        Cell::text(row.measure.label()),
        cell(&row.estimate),
        row.difference.as_ref().map_or_else(Cell::default, difference),
        Cell::count(row.issues as u64),
    ]
}

fn outcomes(results: &Results) -> Option<Block> {
    if results.outcomes.is_empty() {
        return None;
    }
    let columns =
        ["Issue", "Variant", "#Adopted", "#Mean", "#5 %", "#95 %", "#Status quo", "#Compromise", "#Median", "#Outcome"];
    let caption =
        "What holds in the end: the text, or the status quo where nothing was adopted; in the units of each issue.";
    let mut table = Table::new(caption, columns);
    let mut rows: Vec<&IssueOutcome> = results.outcomes.iter().collect();
    rows.sort_by_key(|row| (row.issue, row.variant));
    table.rows = rows.into_iter().map(|row| of_issue(results, row)).collect();
    let folded = table.rows.len() > MOST_OPEN;
    Some(Block {
        id: "outcomes",
        heading: "By issue".to_owned(),
        remark: String::new(),
        table: table.cut("outcomes.csv"),
        folded,
    })
}

fn of_issue(results: &Results, row: &IssueOutcome) -> Vec<Cell> {
    let issue = &results.issues[row.issue];
    // As many digits as tell a thousandth of the scale.
    let decimals = (3.0 - libm::ceil(libm::log10(issue.high - issue.low))).clamp(0.0, 6.0) as usize;
    let cell = |value: f64| Cell::number(number(value, decimals), value);
    let known = |value: Option<f64>| value.map_or_else(Cell::default, cell);
    let interval = brackets(&row.text, decimals).trim_start().to_owned();
    vec![
        Cell::text(&issue.label),
        Cell::text(&results.variants[row.variant].label),
        Cell::number(format!("{} %", number(100.0 * row.adopted, 1)), row.adopted),
        Cell { interval, ..cell(row.text.value) },
        cell(row.quantiles[0]),
        cell(row.quantiles[4]),
        known(row.status_quo),
        known(row.compromise),
        known(row.median),
        known(row.outcome),
    ]
}
