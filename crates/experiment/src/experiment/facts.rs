//! What is known of the variants of a study without any world: which numbers are told, and what they cannot leave.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::bounds::{self, Range};
use super::certainty::Pools;
use super::metric::Metric;
use super::outcomes::IssueFacts;
use super::quantity::Quantity;
use super::results::{Scope, VariantInfo, Worlds};
use super::sums::{Blocks, Counted, block_size};
use super::{Case, variant_info};
use crate::model::{Loss, Period, Timeline};

/// One variant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct VariantFacts {
    pub(super) info: VariantInfo,
    /// By issue of the list, where there is one.
    pub(super) issues: Vec<IssueFacts>,
    /// Length of a world in years.
    pub(super) years: f64,
    pub(super) told: Told,
    /// Of the whole timeline.
    pub(super) sameness: Sameness,
    /// Of what is counted of it.
    pub(super) pools: Pools,
}

/// The ratios that are told, and of what they are made.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub(super) worlds: Worlds,
    /// What is estimated as a ratio, in the order of the tables.
    pub(super) rows: Vec<RowFacts>,
    /// The totals of which these are made.
    pub(super) slots: Vec<(Scope, Quantity)>,
}

/// What is known of one ratio.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowFacts {
    pub(super) scope: Scope,
    pub(super) metric: Metric,
    /// Where in the slots its numerator and denominator are.
    pub(super) slots: [usize; 2],
    /// The values that it can have.
    pub(super) range: Range,
    /// By how much an exception that was never seen may move its own value; as much as the value where it is absent.
    pub(super) exception: Option<f64>,
    /// Where two variants have the same one, this number is the same in all worlds.
    pub(super) sameness: Sameness,
    /// Of what is measured in utility: where two variants have different ones, that is not the same to both.
    pub(super) unit: Option<Sameness>,
}

/// A digest of all on which a number depends.
pub(super) type Sameness = u64;

fn digest(of: &str) -> Sameness {
    // The keys of this hasher are constants; it is asked for within one program only.
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

impl VariantFacts {
    pub(super) fn of(case: &Case, worlds: Worlds) -> Self {
        VariantFacts {
            info: variant_info(case, worlds),
            issues: IssueFacts::of(case.timeline),
            years: case.timeline.first().agenda.years_held(),
            told: Told::of(case.timeline, told(case.timeline), worlds),
            sameness: sameness(case.timeline),
            pools: Pools::default(),
        }
    }
}

impl Told {
    /// Those `rows` of a timeline.
    pub(super) fn of(timeline: &Timeline, rows: impl Iterator<Item = (Scope, Metric)>, worlds: Worlds) -> Self {
        let (mut slots, sameness) = (Vec::new(), sameness(timeline));
        let rows = rows.map(|(scope, metric)| RowFacts::of(timeline, scope, metric, sameness, &mut slots)).collect();
        Told { worlds, rows, slots }
    }

    /// Number of the row of that metric, where it is told in that scope.
    pub(super) fn row(&self, scope: Scope, metric: Metric) -> Option<usize> {
        self.rows.iter().position(|row| (row.scope, row.metric) == (scope, metric))
    }

    /// Nothing yet, of the worlds from `replication` on, by blocks of so many.
    pub(super) fn nothing(&self, replication: u64, size: u64) -> Counted {
        Counted::new(self.rows.len(), Blocks::new(size, self.slots.len(), replication))
    }

    /// The size of the blocks in which all the worlds are kept.
    pub(super) fn block_size(&self) -> u64 {
        block_size(self.worlds.replications)
    }
}

fn sameness(timeline: &Timeline) -> Sameness {
    digest(&format!("{timeline:?}"))
}

impl RowFacts {
    /// A ratio of `timeline` alone; `slots` grow by its totals where they are not there yet.
    fn of(
        timeline: &Timeline,
        scope: Scope,
        metric: Metric,
        sameness: Sameness,
        slots: &mut Vec<(Scope, Quantity)>,
    ) -> Self {
        let (x, y) = metric.ratio(scope).expect("a ratio that is told in that scope");
        let mut slot = |quantity| {
            let of_scope = slots.iter().rposition(|&(of, _)| of != scope).map_or(0, |last| last + 1);
            let place = slots[of_scope..].iter().position(|&(_, of)| of == quantity).map(|place| of_scope + place);
            place.unwrap_or_else(|| {
                slots.push((scope, quantity));
                slots.len() - 1
            })
        };
        let agenda = &timeline.first().agenda;
        RowFacts {
            scope,
            metric,
            slots: [slot(x), slot(y)],
            range: bounds::of(metric, scope, timeline, years(scope, timeline)),
            exception: match metric {
                Metric::Rounds | Metric::Dilution => Some(1.0),
                Metric::Text => scale(timeline, scope),
                Metric::MonthsToAdoption => Some((12.0 / agenda.sessions_per_year).max(agenda.months_per_round)),
                _ => None,
            },
            sameness: match bounds::tabling(metric, scope, timeline) {
                Some(tabling) => digest(&tabling),
                None => sameness,
            },
            unit: metric.is_of_utility().then(|| unit(timeline)),
        }
    }
}

/// The dimensions of the space and the loss of a distance in it, on which a unit of utility depends.
fn unit(timeline: &Timeline) -> Sameness {
    let dimensions: Vec<&str> = timeline.first().dimensions.iter().map(|dimension| dimension.id.as_str()).collect();
    let losses: Vec<Loss> = timeline.spans.iter().map(|span| span.model.negotiation.loss).collect();
    let mut losses = losses.iter().map(|loss| format!("{loss:?}")).collect::<Vec<_>>();
    losses.dedup();
    digest(&format!("{dimensions:?} {losses:?}"))
}

/// The length of the scale of an issue.
fn scale(timeline: &Timeline, scope: Scope) -> Option<f64> {
    let Scope::Issue(issue) = scope else { return None };
    let issue = &timeline.first().listing.as_ref()?.issues[issue];
    Some(issue.high - issue.low)
}

/// Years of a world that a scope is about.
fn years(scope: Scope, timeline: &Timeline) -> f64 {
    let agenda = &timeline.first().agenda;
    match scope {
        Scope::Period(period) => {
            let sessions = timeline.sessions_of(&timeline.periods[period]).count();
            sessions as f64 / agenda.sessions_per_year
        }
        Scope::All | Scope::Area(_) | Scope::Member(_) | Scope::Issue(_) => agenda.years_held(),
    }
}

/// What is estimated of a variant as a ratio, in the order of the tables.
pub(super) fn told(timeline: &Timeline) -> impl Iterator<Item = (Scope, Metric)> + '_ {
    let first = timeline.first();
    let areas = (0..first.areas.len()).map(Scope::Area);
    let present = (0..first.members.len()).filter(|&member| timeline.is_ever_present(member)).map(Scope::Member);
    let periods = (0..timeline.periods.len()).map(Scope::Period);
    let issues = (0..first.listing.as_ref().map_or(0, |listing| listing.issues.len())).map(Scope::Issue);
    let scopes = std::iter::once(Scope::All).chain(areas).chain(present).chain(periods).chain(issues);
    // Of a text that is fixed no share was opened.
    let proposals = first.listing.iter().flat_map(|listing| &listing.proposals);
    let some_fixed = proposals.into_iter().any(|listed| listed.text.is_some());
    scopes.flat_map(move |scope| {
        let is_told =
            move |metric: &Metric| metric.ratio(scope).is_some() && !(some_fixed && *metric == Metric::OpeningShare);
        Metric::ALL.into_iter().filter(is_told).map(move |metric| (scope, metric))
    })
}

/// Every named period but the first, with every metric that is told of periods.
pub(super) fn changes(periods: &[Period]) -> impl Iterator<Item = (usize, Metric)> + '_ {
    Period::named(periods).skip(1).flat_map(|period| {
        Metric::ALL
            .into_iter()
            .filter(move |metric| metric.ratio(Scope::Period(period)).is_some())
            .map(move |metric| (period, metric))
    })
}
