//! What a metric cannot leave, by construction. An interval ends there, and is a point where there is only one value.
//!
//! Whoever lets something else decide how much is tabled, or how long a proposal may take, changes this file.

use super::metric::{Kind, Metric};
use super::results::Scope;
use crate::engine::{self, Sponsor};
use crate::model::{Agenda, Arrivals, Compensation, Draw, Model, Opening, Timeline};

/// Least and greatest value.
pub(super) type Range = (f64, f64);

/// The values that a metric can have in worlds of `timeline`; for what is counted by year, `years` are those of a world.
pub(super) fn of(metric: Metric, scope: Scope, timeline: &Timeline, years: f64) -> Range {
    let agenda = &timeline.first().agenda;
    let most = |of: fn(&Model) -> f64| timeline.spans.iter().map(|span| of(&span.model)).fold(0.0, f64::max);
    let rounds = most(|model| f64::from(model.negotiation.rounds));
    if never(metric, timeline) {
        return (0.0, 0.0);
    }
    if always(metric, timeline) {
        return (1.0, 1.0);
    }
    match metric {
        Metric::TabledPerYear => tabled(scope, timeline, years),
        Metric::AdoptedPerYear => (0.0, decided(scope, timeline, years)),
        Metric::Rounds => (1.0, rounds * most(|model| f64::from(model.negotiation.sessions))),
        Metric::MonthsToAdoption => {
            let passed = most(|model| f64::from(most_sessions(model) - 1)) * 12.0 / agenda.sessions_per_year;
            let a_round = |of: fn(f64, f64) -> f64, from: f64| {
                timeline.spans.iter().map(|span| span.model.agenda.months_per_round).fold(from, of)
            };
            (a_round(f64::min, f64::INFINITY), passed + rounds * a_round(f64::max, 0.0))
        }
        Metric::RestrictedMeanMonths => (0.0, agenda.years_held() * 12.0),
        Metric::OpeningShare | Metric::Participation => (0.0, 1.0),
        _ => match metric.kind() {
            Kind::Share => (0.0, 1.0),
            Kind::Positive => (0.0, f64::INFINITY),
            Kind::Signed => (f64::NEG_INFINITY, f64::INFINITY),
        },
    }
}

/// Whether what a metric tells of cannot happen: no span has the mechanism.
fn never(metric: Metric, timeline: &Timeline) -> bool {
    let nowhere = |has: fn(&Model) -> bool| timeline.spans.iter().all(|span| !has(&span.model));
    match metric {
        Metric::ShareOptOut => nowhere(Model::has_opt_out),
        Metric::ShareWithheld => nowhere(withholds),
        Metric::ShareLinked => nowhere(|model| model.negotiation.linkage),
        Metric::ShareCompensated | Metric::PaymentsPerYear => {
            nowhere(|model| model.negotiation.compensation != Compensation::None)
        }
        _ => false,
    }
}

/// Whether a mean share can be nothing but 1.
fn always(metric: Metric, timeline: &Timeline) -> bool {
    let everywhere = |is: fn(&Model) -> bool| timeline.spans.iter().all(|span| is(&span.model));
    match metric {
        Metric::Participation => everywhere(|model| !model.has_opt_out()),
        Metric::OpeningShare => {
            everywhere(|model| model.negotiation.opening == Opening::Sincere && model.negotiation.ambition == 1.0)
        }
        _ => false,
    }
}

/// The one model of a timeline in which nothing changes; `None` where something does.
fn steady(timeline: &Timeline) -> Option<&Model> {
    (timeline.spans.len() == 1 && timeline.entries.is_empty()).then(|| timeline.first())
}

/// Whether sponsors may keep their proposals to themselves.
fn withholds(model: &Model) -> bool {
    matches!(model.negotiation.opening, Opening::Anticipate { withhold: true, .. })
}

/// The most sessions between tabling and adoption, both included.
fn most_sessions(model: &Model) -> u32 {
    let Agenda { sessions, capacity, .. } = model.agenda;
    if capacity.is_some() { sessions } else { model.negotiation.sessions.min(sessions) }
}

/// The most that can be decided a year: in one period more may be than was tabled in it.
fn decided(scope: Scope, timeline: &Timeline, years: f64) -> f64 {
    if matches!(scope, Scope::Period(_)) { f64::INFINITY } else { tabled(scope, timeline, years).1 }
}

fn tabled(scope: Scope, timeline: &Timeline, years: f64) -> Range {
    let (Some(model), false) = (steady(timeline), matches!(scope, Scope::Period(_))) else {
        return (0.0, f64::INFINITY);
    };
    if let Some(listing) = model.listing.as_ref().filter(|listing| listing.draw == Draw::Each) {
        return (0.0, listing.proposals.len() as f64 / years);
    }
    let Agenda { arrivals, initiative_sd, sessions, .. } = model.agenda;
    let sources = sources(scope, model);
    if arrivals == Arrivals::Poisson || initiative_sd > 0.0 {
        return (0.0, if sources.is_empty() { 0.0 } else { f64::INFINITY });
    }
    let most: f64 = sources.iter().map(|source| source.initiative.ceil()).sum();
    let only_here = sources.iter().filter(|source| source.elsewhere(scope) == 0.0);
    let least: f64 = only_here.map(|source| source.initiative.floor()).sum();
    let least = if withholds(model) { 0.0 } else { least };
    (least * f64::from(sessions) / years, most * f64::from(sessions) / years)
}

/// All on which it depends what is tabled in a world, where that is less than everything: draws belong to sponsors, whoever
/// else is at the table. `None` for other metrics.
pub(super) fn tabling(metric: Metric, scope: Scope, timeline: &Timeline) -> Option<String> {
    let model = steady(timeline).filter(|model| metric == Metric::TabledPerYear && !withholds(model))?;
    model.listing.is_none().then_some(())?;
    let Agenda { arrivals, sessions, sessions_per_year, initiative_sd, .. } = model.agenda;
    Some(format!("{:?}", (arrivals, sessions, sessions_per_year, initiative_sd, sources(scope, model))))
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
    let (by_area, of) = match scope {
        Scope::Area(area) => (Some(area), None),
        Scope::Member(member) => (None, Some(Sponsor::Member(member))),
        Scope::All | Scope::Period(_) | Scope::Issue(_) => (None, None),
    };
    let source = |(sponsor, initiative, attractions)| Source {
        sponsor,
        initiative,
        attractions: if by_area.is_some() { attractions } else { Vec::new() },
    };
    let counts = |source: &Source| {
        by_area.is_none_or(|area| source.attractions[area] > 0.0) && of.is_none_or(|of| source.sponsor == of)
    };
    engine::sponsors(model).into_iter().map(source).filter(counts).collect()
}
