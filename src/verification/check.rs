use crate::engine::Ending;
use crate::experiment::Metric;

/// A built-in scenario: what `winset verify --show` prints and `winset run` runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub id: &'static str,
    /// As a user would write it.
    pub toml: &'static str,
}

/// One number that is known, and where the program gets its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// Its name: the setting's, the variant's and the quantity's.
    pub id: String,
    /// What the number is.
    pub what: String,
    /// Who says so.
    pub source: &'static str,
    /// What is run.
    pub setting: Setting,
    /// In which variant.
    pub variant: &'static str,
    /// Which of its results.
    pub quantity: Quantity,
    /// What it ought to be.
    pub expected: Expected,
}

/// A result of a run, or of the rule alone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// A row of `summary.csv`: scope as written there, and metric.
    Summary(&'static str, Metric),
    /// A row of `differences.csv`, over all proposals.
    Difference(Metric),
    /// The share that has come to this ending by so many months.
    Incidence(Ending, f64),
    /// A row of `power.csv`, where one rule is that of all areas: scope and index as written there. Nothing is simulated.
    Power(&'static str, &'static str),
}

/// What a number ought to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expected {
    /// This, on average over worlds.
    Mean(f64),
    /// What another program found, with the standard error of its own.
    Estimate(f64, f64),
    /// This, to within 1e-9, in whatever world.
    Exactly(f64),
}

impl Expected {
    /// The number.
    pub fn value(self) -> f64 {
        match self {
            Expected::Mean(value) | Expected::Estimate(value, _) | Expected::Exactly(value) => value,
        }
    }
}

impl Quantity {
    /// Its name within ids.
    pub(super) fn name(self) -> String {
        match self {
            Quantity::Summary("all", metric) => metric.name().to_owned(),
            Quantity::Summary(scope, metric) => format!("{scope}:{}", metric.name()),
            Quantity::Difference(metric) => format!("difference:{}", metric.name()),
            Quantity::Incidence(ending, months) => format!("{}:{months}", ending.name()),
            Quantity::Power("all", index) => index.to_owned(),
            Quantity::Power(scope, index) => format!("{scope}:{index}"),
        }
    }

    /// Whether it takes worlds.
    pub(super) fn is_simulated(self) -> bool {
        match self {
            Quantity::Summary(..) | Quantity::Difference(_) | Quantity::Incidence(..) => true,
            Quantity::Power(..) => false,
        }
    }
}

/// Makes the checks of one setting: what they have in common, and then one call a number.
pub(super) struct Checks {
    setting: Setting,
    source: &'static str,
    checks: Vec<Check>,
}

impl Checks {
    pub(super) fn of(setting: Setting, source: &'static str) -> Self {
        Checks { setting, source, checks: Vec::new() }
    }

    /// From here on somebody else is cited.
    pub(super) fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// One more number.
    pub(super) fn expect(
        mut self,
        what: impl Into<String>,
        variant: &'static str,
        quantity: Quantity,
        expected: Expected,
    ) -> Self {
        self.checks.push(Check {
            id: format!("{}/{variant}/{}", self.setting.id, quantity.name()),
            what: what.into(),
            source: self.source,
            setting: self.setting,
            variant,
            quantity,
            expected,
        });
        self
    }

    /// A mean over worlds of a metric of all proposals.
    pub(super) fn mean(self, what: impl Into<String>, variant: &'static str, metric: Metric, expected: f64) -> Self {
        self.expect(what, variant, Quantity::Summary("all", metric), Expected::Mean(expected))
    }

    /// A metric of all proposals that is the same in every world.
    pub(super) fn exactly(self, what: impl Into<String>, variant: &'static str, metric: Metric, expected: f64) -> Self {
        self.expect(what, variant, Quantity::Summary("all", metric), Expected::Exactly(expected))
    }

    pub(super) fn done(self) -> Vec<Check> {
        self.checks
    }
}
