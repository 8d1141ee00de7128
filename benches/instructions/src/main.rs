//! A guard of speed that noisy machines do not disturb: how many instructions fixed work takes, counted by callgrind and held
//! against `counts.toml`.
//!
//! `cargo run --release -p instructions` compares; with `--renew` it writes the counts of now. Without valgrind it says so and
//! has found nothing wrong.

mod counts;
#[path = "../../work/mod.rs"]
mod work;

use std::error::Error;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use counts::{Counts, TOLERANCE};
use winset::engine::{Poll, Simulation, World};
use winset::scenario::Scenario;
use work::Nobody;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// What can be counted: a name, and the work. What it needs is made before counting begins.
const CASES: [(&str, fn()); 3] =
    [("negotiation", negotiation), ("feasibility", feasibility), ("replication", replication)];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [] => guard(false),
        ["--renew"] => guard(true),
        ["--work", name] => CASES.iter().find(|case| case.0 == name).map(|case| case.1()).ok_or_else(|| name.into()),
        _ => Err("usage: instructions [--renew]".into()),
    };
    done.map_or_else(
        |error| {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        },
        |()| ExitCode::SUCCESS,
    )
}

/// Counts everything, and compares or, to `renew`, writes.
fn guard(renew: bool) -> Result<(), Box<dyn Error>> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: no valgrind, which counts instructions (Debian: apt-get install valgrind)");
        return Ok(());
    }
    let found = Counts::of(CASES.iter().map(|(name, _)| Ok((*name, count(name)?))))?;
    if renew {
        print!("{found}");
        return found.write();
    }
    let known = Counts::read()?;
    let moved = found.beside(&known);
    if moved.is_empty() {
        return Ok(());
    }
    let by = TOLERANCE * 100.0;
    let renewal = "cargo run --release -p instructions -- --renew";
    Err(format!("more than {by} % from counts.toml: {}. If that is meant: {renewal}", moved.join(", ")).into())
}

/// How many instructions a case takes, by callgrind over this program.
fn count(case: &str) -> Result<u64, Box<dyn Error>> {
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--collect-atstart=no",
        "--toggle-collect=*counted*",
    ]);
    let done = command.arg(std::env::current_exe()?).args(["--work", case]).output()?;
    let said = String::from_utf8_lossy(&done.stderr);
    let collected = said.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok());
    match collected.filter(|&count| done.status.success() && count > 0) {
        Some(count) => Ok(count),
        None => Err(format!("valgrind could not count {case}:\n{said}").into()),
    }
}

/// What is done in here is counted.
#[inline(never)]
fn counted(mut work: impl FnMut()) {
    work();
}

fn load(name: &str) -> Scenario {
    work::load(ROOT, &format!("{name}.toml"))
}

/// Proposals of the one-session model, from the opening to the ending, draws made.
fn negotiation() {
    let scenario = load("docking-basic");
    let timeline = &scenario.variants[1].timeline;
    let mut proposals = work::proposals(timeline);
    let simulation = Simulation::new(timeline, false);
    let mut poll = Poll::default();
    counted(|| {
        for proposal in &mut proposals {
            black_box(simulation.deliberate(proposal, &mut poll, &mut Nobody));
        }
    });
}

/// The question whether an agreement existed, of proposals among ten.
fn feasibility() {
    let scenario = load("sco-enlargement");
    let timeline = &scenario.variants[3].timeline;
    let proposals = work::proposals(timeline);
    let simulation = Simulation::new(timeline, false);
    counted(|| {
        for proposal in &proposals {
            black_box(simulation.feasible(proposal));
        }
    });
}

/// Worlds of ten members with everything that is drawn, nothing kept.
fn replication() {
    let scenario = load("sco-enlargement");
    let simulation = Simulation::new(&scenario.variants[3].timeline, false);
    counted(|| (0..20).for_each(|replication| simulation.run(World { seed: 1, replication }, &mut Nobody)));
}
