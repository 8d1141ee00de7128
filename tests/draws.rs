//! Draws belong to names: what is added at the end, absent or computed on other threads changes no number, to the bit.

use proptest::prelude::*;
use winset::engine::World;
use winset::model::{Model, Rule, SecretariatIdeal};

use crate::diary::Diary;
use crate::models::{cases, models};
use crate::studies::{reduced, results};

/// Whatever depends on who else is there, taken out: rules know no seats, no capacity, no centroid, nothing amended.
fn unrelated(mut model: Model) -> Model {
    model.areas.iter_mut().for_each(|area| area.rule = Rule::Consensus);
    model.agenda.capacity = None;
    if let Some(secretariat) = &mut model.secretariat {
        secretariat.ideal = SecretariatIdeal::Point(vec![0.5; model.dimensions.len()]);
    }
    model
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn an_absent_member_at_the_end_changes_nothing(model in models(), seed: u64) {
        let world = World { seed, replication: 1 };
        let mut longer = model.clone();
        longer.members.push(model.members[0].clone());
        prop_assert_eq!(Diary::of(&model, world), Diary::of(&longer, world));
    }

    #[test]
    fn founders_table_the_same_proposals_whoever_else_is_there(model in models(), seed: u64, leaves in 0..6usize) {
        let world = World { seed, replication: 1 };
        let large = unrelated(model);
        let small = reduced(&large, |member| member != leaves);
        prop_assume!(!small.seats.is_empty());
        let (small_diary, large_diary) = (Diary::of(&small, world), Diary::of(&large, world));
        let large_endings = large_diary.endings();
        for (name, (proposal, _)) in small_diary.endings() {
            let (same, _) = large_endings[&name];
            prop_assert_eq!(proposal.area, same.area);
            prop_assert_eq!(&proposal.status_quo, &same.status_quo);
            prop_assert_eq!(&proposal.opening, &same.opening);
            for &member in &small.table {
                prop_assert_eq!(proposal.position(member), same.position(member));
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn the_number_of_threads_changes_no_number(model in models(), seed: u64) {
        let mut other = unrelated(model.clone());
        other.negotiation.pressure += 0.5;
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a few threads");
            pool.install(|| results(&[&model, &other], seed, 300))
        };
        let one = on(1);
        prop_assert_eq!(&one, &on(2));
        prop_assert_eq!(&one, &on(3));
    }

    #[test]
    fn a_further_variant_changes_no_other_number(model in models(), seed: u64) {
        let second = unrelated(model.clone());
        let third = reduced(&second, |member| member == second.seats[0]);
        let fewer = results(&[&model, &second], seed, 50);
        let mut more = results(&[&model, &second, &third], seed, 50);
        more.variants.pop();
        more.summary.retain(|row| row.variant < 2);
        more.differences.retain(|row| row.variant < 2);
        more.time.retain(|row| row.variant < 2);
        more.blocking.retain(|row| row.variant < 2);
        prop_assert_eq!(fewer, more);
    }
}
