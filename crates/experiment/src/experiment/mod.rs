//! From outcomes to estimates: which replications run, what is counted, and what is compared.

mod amounts;
mod blockers;
mod bounds;
mod certainty;
#[cfg(test)]
mod coverage;
mod estimate;
mod facts;
#[cfg(test)]
mod fixture;
mod join;
mod measured;
mod metric;
mod outcomes;
mod portion;
mod quantity;
mod records;
mod replicate;
mod results;
mod score;
mod shares;
mod study;
mod sums;
mod tally;
mod texts;
mod times;
mod totals;

pub use join::{Joined, Origin, join};
pub use measured::Measured;
pub use metric::{Kind, Metric};
pub use portion::{Portion, PortionError, chunks, shard, worlds};
pub use records::{Handed, Record, Sink, WorldRow};
pub use replicate::{Interrupted, Plan, Watch};
pub use results::{
    Accuracy, Block, Change, Difference, Endpoint, Estimate, IdealPoint, Incidence, IssueOutcome, Measure, Predictor,
    Results, Scope, Share, StatusQuo, Summary, VariantInfo, Worlds,
};
pub use score::{ErrorScore, LevelScore, Of, Rival, Scores, StepScore, score};
pub use study::Study;
pub use sums::BATCHES;
pub use totals::TotalsError;

use crate::model::{Area, Decomposition, Model, Response, Rule, Timeline};
use crate::scenario::{Scenario, Variant};
use replicate::Onlookers;

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

/// Changes between variants that are to be shared out.
#[derive(Debug, Clone, Copy, Default)]
struct Decomposed<'a> {
    /// Their timelines are those of the cases, then those of `between`.
    decompositions: &'a [Decomposition],
    /// What runs besides the cases.
    between: &'a [Timeline],
}

impl<'a> Case<'a> {
    /// The variants of a scenario.
    pub fn of(scenario: &'a Scenario) -> Vec<Self> {
        let variants = scenario.variants.iter();
        variants.map(|Variant { id, label, timeline, .. }| Case { id, label, timeline }).collect()
    }
}

impl<'a> Decomposed<'a> {
    /// What a scenario shares out.
    fn of(scenario: &'a Scenario) -> Self {
        Decomposed { decompositions: &scenario.decompositions, between: &scenario.between }
    }
}

/// Runs every variant of a scenario in the same worlds, as `[run]` says, and estimates what is reported. The first one is
/// the baseline of every difference.
///
/// Threads are those of the current rayon pool; their number changes no bit of the results.
///
/// # Errors
/// If it was asked to stop.
pub fn run(scenario: &Scenario, watch: &Watch) -> Result<Results, Interrupted> {
    Ok(count(scenario, watch, None)?.results(scenario.run.level))
}

/// The same, before estimates are made of what is counted. What `sink` wants of proposals and worlds is handed to it
/// meanwhile.
///
/// # Errors
/// If it was asked to stop, by whoever watches or by the sink.
pub fn count(scenario: &Scenario, watch: &Watch, sink: Option<&mut (dyn Sink + Send)>) -> Result<Study, Interrupted> {
    let (cases, decomposed) = (Case::of(scenario), Decomposed::of(scenario));
    count_cases(&scenario.title, &cases, decomposed, Plan::of(scenario), watch, sink)
}

/// Runs chunks of the worlds of a scenario, from the end of `portion` to the one before `until`, and tells `grown` of it now and
/// then. What was done before it was stopped is in the portion.
///
/// # Errors
/// If it was asked to stop.
pub fn count_on(
    scenario: &Scenario,
    portion: &mut Portion,
    until: u64,
    watch: &Watch,
    grown: &mut (dyn FnMut(&Portion) + Send),
) -> Result<(), Interrupted> {
    let (cases, decomposed) = (Case::of(scenario), Decomposed::of(scenario));
    let (plan, timelines) = (Plan::of(scenario), timelines(&cases, decomposed));
    let study = Study::of(&scenario.title, &cases, decomposed, plan);
    replicate::replicate(study.runs(&timelines), plan, portion, until, Onlookers { watch, sink: None, grown })
}

/// The study of a scenario of which these are all the worlds.
pub fn study_of(scenario: &Scenario, mut portion: Portion) -> Study {
    let mut study = Study::of_scenario(scenario);
    portion.coarsen(sums::block_size(scenario.run.replications));
    study.sums = portion.whole().unwrap_or_default();
    study
}

/// Runs models that come from anywhere, and shares nothing out.
///
/// # Errors
/// If it was asked to stop.
pub fn run_cases(title: &str, cases: &[Case], plan: Plan, watch: &Watch) -> Result<Results, Interrupted> {
    Ok(count_cases(title, cases, Decomposed::default(), plan, watch, None)?.results(plan.level))
}

/// All that runs, numbered as decompositions do.
fn timelines<'a>(cases: &[Case<'a>], decomposed: Decomposed<'a>) -> Vec<&'a Timeline> {
    cases.iter().map(|case| case.timeline).chain(decomposed.between).collect()
}

fn count_cases(
    title: &str,
    cases: &[Case],
    decomposed: Decomposed,
    plan: Plan,
    watch: &Watch,
    sink: Option<&mut (dyn Sink + Send)>,
) -> Result<Study, Interrupted> {
    let mut study = Study::of(title, cases, decomposed, plan);
    let mut portion = Portion::new(0);
    let (until, timelines) = (chunks(plan.replications), timelines(cases, decomposed));
    let sink = sink.map(|sink| sink as &mut (dyn Sink + Send));
    let onlookers = Onlookers { watch, sink, grown: &mut |_| {} };
    replicate::replicate(study.runs(&timelines), plan, &mut portion, until, onlookers)?;
    study.sums = portion.whole().unwrap_or_else(|| study.runs(&timelines).nothing(0, 1));
    Ok(study)
}

impl VariantInfo {
    /// What is known of a variant before it runs in these worlds.
    pub fn of(case: &Case, worlds: Worlds) -> Self {
        variant_info(case, worlds)
    }
}

fn variant_info(case: &Case, worlds: Worlds) -> VariantInfo {
    let (seats, first) = (&case.timeline.ever_seated(), case.timeline.first());
    let ideal_point = |&member: &usize| {
        let member = &case.timeline.last_seated(member).members[member];
        IdealPoint { ideal: member.ideal.clone(), sd: member.ideal_sd.clone() }
    };
    VariantInfo {
        id: case.id.to_owned(),
        label: case.label.to_owned(),
        worlds,
        seats: seats.clone(),
        ideals: seats.iter().map(ideal_point).collect(),
        needs_everybody: rules(case.timeline).all(|(_, rule, seats)| needs_everybody(rule, seats)),
        unexamined: unexamined(case.timeline),
        status_quo: status_quo(first),
        events: case.timeline.events.clone(),
    }
}

/// Every area's rule, and to how many seats it applies, whatever is in force.
fn rules(timeline: &Timeline) -> impl Iterator<Item = (usize, &Rule, usize)> {
    timeline.spans.iter().flat_map(|span| {
        let (model, seats) = (&span.model, span.model.seats.len());
        (0..model.areas.len()).flat_map(move |area| model.rules_of(area).map(move |rule| (area, rule, seats)))
    })
}

/// The areas of which it can never be asked whether some text would have done.
fn unexamined(timeline: &Timeline) -> Vec<usize> {
    let is_asked = |area: usize| rules(timeline).any(|(of, rule, seats)| of == area && rule.needs_a_set(seats));
    let has_any = |area: usize| rules(timeline).any(|(of, ..)| of == area);
    (0..timeline.first().areas.len()).filter(|&area| has_any(area) && !is_asked(area)).collect()
}

/// Whether any member alone can stop what all others support. Asked of the rule as it is, whatever its kind.
fn needs_everybody(rule: &Rule, seats: usize) -> bool {
    let mut responses = vec![Response::Support; seats];
    (0..seats).all(|seat| {
        responses[seat] = Response::Object;
        let passes = rule.adopts(&responses);
        responses[seat] = Response::Support;
        !passes
    })
}

/// The mixture of the areas' laws, dimension by dimension.
fn status_quo(model: &Model) -> StatusQuo {
    let (mut mean, mut sd) = (Vec::new(), Vec::new());
    for d in 0..model.dims() {
        let matters = |area: &&Area| area.relevance[d] > 0.0;
        let any = model.areas.iter().any(|area| matters(&area));
        let areas = || model.areas.iter().filter(|area| !any || matters(area));
        let whole: f64 = areas().map(|area| area.share).sum();
        let over = |value: &dyn Fn(&Area) -> f64| areas().map(|area| area.share * value(area)).sum::<f64>() / whole;
        let law = |area: &Area| match &area.evolving {
            Some(evolving) => (evolving.start[d], 0.0),
            None => (area.status_quo.mean[d], area.status_quo.sd[d]),
        };
        let middle = over(&|area| law(area).0);
        let variance = |area: &Area| {
            let (mean, sd) = law(area);
            let off = mean - middle;
            off * off + sd * sd
        };
        mean.push(middle);
        sd.push(libm::sqrt(over(&variance)));
    }
    StatusQuo { mean, sd }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Abstention, Quota, Span};
    use crate::scenario::Options;

    fn scenario(text: &str) -> Results {
        let scenario =
            crate::scenario::parse("test.toml", text, &Options { replications: Some(1), ..Options::default() })
                .unwrap();
        run(&scenario, &Watch::nobody()).unwrap()
    }

    #[test]
    fn everybody_is_needed_where_one_alone_can_stop_all_others() {
        let majority = |share| Rule::Majority {
            weights: vec![1.0; 4],
            quota: Quota::Share(share),
            abstention: Abstention::CountsAgainst,
        };
        let veto = |holders: [bool; 4]| Rule::Veto { holders: holders.to_vec() };
        let needed = [
            Rule::Consensus,
            Rule::Unanimity,
            Rule::ConsensusMinus { k: 0 },
            majority(1.0),
            majority(0.76),
            veto([true; 4]),
            Rule::All(vec![majority(0.5), Rule::Consensus]),
            Rule::Any(vec![Rule::Consensus, Rule::Unanimity]),
        ];
        for rule in needed {
            assert!(needs_everybody(&rule, 4), "{rule:?}");
        }
        let not_needed = [
            Rule::ConsensusMinus { k: 1 },
            Rule::ConsensusExcept { excepted: vec![true, false, false, false] },
            majority(0.75),
            veto([true, false, false, false]),
            Rule::Any(vec![majority(0.5), Rule::Consensus]),
        ];
        for rule in not_needed {
            assert!(!needs_everybody(&rule, 4), "{rule:?}");
        }
    }

    #[test]
    fn who_is_needed_is_asked_of_the_seats_that_are_there() {
        let mut first = fixture::line(&[1.0, 0.5, 0.2]);
        let mut second = first.clone();
        (first.table, first.seats) = (vec![0, 1], vec![0, 1]);
        first.areas[0].rule = Rule::Veto { holders: vec![true, true] };
        second.areas[0].rule = Rule::Veto { holders: vec![true, true, false] };
        let info = |spans: &[&Model]| {
            let spans = (0..)
                .zip(spans)
                .map(|(from, &model)| Span { from, model: model.clone(), restarts: Vec::new() })
                .collect();
            let timeline = Timeline { spans, ..Timeline::from(first.clone()) };
            variant_info(&Case { id: "", label: "", timeline: &timeline }, Worlds { seed: 1, replications: 1 })
        };
        assert!(info(&[&first]).needs_everybody);
        assert!(!info(&[&first, &second]).needs_everybody, "the one that joins cannot stop anything");
        let majority =
            Rule::Majority { weights: vec![1.0; 3], quota: Quota::Share(0.5), abstention: Abstention::CountsAgainst };
        let mut third = second.clone();
        third.areas[0].rule = majority;
        assert_eq!((info(&[&first, &second]).unexamined, info(&[&first, &third]).unexamined), (vec![], vec![]));
        assert_eq!(info(&[&third]).unexamined, [0]);
    }

    #[test]
    fn the_status_quo_is_that_of_the_areas_in_which_a_dimension_matters() {
        let results = scenario(
            r#"
            [space]
            dimensions = ["x", "y"]
            [members]
            a.ideal = [0.0, 0.0]
            b.ideal = [1.0, 1.0]
            [areas.one]
            share = 3.0
            relevance = [1.0, 0.0]
            status_quo = { mean = [1.0, 9.0], sd = 0.5 }
            [areas.two]
            share = 1.0
            status_quo = { mean = [3.0, -1.0], sd = 1.5 }
            "#,
        );
        let status_quo = &results.variants[0].status_quo;
        assert_eq!(status_quo.mean, [1.5, -1.0]);
        // (3 · (0.5² + 0.5²) + 1.5² + 1.5²) / 4, and that of the second area alone.
        assert!((status_quo.sd[0] - libm::sqrt(1.5)).abs() < 1e-12 && (status_quo.sd[1] - 1.5).abs() < 1e-12);
    }
}
