//! What comes out on each issue of a list, and how far that is from what did, where that is known.

use std::collections::BTreeMap;

use super::results::{Accuracy, Estimate, IssueOutcome, Measure, Predictor, Scope};
use super::study::Study;
use super::texts::Texts;
use super::{Metric, certainty::Row};
use crate::model::{Issue, Listing, Model, Stance, Timeline};
use crate::stats::{self, Level, Linearised, Ratio, Unseen};

/// Two points of a scale are the same within this much.
pub(super) const SAME: f64 = 1e-9;
/// Quantiles that are told.
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What is known of an issue in one variant before any world. Points of the scale from 0 to 1.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct IssueFacts {
    /// Where policy lies, if that is not drawn.
    pub(super) status_quo: Option<f64>,
    /// Mean of the positions, weighted by influence times salience (Achen 2006, in The European Union Decides, chapter 4).
    pub(super) compromise: Option<f64>,
    /// Median of the positions, each counted once.
    pub(super) median: Option<f64>,
}

impl IssueFacts {
    /// Of every issue of the list of a timeline, of those with a response when it comes up.
    pub(super) fn of(timeline: &Timeline) -> Vec<Self> {
        let facts = |listing: &Listing| {
            let of_issue = |issue: &Issue| {
                let session = listing.proposals[issue.proposal].session;
                IssueFacts::of_issue(timeline.model_at(session.unwrap_or(0)), issue)
            };
            listing.issues.iter().map(of_issue).collect()
        };
        timeline.first().listing.as_ref().map_or_else(Vec::new, facts)
    }

    fn of_issue(model: &Model, issue: &Issue) -> Self {
        let Some(listed) = model.listed(issue.proposal) else { return Self::default() };
        let position = |member: usize| match listed.stances_of(member)[issue.dimension] {
            Stance::At { position, .. } => Some(position),
            Stance::Ideal => Some(model.members[member].ideal[issue.dimension]),
            Stance::Absent => None,
        };
        let standing = model.seats.iter().copied().filter(|&member| position(member).is_some());
        let salience = |member| model.salience(issue.proposal, member)[issue.dimension];
        let compromise = model.centre(standing.clone(), salience, |member| position(member).unwrap_or(0.0));
        IssueFacts { status_quo: issue.status_quo, compromise, median: median(standing.filter_map(position).collect()) }
    }

    /// What a predictor says that comes out.
    fn predicted(&self, predictor: Predictor) -> Option<f64> {
        match predictor {
            Predictor::Winset => None,
            Predictor::Compromise => self.compromise,
            Predictor::Median => self.median,
            Predictor::StatusQuo => self.status_quo,
        }
    }
}

/// The middle one, or the mean of the two in the middle.
fn median(mut positions: Vec<f64>) -> Option<f64> {
    positions.sort_by(f64::total_cmp);
    let (below, above) = (positions.get(positions.len().checked_sub(1)? / 2)?, positions.get(positions.len() / 2)?);
    Some(0.5 * (below + above))
}

/// One row a variant and issue that came up, in the units of the issue.
pub(super) fn outcomes(study: &Study, level: Level) -> Vec<IssueOutcome> {
    let mut rows = Vec::new();
    for (variant, (facts, sums)) in study.variants.iter().zip(&study.sums.variants).enumerate() {
        for (number, texts) in sums.texts.iter().enumerate() {
            let (issue, known) = (&study.issues[number], &facts.issues[number]);
            let of_metric = |metric| Row::of(study.part(variant), Scope::Issue(number), metric, level)?.estimate();
            let Some(text) = of_metric(Metric::Text) else { continue };
            let mean = texts.mean().unwrap_or(text.value);
            let per_cent = |length: f64| length * 100.0;
            let in_units = |point: f64| issue.in_units(point);
            rows.push(IssueOutcome {
                variant,
                issue: number,
                n: texts.count(),
                adopted: texts.adopted as f64 / texts.count() as f64,
                text,
                sd: texts.sd().map(|sd| sd * (issue.high - issue.low)),
                quantiles: QUANTILES.map(|p| in_units(texts.quantile(p).unwrap_or(mean))),
                status_quo: known.status_quo.map(in_units),
                compromise: known.compromise.map(in_units),
                median: known.median.map(in_units),
                outcome: issue.outcome.map(in_units),
                abs_error: issue.outcome.map(|outcome| per_cent((mean - outcome).abs())),
                crps: issue.outcome.and_then(|outcome| texts.crps(outcome)).map(per_cent),
                brier: brier(issue, known, texts.chance_of_change()),
            });
        }
    }
    rows
}

/// The squared error of the probability that an issue changes; `None` where it is not known whether it did.
fn brier(issue: &Issue, known: &IssueFacts, chance: Option<f64>) -> Option<f64> {
    let changed = (issue.outcome? - known.status_quo?).abs() > SAME;
    let off = chance? - f64::from(changed);
    Some(off * off)
}

/// How a predictor does on one issue by one measure, in the units in which that is told.
fn score(study: &Study, variant: usize, number: usize, measure: Measure, predictor: Predictor) -> Option<f64> {
    let (issue, known) = (&study.issues[number], &study.variants[variant].issues[number]);
    let texts: &Texts = &study.sums.variants[variant].texts[number];
    let outcome = issue.outcome?;
    let error = |predicted: f64| (predicted - outcome).abs() * 100.0;
    // Whoever has not come up has predicted nothing.
    texts.mean()?;
    match (measure, predictor) {
        (Measure::AbsError, Predictor::Winset) => texts.mean().map(error),
        (Measure::Crps, Predictor::Winset) => texts.crps(outcome).map(|crps| crps * 100.0),
        (Measure::Brier, Predictor::Winset) => brier(issue, known, texts.chance_of_change()),
        (Measure::AbsError | Measure::Crps, _) => known.predicted(predictor).map(error),
        (Measure::Brier, _) => {
            let changes = (known.predicted(predictor)? - known.status_quo?).abs() > SAME;
            brier(issue, known, Some(f64::from(changes)))
        }
    }
}

/// Mean scores of every predictor, and what winset has less or more; issues of one proposal are one cluster. All are of the
/// same issues, but the status quo, which says something only where it is known.
pub(super) fn accuracy(study: &Study, level: Level) -> Vec<Accuracy> {
    let mut rows = Vec::new();
    for variant in 0..study.variants.len() {
        for measure in Measure::ALL {
            let score = |number, predictor| score(study, variant, number, measure, predictor);
            let is_told = |number: &usize| {
                [Predictor::Winset, Predictor::Compromise, Predictor::Median]
                    .iter()
                    .all(|p| score(*number, *p).is_some())
            };
            let told: Vec<usize> = (0..study.issues.len()).filter(is_told).collect();
            for predictor in Predictor::ALL {
                let pair =
                    |&number: &usize| Some((number, score(number, Predictor::Winset)?, score(number, predictor)?));
                let scored: Vec<(usize, f64, f64)> = told.iter().filter_map(pair).collect();
                let by_proposal = |of: fn(&(usize, f64, f64)) -> f64, bounds| {
                    let values = scored.iter().map(|scores| (study.issues[scores.0].proposal, of(scores)));
                    clustered_mean(values, bounds, level)
                };
                let most = if measure == Measure::Brier { 1.0 } else { f64::INFINITY };
                let Some(estimate) = by_proposal(|(_, _, own)| *own, (0.0, (0.0, most))) else { continue };
                let paired = || by_proposal(|(_, winset, own)| winset - own, (estimate.value, (-most, most)));
                let difference = (predictor != Predictor::Winset).then(paired).flatten();
                rows.push(Accuracy { variant, measure, predictor, estimate, difference, issues: scored.len() });
            }
        }
    }
    rows
}

/// The mean over issues of a number in `range`, given with the proposal of each; proposals are the clusters. `size` is how
/// large it may be where all that were seen agree on 0.
pub(super) fn clustered_mean(
    values: impl Iterator<Item = (usize, f64)>,
    (size, range): (f64, (f64, f64)),
    level: Level,
) -> Option<Estimate> {
    let mut sums: BTreeMap<usize, [f64; 2]> = BTreeMap::new();
    for (proposal, value) in values {
        let [sum, count] = sums.entry(proposal).or_default();
        *sum += value;
        *count += 1.0;
    }
    let mut ratio = Ratio::default();
    sums.into_values().for_each(|sums| ratio.add(sums));
    let Linearised { value, spread } = ratio.linearised()?;
    let n = ratio.replications();
    let interval = spread.map(|spread| {
        // One proposal more may be as far off as they are on average, however much these agree.
        let unseen = size.max(value.abs()) * stats::unseen(level) / (n as f64 * (1.0 + spread.events()));
        stats::interval(value, &spread, Unseen::both(unseen), range, level)
    });
    Some(Estimate { value, std_error: spread.map(|spread| spread.std_error()), interval, n })
}
