use super::certainty::Pools;
use super::facts::{Told, VariantFacts};
use super::replicate::Runs;
use super::results::{Results, Scope, Worlds};
use super::shares::ShareFacts;
use super::sums::{Counted, Sums};
use super::{Case, Decomposed, Plan, estimate, outcomes};
use crate::model::{Dimension, Issue, Period, Timeline};
use crate::scenario::Scenario;
use crate::stats::Level;

/// What a run has counted, and what is known without it: all of which estimates are made, and no model.
#[derive(Debug, Clone, PartialEq)]
pub struct Study {
    /// Title of the scenario.
    pub(super) title: String,
    /// Whether it was asked of every proposal if some text would have done.
    pub(super) examined: bool,
    pub(super) dimensions: Vec<Dimension>,
    /// Areas and members as (id, label), in the order of the file.
    pub(super) areas: Vec<(String, String)>,
    pub(super) members: Vec<(String, String)>,
    pub(super) periods: Vec<Period>,
    pub(super) issues: Vec<Issue>,
    pub(super) variants: Vec<VariantFacts>,
    pub(super) decompositions: Vec<ShareFacts>,
    pub(super) sums: Sums,
}

/// The ratios of one variant.
#[derive(Clone, Copy)]
pub(super) struct Part<'s> {
    pub(super) told: &'s Told,
    pub(super) counted: &'s Counted,
    pub(super) pools: &'s Pools,
}

impl Study {
    /// What is known of these cases before any world.
    pub(super) fn of(title: &str, cases: &[Case], decomposed: Decomposed, plan: Plan) -> Self {
        let worlds = Worlds { seed: plan.seed, replications: plan.replications };
        let timelines: Vec<&Timeline> = cases.iter().map(|case| case.timeline).chain(decomposed.between).collect();
        let decompositions = decomposed.decompositions.iter();
        let first = timelines[0].first();
        Study {
            title: title.to_owned(),
            examined: plan.examine,
            dimensions: first.space().to_vec(),
            areas: first.areas.iter().map(|area| (area.id.clone(), area.label.clone())).collect(),
            members: first.members.iter().map(|member| (member.id.clone(), member.label.clone())).collect(),
            periods: timelines[0].periods.clone(),
            issues: first.listing.as_ref().map_or_else(Vec::new, |listing| listing.issues.clone()),
            variants: cases.iter().map(|case| VariantFacts::of(case, worlds)).collect(),
            decompositions: decompositions.map(|of| ShareFacts::of(of, &timelines, worlds)).collect(),
            sums: Sums::default(),
        }
    }

    /// What would be counted of a scenario, before any world.
    pub fn of_scenario(scenario: &Scenario) -> Self {
        Study::of(&scenario.title, &Case::of(scenario), Decomposed::of(scenario), Plan::of(scenario))
    }

    /// Title of the scenario.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is estimated of it; the first variant is the baseline of every difference.
    pub fn results(&self, level: Level) -> Results {
        Results {
            title: self.title.clone(),
            replications: self.variants.iter().map(|facts| facts.told.worlds.replications).max().unwrap_or(0),
            level,
            examined: self.examined,
            undecided: self.sums.variants.iter().map(|sums| sums.undecided).sum(),
            years: self.variants[0].years,
            dimensions: self.dimensions.clone(),
            areas: self.areas.clone(),
            members: self.members.clone(),
            periods: self.periods.clone(),
            issues: self.issues.clone(),
            variants: self.variants.iter().map(|facts| facts.info.clone()).collect(),
            summary: estimate::summary(self, level),
            differences: estimate::differences(self, level),
            changes: estimate::changes(self, level),
            time: estimate::time(self, level),
            passing: estimate::passing(self, level),
            blocking: estimate::blocking(self),
            decompositions: self.decompositions.iter().map(|facts| facts.decomposition.clone()).collect(),
            shares: estimate::shares(self, level),
            outcomes: outcomes::outcomes(self, level),
            accuracy: outcomes::accuracy(self, level),
        }
    }

    /// What is to run: the `timelines` of variants, then those that decompositions add.
    pub(super) fn runs<'r>(&'r self, timelines: &'r [&'r Timeline]) -> Runs<'r> {
        Runs { timelines, variants: &self.variants, decompositions: &self.decompositions }
    }

    /// What a scope is called in files.
    pub(super) fn scope_name(&self, scope: Scope) -> String {
        scope.name(&self.areas, &self.members, &self.periods, &self.issues)
    }

    /// The ratios of a variant.
    pub(super) fn part(&self, variant: usize) -> Part<'_> {
        let VariantFacts { told, pools, .. } = &self.variants[variant];
        Part { told, counted: &self.sums.variants[variant].counted, pools }
    }
}
