//! Polls at tables of any size, seat by seat: what lanes and sets of bits must come to.

use super::*;
use crate::engine::prepared::Prepared;

/// `count` members who disagree, some without a stake, some tolerant, some deferential.
fn table(count: usize, loss: Loss) -> Model {
    let around = |i: usize| {
        let angle = i as f64 * 2.399_963;
        [1.0 + 0.9 * libm::cos(angle), 0.9 * libm::sin(angle)]
    };
    let mut model = plane(&(0..count).map(around).collect::<Vec<_>>());
    for (i, member) in model.members.iter_mut().enumerate() {
        member.tolerance = vec![0.3 * (i % 4) as f64];
        member.deference = (i % 3) as f64;
        if i % 7 == 6 {
            member.salience = vec![0.0; 2];
        } else if i % 5 == 4 {
            member.salience = vec![0.0, 1.5];
        }
    }
    model.members[count / 2].initiative = 3.0;
    (model.negotiation.loss, model.negotiation.pressure) = (loss, 0.2);
    let area = &mut model.areas[0];
    (area.shock_sd, area.noise, area.stakes, area.urgency) = (0.3, vec![0.3, 0.1], 1.3, 0.05);
    model
}

/// Asserts that the only poll on a proposal is what its members make of it one by one.
fn assert_member_by_member(model: &Model, proposal: &Proposal, poll: &Poll) {
    let prepared = Prepared::new(model, model.members.len());
    let (members, seats) = (&model.members, 0..model.seats.len());
    let sponsors = |member: usize| proposal.sponsor == Sponsor::Member(member);
    let inclinations: Vec<f64> =
        seats.clone().map(|member| prepared.inclination(proposal, member, &proposal.text)).collect();
    let has_stake = |member: usize| members[member].salience.iter().any(|&salience| salience > 0.0);
    let may_object = |member: usize| has_stake(member) && !sponsors(member);
    let doubts =
        |member: usize| may_object(member) && inclinations[member] < -members[member].tolerance[0] - proposal.within;
    assert_eq!(poll.members, model.seats);
    let mut objectors = Vec::new();
    for member in seats.clone() {
        let others = seats.clone().filter(|&other| other != member);
        let agreeing = others.clone().filter(|&other| !doubts(other)).count() as f64 / others.count().max(1) as f64;
        let threshold = -members[member].tolerance[0] - 0.2 * members[member].deference * agreeing;
        let expected = if may_object(member) && inclinations[member] < threshold - proposal.within {
            objectors.push(member);
            Response::Object
        } else if sponsors(member) || (has_stake(member) && inclinations[member] >= -proposal.within) {
            Response::Support
        } else {
            Response::Acquiesce
        };
        assert_eq!(poll.response(member), expected, "{member} of {}", model.seats.len());
        assert_eq!(
            (poll.doubting.contains(member), poll.concerned.contains(member)),
            (doubts(member), has_stake(member))
        );
        assert!((poll.inclinations()[member] - inclinations[member]).abs() < 1e-12);
        assert!((poll.agreeing(member) - agreeing).abs() < 1e-12);
        assert!((poll.objection_thresholds()[member] - threshold).abs() < 1e-12);
    }
    assert_eq!(poll.objectors().collect::<Vec<_>>(), objectors);
    assert_eq!(poll.adopted, objectors.is_empty());
}

#[test]
fn tables_of_any_size_answer_as_their_members_do_one_by_one() {
    let (mut adopted, mut failing) = (0, 0);
    for count in [1, 2, 3, 4, 5, 8, 9, 12, 13, 16, 17, 63, 64, 65, 130] {
        for loss in [Loss::Quadratic, Loss::Linear] {
            let model = table(count, loss);
            for replication in 0..8 {
                let Diary { polls, ended } = diary(&model, replication);
                assert_eq!(polls.len(), ended.len());
                for (_, poll) in &polls {
                    let (adoptions, failures) = if poll.adopted { (1, 0) } else { (0, 1) };
                    (adopted, failing) = (adopted + adoptions, failing + failures);
                }
                for ((text, poll), (proposal, _)) in polls.iter().zip(&ended) {
                    assert_eq!(*text, proposal.text);
                    assert_member_by_member(&model, proposal, poll);
                }
            }
        }
    }
    assert!(adopted > 50 && failing > 50, "{adopted} adopted, {failing} failed");
}
