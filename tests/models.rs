//! Models for the other concerns: random small ones that cover every policy and rule.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use winset::model::*;

/// So many cases, the same ones in every run.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(1962), failure_persistence: None, ..ProptestConfig::default() }
}

/// Small models of every kind.
pub fn models() -> impl Strategy<Value = Model> {
    (1..=3usize, 1..=6usize, 1..=3usize).prop_flat_map(|(dims, members, areas)| {
        let standing =
            prop_oneof![1 => Just(Standing::Absent), 1 => Just(Standing::Observer), 6 => Just(Standing::Member)];
        (
            vec((member(dims, areas), standing), members),
            vec(area(dims, members), areas),
            option::weighted(0.5, secretariat(dims)),
            negotiation(),
            agenda(),
        )
            .prop_map(move |(members, areas, secretariat, negotiation, agenda)| {
                let dimensions = (0..dims).map(|d| format!("d{d}")).collect();
                assemble(dimensions, members, areas, secretariat, negotiation, agenda)
            })
    })
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Standing {
    Absent,
    Observer,
    Member,
}

/// Puts the parts together: somebody sits at the table, and rules know the seats.
fn assemble(
    dimensions: Vec<String>,
    mut members: Vec<(Member, Standing)>,
    mut areas: Vec<Area>,
    secretariat: Option<Secretariat>,
    negotiation: Negotiation,
    agenda: Agenda,
) -> Model {
    if members.iter().all(|(_, standing)| *standing != Standing::Member) {
        members[0].1 = Standing::Member;
    }
    let those = |test: fn(Standing) -> bool| (0..members.len()).filter(|&m| test(members[m].1)).collect::<Vec<_>>();
    let (table, seats) = (those(|s| s != Standing::Absent), those(|s| s == Standing::Member));
    for area in &mut areas {
        area.rule = at_seats(&area.rule, &seats);
    }
    let named = |(index, (member, standing)): (usize, (Member, Standing))| Member {
        id: format!("m{index}"),
        label: format!("m{index}"),
        status: if standing == Standing::Observer { Status::Observer } else { Status::Member },
        ..member
    };
    let members = members.into_iter().enumerate().map(named).collect();
    let dimensions = dimensions.into_iter().map(Dimension::named).collect();
    Model { dimensions, members, table, seats, secretariat, areas, negotiation, agenda }
}

/// A rule for all members (or the seats of one table), cut down to and in the order of `seats`.
pub fn at_seats(rule: &Rule, seats: &[usize]) -> Rule {
    let flags = |by_member: &[bool]| seats.iter().map(|&m| by_member[m]).collect();
    let numbers = |by_member: &[f64]| -> Vec<f64> { seats.iter().map(|&m| by_member[m]).collect() };
    let parts = |rules: &[Rule]| rules.iter().map(|rule| at_seats(rule, seats)).collect();
    match rule {
        Rule::ConsensusExcept { excepted } => Rule::ConsensusExcept { excepted: flags(excepted) },
        Rule::Veto { holders } => Rule::Veto { holders: flags(holders) },
        Rule::Majority { weights, quota, abstention } => {
            Rule::Majority { weights: numbers(weights), quota: *quota, abstention: *abstention }
        }
        Rule::ConstructiveAbstention { max_share, weights } => {
            Rule::ConstructiveAbstention { max_share: *max_share, weights: weights.as_deref().map(numbers) }
        }
        Rule::All(rules) => Rule::All(parts(rules)),
        Rule::Any(rules) => Rule::Any(parts(rules)),
        Rule::Consensus | Rule::Unanimity | Rule::ConsensusMinus { .. } => rule.clone(),
    }
}

/// Often 0, else spread over the range: what many quantities may be.
fn or_zero(range: std::ops::Range<f64>) -> impl Strategy<Value = f64> + Clone {
    prop_oneof![1 => Just(0.0), 3 => range]
}

fn law() -> impl Strategy<Value = Law> {
    prop_oneof![Just(Law::Normal), Just(Law::Uniform)]
}

fn member(dims: usize, areas: usize) -> impl Strategy<Value = Member> {
    let place = (vec(-1.5..1.5, dims), vec(or_zero(0.0..0.5), dims), law(), vec(or_zero(0.3..2.0), dims));
    let temper = (vec(or_zero(0.0..1.0), areas), or_zero(0.1..3.0), or_zero(0.2..2.0));
    let sponsoring =
        (or_zero(0.1..2.0), vec(or_zero(0.2..2.0), areas), or_zero(0.0..0.9), vec(or_zero(0.0..0.9), areas));
    let groups = prop_oneof![Just(vec![]), Just(vec!["a"]), Just(vec!["b", "a"]), Just(vec!["a", "b"])];
    (place, temper, sponsoring, groups).prop_map(|(place, temper, sponsoring, groups)| {
        let (ideal, ideal_sd, ideal_law, salience) = place;
        let (tolerance, influence, deference) = temper;
        let (initiative, mut interests, worthwhile, outside_option) = sponsoring;
        if interests.iter().all(|&interest| interest == 0.0) {
            interests[0] = 1.0;
        }
        Member {
            id: String::new(),
            label: String::new(),
            ideal,
            ideal_sd,
            ideal_law,
            salience,
            tolerance,
            influence,
            deference,
            initiative,
            interests,
            worthwhile,
            outside_option,
            groups: groups.into_iter().map(str::to_owned).collect(),
            status: Status::Member,
        }
    })
}

fn area(dims: usize, members: usize) -> impl Strategy<Value = Area> {
    let weights = (0.2..2.0, vec(or_zero(0.3..2.0), dims), 0.3..2.0);
    let spread = (vec(or_zero(0.1..1.0), dims), or_zero(0.1..0.95), or_zero(0.1..1.0));
    let status_quo = (vec(-1.0..1.0, dims), vec(or_zero(0.1..1.0), dims), law())
        .prop_map(|(mean, sd, law)| StatusQuo { mean, sd, law });
    let relation = (0..members, 0..members, -1.0..1.0).prop_map(|(member, sponsor, affinity)| Relation {
        member,
        sponsor,
        affinity,
    });
    (weights, spread, status_quo, vec(relation, 0..6), rules(members)).prop_map(
        move |((share, relevance, stakes), (noise, group_correlation, shock_sd), status_quo, relations, rule)| Area {
            id: "area".to_owned(),
            label: "Area".to_owned(),
            share,
            relevance,
            noise,
            group_correlation: vec![group_correlation; members],
            stakes,
            urgency: 0.0,
            shock_sd,
            rule,
            status_quo,
            relations,
        },
    )
}

fn secretariat(dims: usize) -> impl Strategy<Value = Secretariat> {
    let point = vec(-1.5..1.5, dims).prop_map(SecretariatIdeal::Point);
    (prop_oneof![Just(SecretariatIdeal::Centroid), point], 0.2..2.0, or_zero(0.0..0.9))
        .prop_map(|(ideal, initiative, worthwhile)| Secretariat { ideal, initiative, worthwhile })
}

fn negotiation() -> impl Strategy<Value = Negotiation> {
    let amendment = prop_oneof![
        1 => Just(Amendment::None),
        3 => prop_oneof![Just(1.0), 0.05..1.0].prop_map(|rate| Amendment::Concede { rate }),
        4 => prop_oneof![Just(1.0), 0.2..1.9].prop_map(|relaxation| Amendment::Mediate { relaxation }),
    ];
    let loss = prop_oneof![Just(Loss::Quadratic), Just(Loss::Linear)];
    let ambition = prop_oneof![Just(1.0), 0.2..1.0];
    let persistence = prop_oneof![Just(0.0), Just(1.0), 0.0..1.0];
    (loss, ambition, 1..=5u32, 1..=4u32, or_zero(0.1..1.5), amendment, persistence).prop_map(
        |(loss, ambition, rounds, sessions, pressure, amendment, shock_persistence)| Negotiation {
            loss,
            ambition,
            rounds,
            sessions,
            pressure,
            amendment,
            shock_persistence,
        },
    )
}

fn agenda() -> impl Strategy<Value = Agenda> {
    let arrivals = prop_oneof![Just(Arrivals::Poisson), Just(Arrivals::Fixed)];
    (1..=6u32, 1..=4u32, arrivals, option::of(1..=4u32), or_zero(0.2..3.0)).prop_map(
        |(sessions, a_year, arrivals, capacity, months_per_round)| Agenda {
            start: 0.0,
            sessions,
            sessions_per_year: f64::from(a_year),
            years: f64::from(sessions) / f64::from(a_year),
            arrivals,
            initiative_sd: 0.0,
            order: Order::OldFirst,
            capacity,
            months_per_round,
        },
    )
}

/// Rules for so many seats, compound ones included.
pub fn rules(seats: usize) -> impl Strategy<Value = Rule> {
    let flags = || vec(prop::bool::ANY, seats);
    let weights = || prop_oneof![Just(vec![1.0; seats]), vec(or_zero(1.0..5.0), seats)];
    let share = || prop_oneof![Just(1.0 / 3.0), Just(0.5), Just(2.0 / 3.0), Just(1.0), 0.05..1.0];
    let quota = prop_oneof![
        share().prop_map(Quota::Share),
        share().prop_map(|share| Quota::MoreThan(share.min(0.9))),
        (0.5..6.0).prop_map(Quota::Absolute),
    ];
    let abstention = prop_oneof![Just(Abstention::CountsAgainst), Just(Abstention::NotCast)];
    let simple = prop_oneof![
        Just(Rule::Consensus),
        Just(Rule::Unanimity),
        (0..=3usize).prop_map(|k| Rule::ConsensusMinus { k }),
        flags().prop_map(|excepted| Rule::ConsensusExcept { excepted }),
        (weights(), quota, abstention).prop_map(|(weights, quota, abstention)| Rule::Majority {
            weights,
            quota,
            abstention
        }),
        flags().prop_map(|holders| Rule::Veto { holders }),
        (share(), option::of(weights()))
            .prop_map(|(max_share, weights)| Rule::ConstructiveAbstention { max_share, weights }),
    ];
    simple.prop_recursive(2, 6, 3, |part| {
        prop_oneof![vec(part.clone(), 1..=3).prop_map(Rule::All), vec(part, 1..=3).prop_map(Rule::Any)]
    })
}
