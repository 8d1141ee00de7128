//! Scenario text and overrides of any kind: a fault that can be drawn, or a scenario that reads back
//! as itself and, where it is small, runs to finite outcomes.
//!
//! An input is the text of a scenario, and after a line that holds only `%` one override a line.

#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use winset::engine::{Observer, Outcome, Poll, Proposal, Simulation, Sponsor, World};
use winset::model::Model;
use winset::report::faults::render;
use winset::scenario::{Faults, Options, Override, Scenario, parse};

/// Responses that one variant may take to compute, so that no input takes long.
const MOST_RESPONSES: f64 = 200_000.0;

fuzz_target!(|data: &[u8]| {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let (text, lines) = input.split_once("\n%\n").unwrap_or((input, ""));
    let overrides: Vec<Override> = lines.lines().take(8).filter_map(|line| read(Override::parse(line))).collect();
    let options = Options { overrides: &overrides, ..Options::default() };
    if let Some(scenario) = read(parse("fuzz.toml", text, &options)) {
        reads_back(&scenario);
        scenario.variants.iter().filter(|variant| is_small(&variant.model)).for_each(|variant| run(&variant.model));
    }
});

/// What was read; faults are drawn.
fn read<T>(result: Result<T, Faults>) -> Option<T> {
    result.map_err(|faults| assert!(!render(&faults, true, 80).is_empty() && faults.iter().next().is_some())).ok()
}

fn reads_back(scenario: &Scenario) {
    let again = match parse("fuzz.toml", &scenario.resolved, &Options::default()) {
        Ok(again) => again,
        Err(faults) => panic!("{}\n{faults}", scenario.resolved),
    };
    assert_eq!(again.resolved, scenario.resolved);
    assert_eq!(again, *scenario);
}

fn is_small(model: &Model) -> bool {
    let initiative: f64 = model.members.iter().map(|member| member.initiative).sum();
    let initiative = initiative + model.secretariat.as_ref().map_or(0.0, |secretariat| secretariat.initiative);
    let sessions = f64::from(model.agenda.sessions);
    let taken_up = f64::from(model.negotiation.sessions).min(sessions);
    let polls = taken_up * (f64::from(model.negotiation.rounds) + 20.0);
    let seats = model.members.len() as f64 * model.dims() as f64;
    sessions * (model.members.len() as f64 + initiative * polls * seats) < MOST_RESPONSES
}

#[derive(Default)]
struct Count {
    rounds: u64,
    polled: u64,
    /// Of what each sponsor tabled in a session: how many ended, and the last one's number.
    ended: BTreeMap<(Sponsor, u32), (u32, u32)>,
}

fn finite(numbers: &[f64]) -> bool {
    numbers.iter().all(|number| number.is_finite())
}

impl Observer for Count {
    fn polled(&mut self, proposal: &Proposal, _: &Poll) {
        self.polled += 1;
        assert!(finite(&proposal.text));
    }

    fn ended(&mut self, proposal: &Proposal, outcome: &Outcome) {
        let (ended, last) = self.ended.entry((proposal.sponsor, proposal.tabled)).or_default();
        (*ended, *last) = (*ended + 1, proposal.number.max(*last));
        self.rounds += u64::from(proposal.rounds);
        assert!(finite(&proposal.text) && finite(&proposal.opening) && finite(&proposal.positions));
        assert!(finite(&proposal.shocks) && finite(&outcome.gains), "{outcome:?}");
        assert!(outcome.dilution.is_none_or(f64::is_finite), "{outcome:?}");
        assert!(outcome.session >= proposal.tabled && outcome.last_polls <= proposal.rounds);
    }
}

/// Every proposal ends once, every poll belongs to one of them.
fn run(model: &Model) {
    let mut count = Count::default();
    Simulation::new(model, true).run(World { seed: 1, replication: 0 }, &mut count);
    assert_eq!(count.polled, count.rounds);
    assert!(count.ended.values().all(|&(ended, last)| ended == last + 1), "an ending each");
    let mut again = Count::default();
    Simulation::new(model, false).run(World { seed: 1, replication: 0 }, &mut again);
    assert_eq!(again.ended, count.ended);
}
