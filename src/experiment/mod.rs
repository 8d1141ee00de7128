//! From outcomes to estimates: which replications run, what is counted, and what is compared.

mod bounds;
mod certainty;
mod estimate;
mod metric;
mod quantity;
mod replicate;
mod results;
mod study;
mod tally;
mod times;

pub use metric::{Kind, Metric};
pub use replicate::{Interrupted, Plan, Watch};
pub use results::{Block, Difference, Endpoint, Estimate, IdealPoint, Incidence, Results, Scope, Summary, VariantInfo};
pub use study::BATCHES;

use crate::model::Timeline;

/// A variant to run: its name and its model.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Key in the scenario.
    pub id: &'a str,
    /// What figures and tables call it.
    pub label: &'a str,
    /// What runs. The timelines of one experiment have the same members, areas and periods in the same order.
    pub timeline: &'a Timeline,
}

/// Runs every variant in the same worlds and estimates what is reported. The first one
/// is the baseline of every difference.
///
/// Threads are those of the current rayon pool; their number changes no bit of the results.
pub fn run(title: &str, cases: &[Case], plan: Plan, watch: &Watch) -> Result<Results, Interrupted> {
    let timelines: Vec<&Timeline> = cases.iter().map(|case| case.timeline).collect();
    let study = replicate::replicate(&timelines, plan, watch)?;
    let first = timelines[0].first();
    Ok(Results {
        title: title.to_owned(),
        replications: plan.replications,
        level: plan.level,
        years: first.agenda.years_held(),
        dimensions: first.dimensions.clone(),
        areas: first.areas.iter().map(|area| (area.id.clone(), area.label.clone())).collect(),
        members: first.members.iter().map(|member| (member.id.clone(), member.label.clone())).collect(),
        periods: timelines[0].periods.clone(),
        undecided: study.variants.iter().map(|part| part.undecided).sum(),
        variants: cases.iter().map(variant_info).collect(),
        summary: estimate::summary(&study, plan.level),
        differences: estimate::differences(&study, plan.level),
        time: estimate::time(&study, plan.level),
        blocking: estimate::blocking(&study),
    })
}

fn variant_info(case: &Case) -> VariantInfo {
    let seats = &case.timeline.ever_seated();
    let ideal_point = |&member: &usize| {
        let member = &case.timeline.last_seated(member).members[member];
        IdealPoint { ideal: member.ideal.clone(), sd: member.ideal_sd.clone() }
    };
    VariantInfo {
        id: case.id.to_owned(),
        label: case.label.to_owned(),
        seats: seats.clone(),
        ideals: seats.iter().map(ideal_point).collect(),
    }
}
