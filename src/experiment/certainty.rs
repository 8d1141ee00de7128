//! How sure an estimate is: from what replications show to an interval, by the kind of number that a metric is.

use super::bounds::{self, Range};
use super::metric::{Kind, Metric};
use super::results::{Estimate, Scope};
use super::study::VariantStudy;
use crate::stats::{self, Clustering, Level, Linearised, PairedRatio, Spread, Unseen};

/// What bears on how far an estimate may be from the truth.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Nature {
    /// A share of cases.
    Share,
    /// So many a year.
    Count,
    /// What events amount to, a year.
    Amount,
    /// A mean over cases.
    Mean,
}

/// What an interval is made of: how far what was seen, and what was not, may have moved the estimate.
type Doubt = (Spread, Unseen);

/// A ratio of one variant, about to become an estimate.
#[derive(Clone, Copy)]
pub(super) struct Row<'s> {
    pub(super) part: &'s VariantStudy<'s>,
    pub(super) scope: Scope,
    pub(super) metric: Metric,
    pub(super) ratio: &'s PairedRatio,
    pub(super) level: Level,
}

impl<'s> Row<'s> {
    /// The row of that metric, where it is told in that scope.
    pub(super) fn of(part: &'s VariantStudy<'s>, scope: Scope, metric: Metric, level: Level) -> Option<Self> {
        let (_, _, ratio) = part.ratios.iter().find(|(s, m, _)| (*s, *m) == (scope, metric))?;
        Some(Row { part, scope, metric, ratio, level })
    }

    /// The ratio and its interval; `None` without cases.
    pub(super) fn estimate(&self) -> Option<Estimate> {
        let linearised = self.ratio.ratio()?;
        let range = self.range(self.part);
        let doubt = linearised.spread.and_then(|spread| self.doubt(linearised.value, spread, range));
        let n = match self.nature() {
            Nature::Count | Nature::Amount => self.ratio.replications(),
            Nature::Share | Nature::Mean => self.ratio.denominator().round() as u64,
        };
        Some(self.told(&linearised, doubt, range, n))
    }

    /// This ratio minus that of `first`, and its interval; `None` where one of them has no cases.
    pub(super) fn difference(&self, first: &VariantStudy) -> Option<Estimate> {
        let linearised = self.ratio.difference()?;
        let doubt = linearised.spread.and_then(|spread| self.doubt_of_difference(&linearised, spread));
        let by_construction = bounds::agree(self.metric, self.scope, self.part.timeline, first.timeline);
        let range = if by_construction && self.ratio.agrees() {
            (0.0, 0.0)
        } else {
            let ((least, most), (least_first, most_first)) = (self.range(self.part), self.range(first));
            (least - most_first, most - least_first)
        };
        Some(self.told(&linearised, doubt, range, self.ratio.replications()))
    }

    fn told(&self, linearised: &Linearised, doubt: Option<Doubt>, range: Range, n: u64) -> Estimate {
        let value = linearised.value;
        Estimate {
            value,
            std_error: linearised.spread.filter(|_| doubt.is_some()).map(|spread| spread.std_error()),
            interval: doubt.map(|(spread, unseen)| stats::interval(value, &spread, unseen, range, self.level)),
            n,
        }
    }

    fn doubt(&self, value: f64, spread: Spread, range: Range) -> Option<Doubt> {
        let unseen = |bundle: f64| stats::unseen(self.level) * bundle / self.ratio.denominator();
        match self.nature() {
            Nature::Share => {
                let (bundle, shortfall) = self.bundles();
                // Of n cases none: 1 − (α/2)^(1/n), exact (Clopper & Pearson 1934, Biometrika 26).
                let unseen = Unseen::inwards(-libm::expm1(-unseen(bundle)), value, range);
                Some((freed(spread, self.clustering()?).inflated(shortfall), unseen))
            }
            Nature::Count => {
                let (bundle, shortfall) = self.events().map_or((1.0, 1.0), |events| events.bundles());
                Some((spread.inflated(shortfall), Unseen::inwards(unseen(bundle), value, range)))
            }
            Nature::Amount => {
                let (_, shortfall) = self.events().map_or((1.0, 1.0), |events| events.bundles());
                self.doubt_of_mean(spread.inflated(shortfall), value.abs())
            }
            Nature::Mean => self.doubt_of_mean(spread, value.abs()),
        }
    }

    fn doubt_of_difference(&self, linearised: &Linearised, spread: Spread) -> Option<Doubt> {
        let apart = self.ratio.clustering_of_difference(linearised);
        let of_events = |clustering: Clustering, spread: Spread| {
            let unseen = stats::unseen(self.level) * clustering.bundle(1.0) / clustering.cases;
            Some((spread.inflated(clustering.shortfall(1.0)), Unseen::both(unseen)))
        };
        match self.nature() {
            Nature::Share => of_events(apart, freed(spread, apart)),
            Nature::Count => {
                let events = self.events().and_then(|events| events.clustering());
                of_events(Clustering { size: events.map_or(1.0, |events| events.size), ..apart }, spread)
            }
            Nature::Amount | Nature::Mean => {
                let here = self.ratio.ratio()?.value;
                self.doubt_of_mean(spread, here.abs().max((here - linearised.value).abs()))
            }
        }
    }

    /// Of a mean that is as large as `size`: an exception that was never seen moves its own value by so much, and may be
    /// shared by all cases of its world. What the events of an amount would have amounted to, if there were any, is
    /// unknown: `None`.
    fn doubt_of_mean(&self, spread: Spread, size: f64) -> Option<Doubt> {
        let agenda = &self.part.timeline.first().agenda;
        let exception = match self.metric {
            Metric::Rounds | Metric::Dilution => 1.0,
            Metric::MonthsToAdoption => (12.0 / agenda.sessions_per_year).max(agenda.months_per_round),
            _ => size,
        };
        if self.nature() == Nature::Amount && size == 0.0 && spread.variance == 0.0 {
            return None;
        }
        Some((spread, Unseen::both(exception * stats::unseen(self.level) / self.ratio.effective_worlds())))
    }

    fn nature(&self) -> Nature {
        match self.metric {
            Metric::TabledPerYear | Metric::AdoptedPerYear => Nature::Count,
            _ if self.metric.is_per_year() => Nature::Amount,
            _ if self.metric.kind() == Kind::Share => Nature::Share,
            _ => Nature::Mean,
        }
    }

    /// The share whose events are what is counted by the year, or what amounts to it.
    fn events(&self) -> Option<Self> {
        match self.metric {
            Metric::TabledPerYear => None,
            Metric::PaymentsPerYear => Row::of(self.part, self.scope, Metric::ShareCompensated, self.level),
            _ => Row::of(self.part, self.scope, Metric::PassRate, self.level),
        }
    }

    fn clustering(&self) -> Option<Clustering> {
        Some(self.ratio.clustering(&self.ratio.ratio()?))
    }

    /// Of a share: the size of the bundles in which its events come, and by how much the variance that was found falls
    /// short of theirs.
    pub(super) fn bundles(&self) -> (f64, f64) {
        let like = Clustering::pooled(self.like().filter_map(|row| row.clustering()));
        self.clustering().map_or((1.0, 1.0), |clustering| (clustering.bundle(like), clustering.shortfall(like)))
    }

    /// The same share of the other members, or of the other areas.
    fn like(&self) -> impl Iterator<Item = Self> {
        let of_that_kind = |scope: Scope| std::mem::discriminant(&scope) == std::mem::discriminant(&self.scope);
        let rows =
            self.part.ratios.iter().filter(move |(scope, metric, _)| {
                *metric == self.metric && *scope != self.scope && of_that_kind(*scope)
            });
        rows.map(|(scope, _, ratio)| Row { scope: *scope, ratio, ..*self })
    }

    fn range(&self, part: &VariantStudy) -> Range {
        let years = self.ratio.denominator() / self.ratio.replications() as f64;
        bounds::of(self.metric, self.scope, part.timeline, years)
    }
}

/// Single cases, one a world, are independent: their variance follows from their share.
fn freed(spread: Spread, clustering: Clustering) -> Spread {
    if clustering.size > 1.0 { spread } else { Spread { freedom: None, ..spread } }
}
