//! Hostile input: whatever is in a file or on the command line, the answer is a clear fault or a run within
//! the stated limits, and it comes soon.

mod anything;
mod binary;
mod damaged;
mod demand;
mod enormous;
mod numbers;
mod overrides;
mod shapes;

use std::time::{Duration, Instant};

use winset::report::faults::render;
use winset::scenario::{Code, Faults, Options, Override, Scenario, parse};

/// A small scenario that is sound, to be spoilt; 13 lines.
pub const SOUND: &str = "\
[space]
dimensions = ['x', 'y']
[members.a]
ideal = [0.0, 1.0]
[members.b]
ideal = [1.0, 0.0]
initiative = 0.5
[areas.k]
status_quo = { sd = 1.0 }
[negotiation]
rounds = 2
[run]
replications = 10
";

/// Nothing that is read may take longer, even without optimisation and on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// The scenario, or its faults; that these can be drawn is tried.
pub fn read(text: &str, sets: &[&str]) -> Result<Scenario, Faults> {
    let started = Instant::now();
    let overrides: Result<Vec<Override>, _> = sets.iter().map(|set| Override::parse(set)).collect();
    let read = overrides.and_then(|overrides| {
        let options = Options { overrides: &overrides, ..Options::default() };
        parse("hostile.toml", text, &options)
    });
    if let Err(faults) = &read {
        let drawn = render(faults, false, 100);
        assert!(!drawn.is_empty() && drawn.len() < 1_000_000, "{} bytes of faults", drawn.len());
        assert!(faults.iter().all(|fault| !fault.is_warning()), "{faults}");
    }
    assert!(started.elapsed() < LONGEST, "it took {:?}", started.elapsed());
    read
}

/// Checks that a text is refused, with that message among others.
#[track_caller]
pub fn refused(text: &str, message: &str) {
    let faults = read(text, &[]).expect_err(message).to_string();
    assert!(faults.contains(message), "{message}\nis not in\n{}", beginning(&faults));
}

/// Checks that a text has one fault, of that kind, in that line, with that message.
#[track_caller]
pub fn one_fault(text: &str, code: Code, line: usize, message: &str) {
    let faults = read(text, &[]).expect_err(message);
    let found = faults.iter().map(|fault| (fault.code, faults.location(fault).map_or(0, |at| at.line)));
    assert_eq!(found.collect::<Vec<_>>(), [(code, line)], "{}", beginning(&faults.to_string()));
    let text = faults.to_string();
    assert!(text.contains(message), "{message}\nis not in\n{}", beginning(&text));
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(2_000)]
}

/// Checks that a text is read, and that what is read is read again as the same.
#[track_caller]
pub fn sound(text: &str) -> Scenario {
    let scenario = read(text, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    let again = read(&scenario.resolved, &[]).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(again, scenario);
    scenario
}

/// The sound scenario with a line in place of the one that begins as given.
pub fn with(line: &str, instead: &str) -> String {
    assert!(SOUND.contains(line));
    SOUND.lines().map(|old| format!("{}\n", if old.starts_with(line) { instead } else { old })).collect()
}
