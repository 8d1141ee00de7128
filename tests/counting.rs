//! Estimates are what counting by hand gives: every ratio recounted from all that the same worlds tell.

use proptest::prelude::*;
use winset::engine::{Ending, Outcome, Poll, Proposal, Sponsor, World};
use winset::experiment::{Metric, Results, Scope};
use winset::model::{Model, Response};

use crate::diary::{self, Diary};
use crate::models::{cases, models};
use crate::studies::examined;

type End = (Proposal, Outcome);

/// The sum of what `of` says of those it speaks of, over their number.
fn mean<T>(cases: &[T], of: impl Fn(&T) -> Option<f64>) -> Option<f64> {
    let told: Vec<f64> = cases.iter().filter_map(of).collect();
    (!told.is_empty()).then(|| told.iter().sum::<f64>() / told.len() as f64)
}

fn share<T>(cases: &[T], is: impl Fn(&T) -> bool) -> Option<f64> {
    mean(cases, |case| Some(f64::from(u8::from(is(case)))))
}

fn assert_told(results: &Results, scope: Scope, counted: &[(Metric, Option<f64>)]) -> Result<(), TestCaseError> {
    for &(metric, by_hand) in counted {
        let told = results.summary(0, scope, metric).map(|estimate| estimate.value);
        let same = match (told, by_hand) {
            (Some(told), Some(by_hand)) => (told - by_hand).abs() <= 1e-9 * by_hand.abs().max(1.0),
            (told, by_hand) => told == by_hand,
        };
        prop_assert!(same, "{metric:?} of {scope:?} is {told:?}, counted {by_hand:?}");
    }
    Ok(())
}

/// Months from tabling to the end.
fn months(model: &Model, (proposal, outcome): &End) -> f64 {
    let sessions = f64::from(outcome.session - proposal.tabled);
    sessions * 12.0 / model.agenda.sessions_per_year + f64::from(outcome.last_polls) * model.agenda.months_per_round
}

/// How much of the changes with which these texts opened amendments took away: a ratio of sums.
fn dilution(model: &Model, adopted: &[End]) -> Option<f64> {
    let (mut kept, mut opened) = (0.0, 0.0);
    for (proposal, _) in adopted {
        for (d, relevance) in model.areas[proposal.area].relevance.iter().enumerate() {
            let change = proposal.opening[d] - proposal.status_quo[d];
            kept += relevance * (proposal.text[d] - proposal.status_quo[d]) * change;
            opened += relevance * change * change;
        }
    }
    (opened > 0.0).then(|| 1.0 - kept / opened)
}

/// What is told of any set of proposals.
fn of_proposals(model: &Model, ends: &[End], years: f64) -> Vec<(Metric, Option<f64>)> {
    let ended = |ending| share(ends, |(_, outcome)| outcome.ending == ending);
    let at_once = |(proposal, outcome): &End| outcome.ending == Ending::Adopted && proposal.sessions == 1;
    let taken_up: Vec<End> = ends.iter().filter(|(proposal, _)| proposal.sessions > 0).cloned().collect();
    let asked: Vec<End> = ends.iter().filter(|(proposal, _)| diary::possible(proposal).is_some()).cloned().collect();
    let possible = |(proposal, _): &End| diary::possible(proposal) == Some(true);
    let adopted: Vec<End> = ends.iter().filter(|(_, outcome)| outcome.ending == Ending::Adopted).cloned().collect();
    let depth = |(_, outcome): &End| mean(&outcome.gains, |&gain| Some(gain));
    let output: f64 = adopted.iter().filter_map(depth).sum();
    vec![
        (Metric::PassRate, ended(Ending::Adopted)),
        (Metric::FirstSessionPassRate, share(&taken_up, at_once)),
        (Metric::StallRate, share(&taken_up, |end| !at_once(end))),
        (Metric::FeasibleRate, share(&asked, possible)),
        (Metric::MissedRate, share(&asked, |end| possible(end) && !at_once(end))),
        (Metric::GridlockRate, share(&asked, |end| !possible(end) && !at_once(end))),
        (Metric::ShareAdopted, ended(Ending::Adopted)),
        (Metric::ShareWithdrawn, ended(Ending::Withdrawn)),
        (Metric::ShareDiverted, ended(Ending::Diverted)),
        (Metric::ShareShelved, ended(Ending::Shelved)),
        (Metric::SharePending, ended(Ending::Pending)),
        (Metric::TabledPerYear, Some(ends.len() as f64 / years)),
        (Metric::AdoptedPerYear, Some(adopted.len() as f64 / years)),
        (Metric::Rounds, mean(&adopted, |(proposal, _)| Some(f64::from(proposal.rounds)))),
        (Metric::MonthsToAdoption, mean(&adopted, |end| Some(months(model, end)))),
        (Metric::Dilution, dilution(model, &adopted)),
        (Metric::Depth, mean(&adopted, depth)),
        (Metric::OutputPerYear, Some(output / years)),
    ]
}

/// What is told of the member at `seat`.
fn of_member(model: &Model, ends: &[End], failing: &[(Proposal, Poll)], seat: usize) -> Vec<(Metric, Option<f64>)> {
    let objects = |poll: &Poll| poll.responses()[seat] == Response::Object;
    let only = |poll: &Poll| objects(poll) && poll.responses().iter().filter(|&&r| r == Response::Object).count() == 1;
    let for_support: Vec<_> =
        failing.iter().filter(|(p, _)| model.areas[p.area].rule.needs_support()).cloned().collect();
    let concerns = |(proposal, _): &(Proposal, Poll), seat: usize| {
        let (area, member) = (&model.areas[proposal.area], model.seated(seat));
        area.relevance.iter().zip(&member.salience).any(|(relevance, salience)| relevance * salience > 0.0)
    };
    let lacks = |case: &(Proposal, Poll), seat| concerns(case, seat) && case.1.responses()[seat] != Response::Support;
    let alone = |case: &(Proposal, Poll)| (0..model.seats.len()).all(|other| lacks(case, other) == (other == seat));
    let sponsor = Sponsor::Member(model.seats[seat]);
    let own: Vec<End> = ends.iter().filter(|(proposal, _)| proposal.sponsor == sponsor).cloned().collect();
    vec![
        (Metric::ObjectionRate, share(failing, |(_, poll)| objects(poll))),
        (Metric::SoleObjectionRate, share(failing, |(_, poll)| only(poll))),
        (Metric::NoSupportRate, share(&for_support, |case| lacks(case, seat))),
        (Metric::SoleNoSupportRate, share(&for_support, alone)),
        (Metric::SponsorSuccess, share(&own, |(_, outcome)| outcome.ending == Ending::Adopted)),
        (Metric::MeanGain, mean(ends, |(_, outcome)| outcome.gains.get(seat).copied())),
    ]
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn estimates_are_what_counting_gives(model in models(), seed: u64, replications in 1..40u64) {
        let results = examined(&[&model], seed, replications);
        let diaries = (0..replications).map(|replication| Diary::examined(&model, World { seed, replication }));
        let (mut ends, mut failing) = (Vec::new(), Vec::new());
        for diary in diaries {
            ends.extend(diary.ended);
            failing.extend(diary.polls.into_iter().filter(|(_, poll)| !poll.adopted));
        }
        let years = model.agenda.years * replications as f64;
        assert_told(&results, Scope::All, &of_proposals(&model, &ends, years))?;
        for area in 0..model.areas.len() {
            let its: Vec<End> = ends.iter().filter(|(proposal, _)| proposal.area == area).cloned().collect();
            assert_told(&results, Scope::Area(area), &of_proposals(&model, &its, years))?;
        }
        for (seat, &member) in model.seats.iter().enumerate() {
            assert_told(&results, Scope::Member(member), &of_member(&model, &ends, &failing, seat))?;
        }
    }
}
