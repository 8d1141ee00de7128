//! What a metric cannot leave, by construction. An interval ends there, and is a point where there is only one value.
//!
//! Whoever lets something else decide how much is tabled, or how long a proposal may take, changes this file.

use super::metric::{Kind, Metric};
use super::results::Scope;
use crate::engine::{Sponsor, sponsors};
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
        Metric::RestrictedMeanMonths => (0.0, agenda.years * 12.0),
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
    let (mut least, mut most) = (0.0, 0.0);
    for (_, initiative) in those_who_table(scope, model) {
        least += initiative.floor();
        most += initiative.ceil();
    }
    // Which area a proposal belongs to is drawn.
    if matches!(scope, Scope::Area(_)) && model.areas.len() > 1 {
        least = 0.0;
    }
    let sessions_a_year = f64::from(model.agenda.sessions) / years;
    match model.agenda.arrivals {
        Arrivals::Fixed => (least * sessions_a_year, most * sessions_a_year),
        Arrivals::Poisson => (0.0, if most > 0.0 { f64::INFINITY } else { 0.0 }),
    }
}

/// The sponsors whose proposals a scope counts, with their initiative.
fn those_who_table(scope: Scope, model: &Model) -> Vec<(Sponsor, f64)> {
    let counts = |sponsor: &Sponsor| !matches!(scope, Scope::Member(member) if *sponsor != Sponsor::Member(member));
    sponsors(model).filter(|(sponsor, _)| counts(sponsor)).collect()
}

/// Whether the same proposals are tabled in every world: draws belong to sponsors, whoever else is at the table.
fn table_alike(scope: Scope, model: &Model, first: &Model) -> bool {
    let areas = |model: &Model| -> Vec<f64> { model.areas.iter().map(|area| area.share).collect() };
    let interests = |model: &Model| -> Vec<Vec<f64>> {
        let of = |sponsor| match sponsor {
            Sponsor::Member(member) => model.members[member].interests.clone(),
            Sponsor::Secretariat => Vec::new(),
        };
        those_who_table(scope, model).into_iter().map(|(sponsor, _)| of(sponsor)).collect()
    };
    let in_areas_alike = areas(model) == areas(first) && interests(model) == interests(first);
    model.agenda.arrivals == first.agenda.arrivals
        && model.agenda.sessions == first.agenda.sessions
        && those_who_table(scope, model) == those_who_table(scope, first)
        && (!matches!(scope, Scope::Area(_)) || in_areas_alike)
}
