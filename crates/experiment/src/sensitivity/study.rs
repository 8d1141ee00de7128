//! The results at all points, and what is found in them.

use super::explore::Sample;
use super::ranks::Ranks;
use super::{Band, Correlation, Effects, Holds, Indices, band, effects, holds, indices};
use crate::experiment::{Estimate, Metric, Results, Scope};
use crate::scenario::{Assumption, Setting};

/// A number of a result that is followed over the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Output {
    /// Whether it is the difference from the first variant.
    pub difference: bool,
    /// What is measured, of all proposals.
    pub metric: Metric,
    /// Index into the variants.
    pub variant: usize,
}

/// A scenario at the points of its assumptions.
#[derive(Debug, Clone)]
pub struct Study {
    /// The scenario as it is.
    pub as_is: Results,
    /// The coordinates of a point.
    pub assumptions: Vec<Assumption>,
    /// Where it was looked.
    pub sample: Sample,
    /// What the assumptions were, by point.
    pub settings: Vec<Vec<Setting>>,
    /// Every output that is defined anywhere.
    pub outputs: Vec<Output>,
    /// The same as numbers that can be ordered, by point.
    coordinates: Vec<Vec<f64>>,
    /// By point, then by [`place`].
    estimates: Vec<Vec<Option<Estimate>>>,
    seed: u64,
}

/// Something found for every assumption.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking<T> {
    /// Of what.
    pub output: Output,
    /// In the order of the assumptions.
    pub by_assumption: Vec<T>,
}

/// The place of an output among all that there could be of so many variants.
fn place(output: Output, variants: usize) -> usize {
    (usize::from(output.difference) * variants + output.variant) * Metric::ALL.len() + output.metric as usize
}

/// Everything of a result that is followed, by [`place`].
fn read(results: &Results) -> Vec<Option<Estimate>> {
    let variants = results.variants.len();
    let mut estimates = vec![None; 2 * variants * Metric::ALL.len()];
    for row in results.summary.iter().filter(|row| row.scope == Scope::All) {
        let output = Output { difference: false, metric: row.metric, variant: row.variant };
        estimates[place(output, variants)] = Some(row.estimate);
    }
    for row in results.differences.iter().filter(|row| row.scope == Scope::All) {
        let output = Output { difference: true, metric: row.metric, variant: row.variant };
        estimates[place(output, variants)] = Some(row.estimate);
    }
    estimates
}

impl Study {
    /// Of a scenario, with no points yet.
    pub(super) fn new(as_is: Results, assumptions: Vec<Assumption>, seed: u64) -> Self {
        let sample = Sample::Latin(Vec::new());
        let (settings, outputs, coordinates, estimates) = Default::default();
        Self { as_is, assumptions, sample, settings, outputs, coordinates, estimates, seed }
    }

    /// Bytes that a study of so many points and variants keeps.
    pub fn bytes(points: usize, variants: usize) -> f64 {
        points as f64 * (2 * variants * Metric::ALL.len() * size_of::<Option<Estimate>>()) as f64
    }

    /// Takes in the results at a point.
    pub(super) fn add(&mut self, results: &Results, settings: Vec<Setting>, point: &[f64]) {
        self.estimates.push(read(results));
        self.settings.push(settings);
        let coordinates = self.assumptions.iter().zip(point).map(|(assumption, &u)| assumption.coordinate(u));
        self.coordinates.push(coordinates.collect());
    }

    /// Ends with the points that were looked at.
    pub(super) fn of(mut self, sample: Sample) -> Self {
        let variants = self.as_is.variants.len();
        let as_is = read(&self.as_is);
        let defined = |output: &Output| {
            let place = place(*output, variants);
            as_is[place].is_some() || self.estimates.iter().any(|point| point[place].is_some())
        };
        let all = [false, true].into_iter().flat_map(|difference| {
            let of = move |metric| (0..variants).map(move |variant| Output { difference, metric, variant });
            Metric::ALL.into_iter().flat_map(of)
        });
        self.outputs = all.filter(defined).collect();
        self.sample = sample;
        self
    }

    /// What the scenario as it is says.
    pub fn as_is(&self, output: Output) -> Option<&Estimate> {
        match output.difference {
            false => self.as_is.summary(output.variant, Scope::All, output.metric),
            true => self.as_is.difference(output.variant, Scope::All, output.metric),
        }
    }

    /// What it says at a point.
    pub fn at(&self, point: usize, output: Output) -> Option<&Estimate> {
        self.estimates[point][place(output, self.as_is.variants.len())].as_ref()
    }

    fn value(&self, point: usize, output: Output) -> Option<f64> {
        self.at(point, output).map(|estimate| estimate.value)
    }

    /// How an output is spread over the points of which that can be said.
    pub fn band(&self, output: Output) -> Option<Band> {
        band(self.sample.spread().into_iter().filter_map(|point| self.value(point, output)))
    }

    /// At how many of these points a difference has the sign that it has in the scenario as it is, and at how many its own
    /// interval has that sign, too. `None` where it is no difference, or 0.
    pub fn holds(&self, output: Output) -> Option<(Holds, Holds)> {
        let sign = self.as_is(output).filter(|_| output.difference)?.value;
        let estimates: Vec<&Estimate> =
            self.sample.spread().into_iter().filter_map(|point| self.at(point, output)).collect();
        let same = |x: f64| x * sign > 0.0;
        let sure = |estimate: &Estimate| estimate.interval.is_some_and(|(low, high)| same(low) && same(high));
        let count = |holds_at: &dyn Fn(&Estimate) -> bool| estimates.iter().filter(|e| holds_at(e)).count();
        let share = |at| holds(at, estimates.len(), self.as_is.level);
        (sign != 0.0).then_some(())?;
        Some((share(count(&|estimate| same(estimate.value)))?, share(count(&sure))?))
    }

    /// How each output goes with each assumption, by ranks; of a Latin hypercube.
    pub fn correlations(&self) -> Vec<Ranking<Correlation>> {
        let Sample::Latin(points) = &self.sample else { return Vec::new() };
        let ranks = |of: &[usize]| {
            let points: Vec<&[f64]> = of.iter().map(|&point| self.coordinates[point].as_slice()).collect();
            Ranks::new(&points, self.as_is.level, self.seed)
        };
        let everywhere = ranks(&(0..points.len()).collect::<Vec<_>>());
        let ranking = |&output: &Output| {
            let defined: Vec<usize> = (0..points.len()).filter(|&p| self.value(p, output).is_some()).collect();
            let values: Vec<f64> = defined.iter().filter_map(|&point| self.value(point, output)).collect();
            let correlations = match defined.len() == points.len() {
                true => everywhere.as_ref()?.correlations(&values),
                false => ranks(&defined)?.correlations(&values),
            };
            Some(Ranking { output, by_assumption: correlations? })
        };
        self.outputs.iter().filter_map(ranking).collect()
    }

    /// What each assumption does to each output; of Morris' trajectories.
    pub fn effects(&self) -> Vec<Ranking<Option<Effects>>> {
        let Sample::Morris(ways) = &self.sample else { return Vec::new() };
        let ranking = |&output: &Output| {
            let mut points = 0..;
            let mut along = |count: usize| -> Vec<Option<f64>> {
                points.by_ref().take(count).map(|point| self.value(point, output)).collect()
            };
            let results: Vec<_> = ways.iter().map(|way| along(way.points.len())).collect();
            Ranking { output, by_assumption: effects(ways, &results, self.as_is.level, self.seed) }
        };
        self.outputs.iter().map(ranking).collect()
    }

    /// How much of each output's variance is due to each assumption; of Saltelli's design.
    pub fn indices(&self) -> Vec<Ranking<Indices>> {
        let Sample::Sobol(design) = &self.sample else { return Vec::new() };
        let ranking = |&output: &Output| {
            let results: Vec<Option<f64>> = (0..self.settings.len()).map(|point| self.value(point, output)).collect();
            let indices = indices(&results, design.dimensions, self.as_is.level, self.seed)?;
            Some(Ranking { output, by_assumption: indices })
        };
        self.outputs.iter().filter_map(ranking).collect()
    }
}
