//! Every field within its range, and yet more than a machine has.

use winset::scenario::Code;

use super::{SOUND, read, refused, sound};

/// So many members, dimensions, areas and variants, and further lines.
fn scenario(members: usize, dimensions: usize, areas: usize, variants: usize, further: &str) -> String {
    let lines = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let names = lines(dimensions, &|i| format!("'d{i}',"));
    let zeros = "0.5,".repeat(dimensions);
    format!(
        "[space]\ndimensions = [{names}]\n{}{}{}{further}\n",
        lines(members, &|i| format!("[members.m{i}]\nideal = [{zeros}]\ninitiative = 0.1\n")),
        lines(areas, &|i| format!("[areas.k{i}]\nstatus_quo = {{ sd = 1 }}\n")),
        lines(variants, &|i| format!("[variants.v{i}]\n")),
    )
}

/// Checks that nothing is wrong with a scenario but that it takes too much, of this and perhaps of something else.
#[track_caller]
fn too_much(text: &str, message: &str) {
    refused(text, message);
    let faults = read(text, &[]).expect_err(message);
    assert!(faults.codes().all(|code| code == Code::TooMuch), "{faults}");
}

#[test]
fn the_largest_table_is_read_where_little_is_asked_of_it() {
    let largest = sound(&scenario(256, 8, 64, 64, "[run]\nreplications = 20"));
    assert_eq!(largest.variants.len(), 64);
}

#[test]
fn work_that_would_take_days_is_refused_with_the_estimate() {
    too_much(&scenario(256, 8, 64, 64, "[run]\nreplications = 1_000_000"), "operations, at most 1e14 are run");
    let rare = "[agenda]\nyears = 10000\n[secretariat]\ninitiative = 1e-6\n[run]\nreplications = 1_000_000_000";
    too_much(&scenario(2, 1, 1, 1, rare), "operations, at most 1e14 are run");
}

#[test]
fn proposals_that_do_not_fit_into_memory_are_refused_with_the_estimate() {
    // All wait for the only place on the agenda, with the positions of 256 members in 8 dimensions each.
    let queue = "[agenda]\nyears = 10000\ncapacity = 1\n[run]\nreplications = 1";
    too_much(&scenario(256, 8, 1, 1, queue), "GiB of memory, at most 4 GiB are taken");
    sound(&scenario(3, 1, 1, 1, queue));
    let pending = "[agenda]\nyears = 10000\n[negotiation]\nsessions = 10000\n[run]\nreplications = 1";
    too_much(&scenario(256, 8, 1, 1, pending), "GiB of memory");
}

#[test]
fn endings_at_too_many_times_are_refused_with_the_estimate() {
    let times = "[agenda]\nyears = 10000\n[negotiation]\nsessions = 10000\nrounds = 1000\namendment = 'mediate'\n";
    too_much(&scenario(3, 1, 1, 1, &format!("{times}[run]\nreplications = 200")), "GiB of memory");
    // Without amendments a session ends with its first poll.
    sound(&format!("{SOUND}[agenda]\nyears = 10000\n").replace("rounds = 2", "rounds = 1000\nsessions = 1000"));
}
