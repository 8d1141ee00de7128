//! What must hold of every timeline, with all mechanisms on: what is added elsewhere changes no bit, and no unit matters.

use std::collections::BTreeMap;

use proptest::prelude::*;
use winset::engine::{Ending, Proposal, Sponsor, World};
use winset::experiment::{self, Case, Plan, Results, Scope, Watch};
use winset::model::{Entry, Loss, Member, Model, Occurrence, Opening, Period, Pulse, Span, Status, Timeline};

use crate::diary::{Diary, Name, possible};
use crate::models::{cases, measured};
use crate::oracle::timelines::timelines;
use crate::studies::line;

const WORLD: World = World { seed: 3, replication: 1 };

fn diary(timeline: &Timeline) -> Diary {
    Diary::of_timeline(timeline, WORLD, true)
}

/// `timeline` with every model changed.
fn each(timeline: &Timeline, change: impl Fn(&mut Model)) -> Timeline {
    let mut timeline = timeline.clone();
    timeline.spans.iter_mut().for_each(|span| change(&mut span.model));
    timeline
}

/// `timeline` in another unit of length; its loss has one shape, so that there is one unit of utility.
fn in_both_units(timeline: &Timeline, length: f64) -> (Timeline, Timeline) {
    let loss = timeline.spans[0].model.negotiation.loss;
    let timeline = each(timeline, |model| model.negotiation.loss = loss);
    let scaled = each(&timeline, |model| *model = measured(model, length));
    (timeline, scaled)
}

/// How many members of the file there are up to the last one that is ever present.
fn ever_present(timeline: &Timeline) -> usize {
    let last = timeline.spans.iter().filter_map(|span| span.model.table.last()).max();
    last.map_or(0, |last| last + 1)
}

/// The number of members in the file.
fn members(timeline: &Timeline) -> usize {
    timeline.spans[0].model.members.len()
}

/// One more member at the end of the file, who is not there.
fn with_another(timeline: &Timeline) -> Timeline {
    each(timeline, |model| {
        let first = model.members[0].clone();
        model.members.push(Member { id: "new".to_owned(), initiative: 3.0, groups: vec!["a".to_owned()], ..first });
        model.areas.iter_mut().for_each(|area| area.group_correlation.push(0.5));
    })
}

/// The same, who sits at the table without a response from `session` on.
fn with_newcomer(timeline: &Timeline, session: u32) -> Timeline {
    let mut timeline = with_another(timeline);
    let newcomer = members(&timeline) - 1;
    let arrives = |model: &mut Model| {
        model.table.push(newcomer);
        model.members[newcomer].status = Status::Observer;
    };
    if timeline.spans.iter().all(|span| span.from != session) {
        let model = timeline.model_at(session).clone();
        timeline.spans.push(Span { from: session, model, restarts: Vec::new() });
        timeline.spans.sort_by_key(|span| span.from);
    }
    timeline.spans.iter_mut().filter(|span| span.from >= session).for_each(|span| arrives(&mut span.model));
    let at = timeline.spans[0].model.agenda.date(session);
    timeline.entries.push(Entry { member: newcomer, at, transition: 0.0, may_object: true });
    timeline
}

/// Without what makes proposals depend on who is there.
fn independent(timeline: &Timeline) -> Timeline {
    each(timeline, |model| {
        model.members.iter_mut().for_each(|member| member.socialisation = 0.0);
        model.areas.iter_mut().for_each(|area| area.evolving = None);
        model.negotiation.opening = Opening::Sincere;
    })
}

/// What was drawn for each proposal that a member of the file among the first `founders` tables.
fn drawn(diary: &Diary, founders: usize) -> BTreeMap<Name, (usize, [Vec<f64>; 3], f64)> {
    let of = |proposal: &Proposal| {
        let positions: Vec<f64> = (0..founders).flat_map(|m| proposal.began_with().of(m)).collect();
        (proposal.area, [proposal.status_quo.clone(), proposal.opening.clone(), positions], proposal.turn)
    };
    let name = |proposal: &Proposal| (proposal.tabled, proposal.sponsor, proposal.number);
    let ended = diary.ended.iter().map(|(proposal, _)| proposal);
    ended
        .filter(|proposal| matches!(proposal.sponsor, Sponsor::Member(member) if member < founders))
        .map(|proposal| (name(proposal), of(proposal)))
        .collect()
}

fn results(timelines: &[&Timeline]) -> Results {
    let case = |timeline| Case { id: "v", label: "v", timeline };
    let cases: Vec<Case> = timelines.iter().map(|timeline| case(*timeline)).collect();
    let plan = Plan { seed: 3, replications: 40, examine: false, level: Default::default() };
    experiment::run_cases("test", &cases, plan, &Watch::nobody()).unwrap()
}

/// Endings and responses, which no unit of measurement changes.
fn story(diary: &Diary) -> impl PartialEq + std::fmt::Debug + use<> {
    let ended = diary.ended.iter().map(|(p, o)| (p.tabled, p.sponsor, p.number, o.ending, o.session, o.linked));
    let polls = diary.polls.iter().map(|(_, poll)| (poll.responses(), poll.adopted));
    (ended.collect::<Vec<_>>(), polls.collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn a_member_at_the_end_of_the_file_who_never_comes_changes_no_bit(timeline in timelines()) {
        prop_assert_eq!(diary(&timeline), diary(&with_another(&timeline)));
    }

    #[test]
    fn what_happens_after_the_horizon_changes_no_bit(timeline in timelines(), later in timelines(), ahead in 0..3u32) {
        let mut longer = timeline.clone();
        let last = longer.spans.last().expect("a first span").from.max(timeline.spans[0].model.agenda.sessions);
        let mut model = longer.spans.last().expect("a first span").model.clone();
        model.negotiation = later.spans[0].model.negotiation.clone();
        if let Opening::Anticipate { information_sd, .. } = &mut model.negotiation.opening {
            information_sd.resize(model.dimensions.len(), 0.0);
        }
        model.members.iter_mut().for_each(|member| member.ideal.fill(0.0));
        longer.spans.push(Span { from: last + 1 + ahead, model, restarts: Vec::new() });
        prop_assert_eq!(diary(&timeline), diary(&longer));
    }

    #[test]
    fn founders_proposals_are_the_same_with_an_accession_and_without(timeline in timelines(), session in 1..5u32) {
        let timeline = independent(&timeline);
        let founders = ever_present(&timeline);
        let joined = diary(&with_newcomer(&timeline, session));
        prop_assert_eq!(drawn(&diary(&timeline), founders), drawn(&joined, founders));
        let newcomer = Sponsor::Member(members(&timeline));
        let own = joined.ended.iter().filter(|(proposal, _)| proposal.sponsor == newcomer).map(|(proposal, _)| proposal.tabled);
        prop_assert!(own.into_iter().all(|tabled| tabled >= session), "nobody tables before it joins");
    }

    #[test]
    fn nothing_changes_before_a_newcomer_comes(timeline in timelines(), session in 1..5u32) {
        let until = |diary: Diary| {
            let ended = diary.ended.into_iter().filter(|(_, outcome)| outcome.session < session);
            ended.map(|(proposal, outcome)| (proposal.tabled, proposal.text, outcome)).collect::<Vec<_>>()
        };
        let joined = with_newcomer(&timeline, session);
        prop_assert_eq!(until(diary(&timeline)), until(diary(&joined)));
    }

    #[test]
    fn powers_of_two_as_units_change_no_bit(timeline in timelines(), power in -40..40i32) {
        let length = 2f64.powi(power);
        let (timeline, scaled) = in_both_units(&timeline, length);
        let (before, after) = (diary(&timeline), diary(&scaled));
        prop_assert_eq!(story(&before), story(&after));
        for ((a, x), (b, y)) in before.ended.iter().zip(&after.ended) {
            let longer: Vec<f64> = a.text.iter().map(|x| x * length).collect();
            prop_assert_eq!(&longer, &b.text);
            prop_assert_eq!(a.opening_share, b.opening_share);
            let utility = match timeline.model_at(x.session).negotiation.loss {
                Loss::Quadratic => length * length,
                Loss::Linear => length,
            };
            prop_assert_eq!(x.paid.map(|paid| paid * utility), y.paid);
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn a_period_a_variant_or_a_thread_changes_no_other_bit(timeline in timelines(), threads in 2..5usize) {
        let alone = results(&[&timeline]);
        let period = |id: &str| Period { id: id.to_owned(), label: id.to_owned(), from: -10.0, to: 2.0 };
        let periods = Timeline { periods: vec![period("one"), period("two")], ..timeline.clone() };
        let mut with_periods = results(&[&periods]);
        with_periods.summary.retain(|row| !matches!(row.scope, Scope::Period(_)));
        prop_assert_eq!(&alone.summary, &with_periods.summary);
        prop_assert_eq!((&alone.time, &alone.blocking), (&with_periods.time, &with_periods.blocking));
        let other = independent(&timeline);
        let mut with_variant = results(&[&timeline, &other]);
        with_variant.summary.retain(|row| row.variant == 0);
        prop_assert_eq!(&alone.summary, &with_variant.summary);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        prop_assert!(alone == pool.install(|| results(&[&timeline])), "{threads} threads");
    }
}

/// The other member agrees from about 0.52 on and is put 0.5; the sponsor prefers any text to that one, though with the
/// threat against it none to failing.
#[test]
fn a_sponsor_supports_what_it_stands_behind_also_where_a_threat_speaks_against_it() {
    let mut model = line(&[1.0, 0.9]);
    model.members[1].salience = vec![4.0];
    model.negotiation.ambition = 0.5;
    model.areas[0].threat_response = 1.0;
    let pulse = Pulse { id: "p".to_owned(), when: Occurrence::At(0.0), size: -2.7, half_life: 1e9 };
    let story = diary(&Timeline { pulses: vec![pulse], ..Timeline::from(model) });
    let (proposal, outcome) = &story.ended[0];
    assert_eq!((outcome.ending, possible(proposal)), (Ending::Shelved, Some(true)));
}

/// Any other unit rounds differently, which may tell apart who was within a digit of agreeing; that is rare.
#[test]
fn units_change_no_ending_but_where_a_digit_decides() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::new(cases(1));
    let (mut stories, mut different) = (0, 0);
    for case in 0..400 {
        let timeline = timelines().new_tree(&mut runner).unwrap().current();
        let length = 10f64.powf(f64::from(case % 13 - 6) + 0.3);
        let (timeline, scaled) = in_both_units(&timeline, length);
        stories += 1;
        different += i32::from(story(&diary(&timeline)) != story(&diary(&scaled)));
    }
    assert!(different * 200 < stories, "{different} of {stories} stories differ");
}
