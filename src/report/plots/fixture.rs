//! Made-up results that look like real ones, for the tests of figures.

use crate::engine::Ending;
use crate::experiment::{
    Accuracy, Block, Change, Difference, Endpoint, Estimate, IdealPoint, Incidence, IssueOutcome, Measure, Metric,
    Predictor, Results, Scope, Share, StatusQuo, Summary, VariantInfo, Worlds,
};
use crate::model::{Decomposition, Dimension, Event, Factor, Issue, Period};

const MEMBERS: [(&str, f64, f64); 10] = [
    ("China", -1.02, 2.38),
    ("Kazakhstan", -0.45, 1.09),
    ("Kyrgyzstan", -0.45, 1.11),
    ("Russia", -0.41, 2.68),
    ("Tajikistan", -0.60, 1.24),
    ("Uzbekistan", -0.76, 2.03),
    ("India", -0.68, 2.00),
    ("Pakistan", -0.89, 2.23),
    ("Iran", -1.99, 2.31),
    ("Belarus", -0.93, 2.28),
];

const AREAS: [&str; 6] = [
    "Counter-terrorism",
    "Information security",
    "Drugs and crime",
    "Border security",
    "Economy and connectivity",
    "Culture and humanitarian",
];

const VARIANTS: [(&str, usize); 4] = [("Six (2001)", 6), ("Eight (2017)", 8), ("Nine (2023)", 9), ("Ten (2024)", 10)];

/// Four enlargements of ten members in two dimensions and six areas.
pub fn results() -> Results {
    let variants: Vec<_> = VARIANTS.iter().map(|(label, size)| ((*label).to_owned(), *size)).collect();
    let members: Vec<_> = MEMBERS.iter().map(|(label, x, y)| ((*label).to_owned(), vec![*x, *y])).collect();
    let areas: Vec<_> = AREAS.iter().map(|label| (*label).to_owned()).collect();
    let mut results = fabricate(&variants, &members, &areas);
    results.dimensions[1].low = Some("far from the majority".to_owned());
    results.dimensions[1].high = Some("with the majority".to_owned());
    results
}

/// As many variants, members, areas and dimensions as one likes, with long labels.
pub fn sized(variants: usize, members: usize, areas: usize, dimensions: usize) -> Results {
    let mut wave = Wave(7);
    let position = |wave: &mut Wave| (0..dimensions).map(|_| 4.0 * wave.next() - 2.0).collect();
    let members: Vec<_> = (0..members).map(|m| (format!("Member state {m:02}"), position(&mut wave))).collect();
    let size = |v: usize| (members.len() * (v + 1)).div_ceil(variants.max(1)).max(2).min(members.len());
    let variants: Vec<_> =
        (0..variants).map(|v| (format!("Enlargement no. {} with {} seats", v + 1, size(v)), size(v))).collect();
    let areas: Vec<_> = (0..areas).map(|a| format!("Area {a:02} of some importance")).collect();
    fabricate(&variants, &members, &areas)
}

/// Numbers that look random.
struct Wave(u64);

impl Wave {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 40) as f64 / (1_u64 << 24) as f64
    }
}

fn estimate(value: f64, std_error: f64) -> Estimate {
    Estimate {
        value,
        std_error: Some(std_error),
        interval: Some((value - 1.96 * std_error, value + 1.96 * std_error)),
        n: 2000,
    }
}

fn fabricate(variants: &[(String, usize)], members: &[(String, Vec<f64>)], areas: &[String]) -> Results {
    let dimensions = members.first().map_or(0, |(_, ideal)| ideal.len());
    let ideal = |m: usize| IdealPoint { ideal: members[m].1.clone(), sd: vec![0.1; dimensions] };
    let info = |(i, (label, size)): (usize, &(String, usize))| VariantInfo {
        id: format!("v{i}"),
        label: label.clone(),
        worlds: Worlds { seed: 1, replications: 2000 },
        seats: (0..*size).collect(),
        ideals: (0..*size).map(ideal).collect(),
        needs_everybody: true,
        unexamined: Vec::new(),
        status_quo: StatusQuo { mean: vec![0.3; dimensions], sd: vec![0.8; dimensions] },
        events: Vec::new(),
    };
    let named = |label: &String| (label.to_lowercase().replace(' ', "-"), label.clone());
    let mut results = Results {
        issues: areas.iter().enumerate().map(issue).collect(),
        outcomes: Vec::new(),
        accuracy: Vec::new(),
        periods: Vec::new(),
        title: "Enlargement".to_owned(),
        level: crate::stats::Level::default(),
        examined: true,
        undecided: 0,
        replications: 2000,
        years: 20.0,
        dimensions: (0..dimensions).map(|d| Dimension::named(["Security", "Alignment", "Economy"][d % 3])).collect(),
        areas: areas.iter().map(named).collect(),
        members: members.iter().map(|(label, _)| named(label)).collect(),
        variants: variants.iter().enumerate().map(info).collect(),
        summary: Vec::new(),
        differences: Vec::new(),
        changes: Vec::new(),
        time: Vec::new(),
        passing: Vec::new(),
        blocking: Vec::new(),
        decompositions: Vec::new(),
        shares: Vec::new(),
    };
    let mut wave = Wave(1);
    for variant in 0..variants.len() {
        add_overall(&mut results, variant);
        add_areas(&mut results, variant, &mut wave);
        add_members(&mut results, variant, &mut wave);
        add_time(&mut results, variant);
        add_issues(&mut results, variant, &mut wave);
    }
    results
}

/// An issue an area, each on a scale of its own.
fn issue((number, area): (usize, &String)) -> Issue {
    Issue {
        id: format!("i{number}"),
        label: format!("Question of {area}"),
        low: -1.0,
        high: 4.0 + number as f64,
        proposal: number / 2,
        dimension: number % 2,
        status_quo: (number > 0).then_some(0.1),
        outcome: Some(0.2 + 0.1 * (number % 8) as f64),
    }
}

fn add_issues(results: &mut Results, variant: usize, wave: &mut Wave) {
    for (number, issue) in results.issues.iter().enumerate() {
        let (middle, spread) = (0.2 + 0.6 * wave.next().abs(), 0.05 + 0.1 * wave.next().abs());
        let at = |point: f64| issue.in_units(point);
        results.outcomes.push(IssueOutcome {
            variant,
            issue: number,
            n: 2000,
            adopted: 0.8,
            text: estimate(at(middle), 0.01),
            sd: Some(spread),
            quantiles: [-2.0, -0.7, 0.0, 0.7, 2.0].map(|z| at(middle + z * spread)),
            status_quo: issue.status_quo.map(at),
            compromise: Some(at(0.5 * middle + 0.2)),
            median: Some(at(0.5)),
            outcome: issue.outcome.map(at),
            abs_error: issue.outcome.map(|outcome| 100.0 * (middle - outcome).abs()),
            crps: Some(8.0),
            brier: Some(0.2),
        });
    }
    for measure in Measure::ALL {
        for (place, predictor) in Predictor::ALL.into_iter().enumerate() {
            let value = if measure.is_of_chances() { 0.1 } else { 12.0 } * (1.0 + place as f64 / 4.0);
            let difference = (place > 0).then(|| estimate(-value / 5.0, value / 20.0));
            let estimate = estimate(value, value / 12.0);
            results.accuracy.push(Accuracy { variant, measure, predictor, estimate, difference, issues: 6 });
        }
    }
}

/// Overall values in a variant; they worsen with every enlargement.
fn overall(variant: usize) -> Vec<(Metric, f64, f64)> {
    let v = variant as f64;
    let pass = 0.71 * libm::pow(0.86, v);
    let rest = 1.0 - pass;
    vec![
        (Metric::PassRate, pass, 0.009),
        (Metric::FirstSessionPassRate, 0.6 * pass, 0.008),
        (Metric::StallRate, 1.0 - 0.6 * pass, 0.008),
        (Metric::ShareAdopted, pass, 0.009),
        (Metric::ShareWithdrawn, 0.42 * rest, 0.006),
        (Metric::ShareDiverted, 0.23 * rest, 0.005),
        (Metric::ShareShelved, 0.32 * rest, 0.006),
        (Metric::SharePending, 0.03 * rest, 0.001),
        (Metric::FeasibleRate, pass + 0.1, 0.008),
        (Metric::GridlockRate, 0.9 - pass, 0.009),
        (Metric::MissedRate, 0.1 + 0.4 * pass, 0.005),
        (Metric::TabledPerYear, 6.0 + v, 0.05),
        (Metric::AdoptedPerYear, (6.0 + v) * pass, 0.06),
        (Metric::Rounds, 2.1 + 0.45 * v, 0.03),
        (Metric::MonthsToAdoption, 7.5 + 2.1 * v, 0.2),
        (Metric::Dilution, 0.21 + 0.035 * v, 0.006),
        (Metric::Depth, 1.32 - 0.11 * v, 0.021),
        (Metric::OutputPerYear, (6.0 + v) * pass * (1.32 - 0.11 * v), 0.09),
    ]
}

fn add_overall(results: &mut Results, variant: usize) {
    for ((metric, value, error), (_, baseline, _)) in overall(variant).into_iter().zip(overall(0)) {
        let row = Summary { variant, scope: Scope::All, metric, estimate: estimate(value, error) };
        results.summary.push(row);
        if variant > 0 {
            let estimate = estimate(value - baseline, 0.8 * error);
            results.differences.push(Difference { variant, scope: Scope::All, metric, estimate });
        }
    }
}

fn add_areas(results: &mut Results, variant: usize, wave: &mut Wave) {
    for area in 0..results.areas.len() {
        let base = 0.45 + 0.4 * ((area * 5 % 7) as f64 / 7.0);
        let value = base * libm::pow(0.85, variant as f64) + 0.04 * wave.next();
        let row = |metric| Summary { variant, scope: Scope::Area(area), metric, estimate: estimate(value, 0.018) };
        results.summary.push(row(Metric::PassRate));
    }
}

fn add_members(results: &mut Results, variant: usize, wave: &mut Wave) {
    let seats = results.variants[variant].seats.clone();
    for &member in &seats {
        let objects = 0.15 + 0.5 * wave.next();
        let only_objector = objects * 0.6 / seats.len() as f64 * (0.5 + wave.next());
        let scope = Scope::Member(member);
        for (metric, value) in [(Metric::ObjectionRate, objects), (Metric::SoleObjectionRate, only_objector)] {
            results.summary.push(Summary { variant, scope, metric, estimate: estimate(value, 0.012) });
        }
        results.blocking.push(Block { variant, member, endpoint: Endpoint::Alone { objects, only_objector } });
        for &other in seats.iter().filter(|other| **other > member) {
            let jointly = objects * wave.next() * 0.8;
            results.blocking.push(Block { variant, member, endpoint: Endpoint::With { other, jointly } });
        }
    }
}

fn add_time(results: &mut Results, variant: usize) {
    let end = 0.71 * libm::pow(0.86, variant as f64);
    for step in 0..=40 {
        let months = 1.5 * f64::from(step);
        let cumulative = end * (1.0 - libm::exp(-months / (9.0 + 3.0 * variant as f64)));
        for (ending, share) in [(Ending::Adopted, 1.0), (Ending::Withdrawn, 0.3)] {
            let cumulative = cumulative * share;
            let error = 0.018 * libm::sqrt(cumulative * (1.0 - cumulative));
            let interval = Some((cumulative - 1.96 * error, cumulative + 1.96 * error));
            let at_risk = 4000 - 80 * step as u64;
            let row = Incidence { variant, ending, months, cumulative, interval, at_risk };
            results.time.push(row);
            results.passing.extend((ending == Ending::Adopted).then_some(row));
        }
    }
}

/// Gives so many calendar years from 2001 on, with two named periods, and something that happens in some of the years.
pub fn over_years(results: &mut Results, years: usize) {
    let period = |id: String, from: f64, to: f64| Period { label: format!("The years {id}"), id, from, to };
    let (first, last) = (2001.0, 2001.0 + years as f64);
    let middle = 2001.0 + (years / 2) as f64;
    results.periods = vec![period("before".to_owned(), first, middle), period("after".to_owned(), middle, last)];
    results.periods.extend((0..years).map(|year| {
        let from = first + year as f64;
        Period { label: from.to_string(), ..period(from.to_string(), from, from + 1.0) }
    }));
    let mut wave = Wave(11);
    for (variant, info) in results.variants.iter_mut().enumerate() {
        let event = |i: usize| Event {
            id: format!("event-{i}"),
            label: if i == 0 { "event-0".to_owned() } else { format!("Something of importance, no. {i}") },
            at: first + 0.7 + (i * 5 % years.max(1)) as f64,
            joins: if i == 0 { vec![1, 0] } else { Vec::new() },
            leaves: Vec::new(),
        };
        info.events = (0..years / 3).map(event).collect();
        for period in 0..results.periods.len() {
            for (metric, value, error) in overall(variant) {
                let value = value * (0.9 + 0.2 * wave.next()) * (1.0 - 0.01 * period as f64);
                let scope = Scope::Period(period);
                let estimate = estimate(value, 3.0 * error);
                results.summary.push(Summary { variant, scope, metric, estimate });
            }
        }
        for (metric, value, error) in overall(variant) {
            let estimate = estimate(-0.1 * value, error);
            results.changes.push(Change { variant, period: 1, metric, estimate });
        }
    }
}

/// Shares the change from the first variant to the last one out among so many factors.
pub fn decompose(results: &mut Results, factors: usize) {
    let number = results.decompositions.len();
    let last = results.variants.len() - 1;
    let label = |factor: usize| {
        ["India and Pakistan", "Iran", "Belarus", "Rivalry of two members"][factor % 4].to_owned()
            + &" and more".repeat(factor / 4)
    };
    let factor = |i: usize| Factor { id: format!("factor-{i}"), label: label(i) };
    results.decompositions.push(Decomposition {
        id: format!("growth-{number}"),
        label: "Growth".to_owned(),
        from: 0,
        to: Some(last),
        factors: (0..factors).map(factor).collect(),
        coalitions: Vec::new(),
        orders: None,
    });
    let mut wave = Wave(number as u64 + 3);
    for metric in [Metric::PassRate, Metric::StallRate, Metric::OutputPerYear] {
        let value = |v| overall(v).iter().find(|(of, ..)| *of == metric).map_or(0.0, |(_, value, _)| *value);
        let whole = value(last) - value(0);
        let parts: Vec<f64> = (0..factors).map(|_| wave.next() - 0.15).collect();
        let sum: f64 = parts.iter().sum();
        for factor in (0..factors).map(Some).chain([None]) {
            let part = factor.map_or(1.0, |factor| parts[factor] / sum);
            let estimate = estimate(whole * part, 0.03 * whole.abs());
            results.shares.push(Share { decomposition: number, metric, factor, estimate });
        }
    }
}

/// Lets the rule of a variant need support: who does not give it is told, of all failing polls.
pub fn needs_support(results: &mut Results, variant: usize) {
    let of = |metric| match metric {
        Metric::ObjectionRate => Some(Metric::NoSupportRate),
        Metric::SoleObjectionRate => Some(Metric::SoleNoSupportRate),
        _ => None,
    };
    let rows = results.summary.iter().filter(|row| row.variant == variant);
    let rows: Vec<_> = rows.filter_map(|row| Some(Summary { metric: of(row.metric)?, ..*row })).collect();
    results.summary.extend(rows);
}
