//! The tables of estimates: each is short enough to be read, and says where the rest is.

use super::super::digits::Digits;
use super::blocks::Block;
use super::headline::{excludes_zero, telling};
use super::table::{Cell, MOST_ROWS, Table};
use crate::experiment::{Estimate, Metric, Results, Scope};

/// What one wants to know of all proposals, of an area or of a period.
const GLANCE: [Metric; 8] = [
    Metric::PassRate,
    Metric::StallRate,
    Metric::GridlockRate,
    Metric::MissedRate,
    Metric::AdoptedPerYear,
    Metric::MonthsToAdoption,
    Metric::Dilution,
    Metric::OutputPerYear,
];

/// What one wants to know of a member.
const OF_MEMBERS: [Metric; 6] = [
    Metric::TabledPerYear,
    Metric::SponsorSuccess,
    Metric::ObjectionRate,
    Metric::SoleObjectionRate,
    Metric::NoSupportRate,
    Metric::MeanGain,
];

/// Every table for which there is something to tell.
pub fn blocks(results: &Results) -> Vec<Block> {
    let brackets = format!("In brackets the {} interval.", results.level);
    let named = |all: &[(String, String)], scope: fn(usize) -> Scope| -> Vec<(String, Scope)> {
        all.iter().enumerate().map(|(number, (_, label))| (label.clone(), scope(number))).collect()
    };
    let areas = named(&results.areas, Scope::Area);
    let members = named(&results.members, Scope::Member);
    let period = |number: usize| (results.periods[number].label.clone(), Scope::Period(number));
    let periods: Vec<_> = results.named_periods().map(period).collect();
    let mut blocks = vec![Block {
        id: "variants",
        heading: "Variants at a glance".to_owned(),
        remark: String::new(),
        table: glance(results, &[], &GLANCE, &format!("All proposals. {brackets}")),
        folded: false,
    }];
    blocks.extend(differences(results));
    blocks.extend(changes(results));
    blocks.extend(decompositions(results));
    blocks.push(summary(results));
    let mut told = |id, heading: &str, of: &str, scopes: Vec<(String, Scope)>, metrics: &[Metric]| {
        let table = glance(results, &scopes, metrics, &format!("{of} {brackets}"));
        if scopes.len() > 1 && !table.rows.is_empty() {
            blocks.push(Block { id, heading: heading.to_owned(), remark: String::new(), table, folded: true });
        }
    };
    told("areas", "By area", "The proposals of each area.", areas, &GLANCE);
    told("periods", "By period", "The proposals tabled in each period.", periods, &GLANCE);
    told("by-member", "By member", "Its own proposals, and its part in polls that fail.", members, &OF_MEMBERS);
    blocks
}

/// A row a variant and scope, a column a metric. Where that is too much the first and the last variant are told.
fn glance(results: &Results, scopes: &[(String, Scope)], metrics: &[Metric], caption: &str) -> Table {
    let last = results.variants.len() - 1;
    let all: Vec<usize> = (0..=last).collect();
    let too_many = scopes.len().max(1) * all.len() > MOST_ROWS && last > 1;
    let variants = if too_many { vec![0, last] } else { all };
    let named: Vec<(&str, Scope)> = match scopes {
        [] => vec![("", Scope::All)],
        scopes => scopes.iter().map(|(label, scope)| (label.as_str(), *scope)).collect(),
    };
    let places = || named.iter().flat_map(|place| variants.iter().map(move |variant| (*place, *variant)));
    let of =
        |metric: Metric| move |((_, scope), variant): ((&str, Scope), usize)| results.summary(variant, scope, metric);
    let told: Vec<Metric> =
        metrics.iter().copied().filter(|metric| places().any(|at| of(*metric)(at).is_some())).collect();
    let digits: Vec<Digits> =
        told.iter().map(|metric| Digits::of(*metric, false, places().filter_map(of(*metric)))).collect();
    let heads = told.iter().map(|metric| format!("#{}", metric.label()));
    let first = if scopes.is_empty() { vec![] } else { vec!["Of".to_owned()] };
    let columns = first.into_iter().chain(["Variant".to_owned()]).chain(heads);
    let note = if too_many { " The first and the last variant; the others are in summary.csv." } else { "" };
    let mut table = Table::new(format!("{caption}{note}"), columns);
    for at in places().filter(|at| told.iter().any(|metric| of(*metric)(*at).is_some())) {
        let ((label, _), variant) = at;
        let name = (!scopes.is_empty()).then(|| Cell::text(label));
        let estimates = told.iter().zip(&digits).map(|(metric, digits)| Cell::estimate(of(*metric)(at), digits));
        let variant = Cell::text(&results.variants[variant].label);
        table.rows.push(name.into_iter().chain([variant]).chain(estimates).collect());
    }
    table.cut("summary.csv")
}

/// Every metric of all proposals in every variant. What is zero everywhere is named, no more.
fn summary(results: &Results) -> Block {
    let columns = ["Metric", "Variant", "#Estimate", "#Standard error", "#Cases"];
    let mut table = Table::new(format!("All proposals. In brackets the {} interval.", results.level), columns);
    let mut never = Vec::new();
    for metric in told_once(results) {
        let rows: Vec<_> =
            results.summary.iter().filter(|row| (row.scope, row.metric) == (Scope::All, metric)).collect();
        let zero = |of: &Estimate| of.value == 0.0 && of.interval.is_none_or(|ends| ends == (0.0, 0.0));
        if !rows.is_empty() && rows.iter().all(|row| zero(&row.estimate)) {
            never.push(metric.label());
            continue;
        }
        let digits = Digits::of(metric, false, rows.iter().map(|row| &row.estimate));
        table.rows.extend(rows.iter().map(|row| {
            vec![
                Cell::text(metric.label()),
                Cell::text(&results.variants[row.variant].label),
                Cell::estimate(Some(&row.estimate), &digits),
                Cell::error(&row.estimate, metric),
                Cell::count(row.estimate.n),
            ]
        }));
    }
    let never = if never.is_empty() { String::new() } else { format!(" Zero everywhere: {}.", never.join(", ")) };
    Block {
        id: "summary",
        heading: "Every metric".to_owned(),
        remark: format!("The same by area, member and period is in summary.csv.{never}"),
        table: table.cut("summary.csv"),
        folded: true,
    }
}

/// Every metric; adopted is the same as passed as long as there are no opt-outs, and told once.
fn told_once(results: &Results) -> Vec<Metric> {
    let of = |variant, metric| results.summary(variant, Scope::All, metric);
    let again = (0..results.variants.len()).all(|v| of(v, Metric::ShareAdopted) == of(v, Metric::PassRate));
    Metric::ALL.into_iter().filter(|metric| !again || *metric != Metric::ShareAdopted).collect()
}

/// Every variant against the first one: what one wants to know, then everything.
fn differences(results: &Results) -> Vec<Block> {
    let first = &results.variants[0].label;
    let all = results.differences.iter().filter(|row| row.scope == Scope::All);
    let rows: Vec<_> = all.map(|row| (results.variants[row.variant].label.clone(), row.metric, row.estimate)).collect();
    let caption = format!("Variant minus {first}, all proposals. In brackets the {} interval.", results.level);
    let table = |metrics: &[Metric]| compared("Variant", caption.clone(), &rows, metrics);
    let remark = "Paired: both sides see the same worlds. pp: percentage points.";
    let block =
        |id, heading, remark: &str, table, folded| Block { id, heading, remark: remark.to_owned(), table, folded };
    let every = "Metrics that cannot differ are left out; the same by area and member is in differences.csv.";
    let blocks = [
        block("differences", format!("Differences from {first}"), remark, table(&GLANCE), false),
        block("every-difference", "Every difference".to_owned(), every, table(&told_once(results)), true),
    ];
    blocks.into_iter().filter(|block| !block.table.rows.is_empty()).collect()
}

/// Every named period against the first one, within each variant.
fn changes(results: &Results) -> Option<Block> {
    let first = &results.periods[results.named_periods().next()?].label;
    let label = |variant: usize, period: usize| {
        format!("{}: {}", results.variants[variant].label, results.periods[period].label)
    };
    let row = |row: &crate::experiment::Change| (label(row.variant, row.period), row.metric, row.estimate);
    let rows: Vec<_> = results.changes.iter().map(row).collect();
    let caption = format!("Period minus {first}, within each variant. In brackets the {} interval.", results.level);
    let table = compared("Variant and period", caption, &rows, &GLANCE);
    let remark = "Paired: both sides see the same worlds. All metrics are in differences.csv.".to_owned();
    let heading = format!("Differences from {first}, over time");
    (!table.rows.is_empty()).then_some(Block { id: "changes", heading, remark, table, folded: true })
}

/// A table of differences, a row a metric and what is compared; metrics in which nothing can differ are left out.
fn compared(what: &str, caption: String, rows: &[(String, Metric, Estimate)], metrics: &[Metric]) -> Table {
    let mut table = Table::new(caption, ["Metric", what, "#Difference", "Interval", "#Standard error"]);
    for &metric in metrics {
        let of: Vec<_> = rows.iter().filter(|(_, m, _)| *m == metric).collect();
        let digits = Digits::of(metric, true, of.iter().map(|(.., estimate)| estimate));
        let differs = |(.., estimate): &&&(String, Metric, Estimate)| {
            estimate.value != 0.0 || estimate.interval.is_some_and(|(lower, upper)| lower < upper)
        };
        table.rows.extend(of.iter().filter(differs).map(|(label, _, estimate)| {
            let verdict = match estimate.interval {
                None => "none",
                Some(_) if excludes_zero(estimate) => "excludes 0",
                Some(_) => "includes 0",
            };
            vec![
                Cell::text(metric.label()),
                Cell::text(label),
                Cell::estimate(Some(estimate), &telling(metric, estimate, digits)),
                Cell::text(verdict),
                Cell::error(estimate, metric),
            ]
        }));
    }
    table.cut("differences.csv")
}

/// What changes are made of.
fn decompositions(results: &Results) -> Option<Block> {
    let columns = ["Change", "Factor", "Metric", "#Share of the change"];
    let caption =
        format!("Shapley shares; they add up to the whole change. In brackets the {} interval.", results.level);
    let mut table = Table::new(caption, columns);
    for (number, decomposition) in results.decompositions.iter().enumerate() {
        for metric in Metric::ALL {
            let rows: Vec<_> =
                results.shares.iter().filter(|row| (row.decomposition, row.metric) == (number, metric)).collect();
            let digits = Digits::of(metric, true, rows.iter().map(|row| &row.estimate));
            table.rows.extend(rows.iter().map(|row| {
                let factor = row.factor.map_or("The whole change", |factor| &decomposition.factors[factor].label);
                vec![
                    Cell::text(&decomposition.label),
                    Cell::text(factor),
                    Cell::text(metric.label()),
                    Cell::estimate(Some(&row.estimate), &digits),
                ]
            }));
        }
    }
    let heading = "What the change is made of".to_owned();
    let table = table.cut("decomposition.csv");
    (!table.rows.is_empty()).then(|| Block {
        id: "decomposition",
        heading,
        remark: String::new(),
        table,
        folded: false,
    })
}
