//! How sure an estimate is: from what replications show to an interval, by the kind of number that a metric is.

use super::bounds::{self, Range};
use super::metric::{Kind, Metric};
use super::results::{Estimate, Scope};
use super::study::VariantStudy;
use crate::stats::{self, Bundles, Clustering, Level, Linearised, PairedRatio, Spread, Unseen};

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
        let agreed = linearised.value == 0.0 || linearised.value == 1.0;
        let doubt = self.spread(&linearised, agreed).and_then(|spread| self.doubt(linearised.value, spread, range));
        let n = match self.nature() {
            Nature::Count | Nature::Amount => self.ratio.replications(),
            Nature::Share | Nature::Mean => self.number_of_cases().round() as u64,
        };
        Some(self.told(&linearised, doubt, range, n))
    }

    /// How many cases the ratio is of: where a sum of sizes stands below the line, those that have one.
    fn number_of_cases(&self) -> f64 {
        let counted = match self.metric {
            Metric::Dilution => Row::of(self.part, self.scope, Metric::Rounds, self.level),
            _ => None,
        };
        counted.unwrap_or(*self).ratio.denominator()
    }

    /// This ratio minus that of `first`, and its interval; `None` where one of them has no cases.
    pub(super) fn difference(&self, first: &VariantStudy) -> Option<Estimate> {
        let linearised = self.ratio.difference()?;
        let spread = self.spread(&linearised, self.ratio.agrees());
        let doubt = spread.and_then(|spread| self.doubt_of_difference(&linearised, spread));
        let by_construction = bounds::agree(self.metric, self.scope, self.part.timeline, first.timeline);
        let range = if by_construction && self.ratio.agrees() {
            (0.0, 0.0)
        } else {
            let ((least, most), (least_first, most_first)) = (self.range(self.part), self.range(first));
            (least - most_first, most - least_first)
        };
        Some(self.told(&linearised, doubt, range, self.ratio.replications()))
    }

    /// The same within one variant: a period minus another one.
    pub(super) fn change(&self) -> Option<Estimate> {
        let linearised = self.ratio.difference()?;
        let spread = self.spread(&linearised, self.ratio.agrees());
        let doubt = spread.and_then(|spread| self.doubt_of_difference(&linearised, spread));
        let (least, most) = self.range(self.part);
        let range = (least - most, most - least);
        Some(self.told(&linearised, doubt, range, self.ratio.replications()))
    }

    /// A part of this difference, which varies like that; nothing but 0 where it is `fixed`.
    pub(super) fn part(&self, value: f64, spread: Option<Spread>, fixed: bool) -> Estimate {
        let linearised = Linearised { value, spread };
        let doubt = self.ratio.difference().zip(self.spread(&linearised, self.ratio.agrees()));
        let doubt = doubt.and_then(|(whole, spread)| self.doubt_of_difference(&whole, spread));
        let range = match (fixed, self.nature()) {
            (true, _) => (0.0, 0.0),
            (false, Nature::Share) => (-1.0, 1.0),
            (false, _) => (f64::NEG_INFINITY, f64::INFINITY),
        };
        self.told(&linearised, doubt, range, self.ratio.replications())
    }

    fn told(&self, linearised: &Linearised, doubt: Option<Doubt>, range: Range, n: u64) -> Estimate {
        let value = linearised.value;
        if range == (value, value) {
            return Estimate { value, std_error: Some(0.0), interval: Some(range), n };
        }
        Estimate {
            value,
            std_error: linearised.spread.filter(|_| doubt.is_some()).map(|spread| spread.std_error()),
            interval: doubt.map(|(spread, unseen)| stats::interval(value, &spread, unseen, range, self.level)),
            n,
        }
    }

    /// The spread that was found. With cases in one world of several, shares in which they `agreed` are those of one
    /// bundle, and others may be anything.
    fn spread(&self, linearised: &Linearised, agreed: bool) -> Option<Spread> {
        let unknown = Spread { variance: if agreed { 0.0 } else { f64::INFINITY }, third: 0.0, freedom: None };
        let of_several = self.nature() == Nature::Share && self.ratio.replications() > 1;
        linearised.spread.or(of_several.then_some(unknown))
    }

    fn doubt(&self, value: f64, spread: Spread, range: Range) -> Option<Doubt> {
        let bundles = self.cases().map_or(Bundles::ONE_BY_ONE, |cases| cases.bundles());
        let chances = self.ratio.denominator() / bundles.size;
        let inwards = |unseen: f64| Unseen::inwards(unseen, value, range);
        match self.nature() {
            Nature::Share => Some((bundles.spread(spread), inwards(stats::unseen_share(chances, self.level)))),
            Nature::Count => Some((bundles.spread(spread), inwards(stats::unseen(self.level) / chances))),
            Nature::Amount => self.doubt_of_mean(bundles.spread(spread), value.abs(), self.ratio.effective_worlds()),
            Nature::Mean => self.doubt_of_mean(spread, value.abs(), self.ratio.effective_worlds()),
        }
    }

    fn doubt_of_difference(&self, linearised: &Linearised, spread: Spread) -> Option<Doubt> {
        if matches!(self.nature(), Nature::Amount | Nature::Mean) {
            let here = self.ratio.ratio()?.value;
            let size = here.abs().max((here - linearised.value).abs());
            return self.doubt_of_mean(spread, size, self.ratio.fewest_effective_worlds());
        }
        let bundles = self.cases().map_or(Bundles::ONE_BY_ONE, |cases| {
            self.ratio.clustering_of_difference(linearised, cases.ratio.cases_to_a_world()).bundles(1.0)
        });
        let unseen = stats::unseen(self.level) * bundles.size / self.ratio.denominator();
        Some((bundles.spread(spread), Unseen::both(unseen)))
    }

    /// Of a mean that is as large as `size`, over so many `worlds`: an exception that was never seen moves its own value by
    /// so much, and may be shared by all cases of its world. What the events of an amount would have come to, if there
    /// were any, is unknown: `None`.
    fn doubt_of_mean(&self, spread: Spread, size: f64, worlds: f64) -> Option<Doubt> {
        let agenda = &self.part.timeline.first().agenda;
        let exception = match self.metric {
            Metric::Rounds | Metric::Dilution => 1.0,
            Metric::MonthsToAdoption => (12.0 / agenda.sessions_per_year).max(agenda.months_per_round),
            _ => size,
        };
        if self.nature() == Nature::Amount && size == 0.0 && spread.variance == 0.0 {
            return None;
        }
        Some((spread, Unseen::both(exception * stats::unseen(self.level) / worlds)))
    }

    fn nature(&self) -> Nature {
        match self.metric {
            Metric::TabledPerYear | Metric::AdoptedPerYear => Nature::Count,
            _ if self.metric.is_per_year() => Nature::Amount,
            _ if self.metric.kind() == Kind::Share => Nature::Share,
            _ => Nature::Mean,
        }
    }

    /// The share of cases whose events are counted, or come to what is counted; it may be this one.
    fn cases(&self) -> Option<Self> {
        match (self.nature(), self.metric) {
            (Nature::Share, _) => Some(*self),
            (_, Metric::TabledPerYear) => None,
            _ => Row::of(self.part, self.scope, Metric::PassRate, self.level),
        }
    }

    fn clustering(&self) -> Option<Clustering> {
        Some(self.ratio.clustering(&self.ratio.ratio()?))
    }

    /// Of a share: the bundles in which its events come.
    pub(super) fn bundles(&self) -> Bundles {
        let like = Clustering::pooled(self.like().filter_map(|row| row.clustering()));
        self.clustering().map_or(Bundles::ONE_BY_ONE, |clustering| clustering.bundles(like))
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
