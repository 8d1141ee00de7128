use super::check::{Check, Expected, Quantity, Setting};
use crate::experiment::{self, Case, Interrupted, Kind, Plan, Results, Watch};
use crate::power::{self, Effort, Power, Value};
use crate::scenario::{self, Faults, Options, Scenario};
use crate::stats::{self, Level};

/// An estimate so many standard errors away from what is known is no accident: with 150 rows that happens about once in a
/// thousand runs with other seeds.
pub const TOO_FAR: f64 = 4.5;

/// An exact value is met to within this much, relative to 1 or to its size.
const EXACTLY: f64 = 1e-9;

/// A check and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What was checked.
    pub check: Check,
    /// What the program found; absent where there were no cases.
    pub estimate: Option<f64>,
    /// The error by which it is judged; absent where the value is to be exact.
    pub std_error: Option<f64>,
    /// How many of these it is away from what is known.
    pub z: Option<f64>,
    /// Whether the two agree.
    pub holds: bool,
}

/// Why there is no table.
#[derive(Debug, thiserror::Error)]
pub enum VerificationError {
    /// A built-in scenario is at fault.
    #[error("the built-in scenario `{0}` cannot be read")]
    Scenario(&'static str, #[source] Faults),
    /// Somebody asked to stop.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// Runs every setting that the checks name, once, in one of `one_in` of its worlds, and lays the results beside what is
/// known. The way is that of `winset run`: text, model, worlds, estimates.
///
/// # Errors
/// If a built-in scenario is at fault, or the run was asked to stop.
pub fn run(checks: &[Check], one_in: u64, watch: &Watch) -> Result<Vec<Row>, VerificationError> {
    let mut rows = Vec::with_capacity(checks.len());
    for of_setting in checks.chunk_by(|a, b| a.setting == b.setting) {
        let done = Done::new(of_setting, one_in, watch)?;
        rows.extend(of_setting.iter().map(|check| judge(check.clone(), done.find(check))));
    }
    Ok(rows)
}

/// How many worlds [`run`] simulates.
///
/// # Errors
/// If a built-in scenario is at fault.
pub fn worlds(checks: &[Check], one_in: u64) -> Result<u64, VerificationError> {
    let settings = checks.chunk_by(|a, b| a.setting == b.setting).filter(|of_setting| is_simulated(of_setting));
    settings.map(|of_setting| Ok(read(of_setting[0].setting)?.run.replications.div_ceil(one_in))).sum()
}

fn read(setting: Setting) -> Result<Scenario, VerificationError> {
    let read = scenario::parse(setting.id, setting.toml, &Options::default());
    read.map_err(|faults| VerificationError::Scenario(setting.id, faults))
}

fn is_simulated(checks: &[Check]) -> bool {
    checks.iter().any(|check| check.quantity.is_simulated())
}

/// A setting that has run.
struct Done {
    scenario: Scenario,
    /// By variant: what its rules alone say, where somebody asks.
    powers: Vec<Power>,
    results: Results,
}

/// What the program says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    value: f64,
    std_error: Option<f64>,
    /// Of a share: how many cases it is a share of.
    cases: Option<u64>,
}

impl Done {
    fn new(checks: &[Check], one_in: u64, watch: &Watch) -> Result<Self, VerificationError> {
        let scenario = read(checks[0].setting)?;
        let asks_rules = checks.iter().any(|check| !check.quantity.is_simulated());
        let powers = if asks_rules { powers(&scenario, watch)? } else { Vec::new() };
        let cases = Case::of(&scenario);
        let scenario::Run { replications, seed, feasibility, .. } = scenario.run;
        let replications = if is_simulated(checks) { replications.div_ceil(one_in) } else { 0 };
        let level = Level::default();
        let plan = Plan { seed, replications, examine: feasibility, level };
        let results = experiment::run_cases(&scenario.title, &cases, plan, watch)?;
        Ok(Done { scenario, powers, results })
    }

    fn find(&self, check: &Check) -> Option<Found> {
        let variant = self.scenario.variants.iter().position(|variant| variant.id == check.variant)?;
        let results = &self.results;
        match check.quantity {
            Quantity::Summary(scope, metric) => {
                let is_it = |row: &&experiment::Summary| {
                    row.variant == variant && row.metric == metric && results.scope_name(row.scope) == scope
                };
                let estimate = results.summary.iter().find(is_it)?.estimate;
                let cases = (metric.kind() == Kind::Share).then_some(estimate.n);
                Some(Found { value: estimate.value, std_error: estimate.std_error, cases })
            }
            Quantity::Difference(metric) => {
                let estimate = results.difference(variant, experiment::Scope::All, metric)?;
                Some(Found { value: estimate.value, std_error: estimate.std_error, cases: None })
            }
            Quantity::Incidence(ending, months) => {
                let of_it = |row: &&experiment::Incidence| row.variant == variant && row.ending == ending;
                let row = results.time.iter().filter(of_it).rfind(|row| row.months <= months + 1e-9)?;
                // The interval of a share far from 0 and 1 is symmetric but for little.
                let quantile = stats::student_quantile(experiment::BATCHES as u64 - 1, results.level);
                let std_error = row.interval.map(|(lower, upper)| (upper - lower) / 2.0 / quantile);
                Some(Found { value: row.cumulative, std_error, cases: None })
            }
            Quantity::Power(scope, index) => {
                let rows = self.powers.get(variant)?.rows().into_iter();
                let mut of_it = rows.filter(|row| row.scope.to_string() == scope && row.index.to_string() == index);
                let Value { value, std_error } = of_it.next()?.value;
                Some(Found { value, std_error, cases: None })
            }
        }
    }
}

/// By variant. The Shapley–Shubik index of large bodies is sampled, for it would take most of the time.
fn powers(scenario: &Scenario, watch: &Watch) -> Result<Vec<Power>, Interrupted> {
    let effort = Effort { steps: 10_000_000_000, samples: 1_000, ..Effort::default() };
    let watch = power::Watch { stop: watch.stop, done: &|_| {} };
    scenario.variants.iter().map(|variant| power::analyse(variant.model(), &effort, &watch)).collect()
}

fn judge(check: Check, found: Option<Found>) -> Row {
    let Some(found) = found else {
        return Row { check, estimate: None, std_error: None, z: None, holds: false };
    };
    let distance = found.value - check.expected.value();
    let std_error = match check.expected {
        Expected::Exactly(value) => {
            let holds = distance.abs() <= EXACTLY * value.abs().max(1.0);
            return Row { check, estimate: Some(found.value), std_error: None, z: None, holds };
        }
        Expected::Mean(value) => at_least_binomial(found, value),
        Expected::Estimate(value, error) => libm::hypot(at_least_binomial(found, value), error),
    };
    let z = if distance == 0.0 { 0.0 } else { distance / std_error };
    Row { check, estimate: Some(found.value), std_error: Some(std_error), z: Some(z), holds: z.abs() < TOO_FAR }
}

/// The standard error under the estimate; of shares at least that of so many independent cases under the expected value,
/// so that a rare event that was never seen has one too.
fn at_least_binomial(found: Found, expected: f64) -> f64 {
    let own = found.std_error.unwrap_or(0.0);
    found.cases.map_or(own, |cases| own.max((expected * (1.0 - expected) / cases as f64).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::super::checks;
    use super::*;

    fn found(value: f64, std_error: f64, cases: Option<u64>) -> Option<Found> {
        Some(Found { value, std_error: Some(std_error), cases })
    }

    fn check(expected: Expected) -> Check {
        Check { expected, ..checks().remove(0) }
    }

    #[test]
    fn the_distance_is_told_in_standard_errors_of_both_sides() {
        let row = judge(check(Expected::Mean(0.5)), found(0.53, 0.01, None));
        assert!((row.z.unwrap() - 3.0).abs() < 1e-9 && row.holds);
        let row = judge(check(Expected::Mean(0.5)), found(0.545, 0.01, None));
        assert!(!row.holds, "4.5 is too far");
        let row = judge(check(Expected::Estimate(0.5, 0.04)), found(0.55, 0.03, None));
        assert!((row.std_error.unwrap() - 0.05).abs() < 1e-12 && (row.z.unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_was_never_seen_has_an_error_too() {
        let row = judge(check(Expected::Mean(0.01)), found(0.0, 0.0, Some(100)));
        assert!((row.std_error.unwrap() - 0.0099498744).abs() < 1e-9 && row.holds);
        assert!(!judge(check(Expected::Mean(0.9)), found(0.0, 0.0, Some(100))).holds);
    }

    #[test]
    fn exact_values_leave_no_room_and_missing_ones_fail() {
        assert!(judge(check(Expected::Exactly(0.4)), found(0.4 + 1e-12, 0.1, None)).holds);
        assert!(!judge(check(Expected::Exactly(0.4)), found(0.4 + 1e-8, 0.1, None)).holds);
        assert!(judge(check(Expected::Exactly(17_278_571.0)), found(17_278_571.0, 0.0, None)).holds);
        assert!(!judge(check(Expected::Mean(0.4)), None).holds);
    }

    #[test]
    fn a_number_that_cannot_be_is_not_equal_to_anything() {
        assert!(!judge(check(Expected::Mean(0.5)), found(f64::NAN, 0.01, None)).holds);
        assert!(!judge(check(Expected::Exactly(0.5)), found(f64::NAN, 0.01, None)).holds);
        assert!(!judge(check(Expected::Mean(0.5)), found(0.6, 0.0, None)).holds);
    }
}
