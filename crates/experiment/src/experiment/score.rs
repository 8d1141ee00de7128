//! Predicted against observed: how far estimates are from numbers that were seen in the world, and whether that is better than
//! saying something simple.

use std::collections::BTreeMap;

use super::outcomes::clustered_mean;
use super::results::{Estimate, Results, Scope};
use super::{Kind, Measured, Metric, Study};
use crate::scenario::observed::{Observed, Target};

/// What was observed, beside what was simulated.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// One a target of which something was simulated, in the order of the file.
    pub levels: Vec<LevelScore>,
    /// One a target whose step begins in another variant that was observed, too: the one that it names, or the first.
    pub steps: Vec<StepScore>,
    /// Mean absolute errors, by metric; shares that passed within some months are one.
    pub errors: Vec<ErrorScore>,
    /// Targets of which nothing was simulated.
    pub absent: Vec<Target>,
}

/// A number.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelScore {
    /// What was observed.
    pub target: Target,
    /// What it is about.
    pub metric: Measured,
    /// What was simulated.
    pub predicted: Estimate,
    /// Predicted minus observed in joint standard errors; absent where both are without error.
    pub z: Option<f64>,
}

/// A change from one variant to another one.
#[derive(Debug, Clone, PartialEq)]
pub struct StepScore {
    /// What was observed in the other variant.
    pub target: Target,
    /// What was observed in the variant where the step begins.
    pub first: Target,
    /// What it is about.
    pub metric: Measured,
    /// The simulated difference, paired by world.
    pub predicted: Estimate,
    /// The observed difference.
    pub observed: f64,
    /// Its standard error, both observations being independent.
    pub se: f64,
    /// Predicted minus observed in joint standard errors; absent where both are without error.
    pub z: Option<f64>,
}

impl StepScore {
    /// Whether both go the same way, or nowhere.
    pub fn sign_is_right(&self) -> bool {
        self.predicted.value * self.observed > 0.0 || (self.predicted.value == 0.0 && self.observed == 0.0)
    }
}

/// What an error is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// Numbers.
    Levels,
    /// Numbers less what all predictions have in common: their mean error.
    LevelsWithoutShift,
    /// Changes from one variant to another.
    Steps,
}

impl Of {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Of::Levels => "levels",
            Of::LevelsWithoutShift => "levels_without_shift",
            Of::Steps => "steps",
        }
    }

    /// What tables call it.
    pub fn label(self) -> &'static str {
        match self {
            Of::Levels => "Levels",
            Of::LevelsWithoutShift => "Levels less shift",
            Of::Steps => "Steps",
        }
    }
}

/// Who says what would be observed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rival {
    /// The simulation.
    Winset,
    /// The column `baseline` of the observations.
    Given,
    /// The mean of all other observations of this metric.
    MeanOfOthers,
    /// Nothing changes from one variant to the other.
    NoChange,
}

impl Rival {
    /// All of them, in the order of the tables.
    pub const ALL: [Rival; 4] = [Rival::Winset, Rival::Given, Rival::MeanOfOthers, Rival::NoChange];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Rival::Winset => "winset",
            Rival::Given => "baseline",
            Rival::MeanOfOthers => "mean_of_others",
            Rival::NoChange => "no_change",
        }
    }

    /// What tables call it.
    pub fn label(self) -> &'static str {
        match self {
            Rival::Winset => "winset",
            Rival::Given => "Baseline",
            Rival::MeanOfOthers => "Mean of the others",
            Rival::NoChange => "No change",
        }
    }
}

/// A mean absolute error over the targets of one metric on which this rival says something.
#[derive(Debug, Clone, PartialEq)]
pub struct ErrorScore {
    /// Name of what was observed.
    pub metric: &'static str,
    /// What tables call it.
    pub label: &'static str,
    /// The metric whose unit it has.
    pub looks_like: Metric,
    /// Levels or steps.
    pub of: Of,
    /// Whose error it is.
    pub rival: Rival,
    /// Its mean; its cases are targets.
    pub error: Estimate,
    /// The simulation's minus this one's on the same targets; absent for the simulation.
    pub difference: Option<Estimate>,
    /// The mean error with its sign.
    pub shift: f64,
}

/// Scores the estimates of a run: of a study and what was made of it.
pub fn score(study: &Study, results: &Results, observed: &Observed) -> Scores {
    let scopes: BTreeMap<String, Scope> =
        results.summary.iter().map(|row| (results.scope_name(row.scope), row.scope)).collect();
    let (mut levels, mut steps, mut absent) = (Vec::new(), Vec::new(), Vec::new());
    for target in &observed.targets {
        let place = || {
            let (variant, scope) = (results.variant(&target.variant)?, *scopes.get(&target.scope)?);
            Some((variant, scope, Measured::named(&target.metric)?))
        };
        let found = place().and_then(|at| Some((at, at.2.estimate(study, results, at.0, at.1)?)));
        let Some(((variant, scope, metric), predicted)) = found else {
            absent.push(target.clone());
            continue;
        };
        let z = joint(predicted.value - target.value, [predicted.std_error.unwrap_or(0.0), target.se]);
        levels.push(LevelScore { target: target.clone(), metric, predicted, z });
        let step = where_it_begins(target, results, observed).and_then(|first| {
            let of = [results.variant(&first.variant)?, variant];
            Some((first, metric.difference(study, results.level, of, scope)?))
        });
        if let Some((first, predicted)) = step {
            let (observed, se) = (target.value - first.value, libm::hypot(target.se, first.se));
            let z = joint(predicted.value - observed, [predicted.std_error.unwrap_or(0.0), se]);
            let (target, first) = (target.clone(), first.clone());
            steps.push(StepScore { target, first, metric, predicted, observed, se, z });
        }
    }
    let errors = errors(&levels, &steps, observed, results);
    Scores { levels, steps, errors, absent }
}

/// The observation in the variant from which the step to this one is taken. Where a table names such variants for some of its
/// steps, it names them for all.
fn where_it_begins<'o>(target: &Target, results: &Results, observed: &'o Observed) -> Option<&'o Target> {
    let named = observed.targets.iter().any(|target| target.from.is_some());
    let from = if named { target.from.as_ref()? } else { &results.variants[0].id };
    let same =
        |first: &&Target| first.variant == *from && (&first.scope, &first.metric) == (&target.scope, &target.metric);
    observed.targets.iter().find(same).filter(|first| first.variant != target.variant)
}

/// A distance in joint standard errors.
fn joint(distance: f64, errors: [f64; 2]) -> Option<f64> {
    let error = libm::hypot(errors[0], errors[1]);
    (error > 0.0).then(|| distance / error)
}

fn errors(levels: &[LevelScore], steps: &[StepScore], observed: &Observed, results: &Results) -> Vec<ErrorScore> {
    let mut families: Vec<_> = levels.iter().map(|level| (level.metric.looks_like(), level.metric.family())).collect();
    families.sort_unstable();
    families.dedup();
    let mut rows = Vec::new();
    for (looks_like, (metric, label)) in families {
        let most = if looks_like.kind() == Kind::Share { 1.0 } else { f64::INFINITY };
        let of_family: Vec<&LevelScore> = levels.iter().filter(|level| level.metric.family().0 == metric).collect();
        // By target, the error of every rival that says something.
        let by_level: Vec<Vec<Option<f64>>> = of_family
            .iter()
            .map(|level| {
                let others = observed.targets.iter().filter(|t| t.metric == level.target.metric && **t != level.target);
                let others: Vec<f64> = others.map(|target| target.value).collect();
                let mean = (!others.is_empty()).then(|| others.iter().sum::<f64>() / others.len() as f64);
                let said = [Some(level.predicted.value), level.target.baseline, mean, None];
                said.map(|said| said.map(|said| said - level.target.value)).to_vec()
            })
            .collect();
        let by_step: Vec<Vec<Option<f64>>> = steps
            .iter()
            .filter(|step| step.metric.family().0 == metric)
            .map(|step| {
                let given = step.target.baseline.zip(step.first.baseline).map(|(then, before)| then - before);
                let said = [Some(step.predicted.value), given, None, Some(0.0)];
                said.map(|said| said.map(|said| said - step.observed)).to_vec()
            })
            .collect();
        for (of, table) in
            [(Of::Levels, &by_level), (Of::LevelsWithoutShift, &without_shift(&by_level)), (Of::Steps, &by_step)]
        {
            rows.extend(Rival::ALL.into_iter().enumerate().filter_map(|(place, rival)| {
                let both = || table.iter().filter_map(move |errors| errors[0].zip(errors[place]));
                let shift = both().map(|(_, own)| own).sum::<f64>() / both().count() as f64;
                let mean =
                    |values: Vec<f64>, bounds| clustered_mean(values.into_iter().enumerate(), bounds, results.level);
                let error = mean(both().map(|(_, own)| own.abs()).collect(), (0.0, (0.0, most)))?;
                let paired = both().map(|(winset, own)| winset.abs() - own.abs()).collect();
                let difference = (place > 0).then(|| mean(paired, (error.value, (-most, most)))).flatten();
                Some(ErrorScore { metric, label, looks_like, of, rival, error, difference, shift })
            }));
        }
    }
    rows
}

/// Each rival's errors less their mean; nothing of one target alone.
fn without_shift(table: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
    if table.len() < 2 {
        return Vec::new();
    }
    let mean = |place: usize| {
        let known: Vec<f64> = table.iter().filter_map(|errors| errors[place]).collect();
        known.iter().sum::<f64>() / known.len() as f64
    };
    let means: Vec<f64> = (0..Rival::ALL.len()).map(mean).collect();
    let less =
        |errors: &Vec<Option<f64>>| errors.iter().zip(&means).map(|(error, mean)| error.map(|e| e - mean)).collect();
    table.iter().map(less).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Watch;
    use crate::scenario::{self, Options};
    use crate::stats::Level;

    fn target(variant: &str, metric: &str, value: f64, se: f64, baseline: Option<f64>) -> Target {
        let text = str::to_owned;
        Target {
            variant: text(variant),
            from: None,
            scope: text("all"),
            metric: text(metric),
            value,
            se,
            baseline,
            source: text(""),
        }
    }

    /// Variants in which everything passes, and in which nothing does; 4 a year are tabled.
    fn study() -> Study {
        let text = "[space]\ndimensions = ['x']\n[members]\na = { ideal = [1], initiative = 4 }\nb = { ideal = [-1], initiative = 0 }\n\
                    [areas.k]\nstatus_quo = { mean = -1 }\n[agenda]\narrivals = 'fixed'\n[variants.all]\nset = { rule = { kind = 'majority', \
                    share = 0.5 } }\n[variants.none]\n[run]\nreplications = 20\n";
        let scenario = scenario::parse("t", text, &Options::default()).expect("sound");
        crate::experiment::count(&scenario, &Watch::nobody(), None).expect("nobody stops it")
    }

    fn scored(targets: Vec<Target>) -> Scores {
        let study = study();
        score(&study, &study.results(Level::default()), &Observed { targets })
    }

    #[test]
    fn levels_and_steps_are_scored_by_hand() {
        let targets = vec![
            target("all", "pass_rate", 0.9, 0.05, Some(0.5)),
            target("none", "pass_rate", 0.2, 0.05, Some(0.5)),
            target("all", "tabled_per_year", 3.0, 0.0, None),
            target("none", "dilution", 0.1, 0.1, None),
        ];
        let scores = scored(targets);
        assert_eq!(scores.absent.len(), 1, "nothing is adopted, so that nothing is diluted");
        let z: Vec<Option<f64>> =
            scores.levels.iter().map(|level| level.z.map(|z| (z * 100.0).round() / 100.0)).collect();
        assert_eq!(z, [Some(2.0), Some(-4.0), None]);
        let [step] = &scores.steps[..] else { panic!("one step: {:?}", scores.steps) };
        assert!(step.sign_is_right() && (step.observed + 0.7).abs() < 1e-12 && step.predicted.value == -1.0);
        let error = |of, rival| {
            let row = scores.errors.iter().find(|row| (row.metric, row.of, row.rival) == ("pass_rate", of, rival));
            row.map(|row| (row.error.value, row.shift, row.difference.map(|difference| difference.value)))
        };
        let near = |found: Option<(f64, f64, Option<f64>)>, wanted: (f64, f64, Option<f64>)| {
            let (error, shift, difference) = found.expect("it is told");
            assert!((error - wanted.0).abs() < 1e-12 && (shift - wanted.1).abs() < 1e-12, "{found:?} {wanted:?}");
            assert!(difference.zip(wanted.2).map_or(difference == wanted.2, |(a, b)| (a - b).abs() < 1e-12));
        };
        // +.1 and −.2; .5 is off by −.4 and +.3; the mean of the others is the other one.
        near(error(Of::Levels, Rival::Winset), (0.15, -0.05, None));
        near(error(Of::Levels, Rival::Given), (0.35, -0.05, Some(-0.2)));
        near(error(Of::Levels, Rival::MeanOfOthers), (0.7, 0.0, Some(-0.55)));
        near(error(Of::LevelsWithoutShift, Rival::Winset), (0.15, 0.0, None));
        near(error(Of::Steps, Rival::Winset), (0.3, -0.3, None));
        near(error(Of::Steps, Rival::NoChange), (0.7, 0.7, Some(-0.4)));
        assert!(error(Of::Levels, Rival::NoChange).is_none() && error(Of::Steps, Rival::MeanOfOthers).is_none());
        let of_one = scores.errors.iter().filter(|row| row.metric == "tabled_per_year");
        assert!(of_one.clone().count() > 0 && of_one.clone().all(|row| row.error.interval.is_none()), "of one target");
    }

    #[test]
    fn steps_begin_where_the_table_says_and_shares_by_some_time_are_one_family() {
        let within = |months: u32| format!("passed_within_{months}_months");
        let step = |from: &str, to: Target| Target { from: Some(from.to_owned()), ..to };
        // Decided in the first poll, a month after tabling; the horizon is a year.
        let targets = vec![
            target("none", &within(1), 0.1, 0.05, None),
            step("none", target("all", &within(1), 0.9, 0.05, None)),
            target("all", &within(12), 1.0, 0.0, None),
            target("all", &within(13), 1.0, 0.0, None),
        ];
        let scores = scored(targets);
        let predicted: Vec<f64> = scores.levels.iter().map(|level| level.predicted.value).collect();
        assert_eq!(predicted, [0.0, 1.0, 1.0]);
        assert!(scores.levels.iter().all(|level| level.predicted.interval.is_some()));
        assert_eq!(scores.absent[0].metric, within(13), "beyond the horizon");
        let [step] = &scores.steps[..] else { panic!("the last but one names no beginning: {:?}", scores.steps) };
        assert_eq!((step.first.variant.as_str(), step.predicted.value), ("none", 1.0));
        assert!((step.observed - 0.8).abs() < 1e-12 && step.sign_is_right());
        let row = scores.errors.iter().find(|row| row.of == Of::Levels).expect("it is told");
        assert_eq!((row.metric, row.error.n), ("passed_within", 3));
        assert!((row.error.value - 0.2 / 3.0).abs() < 1e-12, "{row:?}");
    }
}
