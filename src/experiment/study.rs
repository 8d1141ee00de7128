use super::blockers::Blockers;
use super::metric::Metric;
use super::results::Scope;
use super::shares::SharesStudy;
use super::tally::{CAUSES, Tally, Totals};
use crate::engine::{Course, SharedDraws, World};
use crate::model::{Decomposition, Period, Timeline};
use crate::stats::{EventTable, PairedRatio};

/// Replications are dealt to so many batches, for the grouped jackknife of what is no ratio.
pub const BATCHES: usize = 40;

/// Everything that is kept of the replications seen so far; merges, and does not grow with their number.
#[derive(Debug, Clone)]
pub(super) struct Study<'m> {
    pub(super) replications: u64,
    pub(super) variants: Vec<VariantStudy<'m>>,
    /// By decomposition.
    pub(super) shares: Vec<SharesStudy<'m>>,
}

/// One variant's part of a study.
#[derive(Debug, Clone)]
pub(super) struct VariantStudy<'m> {
    pub(super) timeline: &'m Timeline,
    /// What is estimated as a ratio, in the order of the tables.
    pub(super) ratios: Vec<(Scope, Metric, PairedRatio)>,
    /// What is estimated of a named period beside the first one.
    pub(super) changes: Vec<(usize, Metric, PairedRatio)>,
    /// Endings by time, by batch of replications.
    pub(super) events: Vec<EventTable<CAUSES>>,
    /// Proposals of which it could not be told whether an agreement existed.
    pub(super) undecided: u64,
    pub(super) blockers: Blockers,
}

impl<'m> Study<'m> {
    /// Of variants with these timelines.
    pub(super) fn new(variants: &[&'m Timeline], decompositions: &'m [Decomposition]) -> Self {
        Study {
            replications: 0,
            variants: variants.iter().map(|timeline| VariantStudy::new(timeline)).collect(),
            shares: decompositions.iter().map(SharesStudy::new).collect(),
        }
    }

    /// Runs the world in every variant, and in whatever else decompositions ask for, session by session so that all share
    /// its draws, and takes in what happens.
    pub(super) fn replicate(
        &mut self,
        courses: &mut [Course],
        draws: &mut SharedDraws,
        tallies: &mut [Tally],
        world: World,
    ) {
        draws.begin(world);
        courses.iter_mut().for_each(|course| course.begin(world));
        tallies.iter_mut().for_each(|tally| tally.begin(world));
        let mut goes_on = true;
        while goes_on {
            goes_on = false;
            for (course, tally) in courses.iter_mut().zip(tallies.iter_mut()) {
                goes_on |= course.hold(draws, tally);
            }
            draws.forget();
        }
        tallies.iter_mut().for_each(Tally::end);
        let baseline = &tallies[0];
        for (number, (variant, tally)) in self.variants.iter_mut().zip(tallies.iter()).enumerate() {
            variant.add(tally, (number > 0).then_some(baseline));
        }
        for shares in &mut self.shares {
            shares.add(world.replication, |timeline| tallies[timeline].totals(Scope::All));
        }
        self.replications += 1;
    }

    /// Takes the counts that tallies keep over replications; this study has none yet.
    pub(super) fn take_counts(&mut self, tallies: Vec<Tally>) {
        for (variant, tally) in self.variants.iter_mut().zip(tallies) {
            (variant.events, variant.blockers, variant.undecided) = (tally.events, tally.blockers, tally.undecided);
        }
    }

    /// Takes in what another study of the same models has seen.
    pub(super) fn merge(&mut self, other: &Self) {
        self.replications += other.replications;
        for (mine, theirs) in self.variants.iter_mut().zip(&other.variants) {
            mine.ratios.iter_mut().zip(&theirs.ratios).for_each(|(a, b)| a.2.merge(&b.2));
            mine.changes.iter_mut().zip(&theirs.changes).for_each(|(a, b)| a.2.merge(&b.2));
            mine.events.iter_mut().zip(&theirs.events).for_each(|(a, b)| a.merge(b));
            mine.undecided += theirs.undecided;
            mine.blockers.merge(&theirs.blockers);
        }
        self.shares.iter_mut().zip(&other.shares).for_each(|(mine, theirs)| mine.merge(theirs));
    }
}

impl<'m> VariantStudy<'m> {
    pub(super) fn new(timeline: &'m Timeline) -> Self {
        let first = timeline.first();
        let areas = (0..first.areas.len()).map(Scope::Area);
        let present = (0..first.members.len()).filter(|&member| timeline.is_ever_present(member));
        let periods = (0..timeline.periods.len()).map(Scope::Period);
        let scopes = std::iter::once(Scope::All).chain(areas).chain(present.map(Scope::Member)).chain(periods);
        let ratios = scopes
            .flat_map(|scope| {
                Metric::ALL
                    .iter()
                    .filter(move |metric| metric.ratio(scope).is_some())
                    .map(move |metric| (scope, *metric))
            })
            .map(|(scope, metric)| (scope, metric, PairedRatio::default()))
            .collect();
        VariantStudy {
            timeline,
            ratios,
            changes: changes(timeline),
            events: vec![EventTable::default(); BATCHES],
            undecided: 0,
            blockers: Blockers::new(timeline.ever_seated().len()),
        }
    }

    /// Takes in a replication; the baseline is compared with nothing.
    fn add(&mut self, tally: &Tally, baseline: Option<&Tally>) {
        let nothing = Totals::default();
        let totals = |scope| (tally.totals(scope), baseline.map_or(&nothing, |baseline| baseline.totals(scope)));
        let (mut of, mut here) = (Scope::All, totals(Scope::All));
        for (scope, metric, pair) in &mut self.ratios {
            if *scope != of {
                (of, here) = (*scope, totals(*scope));
            }
            let Some((x, y)) = metric.ratio(of) else { continue };
            let (own, first) = here;
            pair.add([own.of(x), own.of(y)], [first.of(x), first.of(y)]);
        }
        let Some(first) = Period::named(&self.timeline.periods).next() else { return };
        for (period, metric, pair) in &mut self.changes {
            let Some((x, y)) = metric.ratio(Scope::Period(*period)) else { continue };
            let (then, before) = (tally.totals(Scope::Period(*period)), tally.totals(Scope::Period(first)));
            pair.add([then.of(x), then.of(y)], [before.of(x), before.of(y)]);
        }
    }
}

/// Every named period but the first, with every metric that is told of periods.
fn changes(timeline: &Timeline) -> Vec<(usize, Metric, PairedRatio)> {
    let told =
        |period: usize| Metric::ALL.into_iter().filter(move |metric| metric.ratio(Scope::Period(period)).is_some());
    let later = Period::named(&timeline.periods).skip(1);
    later.flat_map(|period| told(period).map(move |metric| (period, metric, PairedRatio::default()))).collect()
}
