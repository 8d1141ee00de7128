//! The answer against geometry and hand-worked cases.

use proptest::prelude::*;

use super::condition::{Bowl, Condition};
use super::programme::Programme;
use crate::engine::proposal::Feasibility::{self, Impossible, Possible};
use crate::engine::tests::{diary, line};
use crate::engine::{Proposal, Simulation};
use crate::model::{Loss, Model, Rule, Secretariat, SecretariatIdeal, Timeline};

/// Conditions that x lies within `radius` of a centre, as quadratic losses or as cones.
fn disks(disks: &[(f64, f64, f64)], shape: Loss) -> Programme<2> {
    let condition = |&(x, y, radius): &(f64, f64, f64)| {
        let (mut curvature, mut centre) = ([0.0; 2], [0.0; 2]);
        curvature[..2].fill(1.0);
        centre[..2].copy_from_slice(&[x, y]);
        match shape {
            Loss::Quadratic => Condition::Quadratic(Bowl { level: radius * radius, curvature, centre }),
            Loss::Linear => Condition::Cone(Bowl { level: radius, curvature, centre }),
        }
    };
    let mut start = [0.0; 2];
    start[..2].copy_from_slice(&[disks[0].0, disks[0].1]);
    Programme { conditions: disks.iter().map(condition).collect(), text: start, start }
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
        let search = |programme: &Programme<2>| programme.search(programme.start);
        for shape in [Loss::Quadratic, Loss::Linear] {
            if meet {
                prop_assert_eq!(disks(&grown, shape).decide(), Possible);
                prop_assert_eq!(search(&disks(&grown, shape)), Possible);
            } else {
                prop_assert_eq!(disks(&shrunk, shape).decide(), Impossible);
                prop_assert_eq!(search(&disks(&shrunk, shape)), Impossible);
            }
        }
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
    let mut model = line(&[1.0, 0.2]);
    model.members[0].initiative = 0.0;
    // Opens at 0.6; the nearest member takes up to 0.4, two thirds.
    for (worthwhile, possible) in [(0.0, true), (0.66, true), (0.67, false)] {
        let ideal = SecretariatIdeal::Centroid;
        model.secretariat = Some(Secretariat { ideal, initiative: 1.0, worthwhile });
        assert_eq!(answer(&model), said(possible), "{worthwhile}");
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
