use super::estimate::share_interval;
use super::results::{Estimate, Incidence};
use super::study::{BATCHES, Study, VariantStudy};
use super::tally::CAUSES;
use crate::engine::Ending;
use crate::model::Agenda;
use crate::stats::{self, Curve, EventTable};

/// The incidence curves of a variant and of its delete-one-batch jackknife replicates.
pub(super) struct Times {
    replications: u64,
    cases: u64,
    horizon: f64,
    curves: [Curve; CAUSES],
    without_batch: Vec<[Curve; CAUSES]>,
}

const ADOPTED: usize = 0;

impl Times {
    pub(super) fn new(study: &Study, part: &VariantStudy) -> Self {
        let agenda = part.model.agenda.clone();
        let months = |key| months(&agenda, key);
        let mut whole = EventTable::default();
        part.events.iter().for_each(|batch| whole.merge(batch));
        let batches = study.replications.min(BATCHES as u64) as usize;
        let without = part.events[..batches].iter().map(|batch| whole.without(batch).incidence(months));
        Times {
            replications: study.replications,
            cases: whole.cases(),
            horizon: agenda.years_held() * 12.0,
            without_batch: if batches < 2 { Vec::new() } else { without.collect() },
            curves: whole.incidence(months),
        }
    }

    /// Standard error of a statistic of the curves by the grouped jackknife.
    fn std_error(&self, statistic: impl Fn(&[Curve; CAUSES]) -> f64) -> Option<f64> {
        jackknife(&self.without_batch.iter().map(statistic).collect::<Vec<_>>())
    }

    fn df(&self) -> u64 {
        self.without_batch.len() as u64 - 1
    }

    pub(super) fn rows(&self, cause: usize) -> Vec<Incidence> {
        let curve = &self.curves[cause];
        if curve.steps.last().is_none_or(|last| last.cumulative == 0.0) {
            return Vec::new();
        }
        let ending = Ending::ALL[cause];
        let start = Incidence { variant: 0, ending, months: 0.0, cumulative: 0.0, interval: None, at_risk: self.cases };
        let steps = curve.steps.iter().map(|step| Incidence {
            variant: 0,
            ending,
            months: step.time,
            cumulative: step.cumulative,
            interval: self.band(cause, step.time, step.cumulative),
            at_risk: step.at_risk,
        });
        std::iter::once(start).filter(|_| curve.steps[0].time > 0.0).chain(steps).collect()
    }

    fn band(&self, cause: usize, time: f64, share: f64) -> Option<(f64, f64)> {
        let error = self.std_error(|curves| curves[cause].at(time))?;
        Some(share_interval(share.min(1.0), error, self.cases, self.replications, self.df()))
    }

    /// Months until half are adopted; the interval are the times at which the band's edges cross one half
    /// (Brookmeyer & Crowley 1982, Biometrics 38). Absent where half are not adopted within the horizon.
    pub(super) fn median(&self) -> Option<Estimate> {
        let steps = &self.curves[ADOPTED].steps;
        let value = steps.iter().find(|step| step.cumulative >= 0.5)?.time;
        let crossing = |edge: fn((f64, f64)) -> f64| {
            steps
                .iter()
                .find(|step| self.band(ADOPTED, step.time, step.cumulative).is_some_and(|band| edge(band) >= 0.5))
                .map(|step| step.time)
        };
        let interval = crossing(|band| band.1).zip(crossing(|band| band.0));
        Some(Estimate { value, std_error: None, interval, n: self.cases })
    }

    pub(super) fn restricted_mean(&self) -> Option<Estimate> {
        if self.cases == 0 {
            return None;
        }
        let statistic = |curves: &[Curve; CAUSES]| curves[ADOPTED].restricted_mean(self.horizon);
        let (value, std_error) = (statistic(&self.curves), self.std_error(statistic));
        let interval = std_error.map(|error| {
            let (lower, upper) = stats::symmetric(value, error, self.df());
            (lower.max(0.0), upper.min(self.horizon))
        });
        Some(Estimate { value, std_error, interval, n: self.cases })
    }

    /// This variant's restricted mean minus the first one's, jackknifed in pairs: batches are the same worlds.
    pub(super) fn restricted_mean_difference(&self, first: &Times) -> Option<Estimate> {
        if self.cases == 0 || first.cases == 0 {
            return None;
        }
        let mean = |times: &Times, curves: &[Curve; CAUSES]| curves[ADOPTED].restricted_mean(times.horizon);
        let value = mean(self, &self.curves) - mean(first, &first.curves);
        let pairs = self.without_batch.iter().zip(&first.without_batch);
        let std_error = jackknife(&pairs.map(|(own, base)| mean(self, own) - mean(first, base)).collect::<Vec<_>>());
        let interval = std_error.map(|error| stats::symmetric(value, error, self.df()));
        Some(Estimate { value, std_error, interval, n: self.without_batch.len() as u64 })
    }
}

fn months(agenda: &Agenda, (sessions, polls): (u32, u32)) -> f64 {
    f64::from(sessions) * 12.0 / agenda.sessions_per_year + f64::from(polls) * agenda.months_per_round
}

/// √((B−1)/B Σ (θ_b − θ̄)²) of delete-one replicates θ_b; `None` below two.
fn jackknife(replicates: &[f64]) -> Option<f64> {
    let batches = replicates.len() as f64;
    if replicates.len() < 2 {
        return None;
    }
    let mean = replicates.iter().sum::<f64>() / batches;
    let squares: f64 = replicates.iter().map(|x| (x - mean) * (x - mean)).sum();
    Some(((batches - 1.0) / batches * squares).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_jackknife_of_a_mean_is_its_standard_error() {
        // Values 1, 2, 6 with mean 3: s² = 7, standard error √(7/3).
        assert!((jackknife(&[4.0, 3.5, 1.5]).unwrap() - (7.0f64 / 3.0).sqrt()).abs() < 1e-12);
    }
}
