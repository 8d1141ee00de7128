//! What is said before a run that will take long.

use crate::report::inventory::Cost;
use crate::report::{counted, duration};
use crate::scenario::{Run, Scenario};

/// Seconds from which on somebody should have been told.
const LONG: f64 = 600.0;
/// Fewer worlds say little.
const WORLDS: u64 = 100;

/// What to say before a run of `scenario` on so many threads that will take long, and what would take less.
pub(super) fn warning(scenario: &Scenario, threads: usize) -> Option<String> {
    let cost = Cost::of(scenario, threads);
    if cost.seconds < LONG {
        return None;
    }
    let variants = scenario.variants.len();
    let world = cost.seconds * cost.threads as f64 / cost.replications as f64 / variants as f64;
    Some(format!(
        "this run will take {} on {}: {} of {}, {} each\n{}",
        duration(cost.seconds),
        counted(cost.threads, "thread"),
        counted(cost.replications as usize, "world"),
        counted(variants, "variant"),
        duration(world),
        less(scenario, &cost).iter().map(|option| format!("  {option}\n")).collect::<String>(),
    ))
}

/// What to type for a shorter run.
fn less(scenario: &Scenario, cost: &Cost) -> Vec<String> {
    let mut options = Vec::new();
    let with = |run: Run| Cost::of(&Scenario { run, ..scenario.clone() }, cost.threads).seconds;
    let worlds = (cost.replications as f64 * LONG / cost.seconds) as u64;
    if worlds >= WORLDS {
        // Two digits are as many as the estimate has.
        let unit = 10u64.pow(worlds.ilog10().saturating_sub(1));
        options.push(format!("--replications {} takes {}", worlds / unit * unit, duration(LONG)));
    }
    let unexamined = with(Run { feasibility: false, ..scenario.run.clone() });
    if unexamined < 0.7 * cost.seconds {
        options.push(format!("--set run.feasibility=false takes {}", duration(unexamined)));
    }
    if options.is_empty() {
        options.push("lower rounds, sessions, years or initiative, or run fewer variants with --variant".to_owned());
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Options, parse};

    fn told(replications: u64, further: &str) -> Option<String> {
        let text = format!(
            "[space]\ndimensions = ['x']\n[members.a]\nideal = [0]\ninitiative = 100\n[members.b]\nideal = [1]\n\
             [areas.k]\nstatus_quo = {{ sd = 1 }}\n{further}[run]\nreplications = {replications}\nfeasibility = true\n"
        );
        warning(&parse("t", &text, &Options::default()).unwrap_or_else(|faults| panic!("{faults}")), 2)
    }

    #[test]
    fn a_short_run_is_left_alone() {
        assert_eq!(told(2_000, ""), None);
    }

    #[test]
    fn a_long_one_is_told_with_what_takes_less() {
        let text = told(50_000_000, "").expect("hours");
        assert!(
            text.starts_with("this run will take about ") && text.contains(" on 2 threads: 50,000,000 worlds"),
            "{text}"
        );
        assert!(text.contains("\n  --replications ") && text.contains("takes about 10 min\n"), "{text}");
        assert!(text.contains("--set run.feasibility=false takes about "), "{text}");
    }

    #[test]
    fn where_a_single_world_takes_long_fewer_do_not_help() {
        let text =
            told(60, "[agenda]\nyears = 9000\n[negotiation]\nrounds = 1000\nsessions = 1000\namendment = 'mediate'\n");
        let text = text.expect("hours");
        assert!(!text.contains("--replications") && text.contains("lower rounds, sessions"), "{text}");
    }
}
