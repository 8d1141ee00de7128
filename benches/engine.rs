//! How long one proposal's negotiation, the question of its feasibility, and a whole replication take.
//!
//! `cargo bench`; compare ratios within one run, machines are noisy.

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use winset::engine::{Observer, Outcome, Poll, Proposal, Simulation, World};
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
struct Nobody;

impl Observer for Nobody {}

fn load(name: &str) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name);
    scenario::load(&path, &Options::default()).expect("a shipped scenario is sound")
}

fn proposals(timeline: &Timeline) -> Vec<Proposal> {
    let simulation = Simulation::new(timeline, false);
    let mut collector = Collector::default();
    (0..20).for_each(|replication| simulation.run(World { seed: 1, replication }, &mut collector));
    collector.0
}

fn negotiation(c: &mut Criterion) {
    for (name, variant) in [("docking-basic", 1), ("docking-basic", 2), ("sco-enlargement", 3)] {
        let scenario = load(&format!("{name}.toml"));
        let variant = &scenario.variants[variant];
        let proposals = proposals(&variant.timeline);
        let simulation = Simulation::new(&variant.timeline, false);
        let mut cycle = proposals.iter().cycle();
        let mut poll = Poll::default();
        c.bench_function(&format!("negotiation/{name}/{}", variant.id), |b| {
            b.iter_batched_ref(
                || cycle.next().cloned().expect("a cycle does not end"),
                |proposal| black_box(simulation.deliberate(proposal, &mut poll, &mut Nobody)),
                BatchSize::SmallInput,
            );
        });
        c.bench_function(&format!("feasibility/{name}/{}", variant.id), |b| {
            b.iter(|| cycle.next().map(|proposal| black_box(simulation.feasible(proposal))));
        });
    }
}

fn replication(c: &mut Criterion) {
    for name in ["docking-basic", "sco-enlargement"] {
        let scenario = load(&format!("{name}.toml"));
        for variant in &scenario.variants {
            let simulation = Simulation::new(&variant.timeline, false);
            let mut replication = 0;
            c.bench_function(&format!("replication/{name}/{}", variant.id), |b| {
                b.iter(|| {
                    replication += 1;
                    simulation.run(World { seed: 1, replication }, &mut Nobody);
                });
            });
        }
    }
}

criterion_group!(benches, negotiation, replication);
criterion_main!(benches);
