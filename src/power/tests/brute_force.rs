//! Random rules against every one of their configurations, by [`Rule::adopts`] alone.

use proptest::prelude::*;

use super::*;
use crate::model::Response::{self, Acquiesce, Object, Support};
use crate::power::ternary::Differences;

/// Any rule for so many seats. Shares and weights are multiples that leave no near ties.
fn rules(seats: usize) -> impl Strategy<Value = Rule> {
    let weights = || prop::collection::vec(0_u32..5, seats).prop_map(|w| w.into_iter().map(f64::from).collect());
    let some = || prop::collection::vec(any::<bool>(), seats);
    let quota = prop_oneof![
        (1_u32..12).prop_map(|q| Quota::Absolute(f64::from(q))),
        (1_u32..21).prop_map(|p| Quota::Share(f64::from(p) / 20.0))
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
        let distinguishes = counts.distinguishes_abstention(&super::counts(&rule, seats));
        prop_assert_eq!(distinguishes, naively_distinguishes(&rule, seats));
        let may = Game::new(&rule, seats).may_distinguish_abstention();
        prop_assert!(may || !distinguishes);
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
