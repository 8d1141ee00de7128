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
        (Measure::Brier | Measure::Ordering, Predictor::Winset) => brier(issue, known, texts.chance_of_change()),
        (Measure::AbsError | Measure::Crps, _) => known.predicted(predictor).map(error),
        (Measure::Brier | Measure::Ordering, _) => {
            brier(issue, known, chance_of_change(study, variant, number, predictor))
        }
    }
}

/// The probability with which a predictor says that an issue changes.
fn chance_of_change(study: &Study, variant: usize, number: usize, predictor: Predictor) -> Option<f64> {
    let known = &study.variants[variant].issues[number];
    match predictor {
        Predictor::Winset => study.sums.variants[variant].texts[number].chance_of_change(),
        _ => Some(f64::from((known.predicted(predictor)? - known.status_quo?).abs() > SAME)),
    }
}

/// The same for several issues at once. Where a measure is of pairs of issues, numbers whose mean is the share of pairs.
fn scores_of(study: &Study, variant: usize, among: &[usize], measure: Measure, predictor: Predictor) -> Vec<f64> {
    if measure != Measure::Ordering {
        return among.iter().filter_map(|&number| score(study, variant, number, measure, predictor)).collect();
    }
    let chance = |&number: &usize| {
        let (issue, known) = (&study.issues[number], &study.variants[variant].issues[number]);
        let changed = (issue.outcome? - known.status_quo?).abs() > SAME;
        Some((changed, chance_of_change(study, variant, number, predictor)?))
    };
    misordered(&among.iter().filter_map(chance).collect::<Vec<_>>())
}

/// Of cases with the chance that they were given, and of which it is known whether it came about: the share of pairs of one that
/// did and one that did not in which the latter had the larger chance, ties counting half. Told by case, so that the mean is that
/// share and varies as it does (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44; for clusters Obuchowski 1997, Biometrics
/// 53). Empty where all or none came about.
fn misordered(cases: &[(bool, f64)]) -> Vec<f64> {
    let of = |came_about: bool| cases.iter().filter(move |case| case.0 == came_about);
    let (came, stayed) = (of(true).count() as f64, of(false).count() as f64);
    if came * stayed == 0.0 {
        return Vec::new();
    }
    let wrong = |came: f64, stayed: f64| if stayed > came { 1.0 } else { f64::from(stayed == came) / 2.0 };
    let share = |&(came_about, chance): &(bool, f64)| match came_about {
        true => of(false).map(|other| wrong(chance, other.1)).sum::<f64>() / stayed,
        false => of(true).map(|other| wrong(other.1, chance)).sum::<f64>() / came,
    };
    let shares: Vec<f64> = cases.iter().map(share).collect();
    let mean = cases.iter().zip(&shares).filter(|(case, _)| case.0).map(|(_, share)| share).sum::<f64>() / came;
    let weight = |came_about: bool| (came + stayed) / if came_about { came } else { stayed };
    cases.iter().zip(shares).map(|(case, share)| mean + weight(case.0) * (share - mean)).collect()
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
                let among: Vec<usize> =
                    told.iter().copied().filter(|&number| score(number, predictor).is_some()).collect();
                let of = |predictor| scores_of(study, variant, &among, measure, predictor);
                let pairs = among.iter().zip(of(Predictor::Winset)).zip(of(predictor));
                let scored: Vec<(usize, f64, f64)> =
                    pairs.map(|((&number, own), other)| (number, own, other)).collect();
                let by_proposal = |of: fn(&(usize, f64, f64)) -> f64, bounds| {
                    let values = scored.iter().map(|scores| (study.issues[scores.0].proposal, of(scores)));
                    clustered_mean(values, bounds, level)
                };
                let most = if measure.is_of_chances() { 1.0 } else { f64::INFINITY };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_in_the_wrong_order_are_counted_by_hand() {
        // Of four pairs one is in the wrong order (0.4, 0.5) and one is a tie (0.4, 0.4).
        let cases = [(true, 0.9), (true, 0.4), (false, 0.5), (false, 0.4)];
        assert_eq!(misordered(&cases), [-0.375, 1.125, 0.625, 0.125]);
        let mean = misordered(&cases).iter().sum::<f64>() / 4.0;
        assert_eq!(mean, 1.5 / 4.0);
        // Three that came about, one that did not, in the right order: nothing is misordered, whatever the numbers of each.
        assert_eq!(misordered(&[(true, 0.8), (true, 0.7), (false, 0.1), (true, 0.2)]), [0.0; 4]);
        assert_eq!(
            misordered(&[(true, 1.0), (false, 1.0), (true, 1.0)]),
            [0.5; 3],
            "who says the same of all says nothing"
        );
        assert!(misordered(&[(true, 0.8), (true, 0.7)]).is_empty());
    }
}
