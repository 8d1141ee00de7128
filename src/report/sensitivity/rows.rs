//! The files of a study, from one definition of each row.

use serde::Serialize;
use serde_json::json;

use super::Findings;
use crate::report::csv;
use crate::report::rows::{Row, row};
use crate::scenario::Setting;
use crate::sensitivity::{Bounded, Output, Study};

row! {
    /// How an output is spread over the points.
    SpreadRow of "spread" {
        /// Id of the first variant, of a difference.
        baseline: Option<&'r str>,
        /// Id of the variant.
        variant: &'r str,
        /// Name of the metric, of all proposals.
        metric: &'static str,
        /// What the scenario as it is says.
        as_is: Option<f64>,
        /// Lower end of its interval.
        lower: Option<f64>,
        /// Upper end of its interval.
        upper: Option<f64>,
        /// Points at which it is defined.
        points: usize,
        /// The least over the points.
        min: f64,
        /// One point in twenty is below.
        q05: f64,
        /// Half of the points are below.
        median: f64,
        /// One point in twenty is above.
        q95: f64,
        /// The greatest.
        max: f64,
        /// Share of the points at which a difference has the sign that it has as it is.
        same_sign: Option<f64>,
        /// Lower end of its interval.
        same_sign_lower: Option<f64>,
        /// Upper end of its interval.
        same_sign_upper: Option<f64>,
        /// Share of the points at which the whole interval of the difference has that sign.
        sure_sign: Option<f64>,
    }
}

row! {
    /// How an output goes with an assumption.
    CorrelationRow of "correlations" {
        /// Id of the first variant, of a difference.
        baseline: Option<&'r str>,
        /// Id of the variant.
        variant: &'r str,
        /// Name of the metric.
        metric: &'static str,
        /// Id of the assumption.
        assumption: &'r str,
        /// Spearman's rank correlation.
        spearman: f64,
        /// Lower end of its interval.
        spearman_lower: Option<f64>,
        /// Upper end of its interval.
        spearman_upper: Option<f64>,
        /// Partial rank correlation.
        partial: Option<f64>,
        /// Lower end of its interval.
        partial_lower: Option<f64>,
        /// Upper end of its interval.
        partial_upper: Option<f64>,
    }
}

row! {
    /// What moving an assumption through its range does to an output.
    MorrisRow of "morris" {
        /// Id of the first variant, of a difference.
        baseline: Option<&'r str>,
        /// Id of the variant.
        variant: &'r str,
        /// Name of the metric.
        metric: &'static str,
        /// Id of the assumption.
        assumption: &'r str,
        /// Mean effect.
        mu: f64,
        /// Lower end of its interval.
        mu_lower: Option<f64>,
        /// Upper end of its interval.
        mu_upper: Option<f64>,
        /// Mean magnitude of the effect.
        mu_star: f64,
        /// Lower end of its interval.
        mu_star_lower: Option<f64>,
        /// Upper end of its interval.
        mu_star_upper: Option<f64>,
        /// Standard deviation of the effect.
        sigma: Option<f64>,
        /// Trajectories on which it is defined.
        trajectories: usize,
    }
}

row! {
    /// How much of an output's variance is due to an assumption.
    SobolRow of "sobol" {
        /// Id of the first variant, of a difference.
        baseline: Option<&'r str>,
        /// Id of the variant.
        variant: &'r str,
        /// Name of the metric.
        metric: &'static str,
        /// Id of the assumption.
        assumption: &'r str,
        /// First-order index: alone.
        first: f64,
        /// Lower end of its interval.
        first_lower: Option<f64>,
        /// Upper end of its interval.
        first_upper: Option<f64>,
        /// Total index: alone and with others.
        total: f64,
        /// Lower end of its interval.
        total_lower: Option<f64>,
        /// Upper end of its interval.
        total_upper: Option<f64>,
        /// Base points of the design on which it rests.
        base: usize,
    }
}

/// Baseline, variant and metric of an output.
fn names(study: &Study, output: Output) -> (Option<&str>, &str, &'static str) {
    let id = |variant: usize| study.as_is.variants[variant].id.as_str();
    (output.difference.then(|| id(0)), id(output.variant), output.metric.name())
}

/// An estimate and the ends of its interval.
fn parts(Bounded { value, interval }: Bounded) -> (f64, Option<f64>, Option<f64>) {
    (value, interval.map(|ends| ends.0), interval.map(|ends| ends.1))
}

/// The rows of `spread.csv`.
pub fn spread(study: &Study) -> impl Iterator<Item = SpreadRow<'_>> {
    study.outputs.iter().filter_map(|&output| {
        let (baseline, variant, metric) = names(study, output);
        let band = study.band(output)?;
        let (as_is, holds) = (study.as_is(output), study.holds(output));
        let interval = as_is.and_then(|estimate| estimate.interval);
        Some(SpreadRow {
            baseline,
            variant,
            metric,
            as_is: as_is.map(|estimate| estimate.value),
            lower: interval.map(|ends| ends.0),
            upper: interval.map(|ends| ends.1),
            points: band.points,
            min: band.least,
            q05: band.q05,
            median: band.median,
            q95: band.q95,
            max: band.greatest,
            same_sign: holds.map(|(same, _)| same.share()),
            same_sign_lower: holds.map(|(same, _)| same.interval.0),
            same_sign_upper: holds.map(|(same, _)| same.interval.1),
            sure_sign: holds.map(|(_, sure)| sure.share()),
        })
    })
}

/// A finding of each assumption, with the names of what it is about.
fn each<'r, T, R>(
    study: &'r Study,
    rankings: &'r [crate::sensitivity::Ranking<T>],
    row: impl Fn((Option<&'r str>, &'r str, &'static str), &'r str, &'r T) -> Option<R>,
) -> Vec<R> {
    let of_ranking = |ranking: &'r crate::sensitivity::Ranking<T>| {
        let (names, row) = (names(study, ranking.output), &row);
        let found = study.assumptions.iter().zip(&ranking.by_assumption);
        found.filter_map(move |(assumption, found)| row(names, &assumption.id, found))
    };
    rankings.iter().flat_map(of_ranking).collect()
}

/// The table of what was found, by the name of its file.
enum Found<'r> {
    Correlations(Vec<CorrelationRow<'r>>),
    Morris(Vec<MorrisRow<'r>>),
    Sobol(Vec<SobolRow<'r>>),
}

fn found<'r>(study: &'r Study, findings: &'r Findings) -> Found<'r> {
    match findings {
        Findings::Spread(rankings) => {
            Found::Correlations(each(study, rankings, |(baseline, variant, metric), assumption, found| {
                let (spearman, spearman_lower, spearman_upper) = parts(found.spearman);
                let partial = found.partial.map(parts);
                Some(CorrelationRow {
                    baseline,
                    variant,
                    metric,
                    assumption,
                    spearman,
                    spearman_lower,
                    spearman_upper,
                    partial: partial.map(|partial| partial.0),
                    partial_lower: partial.and_then(|partial| partial.1),
                    partial_upper: partial.and_then(|partial| partial.2),
                })
            }))
        }
        Findings::Morris(rankings) => {
            Found::Morris(each(study, rankings, |(baseline, variant, metric), assumption, found| {
                let found = found.as_ref()?;
                let (mu, mu_lower, mu_upper) = parts(found.mean);
                let (mu_star, mu_star_lower, mu_star_upper) = parts(found.magnitude);
                let (sigma, trajectories) = (found.deviation, found.trajectories);
                Some(MorrisRow {
                    baseline,
                    variant,
                    metric,
                    assumption,
                    mu,
                    mu_lower,
                    mu_upper,
                    mu_star,
                    mu_star_lower,
                    mu_star_upper,
                    sigma,
                    trajectories,
                })
            }))
        }
        Findings::Sobol(rankings) => {
            Found::Sobol(each(study, rankings, |(baseline, variant, metric), assumption, found| {
                let (first, first_lower, first_upper) = parts(found.first);
                let (total, total_lower, total_upper) = parts(found.total);
                let base = found.base;
                Some(SobolRow {
                    baseline,
                    variant,
                    metric,
                    assumption,
                    first,
                    first_lower,
                    first_upper,
                    total,
                    total_lower,
                    total_upper,
                    base,
                })
            }))
        }
    }
}

/// `assumptions.csv`: a row a point, with what was assumed and what came of it.
pub fn assumptions(study: &Study) -> Vec<u8> {
    let mut header = vec!["point".to_owned()];
    header.extend(study.assumptions.iter().map(|assumption| format!("assumption.{}", assumption.id)));
    let output = |output: &Output| {
        let (_, variant, metric) = names(study, *output);
        format!("{metric}.{variant}{}", if output.difference { ".difference" } else { "" })
    };
    header.extend(study.outputs.iter().map(output));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let row = |(point, settings): (usize, &Vec<Setting>)| {
        let setting = |setting: &Setting| match setting {
            Setting::Number(number) => csv::number(*number),
            Setting::Text(text) => text.clone(),
        };
        let value = |output: &Output| study.at(point, *output).map_or(String::new(), |e| csv::number(e.value));
        let number = std::iter::once((point + 1).to_string());
        number.chain(settings.iter().map(setting)).chain(study.outputs.iter().map(value)).collect()
    };
    csv::write(&header, study.settings.iter().enumerate().map(row))
}

/// Every table of a study: the name of its file, and what stands in it.
pub fn tables(study: &Study, findings: &Findings) -> Vec<(String, Vec<u8>)> {
    let mut tables = vec![("assumptions.csv".to_owned(), assumptions(study))];
    if !study.sample.spread().is_empty() {
        tables.push(csv::file(spread(study)));
    }
    tables.push(match found(study, findings) {
        Found::Correlations(rows) => csv::file(rows.into_iter()),
        Found::Morris(rows) => csv::file(rows.into_iter()),
        Found::Sobol(rows) => csv::file(rows.into_iter()),
    });
    tables
}

/// What a program reads: the assumptions, the bands, and what was found.
pub fn document(study: &Study, findings: &Findings) -> String {
    #[derive(Serialize)]
    struct Assumed<'r> {
        id: &'r str,
        label: &'r str,
        path: &'r str,
        may_be: String,
        reason: &'r str,
        source: &'r str,
    }
    let assumed: Vec<Assumed> = study
        .assumptions
        .iter()
        .map(|of| Assumed {
            id: &of.id,
            label: &of.label,
            path: &of.path,
            may_be: of.extent(),
            reason: &of.reason,
            source: &of.source,
        })
        .collect();
    let (table, rows) = match found(study, findings) {
        Found::Correlations(rows) => (CorrelationRow::TABLE, json!(rows)),
        Found::Morris(rows) => (MorrisRow::TABLE, json!(rows)),
        Found::Sobol(rows) => (SobolRow::TABLE, json!(rows)),
    };
    let spread: Vec<SpreadRow> = spread(study).collect();
    let document = json!({
        "title": study.as_is.title,
        "replications": study.as_is.replications,
        "level": study.as_is.level.share(),
        "points": study.settings.len(),
        "assumptions": assumed,
        SpreadRow::TABLE: spread,
        table: rows,
    });
    format!("{document:#}\n")
}
