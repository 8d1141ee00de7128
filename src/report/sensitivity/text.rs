//! What a study found, on a terminal or in a manuscript.

use comfy_table::{CellAlignment, Table};

use super::{Findings, HEADLINES};
use crate::experiment::{Estimate, Metric};
use crate::report::digits::{Digits, in_percent};
use crate::report::table::{Style, broken, escaped, heading, plain_table};
use crate::report::words::{counted, duration, grouped, wrapped};
use crate::scenario::Assumption;
use crate::sensitivity::{Band, Bounded, Method, Output, Plan, Sample, Study};

/// As many assumptions are named that matter most to an output.
const FIRST: usize = 3;
/// Characters of a label and of a path.
const LABEL: usize = 34;
const PATH: usize = 40;
/// Of more variants only the pass rate is told.
const MOST_VARIANTS: usize = 8;

/// What is going to be done, and what it costs: before it is.
pub fn plan(plan: &Plan, assumptions: &[Assumption], worlds: u64, variants: usize, seconds: f64) -> String {
    let (size, count) = (plan.size(), assumptions.len());
    let design = match plan.method {
        Method::Spread => format!("{} of a Latin hypercube", counted(size, "point")),
        Method::Morris => format!(
            "{} of {}",
            counted(size, "trajectory").replace("trajectorys", "trajectories"),
            counted(count + 1, "point")
        ),
        Method::Sobol => format!("Saltelli's design of {} × ({count} + 2) points", grouped(size as f64)),
    };
    let runs = plan.points(count) + 1;
    format!(
        "{} over {}: {design}, and the scenario as it is\n{} of {} of {}: {} of computing\n",
        plan.method.name(),
        counted(count, "assumption"),
        counted(runs, "run"),
        counted(worlds as usize, "world"),
        counted(variants, "variant"),
        duration(seconds)
    )
}

/// The assumptions, how far the results move, and what moves them.
pub fn overview(study: &Study, findings: &Findings, style: Style) -> String {
    let mut text = format!("{}\n", heading(&format!("{}: what the assumptions do", study.as_is.title), style));
    text += &wrapped(&introduction(study), 0, 100);
    text += &format!("\n\n{}\n", assumptions(study, style));
    if !study.sample.spread().is_empty() {
        for difference in [false, true] {
            if let Some(table) = spread(study, difference, style) {
                text += &format!("\n{}\n\n{table}\n", heading(&title(study, difference), style));
            }
        }
    }
    if let Some(table) = matters(study, findings, style) {
        let (title, remark) = remark(findings);
        let variants = &study.as_is.variants;
        let of = match &variants[..] {
            [first, .., last] => format!(": {}, and its difference from {}", last.label, first.label),
            _ => String::new(),
        };
        let remark = escaped(&wrapped(&remark, 0, 100), style);
        text += &format!("\n{}\n{remark}\n\n{table}\n", heading(&format!("{title}{of}"), style));
    }
    text += &format!("\n{}\n", wrapped(&doubts(study), 0, 100));
    text
}

fn introduction(study: &Study) -> String {
    let points = match &study.sample {
        Sample::Latin(points) => format!("{} of a Latin hypercube", counted(points.len(), "point")),
        Sample::Morris(ways) => format!(
            "{} on {} of Morris",
            counted(study.settings.len(), "point"),
            match ways.len() {
                1 => "1 trajectory".to_owned(),
                n => format!("{} trajectories", grouped(n as f64)),
            }
        ),
        Sample::Sobol(design) => {
            format!(
                "{} of Saltelli's design on {} base points",
                counted(study.settings.len(), "point"),
                grouped(design.base as f64)
            )
        }
    };
    format!(
        "{points} over {}; {} at each point, the same at all; brackets: {} intervals",
        counted(study.assumptions.len(), "assumption"),
        counted(study.as_is.replications as usize, "world"),
        study.as_is.level
    )
}

fn doubts(study: &Study) -> String {
    let band = if study.sample.spread().is_empty() { "" } else { "; the bands say what the assumptions leave open" };
    format!(
        "Intervals of what the scenario says as it is are those of a simulation of {}{band}. None of it says how likely an \
         assumption is. All metrics are in the files.",
        counted(study.as_is.replications as usize, "world")
    )
}

fn assumptions(study: &Study, style: Style) -> String {
    let mut table = plain_table(style);
    table.set_header(["Assumption", "Field", "May be"]);
    let cell = |text: &str, width| match style {
        Style::Text => broken(text, width),
        Style::Markdown => escaped(text, style),
    };
    for of in &study.assumptions {
        table.add_row([cell(&of.label, LABEL), cell(&of.path, PATH), cell(&of.extent(), 100 - LABEL - PATH - 6)]);
    }
    table.trim_fmt()
}

fn title(study: &Study, difference: bool) -> String {
    match difference {
        false => "Spread over the assumptions".to_owned(),
        true => format!("Spread of differences from {}, paired by world", study.as_is.variants[0].label),
    }
}

/// The metrics that are told, of which there is something to tell.
fn told(study: &Study, difference: bool) -> Vec<(Metric, Vec<Output>)> {
    let few = study.as_is.variants.len() <= MOST_VARIANTS;
    let metrics = HEADLINES.into_iter().filter(|metric| few || *metric == Metric::PassRate);
    let of = |metric: Metric| -> Vec<Output> {
        let outputs = study.outputs.iter().copied();
        outputs.filter(|output| (output.metric, output.difference) == (metric, difference)).collect()
    };
    metrics.map(|metric| (metric, of(metric))).filter(|(_, outputs)| !outputs.is_empty()).collect()
}

/// A row a variant, by metric: what the scenario says as it is, and the band.
fn spread(study: &Study, difference: bool, style: Style) -> Option<String> {
    let mut table = plain_table(style);
    let header = ["", "As it is", "Least", "5 %", "Median", "95 %", "Most"].map(str::to_owned);
    table.set_header(header.into_iter().chain(difference.then(|| "Sign holds".to_owned())));
    for (metric, outputs) in told(study, difference) {
        let rows: Vec<(Output, Band)> =
            outputs.into_iter().filter_map(|output| Some((output, study.band(output)?))).collect();
        let digits = digits(study, metric, difference, &rows);
        table.add_row([format!("{}{}", metric.label(), digits.unit())]);
        for (output, band) in rows {
            let as_is = study.as_is(output).map_or(String::new(), |estimate| {
                let interval = digits.interval(estimate).map_or(String::new(), |interval| format!(" {interval}"));
                digits.number(estimate.value) + &interval
            });
            let numbers = [band.least, band.q05, band.median, band.q95, band.greatest].map(|x| digits.number(x));
            let label = indented(&study.as_is.variants[output.variant].label, style);
            let sign = study.holds(output).map(|(same, _)| format!("{} of {}", same.at, same.of));
            let sign = difference.then(|| sign.unwrap_or_default());
            table.add_row([label, as_is].into_iter().chain(numbers).chain(sign));
        }
    }
    numbers_right(&mut table, style);
    (table.row_count() > 0).then(|| table.trim_fmt())
}

/// A variant's label below its metric; in a manuscript a cell is one line.
fn indented(label: &str, style: Style) -> String {
    match style {
        Style::Text => broken(label, LABEL - 16).lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n"),
        Style::Markdown => escaped(label, style),
    }
}

/// As many digits as the widest numbers and the narrowest simulation interval ask for.
fn digits(study: &Study, metric: Metric, signed: bool, rows: &[(Output, Band)]) -> Digits {
    let as_is = rows.iter().filter_map(|(output, _)| study.as_is(*output)).copied();
    let ends = rows.iter().flat_map(|(_, band)| [band.least, band.greatest]);
    let ends = ends.map(|value| Estimate { value, std_error: None, interval: None, n: 0 });
    let all: Vec<Estimate> = as_is.chain(ends).collect();
    Digits::of(metric, signed, all.iter())
}

fn numbers_right(table: &mut Table, style: Style) {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
        if style == Style::Text {
            column.set_padding((0, 1));
        }
    }
}

/// A row a metric of the last variant, and one its difference: the assumptions that matter most to it.
fn matters(study: &Study, findings: &Findings, style: Style) -> Option<String> {
    let mut table = plain_table(style);
    table.set_header(["", "First", "Second", "Third"]);
    let variant = study.as_is.variants.len() - 1;
    for difference in [false, true] {
        for metric in HEADLINES {
            let cells = most(study, findings, Output { difference, metric, variant }, style);
            if !cells.is_empty() {
                let what = if difference { ": difference" } else { "" };
                let label = format!("{}{what}", metric.label());
                let label = if style == Style::Text { broken(&label, 15) } else { label };
                table.add_row(std::iter::once(label).chain(cells));
            }
        }
    }
    (table.row_count() > 0).then(|| table.trim_fmt())
}

/// The assumptions that matter most to an output, each with how much.
fn most(study: &Study, findings: &Findings, output: Output, style: Style) -> Vec<String> {
    let cell = |assumption: usize| {
        let label = escaped(&study.assumptions[assumption].label, style);
        let found = found(findings, output, assumption)?;
        Some(match style {
            Style::Text => format!("{}\n{found}", broken(&label, 22)),
            Style::Markdown => format!("{label}: {found}"),
        })
    };
    findings.order(output).into_iter().filter_map(cell).take(FIRST).collect()
}

fn found(findings: &Findings, output: Output, assumption: usize) -> Option<String> {
    fn of<T>(rankings: &[crate::sensitivity::Ranking<T>], output: Output, assumption: usize) -> Option<&T> {
        rankings.iter().find(|ranking| ranking.output == output)?.by_assumption.get(assumption)
    }
    match findings {
        Findings::Spread(rankings) => of(rankings, output, assumption).map(|found| bounded(found.spearman, true)),
        Findings::Sobol(rankings) => of(rankings, output, assumption).map(|found| bounded(found.total, false)),
        Findings::Morris(rankings) => {
            let found = of(rankings, output, assumption)?.as_ref()?;
            let magnitude = found.magnitude;
            let estimate = Estimate { value: magnitude.value, std_error: None, interval: magnitude.interval, n: 0 };
            let digits = Digits::of(output.metric, false, std::iter::once(&estimate));
            let sign = if found.mean.value < 0.0 { "−" } else { "+" };
            let unit = match (in_percent(output.metric), output.difference) {
                (false, _) => "",
                (true, false) => " %",
                (true, true) => " pp",
            };
            let interval = digits.interval(&estimate).unwrap_or_default();
            Some(format!("{}{unit} {interval} ({sign})", digits.number(estimate.value)))
        }
    }
}

/// Two digits, and the interval.
fn bounded(Bounded { value, interval }: Bounded, signed: bool) -> String {
    let number = |x: f64| {
        let digits = format!("{:.2}", x.abs());
        let negative = x < 0.0 && digits.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
        format!(
            "{}{digits}",
            if negative {
                "−"
            } else if signed {
                "+"
            } else {
                ""
            }
        )
    };
    let ends = interval.map_or(String::new(), |(low, high)| format!(" [{}, {}]", number(low), number(high)));
    number(value) + &ends
}

/// What the table of what matters is called, and how it is read.
fn remark(findings: &Findings) -> (&'static str, String) {
    match findings {
        Findings::Spread(_) => (
            "What moves it most",
            "Spearman's rank correlation over the points; + where more of the assumption goes with more of the result".to_owned(),
        ),
        Findings::Morris(_) => (
            "What moves it most",
            "μ*: the mean magnitude of what an assumption's whole range does; in brackets its interval and the sign of the \
             mean effect"
                .to_owned(),
        ),
        Findings::Sobol(_) => (
            "Whose the variance is",
            "Total index: the share of the variance that would be left if everything but this assumption were known".to_owned(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use console::measure_text_width;

    use super::super::fixture::{scenario, study};
    use super::*;

    #[test]
    fn lines_are_within_a_hundred_columns() {
        for (variants, assumptions) in [(1, 1), (4, 9), (12, 5)] {
            for method in [Method::Spread, Method::Morris, Method::Sobol] {
                let study = study(&scenario(variants, assumptions), method, 6);
                let text = overview(&study, &Findings::of(&study), Style::Text);
                let widest = text.lines().max_by_key(|line| measure_text_width(line)).unwrap();
                assert!(measure_text_width(widest) <= 100, "{}: {widest}", measure_text_width(widest));
            }
        }
    }

    #[test]
    fn what_is_going_to_be_done_is_counted() {
        let study = study(&scenario(2, 3), Method::Morris, 2);
        let said = |method, size| plan(&Plan { method, size }, &study.assumptions, 200, 2, 120.0);
        assert!(said(Method::Spread, Some(50)).contains("51 runs of 200 worlds of 2 variants: about 2 min"));
        let morris = said(Method::Morris, None);
        assert!(morris.contains("20 trajectories of 4 points") && morris.contains("81 runs"), "{morris}");
        let sobol = said(Method::Sobol, Some(64));
        assert!(sobol.contains("64 × (3 + 2) points") && sobol.contains("321 runs"), "{sobol}");
    }

    #[test]
    fn both_doubts_are_told_with_their_signs() {
        let study = study(&scenario(2, 3), Method::Spread, 20);
        let text = overview(&study, &Findings::of(&study), Style::Text);
        for told in ["As it is", "Sign holds", " of 20", "Assumption no. 0", "What moves it most", "6 worlds"] {
            assert!(text.contains(told), "{told}: {text}");
        }
    }
}
