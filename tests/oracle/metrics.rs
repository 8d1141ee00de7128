//! What is reported, added up from the oracle's stories and compared with what an experiment reports.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use winset::engine::{Ending, Sponsor, World};
use winset::experiment::{self, Case, Endpoint, Metric, Plan, Results, Scope, Watch};
use winset::model::{Period, Response, Timeline};

use super::calendar::{End, Event, Item, run};
use super::feasible::Judgement;
use super::poll::Vote;
use super::rules::needs_support;
use super::scene::{Scene, span_at};
use super::timelines::timelines;
use crate::models::cases;

const SEED: u64 = 11;
const WORLDS: u64 = 3;

/// Everything that happened, over worlds.
struct Tally<'a> {
    timeline: &'a Timeline,
    ended: Vec<(Item, End)>,
    withheld: Vec<(u32, Sponsor, usize)>,
    /// Session, what was polled, its outcome, and whether the rule needs support.
    polls: Vec<(u32, Item, Vote, bool)>,
}

impl<'a> Tally<'a> {
    fn of(timeline: &'a Timeline) -> Self {
        let mut tally = Tally { timeline, ended: vec![], withheld: vec![], polls: vec![] };
        for replication in 0..WORLDS {
            let world = World { seed: SEED, replication };
            for event in run(timeline, world, true) {
                match event {
                    Event::Withheld { session, sponsor, area } => tally.withheld.push((session, sponsor, area)),
                    Event::Polled { session, item, vote } => {
                        let rule = Scene::of(timeline, world, session).rule(&item);
                        tally.polls.push((session, item, vote, needs_support(rule)));
                    }
                    Event::Ended(item, end) => tally.ended.push((item, end)),
                }
            }
        }
        tally
    }

    fn is_in(&self, period: usize, session: u32) -> bool {
        let Period { from, to, .. } = self.timeline.periods[period];
        let date = self.timeline.spans[0].model.agenda.date(session);
        from <= date && date < to
    }

    /// Whether a proposal counts in `scope`, by who sponsors it, what it is about and when it was tabled.
    fn counts(&self, scope: Scope, sponsor: Sponsor, area: usize, tabled: u32) -> bool {
        match scope {
            Scope::All => true,
            Scope::Area(k) => area == k,
            Scope::Member(m) => sponsor == Sponsor::Member(m),
            Scope::Period(period) => self.is_in(period, tabled),
            Scope::Issue(_) => unreachable!("no list"),
        }
    }

    /// Years of all worlds that `scope` covers.
    fn years(&self, scope: Scope) -> f64 {
        let agenda = &self.timeline.spans[0].model.agenda;
        let counts = |&session: &u32| match scope {
            Scope::Period(period) => self.is_in(period, session),
            Scope::All | Scope::Area(_) | Scope::Member(_) | Scope::Issue(_) => true,
        };
        WORLDS as f64 * (0..agenda.sessions).filter(counts).count() as f64 / agenda.sessions_per_year
    }

    /// What is divided by what; `None` where the metric is not told in that scope.
    fn ratio(&self, scope: Scope, metric: Metric) -> Option<(f64, f64)> {
        use Metric as M;
        let of_member = if let Scope::Member(m) = scope { Some(m) } else { None };
        let tabled: Vec<&(Item, End)> =
            self.ended.iter().filter(|(item, _)| self.counts(scope, item.sponsor, item.area, item.tabled)).collect();
        // What counts when it happens: in a period by the session of the end.
        let decided: Vec<&(Item, End)> = self
            .ended
            .iter()
            .filter(|(item, end)| {
                let when = if matches!(scope, Scope::Period(_)) { end.session } else { item.tabled };
                end.ending.is_adoption() && self.counts(scope, item.sponsor, item.area, when)
            })
            .collect();
        let adopted = |x: &&&(Item, End)| x.1.ending.is_adoption();
        let taken_up = |x: &&&(Item, End)| x.0.sessions > 0;
        let at_once = |x: &&&(Item, End)| x.1.ending.is_adoption() && x.0.sessions == 1;
        let stalled = |x: &&&(Item, End)| x.0.sessions > 0 && !(x.1.ending.is_adoption() && x.0.sessions == 1);
        let examined = |x: &&&(Item, End)| x.0.feasible.is_some();
        let feasible = |x: &&&(Item, End)| x.0.feasible == Some(Judgement::Exists);
        let count = |test: &dyn Fn(&&&(Item, End)) -> bool| tabled.iter().filter(|x| test(x)).count() as f64;
        let sum = |value: &dyn Fn(&(Item, End)) -> f64| tabled.iter().filter(adopted).map(|x| value(x)).sum::<f64>();
        let summed = |value: &dyn Fn(&(Item, End)) -> f64| decided.iter().map(|x| value(x)).sum::<f64>();
        let all = tabled.len() as f64;
        let ended = |ending: Ending| (count(&|x| x.1.ending == ending), all);
        let years = self.years(scope);
        let for_proposals = |ratio: (f64, f64)| if of_member.is_none() { Some(ratio) } else { None };
        let mean_gain = |end: &End| {
            let part = |m: &usize| end.participants.contains(m);
            let gains: Vec<f64> =
                end.members.iter().zip(&end.gains).filter(|(m, _)| part(m)).map(|(_, gain)| *gain).collect();
            gains.iter().sum::<f64>() / gains.len() as f64
        };
        match metric {
            M::ChangeRate | M::Text => None,
            M::PassRate => for_proposals((count(&adopted), all)),
            M::FirstSessionPassRate => for_proposals((count(&at_once), count(&taken_up))),
            M::StallRate => for_proposals((count(&stalled), count(&taken_up))),
            M::ShareAdopted => for_proposals(ended(Ending::Adopted)),
            M::ShareOptOut => for_proposals(ended(Ending::OptOut)),
            M::ShareWithdrawn => Some(ended(Ending::Withdrawn)),
            M::ShareDiverted => Some(ended(Ending::Diverted)),
            M::ShareShelved => Some(ended(Ending::Shelved)),
            M::SharePending => Some(ended(Ending::Pending)),
            M::ShareWithheld => {
                let own = self.withheld.iter().filter(|&&(when, who, area)| self.counts(scope, who, area, when));
                let withheld = own.count() as f64;
                Some((withheld, all + withheld))
            }
            M::ShareLinked => for_proposals((count(&|x| x.1.linked), all)),
            M::ShareCompensated => for_proposals((count(&|x| x.1.paid.is_some()), all)),
            M::Clash => {
                let first = self.polls.iter().filter(|(_, item, ..)| {
                    item.rounds == 1 && self.counts(scope, item.sponsor, item.area, item.tabled)
                });
                let has = |vote: &Vote, response| vote.responses.contains(&response);
                let clashes =
                    first.clone().filter(|(_, _, vote, _)| has(vote, Response::Object) && has(vote, Response::Support));
                for_proposals((clashes.count() as f64, first.count() as f64))
            }
            M::FeasibleRate => for_proposals((count(&feasible), count(&examined))),
            M::MissedRate => for_proposals((count(&|x| feasible(x) && stalled(x)), count(&examined))),
            M::GridlockRate => for_proposals((count(&|x| examined(x) && !feasible(x) && stalled(x)), count(&examined))),
            M::TabledPerYear => Some((all, years)),
            M::AdoptedPerYear => for_proposals((decided.len() as f64, years)),
            M::PaymentsPerYear => for_proposals((summed(&|x| x.1.paid.unwrap_or(0.0)), years)),
            M::Rounds => for_proposals((sum(&|x| f64::from(x.0.rounds)), count(&adopted))),
            M::MonthsToAdoption => {
                let months = |(item, end): &(Item, End)| {
                    let agenda = &span_at(self.timeline, end.session).1.agenda;
                    f64::from(end.session - item.tabled) * 12.0 / agenda.sessions_per_year
                        + f64::from(end.last_polls) * agenda.months_per_round
                };
                for_proposals((sum(&months), count(&adopted)))
            }
            M::OpeningShare => for_proposals((tabled.iter().map(|x| x.0.opening_share).sum(), all)),
            M::Dilution => {
                let opened = sum(&|x| x.1.change.unwrap().0);
                for_proposals((opened - sum(&|x| x.1.change.unwrap().1), opened))
            }
            M::Participation => {
                let share = |x: &(Item, End)| x.1.participants.len() as f64 / x.1.members.len() as f64;
                for_proposals((sum(&share), count(&adopted)))
            }
            M::Depth => for_proposals((sum(&|x| mean_gain(&x.1)), count(&adopted))),
            M::OutputPerYear => {
                let each = |x: &(Item, End)| x.1.gains.iter().sum::<f64>() / x.1.members.len() as f64;
                for_proposals((summed(&each), years))
            }
            M::ObjectionRate | M::SoleObjectionRate | M::NoSupportRate | M::SoleNoSupportRate => {
                self.blocking(of_member?, metric)
            }
            M::SponsorSuccess => of_member.map(|_| (count(&adopted), all)),
            M::MeanGain => {
                let member = of_member?;
                let gains: Vec<f64> = self
                    .ended
                    .iter()
                    .filter_map(|(_, end)| end.members.iter().position(|&m| m == member).map(|seat| end.gains[seat]))
                    .collect();
                Some((gains.iter().sum(), gains.len() as f64))
            }
            M::MedianMonthsToAdoption | M::RestrictedMeanMonths => None,
        }
    }

    /// The failing polls in which `member` had a response, its seat in them, and who is at the table.
    fn failing(&self, member: usize) -> impl Iterator<Item = (usize, &[usize], &Vote, bool)> {
        self.polls.iter().filter(|(_, _, vote, _)| !vote.adopted).filter_map(move |(session, _, vote, needs)| {
            let seats = &span_at(self.timeline, *session).1.seats;
            Some((seats.iter().position(|&m| m == member)?, &seats[..], vote, *needs))
        })
    }

    fn blocking(&self, member: usize, metric: Metric) -> Option<(f64, f64)> {
        let for_support = matches!(metric, Metric::NoSupportRate | Metric::SoleNoSupportRate);
        let alone = matches!(metric, Metric::SoleObjectionRate | Metric::SoleNoSupportRate);
        let blocks = |response: Response| match for_support {
            true => response != Response::Support,
            false => response == Response::Object,
        };
        let (mut cases, mut blocked) = (0.0, 0.0);
        for (seat, _, vote, needs) in self.failing(member) {
            if for_support && !needs {
                continue;
            }
            cases += 1.0;
            // Whoever has no stake is in nobody's way.
            let is_in_the_way = |s: usize| vote.staked[s] && blocks(vote.responses[s]);
            let others = (0..vote.responses.len()).filter(|&s| s != seat && is_in_the_way(s)).count();
            if is_in_the_way(seat) && (!alone || others == 0) {
                blocked += 1.0;
            }
        }
        Some((blocked, cases))
    }

    /// How often both object, of the failing polls in which both had a response.
    fn jointly(&self, a: usize, b: usize) -> (f64, f64) {
        let (mut cases, mut joint) = (0.0, 0.0);
        for (seat, seats, vote, _) in self.failing(a) {
            let Some(other) = seats.iter().position(|&m| m == b) else { continue };
            cases += 1.0;
            let both = [seat, other].iter().all(|&s| vote.responses[s] == Response::Object);
            joint += f64::from(u8::from(both));
        }
        (joint, cases)
    }
}

fn results(timeline: &Timeline) -> Results {
    let case = Case { id: "only", label: "Only", timeline };
    let plan = Plan { seed: SEED, replications: WORLDS, examine: true, level: Default::default() };
    let watch = Watch::nobody();
    experiment::run_cases("test", &[case], plan, &watch).unwrap()
}

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-7 * scale.max(a.abs().max(b.abs()))
}

fn assert_same_results(timeline: &Timeline) -> Result<(), TestCaseError> {
    let (results, tally) = (results(timeline), Tally::of(timeline));
    // Where it cannot be told what is feasible neither tells.
    prop_assume!(results.undecided == 0);
    prop_assume!(tally.ended.iter().all(|(item, _)| item.feasible != Some(Judgement::Undecided)));
    let members = timeline.spans[0].model.members.len();
    let areas = (0..timeline.spans[0].model.areas.len()).map(Scope::Area);
    let there = (0..members).filter(|m| timeline.spans.iter().any(|span| span.model.table.contains(m)));
    let periods = (0..timeline.periods.len()).map(Scope::Period);
    let scopes = std::iter::once(Scope::All).chain(areas).chain(there.map(Scope::Member)).chain(periods);
    // What gains and payments are worth: as much as was ever at stake.
    let worth = tally.ended.iter().map(|(item, _)| item.epsilon * 1e9).fold(0.0, f64::max) * 100.0;
    for scope in scopes {
        for metric in Metric::ALL {
            if matches!(metric, Metric::MedianMonthsToAdoption | Metric::RestrictedMeanMonths) {
                continue;
            }
            let told = results.summary(0, scope, metric).map(|estimate| estimate.value);
            let known = tally.ratio(scope, metric).filter(|&(_, whole)| whole > 0.0).map(|(part, whole)| part / whole);
            let in_utility =
                matches!(metric, Metric::Depth | Metric::MeanGain | Metric::OutputPerYear | Metric::PaymentsPerYear);
            let scale = if in_utility { worth } else { 1.0 };
            let same = match (told, known) {
                (Some(told), Some(known)) => close(told, known, scale),
                (told, known) => told.is_none() && known.is_none(),
            };
            prop_assert!(same, "{scope:?} {metric:?}: {told:?} is not {known:?}, {:?}", tally.ratio(scope, metric));
        }
    }
    for block in &results.blocking {
        match block.endpoint {
            Endpoint::Alone { objects, only_objector } => {
                for (metric, told) in [(Metric::ObjectionRate, objects), (Metric::SoleObjectionRate, only_objector)] {
                    let (part, whole) = tally.blocking(block.member, metric).unwrap();
                    prop_assert!(close(told, part / whole, 1.0), "{metric:?} of {}", block.member);
                }
            }
            Endpoint::With { other, jointly } => {
                let (part, whole) = tally.jointly(block.member, other);
                prop_assert!(close(jointly, part / whole, 1.0), "{} with {other}: {part} of {whole}", block.member);
            }
        }
    }
    Ok(())
}

/// With periods: one of some of the sessions, one that has none, and calendar years.
fn with_periods(timeline: Timeline, from: f64, to: f64) -> Timeline {
    let agenda = &timeline.spans[0].model.agenda;
    let date = |share: f64| agenda.start + share * agenda.years;
    let period = |id: &str, from: f64, to: f64| Period { id: id.to_owned(), label: id.to_owned(), from, to };
    let mut periods =
        vec![period("part", date(from.min(to)), date(from.max(to))), period("past", date(1.0), date(2.0))];
    for year in 0..2 {
        let first = agenda.start.floor() + f64::from(year);
        periods.push(period(&format!("{first}"), first, first + 1.0));
    }
    Timeline { periods, ..timeline }
}

#[test]
fn an_experiment_reports_what_the_stories_add_up_to() {
    let timelines = (timelines(), 0.0..1.0, 0.0..1.0).prop_map(|(timeline, from, to)| with_periods(timeline, from, to));
    let told = TestRunner::new(cases(300)).run(&timelines, |timeline| assert_same_results(&timeline));
    told.unwrap_or_else(|error| panic!("{error}"));
}
