//! The answer against geometry and hand-worked cases.

use proptest::prelude::*;

use super::condition::Bowl;
use super::pairs::Pair;
use super::programme::{Linear, Programme};
use crate::engine::proposal::Feasibility::{self, Impossible, Possible};
use crate::engine::tests::{diary, line};
use crate::engine::{Proposal, Simulation};
use crate::model::{Loss, Model, Rule, Secretariat, SecretariatIdeal, Timeline};

/// Conditions that x lies within `radius` of a centre, as quadratic losses or as cones.
fn disks(disks: &[(f64, f64, f64)], shape: Loss) -> Programme<2> {
    let bowl = |&(x, y, radius): &(f64, f64, f64)| {
        let level = if shape == Loss::Quadratic { radius * radius } else { radius };
        Bowl { level, curvature: [1.0; 2], centre: [x, y] }
    };
    let start = [disks[0].0, disks[0].1];
    Programme::of(&disks.iter().map(bowl).collect::<Vec<_>>(), shape, None, start)
}

/// Largest margin by which a candidate point lies in all disks: centres and crossings of pairs of circles. Disks
/// that meet have one of these in common.
fn margin(disks: &[(f64, f64, f64)]) -> f64 {
    let mut candidates: Vec<(f64, f64)> = disks.iter().map(|d| (d.0, d.1)).collect();
    for (i, a) in disks.iter().enumerate() {
        for b in &disks[..i] {
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            let d2 = dx * dx + dy * dy;
            let along = (d2 + a.2 * a.2 - b.2 * b.2) / (2.0 * d2);
            let across = a.2 * a.2 / d2 - along * along;
            if across >= 0.0 {
                let across = across.sqrt();
                candidates.push((a.0 + along * dx - across * dy, a.1 + along * dy + across * dx));
                candidates.push((a.0 + along * dx + across * dy, a.1 + along * dy - across * dx));
            }
        }
    }
    let inside = |p: &(f64, f64)| {
        disks.iter().map(|d| d.2 - ((p.0 - d.0).powi(2) + (p.1 - d.1).powi(2)).sqrt()).fold(f64::INFINITY, f64::min)
    };
    candidates.iter().map(inside).fold(f64::NEG_INFINITY, f64::max)
}

fn only(model: &Model) -> Proposal {
    diary(model, 0).ended.remove(0).0
}

fn answer(model: &Model) -> Option<Feasibility> {
    Simulation::new(&Timeline::from(model.clone()), false).feasible(&only(model))
}

fn said(possible: bool) -> Option<Feasibility> {
    Some(if possible { Possible } else { Impossible })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn disks_meet_exactly_where_their_crossings_say(
        given in proptest::collection::vec((-1.0..1.0, -1.0..1.0, 0.2..1.5), 2..40), tight: bool
    ) {
        let given: Vec<_> = given.iter().map(|d| (d.0, d.1, if tight { d.2 } else { d.2 + 0.5 })).collect();
        // A crossing lies on two circles, so a common point shows as a margin of zero within rounding.
        let meet = margin(&given) > -1e-12;
        let grown: Vec<_> = given.iter().map(|d| (d.0, d.1, d.2 + 1e-6)).collect();
        let shrunk: Vec<_> = given.iter().map(|d| (d.0, d.1, d.2 - 1e-6)).collect();
        for shape in [Loss::Quadratic, Loss::Linear] {
            if meet {
                prop_assert_eq!(disks(&grown, shape).decide(), Possible);
                prop_assert_eq!(disks(&grown, shape).search(), Possible);
            } else {
                prop_assert_eq!(disks(&shrunk, shape).decide(), Impossible);
                prop_assert_eq!(disks(&shrunk, shape).search(), Impossible);
            }
        }
    }

    /// Ellipses in space, and half of it: what weights tell is what the central path tells, and they mostly do.
    #[test]
    fn weights_tell_what_the_central_path_does(
        given in proptest::collection::vec(
            (0.1..1.5, prop::array::uniform3(-1.0..1.0), prop::array::uniform3(0.0..2.0f64)), 1..12
        ),
        linear in proptest::option::of((prop::array::uniform3(-1.0..1.0), -0.5..1.0)),
        size in prop::sample::select(vec![1e-6, 1.0, 1e6]),
    ) {
        let bowl = |&(radius, centre, curvature): &(f64, [f64; 3], [f64; 3])| Bowl {
            level: radius * radius,
            curvature: curvature.map(|c| if c < 0.2 { 0.0 } else { c / (size * size) }),
            centre: centre.map(|x: f64| x * size),
        };
        let bowls: Vec<Bowl<3>> = given.iter().map(bowl).collect();
        let linear = linear.map(|(slope, level)| Linear { level, slope: slope.map(|s: f64| s / size) });
        let programme = Programme::of(&bowls, Loss::Quadratic, linear, bowls[0].centre);
        let searched = programme.search();
        prop_assume!(searched != Feasibility::Unknown);
        prop_assert_eq!(programme.decide(), searched);
    }

    #[test]
    fn on_a_line_there_is_a_text_exactly_if_members_are_on_one_side_and_near_enough(
        ideals in proptest::collection::vec(-1.0..1.0f64, 2..11)
    ) {
        let one_side = ideals.iter().all(|&x| x > 0.0) || ideals.iter().all(|&x| x < 0.0);
        // The sponsor wants a tenth of its ideal gain: within 1 ± √0.9 of its ideal point; the others within twice theirs.
        let nearest = ideals.iter().map(|x| x.abs()).fold(f64::INFINITY, f64::min);
        let wanted = ideals[0].abs() * (1.0 - 0.9f64.sqrt());
        prop_assume!((2.0 * nearest - wanted).abs() > 1e-4 && nearest > 1e-4);
        prop_assert_eq!(answer(&line(&ideals)), said(one_side && 2.0 * nearest > wanted));
    }
}

#[test]
fn a_single_text_in_common_is_not_one_that_exceeds_the_threshold() {
    for shape in [Loss::Quadratic, Loss::Linear] {
        assert_eq!(disks(&[(0.0, 0.0, 0.5), (1.0, 0.0, 0.5)], shape).decide(), Impossible, "{shape:?}");
        assert_eq!(disks(&[(0.0, 0.0, 0.5), (1.0, 0.0, 0.500001)], shape).decide(), Possible, "{shape:?}");
    }
}

#[test]
fn a_secretariat_asks_for_a_share_of_its_change() {
    // Wherever the space has its origin.
    for origin in [0.0, 1e8] {
        let mut model = line(&[1.0 + origin, 0.2 + origin]);
        model.areas[0].status_quo.mean = vec![origin];
        model.members[0].initiative = 0.0;
        // Opens at 0.6; the nearest member takes up to 0.4, two thirds.
        for (worthwhile, possible) in [(0.0, true), (0.66, true), (0.6666, true), (0.6667, false), (0.67, false)] {
            let ideal = SecretariatIdeal::Centroid;
            model.secretariat = Some(Secretariat { ideal, initiative: 1.0, worthwhile });
            assert_eq!(answer(&model), said(possible), "{worthwhile}, {origin}");
        }
    }
}

#[test]
fn a_secretariat_may_change_what_concerns_nobody() {
    // Two members on either side of the status quo in the first dimension; the second one is nobody's.
    let mut model = crate::engine::tests::plane(&[[1.0, 0.5], [-1.0, 0.5]]);
    model.members.iter_mut().for_each(|member| {
        member.salience = vec![1.0, 0.0];
        (member.initiative, member.tolerance) = (0.0, vec![0.1]);
    });
    let ideal = SecretariatIdeal::Point(vec![0.0, 1.0]);
    model.secretariat = Some(Secretariat { ideal, initiative: 1.0, worthwhile: 0.5 });
    assert_eq!(answer(&model), said(true));
}

#[test]
fn whom_no_text_concerns_stands_in_nobodys_way() {
    let mut model = line(&[1.0, 0.9, -3.0]);
    assert_eq!(answer(&model), said(false));
    model.members[2].salience = vec![0.0];
    assert_eq!(answer(&model), said(true));
}

#[test]
fn linear_losses_count_stakes_below_the_root() {
    // Losses 4 |x − y|: the second member, at 0.2, tolerates 2 and so takes texts up to 0.9; the sponsor wants 0.95 of
    // its ideal gain of 4, texts from 0.95.
    let mut model = line(&[1.0, 0.2]);
    model.negotiation.loss = Loss::Linear;
    model.areas[0].stakes = 4.0;
    model.members[0].worthwhile = 0.95;
    for (tolerance, possible) in [(2.0, false), (2.1, false), (2.19, false), (2.21, true)] {
        model.members[1].tolerance = vec![tolerance];
        assert_eq!(answer(&model), said(possible), "{tolerance}");
    }
}

#[test]
fn a_rule_that_needs_no_fixed_members_has_no_answer() {
    let mut model = line(&[1.0, -0.2, 0.3]);
    assert_eq!(answer(&model), said(false));
    model.areas[0].rule = Rule::ConsensusExcept { excepted: vec![false, true, false] };
    assert_eq!(answer(&model), said(true));
    model.areas[0].rule = Rule::Veto { holders: vec![false, true, false] };
    assert_eq!(answer(&model), said(false));
    model.areas[0].rule = Rule::ConsensusMinus { k: 1 };
    assert_eq!(answer(&model), None);
    // One member acquiesces to any text that is worth the sponsor's while; that none may is not asked.
    model.areas[0].rule = Rule::ConstructiveAbstention { max_share: 0.1, weights: None };
    assert_eq!(answer(&model), said(false));
    model.members[1].tolerance = vec![0.5];
    assert_eq!(answer(&model), said(true));
}

/// Uniforms from 0 to 1.
fn uniforms(mut bits: u64) -> impl FnMut() -> f64 {
    move || {
        bits = bits.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
        (bits >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn weights_of_one_condition_are_all_its_own() {
    for (level, said) in [(1.0, Possible), (-1.0, Impossible)] {
        let bowl = Bowl { level, curvature: [1.0, 0.5], centre: [0.3, 0.4] };
        let programme = Programme::of(&[bowl], Loss::Quadratic, None, [9.0, 9.0]);
        match programme.tightest_pair() {
            Some(Pair::Open(weights)) => assert_eq!(programme.decide_by_weights(weights), Some(said)),
            Some(Pair::Excluded) => assert_eq!(said, Impossible),
            None => panic!("there is a condition"),
        }
    }
}

#[test]
fn weights_decide_nearly_all_that_pairs_leave_open() {
    let mut uniform = uniforms(1);
    let (mut open, mut left) = (0, 0);
    for _ in 0..5000 {
        let mut bowl = |_| {
            let radius = 0.2 + 1.3 * uniform();
            let curvature = [(); 2].map(|()| 0.3 + uniform());
            Bowl { level: radius * radius, curvature, centre: [(); 2].map(|()| 2.0 * uniform() - 1.0) }
        };
        let bowls: Vec<Bowl<2>> = (0..10).map(&mut bowl).collect();
        let programme = Programme::of(&bowls, Loss::Quadratic, None, bowls[0].centre);
        if let Some(Pair::Open(weights)) = programme.tightest_pair() {
            open += 1;
            left += usize::from(programme.decide_by_weights(weights).is_none());
        }
    }
    assert!(open > 1000 && left * 100 < open, "{left} of {open}");
}

/// Conditions that do not curve everywhere, few and many, some with no text at all: rare cases by the hundred thousand.
#[test]
fn weights_never_contradict_the_central_path() {
    let mut uniform = uniforms(7);
    let mut told = [0; 2];
    for _ in 0..200_000 {
        let count = 1 + (uniform() * 5.0) as usize;
        let mut bowl = |_| Bowl {
            level: 3.0 * uniform() - 0.3,
            curvature: [(); 2].map(|()| if uniform() < 0.3 { 0.0 } else { 2.0 * uniform() }),
            centre: [(); 2].map(|()| 2.0 * uniform() - 1.0),
        };
        let bowls: Vec<Bowl<2>> = (0..count).map(&mut bowl).collect();
        let slope = [(); 2].map(|()| uniform() - 0.5);
        let linear = (uniform() < 0.3).then(|| Linear { level: uniform() - 0.5, slope });
        let programme = Programme::of(&bowls, Loss::Quadratic, linear, [0.1, 0.2]);
        let (decided, searched) = (programme.decide(), programme.search());
        if searched != Feasibility::Unknown {
            assert_eq!(decided, searched, "{bowls:?} {linear:?}");
            told[usize::from(searched == Possible)] += 1;
        }
    }
    assert!(told.iter().all(|&count| count > 20_000), "{told:?}");
}
