//! What benchmarks and the guard of instructions work on: shipped scenarios and the proposals of their worlds.

use std::path::Path;

use winset::engine::{Observer, Outcome, Proposal, Simulation, World};
use winset::model::Timeline;
use winset::scenario::{self, Options, Scenario};

/// Keeps proposals as they were tabled.
#[derive(Default)]
struct Collector(Vec<Proposal>);

impl Observer for Collector {
    fn ended(&mut self, proposal: &Proposal, _: &Outcome) {
        let mut tabled = proposal.clone();
        tabled.text.clone_from(&tabled.opening);
        (tabled.sessions, tabled.rounds) = (0, 0);
        self.0.push(tabled);
    }
}

/// Looks away.
pub struct Nobody;

impl Observer for Nobody {}

/// A scenario of the folder `scenarios` in the folder `root`.
pub fn load(root: &str, name: &str) -> Scenario {
    let path = Path::new(root).join("scenarios").join(name);
    scenario::load(&path, &Options::default()).expect("a shipped scenario is sound")
}

/// The proposals of twenty worlds, as they were tabled.
pub fn proposals(timeline: &Timeline) -> Vec<Proposal> {
    let simulation = Simulation::new(timeline, false);
    let mut collector = Collector::default();
    (0..20).for_each(|replication| simulation.run(World { seed: 1, replication }, &mut collector));
    collector.0
}
