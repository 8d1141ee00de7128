use super::bounds::Range;
use super::certainty::Row;
use super::facts::Sameness;
use super::metric::Metric;
use super::results::{Estimate, Incidence, Scope, Worlds};
use super::study::Study;
use super::sums::BATCHES;
use super::tally::{CAUSES, months};
use crate::engine::Ending;
use crate::stats::{self, Bundles, Curve, EventTable, Level, Spread, Step, Unseen};

/// The incidence curves of a variant and of its delete-one-batch jackknife replicates.
pub(super) struct Times {
    sameness: Sameness,
    of: Worlds,
    level: Level,
    cases: u64,
    horizon: f64,
    curves: [Curve; CAUSES],
    without_batch: Vec<[Curve; CAUSES]>,
    /// By cause: the bundles in which such endings come.
    bundles: [Bundles; CAUSES],
    bundles_of_adoption: Bundles,
    /// Worlds of equally many proposals that would say as much.
    worlds: f64,
}

const ADOPTED: usize = 0;
const OPT_OUT: usize = 1;

/// How many have been adopted, by all or by some. Curves of one table have their steps at the same times.
fn adoption(curves: &[Curve; CAUSES]) -> Curve {
    let steps = curves[ADOPTED].steps.iter().zip(&curves[OPT_OUT].steps);
    Curve { steps: steps.map(|(all, some)| Step { cumulative: all.cumulative + some.cumulative, ..*all }).collect() }
}

impl Times {
    pub(super) fn new(study: &Study, variant: usize, level: Level) -> Self {
        let (facts, events) = (&study.variants[variant], &study.sums.variants[variant].events);
        let mut whole = EventTable::default();
        events.iter().for_each(|batch| whole.merge(batch));
        let (worlds, part) = (facts.told.worlds, study.part(variant));
        let batches = worlds.replications.min(BATCHES as u64) as usize;
        let without = events[..batches].iter().map(|batch| whole.without(batch).incidence(months));
        let share = |metric| Row::of(part, Scope::All, metric, level);
        Times {
            sameness: facts.sameness,
            of: worlds,
            level,
            cases: whole.cases(),
            horizon: facts.years * 12.0,
            without_batch: if batches < 2 { Vec::new() } else { without.collect() },
            curves: whole.incidence(months),
            bundles: std::array::from_fn(|cause| {
                share_of(Ending::ALL[cause]).and_then(share).map_or(Bundles::ONE_BY_ONE, |row| row.bundles())
            }),
            bundles_of_adoption: share(Metric::PassRate).map_or(Bundles::ONE_BY_ONE, |row| row.bundles()),
            worlds: share(Metric::PassRate).map_or(0.0, |row| row.ratio.effective_worlds()),
        }
    }

    /// How a statistic of the curves varies.
    fn spread(&self, statistic: impl Fn(&[Curve; CAUSES]) -> f64) -> Option<Spread> {
        jackknife(&self.without_batch.iter().map(statistic).collect::<Vec<_>>())
    }

    pub(super) fn rows(&self, cause: usize) -> Vec<Incidence> {
        self.rows_of(&self.curves[cause], Ending::ALL[cause], |time, share| self.band(cause, time, share))
    }

    /// Of all that pass, whichever way.
    pub(super) fn passing(&self) -> Vec<Incidence> {
        let passed = adoption(&self.curves);
        self.rows_of(&passed, Ending::Adopted, |time, share| self.band_of_adoption(time, share))
    }

    fn rows_of(&self, curve: &Curve, ending: Ending, band: impl Fn(f64, f64) -> Option<(f64, f64)>) -> Vec<Incidence> {
        if curve.steps.last().is_none_or(|last| last.cumulative == 0.0) {
            return Vec::new();
        }
        let start = Incidence { variant: 0, ending, months: 0.0, cumulative: 0.0, interval: None, at_risk: self.cases };
        let steps = curve.steps.iter().map(|step| Incidence {
            variant: 0,
            ending,
            months: step.time,
            cumulative: step.cumulative,
            interval: band(step.time, step.cumulative),
            at_risk: step.at_risk,
        });
        std::iter::once(start).filter(|_| curve.steps[0].time > 0.0).chain(steps).collect()
    }

    /// The interval of a share of the tabled, as for the share of those that ever come to this ending.
    fn band(&self, cause: usize, time: f64, share: f64) -> Option<(f64, f64)> {
        self.band_of(self.bundles[cause], share, |curves| curves[cause].at(time))
    }

    fn band_of_adoption(&self, time: f64, share: f64) -> Option<(f64, f64)> {
        // The sum of both at that time, and not the curve of sums, which would be made for every time.
        let passed = |curves: &[Curve; CAUSES]| curves[ADOPTED].at(time) + curves[OPT_OUT].at(time);
        self.band_of(self.bundles_of_adoption, share, passed)
    }

    fn band_of(&self, bundles: Bundles, share: f64, statistic: impl Fn(&[Curve; CAUSES]) -> f64) -> Option<(f64, f64)> {
        let (spread, range) = (self.spread(statistic)?, (0.0, 1.0));
        let unseen = stats::unseen_share(self.cases as f64 / bundles.size, self.level);
        let unseen = Unseen::inwards(unseen, share, range);
        Some(stats::interval(share, &bundles.spread(spread), unseen, range, self.level))
    }

    /// Months until half are adopted; the interval are the times at which the band's edges cross one half
    /// (Brookmeyer & Crowley 1982, Biometrics 38). Absent where half are not adopted within the horizon.
    pub(super) fn median(&self) -> Option<Estimate> {
        let steps = &adoption(&self.curves).steps;
        let value = steps.iter().find(|step| step.cumulative >= 0.5)?.time;
        let crossing = |edge: fn((f64, f64)) -> f64| {
            steps
                .iter()
                .find(|step| self.band_of_adoption(step.time, step.cumulative).is_some_and(|band| edge(band) >= 0.5))
                .map(|step| step.time)
        };
        let interval = crossing(|band| band.1).zip(crossing(|band| band.0));
        Some(Estimate { value, std_error: None, interval, n: self.cases })
    }

    /// Mean months within the horizon in which a proposal is not adopted.
    pub(super) fn restricted_mean(&self) -> Option<Estimate> {
        if self.cases == 0 {
            return None;
        }
        let statistic = |curves: &[Curve; CAUSES]| adoption(curves).restricted_mean(self.horizon);
        let (value, spread) = (statistic(&self.curves), self.spread(statistic));
        Some(self.mean_estimate(value, spread, (0.0, self.horizon), self.worlds, self.cases))
    }

    /// This variant's restricted mean minus another one's. In the same worlds they are jackknifed in pairs: batches are the
    /// same worlds.
    pub(super) fn restricted_mean_difference(&self, first: &Times) -> Option<Estimate> {
        if self.of != first.of {
            return Some(self.restricted_mean()?.minus_independent(&first.restricted_mean()?));
        }
        if self.cases == 0 || first.cases == 0 {
            return None;
        }
        let mean = |times: &Times, curves: &[Curve; CAUSES]| adoption(curves).restricted_mean(times.horizon);
        let value = mean(self, &self.curves) - mean(first, &first.curves);
        let pairs = self.without_batch.iter().zip(&first.without_batch);
        let spread = jackknife(&pairs.map(|(own, base)| mean(self, own) - mean(first, base)).collect::<Vec<_>>());
        let one = self.sameness == first.sameness;
        let range = if one { (0.0, 0.0) } else { (-first.horizon, self.horizon) };
        let worlds = self.worlds.min(first.worlds);
        Some(self.mean_estimate(value, spread, range, worlds, self.without_batch.len() as u64))
    }

    /// The share that has passed within so many months; absent where that is beyond the horizon.
    pub(super) fn passed_within(&self, months: f64) -> Option<Estimate> {
        let statistic = |curves: &[Curve; CAUSES]| adoption(curves).at(months);
        let (value, spread) = (statistic(&self.curves), self.spread(statistic));
        (self.cases > 0 && months <= self.horizon).then(|| Estimate {
            value,
            std_error: spread.map(|spread| self.bundles_of_adoption.spread(spread).std_error()),
            interval: self.band_of_adoption(months, value),
            n: self.cases,
        })
    }

    /// This variant's share minus another one's. In the same worlds they are jackknifed in pairs.
    pub(super) fn passed_within_difference(&self, first: &Times, months: f64) -> Option<Estimate> {
        let (own, base) = (self.passed_within(months)?, first.passed_within(months)?);
        if self.of != first.of {
            return Some(own.minus_independent(&base));
        }
        let at = |curves: &[Curve; CAUSES]| adoption(curves).at(months);
        let pairs = self.without_batch.iter().zip(&first.without_batch);
        let spread = jackknife(&pairs.map(|(own, base)| at(own) - at(base)).collect::<Vec<_>>());
        let range = if self.sameness == first.sameness { (0.0, 0.0) } else { (-1.0, 1.0) };
        let value = own.value - base.value;
        let cases = self.cases.min(first.cases) as f64;
        let unseen = Unseen::both(stats::unseen_share(cases / self.bundles_of_adoption.size, self.level));
        Some(Estimate {
            value,
            std_error: spread.map(|spread| spread.std_error()),
            interval: spread.map(|spread| stats::interval(value, &spread, unseen, range, self.level)),
            n: self.without_batch.len() as u64,
        })
    }

    /// The proposals of a world that was never seen are adopted at once where the others never are, or never where
    /// they are at once; the less so the more is seen that varies.
    fn mean_estimate(&self, value: f64, spread: Option<Spread>, range: Range, worlds: f64, n: u64) -> Estimate {
        let unheard_of = 1.0 / (1.0 + spread.map_or(0.0, |spread| spread.events()));
        let unseen = Unseen::both(unheard_of * self.horizon * stats::unseen(self.level) / worlds);
        Estimate {
            value,
            std_error: spread.map(|spread| spread.std_error()),
            interval: spread.map(|spread| stats::interval(value, &spread, unseen, range, self.level)),
            n,
        }
    }
}

/// The metric that tells how many come to an ending, if there is one.
fn share_of(ending: Ending) -> Option<Metric> {
    Metric::ALL
        .into_iter()
        .find(|metric| metric.name().strip_prefix("share_") == Some(&ending.name().replace('-', "_")))
}

/// How an estimate varies of which these are the values without one of B batches in turn. A batch contributes
/// −(B−1)/B times the deviation of what remains without it (Wolter 2007, Introduction to Variance Estimation, chapter 4).
pub(super) fn jackknife(replicates: &[f64]) -> Option<Spread> {
    let batches = replicates.len() as f64;
    let mean = replicates.iter().sum::<f64>() / batches;
    let contributions = replicates.iter().map(|x| (1.0 - batches) / batches * (x - mean));
    let (squares, cubes) = contributions.fold((0.0, 0.0), |(squares, cubes), z| (squares + z * z, cubes + z * z * z));
    Spread::of_sum(squares, cubes, replicates.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        // Values 1, 2, 6 with mean 3: s² = 7, standard error √(7/3); third moment of the mean 18 · 3/2 / 3².
        let spread = jackknife(&[4.0, 3.5, 1.5]).unwrap();
        assert!((spread.std_error() - (7.0f64 / 3.0).sqrt()).abs() < 1e-12);
        assert!((spread.third - 3.0).abs() < 1e-12);
        assert_eq!(jackknife(&[1.0]), None);
    }

    #[test]
    fn every_ending_that_is_a_cause_has_its_share() {
        assert!(Ending::ALL[..CAUSES].iter().all(|&ending| share_of(ending).is_some()));
    }
}
