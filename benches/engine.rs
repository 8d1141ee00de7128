//! What a world costs, part by part: the draws of its proposals alone (the floor), one proposal's negotiation, the
//! question of its feasibility, and whole replications, of one variant and of all of a scenario together.
//!
//! `cargo bench`; compare ratios within one run, machines are noisy.

mod work;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use winset::engine::draws::{Purpose, Subject};
use winset::engine::{Poll, Simulation, World};
use winset::experiment::{self, Case, Plan, Watch};
use winset::model::{Law, Timeline};
use winset::scenario::{self, Options, Scenario};
use work::{Nobody, proposals};

fn load(name: &str) -> Scenario {
    work::load(env!("CARGO_MANIFEST_DIR"), name)
}

/// So many members in a plane under consensus, otherwise as the docking scenario has them.
fn of_members(members: usize) -> Scenario {
    let mut text = String::from(
        "[space]\ndimensions = [\"x\", \"y\"]\n[negotiation]\nrounds = 4\namendment = { kind = \"concede\", rate = 0.3 }\n\
         [areas.all]\nnoise = 0.3\nshock_sd = 0.3\nstatus_quo = { sd = 1.0 }\n[agenda]\nyears = 10\n[members]\n",
    );
    for member in 0..members {
        // Evenly on a small circle, so that tables of any size disagree about as much.
        let angle = member as f64 / members as f64 * std::f64::consts::TAU;
        let (x, y) = (1.0 + 0.5 * libm::cos(angle), 0.5 * libm::sin(angle));
        let initiative = 20.0 / members as f64;
        text += &format!("m{member} = {{ ideal = [{x}, {y}], tolerance = 0.5, initiative = {initiative} }}\n");
    }
    scenario::parse("members.toml", &text, &Options::default()).expect("a sound scenario")
}

/// The draws of one proposal: area and status quo, positions, shocks and turn.
fn draws(c: &mut Criterion) {
    let mut group = c.benchmark_group("draws");
    let world = World { seed: 1, replication: 0 };
    for members in [4, 10, 128] {
        let mut number = 0;
        group.bench_function(BenchmarkId::from_parameter(members), |b| {
            b.iter(|| {
                number += 1;
                let subject = Subject { number, ..Subject::default() };
                let mut stream = world.stream(Purpose::Proposal, subject, 0);
                let uniforms = [0; 3].map(|_| stream.uniform());
                black_box(
                    uniforms.iter().sum::<f64>()
                        + (0..2 + 3 * members).map(|_| stream.deviate(Law::Normal)).sum::<f64>(),
                )
            });
        });
    }
}

fn negotiation_and_feasibility(c: &mut Criterion, name: &str, timeline: &Timeline) {
    let proposals = proposals(timeline);
    let simulation = Simulation::new(timeline, false);
    let mut cycle = proposals.iter().cycle();
    let mut poll = Poll::default();
    c.bench_function(&format!("negotiation/{name}"), |b| {
        b.iter_batched_ref(
            || cycle.next().cloned().expect("a cycle does not end"),
            |proposal| black_box(simulation.deliberate(proposal, &mut poll, &mut Nobody)),
            BatchSize::SmallInput,
        );
    });
    c.bench_function(&format!("feasibility/{name}"), |b| {
        b.iter(|| cycle.next().map(|proposal| black_box(simulation.feasible(proposal))));
    });
}

fn kernel(c: &mut Criterion) {
    for (name, variant) in [("docking-basic", 1), ("docking-basic", 2), ("sco-enlargement", 3)] {
        let scenario = load(&format!("{name}.toml"));
        let variant = &scenario.variants[variant];
        negotiation_and_feasibility(c, &format!("{name}/{}", variant.id), &variant.timeline);
    }
    for members in [4, 16, 64, 128] {
        let scenario = of_members(members);
        negotiation_and_feasibility(c, &format!("members/{members}"), &scenario.variants[0].timeline);
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

/// Sixteen replications of all variants with everything that is counted and estimated, on one thread.
fn run(c: &mut Criterion) {
    let mut group = c.benchmark_group("run");
    group.sample_size(20);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
    let scenarios = [4, 16, 64, 128].map(|members| (format!("members/{members}"), of_members(members)));
    let sco = ("sco-enlargement".to_owned(), load("sco-enlargement.toml"));
    for (name, scenario) in std::iter::once(&sco).chain(&scenarios) {
        let cases = Case::of(scenario);
        for (examine, what) in [(false, "without feasibility"), (true, "with feasibility")] {
            let plan = Plan { seed: 1, replications: 16, examine, level: Default::default() };
            let watch = Watch::nobody();
            group.throughput(Throughput::Elements(plan.replications));
            group.bench_function(BenchmarkId::new(name, what), |b| {
                b.iter(|| pool.install(|| experiment::run_cases(name, &cases, plan, &watch).is_ok()));
            });
        }
    }
}

criterion_group!(benches, draws, kernel, replication, run);
criterion_main!(benches);
