//! Models for the other concerns: random small ones that cover every policy and rule.

use std::ops::RangeInclusive;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use winset::model::*;

/// So many cases, the same ones in every run. To hunt in others, or in more, set `HUNT_SEED` and `HUNT_TIMES`.
pub fn cases(cases: u32) -> ProptestConfig {
    let asked = |name: &str| std::env::var(name).ok().and_then(|number| number.parse().ok());
    let (seed, times) = (asked("HUNT_SEED").unwrap_or(1962), asked("HUNT_TIMES").unwrap_or(1) as u32);
    ProptestConfig {
        cases: cases * times,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// Small models of every kind: whatever a scenario may say, what is rare and what is extreme among it.
pub fn models() -> impl Strategy<Value = Model> {
    sized(1..=3, 1..=6, 1..=3)
}

/// The same with many dimensions and members.
pub fn large_models() -> impl Strategy<Value = Model> {
    sized(3..=8, 6..=16, 1..=2)
}

fn sized(
    dims: RangeInclusive<usize>,
    members: RangeInclusive<usize>,
    areas: RangeInclusive<usize>,
) -> impl Strategy<Value = Model> {
    (dims, members, areas).prop_flat_map(|(dims, members, areas)| {
        let standing =
            prop_oneof![1 => Just(Standing::Absent), 1 => Just(Standing::Observer), 6 => Just(Standing::Member)];
        let parts = (
            vec((member(dims, areas), standing), members),
            vec(area(dims, members), areas),
            option::weighted(0.5, secretariat(dims)),
            negotiation(),
            agenda(),
        );
        (parts, units(), busy()).prop_map(move |((members, areas, secretariat, negotiation, agenda), units, busy)| {
            let dimensions = (0..dims).map(|d| format!("d{d}")).collect();
            let mut model = assemble(dimensions, members, areas, secretariat, negotiation, agenda);
            if let Some(initiative) = busy {
                model.members[model.table[0]].initiative = initiative;
                model.agenda.sessions = model.agenda.sessions.min(2);
                model.agenda.years = f64::from(model.agenda.sessions) / model.agenda.sessions_per_year;
            }
            weighed(&measured(&model, units.0), units.1)
        })
    })
}

/// The units of length and of weight.
pub fn units() -> impl Strategy<Value = (f64, f64)> {
    let length = prop_oneof![8 => Just(1.0), 1 => Just(1e-6), 1 => 0.01..100.0, 1 => Just(1e6)];
    let weight = prop_oneof![8 => Just(1.0), 1 => Just(1e-10), 1 => Just(1e10)];
    (length, weight)
}

/// Now and then so much initiative that e^−mean is less than the resolution of uniform draws.
fn busy() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![60 => Just(None), 1 => (38.0..70.0).prop_map(Some)]
}

/// Who is at the table, and as what.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    Absent,
    Observer,
    /// An observer who does not sponsor.
    Suspended,
    Member,
}

/// Puts the parts together: somebody sits at the table, rules know the seats, areas the groups.
pub fn assemble(
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
        each_rule(area, &|rule| at_seats(rule, &seats));
        let of_group =
            |group: Option<&String>| area.group_correlation[group.map_or(0, |g| if g == "a" { 1 } else { 2 })];
        area.group_correlation = members.iter().map(|(member, _)| of_group(member.groups.first())).collect();
    }
    let named = |(index, (member, standing)): (usize, (Member, Standing))| Member {
        id: format!("m{index}"),
        label: format!("m{index}"),
        status: if standing == Standing::Observer { Status::Observer } else { Status::Member },
        ..member
    };
    let members = members.into_iter().enumerate().map(named).collect();
    let dimensions = dimensions.into_iter().map(Dimension::named).collect();
    Model { dimensions, members, table, seats, secretariat, areas, listing: None, negotiation, agenda }
}

/// Puts what becomes of it in the place of every rule of `area`.
fn each_rule(area: &mut Area, map: &dyn Fn(&Rule) -> Rule) {
    area.rule = map(&area.rule);
    let mut fallback = area.fallback.as_deref_mut();
    while let Some(next) = fallback {
        next.rule = map(&next.rule);
        fallback = next.fallback.as_deref_mut();
    }
}

/// `model` with every length multiplied by `length`, and every utility so that nothing else changes.
pub fn measured(model: &Model, length: f64) -> Model {
    let utility = match model.negotiation.loss {
        Loss::Quadratic => length * length,
        Loss::Linear => length,
    };
    let mut model = model.clone();
    let longer = |numbers: &mut Vec<f64>| numbers.iter_mut().for_each(|x| *x *= length);
    for member in &mut model.members {
        longer(&mut member.ideal);
        longer(&mut member.ideal_sd);
        member.tolerance.iter_mut().for_each(|tolerance| *tolerance *= utility);
    }
    match model.secretariat.as_mut().map(|secretariat| &mut secretariat.ideal) {
        Some(SecretariatIdeal::Point(point)) => longer(point),
        Some(SecretariatIdeal::Drawn { mean, sd, .. }) => [mean, sd].into_iter().for_each(longer),
        Some(SecretariatIdeal::Centroid) | None => {}
    }
    for area in &mut model.areas {
        [&mut area.noise, &mut area.status_quo.mean, &mut area.status_quo.sd].into_iter().for_each(longer);
        if let Some(evolving) = &mut area.evolving {
            [&mut evolving.start, &mut evolving.drift_sd].into_iter().for_each(longer);
        }
        area.urgency *= utility;
        area.threat_response *= utility;
        area.shock_sd *= utility;
        area.relations.iter_mut().for_each(|relation| relation.affinity *= utility);
    }
    if let Opening::Anticipate { information_sd, .. } = &mut model.negotiation.opening {
        longer(information_sd);
    }
    if let Compensation::Fund { budget } = &mut model.negotiation.compensation {
        *budget *= utility;
    }
    model.negotiation.pressure *= utility;
    model
}

/// `model` with all weights, and what has to be reached of them, multiplied by `factor`.
pub fn weighed(model: &Model, factor: f64) -> Model {
    let mut model = model.clone();
    model.areas.iter_mut().for_each(|area| each_rule(area, &|rule| reweighed(rule, factor)));
    model
}

fn reweighed(rule: &Rule, factor: f64) -> Rule {
    let times = |weights: &[f64]| -> Vec<f64> { weights.iter().map(|w| w * factor).collect() };
    let parts = |rules: &[Rule]| rules.iter().map(|rule| reweighed(rule, factor)).collect();
    match rule {
        Rule::Majority { weights, quota, abstention } => {
            let quota = match *quota {
                Quota::Absolute(quota) => Quota::Absolute(quota * factor),
                Quota::Share(_) | Quota::MoreThan(_) => *quota,
            };
            Rule::Majority { weights: times(weights), quota, abstention: *abstention }
        }
        Rule::ConstructiveAbstention { max_share, weights } => {
            Rule::ConstructiveAbstention { max_share: *max_share, weights: weights.as_deref().map(times) }
        }
        Rule::All(rules) => Rule::All(parts(rules)),
        Rule::Any(rules) => Rule::Any(parts(rules)),
        Rule::Consensus
        | Rule::Unanimity
        | Rule::ConsensusMinus { .. }
        | Rule::OptOut { .. }
        | Rule::ConsensusExcept { .. }
        | Rule::Veto { .. } => rule.clone(),
    }
}

/// The unit of length of `model`: how far anything stated is from the origin, at least.
pub fn extent(model: &Model) -> f64 {
    let ideals = model.members.iter().flat_map(|member| member.ideal.iter().chain(&member.ideal_sd));
    let laws =
        model.areas.iter().flat_map(|area| area.status_quo.mean.iter().chain(&area.status_quo.sd).chain(&area.noise));
    ideals.chain(laws).fold(0.0, |largest, x| x.abs().max(largest))
}

/// The unit of utility that goes with it.
pub fn worth(model: &Model) -> f64 {
    match model.negotiation.loss {
        Loss::Quadratic => extent(model) * extent(model),
        Loss::Linear => extent(model),
    }
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
        Rule::Consensus | Rule::Unanimity | Rule::ConsensusMinus { .. } | Rule::OptOut { .. } => rule.clone(),
    }
}

/// Often 0, else spread over the range: what many quantities may be.
pub fn or_zero(range: std::ops::Range<f64>) -> impl Strategy<Value = f64> + Clone {
    prop_oneof![1 => Just(0.0), 3 => range]
}

pub fn law() -> impl Strategy<Value = Law> {
    prop_oneof![Just(Law::Normal), Just(Law::Uniform)]
}

pub fn member(dims: usize, areas: usize) -> impl Strategy<Value = Member> {
    // Whoever has no salience at all has no stake in anything.
    let salience = prop_oneof![7 => vec(or_zero(0.3..2.0), dims), 1 => Just(vec![0.0; dims])];
    let place = (vec(-1.5..1.5, dims), vec(or_zero(0.0..0.5), dims), law(), salience);
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
            susceptibility: 0.0,
            socialisation: 0.0,
            initiative,
            interests,
            worthwhile,
            outside_option,
            groups: groups.into_iter().map(str::to_owned).collect(),
            status: Status::Member,
        }
    })
}

pub fn area(dims: usize, members: usize) -> impl Strategy<Value = Area> {
    // An area that is about nothing concerns nobody.
    let relevance = prop_oneof![12 => vec(or_zero(0.3..2.0), dims), 1 => Just(vec![0.0; dims])];
    let urgency = prop_oneof![6 => Just(0.0), 3 => 0.05..1.0, 1 => Just(1e9)];
    let weights = (0.2..2.0, relevance, 0.3..2.0, urgency);
    // Of those without a group, of a and of b.
    let correlation = vec(or_zero(0.1..0.95), 3);
    let spread = (vec(or_zero(0.1..1.0), dims), correlation, or_zero(0.1..1.0));
    let status_quo = (vec(-1.0..1.0, dims), vec(or_zero(0.1..1.0), dims), law())
        .prop_map(|(mean, sd, law)| StatusQuo { mean, sd, law });
    let relation = (0..members, 0..members, -1.0..1.0).prop_map(|(member, sponsor, affinity)| Relation {
        member,
        sponsor,
        affinity,
    });
    (weights, spread, status_quo, vec(relation, 0..6), rules(members)).prop_map(
        |((share, relevance, stakes, urgency), (noise, group_correlation, shock_sd), status_quo, relations, rule)| {
            Area {
                id: "area".to_owned(),
                label: "Area".to_owned(),
                share,
                relevance,
                noise,
                group_correlation,
                stakes,
                urgency,
                threat_response: 0.0,
                fallback: None,
                evolving: None,
                shock_sd,
                rule,
                status_quo,
                relations,
            }
        },
    )
}

pub fn secretariat(dims: usize) -> impl Strategy<Value = Secretariat> {
    let point = || vec(-1.5..1.5, dims);
    let drawn = (point(), vec(or_zero(0.1..1.0), dims), law());
    let ideal = prop_oneof![
        2 => Just(SecretariatIdeal::Centroid),
        1 => point().prop_map(SecretariatIdeal::Point),
        1 => drawn.prop_map(|(mean, sd, law)| SecretariatIdeal::Drawn { mean, sd, law }),
    ];
    (ideal, 0.2..2.0, or_zero(0.0..0.9)).prop_map(|(ideal, initiative, worthwhile)| Secretariat {
        ideal,
        initiative,
        worthwhile,
    })
}

pub fn negotiation() -> impl Strategy<Value = Negotiation> {
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
            opening: Opening::Sincere,
            compensation: Compensation::None,
            linkage: false,
            ambition,
            rounds,
            sessions,
            pressure,
            amendment,
            shock_persistence,
        },
    )
}

pub fn agenda() -> impl Strategy<Value = Agenda> {
    let arrivals = prop_oneof![Just(Arrivals::Poisson), Just(Arrivals::Fixed)];
    let order = prop_oneof![Just(Order::OldFirst), Just(Order::NewFirst)];
    // Evenly; or years of many drafts and of few.
    let initiative_sd = prop_oneof![3 => Just(0.0), 1 => 0.2..2.0];
    let intake = (arrivals, initiative_sd, order, option::of(1..=4u32));
    (1..=6u32, 1..=4u32, intake, or_zero(0.2..3.0)).prop_map(
        |(sessions, a_year, (arrivals, initiative_sd, order, capacity), months_per_round)| Agenda {
            start: 0.0,
            sessions,
            sessions_per_year: f64::from(a_year),
            years: f64::from(sessions) / f64::from(a_year),
            arrivals,
            initiative_sd,
            order,
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
