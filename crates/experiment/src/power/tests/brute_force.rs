//! Random rules against every one of their configurations, by [`Rule::adopts`] alone.

use proptest::prelude::*;

use super::*;
use crate::model::Response::{self, Acquiesce, Object, Support};
use crate::power::enumeration::ternary::Differences;
use crate::power::generating::Generating;
use crate::power::indices;

/// Any rule for so many seats. Shares and weights are multiples that leave no near ties.
fn rules(seats: usize) -> impl Strategy<Value = Rule> {
    let units = prop::sample::select(vec![1.0, 0.25, 0.1, 1e-10, 3e9]);
    let weights = move || {
        let units = units.clone();
        (units, prop::collection::vec(0_u32..5, seats)).prop_map(|(unit, weights)| {
            weights.into_iter().map(|weight| f64::from(weight) * unit).collect::<Vec<f64>>()
        })
    };
    let some = || prop::collection::vec(any::<bool>(), seats);
    let quota = prop_oneof![
        (1_u32..12).prop_map(|q| Quota::Absolute(f64::from(q))),
        (1_u32..21).prop_map(|p| Quota::Share(f64::from(p) / 20.0)),
        (0_u32..20).prop_map(|p| Quota::MoreThan(f64::from(p) / 20.0))
    ];
    let abstention = prop_oneof![Just(Abstention::CountsAgainst), Just(Abstention::NotCast)];
    let leaf = prop_oneof![
        Just(Rule::Consensus),
        Just(Rule::Unanimity),
        (0..=seats + 1).prop_map(|k| Rule::ConsensusMinus { k }),
        some().prop_map(|excepted| Rule::ConsensusExcept { excepted }),
        some().prop_map(|holders| Rule::Veto { holders }),
        (1_u32..5, prop::option::of(weights()))
            .prop_map(|(p, weights)| Rule::ConstructiveAbstention { max_share: f64::from(p) / 4.0, weights }),
        (weights(), quota, abstention).prop_map(|(weights, quota, abstention)| Rule::Majority {
            weights,
            quota,
            abstention
        }),
    ];
    leaf.prop_recursive(2, 8, 3, |rule| {
        prop_oneof![
            prop::collection::vec(rule.clone(), 0..4).prop_map(Rule::All),
            prop::collection::vec(rule, 0..4).prop_map(Rule::Any),
        ]
    })
}

fn cases(most: usize) -> impl Strategy<Value = (usize, Rule)> {
    (1..=most).prop_flat_map(|seats| (Just(seats), rules(seats)))
}

/// All configurations of so many seats.
fn configurations(seats: usize, responses: &[Response]) -> Vec<Vec<Response>> {
    (0..seats).fold(vec![vec![]], |shorter, _| {
        let with = |r: Response| shorter.iter().map(move |c| c.iter().copied().chain([r]).collect());
        responses.iter().flat_map(|&r| with(r).collect::<Vec<_>>()).collect()
    })
}

fn with(configuration: &[Response], seat: usize, response: Response) -> Vec<Response> {
    let mut changed = configuration.to_vec();
    changed[seat] = response;
    changed
}

fn naive(rule: &Rule, seats: usize) -> binary::Counts {
    let mut counts = binary::Counts { winning: vec![0; seats + 1], swings: vec![vec![0; seats + 1]; seats] };
    for coalition in configurations(seats, &[Object, Support]) {
        let size = coalition.iter().filter(|&&r| r == Support).count();
        if rule.adopts(&coalition) {
            counts.winning[size] += 1;
            for seat in (0..seats).filter(|&seat| coalition[seat] == Support) {
                counts.swings[seat][size] += u128::from(!rule.adopts(&with(&coalition, seat, Object)));
            }
        }
    }
    counts
}

fn naive_ternary(rule: &Rule, seats: usize) -> ternary::Counts {
    let mut counts = ternary::Counts { winning: 0, members: vec![Differences::default(); seats] };
    for configuration in configurations(seats, &[Object, Acquiesce, Support]) {
        counts.winning += u128::from(rule.adopts(&configuration));
        for seat in (0..seats).filter(|&seat| configuration[seat] == Object) {
            let adopts = |response| rule.adopts(&with(&configuration, seat, response));
            counts.members[seat].support_object += u128::from(adopts(Support) && !adopts(Object));
            counts.members[seat].acquiesce_object += u128::from(adopts(Acquiesce) && !adopts(Object));
        }
    }
    counts
}

/// Whether some configuration is told from that with support, and some from that with objection, in the
/// place of acquiescence.
fn naively_distinguishes(rule: &Rule, seats: usize) -> bool {
    let all = configurations(seats, &[Object, Acquiesce, Support]);
    let read_as = |response: Response| {
        let read = |c: &[Response]| c.iter().map(|&r| if r == Acquiesce { response } else { r }).collect::<Vec<_>>();
        all.iter().all(|c| rule.adopts(c) == rule.adopts(&read(c)))
    };
    !read_as(Support) && !read_as(Object)
}

fn generated(rule: &Rule, seats: usize, choices: Choices) -> Option<indices::Counts> {
    let watch = Watch::nobody();
    let meter = Meter::of(&watch, 0);
    let generating = Generating::new(&Game::new(rule, seats, choices), 1 << 20)?;
    let mut counts = generating.counts(&meter).expect("nobody stops it");
    if choices == Choices::Two {
        let indices = generating.shapley_shubik(&meter).expect("nobody stops it");
        counts.members.iter_mut().zip(indices).for_each(|(member, index)| member.shapley_shubik = Some(index));
    }
    Some(counts)
}

/// By seat: swings, and those of each of the two steps.
fn swings(counts: &indices::Counts) -> Vec<[f64; 3]> {
    counts.members.iter().map(|member| [member.swings, member.support_acquiesce, member.acquiesce_object]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn coalitions_and_swings_of_any_rule((seats, rule) in cases(8)) {
        prop_assert_eq!(counts(&rule, seats), naive(&rule, seats));
    }

    #[test]
    fn configurations_with_abstention_of_any_rule((seats, rule) in cases(5)) {
        let counts = ternary_counts(&rule, seats);
        prop_assert_eq!(&counts, &naive_ternary(&rule, seats));
        let distinguishes = counts.by_step().distinguish_abstention();
        prop_assert_eq!(distinguishes, naively_distinguishes(&rule, seats));
        let may = Game::new(&rule, seats, Choices::Three).may_distinguish_abstention();
        prop_assert!(may || !distinguishes);
    }

    #[test]
    fn generating_functions_of_any_rule((seats, rule) in cases(8)) {
        let generated = generated(&rule, seats, Choices::Two).expect("weights of few units");
        let naive = naive(&rule, seats).summed();
        assert_same(&GamePower::counted(&generated), &GamePower::counted(&naive));
        prop_assert_eq!((generated.winning, generated.losing), (naive.winning, naive.losing));
        prop_assert_eq!(swings(&generated), swings(&naive));
    }

    /// A share of what is cast makes units small, so that some of these games have none of use.
    #[test]
    fn generating_functions_with_abstention_of_any_rule((seats, rule) in cases(5)) {
        if let Some(generated) = generated(&rule, seats, Choices::Three) {
            let naive = naive_ternary(&rule, seats).by_step();
            prop_assert_eq!((generated.winning, generated.losing), (naive.winning, naive.losing));
            prop_assert_eq!(swings(&generated), swings(&naive));
        }
    }

    /// Members of one class have the same power, wherever they sit.
    #[test]
    fn members_that_the_rule_cannot_tell_apart_have_equal_power(
        weights in prop::collection::vec(0_u32..3, 1..9), quota in 1_u32..10,
    ) {
        let counts = counts(&votes(&weights, f64::from(quota)), weights.len());
        for (seat, other) in (0..weights.len()).flat_map(|a| (0..a).map(move |b| (a, b))) {
            if weights[seat] == weights[other] {
                prop_assert_eq!(&counts.swings[seat], &counts.swings[other]);
            }
        }
    }
}
