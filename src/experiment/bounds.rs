//! What a metric cannot leave, by construction. An interval ends there, and is a point where there is only one value.
//!
//! Whoever lets something else decide how much is tabled, or how long a proposal may take, changes this file.

use super::metric::{Kind, Metric};
use super::results::Scope;
use crate::engine::{Prepared, Sponsor};
use crate::model::{Agenda, Arrivals, Model};

/// Least and greatest value.
pub(super) type Range = (f64, f64);

/// The values that a metric can have in worlds of `model`; for what is counted by year, `years` are those of a world.
pub(super) fn of(metric: Metric, scope: Scope, model: &Model, years: f64) -> Range {
    let (agenda, negotiation) = (&model.agenda, &model.negotiation);
    match metric {
        Metric::TabledPerYear => tabled(scope, model, years),
        Metric::AdoptedPerYear => (0.0, tabled(scope, model, years).1),
        Metric::Rounds => (1.0, f64::from(negotiation.rounds) * f64::from(negotiation.sessions)),
        Metric::MonthsToAdoption => {
            let passed = f64::from(most_sessions(model) - 1) * 12.0 / agenda.sessions_per_year;
            (agenda.months_per_round, passed + f64::from(negotiation.rounds) * agenda.months_per_round)
        }
        Metric::RestrictedMeanMonths => (0.0, agenda.years_held() * 12.0),
        _ => match metric.kind() {
            Kind::Share => (0.0, 1.0),
            Kind::Positive => (0.0, f64::INFINITY),
            Kind::Signed => (f64::NEG_INFINITY, f64::INFINITY),
        },
    }
}

/// Whether a metric is the same in all worlds of both models: they are one model, or the same proposals are tabled.
pub(super) fn agree(metric: Metric, scope: Scope, model: &Model, first: &Model) -> bool {
    model == first || (metric == Metric::TabledPerYear && table_alike(scope, model, first))
}

/// The most sessions between tabling and adoption, both included.
fn most_sessions(model: &Model) -> u32 {
    let Agenda { sessions, capacity, .. } = model.agenda;
    if capacity.is_some() { sessions } else { model.negotiation.sessions.min(sessions) }
}

fn tabled(scope: Scope, model: &Model, years: f64) -> Range {
    let Agenda { arrivals, initiative_sd, sessions, .. } = model.agenda;
    let sources = sources(scope, model);
    if arrivals == Arrivals::Poisson || initiative_sd > 0.0 {
        return (0.0, if sources.is_empty() { 0.0 } else { f64::INFINITY });
    }
    let most: f64 = sources.iter().map(|source| source.initiative.ceil()).sum();
    let only_here = sources.iter().filter(|source| source.elsewhere(scope) == 0.0);
    let least: f64 = only_here.map(|source| source.initiative.floor()).sum();
    (least * f64::from(sessions) / years, most * f64::from(sessions) / years)
}

/// Whether the same proposals are tabled in every world: draws belong to sponsors, whoever else is at the table.
fn table_alike(scope: Scope, model: &Model, first: &Model) -> bool {
    let (agenda, other) = (&model.agenda, &first.agenda);
    (agenda.arrivals, agenda.sessions, agenda.sessions_per_year, agenda.initiative_sd)
        == (other.arrivals, other.sessions, other.sessions_per_year, other.initiative_sd)
        && sources(scope, model) == sources(scope, first)
}

/// A sponsor whose proposals a scope counts.
#[derive(Debug, Clone, PartialEq)]
struct Source {
    sponsor: Sponsor,
    initiative: f64,
    /// How much each area attracts its proposals; empty where that makes no difference to the scope.
    attractions: Vec<f64>,
}

impl Source {
    /// How much areas beside that of the scope attract its proposals.
    fn elsewhere(&self, scope: Scope) -> f64 {
        let others = self.attractions.iter().enumerate().filter(|&(area, _)| scope != Scope::Area(area));
        others.map(|(_, attraction)| attraction).sum()
    }
}

fn sources(scope: Scope, model: &Model) -> Vec<Source> {
    let prepared = Prepared::new(model);
    let attractions = |sponsor| match scope {
        Scope::Area(_) => (0..model.areas.len()).map(|area| prepared.attraction(sponsor, area)).collect(),
        Scope::All | Scope::Member(_) => Vec::new(),
    };
    let counts = |source: &Source| match scope {
        Scope::All => true,
        Scope::Area(area) => source.attractions[area] > 0.0,
        Scope::Member(member) => source.sponsor == Sponsor::Member(member),
    };
    let sponsors = prepared.sponsors.iter();
    sponsors
        .map(|&(sponsor, initiative)| Source { sponsor, initiative, attractions: attractions(sponsor) })
        .filter(counts)
        .collect()
}
