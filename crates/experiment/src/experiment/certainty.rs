//! How sure an estimate is: from what replications show to an interval, by the kind of number that a metric is.

use std::collections::HashMap;
use std::mem::Discriminant;
use std::sync::OnceLock;

use super::bounds::Range;
use super::facts::RowFacts;
use super::metric::{Kind, Metric};
use super::results::{Estimate, Scope};
use super::study::Part;
use crate::stats::{self, Bundles, Clustering, Contrast, Level, Linearised, Pool, Ratio, Spread, Unseen};

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
    /// What is known of the variant beside it.
    pub(super) part: Part<'s>,
    pub(super) facts: &'s RowFacts,
    pub(super) ratio: &'s Ratio,
    pub(super) level: Level,
}

impl<'s> Row<'s> {
    /// The row of that metric, where it is told in that scope.
    pub(super) fn of(part: Part<'s>, scope: Scope, metric: Metric, level: Level) -> Option<Self> {
        Self::near(part, 0, scope, metric, level)
    }

    /// The same, which is likely to be found at `number`.
    pub(super) fn near(part: Part<'s>, number: usize, scope: Scope, metric: Metric, level: Level) -> Option<Self> {
        let likely = part.told.rows.get(number).filter(|row| (row.scope, row.metric) == (scope, metric));
        let number = likely.map(|_| number).or_else(|| part.told.row(scope, metric))?;
        Some(Row { part, facts: &part.told.rows[number], ratio: &part.counted.ratios[number], level })
    }

    /// Every row of a variant, in the order of the tables.
    pub(super) fn all(part: Part<'s>, level: Level) -> impl Iterator<Item = Self> {
        let rows = part.told.rows.iter().zip(&part.counted.ratios);
        rows.map(move |(facts, ratio)| Row { part, facts, ratio, level })
    }

    /// The ratio and its interval; `None` without cases.
    pub(super) fn estimate(&self) -> Option<Estimate> {
        let linearised = self.ratio.linearised()?;
        let agreed = linearised.value == 0.0 || linearised.value == 1.0;
        let doubt = self.spread(&linearised, agreed).and_then(|spread| self.doubt(linearised.value, spread));
        let n = match self.nature() {
            Nature::Count | Nature::Amount => self.ratio.replications(),
            Nature::Share | Nature::Mean => self.number_of_cases().round() as u64,
        };
        Some(self.told(&linearised, doubt, self.facts.range, n))
    }

    /// How many cases the ratio is of: where a sum of sizes stands below the line, those that have one.
    fn number_of_cases(&self) -> f64 {
        let counted = match self.facts.metric {
            Metric::Dilution => Row::of(self.part, self.facts.scope, Metric::Rounds, self.level),
            _ => None,
        };
        counted.unwrap_or(*self).ratio.denominator()
    }

    /// This ratio minus another one that is told by the same metric, and its interval; `None` where one of them has no
    /// cases, or where they have different units. In the same worlds it is paired.
    pub(super) fn minus(&self, first: &Row) -> Option<Estimate> {
        if self.facts.unit != first.facts.unit {
            return None;
        }
        if self.part.told.worlds.seed != first.part.told.worlds.seed {
            return Some(self.estimate()?.minus_independent(&first.estimate()?));
        }
        let size = self.part.counted.blocks.size.max(first.part.counted.blocks.size);
        let blocks = [self, first].map(|row| row.part.counted.blocks.pairs_of_size(row.facts.slots, size));
        let contrast = Contrast::of(self.ratio, first.ratio, [&blocks[0], &blocks[1]])?;
        let range = if self.facts.sameness == first.facts.sameness && contrast.agrees() {
            (0.0, 0.0)
        } else {
            let ((least, most), (least_first, most_first)) = (self.facts.range, first.facts.range);
            (least - most_first, most - least_first)
        };
        Some(self.contrasted(&contrast.difference, &contrast, first, range))
    }

    /// A part of the difference between this row and `first`, which varies like that; nothing but 0 where it is `fixed`.
    pub(super) fn share(&self, first: &Row, contrast: &Contrast, share: &Linearised, fixed: bool) -> Estimate {
        let range = match (fixed, self.nature()) {
            (true, _) => (0.0, 0.0),
            (false, Nature::Share) => (-1.0, 1.0),
            (false, _) => (f64::NEG_INFINITY, f64::INFINITY),
        };
        self.contrasted(share, contrast, first, range)
    }

    /// A difference, or a share of one, with what the `contrast` of both rows says of what was not seen.
    fn contrasted(&self, told: &Linearised, contrast: &Contrast, first: &Row, range: Range) -> Estimate {
        let spread = self.spread(told, contrast.agrees());
        let doubt = spread.and_then(|spread| self.doubt_of_difference(contrast, first, spread));
        self.told(told, doubt, range, self.ratio.replications().min(first.ratio.replications()))
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

    fn doubt(&self, value: f64, spread: Spread) -> Option<Doubt> {
        let bundles = self.cases().map_or(Bundles::ONE_BY_ONE, |cases| cases.bundles());
        let chances = self.ratio.denominator() / bundles.size;
        let inwards = |unseen: f64| Unseen::inwards(unseen, value, self.facts.range);
        match self.nature() {
            Nature::Share => Some((bundles.spread(spread), inwards(stats::unseen_share(chances, self.level)))),
            Nature::Count => Some((bundles.spread(spread), inwards(stats::unseen(self.level) / chances))),
            Nature::Amount => self.doubt_of_mean(bundles.spread(spread), value.abs(), self.ratio.effective_worlds()),
            Nature::Mean => self.doubt_of_mean(spread, value.abs(), self.ratio.effective_worlds()),
        }
    }

    fn doubt_of_difference(&self, contrast: &Contrast, first: &Row, spread: Spread) -> Option<Doubt> {
        if matches!(self.nature(), Nature::Amount | Nature::Mean) {
            let size = self.ratio.value()?.abs().max(first.ratio.value()?.abs());
            let worlds = self.ratio.effective_worlds().min(first.ratio.effective_worlds());
            return self.doubt_of_mean(spread, size, worlds);
        }
        let size = |row: &Row| row.cases().map(|cases| cases.ratio.cases_to_a_world());
        let bundles = size(self)
            .zip(size(first))
            .map_or(Bundles::ONE_BY_ONE, |(own, other)| contrast.clustering(own.max(other)).bundles(1.0));
        let unseen = stats::unseen(self.level) * bundles.size / contrast.cases();
        Some((bundles.spread(spread), Unseen::both(unseen)))
    }

    /// Of a mean that is as large as `size`, over so many `worlds`: an exception that was never seen moves its own value by
    /// so much, and may be shared by all cases of its world. The more is seen that varies, the less is unheard of. What
    /// the events of an amount would have come to, if there were any, is unknown: `None`.
    fn doubt_of_mean(&self, spread: Spread, size: f64, worlds: f64) -> Option<Doubt> {
        let exception = self.facts.exception.unwrap_or(size);
        if self.nature() == Nature::Amount && size == 0.0 && spread.variance == 0.0 {
            return None;
        }
        let unheard_of = 1.0 / (1.0 + spread.events());
        Some((spread, Unseen::both(unheard_of * exception * stats::unseen(self.level) / worlds)))
    }

    fn nature(&self) -> Nature {
        match self.facts.metric {
            Metric::TabledPerYear | Metric::AdoptedPerYear => Nature::Count,
            _ if self.facts.metric.is_per_year() => Nature::Amount,
            _ if self.facts.metric.kind() == Kind::Share => Nature::Share,
            _ => Nature::Mean,
        }
    }

    /// The share of cases whose events are counted, or come to what is counted; it may be this one.
    fn cases(&self) -> Option<Self> {
        match (self.nature(), self.facts.metric) {
            (Nature::Share, _) => Some(*self),
            (_, Metric::TabledPerYear) => None,
            _ => Row::of(self.part, self.facts.scope, Metric::PassRate, self.level),
        }
    }

    fn clustering(&self) -> Option<Clustering> {
        Some(self.ratio.clustering(&self.ratio.linearised()?))
    }

    /// Of a share: the bundles in which its events come.
    pub(super) fn bundles(&self) -> Bundles {
        let own = self.clustering();
        let like = self.part.pools.like(self).without(own);
        own.map_or(Bundles::ONE_BY_ONE, |clustering| clustering.bundles(like))
    }
}

/// How the cases of ratios that are told by the same metric of all areas, of all members and so on hang together: made for a
/// variant when it is first asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Pools(OnceLock<HashMap<(Discriminant<Scope>, Metric), Pool>>);

impl Pools {
    fn like(&self, row: &Row) -> &Pool {
        let name = |facts: &RowFacts| (std::mem::discriminant(&facts.scope), facts.metric);
        let pools = self.0.get_or_init(|| {
            let mut pools: HashMap<_, Pool> = HashMap::new();
            for one in Row::all(row.part, row.level) {
                let pool = pools.entry(name(one.facts)).or_default();
                one.clustering().into_iter().for_each(|clustering| pool.add(clustering));
            }
            pools
        });
        &pools[&name(row.facts)]
    }
}

/// They follow from what they are of.
impl PartialEq for Pools {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
