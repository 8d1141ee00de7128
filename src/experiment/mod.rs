//! From outcomes to estimates: which replications run, what is counted, and what is compared.

mod bounds;
mod certainty;
mod estimate;
mod metric;
mod replicate;
mod results;
mod study;
mod tally;
#[cfg(test)]
mod tests;
mod times;

pub use metric::{Kind, Metric};
pub use replicate::{Interrupted, Plan, Watch};
pub use results::{Block, Difference, Endpoint, Estimate, IdealPoint, Incidence, Results, Scope, Summary, VariantInfo};
pub use study::BATCHES;

use crate::model::Model;

/// A variant to run: its name and its model.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Key in the scenario.
    pub id: &'a str,
    /// What figures and tables call it.
    pub label: &'a str,
    /// What runs. The models of one experiment have the same members and areas in the same order.
    pub model: &'a Model,
}

/// Runs every variant in the same worlds and estimates what is reported. The first one
/// is the baseline of every difference.
///
/// Threads are those of the current rayon pool; their number changes no bit of the results.
pub fn run(title: &str, cases: &[Case], plan: Plan, watch: &Watch) -> Result<Results, Interrupted> {
    let models: Vec<&Model> = cases.iter().map(|case| case.model).collect();
    let study = replicate::replicate(&models, plan, watch)?;
    let first = models[0];
    Ok(Results {
        title: title.to_owned(),
        replications: plan.replications,
        level: plan.level,
        years: first.agenda.years_held(),
        dimensions: first.dimensions.clone(),
        areas: first.areas.iter().map(|area| (area.id.clone(), area.label.clone())).collect(),
        members: first.members.iter().map(|member| (member.id.clone(), member.label.clone())).collect(),
        variants: cases.iter().map(variant_info).collect(),
        summary: estimate::summary(&study, plan.level),
        differences: estimate::differences(&study, plan.level),
        time: estimate::time(&study, plan.level),
        blocking: estimate::blocking(&study),
    })
}

fn variant_info(case: &Case) -> VariantInfo {
    let seats = &case.model.seats;
    let ideal_point = |&member: &usize| {
        let member = &case.model.members[member];
        IdealPoint { ideal: member.ideal.clone(), sd: member.ideal_sd.clone() }
    };
    VariantInfo {
        id: case.id.to_owned(),
        label: case.label.to_owned(),
        seats: seats.clone(),
        ideals: seats.iter().map(ideal_point).collect(),
    }
}
